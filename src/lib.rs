//! congvu
pub mod text;

pub mod complaint;

pub mod document;

pub mod digest;

pub mod address;

pub mod figures;

pub mod unit;

pub mod workbook;

pub mod finding;

pub mod form;

pub mod words;

pub mod report;

pub mod edge;
