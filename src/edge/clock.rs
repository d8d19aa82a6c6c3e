//! The one place where the time is read.

use jiff::Timestamp;

/// Now, cut to microseconds, as the store keeps it.
#[must_use]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
