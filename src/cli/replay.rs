//! `congvu replay`: decides the year once more from the raw mails and says what
//! comes out differently. It reads only.

use clap::Args;
use jiff::Timestamp;

use super::{Ending, Outcome, Place, desk, inspect::moment, print::say, say_json};
use crate::{flow::replaying, words::replay as words};

/// Arguments of `replay`.
#[derive(Args)]
pub(super) struct Replay {
    /// In JSON
    #[arg(long)]
    json: bool,
    /// Chỉ xét lại thư nhận từ lúc này; thư trước đó giữ nguyên như đã lưu
    #[arg(long, value_name = "TIME", value_parser = moment)]
    since: Option<Timestamp>,
}

pub(super) async fn run(place: &Place, replay: Replay) -> Outcome {
    let lang = place.lang;
    let (_, desk) = desk::open(place).await?;
    let told = replaying::replay(&desk, replay.since).await?;
    desk.store.close().await;
    if replay.json {
        say_json(&told)?;
    } else {
        for left in &told.left {
            say(&format!(
                "{}: {}",
                left.of,
                words::hindrance(lang, left.why)
            ));
        }
        for difference in &told.differences {
            say(&words::difference(lang, difference));
        }
        // Of the two the one that a person can look up, and only as a reason.
        if told.registry_changed && !told.differences.is_empty() {
            say(words::registry_changed(lang));
        } else if told.campaign_changed {
            say(words::campaign_changed(lang));
        }
        say(&words::summary(lang, &told));
    }
    if told.differences.is_empty() {
        Ok(())
    } else {
        Err(Ending::No)
    }
}
