//! One mail: what was decided, why, on what evidence, and what was answered.

use askama::Template;

use super::{
    Badge, Fact, Frame, Tone,
    evidence::Letterhead,
    history::{Difference, Version},
    labels,
    review::{Form, Looking, Walk},
    sheet::Grid,
};
use crate::verdict::Verdict;

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
    /// Where it stands in the queue, if it was opened from there.
    pub walk: Option<Walk>,
    /// What was done just now, and the mail to which.
    pub done: Option<(&'static str, Option<i64>)>,
    /// The verdict.
    pub verdict: Badge,
    /// How its moment stands to the deadline.
    pub punctuality: Badge,
    /// What the verdict means.
    pub meaning: String,
    /// May its files do harm?
    pub dangerous: bool,
    /// What it is.
    pub facts: Vec<Fact>,
    /// What the person said who decided it.
    pub review: Vec<Fact>,
    /// Who looks at it.
    pub looking: Looking,
    /// The form to decide with; none for whoever may not, or before the rules
    /// have decided.
    pub form: Option<Form>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What a person should know and what decides nothing.
    pub notes: Vec<Reason>,
    /// What the workbook has wrong.
    pub findings: Vec<Finding>,
    /// Its workbook.
    pub grid: Grid,
    /// The versions of the unit's report.
    pub versions: Vec<Version>,
    /// What the version of this mail changed.
    pub difference: Option<Difference>,
    /// Its files.
    pub files: Vec<File>,
    /// What is known about the sender.
    pub evidence: Vec<Fact>,
    /// Its header and its text, for whoever decides.
    pub letterhead: Option<Letterhead>,
    /// What was answered.
    pub letters: Vec<Letter>,
    /// Where it was seen.
    pub places: Vec<Place>,
    /// What was done.
    pub audit: Vec<Deed>,
    /// Is the stored evidence unreadable for this version of the program?
    pub evidence_lost: bool,
    /// May this person take mails and files out of the house?
    pub may_download: bool,
    /// The way through the queue; none: it was not opened from there.
    pub way: Option<String>,
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
    /// Where the cell stands in the grid; empty: it is not shown.
    pub anchor: String,
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
    /// Its number.
    pub id: i64,
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
    /// The verdict to whose folder it was moved.
    pub filed: Option<String>,
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
    /// What that person said.
    pub said: String,
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
    /// The version of the report that it is, and how that stands.
    pub version: Option<(i64, String)>,
    /// The number of the answer.
    pub number: Option<String>,
    /// When the server received it.
    pub received: String,
    /// The moment that counts, when it is another.
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
        let version = self
            .version
            .map(|(version, state)| format!("bản {version} – {}", state.to_lowercase()));
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
            ("Bản báo cáo", version),
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
