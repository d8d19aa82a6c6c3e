//! The commands: arguments → one verb → an exit code.
//!
//! 0: done. 1: the answer is no, or the world failed; the reason is printed.
//! 2: the arguments are not understood. 78 (`EX_CONFIG`): configuration or data
//! files are at fault; every fault is printed.

mod accounts;
mod check;
mod close;
mod council;
mod desk;
mod evidence;
mod export;
mod imports;
mod ingest;
mod inspect;
mod mail;
mod next_year;
mod observed;
mod outbox;
mod print;
mod publish;
mod read;
mod rehearse;
mod remind;
mod replay;
mod score;
mod serve;
mod template;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    complaint::Complaint,
    words::{Lang, commands, complaints, council_commands, replay as replay_words, years},
};
use print::{say, warn};

/// Exit code for faults in files of the operator.
const EX_CONFIG: u8 = 78;

#[derive(Parser)]
#[command(name = "congvu", version, about = commands::ABOUT)]
struct Arguments {
    /// Tệp cấu hình
    #[arg(
        long,
        global = true,
        default_value = "/etc/congvu/congvu.toml",
        value_name = "FILE"
    )]
    config: PathBuf,
    /// Ngôn ngữ: vi hoặc en
    #[arg(long, global = true, default_value = "vi", value_parser = language)]
    lang: Lang,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    #[command(about = commands::SERVE)]
    Serve(serve::Serve),
    #[command(about = commands::CHECK_CONFIG)]
    CheckConfig,
    #[command(about = commands::INSPECT)]
    Inspect(inspect::Inspect),
    #[command(about = commands::READ)]
    Read(read::Read),
    #[command(about = commands::INGEST)]
    Ingest(ingest::Ingest),
    #[command(about = commands::TEMPLATE)]
    Template(template::Template),
    #[command(about = commands::SCORE)]
    Score(score::Score),
    #[command(about = years::CAMPAIGN)]
    Campaign {
        #[command(subcommand)]
        verb: next_year::Verb,
    },
    #[command(about = replay_words::REPLAY)]
    Replay(replay::Replay),
    #[command(about = commands::REHEARSE)]
    Rehearse(rehearse::Rehearse),
    #[command(about = commands::REMIND)]
    Remind(remind::Remind),
    #[command(about = commands::CLOSE)]
    Close,
    #[command(about = council_commands::COUNCIL)]
    Council {
        #[command(subcommand)]
        verb: council::Verb,
    },
    #[command(about = commands::EXPORT)]
    Export(export::Export),
    #[command(about = commands::PUBLISH)]
    Publish(publish::Publish),
    #[command(about = commands::OUTBOX)]
    Outbox(outbox::Outbox),
    #[command(about = crate::words::evidence::EVIDENCE)]
    Evidence {
        #[command(subcommand)]
        verb: evidence::Verb,
    },
    #[command(about = commands::AUDIT)]
    Audit {
        #[command(subcommand)]
        verb: Audit,
    },
    #[command(about = commands::MAIL)]
    Mail {
        #[command(subcommand)]
        verb: mail::Verb,
    },
    #[command(about = commands::ADMIN)]
    Admin {
        #[command(subcommand)]
        verb: accounts::Verb,
    },
}

#[derive(Subcommand)]
enum Audit {
    #[command(about = commands::AUDIT_VERIFY)]
    Verify,
}

/// Where a command runs: its configuration file and its language.
struct Place {
    config: PathBuf,
    lang: Lang,
}

/// How a command ends when it cannot do its work.
enum Ending {
    /// Files of the operator are at fault.
    Complaints(Vec<Complaint>),
    /// The answer is no; it has been printed.
    No,
    /// The world failed, or we did.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Ending {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

type Outcome = Result<(), Ending>;

fn language(word: &str) -> Result<Lang, String> {
    Lang::parse(word).ok_or_else(|| "vi | en".to_owned())
}

/// Runs the verb that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let place = Place {
        config: arguments.config,
        lang: arguments.lang,
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            warn(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    // Ring is the one TLS provider; a second call finds it installed already.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    match runtime.block_on(Box::pin(dispatch(&place, arguments.verb))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Ending::No) => ExitCode::FAILURE,
        Err(Ending::Complaints(complaints)) => {
            warn(&commands::faults(place.lang, complaints.len()));
            for complaint in &complaints {
                warn(&complaints::complaint(place.lang, complaint));
            }
            ExitCode::from(EX_CONFIG)
        }
        Err(Ending::Failed(error)) => {
            warn(&format!("congvu: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(place: &Place, verb: Verb) -> Outcome {
    match verb {
        Verb::Serve(serve) => Box::pin(serve::run(place, serve)).await,
        Verb::CheckConfig => check::run(place).await,
        Verb::Inspect(inspect) => inspect::run(place, inspect).await,
        Verb::Read(read) => read::run(place, read).await,
        Verb::Ingest(ingest) => ingest::run(place, ingest).await,
        Verb::Template(template) => template::run(place, &template),
        Verb::Score(score) => score::run(place, &score),
        Verb::Campaign { verb } => Box::pin(next_year::run(place, verb)).await,
        Verb::Replay(replay) => Box::pin(replay::run(place, replay)).await,
        Verb::Rehearse(rehearse) => Box::pin(rehearse::run(place, &rehearse)).await,
        Verb::Remind(wish) => Box::pin(remind::run(place, wish)).await,
        Verb::Close => close::run(place).await,
        Verb::Council { verb } => Box::pin(council::run(place, verb)).await,
        Verb::Export(export) => export::run(place, export).await,
        Verb::Publish(publish) => publish::run(place, publish).await,
        Verb::Outbox(wish) => outbox::run(place, wish).await,
        Verb::Evidence { verb } => Box::pin(evidence::run(place, verb)).await,
        Verb::Mail { verb } => Box::pin(mail::run(place, verb)).await,
        Verb::Audit {
            verb: Audit::Verify,
        } => accounts::verify(place).await,
        Verb::Admin { verb } => Box::pin(accounts::run(place, verb)).await,
    }
}

/// Prints a value as one line of JSON.
fn say_json(value: &impl serde::Serialize) -> Outcome {
    say(&serde_json::to_string(value)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use crate::cli::Arguments;

    /// What contradicts itself stops a debug build and is misread by the other.
    #[test]
    fn no_command_has_two_arguments_of_one_name() {
        Arguments::command().debug_assert();
    }
}
