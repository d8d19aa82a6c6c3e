//! What a user at a terminal is promised: the built program, run as a process
//! on a real ledger, does what it says, and says what it does not do.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod post;

mod terminal;

#[expect(dead_code, reason = "other binaries spoil workbooks cell by cell")]
#[path = "../spec/ward.rs"]
mod ward;

mod council;

mod a_council_at_a_terminal;

mod what_it_publishes;

mod what_the_office_types;

mod what_a_campaign_must_hold;
