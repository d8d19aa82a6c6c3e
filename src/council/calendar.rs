//! Working days, as an office counts them: Monday to Friday, but for the days
//! off that the campaign names.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// Is an office at work that day?
#[must_use]
pub fn is_working(day: Date, days_off: &[Date]) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !days_off.contains(&day)
}

/// The end of the last of so many working days: the day on which a letter goes
/// out does not count, and the last one counts whole. None when the calendar
/// ends before.
#[must_use]
pub fn deadline(
    from: Timestamp,
    days: u16,
    zone: &TimeZone,
    days_off: &[Date],
) -> Option<Timestamp> {
    let mut day = from.to_zoned(zone.clone()).date();
    let mut left = days;
    while left > 0 {
        day = day.tomorrow().ok()?;
        left -= u16::from(is_working(day, days_off));
    }
    let end = day.checked_add(1.day()).ok()?;
    Some(end.to_zoned(zone.clone()).ok()?.timestamp())
}
