//! What is said of a budget that does not add up.

use super::{Lang, times};
use crate::campaign::budget::{Warning, What};

/// A warning, with its place first so that an editor can jump to it, and who has
/// acknowledged it, if anybody has.
#[must_use]
pub fn warning(lang: Lang, warning: &Warning) -> String {
    let (declared, actual) = (&warning.declared, &warning.actual);
    let said = format!(
        "{}: {}",
        warning.place,
        sentence(lang, &warning.what, declared, actual)
    );
    let Some(seen) = &warning.acknowledged else {
        return format!("{said} {}", how_to_acknowledge(lang, &warning.what.name()));
    };
    let (by, on, why) = (&seen.by, times::date(seen.on), &seen.why);
    match lang {
        Lang::Vi => format!("{said} Đã xác nhận: {by}, ngày {on}. Lý do: {why}."),
        Lang::En => format!("{said} Acknowledged by {by} on {on}: {why}."),
    }
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

fn how_to_acknowledge(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Vi => format!(
            "Hãy sửa cho khớp; nếu văn bản đã ban hành như vậy thì ghi xác nhận vào mục [[acknowledged]] với what = \"{name}\"."
        ),
        Lang::En => format!(
            "Make them agree; or, if the document was issued like this, say so under [[acknowledged]] with what = \"{name}\"."
        ),
    }
}
