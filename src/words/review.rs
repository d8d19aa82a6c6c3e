//! What people decide on mails, and why something cannot be decided.

use super::{Lang, refusals::ReasonText};
use crate::{
    review::{Effect, Refusal},
    verdict::person::{Act, Ground},
};

/// A person's reason, as the unit reads it.
pub(super) fn reason(lang: Lang, ground: Ground, note: &str) -> ReasonText {
    let (what, fix) = match (lang, ground) {
        (Lang::Vi, Ground::Figures) => (
            "Cán bộ phụ trách đã xem báo cáo và đề nghị đơn vị kiểm tra, sửa số liệu",
            "Đề nghị đơn vị sửa trong chính tệp của mình, lưu lại, rồi trả lời thư này kèm tệp đã sửa.",
        ),
        (Lang::Vi, Ground::Incomplete) => (
            "Cán bộ phụ trách đã xem báo cáo và thấy còn thiếu nội dung",
            "Đề nghị đơn vị bổ sung cho đủ rồi trả lời thư này kèm tệp đã bổ sung.",
        ),
        (Lang::Vi, Ground::WrongFile) => (
            "Cán bộ phụ trách đã xem tệp gửi kèm; đây không phải là báo cáo được yêu cầu",
            "Đề nghị đơn vị trả lời thư này, đính kèm đúng tệp báo cáo theo mẫu.",
        ),
        (Lang::Vi, Ground::NotSent) => (
            "Đơn vị xác nhận không gửi thư này",
            "Đơn vị không cần làm gì với thư này; đề nghị kiểm tra lại an toàn của hộp thư.",
        ),
        (Lang::Vi, Ground::Other) => (
            "Cán bộ phụ trách đã xem và chưa chấp nhận báo cáo",
            "Đề nghị đơn vị xem ý kiến nêu trên rồi trả lời thư này.",
        ),
        (Lang::Vi, Ground::Phoned | Ground::Paper | Ground::Software) => {
            (vouching(Lang::Vi, ground), "")
        }
        (Lang::En, Ground::Figures) => (
            "The office has looked at the report and asks the unit to check its figures",
            "Correct them in your own file, save it, and reply with it attached.",
        ),
        (Lang::En, Ground::Incomplete) => (
            "The office has looked at the report; parts of it are missing",
            "Complete it and reply with the file attached.",
        ),
        (Lang::En, Ground::WrongFile) => (
            "The office has looked at the file; it is not the report that was asked for",
            "Reply with the right report file attached.",
        ),
        (Lang::En, Ground::NotSent) => (
            "The unit says that it did not send this mail",
            "Nothing to do with this mail; please check that the mailbox is safe.",
        ),
        (Lang::En, Ground::Other) => (
            "The office has looked at the report and does not accept it yet",
            "Please see the remark and reply.",
        ),
        (Lang::En, Ground::Phoned | Ground::Paper | Ground::Software) => {
            (vouching(Lang::En, ground), "")
        }
    };
    let what = if note.is_empty() {
        format!("{what}.")
    } else {
        let end = if note.ends_with(['.', '!', '?', '…']) {
            ""
        } else {
            "."
        };
        format!("{what}: {note}{end}")
    };
    ReasonText {
        what,
        fix: fix.to_owned(),
    }
}

fn vouching(lang: Lang, ground: Ground) -> &'static str {
    match ground {
        Ground::Paper => lang.pick(
            "Đã đối chiếu với bản giấy có chữ ký, con dấu",
            "Compared with the signed and sealed paper",
        ),
        Ground::Software => lang.pick(
            "Đã đối chiếu với văn bản trên phần mềm quản lý văn bản",
            "Compared with the copy in the document software",
        ),
        Ground::Phoned
        | Ground::NotSent
        | Ground::WrongFile
        | Ground::Incomplete
        | Ground::Figures
        | Ground::Other => lang.pick(
            "Đã gọi điện, đơn vị xác nhận là mình gửi",
            "The unit was telephoned and says that it sent this",
        ),
    }
}

/// A reason in the list to choose from.
#[must_use]
pub fn ground(lang: Lang, ground: Ground) -> &'static str {
    match ground {
        Ground::Phoned | Ground::Paper | Ground::Software => vouching(lang, ground),
        Ground::NotSent => lang.pick(
            "Đơn vị xác nhận không gửi thư này",
            "The unit says that it did not send this",
        ),
        Ground::WrongFile => lang.pick(
            "Không phải báo cáo được yêu cầu",
            "Not the report that was asked for",
        ),
        Ground::Incomplete => lang.pick("Báo cáo còn thiếu nội dung", "Parts are missing"),
        Ground::Figures => lang.pick(
            "Số liệu cần kiểm tra, sửa lại",
            "The figures need correcting",
        ),
        Ground::Other => lang.pick(
            "Lý do khác (ghi rõ ở ô bên dưới)",
            "Something else (say what)",
        ),
    }
}

/// What can be decided: its name on a button.
#[must_use]
pub fn act(lang: Lang, act: Act) -> &'static str {
    match act {
        Act::Accept => lang.pick("Chấp nhận", "Accept"),
        Act::Correct => lang.pick("Đề nghị bổ sung, sửa", "Ask for correction"),
        Act::Reject => lang.pick("Trả lại", "Reject"),
        Act::Hold => lang.pick("Để chờ xem xét", "Hold"),
        Act::Keep => lang.pick("Giữ nguyên kết quả", "Leave as it is"),
        Act::Again => lang.pick("Xét lại theo quy tắc", "Judge again"),
    }
}

/// What comes of it, in a sentence below its name.
#[must_use]
pub fn meaning(lang: Lang, act: Act) -> &'static str {
    match act {
        Act::Accept => lang.pick(
            "Báo cáo được tính theo đúng lúc máy chủ nhận thư, không phải lúc bấm nút.",
            "The report counts as of the moment at which the server received it.",
        ),
        Act::Correct => lang.pick(
            "Đơn vị được báo cần sửa gì. Bản đang có hiệu lực, nếu có, vẫn giữ nguyên.",
            "The unit is told what to correct. A version in force stays so.",
        ),
        Act::Reject => lang.pick(
            "Báo cáo trong thư này không được tính.",
            "The report in this mail does not count.",
        ),
        Act::Hold => lang.pick(
            "Thư trở lại hàng chờ, chưa trả lời đơn vị.",
            "The mail waits again, and is not answered.",
        ),
        Act::Keep => lang.pick(
            "Xác nhận đã xem; thư rời hàng chờ, không gửi gì.",
            "Seen; the mail leaves the queue and nothing is sent.",
        ),
        Act::Again => lang.pick(
            "Máy xét lại từ thư gốc, theo danh sách đơn vị và biểu mẫu hiện nay.",
            "The rules decide again from the original mail, by the registry and forms of now.",
        ),
    }
}

/// What comes of accepting a mail that explains and reports nothing.
#[must_use]
pub fn files_explanation(lang: Lang) -> &'static str {
    lang.pick(
        "Thư là giải trình của đơn vị: được ghi vào danh sách của Hội đồng theo đúng lúc máy chủ nhận thư.",
        "The mail explains: it is put on the council's list as of the moment at which the server received it.",
    )
}

/// Why something cannot be decided.
#[must_use]
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    match lang {
        Lang::Vi => refusal_vi(refusal),
        Lang::En => refusal_en(refusal),
    }
}

fn refusal_vi(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Final => "Hội đồng đã chốt số liệu nên không quyết định lại thư được nữa; muốn sửa thì lập bản công bố mới.",
        Refusal::Unjudged => "Hệ thống chưa xét thư này; thư sẽ được xét khi đến lượt.",
        Refusal::NoUnit => "Thư không gửi từ hộp thư của đơn vị nào trong danh sách. Nếu đơn vị đã đổi hộp thư, cập nhật danh sách rồi chọn xét lại.",
        Refusal::Machine => "Thư này do máy gửi, không phải báo cáo.",
        Refusal::Explanation => "Thư này gửi theo mã giải trình, không phải báo cáo. Nếu không nên để Hội đồng xét thư này thì chọn để chờ xem xét.",
        Refusal::NoReport => "Không đọc được báo cáo nào từ thư này nên không có số liệu để chấp nhận.",
        Refusal::Faulty(count) => {
            return format!("Báo cáo còn {count} lỗi nên số liệu chưa dùng được. Đề nghị đơn vị sửa; nếu biểu mẫu sai thì sửa biểu mẫu rồi chọn xét lại.");
        }
        Refusal::Late => "Thư đã được ghi nhận là nộp muộn. Muốn tính thì gia hạn cho đơn vị rồi chọn xét lại.",
        Refusal::Superseded(version, number) => {
            return format!("Đơn vị đã có bản {version} (số {number}) gửi sau thư này và đang có hiệu lực.");
        }
        Refusal::Identical(version) => {
            return format!("Báo cáo trùng hoàn toàn với bản {version}; không có gì để chấp nhận thêm.");
        }
        Refusal::Already => "Thư đang ở đúng trạng thái này.",
        Refusal::Over => "Thời gian sửa báo cáo đã hết.",
        Refusal::NeedsVouching => "Chưa có gì chứng minh đơn vị đã gửi thư này. Hãy chọn cách đã kiểm tra: gọi điện, bản giấy hoặc phần mềm văn bản.",
        Refusal::NeedsGround => "Hãy chọn lý do; đơn vị sẽ đọc lý do này.",
        Refusal::NeedsNote => "Hãy ghi rõ cần sửa gì hoặc vì sao; đơn vị sẽ đọc đúng lời này.",
        Refusal::SecondPerson(first) => {
            return format!("{first} đã đề nghị chấp nhận; cần một người khác đồng ý.");
        }
    }
    .to_owned()
}

fn refusal_en(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Final => "The council has fixed the figures; a correction is a new edition.",
        Refusal::Unjudged => "The mail has not been judged yet.",
        Refusal::NoUnit => "No unit's mailbox sent this. If a unit has a new mailbox, change the registry and judge again.",
        Refusal::Machine => "A machine wrote this; it is no report.",
        Refusal::Explanation => "It came with the code of an explanation and is no report. Hold it if it should not be before the council.",
        Refusal::NoReport => "No report could be read from this mail, so there are no figures to accept.",
        Refusal::Faulty(count) => {
            return format!("The report has {count} errors. Ask for a correction, or mend the form and judge again.");
        }
        Refusal::Late => "It is noted as late. To make it count, grant an extension and judge again.",
        Refusal::Superseded(version, number) => {
            return format!("The unit has version {version} (number {number}) in force, which came later.");
        }
        Refusal::Identical(version) => return format!("The same as version {version}."),
        Refusal::Already => "It is in that state already.",
        Refusal::Over => "The time for corrections is over.",
        Refusal::NeedsVouching => "Nothing proves the sender: say how the unit was made sure of.",
        Refusal::NeedsGround => "Choose a reason; the unit will read it.",
        Refusal::NeedsNote => "Say what is to be corrected, or why; the unit will read it.",
        Refusal::SecondPerson(first) => {
            return format!("{first} has proposed it; another person must agree.");
        }
    }
    .to_owned()
}

/// What a decision does to the unit's reports.
#[must_use]
pub fn effect(lang: Lang, effect: &Effect) -> String {
    let said = match effect {
        Effect::Enters => lang.pick(
            "Báo cáo trong thư này trở thành bản có hiệu lực của đơn vị.",
            "This report becomes the unit's version in force.",
        ),
        Effect::IsLate => lang.pick(
            "Báo cáo được lưu là bản nộp muộn, chờ Hội đồng quyết định.",
            "The report is kept as a late version; the council decides.",
        ),
        Effect::Stays => lang.pick(
            "Bản báo cáo của thư này giữ nguyên hiệu lực.",
            "The version of this mail stays what it is.",
        ),
        Effect::Leaves(Some(version)) => {
            return lang.pick(
                format!("Báo cáo trong thư này thôi hiệu lực; bản {version} có hiệu lực trở lại."),
                format!("This report no longer counts; version {version} is in force again."),
            );
        }
        Effect::Leaves(None) => lang.pick(
            "Báo cáo trong thư này thôi hiệu lực; đơn vị không còn bản nào có hiệu lực.",
            "This report no longer counts, and the unit has none in force.",
        ),
        Effect::Explains => lang.pick(
            "Giải trình được ghi vào danh sách của Hội đồng theo lúc máy chủ nhận thư; báo cáo của đơn vị không thay đổi.",
            "The explanation is on the council's list as of the moment at which the server received it; no report changes.",
        ),
        Effect::Nothing => lang.pick(
            "Các bản báo cáo của đơn vị không thay đổi.",
            "The unit's versions do not change.",
        ),
    };
    said.to_owned()
}
