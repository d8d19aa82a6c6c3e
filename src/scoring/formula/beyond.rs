//! The functions that look beyond the report itself: at the best of the group,
//! and at what the office asked of the unit.

use super::{
    check::Checker,
    syntax::{Argument, Kind, Node},
    typed::{Compared, Number},
};
use crate::{complaint::Problem, scoring::indicators::IndicatorType};

impl Checker<'_> {
    /// `best(x)`, `share_of_best(x)`. Inside a branch of `if` only reports that
    /// come to that branch are compared: units without a target with each other.
    pub(super) fn best(
        &mut self,
        node: &Node,
        name: &str,
        arguments: &[Argument],
    ) -> Option<Number> {
        const SHAPE: &str = "best(x) | share_of_best(x)";
        let nodes = self.plain(node, arguments, SHAPE)?;
        // A best inside a best would have to be known before it is known.
        let [x] = nodes[..] else {
            return self.expected(node, SHAPE);
        };
        if self.comparing {
            return self.expected(node, "x");
        }
        self.comparing = true;
        let value = self.number(x);
        self.comparing = false;
        let value = value?;
        let number = Box::new(value.clone());
        let compared = Compared {
            value,
            when: self.path.clone(),
        };
        let known = self.compared.iter().position(|known| *known == compared);
        let which = known.unwrap_or_else(|| {
            self.compared.push(compared);
            self.compared.len() - 1
        });
        Some(if name == "best" {
            Number::Best(which, number)
        } else {
            Number::ShareOfBest(which, number)
        })
    }

    /// The slot of the figure in which something was asked of the unit.
    pub(super) fn targeted(
        &mut self,
        node: &Node,
        arguments: &[Argument],
        shape: &str,
    ) -> Option<usize> {
        let nodes = self.plain(node, arguments, shape)?;
        let [of] = nodes[..] else {
            return self.expected(node, shape);
        };
        let Kind::Word(word) = &of.kind else {
            return self.expected(of, "HT01");
        };
        match self.indicator(of, word)? {
            (code, IndicatorType::Number { .. }) => Some(self.slots.of(code)),
            (code, IndicatorType::Bool | IndicatorType::Choice { .. } | IndicatorType::Text) => {
                let code = code.to_string();
                let expected = "number";
                self.fault(of, Problem::WrongKind { code, expected })
            }
        }
    }
}
