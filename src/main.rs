//! Arguments → one verb → an exit code. The reader of workbooks is this same
//! program, started before anything else is set up: it must stay small.

use std::{io, process::ExitCode};

use congvu::{cli, edge::worker};

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(worker::VERB) {
        let done = worker::child(io::stdin().lock(), io::stdout().lock());
        return ExitCode::from(u8::from(done.is_err()));
    }
    cli::run()
}
