//! congvu
pub mod text;

pub mod complaint;

pub mod document;

pub mod digest;

pub mod address;

pub mod figures;

pub mod unit;

pub mod mail;

pub mod sender;

pub mod workbook;

pub mod finding;

pub mod form;

pub mod scoring;

pub mod campaign;

pub mod dossier;

pub mod verdict;

pub mod rehearse;

pub mod words;

pub mod table;

pub mod results;

pub mod letter;

pub mod config;

pub mod backoff;

pub mod edge;

pub mod flow;
