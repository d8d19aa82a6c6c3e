//! What one unit scored, item by item, so that anybody can work it out again.

use askama::Template;

use super::{Badge, Fact, Frame};

/// The score sheet of a unit.
#[derive(Template)]
#[template(path = "score_sheet.html", config = "src/words/askama.toml")]
pub struct ScoreSheet {
    /// What stands around it.
    pub frame: Frame,
    /// Name of the unit.
    pub name: String,
    /// Its group.
    pub group: String,
    /// What is said of the scale.
    pub notice: String,
    /// Total.
    pub total: String,
    /// Does the total still wait for the council?
    pub provisional: bool,
    /// Rank, band, prize, report.
    pub facts: Vec<Fact>,
    /// How the total comes about.
    pub sum: String,
    /// Items by section of the scale, and adjustments last.
    pub sections: Vec<Section>,
    /// Figures that the verification changed.
    pub corrections: Vec<Correction>,
    /// Is there a page of the council for each item?
    pub items_at: Option<String>,
}

/// A section of the scale.
#[derive(Debug, Clone)]
pub struct Section {
    /// Name.
    pub label: String,
    /// Points of those that can be had; empty for adjustments.
    pub points: String,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item.
#[derive(Debug, Clone)]
pub struct Item {
    /// Code.
    pub code: String,
    /// What is scored.
    pub label: String,
    /// The figures it uses.
    pub inputs: Vec<Input>,
    /// Formula of the scale; empty when the council gives the points.
    pub formula: String,
    /// Where the points come from, with the numbers put in.
    pub why: String,
    /// Who has the best values of the group that it is compared with.
    pub bests: Vec<String>,
    /// Points.
    pub points: String,
    /// Most points.
    pub max: String,
    /// What the points mean.
    pub state: Badge,
}

/// A figure that an item uses.
#[derive(Debug, Clone)]
pub struct Input {
    /// Code of the indicator.
    pub code: String,
    /// What it asks.
    pub label: String,
    /// What was scored.
    pub value: String,
    /// What the unit had reported, when it is something else.
    pub reported: Option<String>,
}

/// A figure that the verification changed.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Code and name of the indicator.
    pub indicator: String,
    /// What the unit reported.
    pub reported: String,
    /// What the council found.
    pub verified: String,
    /// Why.
    pub why: String,
}

/// The heading of bonus and penalty.
pub const ADJUSTMENTS: &str = "Điểm thưởng, điểm trừ";

/// A figure that was left blank.
pub const BLANK: &str = "(để trống)";

/// What stands beside the total.
#[must_use]
pub fn facts(
    rank: Option<usize>,
    band: Option<&str>,
    prize: Option<&str>,
    note: &str,
    report: Option<(i64, &str)>,
) -> Vec<Fact> {
    let rank = rank.map_or_else(|| "không xếp hạng".to_owned(), |rank| rank.to_string());
    let mut facts = vec![Fact::new("Hạng", rank)];
    let mut also = |label, value: Option<&str>| {
        facts.extend(value.map(|value| Fact::new(label, value)));
    };
    also("Xếp loại", band);
    also("Giải thưởng", prize);
    also("Ghi chú", Some(note).filter(|note| !note.is_empty()));
    let report = report.map(|(version, at)| format!("bản {version}, máy chủ nhận lúc {at}"));
    also("Báo cáo được chấm", report.as_deref());
    facts
}

/// How a total comes about.
#[must_use]
pub fn sum(earned: &str, applicable: &str, bonus: &str, penalty: &str, total: &str) -> String {
    let mut sum = format!("100 × {earned} ÷ {applicable}");
    if bonus != "0,00" {
        sum.push_str(&format!(" + {bonus} điểm thưởng"));
    }
    if penalty != "0,00" {
        sum.push_str(&format!(" − {penalty} điểm trừ"));
    }
    format!(
        "Tổng điểm = {sum} = {total} (trong khoảng 0–100, làm tròn hai chữ số). \
         Mục không áp dụng hoặc còn chờ chấm không có trong cả hai số."
    )
}
