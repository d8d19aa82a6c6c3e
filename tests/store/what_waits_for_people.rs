//! The queue: what waits for a person, and what comes first.

use congvu::{
    edge::store::{Lane, QueueFilter, Sort},
    flow::review,
    unit::Unit,
    verdict::person::Act,
};

use crate::{
    office::{Office, Promise, at, later, now, promise},
    village::{Daemon, clerk_writes, units},
    what_people_decide::{came, does, is_held, reports, wish},
};

pub fn promises() -> Vec<Promise> {
    vec![promise(what_is_closest_to_harm_comes_first)]
}

fn queue(lane: Option<Lane>, sort: Sort) -> QueueFilter<'static> {
    QueueFilter {
        lane,
        unit: None,
        reason: None,
        holder: None,
        sort,
        now: now(),
        offset: 0,
        limit: 50,
    }
}

async fn what_is_closest_to_harm_comes_first(office: Office) {
    let (daemon, units) = (Daemon::of_the_town(office.store.clone()), units());
    let empty = |unit: &Unit, at| clerk_writes(unit, b"not a workbook", at);
    // A has a report in force, and a held one; B was turned down; C is met
    // with silence; D was turned down and has mended it.
    reports(&daemon, &units[0], 1, at("07 08:00")).await;
    let a = is_held(&daemon, &units[0], 2, at("07 09:00")).await;
    let (b, c, d) = (&units[1], &units[2], &units[3]);
    let b = came(&daemon, &empty(b, at("07 10:00")), 3, at("07 10:00")).await;
    let c = is_held(&daemon, c, 4, at("07 11:00")).await;
    let mended = came(&daemon, &empty(d, at("07 12:00")), 5, at("07 12:00")).await;
    reports(&daemon, d, 6, at("07 13:00")).await;
    let of = |filter: QueueFilter<'static>| {
        let store = office.store.clone();
        async move { store.queued(&filter).await.unwrap() }
    };
    assert_eq!(of(queue(None, Sort::Harm)).await, [c, b, a]);
    assert_eq!(of(queue(None, Sort::Oldest)).await, [a, b, c]);
    assert_eq!(of(queue(None, Sort::Newest)).await, [c, b, a]);
    assert_eq!(of(queue(Some(Lane::Followed), Sort::Harm)).await, [mended]);
    let page = office.store.queue(&queue(None, Sort::Harm)).await.unwrap();
    assert_eq!((page.total, page.lines.len()), (3, 3));
    let count = |lane: Lane| page.counts.get(lane.as_str()).copied().unwrap_or_default();
    assert_eq!(
        [
            count(Lane::Held),
            count(Lane::Rejected),
            count(Lane::Followed)
        ],
        [2, 1, 1]
    );
    // Whoever has seen a rejection takes it off the queue.
    does(&daemon, &wish(b, 1, Act::Keep, None), later(60)).await;
    assert_eq!(of(queue(None, Sort::Harm)).await, [c, a]);
    assert_eq!(of(queue(Some(Lane::Seen), Sort::Harm)).await, [b]);
    let reason = QueueFilter {
        reason: Some("E-SENDER-ADDRESSEE"),
        ..queue(None, Sort::Harm)
    };
    assert_eq!(of(reason).await, [c, a]);
    review::claim(&daemon.desk, a, "lan", false, now())
        .await
        .unwrap();
    let mine = QueueFilter {
        holder: Some("lan"),
        ..queue(None, Sort::Harm)
    };
    assert_eq!(of(mine).await, [a]);
}
