//! Who lives in the town of `the_post_goes_round`, and what they answer.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use congvu::{
    campaign::Campaign,
    config::Config,
    edge::{dns::Resolver, store::Store, worker::Pool},
    figures::{Code, Value},
    flow::{Bells, Desk, examining::Examiner, register::Register},
    sender::{Policy, Proof, signature::Answers},
    unit::Unit,
    verdict::limits::Bounds,
    words::Lang,
    workbook::{Kind, Limits, write},
};
use jiff::{Timestamp, fmt::strtime, tz::TimeZone};
use lettre::message::{Attachment, Message, MultiPart, SinglePart, header::ContentType};

use crate::ward;

/// Our mailbox.
pub const TOWN: &str = "huongtra@thuathienhue.gov.vn";
/// The mail server of the town.
pub const HOST: &str = "mail.thuathienhue.gov.vn";

/// A daemon and its mailbox.
pub struct Daemon {
    pub desk: Desk,
    pub address: String,
}

/// The campaign as it is shipped, with one mailbox in place of another.
fn campaign(mailbox: &str, instead_of: &str) -> Arc<Campaign> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    let files: BTreeMap<String, String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, text.replace(instead_of, mailbox))
        })
        .collect();
    Arc::new(Campaign::load(&files).unwrap())
}

/// The units, in the order of the registry.
pub fn units() -> Vec<Unit> {
    campaign("", "\u{0}").registry.iter().cloned().collect()
}

impl Daemon {
    /// Ours.
    pub fn of_the_town(store: Store) -> Self {
        Self::open(store, TOWN, campaign("", "\u{0}"))
    }

    /// That of a unit, to which the town reports as the unit does to the town.
    pub fn of_a_unit(store: Store, unit: &Unit) -> Self {
        let own = unit.mailbox.as_str();
        Self::open(store, own, campaign(TOWN, own))
    }

    fn open(store: Store, own: &str, campaign: Arc<Campaign>) -> Self {
        let text = format!(
            "[mailbox]\naddress = \"{own}\"\nhost = \"{HOST}\"\npassword_file = \"x\"\n\
             [smtp]\nhost = \"{HOST}\"\n[store]\nurl = \"sqlite:x\"\n[campaign]\ndir = \"x\"\n\
             [sender]\nown_hosts = [\"{HOST}\"]\naccept = [\"sasl\"]\n"
        );
        let config = Config::load("congvu.toml", &text).unwrap();
        let readers = Pool::new(env!("CARGO_BIN_EXE_congvu").into(), 1, Limits::default());
        let policy = Policy {
            accept: vec![Proof::Sasl],
            ..config.sender
        };
        Self {
            desk: Desk {
                store,
                register: Arc::new(Register::new(campaign.clone())),
                campaign: campaign.clone(),
                examiner: Examiner {
                    aliases: Vec::new(),
                    form_key: None,
                    campaign,
                    policy: Arc::new(policy),
                    own: config.mailbox.address.clone(),
                    readers: Arc::new(readers),
                    limits: Limits::default(),
                    resolver: Arc::new(Resolver::Fixed(Answers::new())),
                },
                mailbox: Arc::new(config.mailbox),
                mail_bytes: config.limits.mail_bytes,
                bounds: Bounds::default(),
                two_people: false,
                lang: Lang::Vi,
                bells: Arc::new(Bells::default()),
            },
            address: own.to_owned(),
        }
    }
}

/// How somebody's mailbox answers a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// A good responder: `Auto-Submitted`, null sender, `In-Reply-To`.
    Vacation,
    /// `Auto-Submitted`, from its own address, to the envelope sender.
    ToTheEnvelope,
    /// No mark at all, the same words each time, to From.
    Unmarked,
    /// No mark, in the thread, quoting our letter as a mail within the mail.
    UnmarkedInThread,
    /// No mark, and with another file each time.
    UnmarkedWithFiles,
    /// The mailbox is gone: every letter bounces, as an answer to it.
    Gone,
    /// Every letter is sent back to us as it is.
    Forwarder,
}

impl Manner {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Vacation,
        Self::ToTheEnvelope,
        Self::Unmarked,
        Self::UnmarkedInThread,
        Self::UnmarkedWithFiles,
        Self::Gone,
        Self::Forwarder,
    ];
}

/// Somebody whose mailbox answers by itself.
pub struct Neighbour {
    address: String,
    manner: Manner,
    answered: usize,
}

impl Neighbour {
    pub fn new(unit: &Unit, manner: Manner) -> Self {
        let address = unit.mailbox.as_str().to_owned();
        Self {
            address,
            manner,
            answered: 0,
        }
    }

    /// What comes to the town for a letter of the town.
    pub fn answers(&mut self, letter: &[u8], at: Timestamp) -> Vec<Vec<u8>> {
        self.answered += 1;
        let own = self.address.clone();
        let id = format!("<{}.{}@{HOST}>", self.answered, own.replace('@', "."));
        let about = field(letter, "message-id");
        let thread = format!("In-Reply-To: {about}\r\nReferences: {about}\r\n");
        let text = "Content-Type: text/plain\r\n\r\nI am out of the office.\r\n";
        let head = format!(
            "From: <{own}>\r\nTo: <{TOWN}>\r\nMessage-ID: {id}\r\nSubject: Re: bao cao\r\nMIME-Version: 1.0\r\n"
        );
        let (envelope, body) = match self.manner {
            Manner::Vacation => (
                "",
                format!("{head}{thread}Auto-Submitted: auto-replied\r\n{text}"),
            ),
            Manner::ToTheEnvelope => (
                own.as_str(),
                format!("{head}Auto-Submitted: auto-generated\r\n{text}"),
            ),
            Manner::Unmarked => (own.as_str(), format!("{head}{text}")),
            Manner::UnmarkedInThread => (own.as_str(), format!("{head}{thread}{}", within(letter))),
            Manner::UnmarkedWithFiles => (
                own.as_str(),
                format!(
                    "{head}{thread}Content-Type: application/pdf; name=\"a.pdf\"\r\n\
                 Content-Disposition: attachment; filename=\"a.pdf\"\r\n\r\n%PDF-1.4 {}\r\n",
                    self.answered
                ),
            ),
            Manner::Gone => ("", bounce(&own, letter, &id)),
            Manner::Forwarder => (own.as_str(), String::from_utf8(letter.to_vec()).unwrap()),
        };
        vec![delivered(&own, envelope, TOWN, at, body.as_bytes())]
    }
}

/// A mail within a mail.
fn within(letter: &[u8]) -> String {
    format!(
        "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
         I am out of the office.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b--\r\n",
        String::from_utf8_lossy(letter)
    )
}

/// What a server writes when a mailbox is gone; Gmail and Exchange name the
/// letter as the one that is answered.
fn bounce(gone: &str, letter: &[u8], id: &str) -> String {
    let text = String::from_utf8_lossy(letter);
    let head = text.split("\r\n\r\n").next().unwrap();
    let about = field(letter, "message-id");
    format!(
        "From: MAILER-DAEMON@{HOST} (Mail Delivery System)\r\nTo: <{TOWN}>\r\nMessage-ID: {id}\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n\
         In-Reply-To: {about}\r\nReferences: {about}\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"r\"\r\n\r\n\
         --r\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n\
         --r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {HOST}\r\n\r\n\
         Final-Recipient: rfc822; {gone}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\
         --r\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}\r\n--r--\r\n"
    )
}

fn field(letter: &[u8], name: &str) -> String {
    let header = congvu::mail::header::Header::read(letter);
    header.first(name).unwrap_or_default().to_owned()
}

/// A mail as the server writes it into the mailbox, sent after a login.
pub fn delivered(login: &str, envelope: &str, to: &str, at: Timestamp, bytes: &[u8]) -> Vec<u8> {
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let date = strtime::format("%a, %d %b %Y %H:%M:%S %z", &at.to_zoned(zone)).unwrap();
    let trace = format!(
        "Return-Path: <{envelope}>\r\nDelivered-To: {to}\r\n\
         Received: from [127.0.0.1] (localhost [127.0.0.1])\r\n\
         \t(Authenticated sender: {login})\r\n\tby {HOST} (Postfix) with ESMTPSA id 4F1A2\r\n\
         \tfor <{to}>; {date}\r\n"
    );
    [trace.into_bytes(), bytes.to_vec()].concat()
}

/// A mail of a stranger in our name, with the field that marks our letters.
pub fn forged(nth: i64, at: Timestamp) -> Vec<u8> {
    let body = format!(
        "From: <{TOWN}>\r\nTo: <{TOWN}>\r\nMessage-ID: <{nth}@congvu.thuathienhue.gov.vn>\r\n\
         X-Congvu-Loop: <{nth}@congvu.thuathienhue.gov.vn>\r\n\r\nBuy now.\r\n"
    );
    delivered("nobody", "spam@example.com", TOWN, at, body.as_bytes())
}

/// The same mail as a server delivers it once more.
pub fn delivered_again(raw: &[u8], nth: i64) -> Vec<u8> {
    let text = String::from_utf8(raw.to_vec()).unwrap();
    text.replacen("id 4F1A2", &format!("id AGAIN{nth}"), 1)
        .into_bytes()
}

/// A report of a unit without errors; `more` makes it another.
pub fn good(unit: &Unit, more: i64) -> Vec<u8> {
    reported(unit, &[("UD03", Value::Number((1_200 + more).into()))])
}

/// One with a fault, each `kind` in another file.
pub fn faulty(unit: &Unit, kind: i64) -> Vec<u8> {
    reported(unit, &[("TT01", Value::Text(format!("hai chục {kind}")))])
}

/// A report of a unit with these figures, and the good ones for the rest.
pub fn reported(unit: &Unit, figures: &[(&str, Value)]) -> Vec<u8> {
    let form = ward::form(if unit.group == "communes" { 2 } else { 1 });
    let mut issue = congvu::form::Issue {
        unit_code: unit.code.clone(),
        unit_name: unit.name.clone(),
        ..ward::good_issue(&form)
    };
    for (code, value) in figures {
        issue
            .figures
            .0
            .insert(Code::parse(code).unwrap(), value.clone());
    }
    write::write(Kind::Xlsx, &form.lay_out(&issue)).unwrap()
}

/// A clerk sends a workbook from the unit's mailbox.
pub fn clerk_writes(unit: &Unit, workbook: &[u8], at: Timestamp) -> Vec<u8> {
    let from = unit.mailbox.as_str();
    let octets = ContentType::parse("application/octet-stream").unwrap();
    let file = Attachment::new("bao-cao.xlsx".to_owned()).body(workbook.to_vec(), octets);
    let id = format!("<{}.{}@may-tinh.example>", at.as_second(), unit.code);
    let mail = Message::builder()
        .from(from.parse().unwrap())
        .to(TOWN.parse().unwrap())
        .subject("Báo cáo CNTT 2015")
        .message_id(Some(id))
        .multipart(
            MultiPart::mixed()
                .singlepart(SinglePart::plain("Kính gửi.".to_owned()))
                .singlepart(file),
        )
        .unwrap();
    delivered(from, from, TOWN, at, &mail.formatted())
}
