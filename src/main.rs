//! Arguments → one verb → an exit code. The reader of workbooks is this same
//! program, started before anything else is set up: it must stay small.

use std::{io, process::ExitCode};

use congvu::{cli, edge::worker};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    if words.next().as_deref() == Some(worker::VERB) {
        return ExitCode::from(match words.next() {
            Some(deed) => worker::fence::attempt(&deed),
            None => u8::from(worker::child(io::stdin().lock(), io::stdout().lock()).is_err()),
        });
    }
    cli::run()
}
