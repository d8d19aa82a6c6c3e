//! Promises that only real servers can keep: Dovecot, Postfix and congvu as a
//! child process. One private post office serves all trials, each with its own
//! addresses, and is closed at the end, however that comes.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../spec/clerk.rs"]
mod clerk;
mod deadline;
mod desk;
#[expect(dead_code, reason = "the pages have trials of their own")]
#[path = "../web/driver.rs"]
mod driver;
mod imap;
mod ledger;
mod letter;
mod pipe;
mod post_office;
mod report;
mod smtp;
mod town;
#[expect(dead_code, reason = "other binaries spoil workbooks cell by cell")]
#[path = "../spec/ward.rs"]
mod ward;

mod the_post_office_is_like_a_towns;

mod a_report_is_answered;

mod a_crash_answers_once;

mod the_server_goes_away;

mod no_mail_is_hidden;
mod the_mailbox_is_recreated;

mod the_relay_is_busy;

mod a_backlog_is_taken;

mod the_close_scores_once;

mod a_letter_comes_back;

mod a_person_releases_a_held_report;

mod a_unit_is_reminded;

mod no_forgery_passes_a_real_server;

mod an_office_finishes_a_campaign;

mod the_servers_are_calibrated;

use std::{process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Completion, Failed, Trial};

use crate::town::Town;

/// A trial: its name is the promise it keeps.
type Named = (&'static str, fn(&Town));

fn trials() -> Vec<Named> {
    [
        the_post_office_is_like_a_towns::TRIALS,
        a_report_is_answered::TRIALS,
        a_crash_answers_once::TRIALS,
        the_server_goes_away::TRIALS,
        the_mailbox_is_recreated::TRIALS,
        no_mail_is_hidden::TRIALS,
        the_relay_is_busy::TRIALS,
        a_backlog_is_taken::TRIALS,
        the_close_scores_once::TRIALS,
        a_letter_comes_back::TRIALS,
        a_person_releases_a_held_report::TRIALS,
        a_unit_is_reminded::TRIALS,
        the_servers_are_calibrated::TRIALS,
        an_office_finishes_a_campaign::TRIALS,
    ]
    .concat()
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Trials wait for servers most of the time.
    arguments.test_threads.get_or_insert(8);
    let opened = if arguments.list {
        Err("only listed".to_owned())
    } else {
        open()
    };
    let trials = trials()
        .into_iter()
        .map(|named| made(named, opened.clone()))
        .chain(no_forgery_passes_a_real_server::TRIALS.iter().map(|named| {
            let lacking = no_forgery_passes_a_real_server::missing();
            made(
                *named,
                opened
                    .clone()
                    .and_then(|town| lacking.map_or(Ok(town), Err)),
            )
        }))
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    // The last owner: the post office closes here, before the process ends.
    drop(opened);
    conclusion.exit_code()
}

/// Opens the post office, unless this machine has none to open.
fn open() -> Result<Arc<Town>, String> {
    match post_office::missing() {
        Some(missing) => Err(missing),
        None => Ok(Arc::new(Town::open())),
    }
}

/// A trial, if it can run.
fn made((name, trial): (&'static str, fn(&Town)), opened: Result<Arc<Town>, String>) -> Trial {
    match opened {
        Ok(town) => Trial::test(name, move || {
            trial(&town);
            Ok(())
        }),
        Err(reason) => not_run(name, reason),
    }
}

/// On a developer's machine a missing server is said by name; where a run must
/// prove something, it is a failure.
fn not_run(name: &'static str, reason: String) -> Trial {
    if std::env::var_os("CI").is_some_and(|value| value == "true") {
        Trial::test(name, move || Err(Failed::from(reason)))
    } else {
        Trial::ignorable_test(name, move || Ok(Completion::ignored_with(reason)))
    }
}
