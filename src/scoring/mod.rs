//! What a report is worth, and who leads.
//!
//! A scale is a file of the town: items with formulas over the indicators of a
//! form. Everything that can be wrong with it is found when it is loaded, so
//! that scoring itself has no way to fail: a report gets points, nothing, or a
//! stated reason why an item does not apply or must wait for the council.
//!
//! Nothing here knows a language or a calendar. The sentences are in `words`,
//! and the figures handed in are those in force: whoever calls decides whether
//! they are the unit's own or the verified ones.

pub mod indicators;

pub mod participant;

pub mod formula;

pub mod scale;

pub mod outcome;

pub mod score;

pub mod explain;

pub mod ranking;

pub mod values;
