//! One cell → the answer to one indicator, or what is wrong with it.

use rust_decimal::Decimal;

use super::{
    definition::{Choice, Indicator, Kind},
    numeral,
};
use crate::{
    figures::Value,
    finding::Fault,
    text,
    workbook::{Cell, Content},
};

/// What a cell answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// The value; none when the cell is blank or faulty.
    pub value: Option<Value>,
    /// Faults, and notices about what was read all the same.
    pub faults: Vec<Fault>,
}

/// Words for yes and no, without marks, in lower case.
const YES: [&str; 12] = [
    "x", "×", "co", "c", "✓", "✔", "☑", "√", "1", "true", "yes", "dung",
];
const NO: [&str; 11] = [
    "khong", "ko", "k", "0", "false", "no", "khong co", "chua", "chua co", "☐", "sai",
];

/// Reads the answer to an indicator.
pub(super) fn answer(indicator: &Indicator, cell: Option<&Cell>) -> Answer {
    let Some(cell) = cell else {
        return Answer::blank();
    };
    match &cell.content {
        Content::Nothing => return Answer::fault(Fault::FormulaWithoutValue),
        Content::Error(found) => {
            let found = found.clone();
            return Answer::fault(Fault::CellError { found });
        }
        Content::Stale { kept, computed } => {
            let (found, computed) = (kept.clone(), computed.clone());
            return Answer::fault(Fault::StaleFormula { found, computed });
        }
        content if content.is_blank() => return Answer::blank(),
        Content::Text(text) if is_dotted_line(text) => return Answer::blank(),
        Content::Text(_)
        | Content::Number(_)
        | Content::Percent(_)
        | Content::Bool(_)
        | Content::Date(_) => (),
    }
    match &indicator.kind {
        Kind::Whole | Kind::List => number(indicator, &cell.content, 0),
        Kind::Decimal(places) => number(indicator, &cell.content, *places),
        Kind::YesNo => yes_or_no(&cell.content),
        Kind::Choice(choices) => choice(choices, &cell.content),
        Kind::Text(suffix) => words(suffix.as_deref(), &cell.content),
    }
}

impl Answer {
    fn blank() -> Self {
        Self {
            value: None,
            faults: Vec::new(),
        }
    }

    fn fault(fault: Fault) -> Self {
        Self {
            value: None,
            faults: vec![fault],
        }
    }

    fn good(value: Value, notice: Option<Fault>) -> Self {
        Self {
            value: Some(value),
            faults: notice.into_iter().collect(),
        }
    }
}

/// Dots to write on, as they are printed on paper.
pub(super) fn is_dotted_line(text: &str) -> bool {
    let tidy = text::tidy(text);
    tidy.chars().count() > 1 && tidy.chars().all(|c| matches!(c, '.' | '…' | '_' | ' '))
        || tidy == "…"
}

fn number(indicator: &Indicator, content: &Content, places: u32) -> Answer {
    let found = content.shown();
    let whole = places == 0;
    let read = match content {
        _ if numeral::is_share(&indicator.unit) => share(content, &found),
        Content::Number(number) => Ok((*number, None)),
        Content::Text(written) => numeral::read(written, whole, &indicator.unit),
        Content::Date(_) => Err(Fault::DateInNumber {
            found: found.clone(),
        }),
        Content::Percent(_)
        | Content::Bool(_)
        | Content::Error(_)
        | Content::Stale { .. }
        | Content::Nothing => Err(Fault::NotNumber {
            found: found.clone(),
        }),
    };
    let (number, notice) = match read {
        Ok(read) => read,
        Err(Fault::AmbiguousNumber { found, .. }) => {
            return Answer::fault(Fault::AmbiguousNumber { found, places });
        }
        Err(fault) => return Answer::fault(fault),
    };
    let number = number.normalize();
    if whole && !number.is_integer() {
        return Answer::fault(Fault::NotWhole { found });
    }
    if let Some(fault) = too_much_money(indicator, number, &found) {
        return Answer::fault(fault);
    }
    if number.scale() > places && !whole {
        return Answer::fault(Fault::TooManyDecimals { found, places });
    }
    let outside = |bound: Option<Decimal>, out: fn(&Decimal, &Decimal) -> bool| {
        bound.is_some_and(|bound| out(&number, &bound))
    };
    if outside(indicator.min, Decimal::lt) || outside(indicator.max, Decimal::gt) {
        let (min, max) = (indicator.min, indicator.max);
        return Answer::fault(Fault::OutOfDomain { found, min, max });
    }
    Answer::good(Value::Number(number), notice)
}

/// An amount beyond what the form says there can be, which is right in another
/// unit of money: asked about in words of its own. An amount that is possible
/// is nobody's error, however far it stands from others: see `compare`.
fn too_much_money(indicator: &Indicator, number: Decimal, found: &str) -> Option<Fault> {
    let unit = numeral::money(&indicator.unit)?;
    let max = indicator.max.filter(|max| number > *max)?;
    let least = indicator.min.unwrap_or(Decimal::ZERO);
    let meant = unit.meant(number, |amount| (least..=max).contains(&amount));
    (!meant.is_empty()).then(|| Fault::TooMuchMoney {
        found: found.to_owned(),
        unit: indicator.unit.clone(),
        max,
        meant,
    })
}

/// A share where percent are asked: `35`, `35%`, or 0,35 shown as 35%. A bare
/// number up to one may be either, unless the cell says that it is a share.
fn share(content: &Content, found: &str) -> Result<numeral::Numeral, Fault> {
    let found = found.to_owned();
    let read = match content {
        Content::Percent(share) => return Ok((share.saturating_mul(Decimal::ONE_HUNDRED), None)),
        Content::Number(number) => (*number, None),
        Content::Text(written) => match text::tidy(written).strip_suffix(['%', '％']) {
            Some(digits) => return numeral::read(digits, false, ""),
            None => numeral::read(written, false, "")?,
        },
        Content::Date(_) => return Err(Fault::DateInNumber { found }),
        Content::Bool(_) | Content::Error(_) | Content::Stale { .. } | Content::Nothing => {
            return Err(Fault::NotNumber { found });
        }
    };
    if read.0 > Decimal::ZERO && read.0 <= Decimal::ONE {
        return Err(Fault::AmbiguousShare { found });
    }
    Ok(read)
}

fn yes_or_no(content: &Content) -> Answer {
    let found = content.shown();
    let word = match content {
        Content::Bool(yes) => return Answer::good(Value::Bool(*yes), None),
        Content::Text(written) => text::plain(written),
        Content::Number(number) => number.normalize().to_string(),
        Content::Percent(_)
        | Content::Date(_)
        | Content::Error(_)
        | Content::Stale { .. }
        | Content::Nothing => String::new(),
    };
    let known = |word: &str| {
        let word = word.trim_matches(['.', '[', ']', '(', ')', ' ']);
        let yes = YES.contains(&word);
        (yes || NO.contains(&word)).then_some(yes)
    };
    if let Some(yes) = known(&word) {
        return Answer::good(Value::Bool(yes), None);
    }
    // "Có (QĐ 12/QĐ-UBND)": what follows is evidence. "Có nhưng hỏng" is not yes.
    let first = word.split(['(', ',', ';', ':']).next().unwrap_or_default();
    match known(first) {
        Some(yes) if first != word => {
            let value = Value::Bool(yes);
            let kept = value.to_string();
            Answer::good(value, Some(Fault::TextIgnored { found, kept }))
        }
        Some(_) | None => Answer::fault(Fault::NotYesNo { found }),
    }
}

fn choice(choices: &[Choice], content: &Content) -> Answer {
    let found = content.shown();
    let same = |written: &str, key: &dyn Fn(&str) -> String| {
        let mut hits = choices.iter().filter(|choice| {
            let mut names = choice.also.iter().chain([&choice.label, &choice.code]);
            names.any(|name| key(name) == key(written))
        });
        match (hits.next(), hits.next()) {
            (Some(choice), None) => Some(choice.code.clone()),
            (Some(_) | None, _) => None,
        }
    };
    // First as written, then without marks; an option that two could be is none.
    let without_marks = |written: &str| key(written);
    let hit = same(&found, &text::fold).or_else(|| same(&found, &without_marks));
    hit.map_or_else(
        || {
            let options = choices.iter().map(|choice| choice.label.clone()).collect();
            Answer::fault(Fault::NotOption { found, options })
        },
        |code| Answer::good(Value::Text(code), None),
    )
}

/// Letters and digits only, without marks: a key for headings and labels,
/// never for the name of a unit.
pub(super) fn key(written: &str) -> String {
    let plain = text::plain(written);
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn words(suffix: Option<&str>, content: &Content) -> Answer {
    let written = text::one_line(&content.shown(), 500);
    if let Some(suffix) = suffix
        && !host(&written).ends_with(&suffix.to_lowercase())
    {
        let (found, suffix) = (written, suffix.to_owned());
        return Answer::fault(Fault::NotUnder { found, suffix });
    }
    Answer::good(Value::Text(written), None)
}

/// The host of a web address, in lower case.
fn host(address: &str) -> String {
    let address = address.to_lowercase();
    let rest = address
        .split_once("://")
        .map_or(address.as_str(), |(_, rest)| rest);
    let host = rest
        .split(['/', '?', '#', ':', ' '])
        .next()
        .unwrap_or_default();
    host.trim_end_matches('.').to_owned()
}
