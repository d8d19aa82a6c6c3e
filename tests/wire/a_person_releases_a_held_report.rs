//! A report that nothing proves is held; a person telephones the unit, releases
//! it on the office's page, and everything else follows by itself.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
};

use congvu::edge::store::MailLine;
use jiff::{SignedDuration, Timestamp, fmt::strtime, tz::TimeZone};

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::{Desk, Setting, written},
    report::Report,
    town::Town,
};

pub const TRIALS: &[Named] = &[
    (
        "a_held_report_that_a_person_releases_gets_its_receipt_with_its_own_time_and_moves_on",
        a_held_report_that_a_person_releases_gets_its_receipt_with_its_own_time_and_moves_on,
    ),
    (
        "a_held_report_that_a_person_releases_after_the_close_is_ranked_at_once",
        a_held_report_that_a_person_releases_after_the_close_is_ranked_at_once,
    ),
];

const TOKEN: &str = "a-session-that-is-open";
const CSRF: &str = "what-its-forms-carry";

/// A browser of one tab.
struct Browser {
    port: u16,
}

impl Browser {
    fn sends(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let percent =
            |value: &str| -> String { value.bytes().map(congvu::web::filter::percent).collect() };
        let body: Vec<String> = [("csrf", CSRF)]
            .iter()
            .chain(fields)
            .map(|(key, value)| format!("{key}={}", percent(value)))
            .collect();
        let body = body.join("&");
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: congvu={TOKEN}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            self.port,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Browser {
    /// Looks at a preview, and agrees to it.
    fn releases(&self, mail: &MailLine) {
        let path = |step: &str| format!("/mails/{}/{step}", mail.id.0);
        let mut fields = vec![
            ("act", "accept"),
            ("vouch", "W-REVIEW-PHONED"),
            ("note", "đã gọi văn thư"),
            ("answer", "yes"),
            ("seen", "1"),
        ];
        let preview = self.sends(&path("preview"), &fields);
        let (_, agreed) = preview.split_once("name=\"agreed\" value=\"").unwrap();
        let agreed = agreed.split('"').next().unwrap().to_owned();
        fields.push(("agreed", &agreed));
        let done = self.sends(&path("decide"), &fields);
        assert!(done.starts_with("HTTP/1.1 303"), "{done}");
    }
}

/// A port that is free now.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

fn a_held_report_that_a_person_releases_gets_its_receipt_with_its_own_time_and_moves_on(
    town: &Town,
) {
    let desk = Desk::open_today(town, &Setting::default());
    let port = free_port();
    desk.sets(
        "congvu.toml",
        "web",
        "listen",
        &format!("\"127.0.0.1:{port}\""),
    );
    let unit = desk.unit("huongvan01");
    let serving = desk.serves();
    let letter = Report::of(&desk, &unit).letter();
    assert_eq!(unit.is_imitated(&letter), 250);
    until(30, "the report is held and filed", || {
        (desk.mailbox().mails("congvu/held").len() == 1).then_some(())
    });
    assert!(
        unit.mails("INBOX").is_empty(),
        "silence until a person decides"
    );
    let held = desk.ledger().mails().remove(0);
    let arrived = held.moment.unwrap();

    desk.ledger().admits(TOKEN, CSRF);
    Browser { port }.releases(&held);

    let receipt = answer(&unit, &letter);
    assert!(receipt.subject().starts_with("[ĐÃ CHẤP NHẬN] BC-2015-0001"));
    let zoned = arrived.to_zoned(TimeZone::fixed(jiff::tz::offset(7)));
    let time = strtime::format("%H:%M:%S", &zoned).unwrap();
    assert!(receipt.text().contains(&time), "{}", receipt.text());
    let report = desk.ledger().submissions().remove(0);
    assert_eq!(report.moment, arrived);
    until(20, "the mail lies with the accepted ones", || {
        let lies = |folder: &str| desk.mailbox().mails(folder).len();
        ((lies("congvu/held"), lies("congvu/accepted")) == (0, 1)).then_some(())
    });
    desk.comes_to_rest();
    let page = desk.ledger().pages().remove(0);
    let last = page.verdicts.last().unwrap();
    assert_eq!((last.revision, last.proof.as_str()), (2, "none"));
    assert_eq!(last.judgement["review"]["vouched"], true);
    serving.stops();
}

fn a_held_report_that_a_person_releases_after_the_close_is_ranked_at_once(town: &Town) {
    let now = Timestamp::from_second(Timestamp::now().as_second()).unwrap();
    let closes = now + SignedDuration::from_secs(12);
    let opens = written(now - SignedDuration::from_hours(24));
    let desk = Desk::open(town, &opens, &written(closes), &Setting::default());
    desk.sets("campaign/campaign.toml", "window", "grace_seconds", "1");
    let port = free_port();
    let listen = format!("\"127.0.0.1:{port}\"");
    desk.sets("congvu.toml", "web", "listen", &listen);
    let units = ["huongvan01", "huongvan02"].map(|name| desk.unit(name));
    let serving = desk.serves();
    let proven = Report::of(&desk, &units[0]).letter();
    assert_eq!(units[0].sends(&proven), 250);
    let unproven = Report::of(&desk, &units[1]).with("TT01", "1").letter();
    assert_eq!(units[1].is_imitated(&unproven), 250);
    assert!(Timestamp::now() < closes, "this machine is too slow");
    let first = until(40, "the close scores", || desk.ledger().scoring());
    assert_eq!(desk.ledger().ranked(), ["p.huongvan01"]);

    let mails = desk.ledger().mails();
    let mut held = mails
        .iter()
        .filter(|mail| mail.unit.as_deref() == Some("p.huongvan02"));
    desk.ledger().admits(TOKEN, CSRF);
    Browser { port }.releases(held.next().unwrap());
    until(20, "the report is in the result", || {
        (desk.ledger().ranked() == ["p.huongvan01", "p.huongvan02"]).then_some(())
    });
    assert_eq!(desk.ledger().times("council.scored"), 1);
    assert_eq!(
        desk.ledger().scoring(),
        Some(first),
        "the close stays as it was"
    );
    desk.comes_to_rest();
    serving.stops();
    let printed = desk.runs(&["close"]);
    let printed = String::from_utf8(printed.stdout).unwrap();
    assert!(printed.contains("phường Hương Vân"), "{printed}");
    let replay = desk.runs(&["replay"]);
    let told = String::from_utf8(replay.stdout).unwrap();
    assert!(
        replay.status.success() && told.contains("0 chỗ khác"),
        "{told}"
    );
}
