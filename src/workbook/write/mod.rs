//! A [`Layout`] as bytes of a file, in each of the three kinds that we read.

use std::fmt::Display;

use super::{Kind, layout::Layout};

mod growing;

mod ods;

mod xls;

mod xlsx;

pub use ods::write_ods;
pub use xls::write_xls;
pub use xlsx::write_xlsx;

/// A layout that a kind of file cannot hold; carries the writer's reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot write the workbook: {0}")]
pub struct Unwritable(pub String);

impl Unwritable {
    fn because(why: impl Display) -> Self {
        Self(why.to_string())
    }
}

/// Writes a layout as a kind of file. The same layout gives the same bytes.
///
/// # Errors
/// When the kind of file cannot hold it.
pub fn write(kind: Kind, layout: &Layout) -> Result<Vec<u8>, Unwritable> {
    match kind {
        Kind::Xlsx => write_xlsx(layout),
        Kind::Ods => write_ods(layout),
        Kind::Xls => write_xls(layout),
    }
}
