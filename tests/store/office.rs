//! An office with a fresh ledger, and the words to fill it with.

use std::{
    env,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use congvu::{
    address::Address,
    digest::Digest,
    edge::store::{
        Actor, ClaimedLetter, Kept, MailId, NewAttachment, NewLetter, NewMail, NewSettlement,
        NewSubmission, Source, Store, StoreError, Tx,
    },
    figures::{Code, Figures, Value},
    verdict::Verdict,
};
use jiff::{Timestamp, ToSpan as _};
use libtest_mimic::{Failed, Trial};
use serde_json::json;
use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, PgPool, SqliteConnection, SqlitePool,
    migrate::Migrator,
};

/// The mailbox of the office.
pub const INBOX: &str = "INBOX";
/// Its UIDVALIDITY.
pub const VALIDITY: u32 = 7;
/// The campaign.
pub const CAMPAIGN: &str = "huong-tra-2015";

/// A sentence and what holds it to its word.
pub struct Promise {
    name: String,
    body: Arc<Body>,
}

type Body = dyn Fn(Office) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

/// A promise under the name of its function.
pub fn promise<F, R>(body: F) -> Promise
where
    F: Fn(Office) -> R + Send + Sync + 'static,
    R: Future<Output = ()> + Send + 'static,
{
    let path = std::any::type_name::<F>();
    Promise {
        name: path.split_once("::").map_or(path, |(_, name)| name).into(),
        body: Arc::new(move |office| Box::pin(body(office))),
    }
}

/// The same promise on each database.
pub fn on_both(promise: Promise) -> [Trial; 2] {
    let admin = env::var("CONGVU_TEST_POSTGRES").ok();
    let not_run = admin.is_none() && env::var("CI").is_err();
    let body = Arc::clone(&promise.body);
    let sqlite = Trial::test(&promise.name, move || with_sqlite(&*body)).with_kind("sqlite");
    let postgres = Trial::test(promise.name, move || {
        let admin = admin.ok_or("CONGVU_TEST_POSTGRES is not set")?;
        with_postgres(&admin, &*promise.body)
    });
    [
        sqlite,
        postgres.with_kind("postgres").with_ignored_flag(not_run),
    ]
}

static OFFICES: AtomicU32 = AtomicU32::new(0);

fn fresh_name() -> String {
    let n = OFFICES.fetch_add(1, Ordering::Relaxed);
    format!("congvu_test_{}_{n}", std::process::id())
}

fn run(body: impl Future<Output = Result<(), Failed>>) -> Result<(), Failed> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(body)
}

fn with_sqlite(body: &Body) -> Result<(), Failed> {
    let folder = env::temp_dir().join(fresh_name());
    std::fs::create_dir(&folder)?;
    let url = format!("sqlite:{}", folder.join("ledger.db").display());
    let outcome = run(in_office(url, body));
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn with_postgres(admin: &str, body: &Body) -> Result<(), Failed> {
    run(async {
        let name = fresh_name();
        let (server, _) = admin.rsplit_once('/').ok_or("no database in the URL")?;
        let mut link = PgConnection::connect(admin).await?;
        sqlx::raw_sql(AssertSqlSafe(format!("create database {name}")))
            .execute(&mut link)
            .await?;
        let outcome = in_office(format!("{server}/{name}"), body).await;
        sqlx::raw_sql(AssertSqlSafe(format!("drop database {name} with (force)")))
            .execute(&mut link)
            .await?;
        outcome
    })
}

async fn in_office(url: String, body: &Body) -> Result<(), Failed> {
    let store = Store::open(&url).await?;
    let office = Office { store, url };
    let store = office.store.clone();
    // In a task of its own, so that the database is cleared away after a panic.
    let outcome = tokio::spawn(body(office)).await;
    store.close().await;
    Ok(outcome?)
}

/// An office with a fresh ledger.
#[derive(Clone)]
pub struct Office {
    /// The ledger.
    pub store: Store,
    /// Where it is.
    pub url: String,
}

/// A moment of the campaign, on the office's clock.
pub fn at(clock: &str) -> Timestamp {
    format!("2015-12-{}:00+07:00", clock.replace(' ', "T"))
        .parse()
        .unwrap()
}

/// When most things in these chapters happen.
pub fn now() -> Timestamp {
    at("07 08:00")
}

/// That moment and some minutes.
pub fn later(minutes: i64) -> Timestamp {
    now().checked_add(minutes.minutes()).unwrap()
}

/// A mail at a place of the inbox.
pub fn a_mail(text: &str, uid: u32) -> NewMail<'_> {
    NewMail {
        digest: Digest::of(text.as_bytes()),
        bytes: text.as_bytes(),
        received_at: at("06 09:30"),
        source: Source::Imap {
            mailbox: INBOX,
            uidvalidity: VALIDITY,
            uid,
        },
    }
}

/// An address.
pub fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

/// Figures of one indicator.
pub fn figures(computers: i64) -> Figures {
    let code = Code::parse("HT01").unwrap();
    [(code, Value::Number(computers.into()))]
        .into_iter()
        .collect()
}

impl Office {
    /// A unit of work of the daemon.
    pub async fn begin(&self) -> Tx {
        self.store.begin(&Actor::System, now()).await.unwrap()
    }

    /// Keeps one mail.
    pub async fn keep(&self, text: &str, uid: u32) -> MailId {
        let mut tx = self.begin().await;
        let kept = tx.keep(&[a_mail(text, uid)]).await.unwrap();
        tx.commit().await.unwrap();
        one(&kept)
    }

    /// Keeps one mail and gives it its first verdict.
    pub async fn settled(&self, text: &str, uid: u32, verdict: Verdict) -> MailId {
        let mail = self.keep(text, uid).await;
        let mut tx = self.begin().await;
        settle(&mut tx, mail, 1, verdict).await.unwrap();
        tx.commit().await.unwrap();
        mail
    }

    /// Owes letters with these keys, at once.
    pub async fn owe(&self, keys: &[&str]) {
        let mut tx = self.begin().await;
        for key in keys {
            owe(&mut tx, key, None).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Claims due letters for five minutes.
    pub async fn claim(&self, moment: Timestamp, limit: u32) -> Vec<ClaimedLetter> {
        let lease = moment.checked_add(5.minutes()).unwrap();
        self.store
            .claim_letters("one of us", moment, lease, limit)
            .await
            .unwrap()
    }

    /// Does to the tables what only an intruder would do.
    pub async fn tamper(&self, sql: &str) -> Result<(), sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.on_sqlite() {
            let mut link = SqliteConnection::connect(&self.url).await?;
            sqlx::raw_sql(sql).execute(&mut link).await?;
            return link.close().await;
        }
        let mut link = PgConnection::connect(&self.url).await?;
        sqlx::raw_sql(sql).execute(&mut link).await?;
        link.close().await
    }

    /// Makes a ledger as the first version of this program did, and says where
    /// it is: beside this one, or, in PostgreSQL, instead of it.
    pub async fn of_the_first_version(&self) -> String {
        let (url, kind) = if self.on_sqlite() {
            (format!("{}.older", self.url), "sqlite")
        } else {
            let anew = "drop schema public cascade; create schema public";
            self.tamper(anew).await.unwrap();
            (self.url.clone(), "postgres")
        };
        let folder = env::temp_dir().join(fresh_name());
        std::fs::create_dir(&folder).unwrap();
        let first = "0001_ledger.sql";
        std::fs::copy(format!("migrations/{kind}/{first}"), folder.join(first)).unwrap();
        let migrator = Migrator::new(folder.as_path()).await.unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        if self.on_sqlite() {
            let file = SqlitePool::connect(&format!("{url}?mode=rwc"))
                .await
                .unwrap();
            migrator.run(&file).await.unwrap();
            file.close().await;
        } else {
            let server = PgPool::connect(&url).await.unwrap();
            migrator.run(&server).await.unwrap();
            server.close().await;
        }
        url
    }

    /// Whether this is the office with the file.
    pub fn on_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }
}

/// The only one.
pub fn one(kept: &[Kept]) -> MailId {
    assert_eq!(kept.len(), 1);
    kept.first().unwrap().mail
}

/// Gives a verdict on a mail without files, good but for what it is.
pub async fn settle(
    tx: &mut Tx,
    mail: MailId,
    revision: i64,
    verdict: Verdict,
) -> Result<(), StoreError> {
    settle_with(tx, mail, revision, verdict, &[]).await
}

/// The same on a mail with files.
pub async fn settle_with(
    tx: &mut Tx,
    mail: MailId,
    revision: i64,
    verdict: Verdict,
    files: &[NewAttachment<'_>],
) -> Result<(), StoreError> {
    tx.settle(&NewSettlement {
        mail,
        revision,
        verdict,
        reply: "receipt",
        unit: Some("p.huongvan01"),
        number: Some("12"),
        sender: Some(&address("huongvan01@thuathienhue.gov.vn")),
        subject: "Báo cáo\r\n năm 2015",
        proof: "dkim",
        moment: at("06 09:30"),
        reasons: &["W-NAME"],
        judgement: &json!({ "from": 1 }),
        files,
    })
    .await
}

/// Owes a letter that is due now.
pub async fn owe(tx: &mut Tx, key: &str, mail: Option<MailId>) -> Result<bool, StoreError> {
    tx.owe(&NewLetter {
        key,
        mail,
        kind: "receipt",
        recipient: &address("huongvan01@thuathienhue.gov.vn"),
        message_id: &format!("<{key}@office>"),
        subject: "Đã nhận báo cáo",
        bytes: key.as_bytes(),
        due_at: now(),
    })
    .await
}

/// Writes a report of the first unit, on time.
pub async fn report(
    tx: &mut Tx,
    mail: MailId,
    version: i64,
    number: &str,
) -> Result<i64, StoreError> {
    tx.add_submission(&NewSubmission {
        campaign: CAMPAIGN,
        unit: "p.huongvan01",
        mail,
        number,
        version,
        form: "form-1",
        workbook: Digest::of(number.as_bytes()),
        file_name: "báo cáo.xlsx",
        figures: &figures(40 + version),
        moment: at("06 09:30"),
        punctuality: "on_time",
        findings: &json!([]),
    })
    .await
}
