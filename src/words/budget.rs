//! What is said of a budget that does not add up.

use super::{Lang, times};
use crate::campaign::budget::{Warning, What};

/// A warning, with its place first so that an editor can jump to it, and who has
/// acknowledged it, or how that is done.
#[must_use]
pub fn warning(lang: Lang, warning: &Warning) -> String {
    let told = told(lang, warning);
    match acknowledged(lang, warning) {
        Some(by) => format!("{}: {told} {by}", warning.place),
        None => format!(
            "{}: {told} {}",
            warning.place,
            how_to_acknowledge(lang, warning)
        ),
    }
}

/// A warning on paper: what does not agree, and who lets it stand.
#[must_use]
pub fn remark(lang: Lang, warning: &Warning) -> String {
    let nobody = || lang.pick("Chưa có người xác nhận.", "Nobody has acknowledged it.");
    let by = acknowledged(lang, warning).unwrap_or_else(|| nobody().to_owned());
    format!("{} {by}", told(lang, warning))
}

fn told(lang: Lang, warning: &Warning) -> String {
    sentence(lang, &warning.what, &warning.declared, &warning.actual)
}

fn acknowledged(lang: Lang, warning: &Warning) -> Option<String> {
    let seen = warning.acknowledged.as_ref()?;
    let (by, on, why) = (&seen.by, times::date(seen.on), &seen.why);
    let why = why.trim_end_matches('.');
    Some(lang.pick(
        format!("Đã xác nhận: {by}, ngày {on}. Lý do: {why}."),
        format!("Acknowledged by {by} on {on}: {why}."),
    ))
}

fn sentence(lang: Lang, what: &What, declared: &str, actual: &str) -> String {
    match (lang, what) {
        (Lang::Vi, What::Line(number)) => format!(
            "Dòng {number} ghi thành tiền {declared} đồng, số lượng nhân đơn giá được {actual} đồng."
        ),
        (Lang::Vi, What::Section(number)) => {
            format!("Mục {number} ghi {declared} đồng, các dòng cộng lại được {actual} đồng.")
        }
        (Lang::Vi, What::Total) => {
            format!("Tổng cộng ghi {declared} đồng, các mục cộng lại được {actual} đồng.")
        }
        (Lang::Vi, What::Words) => {
            format!("Tổng cộng bằng chữ ghi \"{declared}\", số tiền đọc là \"{actual}\".")
        }
        (Lang::Vi, What::PrizeCount(place)) => {
            format!("Giải cho hạng {place}: dự trù {declared} giải, chiến dịch có {actual} giải.")
        }
        (Lang::Vi, What::PrizeMoney(place)) => format!(
            "Giải cho hạng {place}: dự trù {declared} đồng, chiến dịch thưởng {actual} đồng."
        ),
        (Lang::Vi, What::Cups) => {
            format!("Dự trù {declared} cúp, chiến dịch trao {actual} cúp.")
        }
        (Lang::En, What::Line(number)) => {
            format!("Line {number} says {declared} đồng, quantity by price is {actual} đồng.")
        }
        (Lang::En, What::Section(number)) => {
            format!("Section {number} says {declared} đồng, its lines come to {actual} đồng.")
        }
        (Lang::En, What::Total) => {
            format!("The total says {declared} đồng, the sections come to {actual} đồng.")
        }
        (Lang::En, What::Words) => {
            format!("In words the total is \"{declared}\", the figure reads \"{actual}\".")
        }
        (Lang::En, What::PrizeCount(place)) => {
            format!("Prizes for place {place}: {declared} are budgeted, the campaign has {actual}.")
        }
        (Lang::En, What::PrizeMoney(place)) => format!(
            "Prizes for place {place}: {declared} đồng are budgeted, the campaign pays {actual} đồng."
        ),
        (Lang::En, What::Cups) => {
            format!("{declared} cups are budgeted, the campaign gives {actual}.")
        }
    }
}

/// As it stands in the file: whoever copies it has only to fill it in.
fn how_to_acknowledge(lang: Lang, warning: &Warning) -> String {
    let how = lang.pick(
        "Hãy sửa cho khớp; nếu văn bản đã ban hành như vậy thì ghi thêm vào cuối tệp, nêu ai xác nhận, ngày nào, vì sao:",
        "Make them agree; or, if the document was issued like this, add to the end of the file who lets it stand, when and why:",
    );
    let (what, declared, actual) = (warning.what.name(), &warning.declared, &warning.actual);
    format!(
        "{how}\n  [[acknowledged]]\n  what = {what:?}\n  declared = {declared:?}\n  actual = {actual:?}\n  by = \"…\"\n  date = \"{}\"\n  why = \"…\"",
        lang.pick("ngày/tháng/năm", "dd/mm/yyyy")
    )
}
