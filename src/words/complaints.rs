//! What is said about a fault in a file that a person wrote: where it is, what
//! is wrong, and what to do. One line, so that an editor can jump to it.

use super::Lang;
use crate::{
    complaint::{Complaint, Problem},
    text,
};

/// `file:line:column: key: what is wrong. What to do.`
#[must_use]
pub fn complaint(lang: Lang, complaint: &Complaint) -> String {
    let said = problem(lang, &complaint.problem);
    if complaint.key.is_empty() {
        return format!("{}: {said}", complaint.place);
    }
    format!("{}: {}: {said}", complaint.place, shown(&complaint.key))
}

fn problem(lang: Lang, problem: &Problem) -> String {
    match problem {
        Problem::Unreadable(why) => unreadable(lang, &shown(why)),
        Problem::Syntax(why) => syntax(lang, &shown(why)),
        Problem::Missing => missing(lang),
        Problem::Unknown { nearest } => unknown(lang, nearest.as_deref()),
        Problem::WrongType { expected, found } => wrong_type(lang, expected, found),
        Problem::NotAllowed { found, allowed } => not_allowed(lang, &shown(found), &shown(allowed)),
        Problem::Duplicate { value, first_line } => duplicate(lang, &shown(value), *first_line),
        Problem::Dangling { name, kind } => dangling(lang, &shown(name), kind),
        Problem::EndsBeforeStart => ends_before_start(lang),
        Problem::Sum { declared, actual } => sum(lang, declared, actual),
        Problem::Formula { found, expected } => formula(lang, &shown(found), &shown(expected)),
        Problem::CanExceedMax { most, max, written } => {
            can_exceed_max(lang, most, max, &shown(written))
        }
        Problem::CanFallBelowZero(written) => can_fall_below_zero(lang, &shown(written)),
        Problem::DividesByZero { divisor } => divides_by_zero(lang, &shown(divisor)),
        Problem::StepsWithGaps(step) => steps_with_gaps(lang, &shown(step)),
        Problem::WrongKind { code, expected } => wrong_kind(lang, code, expected),
        Problem::SecretExposed => secret_exposed(lang),
    }
}

/// What a file says is a stranger's text: one line, and not a page of it.
fn shown(text: &str) -> String {
    text::one_line(text, 200)
}

fn unreadable(lang: Lang, why: &str) -> String {
    match lang {
        Lang::Vi => format!("Không mở được tệp ({why}). Hãy kiểm tra đường dẫn và quyền đọc tệp."),
        Lang::En => format!("This file cannot be opened ({why}). Check its path and permissions."),
    }
}

fn syntax(lang: Lang, why: &str) -> String {
    match lang {
        Lang::Vi => format!("Chỗ này viết sai quy cách ({why}). Hãy sửa lại theo tệp mẫu."),
        Lang::En => format!("This is not well formed ({why}). Write it as the sample file does."),
    }
}

fn missing(lang: Lang) -> String {
    match lang {
        Lang::Vi => "Thiếu nội dung bắt buộc này. Hãy bổ sung.".to_owned(),
        Lang::En => "This is required and is missing. Add it.".to_owned(),
    }
}

fn unknown(lang: Lang, nearest: Option<&str>) -> String {
    match (lang, nearest) {
        (Lang::Vi, Some(near)) => format!(
            "Không có mục nào tên như vậy. Nếu ý là \"{near}\" thì hãy sửa tên, nếu không thì hãy xóa đi."
        ),
        (Lang::Vi, None) => {
            "Mục này không dùng được ở đây. Hãy xem lại tên hoặc xóa đi.".to_owned()
        }
        (Lang::En, Some(near)) => {
            format!(
                "There is no such setting. If \"{near}\" is meant, rename it; or else remove it."
            )
        }
        (Lang::En, None) => {
            "This setting is not used here. Check its name or remove it.".to_owned()
        }
    }
}

fn wrong_type(lang: Lang, expected: &str, found: &str) -> String {
    let (expected, found) = (kind(lang, expected), kind(lang, found));
    match lang {
        Lang::Vi => format!("Cần {expected}, nhưng tệp ghi {found}. Hãy ghi lại giá trị."),
        Lang::En => format!("This takes {expected}, but the file has {found}. Write it anew."),
    }
}

fn not_allowed(lang: Lang, found: &str, allowed: &str) -> String {
    match lang {
        Lang::Vi => format!("Không dùng được \"{found}\" ở đây. Hãy ghi theo: {allowed}."),
        Lang::En => format!("\"{found}\" cannot stand here. Write it as: {allowed}."),
    }
}

fn duplicate(lang: Lang, value: &str, first: usize) -> String {
    match lang {
        Lang::Vi => format!("\"{value}\" đã có ở dòng {first}. Hãy đổi hoặc xóa một trong hai."),
        Lang::En => format!("\"{value}\" stands on line {first} already. Change or remove one."),
    }
}

fn dangling(lang: Lang, name: &str, of: &str) -> String {
    let of = kind(lang, of);
    match lang {
        Lang::Vi if name.is_empty() => format!("Chưa ghi tên {of}. Hãy bổ sung."),
        Lang::En if name.is_empty() => format!("The name of {of} is missing. Add it."),
        Lang::Vi => {
            format!("Không có {of} nào tên là \"{name}\". Hãy sửa tên hoặc khai báo thêm.")
        }
        Lang::En => format!("\"{name}\" does not name {of}. Correct the name or declare it."),
    }
}

fn ends_before_start(lang: Lang) -> String {
    match lang {
        Lang::Vi => "Lúc kết thúc phải sau lúc bắt đầu. Hãy sửa một trong hai.".to_owned(),
        Lang::En => "The end must come after the start. Correct one of them.".to_owned(),
    }
}

fn sum(lang: Lang, declared: &str, actual: &str) -> String {
    match lang {
        Lang::Vi => {
            format!("Ghi là {declared}, nhưng các phần cộng lại được {actual}. Hãy sửa cho khớp.")
        }
        Lang::En => {
            format!("This says {declared}, but its parts come to {actual}. Make them agree.")
        }
    }
}

fn formula(lang: Lang, found: &str, expected: &str) -> String {
    match lang {
        Lang::Vi if found.is_empty() => {
            format!("Công thức chưa viết hết. Ở đây cần: {expected}.")
        }
        Lang::En if found.is_empty() => {
            format!("The formula ends too early. Expected here: {expected}.")
        }
        Lang::Vi => format!("Không hiểu \"{found}\" trong công thức. Ở đây cần: {expected}."),
        Lang::En => format!("\"{found}\" in the formula makes no sense. Expected: {expected}."),
    }
}

fn can_exceed_max(lang: Lang, most: &str, max: &str, written: &str) -> String {
    let endless = most == "∞";
    match lang {
        Lang::Vi if endless => format!(
            "Công thức \"{written}\" có thể cho điểm không giới hạn, mà mục này chỉ có {max} điểm. Hãy chặn bằng min(max, …)."
        ),
        Lang::En if endless => format!(
            "\"{written}\" gives points without limit, but the item has {max}. Bound it by min(max, …)."
        ),
        Lang::Vi => format!(
            "Công thức \"{written}\" có thể cho tới {most} điểm, mà mục này chỉ có {max} điểm. Hãy chặn bằng min(max, …) hoặc sửa điểm tối đa."
        ),
        Lang::En => format!(
            "\"{written}\" can give {most} points, but the item has {max}. Bound it by min(max, …) or correct the maximum."
        ),
    }
}

fn can_fall_below_zero(lang: Lang, written: &str) -> String {
    match lang {
        Lang::Vi => format!("Công thức \"{written}\" có thể cho điểm âm. Hãy chặn bằng max(0, …)."),
        Lang::En => format!("\"{written}\" can fall below zero. Bound it by max(0, …)."),
    }
}

fn divides_by_zero(lang: Lang, divisor: &str) -> String {
    const CHOICE: &str = r#"on_zero = "zero" | "full" | "not_applicable""#;
    match lang {
        Lang::Vi => format!(
            "\"{divisor}\" có thể bằng 0, mà công thức chia cho nó. Hãy thêm một dòng {CHOICE}, hoặc xét trước bằng if(…)."
        ),
        Lang::En => format!(
            "\"{divisor}\" can be zero, and the formula divides by it. Add one line {CHOICE}, or ask first by if(…)."
        ),
    }
}

fn steps_with_gaps(lang: Lang, step: &str) -> String {
    match lang {
        Lang::Vi => format!(
            "Có trường hợp bị bỏ sót, bị lặp hoặc không bao giờ xảy ra: \"{step}\". Hãy sửa để mỗi giá trị rơi vào đúng một trường hợp."
        ),
        Lang::En => format!(
            "A case is left out, told twice or never met: \"{step}\". Let every value fall into exactly one case."
        ),
    }
}

fn wrong_kind(lang: Lang, code: &str, expected: &str) -> String {
    let expected = kind(lang, expected);
    match lang {
        Lang::Vi => format!(
            "Ở đây cần {expected}, nhưng {code} không phải như vậy. Hãy dùng chỉ tiêu khác hoặc sửa công thức."
        ),
        Lang::En => format!(
            "This takes {expected}, but {code} is something else. Use another indicator or mend the formula."
        ),
    }
}

fn secret_exposed(lang: Lang) -> String {
    match lang {
        Lang::Vi => {
            "Người khác trên máy này đọc được mật khẩu trong tệp. Hãy chạy chmod 600 cho tệp này."
                .to_owned()
        }
        Lang::En => {
            "Others on this machine can read the password in this file. Run chmod 600 on it."
                .to_owned()
        }
    }
}

/// The words in which readers name what they need or met. A word that is not
/// here is shown as it is: it is then a word of the file format itself.
const KINDS: [(&str, &str, &str); 21] = [
    (
        "text",
        "một đoạn chữ trong dấu ngoặc kép",
        "a text in quotes",
    ),
    ("number", "một số", "a number"),
    (
        "true|false",
        "true (có) hoặc false (không)",
        "true or false",
    ),
    ("date", "một thời điểm", "a moment"),
    ("list of texts", "một danh sách chữ", "a list of texts"),
    (
        "list of sections",
        "một danh sách mục con",
        "a list of sections",
    ),
    ("section", "một mục con", "a section"),
    ("option", "lựa chọn", "an option"),
    ("indicator", "chỉ tiêu", "an indicator"),
    ("trait", "đặc điểm đơn vị", "a trait of units"),
    ("group", "nhóm", "a group"),
    ("unit", "đơn vị", "a unit"),
    ("file", "tệp", "a file"),
    ("warning", "cảnh báo", "a warning"),
    ("string", "chữ", "a text"),
    ("integer", "số nguyên", "a whole number"),
    ("float", "số thập phân", "a decimal number"),
    ("boolean", "true hoặc false", "true or false"),
    ("datetime", "ngày giờ", "a date"),
    ("array", "danh sách", "a list"),
    ("table", "mục con", "a section"),
];

fn kind(lang: Lang, word: &str) -> &str {
    let known = KINDS.iter().find(|(known, _, _)| *known == word);
    known.map_or(word, |(_, vi, en)| match lang {
        Lang::Vi => vi,
        Lang::En => en,
    })
}
