//! What the campaign costs, as its plan says, and whether that adds up.
//!
//! The sheet is part of a document that somebody has signed, so a sum that is
//! wrong does not make a campaign unusable: it is a warning, shown until a person
//! says in the file who has seen it, when, and why it stands.

mod read;

use jiff::civil::Date;
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use crate::{complaint::Place, scoring::ranking::Prize, text, text::spoken};

/// The budget of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Its heading.
    pub title: String,
    /// The document it belongs to.
    pub source: String,
    /// Its parts, in the order of the file.
    pub sections: Vec<Section>,
    /// The total as the document states it.
    pub total: Decimal,
    /// The same in words, as the document states it; may be empty.
    pub words: String,
    /// What does not add up.
    pub warnings: Vec<Warning>,
}

/// A part of the budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Such as `2`.
    pub number: String,
    /// What it is for.
    pub label: String,
    /// Its total as the document states it.
    pub total: Decimal,
    /// Its lines; a part without any is stated as one sum.
    pub lines: Vec<Line>,
    place: Place,
}

/// A line of the budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Such as `2.1`.
    pub number: String,
    /// What is paid for.
    pub label: String,
    /// The heading it stands under inside its part; may be empty.
    pub heading: String,
    /// What is counted.
    pub unit: String,
    /// How many.
    pub quantity: Decimal,
    /// What one costs, in đồng.
    pub price: Decimal,
    /// What they cost, as the document states it.
    pub amount: Decimal,
    /// What it has to do with the prizes of the campaign.
    pub pays: Pays,
    place: Place,
}

/// What a line has to do with the prizes of the campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pays {
    /// The money of the prizes for this place.
    Prize(usize),
    /// The cups.
    Cups,
    /// Nothing.
    Other,
}

/// Something that does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// What.
    pub what: What,
    /// Where the stated figure is.
    pub place: Place,
    /// What is stated.
    pub declared: String,
    /// What it comes to.
    pub actual: String,
    /// Who has seen it; nobody yet when there is none.
    pub acknowledged: Option<Acknowledgement>,
}

/// What does not add up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Quantity × price of the line with this number.
    Line(String),
    /// The lines of the part with this number.
    Section(String),
    /// The parts of the whole.
    Total,
    /// The total in words.
    Words,
    /// How many prizes the campaign has for this place.
    PrizeCount(usize),
    /// What the campaign pays for this place.
    PrizeMoney(usize),
    /// How many cups the campaign gives.
    Cups,
}

impl What {
    /// The name by which a person acknowledges it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Line(number) => format!("line {number}"),
            Self::Section(number) => format!("section {number}"),
            Self::Total => "total".to_owned(),
            Self::Words => "words".to_owned(),
            Self::PrizeCount(place) => format!("prizes {place}"),
            Self::PrizeMoney(place) => format!("prize {place}"),
            Self::Cups => "cups".to_owned(),
        }
    }
}

/// Who has seen a warning and lets it stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Who.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// Why it stands.
    pub why: String,
}

impl Budget {
    /// What its parts come to, each by its lines where it has any.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        self.sections.iter().map(Section::sum).sum()
    }

    /// Those that nobody has acknowledged.
    pub fn open(&self) -> impl Iterator<Item = &Warning> {
        let warnings = self.warnings.iter();
        warnings.filter(|warning| warning.acknowledged.is_none())
    }

    /// Everything that does not add up, in the order of the sheet.
    fn check(&self, place: &dyn Fn(&'static str) -> Place, prizes: &[&Prize]) -> Vec<Warning> {
        let mut found = Vec::new();
        for section in &self.sections {
            for line in &section.lines {
                let product = line.quantity * line.price;
                let what = What::Line(line.number.clone());
                found.extend(differs(what, &line.place, line.amount, product));
            }
            let what = What::Section(section.number.clone());
            found.extend(differs(what, &section.place, section.total, section.sum()));
        }
        let total = place("total");
        found.extend(differs(What::Total, &total, self.total, self.sum()));
        let spoken = self.total.to_u64().filter(|_| self.total.is_integer());
        let wrong = spoken.filter(|total| !spoken::says_dong(&self.words, *total));
        if let Some(total) = wrong.filter(|_| !self.words.is_empty()) {
            found.push(Warning {
                what: What::Words,
                place: place("words"),
                declared: self.words.clone(),
                actual: spoken::dong(total),
                acknowledged: None,
            });
        }
        found.extend(self.check_prizes(&total, prizes));
        found
    }

    /// Prizes of the same place in several groups are one line of a budget. A
    /// budget that names no prize at all says nothing about them.
    fn check_prizes(&self, whole: &Place, prizes: &[&Prize]) -> Vec<Warning> {
        let lines = || self.sections.iter().flat_map(|section| &section.lines);
        if lines().all(|line| line.pays == Pays::Other) {
            return Vec::new();
        }
        let sum = |pays: Pays, of: fn(&Line) -> Decimal| {
            let own = lines().filter(|line| line.pays == pays);
            own.map(of).sum::<Decimal>()
        };
        let place_of = |pays: Pays| {
            let line = lines().find(|line| line.pays == pays);
            line.map_or(whole, |line| &line.place).clone()
        };
        let planned = lines().filter_map(|line| match line.pays {
            Pays::Prize(place) => Some(place),
            Pays::Cups | Pays::Other => None,
        });
        let mut places: Vec<usize> = prizes.iter().map(|prize| prize.place).collect();
        places.extend(planned);
        places.sort_unstable();
        places.dedup();
        let mut found = Vec::new();
        for place in places {
            let own = || prizes.iter().filter(|prize| prize.place == place);
            let (pays, at) = (Pays::Prize(place), place_of(Pays::Prize(place)));
            let count = sum(pays, |line| line.quantity);
            let what = What::PrizeCount(place);
            found.extend(differs(what, &at, count, own().count().into()));
            let money = sum(pays, |line| line.amount);
            let paid = own().map(|prize| prize.amount).sum();
            found.extend(differs(What::PrizeMoney(place), &at, money, paid));
        }
        let cups = prizes.iter().map(|prize| Decimal::from(prize.cups)).sum();
        let bought = sum(Pays::Cups, |line| line.quantity);
        found.extend(differs(What::Cups, &place_of(Pays::Cups), bought, cups));
        found
    }
}

impl Section {
    /// What its lines come to; what is stated, if it has none.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        if self.lines.is_empty() {
            return self.total;
        }
        self.lines.iter().map(|line| line.amount).sum()
    }
}

/// A number as the sheet prints it.
#[must_use]
pub fn printed(number: Decimal) -> String {
    text::decimal_comma(number, number.normalize().scale())
}

fn differs(what: What, place: &Place, declared: Decimal, actual: Decimal) -> Option<Warning> {
    (declared != actual).then(|| Warning {
        what,
        place: place.clone(),
        declared: printed(declared),
        actual: printed(actual),
        acknowledged: None,
    })
}
