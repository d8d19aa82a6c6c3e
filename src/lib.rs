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

pub mod scoring;

pub mod campaign;

pub mod verdict;

pub mod words;

pub mod table;

pub mod config;

pub mod edge;
