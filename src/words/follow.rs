//! What `congvu remind` prints.

use super::Lang;
use crate::campaign::stages::Stage;

/// A stage in a word or two.
#[must_use]
pub fn stage(lang: Lang, stage: Stage) -> &'static str {
    let (vi, en) = match stage {
        Stage::Opening => ("Mời báo cáo", "opening"),
        Stage::Midpoint => ("Giữa kỳ", "midpoint"),
        Stage::TwoDaysBefore => ("Trước hạn", "before the end"),
        Stage::LastMorning => ("Ngày cuối", "last day"),
        Stage::PastDue => ("Quá hạn", "past due"),
        Stage::Uncured => ("Chưa sửa lỗi", "not mended"),
        Stage::ByHand => ("Văn phòng nhắc", "by hand"),
    };
    lang.pick(vi, en)
}

/// How many letters would go, or have gone.
#[must_use]
pub fn counted(lang: Lang, letters: usize, sent: bool) -> String {
    match (lang, sent) {
        (Lang::Vi, true) => format!("Đã ghi {letters} thư nhắc vào hộp thư đi."),
        (Lang::Vi, false) => format!("{letters} thư nhắc sẽ được gửi; chưa gửi thư nào."),
        (Lang::En, true) => format!("{letters} reminders were put into the outbox."),
        (Lang::En, false) => format!("{letters} reminders would go; none was sent."),
    }
}

/// A unit that is not written to, and why.
#[must_use]
pub fn unreachable(lang: Lang, unit: &str) -> String {
    lang.pick(
        format!("{unit}: không gửi, vì thư gần nhất tới hộp thư của đơn vị đã bị trả lại; đề nghị gọi điện và kiểm tra địa chỉ."),
        format!("{unit}: not sent, because the last letter to its mailbox came back; please telephone and check the address."),
    )
}

/// What the campaign lets the daemon do.
#[must_use]
pub fn manner(lang: Lang, automatic: bool) -> &'static str {
    if automatic {
        lang.pick(
            "Dịch vụ tự gửi thư nhắc theo các mốc ([reminders] automatic = true).",
            "The daemon sends reminders at their stages ([reminders] automatic = true).",
        )
    } else {
        lang.pick(
            "Dịch vụ không tự gửi thư nhắc ([reminders] automatic = false); dùng --send hoặc trang Nhắc nhở.",
            "The daemon sends none by itself ([reminders] automatic = false); use --send or the page.",
        )
    }
}
