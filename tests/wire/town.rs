//! The people of the town and what they can do at the post office.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::PathBuf,
    time::SystemTime,
};

use jiff::{Timestamp, fmt::strtime, tz::TimeZone};
use mail_parser::MessageParser;

use crate::{
    deadline::until,
    imap::Imap,
    letter::Letter,
    post_office::{Parts, PostOffice},
    smtp::{self, Code},
};

/// The town: one post office, and everybody who has a mailbox there.
pub struct Town {
    office: PostOffice,
}

/// Somebody with a mailbox.
pub struct Person<'t> {
    office: &'t PostOffice,
    address: String,
}

/// A mail as it lies in a mailbox.
pub struct Received {
    /// Its bytes, with the line ends of the disk.
    pub bytes: Vec<u8>,
    /// When the mailbox says that it arrived (`INTERNALDATE`).
    pub arrived: SystemTime,
}

impl Town {
    /// Opens its post office.
    pub fn open() -> Self {
        Self::with(Parts::All)
    }

    /// Opens a post office of these parts.
    pub fn with(parts: Parts) -> Self {
        Self {
            office: PostOffice::open(parts),
        }
    }

    /// Its post office.
    pub fn office(&self) -> &PostOffice {
        &self.office
    }

    /// Somebody by the whole address; the mailbox comes into being with its first mail.
    pub fn person(&self, address: &str) -> Person<'_> {
        Person::at(&self.office, address)
    }

    /// A unit by the name of its mailbox, such as `huongvan01`.
    pub fn unit(&self, name: &str) -> Person<'_> {
        self.person(&format!("{name}.huongtra@thuathienhue.gov.vn"))
    }
}

impl<'t> Person<'t> {
    /// Somebody at this post office.
    pub fn at(office: &'t PostOffice, address: &str) -> Self {
        Self {
            office,
            address: address.to_owned(),
        }
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Logs in and sends a letter.
    pub fn sends(&self, letter: &Letter) -> Code {
        self.sends_by("SUBMISSION_PORT", letter)
    }

    /// The same on a day when the server puts everything off.
    pub fn sends_on_a_bad_day(&self, letter: &Letter) -> Code {
        self.sends_by("BUSY_PORT", letter)
    }

    fn sends_by(&self, door: &str, letter: &Letter) -> Code {
        smtp::submit(
            self.office.port(door),
            (&self.address, self.office.fact("PASSWORD")),
            letter.sender(&self.address),
            letter.recipient(),
            &letter.bytes(&self.address),
        )
    }

    /// Somebody in the outside world sends a letter in this person's name.
    pub fn is_imitated(&self, letter: &Letter) -> Code {
        smtp::deliver_from_outside(
            self.office.port("OUTSIDE_PORT"),
            letter.sender(&self.address),
            letter.recipient(),
            &letter.bytes(&self.address),
        )
    }

    /// A letter of `from`, taken by the post office at `at`, comes to lie in
    /// this mailbox, without the post office.
    pub fn finds(&self, letter: &Letter, from: &Person<'_>, at: Timestamp) {
        let zoned = at.to_zoned(TimeZone::fixed(jiff::tz::offset(7)));
        let written = strtime::format("%d-%b-%Y %H:%M:%S %z", &zoned).unwrap();
        let host = self.office.fact("MAIL_HOST");
        let bytes = letter.delivered(from.address(), host, at);
        self.reads().append("INBOX", &written, &bytes);
    }

    /// Many mails come to lie in this mailbox at once, straight on the disk.
    pub fn finds_all(&self, mails: impl Iterator<Item = Vec<u8>>) {
        // The first login makes the mailbox.
        self.reads().command("SELECT INBOX");
        let mailbox = self.office.maildir(&self.address);
        let owner = fs::metadata(&mailbox).unwrap();
        for (nth, bytes) in mails.enumerate() {
            let path = mailbox.join(format!("new/1449400000.M{nth:06}P1.backlog"));
            fs::write(&path, bytes).unwrap();
            chown(&path, Some(owner.uid()), Some(owner.gid())).unwrap();
        }
    }

    /// Every mail of a folder lies in the mailbox itself again, as after a
    /// restore from a copy.
    pub fn takes_back(&self, folder: &str) {
        let mailbox = self.office.maildir(&self.address);
        let from = mailbox.join(format!(".{}", folder.replace('/', ".")));
        for part in ["new", "cur"] {
            for entry in fs::read_dir(from.join(part)).unwrap() {
                let path = entry.unwrap().path();
                let to = mailbox.join(part).join(path.file_name().unwrap());
                fs::rename(path, to).unwrap();
            }
        }
    }

    /// An IMAP connection to this person's mailbox.
    pub fn reads(&self) -> Imap {
        Imap::login(
            self.office.port("IMAP_PORT"),
            &self.address,
            self.office.fact("PASSWORD"),
        )
    }

    /// The mails in a folder, oldest first; `INBOX` is the mailbox itself.
    pub fn mails(&self, folder: &str) -> Vec<Received> {
        let mailbox = self.office.maildir(&self.address);
        let dir = if folder == "INBOX" {
            mailbox
        } else {
            mailbox.join(format!(".{}", folder.replace('/', ".")))
        };
        let mut files: Vec<PathBuf> = ["new", "cur"]
            .iter()
            .filter_map(|part| fs::read_dir(dir.join(part)).ok())
            .flatten()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort_by_key(|path| path.file_name().map(ToOwned::to_owned));
        // A file that Dovecot moved between the two looks is seen at the next one.
        files.iter().filter_map(Received::open).collect()
    }

    /// Waits for a mail in the mailbox whose subject or text holds `words`.
    pub fn receives(&self, words: &str) -> Received {
        let what = format!("{} receives a mail with \"{words}\"", self.address);
        until(30, &what, || {
            let mut mails = self.mails("INBOX").into_iter();
            mails.find(|mail| mail.says(words))
        })
    }
}

impl Received {
    fn open(path: &PathBuf) -> Option<Self> {
        let arrived = fs::metadata(path).ok()?.modified().ok()?;
        let bytes = fs::read(path).ok()?;
        Some(Self { bytes, arrived })
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        let mail = MessageParser::new().parse(&self.bytes).unwrap();
        mail.subject().unwrap_or_default().to_owned()
    }

    /// The plain text, decoded.
    pub fn text(&self) -> String {
        let mail = MessageParser::new().parse(&self.bytes).unwrap();
        mail.body_text(0).unwrap_or_default().into_owned()
    }

    /// The files that are enclosed, with their names.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let files = congvu::mail::Mail::open(&self.bytes).parts.attachments;
        files.into_iter().map(|it| (it.name, it.bytes)).collect()
    }

    /// A field of the header as it is written there, unfolded.
    pub fn field(&self, name: &str) -> String {
        let mail = MessageParser::new().parse(&self.bytes).unwrap();
        let raw = mail.header_raw(name).unwrap_or_default();
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Does the subject or the text hold these words?
    pub fn says(&self, words: &str) -> bool {
        let Some(mail) = MessageParser::new().parse(&self.bytes) else {
            return false;
        };
        mail.subject()
            .is_some_and(|subject| subject.contains(words))
            || mail.body_text(0).is_some_and(|text| text.contains(words))
    }

    /// The raw header block.
    pub fn head(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        let end = text.find("\n\n").unwrap_or(text.len());
        text[..end].to_owned()
    }
}
