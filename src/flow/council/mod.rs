//! The council at work: each thing a member does is tried against the rules of
//! [`crate::sitting`] in the transaction that writes it, and the result is
//! scored again after it. What is refused changes nothing, and is audited.

mod entering;

mod explaining;

mod stepping;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use crate::{
    campaign::Campaign,
    council::{
        people::{Member, Who},
        refusal::Refusal,
    },
    edge::store::{Actor, Held, InForce, Result, Store, StoreError, Tx},
    edition::Draft,
    evidence::{self, Channel},
    flow::closing,
    results::{Report, Snapshot},
    sitting::{
        step::Standing,
        work::{self, Ground, Work},
    },
    words::Lang,
};

pub use entering::{Deciding, Found, Visited};

/// Results are the town's, whatever language the one speaks who brings them
/// about.
pub(super) const LANG: Lang = Lang::Vi;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Undone {
    /// The rules do not allow it.
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// The ledger did not do it.
    #[error(transparent)]
    Ledger(#[from] StoreError),
}

impl From<Refusal> for Undone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What comes of something that may be refused.
pub type Done<T> = std::result::Result<T, Undone>;

/// The council of a campaign, with somebody at work in it.
pub struct Chamber<'c> {
    store: &'c Store,
    campaign: &'c Campaign,
    actor: &'c Actor,
    who: Who,
    now: Timestamp,
}

/// What a result is made from, read from the ledger.
pub struct Gathered {
    reports: Vec<Report>,
    work: Work,
    paper_missing: BTreeMap<String, bool>,
}

impl Gathered {
    /// All of it that was there by a moment.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn by(store: &Store, campaign: &Campaign, by: Timestamp) -> Result<Self> {
        Ok(Self {
            reports: standing_reports(store, &campaign.id, by).await?,
            work: store.council_work(&campaign.id).await?,
            paper_missing: paper_missing(store, campaign, by).await?,
        })
    }

    /// All of it that is there: of a result that is not fixed, whoever reads it
    /// last has read it all, whatever their clocks say.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn whole(store: &Store, campaign: &Campaign) -> Result<Self> {
        Self::by(store, campaign, Timestamp::MAX).await
    }

    /// Once more, from reports that a replay gives: with the papers that were there
    /// by a moment, and with what the council entered before it went on, if it did.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn again(
        store: &Store,
        campaign: &Campaign,
        reports: Vec<Report>,
        (by, before): (Timestamp, Option<Timestamp>),
    ) -> Result<Self> {
        let before = before.unwrap_or(Timestamp::MAX);
        Ok(Self {
            reports,
            work: store.council_work_before(&campaign.id, before).await?,
            paper_missing: paper_missing(store, campaign, by).await?,
        })
    }

    /// Has the council entered nothing that is in force?
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        self.work == Work::default()
    }

    /// The same while no paper can be missing yet.
    #[must_use]
    pub fn before_the_council_meets(self) -> Self {
        Self {
            paper_missing: BTreeMap::new(),
            ..self
        }
    }

    /// The same, as rules and scoring take it.
    #[must_use]
    pub fn ground<'g>(&'g self, campaign: &'g Campaign) -> Ground<'g> {
        Ground {
            campaign,
            reports: &self.reports,
            work: &self.work,
            paper_missing: &self.paper_missing,
        }
    }

    /// The result it gives.
    ///
    /// # Errors
    /// When it cannot be written down: our fault.
    pub fn draft(&self, campaign: &Campaign) -> Result<Draft> {
        let result = work::result(LANG, self.ground(campaign));
        Draft::of(result).map_err(|error| StoreError::Corrupt(error.to_string()))
    }
}

/// The report of each unit that scoring takes, of those that were ours by a
/// moment: the versions before it change no result.
async fn standing_reports(store: &Store, campaign: &str, by: Timestamp) -> Result<Vec<Report>> {
    let report = |standing: InForce| Report {
        unit: standing.unit,
        version: standing.version,
        moment: standing.moment,
        late: standing.punctuality == "late",
        figures: standing.figures,
        workbook: standing.workbook,
    };
    let standing = store.reports_in_force(campaign, by).await?;
    Ok(standing.into_iter().map(report).collect())
}

/// Units whose signed paper was not there by a moment: one that comes after the
/// council has met changes nothing that was frozen.
async fn paper_missing(
    store: &Store,
    campaign: &Campaign,
    by: Timestamp,
) -> Result<BTreeMap<String, bool>> {
    let units = campaign.registry.iter().map(|unit| unit.code.as_str());
    let asked = Channel::asked(campaign);
    let dossiers = store.dossiers(&campaign.id, &asked, units).await?;
    let missing = dossiers.into_iter().map(|mut dossier| {
        dossier.entries.retain(|entry| entry.at <= by);
        dossier.settlements.retain(|settled| settled.at <= by);
        (dossier.unit.clone(), evidence::paper_missing(&dossier))
    });
    Ok(missing.collect())
}

/// The result of a campaign as it stands: what is frozen, or the newest scoring,
/// or that of the close. None before the close.
///
/// # Errors
/// When the ledger does not answer.
pub async fn current(store: &Store, campaign: &Campaign) -> Result<Option<Draft>> {
    if let Some(digest) = store.standing(&campaign.id).await?.frozen {
        let snapshot = store.frozen(digest).await?;
        return Ok(snapshot.map(|snapshot| Draft { snapshot, digest }));
    }
    if let Some(scored) = store.draft(&campaign.id).await? {
        return Ok(Some(scored.draft));
    }
    let Some(first) = store.scoring(&campaign.id, closing::PROVISIONAL).await? else {
        return Ok(None);
    };
    let snapshot: Snapshot = serde_json::from_value(first.result)
        .map_err(|error| StoreError::Corrupt(error.to_string()))?;
    let draft = Draft::of(snapshot).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(Some(draft))
}

/// Everybody who sits on the council at a moment, the head first.
///
/// # Errors
/// When the ledger does not answer.
pub async fn sitting(store: &Store, campaign: &str, at: Timestamp) -> Result<Vec<Member>> {
    let mut members = store.council_members(campaign).await?;
    members.retain(|member| member.sits(at));
    members.sort_by_key(|member| member.position);
    Ok(members)
}

impl<'c> Chamber<'c> {
    /// Lets an account in, with the role and the seat that it has now.
    ///
    /// # Errors
    /// When there is no such account, or it may not sign in.
    pub async fn enter(
        store: &'c Store,
        campaign: &'c Campaign,
        actor: &'c Actor,
        account: &str,
        now: Timestamp,
    ) -> Done<Self> {
        let found = store.account(account).await?;
        let Some(found) = found.filter(|account| account.disabled_at.is_none()) else {
            return Err(Refusal::NoAccount(account.to_owned()).into());
        };
        let members = sitting(store, &campaign.id, now).await?;
        let seat = members.iter().find(|member| member.account == found.name);
        let who = Who {
            position: seat.map(|seat| seat.position),
            account: found.name,
            role: found.role,
        };
        Ok(Self {
            store,
            campaign,
            actor,
            who,
            now,
        })
    }

    /// Who is at work.
    #[must_use]
    pub fn who(&self) -> &Who {
        &self.who
    }

    async fn begin(&self) -> Result<(Tx, Standing)> {
        let (tx, held) = self.hold().await?;
        Ok((tx, held.standing))
    }

    async fn hold(&self) -> Result<(Tx, Held)> {
        let mut tx = self.store.begin(self.actor, self.now).await?;
        let held = tx.hold_council(&self.campaign.id).await?;
        Ok((tx, held))
    }

    /// The same, for what changes the result of a campaign that is closed.
    async fn begin_open(&self) -> Done<(Tx, Standing)> {
        let (tx, held) = self.hold().await?;
        if !held.closed {
            return Err(Refusal::NotClosed.into());
        }
        held.standing.must_be_open()?;
        Ok((tx, held.standing))
    }

    async fn gathered(&self) -> Result<Gathered> {
        Gathered::by(self.store, self.campaign, self.now).await
    }

    /// Audits what was refused, and hands it on.
    async fn told<T>(&self, what: &str, done: Done<T>) -> Done<T> {
        let Err(Undone::Refused(refusal)) = done else {
            return done;
        };
        let mut tx = self.store.begin(self.actor, self.now).await?;
        let subject = format!("campaign/{}", self.campaign.id);
        let detail = json!({ "what": what, "why": refusal.code(), "by": self.who.account });
        tx.note("council.refused", subject, &detail);
        tx.commit().await?;
        Err(refusal.into())
    }

    /// Scores again what was changed. The council is held before it is read:
    /// of two at once, whoever writes last has seen what both entered.
    async fn rescore(&self) -> Result<Draft> {
        let (mut tx, _) = self.hold().await?;
        let draft = Gathered::whole(self.store, self.campaign)
            .await?
            .draft(self.campaign)?;
        tx.put_draft(&self.campaign.id, &draft).await?;
        tx.commit().await?;
        Ok(draft)
    }

    fn name(&self, unit: &str) -> String {
        let found = self.campaign.registry.by_code(unit);
        found.map_or_else(|| unit.to_owned(), |unit| unit.name.clone())
    }
}
