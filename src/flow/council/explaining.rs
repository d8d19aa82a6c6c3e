//! The round of explanations: every unit with a result is told what the
//! verification found and its points so far, and may answer.

use super::{Chamber, Done, Undone};
use crate::{
    address::Address,
    council::{Stage, calendar, refusal::Refusal, round::Round},
    edge::store::{NewLetter, Result, StoreError, Tx},
    explanation::Token,
    letter::{self, Notice},
    results::UnitResult,
    sitting::{checks, step},
    words::{
        Lang,
        explanation::{self, Asking, Correction, Item},
    },
};

/// The kind of the letter that asks.
const KIND: &str = "explain";

impl Chamber<'_> {
    /// Opens the round: a letter is owed to every unit with a result.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn open_round(&self, own: &Address, lang: Lang) -> Done<Round> {
        let done = self.try_open_round(own, lang).await;
        self.told("open round", done).await
    }

    async fn try_open_round(&self, own: &Address, lang: Lang) -> Done<Round> {
        let (mut tx, standing) = self.begin_open().await?;
        step::ask(&self.who, &standing)?;
        if self.store.round(&self.campaign.id).await?.is_some() {
            return Err(Refusal::RoundOpened.into());
        }
        let rules = &self.campaign.council;
        let until = calendar::deadline(
            self.now,
            rules.explanation_days,
            &self.campaign.zone,
            &rules.days_off,
        );
        let until = until.ok_or_else(|| StoreError::Corrupt("no calendar".to_owned()))?;
        let draft = self.gathered().await?.draft(self.campaign)?;
        let units = draft.snapshot.groups.iter().flat_map(|group| &group.units);
        let mut asked = Vec::new();
        for unit in units {
            asked.push((unit, token()?));
        }
        let tokens: Vec<(&str, &Token)> = asked
            .iter()
            .map(|(unit, token)| (unit.unit.as_str(), token))
            .collect();
        tx.open_round(&self.campaign.id, until, &tokens, &self.who.account)
            .await?;
        for (unit, token) in &asked {
            let asking = Asking {
                campaign: self.campaign,
                token,
                until,
                total: &unit.total,
                provisional: unit.provisional,
                corrections: corrections(unit),
                items: items(unit),
            };
            self.ask(&mut tx, own, lang, unit, &asking).await?;
        }
        tx.commit().await?;
        let round = self.store.round(&self.campaign.id).await?;
        Ok(round.ok_or(Refusal::RoundNotOpened)?)
    }

    async fn ask(
        &self,
        tx: &mut Tx,
        own: &Address,
        lang: Lang,
        unit: &UnitResult,
        asking: &Asking<'_>,
    ) -> Done<()> {
        let registered = self.campaign.registry.by_code(&unit.unit);
        let registered = registered.ok_or_else(|| Refusal::NoUnit(unit.unit.clone()))?;
        let (subject, blocks) = explanation::asking(lang, asking, registered);
        let key = format!("{KIND}:{}:{}", self.campaign.id, unit.unit);
        let letter = letter::notice(
            lang,
            &Notice {
                key: &key,
                kind: KIND,
                campaign: self.campaign,
                own,
                unit: registered,
                subject: &subject,
                blocks: &blocks,
                file: None,
                at: self.now,
            },
        );
        let letter = letter.map_err(|error| {
            let why = format!("a letter could not be written: {error}");
            Undone::Ledger(StoreError::Corrupt(why))
        })?;
        tx.owe(&NewLetter {
            key: &letter.key,
            mail: None,
            kind: KIND,
            recipient: &registered.mailbox,
            message_id: &letter.message_id,
            subject: &subject,
            bytes: &letter.bytes,
            due_at: self.now,
        })
        .await?;
        Ok(())
    }

    /// Notes what the council does about an explanation.
    ///
    /// # Errors
    /// When it is refused, or the ledger does not answer.
    pub async fn answer(&self, explanation: i64, accepted: bool, reason: &str) -> Done<()> {
        let done = self.try_answer(explanation, accepted, reason).await;
        self.told("answer", done).await
    }

    async fn try_answer(&self, explanation: i64, accepted: bool, reason: &str) -> Done<()> {
        self.who.must_sit()?;
        let (mut tx, standing) = self.begin_open().await?;
        if standing.stage == Stage::Provisional {
            return Err(Refusal::WrongStage(standing.stage).into());
        }
        let round = self.store.round(&self.campaign.id).await?;
        let round = round.ok_or(Refusal::RoundNotOpened)?;
        let mut open = round.explanations.iter();
        if !open.any(|one| one.id == explanation && one.outcome.is_none()) {
            return Err(Refusal::NoExplanation.into());
        }
        let reason = checks::reason(reason)?;
        let by = &self.who.account;
        tx.settle_explanation(&self.campaign.id, explanation, accepted, reason, by)
            .await?;
        Ok(tx.commit().await?)
    }
}

fn corrections(unit: &UnitResult) -> Vec<Correction<'_>> {
    let corrections = unit.corrections.iter();
    corrections
        .map(|one| Correction {
            code: &one.code,
            label: &one.label,
            reported: one.reported.as_ref(),
            verified: one.verified.as_ref(),
            why: &one.why,
        })
        .collect()
}

fn items(unit: &UnitResult) -> Vec<Item<'_>> {
    let items = unit.items.iter();
    items
        .map(|item| Item {
            code: &item.code,
            label: &item.label,
            points: &item.points,
            max: &item.max,
            state: &item.state,
            why: &item.why,
        })
        .collect()
}

/// A code of chance.
fn token() -> Result<Token> {
    let no_chance = |error: getrandom::Error| StoreError::Unavailable(error.to_string());
    loop {
        let mut chance = [0; 16];
        getrandom::fill(&mut chance).map_err(no_chance)?;
        if let Some(token) = Token::of(&chance) {
            return Ok(token);
        }
    }
}
