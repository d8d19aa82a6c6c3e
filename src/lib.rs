//! congvu
pub mod text;

pub mod complaint;

pub mod document;

pub mod digest;

pub mod address;

pub mod figures;

pub mod unit;

pub mod verdict;

pub mod edge;
