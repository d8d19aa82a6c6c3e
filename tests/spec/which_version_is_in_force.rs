//! Of several mails of one unit, which one counts.

use congvu::{
    digest::Digest,
    dossier::{Dossier, Version},
};

/// Versions as `version moment counts`, and the version in force.
fn check(versions: &[(u32, &str, bool)], expected: Option<u32>) {
    let dossier = Dossier {
        versions: versions
            .iter()
            .map(|(version, moment, counts)| Version {
                version: *version,
                number: format!("BC-2015-{version:04}"),
                moment: format!("2015-12-{moment}+07:00").parse().unwrap(),
                counts: *counts,
                workbook: Digest::of(&version.to_be_bytes()),
            })
            .collect(),
        ..Dossier::default()
    };
    assert_eq!(
        dossier.in_force().map(|version| version.version),
        expected,
        "{versions:?}"
    );
}

#[test]
fn a_unit_that_sent_nothing_has_nothing_in_force() {
    check(&[], None);
}

#[test]
fn the_newest_version_that_counts_is_in_force() {
    check(&[(1, "07T09:00", true), (2, "08T09:00", true)], Some(2));
}

#[test]
fn a_mail_that_we_happened_to_judge_later_does_not_displace_a_newer_one() {
    check(&[(1, "08T09:00", true), (2, "07T09:00", true)], Some(1));
}

#[test]
fn a_late_version_never_displaces_one_that_was_on_time() {
    check(&[(1, "12T09:00", true), (2, "13T00:00", false)], Some(1));
}

#[test]
fn a_late_version_alone_is_not_in_force() {
    check(&[(1, "13T00:00", false)], None);
}

#[test]
fn of_two_mails_of_one_second_the_later_version_is_in_force() {
    check(&[(2, "07T09:00", true), (1, "07T09:00", true)], Some(2));
}

#[test]
fn a_unit_mends_only_while_it_was_turned_down_and_has_nothing_in_force() {
    let turned_down = Dossier {
        turned_down: true,
        ..Dossier::default()
    };
    assert!(turned_down.is_mending());
    assert!(!Dossier::default().is_mending());
}
