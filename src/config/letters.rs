//! How letters leave: `[smtp]` and `[answers]`.

use super::{Smtp, address, path, seconds, server};
use crate::{address::Address, document::Section, verdict::limits::Bounds};

/// `bounces_to` is our own mailbox unless another is named: a receipt has legal
/// weight, so a server that cannot deliver it must be able to say so, and the
/// null sender would forbid that. It starts no loop. What comes back from the
/// null sender, or from a mailer daemon, is never answered; our letters say
/// `Auto-Submitted` and `X-Auto-Response-Suppress`, so that responders keep
/// still; and what answers all the same is stopped by counting (`verdict::limits`).
pub(super) fn smtp(section: &Section<'_>, own: &Address) -> Smtp {
    let user = section.maybe_text("user").map(|user| user.value);
    let login = user.map(|user| (user, path(section, "password_file")));
    let bounces_to = section.maybe_text("bounces_to");
    let smtp = Smtp {
        server: server(section, 465, 587),
        login,
        helo: section.text_or("helo", "localhost"),
        step: seconds(section, "step_seconds", 60, 600),
        retry: seconds(section, "retry_seconds", 30, 3_600),
        bounces_to: bounces_to.map_or_else(
            || own.clone(),
            |written| address(section, "bounces_to", &written.value),
        ),
    };
    section.end();
    smtp
}

/// Seldom set: for a town whose units send more in an hour than people can.
pub(super) fn answers(section: &Section<'_>) -> Bounds {
    let usual = Bounds::default();
    let bound = |key, usual: usize| {
        let usual = i64::try_from(usual).unwrap_or(i64::MAX);
        let written = section.integer_or(key, usual, 1..1_000_001);
        usize::try_from(written).unwrap_or(1)
    };
    let bounds = Bounds {
        hour: bound("per_hour", usual.hour),
        day: bound("per_day", usual.day),
        town_minute: bound("town_per_minute", usual.town_minute),
        town_day: section
            .has("town_per_day")
            .then(|| bound("town_per_day", 200)),
    };
    section.end();
    bounds
}
