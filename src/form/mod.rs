//! A form of the campaign: which indicators a unit reports, and what must hold
//! between them. Forms are data files; this module knows what a form can be,
//! finds it in a workbook whatever has been moved, reads it, and lays out an
//! empty one.

pub mod rule;

mod conditions;

pub mod definition;

mod legacy;

mod numeral;

mod answer;

mod columns;

pub mod around;

mod likeness;

mod rows;

mod locate;

mod header;

pub mod code;

mod prompt;

pub mod blank;

mod letterhead;

mod judge;

mod unread;

pub mod read;

pub mod compare;

pub mod neighbours;

mod marks;

mod annotated;

pub use annotated::Written;
pub use blank::Issue;
pub use compare::Said;
pub use definition::{Choice, Form, Group, Indicator, Kind};
pub use header::{Contact, Header, declared_version};
pub use marks::{Mark, Places};
pub use neighbours::Neighbours;
pub use read::{Expected, Reading};
pub use rule::Rule;
