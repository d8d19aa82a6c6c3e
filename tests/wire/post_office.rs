//! The private post office of `deploy/post-office`, opened and closed.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

/// An open post office. It closes when dropped, and closes itself when this
/// process dies without dropping it.
pub struct PostOffice {
    dir: PathBuf,
    facts: BTreeMap<String, String>,
}

/// What an office consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// Dovecot, Postfix and DNS.
    All,
    /// Dovecot alone, which starts in a tenth of a second: for trials that kill it.
    OnlyDovecot,
    /// All, and it checks who sent what comes from outside.
    Checking(Spf),
}

/// Whose finding about the network address OpenDMARC builds on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Spf {
    /// That of the SPF check before it.
    Read,
    /// Its own, whatever the check before it found.
    Redone,
    /// Its own, and there is no check before it.
    Alone,
}

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What this machine lacks to open one, by name.
pub fn missing() -> Option<String> {
    let needed = [
        ("/usr/sbin/dovecot", "dovecot-imapd"),
        ("/usr/lib/dovecot/imap", "dovecot-imapd"),
        ("/usr/lib/dovecot/lmtp", "dovecot-lmtpd"),
        ("/usr/sbin/postfix", "postfix"),
        ("/usr/sbin/dnsmasq", "dnsmasq-base"),
    ];
    let root = rustix::process::geteuid().is_root()
        || Command::new("sudo")
            .args(["-n", "true"])
            .status()
            .is_ok_and(|status| status.success());
    not_installed(&needed)
        .or_else(|| (!root).then(|| "neither root nor sudo without a password".to_owned()))
}

/// What this machine lacks to open one that checks senders, by name.
pub fn missing_to_check() -> Option<String> {
    let needed = [
        ("/usr/sbin/opendkim", "opendkim"),
        ("/usr/sbin/opendmarc", "opendmarc"),
        ("/usr/bin/policyd-spf", "postfix-policyd-spf-python"),
    ];
    not_installed(&needed).or_else(|| {
        let (first, words) = if rustix::process::geteuid().is_root() {
            ("unshare", ["--mount", "true"].as_slice())
        } else {
            ("sudo", ["-n", "unshare", "--mount", "true"].as_slice())
        };
        let probe = Command::new(first).args(words).status();
        let allowed = probe.is_ok_and(|status| status.success());
        (!allowed).then(|| "mount namespaces are forbidden".to_owned())
    })
}

fn not_installed(needed: &[(&str, &str)]) -> Option<String> {
    needed
        .iter()
        .find(|(file, _)| !Path::new(file).exists())
        .map(|(_, package)| format!("the package {package} is not installed"))
}

impl PostOffice {
    /// Opens one in a new directory.
    pub fn open(parts: Parts) -> Self {
        static OPENED: AtomicUsize = AtomicUsize::new(0);
        let me = std::process::id();
        let nth = OPENED.fetch_add(1, Ordering::Relaxed);
        let dir = PathBuf::from(format!("/tmp/congvu-wire.{me}.{nth}"));
        let mut up = Command::new(root().join("deploy/post-office/up"));
        up.arg(&dir)
            .args(["--until-pid", &me.to_string(), "--remove"]);
        match parts {
            Parts::All => &mut up,
            Parts::OnlyDovecot => up.args(["--only", "dovecot"]),
            Parts::Checking(Spf::Read) => up.args(["--checks", "spf-read"]),
            Parts::Checking(Spf::Redone) => up.args(["--checks", "spf-redone"]),
            Parts::Checking(Spf::Alone) => up.args(["--checks", "spf-alone"]),
        };
        let world = root().join("tests/wire/names_of_the_lab.tsv");
        if matches!(parts, Parts::Checking(_)) {
            up.arg("--txt").arg(world);
        }
        let output = up.output().unwrap();
        assert!(
            output.status.success(),
            "the post office does not open: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let facts = fs::read_to_string(dir.join("env"))
            .unwrap()
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self { dir, facts }
    }

    /// A line of its `env`.
    pub fn fact(&self, name: &str) -> &str {
        &self.facts[name]
    }

    /// All lines of its `env`.
    pub fn facts(&self) -> &BTreeMap<String, String> {
        &self.facts
    }

    /// A port, by its name in `env`.
    pub fn port(&self, name: &str) -> u16 {
        self.fact(name).parse().unwrap()
    }

    /// The maildir of an address.
    pub fn maildir(&self, address: &str) -> PathBuf {
        self.dir.join("mail").join(address)
    }

    /// Starts, stops or kills one part; mail and ports stay.
    pub fn part(&self, name: &str, verb: &str) {
        let status = Command::new(root().join("deploy/post-office/part"))
            .arg(&self.dir)
            .args([name, verb])
            .status()
            .unwrap();
        assert!(status.success(), "{name} {verb}");
    }

    /// Makes a mailbox another mailbox: the same mail, a new UIDVALIDITY.
    pub fn recreates(&self, address: &str) {
        for entry in fs::read_dir(self.maildir(address)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("dovecot-uid") || name.starts_with("dovecot.index") {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        // Nothing to be done about a failure here: the watch will try again.
        drop(
            Command::new(root().join("deploy/post-office/down"))
                .arg(&self.dir)
                .arg("--remove")
                .status(),
        );
    }
}
