//! What the ledger promises, on SQLite and on PostgreSQL alike.
//!
//! `CONGVU_TEST_POSTGRES` is the URL of a PostgreSQL in which databases may be
//! made, such as `postgres://postgres@127.0.0.1/postgres`. Without it that half
//! is listed as not run; with `CI=true` it then fails.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod office;

mod what_is_kept;

mod where_mails_lie;

mod what_is_settled;

mod which_reports_stand;

mod what_is_owed;

mod what_is_answered;

mod what_strangers_send_back;

#[expect(dead_code, reason = "other binaries spoil workbooks cell by cell")]
#[path = "../spec/ward.rs"]
mod ward;

mod village;

mod hall;

mod assembly;

mod the_post_goes_round;

mod what_the_audit_shows;

mod how_a_campaign_ends;

mod what_a_group_shows;

mod what_a_replay_finds;

mod what_three_ways_bring;

mod what_marks_are_usual;

mod who_may_enter;

mod how_people_prove_themselves;

mod what_programs_are_owed;

mod what_pages_show;

mod what_the_office_changed;

mod what_people_decide;

mod what_waits_for_people;
mod who_was_reminded;

mod what_a_council_writes;

mod the_council_meets;

mod what_follows_a_publication;

mod what_is_decided_after_the_close;

mod what_a_unit_explains;

mod the_office_follows_up;

fn main() -> std::process::ExitCode {
    let arguments = libtest_mimic::Arguments::from_args();
    let promises = [
        what_is_kept::promises(),
        where_mails_lie::promises(),
        what_is_settled::promises(),
        which_reports_stand::promises(),
        what_is_owed::promises(),
        what_is_answered::promises(),
        what_strangers_send_back::promises(),
        what_the_audit_shows::promises(),
        how_a_campaign_ends::promises(),
        what_a_group_shows::promises(),
        what_a_replay_finds::promises(),
        what_three_ways_bring::promises(),
        what_marks_are_usual::promises(),
        who_may_enter::promises(),
        how_people_prove_themselves::promises(),
        what_programs_are_owed::promises(),
        what_pages_show::promises(),
        what_the_office_changed::promises(),
        who_was_reminded::promises(),
        what_people_decide::promises(),
        what_waits_for_people::promises(),
        the_office_follows_up::promises(),
        the_post_goes_round::promises(),
        what_a_council_writes::promises(),
        the_council_meets::promises(),
        what_follows_a_publication::promises(),
        what_is_decided_after_the_close::promises(),
        what_a_unit_explains::promises(),
    ];
    let trials = promises.into_iter().flatten().flat_map(office::on_both);
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}
