//! The week of a campaign, 10,000 minutes of it, in a town where everything
//! that answers answers us: two daemons that report to each other, responders
//! of every kind, a mailbox that is gone, a forwarder, a server that delivers
//! three times. Clerks report meanwhile. The mails, the ledger, the decisions
//! and the letters are the real ones; clock and network are not.

use std::collections::{BTreeMap, BTreeSet};

use congvu::{
    digest::Digest,
    edge::store::{Actor, MailFilter, NewMail, Shown, Source, Store},
    verdict::{Reply, Verdict, limits::Alarm},
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    office::{Office, Promise, promise},
    village::{self, Daemon, HOST, Manner, Neighbour, TOWN, clerk_writes, delivered, faulty, good},
};

pub fn promises() -> Vec<Promise> {
    vec![promise(
        no_address_gets_more_than_ten_letters_an_hour_or_thirty_a_day_and_no_clerk_waits_for_nothing,
    )]
}

const MINUTES: i64 = 10_000;
/// The bounds of `verdict::limits`, told again: they are what is promised.
const AN_HOUR: usize = 10;
const A_DAY: usize = 30;
const TOWN_A_DAY: usize = 200;
/// The unit whose last mail is delivered four times.
const REDELIVERED: i64 = 12;

fn minute(nth: i64) -> Timestamp {
    let opens: Timestamp = "2015-12-06T00:00:00+07:00".parse().unwrap();
    opens + SignedDuration::from_mins(nth)
}

/// A letter that the network took.
struct Sent {
    at: Timestamp,
    to: String,
    kind: String,
}

struct World {
    town: Daemon,
    neighbour: Daemon,
    people: BTreeMap<String, Neighbour>,
    /// What arrives when, and at which daemon.
    arriving: BTreeMap<Timestamp, Vec<(String, Vec<u8>)>>,
    sent: Vec<Sent>,
    uid: u32,
}

impl World {
    fn arrives(&mut self, at: Timestamp, to: &str, raw: Vec<u8>) {
        self.arriving
            .entry(at)
            .or_default()
            .push((to.to_owned(), raw));
    }

    /// Keeps what has arrived, settles it, sends what is owed.
    async fn turn(&mut self, now: Timestamp) {
        for (to, raw) in self.arriving.remove(&now).unwrap_or_default() {
            self.uid += 1;
            let daemon = if to == TOWN {
                &self.town
            } else {
                &self.neighbour
            };
            keep(&daemon.desk.store, &raw, now, self.uid).await;
        }
        for at in [&self.town, &self.neighbour] {
            while congvu::flow::judging::step(&at.desk, now).await.unwrap() > 0 {}
        }
        let letters = take(&self.town.desk.store, now).await;
        for (to, kind, bytes) in letters {
            self.sent.push(Sent {
                at: now,
                to: to.clone(),
                kind,
            });
            self.reaches(&to, &bytes, now);
        }
        for (_, _, bytes) in take(&self.neighbour.desk.store, now).await {
            let address = self.neighbour.address.clone();
            let raw = delivered(&address, &address, TOWN, now, &bytes);
            self.arrives(now + SignedDuration::from_mins(1), TOWN, raw);
        }
    }

    /// A letter of the town reaches somebody, who does what they do.
    fn reaches(&mut self, to: &str, bytes: &[u8], now: Timestamp) {
        let soon = now + SignedDuration::from_mins(1);
        if to == self.neighbour.address {
            let raw = delivered(TOWN, TOWN, to, soon, bytes);
            self.arrives(soon, to, raw);
        }
        let Some(neighbour) = self.people.get_mut(to) else {
            return;
        };
        for raw in neighbour.answers(bytes, soon) {
            self.arrives(soon, TOWN, raw);
        }
    }

    async fn next(&self) -> Option<Timestamp> {
        let due = [&self.town, &self.neighbour].map(|daemon| &daemon.desk.store);
        let mut next = self.arriving.keys().next().copied();
        for store in due {
            let letter = store.next_due().await.unwrap();
            let mail = store.next_unsettled().await.unwrap();
            next = [next, letter, mail].into_iter().flatten().min();
        }
        next
    }
}

pub async fn keep(store: &Store, raw: &[u8], now: Timestamp, uid: u32) {
    let mut tx = store.begin(&Actor::System, now).await.unwrap();
    let place = Source::Imap {
        mailbox: "INBOX",
        uidvalidity: 1,
        uid,
    };
    let mail = NewMail {
        digest: Digest::of(raw),
        bytes: raw,
        received_at: now,
        source: place,
    };
    tx.keep(&[mail]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Sends what is due: recipient, kind and bytes of each letter.
pub async fn take(store: &Store, now: Timestamp) -> Vec<(String, String, Vec<u8>)> {
    let lease = now + SignedDuration::from_mins(5);
    let letters = store
        .claim_letters("the post", now, lease, 500)
        .await
        .unwrap();
    let mut tx = store.begin(&Actor::System, now).await.unwrap();
    for letter in &letters {
        tx.sent(letter.id, letter.attempt, "250 ok").await.unwrap();
    }
    tx.commit().await.unwrap();
    let told = |letter: congvu::edge::store::ClaimedLetter| {
        (
            letter.recipient.as_str().to_owned(),
            letter.kind,
            letter.bytes,
        )
    };
    letters.into_iter().map(told).collect()
}

/// Most letters in any period of that length.
fn most(moments: &[Timestamp], within: SignedDuration) -> usize {
    let from = |start: &Timestamp| {
        let inside = |at: &&Timestamp| **at >= *start && at.duration_since(*start) < within;
        moments.iter().filter(inside).count()
    };
    moments.iter().map(from).max().unwrap_or_default()
}

async fn no_address_gets_more_than_ten_letters_an_hour_or_thirty_a_day_and_no_clerk_waits_for_nothing(
    office: Office,
) {
    let folder = std::env::temp_dir().join(format!(
        "congvu-village-{}-{}",
        std::process::id(),
        office.on_sqlite()
    ));
    std::fs::create_dir_all(&folder).unwrap();
    let beside = Store::open(&format!("sqlite:{}", folder.join("b.db").display()))
        .await
        .unwrap();
    let units = village::units();
    let mut world = World {
        town: Daemon::of_the_town(office.store.clone()),
        neighbour: Daemon::of_a_unit(beside, &units[0]),
        people: BTreeMap::new(),
        arriving: BTreeMap::new(),
        sent: Vec::new(),
        uid: 0,
    };
    for (unit, manner) in units[1..].iter().zip(Manner::ALL) {
        world.people.insert(
            unit.mailbox.as_str().to_owned(),
            Neighbour::new(unit, manner),
        );
    }
    people_report(&mut world, &units);

    let (mut now, mut resumes, mut stopped) = (minute(0), None, Vec::new());
    while now < minute(MINUTES) {
        world.turn(now).await;
        if let Some(breaker) = office.store.breaker().await.unwrap()
            && resumes.is_none()
        {
            stopped.push((breaker.opened_at, breaker.why));
            resumes = Some(now + SignedDuration::from_hours(1));
        }
        let next = world.next().await.into_iter().chain(resumes).min();
        let Some(next) = next else { break };
        now = next.max(now + SignedDuration::from_secs(1));
        if resumes.is_some_and(|at| now >= at) {
            let by = Actor::Command("outbox --resume".to_owned());
            let mut tx = office.store.begin(&by, now).await.unwrap();
            assert!(tx.resume_sending().await.unwrap());
            tx.commit().await.unwrap();
            resumes = None;
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
    within_the_bounds(&world);
    only_the_forwarder_stopped_the_post(&stopped);
    everybody_has_a_receipt(&world, &units);
    let lost: BTreeSet<_> = office
        .store
        .undelivered()
        .await
        .unwrap()
        .into_iter()
        .map(|l| l.recipient)
        .collect();
    let gone = &units[1 + Manner::ALL.iter().position(|m| *m == Manner::Gone).unwrap()];
    assert_eq!(lost.iter().collect::<Vec<_>>(), [&gone.mailbox]);
    let again = MailFilter {
        shown: Shown::With(Verdict::Duplicate),
        limit: 9,
        ..MailFilter::default()
    };
    let copies = office.store.mails(&again).await.unwrap();
    assert!(copies.lines.iter().all(|copy| copy.reasons == ["W-COPY"]));
    assert_eq!(copies.total, 3);
}

/// Every unit reports: first with a fault, then with another, then well.
fn people_report(world: &mut World, units: &[congvu::unit::Unit]) {
    for (nth, unit) in (0..).zip(units) {
        let start = 37 + 211 * nth;
        for (after, report) in [
            (0, faulty(unit, 1)),
            (20, faulty(unit, 2)),
            (40, good(unit, 0)),
        ] {
            let at = minute(start + after);
            world.arrives(at, TOWN, clerk_writes(unit, &report, at));
        }
        // And once more on the last days, with other figures.
        let at = minute(8_000 + 3 * nth);
        let raw = clerk_writes(unit, &good(unit, 1), at);
        if nth == REDELIVERED {
            for later in [1, 30, 1_500] {
                let copy = village::delivered_again(&raw, later);
                world.arrives(at + SignedDuration::from_mins(later), TOWN, copy);
            }
        }
        world.arrives(at, TOWN, raw);
    }
    // Spam in our own name and with our own field names no letter of ours.
    for nth in 0..5 {
        let at = minute(300 + nth);
        world.arrives(at, TOWN, village::forged(nth, at));
    }
}

fn within_the_bounds(world: &World) {
    let mut by_address: BTreeMap<&str, Vec<Timestamp>> = BTreeMap::new();
    for sent in &world.sent {
        by_address.entry(&sent.to).or_default().push(sent.at);
    }
    for (address, moments) in &by_address {
        let hour = most(moments, SignedDuration::from_hours(1));
        let day = most(moments, SignedDuration::from_hours(24));
        assert!(hour <= AN_HOUR && day <= A_DAY, "{address}: {hour}, {day}");
    }
    let all: Vec<Timestamp> = world.sent.iter().map(|sent| sent.at).collect();
    assert!(most(&all, SignedDuration::from_hours(24)) <= TOWN_A_DAY);
}

fn only_the_forwarder_stopped_the_post(stopped: &[(Timestamp, Alarm)]) {
    let [(at, Alarm::Loop)] = stopped else {
        panic!("{stopped:?}");
    };
    // It is the seventh to report; the spam came before.
    let reports = 37 + 211 * 7;
    assert!(*at > minute(reports) && *at < minute(reports + 60), "{at}");
}

fn everybody_has_a_receipt(world: &World, units: &[congvu::unit::Unit]) {
    for unit in units {
        let receipts = world.sent.iter().filter(|sent| {
            sent.to == unit.mailbox.as_str() && sent.kind == Reply::Receipt.as_str()
        });
        assert_eq!(receipts.count(), 2, "{} of {HOST}", unit.code);
    }
}
