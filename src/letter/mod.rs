//! A letter: its bytes are made once, stored with the verdict, and sent as they
//! are, however often it takes.
//!
//! The same occasion gives the same bytes: the Message-ID and the boundary are
//! derived from the mail, the kind and the revision, so a repeat after a crash
//! is recognisable as the same letter.

mod mime;

use jiff::Timestamp;

use crate::{
    address::Address,
    campaign::Campaign,
    digest::Digest,
    mail::{automatic::MESSAGE_ID_PREFIX, header::Header},
    unit::Unit,
    verdict::{Reply, judgement::Judgement},
    words::{
        Lang, explanation,
        letters::{self, Block, Enclosure, Occasion},
        reminders::{self, Nudge},
    },
};

pub use mime::plain;
use mime::{Sheet, build};

/// What an enclosed workbook is.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A letter, ready to be handed to the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What makes it unique: a second letter with this key is not written.
    pub key: String,
    /// What it is, by its word in the ledger.
    pub kind: &'static str,
    /// To whom: always an address from our own table, or one that was proven.
    pub to: Address,
    /// Message-ID, with its angle brackets.
    pub message_id: String,
    /// Subject.
    pub subject: String,
    /// Its plain text, as it stands in the bytes.
    pub text: String,
    /// The name of the file that goes with it.
    pub enclosed: Option<String>,
    /// The whole mail.
    pub bytes: Vec<u8>,
}

/// Who writes, and in answer to what.
pub struct Envelope<'e> {
    /// Our mailbox.
    pub own: &'e Address,
    /// Header of the mail that is answered.
    pub header: &'e Header,
    /// SHA-256 of the mail that is answered.
    pub mail: Digest,
    /// Which decision on that mail this is, from 1.
    pub revision: u32,
    /// When it is written.
    pub at: Timestamp,
}

/// Writes the letter that a decision calls for; `None` when it calls for none.
///
/// # Errors
/// When the mail library refuses what we wrote: our fault, and loud.
pub fn compose(
    lang: Lang,
    envelope: &Envelope<'_>,
    occasion: &Occasion<'_>,
) -> Result<Option<Letter>, lettre::error::Error> {
    let kind = occasion.judgement.reply;
    let (subject, blocks) = match kind {
        Reply::None => return Ok(None),
        Reply::Receipt => letters::receipt(lang, occasion),
        Reply::Identical => letters::identical(lang, occasion),
        Reply::Rejection => letters::rejection(lang, occasion),
        Reply::Explanation => explanation::receipt(lang, occasion),
        Reply::Correction => letters::correction(lang, occasion),
        Reply::WrongMailbox => letters::wrong_mailbox(lang, occasion),
    };
    let Some(to) = recipient(occasion.unit, occasion.judgement) else {
        return Ok(None);
    };
    let identity = Digest::of_parts(&[
        envelope.mail.to_string().as_bytes(),
        kind.as_str().as_bytes(),
        envelope.revision.to_string().as_bytes(),
    ]);
    let id = identity.to_string();
    let message_id = format!(
        "<{}@{MESSAGE_ID_PREFIX}{}>",
        &id[..32],
        envelope.own.domain()
    );
    let key = match kind {
        // One polite note per address and day, whatever else arrives.
        Reply::WrongMailbox => {
            let day = envelope.at.to_zoned(occasion.campaign.zone.clone()).date();
            format!("{}:{}:{day}", kind.as_str(), to.as_str())
        }
        Reply::Receipt
        | Reply::Identical
        | Reply::Rejection
        | Reply::Correction
        | Reply::Explanation
        | Reply::None => {
            format!("{}:{}:{}", kind.as_str(), envelope.mail, envelope.revision)
        }
    };
    let sheet = Sheet {
        lang,
        campaign: occasion.campaign,
        own: envelope.own,
        to: (&to, occasion.unit),
        at: envelope.at,
        message_id: &message_id,
        subject: &subject,
        answered: Some(envelope.header),
        blocks: &blocks,
        file: occasion.enclosed().map(Enclosure::file),
        boundary: &id[32..],
    };
    let message = build(&sheet)?;
    Ok(Some(Letter {
        key,
        kind: kind.as_str(),
        to,
        message_id,
        subject: subject.clone(),
        text: plain(&blocks),
        enclosed: occasion.enclosed().map(|it| it.name.clone()),
        bytes: message.formatted(),
    }))
}

/// Who is answered: the registered address from the table; a stranger's own
/// only after proof.
#[must_use]
pub fn recipient(unit: Option<&Unit>, judgement: &Judgement) -> Option<Address> {
    unit.map(|unit| unit.mailbox.clone())
        .or_else(|| judgement.from.clone())
}

/// The kind of letter that a reminder is.
pub const REMINDER: &str = "reminder";

/// Writes a reminder. The same key gives the same Message-ID.
///
/// # Errors
/// When the mail library refuses what we wrote: our fault, and loud.
pub fn remind(lang: Lang, key: &str, nudge: &Nudge<'_>) -> Result<Letter, lettre::error::Error> {
    let (subject, blocks) = reminders::reminder(lang, nudge);
    notice(
        lang,
        &Notice {
            key,
            kind: REMINDER,
            campaign: nudge.campaign,
            own: nudge.town,
            unit: nudge.unit,
            subject: &subject,
            blocks: &blocks,
            file: nudge.form.map(Enclosure::file),
            at: nudge.now,
        },
    )
}

/// A file that goes with a letter.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    /// Its name: ASCII, which mail programs of any age keep as it is.
    pub name: &'f str,
    /// Its type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: &'f [u8],
}

impl Enclosure {
    fn file(&self) -> File<'_> {
        File {
            name: &self.name,
            kind: XLSX,
            bytes: &self.bytes,
        }
    }
}

/// A letter that the office writes of its own accord.
pub struct Notice<'n> {
    /// What makes it unique; a second letter with this key is not written.
    pub key: &'n str,
    /// What it is, by its word in the ledger.
    pub kind: &'static str,
    /// The campaign.
    pub campaign: &'n Campaign,
    /// Our mailbox.
    pub own: &'n Address,
    /// To whom: at the address of the registry.
    pub unit: &'n Unit,
    /// Subject.
    pub subject: &'n str,
    /// What it says.
    pub blocks: &'n [Block],
    /// What goes with it.
    pub file: Option<File<'n>>,
    /// When it is written.
    pub at: Timestamp,
}

/// Writes such a letter. The same key gives the same Message-ID.
///
/// # Errors
/// When the mail library refuses what we wrote: our fault, and loud.
pub fn notice(lang: Lang, notice: &Notice<'_>) -> Result<Letter, lettre::error::Error> {
    let id = Digest::of(notice.key.as_bytes()).to_string();
    let message_id = format!("<{}@{MESSAGE_ID_PREFIX}{}>", &id[..32], notice.own.domain());
    let message = build(&Sheet {
        lang,
        campaign: notice.campaign,
        own: notice.own,
        to: (&notice.unit.mailbox, Some(notice.unit)),
        at: notice.at,
        message_id: &message_id,
        subject: notice.subject,
        answered: None,
        blocks: notice.blocks,
        file: notice.file,
        boundary: &id[32..],
    })?;
    Ok(Letter {
        key: notice.key.to_owned(),
        kind: notice.kind,
        to: notice.unit.mailbox.clone(),
        message_id,
        subject: notice.subject.to_owned(),
        text: plain(notice.blocks),
        enclosed: notice.file.map(|file| file.name.to_owned()),
        bytes: message.formatted(),
    })
}
