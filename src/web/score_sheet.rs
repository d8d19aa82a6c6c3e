//! What one unit scored: inputs → formula → points, item by item.

use askama::Template as _;
use axum::{
    extract::{Path, State},
    response::Html,
};

use super::{App, council, failure::Failure, ranking::points, session::Person};
use crate::{
    figures::Value,
    results::{GroupResult, ItemResult, Snapshot, UnitResult},
    words::{
        pages::{
            Fact, Here, labels,
            score_sheet::{self as page, ScoreSheet},
        },
        publication::sheet as said,
    },
};

/// The score sheet of a unit, as the newest scoring has it.
///
/// # Errors
/// When there is no such unit among the scored ones, or the ledger does not
/// answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Path(unit): Path<String>,
) -> Result<Html<String>, Failure> {
    let draft = council::current(&app).await?.ok_or(Failure::NotFound)?;
    let (group, unit) = find(&draft.snapshot, &unit).ok_or(Failure::NotFound)?;
    let total = points(&unit.total);
    let page = ScoreSheet {
        frame: app.frame(unit.name.clone(), Here::Ranking, Some(&person)),
        sum: page::sum(
            &points(&unit.earned),
            &points(&unit.applicable),
            &points(&unit.bonus),
            &points(&unit.penalty),
            &total,
        ),
        facts: facts(&app, unit),
        name: unit.name.clone(),
        group: group.label.clone(),
        notice: group.notice.clone(),
        total,
        provisional: unit.provisional,
        sections: sections(group, unit),
        corrections: corrections(unit),
        items_at: None,
    };
    Ok(Html(page.render()?))
}

/// A scored unit and its group.
pub(super) fn find<'s>(
    snapshot: &'s Snapshot,
    code: &str,
) -> Option<(&'s GroupResult, &'s UnitResult)> {
    snapshot.groups.iter().find_map(|group| {
        let unit = group.units.iter().find(|unit| unit.unit == code)?;
        Some((group, unit))
    })
}

/// What stands beside the total.
pub(super) fn facts(app: &App, unit: &UnitResult) -> Vec<Fact> {
    let at = unit.report.as_ref().map(|report| app.long(report.moment));
    let report = unit.report.as_ref().zip(at.as_deref());
    page::facts(
        unit.rank,
        unit.band.as_deref(),
        unit.prize.as_deref(),
        &unit.note,
        report.map(|(report, at)| (report.version, at)),
    )
}

/// Its items by section of the scale.
pub(super) fn sections(group: &GroupResult, unit: &UnitResult) -> Vec<page::Section> {
    let of = |code: &str| -> Vec<page::Item> {
        let items = unit.items.iter().filter(|item| item.section == code);
        items.map(|one| item(group, one)).collect()
    };
    let mut sections: Vec<page::Section> = group
        .scale
        .sections
        .iter()
        .map(|section| {
            let score = unit
                .sections
                .iter()
                .find(|score| score.code == section.code);
            page::Section {
                label: section.label.clone(),
                points: score.map_or_else(String::new, |score| {
                    format!("{}/{}", points(&score.earned), points(&score.applicable))
                }),
                items: of(&section.code),
            }
        })
        .collect();
    sections.push(page::Section {
        label: page::ADJUSTMENTS.to_owned(),
        points: String::new(),
        items: of(""),
    });
    sections.retain(|section| !section.items.is_empty());
    sections
}

/// An item, as pages show it.
pub(super) fn item(group: &GroupResult, item: &ItemResult) -> page::Item {
    let bests = group.bests.iter().filter(|best| best.item == item.code);
    let inputs = item.inputs.iter().map(|input| page::Input {
        code: input.code.clone(),
        label: input.label.clone(),
        value: value(input.verified.as_ref()),
        reported: (input.reported != input.verified).then(|| value(input.reported.as_ref())),
    });
    page::Item {
        code: item.code.clone(),
        label: item.label.clone(),
        inputs: inputs.collect(),
        formula: item.formula.clone(),
        why: item.why.clone(),
        bests: bests
            .map(|best| said::best(&best.names.join(", ")))
            .collect(),
        points: points(&item.points),
        max: points(&item.max),
        state: labels::scored(&item.state),
    }
}

fn corrections(unit: &UnitResult) -> Vec<page::Correction> {
    let corrections = unit.corrections.iter();
    corrections
        .map(|line| page::Correction {
            indicator: format!("{} – {}", line.code, line.label),
            reported: value(line.reported.as_ref()),
            verified: value(line.verified.as_ref()),
            why: line.why.clone(),
        })
        .collect()
}

/// A figure, or that there is none.
pub(super) fn value(value: Option<&Value>) -> String {
    value.map_or_else(|| page::BLANK.to_owned(), ToString::to_string)
}
