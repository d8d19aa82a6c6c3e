//! What `congvu rehearse` tells the person who watches.

use super::Lang;
use crate::{
    rehearse::{Door, Scene},
    verdict::Reply,
};

/// What is being played.
#[must_use]
pub fn scene(lang: Lang, scene: Scene) -> &'static str {
    match lang {
        Lang::Vi => vietnamese(scene),
        Lang::En => english(scene),
    }
}

fn vietnamese(scene: Scene) -> &'static str {
    match scene {
        Scene::Xlsx => "báo cáo đúng (.xlsx)",
        Scene::Xls => "báo cáo đúng, tệp Excel đời cũ (.xls)",
        Scene::Ods => "báo cáo đúng, tệp LibreOffice (.ods)",
        Scene::Cover => "báo cáo đúng kèm công văn quét (PDF)",
        Scene::BrokenRule => "hai số liệu mâu thuẫn nhau",
        Scene::Approximate => "ghi “khoảng 20” thay cho con số",
        Scene::LeftBlank => "bỏ trống ô bắt buộc",
        Scene::Mended => "gửi lại bản đã sửa",
        Scene::SentAgain => "gửi lại đúng tệp cũ",
        Scene::Changed => "gửi bản bổ sung số liệu",
        Scene::NothingAttached => "quên đính kèm tệp",
        Scene::TwoWorkbooks => "đính kèm hai bảng tính",
        Scene::Locked => "bảng tính đặt mật khẩu",
        Scene::WrittenOut => "gửi văn bản .docx thay cho bảng tính",
        Scene::FreeMailbox => "gửi từ hộp thư miễn phí",
        Scene::Colleague => "gửi từ hộp thư công vụ của cá nhân",
        Scene::OtherForm => "dùng nhầm mẫu của loại đơn vị khác",
        Scene::Forwarded => "báo cáo nằm trong thư chuyển tiếp",
        Scene::Forged => "người ngoài mạo danh đơn vị",
        Scene::LookAlike => "tên miền giả gần giống tên miền thật",
        Scene::AutoReply => "thư trả lời tự động",
        Scene::List => "thư qua danh sách thư",
        Scene::Bounce => "thông báo không chuyển được thư",
        Scene::LateFirst => "gửi lần đầu nhưng đã quá hạn",
        Scene::LateAgain => "gửi bản thay thế khi đã quá hạn",
    }
}

fn english(scene: Scene) -> &'static str {
    match scene {
        Scene::Xlsx => "a good report (.xlsx)",
        Scene::Xls => "a good report from an old Excel (.xls)",
        Scene::Ods => "a good report from LibreOffice (.ods)",
        Scene::Cover => "a good report with a scanned letter (PDF)",
        Scene::BrokenRule => "two figures contradict each other",
        Scene::Approximate => "“about 20” in place of a number",
        Scene::LeftBlank => "a required cell is blank",
        Scene::Mended => "sent again, mended",
        Scene::SentAgain => "the same workbook sent again",
        Scene::Changed => "a second report with other figures",
        Scene::NothingAttached => "the file was forgotten",
        Scene::TwoWorkbooks => "two workbooks attached",
        Scene::Locked => "a workbook with a password",
        Scene::WrittenOut => "a .docx in place of the workbook",
        Scene::FreeMailbox => "sent from a free mailbox",
        Scene::Colleague => "sent from a colleague's official mailbox",
        Scene::OtherForm => "the form of the other kind of unit",
        Scene::Forwarded => "the report inside a forwarded mail",
        Scene::Forged => "an outsider writes in the unit's name",
        Scene::LookAlike => "a domain that looks like the real one",
        Scene::AutoReply => "an automatic reply",
        Scene::List => "a mail through a mailing list",
        Scene::Bounce => "a delivery report",
        Scene::LateFirst => "the first report, too late",
        Scene::LateAgain => "a change of the report, too late",
    }
}

/// One mail has left.
#[must_use]
pub fn sent(lang: Lang, (nth, of): (usize, usize), unit: &str, what: Scene) -> String {
    format!("{nth}/{of} {unit}: {}", scene(lang, what))
}

/// Late mails wait for the close.
#[must_use]
pub fn waiting(lang: Lang, length: &str, count: usize) -> String {
    lang.pick(
        format!("Còn {length} nữa là hết hạn; sau đó gửi {count} thư muộn."),
        format!("{length} until the close; then {count} late mails are sent."),
    )
}

/// Reports would not count at this moment.
#[must_use]
pub fn not_open(lang: Lang, from: &str, to: &str) -> String {
    lang.pick(
        format!("Thời hạn nhận báo cáo là {from} đến {to}; ngoài thời hạn thì không diễn tập được. Chép chiến dịch với thời hạn khác (deploy/demo/copy-campaign)."),
        format!("The window is {from} to {to}; outside it nothing can be rehearsed. Copy the campaign with another window (deploy/demo/copy-campaign)."),
    )
}

/// The window closed before everything that should be on time was sent.
#[must_use]
pub fn too_slow(lang: Lang, left: usize) -> String {
    lang.pick(
        format!("Hết hạn khi còn {left} thư phải gửi đúng hạn: cần thời hạn dài hơn hoặc --pace nhỏ hơn."),
        format!("The window closed with {left} mails still to be sent on time: use a longer window or a smaller --pace."),
    )
}

/// Nothing but a login proves the units of a rehearsal.
#[must_use]
pub fn login_not_accepted(lang: Lang) -> &'static str {
    lang.pick(
        "Diễn tập xác thực đơn vị bằng đăng nhập: thêm \"sasl\" vào sender.accept.",
        "A rehearsal proves its units by their login: add \"sasl\" to sender.accept.",
    )
}

/// The mail server did not take a mail.
#[must_use]
pub fn refused(lang: Lang, from: &str, door: Door, answer: &str) -> String {
    let by = match door {
        Door::Submission => "--smtp",
        Door::Outside => "--outside",
    };
    lang.pick(
        format!("Máy chủ thư ({by}) không nhận thư của {from}: {answer}"),
        format!("The mail server ({by}) does not take the mail of {from}: {answer}"),
    )
}

/// An option is not understood.
#[must_use]
pub fn bad_server(lang: Lang, found: &str) -> String {
    lang.pick(
        format!("{found}: cần HOST:PORT, ví dụ 127.0.0.1:587."),
        format!("{found}: expected HOST:PORT, such as 127.0.0.1:587."),
    )
}

/// Files were written.
#[must_use]
pub fn written(lang: Lang, count: usize, folder: &str) -> String {
    lang.pick(
        format!("Đã ghi {count} báo cáo đúng vào {folder}."),
        format!("{count} good reports written to {folder}."),
    )
}

/// Heading of a column.
#[must_use]
pub fn column(lang: Lang, key: &'static str) -> &'static str {
    let known = [
        ("unit", "Đơn vị", "Unit"),
        ("what", "Việc diễn tập", "What is played"),
        ("expect", "Kết luận phải có", "Expected verdict"),
        ("reply", "Thư trả lời", "Reply"),
    ];
    let found = known.iter().find(|(name, ..)| *name == key);
    found.map_or(key, |(_, vi, en)| lang.pick(vi, en))
}

/// What is answered, in a word or two.
#[must_use]
pub fn reply(lang: Lang, reply: Reply) -> &'static str {
    match reply {
        Reply::Receipt => lang.pick("giấy biên nhận", "receipt"),
        Reply::Identical => lang.pick("báo trùng bản đã có", "identical"),
        Reply::Rejection => lang.pick("lý do và cách sửa", "rejection"),
        Reply::Explanation => lang.pick("đã nhận giải trình", "explanation received"),
        Reply::Correction => lang.pick("đề nghị bổ sung", "correction"),
        Reply::WrongMailbox => lang.pick("nhắc dùng hộp thư công vụ", "wrong mailbox"),
        Reply::None => lang.pick("không trả lời", "none"),
    }
}

/// Units that send nothing.
#[must_use]
pub fn silent(lang: Lang) -> &'static str {
    lang.pick("không gửi gì", "sends nothing")
}
