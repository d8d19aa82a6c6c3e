//! Comparisons in a form's file, checked against the indicators that they name.

use std::ops::Range;

use super::{
    definition::{Choice, Form, Kind},
    rule::{Relation, Right, Unreadable},
};
use crate::{complaint::Problem, document::Document, figures::Value};

/// Reads comparisons and checks them against the indicators of the form.
pub(super) fn relations(
    form: &Form,
    document: &Document<'_>,
    written: &str,
    span: &Range<usize>,
) -> Option<Vec<Relation>> {
    let is_code = |name: &str| form.indicator(name).is_some();
    let complain = |problem| document.note(span.clone(), written, problem);
    let relations = match Relation::parse_all(written, &is_code) {
        Ok(relations) => relations,
        Err(Unreadable { found, expected }) => {
            let expected = expected.to_owned();
            complain(Problem::Formula { found, expected });
            return None;
        }
    };
    let mut good = true;
    for relation in &relations {
        for problem in problems(form, relation) {
            complain(problem);
            good = false;
        }
    }
    good.then_some(relations)
}

/// What a comparison asks that the indicators cannot answer.
fn problems(form: &Form, relation: &Relation) -> Vec<Problem> {
    let mut problems = Vec::new();
    let answer = match &relation.right {
        Right::Answer(answer) => Some(answer),
        Right::Sum(_) => None,
    };
    for code in relation.codes() {
        let Some(indicator) = form.indicator(code.as_str()) else {
            let (name, kind) = (code.to_string(), "indicator");
            problems.push(Problem::Dangling { name, kind });
            continue;
        };
        let (fits, expected) = match (&indicator.kind, answer) {
            (Kind::Whole | Kind::Decimal(_) | Kind::List, answer) => (answer.is_none(), "number"),
            (Kind::YesNo | Kind::Choice(_) | Kind::Text(_), None) => (false, "number"),
            (Kind::YesNo, Some(answer)) => (matches!(answer, Value::Bool(_)), "yes | no"),
            (Kind::Choice(choices), Some(answer)) => {
                let is = |choice: &Choice| Value::Text(choice.code.clone()) == *answer;
                (choices.iter().any(is), "option")
            }
            (Kind::Text(_), Some(_)) => (false, "yes | no | option"),
        };
        if !fits {
            let code = code.to_string();
            problems.push(Problem::WrongKind { code, expected });
        }
    }
    problems
}
