//! Three copies of one report: by e-mail, on paper, through the document
//! software (plan III.3), and what does not agree among them.
//!
//! The e-mail brings the data; paper and document software bring the official
//! act. All three belong to one [`Dossier`] per unit and year. A copy is known
//! by [`number`] and symbol; [`incoming`] says what would come of a register or
//! an edXML message before anything is written; [`matrix`] shows what is there,
//! what is missing and what disagrees. Nothing is ever resolved silently: a
//! person settles it, with a reason.

pub mod number;

pub mod signed;

pub mod record;

pub mod disagreement;

pub mod dossier;

pub mod matching;

pub mod matrix;

pub mod whom;

pub mod register;

mod xml;

pub mod edxml;

pub mod incoming;

pub mod typed;

pub use disagreement::{Disagreement, Ruling, Settlement, What};
pub use dossier::{Cell, Dossier, Entry, MailCopy, paper_missing};
pub use number::{DocumentId, Number};
pub use record::{Business, Channel, Compared, File, Record, Source};
pub use xml::Fault as XmlFault;
