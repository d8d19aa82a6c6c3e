//! What stands: members, state, explanations, a unit's result.

use jiff::Timestamp;

use crate::{
    cli::{
        Outcome, Place,
        print::{aligned, say},
        score,
    },
    edge::clock,
    edition::{Draft, Edition},
    flow::{
        Desk,
        council::{current, sitting},
    },
    sitting::step,
    text,
    words::{council as words, council_commands as commands, times},
};

/// The end of a half-open span, as people say it.
pub(super) fn until(place: &Place, desk: &Desk, until: Timestamp) -> String {
    times::deadline(place.lang, until, &desk.campaign.zone)
}

pub(super) async fn members(place: &Place, desk: &Desk) -> Outcome {
    let members = sitting(&desk.store, &desk.campaign.id, clock::now()).await?;
    if members.is_empty() {
        say(commands::nobody_sits(place.lang));
    }
    let rows: Vec<Vec<String>> = members
        .into_iter()
        .map(|member| {
            vec![
                words::position(place.lang, member.position).to_owned(),
                member.name,
                member.account,
            ]
        })
        .collect();
    for line in aligned(&rows) {
        say(&line);
    }
    Ok(())
}

pub(super) async fn state(place: &Place, desk: &Desk) -> Outcome {
    let (store, campaign) = (&desk.store, &desk.campaign);
    let standing = store.standing(&campaign.id).await?;
    let stage = words::stage(place.lang, standing.stage);
    say(&commands::state(place.lang, stage, standing.edition));
    let Some(draft) = current(store, campaign).await? else {
        say(commands::not_closed(place.lang));
        return Ok(());
    };
    say(&commands::digest(place.lang, draft.digest));
    if !standing.reason.is_empty() {
        say(&commands::reason(place.lang, &standing.reason));
    }
    let waiting = step::pending(&draft.snapshot).len();
    let ties = step::prized_ties(&draft.snapshot).len();
    say(&commands::waiting(place.lang, waiting, ties));
    if let Some(round) = store.round(&campaign.id).await? {
        let open = round.unanswered().count();
        let until = until(place, desk, round.until);
        let came = round.explanations.len();
        say(&commands::round(place.lang, &until, came, open));
    }
    score::print(place, &draft.snapshot);
    Ok(())
}

/// What the council has still to mark and to decide, as it is typed in commands.
pub(super) async fn waiting(place: &Place, desk: &Desk) -> Outcome {
    let Some(draft) = current(&desk.store, &desk.campaign).await? else {
        say(commands::not_closed(place.lang));
        return Ok(());
    };
    let mut rows = Vec::new();
    for (code, item) in step::pending(&draft.snapshot) {
        let Some(unit) = draft.snapshot.unit(&code) else {
            continue;
        };
        let Some(item) = unit.items.iter().find(|it| it.code == item) else {
            continue;
        };
        rows.push(vec![
            code,
            item.code.clone(),
            commands::most(place.lang, &item.max.to_string()),
            unit.name.clone(),
            item.label.clone(),
        ]);
    }
    for line in aligned(&rows) {
        say(&line);
    }
    for tie in draft.snapshot.undecided() {
        say(&commands::tie(place.lang, tie.rank, &tie.units, &tie.names));
    }
    if rows.is_empty() && draft.snapshot.undecided().next().is_none() {
        say(commands::nothing_waits(place.lang));
    }
    Ok(())
}

pub(super) async fn explanations(place: &Place, desk: &Desk) -> Outcome {
    let Some(round) = desk.store.round(&desk.campaign.id).await? else {
        say(commands::not_asked(place.lang));
        return Ok(());
    };
    let rows: Vec<Vec<String>> = round
        .explanations
        .into_iter()
        .map(|one| {
            let moment = times::short(one.moment, &desk.campaign.zone);
            let outcome = one.outcome.as_ref();
            let outcome = outcome.map(|it| (it.accepted, it.reason.as_str()));
            vec![
                one.id.to_string(),
                one.unit,
                moment,
                commands::mail(place.lang, one.mail),
                commands::outcome(place.lang, one.late, outcome),
            ]
        })
        .collect();
    for line in aligned(&rows) {
        say(&line);
    }
    Ok(())
}

/// The total of a unit, after something was entered.
pub(super) fn unit(place: &Place, draft: &Draft, unit: &str) {
    let Some(unit) = draft.snapshot.unit(unit) else {
        return say(commands::done(place.lang));
    };
    let written = unit.total.to_string();
    let total = written
        .parse()
        .map_or(written, |total| text::decimal_comma(total, 2));
    say(&commands::total(place.lang, &unit.name, &total, unit.rank));
}

/// What an edition changes.
pub(super) async fn difference(place: &Place, desk: &Desk, edition: &Edition) -> Outcome {
    let Some(number) = edition.number.checked_sub(1) else {
        return Ok(());
    };
    let before = desk.store.edition(&desk.campaign.id, number).await?;
    for change in before.map_or_else(Vec::new, |before| edition.difference(&before)) {
        say(&words::change(place.lang, &change));
    }
    Ok(())
}
