//! What comes of importing registers and messages, in words.

use super::{Lang, refusals};
use crate::{
    evidence::{
        XmlFault,
        edxml::Fault as MessageFault,
        incoming::{Fate, Hint},
        matching::Match,
        register::{Fault as RegisterFault, Head},
    },
    workbook::Refusal,
};

/// What would become of a document, in a word or two and in a sentence.
#[must_use]
pub fn fate(lang: Lang, fate: &Fate, name: impl Fn(&str) -> String) -> (String, String) {
    let (word, why) = match fate {
        Fate::Taken { unit, how } => (
            lang.pick("Sẽ ghi nhận", "Taken"),
            format!("{}: {}", name(unit), sureness(lang, *how)),
        ),
        Fate::Suggested { unit, why } => (
            lang.pick("Gợi ý, cần chọn", "Suggested"),
            format!("{}: {}", name(unit), hint(lang, *why)),
        ),
        Fate::Known(unit) => (lang.pick("Đã có", "Known"), name(unit)),
        Fate::Ambiguous(units) => {
            let units: Vec<String> = units.iter().map(|unit| name(unit)).collect();
            let units = units.join("; ");
            (
                lang.pick("Không rõ đơn vị", "Ambiguous"),
                lang.pick(
                    format!("Tên tác giả có thể là: {units}. Không ghi nhận; hãy nhập tay cho đúng đơn vị."),
                    format!("The author may be {units}. Not taken; record it by hand."),
                ),
            )
        }
        Fate::Rival { unit, other } => {
            let unit = name(unit);
            (
                lang.pick("Mâu thuẫn", "Contradicts"),
                lang.pick(
                    format!("{unit}: dòng {other} ghi cùng số, ký hiệu nhưng thông tin khác. Không ghi nhận dòng nào; hãy nhập tay."),
                    format!("{unit}: line {other} has the same number and says otherwise. Neither is taken; record it by hand."),
                ),
            )
        }
        Fate::Unreadable(unit) => (
            lang.pick("Không đọc được ngày", "Unreadable"),
            lang.pick(
                format!("{}: sửa ngày trong tệp hoặc nhập tay.", name(unit)),
                format!(
                    "{}: mend the day in the file, or record it by hand.",
                    name(unit)
                ),
            ),
        ),
        Fate::Other => (
            lang.pick("Bỏ qua", "Left out"),
            lang.pick(
                "không phải báo cáo của đợt này",
                "no report of this campaign",
            )
            .to_owned(),
        ),
    };
    (word.to_owned(), why)
}

fn sureness(lang: Lang, how: Option<Match>) -> &'static str {
    match how {
        Some(Match::Exact) => lang.pick("trùng số, ký hiệu và ngày", "number and date agree"),
        Some(Match::Number) => lang.pick("trùng số, ký hiệu", "the number agrees"),
        Some(Match::Near) | None => lang.pick("do người chọn", "chosen by a person"),
    }
}

fn hint(lang: Lang, why: Hint) -> &'static str {
    match why {
        Hint::Near => lang.pick(
            "văn bản BC có ngày trong kỳ nhận báo cáo",
            "a report (BC) with a date near the window",
        ),
        Hint::Subject => lang.pick(
            "trích yếu nói về đợt báo cáo này",
            "its subject speaks of this campaign",
        ),
        Hint::OtherNumber => lang.pick(
            "trích yếu nói về đợt báo cáo này nhưng số, ký hiệu khác số ghi trong tệp dữ liệu",
            "its subject speaks of this campaign, but its number is not the one in the data file",
        ),
    }
}

/// A column of a register.
#[must_use]
pub fn head(head: Head) -> &'static str {
    match head {
        Head::Arrived => "Ngày đến",
        Head::ArrivalNumber => "Số đến",
        Head::Author => "Tác giả",
        Head::Number => "Số, ký hiệu",
        Head::Date => "Ngày tháng",
        Head::Subject => "Tên loại và trích yếu nội dung văn bản",
        Head::Recipient => "Đơn vị hoặc người nhận",
        Head::PassedOn => "Ngày chuyển",
        Head::SignedFor => "Ký nhận",
        Head::Note => "Ghi chú",
    }
}

/// Why a file is not read as a register.
#[must_use]
pub fn register_fault(lang: Lang, fault: &RegisterFault) -> String {
    match fault {
        RegisterFault::Unreadable => lang.pick(
            "Không đọc được tệp. Cần tệp Excel (.xlsx, .xls), .ods hoặc CSV lưu bằng UTF-8.".to_owned(),
            "The file cannot be read. Give .xlsx, .xls, .ods, or CSV in UTF-8.".to_owned(),
        ),
        RegisterFault::NoHead => lang.pick(
            "Không thấy dòng tiêu đề của sổ văn bản đến (Ngày đến, Số đến, Tác giả, Số, ký hiệu, Ngày tháng…) trong 40 dòng đầu.".to_owned(),
            "The heads of a register (Ngày đến, Số đến, Tác giả, Số, ký hiệu, …) are not in its first 40 rows.".to_owned(),
        ),
        RegisterFault::Lacks(it) => lang.pick(
            format!("Sổ thiếu cột \"{}\".", head(*it)),
            format!("The register lacks the column \"{}\".", head(*it)),
        ),
        RegisterFault::Double(it) => lang.pick(
            format!("Có hai cột cùng là \"{}\"; bỏ bớt một cột rồi nhập lại.", head(*it)),
            format!("Two columns are \"{}\"; leave one out.", head(*it)),
        ),
        RegisterFault::TooLong => lang.pick(
            "Sổ có hơn 20.000 dòng; lọc theo ngày rồi nhập lại.".to_owned(),
            "The register has more than 20,000 rows; export fewer days.".to_owned(),
        ),
    }
}

/// Why a file is not read as a message of document software.
#[must_use]
pub fn message_fault(lang: Lang, fault: &MessageFault) -> String {
    match fault {
        MessageFault::Xml(why) => xml_fault(lang, why).to_owned(),
        MessageFault::NotEdxml => lang.pick(
            "Tệp XML này không phải gói tin edXML.".to_owned(),
            "This XML is no edXML message.".to_owned(),
        ),
        MessageFault::OnlyStatus(code) => lang.pick(
            format!("Gói tin này chỉ báo trạng thái (mã {code}), không chứa văn bản."),
            format!("This message only reports a status (code {code}); it has no document."),
        ),
        MessageFault::Double(name) => lang.pick(
            format!("Gói tin ghi {name} hai lần với nội dung khác nhau; không nhận."),
            format!("The message has {name} twice, with other contents; refused."),
        ),
        MessageFault::TooManyFiles => lang.pick(
            "Gói tin có quá 50 tệp đính kèm.".to_owned(),
            "The message has more than 50 attachments.".to_owned(),
        ),
        MessageFault::Base64(name) => lang.pick(
            format!("Tệp đính kèm {name} bị hỏng (base64)."),
            format!("The attachment {name} is damaged (base64)."),
        ),
        MessageFault::Attachment { name, why } => {
            let why = refusals::refusal(lang, why).what;
            lang.pick(
                format!("Tệp đính kèm {name}: {why}"),
                format!("The attachment {name}: {why}"),
            )
        }
    }
}

fn xml_fault(lang: Lang, fault: &XmlFault) -> &'static str {
    match fault {
        XmlFault::TooLong => {
            lang.pick("Gói tin lớn hơn 32 MB.", "The message has more than 32 MB.")
        }
        XmlFault::TooMuch => lang.pick(
            "Gói tin có quá nhiều phần tử hoặc lồng nhau quá sâu.",
            "The message has too many elements, or is nested too deep.",
        ),
        XmlFault::Damaged(_) => lang.pick(
            "Không phải tệp XML (UTF-8) nguyên vẹn.",
            "This is no whole XML file in UTF-8.",
        ),
        XmlFault::Hostile => lang.pick(
            "Tệp khai báo DOCTYPE hoặc thực thể XML; không nhận vì lý do an toàn.",
            "The file declares a DOCTYPE or entities; refused for safety.",
        ),
    }
}

/// Why a file of a register is not read as a workbook.
#[must_use]
pub fn refused(lang: Lang, why: &Refusal) -> String {
    refusals::refusal(lang, why).what
}
