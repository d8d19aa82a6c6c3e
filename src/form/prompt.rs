//! What the template says beside a cell: what is expected, with an example.
//! All of it follows from the definition, so that it cannot say anything else
//! than what the reading then asks for.

use rust_decimal::Decimal;

use super::{
    definition::{Choice, Form, Indicator, Kind},
    rule::{Relation, Right, Rule},
};
use crate::{
    figures::Value,
    finding::Comparison,
    text,
    workbook::layout::{Check, Takes},
};

/// A number that is right for most counts.
const EXAMPLE: i64 = 25;

/// Stands in a cell for what a formula came to when the file does not say.
pub(super) const NO_RESULT: &str = "(công thức chưa có kết quả)";

/// What the value of an indicator takes, and what is said about it.
pub(super) fn value(form: &Form, indicator: &Indicator, row: u32, column: u16) -> Check {
    let (min, max) = (indicator.min, indicator.max);
    let takes = match &indicator.kind {
        Kind::Whole | Kind::List => Takes::Whole(min, max),
        Kind::Decimal(_) => Takes::Number(min, max),
        Kind::YesNo => Takes::OneOf {
            options: [true, false].map(|yes| Value::Bool(yes).to_string()).into(),
            source: None,
        },
        Kind::Choice(choices) => Takes::OneOf {
            options: choices.iter().map(|choice| choice.label.clone()).collect(),
            source: None,
        },
        Kind::Text(_) => Takes::Anything,
    };
    let expected = expected(indicator);
    let mut hint = vec![format!("{expected}{}", example(indicator))];
    hint.extend(indicator.help.clone());
    let rules = form.rules.iter().filter(|rule| {
        let subject = rule.require.subject();
        subject.is_some_and(|code| *code == indicator.code)
    });
    hint.extend(rules.map(|rule| self::rule(form, rule)));
    hint.extend(conditions(form, indicator));
    Check {
        row,
        column,
        takes,
        title: [indicator.code.as_str(), indicator.unit.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" – "),
        hint: hint.join("\n"),
        alarm: format!("{expected} Số liệu ghi khác sẽ bị trả lại để sửa."),
    }
}

/// What stands beside the value as evidence; none where nothing is asked.
pub(super) fn evidence(indicator: &Indicator, row: u32, column: u16) -> Option<Check> {
    let hint = match (&indicator.kind, &indicator.evidence) {
        (_, Some(wanted)) => format!("Ghi {wanted}."),
        (Kind::List, None) => "Liệt kê đủ từng mục, mỗi mục một dòng (Alt+Enter) hoặc cách nhau \
             bằng dấu chấm phẩy. Số mục liệt kê phải bằng số liệu đã ghi."
            .to_owned(),
        (Kind::Whole | Kind::Decimal(_) | Kind::YesNo | Kind::Choice(_) | Kind::Text(_), None) => {
            return None;
        }
    };
    Some(field(row, column, indicator.code.as_str(), &hint))
}

/// A field that takes any text.
pub(super) fn field(row: u32, column: u16, title: &str, hint: &str) -> Check {
    Check {
        row,
        column,
        takes: Takes::Anything,
        title: title.to_owned(),
        hint: hint.to_owned(),
        alarm: String::new(),
    }
}

fn expected(indicator: &Indicator) -> String {
    let bounds = bounds(indicator.min, indicator.max);
    match &indicator.kind {
        Kind::Whole | Kind::List => format!("Ghi một số nguyên{bounds}."),
        Kind::Decimal(places) => {
            format!("Ghi một số{bounds}, tối đa {places} chữ số thập phân.")
        }
        Kind::YesNo => "Chọn Có hoặc Không.".to_owned(),
        Kind::Choice(choices) => {
            let labels: Vec<&str> = choices.iter().map(|it| it.label.as_str()).collect();
            format!("Chọn một trong các mục: {}.", labels.join("; "))
        }
        Kind::Text(Some(under)) => format!("Ghi địa chỉ có tên miền kết thúc bằng {under}."),
        Kind::Text(None) => "Ghi bằng chữ.".to_owned(),
    }
}

fn bounds(min: Option<Decimal>, max: Option<Decimal>) -> String {
    let [min, max] = [min, max].map(|bound| bound.map(text::short_decimal));
    match (min, max) {
        (Some(min), Some(max)) => format!(" từ {min} đến {max}"),
        (Some(min), None) => format!(" từ {min} trở lên"),
        (None, Some(max)) => format!(" không quá {max}"),
        (None, None) => String::new(),
    }
}

/// The definition's own example, or one that fits the kind; a list that drops
/// down needs none.
fn example(indicator: &Indicator) -> String {
    let usual = |tail: Decimal| {
        let (min, max) = (indicator.min, indicator.max);
        let least = min
            .unwrap_or(Decimal::MIN)
            .max(Decimal::from(EXAMPLE) + tail);
        let example = least.min(max.unwrap_or(Decimal::MAX));
        text::short_decimal(example)
    };
    let example = indicator.example.clone().or_else(|| match &indicator.kind {
        Kind::Whole | Kind::List => Some(usual(Decimal::ZERO)),
        Kind::Decimal(0) => Some(usual(Decimal::ZERO)),
        Kind::Decimal(_) => Some(usual(Decimal::new(5, 1))),
        Kind::Text(Some(under)) => Some(format!("tendonvi{under}")),
        Kind::Text(None) | Kind::YesNo | Kind::Choice(_) => None,
    });
    example.map_or_else(String::new, |example| format!(" Ví dụ: {example}"))
}

fn rule(form: &Form, rule: &Rule) -> String {
    let require = relation(form, &rule.require);
    if rule.when.is_empty() {
        format!("Cần có: {require}")
    } else {
        format!("Khi {}: {require}", relations(form, &rule.when))
    }
}

fn conditions(form: &Form, indicator: &Indicator) -> Vec<String> {
    let mut said = Vec::new();
    if !indicator.blank_if.is_empty() {
        let when = relations(form, &indicator.blank_if);
        said.push(format!("Khi {when}: để trống"));
    }
    if !indicator.required_if.is_empty() {
        let when = relations(form, &indicator.required_if);
        said.push(format!("Khi {when}: bắt buộc ghi"));
    }
    said
}

fn relations(form: &Form, relations: &[Relation]) -> String {
    let said: Vec<String> = relations.iter().map(|it| relation(form, it)).collect();
    said.join(" và ")
}

fn relation(form: &Form, relation: &Relation) -> String {
    let sign = match relation.comparison {
        Comparison::AtMost => "≤",
        Comparison::AtLeast => "≥",
        Comparison::Less => "<",
        Comparison::Greater => ">",
        Comparison::Equal => "=",
        Comparison::NotEqual => "≠",
    };
    let right = match &relation.right {
        Right::Sum(sum) => sum.written(),
        Right::Answer(Value::Text(option)) => {
            let code = relation.subject();
            let indicator = code.and_then(|code| form.indicator(code.as_str()));
            indicator.map_or(option.clone(), |it| printed(it, option))
        }
        Right::Answer(answer) => answer.to_string(),
    };
    format!("{} {sign} {right}", relation.left.written())
}

/// An option as the form prints it.
pub(super) fn printed(indicator: &Indicator, option: &str) -> String {
    let Kind::Choice(choices) = &indicator.kind else {
        return option.to_owned();
    };
    let label = |choice: &Choice| (choice.code == option).then(|| choice.label.clone());
    choices
        .iter()
        .find_map(label)
        .unwrap_or_else(|| option.to_owned())
}
