//! What official papers have in common: head, title, end, annex.

use super::{
    Basis,
    decree::{Length, PT, SIDES, Sheet, Style, UPRIGHT},
    font::{Cut, Fonts},
    paper::{Block, Cell, Paper, Paragraph, Row, Section, Table},
};
use crate::words::publication::{self as words, announcement as said};

/// How long the rules are, in thousandths of the text above: as long as it
/// (motto), or a third to a half of it.
const WHOLE: u16 = 1_000;
const PART: u16 = 400;

/// How wide the widest line of a text is, but no wider than its place.
fn width(style: Style, text: &str, most: Length) -> Length {
    let (fonts, look) = (Fonts::built_in(), style.look());
    let cut = Cut::of(&look, false, false);
    let lines = text
        .split('\n')
        .map(|line| fonts.width(cut, look.size, line));
    lines.max().unwrap_or(0).min(most)
}

/// A paragraph with a rule below it.
fn ruled(style: Style, text: &str, part: u16, most: Length) -> Paragraph {
    let length = i64::from(width(style, text, most)) * i64::from(part) / 1_000;
    Paragraph::new(style, text).ruled(Length::try_from(length).unwrap_or(most))
}

/// The head of a paper: whose it is and its number to the left, the state and
/// the date to the right.
pub(super) struct Letterhead<'h> {
    /// The office above, a line each; empty when there is none.
    pub superior: Vec<String>,
    /// The office that issues, a line each.
    pub issuer: Vec<String>,
    /// Number and symbol; a paper without a number is not dated either.
    pub number: Option<String>,
    /// Where it is dated.
    pub place: &'h str,
}

impl Letterhead<'_> {
    /// Boxes 1 to 4.
    pub(super) fn blocks(&self, sheet: Sheet) -> Block {
        let measure = sheet.measure();
        let half = |side: u16| {
            let width = i64::from(measure) * i64::from(side) / 1_000;
            Length::try_from(width).unwrap_or(measure)
        };
        let [left, right] = SIDES.map(half);
        let above = self.superior.iter();
        let mut issuing: Vec<Paragraph> = above
            .map(|line| Paragraph::new(Style::Superior, line))
            .collect();
        let (last, before) = self
            .issuer
            .split_last()
            .map_or(("", &[][..]), |(l, b)| (l, b));
        for line in before {
            issuing.push(Paragraph::new(Style::Issuer, line));
        }
        issuing.push(ruled(Style::Issuer, last, PART, left));
        let nation = vec![
            Paragraph::new(Style::Nation, words::NATION),
            ruled(Style::Motto, words::MOTTO, WHOLE, right),
        ];
        let mut rows = vec![Row::of(vec![Cell::of(issuing), Cell::of(nation)])];
        if let Some(number) = &self.number {
            rows.push(Row::of(vec![
                Cell::new(Style::Number, number),
                Cell::new(Style::PlaceDate, words::place_date(self.place)),
            ]));
        }
        Table::beside(&SIDES, rows).into()
    }
}

/// The title, and what the paper is about.
pub(super) fn title(kind: &str, subject: &str, sheet: Sheet) -> [Block; 2] {
    [
        Paragraph::new(Style::Kind, kind).kept().into(),
        ruled(Style::Subject, subject, PART, sheet.measure()).into(),
    ]
}

/// Room for a signature and a seal.
const SIGNING: Length = 72 * PT;

/// Who signs: authority, room, name.
pub(super) fn signing(authority: &[String], name: &str) -> Cell {
    let mut lines: Vec<Paragraph> = authority
        .iter()
        .map(|line| Paragraph::new(Style::Authority, line))
        .collect();
    lines.push(Paragraph::new(Style::Signer, name).lower(SIGNING));
    Cell::of(lines)
}

/// Who gets it: one after the other, the files last.
pub(super) fn recipients(first: Option<&str>, others: &[String]) -> Cell {
    let mut lines = vec![Paragraph::new(Style::RecipientsHead, said::RECIPIENTS)];
    let all = first.into_iter().chain(others.iter().map(String::as_str));
    lines.extend(all.map(|who| Paragraph::new(Style::Recipient, said::recipient(who))));
    lines.push(Paragraph::new(Style::Recipient, said::FILED));
    Cell::of(lines)
}

/// The end of a paper: two cells side by side.
pub(super) fn ending(left: Cell, right: Cell) -> Block {
    let mut table = Table::beside(&[500, 500], vec![Row::of(vec![left, right])]);
    table.above = 12 * PT;
    table.into()
}

/// The end of a paper that the office signs.
pub(super) fn signed(basis: &Basis<'_>, first: Option<&str>) -> Block {
    let papers = &basis.campaign.papers;
    let blank = [said::AUTHORITY.to_owned()];
    let authority = if papers.authority.is_empty() {
        &blank[..]
    } else {
        &papers.authority
    };
    ending(
        recipients(first, &papers.recipients),
        signing(authority, said::SIGNER),
    )
}

/// Makes a paper of its sections.
pub(super) fn paper(basis: &Basis<'_>, title: String, sections: Vec<Section>) -> Paper {
    Paper {
        title: format!("{title} – {}", basis.name()),
        author: basis.campaign.office.name.clone(),
        made: basis.made(),
        stamp: basis.stamp(),
        sections,
    }
}

/// The text of a paper, before its annexes.
pub(super) fn text(blocks: Vec<Block>) -> Section {
    Section {
        sheet: UPRIGHT,
        foot: String::new(),
        blocks,
    }
}
