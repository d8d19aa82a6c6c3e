//! Why it is not sure who sent a mail, and what a person should know besides.

use super::{Lang, refusals::ReasonText, review, times};
use crate::{
    form::code::CodeCheck,
    mail::header::Warning,
    sender::{Refutation, authres::Void},
    verdict::{limits::Limit, reason::Reason},
};

/// A reason that is about the sender or only a note; none for all others.
pub(super) fn doubt(lang: Lang, reason: &Reason) -> Option<ReasonText> {
    Some(match reason {
        Reason::Refuted(Refutation::Server) => refuted_by_server(lang),
        Reason::OtherUnit(unit) => other_unit(lang, unit),
        Reason::NotToUs => not_to_us(lang),
        Reason::Undecided => undecided(lang),
        Reason::Void(why) => void(lang, why),
        Reason::IdReused(mail) => id_reused(lang, *mail),
        Reason::Copy(mail) => copy(lang, *mail),
        Reason::Reviewed(ground, note) => review::reason(lang, *ground, note),
        Reason::Odd(warning) => odd(lang, warning),
        Reason::Explanation(late) => explanation(lang, *late),
        Reason::ForeignCode => foreign_code(lang),
        Reason::StaleSignature => stale_signature(lang),
        Reason::FormCode(check) => form_code(lang, check),
        Reason::Limited(limit) => limited(lang, *limit),
        Reason::Lint(_)
        | Reason::UnknownSender
        | Reason::LookAlike(_)
        | Reason::Refuted(Refutation::Login | Refutation::Envelope)
        | Reason::Unproven
        | Reason::NotOfficial
        | Reason::NotUnitMailbox
        | Reason::Machine(_)
        | Reason::Automatic(_)
        | Reason::Ambiguous(_)
        | Reason::TooLarge { .. }
        | Reason::Unjudged
        | Reason::Early
        | Reason::Late(_)
        | Reason::NothingAttached
        | Reason::NoWorkbook
        | Reason::LinkInstead(_)
        | Reason::ForwardedInside
        | Reason::ManyWorkbooks(_)
        | Reason::Refused(_)
        | Reason::Faulty(_)
        | Reason::Identical(_) => return None,
    })
}

fn text(what: String, fix: &str) -> ReasonText {
    ReasonText {
        what,
        fix: fix.to_owned(),
    }
}

fn explanation(lang: Lang, late: Option<i64>) -> ReasonText {
    let Some(late) = late else {
        let what = lang.pick(
            "Thư giải trình của đơn vị về số liệu.",
            "The unit explains its figures.",
        );
        return text(
            what.to_owned(),
            lang.pick("Không cần làm gì.", "Nothing to do."),
        );
    };
    let by = times::length(lang, late);
    text(
        lang.pick(
            format!("Thư giải trình của đơn vị, đến sau hạn giải trình {by}."),
            format!("The unit explains its figures, {by} after the last day."),
        ),
        lang.pick(
            "Hội đồng quyết định có xem xét hay không.",
            "The council decides whether it is considered.",
        ),
    )
}

fn foreign_code(lang: Lang) -> ReasonText {
    text(
        lang.pick(
            "Mã giải trình trong tiêu đề không phải mã đã gửi cho đơn vị.",
            "The code in the subject is not the one this unit was sent.",
        )
        .to_owned(),
        lang.pick(
            "Đề nghị đơn vị trả lời đúng thư đã gửi đến hộp thư của mình, giữ nguyên tiêu đề.",
            "Reply to the letter that came to your own mailbox, and keep its subject.",
        ),
    )
}

const PERSON: [&str; 2] = [
    "Cán bộ phụ trách xem thư gốc và quyết định.",
    "A person looks at the original mail and decides.",
];

/// Our own mail server found that the domain did not send it.
fn refuted_by_server(lang: Lang) -> ReasonText {
    let what = [
        "Máy chủ thư của cơ quan tiếp nhận xác định thư này không do tên miền ghi ở dòng người gửi gửi đi.",
        "Our own mail server found that the domain in From did not send it.",
    ];
    let fix = [
        "Đề phòng giả mạo; hỏi lại đơn vị qua điện thoại.",
        "Beware of forgery; telephone the unit.",
    ];
    text(
        lang.pick(what[0], what[1]).to_owned(),
        lang.pick(fix[0], fix[1]),
    )
}

/// Sent with the login of another unit.
fn other_unit(lang: Lang, unit: &str) -> ReasonText {
    let what = match lang {
        Lang::Vi => format!(
            "Thư ghi tên đơn vị này nhưng được gửi bằng tài khoản hộp thư của đơn vị {unit}."
        ),
        Lang::En => format!("From names this unit, but the mailbox of unit {unit} sent it."),
    };
    let fix = [
        "Hỏi lại cả hai đơn vị; mỗi đơn vị gửi báo cáo từ hộp thư của chính mình.",
        "Ask both units; each sends its report from its own mailbox.",
    ];
    text(what, lang.pick(fix[0], fix[1]))
}

/// It was written to somebody else.
fn not_to_us(lang: Lang) -> ReasonText {
    let what = [
        "Thư của đơn vị nhưng ghi người nhận (To, Cc) là nơi khác, không phải hộp thư tiếp nhận; có thể do người khác chuyển tiếp hoặc gửi lại.",
        "The unit wrote it to somebody else (To, Cc); it may have been sent on to us by another.",
    ];
    let fix = [
        "Hỏi đơn vị xem có phải báo cáo chính thức không; đề nghị đơn vị gửi trực tiếp đến hộp thư tiếp nhận.",
        "Ask the unit whether this is its report; it should send it straight to our mailbox.",
    ];
    text(
        lang.pick(what[0], what[1]).to_owned(),
        lang.pick(fix[0], fix[1]),
    )
}

/// Our own server could not find out.
fn undecided(lang: Lang) -> ReasonText {
    let what = [
        "Khi nhận thư, máy chủ thư không hỏi được hệ thống tên miền nên chưa xác thực được người gửi.",
        "When it took the mail, our mail server could not ask name servers, so the sender is not proven.",
    ];
    text(
        lang.pick(what[0], what[1]).to_owned(),
        lang.pick(PERSON[0], PERSON[1]),
    )
}

/// What our own server wrote cannot be believed.
fn void(lang: Lang, void: &Void) -> ReasonText {
    let what = match (lang, void) {
        (Lang::Vi, Void::Grammar(field)) => {
            format!("Dòng kết quả xác thực của máy chủ thư sai cú pháp: {field}")
        }
        (Lang::Vi, Void::Value(value)) => {
            format!("Dòng kết quả xác thực của máy chủ thư có giá trị không hợp lệ: {value}")
        }
        (Lang::Vi, Void::Contradiction(method)) => {
            format!("Các kết quả xác thực {method} của máy chủ thư mâu thuẫn với nhau.")
        }
        (Lang::Vi, Void::Stranger(name)) => format!(
            "Xen giữa kết quả xác thực của máy chủ thư có dòng mang tên máy chủ khác: {name}"
        ),
        (Lang::En, Void::Grammar(field)) => {
            format!("What our mail server wrote about the sender is malformed: {field}")
        }
        (Lang::En, Void::Value(value)) => {
            format!("What our mail server wrote about the sender has an impossible value: {value}")
        }
        (Lang::En, Void::Contradiction(method)) => {
            format!("What our mail server wrote about {method} contradicts itself.")
        }
        (Lang::En, Void::Stranger(name)) => {
            format!("Among what our mail server wrote stands a field signed by another: {name}")
        }
    };
    text(what, lang.pick(PERSON[0], PERSON[1]))
}

/// A Message-ID that another report has.
fn id_reused(lang: Lang, mail: i64) -> ReasonText {
    let what = match lang {
        Lang::Vi => format!(
            "Thư mang cùng mã thư (Message-ID hoặc chữ ký) với thư số {mail} của đơn vị nhưng nội dung khác."
        ),
        Lang::En => format!(
            "It has the Message-ID or signature of this unit's mail {mail}, and other content."
        ),
    };
    let fix = [
        "So sánh hai thư rồi quyết định; hỏi lại đơn vị nếu cần.",
        "Compare the two mails and decide; ask the unit if need be.",
    ];
    text(what, lang.pick(fix[0], fix[1]))
}

/// The same mail once more.
fn copy(lang: Lang, mail: i64) -> ReasonText {
    let what = match lang {
        Lang::Vi => format!("Thư này là bản gửi lặp của thư số {mail}; đã trả lời ở thư ấy."),
        Lang::En => format!("This is mail {mail} once more; it was answered there."),
    };
    text(what, lang.pick("Không cần làm gì.", "Nothing to do."))
}

/// Something odd about the header.
fn odd(lang: Lang, warning: &Warning) -> ReasonText {
    let what = match (lang, warning) {
        (Lang::Vi, Warning::OtherSender(value)) => {
            format!("Dòng Sender khác với dòng người gửi (From): {value}")
        }
        (Lang::Vi, Warning::OddDate(value)) => {
            format!("Không đọc được ngày ghi trên thư (không ảnh hưởng thời điểm nhận): {value}")
        }
        (Lang::En, Warning::OtherSender(value)) => {
            format!("Sender is not the address of From: {value}")
        }
        (Lang::En, Warning::OddDate(value)) => {
            format!("Date cannot be read (when it arrived is not touched by that): {value}")
        }
    };
    text(what, "")
}

/// A signature too old.
fn stale_signature(lang: Lang) -> ReasonText {
    let what = [
        "Chữ ký của tên miền có từ trước khi thư đến quá lâu nên không được dùng làm bằng chứng.",
        "The domain's signature was made too long before the mail arrived to prove anything.",
    ];
    text(lang.pick(what[0], what[1]).to_owned(), "")
}

/// How the code in the form stands.
fn form_code(lang: Lang, check: &CodeCheck) -> ReasonText {
    let what = match (lang, check) {
        (Lang::Vi, CodeCheck::Right) => "Mã biểu mẫu đúng là mã đã cấp cho đơn vị.".to_owned(),
        (Lang::Vi, CodeCheck::Missing) => {
            "Tệp báo cáo không có mã biểu mẫu đã cấp cho đơn vị.".to_owned()
        }
        (Lang::Vi, CodeCheck::Foreign(unit)) => {
            format!("Mã biểu mẫu trong tệp là mã đã cấp cho đơn vị {unit}.")
        }
        (Lang::Vi, CodeCheck::Wrong) => {
            "Mã biểu mẫu trong tệp không phải là mã do cơ quan tiếp nhận cấp.".to_owned()
        }
        (Lang::En, CodeCheck::Right) => "The form's code is the one issued to the unit.".to_owned(),
        (Lang::En, CodeCheck::Missing) => {
            "The workbook lacks the form code issued to the unit.".to_owned()
        }
        (Lang::En, CodeCheck::Foreign(unit)) => {
            format!("The form's code is the one issued to unit {unit}.")
        }
        (Lang::En, CodeCheck::Wrong) => "The form's code was not issued by this office.".to_owned(),
    };
    text(what, "")
}

/// Why it is not answered.
fn limited(lang: Lang, limit: Limit) -> ReasonText {
    let what = match limit {
        Limit::Hour => [
            "Không trả lời thêm: địa chỉ này đã nhận đủ số thư trả lời trong một giờ.",
            "Not answered: this address has had all answers of an hour.",
        ],
        Limit::Day => [
            "Không trả lời thêm: địa chỉ này đã nhận đủ số thư trả lời trong một ngày.",
            "Not answered: this address has had all answers of a day.",
        ],
        Limit::Again => [
            "Không trả lời thêm: đã trả lời đúng nội dung này cho địa chỉ này vừa rồi.",
            "Not answered: this address has just had the same answer.",
        ],
        Limit::Repeated => [
            "Không trả lời thêm: trong vài giờ qua đã nhiều lần trả lời đúng nội dung này và thư không kèm tệp mới.",
            "Not answered: the same answer was given several times in the last hours, and the mail brings no new file.",
        ],
        Limit::Town => [
            "Không trả lời: số thư trả lời của cả hệ thống vượt mức cho phép; có thể thư đang chạy vòng.",
            "Not answered: more letters than this office can owe; mail may be running in circles.",
        ],
    };
    let fix = [
        "Nếu đơn vị cần trả lời, gọi điện cho đơn vị.",
        "If the unit needs an answer, telephone it.",
    ];
    text(
        lang.pick(what[0], what[1]).to_owned(),
        lang.pick(fix[0], fix[1]),
    )
}
