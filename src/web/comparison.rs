//! Reports beside their group, for the office and the council: live while
//! reports come in, and as the close kept it afterwards.

use std::collections::BTreeMap;

use askama::Template as _;
use axum::{extract::State, response::Html};

use super::{App, failure::Failure, session::Person};
use crate::{
    finding::{Fault, Finding, Oddity},
    flow::comparing::{self, COMPARISON, Comparison},
    text,
    words::{
        Lang, findings,
        pages::{
            Here,
            comparison::{self as page, Beside},
        },
    },
};

/// What stands out.
///
/// # Errors
/// When the ledger does not answer, or what it holds is no comparison.
pub async fn show(State(app): State<App>, person: Person) -> Result<Html<String>, Failure> {
    let now = app.now();
    let kept = app.store.scoring(&app.campaign.id, COMPARISON).await?;
    let (comparison, since): (Comparison, _) = match kept {
        Some(kept) => {
            let broken = |error| Failure::Broken(format!("the stored comparison: {error}"));
            let at = app.long(kept.scored_at);
            (
                serde_json::from_value(kept.result).map_err(broken)?,
                Some(at),
            )
        }
        None => (comparing::all(&app.store, &app.campaign, now).await?, None),
    };
    let reports = app.store.reports_in_force(&app.campaign.id, now).await?;
    let mails: BTreeMap<&str, i64> = reports
        .iter()
        .map(|report| (report.unit.as_str(), report.mail.0))
        .collect();
    let groups = app.campaign.groups.iter().map(|group| {
        let units = app.campaign.registry.iter();
        let units = units.filter(|unit| unit.group == group.id);
        let units = units.filter_map(|unit| {
            let found = comparison.units.get(&unit.code)?;
            Some(page::Unit {
                name: unit.name.clone(),
                code: unit.code.clone(),
                mail: mails.get(unit.code.as_str()).copied(),
                lines: found.iter().map(|finding| line(&app, finding)).collect(),
            })
        });
        page::Group {
            label: group.label.clone(),
            units: units.collect(),
        }
    });
    let page = Beside {
        frame: app.frame(page::TITLE, Here::Ranking, Some(&person)),
        basis: page::basis(since.as_deref()),
        groups: groups.collect(),
    };
    Ok(Html(page.render()?))
}

/// A finding in words. Letters name no other unit; this page does.
fn line(app: &App, finding: &Finding) -> page::Line {
    let told = findings::finding(Lang::Vi, finding);
    let found = if let Fault::Odd(Oddity::SameAsUnit { unit, same, of }) = &finding.fault {
        page::same_as(&app.unit_name(unit), *same, *of)
    } else {
        told.found
    };
    page::Line {
        place: text::one_line(&told.place, 300),
        found: text::one_line(&found, 300),
        expected: text::one_line(&told.expected, 300),
        code: finding.code.clone(),
    }
}
