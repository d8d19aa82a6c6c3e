//! congvu at work in the town: one campaign, one mailbox, one child process.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::{SignedDuration, Timestamp, fmt::strtime, tz::TimeZone};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    deadline::until,
    ledger::Ledger,
    post_office::{PostOffice, root},
    town::{Person, Town},
};

/// An installation of congvu with mailboxes of its own: the town's and the
/// units' addresses carry its number, so that desks share one post office.
pub struct Desk<'t> {
    town: &'t Town,
    imap: &'t PostOffice,
    dir: PathBuf,
    prefix: String,
    ledger: OnceLock<Ledger>,
}

/// What is not as usual about a desk.
#[derive(Default)]
pub struct Setting<'t> {
    /// A post office of its own for IMAP, to be killed and recreated.
    pub imap_office: Option<&'t PostOffice>,
    /// A port before the IMAP server, such as a pipe's.
    pub imap_port: Option<u16>,
    /// A port before the SMTP server.
    pub smtp_port: Option<u16>,
}

/// `congvu serve` while it runs; it is ended when dropped.
pub struct Serving {
    child: Child,
}

impl<'t> Desk<'t> {
    /// Opens a desk for today with a post office of its own for IMAP.
    pub fn open_beside(town: &'t Town, office: &'t PostOffice) -> Self {
        let setting = Setting {
            imap_office: Some(office),
            ..Setting::default()
        };
        Self::open_today(town, &setting)
    }

    /// Opens a desk whose campaign takes reports today.
    pub fn open_today(town: &'t Town, setting: &Setting<'t>) -> Self {
        let now = Timestamp::now();
        let day = SignedDuration::from_hours(24);
        Self::open(town, &written(now - day), &written(now + day), setting)
    }

    /// Opens a desk whose campaign takes reports from `opens` to `closes`, such
    /// as `2015-12-06T00:00:00+07:00`.
    pub fn open(town: &'t Town, opens: &str, closes: &str, setting: &Setting<'t>) -> Self {
        static OPENED: AtomicUsize = AtomicUsize::new(0);
        let nth = OPENED.fetch_add(1, Ordering::Relaxed);
        let dir = PathBuf::from(format!("/tmp/congvu-desk.{}.{nth}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let desk = Self {
            town,
            imap: setting.imap_office.unwrap_or(town.office()),
            dir,
            prefix: format!("d{nth}-"),
            ledger: OnceLock::new(),
        };
        desk.has_the_password(desk.imap.fact("PASSWORD"));
        desk.copies_the_campaign(opens, closes);
        desk.writes_the_configuration(setting);
        desk
    }

    fn copies_the_campaign(&self, opens: &str, closes: &str) {
        let status = Command::new(root().join("deploy/demo/copy-campaign"))
            .arg(root().join("deploy/campaigns/huong-tra-2015"))
            .arg(self.dir.join("campaign"))
            .args([opens, closes, &self.prefix])
            .status()
            .unwrap();
        assert!(status.success(), "the campaign is copied");
    }

    fn writes_the_configuration(&self, setting: &Setting<'_>) {
        let imap = setting.imap_port.unwrap_or(self.imap.port("IMAP_PORT"));
        let submission = self.town.office().port("SUBMISSION_PORT");
        let smtp = setting.smtp_port.unwrap_or(submission);
        let store = format!("sqlite:{}", self.dir.join("congvu.db").display());
        let passwords = self.dir.join("password");
        let output = Command::new(root().join("deploy/demo/fill"))
            .arg(root().join("deploy/demo/config.toml.in"))
            .envs(self.town.office().facts())
            .env("IMAP_PORT", imap.to_string())
            .env("IMAP_PASSWORD_FILE", passwords)
            .env("SMTP_PORT", smtp.to_string())
            .env("TOWN_MAILBOX", self.address())
            .env("CAMPAIGN", self.dir.join("campaign"))
            .env("STORE", store)
            // Any free port: trials do not look at pages.
            .env("WEB_PORT", "0")
            .output()
            .unwrap();
        assert!(output.status.success(), "the configuration is written");
        fs::write(self.config(), output.stdout).unwrap();
    }

    fn config(&self) -> PathBuf {
        self.dir.join("congvu.toml")
    }

    fn address(&self) -> String {
        format!("{}huongtra@thuathienhue.gov.vn", self.prefix)
    }

    /// Its folder, with configuration, campaign, database and log.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Changes a setting in one of its files, or adds it: `poll_seconds` of
    /// `mailbox` in `congvu.toml`, `grace_seconds` of `window` in
    /// `campaign/campaign.toml`.
    pub fn sets(&self, file: &str, section: &str, key: &str, value: &str) {
        let (head, mut inside, mut lines) = (format!("[{section}]"), false, Vec::new());
        let path = self.dir.join(file);
        for line in fs::read_to_string(&path).unwrap().lines() {
            if line.starts_with('[') {
                inside = line == head;
            }
            let replaced = inside && line.split('=').next().unwrap().trim() == key;
            if !replaced {
                lines.push(line.to_owned());
            }
            if line == head {
                lines.push(format!("{key} = {value}"));
            }
        }
        if !lines.contains(&head) {
            lines.extend([head, format!("{key} = {value}")]);
        }
        fs::write(&path, lines.join("\n")).unwrap();
    }

    /// Registers another mailbox for a unit.
    pub fn registers(&self, unit: &Person<'_>, mailbox: &str) {
        let path = self.dir.join("campaign/units.csv");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(unit.address()));
        fs::write(path, text.replace(unit.address(), mailbox)).unwrap();
    }

    /// The password of its IMAP server, as it stands in the file.
    pub fn has_the_password(&self, password: &str) {
        let file = self.dir.join("password");
        fs::write(&file, format!("{password}\n")).unwrap();
        // congvu refuses to start when others can read it.
        fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.join("congvu.log")).unwrap_or_default()
    }

    /// Its database. Asked for only when congvu has run: it makes the tables.
    pub fn ledger(&self) -> &Ledger {
        self.ledger
            .get_or_init(|| Ledger::open(&self.dir.join("congvu.db")))
    }

    /// Everything is settled, sent and filed, nothing failed, and the audit
    /// chain is whole; waits for it.
    pub fn comes_to_rest(&self) {
        until(60, "everything is settled and sent", || {
            let health = self.ledger().health();
            (health.unsettled == 0 && health.letters.waiting == 0).then_some(())
        });
        until(20, "the mailbox is empty", || {
            self.mailbox().mails("INBOX").is_empty().then_some(())
        });
        let failed = self.ledger().health().letters.failed;
        assert_eq!(failed, 0, "letters were given up");
        self.audit_is_whole();
    }

    /// The audit chain holds from its first row to its last.
    pub fn audit_is_whole(&self) {
        let output = self.runs(&["audit", "verify"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "audit verify: {said}");
    }

    /// A unit that reports to this desk, such as `huongvan01`.
    pub fn unit(&self, name: &str) -> Person<'t> {
        self.town.unit(&format!("{}{name}", self.prefix))
    }

    /// The mailbox reports go to, with the folders that mirror the verdicts.
    pub fn mailbox(&self) -> Person<'t> {
        Person::at(self.imap, &self.address())
    }

    /// Runs a command of congvu to its end, such as `&["serve", "--once"]`.
    pub fn runs(&self, arguments: &[&str]) -> Output {
        self.congvu().args(arguments).output().unwrap()
    }

    /// Starts `congvu serve` and waits until it serves.
    pub fn serves(&self) -> Serving {
        let starts = |log: String| log.matches(" serving ").count();
        let before = starts(self.log());
        let mut serving = self.starts();
        until(20, "congvu serves", || {
            let ended = serving.child.try_wait().unwrap();
            assert!(ended.is_none(), "it ended: {}", self.log());
            (starts(self.log()) > before).then_some(())
        });
        serving
    }

    /// Starts `congvu serve`; what it logs stands in `congvu.log`.
    pub fn starts(&self) -> Serving {
        self.starts_to(&["serve"])
    }

    /// Starts a command that runs until it ends by itself or is ended.
    pub fn starts_to(&self, arguments: &[&str]) -> Serving {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.dir.join("congvu.log"))
            .unwrap();
        let child = self
            .congvu()
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        Serving { child }
    }

    /// congvu, which dies with the trial that started it.
    fn congvu(&self) -> Command {
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", env!("CARGO_BIN_EXE_congvu")])
            .arg("--config")
            .arg(self.config());
        command
    }
}

/// A moment as a campaign file writes it.
pub fn written(at: Timestamp) -> String {
    let zoned = at.to_zoned(TimeZone::fixed(jiff::tz::offset(7)));
    strtime::format("%Y-%m-%dT%H:%M:%S+07:00", &zoned).unwrap()
}

impl Serving {
    /// Does it run?
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Ends it in order and waits for it.
    pub fn stops(mut self) {
        self.signals(Signal::TERM);
        until(25, "congvu serve ends in order", || {
            self.child.try_wait().unwrap()
        });
    }

    /// Waits for its own end and says how much memory it had at most, in
    /// kilobytes.
    pub fn ends(mut self, seconds: u64) -> u64 {
        let status = format!("/proc/{}/status", self.child.id());
        let mut most = 0;
        until(seconds, "the command ends", || {
            let text = fs::read_to_string(&status).unwrap_or_default();
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let words = line.and_then(|line| line.split_whitespace().next());
            most = words.map_or(most, |kilobytes| kilobytes.parse().unwrap());
            self.child.try_wait().unwrap()
        });
        assert!(self.child.wait().unwrap().success(), "it ends well");
        most
    }

    /// Kills it where it stands.
    pub fn dies(mut self) {
        self.signals(Signal::KILL);
        self.child.wait().unwrap();
    }

    fn signals(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Drop for Desk<'_> {
    fn drop(&mut self) {
        // A failed trial keeps its folder: that is where one looks next.
        if !std::thread::panicking() {
            drop(fs::remove_dir_all(&self.dir));
        }
    }
}
