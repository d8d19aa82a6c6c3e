//! One mail: what was decided, why, on what evidence, and what was answered.

use askama::Template;

use jiff::Timestamp;

use super::{Badge, Fact, Frame, Tone, labels};
use crate::{
    sender::{
        Evidence, Proof,
        authres::MethodResult,
        run::Run,
        signature::{Outcome, Signature},
    },
    text,
    verdict::Verdict,
};

/// One mail.
#[derive(Template)]
#[template(path = "mail.html", config = "src/words/askama.toml")]
pub struct Mail {
    /// What stands around it.
    pub frame: Frame,
    /// Its number.
    pub id: i64,
    /// Its subject line.
    pub subject: String,
    /// The verdict.
    pub verdict: Badge,
    /// What the verdict means.
    pub meaning: String,
    /// May its files do harm?
    pub dangerous: bool,
    /// What it is.
    pub facts: Vec<Fact>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What a person should know and what decides nothing.
    pub notes: Vec<Reason>,
    /// What the workbook has wrong.
    pub findings: Vec<Finding>,
    /// Its files.
    pub files: Vec<File>,
    /// What is known about the sender.
    pub evidence: Vec<Fact>,
    /// What was answered.
    pub letters: Vec<Letter>,
    /// Where it was seen.
    pub places: Vec<Place>,
    /// What was done.
    pub audit: Vec<Deed>,
    /// Is the stored evidence unreadable for this version of the program?
    pub evidence_lost: bool,
}

/// A reason.
#[derive(Debug, Clone)]
pub struct Reason {
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub fix: String,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Error or warning.
    pub severity: Badge,
    /// Sheet, cell and indicator.
    pub place: String,
    /// What the cell holds.
    pub found: String,
    /// What it should hold.
    pub expected: String,
    /// How to mend it.
    pub fix: String,
    /// Stable code.
    pub code: String,
}

/// A file.
#[derive(Debug, Clone)]
pub struct File {
    /// Which part.
    pub n: i64,
    /// Its name.
    pub name: String,
    /// What it claims to be.
    pub media_type: String,
    /// How large it is.
    pub size: String,
    /// What became of it.
    pub fate: String,
    /// SHA-256.
    pub digest: String,
}

/// A letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// What kind.
    pub kind: String,
    /// Who gets it.
    pub recipient: String,
    /// Its subject line.
    pub subject: String,
    /// How it stands.
    pub state: Badge,
    /// When.
    pub at: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the mail server said.
    pub said: String,
    /// Its Message-ID.
    pub message_id: String,
}

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    /// The server took it.
    Sent,
    /// The server took it, and a server gave it back.
    Returned,
    /// It is given up.
    Failed,
    /// It is to be tried.
    Waiting,
}

impl Sending {
    /// In a word or two.
    #[must_use]
    pub fn badge(self) -> Badge {
        match self {
            Self::Sent => Badge::new(Tone::Good, "Đã gửi"),
            Self::Returned => Badge::new(Tone::Bad, "Bị trả về, đơn vị chưa nhận được"),
            Self::Failed => Badge::new(Tone::Bad, "Không gửi được"),
            Self::Waiting => Badge::new(Tone::Attention, "Chờ gửi"),
        }
    }
}

/// A place where the mail was seen.
#[derive(Debug, Clone)]
pub struct Place {
    /// The mailbox and the number in it.
    pub place: String,
    /// When the server received it there.
    pub received: String,
    /// When we saw it.
    pub seen: String,
}

/// Something that was done.
#[derive(Debug, Clone)]
pub struct Deed {
    /// Its number in the audit.
    pub seq: i64,
    /// When.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// The particulars.
    pub detail: String,
}

/// What a mail is, in values.
#[derive(Debug, Clone)]
pub struct Summary {
    /// Whom it claims to be from.
    pub sender: Option<String>,
    /// The unit's name.
    pub unit: Option<String>,
    /// The number of the answer.
    pub number: Option<String>,
    /// When the server received it.
    pub received: String,
    /// The moment that counts.
    pub moment: Option<String>,
    /// How large it is.
    pub size: String,
    /// The kind of answer, as its word.
    pub reply: Option<String>,
    /// What proved the sender, as its word.
    pub proof: Option<String>,
    /// When it was decided, by whom, and which decision this is.
    pub decided: Option<(String, String, i64)>,
}

impl Summary {
    /// As labels and values; what is not known is left out.
    #[must_use]
    pub fn facts(self) -> Vec<Fact> {
        let reply = self.reply.map(|reply| labels::letter(&reply).to_owned());
        let proof = self.proof.map(|proof| labels::proof(&proof).to_owned());
        let decided = self.decided.map(|(at, by, revision)| match revision {
            1 => format!("{at}, bởi {by}"),
            revision => format!("{at}, bởi {by} (lần {revision})"),
        });
        [
            ("Người gửi ghi trên thư", self.sender),
            ("Đơn vị", self.unit),
            ("Số tiếp nhận", self.number),
            ("Máy chủ nhận lúc", Some(self.received)),
            ("Thời điểm được tính", self.moment),
            ("Xác thực người gửi", proof),
            ("Trả lời", reply),
            ("Xét lúc", decided),
            ("Dung lượng", Some(self.size)),
        ]
        .into_iter()
        .filter_map(|(label, value)| value.map(|value| Fact::new(label, value)))
        .collect()
    }
}

/// What the verdict means, or what a mail without one waits for.
#[must_use]
pub fn meaning(verdict: Option<Verdict>, attempts: i64, waiting_for: Option<&str>) -> String {
    match (verdict, waiting_for) {
        (Some(verdict), _) => labels::meaning(verdict).to_owned(),
        (None, Some(what)) => {
            format!("Thư đã được lưu và đang đợi: {what}. Đã thử {attempts} lần, sẽ tự thử lại.")
        }
        (None, None) => "Thư đã được lưu và sẽ được xét ngay khi đến lượt.".to_owned(),
    }
}

/// Where a mail was seen: a mailbox of the server, or a file.
#[must_use]
pub fn place(mailbox: &str, uidvalidity: i64, uid: i64) -> String {
    match mailbox.strip_prefix("file:") {
        Some(file) => format!("Tệp {file}"),
        None => format!("{mailbox}, UID {uid} (UIDVALIDITY {uidvalidity})"),
    }
}

/// What is known about the sender.
#[must_use]
pub fn evidence(
    evidence: &Evidence,
    proof: Option<Proof>,
    moment: impl Fn(Timestamp) -> String,
) -> Vec<Fact> {
    let line = |text: &str| text::one_line(text, 300);
    let said = |value: Option<String>, nothing: &str| value.unwrap_or_else(|| nothing.to_owned());
    let envelope = evidence.envelope.as_ref().map(|from| line(from.as_str()));
    let login = evidence.login.as_ref().map(|login| line(login.as_str()));
    let hop = evidence.hop.as_deref().map(|hop| match evidence.hop_at {
        Some(at) => format!("{}, lúc {}", line(hop), moment(at)),
        None => line(hop),
    });
    let mut facts = vec![
        Fact::new(
            "Kết luận",
            labels::proof(proof.map_or("none", |proof| proof.as_str())),
        ),
        Fact::new(
            "Địa chỉ phong bì (Return-Path)",
            said(envelope, "không có hoặc không đọc được"),
        ),
        Fact::new(
            "Máy chủ của cơ quan nhận thư",
            said(hop, "không có chặng nào được tin cậy"),
        ),
        Fact::new("Tài khoản đăng nhập", said(login, "không được ghi nhận")),
        Fact::new("Máy chủ của cơ quan ghi", written(&evidence.run)),
    ];
    if evidence.signatures.is_empty() {
        facts.push(Fact::new("Chữ ký DKIM", "không có"));
    }
    let signatures = evidence.signatures.iter();
    facts.extend(signatures.map(|signed| Fact::new("Chữ ký DKIM", signature(signed))));
    facts
}

/// What our own mail server wrote about the sender, and whether it counts.
fn written(run: &Run) -> String {
    let result = |it: &MethodResult| {
        let properties = it.properties.iter();
        let properties: Vec<String> = properties
            .map(|it| format!("{}.{}={}", it.ptype, it.name, it.value))
            .collect();
        let said = format!("{}={} {}", it.method, it.result, properties.join(" "));
        text::one_line(said.trim_end(), 200)
    };
    let results: Vec<String> = run.results.iter().take(20).map(result).collect();
    match (results.is_empty(), run.void.is_some()) {
        (true, false) => "không có kết quả xác thực nào".to_owned(),
        (true, true) => "không dùng được, xem lý do".to_owned(),
        (false, false) => results.join("; "),
        (false, true) => format!("{} – không dùng được, xem lý do", results.join("; ")),
    }
}

fn signature(signed: &Signature) -> String {
    let outcome = match &signed.outcome {
        Outcome::Pass => "hợp lệ".to_owned(),
        Outcome::Fail(why) => format!("không hợp lệ ({})", text::one_line(why, 200)),
        Outcome::Unanswered => "chưa kiểm tra được vì máy chủ tên miền không trả lời".to_owned(),
    };
    let domain = text::one_line(&signed.domain, 200);
    let selector = text::one_line(&signed.selector, 100);
    let partial = if signed.partial {
        "; không bao trùm hết nội dung"
    } else {
        ""
    };
    format!("{domain} (khóa {selector}): {outcome}{partial}")
}
