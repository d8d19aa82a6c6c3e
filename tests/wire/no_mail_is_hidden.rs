//! No mail hides behind another: not behind one that the server cannot hand
//! out, and not behind a number that was given before.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Named,
    a_report_is_answered::answer,
    deadline::until,
    desk::Desk,
    post_office::{Parts, PostOffice},
    report::three_reports,
    town::Town,
};

pub const TRIALS: &[Named] = &[
    (
        "a_mail_that_the_server_cannot_hand_out_keeps_back_no_other",
        a_mail_that_the_server_cannot_hand_out_keeps_back_no_other,
    ),
    (
        "a_mailbox_restored_from_a_copy_gives_numbers_again_and_hides_nothing",
        a_mailbox_restored_from_a_copy_gives_numbers_again_and_hides_nothing,
    ),
];

fn a_mail_that_the_server_cannot_hand_out_keeps_back_no_other(town: &Town) {
    let office = PostOffice::open(Parts::OnlyDovecot);
    let desk = Desk::open_beside(town, &office);
    let (units, letters) = three_reports(&desk);
    let mailbox = desk.mailbox();
    for (unit, letter) in units.iter().zip(&letters) {
        mailbox.finds(letter, unit, jiff::Timestamp::now());
    }
    let maildir = office.maildir(mailbox.address());
    // The server renames it meanwhile.
    let rights = |mode| {
        let broken = file_of(&maildir, units[1].address());
        fs::set_permissions(broken, fs::Permissions::from_mode(mode)).unwrap();
    };
    rights(0o000);

    let serving = desk.serves();
    answer(&units[0], &letters[0]);
    answer(&units[2], &letters[2]);
    until(30, "the log says what is not handed out", || {
        desk.log().contains("does not hand them out").then_some(())
    });
    assert_eq!(units[1].mails("INBOX").len(), 0);
    // A look that did not see everything is not one that a close may rest on.
    assert!(!desk.ledger().has_looked());

    rights(0o644);
    answer(&units[1], &letters[1]);
    desk.comes_to_rest();
    serving.stops();
}

fn a_mailbox_restored_from_a_copy_gives_numbers_again_and_hides_nothing(town: &Town) {
    let office = PostOffice::open(Parts::OnlyDovecot);
    let desk = Desk::open_beside(town, &office);
    let (units, letters) = three_reports(&desk);
    let mailbox = desk.mailbox();
    let maildir = office.maildir(mailbox.address());
    let copy = desk.dir().join("copy");
    let arrives = |nth: usize| {
        mailbox.finds(&letters[nth], &units[nth], jiff::Timestamp::now());
        desk.starts_to(&["serve", "--once"]).ends(60);
        answer(&units[nth], &letters[nth]);
    };

    arrives(0);
    office.part("dovecot", "stop");
    copies(&maildir, &copy);
    office.part("dovecot", "start");
    arrives(1);
    office.part("dovecot", "stop");
    fs::remove_dir_all(&maildir).unwrap();
    copies(&copy, &maildir);
    office.part("dovecot", "start");
    // It has the number that the second mail had.
    arrives(2);
    desk.comes_to_rest();
    assert_eq!(desk.ledger().mails().len(), 3);
}

/// The file of the mail that names this sender.
fn file_of(maildir: &Path, sender: &str) -> PathBuf {
    let files = ["new", "cur"].map(|folder| fs::read_dir(maildir.join(folder)).unwrap());
    let mut files = files
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path());
    files
        .find(|file| String::from_utf8_lossy(&fs::read(file).unwrap()).contains(sender))
        .unwrap()
}

fn copies(from: &Path, to: &Path) {
    let status = Command::new("cp").arg("-a").arg(from).arg(to).status();
    assert!(status.unwrap().success());
}
