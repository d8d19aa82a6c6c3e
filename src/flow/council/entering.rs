//! What members enter: seats, visits, verified figures, marks, decisions.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Chamber, Done, sitting};
use crate::{
    council::{
        Kind,
        people::{self, Member, Position},
        refusal::Refusal,
    },
    edge::store::{NewFile, NewMark, NewVerification, NewVisit},
    edition::Draft,
    role::Right,
    sitting::{
        checks,
        work::{self, Decision},
    },
};

/// A figure that a member found to be another.
#[derive(Debug, Clone, Copy)]
pub struct Found<'f> {
    /// Code of the unit.
    pub unit: &'f str,
    /// Code of the indicator.
    pub code: &'f str,
    /// The figure as a person writes it; a dash when nothing counts.
    pub figure: &'f str,
    /// Why.
    pub why: &'f str,
    /// What shows it.
    pub file: Option<NewFile<'f>>,
}

/// A visit to a unit.
#[derive(Debug, Clone, Copy)]
pub struct Visited<'f> {
    /// Code of the unit.
    pub unit: &'f str,
    /// The day.
    pub day: Date,
    /// Who went.
    pub members: &'f str,
    /// What was found.
    pub note: &'f str,
    /// The minutes, if they are at hand.
    pub file: Option<NewFile<'f>>,
}

/// A decision about units.
#[derive(Debug, Clone, Copy)]
pub struct Deciding<'f> {
    /// What it is about.
    pub kind: Kind,
    /// Codes of the units; of a tie in the order that is decided.
    pub units: &'f [String],
    /// Does it hold, or does it take an earlier one back?
    pub holds: bool,
    /// Why.
    pub reason: &'f str,
}

impl Chamber<'_> {
    /// Gives an account a seat on the council.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn seat(&self, account: &str, position: Position) -> Done<()> {
        self.told("seat", self.try_seat(account, position).await)
            .await
    }

    async fn try_seat(&self, account: &str, position: Position) -> Done<()> {
        let (mut tx, _) = self.begin().await?;
        let found = self.store.account(account).await?;
        let found = found.filter(|account| account.disabled_at.is_none());
        let sitting = sitting(self.store, &self.campaign.id, self.now).await?;
        let role = found.as_ref().map(|account| account.role);
        people::seat(&self.who, &sitting, account, role, position)?;
        let name = found.map_or_else(String::new, |account| account.display);
        let member = Member {
            account: account.to_owned(),
            name,
            position,
            since: self.now,
            until: None,
        };
        tx.seat(&self.campaign.id, &member).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a seat.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn unseat(&self, account: &str) -> Done<()> {
        self.told("unseat", self.try_unseat(account).await).await
    }

    async fn try_unseat(&self, account: &str) -> Done<()> {
        self.who.must(Right::Accounts)?;
        let (mut tx, _) = self.begin().await?;
        if !tx.unseat(&self.campaign.id, account).await? {
            return Err(Refusal::NoSeat.into());
        }
        Ok(tx.commit().await?)
    }

    /// Notes a visit to a unit.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn visit(&self, visited: Visited<'_>) -> Done<i64> {
        self.told("visit", self.try_visit(visited).await).await
    }

    async fn try_visit(&self, visited: Visited<'_>) -> Done<i64> {
        self.who.must_sit()?;
        let (mut tx, _) = self.begin_open().await?;
        if self.campaign.registry.by_code(visited.unit).is_none() {
            return Err(Refusal::NoUnit(visited.unit.to_owned()).into());
        }
        let note = checks::reason(visited.note)?;
        let today = self.now.to_zoned(self.campaign.zone.clone()).date();
        if visited.day > today {
            return Err(Refusal::DateAhead(visited.day).into());
        }
        let id = tx
            .add_visit(&NewVisit {
                campaign: &self.campaign.id,
                unit: visited.unit,
                day: visited.day,
                members: visited.members.trim(),
                note,
                file: visited.file,
                by: &self.who.account,
            })
            .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Puts a verified figure beside the reported one, and scores again.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn verify(&self, found: Found<'_>) -> Done<Draft> {
        self.told("verify", self.try_verify(found).await).await
    }

    async fn try_verify(&self, found: Found<'_>) -> Done<Draft> {
        self.who.must_sit()?;
        let (mut tx, standing) = self.begin_open().await?;
        let round = self.store.round(&self.campaign.id).await?;
        let explained = round.is_some_and(|round| round.has_explained(found.unit));
        standing.figure_may_change(explained)?;
        let gathered = self.gathered().await?;
        let ground = gathered.ground(self.campaign);
        let correction = checks::correction(ground, found.unit, found.code, found.figure)?;
        let why = checks::reason(found.why)?;
        tx.add_verification(&NewVerification {
            campaign: &self.campaign.id,
            unit: found.unit,
            code: &correction.code,
            old: correction.old.as_ref(),
            new: correction.new.as_ref(),
            why,
            file: found.file,
            by: &self.who.account,
        })
        .await?;
        tx.commit().await?;
        Ok(self.rescore().await?)
    }

    /// Gives a mark for an item of the council, or the most it confirms of a
    /// bonus, and scores again. No points take a mark back.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn mark(
        &self,
        unit: &str,
        item: &str,
        points: Option<Decimal>,
        why: &str,
    ) -> Done<Draft> {
        let done = self.try_mark(unit, item, points, why).await;
        self.told("mark", done).await
    }

    async fn try_mark(
        &self,
        unit: &str,
        item: &str,
        points: Option<Decimal>,
        why: &str,
    ) -> Done<Draft> {
        self.who.must_sit()?;
        let (mut tx, _) = self.begin_open().await?;
        let gathered = self.gathered().await?;
        checks::mark(gathered.ground(self.campaign), unit, item, points)?;
        tx.add_mark(&NewMark {
            campaign: &self.campaign.id,
            unit,
            item,
            points,
            why: why.trim(),
            by: &self.who.account,
        })
        .await?;
        tx.commit().await?;
        Ok(self.rescore().await?)
    }

    /// Decides about units, and scores again.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn decide(&self, deciding: Deciding<'_>) -> Done<Draft> {
        self.told("decide", self.try_decide(deciding).await).await
    }

    async fn try_decide(&self, deciding: Deciding<'_>) -> Done<Draft> {
        self.who.must_lead(Right::Verify)?;
        let (mut tx, _) = self.begin_open().await?;
        let gathered = self.gathered().await?;
        let ground = gathered.ground(self.campaign);
        let result = work::result(super::LANG, ground);
        checks::decision(ground, &result, deciding.kind, deciding.units)?;
        let decision = Decision {
            kind: deciding.kind,
            units: deciding.units.to_vec(),
            holds: deciding.holds,
            reason: checks::reason(deciding.reason)?.to_owned(),
            at: self.now,
        };
        tx.add_decision(&self.campaign.id, &decision, &self.who.account)
            .await?;
        tx.commit().await?;
        Ok(self.rescore().await?)
    }
}
