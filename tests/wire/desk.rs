//! congvu at work in the town: one campaign, one mailbox, one child process.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    deadline::until,
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
        };
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
        let passwords = self.imap.fact("PASSWORD_FILE");
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

    /// Starts `congvu serve`; what it logs stands in `congvu.log`.
    pub fn serves(&self) -> Serving {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.dir.join("congvu.log"))
            .unwrap();
        let child = self
            .congvu()
            .arg("serve")
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

impl Serving {
    /// Ends it in order and waits for it.
    pub fn stops(mut self) {
        self.signals(Signal::TERM);
        until(25, "congvu serve ends in order", || {
            self.child.try_wait().unwrap()
        });
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
