//! Is an .xls locked with a password? The library knows the newer ways; the
//! oldest, XOR, it takes for damage, and the author would be told the wrong
//! thing.

use std::io::{Cursor, Read as _};

/// The record that says so ([MS-XLS] 2.4.117).
const FILEPASS: u16 = 0x002F;

/// Does it say, in the clear as it must, that the rest of it is locked?
pub(super) fn is_on(bytes: &[u8]) -> bool {
    let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) else {
        return false;
    };
    let stream = file
        .open_stream("Workbook")
        .or_else(|_| file.open_stream("Book"));
    let mut head = Vec::new();
    let read = stream.and_then(|stream| stream.take(4096).read_to_end(&mut head));
    let mut at = 0;
    // The lock stands among the first records, each a name, a length and bytes.
    for _ in 0..20 {
        let Some([name, more, low, high]) = head.get(at..).and_then(|rest| rest.first_chunk())
        else {
            break;
        };
        if u16::from_le_bytes([*name, *more]) == FILEPASS {
            return read.is_ok();
        }
        at += 4 + usize::from(u16::from_le_bytes([*low, *high]));
    }
    false
}
