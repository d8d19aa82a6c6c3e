//! The ledger: every mail, decision, letter and account, in one database.
//!
//! SQLite in a file, or PostgreSQL by URL; one SQL text serves both. Reading
//! is a method on [`Store`]. Writing is a method on [`Tx`], which knows who
//! acts and when, and which writes the audit rows of all it did as it commits.
//! A `Tx` that is dropped did nothing.
//!
//! What decides something leaves an audit row. These writes do not, because
//! they decide nothing, are made all day long, and would bury what does:
//!
//! - a mail already ours seen at another place (`keep`), a place filed
//!   (`filed`), a look at the mailbox (`look_began`, `look_completed`): the
//!   server's folders can be looked at again;
//! - a try at judging and when the next is due (`begin_attempt`, `defer`), a
//!   letter's next try (`retry`): the verdict, or the letter's end, is a row;
//! - settled mails counted by how our servers marked them (`saw_layouts`): the
//!   mails' own rows are there;
//! - a token of a program used (`touch_token`), an event owed and told: what it
//!   tells of has a row;
//! - letters claimed and released, a lease taken and given back: which process
//!   works, not what it does;
//! - a session used, expired sessions forgotten, a wrong password
//!   (`touch_session`, `note_login_failure`): whoever guesses passwords must
//!   not be able to fill the audit.
//!
//! Those of the last two points open and close their own transaction. The next
//! number of a series (`next_number`), the files of a mail and its names
//! (`identify`), the paper that a report names (`name_document`), a file kept
//! with a copy (`keep_evidence_file`), an answer counted (`count_answer`), a
//! mail listed (`list`) and a letter seen coming round (`went_round`) have no
//! row of their own either: they are in the row of the decision that used them.

use std::{str::FromStr, time::Duration};

use jiff::Timestamp;
use sqlx::{
    PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// Runs a reading statement on whichever database this is.
macro_rules! on {
    ($store:expr, $pool:ident => $run:expr) => {
        match &$store.pools {
            Pools::Sqlite { reader: $pool, .. } => $run,
            Pools::Postgres { reader: $pool, .. } => $run,
        }
    };
}

/// Runs a statement inside a transaction of whichever database this is.
macro_rules! on_tx {
    ($tx:expr, $link:ident => $run:expr) => {
        match &mut $tx.link {
            Link::Sqlite(open) => {
                let $link = &mut **open;
                $run
            }
            Link::Postgres(open) => {
                let $link = &mut **open;
                $run
            }
        }
    };
}

/// Runs a statement inside a transaction and says how many rows it touched.
macro_rules! touched {
    ($tx:expr, $sql:literal $(, $value:expr)* $(,)?) => {
        on_tx!($tx, c => sqlx::query($sql)$(.bind($value))*.execute(c).await
            .map(|done| done.rows_affected()))?
    };
}

/// The statement that claims rows of a table that are due: `$1` is now, `$2`
/// when the claim ends, `$3` how many at most, `$4` who claims.
///
/// In PostgreSQL claimers pass each other by. The list is made first, as a list:
/// inside `in (…)` PostgreSQL may make it more than once and claim more than the
/// limit.
macro_rules! claim {
    ($lock:literal, $table:literal, $when:literal, $returned:literal) => {
        concat!(
            "with due as materialized (
                 select id from ",
            $table,
            " where due_at <= $1 and ",
            $when,
            " order by due_at, id limit $3 ",
            $lock,
            ") update ",
            $table,
            " set attempts = attempts + 1, due_at = $2, claimed_by = $4
             from due where ",
            $table,
            ".id = due.id returning ",
            $returned
        )
    };
    ($link:expr, $table:literal, $when:literal, $returned:literal) => {
        match &$link {
            Link::Sqlite(_) => claim!("", $table, $when, $returned),
            Link::Postgres(_) => claim!("for update skip locked", $table, $when, $returned),
        }
    };
}

mod columns;
mod error;

pub mod accounts;
pub mod answers;
pub mod audit;
pub mod breaker;
pub mod campaigns;
pub mod copies;
pub mod council;
pub mod dossiers;
pub mod editions;
pub mod evidence;
pub mod layouts;
mod lists;
pub mod mail_page;
pub mod mails;
pub mod outbox;
pub mod places;
pub mod proofs;
pub mod queue;
pub mod registry;
pub mod reminders;
pub mod replays;
pub mod reported;
pub mod returns;
pub mod review;
pub mod sessions;
pub mod settlements;
pub mod submissions;
pub mod terms;
pub mod tokens;
pub mod views;
pub mod webhooks;

pub use accounts::{Account, AccountLine, NewAccount};
pub use answers::NewAnswer;
pub use audit::{Actor, AuditRow, Fault, Verified};
pub use breaker::Breaker;
pub use campaigns::{Closing, Look, LookId, Scoring};
pub use council::{
    DecisionRow, Held, MarkRow, NewExplanation, NewFile, NewMark, NewVerification, NewVisit,
    Scored, StateRow, VerificationRow, VisitRow,
};
pub use editions::NewEdition;
pub use error::StoreError;
pub use evidence::{NewEvidence, Once, Upload};
pub use layouts::{LayoutCounts, LayoutRow};
pub use mail_page::{AttachmentRow, LetterLine, MailPage, PlaceRow, VerdictRow};
pub use mails::{Kept, MailId, NewMail, Source, Unsettled};
pub use outbox::{ClaimedLetter, LetterId, NewLetter, Owed};
pub use places::{Sighting, ToFile, ToMove};
pub use queue::{Lane, Queue, QueueFilter, QueueLine, Sort};
pub use registry::ContactId;
pub use reminders::Written;
pub use replays::{DecidedLine, DecidedRow, FileRow, ReportRow};
pub use reported::SubmissionRow;
pub use returns::Undelivered;
pub use review::Claim;
pub use sessions::{LoginFailures, NewSession, Session, SessionLine};
pub use settlements::{NewAttachment, NewSettlement};
pub use submissions::{InForce, NewSubmission, PastVersion, StandingVersion, Submission};
pub use terms::{Grant, Granted};
pub use tokens::{ApiToken, NewToken};
pub use views::{
    Health, MailFilter, MailLine, MailList, MailboxLook, Rejection, Report, Shown, UnitState,
};
pub use webhooks::{ClaimedDelivery, DeliveryLine, NewWebhook, Tried, Webhook};

use audit::Entry;
use columns::micros;

/// What a ledger function gives.
pub type Result<T> = std::result::Result<T, StoreError>;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a statement waits for a connection or for the one SQLite writer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database of one office. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
}

/// SQLite has one writer, which `begin` hands out, and any number of readers
/// that never wait for it.
#[derive(Debug, Clone)]
enum Pools {
    Sqlite {
        writer: SqlitePool,
        reader: SqlitePool,
    },
    Postgres {
        writer: PgPool,
        reader: PgPool,
    },
}

enum Link {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Several reads that see the same moment.
struct Snapshot {
    link: Link,
}

/// A unit of work of one actor at one moment: all of it, or nothing.
///
/// After an error, drop it: PostgreSQL has already given it up, and what
/// SQLite has done so far would be half a unit of work.
pub struct Tx {
    link: Link,
    actor: Actor,
    now: Timestamp,
    entries: Vec<Entry>,
}

impl Store {
    /// Opens `sqlite:PATH` (made when it is not there) or `postgres://…`, and
    /// brings its tables up to date.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be reached, and
    /// [`StoreError::Corrupt`] when it was written by a newer congvu or is no
    /// ledger.
    pub async fn open(url: &str) -> Result<Self> {
        let pools = match url.strip_prefix("sqlite:") {
            Some(path) => open_sqlite(path.strip_prefix("//").unwrap_or(path)).await?,
            None if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                open_postgres(url).await?
            }
            None => {
                return Err(StoreError::Corrupt(
                    "the database is neither sqlite:PATH nor postgres://…".to_owned(),
                ));
            }
        };
        let store = Self { pools };
        store.fold_listed().await?;
        Ok(store)
    }

    /// Begins a unit of work.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer.
    pub async fn begin(&self, actor: &Actor, now: Timestamp) -> Result<Tx> {
        let link = match &self.pools {
            // A transaction that reads first and writes later would fail at
            // once when another wrote in between; this one waits its turn.
            Pools::Sqlite { writer, .. } => {
                Link::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres { writer, .. } => Link::Postgres(writer.begin().await?),
        };
        Ok(Tx {
            link,
            actor: actor.clone(),
            now,
            entries: Vec::new(),
        })
    }

    async fn snapshot(&self) -> Result<Snapshot> {
        let link = match &self.pools {
            Pools::Sqlite { reader, .. } => Link::Sqlite(reader.begin().await?),
            Pools::Postgres { reader, .. } => Link::Postgres(
                reader
                    .begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        };
        Ok(Snapshot { link })
    }

    /// Waits until every connection is closed.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Pools::Postgres { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
        }
    }
}

impl Tx {
    /// Makes all of it true, together with its audit rows.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer. Whether
    /// the work was done is then unknown; every method here may be repeated.
    pub async fn commit(mut self) -> Result<()> {
        self.write_entries().await?;
        match self.link {
            Link::Sqlite(open) => open.commit().await?,
            Link::Postgres(open) => open.commit().await?,
        }
        Ok(())
    }

    fn now(&self) -> i64 {
        micros(self.now)
    }
}

async fn open_sqlite(path: &str) -> Result<Pools> {
    create_private(path).await?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // A receipt goes out only after its row has reached the disk.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("trusted_schema", "OFF")
        .optimize_on_close(true, None);
    let writer = SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.clone())
        .await?;
    SQLITE.run(&writer).await?;
    // Only now: a read-only connection needs the file and its log to exist.
    let reader = SqlitePoolOptions::new()
        .max_connections(4)
        .acquire_timeout(PATIENCE)
        .connect_with(options.read_only(true).optimize_on_close(false, None))
        .await?;
    Ok(Pools::Sqlite { writer, reader })
}

/// The file holds everybody's mail: only its owner may read it. SQLite gives
/// its log the same mode.
async fn create_private(path: &str) -> Result<()> {
    tokio::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)
        .await
        .map(drop)
        .map_err(|error| StoreError::Unavailable(format!("{path}: {error}")))
}

async fn open_postgres(url: &str) -> Result<Pools> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("congvu")
        // A daemon that hangs must not hold the end of the audit chain.
        .options([("idle_in_transaction_session_timeout", "60s")]);
    let pool = || {
        PgPoolOptions::new()
            .max_connections(5)
            .acquire_timeout(PATIENCE)
    };
    let writer = pool().connect_with(options.clone()).await?;
    POSTGRES.run(&writer).await?;
    // Apart, or those who wait for a lock could take every connection, and
    // whoever holds it could read nothing.
    let reader = pool().connect_with(options).await?;
    Ok(Pools::Postgres { writer, reader })
}
