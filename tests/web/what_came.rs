//! Mails of every kind, as the daemon would have settled them.

use congvu::{
    address::Address,
    campaign::window::Punctuality,
    digest::Digest,
    edge::store::{
        Actor, MailId, NewAttachment, NewLetter, NewMail, NewSettlement, NewSubmission, Source,
    },
    figures::{Code, Figures, Value},
    finding::{Expected, Fault, Finding, Severity},
    form::code::CodeCheck,
    mail::{Mail, parts::Attachment},
    sender::{
        Evidence, Proof,
        signature::{Outcome, Signature},
    },
    verdict::{
        Reply, Verdict,
        judgement::{Fate, File, Judgement},
        reason::Reason,
    },
    workbook::Container,
};
use jiff::SignedDuration;
use serde_json::json;

use crate::office::{Office, at};

/// A subject that would be a script on a careless page.
pub const HOSTILE: &str = r#"</a><script>alert("1")</script> & 'báo cáo'"#;
/// A file name that would be one, a path, and the end of a header.
pub const HOSTILE_FILE: &str = r#"../"><img src=x onerror=alert(1)>"báo cáo.xlsx"#;

/// A mail with one file, good but for what a chapter changes.
pub struct Draft {
    uid: u32,
    unit: &'static str,
    from: &'static str,
    arrived: &'static str,
    subject: &'static str,
    file: &'static str,
    verdict: Verdict,
    reasons: Vec<Reason>,
    findings: Vec<Finding>,
}

/// A good report of Hương Văn.
pub fn a_report() -> Draft {
    Draft {
        uid: 1,
        unit: "p.huongvan01",
        from: "huongvan01.huongtra@thuathienhue.gov.vn",
        arrived: "07 09:30",
        subject: "Báo cáo ứng dụng CNTT năm 2015 của phường Hương Văn",
        file: "Bao cao CNTT 2015 - Hương Văn.xlsx",
        verdict: Verdict::Accepted,
        reasons: Vec::new(),
        findings: Vec::new(),
    }
}

impl Draft {
    /// From a unit.
    pub fn of(self, uid: u32, unit: &'static str, from: &'static str) -> Self {
        Self {
            uid,
            unit,
            from,
            ..self
        }
    }

    /// At a moment.
    pub fn arriving(self, arrived: &'static str) -> Self {
        Self { arrived, ..self }
    }

    /// With this subject.
    pub fn titled(self, subject: &'static str) -> Self {
        Self { subject, ..self }
    }

    /// With a file of this name.
    pub fn with_file(self, file: &'static str) -> Self {
        Self { file, ..self }
    }

    /// Decided so.
    pub fn decided(self, verdict: Verdict, reasons: Vec<Reason>) -> Self {
        Self {
            verdict,
            reasons,
            ..self
        }
    }

    /// With these findings.
    pub fn having(self, findings: Vec<Finding>) -> Self {
        Self { findings, ..self }
    }

    /// The bytes of the mail.
    pub fn raw(&self) -> Vec<u8> {
        let name: String = self
            .file
            .bytes()
            .map(congvu::web::filter::percent)
            .collect();
        format!(
            "From: <{}>\r\nSubject: test\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=b\r\n\r\n\
             --b\r\nContent-Type: text/html\r\n\r\n<script>alert(2)</script>\r\n\
             --b\r\nContent-Type: application/octet-stream\r\n\
             Content-Disposition: attachment; filename*=UTF-8''{name}\r\n\
             Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
            self.from, "VGhlIHdvcmtib29rIA==",
        )
        .replace("test", &format!("test {}", self.uid))
        .into_bytes()
    }

    fn judgement(&self, file: &Attachment) -> Judgement {
        let from = Address::parse(self.from).unwrap();
        let proven = matches!(
            self.verdict,
            Verdict::Accepted | Verdict::Rejected | Verdict::Duplicate
        );
        let (fate, reply) = match self.verdict {
            Verdict::Accepted => (Fate::Report, Reply::Receipt),
            Verdict::Rejected => (Fate::Unreadable, Reply::Rejection),
            Verdict::Duplicate => (Fate::Report, Reply::Identical),
            Verdict::Held | Verdict::Quarantined | Verdict::Logged => {
                (Fate::Undecided, Reply::None)
            }
        };
        Judgement {
            // Whoever reports on a neighbour's form is noted, and no more.
            notes: (self.verdict == Verdict::Accepted)
                .then(|| Reason::FormCode(CodeCheck::Foreign("p.tuha".to_owned())))
                .into_iter()
                .collect(),
            verdict: self.verdict,
            reply,
            reasons: self.reasons.clone(),
            from: Some(from.clone()),
            unit: Some(self.unit.to_owned()),
            proof: proven.then_some(Proof::Dkim),
            moment: at(self.arrived),
            punctuality: Punctuality::OnTime,
            findings: self.findings.clone(),
            files: vec![File {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                kind: Container::Unknown,
                size: 13,
                digest: file.digest,
                fate,
            }],
            report: None,
            review: None,
            evidence: Evidence {
                envelope: Some(from),
                hop: Some("mx.thuathienhue.gov.vn".to_owned()),
                hop_at: Some(at(self.arrived)),
                signatures: vec![Signature {
                    domain: "thuathienhue.gov.vn".to_owned(),
                    selector: "s2015".to_owned(),
                    signed: std::collections::BTreeSet::new(),
                    partial: false,
                    made_at: None,
                    ends_at: None,
                    digest: None,
                    outcome: if proven {
                        Outcome::Pass
                    } else {
                        Outcome::Fail("body hash did not verify".to_owned())
                    },
                }],
                ..Evidence::default()
            },
        }
    }

    /// Keeps it without a verdict.
    pub async fn is_kept(&self, office: &Office) -> MailId {
        let raw = self.raw();
        let arrived = at(self.arrived);
        let mut tx = office.store.begin(&Actor::System, arrived).await.unwrap();
        let kept = tx
            .keep(&[NewMail {
                digest: Digest::of(&raw),
                bytes: &raw,
                received_at: arrived,
                source: Source::Imap {
                    mailbox: "INBOX",
                    uidvalidity: 7,
                    uid: self.uid,
                },
            }])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        kept.first().unwrap().mail
    }

    /// Keeps it, settles it, and owes or has sent what answers it.
    pub async fn is_settled(&self, office: &Office) -> MailId {
        let mail = self.is_kept(office).await;
        let raw = self.raw();
        let files = Mail::open(&raw).parts.attachments;
        let file = files.first().unwrap();
        let judgement = self.judgement(file);
        let codes: Vec<&str> = self.reasons.iter().map(Reason::code).collect();
        let number = format!("BC-2015-{:04}", self.uid);
        let arrived = at(self.arrived);
        let mut tx = office
            .store
            .begin(&Actor::System, arrived + SignedDuration::from_secs(20))
            .await
            .unwrap();
        tx.settle(&NewSettlement {
            mail,
            revision: 1,
            verdict: self.verdict,
            reply: judgement.reply.as_str(),
            unit: Some(self.unit),
            number: (judgement.reply != Reply::None).then_some(&number),
            sender: judgement.from.as_ref(),
            subject: self.subject,
            proof: judgement.proof.map_or("none", Proof::as_str),
            moment: arrived,
            reasons: &codes,
            judgement: &serde_json::to_value(&judgement).unwrap(),
            files: &[NewAttachment {
                name: &file.name,
                media_type: &file.media_type,
                size: 13,
                digest: file.digest,
                fate: "report",
            }],
        })
        .await
        .unwrap();
        if self.verdict == Verdict::Accepted {
            tx.add_submission(&NewSubmission {
                campaign: &office.campaign.id,
                unit: self.unit,
                mail,
                number: &number,
                version: 1,
                form: "form-2",
                workbook: file.digest,
                file_name: &file.name,
                figures: &figures(),
                moment: arrived,
                punctuality: "on_time",
                findings: &json!([]),
            })
            .await
            .unwrap();
        }
        if judgement.reply != Reply::None {
            tx.owe(&NewLetter {
                key: &format!("{}-{}", judgement.reply.as_str(), self.uid),
                mail: Some(mail),
                kind: judgement.reply.as_str(),
                recipient: &Address::parse(self.from).unwrap(),
                message_id: &format!("<{}.congvu@thuathienhue.gov.vn>", self.uid),
                subject: &format!("[{number}] Trả lời báo cáo"),
                bytes: b"...",
                due_at: arrived,
            })
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        mail
    }
}

/// Two numbers of a report.
pub fn figures() -> Figures {
    let number = |code: &str, value: i64| (Code::parse(code).unwrap(), Value::Number(value.into()));
    [number("HT01", 40), number("HT02", 38)]
        .into_iter()
        .collect()
}

/// A missing number and a wrong one.
pub fn two_findings() -> Vec<Finding> {
    let at = |code: &str, cell: &str, severity, fault| Finding {
        code: code.to_owned(),
        severity,
        sheet: "Biểu 2".to_owned(),
        cell: cell.to_owned(),
        indicator: Code::parse("HT02"),
        label: "Số máy tính kết nối Internet".to_owned(),
        fault,
    };
    vec![
        at(
            "E-MISSING",
            "E12",
            Severity::Error,
            Fault::Missing {
                expected: Expected::Whole,
            },
        ),
        at(
            "E-INT",
            "E14",
            Severity::Error,
            Fault::NotWhole {
                found: "<b>12,5</b>".to_owned(),
            },
        ),
    ]
}
