//! `congvu score`: scores and ranks a table of values, without a ledger.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use super::{
    Ending, Outcome, Place,
    print::{aligned, say},
    say_json,
};
use crate::{
    campaign::Campaign,
    edge::files,
    figures::Figures,
    results::{self, Record, Scored, Snapshot},
    scoring::{
        participant::{Participant, Standing},
        values,
    },
    table::results::ScoreOutput,
    words::commands::head,
};

/// Arguments of `score`.
#[derive(Args)]
pub(super) struct Score {
    /// Thư mục chiến dịch
    #[arg(long, value_name = "DIR")]
    campaign: PathBuf,
    /// Bảng số liệu: cột đầu là "unit", mỗi cột sau là một mã chỉ tiêu
    #[arg(long, value_name = "FILE.csv")]
    values: PathBuf,
    /// In JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(place: &Place, score: &Score) -> Outcome {
    let campaign = files::campaign(&score.campaign).map_err(Ending::Complaints)?;
    let text = files::text(&score.values).map_err(Ending::Complaints)?;
    let file = score.values.display().to_string();
    let read = values::read(&file, &text, &campaign.entrants()).map_err(Ending::Complaints)?;
    let scored = scored(&campaign, read);
    if score.json {
        let groups: Vec<_> = scored.iter().map(Scored::results).collect();
        return say_json(&ScoreOutput::of(place.lang, &groups));
    }
    let record = Record::default();
    print(
        place,
        &Snapshot::of(place.lang, &campaign, &scored, &record),
    );
    Ok(())
}

/// Scores every group; units that the table leaves out did not report.
fn scored(campaign: &Campaign, mut read: BTreeMap<String, Vec<Participant>>) -> Vec<Scored<'_>> {
    campaign
        .groups
        .iter()
        .map(|group| {
            let mut participants = read.remove(&group.id).unwrap_or_default();
            let silent = campaign
                .registry
                .iter()
                .filter(|unit| unit.group == group.id)
                .filter(|unit| {
                    participants
                        .iter()
                        .all(|participant| participant.unit != unit.code)
                })
                .map(|unit| Participant {
                    standing: Standing::Silent,
                    ..Participant::reporting(&unit.code, Figures::default())
                })
                .collect::<Vec<_>>();
            participants.extend(silent);
            results::score_group(group, participants)
        })
        .collect()
}

/// Prints a ranking for a person.
pub(super) fn print(place: &Place, snapshot: &Snapshot) {
    let lang = place.lang;
    for group in &snapshot.groups {
        say(&format!("\n{}", group.label));
        let mut rows = vec![
            ["rank", "name", "total", "band", "prize", "note"]
                .map(|key| head(lang, key).to_owned())
                .to_vec(),
        ];
        for unit in &group.units {
            rows.push(vec![
                unit.rank
                    .map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
                unit.name.clone(),
                decimal(&unit.total),
                unit.band.clone().unwrap_or_default(),
                unit.prize.clone().unwrap_or_default(),
                unit.note.clone(),
            ]);
        }
        for apart in &group.apart {
            let blank = String::new;
            rows.push(vec![
                "–".to_owned(),
                apart.name.clone(),
                blank(),
                blank(),
                blank(),
                apart.why.clone(),
            ]);
        }
        for line in aligned(&rows) {
            say(&line);
        }
        say(&group.notice);
    }
    if snapshot.provisional {
        say(&format!("\n{}", crate::words::scores::provisional(lang)));
    }
}

fn decimal(number: &serde_json::Number) -> String {
    let exact = number.to_string().parse();
    exact.map_or_else(|_| number.to_string(), crate::words::scores::total)
}
