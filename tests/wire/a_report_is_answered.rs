//! A unit's report goes in by the post office and its answer comes back into
//! the unit's mailbox, in seconds.

use std::time::{Duration, Instant};

use congvu::verdict::Verdict;
use jiff::{SignedDuration, Timestamp};

use crate::{
    Named, clerk,
    deadline::until,
    desk::{Desk, Setting},
    letter::Letter,
    report::Report,
    town::{Person, Received, Town},
};

pub const TRIALS: &[Named] = &[
    (
        "a_good_report_has_its_receipt_within_five_seconds_by_idle_alone",
        a_good_report_has_its_receipt_within_five_seconds_by_idle_alone,
    ),
    (
        "of_ten_reports_sent_at_once_none_waits_for_the_next_look",
        of_ten_reports_sent_at_once_none_waits_for_the_next_look,
    ),
    (
        "the_answer_goes_to_the_registered_address_whatever_the_mail_says",
        the_answer_goes_to_the_registered_address_whatever_the_mail_says,
    ),
    (
        "a_report_sent_twice_is_told_that_it_is_here_already",
        a_report_sent_twice_is_told_that_it_is_here_already,
    ),
    (
        "a_wrong_cell_is_named_and_the_corrected_report_is_in_force",
        a_wrong_cell_is_named_and_the_corrected_report_is_in_force,
    ),
    (
        "the_copy_that_comes_back_is_mended_sent_and_in_force",
        the_copy_that_comes_back_is_mended_sent_and_in_force,
    ),
    (
        "the_last_second_counts_and_the_next_is_late",
        the_last_second_counts_and_the_next_is_late,
    ),
    (
        "a_report_without_a_login_is_held_and_not_answered",
        a_report_without_a_login_is_held_and_not_answered,
    ),
    (
        "a_colleagues_mailbox_gets_one_letter_a_day",
        a_colleagues_mailbox_gets_one_letter_a_day,
    ),
];

/// A desk that is told of new mail by IDLE or not at all.
fn desk(town: &Town) -> Desk<'_> {
    let desk = Desk::open_today(town, &Setting::default());
    desk.sets("congvu.toml", "mailbox", "poll_seconds", "3600");
    desk
}

/// Waits for an answer to a letter.
pub fn answer(person: &Person<'_>, letter: &Letter) -> Received {
    let what = format!("an answer to {}", letter.id());
    until(30, &what, || {
        let mut mails = person.mails("INBOX").into_iter();
        mails.find(|mail| mail.field("In-Reply-To") == letter.id())
    })
}

fn a_good_report_has_its_receipt_within_five_seconds_by_idle_alone(town: &Town) {
    let desk = desk(town);
    let unit = desk.unit("huongvan01");
    let serving = desk.serves();
    until(10, "a first look", || {
        desk.ledger().has_looked().then_some(())
    });
    let report = Report::of(&desk, &unit);
    let letter = report.letter();
    assert_eq!(unit.sends(&letter), 250);
    let sent = Instant::now();
    let receipt = answer(&unit, &letter);
    let waited = sent.elapsed();
    assert!(waited < Duration::from_secs(5), "{waited:?}");

    let subject = receipt.subject();
    assert!(
        subject.starts_with("[ĐÃ CHẤP NHẬN] BC-2015-0001 – "),
        "{subject}"
    );
    // So that a receipt that does not arrive comes back to us.
    let own = format!("<{}>", desk.mailbox().address());
    assert_eq!(receipt.field("Return-Path"), own);
    assert_eq!(receipt.field("Auto-Submitted"), "auto-replied");
    assert_eq!(receipt.field("References"), letter.id());
    let digest = report.digest();
    assert!(receipt.text().contains(&digest), "{}", receipt.text());

    desk.comes_to_rest();
    assert_eq!(desk.mailbox().mails("congvu/accepted").len(), 1);
    assert_eq!(desk.ledger().submissions().len(), 1);
    serving.stops();
}

fn of_ten_reports_sent_at_once_none_waits_for_the_next_look(town: &Town) {
    let desk = desk(town);
    let units: Vec<Person<'_>> = [
        "tuha",
        "huongxuan",
        "huongchu",
        "huongan",
        "huongho",
        "noivu",
        "tuphap",
        "tckh",
        "yte",
        "kinhte",
    ]
    .map(|name| desk.unit(name))
    .into();
    let letters: Vec<Letter> = units
        .iter()
        .map(|unit| Report::of(&desk, unit).letter())
        .collect();
    let serving = desk.serves();
    for (unit, letter) in units.iter().zip(&letters) {
        assert_eq!(unit.sends(letter), 250);
    }
    for (unit, letter) in units.iter().zip(&letters) {
        let subject = answer(unit, letter).subject();
        assert!(
            subject.starts_with("[ĐÃ CHẤP NHẬN] BC-2015-00"),
            "{subject}"
        );
    }
    desk.comes_to_rest();
    assert_eq!(desk.mailbox().mails("congvu/accepted").len(), 10);
    serving.stops();
}

fn the_answer_goes_to_the_registered_address_whatever_the_mail_says(town: &Town) {
    let desk = desk(town);
    let unit = desk.unit("huongtoan");
    let elsewhere = town.unit("tra-loi-cho-ai");
    let from = format!("\"{}\" <{}>", elsewhere.address(), unit.address());
    let letter = Report::of(&desk, &unit)
        .letter()
        .signed_as(&from)
        .replying_to(elsewhere.address());
    let serving = desk.serves();
    assert_eq!(unit.sends(&letter), 250);
    let receipt = answer(&unit, &letter);
    assert!(receipt.field("To").contains(unit.address()));
    desk.comes_to_rest();
    assert!(elsewhere.mails("INBOX").is_empty());
    serving.stops();
}

fn a_report_sent_twice_is_told_that_it_is_here_already(town: &Town) {
    let desk = desk(town);
    let unit = desk.unit("huongvinh");
    let report = Report::of(&desk, &unit);
    let serving = desk.serves();
    let (first, second) = (report.letter(), report.letter());
    assert_eq!(unit.sends(&first), 250);
    answer(&unit, &first);
    assert_eq!(unit.sends(&second), 250);
    let short = answer(&unit, &second);
    let subject = short.subject();
    assert!(subject.starts_with("[ĐÃ CÓ] BC-2015-0002 – "), "{subject}");
    assert!(subject.ends_with("trùng bản 1"), "{subject}");
    desk.comes_to_rest();
    assert_eq!(desk.ledger().submissions().len(), 1);
    assert_eq!(desk.mailbox().mails("congvu/duplicate").len(), 1);
    serving.stops();
}

fn a_wrong_cell_is_named_and_the_corrected_report_is_in_force(town: &Town) {
    let desk = desk(town);
    let unit = desk.unit("huongphong");
    let good = Report::of(&desk, &unit);
    let wrong = good.clone().with("TT01", "hai chục bài").letter();
    let serving = desk.serves();
    assert_eq!(unit.sends(&wrong), 250);
    let rejection = answer(&unit, &wrong);
    let subject = rejection.subject();
    assert!(
        subject.starts_with("[CẦN SỬA – 1 LỖI] BC-2015-0001 – "),
        "{subject}"
    );
    let text = rejection.text();
    let named = [
        "Trang tính \"Mẫu II\", ô E",
        "(TT01)",
        "Đang ghi: \"hai chục bài\"",
        "Cần: ",
        "Cách sửa: ",
    ];
    for words in named {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    assert_eq!(desk.ledger().submissions(), []);

    let mended = good.letter();
    assert_eq!(unit.sends(&mended), 250);
    let subject = answer(&unit, &mended).subject();
    assert!(subject.starts_with("[ĐÃ CHẤP NHẬN] "), "{subject}");
    assert!(subject.ends_with("bản 1"), "{subject}");
    desk.comes_to_rest();
    let submissions = desk.ledger().submissions();
    assert_eq!(submissions.len(), 1);
    assert_eq!(submissions[0].workbook.to_string(), good.digest());
    assert_eq!(desk.mailbox().mails("congvu/rejected").len(), 1);
    serving.stops();
}

fn the_copy_that_comes_back_is_mended_sent_and_in_force(town: &Town) {
    let desk = desk(town);
    let unit = desk.unit("huongphong");
    let good = Report::of(&desk, &unit);
    let wrong = good
        .clone()
        .with("TT01", "hai chục bài")
        .with("HT01", "khoảng 40")
        .letter();
    let serving = desk.serves();
    assert_eq!(unit.sends(&wrong), 250);
    let rejection = answer(&unit, &wrong);
    let files = rejection.files();
    let [(name, copy)] = files.as_slice() else {
        panic!("{} files", files.len());
    };
    assert_eq!(name, "Bao-cao-x.huongphong-can-sua.xlsx");
    assert!(rejection.text().contains(name), "{}", rejection.text());

    let mended = clerk::types(copy, "Mẫu II", &[("E16", "35"), ("E47", "24")]);
    let reply = Letter::to(desk.mailbox().address())
        .about(&format!("Re: {}", rejection.subject()))
        .enclosing(name, &mended);
    assert_eq!(unit.sends(&reply), 250);
    let subject = answer(&unit, &reply).subject();
    assert!(subject.starts_with("[ĐÃ CHẤP NHẬN] "), "{subject}");
    desk.comes_to_rest();
    let submissions = desk.ledger().submissions();
    assert_eq!(submissions.len(), 1);
    assert_eq!(submissions[0].figures, *good.figures());
    serving.stops();
}

fn the_last_second_counts_and_the_next_is_late(town: &Town) {
    let (opens, closes) = ("2015-12-06T00:00:00+07:00", "2015-12-13T00:00:00+07:00");
    let desk = Desk::open(town, opens, closes, &Setting::default());
    let (prompt, late) = (desk.unit("haiduong"), desk.unit("huongtho"));
    let end: Timestamp = closes.parse().unwrap();
    let letters = [&prompt, &late].map(|unit| Report::of(&desk, unit).letter());
    let last_second = end - SignedDuration::from_secs(1);
    desk.mailbox().finds(&letters[0], &prompt, last_second);
    desk.mailbox().finds(&letters[1], &late, end);
    let serving = desk.serves();
    let receipt = answer(&prompt, &letters[0]);
    assert!(receipt.subject().starts_with("[ĐÃ CHẤP NHẬN] "));
    let text = receipt.text();
    assert!(text.contains("23:59:59"), "{text}");
    assert!(text.contains("12/12/2015"), "{text}");
    let rejection = answer(&late, &letters[1]);
    assert!(rejection.subject().starts_with("[NỘP MUỘN] "));
    desk.comes_to_rest();
    let kept: Vec<(String, String)> = desk
        .ledger()
        .submissions()
        .into_iter()
        .map(|one| (one.unit, one.punctuality))
        .collect();
    let expected = [("x.haiduong", "on_time"), ("x.huongtho", "late")];
    assert_eq!(kept, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    serving.stops();
}

fn a_report_without_a_login_is_held_and_not_answered(town: &Town) {
    let desk = desk(town);
    let unit = desk.unit("binhthanh");
    let letter = Report::of(&desk, &unit).letter();
    let serving = desk.serves();
    assert_eq!(unit.is_imitated(&letter), 250);
    until(20, "it is held", || {
        let mails = desk.ledger().mails();
        let held = mails.first()?.verdict? == Verdict::Held;
        held.then_some(())
    });
    desk.comes_to_rest();
    let pages = desk.ledger().pages();
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].mail.reasons, ["E-SENDER-UNPROVEN"]);
    assert_eq!(pages[0].letters, []);
    assert_eq!(desk.mailbox().mails("congvu/held").len(), 1);
    assert!(unit.mails("INBOX").is_empty());
    assert_eq!(desk.ledger().submissions(), []);
    serving.stops();
}

fn a_colleagues_mailbox_gets_one_letter_a_day(town: &Town) {
    let desk = desk(town);
    let unit = desk.unit("binhdien");
    let colleague = town.person("nguyen-van-an@thuathienhue.gov.vn");
    let report = Report::of(&desk, &unit);
    let serving = desk.serves();
    for _ in 0..3 {
        assert_eq!(colleague.sends(&report.letter()), 250);
    }
    let note = colleague.receives("hộp thư công vụ của đơn vị");
    assert!(note.subject().starts_with("[CHƯA ĐƯỢC TÍNH] "));
    until(20, "three mails are settled", || {
        (desk.ledger().health().mails == 3).then_some(())
    });
    desk.comes_to_rest();
    assert_eq!(colleague.mails("INBOX").len(), 1);
    assert!(unit.mails("INBOX").is_empty());
    assert_eq!(desk.mailbox().mails("congvu/rejected").len(), 3);
    assert_eq!(desk.ledger().submissions(), []);
    serving.stops();
}
