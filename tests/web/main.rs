//! What the office's pages promise: who may enter, what every answer carries,
//! what a page shows, what is handed out. Each on a ledger of its own.
//!
//! `CONGVU_SCREENSHOTS=FOLDER cargo test --test web browser` also writes a
//! picture of each page, wide and narrow, to look at.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[expect(dead_code, reason = "other binaries spoil workbooks cell by cell")]
#[path = "../spec/ward.rs"]
mod ward;

#[expect(dead_code, reason = "the pages need its clerks and its desk only")]
#[path = "../store/village.rs"]
mod village;

#[expect(
    dead_code,
    reason = "the pages show what a council did, not what it may not"
)]
#[path = "../store/hall.rs"]
mod hall;

mod office;

mod what_a_table_brings_twice;
mod what_came;
mod what_came_of_many;

mod what_had_happened;

mod what_a_council_did;

mod who_may_enter;

mod who_may_what;

mod how_people_prove_themselves;

mod what_is_done_to_accounts;

mod what_programs_read;

mod what_programs_are_told;

mod what_a_form_may_carry;

mod what_every_answer_carries;

mod what_a_page_shows;

mod what_workbooks_carry;

mod what_people_decide;

mod what_units_explain;

mod a_reviewer_at_work;

mod what_stands_beside_a_group;

mod who_is_asked_and_reminded;

mod what_is_handed_out;

mod what_three_ways_show;

mod whether_all_is_well;

#[expect(
    dead_code,
    reason = "whole campaigns are lived elsewhere with the same hand"
)]
mod driver;

mod axe;

mod gallery;

mod what_there_is_to_see;

mod who_there_is_to_see;

mod in_a_real_browser;

mod what_everybody_can_use;

mod what_scripts_add;
