//! What a reminder says: from what the unit itself has sent, and from how much
//! time it has left. No two stages say the same, and none asks for something
//! that is no longer possible.

use jiff::{Timestamp, tz::TimeZone};

use super::{
    Lang,
    letters::{Block, Enclosure, Occasion, reasons},
    pieces::{contact_of, found, missing_of},
    times,
};
use crate::{
    address::Address,
    campaign::{Campaign, stages::Stage, window::Window},
    finding::Severity,
    reminder::Situation,
    unit::Unit,
    verdict::judgement::Judgement,
};

/// What a reminder is about.
pub struct Nudge<'n> {
    /// The campaign.
    pub campaign: &'n Campaign,
    /// The unit.
    pub unit: &'n Unit,
    /// Where reports are sent.
    pub town: &'n Address,
    /// The moment of writing.
    pub now: Timestamp,
    /// On what occasion.
    pub stage: Stage,
    /// What the unit has sent.
    pub situation: Situation,
    /// What was decided on its last mail, with its number, when that was turned
    /// down.
    pub decision: Option<(&'n str, &'n Judgement)>,
    /// The empty form that goes with it.
    pub form: Option<&'n Enclosure>,
}

impl Nudge<'_> {
    fn window(&self) -> Window {
        self.campaign.window_of(&self.unit.code)
    }

    fn is_over(&self) -> bool {
        self.now >= self.window().closes
    }

    /// `24:00 thứ Bảy ngày 12/12/2015`, and that it is the unit's own.
    fn deadline(&self, lang: Lang) -> String {
        let closes = times::deadline(lang, self.window().closes, &self.campaign.zone);
        let own = lang.pick(" (đơn vị được gia hạn)", " (the unit was given more time)");
        if self.campaign.is_extended(&self.unit.code) {
            closes + own
        } else {
            closes
        }
    }

    /// The decision as its letter told it.
    fn occasion(&self) -> Option<Occasion<'_>> {
        let (number, judgement) = self.decision?;
        Some(Occasion {
            judgement,
            campaign: self.campaign,
            now: self.now,
            unit: Some(self.unit),
            number,
            version: None,
            in_force: None,
            before: None,
            enclosure: None,
        })
    }

    fn errors(&self) -> usize {
        let findings = self.decision.map(|(_, it)| it.findings.as_slice());
        let errors = findings.unwrap_or_default().iter();
        errors
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    }
}

/// Subject and blocks of a reminder.
#[must_use]
pub fn reminder(lang: Lang, n: &Nudge<'_>) -> (String, Vec<Block>) {
    let subject = format!(
        "[{}] {} – {}: {}",
        tag(lang, n),
        n.campaign.short_title,
        n.unit.short_name,
        state(lang, n)
    );
    let name = &n.unit.name;
    let mut blocks = vec![
        Block::Text(lang.pick(format!("Kính gửi {name},"), format!("To: {name}"))),
        Block::Strong(said(lang, n)),
        facts(lang, n),
    ];
    if let Some(occasion) = n.occasion() {
        blocks.push(Block::Heading(
            lang.pick(
                "Vì sao chưa được chấp nhận",
                "Why the report is not accepted",
            )
            .to_owned(),
        ));
        blocks.push(Block::List(reasons(lang, &occasion)));
        blocks.extend(found(lang, &occasion, Severity::Error));
    }
    blocks.push(Block::Heading(
        lang.pick("Việc cần làm bây giờ", "What to do now")
            .to_owned(),
    ));
    blocks.extend(steps(lang, n));
    if !n.is_over() && n.stage == Stage::Opening {
        blocks.extend(missing_of(lang, n.campaign));
    }
    blocks.push(contact_of(lang, n.campaign));
    (subject, blocks)
}

/// What stands first in the subject line: how much time is left.
fn tag(lang: Lang, n: &Nudge<'_>) -> String {
    let (closes, zone) = (n.window().closes, &n.campaign.zone);
    if n.is_over() {
        return lang.pick("ĐÃ QUÁ HẠN", "PAST DUE").to_owned();
    }
    if n.stage == Stage::Opening {
        return lang.pick("MỜI GỬI BÁO CÁO", "REPORT ASKED FOR").to_owned();
    }
    if is_last_day(n.now, closes, zone) {
        return lang.pick("HÔM NAY HẾT HẠN", "LAST DAY").to_owned();
    }
    let hours = closes.duration_since(n.now).as_hours();
    if hours < 24 {
        return lang.pick(format!("CÒN {hours} GIỜ"), format!("{hours} HOURS LEFT"));
    }
    let days = hours / 24;
    lang.pick(format!("CÒN {days} NGÀY"), format!("{days} DAYS LEFT"))
}

fn is_last_day(now: Timestamp, closes: Timestamp, zone: &TimeZone) -> bool {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    day(closes - jiff::SignedDuration::from_nanos(1)) == day(now)
}

/// What the unit has sent, in the few words of a subject line.
fn state(lang: Lang, n: &Nudge<'_>) -> String {
    let errors = n.errors();
    match n.situation {
        Situation::Silent if n.stage == Stage::Opening => {
            let by = times::short_deadline(n.window().closes, &n.campaign.zone);
            lang.pick(format!("hạn {by}"), format!("by {by}"))
        }
        Situation::Silent => lang
            .pick("chưa nhận được báo cáo", "no report received")
            .to_owned(),
        Situation::Rejected { .. } if errors > 0 => lang.pick(
            format!("đã gửi, còn {errors} lỗi chưa sửa"),
            format!("sent, {errors} errors still to mend"),
        ),
        Situation::Rejected { .. } => lang
            .pick("đã gửi, chưa được chấp nhận", "sent, not accepted")
            .to_owned(),
        Situation::Held { .. } => lang
            .pick(
                "thư của đơn vị đang được xem xét",
                "a mail is being looked at",
            )
            .to_owned(),
        Situation::Reported => lang.pick("đã nhận báo cáo", "received").to_owned(),
    }
}

/// The one sentence that must not be missed.
fn said(lang: Lang, n: &Nudge<'_>) -> String {
    let zone = &n.campaign.zone;
    let now = times::moment(lang, n.now, zone);
    let end = n.deadline(lang);
    match n.situation {
        Situation::Silent if n.is_over() => lang.pick(
            format!("Thời hạn gửi báo cáo đã hết lúc {end}. Đến {now}, máy chủ VẪN CHƯA NHẬN ĐƯỢC báo cáo nào từ hộp thư công vụ của đơn vị."),
            format!("The deadline was {end}. By {now} the server had received NO report from the unit's official mailbox."),
        ),
        Situation::Silent if n.stage == Stage::Opening => {
            let opens = times::moment(lang, n.window().opens, zone);
            let (plan, title) = (&n.campaign.plan, &n.campaign.title);
            lang.pick(
                format!("Thực hiện {plan}, đề nghị đơn vị gửi {} từ {opens} đến {end}.", lower(title)),
                format!("By {plan}, please send the report ({title}) from {opens} to {end}."),
            )
        }
        Situation::Silent => lang.pick(
            format!("Đến {now}, máy chủ CHƯA NHẬN ĐƯỢC báo cáo nào từ hộp thư công vụ của đơn vị."),
            format!("By {now} the server had received NO report from the unit's official mailbox."),
        ),
        Situation::Rejected { at, .. } => {
            let at = times::moment(lang, at, zone);
            lang.pick(
                format!("Máy chủ đã nhận thư của đơn vị lúc {at}, nhưng báo cáo CHƯA ĐƯỢC CHẤP NHẬN và từ đó đến nay chưa có bản sửa."),
                format!("The server received the unit's mail at {at}, but the report IS NOT ACCEPTED, and nothing has come since."),
            )
        }
        Situation::Held { at } => {
            let at = times::moment(lang, at, zone);
            lang.pick(
                format!("Máy chủ đã nhận một thư gửi từ hộp thư của đơn vị lúc {at}. Thư ĐANG CHỜ cán bộ phụ trách xem xét, chưa được tính là báo cáo."),
                format!("At {at} the server received a mail from the unit's mailbox. It WAITS for an officer to look at it and does not count as a report yet."),
            )
        }
        Situation::Reported => String::new(),
    }
}

/// A title in the middle of a sentence.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn facts(lang: Lang, n: &Nudge<'_>) -> Block {
    let label = |vi: &str, en: &str| lang.pick(vi, en).to_owned();
    let mut facts = vec![(label("Thời hạn", "Deadline"), n.deadline(lang))];
    if !n.is_over() {
        let left = n.window().closes.duration_since(n.now).as_secs();
        facts.push((label("Còn lại", "Left"), times::length(lang, left)));
    }
    facts.push((label("Gửi từ", "From"), n.unit.mailbox.as_str().to_owned()));
    facts.push((label("Gửi tới", "To"), n.town.as_str().to_owned()));
    if let Some((number, _)) = n.decision.filter(|(number, _)| !number.is_empty()) {
        facts.push((
            label("Số tiếp nhận của thư trước", "Number of the earlier mail"),
            number.to_owned(),
        ));
    }
    if let Some(form) = n.form {
        facts.push((
            label("Biểu mẫu đính kèm", "Form enclosed"),
            form.name.clone(),
        ));
    }
    Block::Facts(facts)
}

fn steps(lang: Lang, n: &Nudge<'_>) -> Vec<Block> {
    let end = n.deadline(lang);
    let office = &n.campaign.office;
    let (council, contact) = (&office.council, &office.contact);
    if n.is_over() {
        let late = lang.pick(
            format!("Đề nghị đơn vị vẫn gửi báo cáo ngay, bằng cách trả lời thư này kèm tệp báo cáo, và nêu rõ lý do chậm. Báo cáo được lưu và ghi nhận là nộp muộn; {council} xem xét, quyết định."),
            format!("Please send the report at once all the same, by replying to this letter with the file, and say why it is late. It is kept and marked late; the decision is with: {council}."),
        );
        let otherwise = lang.pick(
            format!(
                "Nếu đơn vị đã gửi mà không nhận được thư trả lời, đề nghị liên hệ ngay {contact}."
            ),
            format!("If it was sent and no answer came, please contact {contact} at once."),
        );
        return vec![Block::Text(late), Block::Text(otherwise)];
    }
    match n.situation {
        Situation::Silent => vec![Block::List(silent(lang, n, &end))],
        Situation::Rejected { .. } => vec![Block::Text(lang.pick(
            format!("Đề nghị đơn vị sửa các điểm nêu trên trong tệp đính kèm thư trả lại đã gửi (ô sai có nền đỏ) hoặc trong tệp của mình, rồi trả lời thư này, đính kèm đúng một tệp đã sửa, trước {end}. Không phải nhập lại từ đầu."),
            format!("Please mend the points above in the file that came with the rejection (wrong cells are red) or in your own, and reply to this letter with that one file before {end}. Nothing need be typed again."),
        ))],
        Situation::Held { .. } => vec![
            Block::Text(lang.pick(
                "Nếu đúng là thư của đơn vị, đơn vị chưa cần gửi lại; kết quả xem xét sẽ được báo tới hộp thư này.".to_owned(),
                "If that mail is yours there is no need to send it again; you will be told here what became of it.".to_owned(),
            )),
            Block::Text(lang.pick(
                format!("Nếu đơn vị KHÔNG gửi thư đó, hoặc sát {end} vẫn chưa có kết quả, đề nghị gọi ngay cho {contact}."),
                format!("If you did NOT send it, or nothing was decided shortly before {end}, please call {contact} at once."),
            )),
        ],
        Situation::Reported => Vec::new(),
    }
}

fn silent(lang: Lang, n: &Nudge<'_>, end: &str) -> Vec<(String, Vec<String>)> {
    let form = match n.form {
        Some(_) => lang.pick(
            "Ghi số liệu vào các ô nền vàng của biểu mẫu đính kèm thư này, rồi lưu lại (không đặt mật khẩu, không nén).",
            "Fill in the yellow cells of the enclosed form and save it (no password, not zipped).",
        ),
        None => lang.pick(
            "Ghi số liệu vào biểu mẫu đã được phát, rồi lưu lại (không đặt mật khẩu, không nén).",
            "Fill in the form that was handed out and save it (no password, not zipped).",
        ),
    };
    let mailbox = n.unit.mailbox.as_str();
    let mut steps = vec![
        form.to_owned(),
        lang.pick(
            format!("Trả lời thư này từ hộp thư công vụ {mailbox}, đính kèm đúng một tệp đó, trước {end}."),
            format!("Reply to this letter from {mailbox} with that one file attached, before {end}."),
        ),
        lang.pick(
            "Chờ thư trả lời tự động (thường trong vài phút): báo cáo đã được chấp nhận, hoặc phải sửa ô nào và sửa thế nào.".to_owned(),
            "Wait for the answer (a few minutes as a rule): accepted, or which cell to mend and how.".to_owned(),
        ),
    ];
    if n.stage != Stage::Opening {
        let contact = &n.campaign.office.contact;
        steps.push(lang.pick(
            format!("Nếu đơn vị đã gửi mà không nhận được thư trả lời: kiểm tra trong mục Thư đã gửi xem thư có đi từ đúng hộp thư, tới đúng địa chỉ nêu trên không, rồi liên hệ {contact}."),
            format!("If it was sent and no answer came: see in Sent whether it went from and to the addresses above, then contact {contact}."),
        ));
    }
    steps.into_iter().map(|step| (step, Vec::new())).collect()
}
