//! The letter that asks a unit to explain its figures, and the receipt for what
//! it answers.

use jiff::Timestamp;
use serde_json::Number;

use super::{
    Lang,
    letters::{Block, Occasion},
    pieces::{contact, file_list, greeting, name},
    scores, times,
};
use crate::{
    campaign::Campaign, explanation::Token, figures::Value, text, unit::Unit,
    verdict::reason::Reason,
};

/// What a unit is asked about.
pub struct Asking<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The code that its answer carries.
    pub token: &'a Token,
    /// First moment that is too late.
    pub until: Timestamp,
    /// Its total so far.
    pub total: &'a Number,
    /// Does the total still wait for the council?
    pub provisional: bool,
    /// Figures that the verification changed.
    pub corrections: Vec<Correction<'a>>,
    /// Its items.
    pub items: Vec<Item<'a>>,
}

/// A figure that the verification changed.
pub struct Correction<'a> {
    /// Code of the indicator.
    pub code: &'a str,
    /// What it asks.
    pub label: &'a str,
    /// What the unit reported.
    pub reported: Option<&'a Value>,
    /// What was found.
    pub verified: Option<&'a Value>,
    /// Why.
    pub why: &'a str,
}

/// An item with its points.
pub struct Item<'a> {
    /// Code of the item.
    pub code: &'a str,
    /// What is scored.
    pub label: &'a str,
    /// Points.
    pub points: &'a Number,
    /// Most points.
    pub max: &'a Number,
    /// What the points mean, as results have it.
    pub state: &'a str,
    /// Where they come from.
    pub why: &'a str,
}

/// Subject and blocks of the letter that asks. It tells the unit's own figures
/// and points, and nobody else's: no rank, no prize.
#[must_use]
pub fn asking(lang: Lang, asking: &Asking<'_>, unit: &Unit) -> (String, Vec<Block>) {
    let (campaign, token) = (asking.campaign, asking.token);
    let zone = &campaign.zone;
    let short = times::short_deadline(asking.until, zone);
    let title = &campaign.short_title;
    let subject = lang.pick(
        format!(
            "{token} Kết quả tạm tính – {title} – {} – giải trình trước {short}",
            unit.short_name
        ),
        format!(
            "{token} Provisional result – {title} – {} – explain before {short}",
            unit.short_name
        ),
    );
    let council = &campaign.office.council;
    let blocks = vec![
        Block::Text(lang.pick(
            format!("Kính gửi {},", unit.name),
            format!("To: {}", unit.name),
        )),
        Block::Strong(lang.pick(
            format!("{council} đã phúc tra số liệu báo cáo của đơn vị. Dưới đây là KẾT QUẢ TẠM TÍNH, chưa được phê duyệt."),
            format!("The figures of the unit have been verified ({council}). This result is PROVISIONAL and has not been approved."),
        )),
        Block::Facts(facts(lang, asking)),
        Block::Heading(lang.pick("Số liệu được điều chỉnh khi phúc tra", "Figures changed by the verification").to_owned()),
        corrections(lang, &asking.corrections),
        Block::Heading(lang.pick("Điểm tạm tính từng mục", "Provisional points, item by item").to_owned()),
        Block::List(asking.items.iter().map(|it| item(lang, it)).collect()),
        Block::Heading(lang.pick("Việc cần làm bây giờ", "What to do now").to_owned()),
        Block::Text(to_do(lang, asking)),
        Block::Text(lang.pick(
            format!("Cần hỏi thêm, xin liên hệ: {}. Thư này do hệ thống tiếp nhận báo cáo của {} gửi tự động.", campaign.office.contact, campaign.office.name),
            format!("Questions: {}. This letter was sent automatically for {}.", campaign.office.contact, campaign.office.name),
        )),
    ];
    (subject, blocks)
}

fn facts(lang: Lang, asking: &Asking<'_>) -> Vec<(String, String)> {
    let mut facts = vec![(
        lang.pick("Tổng điểm tạm tính", "Provisional total")
            .to_owned(),
        points(asking.total),
    )];
    if asking.provisional {
        let waits = lang.pick(
            "còn mục chờ Hội đồng chấm, chưa tính vào tổng",
            "some items wait for the council and are not in the total",
        );
        facts.push((lang.pick("Lưu ý", "Note").to_owned(), waits.to_owned()));
    }
    let until = times::deadline(lang, asking.until, &asking.campaign.zone);
    facts.push((
        lang.pick("Hạn giải trình", "Explain before").to_owned(),
        until,
    ));
    facts.push((
        lang.pick("Mã giải trình", "Code").to_owned(),
        asking.token.to_string(),
    ));
    facts
}

fn corrections(lang: Lang, corrections: &[Correction<'_>]) -> Block {
    if corrections.is_empty() {
        return Block::Text(
            lang.pick(
                "Không có chỉ tiêu nào bị điều chỉnh: số liệu phúc tra khớp với báo cáo của đơn vị.",
                "None: what was found agrees with the unit's report.",
            )
            .to_owned(),
        );
    }
    let told = |one: &Correction<'_>| {
        let change = lang.pick(
            format!(
                "Đơn vị báo cáo: {}; phúc tra: {}",
                figure(lang, one.reported),
                figure(lang, one.verified)
            ),
            format!(
                "Reported: {}; found: {}",
                figure(lang, one.reported),
                figure(lang, one.verified)
            ),
        );
        let why = format!("{}: {}", lang.pick("Lý do", "Why"), one.why);
        (format!("{} – {}", one.code, one.label), vec![change, why])
    };
    Block::List(corrections.iter().map(told).collect())
}

fn item(lang: Lang, item: &Item<'_>) -> (String, Vec<String>) {
    let state = match item.state {
        "not_applicable" => lang.pick("không áp dụng", "does not apply").to_owned(),
        "pending" => lang
            .pick("chờ Hội đồng", "waits for the council")
            .to_owned(),
        _ => format!("{} / {}", points(item.points), points(item.max)),
    };
    (
        format!("{} – {}: {state}", item.code, item.label),
        vec![item.why.to_owned()],
    )
}

fn to_do(lang: Lang, asking: &Asking<'_>) -> String {
    let until = times::deadline(lang, asking.until, &asking.campaign.zone);
    let token = asking.token;
    lang.pick(
        format!("Nếu đơn vị nhất trí thì không cần làm gì. Nếu có ý kiến, đề nghị trả lời thư này từ chính hộp thư công vụ của đơn vị trước {until}, giữ nguyên mã {token} trong tiêu đề, nêu rõ mã chỉ tiêu, số liệu đúng và căn cứ, kèm tài liệu chứng minh. Thư giải trình được chuyển đến Hội đồng xem xét; nó không thay báo cáo đã gửi."),
        format!("If the unit agrees there is nothing to do. If not, reply to this letter from the unit's own official mailbox before {until}, keep {token} in the subject, name the indicators with the right figures and why, and attach what shows it. The council reads it; it does not replace the report."),
    )
}

/// Subject and blocks of the receipt for an explanation.
#[must_use]
pub fn receipt(lang: Lang, o: &Occasion<'_>) -> (String, Vec<Block>) {
    let title = &o.campaign.short_title;
    let reason = o.judgement.reasons.first();
    let (mark, said) = match reason {
        Some(Reason::ForeignCode) => (
            lang.pick("CHƯA GHI NHẬN", "NOT FILED"),
            lang.pick(
                "Mã giải trình trong tiêu đề thư KHÔNG PHẢI mã đã gửi cho đơn vị, nên thư chưa được ghi nhận là giải trình. Đề nghị trả lời đúng thư có mã giải trình đã gửi đến hộp thư của đơn vị, giữ nguyên tiêu đề.",
                "The code in the subject IS NOT the one this unit was sent, so the mail is not filed as an explanation. Please reply to the letter with a code that came to your own mailbox, and keep its subject.",
            ),
        ),
        Some(Reason::Explanation(Some(_))) => (
            lang.pick("GIẢI TRÌNH QUÁ HẠN", "EXPLANATION, LATE"),
            lang.pick(
                "Thư giải trình của đơn vị đã được lưu, nhưng đến SAU HẠN GIẢI TRÌNH; Hội đồng quyết định có xem xét hay không.",
                "The unit's explanation is kept, but it came AFTER THE LAST DAY; the council decides whether it is considered.",
            ),
        ),
        Some(_) | None => (
            lang.pick("ĐÃ NHẬN GIẢI TRÌNH", "EXPLANATION RECEIVED"),
            lang.pick(
                "Thư giải trình của đơn vị ĐÃ ĐƯỢC GHI NHẬN và chuyển đến Hội đồng xem xét. Báo cáo đang có hiệu lực của đơn vị không thay đổi.",
                "The unit's explanation HAS BEEN FILED for the council. The unit's report in force is not changed by it.",
            ),
        ),
    };
    let mut blocks = vec![
        greeting(lang, o),
        Block::Strong(said.to_owned()),
        Block::Facts(vec![(
            lang.pick("Máy chủ nhận thư lúc", "Received by the server")
                .to_owned(),
            times::moment(lang, o.judgement.moment, &o.campaign.zone),
        )]),
    ];
    blocks.extend(file_list(lang, &o.judgement.files));
    blocks.push(contact(lang, o));
    (format!("[{mark}] {title} – {}", name(o)), blocks)
}

fn figure(lang: Lang, value: Option<&Value>) -> String {
    value.map_or_else(
        || lang.pick("để trống", "blank").to_owned(),
        |value| scores::value(lang, value),
    )
}

/// Two decimals and a comma.
fn points(number: &Number) -> String {
    let written = number.to_string();
    let read = written.parse();
    read.map_or(written, |points| text::decimal_comma(points, 2))
}
