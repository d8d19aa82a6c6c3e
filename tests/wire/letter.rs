//! What people put into the post.

use lettre::message::{Attachment, Message, MultiPart, SinglePart, header::ContentType};

/// A mail to be sent: good but for what a trial changes in it.
#[derive(Clone)]
pub struct Letter {
    to: String,
    subject: String,
    text: String,
    attachments: Vec<(String, Vec<u8>)>,
    from: Option<String>,
    sender: Option<String>,
    written: Option<Vec<u8>>,
}

impl Letter {
    /// A short letter to an address.
    pub fn to(address: &str) -> Self {
        Self {
            to: address.to_owned(),
            subject: "Báo cáo".to_owned(),
            text: "Kính gửi.".to_owned(),
            attachments: Vec::new(),
            from: None,
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
        Message::builder()
            .from(from.parse().unwrap())
            .to(self.to.parse().unwrap())
            .subject(&self.subject)
            .multipart(parts)
            .unwrap()
            .formatted()
    }
}
