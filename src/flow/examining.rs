//! Opening a mail and gathering all that its decision rests on. It needs no
//! ledger, so that `congvu inspect` does exactly what the daemon does.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

use crate::{
    address::Address,
    annotated,
    campaign::Campaign,
    edge::{
        dns::{self, Resolver},
        worker::Pool,
    },
    form::{Header, code::CodeKey},
    mail::{
        Mail, automatic,
        bounce::{self, Bounce},
    },
    sender::{self, Evidence, Policy, signature},
    template::Template,
    unit::Unit,
    verdict::{
        decide::{self, Case, Opened, Rules},
        files::{self, Choice},
        judgement::File,
    },
    words::letters::Enclosure,
    workbook::{self, write::Unwritable},
};

/// Longest wait for the name servers of somebody who is not registered: they
/// may be his own, and made to keep us waiting.
const STRANGERS: Duration = Duration::from_secs(2);

/// What an examination needs. Cheap to clone.
#[derive(Clone)]
pub struct Examiner {
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// What proves a sender.
    pub policy: Arc<Policy>,
    /// The mailbox we read.
    pub own: Address,
    /// Its other addresses.
    pub aliases: Vec<Address>,
    /// Readers of workbooks.
    pub readers: Arc<Pool>,
    /// Bounds on workbooks.
    pub limits: workbook::Limits,
    /// Name servers.
    pub resolver: Arc<Resolver>,
    /// What the codes of issued forms are made with; none: none are issued.
    pub form_key: Option<Arc<CodeKey>>,
}

/// What was gathered about a mail.
pub struct Gathered {
    /// The mail, without the bytes of its files: they are in the raw mail.
    pub mail: Mail,
    /// What is known about its sender.
    pub evidence: Evidence,
    /// Its files.
    pub files: Vec<File>,
    /// Which of them is the report.
    pub choice: Choice,
    /// What that one says.
    pub opened: Opened,
    /// What it says about itself.
    pub header: Option<Header>,
    /// Which letter a machine's mail gives back.
    pub bounce: Option<Bounce>,
    /// The workbook that goes with a rejection.
    pub enclosure: Option<Enclosure>,
}

impl Examiner {
    /// The rules of a decision.
    #[must_use]
    pub fn rules(&self, last_try: bool) -> Rules<'_> {
        Rules {
            campaign: &self.campaign,
            policy: &self.policy,
            own: &self.own,
            aliases: &self.aliases,
            last_try,
        }
    }

    /// Opens a mail, checks its signatures and reads its workbook.
    ///
    /// All bytes but those of the report are let go before anybody is asked for
    /// anything, and the raw mail before the report waits for a reader.
    pub async fn examine(&self, raw: Vec<u8>) -> Gathered {
        self.gather(raw, None).await
    }

    /// The same for a mail whose sender was looked into before: nobody is asked
    /// for anything, and what is known stays known.
    pub async fn reopen(&self, raw: Vec<u8>, known: Evidence) -> Gathered {
        self.gather(raw, Some(known)).await
    }

    async fn gather(&self, raw: Vec<u8>, known: Option<Evidence>) -> Gathered {
        let mut mail = Mail::open(&raw);
        let (files, choice) = files::choose(&mut mail.parts.attachments, &self.limits);
        let unit = decide::unit_of(&mail, self.rules(false));
        let chosen = match choice {
            Choice::One(at) if unit.is_some() => Some(at),
            Choice::One(_)
            | Choice::Nothing
            | Choice::NoWorkbook
            | Choice::Forwarded
            | Choice::Many(_)
            | Choice::Unfit(..)
            | Choice::Hostile(..) => None,
        };
        let report = mail.take_bytes(chosen);
        let automatic = automatic::machine(&mail.header, &self.own).is_some()
            || automatic::silence(&mail.header).is_some();
        let bounce = automatic.then(|| bounce::read(&raw)).flatten();
        let evidence = match known {
            Some(known) => known,
            None => self.ask(&mail, &raw, unit.is_some()).await,
        };
        drop(raw);
        let (opened, copy, header) = match (unit, report) {
            (Some(unit), Some(report)) => self.open(report, unit).await,
            (Some(_) | None, Some(_) | None) => (Opened::Unopened, None, None),
        };
        let enclosure = copy.or_else(|| {
            let unit = unit.filter(|_| annotated::form_helps(&choice, &opened))?;
            made(annotated::empty(&self.template(unit)))
        });
        Gathered {
            mail,
            evidence,
            files,
            choice,
            opened,
            header,
            bounce,
            enclosure,
        }
    }

    /// Checks signatures, unless a login has already proved the sender.
    async fn ask(&self, mail: &Mail, raw: &[u8], registered: bool) -> Evidence {
        let mut evidence = Evidence::of_header(&mail.header, &self.policy);
        let from = mail.header.from();
        let known = from.is_some_and(|it| sender::is_logged_in(&it, &evidence, &self.policy));
        let names = signature::proving_key_names(&mail.header);
        if !known && !names.is_empty() && mail.header.lints.is_empty() {
            let most = if registered { Duration::MAX } else { STRANGERS };
            evidence.answers = self.resolver.ask(&names, most).await;
            evidence.signatures = dns::check_signatures(raw, &evidence.answers).await;
        }
        evidence
    }

    /// Reads the workbook of a unit's mail, and makes the copy that goes back
    /// when it has errors: here, where the cells are at hand and no transaction
    /// waits for the few milliseconds.
    async fn open(
        &self,
        report: Vec<u8>,
        unit: &Unit,
    ) -> (Opened, Option<Enclosure>, Option<Header>) {
        let workbook = match self.readers.read(report).await {
            Ok(workbook) => workbook,
            Err(refusal) => return (Opened::Refused(refusal), None, None),
        };
        let Some((form, reading)) = self.campaign.read(unit, &workbook) else {
            return (Opened::Unopened, None, None);
        };
        let copy = made(annotated::copy(&self.template(unit), &workbook, &reading));
        let key = self.form_key.as_deref();
        let opened = Opened::Read {
            form: form.id.clone(),
            figures: reading.figures,
            sheet: reading.sheet,
            cells: reading.cells,
            findings: reading.findings,
            code: key.map(|key| self.campaign.check_code(key, unit, &workbook)),
        };
        (opened, copy, Some(reading.header))
    }

    /// The form of a unit, as `congvu template` issues it.
    fn template<'t>(&'t self, unit: &'t Unit) -> Template<'t> {
        let key = self.form_key.as_deref();
        Template {
            campaign: &self.campaign,
            unit,
            town: &self.own,
            code: key.and_then(|key| self.campaign.form_code(key, unit)),
            earlier: None,
        }
    }
}

/// A letter goes out without its workbook rather than not at all.
fn made(enclosure: Result<Option<Enclosure>, Unwritable>) -> Option<Enclosure> {
    enclosure.unwrap_or_else(|error| {
        tracing::error!(%error, "a letter goes without its workbook");
        None
    })
}

impl Gathered {
    /// Stands for a mail that must not be opened: a person looks at its bytes.
    #[must_use]
    pub fn nothing() -> Self {
        Self {
            mail: Mail::unopened(),
            evidence: Evidence::default(),
            files: Vec::new(),
            choice: Choice::Nothing,
            opened: Opened::Unopened,
            header: None,
            bounce: None,
            enclosure: None,
        }
    }

    /// The case to be decided.
    #[must_use]
    pub fn case(&self, received_at: Timestamp) -> Case<'_> {
        Case {
            mail: &self.mail,
            received_at,
            evidence: self.evidence.clone(),
            files: self.files.clone(),
            choice: self.choice.clone(),
            opened: self.opened.clone(),
        }
    }
}
