//! How fast the office's pages are with 10,000 submissions in the database:
//! `cargo bench --bench pages`. Every page of the router that is looked at is
//! asked, in several guises where an address says what is shown; the slowest of
//! twenty counts. It ends badly when a page is over the bound.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement may stop at the first surprise"
)]

#[expect(dead_code, reason = "other binaries spoil workbooks cell by cell")]
#[path = "../spec/ward.rs"]
mod ward;

#[expect(dead_code, reason = "the pages need its clerks and its desk only")]
#[path = "../store/village.rs"]
mod village;

#[path = "long_year.rs"]
mod long_year;

use std::{
    env,
    io::{self, Write as _},
    process::ExitCode,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use congvu::{
    digest::Digest,
    edge::store::{Actor, NewAccount, NewSession, NewToken, Store},
    flow::closing,
    role::{Role, Scope},
    unit::Unit,
    web::{self, App, ROUTES},
};
use jiff::{SignedDuration, Timestamp};
use tower::ServiceExt as _;

use long_year::{OTHERS, SUBMISSIONS, fill, first};
use village::Daemon;

/// How often each page is asked.
const TIMES: usize = 40;
/// What no page may take, at the 95th percentile.
const BOUND: Duration = Duration::from_millis(50);
/// The session of whoever asks.
const TOKEN: &str = "a-session-that-is-open";

fn main() -> ExitCode {
    let folder = env::temp_dir().join(format!("congvu_pages_{}", std::process::id()));
    std::fs::create_dir(&folder).unwrap();
    let file = format!("sqlite:{}", folder.join("ledger.db").display());
    let slow = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(measure(&file));
    std::fs::remove_dir_all(&folder).unwrap();
    if slow == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn say(line: &str) {
    let mut people = io::stdout();
    writeln!(people, "{line}").unwrap();
}

fn now() -> Timestamp {
    "2015-12-11T10:00:00+07:00".parse().unwrap()
}

async fn measure(url: &str) -> usize {
    let store = Store::open(url).await.unwrap();
    let daemon = Daemon::of_the_town(store.clone());
    let units: Vec<Unit> = daemon.desk.campaign.registry.iter().cloned().collect();
    let begun = Instant::now();
    let model = first(&daemon, &units[0]).await;
    fill(&store, &units, &model).await;
    enter(&store).await;
    say(&format!(
        "{SUBMISSIONS} submissions and {OTHERS} other mails in {:.1?}",
        begun.elapsed()
    ));
    let mut app = App::new(daemon.desk.clone());
    app.clock = now;
    let pages = web::router(app);
    let mut slow = 0;
    let token = lets_a_program_in(&store).await;
    for path in paths() {
        slow += usize::from(is_slow(&pages, &path, &token).await);
    }
    closing::close(&daemon.desk, &Actor::System, now())
        .await
        .unwrap();
    say("closed and scored");
    for path in AFTER_THE_CLOSE {
        slow += usize::from(is_slow(&pages, path, &token).await);
    }
    slow
}

async fn is_slow(pages: &Router, path: &str, token: &str) -> bool {
    let (p50, p95, bytes, status) = asked(pages, path, token).await;
    let mark = if p95 > BOUND { "  TOO SLOW" } else { "" };
    say(&format!(
        "{p50:>8.1?} p50 {p95:>8.1?} p95 {:>5} KB {status} {path}{mark}",
        bytes / 1_024
    ));
    p95 > BOUND
}

/// Pages that show more, or are there only, when the campaign is scored.
const AFTER_THE_CLOSE: &[&str] = &[
    "/",
    "/units",
    "/units/p.huongvan01",
    "/mails/9000",
    "/copies",
    "/ranking",
    "/ranking/p.huongvan01",
    "/comparison",
    "/council",
    "/council/grid",
    "/council/differences",
    "/council/decisions",
    "/council/approval",
    "/council/units/p.huongvan01",
    "/council/units/p.huongvan01/items/HT.1",
    "/api/v1/scores",
];

/// Every page of the router, and those whose address says what is shown.
fn paths() -> Vec<String> {
    let mut paths: Vec<String> = ROUTES
        .iter()
        .filter(|route| route.method == "GET")
        .map(|route| {
            let parts = route.path.split('/').map(|part| match part {
                "{name}" => "style.css",
                "{code}" | "{unit}" => "p.huongvan01",
                "{number}" => "BC-2015-00900",
                varies if varies.starts_with('{') => "1",
                part => part,
            });
            parts.collect::<Vec<_>>().join("/")
        })
        .collect();
    let more = [
        "/mails?shown=accepted",
        "/mails?shown=held&from=900",
        "/mails?from=12950",
        "/mails?q=huong+van+9",
        "/mails?unit=p.huongvan01&q=bao+cao",
        "/queue?lane=followed",
        "/queue?lane=rejected&sort=newest&from=300",
        "/queue?reason=E-SENDER-UNPROVEN&sort=unit",
        "/mails/2",
        "/mails/9000",
        "/mails/9000?queue=1",
        "/mails/12000?queue=1&sort=oldest",
    ];
    paths.extend(more.map(str::to_owned));
    paths
}

async fn asked(pages: &Router, path: &str, token: &str) -> (Duration, Duration, usize, StatusCode) {
    let mut times = Vec::with_capacity(TIMES);
    let (mut bytes, mut status) = (0, StatusCode::OK);
    for _ in 0..TIMES {
        let request = Request::builder()
            .uri(path)
            .header(header::COOKIE, format!("congvu={TOKEN}"))
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap();
        let begun = Instant::now();
        let answer = pages.clone().oneshot(request).await.unwrap();
        status = answer.status();
        bytes = to_bytes(answer.into_body(), usize::MAX)
            .await
            .unwrap()
            .len();
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    (times[TIMES / 2], times[TIMES * 95 / 100], bytes, status)
}

async fn enter(store: &Store) {
    let mut tx = store.begin(&Actor::System, now()).await.unwrap();
    tx.add_account(&NewAccount {
        name: "lan",
        display: "Nguyễn Thị Lan",
        role: Role::Admin,
        password_hash: "nobody signs in with it",
    })
    .await
    .unwrap();
    tx.open_session(&NewSession {
        token_digest: Digest::of(TOKEN.as_bytes()),
        account: "lan",
        csrf: "x",
        expires_at: now() + SignedDuration::from_hours(1),
        agent: "",
        network: "",
        awaits_code: false,
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

/// Gives a program a token that opens everything, and says which.
async fn lets_a_program_in(store: &Store) -> String {
    let token = "a-token-that-holds".to_owned();
    let mut tx = store.begin(&Actor::System, now()).await.unwrap();
    tx.add_token(&NewToken {
        name: "a portal",
        digest: Digest::of(token.as_bytes()),
        scopes: &Scope::ALL.map(Scope::as_str).join(" "),
        expires_at: now() + SignedDuration::from_hours(1),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    token
}
