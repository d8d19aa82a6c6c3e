//! The queue of mails that wait for a person.

use askama::Template as _;
use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    App,
    ask::Asked,
    failure::Failure,
    filter::{address, lenient},
    live,
    mails::unit_choices,
    session::Person,
};
use crate::{
    campaign::{Campaign, window::Window},
    edge::store::{Lane, MailId, QueueFilter, QueueLine, Sort},
    role::Right,
    text,
    verdict::{person::Act, reason::Reason},
    words::{
        Lang,
        pages::{
            Chip, Here, labels,
            mails::Choice,
            queue::{self as page, Queue, Row},
        },
        pieces, reasons, review, times,
    },
};

/// Mails on a page.
const PER_PAGE: u32 = 30;

/// Most mails that one walks through without going back to the list.
const WALK: u32 = 500;

/// The way through the queue, as it stands in addresses: whoever is sent one
/// sees the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Way {
    /// The part, as its word; empty for all that waits.
    pub lane: String,
    /// Code of the unit; empty for all.
    pub unit: String,
    /// Reason code; empty for all.
    pub reason: String,
    /// `1`: only what this person looks at.
    pub mine: String,
    /// The order, as its word.
    pub sort: String,
    /// How many are left out.
    #[serde(deserialize_with = "lenient")]
    pub from: u32,
}

impl Way {
    /// The same, made tidy: an address is typed by anybody.
    #[must_use]
    pub fn tidy(self) -> Self {
        Self {
            lane: Lane::parse(&self.lane).map_or("", Lane::as_str).to_owned(),
            unit: text::one_line(&self.unit, 100),
            reason: text::one_line(&self.reason, 100),
            mine: if self.mine == "1" { "1" } else { "" }.to_owned(),
            sort: match Sort::parse(&self.sort) {
                Sort::Harm => String::new(),
                sort @ (Sort::Oldest | Sort::Newest | Sort::Unit) => sort.as_str().to_owned(),
            },
            from: self.from,
        }
    }

    /// Reads it from the field of a form.
    #[must_use]
    pub fn read(field: &str) -> Self {
        let uri = format!("/?{field}").parse().unwrap_or_default();
        let read = axum::extract::Query::<Self>::try_from_uri(&uri);
        read.map(|way| way.0.tidy()).unwrap_or_default()
    }

    /// As the field of a form.
    #[must_use]
    pub fn field(&self) -> String {
        let address = self.address("", &[]);
        address.trim_start_matches('?').to_owned()
    }

    /// The queue.
    #[must_use]
    pub fn queue(&self) -> String {
        self.address("/queue", &[])
    }

    /// The page of a mail on this way.
    #[must_use]
    pub fn mail(&self, id: i64, done: &str) -> String {
        let (on, done) = ("1".to_owned(), done.to_owned());
        self.address(&format!("/mails/{id}"), &[("queue", &on), ("done", &done)])
    }

    fn address(&self, path: &str, more: &[(&str, &String)]) -> String {
        let from = if self.from == 0 {
            String::new()
        } else {
            self.from.to_string()
        };
        let mut pairs = vec![
            ("lane", &self.lane),
            ("unit", &self.unit),
            ("reason", &self.reason),
            ("mine", &self.mine),
            ("sort", &self.sort),
            ("from", &from),
        ];
        pairs.extend_from_slice(more);
        address(path, &pairs)
    }

    /// What the ledger is asked for.
    fn filter<'w>(
        &'w self,
        me: &'w str,
        now: Timestamp,
        (offset, limit): (u32, u32),
    ) -> QueueFilter<'w> {
        let some = |word: &'w str| (!word.is_empty()).then_some(word);
        QueueFilter {
            lane: Lane::parse(&self.lane),
            unit: some(&self.unit),
            reason: some(&self.reason),
            holder: (self.mine == "1").then_some(me),
            sort: Sort::parse(&self.sort),
            now,
            offset,
            limit,
        }
    }

    /// The mails on this way, as many as one walks through.
    ///
    /// # Errors
    /// When the ledger does not answer.
    pub async fn walk(&self, app: &App, me: &str) -> Result<Vec<MailId>, Failure> {
        let filter = self.filter(me, app.now(), (0, WALK));
        Ok(app.store.queued(&filter).await?)
    }
}

/// The queue.
///
/// # Errors
/// When the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Asked(way): Asked<Way>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let way = way.tidy();
    // Who has been given more time since the program began has it.
    let campaign = app.desk.fresh(app.now()).await?.campaign;
    let filter = way.filter(&person.name, app.now(), (way.from, PER_PAGE));
    let found = app.store.queue(&filter).await?;
    let shown = i64::try_from(found.lines.len()).unwrap_or(i64::MAX);
    let start = i64::from(way.from);
    let starting = |from| {
        Way {
            from,
            ..way.clone()
        }
        .queue()
    };
    let narrowed = !(way.unit.is_empty() && way.reason.is_empty() && way.mine.is_empty());
    let closes = times::deadline(Lang::Vi, campaign.window.closes, &campaign.zone);
    let count = |lane: Lane| found.counts.get(lane.as_str()).copied().unwrap_or_default();
    let page = Queue {
        frame: app.menu_frame(Here::Queue, &person),
        chips: chips(&way, count),
        units: unit_choices(&app, &way.unit),
        reasons: page::REASONS
            .iter()
            .map(|(code, name)| choice(code, name, &way.reason))
            .collect(),
        sorts: Sort::ALL
            .iter()
            .map(|sort| choice(sort.as_str(), page::sort(sort.as_str()), &way.sort))
            .collect(),
        mine: way.mine == "1",
        clear: narrowed.then(|| {
            Way {
                lane: way.lane.clone(),
                sort: way.sort.clone(),
                ..Way::default()
            }
            .queue()
        }),
        deadline: page::deadline(&closes, left(&app, campaign.window).as_deref()),
        extent: page::extent(start + 1, start + shown, found.total),
        rows: found
            .lines
            .iter()
            .map(|line| row(&app, &campaign, &way, line))
            .collect(),
        may_decide: person.role.may(Right::Review),
        acts: Act::ALL
            .into_iter()
            .map(|act| (act.as_str(), review::act(Lang::Vi, act)))
            .collect(),
        before: (way.from > 0).then(|| starting(way.from.saturating_sub(PER_PAGE))),
        after: (start + shown < found.total && shown > 0)
            .then(|| starting(way.from.saturating_add(PER_PAGE))),
        lane: way.lane.clone(),
        way: way.field(),
    };
    Ok(live::listed(&headers, page.render()?, &way.queue()))
}

fn choice(code: &str, name: &str, chosen: &str) -> Choice {
    Choice {
        code: code.to_owned(),
        name: name.to_owned(),
        chosen: code == chosen,
    }
}

fn chips(way: &Way, count: impl Fn(Lane) -> i64) -> Vec<Chip> {
    let chip = |word: &str, count: i64| Chip {
        label: page::lane(word).word,
        count,
        href: Way {
            lane: word.to_owned(),
            from: 0,
            ..way.clone()
        }
        .queue(),
        current: way.lane == word,
    };
    let waiting = Lane::ALL.into_iter().filter(|lane| lane.waits());
    let all = chip("", waiting.map(&count).sum());
    let each = Lane::ALL.map(|lane| chip(lane.as_str(), count(lane)));
    [all].into_iter().chain(each).collect()
}

/// How much time units have left.
fn left(app: &App, window: Window) -> Option<String> {
    let left = window.closes.duration_since(app.now()).as_secs();
    (left > 0).then(|| times::length(Lang::Vi, left))
}

fn row(app: &App, campaign: &Campaign, way: &Way, line: &QueueLine) -> Row {
    let mail = &line.mail;
    let unit = mail.unit.as_deref();
    let window = unit.map_or(campaign.window, |unit| campaign.window_of(unit));
    let reasons: Vec<Reason> = line.reasons();
    let why = reasons.first().map(|reason| {
        let told = reasons::reason(Lang::Vi, reason, pieces::setting(campaign, window));
        text::one_line(&told.what, 240)
    });
    let waits = app.now().duration_since(mail.received_at).as_secs();
    Row {
        key: format!("{}.{}", mail.id.0, mail.revision),
        id: mail.id.0,
        href: way.mail(mail.id.0, ""),
        subject: labels::subject(mail.subject.as_deref()),
        sender: mail
            .sender
            .as_ref()
            .map_or_else(String::new, |sender| text::one_line(sender.as_str(), 100)),
        unit: mail
            .unit
            .as_deref()
            .map_or_else(String::new, |unit| app.unit_name(unit)),
        standing: page::standing(mail.unit.is_some(), line.in_force.is_some()),
        lane: page::lane(&line.lane),
        why: why.unwrap_or_else(|| mail.reasons.join(", ")),
        more: reasons.len().saturating_sub(1),
        age: page::age(&times::length(Lang::Vi, waits)),
        received: app.short(mail.received_at),
        left: page::left(left(app, window).as_deref()),
        holder: line.holder.clone().unwrap_or_default(),
    }
}
