//! What to do now, and by when.
//!
//! A letter may be written long after its mail arrived, so it is the moment of
//! writing that says what can still be done: nobody is asked to send something
//! before a moment that has passed.

use jiff::Timestamp;

use super::{Lang, letters::Occasion, times};
use crate::{
    campaign::window::Punctuality,
    finding::{Fault, Finding, Severity},
    verdict::{Verdict, person::Ground, reason::Reason},
};

/// What whoever reads a letter can still do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chance {
    /// The window has not opened.
    Ahead,
    /// A report counts until the close.
    Open(Timestamp),
    /// The window has closed, but what was turned down in time may be mended
    /// until then.
    Cure(Timestamp),
    /// No report counts any more.
    Over,
}

impl Chance {
    /// What can still be done when a letter is written.
    pub(super) fn of(o: &Occasion<'_>) -> Self {
        let window = o.window();
        // The mail server's clock may be ahead of ours, and it is the one that
        // judges.
        let now = o.now.max(o.judgement.moment);
        if now < window.opens {
            Self::Ahead
        } else if now < window.closes {
            Self::Open(window.closes)
        } else if may_mend(o) && now < window.cured_until() {
            Self::Cure(window.cured_until())
        } else {
            Self::Over
        }
    }

    /// Until when a report counts; none when it does not yet or no longer.
    pub(super) fn until(self) -> Option<Timestamp> {
        match self {
            Self::Open(end) | Self::Cure(end) => Some(end),
            Self::Ahead | Self::Over => None,
        }
    }
}

/// Was the unit turned down in time, with nothing in force?
fn may_mend(o: &Occasion<'_>) -> bool {
    let in_time = o.judgement.punctuality.counts();
    in_time && o.judgement.verdict == Verdict::Rejected && o.unit.is_some() && o.in_force.is_none()
}

/// Is the file the right one, and only what it says to be mended?
pub(super) fn is_to_mend(o: &Occasion<'_>) -> bool {
    let faulty = |why: &Reason| {
        matches!(
            why,
            Reason::Faulty(_) | Reason::Reviewed(Ground::Figures | Ground::Incomplete, _)
        )
    };
    let wrong_file = |one: &Finding| matches!(one.fault, Fault::NoTable | Fault::WrongForm { .. });
    let mut errors = o.judgement.findings.iter();
    let only_wrong_file = !o.judgement.findings.is_empty()
        && errors.all(|one| one.severity == Severity::Warning || wrong_file(one));
    o.judgement.reasons.iter().any(faulty) && !only_wrong_file
}

/// After a receipt.
pub(super) fn after_receipt(lang: Lang, o: &Occasion<'_>) -> String {
    match Chance::of(o).until() {
        Some(end) => {
            let end = times::deadline(lang, end, &o.campaign.zone);
            lang.pick(
                format!("Đơn vị không cần gửi lại. Nếu cần sửa số liệu, đề nghị đơn vị sửa trong tệp rồi trả lời thư này, kèm tệp đã sửa, trước {end}; bản mới được chấp nhận sẽ thay bản này."),
                format!("There is no need to send it again. To correct figures, reply with the corrected file before {end}; a new accepted version replaces this one."),
            )
        }
        None => {
            let contact = &o.campaign.office.contact;
            lang.pick(
                format!("Đơn vị không cần gửi lại. Thời gian gửi báo cáo đã kết thúc nên không thay được bản này; nếu phát hiện số liệu sai, đề nghị đơn vị báo cho {contact}."),
                format!("There is no need to send it again. The time for sending has ended, so this version can no longer be replaced; if a figure is wrong, please tell {contact}."),
            )
        }
    }
}

/// After the same workbook came again.
pub(super) fn after_identical(lang: Lang, o: &Occasion<'_>) -> String {
    match Chance::of(o).until() {
        Some(end) => {
            let end = times::deadline(lang, end, &o.campaign.zone);
            lang.pick(
                format!("Không cần làm gì thêm. Nếu định gửi số liệu khác, đề nghị đơn vị kiểm tra lại tệp rồi trả lời thư này, đính kèm đúng tệp, trước {end}."),
                format!("Nothing more to do. If other figures were meant, please check the file and reply with the right one before {end}."),
            )
        }
        None => lang
            .pick(
                "Không cần làm gì thêm. Thời gian gửi báo cáo đã kết thúc.",
                "Nothing more to do. The time for sending has ended.",
            )
            .to_owned(),
    }
}

/// After a request to correct what is in force.
pub(super) fn after_correction(lang: Lang, o: &Occasion<'_>) -> String {
    let contact = &o.campaign.office.contact;
    match Chance::of(o).until() {
        Some(end) => {
            let end = times::deadline(lang, end, &o.campaign.zone);
            lang.pick(
                format!("Đề nghị đơn vị sửa trong tệp của mình rồi trả lời thư này, kèm tệp đã sửa, trước {end}. Bản mới được chấp nhận sẽ thay bản này; nếu số liệu đã đúng, đề nghị đơn vị báo cho {contact}."),
                format!("Please correct your file and reply with it attached before {end}. A new accepted version replaces this one; if the figures are right, please tell {contact}."),
            )
        }
        None => lang.pick(
            format!("Thời gian gửi báo cáo đã kết thúc; đề nghị đơn vị báo cho {contact}."),
            format!("The time for sending has ended; please tell {contact}."),
        ),
    }
}

/// After a rejection.
pub(super) fn after_rejection(lang: Lang, o: &Occasion<'_>) -> String {
    let zone = &o.campaign.zone;
    let early = o.judgement.punctuality == Punctuality::Early;
    match Chance::of(o) {
        Chance::Ahead => {
            let opens = times::moment(lang, o.window().opens, zone);
            let closes = times::deadline(lang, o.window().closes, zone);
            lang.pick(
                format!(
                    "Đề nghị đơn vị gửi lại báo cáo trong thời gian nhận, từ {opens} đến {closes}."
                ),
                format!("Please send it again within the window, from {opens} to {closes}."),
            )
        }
        Chance::Open(end) if early => {
            let end = times::deadline(lang, end, zone);
            lang.pick(
                format!(
                    "Nay đã đến thời gian nhận báo cáo. Đề nghị đơn vị gửi lại báo cáo trước {end}."
                ),
                format!("The window is open now. Please send it again before {end}."),
            )
        }
        Chance::Open(end) => mend(lang, o, end),
        Chance::Cure(end) => {
            let still = lang.pick(
                "Thời hạn gửi báo cáo đã hết; vì đã gửi trong thời hạn nên đơn vị còn được sửa.",
                "The deadline has passed; because the unit sent its report in time, it may still mend it.",
            );
            format!("{still} {}", mend(lang, o, end))
        }
        Chance::Over => over(lang, o),
    }
}

fn mend(lang: Lang, o: &Occasion<'_>, end: Timestamp) -> String {
    let end = times::deadline(lang, end, &o.campaign.zone);
    if is_to_mend(o) {
        lang.pick(
            format!("Đề nghị đơn vị sửa các điểm nêu trên rồi trả lời thư này, kèm tệp báo cáo đã sửa, trước {end}."),
            format!("Please mend the points above and reply with the corrected report attached, before {end}."),
        )
    } else {
        lang.pick(
            format!("Đề nghị đơn vị trả lời thư này, đính kèm đúng tệp báo cáo, trước {end}."),
            format!("Please reply with the right report file attached, before {end}."),
        )
    }
}

fn over(lang: Lang, o: &Occasion<'_>) -> String {
    let office = &o.campaign.office;
    let (council, contact) = (&office.council, &office.contact);
    // That a late mail is kept stands in the strong line already.
    if matches!(o.judgement.punctuality, Punctuality::Late(_)) {
        return lang.pick(
            format!("Thời gian gửi báo cáo đã kết thúc, đơn vị không cần gửi lại. {council} xem xét, quyết định; nếu có lý do khách quan, đề nghị đơn vị trả lời thư này, nêu rõ lý do."),
            format!("The time for sending has ended, and there is no need to send it again. {council} decides; if there was a good reason, please reply and state it."),
        );
    }
    lang.pick(
        format!("Thời gian gửi báo cáo đã kết thúc, đơn vị không cần gửi lại. Thư đã được lưu; {council} xem xét, quyết định. Nếu cần trao đổi, đề nghị đơn vị liên hệ {contact}."),
        format!("The time for sending has ended, and there is no need to send it again. The mail is kept; {council} decides. For questions please contact {contact}."),
    )
}

/// After a mail from a mailbox that does not count.
pub(super) fn after_wrong_mailbox(lang: Lang, o: &Occasion<'_>) -> String {
    let zone = &o.campaign.zone;
    let contact = &o.campaign.office.contact;
    let closes = times::deadline(lang, o.window().closes, zone);
    let when = match Chance::of(o) {
        Chance::Ahead => {
            let opens = times::moment(lang, o.window().opens, zone);
            lang.pick(
                format!("trong thời gian nhận, từ {opens} đến {closes}"),
                format!("within the window, from {opens} to {closes}"),
            )
        }
        Chance::Open(_) | Chance::Cure(_) => {
            lang.pick(format!("trước {closes}"), format!("before {closes}"))
        }
        Chance::Over => {
            return lang.pick(
                format!("Thời gian gửi báo cáo đã kết thúc, không cần gửi lại. Thư đã nhận vẫn được lưu, không bị xóa. Nếu hộp thư của đơn vị đã thay đổi hoặc cần trao đổi, đề nghị Ông/Bà liên hệ {contact}."),
                format!("The time for sending has ended, and there is no need to send it again. The mail you sent is kept. If the unit's mailbox has changed, or for questions, please contact {contact}."),
            );
        }
    };
    lang.pick(
        format!("Đề nghị Ông/Bà gửi lại từ hộp thư công vụ của đơn vị {when}, hoặc liên hệ {contact} nếu hộp thư của đơn vị đã thay đổi. Thư đã nhận vẫn được lưu, không bị xóa."),
        format!("Please send it from there {when}, or contact {contact} if the unit's mailbox has changed. The mail you sent is kept."),
    )
}
