//! Every letter a unit can get: what it says, in which order.
//!
//! A letter is a list of blocks, from which both the plain text and the HTML
//! are made, so that they cannot say different things. The rules come from
//! what users of such systems asked for: result and number first; received is
//! not accepted; server time with its zone; every file and its fate; what is
//! still missing; what to do now, and by when.

use jiff::Timestamp;

use super::pieces::{
    contact, enclosure, facts, file_list, fix_enclosed, found, greeting, missing, name, pick,
    setting, warnings,
};
use super::{
    Lang,
    reasons::reason,
    steps::{self, Chance},
    times,
};
use crate::{
    campaign::{
        Campaign,
        window::{Punctuality, Window},
    },
    dossier::Version,
    finding::Severity,
    unit::Unit,
    verdict::{Reply, judgement::Judgement, reason::Reason},
};

/// What a letter is about.
pub struct Occasion<'o> {
    /// The decision.
    pub judgement: &'o Judgement,
    /// The campaign.
    pub campaign: &'o Campaign,
    /// The moment of writing: what can still be done is said as of now.
    pub now: Timestamp,
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
    /// What may go with a rejection.
    pub enclosure: Option<&'o Enclosure>,
}

impl<'o> Occasion<'o> {
    /// The window of whom it is written to.
    #[must_use]
    pub fn window(&self) -> Window {
        self.unit.map_or(self.campaign.window, |unit| {
            self.campaign.window_of(&unit.code)
        })
    }

    /// What goes with the letter: nothing, once no report counts any more.
    #[must_use]
    pub fn enclosed(&self) -> Option<&'o Enclosure> {
        let rejected = self.judgement.reply == Reply::Rejection;
        self.enclosure
            .filter(|_| rejected && Chance::of(self) != Chance::Over)
    }
}

/// A workbook that goes with a rejection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// What it is.
    pub what: Enclosed,
    /// The name of the file: ASCII, which mail programs of any age keep as it is.
    pub name: String,
    /// The file, an .xlsx.
    pub bytes: Vec<u8>,
}

/// What a workbook that goes with a rejection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enclosed {
    /// The unit's own figures, with what is to be mended in them.
    Copy {
        /// Do cells have other addresses in it than in the unit's file?
        moved: bool,
    },
    /// The empty form of the unit.
    Form,
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
    blocks.push(Block::Text(steps::after_receipt(lang, o)));
    blocks.push(Block::Text(match lang {
        Lang::Vi => format!("Biên nhận này xác nhận tệp hợp lệ về hình thức; {} sẽ thẩm định số liệu.", o.campaign.office.council),
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
    let (subject, said) = match lang {
        Lang::Vi => (
            format!(
                "[ĐÃ CÓ] {} – {title} – {} – trùng bản {version}",
                o.number,
                name(o)
            ),
            format!(
                "Tệp báo cáo trùng hoàn toàn với {current} (bản {version}) đã được chấp nhận; không tạo bản mới."
            ),
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
        ),
    };
    let mut blocks = vec![greeting(lang, o), Block::Strong(said), facts(lang, o)];
    blocks.extend(file_list(lang, &o.judgement.files));
    blocks.push(Block::Heading(
        pick(lang, "Việc cần làm bây giờ", "What to do now").to_owned(),
    ));
    blocks.push(Block::Text(steps::after_identical(lang, o)));
    blocks.push(contact(lang, o));
    (subject, blocks)
}

/// Subject and blocks of a rejection: every reason and every finding at once.
#[must_use]
pub fn rejection(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let late = matches!(o.judgement.punctuality, Punctuality::Late(_));
    let subject = rejection_subject(lang, o);
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
    blocks.push(Block::Heading(pick(lang, "Lý do", "Reasons").to_owned()));
    blocks.push(Block::List(reasons(lang, o)));
    blocks.extend(found(lang, o, Severity::Error));
    blocks.extend(warnings(lang, o));
    blocks.extend(file_list(lang, &o.judgement.files));
    blocks.extend(missing(lang, o));
    blocks.push(Block::Heading(
        pick(lang, "Việc cần làm bây giờ", "What to do now").to_owned(),
    ));
    blocks.push(Block::Text(steps::after_rejection(lang, o)));
    blocks.extend(enclosure(lang, o));
    blocks.push(contact(lang, o));
    (subject, blocks)
}

/// Subject and blocks of a request to correct a report that is in force, and
/// that stays so until the corrected one is accepted.
#[must_use]
pub fn correction(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let title = &o.campaign.short_title;
    let about = format!("{} – {title} – {}", o.number, name(o));
    let asked = lang.pick("ĐỀ NGHỊ BỔ SUNG", "PLEASE CORRECT");
    let subject = match Chance::of(o).until() {
        Some(end) => {
            let by = times::short_deadline(end, &o.campaign.zone);
            let before = lang.pick("gửi lại trước", "before");
            format!("[{asked}] {about} – {before} {by}")
        }
        None => format!("[{asked}] {about}"),
    };
    let said = lang.pick(
        "Báo cáo của đơn vị đã được chấp nhận và VẪN CÓ HIỆU LỰC; đề nghị đơn vị kiểm tra, bổ sung những điểm sau.",
        "The unit's report was accepted and REMAINS IN FORCE; please check and correct the following.",
    );
    let review = o.judgement.review.as_ref();
    let asked = review.and_then(|review| {
        let text = super::review::reason(lang, review.ground?, &review.note);
        Some((text.what, Vec::new()))
    });
    let mut blocks = vec![
        greeting(lang, o),
        Block::Strong(said.to_owned()),
        facts(lang, o),
        Block::Heading(pick(lang, "Cần bổ sung, sửa", "To be corrected").to_owned()),
        Block::List(asked.into_iter().collect()),
    ];
    blocks.extend(warnings(lang, o));
    blocks.extend(file_list(lang, &o.judgement.files));
    blocks.push(Block::Heading(
        pick(lang, "Việc cần làm bây giờ", "What to do now").to_owned(),
    ));
    blocks.push(Block::Text(steps::after_correction(lang, o)));
    blocks.push(contact(lang, o));
    (subject, blocks)
}

/// Every reason, with its remedy while there is time for one. What to do about
/// the moment itself is said once, under "what to do now".
pub(super) fn reasons(lang: Lang, o: &Occasion<'_>) -> Vec<(String, Vec<String>)> {
    let setting = setting(o.campaign, o.window());
    let in_time = Chance::of(o) != Chance::Over;
    let told = |why: &Reason| {
        let text = reason(lang, why, setting);
        let mut below = Vec::new();
        if in_time && !matches!(why, Reason::Early | Reason::Late(_)) {
            let label = pick(lang, "Cách xử lý", "What to do");
            let fix = fix_enclosed(lang, o, why).unwrap_or(text.fix);
            below.push(format!("{label}: {fix}"));
        }
        (format!("{} [{}]", text.what, why.code()), below)
    };
    o.judgement.reasons.iter().map(told).collect()
}

fn rejection_subject(lang: Lang, o: &Occasion<'_>) -> String {
    let about = format!("{} – {} – {}", o.number, o.campaign.short_title, name(o));
    match o.judgement.punctuality {
        Punctuality::Late(_) => return format!("[{}] {about}", lang.pick("NỘP MUỘN", "LATE")),
        Punctuality::Early => {
            let early = lang.pick("CHƯA ĐẾN THỜI GIAN NHẬN", "TOO EARLY");
            return format!("[{early}] {about}");
        }
        Punctuality::OnTime | Punctuality::Cured => (),
    }
    let Some(end) = Chance::of(o).until() else {
        let not = lang.pick("CHƯA ĐƯỢC CHẤP NHẬN", "NOT ACCEPTED");
        return format!("[{not}] {about}");
    };
    let by = times::short_deadline(end, &o.campaign.zone);
    if !steps::is_to_mend(o) {
        return lang.pick(
            format!("[CẦN GỬI LẠI] {about} – trước {by}"),
            format!("[TO SEND AGAIN] {about} – before {by}"),
        );
    }
    let faults: usize = o
        .judgement
        .reasons
        .iter()
        .map(|why| if let Reason::Faulty(n) = why { *n } else { 1 })
        .sum();
    lang.pick(
        format!("[CẦN SỬA – {faults} LỖI] {about} – gửi lại trước {by}"),
        format!("[TO MEND – {faults}] {about} – before {by}"),
    )
}

/// Subject and blocks of the note to a proven sender whose mailbox does not
/// count. It says nothing about any unit's report.
#[must_use]
pub fn wrong_mailbox(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let title = &o.campaign.short_title;
    let subject = if Chance::of(o) == Chance::Over {
        lang.pick(
            format!("[CHƯA ĐƯỢC TÍNH] {title} – thư không gửi từ hộp thư công vụ của đơn vị"),
            format!("[DOES NOT COUNT] {title} – not sent from the unit's official mailbox"),
        )
    } else {
        lang.pick(
            format!("[CHƯA ĐƯỢC TÍNH] {title} – đề nghị gửi từ hộp thư công vụ của đơn vị"),
            format!("[DOES NOT COUNT] {title} – please send it from the unit's official mailbox"),
        )
    };
    let at = times::moment(lang, o.judgement.moment, &o.campaign.zone);
    let why = o
        .judgement
        .reasons
        .first()
        .map(|why| reason(lang, why, setting(o.campaign, o.window())).what);
    let blocks = match lang {
        Lang::Vi => vec![
            Block::Text("Kính gửi Ông/Bà,".to_owned()),
            Block::Strong(format!(
                "Thư Ông/Bà gửi lúc {at} CHƯA ĐƯỢC TÍNH là báo cáo."
            )),
            Block::Text(why.unwrap_or_default()),
            Block::Text(format!(
                "Theo {}, báo cáo phải được gửi từ hộp thư công vụ (@{}) của chính đơn vị báo cáo.",
                o.campaign.plan, o.campaign.official_domain
            )),
            Block::Text(steps::after_wrong_mailbox(lang, o)),
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
            Block::Text(steps::after_wrong_mailbox(lang, o)),
        ],
    };
    (subject, blocks)
}
