//! From a kept mail to a settled one.
//!
//! Examining a mail (opening it, asking name servers, reading its workbook)
//! is done for several at once; deciding is done one after the other inside
//! the transaction that writes the decision, because a decision depends on
//! what the unit has in force. Mails that are ready together are committed
//! together; letters are sent only after that commit.

use std::{collections::BTreeSet, panic::AssertUnwindSafe};

use futures_util::{FutureExt, StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use crate::{
    digest::Digest,
    edge::{
        clock, dns,
        store::{Actor, MailId, Result, StoreError, Unsettled},
    },
    flow::{Desk, settling},
    mail::Mail,
    sender::{Evidence, signature},
    unit::Unit,
    verdict::{
        decide::{self, Opened},
        files::{self, Choice},
        judgement::File,
    },
};

/// Most mails of one commit: enough to share a disk flush, few enough that the
/// first does not wait for the last.
const GROUP: usize = 25;
/// Tries after which a mail is no longer opened: it may be what stops us.
pub(super) const POISON: i64 = 12;

/// A mail, examined and not decided.
pub(super) struct Examined {
    pub(super) id: MailId,
    pub(super) digest: Digest,
    pub(super) received_at: Timestamp,
    pub(super) attempts: i64,
    /// Has this try been counted, and the mail been put off, already?
    pub(super) counted: bool,
    pub(super) mail: Mail,
    pub(super) evidence: Evidence,
    pub(super) files: Vec<File>,
    pub(super) choice: Choice,
    pub(super) opened: Opened,
}

impl Examined {
    /// A mail that must not be opened again: a person looks at its bytes.
    fn unopened(unsettled: &Unsettled) -> Self {
        Self {
            id: unsettled.mail,
            digest: unsettled.digest,
            received_at: unsettled.received_at,
            attempts: POISON,
            counted: true,
            mail: Mail::unopened(),
            evidence: Evidence::default(),
            files: Vec::new(),
            choice: Choice::Nothing,
            opened: Opened::Unopened,
        }
    }
}

/// Settles every mail that is due, and says how many.
///
/// # Errors
/// When the ledger does not answer.
pub async fn drain(desk: &Desk) -> Result<usize> {
    let mut settled = 0;
    loop {
        let due = desk.store.unsettled(clock::now(), 200).await?;
        if due.is_empty() {
            return Ok(settled);
        }
        let counted = count_old_tries(desk, &due).await?;
        let abreast = desk.readers.size() + 1;
        let groups = stream::iter(due)
            .map(|mail| examine_or_set_aside(desk, mail, counted.contains(&mail.mail)))
            .buffered(abreast)
            .ready_chunks(GROUP)
            .map(|group| group.into_iter().collect::<Result<Vec<_>>>());
        let mut groups = std::pin::pin!(groups);
        while let Some(group) = groups.try_next().await? {
            settled += settling::settle(desk, group).await?;
        }
    }
}

/// Notes a try for mails that were tried before, and puts them off first, so
/// that one which ends our process each time neither does so for ever nor
/// stands in the way of the others. A first try costs no write.
async fn count_old_tries(desk: &Desk, due: &[Unsettled]) -> Result<BTreeSet<MailId>> {
    let now = clock::now();
    let old =
        |mail: &&Unsettled| mail.attempts > 0 || now.duration_since(mail.kept_at).as_secs() > 60;
    let old: BTreeSet<MailId> = due.iter().filter(old).map(|mail| mail.mail).collect();
    if old.is_empty() {
        return Ok(old);
    }
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    for mail in &old {
        settling::wait(&mut tx, *mail, "judging", now).await?;
    }
    tx.commit().await?;
    Ok(old)
}

/// Examines a mail; one that breaks a library, or whose bytes are damaged,
/// goes to a person.
async fn examine_or_set_aside(
    desk: &Desk,
    unsettled: Unsettled,
    counted: bool,
) -> Result<Examined> {
    if unsettled.attempts >= POISON {
        return Ok(Examined::unopened(&unsettled));
    }
    let examined = AssertUnwindSafe(examine(desk, unsettled)).catch_unwind();
    match examined.await {
        Ok(Err(StoreError::Corrupt(why))) => {
            tracing::error!(mail = %unsettled.mail, why, "a kept mail is damaged and is held");
            Ok(Examined::unopened(&unsettled))
        }
        Ok(examined) => examined.map(|examined| Examined {
            counted,
            ..examined
        }),
        Err(_) => {
            tracing::error!(mail = %unsettled.mail, "a mail broke its reader and is held");
            Ok(Examined::unopened(&unsettled))
        }
    }
}

/// Opens a mail and gathers what the decision rests on.
///
/// # Errors
/// When the ledger does not answer.
async fn examine(desk: &Desk, unsettled: Unsettled) -> Result<Examined> {
    let raw = desk.store.raw(unsettled.mail).await?;
    let mail = Mail::open(&raw);
    let evidence = Evidence::of_header(&mail.header, &desk.policy);
    let evidence = ask(desk, &mail, &raw, evidence).await;
    let (files, choice) = files::choose(&mail.parts.attachments, &desk.limits);
    let opened = match decide::unit_of(&mail, desk.rules(false)) {
        Some(unit) => open(desk, &mail, &choice, unit).await,
        None => Opened::Unopened,
    };
    Ok(Examined {
        id: unsettled.mail,
        digest: unsettled.digest,
        received_at: unsettled.received_at,
        attempts: unsettled.attempts,
        counted: false,
        // The files' bytes are in the raw mail; what waits here need not hold them.
        mail: mail.without_bytes(),
        evidence,
        files,
        choice,
        opened,
    })
}

/// Checks signatures, unless a login has already proved the sender.
pub async fn ask(desk: &Desk, mail: &Mail, raw: &[u8], mut evidence: Evidence) -> Evidence {
    let from = mail.header.from();
    let known = from.is_some() && evidence.login == from;
    let names = signature::key_names(&mail.header);
    if known || names.is_empty() || !mail.header.lints.is_empty() {
        return evidence;
    }
    evidence.answers = desk.resolver.ask(&names).await;
    evidence.signatures = dns::check_signatures(raw, &evidence.answers).await;
    evidence
}

/// Reads the workbook of a unit's mail.
pub async fn open(desk: &Desk, mail: &Mail, choice: &Choice, unit: &Unit) -> Opened {
    let Choice::One(at) = choice else {
        return Opened::Unopened;
    };
    let Some(attachment) = mail.parts.attachments.get(*at) else {
        return Opened::Unopened;
    };
    match desk.readers.read(attachment.bytes.clone()).await {
        Ok(workbook) => match desk.campaign.read(unit, &workbook) {
            Some((form, reading)) => Opened::Read {
                form: form.id.clone(),
                figures: reading.figures,
                findings: reading.findings,
            },
            None => Opened::Unopened,
        },
        Err(refusal) => Opened::Refused(refusal),
    }
}
