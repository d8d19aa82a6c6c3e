//! What about the parts of a mail can be read in two ways.

use super::Lang;
use crate::mail::doubt::{Doubt, Flaw};

/// A doubt in words, with where it is and what stands there.
pub(super) fn doubt(lang: Lang, doubt: &Doubt) -> String {
    let found = match doubt.shown.as_str() {
        "" => String::new(),
        shown => format!(": {shown}"),
    };
    match lang {
        Lang::Vi => vietnamese(doubt, &place(doubt, "phần", "thư"), &found),
        Lang::En => english(doubt, &place(doubt, "part", "the mail"), &found),
    }
}

fn vietnamese(doubt: &Doubt, at: &str, found: &str) -> String {
    match doubt.flaw {
        Flaw::Field => {
            format!(
                "Phần khai báo của {at} viết sai hoặc mâu thuẫn, có thể hiểu theo nhiều cách{found}."
            )
        }
        Flaw::Boundary => {
            format!("Không xác định được chắc chắn ranh giới giữa các phần của {at}{found}.")
        }
        Flaw::Encoding => {
            format!(
                "Nội dung của {at} bị mã hóa sai hoặc bị cắt, có thể hiểu theo nhiều cách{found}."
            )
        }
        Flaw::Structure => {
            format!("Hai cách đọc cho kết quả khác nhau về {at}{found}.")
        }
        Flaw::Name => format!("Tên tệp của {at} dễ gây nhầm lẫn{found}."),
        Flaw::Inside => format!("Trong lời văn của {at} có một tệp được viết thành chữ{found}."),
        Flaw::TooManyParts => {
            format!(
                "Thư có {} phần hoặc lồng nhau quá sâu, nhiều bất thường.",
                doubt.shown
            )
        }
        Flaw::NotWhole => "Thư chỉ chứa một mảnh hoặc một liên kết thay cho nội dung.".to_owned(),
    }
}

fn english(doubt: &Doubt, at: &str, found: &str) -> String {
    match doubt.flaw {
        Flaw::Field => {
            format!(
                "The header of {at} is wrong or contradicts itself and can be read in several ways{found}."
            )
        }
        Flaw::Boundary => {
            format!("It is not certain where the parts of {at} begin and end{found}.")
        }
        Flaw::Encoding => {
            format!(
                "The content of {at} is badly encoded or cut and can be read in several ways{found}."
            )
        }
        Flaw::Structure => format!("Two ways of reading {at} find different things{found}."),
        Flaw::Name => format!("The file name of {at} is misleading{found}."),
        Flaw::Inside => format!("The text of {at} has a file written into it{found}."),
        Flaw::TooManyParts => format!(
            "The mail has {} parts, or they are nested too deep.",
            doubt.shown
        ),
        Flaw::NotWhole => "The mail holds a fragment or a link instead of content.".to_owned(),
    }
}

/// Where a doubt is: the part by its number and its name, or the whole mail.
fn place(doubt: &Doubt, part: &str, mail: &str) -> String {
    match (doubt.part.as_str(), doubt.name.as_str()) {
        ("", "") => mail.to_owned(),
        ("", name) => format!("{mail} (\"{name}\")"),
        (number, "") => format!("{part} {number}"),
        (number, name) => format!("{part} {number} (\"{name}\")"),
    }
}
