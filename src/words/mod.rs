//! Every sentence that people read, in Vietnamese and in English. The rest of
//! the crate speaks in values.

pub mod complaints;

pub mod scores;

/// The language of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}
