//! The one configuration file, read into checked values.
//!
//! Everything about one installation stands here; everything about one town or
//! year is campaign data. Passwords stand in files of their own, so that the
//! configuration can be shown, sent and backed up.

mod limits;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use toml::de::DeTable;

use crate::{
    address::Address,
    complaint::{Checked, Problem},
    document::{Document, Section},
    sender::{Policy, Proof},
};

pub use limits::Limits;

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
    /// What proves a sender.
    pub sender: Policy,
    /// Name servers; none: those of the system.
    pub dns: Dns,
    /// Bounds.
    pub limits: Limits,
    /// Where the pages are served.
    pub listen: SocketAddr,
    /// Does a proxy on this machine add HTTPS? Then cookies demand it.
    pub behind_https: bool,
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
        let (listen, behind_https) = web(&optional(&root, "web", &empty));
        let config = Self {
            mailbox: mailbox(&root.section("mailbox", &empty)),
            smtp: smtp(&root.section("smtp", &empty)),
            store: store(&root.section("store", &empty)),
            campaign: campaign(&root.section("campaign", &empty)),
            sender: policy(&root.section("sender", &empty)),
            dns: dns(&optional(&root, "dns", &empty)),
            limits: limits::read(&optional(&root, "limits", &empty)),
            listen,
            behind_https,
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
    let address = Address::parse(&written.value).unwrap_or_else(|| {
        if !written.value.is_empty() {
            section.complain(
                "address",
                Problem::NotAllowed {
                    found: written.value.clone(),
                    allowed: "hopthu@donvi.gov.vn".to_owned(),
                },
            );
        }
        stand_in_address()
    });
    let mailbox = Mailbox {
        server: server(section, 993, 143),
        user: section.text_or("user", &written.value),
        password_file: path(section, "password_file"),
        address,
        folder: section.text_or("folder", "INBOX"),
        filed_under: section.text_or("filed_under", "congvu"),
        poll: seconds(section, "poll_seconds", 60, 3_600),
        stall: seconds(section, "stall_seconds", 60, 600),
    };
    section.end();
    mailbox
}

/// Stands for a faulty address until the complaint about it is shown.
fn stand_in_address() -> Address {
    Address::parse("nobody@invalid.invalid")
        .unwrap_or_else(|| unreachable!("the stand-in is an address"))
}

fn smtp(section: &Section<'_>) -> Smtp {
    let user = section.maybe_text("user").map(|user| user.value);
    let login = user.map(|user| (user, path(section, "password_file")));
    let smtp = Smtp {
        server: server(section, 465, 587),
        login,
        helo: section.text_or("helo", "localhost"),
        step: seconds(section, "step_seconds", 60, 600),
        retry: seconds(section, "retry_seconds", 30, 3_600),
    };
    section.end();
    smtp
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

fn campaign(section: &Section<'_>) -> PathBuf {
    let dir = path(section, "dir");
    section.end();
    dir
}

fn policy(section: &Section<'_>) -> Policy {
    let own_hosts = section.texts("own_hosts");
    if own_hosts.is_empty() {
        section.missing("own_hosts");
    }
    let mut accept = Vec::new();
    for word in section.texts("accept") {
        match word.value.as_str() {
            "sasl" => accept.push(Proof::Sasl),
            "dkim" => accept.push(Proof::Dkim),
            _ => section.complain_at(
                word.span,
                Problem::NotAllowed {
                    found: word.value,
                    allowed: "sasl | dkim".to_owned(),
                },
            ),
        }
    }
    section.end();
    Policy {
        authserv_id: None,
        own_hosts: own_hosts.into_iter().map(|host| host.value).collect(),
        accept,
    }
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

fn web(section: &Section<'_>) -> (SocketAddr, bool) {
    let usual = SocketAddr::from(([127, 0, 0, 1], 8_080));
    let listen = section.maybe_text("listen").map(|written| {
        written.value.parse().unwrap_or_else(|_| {
            section.complain(
                "listen",
                Problem::NotAllowed {
                    found: written.value,
                    allowed: usual.to_string(),
                },
            );
            usual
        })
    });
    let behind_https = section.boolean_or("behind_https", false);
    section.end();
    (listen.unwrap_or(usual), behind_https)
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
