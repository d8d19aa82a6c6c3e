//! Mails in lists: one short row each, kept beside the mail and its verdicts, so
//! that a list of thousands reads no evidence. It decides nothing, and can be
//! made anew from them.

use std::collections::BTreeMap;

use sqlx::FromRow;

use super::{
    Link, MailFilter, MailId, MailLine, MailList, NewSettlement, Pools, Result, Shown, Store, Tx,
    columns::{json as to_json, micros},
};
use crate::{address::Address, text};

/// Most words of a search; the rest is not looked for.
const WORDS: usize = 5;

/// Rows of an older ledger that are made searchable at once.
const FOLDED_AT_ONCE: i64 = 1_000;

#[derive(FromRow)]
struct Unfolded {
    mail: MailId,
    subject: Option<String>,
    sender: Option<String>,
    number: Option<String>,
    unit: Option<String>,
}

#[derive(FromRow)]
struct Count {
    verdict: String,
    mails: i64,
}

macro_rules! listed {
    ($verdict:literal, $what:literal, $rest:literal) => {
        concat!(
            "select ",
            $what,
            " from listed l where ",
            $verdict,
            " and ($2 = '' or l.unit = $2)
                 and ($3 = '' or l.folded like $3 escape '!') and ($4 = '' or l.folded like $4 escape '!')
                 and ($5 = '' or l.folded like $5 escape '!') and ($6 = '' or l.folded like $6 escape '!')
                 and ($7 = '' or l.folded like $7 escape '!') ",
            $rest
        )
    };
}

/// A page of mails: first which, then what stands in them.
macro_rules! page {
    ($verdict:literal) => {
        concat!(
            "select m.id, m.received_at, m.size, m.revision, m.attempts, m.waiting_for, v.verdict,
                 v.reply, v.unit, v.number, v.sender, v.subject, v.proof, v.moment, v.reasons
             from (",
            listed!(
                $verdict,
                "l.mail, l.received_at",
                "order by l.received_at desc, l.mail desc limit $8 offset $9"
            ),
            ") page join mail m on m.id = page.mail
             left join verdict v on v.mail = m.id and v.revision = m.revision
             order by page.received_at desc, page.mail desc"
        )
    };
}

const COUNTS: &str = listed!(
    "$1 = ''",
    "l.verdict, count(*) as mails",
    "group by l.verdict"
);
const ALL: &str = page!("$1 = ''");
const OF_VERDICT: &str = page!("l.verdict = $1");

impl Tx {
    /// Lists a mail that was kept.
    pub(super) async fn list(&mut self, mail: MailId, received_at: i64) -> Result<()> {
        on_tx!(self, c => sqlx::query(
            "insert into listed (mail, received_at, moment, verdict, by_person, reasons, folded)
             values ($1, $2, $2, 'unsettled', 0, '[]', '')")
            .bind(mail)
            .bind(received_at)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Lists a mail under its verdict.
    pub(super) async fn list_as(&mut self, new: &NewSettlement<'_>) -> Result<()> {
        let by_person = i64::from(matches!(self.actor, super::Actor::Person(_)));
        let folded = searchable(
            Some(new.subject),
            new.sender.map(Address::as_str),
            new.number,
            new.unit,
        );
        let reasons = to_json(&new.reasons)?;
        on_tx!(self, c => sqlx::query(
            "update listed set verdict = $2, unit = $3, moment = $4, by_person = $5, reasons = $6,
                 folded = $7 where mail = $1")
            .bind(new.mail)
            .bind(new.verdict.as_str())
            .bind(new.unit)
            .bind(micros(new.moment))
            .bind(by_person)
            .bind(reasons)
            .bind(folded)
            .execute(c)
            .await
            .map(drop))?;
        Ok(())
    }
}

/// What a search looks in.
fn searchable(
    subject: Option<&str>,
    sender: Option<&str>,
    number: Option<&str>,
    unit: Option<&str>,
) -> String {
    let said: Vec<&str> = [subject, sender, number, unit]
        .into_iter()
        .flatten()
        .collect();
    text::plain(&text::one_line(&said.join(" "), 500))
}

/// The words of a search as patterns, always as many.
fn patterns(search: &str) -> [String; WORDS] {
    let plain = text::plain(search);
    let mut patterns: [String; WORDS] = Default::default();
    let words = plain.split(' ').filter(|word| !word.is_empty());
    for (pattern, word) in patterns.iter_mut().zip(words) {
        let word = word
            .replace('!', "!!")
            .replace('%', "!%")
            .replace('_', "!_");
        *pattern = format!("%{word}%");
    }
    patterns
}

impl Store {
    /// A page of mails, newest first, and how many there are of each verdict
    /// that are otherwise like them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mails(&self, filter: &MailFilter<'_>) -> Result<MailList> {
        let unit = filter.unit.unwrap_or_default();
        let [a, b, c, d, e] = patterns(filter.search);
        let mut snapshot = self.snapshot().await?;
        let counts: Vec<Count> = on_tx!(snapshot, link => sqlx::query_as(COUNTS)
            .bind("")
            .bind(unit)
            .bind(&a).bind(&b).bind(&c).bind(&d).bind(&e)
            .fetch_all(link)
            .await)?;
        let counts: BTreeMap<String, i64> = counts
            .into_iter()
            .map(|count| (count.verdict, count.mails))
            .collect();
        let shown = filter.shown.as_str();
        let total = match filter.shown {
            Shown::All => counts.values().sum(),
            Shown::Unsettled | Shown::With(_) => counts.get(shown).copied().unwrap_or_default(),
        };
        let lines: Vec<MailLine> = if filter.limit == 0 {
            Vec::new()
        } else {
            let statement = if shown.is_empty() { ALL } else { OF_VERDICT };
            on_tx!(snapshot, link => sqlx::query_as(statement)
                .bind(shown)
                .bind(unit)
                .bind(&a).bind(&b).bind(&c).bind(&d).bind(&e)
                .bind(i64::from(filter.limit))
                .bind(i64::from(filter.offset))
                .fetch_all(link)
                .await)?
        };
        Ok(MailList {
            total,
            counts,
            lines,
        })
    }

    /// Makes mails of an older ledger searchable: no database folds Vietnamese
    /// letters as people search for them.
    pub(super) async fn fold_listed(&self) -> Result<()> {
        loop {
            let mut link = match &self.pools {
                Pools::Sqlite { writer, .. } => {
                    Link::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
                }
                Pools::Postgres { writer, .. } => Link::Postgres(writer.begin().await?),
            };
            let mut open = super::Snapshot { link };
            let some: Vec<Unfolded> = on_tx!(open, c => sqlx::query_as(
                "select l.mail, v.subject, v.sender, v.number, l.unit from listed l
                 join mail m on m.id = l.mail
                 left join verdict v on v.mail = m.id and v.revision = m.revision
                 where l.folded is null limit $1")
                .bind(FOLDED_AT_ONCE)
                .fetch_all(c)
                .await)?;
            if some.is_empty() {
                return Ok(());
            }
            for one in some {
                let folded = searchable(
                    one.subject.as_deref(),
                    one.sender.as_deref(),
                    one.number.as_deref(),
                    one.unit.as_deref(),
                );
                on_tx!(open, c => sqlx::query("update listed set folded = $2 where mail = $1")
                    .bind(one.mail)
                    .bind(folded)
                    .execute(c)
                    .await
                    .map(drop))?;
            }
            link = open.link;
            match link {
                Link::Sqlite(open) => open.commit().await?,
                Link::Postgres(open) => open.commit().await?,
            }
        }
    }
}
