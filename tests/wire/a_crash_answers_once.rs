//! Killed at any instant, congvu answers every mail, and each once.

use std::{
    collections::BTreeMap,
    thread::{scope, sleep},
    time::Duration,
};

use congvu::verdict::Verdict;

use crate::{
    Named,
    deadline::until,
    desk::{Desk, Setting},
    letter::Letter,
    pipe::Pipe,
    report::Report,
    town::{Person, Town},
};

pub const TRIALS: &[Named] = &[(
    "forty_mails_and_twelve_kills_make_forty_verdicts_and_forty_letters",
    forty_mails_and_twelve_kills_make_forty_verdicts_and_forty_letters,
)];

const UNITS: [&str; 10] = [
    "tuha",
    "huongvan01",
    "huongxuan",
    "huongvan02",
    "huongchu",
    "noivu",
    "tuphap",
    "tckh",
    "tnmt",
    "yte",
];
const KILLS: usize = 12;
/// Of each unit: three reports with other figures, and one mail without a file.
const OF_A_UNIT: usize = 4;

fn forty_mails_and_twelve_kills_make_forty_verdicts_and_forty_letters(town: &Town) {
    let pipe = Pipe::to(town.office().port("SUBMISSION_PORT"));
    let setting = Setting {
        smtp_port: Some(pipe.port()),
        ..Setting::default()
    };
    let desk = Desk::open_today(town, &setting);
    let units: Vec<Person<'_>> = UNITS.iter().map(|name| desk.unit(name)).collect();
    let mut letters = Vec::new();
    for nth in 0..OF_A_UNIT {
        letters.extend(units.iter().map(|unit| (unit, letter(&desk, unit, nth))));
    }
    let mut posted = letters.chunks(letters.len() / KILLS);
    let mut instants = Instants(0x2015_1206);
    for nth in 1..KILLS {
        let some = posted.next().unwrap_or_default();
        scope(|scope| {
            scope.spawn(|| {
                for (unit, letter) in some {
                    assert_eq!(unit.sends(letter), 250);
                }
            });
            if nth % 2 == 0 {
                // Letters are on their way when it dies, and arrive later.
                pipe.stalls();
            }
            let serving = desk.starts();
            // The instant itself is what is tried: nothing is waited for.
            sleep(instants.next());
            serving.dies();
            pipe.flows();
        });
    }
    // The last kill is not left to chance.
    for (unit, letter) in posted.flatten() {
        assert_eq!(unit.sends(letter), 250);
    }
    pipe.stalls();
    let serving = desk.starts();
    until(20, "a letter is claimed", || {
        (!desk.ledger().claimers().is_empty()).then_some(())
    });
    serving.dies();
    pipe.flows();

    let serving = desk.serves();
    desk.comes_to_rest();
    let taken_over = "letters of a daemon that died are sent now";
    assert!(desk.log().contains(taken_over), "{}", desk.log());
    every_mail_has_one_verdict(&desk, letters.len());
    for unit in &units {
        let own = letters
            .iter()
            .filter(|(to, _)| to.address() == unit.address());
        let own: Vec<&str> = own.map(|(_, letter)| letter.id()).collect();
        every_mail_has_one_letter(unit, &own);
    }
    serving.stops();
}

fn letter(desk: &Desk<'_>, unit: &Person<'_>, nth: usize) -> Letter {
    if nth == OF_A_UNIT - 1 {
        return Letter::to(desk.mailbox().address()).about("Quên đính kèm");
    }
    let figure = (20 + nth).to_string();
    // CB01 stands on both forms, and every rule bounds it from below.
    Report::of(desk, unit)
        .with("CB01", &(100 + nth).to_string())
        .with("TT01", &figure)
        .letter()
}

fn every_mail_has_one_verdict(desk: &Desk<'_>, count: usize) {
    let pages = desk.ledger().pages();
    assert_eq!(pages.len(), count);
    for page in &pages {
        assert_eq!(page.verdicts.len(), 1, "{:?}", page.mail);
        assert_eq!(page.letters.len(), 1, "{:?}", page.mail);
    }
    let accepted = pages
        .iter()
        .filter(|page| page.mail.verdict == Some(Verdict::Accepted));
    let reports = count / OF_A_UNIT * (OF_A_UNIT - 1);
    assert_eq!(accepted.count(), reports);
    assert_eq!(desk.ledger().submissions().len(), reports);
    assert_eq!(desk.mailbox().mails("congvu/accepted").len(), reports);
    assert_eq!(
        desk.mailbox().mails("congvu/rejected").len(),
        count - reports
    );
}

/// SMTP cannot say more: who dies between the server's 250 and the note of it
/// must send the letter again. It is the same letter, with the same Message-ID,
/// and there is no third.
fn every_mail_has_one_letter(unit: &Person<'_>, sent: &[&str]) {
    let what = format!("{} answers to {}", sent.len(), unit.address());
    // What the mail server has taken may still be on its way.
    let answers = until(20, &what, || {
        let answers = answers(unit);
        (answers.len() >= sent.len()).then_some(answers)
    });
    assert_eq!(answers.len(), sent.len(), "{}: {answers:?}", unit.address());
    for id in sent {
        let copies = &answers[*id];
        assert_eq!(copies.len(), 1, "two different answers to {id}: {copies:?}");
        assert!(copies.values().all(|count| *count <= 2), "{copies:?}");
    }
}

/// By what they answer, the letters in a mailbox: how many copies of each.
fn answers(unit: &Person<'_>) -> BTreeMap<String, BTreeMap<String, usize>> {
    let mut answers: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for mail in unit.mails("INBOX") {
        let copies = answers.entry(mail.field("In-Reply-To")).or_default();
        *copies.entry(mail.field("Message-ID")).or_default() += 1;
    }
    answers
}

/// Instants after a start, the same in every run (xorshift, Marsaglia 2003).
struct Instants(u64);

impl Instants {
    fn next(&mut self) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        Duration::from_millis(self.0 % 700)
    }
}
