//! The least and the most that something can be, when only bounds are known.

use rust_decimal::Decimal;

/// One end of an interval. The order of the variants is the order of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// No lower bound.
    Below,
    /// This number, which may be reached.
    At(Decimal),
    /// No upper bound.
    Beyond,
}

use End::{At, Below, Beyond};

/// Everything between two ends. Wider than the truth where the truth is not
/// known; never narrower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
    /// Zero is known not to be in it, although the ends would allow it.
    pub nonzero: bool,
}

impl Interval {
    /// Between two ends.
    #[must_use]
    pub const fn new(low: End, high: End) -> Self {
        Self {
            low,
            high,
            nonzero: false,
        }
    }

    /// Exactly one number.
    #[must_use]
    pub const fn just(number: Decimal) -> Self {
        Self::new(At(number), At(number))
    }

    /// Nothing is known.
    pub const ANY: Self = Self::new(Below, Beyond);

    /// Can it be zero?
    #[must_use]
    pub fn can_be_zero(self) -> bool {
        !self.nonzero && self.low <= At(Decimal::ZERO) && self.high >= At(Decimal::ZERO)
    }

    /// Either of two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
            nonzero: !self.can_be_zero() && !other.can_be_zero(),
        }
    }

    /// Both of two things are known of the same number.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            low: self.low.max(other.low),
            high: self.high.min(other.high),
            nonzero: !self.can_be_zero() || !other.can_be_zero(),
        }
    }

    /// The smaller of two numbers.
    #[must_use]
    pub fn least(self, other: Self) -> Self {
        Self::new(self.low.min(other.low), self.high.min(other.high))
    }

    /// The larger of two numbers.
    #[must_use]
    pub fn most(self, other: Self) -> Self {
        Self::new(self.low.max(other.low), self.high.max(other.high))
    }

    /// The opposite.
    #[must_use]
    pub fn negative(self) -> Self {
        Self {
            low: self.high.negative(),
            high: self.low.negative(),
            nonzero: self.nonzero,
        }
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let low = match (self.low, other.low) {
            (At(a), At(b)) => a.checked_add(b).map_or(Below, At),
            (Below | Beyond, _) | (_, Below | Beyond) => Below,
        };
        let high = match (self.high, other.high) {
            (At(a), At(b)) => a.checked_add(b).map_or(Beyond, At),
            (Below | Beyond, _) | (_, Below | Beyond) => Beyond,
        };
        Self::new(low, high)
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        let corners = [
            self.low.times(other.low),
            self.low.times(other.high),
            self.high.times(other.low),
            self.high.times(other.high),
        ];
        Self {
            nonzero: !self.can_be_zero() && !other.can_be_zero(),
            ..Self::around(corners)
        }
    }

    /// The quotient, for a divisor that is not zero.
    #[must_use]
    pub fn over(self, by: Self) -> Self {
        let zero = At(Decimal::ZERO);
        if by.high <= zero {
            return self.negative().over_positive(by.negative());
        }
        if by.low >= zero {
            return self.over_positive(by);
        }
        Self::ANY
    }

    fn over_positive(self, by: Self) -> Self {
        let corners = [
            self.low.over(by.low),
            self.low.over(by.high),
            self.high.over(by.low),
            self.high.over(by.high),
        ];
        Self {
            nonzero: !self.can_be_zero(),
            ..Self::around(corners)
        }
    }

    fn around(corners: [End; 4]) -> Self {
        let low = corners.into_iter().fold(Beyond, End::min);
        let high = corners.into_iter().fold(Below, End::max);
        Self::new(low, high)
    }
}

impl End {
    fn negative(self) -> Self {
        match self {
            Below => Beyond,
            At(number) => At(-number),
            Beyond => Below,
        }
    }

    /// Which side of zero: -1, 0 or 1.
    fn sign(self) -> i8 {
        match self {
            Below => -1,
            At(number) if number.is_zero() => 0,
            At(number) if number.is_sign_negative() => -1,
            At(_) | Beyond => 1,
        }
    }

    fn infinite(sign: i8) -> Self {
        match sign.signum() {
            -1 => Below,
            0 => At(Decimal::ZERO),
            _ => Beyond,
        }
    }

    fn times(self, other: Self) -> Self {
        let without_bound = Self::infinite(self.sign() * other.sign());
        match (self, other) {
            (At(a), At(b)) => a.checked_mul(b).map_or(without_bound, At),
            (Below | Beyond, _) | (_, Below | Beyond) => without_bound,
        }
    }

    /// Divided by an end of an interval of positive numbers, whose lower end
    /// may be a zero that is never reached.
    fn over(self, by: Self) -> Self {
        match (self, by) {
            (_, Beyond) => At(Decimal::ZERO),
            (At(a), At(b)) if !b.is_zero() => {
                a.checked_div(b).map_or(Self::infinite(self.sign()), At)
            }
            (At(_) | Below | Beyond, At(_) | Below) => Self::infinite(self.sign()),
        }
    }
}
