//! `congvu remind`: who would be reminded now, with the exact text; and sending
//! it.

use clap::Args;

use super::{
    Ending, Outcome, Place, desk,
    print::{say, warn},
};
use crate::{
    edge::{clock, store::Actor},
    flow::reminding::{self, Preview},
    reminder::{self, Due, Reminder},
    words::{commands, follow},
};

/// Arguments of `remind`.
#[derive(Args)]
pub(super) struct Remind {
    /// In thư sẽ gửi, không gửi (mặc định)
    #[arg(long, conflicts_with = "send")]
    preview: bool,
    /// Gửi
    #[arg(long)]
    send: bool,
    /// Nhắc mọi đơn vị chưa có báo cáo, không đợi đến mốc; mỗi ngày một thư
    #[arg(long)]
    by_hand: bool,
    /// Mã đơn vị; lặp lại để chọn nhiều đơn vị (mặc định: mọi đơn vị)
    #[arg(long, value_name = "CODE")]
    unit: Vec<String>,
}

pub(super) async fn run(place: &Place, wish: Remind) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    let (lang, now, campaign) = (place.lang, clock::now(), &desk.campaign);
    let unknown = wish.unit.iter();
    let unknown: Vec<&String> = unknown
        .filter(|code| campaign.registry.by_code(code).is_none())
        .collect();
    for code in &unknown {
        warn(&commands::no_such_unit(lang, code));
    }
    if !unknown.is_empty() {
        return Err(Ending::No);
    }
    let look = reminding::look(&desk.store, campaign).await?;
    let Due {
        letters,
        unreachable,
    } = if wish.by_hand {
        let (reached, lost) = look.standings.into_iter().partition(|it| it.reachable);
        let hand =
            |standings: Vec<_>| reminder::by_hand(&standings, &look.ledger, &campaign.zone, now);
        Due {
            letters: hand(reached),
            unreachable: hand(lost),
        }
    } else {
        reminder::due(&look.standings, &look.ledger, campaign, now)
    };
    let wanted = |one: &Reminder| wish.unit.is_empty() || wish.unit.contains(&one.unit);
    let letters: Vec<Reminder> = letters.into_iter().filter(wanted).collect();
    for one in unreachable.iter().filter(|one| wanted(one)) {
        warn(&follow::unreachable(lang, &one.unit));
    }
    if wish.send {
        let actor = Actor::Command("remind".to_owned());
        let sent = reminding::send(&desk, &actor, &letters, now).await?;
        sent.iter().for_each(|unit| say(unit));
        say(&follow::counted(lang, sent.len(), true));
    } else {
        for one in &letters {
            if let Some(preview) = reminding::preview(&desk, one, now).await? {
                print(&preview, one);
            }
        }
        say(&follow::counted(lang, letters.len(), false));
        say(follow::manner(lang, campaign.reminders.automatic));
    }
    desk.store.close().await;
    Ok(())
}

fn print(preview: &Preview, reminder: &Reminder) {
    say(&format!("── {} ──", reminder.unit));
    say(reminder.mailbox.as_str());
    say(&preview.subject);
    if let Some(file) = &preview.file {
        say(&format!("+ {file}"));
    }
    say("");
    say(&preview.text);
}
