//! The council at work: what it changes, and the states a result goes through
//! until it is published.
//!
//! Self-reported and verified figures stand apart; every change keeps old, new,
//! who, why and evidence. A result is provisional until the verification is
//! closed, then verified; the units explain; then it is final, approved by
//! somebody else over the digest of what was frozen, and published. Each step is
//! a plain function that says who may take it, what it needs and what it
//! freezes; what it does not allow is a [`crate::council::refusal::Refusal`].

pub mod work;

pub mod checks;

pub mod step;
