//! Starts the loops and ends them together: the only place where a task is
//! spawned. A loop that fails or panics is begun again after a pause; only the
//! operator's signal ends the service.

use std::{future::Future, pin::Pin, time::Duration};

use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    backoff,
    edge::{
        clock,
        hook::Reach,
        imap::ImapError,
        process,
        smtp::Relay,
        store::{Actor, Store, StoreError},
    },
    flow::{
        Desk, closing, filing,
        intake::{IntakeError, Trouble, Watch},
        judging, outbox, publishing, refreshing, reminding, telling, watching,
    },
};

/// One run of a loop: it ends by error, or when `stop` is cancelled.
type Run = Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>>;
/// A loop, which can be begun again.
pub type Loop = Box<dyn Fn(CancellationToken) -> Run + Send>;

/// How long the loops may take to come to a stop. Being cut off later is
/// harmless: every step is a commit.
const FAREWELL: Duration = Duration::from_secs(20);
/// Least pause of loops that wait for a bell.
const PAUSE: Duration = Duration::from_secs(30);
/// How long a mailbox stays ours without a sign of life.
const LEASE: jiff::SignedDuration = jiff::SignedDuration::from_mins(3);

/// Runs the loops until `stop` is cancelled, each begun again when it fails.
pub async fn run(loops: Vec<(&'static str, Loop)>, stop: CancellationToken) {
    let mut tasks = JoinSet::new();
    for (name, begin) in loops {
        tasks.spawn(keep_going(name, begin, stop.clone()));
    }
    stop.cancelled().await;
    let ended = async { while tasks.join_next().await.is_some() {} };
    if timeout(FAREWELL, ended).await.is_err() {
        tracing::warn!("a loop did not end in time and is cut off");
        tasks.shutdown().await;
    }
}

async fn keep_going(name: &'static str, begin: Loop, stop: CancellationToken) {
    let mut failures = 0;
    while !stop.is_cancelled() {
        let began = tokio::time::Instant::now();
        // In a task of its own, so that a panic in a library ends one run and
        // not the service.
        let mut task = JoinSet::new();
        task.spawn(begin(stop.clone()));
        let ended = task.join_next().await;
        if stop.is_cancelled() {
            return;
        }
        failures = if began.elapsed() > Duration::from_secs(60) {
            1
        } else {
            failures + 1
        };
        let pause = backoff::reconnect(failures);
        match ended {
            Some(Ok(Ok(()))) | None => {
                tracing::warn!(name, ?pause, "a loop ended by itself and is begun again")
            }
            Some(Ok(Err(error))) => tracing::error!(
                name,
                ?pause,
                error = format!("{error:#}"),
                "a loop failed and is begun again"
            ),
            Some(Err(panic)) => {
                tracing::error!(name, ?pause, %panic, "a loop broke down and is begun again")
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(pause) => {}
        }
    }
}

/// The daemon's loops.
#[must_use]
pub fn loops(desk: &Desk, relay: Relay, reach: Reach) -> Vec<(&'static str, Loop)> {
    let relay = std::sync::Arc::new(relay);
    let d = desk.clone();
    let intake: Loop = Box::new(move |stop| Box::pin(watch(d.clone(), stop)));
    let d = desk.clone();
    let judging: Loop = Box::new(move |stop| Box::pin(judge(d.clone(), stop)));
    let (d, r) = (desk.clone(), relay);
    let outbox: Loop = Box::new(move |stop| Box::pin(post(d.clone(), r.clone(), stop)));
    let d = desk.clone();
    let filing: Loop = Box::new(move |stop| Box::pin(file(d.clone(), stop)));
    let d = desk.clone();
    let closing: Loop = Box::new(move |stop| Box::pin(closing::run(d.clone(), stop)));
    let d = desk.clone();
    let reminding: Loop = Box::new(move |stop| Box::pin(remind(d.clone(), stop)));
    let d = desk.clone();
    let watching: Loop = Box::new(move |stop| Box::pin(check(d.clone(), stop)));
    let store = desk.store.clone();
    let telling: Loop = Box::new(move |stop| Box::pin(tell(store.clone(), reach, stop)));
    vec![
        ("telling", telling),
        ("intake", intake),
        ("judging", judging),
        ("outbox", outbox),
        ("filing", filing),
        ("closing", closing),
        ("reminding", reminding),
        ("watching", watching),
    ]
}

/// Looks whenever the server gives a sign, and at least once a poll.
async fn watch(desk: Desk, stop: CancellationToken) -> anyhow::Result<()> {
    let name = format!("mailbox:{}", desk.own().as_str());
    let mut watch: Option<Watch> = None;
    let mut trouble = Trouble::default();
    while !stop.is_cancelled() {
        let now = clock::now();
        if !take(&desk.store, &name, now).await? {
            // Another daemon reads this mailbox; it may die.
            tokio::select! {
                () = stop.cancelled() => {}
                () = sleep(PAUSE) => {}
            }
            continue;
        }
        let mut open = match watch.take() {
            Some(open) => open,
            None => Watch::open(&desk).await.map_err(explain)?,
        };
        match open.look(&desk, &mut trouble).await {
            Ok(_) => {}
            Err(IntakeError::Untaken(uids)) => {
                tracing::error!(?uids, "the server lists mails and does not hand them out");
            }
            Err(error) => return Err(explain(error)),
        }
        let limit = until_next_look(&desk.fresh(clock::now()).await?);
        tokio::select! {
            () = stop.cancelled() => {
                // In the middle of IDLE there is nothing to finish.
                break;
            }
            () = desk.bells.look.notified() => {
                // The connection is in the middle of IDLE and cannot be used.
                drop(open);
            }
            waited = open.wait(limit) => {
                if let Err(error) = waited {
                    return Err(explain(error));
                }
                watch = Some(open);
            }
        }
    }
    let ended = clock::now();
    desk.store.end_lease(&name, process::me(), ended).await?;
    Ok(())
}

/// Takes the sole right to do something; at once when its owner is gone.
async fn take(store: &Store, name: &str, now: jiff::Timestamp) -> Result<bool, StoreError> {
    if store
        .take_lease(name, process::me(), now, now + LEASE)
        .await?
    {
        return Ok(true);
    }
    match store.lease_owner(name).await? {
        Some(owner) if process::is_gone(&owner) => store.end_lease(name, &owner, now).await?,
        Some(_) | None => return Ok(false),
    }
    store
        .take_lease(name, process::me(), now, now + LEASE)
        .await
}

/// Says what a person can do about it.
#[must_use]
pub fn explain(error: IntakeError) -> anyhow::Error {
    let hint = match &error {
        IntakeError::Imap(ImapError::Login(_) | ImapError::Password(_)) => {
            "check mailbox.user and the file mailbox.password_file"
        }
        IntakeError::Imap(ImapError::Io(_) | ImapError::Stalled(_) | ImapError::Closed) => {
            "check mailbox.host, mailbox.port, mailbox.tls and the network"
        }
        IntakeError::Imap(ImapError::Refused { .. } | ImapError::Lacks(_)) => {
            "check mailbox.folder and the rights on it"
        }
        IntakeError::Untaken(_) => "look at these mails on the server; all others were taken",
        IntakeError::Store(_) => "check store.url, the disk and the database",
    };
    anyhow::Error::new(error).context(hint)
}

/// A poll from now, or sooner when the close is near: the scoring needs a look
/// that begins after it.
fn until_next_look(desk: &Desk) -> Duration {
    let left = desk.campaign.settled_from().duration_since(clock::now());
    let close = Duration::try_from(left).map(|left| left + Duration::from_millis(100));
    // RFC 2177 allows 29 minutes; routers forget a silent connection sooner,
    // and the lease must not end while we wait.
    let poll = desk.mailbox.poll.min(Duration::from_secs(120));
    close.map_or(poll, |close| close.min(poll))
}

async fn judge(desk: Desk, stop: CancellationToken) -> anyhow::Result<()> {
    while !stop.is_cancelled() {
        judging::drain(&desk.fresh(clock::now()).await?).await?;
        let due = desk.store.next_unsettled().await?;
        tokio::select! {
            () = stop.cancelled() => {}
            () = desk.bells.kept.notified() => {}
            () = sleep(until(due)) => {}
        }
    }
    Ok(())
}

async fn post(
    desk: Desk,
    relay: std::sync::Arc<Relay>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    outbox::take_over(&desk.store).await?;
    let mut stopped = false;
    while !stop.is_cancelled() {
        let breaker = desk.store.breaker().await?;
        // Said once, at the start or when it opens, by every daemon.
        if let Some(breaker) = breaker.filter(|_| !stopped) {
            tracing::error!(
                why = breaker.why.as_str(),
                since = %breaker.opened_at,
                "no letter is sent until a person has looked: congvu outbox --resume"
            );
        }
        stopped = breaker.is_some();
        outbox::drain(&desk.store, &relay).await?;
        let due = desk.store.next_due().await?;
        tokio::select! {
            () = stop.cancelled() => {}
            () = desk.bells.owed.notified() => {}
            () = sleep(until(due)) => {}
        }
    }
    Ok(())
}

async fn tell(store: Store, reach: Reach, stop: CancellationToken) -> anyhow::Result<()> {
    while !stop.is_cancelled() {
        telling::drain(&store, reach).await?;
        let due = until(store.next_delivery().await?);
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(due.min(telling::PAUSE)) => {}
        }
    }
    Ok(())
}

async fn file(desk: Desk, stop: CancellationToken) -> anyhow::Result<()> {
    while !stop.is_cancelled() {
        filing::drain(&desk).await.map_err(explain)?;
        tokio::select! {
            () = stop.cancelled() => {}
            () = desk.bells.settled.notified() => {
                // Moves go by sets: let a rush collect.
                sleep(Duration::from_secs(1)).await;
            }
        }
    }
    Ok(())
}

/// Every minute: a stage has an hour of the day, and a unit that has just
/// reported should not find a reminder behind its receipt.
async fn remind(desk: Desk, stop: CancellationToken) -> anyhow::Result<()> {
    while !stop.is_cancelled() {
        let now = clock::now();
        reminding::step(&desk.fresh(now).await?, now).await?;
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(Duration::from_secs(60)) => {}
        }
    }
    Ok(())
}

/// At start and every hour: it costs two reads, and a server that forgets to
/// write a login should not go unnoticed for a day of a week's campaign.
async fn check(desk: Desk, stop: CancellationToken) -> anyhow::Result<()> {
    while !stop.is_cancelled() {
        watching::step(&desk.store, clock::now()).await?;
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(Duration::from_secs(3_600)) => {}
        }
    }
    Ok(())
}

/// From now until a moment, at most [`PAUSE`]: a bell may have been rung in
/// another process.
fn until(due: Option<jiff::Timestamp>) -> Duration {
    let left = due.map(|due| due.duration_since(clock::now()));
    left.map_or(PAUSE, |left| Duration::try_from(left).unwrap_or_default())
        .min(PAUSE)
}

/// Drains the mailbox and everything that follows from it, then ends.
///
/// # Errors
/// The first failure: nothing waits here.
pub async fn once(desk: &Desk, relay: &Relay, reach: Reach) -> anyhow::Result<()> {
    outbox::take_over(&desk.store).await?;
    let mut watch = Watch::open(desk).await.map_err(explain)?;
    let looking = async {
        let looked = watch
            .look(desk, &mut Trouble::default())
            .await
            .map_err(explain);
        watch.close().await;
        looked
    };
    // Judging and sending go on while mails still come in.
    let done = CancellationToken::new();
    let work = async {
        loop {
            judging::drain(desk).await?;
            outbox::drain(&desk.store, relay).await?;
            if done.is_cancelled() && desk.store.unsettled(clock::now(), 1).await?.is_empty() {
                return Ok::<(), StoreError>(());
            }
            tokio::select! {
                () = desk.bells.kept.notified() => {}
                () = done.cancelled() => {}
            }
        }
    };
    let looking = async {
        let looked = looking.await;
        done.cancel();
        looked
    };
    let (looked, worked) = tokio::join!(looking, work);
    looked?;
    worked?;
    if reminding::step(desk, clock::now()).await? > 0 {
        outbox::drain(&desk.store, relay).await?;
    }
    filing::drain(desk).await.map_err(explain)?;
    watching::step(&desk.store, clock::now()).await?;
    if let closing::Progress::Done { .. } = closing::step(desk, &Actor::System).await? {
        refreshing::step(desk, &Actor::System, 0).await?;
        publishing::step(desk, &Actor::System, 0, clock::now()).await?;
        outbox::drain(&desk.store, relay).await?;
    }
    telling::drain(&desk.store, reach).await?;
    Ok(())
}
