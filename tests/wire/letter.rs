//! What people put into the post.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{Timestamp, fmt::strtime, tz::TimeZone};
use lettre::message::{Attachment, Message, MultiPart, SinglePart, header::ContentType};

/// A mail to be sent: good but for what a trial changes in it.
#[derive(Clone)]
pub struct Letter {
    to: String,
    subject: String,
    text: String,
    attachments: Vec<(String, Vec<u8>)>,
    from: Option<String>,
    replies: Option<String>,
    id: String,
    sender: Option<String>,
    written: Option<Vec<u8>>,
}

impl Letter {
    /// A short letter to an address.
    pub fn to(address: &str) -> Self {
        static WRITTEN: AtomicUsize = AtomicUsize::new(0);
        let nth = WRITTEN.fetch_add(1, Ordering::Relaxed);
        Self {
            to: address.to_owned(),
            subject: "Báo cáo".to_owned(),
            text: "Kính gửi.".to_owned(),
            attachments: Vec::new(),
            from: None,
            replies: None,
            id: format!("<{nth}.{}@may-tinh.example>", std::process::id()),
            sender: None,
            written: None,
        }
    }

    /// With this subject.
    pub fn about(mut self, subject: &str) -> Self {
        self.subject = subject.to_owned();
        self
    }

    /// With this file.
    pub fn enclosing(mut self, name: &str, bytes: &[u8]) -> Self {
        self.attachments.push((name.to_owned(), bytes.to_owned()));
        self
    }

    /// With this address in From, whoever sends it.
    pub fn signed_as(mut self, address: &str) -> Self {
        self.from = Some(address.to_owned());
        self
    }

    /// With this address in Reply-To.
    pub fn replying_to(mut self, address: &str) -> Self {
        self.replies = Some(address.to_owned());
        self
    }

    /// With this envelope sender, whoever sends it.
    pub fn posted_as(mut self, sender: &str) -> Self {
        self.sender = Some(sender.to_owned());
        self
    }

    /// With exactly these bytes, whatever else was said.
    pub fn written(mut self, bytes: &[u8]) -> Self {
        self.written = Some(bytes.to_owned());
        self
    }

    /// Its Message-ID.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where it goes.
    pub fn recipient(&self) -> &str {
        &self.to
    }

    /// Its envelope sender when `person` sends it.
    pub fn sender<'l>(&'l self, person: &'l str) -> &'l str {
        self.sender.as_deref().unwrap_or(person)
    }

    /// Its bytes when `person` sends it.
    pub fn bytes(&self, person: &str) -> Vec<u8> {
        if let Some(written) = &self.written {
            return written.clone();
        }
        let from = self.from.as_deref().unwrap_or(person);
        let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(self.text.clone()));
        for (name, bytes) in &self.attachments {
            let octets = ContentType::parse("application/octet-stream").unwrap();
            parts = parts.singlepart(Attachment::new(name.clone()).body(bytes.clone(), octets));
        }
        let mut builder = Message::builder()
            .from(from.parse().unwrap())
            .to(self.to.parse().unwrap())
            .subject(&self.subject)
            .message_id(Some(self.id.clone()));
        if let Some(replies) = &self.replies {
            builder = builder.reply_to(replies.parse().unwrap());
        }
        builder.multipart(parts).unwrap().formatted()
    }

    /// Its bytes as they lie in the mailbox when `person` has sent it after a
    /// login and the post office `host` took it at `at`.
    pub fn delivered(&self, person: &str, host: &str, at: Timestamp) -> Vec<u8> {
        let zone = TimeZone::fixed(jiff::tz::offset(7));
        let date = strtime::format("%a, %d %b %Y %H:%M:%S %z", &at.to_zoned(zone)).unwrap();
        let (to, sender) = (&self.to, self.sender(person));
        let trace = format!(
            "Return-Path: <{sender}>\r\nDelivered-To: {to}\r\n\
             Received: from {host}\r\n\tby {host} with LMTP\r\n\tid u8lLJwAA\r\n\
             \t(envelope-from <{sender}>)\r\n\tfor <{to}>; {date}\r\n\
             Received: from [127.0.0.1] (localhost [127.0.0.1])\r\n\
             \t(Authenticated sender: {person})\r\n\
             \tby {host} (Postfix) with ESMTPSA id 4F1A2\r\n\tfor <{to}>; {date}\r\n"
        );
        [trace.into_bytes(), self.bytes(person)].concat()
    }
}
