//! Who sits on the council.

use askama::Template;

use super::Tab;
use crate::words::pages::{Frame, mails::Choice};

/// The page.
#[derive(Template)]
#[template(path = "council/members.html", config = "src/words/askama.toml")]
pub struct Members {
    /// What stands around it.
    pub frame: Frame,
    /// What every form carries.
    pub csrf: String,
    /// The parts of the work.
    pub tabs: Vec<Tab>,
    /// What was just done; empty for nothing.
    pub done: String,
    /// What is wrong with what was sent.
    pub faults: Vec<String>,
    /// Everybody who sits or sat on it.
    pub members: Vec<MemberLine>,
    /// Accounts that could.
    pub accounts: Vec<Choice>,
    /// Seats.
    pub positions: Vec<Choice>,
    /// May this person change it?
    pub may: bool,
}

/// Somebody who sits or sat on it.
#[derive(Debug, Clone)]
pub struct MemberLine {
    /// Name.
    pub name: String,
    /// Seat.
    pub position: &'static str,
    /// Account.
    pub account: String,
    /// Since when.
    pub since: String,
    /// Until when; empty while it sits.
    pub until: String,
    /// Does it sit now?
    pub sits: bool,
}
