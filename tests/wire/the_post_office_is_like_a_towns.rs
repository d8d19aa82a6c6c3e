//! The private post office behaves as a town's does, where congvu relies on it.

use std::time::{Duration, UNIX_EPOCH};

use crate::{
    Named,
    imap::Imap,
    letter::Letter,
    pipe::Pipe,
    post_office::{Parts, PostOffice},
    town::{Person, Town},
};

pub const TRIALS: &[Named] = &[
    (
        "a_mail_by_submission_carries_the_login_of_its_sender",
        a_mail_by_submission_carries_the_login_of_its_sender,
    ),
    (
        "a_mail_from_outside_carries_no_login",
        a_mail_from_outside_carries_no_login,
    ),
    (
        "a_login_cannot_post_in_a_colleagues_name_but_can_sign_with_it",
        a_login_cannot_post_in_a_colleagues_name_but_can_sign_with_it,
    ),
    (
        "a_mail_can_arrive_at_a_chosen_second",
        a_mail_can_arrive_at_a_chosen_second,
    ),
    (
        "a_mail_to_nobody_home_is_refused_for_ever",
        a_mail_to_nobody_home_is_refused_for_ever,
    ),
    (
        "a_mail_on_a_bad_day_is_put_off",
        a_mail_on_a_bad_day_is_put_off,
    ),
    ("no_mail_leaves_the_town", no_mail_leaves_the_town),
    (
        "a_killed_imap_server_comes_back_with_its_mail",
        a_killed_imap_server_comes_back_with_its_mail,
    ),
    ("a_pipe_stalls_and_flows", a_pipe_stalls_and_flows),
];

const LOGIN: &str = "(Authenticated sender: ";

fn a_mail_by_submission_carries_the_login_of_its_sender(town: &Town) {
    let sender = town.unit("submission-sender");
    let reader = town.unit("submission-reader");
    let letter = Letter::to(reader.address())
        .about("báo cáo qua cổng nộp")
        .enclosing("báo cáo.xlsx", b"PK");
    assert_eq!(sender.sends(&letter), 250);
    let mail = reader.receives("báo cáo qua cổng nộp");
    let expected = format!("{LOGIN}{})", sender.address());
    assert!(mail.head().contains(&expected), "{}", mail.head());
}

fn a_mail_from_outside_carries_no_login(town: &Town) {
    let sender = town.unit("outside-sender");
    let reader = town.unit("outside-reader");
    let letter = Letter::to(reader.address()).about("từ bên ngoài");
    assert_eq!(sender.is_imitated(&letter), 250);
    let mail = reader.receives("từ bên ngoài");
    assert!(!mail.head().contains(LOGIN), "{}", mail.head());
}

fn a_login_cannot_post_in_a_colleagues_name_but_can_sign_with_it(town: &Town) {
    let sender = town.unit("colleague-a");
    let colleague = town.unit("colleague-b");
    let reader = town.unit("colleague-reader");
    let letter = Letter::to(reader.address()).about("mượn tên");
    let posted = letter.clone().posted_as(colleague.address());
    assert_eq!(sender.sends(&posted), 553);
    let signed = letter.signed_as(colleague.address());
    assert_eq!(sender.sends(&signed), 250);
    let mail = reader.receives("mượn tên");
    let login = format!("{LOGIN}{})", sender.address());
    assert!(mail.head().contains(&login), "{}", mail.head());
}

fn a_mail_can_arrive_at_a_chosen_second(town: &Town) {
    let reader = town.unit("chosen-second");
    let raw = b"From: a@hopthu.example\r\nSubject: gio chot\r\n\r\n.\r\n";
    let letter = Letter::to(reader.address()).written(raw);
    let mut imap = reader.reads();
    let bytes = letter.bytes(reader.address());
    imap.append("INBOX", "12-Dec-2015 23:59:59 +0700", &bytes);
    imap.command("SELECT INBOX");
    let said = imap.command("FETCH 1 (INTERNALDATE)");
    assert!(said.contains("12-Dec-2015 16:59:59 +0000"), "{said}");
    let arrived = reader.receives("gio chot").arrived;
    assert_eq!(arrived, UNIX_EPOCH + Duration::from_secs(1_449_939_599));
}

fn a_mail_to_nobody_home_is_refused_for_ever(town: &Town) {
    let letter = Letter::to("nobody-home@thuathienhue.gov.vn");
    assert_eq!(town.unit("refused").sends(&letter), 550);
}

fn a_mail_on_a_bad_day_is_put_off(town: &Town) {
    let letter = Letter::to("deferred-reader.huongtra@thuathienhue.gov.vn");
    assert_eq!(town.unit("deferred").sends_on_a_bad_day(&letter), 450);
}

fn no_mail_leaves_the_town(town: &Town) {
    let letter = Letter::to("somebody@example.net");
    assert_eq!(town.unit("leaving").sends(&letter), 550);
    let stranger = town.person("somebody@example.org");
    assert_eq!(stranger.is_imitated(&letter), 554);
}

fn a_killed_imap_server_comes_back_with_its_mail(_: &Town) {
    let office = PostOffice::open(Parts::OnlyDovecot);
    let reader = Person::at(&office, "huongtra@thuathienhue.gov.vn");
    let mut imap = reader.reads();
    imap.append(
        "INBOX",
        "06-Dec-2015 00:00:00 +0700",
        b"Subject: con\r\n\r\n",
    );
    let before = imap.command("STATUS INBOX (MESSAGES UIDVALIDITY)");
    office.part("dovecot", "kill");
    office.part("dovecot", "start");
    let after = reader
        .reads()
        .command("STATUS INBOX (MESSAGES UIDVALIDITY)");
    assert_eq!(before, after);
    office.part("dovecot", "stop");
    office.recreates(reader.address());
    office.part("dovecot", "start");
    let anew = reader.reads().command("STATUS INBOX (MESSAGES)");
    assert!(anew.contains("MESSAGES 1"), "{anew}");
}

fn a_pipe_stalls_and_flows(town: &Town) {
    let reader = town.unit("behind-a-pipe");
    let pipe = Pipe::to(town.office().port("IMAP_PORT"));
    pipe.stalls();
    let port = pipe.port();
    let user = reader.address().to_owned();
    let password = town.office().fact("PASSWORD").to_owned();
    let waiting = std::thread::spawn(move || {
        Imap::login(port, &user, &password).command("NOOP");
    });
    // Who goes past the pipe is done long before.
    for _ in 0..3 {
        reader.reads().command("NOOP");
    }
    assert!(!waiting.is_finished(), "a stalled pipe carries nothing");
    pipe.flows();
    waiting.join().unwrap();
}
