//! The mailbox is made anew, as after a restore from a copy: the same mails
//! come back under numbers that mean nothing we know.

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::Desk,
    letter::Letter,
    post_office::{Parts, PostOffice},
    report::{Report, three_reports},
    town::Town,
};

pub const TRIALS: &[Named] = &[(
    "mails_that_come_back_under_new_numbers_are_not_answered_again",
    mails_that_come_back_under_new_numbers_are_not_answered_again,
)];

fn mails_that_come_back_under_new_numbers_are_not_answered_again(town: &Town) {
    let office = PostOffice::open(Parts::OnlyDovecot);
    let desk = Desk::open_beside(town, &office);
    let (units, letters) = three_reports(&desk);
    let mailbox = desk.mailbox();
    let serving = desk.serves();
    for (unit, letter) in units.iter().zip(&letters) {
        mailbox.finds(letter, unit, jiff::Timestamp::now());
        answer(unit, letter);
    }
    desk.comes_to_rest();

    office.part("dovecot", "stop");
    mailbox.takes_back("congvu/accepted");
    office.recreates(mailbox.address());
    office.part("dovecot", "start");
    until(30, "the mailbox is seen to be another", || {
        let places = desk.ledger().pages().into_iter().map(|page| page.places);
        places.map(|places| places.len()).eq([2; 3]).then_some(())
    });
    // They are filed as before, though nothing new has come.
    desk.comes_to_rest();
    // One more, new among the old ones, has its receipt as always.
    let new = desk.unit("tuphap");
    let letter: Letter = Report::of(&desk, &new).letter();
    mailbox.finds(&letter, &new, jiff::Timestamp::now());
    answer(&new, &letter);
    desk.comes_to_rest();

    assert_eq!(desk.ledger().submissions().len(), 4);
    assert_eq!(mailbox.mails("congvu/accepted").len(), 4);
    for page in desk.ledger().pages() {
        assert_eq!((page.verdicts.len(), page.letters.len()), (1, 1));
    }
    for unit in &units {
        assert_eq!(unit.mails("INBOX").len(), 1, "{}", unit.address());
    }
    serving.stops();
}
