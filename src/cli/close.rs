//! `congvu close`: the close by hand, for an installation whose daemon does
//! not run. It waits for the same things as the daemon and never does it twice.

use super::{
    Ending, Outcome, Place, desk,
    print::{say, warn},
};
use crate::{
    edge::store::Actor,
    flow::{
        closing::{self, Progress},
        refreshing,
    },
    words::{commands, times},
};

pub(super) async fn run(place: &Place) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    let lang = place.lang;
    let actor = Actor::Command("close".to_owned());
    let refused = match closing::step(&desk, &actor).await? {
        Progress::Done { now } => {
            refreshing::step(&desk, &actor, 0).await?;
            say(commands::closed(lang, now));
            return super::export::print_ranking(place, &desk).await;
        }
        Progress::Open(until) => {
            commands::still_open(lang, &times::moment(lang, until, &desk.campaign.zone))
        }
        Progress::Look => commands::not_looked(lang).to_owned(),
        Progress::Unsettled(count) => commands::unsettled(lang, count),
    };
    warn(&refused);
    Err(Ending::No)
}
