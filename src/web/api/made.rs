//! What programs are told of results and reports.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Number;

use super::{
    read::{ItemScore, ScoreGroup, Submission, UnitScore},
    shape::{Decimal, Figure, Moment},
};
use crate::{
    edge::store::SubmissionRow,
    figures::{self, Figures},
    results::{GroupResult, ItemResult, UnitResult},
    web::App,
};

/// A group of a result.
pub(super) fn group(group: GroupResult) -> ScoreGroup {
    ScoreGroup {
        group: group.group,
        label: group.label,
        units: group.units.into_iter().map(unit).collect(),
        apart: group
            .apart
            .into_iter()
            .map(|apart| (apart.name, apart.why))
            .collect(),
    }
}

fn unit(unit: UnitResult) -> UnitScore {
    UnitScore {
        unit: unit.unit,
        name: unit.name,
        total: decimal(&unit.total),
        rank: unit.rank.and_then(|rank| i64::try_from(rank).ok()),
        band: unit.band,
        prize: unit.prize,
        items: unit.items.into_iter().map(item).collect(),
    }
}

fn item(item: ItemResult) -> ItemScore {
    ItemScore {
        points: decimal(&item.points),
        max: decimal(&item.max),
        code: item.code,
        label: item.label,
        state: item.state,
    }
}

/// A report.
pub(super) fn submission(app: &App, row: SubmissionRow) -> Submission {
    Submission {
        number: row.number,
        unit: row.unit,
        version: row.version,
        standing: row.standing,
        moment: moment(app, row.moment),
        punctuality: row.punctuality,
        form: row.form,
        workbook_sha256: row.workbook.to_string(),
        warnings: row
            .findings
            .as_array()
            .map_or(0, |all| i64::try_from(all.len()).unwrap_or(i64::MAX)),
        figures: told(row.figures),
        created_at: moment(app, row.created_at),
    }
}

fn told(figures: Figures) -> BTreeMap<String, Figure> {
    let value = |value: figures::Value| match value {
        figures::Value::Bool(yes) => yes.into(),
        figures::Value::Number(number) => number.normalize().to_string().into(),
        figures::Value::Text(text) => text.into(),
    };
    let figures = figures.0.into_iter();
    figures
        .map(|(code, said)| (code.to_string(), Figure(value(said))))
        .collect()
}

fn decimal(number: &Number) -> Decimal {
    Decimal(number.to_string())
}

/// A moment in the campaign's zone, with its offset and without its name.
pub(super) fn moment(app: &App, at: Timestamp) -> Moment {
    let offset = app.campaign.zone.to_offset(at);
    Moment(at.display_with_offset(offset).to_string())
}
