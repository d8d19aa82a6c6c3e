//! What is said of a year that was decided once more.

use super::Lang;
use crate::{
    replay::{Difference, Hindrance, Replayed},
    text,
};

/// `replay`.
pub const REPLAY: &str =
    "Xét lại mọi thư và chấm điểm lại từ thư gốc, so với những gì đã lưu; chỉ đọc";

/// One thing that comes out differently.
#[must_use]
pub fn difference(lang: Lang, difference: &Difference) -> String {
    let Difference {
        of,
        what,
        stored,
        rebuilt,
    } = difference;
    let (stored, rebuilt) = (shown(lang, stored), shown(lang, rebuilt));
    match lang {
        Lang::Vi => format!("{of}: {what}: đang lưu {stored}, xét lại được {rebuilt}"),
        Lang::En => format!("{of}: {what}: stored is {stored}, rebuilt is {rebuilt}"),
    }
}

fn shown(lang: Lang, value: &str) -> String {
    match (value, lang) {
        ("", Lang::Vi) => "(không có)".to_owned(),
        ("", Lang::En) => "(nothing)".to_owned(),
        (value, Lang::Vi | Lang::En) => text::one_line(value, 300),
    }
}

/// Why something was not decided once more.
#[must_use]
pub fn hindrance(lang: Lang, why: Hindrance) -> &'static str {
    match (lang, why) {
        (Lang::Vi, Hindrance::Person) => "do cán bộ quyết định, giữ nguyên như đã lưu",
        (Lang::Vi, Hindrance::Earlier) => "nhận trước mốc --since, giữ nguyên như đã lưu",
        (Lang::Vi, Hindrance::Unread) => "đã chuyển cho cán bộ vì không đọc được lúc đó",
        (Lang::Vi, Hindrance::Answers) => "không xét lại được: câu trả lời DNS không được lưu",
        (Lang::Vi, Hindrance::Damaged) => "không xét lại được: nội dung thư gốc đã thay đổi",
        (Lang::Vi, Hindrance::Reader) => "không xét lại được: máy này chưa đọc được tệp",
        (Lang::En, Hindrance::Person) => "decided by a person, taken as stored",
        (Lang::En, Hindrance::Earlier) => "came before --since, taken as stored",
        (Lang::En, Hindrance::Unread) => "given to a person because it could not be read then",
        (Lang::En, Hindrance::Answers) => "cannot be replayed: answers of DNS were not kept",
        (Lang::En, Hindrance::Damaged) => "cannot be replayed: the raw mail has changed",
        (Lang::En, Hindrance::Reader) => "cannot be replayed: its file cannot be read here now",
    }
}

/// The data files are not those of the result.
#[must_use]
pub fn campaign_changed(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => {
            "Tệp dữ liệu của chiến dịch đã thay đổi từ lúc chấm điểm, nên kết quả có thể khác vì lý do đó."
        }
        Lang::En => {
            "The campaign's data files have changed since it was scored, so the result may differ for that."
        }
    }
}

/// Units are not those by which the mails were decided.
#[must_use]
pub fn registry_changed(lang: Lang) -> &'static str {
    lang.pick(
        "Danh sách đơn vị hoặc hộp thư đã được sửa sau khi hệ thống bắt đầu xét thư, nên kết luận về thư, tên, nhóm và người gửi có thể khác vì lý do đó.",
        "Units or mailboxes have been changed since the first mail was decided, so verdicts, names, groups and senders may differ for that.",
    )
}

/// What all of it came to.
#[must_use]
pub fn summary(lang: Lang, told: &Replayed) -> String {
    let Replayed {
        mails,
        replayed,
        reports,
        ..
    } = told;
    let (differences, left) = (told.differences.len(), told.left.len());
    let mut said = match lang {
        Lang::Vi => format!(
            "Đã xét lại {replayed}/{mails} thư, đọc lại {reports} báo cáo; {differences} chỗ khác, {left} thư không xét lại."
        ),
        Lang::En => format!(
            "{replayed} of {mails} mails replayed, {reports} reports read again; {differences} differences, {left} mails left."
        ),
    };
    said.push(' ');
    said.push_str(match (lang, told.scored, told.compared) {
        (Lang::Vi, false, _) => "Chưa khóa sổ nên không có kết quả để chấm lại.",
        (Lang::Vi, true, false) => "Đã chấm điểm lại kết quả lúc khóa sổ.",
        (Lang::Vi, true, true) => "Đã chấm điểm và đối chiếu trong nhóm lại như lúc khóa sổ.",
        (Lang::En, false, _) => "There is no close yet to score again.",
        (Lang::En, true, false) => "The result of the close was scored again.",
        (Lang::En, true, true) => "The close was scored and compared within groups again.",
    });
    if told.finals > 0 {
        said.push_str(&lang.pick(
            format!(
                " Đã tính lại {} lần Hội đồng chốt kết quả; số liệu phúc tra, điểm chấm và quyết định của Hội đồng lấy như đã lưu.",
                told.finals
            ),
            format!(
                " {} results fixed by the council were worked out again, with what the council entered as stored.",
                told.finals
            ),
        ));
    }
    said
}
