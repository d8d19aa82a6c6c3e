//! What clerks do to a workbook, in words: the language of the table's column
//! `change`. Each word does one thing to the first sheet, unless it says so.

use std::collections::BTreeMap;

use congvu::text::legacy::Encoding;
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    draft::{Book, CODE, EVIDENCE, HEAD, LABEL, Page, Typed, VALUE},
    old_fonts,
};

/// Does one thing to a workbook.
pub fn apply(book: &mut Book, change: &str) {
    let (word, rest) = change.split_once(' ').unwrap_or((change, ""));
    match word {
        "set" => put(&mut book.sheets[0], VALUE, rest),
        "code" => put(&mut book.sheets[0], CODE, rest),
        "label" => put(&mut book.sheets[0], LABEL, rest),
        "evidence" => put(&mut book.sheets[0], EVIDENCE, rest),
        "cell" => {
            let (address, typed) = rest.split_once(' ').unwrap();
            fill(&mut book.sheets[0], place(address), typed);
        }
        "replace" => {
            let (old, new) = rest.split_once(" => ").unwrap();
            each_text(&mut book.sheets[0], |_, text| text.replace(old, new));
        }
        "font" => font(&mut book.sheets[0], rest),
        "nfd" => each_text(&mut book.sheets[0], |_, text| text.nfd().collect()),
        "upper" => each_text(&mut book.sheets[0], |_, text| text.to_uppercase()),
        "full-width" => each_number(&mut book.sheets[0], &|number| {
            let wide = |c: char| match c {
                '.' => '，',
                c => char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap(),
            };
            number.to_string().chars().map(wide).collect()
        }),
        "digits-as-text" => each_number(&mut book.sheets[0], &|number| {
            number.to_string().replace('.', ",")
        }),
        "from-1904" => book.from_1904 = true,
        "name" => book.sheets[0].name = rest.to_owned(),
        "hide" => book.sheets[0].hidden = true,
        "forget" => book.sheets.truncate(1),
        "front" => front(book, rest),
        "copy" => {
            let mut copy = book.sheets[0].clone();
            copy.name = rest.to_owned();
            book.sheets.push(copy);
        }
        "swap-sheets" => book.sheets.reverse(),
        "join" => {
            let (first, last) = rest.split_once(':').unwrap();
            let (first, last) = (place(first), place(last));
            book.sheets[0]
                .joined
                .push((first.0, first.1, last.0, last.1));
        }
        _ => rows_and_columns(&mut book.sheets[0], word, rest),
    }
}

fn rows_and_columns(page: &mut Page, word: &str, rest: &str) {
    let row = |code: &str| row_of(page, code);
    match word {
        "shift" => {
            let (down, right) = rest.split_once(' ').unwrap();
            let (down, right): (u32, u32) = (down.parse().unwrap(), right.parse().unwrap());
            moved(page, &|(r, c)| Some((r + down, c + right)));
        }
        "insert-before" => {
            let at = row(rest);
            moved(page, &|(r, c)| Some((r + u32::from(r >= at), c)));
        }
        "drop" => {
            let at = row(rest);
            moved(page, &|(r, c)| {
                (r != at).then(|| (r - u32::from(r > at), c))
            });
        }
        "drop-column" => {
            let (_, at) = place(&format!("{rest}1"));
            // What is joined over the column, above the table, stays.
            moved(page, &|(r, c)| {
                let stays = r < HEAD || c < at;
                (stays || c != at).then(|| (r, if stays { c } else { c - 1 }))
            });
        }
        "swap-rows" => {
            let (one, other) = rest.split_once(' ').unwrap();
            let (one, other) = (row(one), row(other));
            moved(page, &|(r, c)| match r {
                r if r == one => Some((other, c)),
                r if r == other => Some((one, c)),
                r => Some((r, c)),
            });
        }
        "swap-columns" => {
            let (one, other) = rest.split_once(' ').unwrap();
            let at = |letter: &str| place(&format!("{letter}1")).1;
            let (one, other) = (at(one), at(other));
            moved(page, &|(r, c)| match c {
                c if !(HEAD..=90).contains(&r) => Some((r, c)),
                c if c == one => Some((r, other)),
                c if c == other => Some((r, one)),
                c => Some((r, c)),
            });
        }
        "copy-below" => {
            let last = page.cells.keys().map(|(r, _)| *r).max().unwrap();
            let below: Vec<_> = page
                .cells
                .iter()
                .filter(|((r, _), _)| (10..80).contains(r))
                .collect();
            let below: Vec<_> = below
                .into_iter()
                .map(|((r, c), typed)| ((r + last, *c), typed.clone()))
                .collect();
            page.cells.extend(below);
        }
        "rows" => {
            let count: u32 = rest.parse().unwrap();
            let first = page.cells.keys().map(|(r, _)| *r).max().unwrap() + 2;
            for row in first..first + count {
                let nth = Typed::Number(f64::from(row), String::new());
                page.cells.insert((row, 9), nth);
            }
        }
        other => panic!("no change {other}"),
    }
}

/// Moves cells, or drops them; what was joined is joined no more where rows or
/// columns moved.
fn moved(page: &mut Page, to: &dyn Fn((u32, u32)) -> Option<(u32, u32)>) {
    let cells = std::mem::take(&mut page.cells);
    let moved = cells
        .into_iter()
        .filter_map(|(at, typed)| Some((to(at)?, typed)));
    page.cells = moved.collect();
    page.joined.clear();
}

/// The row of an indicator.
pub fn row_of(page: &Page, code: &str) -> u32 {
    let is = |typed: &Typed| *typed == Typed::Text(code.to_owned());
    let found = page
        .cells
        .iter()
        .find(|((_, c), typed)| *c == CODE && is(typed));
    found.unwrap_or_else(|| panic!("no row {code}")).0.0
}

fn put(page: &mut Page, column: u32, rest: &str) {
    let (code, typed) = rest.split_once(' ').unwrap();
    let row = row_of(page, code);
    fill(page, (row, column), typed);
}

/// `text …`, `number 0.35 as 0%`, `bool true`, `day 2015-04-03`,
/// `formula E17+5 keeps 35`, `error #REF!`, `blank`.
fn fill(page: &mut Page, at: (u32, u32), written: &str) {
    let (kind, rest) = written.split_once(' ').unwrap_or((written, ""));
    let typed = match kind {
        "text" => Typed::Text(rest.replace("\\n", "\n")),
        "number" => {
            let (number, format) = rest.split_once(" as ").unwrap_or((rest, ""));
            Typed::Number(number.parse().unwrap(), format.to_owned())
        }
        "bool" => Typed::Bool(rest == "true"),
        "day" => Typed::Day(rest.to_owned()),
        "formula" => match rest.split_once(" keeps ") {
            Some((formula, kept)) => {
                Typed::Formula(formula.to_owned(), Some(kept.parse().unwrap()))
            }
            None => Typed::Formula(rest.to_owned(), None),
        },
        "error" => Typed::Error(rest.to_owned()),
        "blank" => {
            page.cells.remove(&at);
            return;
        }
        other => panic!("no kind {other}"),
    };
    page.cells.insert(at, typed);
}

fn each_text(page: &mut Page, change: impl Fn(u32, &str) -> String) {
    for ((_, column), typed) in &mut page.cells {
        if let Typed::Text(text) = typed {
            *text = change(*column, text);
        }
    }
}

fn each_number(page: &mut Page, told: &dyn Fn(f64) -> String) {
    for ((_, column), typed) in &mut page.cells {
        if let (VALUE, Typed::Number(number, _)) = (*column, &typed) {
            *typed = Typed::Text(told(*number));
        }
    }
}

/// `tcvn3`, `vni`, and ` values` for the column of values only.
fn font(page: &mut Page, rest: &str) {
    let encoding = if rest.starts_with("tcvn3") {
        Encoding::Tcvn3
    } else {
        Encoding::Vni
    };
    let values_only = rest.ends_with("values");
    each_text(page, |column, text| {
        if values_only && column != VALUE {
            text.to_owned()
        } else {
            old_fonts::typed(encoding, text)
        }
    });
}

fn front(book: &mut Book, name: &str) {
    let mut page = Page {
        name: name.to_owned(),
        ..Page::default()
    };
    page.text(0, 0, "BÁO CÁO CỦA ĐƠN VỊ");
    page.text(2, 1, "Danh mục: xem trang sau");
    book.sheets.insert(0, page);
    // What follows is still done to the report.
    book.sheets.swap(0, 1);
    book.sheets[..2].reverse();
}

/// Row and column of an address such as `E16`.
fn place(address: &str) -> (u32, u32) {
    let at = address.find(|c: char| c.is_ascii_digit()).unwrap();
    let (letters, digits) = address.split_at(at);
    let column = letters
        .bytes()
        .fold(0, |sum, b| sum * 26 + u32::from(b - b'A') + 1);
    (digits.parse::<u32>().unwrap() - 1, column - 1)
}

/// The values of a report after the change of some: by code, as printed.
pub fn expected(
    good: BTreeMap<String, String>,
    changed: &[(String, String)],
) -> BTreeMap<String, String> {
    let mut values = good;
    for (code, value) in changed {
        if value.is_empty() {
            values.remove(code);
        } else {
            values.insert(code.clone(), value.clone());
        }
    }
    values
}
