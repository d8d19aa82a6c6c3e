//! The minutes of the council (Mẫu 1.9).

use super::{
    Basis,
    announcement::{annexes, counts, ranked, remarks},
    decree::{PT, Style, UPRIGHT},
    frame::{self, Letterhead},
    paper::{Block, Cell, Paper, Paragraph, Row, Run, Table},
};
use crate::{
    results::CorrectionResult,
    words::publication::{self as words, announcement as ranking, minutes as said},
};

/// Somebody at the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat<'s> {
    /// Name.
    pub name: &'s str,
    /// In which duty, in words.
    pub duty: &'s str,
    /// What is done at the meeting.
    pub part: Part,
}

/// What somebody does at the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Presides.
    Chair,
    /// Writes.
    Secretary,
    /// Takes part.
    Member,
}

/// The minutes; whatever only the meeting knows is left to be filled in.
#[must_use]
pub fn minutes(basis: &Basis<'_>, seats: &[Seat<'_>]) -> Paper {
    let (kind, short) = said::MINUTES;
    let office = &basis.campaign.office;
    let subject = said::subject(&basis.campaign.papers.about);
    let number = words::number(short, said::COUNCIL);
    let head = Letterhead {
        superior: words::issuer(&office.name),
        issuer: vec![office.council.to_uppercase()],
        number: Some(number.clone()),
        place: &office.place,
    };
    let mut blocks = vec![head.blocks(UPRIGHT)];
    blocks.extend(frame::title(kind, &subject, UPRIGHT));
    blocks.extend(meeting(seats));
    blocks.extend(content(basis));
    let mut sections = vec![frame::text(blocks)];
    sections.extend(annexes(basis, kind, &number, &office.council));
    frame::paper(basis, subject, sections)
}

fn body(text: impl Into<String>) -> Block {
    Paragraph::new(Style::Body, text).into()
}

fn heading(text: &str) -> Block {
    Paragraph::new(Style::Heading, text).kept().into()
}

/// How many places are left for names when nobody is known.
const PLACES: usize = 6;

fn meeting(seats: &[Seat<'_>]) -> Vec<Block> {
    let who = |part: Part| seats.iter().find(|seat| seat.part == part);
    let mut blocks = vec![
        body(said::began()),
        body(said::place()),
        body(said::PRESENT),
    ];
    let members = seats.iter().enumerate();
    blocks.extend(members.map(|(n, seat)| body(said::member(n + 1, seat.name, seat.duty))));
    if seats.is_empty() {
        blocks.extend((1..=PLACES).map(|n| body(said::blank_member(n))));
    }
    blocks.push(body(said::chair(who(Part::Chair).map(|seat| seat.name))));
    let secretary = who(Part::Secretary).map(|seat| seat.name);
    blocks.push(body(said::secretary(secretary)));
    blocks.push(heading(said::CONTENT));
    blocks
}

fn content(basis: &Basis<'_>) -> Vec<Block> {
    let [reports, figures, decisions, results, conclusion] = said::HEADINGS;
    let mut blocks = vec![
        heading(reports),
        body(ranking::counts(counts(basis))),
        heading(figures),
    ];
    blocks.extend(corrections(basis));
    blocks.push(heading(decisions));
    blocks.extend(decisions_of(basis));
    blocks.push(heading(results));
    for (n, group) in basis.snapshot.groups.iter().enumerate() {
        blocks.extend(ranked(n, group));
    }
    blocks.push(body(said::SEE_ANNEXES));
    blocks.push(heading(conclusion));
    let made = ranking::basis(&basis.name(), &basis.scales(), &basis.short_digest());
    let office = &basis.campaign.office.name;
    blocks.push(body(said::conclusion(&made, office)));
    blocks.extend(remarks(basis));
    blocks.push(body(said::ended()));
    let sign = |who: &str| frame::signing(&[who.to_owned()], said::SIGNER);
    blocks.push(frame::ending(sign(said::SECRETARY), sign(said::CHAIR)));
    let others = [said::RECIPIENT.to_owned()];
    blocks.push(frame::ending(
        frame::recipients(Some(office), &others),
        Cell::of(Vec::new()),
    ));
    blocks
}

/// What the verification changed: unit, figure, both values, why.
fn corrections(basis: &Basis<'_>) -> Vec<Block> {
    let groups = basis.snapshot.groups.iter();
    let units = groups.flat_map(|group| &group.units);
    let changed: Vec<(&str, &CorrectionResult)> = units
        .flat_map(|unit| {
            let corrections = unit.corrections.iter();
            corrections.map(|one| (unit.name.as_str(), one))
        })
        .collect();
    let mut names: Vec<&str> = changed.iter().map(|(unit, _)| *unit).collect();
    names.dedup();
    let mut blocks = vec![body(said::corrections(changed.len(), names.len()))];
    if changed.is_empty() {
        return blocks;
    }
    let heads = said::CORRECTION_HEADS.map(|head| Cell::new(Style::SmallHead, head));
    let mut rows = vec![Row::of(heads.to_vec())];
    for (n, (unit, one)) in changed.into_iter().enumerate() {
        let [reported, verified] = values(one);
        let runs = vec![Run::bold(&one.code), Run::plain(format!(" {}", one.label))];
        rows.push(Row::of(vec![
            Cell::new(Style::SmallMiddle, (n + 1).to_string()),
            Cell::new(Style::Small, unit),
            Cell::of(vec![Paragraph::of(Style::Small, runs)]),
            Cell::new(Style::SmallMiddle, reported),
            Cell::new(Style::SmallMiddle, verified),
            Cell::new(Style::Small, &one.why),
        ]));
    }
    let mut table = Table::framed(&[60, 220, 270, 110, 110, 230], rows);
    table.above = 6 * PT;
    blocks.push(table.into());
    blocks
}

/// Both values of a figure, as people read them.
pub(super) fn values(one: &CorrectionResult) -> [String; 2] {
    [&one.reported, &one.verified].map(|value| {
        let value = value.as_ref().map(ToString::to_string);
        value.unwrap_or_else(|| said::BLANK.to_owned())
    })
}

fn decisions_of(basis: &Basis<'_>) -> Vec<Block> {
    let decisions = basis.snapshot.decisions.iter();
    let decided =
        decisions.map(|one| said::decision(&one.kind, &one.names.join(", "), &one.reason));
    let ties = basis.snapshot.undecided();
    let open = ties.map(|tie| said::tie(tie.rank, &tie.names.join(", ")));
    let blocks: Vec<Block> = decided.chain(open).map(body).collect();
    if blocks.is_empty() {
        return vec![body(said::NO_DECISION)];
    }
    blocks
}
