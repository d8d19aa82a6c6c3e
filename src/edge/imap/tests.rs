//! What can be said of commands and answers without a server.

use super::{
    Listed,
    answers::{internal_date, quoted, set},
    fetching::{PIECE, batches},
};

fn sizes(sizes: &[u64]) -> Vec<Listed> {
    (1..)
        .zip(sizes)
        .map(|(uid, size)| Listed { uid, size: *size })
        .collect()
}

/// How many mails each command asks for.
fn groups(mails: &[u64], bytes: u64) -> Vec<usize> {
    let groups = batches(&sizes(mails), bytes);
    groups.iter().map(Vec::len).collect()
}

#[test]
fn numbers_that_follow_each_other_are_written_as_a_run() {
    assert_eq!(set(&[]), "");
    assert_eq!(set(&[7]), "7");
    assert_eq!(set(&[1, 2]), "1:2");
    assert_eq!(set(&[1, 2, 3, 7, 9, 10]), "1:3,7,9:10");
    assert_eq!(set(&[u32::MAX - 1, u32::MAX]), "4294967294:4294967295");
}

#[test]
fn a_command_asks_for_no_more_than_its_bytes() {
    assert_eq!(groups(&[], 100), Vec::<usize>::new());
    assert_eq!(groups(&[40, 40, 40], 100), [2, 1]);
    assert_eq!(groups(&[100, 1], 100), [1, 1]);
    // A mail above the bound is still asked for, alone.
    assert_eq!(groups(&[10, 500, 10], 100), [1, 1, 1]);
}

#[test]
fn a_large_mail_shares_its_command_with_nobody() {
    assert_eq!(groups(&[10, PIECE + 1, 10, 10], 8 * PIECE), [1, 1, 2]);
}

#[test]
fn a_command_asks_for_a_hundred_mails_at_most() {
    assert_eq!(groups(&[1; 250], PIECE), [100, 100, 50]);
}

#[test]
fn the_moment_a_mail_entered_the_mailbox_carries_its_zone() {
    let moment = |written: &str| internal_date(written).map(|at| at.to_string());
    let midnight = Some("2015-12-05T17:00:00Z".to_owned());
    assert_eq!(moment("06-Dec-2015 00:00:00 +0700"), midnight);
    assert_eq!(moment(" 6-Dec-2015 00:00:00 +0700"), midnight);
    assert_eq!(moment("05-Dec-2015 17:00:00 +0000"), midnight);
    assert_eq!(moment("06-Dec-2015 00:00:00"), None);
    assert_eq!(moment("31-Feb-2015 00:00:00 +0700"), None);
    assert_eq!(moment(""), None);
}

#[test]
fn a_folder_name_cannot_end_its_own_quotes() {
    let name = |name: &str| quoted(name).ok();
    assert_eq!(
        name("congvu/Accepted").as_deref(),
        Some(r#""congvu/Accepted""#)
    );
    assert_eq!(name(r#"a"b\c"#).as_deref(), Some(r#""a\"b\\c""#));
    assert_eq!(name("a\r\nA1 LOGOUT"), None);
    assert_eq!(name("\u{110}"), None);
}
