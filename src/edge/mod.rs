//! The edge: the only modules that touch the world.

pub mod clock;

pub mod process;

pub mod secret;

pub mod tls;

pub mod hook;

pub mod imap;

pub mod smtp;

pub mod sealing;

pub mod dns;

pub mod worker;

pub mod store;

pub mod files;
