//! Every letter a unit can get: what it says, in which order.
//!
//! A letter is a list of blocks, from which both the plain text and the HTML
//! are made, so that they cannot say different things. The rules come from
//! what users of such systems asked for: result and number first; received is
//! not accepted; server time with its zone; every file and its fate; what is
//! still missing; what to do now, and by when.

use super::pieces::{
    contact, facts, file_list, findings, greeting, missing, name, pick, setting, warnings,
};
use super::{Lang, reasons::reason, times};
use crate::{
    campaign::{Campaign, window::Punctuality},
    dossier::Version,
    finding::Severity,
    unit::Unit,
    verdict::{judgement::Judgement, reason::Reason},
};

/// What a letter is about.
pub struct Occasion<'o> {
    /// The decision.
    pub judgement: &'o Judgement,
    /// The campaign.
    pub campaign: &'o Campaign,
    /// The unit; none in a letter to a mailbox that is no unit's.
    pub unit: Option<&'o Unit>,
    /// Registration number.
    pub number: &'o str,
    /// Version that the mail became.
    pub version: Option<u32>,
    /// The version in force after this mail.
    pub in_force: Option<&'o Version>,
    /// The version that was in force before it.
    pub before: Option<&'o Version>,
}

/// A piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A paragraph that must not be missed.
    Strong(String),
    /// Label and value, one a line.
    Facts(Vec<(String, String)>),
    /// A heading over what follows.
    Heading(String),
    /// Numbered entries; each has a first line and lines below it.
    List(Vec<(String, Vec<String>)>),
}

/// Subject and blocks of a receipt for an accepted version.
#[must_use]
pub fn receipt(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let title = &o.campaign.short_title;
    let version = o.version.unwrap_or(1);
    let (subject, said) = match lang {
        Lang::Vi => (
            format!(
                "[ĐÃ CHẤP NHẬN] {} – {title} – {} – bản {version}",
                o.number,
                name(o)
            ),
            "Báo cáo của đơn vị ĐÃ ĐƯỢC CHẤP NHẬN về hình thức và đang có hiệu lực.",
        ),
        Lang::En => (
            format!(
                "[ACCEPTED] {} – {title} – {} – version {version}",
                o.number,
                name(o)
            ),
            "The unit's report HAS BEEN ACCEPTED in form and is in force.",
        ),
    };
    let mut blocks = vec![
        greeting(lang, o),
        Block::Strong(said.to_owned()),
        facts(lang, o),
    ];
    blocks.extend(file_list(lang, &o.judgement.files));
    blocks.extend(warnings(lang, o));
    blocks.extend(missing(lang, o));
    blocks.push(Block::Heading(
        pick(lang, "Việc cần làm bây giờ", "What to do now").to_owned(),
    ));
    let closes = times::deadline(lang, o.campaign.window.closes, &o.campaign.zone);
    blocks.push(Block::Text(match lang {
        Lang::Vi => format!(
            "Không phải gửi lại thư. Nếu cần sửa số liệu: sửa trong tệp, trả lời thư này kèm tệp đã sửa trước {closes}; bản mới được chấp nhận sẽ thay bản này."
        ),
        Lang::En => format!(
            "There is no need to send it again. To correct figures, reply with the corrected file before {closes}; a new accepted version replaces this one."
        ),
    }));
    blocks.push(Block::Text(match lang {
        Lang::Vi => format!("Biên nhận này xác nhận tệp hợp lệ về hình thức; {} còn thẩm định số liệu.", o.campaign.office.council),
        Lang::En => format!("This receipt confirms the form of the file; the figures are still to be verified by: {}.", o.campaign.office.council),
    }));
    blocks.push(contact(lang, o));
    (subject, blocks)
}

/// Subject and blocks of the short receipt for an identical workbook.
#[must_use]
pub fn identical(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let title = &o.campaign.short_title;
    let (current, version) = o
        .in_force
        .map_or(("", 0), |v| (v.number.as_str(), v.version));
    let (subject, said, now) = match lang {
        Lang::Vi => (
            format!(
                "[ĐÃ CÓ] {} – {title} – {} – trùng bản {version}",
                o.number,
                name(o)
            ),
            format!(
                "Tệp báo cáo trùng hoàn toàn với {current} (bản {version}) đã được chấp nhận; không tạo bản mới."
            ),
            "Không phải làm gì thêm. Nếu đơn vị định gửi số liệu khác, xin kiểm tra lại đã đính kèm đúng tệp chưa.",
        ),
        Lang::En => (
            format!(
                "[ALREADY HERE] {} – {title} – {} – same as version {version}",
                o.number,
                name(o)
            ),
            format!(
                "The workbook is identical to {current} (version {version}), which was accepted; no new version is made."
            ),
            "Nothing more to do. If other figures were meant, please check that the right file was attached.",
        ),
    };
    let mut blocks = vec![greeting(lang, o), Block::Strong(said), facts(lang, o)];
    blocks.extend(file_list(lang, &o.judgement.files));
    blocks.push(Block::Heading(
        pick(lang, "Việc cần làm bây giờ", "What to do now").to_owned(),
    ));
    blocks.push(Block::Text(now.to_owned()));
    blocks.push(contact(lang, o));
    (subject, blocks)
}

/// Subject and blocks of a rejection: every reason and every finding at once.
#[must_use]
pub fn rejection(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let late = matches!(o.judgement.punctuality, Punctuality::Late(_));
    let subject = rejection_subject(lang, o, late);
    let said = match (lang, late) {
        (Lang::Vi, false) => "Máy chủ ĐÃ NHẬN thư nhưng báo cáo CHƯA ĐƯỢC CHẤP NHẬN.",
        (Lang::Vi, true) => {
            "Máy chủ ĐÃ NHẬN thư SAU THỜI HẠN. Thư đã được lưu và ghi nhận là nộp muộn."
        }
        (Lang::En, false) => "The server HAS RECEIVED the mail, but the report IS NOT ACCEPTED.",
        (Lang::En, true) => {
            "The server received the mail AFTER THE DEADLINE. It is kept and marked late."
        }
    };
    let mut blocks = vec![
        greeting(lang, o),
        Block::Strong(said.to_owned()),
        facts(lang, o),
    ];
    let setting = setting(o.campaign);
    let reasons = o.judgement.reasons.iter().map(|why| {
        let text = reason(lang, why, setting);
        let fix = format!("{}: {}", pick(lang, "Cách xử lý", "What to do"), text.fix);
        (format!("{} [{}]", text.what, why.code()), vec![fix])
    });
    blocks.push(Block::Heading(pick(lang, "Lý do", "Reasons").to_owned()));
    blocks.push(Block::List(reasons.collect()));
    blocks.extend(findings(lang, o, Severity::Error));
    blocks.extend(warnings(lang, o));
    blocks.extend(file_list(lang, &o.judgement.files));
    blocks.push(Block::Heading(
        pick(lang, "Việc cần làm bây giờ", "What to do now").to_owned(),
    ));
    blocks.push(Block::Text(next_step(lang, o, late)));
    blocks.push(contact(lang, o));
    (subject, blocks)
}

fn rejection_subject(lang: Lang, o: &Occasion<'_>, late: bool) -> String {
    let title = &o.campaign.short_title;
    let early = o.judgement.punctuality == Punctuality::Early;
    let by = times::short_deadline(o.campaign.window.closes, &o.campaign.zone);
    let faults: usize = o
        .judgement
        .reasons
        .iter()
        .map(|why| if let Reason::Faulty(n) = why { *n } else { 1 })
        .sum();
    let (number, name) = (o.number, name(o));
    match (lang, late, early) {
        (Lang::Vi, true, _) => format!("[NỘP MUỘN] {number} – {title} – {name}"),
        (Lang::Vi, _, true) => format!("[CHƯA ĐẾN HẠN] {number} – {title} – {name}"),
        (Lang::Vi, ..) => {
            format!("[CẦN SỬA – {faults} LỖI] {number} – {title} – {name} – gửi lại trước {by}")
        }
        (Lang::En, true, _) => format!("[LATE] {number} – {title} – {name}"),
        (Lang::En, _, true) => format!("[TOO EARLY] {number} – {title} – {name}"),
        (Lang::En, ..) => format!("[TO MEND – {faults}] {number} – {title} – {name} – before {by}"),
    }
}

fn next_step(lang: Lang, o: &Occasion<'_>, late: bool) -> String {
    let closes = times::deadline(lang, o.campaign.window.closes, &o.campaign.zone);
    let opens = times::moment(lang, o.campaign.window.opens, &o.campaign.zone);
    let early = o.judgement.punctuality == Punctuality::Early;
    match (lang, late, early) {
        (Lang::Vi, true, _) => format!(
            "Không cần gửi lại. {} xem xét, quyết định; nếu có lý do khách quan, xin trả lời thư này nêu rõ.",
            o.campaign.office.council
        ),
        (Lang::Vi, _, true) => format!("Gửi lại báo cáo trong thời hạn, từ {opens} đến {closes}."),
        (Lang::Vi, ..) => format!(
            "Sửa các điểm nêu trên rồi trả lời thư này, kèm tệp báo cáo đã sửa, trước {closes}."
        ),
        (Lang::En, true, _) => format!(
            "There is no need to send it again. {} decides; if there was a good reason, reply and state it.",
            o.campaign.office.council
        ),
        (Lang::En, _, true) => {
            format!("Send it again within the window, from {opens} to {closes}.")
        }
        (Lang::En, ..) => format!(
            "Mend the points above and reply with the corrected report attached, before {closes}."
        ),
    }
}

/// Subject and blocks of the note to a proven sender whose mailbox does not
/// count. It says nothing about any unit's report.
#[must_use]
pub fn wrong_mailbox(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let title = &o.campaign.short_title;
    let subject = match lang {
        Lang::Vi => format!("[CHƯA ĐƯỢC TÍNH] {title} – xin gửi từ hộp thư công vụ của đơn vị"),
        Lang::En => {
            format!("[DOES NOT COUNT] {title} – please send it from the unit's official mailbox")
        }
    };
    let at = times::moment(lang, o.judgement.moment, &o.campaign.zone);
    let why = o
        .judgement
        .reasons
        .first()
        .map(|why| reason(lang, why, setting(o.campaign)).what);
    let blocks = match lang {
        Lang::Vi => vec![
            Block::Text("Kính gửi ông/bà,".to_owned()),
            Block::Strong(format!(
                "Thư ông/bà gửi lúc {at} CHƯA ĐƯỢC TÍNH là báo cáo."
            )),
            Block::Text(why.unwrap_or_default()),
            Block::Text(format!(
                "Theo {}, báo cáo phải được gửi từ hộp thư công vụ (@{}) của chính đơn vị báo cáo.",
                o.campaign.plan, o.campaign.official_domain
            )),
            Block::Text(format!(
                "Xin gửi lại từ hộp thư công vụ của đơn vị trước {}, hoặc liên hệ {} nếu hộp thư của đơn vị đã thay đổi. Thư đã nhận vẫn được lưu, không bị xóa.",
                times::deadline(lang, o.campaign.window.closes, &o.campaign.zone),
                o.campaign.office.contact
            )),
        ],
        Lang::En => vec![
            Block::Text("Dear Sir or Madam,".to_owned()),
            Block::Strong(format!(
                "The mail you sent at {at} DOES NOT COUNT as a report."
            )),
            Block::Text(why.unwrap_or_default()),
            Block::Text(format!(
                "By {}, reports must come from the unit's own official mailbox (@{}).",
                o.campaign.plan, o.campaign.official_domain
            )),
            Block::Text(format!(
                "Please send it from there before {}, or contact {} if the unit's mailbox has changed. The mail you sent is kept.",
                times::deadline(lang, o.campaign.window.closes, &o.campaign.zone),
                o.campaign.office.contact
            )),
        ],
    };
    (subject, blocks)
}
