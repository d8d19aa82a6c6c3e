//! A result as it is stored, shown, approved and published.
//!
//! It holds all that a document says, so that whoever approves it approves the
//! very numbers that are printed later, and nothing is worked out again.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::{digest::Digest, figures::Value};

/// A result as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// SHA-256 over the campaign's data files.
    pub campaign_digest: Digest,
    /// Does some total still wait for the council?
    pub provisional: bool,
    /// Groups, in the order of the campaign.
    pub groups: Vec<GroupResult>,
    /// What the council decided about units, oldest first.
    #[serde(default)]
    pub decisions: Vec<DecisionResult>,
}

/// One group of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupResult {
    /// Code.
    pub group: String,
    /// Name.
    pub label: String,
    /// The notice of the scale, such as that it is a model.
    pub notice: String,
    /// The scale that gave the points.
    #[serde(default)]
    pub scale: ScaleResult,
    /// Scored units: the ranked ones by rank, then the late ones.
    pub units: Vec<UnitResult>,
    /// Units without a score.
    pub apart: Vec<Apart>,
    /// Prizes and whose they are.
    pub prizes: Vec<PrizeResult>,
    /// Ties that nothing declared could break.
    #[serde(default)]
    pub ties: Vec<TieResult>,
    /// The best values that units of the group are compared with.
    #[serde(default)]
    pub bests: Vec<BestResult>,
}

/// The scale that gave the points of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScaleResult {
    /// Such as `III`.
    pub code: String,
    /// Its name.
    pub title: String,
    /// The file it was read from.
    pub file: String,
    /// SHA-256 of that file; none when the result was made without it.
    pub digest: Option<Digest>,
    /// Its groups of items, in the order of the file.
    pub sections: Vec<SectionResult>,
}

/// A group of items of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionResult {
    /// Such as `HT`.
    pub code: String,
    /// Its name.
    pub label: String,
    /// What its items come to.
    pub max: Number,
}

/// One unit of a [`GroupResult`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitResult {
    /// Code.
    pub unit: String,
    /// Name.
    pub name: String,
    /// Total as published.
    pub total: Number,
    /// Rank; null when it is not ranked.
    pub rank: Option<usize>,
    /// Band; null when it is not ranked.
    pub band: Option<String>,
    /// Prize, if it has one.
    pub prize: Option<String>,
    /// What is to be said about its standing or its tie; empty otherwise.
    pub note: String,
    /// Does its total still wait for the council?
    #[serde(default)]
    pub provisional: bool,
    /// The report that was scored; none for values from a table.
    #[serde(default)]
    pub report: Option<ReportResult>,
    /// What each group of items came to, in the order of the scale.
    #[serde(default)]
    pub sections: Vec<SectionScore>,
    /// Σ points of the items that apply and are decided.
    #[serde(default = "nothing")]
    pub earned: Number,
    /// Σ maxima of the same items.
    #[serde(default = "nothing")]
    pub applicable: Number,
    /// What is added to the total.
    #[serde(default = "nothing")]
    pub bonus: Number,
    /// What is taken from it, as a positive number.
    #[serde(default = "nothing")]
    pub penalty: Number,
    /// Figures that the verification changed, by code.
    #[serde(default)]
    pub corrections: Vec<CorrectionResult>,
    /// Items and adjustments.
    pub items: Vec<ItemResult>,
}

/// The report whose figures were scored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportResult {
    /// Which version of the unit's report it is.
    pub version: i64,
    /// The moment that counts.
    pub moment: Timestamp,
    /// Was it late?
    pub late: bool,
    /// SHA-256 of its workbook.
    pub workbook: Digest,
}

/// What a group of items came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionScore {
    /// Code of the group of items.
    pub code: String,
    /// Σ points of its items that apply and are decided.
    pub earned: Number,
    /// Σ maxima of the same items.
    pub applicable: Number,
}

/// A figure that the verification changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionResult {
    /// Code of the indicator.
    pub code: String,
    /// What it asks.
    pub label: String,
    /// What the unit reported; null when it left it blank.
    pub reported: Option<Value>,
    /// What the council found; null when it found nothing that counts.
    pub verified: Option<Value>,
    /// Why.
    pub why: String,
}

/// One item of a [`UnitResult`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemResult {
    /// Code.
    pub code: String,
    /// Code of its group of items; empty for a bonus or a penalty.
    #[serde(default)]
    pub section: String,
    /// What is scored.
    pub label: String,
    /// Points.
    pub points: Number,
    /// Most points; negative for a penalty.
    pub max: Number,
    /// `scored`, `zero`, `not_applicable` or `pending`.
    pub state: String,
    /// Where the points come from.
    pub why: String,
    /// The formula, as the scale has it; empty when the council gives the points.
    #[serde(default)]
    pub formula: String,
    /// The same with the numbers put in.
    #[serde(default)]
    pub numbers: String,
    /// The figures it uses.
    #[serde(default)]
    pub inputs: Vec<InputResult>,
}

/// A figure that an item uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputResult {
    /// Code of the indicator.
    pub code: String,
    /// What it asks.
    pub label: String,
    /// What the unit reported; null when it left it blank.
    pub reported: Option<Value>,
    /// What was scored: the verified figure where there is one.
    pub verified: Option<Value>,
}

/// The best of a group in one value that an item compares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BestResult {
    /// Code of the item.
    pub item: String,
    /// Which of the values that the item compares, from 0.
    pub which: usize,
    /// The value.
    pub value: Number,
    /// Codes of the units that have it.
    pub units: Vec<String>,
    /// Their names, in the same order.
    pub names: Vec<String>,
}

/// A unit without a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Apart {
    /// Code.
    pub unit: String,
    /// Name.
    pub name: String,
    /// `silent` or `exempt`.
    #[serde(default)]
    pub standing: String,
    /// Why.
    pub why: String,
}

/// A prize and whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrizeResult {
    /// Place.
    pub place: usize,
    /// Such as "Giải nhất".
    pub label: String,
    /// Money, in đồng.
    pub amount: Number,
    /// Cups.
    pub cups: u32,
    /// Whose it is, in words.
    pub winner: String,
    /// Code of the unit that has it; null while it is nobody's or undecided.
    #[serde(default)]
    pub unit: Option<String>,
}

/// Units that nothing declared could tell apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieResult {
    /// The first rank that they have.
    pub rank: usize,
    /// Their codes; in the order of the council once it has decided.
    pub units: Vec<String>,
    /// Their names, in the same order.
    pub names: Vec<String>,
    /// Has the council decided?
    pub decided: bool,
}

/// Something that the council decided about units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionResult {
    /// `tie`, `late` or `exempt`.
    pub kind: String,
    /// Codes of the units; of a tie in the order that was decided.
    pub units: Vec<String>,
    /// Their names, in the same order.
    pub names: Vec<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

impl Snapshot {
    /// The canonical JSON: keys sorted, no spaces, numbers exact.
    ///
    /// # Errors
    /// When it cannot be written as JSON: our fault.
    pub fn canonical(&self) -> serde_json::Result<String> {
        // A map of serde_json without an order of its own is sorted by key.
        Ok(serde_json::to_value(self)?.to_string())
    }

    /// SHA-256 over the canonical JSON.
    /// The same snapshot read back from a ledger has the same digest.
    ///
    /// # Errors
    /// When it cannot be written as JSON: our fault.
    pub fn digest(&self) -> serde_json::Result<Digest> {
        Ok(Digest::of(self.canonical()?.as_bytes()))
    }

    /// The result of a unit, if it is scored.
    #[must_use]
    pub fn unit(&self, code: &str) -> Option<&UnitResult> {
        let mut units = self.groups.iter().flat_map(|group| &group.units);
        units.find(|unit| unit.unit == code)
    }

    /// Ties that the council has not decided.
    pub fn undecided(&self) -> impl Iterator<Item = &TieResult> {
        let ties = self.groups.iter().flat_map(|group| &group.ties);
        ties.filter(|tie| !tie.decided)
    }
}

/// What a sum is in results that were stored without it.
fn nothing() -> Number {
    0.into()
}
