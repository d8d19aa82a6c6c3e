//! Why a mail was not accepted, and what to do about it.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Lang, doubts, lints, parts,
    refusals::{self, ReasonText},
    times,
};
use crate::{
    mail::automatic::{Machine, Silence},
    sender::Refutation,
    verdict::reason::Reason,
};

/// What sentences about reasons need to know of the campaign.
#[derive(Clone, Copy)]
pub struct Setting<'s> {
    /// When the window opens.
    pub opens: Timestamp,
    /// When it closes.
    pub closes: Timestamp,
    /// The office's zone.
    pub zone: &'s TimeZone,
    /// Domain of official mailboxes.
    pub domain: &'s str,
}

/// A reason in words.
#[must_use]
pub fn reason(lang: Lang, reason: &Reason, setting: Setting<'_>) -> ReasonText {
    if let Reason::Refused(refusal) = reason {
        return refusals::refusal(lang, refusal);
    }
    doubts::doubt(lang, reason).unwrap_or_else(|| {
        let (what, fix) = match lang {
            Lang::Vi => vietnamese(reason, setting),
            Lang::En => english(reason, setting),
        };
        ReasonText { what, fix }
    })
}

fn vietnamese(reason: &Reason, setting: Setting<'_>) -> (String, String) {
    let again =
        "Đề nghị đơn vị trả lời thư này, đính kèm đúng tệp báo cáo (.xlsx, .xls hoặc .ods).";
    let person = "Cán bộ phụ trách xem thư gốc và quyết định.";
    let none = "Không cần làm gì.";
    match reason {
        Reason::Lint(lint) => (lints::lint(Lang::Vi, lint), person.to_owned()),
        Reason::UnknownSender => (
            "Người gửi không có trong danh sách hộp thư đã đăng ký và không xác thực được.".to_owned(),
            person.to_owned(),
        ),
        Reason::LookAlike(unit) => (
            format!("Phần người gửi ghi hộp thư của đơn vị {unit} hoặc một địa chỉ trông giống, nhưng thư không phải do hộp thư ấy gửi."),
            "Đề phòng giả mạo. Nếu đơn vị đã đổi hộp thư thì cập nhật danh sách đơn vị.".to_owned(),
        ),
        Reason::Refuted(Refutation::Login) => (
            "Tài khoản đã đăng nhập để gửi khác với địa chỉ người gửi ghi trên thư.".to_owned(),
            "Đề phòng giả mạo; hỏi lại đơn vị qua điện thoại.".to_owned(),
        ),
        Reason::Refuted(Refutation::Envelope) => (
            "Thư được ký bởi đúng tên miền nhưng được gửi từ hộp thư khác (chuyển tiếp, danh sách thư hoặc người khác gửi).".to_owned(),
            "Hỏi lại đơn vị; đề nghị đơn vị gửi trực tiếp từ hộp thư công vụ.".to_owned(),
        ),
        Reason::Unproven => (
            "Chưa xác thực được thư này là do chính hộp thư của đơn vị gửi.".to_owned(),
            person.to_owned(),
        ),
        Reason::NotOfficial => (
            format!("Thư được gửi từ hộp thư không thuộc @{}; báo cáo gửi từ hộp thư miễn phí hoặc hộp thư riêng không được tính.", setting.domain),
            "Đề nghị đơn vị gửi lại từ hộp thư công vụ của mình.".to_owned(),
        ),
        Reason::NotUnitMailbox => (
            "Thư được gửi từ một hộp thư công vụ không phải là hộp thư đã đăng ký của đơn vị.".to_owned(),
            "Đề nghị đơn vị gửi lại từ hộp thư công vụ của chính mình.".to_owned(),
        ),
        Reason::Machine(machine) => (machine_vi(*machine).to_owned(), none.to_owned()),
        Reason::Automatic(Silence::Automatic) => ("Thư trả lời tự động, không kèm báo cáo.".to_owned(), none.to_owned()),
        Reason::Automatic(Silence::Bulk | Silence::Asked) => {
            ("Thư gửi hàng loạt hoặc đề nghị không trả lời, không kèm báo cáo.".to_owned(), none.to_owned())
        }
        Reason::Ambiguous(doubt) => (parts::doubt(Lang::Vi, doubt), person.to_owned()),
        Reason::TooLarge { bytes, allowed } => (
            format!("Thư quá lớn: {}, tối đa {}.", super::size(Lang::Vi, *bytes), super::size(Lang::Vi, *allowed)),
            "Xem thư trên máy chủ; đề nghị đơn vị chỉ đính kèm tệp báo cáo.".to_owned(),
        ),
        Reason::Unjudged => ("Hệ thống đã thử nhiều lần mà chưa xét được thư này.".to_owned(), person.to_owned()),
        Reason::Early => (
            "Thư đến trước khi bắt đầu nhận báo cáo.".to_owned(),
            format!("Đề nghị đơn vị gửi lại từ {}.", times::moment(Lang::Vi, setting.opens, setting.zone)),
        ),
        Reason::Late(seconds) => (
            format!(
                "Thư đến sau thời hạn ({}), muộn {}.",
                times::deadline(Lang::Vi, setting.closes, setting.zone),
                times::length(Lang::Vi, *seconds)
            ),
            "Chờ xem xét, quyết định việc nộp muộn.".to_owned(),
        ),
        Reason::NothingAttached => ("Thư không có tệp đính kèm.".to_owned(), again.to_owned()),
        Reason::NoWorkbook => (
            "Trong các tệp đính kèm không có tệp bảng tính báo cáo.".to_owned(),
            again.to_owned(),
        ),
        Reason::LinkInstead(service) => (
            format!("Thư chỉ có đường dẫn tới {service}, không kèm tệp báo cáo; hệ thống không tải tệp từ bên ngoài."),
            "Đề nghị đơn vị tải tệp báo cáo về máy rồi trả lời thư này, đính kèm trực tiếp tệp đó.".to_owned(),
        ),
        Reason::ForwardedInside => (
            "Báo cáo nằm trong một thư được chuyển tiếp dưới dạng tệp đính kèm.".to_owned(),
            "Đề nghị đơn vị lưu tệp báo cáo về máy rồi trả lời thư này, đính kèm trực tiếp tệp đó.".to_owned(),
        ),
        Reason::ManyWorkbooks(count) => (
            format!("Thư kèm {count} tệp bảng tính khác nhau nên không xác định được tệp nào là báo cáo."),
            "Đề nghị đơn vị trả lời thư này, chỉ đính kèm một tệp bảng tính là báo cáo (tệp khác có thể để dạng PDF).".to_owned(),
        ),
        // Said by `doubts` and `refusals`.
        Reason::Refused(_)
        | Reason::Refuted(Refutation::Server)
        | Reason::OtherUnit(_)
        | Reason::NotToUs
        | Reason::Undecided
        | Reason::Void(_)
        | Reason::IdReused(_)
        | Reason::Explanation(_)
        | Reason::ForeignCode
        | Reason::Copy(_)
        | Reason::Reviewed(..)
        | Reason::Odd(_)
        | Reason::StaleSignature
        | Reason::FormCode(_)
        | Reason::Limited(_) => (String::new(), String::new()),
        Reason::Faulty(count) => (
            format!("Báo cáo có {count} lỗi số liệu."),
            "Đề nghị đơn vị sửa từng lỗi nêu dưới đây trong chính tệp của mình, lưu lại, rồi trả lời thư này kèm tệp đã sửa.".to_owned(),
        ),
        Reason::Identical(version) => (
            format!("Tệp báo cáo trùng hoàn toàn với bản {version} đang có hiệu lực."),
            none.to_owned(),
        ),
    }
}

fn machine_vi(machine: Machine) -> &'static str {
    match machine {
        Machine::Bounce => "Thư báo của hệ thống (không gửi được, đã đọc hoặc không có người gửi).",
        Machine::SystemSender => "Thư của một hộp thư hệ thống, không phải của người.",
        Machine::Loop => "Thư của chính hệ thống này quay lại.",
    }
}

#[expect(clippy::too_many_lines, reason = "a sentence a reason, side by side")]
fn english(reason: &Reason, setting: Setting<'_>) -> (String, String) {
    let again = "Reply to this mail with the report file attached (.xlsx, .xls or .ods).";
    let person = "A person looks at the original mail and decides.";
    let none = "Nothing to do.";
    match reason {
        Reason::Lint(lint) => (lints::lint(Lang::En, lint), person.to_owned()),
        Reason::UnknownSender => (
            "The sender is not registered and nothing proves who it is.".to_owned(),
            person.to_owned(),
        ),
        Reason::LookAlike(unit) => (
            format!("The sender looks like the mailbox of unit {unit} and is not."),
            "Beware of forgery; if the unit has a new mailbox, change the registry.".to_owned(),
        ),
        Reason::Refuted(Refutation::Login) => (
            "The account that logged in to send is not the address in From.".to_owned(),
            "Beware of forgery; telephone the unit.".to_owned(),
        ),
        Reason::Refuted(Refutation::Envelope) => (
            "The domain signed it, but another mailbox sent it (forwarded, a list, a colleague)."
                .to_owned(),
            "Ask the unit to send it straight from its official mailbox.".to_owned(),
        ),
        Reason::Unproven => (
            "Nothing proves that the unit's own mailbox sent this.".to_owned(),
            person.to_owned(),
        ),
        Reason::NotOfficial => (
            format!(
                "Sent from a mailbox outside @{}; such reports do not count.",
                setting.domain
            ),
            "Send it from the unit's official mailbox.".to_owned(),
        ),
        Reason::NotUnitMailbox => (
            "Sent from an official mailbox that is not the unit's registered one.".to_owned(),
            "Send it from the unit's own official mailbox.".to_owned(),
        ),
        Reason::Machine(machine) => (machine_en(*machine).to_owned(), none.to_owned()),
        Reason::Automatic(Silence::Automatic) => (
            "An automatic reply without a report.".to_owned(),
            none.to_owned(),
        ),
        Reason::Automatic(Silence::Bulk | Silence::Asked) => (
            "Bulk mail, or mail that asks for no answer, without a report.".to_owned(),
            none.to_owned(),
        ),
        Reason::Ambiguous(doubt) => (parts::doubt(Lang::En, doubt), person.to_owned()),
        Reason::TooLarge { bytes, allowed } => (
            format!(
                "Too large: {}, at most {}.",
                super::size(Lang::En, *bytes),
                super::size(Lang::En, *allowed)
            ),
            "Look at it on the server; ask the unit to attach only the report.".to_owned(),
        ),
        Reason::Unjudged => (
            "Judging this mail failed again and again.".to_owned(),
            person.to_owned(),
        ),
        Reason::Early => (
            "It arrived before the window opened.".to_owned(),
            format!(
                "Send it again from {}.",
                times::moment(Lang::En, setting.opens, setting.zone)
            ),
        ),
        Reason::Late(seconds) => (
            format!(
                "It arrived after the deadline ({}), late by {}.",
                times::deadline(Lang::En, setting.closes, setting.zone),
                times::length(Lang::En, *seconds)
            ),
            "That it is late waits for a decision.".to_owned(),
        ),
        Reason::NothingAttached => ("No file is attached.".to_owned(), again.to_owned()),
        Reason::NoWorkbook => (
            "None of the attached files is a report workbook.".to_owned(),
            again.to_owned(),
        ),
        Reason::LinkInstead(service) => (
            format!(
                "There is only a link to {service} and no report; nothing is fetched from elsewhere."
            ),
            "Save the report file and reply to this mail with that file attached.".to_owned(),
        ),
        Reason::ForwardedInside => (
            "The report is inside a mail that was forwarded as an attachment.".to_owned(),
            "Save the report file and reply to this mail with that file attached.".to_owned(),
        ),
        Reason::ManyWorkbooks(count) => (
            format!(
                "{count} different workbooks are attached, so it cannot be told which is the report."
            ),
            "Reply with one workbook only (other files may be PDF).".to_owned(),
        ),
        // Said by `doubts` and `refusals`.
        Reason::Refused(_)
        | Reason::Refuted(Refutation::Server)
        | Reason::OtherUnit(_)
        | Reason::NotToUs
        | Reason::Undecided
        | Reason::Void(_)
        | Reason::IdReused(_)
        | Reason::Explanation(_)
        | Reason::ForeignCode
        | Reason::Copy(_)
        | Reason::Reviewed(..)
        | Reason::Odd(_)
        | Reason::StaleSignature
        | Reason::FormCode(_)
        | Reason::Limited(_) => (String::new(), String::new()),
        Reason::Faulty(count) => (
            format!("The report has {count} errors."),
            "Mend each in your own file, save it, and reply with it attached.".to_owned(),
        ),
        Reason::Identical(version) => (
            format!("The workbook is identical to version {version}, which is in force."),
            none.to_owned(),
        ),
    }
}

fn machine_en(machine: Machine) -> &'static str {
    match machine {
        Machine::Bounce => "A report of a mail system (undelivered, read, or from nobody).",
        Machine::SystemSender => "From a system mailbox, not a person.",
        Machine::Loop => "Our own letter, coming back.",
    }
}
