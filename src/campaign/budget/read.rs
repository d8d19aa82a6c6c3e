//! A budget read from its file.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Acknowledgement, Budget, Line, Pays, Section, Warning};
use crate::{
    complaint::{Checked, Problem},
    document::{self, Document},
    scoring::ranking::Prize,
};

impl Budget {
    /// Reads a budget and holds it against the prizes of the campaign. What does
    /// not add up is a warning and no fault.
    ///
    /// # Errors
    /// Every fault of the file, and every acknowledgement of something that does
    /// add up.
    pub fn load(file: &str, text: &str, prizes: &[&Prize]) -> Checked<Self> {
        let document = Document::parse(file, text);
        let root = document.root();
        let mut budget = Self {
            title: root.text("title").value,
            source: root.text_or("source", ""),
            sections: root
                .sections("section")
                .iter()
                .map(|it| section(&document, it))
                .collect(),
            total: amount(&root, "total"),
            words: root.text_or("words", ""),
            warnings: Vec::new(),
        };
        if budget.sections.is_empty() {
            root.missing("section");
        }
        budget.warnings = budget.check(&|key| document.place(root.span_of(key).start), prizes);
        for given in root.sections("acknowledged") {
            acknowledge(&given, &mut budget.warnings);
        }
        root.end();
        document.finish(budget)
    }
}

fn section(document: &Document<'_>, section: &document::Section<'_>) -> Section {
    let found = Section {
        number: section.text("number").value,
        label: section.text("label").value,
        total: amount(section, "total"),
        lines: section
            .sections("line")
            .iter()
            .map(|it| line(document, it))
            .collect(),
        place: document.place(section.span_of("total").start),
    };
    section.end();
    found
}

fn line(document: &Document<'_>, line: &document::Section<'_>) -> Line {
    let found = Line {
        number: line.text("number").value,
        label: line.text("label").value,
        heading: line.text_or("heading", ""),
        unit: line.text_or("unit", ""),
        quantity: amount(line, "quantity"),
        price: amount(line, "price"),
        amount: amount(line, "amount"),
        pays: pays(line),
        place: document.place(line.span_of("amount").start),
    };
    line.end();
    found
}

/// `pays = "cups"`, or `pays = "prize"` and `place = 1`.
fn pays(line: &document::Section<'_>) -> Pays {
    let place = usize::try_from(line.integer_or("place", 0, 1..1_000)).unwrap_or_default();
    let words = [("prize", Pays::Prize(place)), ("cups", Pays::Cups)];
    let Some(pays) = line.choice("pays", Some(Pays::Other), &words) else {
        return Pays::Other;
    };
    match pays {
        Pays::Prize(0) => line.missing("place"),
        Pays::Prize(_) => (),
        Pays::Cups | Pays::Other if line.has("place") => {
            line.complain("place", Problem::Unknown { nearest: None });
        }
        Pays::Cups | Pays::Other => (),
    }
    pays
}

/// A number that is not below zero.
fn amount(section: &document::Section<'_>, key: &'static str) -> Decimal {
    let number = section.decimal(key);
    // Products and sums of such numbers always fit.
    let most = Decimal::from(1_000_000_000_000_i64);
    if number < Decimal::ZERO || number > most {
        let (found, allowed) = (number.to_string(), format!("0 … {most}"));
        section.complain(key, Problem::NotAllowed { found, allowed });
        return Decimal::ZERO;
    }
    number
}

/// It holds for exactly these two figures: when one changes, somebody has to
/// look again.
fn acknowledge(given: &document::Section<'_>, warnings: &mut [Warning]) {
    let what = given.text("what").value;
    let (declared, actual) = (given.text("declared").value, given.text("actual").value);
    let (by, why) = (given.text("by").value, given.text("why").value);
    let on = day(given);
    let mut meant = warnings.iter_mut().filter(|warning| {
        warning.what.name() == what && warning.declared == declared && warning.actual == actual
    });
    match (meant.next(), on) {
        (Some(warning), Some(on)) => warning.acknowledged = Some(Acknowledgement { by, on, why }),
        (Some(_), None) => (),
        (None, _) => {
            let name = format!("{what}: {declared} / {actual}");
            let kind = "warning";
            given.complain("what", Problem::Dangling { name, kind });
        }
    }
    given.end();
}

fn day(given: &document::Section<'_>) -> Option<Date> {
    let written = given.text("date").value;
    let day = Date::strptime("%d/%m/%Y", &written).ok();
    if day.is_none() && !written.is_empty() {
        let (found, allowed) = (written, "24/11/2015".to_owned());
        given.complain("date", Problem::NotAllowed { found, allowed });
    }
    day
}
