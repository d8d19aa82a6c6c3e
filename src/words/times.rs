//! Days and hours, as an office writes them.

use jiff::{
    Timestamp, ToSpan, Zoned,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use super::Lang;

/// `09:14:32 thứ Năm ngày 10/12/2015 (giờ Việt Nam, UTC+07:00)`.
#[must_use]
pub fn moment(lang: Lang, at: Timestamp, zone: &TimeZone) -> String {
    let local = at.to_zoned(zone.clone());
    let clock = local.strftime("%H:%M:%S");
    format!(
        "{clock} {} ({})",
        day(lang, &local),
        zone_name(lang, &local)
    )
}

/// A day.
#[must_use]
pub fn date(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// `09:14 10/12/2015`, for narrow columns.
#[must_use]
pub fn short(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%H:%M %d/%m/%Y")
        .to_string()
}

/// `09:14`, for what is of today.
#[must_use]
pub fn clock(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M").to_string()
}

/// The end of a half-open span: one that ends at midnight ends at 24:00 of the
/// day before, which is how people say it.
#[must_use]
pub fn deadline(lang: Lang, closes: Timestamp, zone: &TimeZone) -> String {
    let local = closes.to_zoned(zone.clone());
    if local.hour() == 0 && local.minute() == 0 && local.second() == 0 {
        let last = local.saturating_sub(1.day());
        return format!("24:00 {}", day(lang, &last));
    }
    format!("{} {}", local.strftime("%H:%M:%S"), day(lang, &local))
}

/// The same for a subject line: `24:00 12/12`.
#[must_use]
pub fn short_deadline(closes: Timestamp, zone: &TimeZone) -> String {
    let local = closes.to_zoned(zone.clone());
    if local.hour() == 0 && local.minute() == 0 && local.second() == 0 {
        let last = local.saturating_sub(1.day());
        return format!("24:00 {}", last.strftime("%d/%m"));
    }
    local.strftime("%H:%M %d/%m").to_string()
}

/// A length of time: `5 giây`, `2 giờ 10 phút`, `3 ngày 4 giờ`.
#[must_use]
pub fn length(lang: Lang, seconds: i64) -> String {
    let units = match lang {
        Lang::Vi => [(86_400, "ngày"), (3_600, "giờ"), (60, "phút"), (1, "giây")],
        Lang::En => [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")],
    };
    let mut rest = seconds.max(0);
    let mut said = Vec::new();
    for (size, name) in units {
        let count = rest / size;
        if count > 0 && said.len() < 2 {
            said.push(format!("{count} {name}"));
            rest -= count * size;
        }
    }
    if said.is_empty() {
        return format!("0 {}", units[3].1);
    }
    said.join(" ")
}

fn day(lang: Lang, local: &Zoned) -> String {
    let date = local.strftime("%d/%m/%Y");
    match lang {
        Lang::Vi => format!("{} ngày {date}", weekday(local.weekday())),
        Lang::En => format!("{}, {date}", local.strftime("%A")),
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}

fn zone_name(lang: Lang, local: &Zoned) -> String {
    let offset = local.strftime("UTC%:z");
    match lang {
        Lang::Vi if local.offset().seconds() == 7 * 3_600 => format!("giờ Việt Nam, {offset}"),
        Lang::Vi | Lang::En => offset.to_string(),
    }
}
