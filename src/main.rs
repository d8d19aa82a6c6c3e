//! Arguments → one verb → exit code.

use std::{io, process::ExitCode};

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(congvu::edge::worker::VERB) {
        let done = congvu::edge::worker::child(io::stdin().lock(), io::stdout().lock());
        return ExitCode::from(u8::from(done.is_err()));
    }
    ExitCode::SUCCESS
}
