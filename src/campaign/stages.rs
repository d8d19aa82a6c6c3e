//! When units are reminded: the stages of a campaign, as its file says them.
//!
//! Nothing is sent unless the file says `automatic = true`: a daemon that began
//! to write to every unit because it was brought up to date would surprise the
//! office and the units alike. Without it the stages still say what is due, the
//! pages show it, and a person sends it.

use jiff::{SignedDuration, Span, Timestamp, civil::Time, tz::TimeZone};
use toml::de::DeTable;

use super::window::Window;
use crate::{
    complaint::Problem,
    document::{Located, Section},
};

/// On what occasion a unit is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The window opens: here is your form.
    Opening,
    /// Half of the time is over.
    Midpoint,
    /// Two days are left.
    TwoDaysBefore,
    /// The last day has come.
    LastMorning,
    /// The window has closed.
    PastDue,
    /// A report was turned down and has not been mended.
    Uncured,
    /// A person of the office asked for it.
    ByHand,
}

impl Stage {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Opening,
        Self::Midpoint,
        Self::TwoDaysBefore,
        Self::LastMorning,
        Self::PastDue,
        Self::Uncured,
        Self::ByHand,
    ];

    /// Those that hang on the calendar, in its order.
    pub const CALENDAR: [Self; 5] = [
        Self::Opening,
        Self::Midpoint,
        Self::TwoDaysBefore,
        Self::LastMorning,
        Self::PastDue,
    ];

    /// The word in the database, in letters' keys and in `campaign.toml`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Midpoint => "midpoint",
            Self::TwoDaysBefore => "two_days_before",
            Self::LastMorning => "last_morning",
            Self::PastDue => "past_due",
            Self::Uncured => "uncured",
            Self::ByHand => "by_hand",
        }
    }

    /// The stage of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == word)
    }
}

/// A day, counted from the one that a stage hangs on, and an hour of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Days after that day; before it when negative.
    pub days: i64,
    /// The hour, on the office's clock.
    pub time: Time,
}

/// The stages of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Does the daemon send what is due by itself?
    pub automatic: bool,
    /// From the day on which the window opens; none: never, here and below.
    pub opening: Option<Point>,
    /// From the day in the middle of the window.
    pub midpoint: Option<Point>,
    /// From the last day of the window.
    pub two_days_before: Option<Point>,
    /// From the last day of the window.
    pub last_morning: Option<Point>,
    /// From the last day of the window.
    pub past_due: Option<Point>,
    /// How long a unit that was turned down is left alone.
    pub uncured: Option<SignedDuration>,
}

const fn point(days: i64, hour: i8, minute: i8) -> Option<Point> {
    Some(Point {
        days,
        time: Time::constant(hour, minute, 0, 0),
    })
}

impl Default for Plan {
    /// At the hour at which an office opens its mail.
    fn default() -> Self {
        Self {
            automatic: false,
            opening: point(0, 7, 30),
            midpoint: point(0, 8, 0),
            two_days_before: point(-2, 8, 0),
            last_morning: point(0, 7, 30),
            past_due: point(1, 8, 0),
            uncured: Some(SignedDuration::from_hours(24)),
        }
    }
}

impl Plan {
    /// The moment of a stage of the calendar in a window; none when it is
    /// turned off or has no place in a window as short as that.
    #[must_use]
    pub fn moment(&self, stage: Stage, window: &Window, zone: &TimeZone) -> Option<Timestamp> {
        let last = window.closes - SignedDuration::from_nanos(1);
        let half = window.closes.duration_since(window.opens) / 2;
        let in_window = |at: &Timestamp| *at >= window.opens && *at < window.closes;
        // A letter that would go with another is not sent.
        let apart = |at: Timestamp, from: &[Stage]| {
            let mut others = from
                .iter()
                .filter_map(|other| self.moment(*other, window, zone));
            let near = |other: Timestamp| at.duration_since(other).abs() < NEAR;
            (!others.any(near)).then_some(at)
        };
        match stage {
            Stage::Opening => at(self.opening?, window.opens, zone),
            Stage::Midpoint => {
                let middle = at(self.midpoint?, window.opens + half, zone).filter(in_window)?;
                apart(middle, &[Stage::Opening, Stage::TwoDaysBefore])
            }
            Stage::TwoDaysBefore => {
                let before = at(self.two_days_before?, last, zone).filter(in_window)?;
                apart(before, &[Stage::Opening])
            }
            Stage::LastMorning => at(self.last_morning?, last, zone).filter(in_window),
            Stage::PastDue => at(self.past_due?, last, zone).map(|at| at.max(window.closes)),
            Stage::Uncured | Stage::ByHand => None,
        }
    }

    /// Reads the section `reminders`, which may be left out.
    pub(super) fn read(root: &Section<'_>) -> Self {
        let empty = DeTable::default();
        let section = root
            .maybe_section("reminders")
            .unwrap_or_else(|| root.stand_in("reminders", &empty));
        let usual = Self::default();
        let read = |key, usual| {
            section
                .maybe_text(key)
                .map_or(usual, |at| when(&section, at))
        };
        let hours = section.integer_or("uncured_hours", 24, 0..721);
        let plan = Self {
            automatic: section.boolean_or("automatic", false),
            opening: read("opening", usual.opening),
            midpoint: read("midpoint", usual.midpoint),
            two_days_before: read("two_days_before", usual.two_days_before),
            last_morning: read("last_morning", usual.last_morning),
            past_due: read("past_due", usual.past_due),
            uncured: (hours > 0).then(|| SignedDuration::from_hours(hours)),
        };
        section.end();
        plan
    }
}

/// Nearer than this two letters would say the same.
const NEAR: SignedDuration = SignedDuration::from_hours(20);

fn at(point: Point, anchor: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let day = anchor.to_zoned(zone.clone()).date();
    let day = day.checked_add(Span::new().days(point.days)).ok()?;
    let local = day.to_datetime(point.time).to_zoned(zone.clone()).ok()?;
    Some(local.timestamp())
}

/// Reads `-2 08:00` (days, hour) or `never`.
fn when(section: &Section<'_>, written: Located<String>) -> Option<Point> {
    if written.value == "never" {
        return None;
    }
    let read = || {
        let (days, time) = written.value.split_once(' ')?;
        let days: i64 = days.parse().ok()?;
        let time = Time::strptime("%H:%M", time).ok()?;
        (-60..=60).contains(&days).then_some(Point { days, time })
    };
    let point = read();
    if point.is_none() {
        section.complain_at(
            written.span,
            Problem::NotAllowed {
                found: written.value,
                allowed: "\"-2 08:00\" | \"never\"".to_owned(),
            },
        );
    }
    point
}
