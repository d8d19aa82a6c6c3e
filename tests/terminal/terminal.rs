//! An installation at whose terminal somebody types: files, a ledger, the built
//! program.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use congvu::edge::store::{Actor, AuditRow, Store};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tokio::runtime::Runtime;

/// Our mailbox.
pub const TOWN: &str = "huongtra@thuathienhue.gov.vn";
/// The mail server of the town.
pub const HOST: &str = "mail.thuathienhue.gov.vn";
/// The campaign that is shipped.
pub const CAMPAIGN: &str = "huong-tra-2015";

/// Where it is.
pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015")
}

/// An installation. Its folder is gone when the test is over.
pub struct Terminal {
    dir: PathBuf,
    runtime: Runtime,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Terminal {
    /// With the shipped campaign and an empty ledger.
    pub fn new(name: &str) -> Self {
        let dir = env::temp_dir().join(format!("congvu-terminal-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let terminal = Self {
            dir,
            runtime: Runtime::new().unwrap(),
        };
        terminal.writes("password", "not the servers'");
        let text = format!(
            "[mailbox]\naddress = '{TOWN}'\nhost = 'localhost'\npassword_file = 'password'\n\
             [smtp]\nhost = 'localhost'\n[store]\nurl = 'sqlite:{}'\n[campaign]\ndir = '{}'\n\
             [sender]\nown_hosts = ['{HOST}']\naccept = ['sasl']\n\
             [web]\npublic_url = 'http://congvu.huongtra'\n",
            terminal.file("congvu.db").display(),
            shipped().display()
        );
        terminal.writes("congvu.toml", &text);
        terminal
    }

    /// From now on the campaign takes reports today.
    pub fn opens_today(&self) {
        let now = Timestamp::now();
        let day = SignedDuration::from_hours(24);
        let moment = |at: Timestamp| {
            let zoned = at.to_zoned(TimeZone::fixed(jiff::tz::offset(7)));
            zoned.strftime("%Y-%m-%dT%H:%M:%S+07:00").to_string()
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copied = Command::new(root.join("deploy/demo/copy-campaign"))
            .args([shipped(), self.file("campaign")])
            .args([moment(now - day), moment(now + day)])
            .status()
            .unwrap();
        assert!(copied.success());
        let config = fs::read_to_string(self.file("congvu.toml")).unwrap();
        let config = config.replace(&shipped().display().to_string(), "campaign");
        self.writes("congvu.toml", config.trim_end());
    }

    /// The campaign is the shipped one again.
    pub fn uses_the_shipped_campaign(&self) {
        let config = fs::read_to_string(self.file("congvu.toml")).unwrap();
        let shipped = format!("dir = '{}'", shipped().display());
        let config = config.replace("dir = 'campaign'", &shipped);
        self.writes("congvu.toml", config.trim_end());
    }

    /// A file in its folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// The same, as it is typed.
    pub fn typed(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }

    /// Writes a file that only its owner reads.
    pub fn writes(&self, name: &str, text: &str) {
        let file = self.file(name);
        fs::write(&file, format!("{text}\n")).unwrap();
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Runs a command to its end.
    pub fn runs(&self, arguments: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_congvu"))
            .current_dir(&self.dir)
            .args(["--config", &self.typed("congvu.toml")])
            .args(arguments)
            .output()
            .unwrap();
        Said {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// What a command says that does its work.
    pub fn says(&self, arguments: &[&str]) -> String {
        let said = self.runs(arguments);
        assert_eq!(said.code, Some(0), "{arguments:?}: {said:?}");
        said.out
    }

    /// The words of a command that does not do it, and prints nothing else.
    pub fn refuses(&self, arguments: &[&str]) -> String {
        let said = self.runs(arguments);
        assert_eq!(
            (said.code, said.out.as_str()),
            (Some(1), ""),
            "{arguments:?}: {said:?}"
        );
        said.err
    }

    /// Asks the ledger something.
    pub fn asks<T>(&self, question: impl AsyncFnOnce(Store) -> T) -> T {
        let url = format!("sqlite:{}", self.file("congvu.db").display());
        self.runtime.block_on(async {
            let store = Store::open(&url).await.unwrap();
            let answer = question(store.clone()).await;
            store.close().await;
            answer
        })
    }

    /// Every row of the audit, newest first; its chain holds.
    pub fn audit(&self) -> Vec<AuditRow> {
        self.says(&["audit", "verify"]);
        self.asks(async |store| store.audit_before(None, 100_000).await.unwrap())
    }

    /// The mailbox was looked through, now, and nothing lies there.
    pub fn has_looked(&self) {
        let now = Timestamp::now();
        self.asks(async |store| {
            let mut tx = store.begin(&Actor::System, now).await.unwrap();
            let look = tx.look_began(&format!("{TOWN}/INBOX")).await.unwrap();
            tx.look_completed(look).await.unwrap();
            tx.commit().await.unwrap();
        });
    }

    /// Somebody writes into the ledger past the program.
    pub fn tampers(&self, sql: &str) {
        let url = format!("sqlite:{}", self.file("congvu.db").display());
        self.runtime.block_on(async {
            let mut link = SqliteConnection::connect(&url).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
                .execute(&mut link)
                .await
                .unwrap();
            link.close().await.unwrap();
        });
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A failed test keeps its folder: that is where one looks next.
        if !std::thread::panicking() {
            drop(fs::remove_dir_all(&self.dir));
        }
    }
}
