//! A letter that the post office took and could not deliver comes back to the
//! desk; a letter that somebody sends round stops the post.

use congvu::verdict::Verdict;

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::{Desk, Setting},
    letter::Letter,
    report::Report,
    town::Town,
};

pub const TRIALS: &[Named] = &[
    (
        "a_receipt_that_was_not_delivered_is_known_and_its_bounce_is_not_answered",
        a_receipt_that_was_not_delivered_is_known_and_its_bounce_is_not_answered,
    ),
    (
        "letters_that_go_round_stop_the_post_until_a_person_lets_it_go_on",
        letters_that_go_round_stop_the_post_until_a_person_lets_it_go_on,
    ),
];

fn a_receipt_that_was_not_delivered_is_known_and_its_bounce_is_not_answered(town: &Town) {
    let desk = Desk::open_today(town, &Setting::default());
    let moved = desk.unit("moved-away");
    desk.registers(&desk.unit("huongvan01"), moved.address());
    let report = Report::of(&desk, &moved).letter();
    let serving = desk.serves();
    assert_eq!(moved.sends(&report), 250);
    let page = until(30, "the receipt has come back", || {
        let pages = desk.ledger().pages().into_iter();
        pages
            .flat_map(|page| page.letters)
            .find(|letter| letter.bounced_at.is_some())
    });
    assert!(page.sent_at.is_some());
    let why = page.bounce.unwrap();
    assert!(
        why.contains("no way out of the private post office"),
        "{why}"
    );
    desk.comes_to_rest();
    let mails = desk.ledger().mails();
    let told: Vec<_> = mails
        .iter()
        .map(|mail| (mail.verdict, mail.reply.as_deref()))
        .collect();
    let expected = [
        (Some(Verdict::Accepted), Some("receipt")),
        (Some(Verdict::Logged), Some("none")),
    ];
    assert_eq!(told, expected);
    assert_eq!(desk.ledger().times("letter.owed"), 1);
    let said = desk.runs(&["outbox"]);
    let said = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.contains("Bị trả về, đơn vị chưa nhận được: 1 thư"),
        "{said}"
    );
    assert!(
        said.contains("p.huongvan01") && said.contains(moved.address()),
        "{said}"
    );
    serving.stops();
}

fn letters_that_go_round_stop_the_post_until_a_person_lets_it_go_on(town: &Town) {
    let desk = Desk::open_today(town, &Setting::default());
    let (unit, other) = (desk.unit("huongvan01"), desk.unit("huongvan02"));
    let serving = desk.serves();
    // Three letters of ours are sent back as they are.
    for figure in ["101", "102", "103"] {
        let report = Report::of(&desk, &unit).with("CB01", figure).letter();
        assert_eq!(unit.sends(&report), 250);
        let receipt = answer(&unit, &report).bytes;
        let back = Letter::to(desk.mailbox().address()).written(&receipt);
        assert_eq!(unit.sends(&back), 250);
    }
    until(20, "the post is stopped", || desk.ledger().health().breaker);
    let report = Report::of(&desk, &other).letter();
    assert_eq!(other.sends(&report), 250);
    until(20, "a receipt is owed", || {
        (desk.ledger().times("letter.owed") == 4).then_some(())
    });
    serving.stops();

    // Nor after a new start, and the log says why.
    let serving = desk.serves();
    until(20, "the log says so", || {
        desk.log()
            .contains("no letter is sent until a person has looked")
            .then_some(())
    });
    let said = String::from_utf8(desk.runs(&["outbox"]).stdout).unwrap();
    assert!(said.starts_with("Đang ngừng gửi thư: "), "{said}");
    assert_eq!(desk.ledger().health().letters.waiting, 1);
    assert!(other.mails("INBOX").is_empty());

    assert!(desk.runs(&["outbox", "--resume"]).status.success());
    answer(&other, &report);
    desk.comes_to_rest();
    serving.stops();
}
