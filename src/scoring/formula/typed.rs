//! A formula whose names and kinds have been looked up: it can be evaluated
//! without asking whether it makes sense.

use std::ops::Range;

use rust_decimal::Decimal;

/// Something that has a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// A number written in the formula.
    Literal(Decimal),
    /// A reported figure, by slot.
    Figure(usize),
    /// What the office asked of the unit in the figure with this slot.
    Target(usize),
    /// How many indicators the verification corrected downwards.
    CorrectedDown,
    /// The opposite.
    Negative(Box<Number>),
    /// Addition, subtraction or multiplication.
    Arithmetic(Operation, Box<Number>, Box<Number>),
    /// Division.
    Quotient {
        /// What is divided.
        of: Box<Number>,
        /// What it is divided by.
        by: Box<Number>,
        /// Where the divisor stands.
        at: Span,
    },
    /// The smallest of several.
    Least(Vec<Number>),
    /// The largest of several.
    Most(Vec<Number>),
    /// The largest of several alternatives, of which it is told which one won.
    BestOf(Vec<Number>),
    /// One of two, as a condition holds or not.
    Choose(Box<Truth>, Box<Number>, Box<Number>),
    /// By the first step that is reached, from the highest down.
    Steps {
        /// What climbs the steps.
        of: Box<Number>,
        /// The steps.
        steps: Vec<Step>,
        /// Below the lowest step.
        otherwise: Option<Box<Number>>,
        /// Where the call stands.
        at: Span,
    },
    /// By option of a closed list.
    Lookup {
        /// The indicator.
        slot: usize,
        /// Each option and its number.
        options: Vec<(String, Number)>,
        /// For options not named.
        otherwise: Option<Box<Number>>,
    },
    /// By when the report came.
    Timeliness {
        /// In time.
        on_time: Box<Number>,
        /// At most so many days late.
        late: Vec<(Decimal, Number)>,
        /// Later than that.
        otherwise: Box<Number>,
    },
    /// The largest of the group.
    Best(usize, Box<Number>),
    /// Own divided by the largest of the group.
    ShareOfBest(usize, Box<Number>),
    /// Rounded half away from zero.
    Round(Box<Number>, u32),
}

/// What is done to two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
}

/// One step: from a bound (or above it) this many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where it begins.
    pub bound: Decimal,
    /// The bound itself is not on the step.
    pub above: bool,
    /// What it gives.
    pub gives: Number,
    /// Where it stands.
    pub at: Span,
}

impl Step {
    /// Is a value on this step or a higher one?
    #[must_use]
    pub fn reached(&self, value: Decimal) -> bool {
        value > self.bound || (!self.above && value == self.bound)
    }
}

/// Something that holds or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// A reported yes or no, by slot.
    Figure(usize),
    /// A trait of the unit.
    Trait(String),
    /// The office asked something of the unit in the figure with this slot.
    HasTarget(usize),
    /// The paper copy is missing.
    PaperMissing,
    /// The opposite.
    Not(Box<Truth>),
    /// Both.
    And(Box<Truth>, Box<Truth>),
    /// At least one.
    Or(Box<Truth>, Box<Truth>),
    /// Two numbers compared.
    Compare(Comparison, Number, Number),
    /// A reported option is this one.
    Is(usize, String),
}

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `>=`
    AtLeast,
    /// `>`
    Greater,
}

impl Comparison {
    /// What holds when this does not.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Equal => Self::Unequal,
            Self::Unequal => Self::Equal,
            Self::AtLeast => Self::Less,
            Self::Greater => Self::AtMost,
        }
    }

    /// What holds of `b` and `a` when this holds of `a` and `b`.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Equal => Self::Equal,
            Self::Unequal => Self::Unequal,
            Self::AtLeast => Self::AtMost,
            Self::Greater => Self::Less,
        }
    }
}

/// Bytes of the formula. All spans are equal: two parts are the same part of a
/// formula when they say the same, wherever they stand, and a guard such as
/// `HT02 - HT06 > 0` must be recognised in the divisor it guards.
#[derive(Debug, Clone)]
pub struct Span(pub Range<usize>);

impl PartialEq for Span {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Span {}

/// A value that is compared with the best of the group, and the conditions
/// under which a report comes to it: only those that do are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The value.
    pub value: Number,
    /// Each condition, and whether it must hold.
    pub when: Vec<(Truth, bool)>,
}

/// What a visit of a formula reports.
pub enum Part {
    /// It uses the figure with this slot.
    Slot(usize),
    /// It asks when the report came.
    Timeliness,
}

impl Number {
    /// Reports every use of a figure and of the time of receipt.
    pub fn visit(&self, report: &mut impl FnMut(Part)) {
        match self {
            Self::Literal(_) | Self::CorrectedDown | Self::Target(_) => (),
            Self::Figure(slot) => report(Part::Slot(*slot)),
            Self::Negative(x) | Self::Best(_, x) | Self::ShareOfBest(_, x) | Self::Round(x, _) => {
                x.visit(report);
            }
            Self::Arithmetic(_, a, b) | Self::Quotient { of: a, by: b, .. } => {
                a.visit(report);
                b.visit(report);
            }
            Self::Least(all) | Self::Most(all) | Self::BestOf(all) => {
                all.iter().for_each(|x| x.visit(report));
            }
            Self::Choose(when, a, b) => {
                when.visit(report);
                a.visit(report);
                b.visit(report);
            }
            Self::Steps {
                of,
                steps,
                otherwise,
                ..
            } => {
                of.visit(report);
                steps.iter().for_each(|step| step.gives.visit(report));
                otherwise.iter().for_each(|x| x.visit(report));
            }
            Self::Lookup {
                slot,
                options,
                otherwise,
            } => {
                report(Part::Slot(*slot));
                options.iter().for_each(|(_, x)| x.visit(report));
                otherwise.iter().for_each(|x| x.visit(report));
            }
            Self::Timeliness {
                on_time,
                late,
                otherwise,
            } => {
                report(Part::Timeliness);
                on_time.visit(report);
                late.iter().for_each(|(_, x)| x.visit(report));
                otherwise.visit(report);
            }
        }
    }
}

impl Truth {
    fn visit(&self, report: &mut impl FnMut(Part)) {
        match self {
            Self::Trait(_) | Self::PaperMissing | Self::HasTarget(_) => (),
            Self::Figure(slot) | Self::Is(slot, _) => report(Part::Slot(*slot)),
            Self::Not(x) => x.visit(report),
            Self::And(a, b) | Self::Or(a, b) => {
                a.visit(report);
                b.visit(report);
            }
            Self::Compare(_, a, b) => {
                a.visit(report);
                b.visit(report);
            }
        }
    }
}
