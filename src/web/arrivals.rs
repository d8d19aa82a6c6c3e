//! The picture of when the mails of units arrived.

use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};

use super::{App, failure::Failure};
use crate::words::pages::arrivals::{Arrivals, Bar, Day};

/// Width of an hour, and of a day where days are shown.
const HOUR: i64 = 5;
const DAY: i64 = 24;
/// Height of the highest bar, and where bars stand.
const HEIGHT: i64 = 96;
const FLOOR: i64 = 112;
/// Longest window whose hours are shown one by one.
const LONGEST: i64 = 24 * 16;

/// Counts the arrivals of the window, and of two days more when it is over.
///
/// # Errors
/// When the ledger does not answer.
pub async fn picture(app: &App) -> Result<Arrivals, Failure> {
    let (window, zone, now) = (app.campaign.window, &app.campaign.zone, app.now());
    let last = window.closes + SignedDuration::from_hours(48);
    let end = now.clamp(window.closes, last);
    let local = |at: Timestamp| at.to_zoned(zone.clone());
    let first = local(window.opens)
        .start_of_day()
        .unwrap_or(local(window.opens));
    let hours = end.duration_since(first.timestamp()).as_hours() + 1;
    let daily = hours > LONGEST;
    let span = if daily { 24 } else { 1 };
    let width = if daily { DAY } else { HOUR };
    let start = hour_of(first.timestamp());
    let x = |at: Timestamp| (hour_of(at) - start) / span * width;
    let counted = app.store.arrivals(first.timestamp(), end).await?;
    let mut spans: Vec<(i64, i64)> = Vec::new();
    for (hour, count) in counted {
        let nth = (hour - start) / span;
        match spans.last_mut().filter(|(last, _)| *last == nth) {
            Some((_, sum)) => *sum += count,
            None => spans.push((nth, count)),
        }
    }
    let peak = spans.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let bar = |(nth, count): &(i64, i64)| {
        let height = (count * HEIGHT / peak.max(1)).max(2);
        Bar {
            x: nth * width,
            y: FLOOR - height,
            width: width - 1,
            height,
            span: named(&first, *nth * span, daily),
            count: *count,
        }
    };
    Ok(Arrivals {
        width: (hours / span + 1) * width,
        bars: spans.iter().map(bar).collect(),
        days: days(&first, end, &x),
        now: (now >= first.timestamp() && now < end).then(|| x(now)),
        closes: x(window.closes),
        peak,
        total: spans.iter().map(|(_, count)| count).sum(),
        daily,
    })
}

fn hour_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3_600)
}

/// `08:00–09:00 10/12/2015`, or the day alone.
fn named(first: &Zoned, hours: i64, daily: bool) -> String {
    let from = first.saturating_add(hours.hours());
    if daily {
        return from.strftime("%d/%m/%Y").to_string();
    }
    let to = from.saturating_add(1.hour());
    format!(
        "{}–{}",
        from.strftime("%H:%M"),
        to.strftime("%H:%M %d/%m/%Y")
    )
}

/// Days, not so many that their names would meet.
fn days(first: &Zoned, end: Timestamp, x: &dyn Fn(Timestamp) -> i64) -> Vec<Day> {
    let mut days = Vec::new();
    let mut day = first.clone();
    while day.timestamp() < end {
        days.push(Day {
            x: x(day.timestamp()),
            label: day.strftime("%d/%m").to_string(),
        });
        day = day.saturating_add(1.day());
    }
    let step = days.len().div_ceil(16).max(1);
    days.into_iter().step_by(step).collect()
}
