//! What is wrong with a header, with the bytes that show it.

use super::Lang;
use crate::mail::lint::{Lint, Measure, Stray, StrayByte};

/// A lint in words.
#[must_use]
pub(super) fn lint(lang: Lang, lint: &Lint) -> String {
    match lint {
        Lint::FromCount { count, lines } => {
            let what = match lang {
                Lang::Vi => {
                    format!("Phần đầu thư có {count} dòng người gửi (From), phải có đúng một")
                }
                Lang::En => format!("The header has {count} From fields instead of one"),
            };
            listed(&what, lines)
        }
        Lint::MalformedName(line) => format!(
            "{}: {line}",
            lang.pick(
                "Phần đầu thư có dòng sai cấu trúc",
                "The header has a malformed line"
            )
        ),
        Lint::ControlBytes(strays) => {
            let what = lang.pick(
                "Phần đầu thư có ký tự điều khiển lạ",
                "The header has stray control bytes",
            );
            let places: Vec<String> = strays.iter().map(|it| stray(lang, it)).collect();
            listed(what, &places)
        }
        Lint::FromSyntax(value) => format!(
            "{}: {value}",
            lang.pick(
                "Dòng người gửi (From) không ghi đúng một địa chỉ",
                "From does not hold exactly one address"
            )
        ),
        Lint::Repeated { name, values } => {
            let what = match lang {
                Lang::Vi => format!("Phần đầu thư ghi lặp dòng {name}"),
                Lang::En => format!("The header repeats {name}"),
            };
            listed(&what, values)
        }
        Lint::TooLarge {
            what,
            size,
            allowed,
        } => too_large(lang, *what, *size, *allowed),
    }
}

/// A sentence with what it speaks of, one after the other.
fn listed(what: &str, shown: &[String]) -> String {
    if shown.is_empty() {
        format!("{what}.")
    } else {
        format!("{what}: {}", shown.join(" ⏎ "))
    }
}

fn stray(lang: Lang, stray: &Stray) -> String {
    let byte = match stray.byte {
        StrayByte::Nul => "NUL",
        StrayByte::BareCr => lang.pick("CR không có LF", "CR without LF"),
        StrayByte::BareLf => lang.pick("LF không có CR", "LF without CR"),
    };
    let (line, around) = (stray.line, &stray.around);
    match lang {
        Lang::Vi => format!("{byte} ở dòng {line} ({around})"),
        Lang::En => format!("{byte} in line {line} ({around})"),
    }
}

fn too_large(lang: Lang, what: Measure, size: usize, allowed: usize) -> String {
    match (lang, what) {
        (Lang::Vi, Measure::Block) => {
            format!("Phần đầu thư dài {size} byte, tối đa {allowed}.")
        }
        (Lang::Vi, Measure::Fields) => {
            format!("Phần đầu thư có từ {size} dòng trở lên, tối đa {allowed}.")
        }
        (Lang::Vi, Measure::Field) => {
            format!("Phần đầu thư có một dòng dài {size} byte, tối đa {allowed}.")
        }
        (Lang::En, Measure::Block) => {
            format!("The header has {size} bytes, at most {allowed} are read.")
        }
        (Lang::En, Measure::Fields) => {
            format!("The header has {size} fields or more, at most {allowed} are read.")
        }
        (Lang::En, Measure::Field) => {
            format!("A header field has {size} bytes, at most {allowed} are read.")
        }
    }
}
