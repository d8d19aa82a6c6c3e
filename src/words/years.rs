//! What is said of a new year's campaign, and of two years beside each other.

use jiff::{Timestamp, tz::TimeZone};

use super::{Lang, times};
use crate::campaign::{lineage::Descent, next_year::LookAt};

/// `campaign`.
pub const CAMPAIGN: &str = "Chiến dịch của năm sau; so kết quả hai năm";
/// `campaign new`.
pub const NEW: &str = "Tạo chiến dịch năm mới từ tệp của năm trước và nêu mọi chỗ phải xem lại";
/// `campaign compare`.
pub const COMPARE: &str =
    "Đặt kết quả năm trước cạnh kết quả năm nay, kể cả đơn vị đổi tên, sáp nhập, chia tách";

/// Something that a person must look at.
#[must_use]
pub fn look_at(lang: Lang, what: &LookAt, zone: &TimeZone) -> String {
    match lang {
        Lang::Vi => vietnamese(what, zone),
        Lang::En => english(what, zone),
    }
}

/// Both moments with their day of the week.
fn window(lang: Lang, opens: Timestamp, closes: Timestamp, zone: &TimeZone) -> String {
    let (opens, closes) = (
        times::moment(lang, opens, zone),
        times::deadline(lang, closes, zone),
    );
    format!("{opens} → {closes}")
}

fn vietnamese(what: &LookAt, zone: &TimeZone) -> String {
    match what {
        LookAt::Plan(plan) => {
            format!("campaign.toml: plan vẫn ghi \"{plan}\"; hãy ghi kế hoạch của năm mới.")
        }
        LookAt::Window(opens, closes) => format!(
            "campaign.toml: hạn nhận chuyển thành {}; hãy đối chiếu với kế hoạch và ngày nghỉ.",
            window(Lang::Vi, *opens, *closes, zone)
        ),
        LookAt::NoSuchDay(day) => format!(
            "campaign.toml: năm mới không có ngày tương ứng, đã lấy ngày {}; hãy xem lại.",
            times::date(*day)
        ),
        LookAt::Units(count) => format!(
            "units.csv: {count} đơn vị như năm trước; hãy xem đơn vị mới, đổi tên, sáp nhập, chia tách (cột valid_from, valid_until, from, became) và hộp thư."
        ),
        LookAt::Form(file) => {
            format!("{file}: mẫu như năm trước, phiên bản 1; hãy xem chỉ tiêu và ghi chú.")
        }
        LookAt::Scale(file) => {
            format!("{file}: thang điểm như năm trước; hãy xem điểm, mức xếp loại và ghi chú.")
        }
        LookAt::Targets(file) => {
            format!("{file}: chỉ tiêu giao của năm trước; hãy ghi chỉ tiêu năm mới.")
        }
        LookAt::Budget(file) => format!(
            "{file}: dự trù của năm trước, các xác nhận đã bỏ; hãy ghi dự trù của kế hoạch mới."
        ),
        LookAt::Prizes(count) => {
            format!("campaign.toml: {count} giải thưởng như năm trước; hãy xem mức tiền và số cúp.")
        }
        LookAt::LastYear(file, known, all) => format!(
            "{file}: số liệu năm trước của {known}/{all} đơn vị, dùng để nêu chênh lệch và in vào mẫu."
        ),
        LookAt::NoLastYear => "Chưa có số liệu năm trước: chạy lại với --edition hoặc --ledger, hoặc tự ghi bảng last_year.".to_owned(),
    }
}

fn english(what: &LookAt, zone: &TimeZone) -> String {
    match what {
        LookAt::Plan(plan) => {
            format!("campaign.toml: plan still says \"{plan}\"; name the plan of the new year.")
        }
        LookAt::Window(opens, closes) => format!(
            "campaign.toml: the window is now {}; check it against the plan and holidays.",
            window(Lang::En, *opens, *closes, zone)
        ),
        LookAt::NoSuchDay(day) => format!(
            "campaign.toml: the new year has no such day, {} was taken; check it.",
            times::date(*day)
        ),
        LookAt::Units(count) => format!(
            "units.csv: {count} units as last year; look for new, renamed, merged and split ones (columns valid_from, valid_until, from, became) and at the mailboxes."
        ),
        LookAt::Form(file) => {
            format!("{file}: the form of last year, version 1; look at indicators and notice.")
        }
        LookAt::Scale(file) => {
            format!("{file}: the scale of last year; look at points, bands and notice.")
        }
        LookAt::Targets(file) => format!("{file}: targets of last year; write the new ones."),
        LookAt::Budget(file) => format!(
            "{file}: the budget of last year, without its acknowledgements; write that of the new plan."
        ),
        LookAt::Prizes(count) => {
            format!("campaign.toml: {count} prizes as last year; look at amounts and cups.")
        }
        LookAt::LastYear(file, known, all) => format!(
            "{file}: what {known} of {all} units reported last year, to warn of differences and to print on forms."
        ),
        LookAt::NoLastYear => {
            "Nothing of last year's figures: run again with --edition or --ledger, or write a last_year table.".to_owned()
        }
    }
}

/// Where the new campaign is.
#[must_use]
pub fn made(lang: Lang, folder: &str, files: usize) -> String {
    match lang {
        Lang::Vi => format!("Đã ghi {files} tệp vào {folder}. Phải xem lại:"),
        Lang::En => format!("{files} files are written to {folder}. To be looked at:"),
    }
}

/// The folder holds something already.
#[must_use]
pub fn not_empty(lang: Lang, folder: &str) -> String {
    match lang {
        Lang::Vi => format!("Thư mục {folder} đã có tệp. Hãy chọn thư mục khác; không ghi đè."),
        Lang::En => {
            format!("{folder} holds files already. Choose another; nothing is written over.")
        }
    }
}

/// A file that holds no result.
#[must_use]
pub fn no_result(lang: Lang, file: &str, why: &str) -> String {
    lang.pick(
        format!("{file}: không phải kết quả (result.json do \"congvu export\" ghi) nên không đọc được ({why})."),
        format!("{file}: no result such as result.json of \"congvu export\" ({why})."),
    )
}

/// A year that is not after the one of the files.
#[must_use]
pub fn not_later(lang: Lang, year: i16, old: i16) -> String {
    match lang {
        Lang::Vi => format!("Năm {year} không sau năm {old} của chiến dịch đã có."),
        Lang::En => format!("{year} does not come after {old}, the year of these files."),
    }
}

/// How a unit stands to the year before.
#[must_use]
pub fn descent(lang: Lang, descent: Option<Descent>) -> &'static str {
    match (lang, descent) {
        (_, Some(Descent::Same)) => "",
        (Lang::Vi, Some(Descent::Renamed)) => "đổi tên, mã",
        (Lang::Vi, Some(Descent::Merged)) => "sáp nhập",
        (Lang::Vi, Some(Descent::Split)) => "chia tách",
        (Lang::Vi, Some(Descent::New)) => "mới",
        (Lang::Vi, None) => "không còn",
        (Lang::En, Some(Descent::Renamed)) => "renamed",
        (Lang::En, Some(Descent::Merged)) => "merged",
        (Lang::En, Some(Descent::Split)) => "split",
        (Lang::En, Some(Descent::New)) => "new",
        (Lang::En, None) => "gone",
    }
}

/// The totals of two years came from two scales.
#[must_use]
pub fn other_scale(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => {
            "Hai năm chấm theo hai tệp thang điểm khác nhau: không nên so tổng điểm trực tiếp."
        }
        Lang::En => {
            "The two years were scored by different files: totals cannot be compared as they are."
        }
    }
}

/// Heads of the table of two years.
#[must_use]
pub fn heads(lang: Lang) -> [&'static str; 6] {
    match lang {
        Lang::Vi => ["Đơn vị", "Năm trước", "Hạng", "Năm nay", "Hạng", "Ghi chú"],
        Lang::En => ["Unit", "Before", "Rank", "Now", "Rank", "Note"],
    }
}
