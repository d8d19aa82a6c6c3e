//! What stands in a desk's database, read beside the running daemon.

use std::path::Path;

use congvu::{
    digest::Digest,
    edge::store::{
        Actor, Health, MailFilter, MailLine, MailPage, NewAccount, NewSession, Scoring, Store,
        Submission,
    },
    results::Snapshot,
    role::Role,
};
use jiff::{SignedDuration, Timestamp};
use tokio::runtime::{Builder, Runtime};

/// The campaign of all desks.
const CAMPAIGN: &str = "huong-tra-2015";

/// The database of a desk.
pub struct Ledger {
    runtime: Runtime,
    store: Store,
}

impl Ledger {
    /// Opens it.
    pub fn open(file: &Path) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let url = format!("sqlite:{}", file.display());
        let store = runtime.block_on(Store::open(&url)).unwrap();
        Self { runtime, store }
    }

    /// Every mail with its verdict in force, oldest first.
    pub fn mails(&self) -> Vec<MailLine> {
        let filter = MailFilter {
            limit: 10_000,
            ..MailFilter::default()
        };
        let mut lines = self.runtime.block_on(self.store.mails(&filter)).unwrap();
        lines.lines.reverse();
        lines.lines
    }

    /// Everything about every mail, oldest first.
    pub fn pages(&self) -> Vec<MailPage> {
        let page = |line: MailLine| self.runtime.block_on(self.store.mail(line.id)).unwrap();
        self.mails().into_iter().filter_map(page).collect()
    }

    /// The stored bytes of a mail.
    pub fn raw(&self, mail: &MailLine) -> Vec<u8> {
        self.runtime.block_on(self.store.raw(mail.id)).unwrap()
    }

    /// The reports that stand, by unit, oldest first.
    pub fn submissions(&self) -> Vec<Submission> {
        let all = self.store.submissions(CAMPAIGN);
        self.runtime.block_on(all).unwrap()
    }

    /// The scoring at the close.
    pub fn scoring(&self) -> Option<Scoring> {
        let scoring = self.store.scoring(CAMPAIGN, "provisional");
        self.runtime.block_on(scoring).unwrap()
    }

    /// The ranked communes of the result as it stands, best first.
    pub fn ranked(&self) -> Vec<String> {
        let draft = self.runtime.block_on(self.store.draft(CAMPAIGN)).unwrap();
        let snapshot: Snapshot = match draft {
            Some(scored) => scored.draft.snapshot,
            None => serde_json::from_value(self.scoring().unwrap().result).unwrap(),
        };
        let groups = snapshot.groups.into_iter();
        let communes = groups.filter(|group| group.group == "communes");
        let units = communes.flat_map(|group| group.units);
        let ranked = units.filter(|unit| unit.rank.is_some());
        ranked.map(|unit| unit.unit).collect()
    }

    /// How often something was done, by its word in the audit chain.
    pub fn times(&self, action: &str) -> usize {
        let rows = self.store.audit_before(None, 100_000);
        let rows = self.runtime.block_on(rows).unwrap();
        rows.iter().filter(|row| row.action == action).count()
    }

    /// The state of the office in numbers.
    pub fn health(&self) -> Health {
        let health = self.store.health(Timestamp::now());
        self.runtime.block_on(health).unwrap()
    }

    /// Lets a reviewer in whose browser has this token.
    pub fn admits(&self, token: &str, csrf: &str) {
        let now = Timestamp::now();
        self.runtime.block_on(async {
            let mut tx = self.store.begin(&Actor::System, now).await.unwrap();
            tx.add_account(&NewAccount {
                name: "lan",
                display: "Nguyễn Thị Lan",
                role: Role::Reviewer,
                password_hash: "nobody signs in with it",
            })
            .await
            .unwrap();
            tx.open_session(&NewSession {
                token_digest: Digest::of(token.as_bytes()),
                account: "lan",
                csrf,
                expires_at: now + SignedDuration::from_mins(30),
                agent: "",
                network: "",
                awaits_code: false,
            })
            .await
            .unwrap();
            tx.commit().await.unwrap();
        });
    }

    /// Who holds letters.
    pub fn claimers(&self) -> Vec<String> {
        self.runtime.block_on(self.store.claimers()).unwrap()
    }

    /// Has the mailbox been looked through to its end?
    pub fn has_looked(&self) -> bool {
        !self.health().looks.is_empty()
    }
}
