//! The steps of a result: from one state to the next, one transaction each.

use super::{Chamber, Done, Gathered, Undone};
use crate::{
    council::refusal::Refusal,
    digest::Digest,
    edge::store::{NewEdition, Result, StoreError},
    edition::{Draft, Edition},
    sitting::step::{self, Approving, Standing},
};

impl Chamber<'_> {
    /// Closes the verification.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn close_verification(&self) -> Done<()> {
        let done = self.try_close_verification().await;
        self.told("close verification", done).await
    }

    async fn try_close_verification(&self) -> Done<()> {
        let (mut tx, standing) = self.begin_open().await?;
        let next = step::verify(&self.who, &standing)?;
        // Whatever was never changed has not been scored since the close.
        let draft = self.gathered().await?.draft(self.campaign)?;
        tx.put_draft(&self.campaign.id, &draft).await?;
        tx.step(&self.campaign.id, &next, "", &self.who.account)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Closes the round of explanations.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn close_round(&self) -> Done<()> {
        self.told("close round", self.try_close_round().await).await
    }

    async fn try_close_round(&self) -> Done<()> {
        let (mut tx, standing) = self.begin_open().await?;
        let round = self.store.round(&self.campaign.id).await?;
        let name = |unit: &str| self.name(unit);
        let next = step::explain(&self.who, &standing, round.as_ref(), self.now, name)?;
        tx.step(&self.campaign.id, &next, "", &self.who.account)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Freezes the result, and gives what is to be approved.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn finalise(&self) -> Done<Draft> {
        self.told("finalise", self.try_finalise().await).await
    }

    async fn try_finalise(&self) -> Done<Draft> {
        let (mut tx, standing) = self.begin_open().await?;
        let draft = self.gathered().await?.draft(self.campaign)?;
        let before = self.before(&standing).await?;
        let next = step::finalise(
            &self.who,
            &standing,
            &draft,
            before.as_ref().map(|before| &before.snapshot),
            self.now,
        )?;
        tx.put_draft(&self.campaign.id, &draft).await?;
        tx.freeze(&self.campaign.id, &draft).await?;
        tx.step(&self.campaign.id, &next, "", &self.who.account)
            .await?;
        tx.commit().await?;
        Ok(draft)
    }

    /// The edition before the one that is worked on.
    async fn before(&self, standing: &Standing) -> Result<Option<Edition>> {
        match standing.edition.checked_sub(1) {
            None | Some(0) => Ok(None),
            Some(number) => self.store.edition(&self.campaign.id, number).await,
        }
    }

    /// Approves what is frozen.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn approve(&self, approving: &Approving) -> Done<Edition> {
        self.told("approve", self.try_approve(approving).await)
            .await
    }

    async fn try_approve(&self, approving: &Approving) -> Done<Edition> {
        let (mut tx, standing) = self.begin().await?;
        let stored = self.stored(&standing).await?;
        let by = standing.finalised_at.unwrap_or(self.now);
        let gathered = Gathered::by(self.store, self.campaign, by).await?;
        let again = gathered.draft(self.campaign)?.digest;
        let today = self.now.to_zoned(self.campaign.zone.clone()).date();
        let next = step::approve(&self.who, &standing, approving, stored, again, today)?;
        tx.add_edition(&NewEdition {
            campaign: &self.campaign.id,
            number: next.edition,
            digest: stored,
            decision: approving.number.trim(),
            date: approving.date,
            by: &self.who.account,
            finalised_by: &next.finalised_by,
            reason: &next.reason,
        })
        .await?;
        tx.step(&self.campaign.id, &next, "", &self.who.account)
            .await?;
        tx.commit().await?;
        self.edition(next.edition).await
    }

    /// Publishes what was approved. The score sheets are owed afterwards, by
    /// [`crate::flow::publishing`].
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn publish(&self) -> Done<Edition> {
        self.told("publish", self.try_publish().await).await
    }

    async fn try_publish(&self) -> Done<Edition> {
        let (mut tx, standing) = self.begin().await?;
        let stored = self.stored(&standing).await?;
        let next = step::publish(&self.who, &standing, stored)?;
        tx.publish(&self.campaign.id, next.edition, &self.who.account)
            .await?;
        tx.step(&self.campaign.id, &next, "", &self.who.account)
            .await?;
        tx.commit().await?;
        self.edition(next.edition).await
    }

    /// Gives a final result back to the council.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn give_back(&self, reason: &str) -> Done<()> {
        self.told("give back", self.try_give_back(reason).await)
            .await
    }

    async fn try_give_back(&self, reason: &str) -> Done<()> {
        let (mut tx, standing) = self.begin().await?;
        let next = step::give_back(&self.who, &standing, reason)?;
        tx.step(&self.campaign.id, &next, reason.trim(), &self.who.account)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Begins another edition of an approved result.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn reopen(&self, reason: &str) -> Done<()> {
        self.told("reopen", self.try_reopen(reason).await).await
    }

    async fn try_reopen(&self, reason: &str) -> Done<()> {
        let (mut tx, standing) = self.begin().await?;
        let next = step::reopen(&self.who, &standing, reason)?;
        tx.step(&self.campaign.id, &next, reason.trim(), &self.who.account)
            .await?;
        tx.commit().await?;
        self.rescore().await?;
        Ok(())
    }

    /// The digest of what is frozen, as it is stored: of its very text, which need
    /// not be understood for that.
    async fn stored(&self, standing: &Standing) -> Done<Digest> {
        let wrong = || Undone::Refused(Refusal::WrongStage(standing.stage));
        let digest = standing.frozen.ok_or_else(wrong)?;
        let frozen = self.store.frozen_text(digest).await?;
        let lost = || StoreError::Corrupt(format!("nothing is stored under {digest}"));
        Ok(Digest::of(frozen.ok_or_else(lost)?.as_bytes()))
    }

    async fn edition(&self, number: u32) -> Done<Edition> {
        let edition = self.store.edition(&self.campaign.id, number).await?;
        Ok(edition.ok_or(Refusal::NoEdition(number))?)
    }
}
