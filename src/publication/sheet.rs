//! The score sheet of a unit: every item with the figures it uses, how the
//! points come about, and why.

use jiff::tz::TimeZone;

use super::{
    Basis,
    decree::{LYING, PT, Style},
    exact,
    frame::{self, Letterhead},
    minutes::values,
    paper::{Block, Cell, Paper, Paragraph, Row, Run, Section, Table},
    points, scale,
};
use crate::{
    results::{GroupResult, InputResult, ItemResult, UnitResult},
    words::{
        publication::{self as words, announcement, minutes, sheet as said},
        times,
    },
};

/// The sheet of a unit; none for a unit that has no score.
#[must_use]
pub fn sheet(basis: &Basis<'_>, code: &str) -> Option<Paper> {
    let groups = basis.snapshot.groups.iter();
    let mut all = groups.flat_map(|group| group.units.iter().map(move |unit| (group, unit)));
    let (group, unit) = all.find(|(_, unit)| unit.unit == code)?;
    let office = &basis.campaign.office;
    let head = Letterhead {
        superior: words::issuer(&office.name),
        issuer: vec![office.council.to_uppercase()],
        number: None,
        place: &office.place,
    };
    let subject = said::subject(&basis.campaign.papers.about, &unit.name);
    let mut blocks = vec![head.blocks(LYING)];
    blocks.extend(frame::title(said::SHEET, &subject, LYING));
    blocks.push(facts(basis, group, unit));
    blocks.push(heading(said::TOTAL));
    blocks.push(fact(total(unit)));
    blocks.push(sections(group, unit).into());
    blocks.push(heading(said::ITEMS));
    blocks.push(items(group, unit).into());
    blocks.push(heading(said::CORRECTIONS));
    blocks.push(corrections(unit));
    blocks.extend(notes(basis, group));
    let section = Section {
        sheet: LYING,
        foot: format!(
            "{}  |  {}",
            unit.unit,
            basis.foot(std::slice::from_ref(group))
        ),
        blocks,
    };
    Some(frame::paper(
        basis,
        format!("{} – {}", said::SHEET, unit.name),
        vec![section],
    ))
}

fn heading(text: &str) -> Block {
    Paragraph::of(Style::Fact, vec![Run::bold(text)])
        .kept()
        .into()
}

fn fact(text: String) -> Block {
    Paragraph::new(Style::Fact, text).into()
}

/// Whose it is and how it stands.
fn facts(basis: &Basis<'_>, group: &GroupResult, unit: &UnitResult) -> Block {
    let none = || said::NONE.to_owned();
    let zone: &TimeZone = &basis.campaign.zone;
    let report = unit.report.as_ref().map(|report| {
        let at = times::short(report.moment, zone);
        said::report(report.version, &at, &report.workbook.short())
    });
    let of = group.units.iter().filter(|unit| unit.rank.is_some());
    let of = of.count();
    let rank = unit.rank.map(|rank| said::rank(rank, of));
    let not_ranked = || {
        let note = unit.note.clone();
        if note.is_empty() { none() } else { note }
    };
    let values = [
        unit.name.clone(),
        group.label.clone(),
        report.unwrap_or_else(|| said::NO_REPORT.to_owned()),
        points(&unit.total),
        rank.unwrap_or_else(not_ranked),
        unit.band.clone().unwrap_or_else(none),
        unit.prize.clone().unwrap_or_else(none),
    ];
    let facts = said::FACTS.into_iter().zip(values);
    let mut whose: Vec<Paragraph> = facts
        .map(|(label, value)| {
            let runs = vec![Run::plain(format!("{label}: ")), Run::bold(value)];
            Paragraph::of(Style::Fact, runs)
        })
        .collect();
    let stands = whose.split_off(3);
    let row = Row::of(vec![Cell::of(whose), Cell::of(stands)]);
    Table::beside(&[640, 360], vec![row]).into()
}

fn total(unit: &UnitResult) -> String {
    let [earned, applicable, bonus, penalty, total] = [
        &unit.earned,
        &unit.applicable,
        &unit.bonus,
        &unit.penalty,
        &unit.total,
    ]
    .map(exact);
    said::total(earned, applicable, bonus, penalty, total)
}

fn head<const N: usize>(heads: [&str; N]) -> Row {
    let heads = heads.map(|head| Cell::new(Style::SmallHead, head));
    Row::of(heads.to_vec())
}

fn sections(group: &GroupResult, unit: &UnitResult) -> Table {
    let mut rows = vec![head(said::SECTION_HEADS)];
    for section in &group.scale.sections {
        let score = unit.sections.iter().find(|one| one.code == section.code);
        let [earned, applicable] = score.map_or_else(Default::default, |score| {
            [points(&score.earned), points(&score.applicable)]
        });
        rows.push(Row::of(vec![
            Cell::new(Style::SmallMiddle, &section.code),
            Cell::new(Style::Small, &section.label),
            Cell::new(Style::SmallFigure, earned),
            Cell::new(Style::SmallFigure, applicable),
            Cell::new(Style::SmallFigure, points(&section.max)),
        ]));
    }
    Table {
        together: true,
        ..Table::framed(&[80, 470, 150, 150, 150], rows)
    }
}

fn items(group: &GroupResult, unit: &UnitResult) -> Table {
    let mut rows = vec![head(said::ITEM_HEADS)];
    rows.extend(unit.items.iter().map(|one| item(group, one)));
    Table::framed(&[58, 200, 120, 120, 277, 65, 65, 95], rows)
}

fn item(group: &GroupResult, item: &ItemResult) -> Row {
    let mut how = Vec::new();
    if !item.formula.is_empty() {
        let formula = Run {
            italic: true,
            ..Run::plain(said::formula(&item.formula))
        };
        how.push(Paragraph::of(Style::Small, vec![formula]));
    }
    how.push(Paragraph::new(Style::Small, said::why(&item.why)));
    let bests = group.bests.iter().filter(|best| best.item == item.code);
    how.extend(bests.map(|best| {
        let names = best.names.join(", ");
        Paragraph::new(Style::Small, said::best(&names))
    }));
    let counts = matches!(item.state.as_str(), "scored" | "zero");
    let told = if counts {
        points(&item.points)
    } else {
        said::NONE.to_owned()
    };
    Row::of(vec![
        Cell::new(Style::SmallMiddle, &item.code),
        Cell::new(Style::Small, &item.label),
        Cell::of(inputs(&item.inputs, |input| &input.reported)),
        Cell::of(inputs(&item.inputs, |input| &input.verified)),
        Cell::of(how),
        Cell::of(vec![Paragraph::of(
            Style::SmallFigure,
            vec![Run::bold(told)],
        )]),
        Cell::new(Style::SmallFigure, points(&item.max)),
        Cell::new(Style::SmallMiddle, said::state(&item.state)),
    ])
}

/// The figures that an item uses; one that was changed is bold.
fn inputs(
    inputs: &[InputResult],
    which: impl Fn(&InputResult) -> &Option<crate::figures::Value>,
) -> Vec<Paragraph> {
    let lines = inputs.iter().map(|input| {
        let value = which(input).as_ref().map(ToString::to_string);
        let value = value.unwrap_or_else(|| minutes::BLANK.to_owned());
        let run = Run {
            bold: input.reported != input.verified,
            ..Run::plain(said::figure(&input.code, &value))
        };
        Paragraph::of(Style::Small, vec![run])
    });
    let lines: Vec<Paragraph> = lines.collect();
    if lines.is_empty() {
        return vec![Paragraph::new(Style::SmallMiddle, said::NONE)];
    }
    lines
}

fn corrections(unit: &UnitResult) -> Block {
    if unit.corrections.is_empty() {
        return fact(said::NO_CORRECTION.to_owned());
    }
    let mut rows = vec![head(said::CORRECTION_HEADS)];
    for one in &unit.corrections {
        let [reported, verified] = values(one);
        rows.push(Row::of(vec![
            Cell::new(Style::SmallMiddle, &one.code),
            Cell::new(Style::Small, &one.label),
            Cell::new(Style::SmallMiddle, reported),
            Cell::new(Style::SmallMiddle, verified),
            Cell::new(Style::Small, &one.why),
        ]));
    }
    Table::framed(&[80, 360, 120, 120, 320], rows).into()
}

fn notes(basis: &Basis<'_>, group: &GroupResult) -> Vec<Block> {
    let made = announcement::basis(&basis.name(), &[scale(group)], &basis.told_digest());
    let mut notes = vec![made];
    if !group.notice.is_empty() {
        notes.push(group.notice.clone());
    }
    notes.extend(basis.replaces());
    if basis.snapshot.provisional {
        notes.push(words::PROVISIONAL.to_owned());
    }
    notes.push(said::closing(&basis.campaign.office.contact));
    let notes = notes.into_iter().enumerate();
    notes
        .map(|(n, note)| {
            let above = if n == 0 { 6 * PT } else { 0 };
            Paragraph::new(Style::Note, note).lower(above).into()
        })
        .collect()
}
