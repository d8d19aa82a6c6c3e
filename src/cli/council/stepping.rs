//! The steps of a result, and what the units explain.

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{By, acting, done, telling};
use crate::{
    cli::{Outcome, Place, print::say},
    digest::Digest,
    edge::{clock, store::Actor},
    flow::{Desk, publishing},
    publication::letter,
    sitting::step::Approving,
    words::council_commands as commands,
};

/// Arguments of a step that needs none but who takes it.
#[derive(Args)]
pub(in crate::cli) struct Step {
    #[command(flatten)]
    by: By,
}

/// Arguments of a step that needs a reason.
#[derive(Args)]
pub(in crate::cli) struct Reasoned {
    /// Lý do
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    by: By,
}

/// Arguments of `approve`.
#[derive(Args)]
pub(in crate::cli) struct Approve {
    /// Số quyết định
    #[arg(long)]
    number: String,
    /// Ngày quyết định, như 28/12/2015
    #[arg(long, value_parser = super::day)]
    date: Date,
    /// Mã băm của bản đã xem, như "congvu council state" in ra
    #[arg(long, value_parser = digest)]
    seen: Digest,
    #[command(flatten)]
    by: By,
}

/// What is done about explanations.
#[derive(Subcommand)]
pub(in crate::cli) enum Explain {
    /// Gửi thư đề nghị giải trình đến các đơn vị
    Open(Step),
    /// Giải trình đã nhận
    List,
    /// Ghi ý kiến của Hội đồng về một giải trình
    Answer(Answer),
    /// Khép giải trình
    Close(Step),
}

/// Arguments of `explain answer`.
#[derive(Args)]
pub(in crate::cli) struct Answer {
    /// Số của giải trình, như "congvu council explain list" in ra
    id: i64,
    /// Không chấp nhận giải trình
    #[arg(long)]
    decline: bool,
    /// Lý do
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    by: By,
}

fn digest(hex: &str) -> Result<Digest, String> {
    Digest::from_hex(hex).ok_or_else(|| "SHA-256: 64 × 0-9 a-f".to_owned())
}

pub(super) async fn close_verification(place: &Place, desk: &Desk, step: &Step) -> Outcome {
    acting(place, desk, &step.by, async |chamber| {
        chamber.close_verification().await
    })
    .await?;
    done(place);
    Ok(())
}

pub(super) async fn explain(place: &Place, desk: &Desk, verb: Explain) -> Outcome {
    match verb {
        Explain::Open(step) => {
            let round = acting(place, desk, &step.by, async |chamber| {
                chamber.open_round(desk.own(), desk.lang).await
            })
            .await?;
            desk.bells.owed.notify_one();
            let until = telling::until(place, desk, round.until);
            say(&commands::asked(place.lang, round.asked.len(), &until));
        }
        Explain::List => return telling::explanations(place, desk).await,
        Explain::Answer(answer) => {
            acting(place, desk, &answer.by, async |chamber| {
                chamber
                    .answer(answer.id, !answer.decline, &answer.reason)
                    .await
            })
            .await?;
            done(place);
        }
        Explain::Close(step) => {
            acting(place, desk, &step.by, async |chamber| {
                chamber.close_round().await
            })
            .await?;
            done(place);
        }
    }
    Ok(())
}

pub(super) async fn finalise(place: &Place, desk: &Desk, step: &Step) -> Outcome {
    let draft = acting(place, desk, &step.by, async |chamber| {
        chamber.finalise().await
    })
    .await?;
    say(&commands::frozen(place.lang, draft.digest));
    Ok(())
}

pub(super) async fn approve(place: &Place, desk: &Desk, approve: &Approve) -> Outcome {
    let approving = Approving {
        number: approve.number.clone(),
        date: approve.date,
        seen: approve.seen,
    };
    let edition = acting(place, desk, &approve.by, async |chamber| {
        chamber.approve(&approving).await
    })
    .await?;
    say(&commands::approved(place.lang, edition.number));
    telling::difference(place, desk, &edition).await
}

pub(super) async fn publish(place: &Place, desk: &Desk, step: &Step) -> Outcome {
    let edition = acting(place, desk, &step.by, async |chamber| {
        chamber.publish().await
    })
    .await?;
    say(&commands::published(place.lang, edition.number));
    let actor = Actor::Command("council publish".to_owned());
    publishing::owe_score_sheets(desk, &actor, &edition, clock::now()).await?;
    // A daemon that runs beside it may have been quicker with some of them.
    let sheets = desk.store.letter_keys(&letter::keys(&edition)).await?;
    say(&commands::sheets(place.lang, sheets.len()));
    Ok(())
}

pub(super) async fn give_back(place: &Place, desk: &Desk, reasoned: &Reasoned) -> Outcome {
    acting(place, desk, &reasoned.by, async |chamber| {
        chamber.give_back(&reasoned.reason).await
    })
    .await?;
    done(place);
    Ok(())
}

pub(super) async fn reopen(place: &Place, desk: &Desk, reasoned: &Reasoned) -> Outcome {
    acting(place, desk, &reasoned.by, async |chamber| {
        chamber.reopen(&reasoned.reason).await
    })
    .await?;
    done(place);
    Ok(())
}
