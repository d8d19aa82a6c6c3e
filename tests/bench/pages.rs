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

use std::{
    collections::BTreeMap,
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
    address::Address,
    digest::Digest,
    edge::store::{
        Actor, NewAccount, NewAttachment, NewLetter, NewMail, NewSession, NewSettlement,
        NewSubmission, NewToken, Source, Store, Tx,
    },
    flow::{closing, judging},
    role::{Role, Scope},
    unit::Unit,
    verdict::{Reply, Verdict, judgement::Judgement, reason::Reason},
    web::{self, App, ROUTES},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use tower::ServiceExt as _;

use village::{Daemon, clerk_writes, faulty, good};

/// Submissions in the database.
const SUBMISSIONS: usize = 10_000;
/// Mails that are not: a third of them held, a third rejected, a third shut
/// away.
const OTHERS: usize = 3_000;
/// Mails of one commit.
const GROUP: usize = 500;
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

/// Real mails, judged by the real rules: what the others are like.
struct Model {
    raw: BTreeMap<Verdict, Vec<u8>>,
    judgements: BTreeMap<Verdict, Judgement>,
}

async fn first(daemon: &Daemon, unit: &Unit) -> Model {
    let at = now() - SignedDuration::from_hours(72);
    let store = &daemon.desk.store;
    let good = clerk_writes(unit, &good(unit, 1), at);
    let faulty = clerk_writes(unit, &faulty(unit, 2), at + SignedDuration::from_secs(60));
    let mut model = Model {
        raw: BTreeMap::new(),
        judgements: BTreeMap::new(),
    };
    for (uid, raw) in (1..).zip([good, faulty]) {
        let arrived = at + SignedDuration::from_secs(i64::from(uid) * 60);
        let mut tx = store.begin(&Actor::System, arrived).await.unwrap();
        let kept = tx.keep(&[mail(&raw, uid, arrived)]).await.unwrap();
        tx.commit().await.unwrap();
        judging::step(&daemon.desk, arrived).await.unwrap();
        let page = store.mail(kept[0].mail).await.unwrap().unwrap();
        let row = page.verdicts.last().unwrap();
        let judgement: Judgement = serde_json::from_value(row.judgement.clone()).unwrap();
        model.raw.insert(judgement.verdict, raw);
        model.judgements.insert(judgement.verdict, judgement);
    }
    model
}

fn mail(raw: &[u8], uid: u32, received_at: Timestamp) -> NewMail<'_> {
    NewMail {
        digest: Digest::of(raw),
        bytes: raw,
        received_at,
        source: Source::Imap {
            mailbox: "INBOX",
            uidvalidity: 7,
            uid,
        },
    }
}

/// Fills the ledger, as the daemon would have in a very long year.
async fn fill(store: &Store, units: &[Unit], model: &Model) {
    let total = SUBMISSIONS + OTHERS;
    let mut versions: BTreeMap<&str, i64> = BTreeMap::new();
    for group in (2..total).collect::<Vec<_>>().chunks(GROUP) {
        let mut tx = store.begin(&Actor::System, now()).await.unwrap();
        for n in group {
            let unit = &units[n % units.len()];
            let verdict = if *n <= SUBMISSIONS {
                Verdict::Accepted
            } else {
                [Verdict::Held, Verdict::Rejected, Verdict::Quarantined][n % 3]
            };
            one(&mut tx, (*n, unit, verdict), model, &mut versions).await;
        }
        tx.commit().await.unwrap();
        let lease = now() + SignedDuration::from_mins(5);
        let letters = store.claim_letters("bench", now(), lease, 1_000).await;
        let mut tx = store.begin(&Actor::System, now()).await.unwrap();
        for letter in letters.unwrap() {
            tx.sent(letter.id, letter.attempt, "250 2.0.0 Ok")
                .await
                .unwrap();
        }
        let look = tx.look_began("INBOX").await.unwrap();
        tx.look_completed(look).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn one<'u>(
    tx: &mut Tx,
    (n, unit, verdict): (usize, &'u Unit, Verdict),
    model: &Model,
    versions: &mut BTreeMap<&'u str, i64>,
) {
    let like = if verdict == Verdict::Rejected {
        Verdict::Rejected
    } else {
        Verdict::Accepted
    };
    let mut raw = model.raw[&like].clone();
    raw.extend_from_slice(format!("\r\n{n}\r\n").as_bytes());
    let uid = u32::try_from(n + 10).unwrap();
    let arrived = now() - SignedDuration::from_hours(120)
        + SignedDuration::from_secs(i64::try_from(n).unwrap() * 20);
    let kept = tx.keep(&[mail(&raw, uid, arrived)]).await.unwrap()[0].mail;
    let judgement = Judgement {
        verdict,
        reply: if verdict == Verdict::Held {
            Reply::None
        } else {
            Reply::Receipt
        },
        unit: Some(unit.code.clone()),
        from: Some(unit.mailbox.clone()),
        moment: arrived,
        reasons: match verdict {
            Verdict::Held => vec![Reason::Unproven],
            Verdict::Quarantined => vec![Reason::LookAlike(unit.code.clone())],
            Verdict::Accepted | Verdict::Rejected | Verdict::Logged | Verdict::Duplicate => {
                model.judgements[&like].reasons.clone()
            }
        },
        ..model.judgements[&like].clone()
    };
    let codes: Vec<&str> = judgement.reasons.iter().map(Reason::code).collect();
    let files: Vec<NewAttachment<'_>> = judgement
        .files
        .iter()
        .map(|file| NewAttachment {
            name: &file.name,
            media_type: &file.media_type,
            size: file.size,
            digest: file.digest,
            fate: file.fate.as_str(),
        })
        .collect();
    let number = format!("BC-2015-{n:05}");
    tx.settle(&NewSettlement {
        mail: kept,
        revision: 1,
        verdict,
        reply: judgement.reply.as_str(),
        unit: Some(&unit.code),
        number: Some(&number),
        sender: Some(&unit.mailbox),
        subject: &format!("Báo cáo ứng dụng CNTT năm 2015 của {}, lần {n}", unit.name),
        proof: "sasl",
        moment: arrived,
        reasons: &codes,
        judgement: &serde_json::to_value(&judgement).unwrap(),
        files: &files,
    })
    .await
    .unwrap();
    if let Some(report) = judgement.report.filter(|_| verdict == Verdict::Accepted) {
        // The first two mails of the first unit were judged by the rules.
        let version = versions.entry(&unit.code).or_insert(1);
        *version += 1;
        tx.add_submission(&NewSubmission {
            campaign: "huong-tra-2015",
            unit: &unit.code,
            mail: kept,
            number: &number,
            version: *version,
            form: &report.form,
            workbook: report.workbook,
            file_name: &report.file_name,
            figures: &report.figures,
            moment: arrived,
            punctuality: "on_time",
            findings: &json!([]),
        })
        .await
        .unwrap();
    }
    owes(tx, kept, unit, n).await;
}

async fn owes(tx: &mut Tx, mail: congvu::edge::store::MailId, unit: &Unit, n: usize) {
    let to: &Address = &unit.mailbox;
    tx.owe(&NewLetter {
        key: &format!("receipt-{n}"),
        mail: Some(mail),
        kind: "receipt",
        recipient: to,
        message_id: &format!("<{n}.congvu@thuathienhue.gov.vn>"),
        subject: "[ĐÃ CHẤP NHẬN] Báo cáo CNTT 2015",
        bytes: &vec![b'x'; 4_000],
        due_at: now(),
    })
    .await
    .unwrap();
}
