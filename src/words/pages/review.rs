//! Deciding on one mail: the form, the preview with the letter, and what is
//! told when somebody else was quicker.

use askama::Template;

use super::{Badge, Fact, Frame, labels, mails::Choice};
use crate::{
    verdict::{
        Verdict,
        person::{Act, Ground, Review},
    },
    words::{Lang, review as words},
};

/// The form to decide with, as part of the page of a mail.
#[derive(Debug, Clone)]
pub struct Form {
    /// What can be decided.
    pub acts: Vec<Offer>,
    /// How a sender was made sure of.
    pub vouching: Vec<Choice>,
    /// Why something is turned down.
    pub against: Vec<Choice>,
    /// What was written.
    pub note: String,
    /// Is a letter to be sent?
    pub answer: bool,
    /// What is wrong with what was sent; empty: nothing.
    pub fault: String,
    /// The verdict that is shown, by its number.
    pub seen: i64,
    /// The way through the queue; empty: the mail was not opened from there.
    pub way: String,
    /// Was the mail opened from the queue?
    pub queue: bool,
    /// Must the sender be vouched for?
    pub unproven: bool,
    /// Must two people agree to that?
    pub two_people: bool,
}

/// Something that can be decided, or why not.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its word.
    pub act: Act,
    /// Its name.
    pub name: &'static str,
    /// What comes of it.
    pub meaning: &'static str,
    /// Why it cannot be decided; empty: it can.
    pub refusal: String,
    /// Is it chosen?
    pub chosen: bool,
}

/// Who looks at a mail, as its page tells it.
#[derive(Debug, Clone)]
pub enum Looking {
    /// Nobody.
    Nobody,
    /// Whoever is signed in; until then.
    Me(String),
    /// Somebody else: who, since when, until when.
    Other(String, String, String),
}

/// Where a mail stands in the queue.
#[derive(Debug, Clone)]
pub struct Walk {
    /// Such as `3/12`; empty when it is not in it any more.
    pub place: String,
    /// The mail before.
    pub before: Option<String>,
    /// The mail after.
    pub after: Option<String>,
    /// The queue.
    pub queue: String,
}

/// Before a decision: what would be done, and the letter.
#[derive(Template)]
#[template(path = "preview.html", config = "src/words/askama.toml")]
pub struct Preview {
    /// What stands around it.
    pub frame: Frame,
    /// The mail.
    pub id: i64,
    /// Its subject line.
    pub subject: String,
    /// What is decided.
    pub act: Act,
    /// Its name.
    pub name: &'static str,
    /// What is said before everything else; empty: nothing.
    pub notice: &'static str,
    /// The verdict before and after.
    pub verdicts: (Badge, Badge),
    /// What it does.
    pub facts: Vec<Fact>,
    /// The letter.
    pub letter: Option<Letter>,
    /// Why there is none.
    pub silence: &'static str,
    /// What the form carries on.
    pub fields: Vec<(&'static str, String)>,
    /// Back to the mail.
    pub back: String,
}

/// The letter that would be sent.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Who gets it.
    pub to: String,
    /// Its subject line.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// The workbook that goes with it; empty: none.
    pub enclosed: String,
}

/// The letter was another when it was shown.
pub const DIFFERS: &str = "Trong lúc xem trước, tình hình đã thay đổi nên thư gửi đi sẽ khác. Xin xem lại rồi xác nhận một lần nữa.";

/// Why nothing is sent.
#[must_use]
pub fn silence(after: Verdict, wanted: bool, pending: bool) -> &'static str {
    match (after, wanted, pending) {
        (_, _, true) => "Chưa gửi thư nào: cần một người khác đồng ý thì báo cáo mới được tính.",
        (_, false, _) => "Không gửi thư trả lời, theo lựa chọn của Ông/Bà.",
        (Verdict::Quarantined | Verdict::Logged, _, _) => {
            "Không gửi thư trả lời: thư bị cách ly hoặc do máy gửi thì không bao giờ trả lời."
        }
        _ => "Không có thư trả lời nào phải gửi.",
    }
}

/// Two people decided at once.
#[derive(Template)]
#[template(path = "conflict.html", config = "src/words/askama.toml")]
pub struct Conflict {
    /// What stands around it.
    pub frame: Frame,
    /// The mail.
    pub id: i64,
    /// Its subject line.
    pub subject: String,
    /// What the other has decided.
    pub theirs: Side,
    /// What this person wanted.
    pub mine: Side,
    /// What the form carries on, to decide all the same.
    pub fields: Vec<(&'static str, String)>,
    /// Leaves it as it is: where that leads.
    pub leave: String,
}

/// One of two decisions.
#[derive(Debug, Clone)]
pub struct Side {
    /// What it is.
    pub badge: Badge,
    /// Who, when, why.
    pub facts: Vec<Fact>,
}

/// What was done, at the head of the next page.
#[must_use]
pub fn done(word: &str) -> &'static str {
    match word {
        "unchanged" => "Đã xét lại; kết quả không thay đổi và không gửi thư nào.",
        "claimed" => "Ông/Bà đang xem thư này; người khác được báo như vậy trong 15 phút.",
        "released" => "Đã thôi xem thư này.",
        _ => "Đã ghi quyết định.",
    }
}

/// Why it cannot be done now.
#[must_use]
pub fn waits(what: &str) -> String {
    match what {
        "dns" => "Chưa xét lại được vì máy chủ tên miền không trả lời. Xin thử lại sau ít phút."
            .to_owned(),
        _ => "Chưa xét lại được vì bộ đọc bảng tính không trả lời. Xin thử lại sau ít phút."
            .to_owned(),
    }
}

/// Somebody else looks at it.
#[must_use]
pub fn claimed(who: &str, since: &str, until: &str) -> String {
    format!(
        "{who} đang xem thư này từ {since}, giữ đến {until}. Xin đợi, hoặc chọn “Xem thay” nếu cần gấp."
    )
}

/// Somebody else looked at it and no longer does, in a list.
pub const CLAIMED_THEN: &str = "Lúc đó có người khác đang xem thư này; nay thư không còn ai giữ.";

/// It was decided meanwhile, in a list.
pub const DECIDED_MEANWHILE: &str = "Người khác vừa quyết định thư này; xin mở thư để xem.";

/// The mail is not there, in a list.
pub const MISSING: &str = "Không tìm thấy thư.";

/// Which way of answering is not chosen.
pub const CHOOSE_ANSWER: &str = "Hãy chọn có gửi thư trả lời hay không.";

/// No act is chosen.
pub const CHOOSE_ACT: &str = "Hãy chọn một quyết định.";

/// The title of the page that shows both decisions.
pub const CONFLICT: &str = "Hai quyết định cùng lúc";

/// Who answers for a sender that nothing proves.
fn vouched(seconds: Option<&str>) -> String {
    let nothing = "không có gì trên thư chứng minh người gửi; người quyết định chịu trách nhiệm";
    match seconds {
        Some(first) => format!("{nothing}, cùng với {first}"),
        None => nothing.to_owned(),
    }
}

/// What came of one of many.
#[must_use]
pub fn came(verdict: &str, answered: bool) -> String {
    if answered {
        format!("{verdict}; đã soạn thư trả lời đơn vị.")
    } else {
        format!("{verdict}; không gửi thư.")
    }
}

/// What a plan does, as labels and values.
#[must_use]
pub fn planned(
    effect: String,
    moment: Option<String>,
    version: Option<u32>,
    number: Option<&str>,
) -> Vec<Fact> {
    [
        ("Báo cáo của đơn vị", Some(effect)),
        ("Thời điểm được tính", moment),
        ("Bản", version.map(|version| version.to_string())),
        ("Số tiếp nhận", number.map(str::to_owned)),
    ]
    .into_iter()
    .filter_map(|(label, value)| value.map(|value| Fact::new(label, value)))
    .collect()
}

/// What a person said for a decision; `lifted` is what was set aside, in words.
#[must_use]
pub fn reviewed(review: &Review, lifted: String) -> Vec<Fact> {
    let vouched = review.vouched.then(|| vouched(review.seconds.as_deref()));
    let mut facts = said(review.ground, &review.note);
    facts.extend(vouched.map(|vouched| Fact::new("Người gửi", vouched)));
    if !lifted.is_empty() {
        facts.push(Fact::new("Đã xem và bỏ qua", lifted));
    }
    facts
}

fn said(ground: Option<Ground>, note: &str) -> Vec<Fact> {
    let ground = ground.map(|ground| Fact::new("Lý do", words::ground(Lang::Vi, ground)));
    let note = (!note.is_empty()).then(|| Fact::new("Ghi thêm", note));
    ground.into_iter().chain(note).collect()
}

/// The decision that stands in the ledger: what, by whom, when, what was
/// answered.
#[must_use]
pub fn standing(act: Option<Act>, by: String, at: String, reply: &str) -> Vec<Fact> {
    let act = act.map(|act| Fact::new("Quyết định", words::act(Lang::Vi, act)));
    let rest = [
        Fact::new("Người quyết định", by),
        Fact::new("Lúc", at),
        Fact::new("Thư trả lời", labels::letter(reply)),
    ];
    act.into_iter().chain(rest).collect()
}

/// The decision that was wanted.
#[must_use]
pub fn wanted(ground: Option<Ground>, note: &str, answer: bool) -> Vec<Fact> {
    let letter = if answer { "có gửi" } else { "không gửi" };
    let mut facts = vec![Fact::new("Thư trả lời", letter)];
    facts.extend(said(ground, note));
    facts
}
