//! The announcement (Mẫu 1.4) and the decision that approves (Mẫu 1.2), with
//! the ranking of every group as an annex of its own.

use super::{
    Basis,
    decree::{LYING, PT, Style, UPRIGHT},
    exact, frame,
    frame::Letterhead,
    paper::{Block, Cell, Paper, Paragraph, Row, Run, Section, Table},
    points, scale,
};
use crate::{
    results::{GroupResult, UnitResult},
    words::publication::{
        self as words,
        announcement::{self as said, Counts},
    },
};

/// The announcement.
#[must_use]
pub fn announcement(basis: &Basis<'_>) -> Paper {
    let (kind, short) = said::ANNOUNCEMENT;
    let subject = said::subject(&basis.campaign.papers.about);
    let mut blocks = opening(basis, kind, short, &subject);
    blocks.extend(told(basis));
    blocks.push(frame::signed(basis, None));
    whole(basis, (kind, short), subject, blocks)
}

/// The decision that approves the result.
#[must_use]
pub fn decision(basis: &Basis<'_>) -> Paper {
    let (kind, short) = said::DECISION;
    let subject = said::decision_subject(&basis.campaign.papers.about);
    let mut blocks = opening(basis, kind, short, &subject);
    blocks.extend(decided(basis));
    blocks.push(frame::signed(basis, Some(said::AS_ABOVE)));
    whole(basis, (kind, short), subject, blocks)
}

/// The text, and the annexes that go with it.
fn whole(
    basis: &Basis<'_>,
    (kind, short): (&str, &str),
    subject: String,
    blocks: Vec<Block>,
) -> Paper {
    let number = words::number(short, &basis.campaign.papers.symbol);
    let mut sections = vec![frame::text(blocks)];
    let office = &basis.campaign.office.name;
    sections.extend(annexes(basis, kind, &number, office));
    frame::paper(basis, subject, sections)
}

fn opening(basis: &Basis<'_>, kind: &str, short: &str, subject: &str) -> Vec<Block> {
    let office = &basis.campaign.office;
    let head = Letterhead {
        superior: Vec::new(),
        issuer: words::issuer(&office.name),
        number: Some(words::number(short, &basis.campaign.papers.symbol)),
        place: &office.place,
    };
    let mut blocks = vec![head.blocks(UPRIGHT)];
    blocks.extend(frame::title(kind, subject, UPRIGHT));
    blocks
}

fn body(text: impl Into<String>) -> Block {
    Paragraph::new(Style::Body, text).into()
}

fn told(basis: &Basis<'_>) -> Vec<Block> {
    let campaign = basis.campaign;
    let (about, office) = (&campaign.papers.about, &campaign.office.name);
    let [reports, ranking, edition] = said::HEADINGS.map(|heading| {
        let heading = Paragraph::new(Style::Heading, heading).kept();
        Block::from(heading)
    });
    let mut blocks = vec![
        body(said::opening(
            &campaign.plan,
            &basis.decision(),
            about,
            office,
        )),
        reports,
        body(said::counts(counts(basis))),
        ranking,
    ];
    for (n, group) in basis.snapshot.groups.iter().enumerate() {
        blocks.extend(ranked(n, group));
    }
    blocks.push(body(said::see_annexes(said::ANNOUNCEMENT.0)));
    blocks.push(edition);
    blocks.push(body(said::basis(
        &basis.name(),
        &basis.scales(),
        &basis.short_digest(),
    )));
    blocks.extend(remarks(basis));
    blocks.push(body(said::closing(office)));
    blocks
}

/// What must be known of the result besides: that a scale is a model, that it
/// replaces another, that it can still change.
pub(super) fn remarks(basis: &Basis<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = basis.notices().into_iter().map(body).collect();
    blocks.extend(basis.replaces().map(body));
    if basis.snapshot.provisional {
        blocks.push(body(words::PROVISIONAL));
    }
    blocks
}

/// How many units there are.
pub(super) fn counts(basis: &Basis<'_>) -> Counts {
    let mut counts = Counts::default();
    for group in &basis.snapshot.groups {
        for unit in &group.units {
            match unit.rank {
                Some(_) => counts.ranked += 1,
                None => counts.late += 1,
            }
        }
        for apart in &group.apart {
            match apart.standing.as_str() {
                "exempt" => counts.exempt += 1,
                _ => counts.silent += 1,
            }
        }
    }
    counts
}

/// A group in the text: how its bands are filled, and its prizes.
pub(super) fn ranked(n: usize, group: &GroupResult) -> Vec<Block> {
    let ranked: Vec<&UnitResult> = group.units.iter().filter(|u| u.rank.is_some()).collect();
    let mut bands: Vec<(String, usize)> = Vec::new();
    for band in ranked.iter().filter_map(|unit| unit.band.as_ref()) {
        match bands.iter_mut().find(|(known, _)| known == band) {
            Some((_, count)) => *count += 1,
            None => bands.push((band.clone(), 1)),
        }
    }
    let said = said::group(n, &group.label, ranked.len(), &bands);
    let mut blocks = vec![Paragraph::new(Style::Body, said).kept().into()];
    blocks.extend(prizes(group));
    blocks
}

fn prizes(group: &GroupResult) -> Vec<Block> {
    let last = group.prizes.len().saturating_sub(1);
    let prizes = group.prizes.iter().enumerate();
    prizes
        .map(|(n, prize)| {
            let mut units = group.units.iter();
            let unit = units.find(|unit| prize.unit.as_ref() == Some(&unit.unit));
            let total = unit.map(|unit| exact(&unit.total));
            let amount = exact(&prize.amount);
            let (label, winner) = (&prize.label, &prize.winner);
            body(said::prize(
                label,
                winner,
                total,
                amount,
                prize.cups,
                n == last,
            ))
        })
        .collect()
}

fn decided(basis: &Basis<'_>) -> Vec<Block> {
    let campaign = basis.campaign;
    let papers = &campaign.papers;
    let office = campaign.office.name.to_uppercase();
    let mut blocks = vec![Paragraph::new(Style::Verb, office).kept().into()];
    let ground = |text: String| Block::from(Paragraph::new(Style::Ground, text));
    for grounds in &papers.grounds {
        blocks.push(ground(format!("{grounds};")));
    }
    blocks.push(ground(format!("{};", said::ground(&campaign.plan))));
    blocks.push(ground(format!(
        "{}.",
        said::proposal(&campaign.office.council)
    )));
    blocks.push(Paragraph::new(Style::Verb, said::DECIDES).kept().into());
    let article = |n: usize, text: String| {
        let runs = vec![Run::bold(said::article(n)), Run::plain(text)];
        Block::from(Paragraph::of(Style::Body, runs))
    };
    let approves = said::approves(&papers.about, &basis.short_digest(), &basis.scales());
    blocks.push(article(1, approves));
    blocks.extend(remarks(basis));
    let runs = vec![Run::bold(said::article(2)), Run::plain(said::REWARDS)];
    blocks.push(Paragraph::of(Style::Body, runs).kept().into());
    for group in &basis.snapshot.groups {
        let label = format!("{}:", group.label);
        blocks.push(Paragraph::new(Style::Body, label).kept().into());
        blocks.extend(prizes(group));
    }
    blocks.push(article(3, said::IN_FORCE.to_owned()));
    blocks.push(article(4, said::CARRIED_OUT.to_owned()));
    blocks
}

/// An annex for every group, lying, numbered for itself.
pub(super) fn annexes(basis: &Basis<'_>, kind: &str, number: &str, office: &str) -> Vec<Section> {
    let groups = basis.snapshot.groups.iter().enumerate();
    let of = said::annex_of(kind, number, office);
    let count = basis.snapshot.groups.len();
    groups
        .map(|(n, group)| {
            let number = said::annex(n, count);
            let title = said::annex_title(&group.label);
            let mut blocks = vec![
                Paragraph::new(Style::AnnexNumber, number).kept().into(),
                Paragraph::new(Style::AnnexTitle, title).kept().into(),
                Paragraph::new(Style::AnnexOf, &of).kept().into(),
            ];
            blocks.extend(ranks(group));
            blocks.extend(notes(basis, group));
            Section {
                sheet: LYING,
                foot: basis.foot(std::slice::from_ref(group)),
                blocks,
            }
        })
        .collect()
}

/// The table of ranks, and that of the units that are not ranked.
pub(super) fn ranks(group: &GroupResult) -> Vec<Block> {
    let mut blocks = Vec::new();
    let ranked: Vec<&UnitResult> = group.units.iter().filter(|u| u.rank.is_some()).collect();
    if ranked.is_empty() {
        blocks.push(Paragraph::new(Style::Note, said::NOBODY).into());
    } else {
        blocks.push(rank_table(group, &ranked).into());
    }
    let late: Vec<&UnitResult> = group.units.iter().filter(|u| u.rank.is_none()).collect();
    if !late.is_empty() || !group.apart.is_empty() {
        let title = Paragraph::new(Style::AnnexTitle, said::APART);
        blocks.push(title.lower(12 * PT).kept().into());
        blocks.push(apart_table(group, &late).into());
    }
    blocks
}

/// The columns of the table of ranks: the fixed ones, and what is left for the
/// points of every group of items.
fn rank_columns(sections: usize) -> Vec<u16> {
    let (before, after) = ([45, 205], [56, 50, 60, 70, 82, 96]);
    let left = 1_000 - before.iter().sum::<u16>() - after.iter().sum::<u16>();
    let each = left / u16::try_from(sections.max(1)).unwrap_or(u16::MAX);
    let mut columns = before.to_vec();
    columns.extend(std::iter::repeat_n(each, sections));
    columns.extend(after);
    columns
}

fn rank_table(group: &GroupResult, ranked: &[&UnitResult]) -> Table {
    let [rank, name, bonus, penalty, total, band, prize, note] = said::HEADS;
    let sections = &group.scale.sections;
    let mut heads = vec![rank, name];
    heads.extend(sections.iter().map(|section| section.code.as_str()));
    heads.extend([bonus, penalty, total, band, prize, note]);
    let heads = heads.iter().map(|head| Cell::new(Style::SmallHead, *head));
    let mut rows = vec![Row::of(heads.collect())];
    for unit in ranked {
        let rank = unit.rank.map(|rank| rank.to_string());
        let mut cells = vec![
            Cell::new(Style::SmallMiddle, rank.unwrap_or_default()),
            Cell::new(Style::Small, &unit.name),
        ];
        cells.extend(sections.iter().map(|section| {
            let mut scores = unit.sections.iter();
            let score = scores.find(|score| score.code == section.code);
            // A group of which nothing applies has no points, not none.
            let score = score.filter(|score| !exact(&score.applicable).is_zero());
            let told = score.map(|score| points(&score.earned));
            let told = told.unwrap_or_else(|| words::sheet::NONE.to_owned());
            Cell::new(Style::SmallFigure, told)
        }));
        cells.push(Cell::new(Style::SmallFigure, points(&unit.bonus)));
        cells.push(Cell::new(Style::SmallFigure, points(&unit.penalty)));
        cells.push(Cell::of(vec![Paragraph::of(
            Style::SmallFigure,
            vec![Run::bold(points(&unit.total))],
        )]));
        for text in [&unit.band, &unit.prize] {
            let text = text.as_deref().unwrap_or_default();
            cells.push(Cell::new(Style::SmallMiddle, text));
        }
        cells.push(Cell::new(Style::Small, &unit.note));
        rows.push(Row::of(cells));
    }
    Table::framed(&rank_columns(sections.len()), rows)
}

fn apart_table(group: &GroupResult, late: &[&UnitResult]) -> Table {
    let heads = said::APART_HEADS.map(|head| Cell::new(Style::SmallHead, head));
    let mut rows = vec![Row::of(heads.to_vec())];
    let late = late
        .iter()
        .map(|unit| (&unit.name, points(&unit.total), &unit.note));
    let silent = group
        .apart
        .iter()
        .map(|apart| (&apart.name, String::new(), &apart.why));
    for (n, (name, total, why)) in late.chain(silent).enumerate() {
        rows.push(Row::of(vec![
            Cell::new(Style::SmallMiddle, (n + 1).to_string()),
            Cell::new(Style::Small, name),
            Cell::new(Style::SmallFigure, total),
            Cell::new(Style::Small, why),
        ]));
    }
    Table::framed(&[45, 455, 100, 400], rows)
}

/// What stands below the tables of a group: what the columns are, and what the
/// result was made from.
fn notes(basis: &Basis<'_>, group: &GroupResult) -> Vec<Block> {
    let sections: Vec<(String, String, String)> = group
        .scale
        .sections
        .iter()
        .map(|section| {
            let most = words::short_points(exact(&section.max));
            (section.code.clone(), section.label.clone(), most)
        })
        .collect();
    let made = said::basis(&basis.name(), &[scale(group)], &basis.told_digest());
    let mut notes = vec![said::legend(&sections), made];
    if !group.notice.is_empty() {
        notes.push(group.notice.clone());
    }
    let notes = notes.into_iter();
    notes
        .map(|note| Paragraph::new(Style::Note, note).into())
        .collect()
}
