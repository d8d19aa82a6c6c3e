//! The queue of mails that a person should look at.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::FromRow;

use super::{
    Link, MailId, MailLine, Pools, Result, Store,
    columns::{MaybeAt, micros},
};
use crate::verdict::reason::Reason;

/// A part of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// Waits for a person; nobody was answered.
    Held,
    /// Rejected by the rules, and nothing came after it.
    Rejected,
    /// Shut away by the rules, and nobody has looked.
    Quarantined,
    /// Rejected, and the unit has written again since.
    Followed,
    /// A person has decided it.
    Seen,
}

impl Lane {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Held,
        Self::Rejected,
        Self::Quarantined,
        Self::Followed,
        Self::Seen,
    ];

    /// The word in addresses and in the statement.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Rejected => "rejected",
            Self::Quarantined => "quarantined",
            Self::Followed => "followed",
            Self::Seen => "seen",
        }
    }

    /// The lane of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.as_str() == word)
    }

    /// Does it still wait for somebody?
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Held | Self::Rejected | Self::Quarantined)
    }
}

/// Which comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// What is closest to harm: a unit that has nothing in force and was met
    /// with silence, then one that was turned down, then the rest.
    #[default]
    Harm,
    /// Longest waiting first.
    Oldest,
    /// Newest first.
    Newest,
    /// By unit.
    Unit,
}

impl Sort {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Harm, Self::Oldest, Self::Newest, Self::Unit];

    /// The word in addresses and in the statement.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Harm => "harm",
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Unit => "unit",
        }
    }

    /// The order of a word; the usual one when it is none.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|sort| sort.as_str() == word).unwrap_or_default()
    }
}

/// Which mails of the queue, and which page of them.
#[derive(Debug, Clone, Copy)]
pub struct QueueFilter<'a> {
    /// Which part; none: all that still waits.
    pub lane: Option<Lane>,
    /// By unit.
    pub unit: Option<&'a str>,
    /// By reason code.
    pub reason: Option<&'a str>,
    /// Only what this account has claimed.
    pub holder: Option<&'a str>,
    /// In which order.
    pub sort: Sort,
    /// The moment: a claim that has run out is none.
    pub now: Timestamp,
    /// How many to leave out.
    pub offset: u32,
    /// How many at most.
    pub limit: u32,
}

/// A mail in the queue.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct QueueLine {
    /// The mail.
    #[sqlx(flatten)]
    pub mail: MailLine,
    /// The part of the queue, as its word.
    pub lane: String,
    /// The moment of the report that the unit has in force.
    #[sqlx(try_from = "MaybeAt")]
    pub in_force: Option<Timestamp>,
    /// Who looks at it, as people call that person.
    pub holder: Option<String>,
    /// The verdict in force with all its evidence.
    judgement: String,
}

impl QueueLine {
    /// Why it is here; nothing when another version of the program wrote it.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        #[derive(serde::Deserialize)]
        struct Why {
            reasons: Vec<Reason>,
        }
        let read = serde_json::from_str(&self.judgement);
        read.map_or_else(|_| Vec::new(), |why: Why| why.reasons)
    }
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// How many there are in each part, by its word.
    pub counts: BTreeMap<String, i64>,
    /// How many there are on all pages.
    pub total: i64,
    /// Those of this page.
    pub lines: Vec<QueueLine>,
}

#[derive(FromRow)]
struct Count {
    lane: String,
    mails: i64,
}

/// The queue, mail by mail. A unit's later mail answers its rejected one,
/// whatever became of it; its report in force is the newest accepted one. Each
/// look at another mail of the unit is one step into an index, and is made once a
/// mail: the list is made first, as a list.
macro_rules! queue {
    ($what:literal, $rest:literal) => {
        concat!(
            "with open as (
                 select mail, moment, unit, verdict, by_person, reasons from listed
                 where verdict in ('held', 'rejected', 'quarantined')
                 union all
                 select mail, moment, unit, verdict, by_person, reasons from listed
                 where by_person = 1 and verdict in ('accepted', 'logged', 'duplicate')),
             waiting as materialized (
                 select l.mail, l.moment, l.unit,
                     (select max(f.moment) from listed f
                      where f.verdict = 'accepted' and f.unit = l.unit) as in_force,
                     case when l.verdict = 'held' then 'held'
                          when l.by_person = 1 then 'seen'
                          when l.verdict = 'rejected' and exists (
                              select 1 from listed h where h.unit = l.unit and h.moment > l.moment
                              and h.verdict in ('accepted', 'rejected', 'held', 'duplicate'))
                              then 'followed'
                          else l.verdict end as lane
                 from open l
                 where ($1 = '' or l.unit = $1) and ($2 = '' or l.reasons like $2 escape '!')
                     and ($3 = '' or exists (select 1 from claim c
                         where c.mail = l.mail and c.holder = $3 and c.until > $4))) ",
            $what,
            $rest
        )
    };
}

/// The mails of one lane, or of all that wait, in their order: first which,
/// then what stands in them.
macro_rules! page {
    ($what:literal) => {
        queue!(
            ", ranked as (
                 select mail, moment, unit, lane, in_force, case
                     when lane = 'held' and unit is not null and in_force is null then 0
                     when lane = 'rejected' and unit is not null and in_force is null then 1
                     when lane = 'held' then 2
                     when lane = 'quarantined' and unit is not null and in_force is null then 3
                     when lane = 'rejected' and unit is not null then 4
                     when lane = 'quarantined' and unit is not null then 5
                     else 6 end as harm
                 from waiting
                 where $5 = '' and lane in ('held', 'rejected', 'quarantined') or lane = $5),
             page as (
                 select mail, lane, in_force, row_number() over (
                     order by case when $6 = 'harm' then harm else 0 end,
                         case when $6 = 'unit' then coalesce(unit, '~') else '' end,
                         case when $6 = 'newest' then -moment else moment end, mail) as place
                 from ranked order by place limit $7 offset $8)",
            $what
        )
    };
}

const COUNTS: &str = queue!(
    "select lane, count(*) as mails from waiting ",
    "group by lane"
);

const IDS: &str = page!(" select mail from page order by place");

const LINES: &str = page!(
    " select m.id, m.received_at, m.size, m.revision, m.attempts, m.waiting_for, v.verdict,
         v.reply, v.unit, v.number, v.sender, v.subject, v.proof, v.moment, v.reasons,
         r.lane, r.in_force, v.judgement,
         (select coalesce(a.display, c.holder) from claim c
          left join account a on a.name = c.holder
          where c.mail = r.mail and c.until > $4) as holder
     from page r join mail m on m.id = r.mail
     join verdict v on v.mail = m.id and v.revision = m.revision order by r.place"
);

impl Store {
    /// A page of the queue.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn queue(&self, filter: &QueueFilter<'_>) -> Result<Queue> {
        let asked = Asked::of(filter);
        let mut snapshot = self.snapshot().await?;
        let counts: Vec<Count> = on_tx!(snapshot, c => sqlx::query_as(COUNTS)
            .bind(asked.unit)
            .bind(&asked.reason)
            .bind(asked.holder)
            .bind(asked.now)
            .fetch_all(c)
            .await)?;
        let counts: BTreeMap<String, i64> = counts
            .into_iter()
            .map(|count| (count.lane, count.mails))
            .collect();
        let of = |lane: Lane| counts.get(lane.as_str()).copied().unwrap_or_default();
        let total = match filter.lane {
            Some(lane) => of(lane),
            None => Lane::ALL
                .into_iter()
                .filter(|lane| lane.waits())
                .map(of)
                .sum(),
        };
        let lines = if filter.limit == 0 {
            Vec::new()
        } else {
            on_tx!(snapshot, c => sqlx::query_as(LINES)
                .bind(asked.unit)
                .bind(&asked.reason)
                .bind(asked.holder)
                .bind(asked.now)
                .bind(asked.lane)
                .bind(filter.sort.as_str())
                .bind(i64::from(filter.limit))
                .bind(i64::from(filter.offset))
                .fetch_all(c)
                .await)?
        };
        Ok(Queue {
            counts,
            total,
            lines,
        })
    }

    /// The mails of the queue in their order, without what stands in them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn queued(&self, filter: &QueueFilter<'_>) -> Result<Vec<MailId>> {
        let asked = Asked::of(filter);
        Ok(on!(self, pool => sqlx::query_scalar(IDS)
            .bind(asked.unit)
            .bind(&asked.reason)
            .bind(asked.holder)
            .bind(asked.now)
            .bind(asked.lane)
            .bind(filter.sort.as_str())
            .bind(i64::from(filter.limit))
            .bind(i64::from(filter.offset))
            .fetch_all(pool)
            .await)?)
    }
}

/// A filter as the statements take it.
struct Asked<'a> {
    unit: &'a str,
    reason: String,
    holder: &'a str,
    now: i64,
    lane: &'static str,
}

impl<'a> Asked<'a> {
    fn of(filter: &QueueFilter<'a>) -> Self {
        let reason = filter.reason.map_or_else(String::new, |code| {
            let code = code
                .replace('!', "!!")
                .replace('%', "!%")
                .replace('_', "!_");
            format!("%\"{code}\"%")
        });
        Self {
            unit: filter.unit.unwrap_or_default(),
            reason,
            holder: filter.holder.unwrap_or_default(),
            now: micros(filter.now),
            lane: filter.lane.map_or("", Lane::as_str),
        }
    }
}
