//! Waiting is on a fact, with a deadline.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

/// Asks until there is an answer; panics with `what` when `seconds` are over.
pub fn until<T>(seconds: u64, what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(
            Instant::now() < deadline,
            "not within {seconds} seconds: {what}"
        );
        sleep(Duration::from_millis(20));
    }
}
