//! The one configuration file, read into checked values.
//!
//! Everything about one installation stands here; everything about one town or
//! year is campaign data. Passwords stand in files of their own, so that the
//! configuration can be shown, sent and backed up.

mod belief;

mod limits;

mod letters;

mod web;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use toml::de::DeTable;

use crate::{
    address::Address,
    complaint::{Checked, Problem},
    document::{Document, Located, Section},
    sender::Policy,
    verdict::limits::Bounds,
};

pub use limits::Limits;
pub use web::Web;

/// The configuration of an installation.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where reports arrive.
    pub mailbox: Mailbox,
    /// Where letters leave.
    pub smtp: Smtp,
    /// Database, as `sqlite:PATH` or `postgres://…`.
    pub store: String,
    /// Folder of the campaign's files.
    pub campaign: PathBuf,
    /// File with the key that codes of issued forms are made with; none: no
    /// codes are issued.
    pub form_key: Option<PathBuf>,
    /// What proves a sender.
    pub sender: Policy,
    /// Name servers; none: those of the system.
    pub dns: Dns,
    /// Bounds.
    pub limits: Limits,
    /// How much is answered.
    pub answers: Bounds,
    /// The pages.
    pub web: Web,
    /// May programs be told that lie in private networks?
    pub private_webhooks: bool,
    /// How the log is written.
    pub log: Log,
}

/// How a server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Host name, as its certificate names it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Encryption.
    pub tls: Tls,
    /// Certificate authority to trust besides the system's.
    pub ca_file: Option<PathBuf>,
}

/// Encryption of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte.
    Implicit,
    /// After STARTTLS, which must succeed.
    StartTls,
    /// None: only for a server on the same machine.
    Off,
}

/// The mailbox we read.
#[derive(Debug, Clone)]
pub struct Mailbox {
    /// Its IMAP server.
    pub server: Server,
    /// Login.
    pub user: String,
    /// File with the password, one line.
    pub password_file: PathBuf,
    /// Its address, as units write to it.
    pub address: Address,
    /// Other addresses whose mail arrives in it: a report may be written to any.
    pub aliases: Vec<Address>,
    /// Folder that mail arrives in.
    pub folder: String,
    /// Parent of the folders that mirror the verdicts.
    pub filed_under: String,
    /// Longest time between two looks.
    pub poll: Duration,
    /// Longest silence of the server before the connection is given up.
    pub stall: Duration,
}

/// The server that takes our letters.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Where.
    pub server: Server,
    /// Login, if it asks for one.
    pub login: Option<(String, PathBuf)>,
    /// Name we greet it with.
    pub helo: String,
    /// Longest wait for one answer.
    pub step: Duration,
    /// Wait before the second try of a letter; further waits grow with it.
    pub retry: Duration,
    /// Envelope sender: where the servers report a letter they cannot deliver.
    pub bounces_to: Address,
}

/// Name servers.
#[derive(Debug, Clone)]
pub struct Dns {
    /// Their addresses; empty: the system's.
    pub servers: Vec<SocketAddr>,
    /// Longest wait for all answers about one mail.
    pub patience: Duration,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Log {
    /// Least level.
    pub level: Level,
    /// JSON lines instead of text.
    pub json: bool,
}

/// Least level of what is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Only what needs a person.
    Warn,
    /// What happened.
    Info,
    /// Also how, with addresses.
    Debug,
}

impl Config {
    /// Reads a configuration. Relative paths are relative to its file.
    ///
    /// # Errors
    /// Every fault, with line and column.
    pub fn load(file: &str, text: &str) -> Checked<Self> {
        let document = Document::parse(file, text);
        let empty = DeTable::default();
        let root = document.root();
        let log = log(&root, &empty);
        let (campaign, form_key) = campaign(&root.section("campaign", &empty));
        let mailbox = mailbox(&root.section("mailbox", &empty));
        let config = Self {
            smtp: letters::smtp(&root.section("smtp", &empty), &mailbox.address),
            mailbox,
            store: store(&root.section("store", &empty)),
            campaign,
            form_key,
            sender: belief::policy(&root.section("sender", &empty)),
            dns: dns(&optional(&root, "dns", &empty)),
            limits: limits::read(&optional(&root, "limits", &empty)),
            answers: letters::answers(&optional(&root, "answers", &empty)),
            web: web::read(&optional(&root, "web", &empty)),
            private_webhooks: web::private_webhooks(&optional(&root, "webhooks", &empty)),
            log,
        };
        root.end();
        document.finish(config)
    }
}

/// A section that may be left out: its settings all have defaults.
fn optional<'d>(root: &Section<'d>, key: &'static str, empty: &'d DeTable<'d>) -> Section<'d> {
    if root.has(key) {
        root.section(key, empty)
    } else {
        root.stand_in(key, empty)
    }
}

fn server(section: &Section<'_>, implicit: i64, starttls: i64) -> Server {
    let choices = [
        ("implicit", Tls::Implicit),
        ("starttls", Tls::StartTls),
        ("off", Tls::Off),
    ];
    let tls = section
        .choice("tls", Some(Tls::Implicit), &choices)
        .unwrap_or(Tls::Implicit);
    let host = section.text("host").value;
    let local = ["localhost", "127.0.0.1", "::1"].contains(&host.as_str());
    if tls == Tls::Off && !local && !host.is_empty() {
        section.complain(
            "tls",
            Problem::NotAllowed {
                found: "off".to_owned(),
                allowed: "implicit | starttls".to_owned(),
            },
        );
    }
    let usual = if tls == Tls::Implicit {
        implicit
    } else {
        starttls
    };
    Server {
        host,
        port: u16::try_from(section.integer_or("port", usual, 1..65_536)).unwrap_or_default(),
        tls,
        ca_file: section.maybe_verbatim("ca_file").map(PathBuf::from),
    }
}

fn mailbox(section: &Section<'_>) -> Mailbox {
    let written = section.text("address");
    let address = address(section, "address", &written.value);
    let mailbox = Mailbox {
        server: server(section, 993, 143),
        user: section.text_or("user", &written.value),
        password_file: path(section, "password_file"),
        address,
        folder: section.text_or("folder", "INBOX"),
        aliases: aliases(section),
        filed_under: section.text_or("filed_under", "congvu"),
        poll: seconds(section, "poll_seconds", 60, 3_600),
        stall: seconds(section, "stall_seconds", 60, 600),
    };
    section.end();
    mailbox
}

fn aliases(section: &Section<'_>) -> Vec<Address> {
    let read = |written: Located<String>| {
        let alias = Address::parse(&written.value);
        if alias.is_none() {
            section.complain_at(written.span, no_address(written.value));
        }
        alias
    };
    section
        .texts("aliases")
        .into_iter()
        .filter_map(read)
        .collect()
}

fn address(section: &Section<'_>, key: &'static str, written: &str) -> Address {
    Address::parse(written).unwrap_or_else(|| {
        if !written.is_empty() {
            section.complain(key, no_address(written.to_owned()));
        }
        stand_in_address()
    })
}

fn no_address(found: String) -> Problem {
    Problem::NotAllowed {
        found,
        allowed: "hopthu@donvi.gov.vn".to_owned(),
    }
}

/// Stands for a faulty address until the complaint about it is shown.
fn stand_in_address() -> Address {
    Address::parse("nobody@invalid.invalid")
        .unwrap_or_else(|| unreachable!("the stand-in is an address"))
}

fn store(section: &Section<'_>) -> String {
    let url = section.text("url");
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if !url.value.is_empty() && !known.iter().any(|scheme| url.value.starts_with(scheme)) {
        section.complain(
            "url",
            Problem::NotAllowed {
                found: url.value.clone(),
                allowed: "sqlite:PATH | postgres://USER@HOST/NAME".to_owned(),
            },
        );
    }
    section.end();
    url.value
}

fn campaign(section: &Section<'_>) -> (PathBuf, Option<PathBuf>) {
    let dir = path(section, "dir");
    let key = section.maybe_verbatim("form_key_file").map(PathBuf::from);
    section.end();
    (dir, key)
}

fn dns(section: &Section<'_>) -> Dns {
    let mut servers = Vec::new();
    for written in section.texts("servers") {
        match written.value.parse() {
            Ok(server) => servers.push(server),
            Err(_) => section.complain_at(
                written.span,
                Problem::NotAllowed {
                    found: written.value,
                    allowed: "127.0.0.1:53".to_owned(),
                },
            ),
        }
    }
    let dns = Dns {
        servers,
        patience: seconds(section, "patience_seconds", 10, 120),
    };
    section.end();
    dns
}

fn log<'d>(root: &Section<'d>, empty: &'d DeTable<'d>) -> Log {
    let section = optional(root, "log", empty);
    let levels = [
        ("warn", Level::Warn),
        ("info", Level::Info),
        ("debug", Level::Debug),
    ];
    let formats = [("text", false), ("json", true)];
    let log = Log {
        level: section
            .choice("level", Some(Level::Info), &levels)
            .unwrap_or(Level::Info),
        json: section
            .choice("format", Some(false), &formats)
            .unwrap_or(false),
    };
    section.end();
    log
}

fn path(section: &Section<'_>, key: &'static str) -> PathBuf {
    let written = section.maybe_verbatim(key).unwrap_or_default();
    if written.is_empty() {
        section.missing(key);
    }
    PathBuf::from(written)
}

fn seconds(section: &Section<'_>, key: &'static str, usual: i64, most: i64) -> Duration {
    Duration::from_secs(section.integer_or(key, usual, 1..most + 1).unsigned_abs())
}
