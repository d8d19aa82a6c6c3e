//! What was typed into a form, before anybody has said what it means.

use jiff::{Timestamp, civil::Date, civil::Time, tz::TimeZone};

use crate::text;

/// Fields with what was typed in them, in order.
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// What stands in a field, tidied and in one line.
    #[must_use]
    pub fn text(&self, field: &str) -> String {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or_else(String::new, |(_, text)| {
            text::one_line(&text::tidy(text), 500)
        })
    }

    /// The day that was typed, if one was; none when what stands there is no
    /// day.
    #[must_use]
    pub fn day(&self, field: &str) -> Option<Option<Date>> {
        match self.text(field).as_str() {
            "" => Some(None),
            written => day(written).map(Some),
        }
    }

    /// The end of a day, or an hour of it: the first moment that is no longer
    /// within.
    #[must_use]
    pub fn end(&self, day_field: &str, time_field: &str, zone: &TimeZone) -> Option<Timestamp> {
        let day = day(&self.text(day_field))?;
        let local = match self.text(time_field).as_str() {
            "" | "24:00" => day.tomorrow().ok()?.to_datetime(Time::midnight()),
            written => day.to_datetime(Time::strptime("%H:%M", written).ok()?),
        };
        Some(local.to_zoned(zone.clone()).ok()?.timestamp())
    }
}

/// A day as browsers send it, or as people write it: `2015-12-09`, `09/12/2015`.
#[must_use]
pub fn day(written: &str) -> Option<Date> {
    Date::strptime("%Y-%m-%d", written)
        .or_else(|_| Date::strptime("%d/%m/%Y", written))
        .ok()
}
