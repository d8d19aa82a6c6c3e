//! Forgeries go through a real receiving server (Postfix, OpenDKIM, OpenDMARC,
//! policyd-spf), which marks them by itself, and come to a congvu that believes
//! every kind of proof. None counts and none is answered, also where the server
//! itself was deceived; honest mail on the same road counts.
//!
//! The 22 published forgeries (Chen et al. 2020) are read from the corpora.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use congvu::{
    edge::{sealing::Seal, store::MailPage},
    verdict::Verdict,
};

use crate::{
    Named,
    deadline::until,
    desk::{Desk, Setting},
    letter::Letter,
    post_office::{Parts, Spf, missing_to_check, root},
    report::Report,
    smtp::{self, Host},
    town::{Person, Town},
};

pub const TRIALS: &[Named] = &[
    (
        "no_forgery_counts_where_the_server_marks_senders",
        no_forgery_counts_where_the_server_marks_senders,
    ),
    (
        "no_forgery_counts_even_if_the_server_itself_believes_it",
        no_forgery_counts_even_if_the_server_itself_believes_it,
    ),
    (
        "no_forgery_counts_even_if_nothing_contradicts_the_deceived_server",
        no_forgery_counts_even_if_nothing_contradicts_the_deceived_server,
    ),
];

/// The unit that the forgeries pretend to be.
const VICTIM: &str = "vanphong.phuloc@thuathienhue.gov.vn";

/// The forgery that deceives the server best.
const COMMENT: &str = "with a comment in the envelope";

/// The unit's mailbox for Postfix, a domain of the attacker for the SPF check.
const COMMENTED: &str = "vanphong.phuloc@thuathienhue.gov.vn(a.attacker.example";

/// The clerk of the same domain who writes in the unit's name.
const CLERK: &str = "canbo.kythuat@thuathienhue.gov.vn";

/// The attacker's server.
const ATTACKER: Host<'_> = Host {
    address: "203.0.113.66",
    name: "mail.attacker.example",
    helo: "mail.attacker.example",
};

/// The only server that the official domain has named (`names_of_the_lab.tsv`).
const OFFICIAL: Host<'_> = Host {
    address: "203.0.113.10",
    name: "mail.thuathienhue.gov.vn",
    helo: "mail.thuathienhue.gov.vn",
};

/// A server of the official domain that it forgot to name.
const FORGOTTEN: Host<'_> = Host {
    address: "198.51.100.7",
    name: "relay.thuathienhue.gov.vn",
    helo: "relay.thuathienhue.gov.vn",
};

/// What this machine lacks, by name.
pub fn missing() -> Option<String> {
    let cases = espoofer().join("cases.tsv");
    let absent = || (!cases.exists()).then(|| format!("{} is not here", cases.display()));
    missing_to_check().or_else(absent)
}

fn espoofer() -> PathBuf {
    let usual: PathBuf = root().join("../shared/corpora");
    env::var_os("CONGVU_TEST_CORPORA")
        .map_or(usual, PathBuf::from)
        .join("espoofer")
}

fn no_forgery_counts_where_the_server_marks_senders(_: &Town) {
    let deceived = every_mail_is_judged_rightly(Spf::Read);
    assert_eq!(
        deceived, [""; 0],
        "this server is known to see through them"
    );
}

fn no_forgery_counts_even_if_the_server_itself_believes_it(_: &Town) {
    deceives(Spf::Redone);
}

fn no_forgery_counts_even_if_nothing_contradicts_the_deceived_server(_: &Town) {
    deceives(Spf::Alone);
}

/// The same where the server is deceived: were it not, this would prove nothing.
fn deceives(spf: Spf) {
    let deceived = every_mail_is_judged_rightly(spf);
    let best = COMMENT.to_owned();
    assert!(deceived.contains(&best), "only by {deceived:?}");
}

/// Sends everything, lets congvu judge it and returns the forgeries that the
/// server took for genuine mail of the official domain.
fn every_mail_is_judged_rightly(spf: Spf) -> Vec<String> {
    let town = Town::with(Parts::Checking(spf));
    let desk = trusting_desk(&town);
    let forgeries = [
        published_forgeries(&town, &desk),
        plain_forgeries(&town, &desk),
    ]
    .concat();
    let honest = honest_mails(&town, &desk);
    let sent = forgeries.len() + honest.len();
    until(30, "every mail is delivered", || {
        (desk.mailbox().mails("INBOX").len() == sent).then_some(())
    });
    let once = desk.runs(&["serve", "--once"]);
    assert!(
        once.status.success(),
        "{}",
        String::from_utf8_lossy(&once.stderr)
    );
    desk.comes_to_rest();

    let pages = desk.ledger().pages();
    assert_eq!(pages.len(), sent);
    for name in &forgeries {
        is_not_believed(name, page(&desk, &pages, name));
    }
    for (name, unit) in &honest {
        counts(name, page(&desk, &pages, name), unit);
    }
    assert_eq!(desk.ledger().submissions().len(), honest.len());
    let host = town.office().fact("MAIL_HOST");
    let mut deceived = forgeries;
    deceived.retain(|name| took_for_genuine(&raw(&desk, page(&desk, &pages, name)), host));
    deceived
}

/// A desk that accepts every kind of proof.
fn trusting_desk(town: &Town) -> Desk<'_> {
    let desk = Desk::open_today(town, &Setting::default());
    desk.registers(&desk.unit("huongvan01"), VICTIM);
    let office = town.office();
    let host = format!("{:?}", office.fact("MAIL_HOST"));
    let dns = format!(
        "[\"{}:{}\"]",
        office.fact("DNS_HOST"),
        office.fact("DNS_PORT")
    );
    let every = r#"["sasl", "dkim", "both", "spf"]"#;
    desk.sets("congvu.toml", "sender", "accept", every);
    desk.sets("congvu.toml", "sender", "authserv_id", &host);
    desk.sets("congvu.toml", "dns", "servers", &dns);
    desk
}

/// Sends the published forgeries as they are, each by the door it was made for.
fn published_forgeries(town: &Town, desk: &Desk<'_>) -> Vec<String> {
    let cases = fs::read_to_string(espoofer().join("cases.tsv")).unwrap();
    let cases = cases.lines().skip(1);
    cases
        .map(|case| {
            let fields: Vec<&str> = case.split('\t').collect();
            let (name, helo) = (fields[0], fields[1]);
            let from = fields[2]
                .strip_prefix('<')
                .unwrap()
                .strip_suffix('>')
                .unwrap();
            let raw = fs::read(espoofer().join(format!("raw/{name}.eml"))).unwrap();
            let code = if name.starts_with("client") {
                assert_eq!(from, CLERK);
                let letter = Letter::to(desk.mailbox().address()).written(&raw);
                town.person(CLERK).sends(&letter)
            } else {
                let host = Host { helo, ..ATTACKER };
                deliver(town, desk, host, from, &raw)
            };
            assert_eq!(code, 250, "{name}");
            format!("espoofer {name}")
        })
        .collect()
}

/// Sends good reports in the unit's name, which count if the server is
/// believed too readily.
fn plain_forgeries(town: &Town, desk: &Desk<'_>) -> Vec<String> {
    let host = town.office().fact("MAIL_HOST");
    let own_words = |id: &str| {
        let domain = town.office().fact("OFFICIAL_DOMAIN");
        format!(
            "Authentication-Results: {id}; spf=pass smtp.mailfrom={VICTIM};\r\n \
             dkim=pass header.d={domain}; dmarc=pass header.from={domain}\r\n"
        )
    };
    let forgeries = [
        ("plain", VICTIM, String::new()),
        ("with our results", "x@attacker.example", own_words(host)),
        ("with our results and envelope", VICTIM, own_words(host)),
        ("with our RESULTS", VICTIM, own_words(&host.to_uppercase())),
        // server_a5 made as good as it gets: Postfix takes "(…" for a comment, so
        // that Return-Path becomes the unit's own mailbox.
        (COMMENT, COMMENTED, String::new()),
    ];
    let victim = town.person(VICTIM);
    forgeries
        .map(|(name, from, above)| {
            let letter = report(desk, &victim, name);
            let raw = [above.into_bytes(), letter.bytes(VICTIM)].concat();
            assert_eq!(deliver(town, desk, ATTACKER, from, &raw), 250, "{name}");
            name.to_owned()
        })
        .into()
}

/// Sends an honest report by each kind of proof, which is the name of the mail.
fn honest_mails<'t>(town: &'t Town, desk: &Desk<'t>) -> Vec<(&'static str, Person<'t>)> {
    let by_address = town.person(VICTIM);
    let raw = report(desk, &by_address, "spf").bytes(VICTIM);
    assert_eq!(deliver(town, desk, OFFICIAL, VICTIM, &raw), 250);

    let by_signature = desk.unit("huongvan02");
    let domain = town.office().fact("OFFICIAL_DOMAIN");
    let key = Path::new(town.office().fact("DKIM_KEY")).with_file_name(format!("{domain}.pem"));
    let seal = Seal::read(&key, domain, "s1").unwrap();
    let sender = by_signature.address();
    let raw = report(desk, &by_signature, "dkim").bytes(sender);
    let raw = seal.put_on(&raw).unwrap();
    assert_eq!(deliver(town, desk, FORGOTTEN, sender, &raw), 250);

    let by_login = desk.unit("noivu");
    assert_eq!(by_login.sends(&report(desk, &by_login, "sasl")), 250);
    vec![
        ("spf", by_address),
        ("dkim", by_signature),
        ("sasl", by_login),
    ]
}

fn report(desk: &Desk<'_>, unit: &Person<'_>, name: &str) -> Letter {
    Report::of(desk, unit)
        .letter()
        .about(&format!("[{name}] Bao cao"))
}

fn deliver(town: &Town, desk: &Desk<'_>, host: Host<'_>, from: &str, raw: &[u8]) -> smtp::Code {
    let (port, mailbox) = (town.office().port("OUTSIDE_PORT"), desk.mailbox());
    smtp::deliver_from(port, host, (from, mailbox.address()), raw)
}

/// The page of the mail whose subject begins with `[name]`.
fn page<'p>(desk: &Desk<'_>, pages: &'p [MailPage], name: &str) -> &'p MailPage {
    let mark = format!("Subject: [{name}]");
    let of_that_name = |page: &&MailPage| raw(desk, page).contains(&mark);
    pages.iter().find(of_that_name).unwrap()
}

fn raw(desk: &Desk<'_>, page: &MailPage) -> String {
    String::from_utf8_lossy(&desk.ledger().raw(&page.mail)).into_owned()
}

fn is_not_believed(name: &str, page: &MailPage) {
    let verdict = page.mail.verdict.unwrap();
    let unanswered = [Verdict::Held, Verdict::Quarantined, Verdict::Logged];
    assert!(unanswered.contains(&verdict), "{name}: {verdict:?}");
    assert_eq!(page.letters, [], "{name}");
}

fn counts(proof: &str, page: &MailPage, unit: &Person<'_>) {
    let reasons = &page.mail.reasons;
    assert_eq!(
        page.mail.verdict,
        Some(Verdict::Accepted),
        "{proof}: {reasons:?}"
    );
    assert_eq!(page.mail.proof.as_deref(), Some(proof));
    assert_eq!(
        unit.mails("INBOX").len(),
        1,
        "{proof}: a receipt and nothing else"
    );
}

/// Did the server write, above its own Received field, that the official
/// domain's policy is kept?
fn took_for_genuine(raw: &str, host: &str) -> bool {
    // The first Received is of the last step, into the mailbox.
    let written_by_us = raw.split("\nReceived: ").take(2).collect::<String>();
    let pass = format!("\nAuthentication-Results: {host}; dmarc=pass ");
    let kept = |results: &str| {
        let line = results.lines().next().unwrap_or_default();
        line.ends_with(" header.from=thuathienhue.gov.vn")
    };
    written_by_us.split(&pass).skip(1).any(kept)
}
