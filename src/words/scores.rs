//! What is said about points, ranks and prizes.

use rust_decimal::Decimal;

use super::Lang;
use crate::{
    figures::Value,
    scoring::{
        explain::Explanation,
        outcome::{ItemScore, State, Why},
        participant::{Standing, Timeliness},
        ranking::{Tie, Winner},
        scale::{Key, OnZero, Scale},
    },
    text,
};

/// Why an item has the points it has, in one sentence or two.
#[must_use]
pub fn why(lang: Lang, scored: &ItemScore, how: &Explanation) -> String {
    let points = text::short_decimal(scored.points.abs().round_dp(4));
    match &scored.why {
        Why::Formula => formula(lang, how, &points, scored.points < Decimal::ZERO),
        Why::DoesNotApply => match lang {
            Lang::Vi => format!(
                "Không áp dụng cho đơn vị: điều kiện {} không thỏa mãn ({}).",
                how.written, how.numbers
            ),
            Lang::En => format!(
                "Does not apply to this unit: {} does not hold ({}).",
                how.written, how.numbers
            ),
        },
        Why::ZeroDivisor(rule) => zero_divisor(lang, *rule, how),
        Why::NoFigure(code) => match lang {
            Lang::Vi => format!("Không tính được điểm vì chỉ tiêu {code} để trống."),
            Lang::En => format!("No points, because {code} was left blank."),
        },
        Why::NoTarget(code) => match lang {
            Lang::Vi => {
                format!("Không áp dụng: đơn vị không được giao chỉ tiêu kế hoạch cho {code}.")
            }
            Lang::En => format!("Does not apply: no target in {code} was set for this unit."),
        },
        Why::TooLarge => match lang {
            Lang::Vi => "Không tính được điểm vì số liệu quá lớn.".to_owned(),
            Lang::En => "No points, because a figure is too large to compute with.".to_owned(),
        },
        Why::Council => match lang {
            Lang::Vi => format!("Hội đồng chấm {points} điểm."),
            Lang::En => format!("The council gave {points}."),
        },
        Why::AwaitsCouncil => match lang {
            Lang::Vi => "Chờ Hội đồng chấm điểm hoặc xác nhận.".to_owned(),
            Lang::En => "Waits for the council to mark or confirm it.".to_owned(),
        },
        Why::LeftOut => match lang {
            Lang::Vi => "Hội đồng không chấm mục này, nên không tính vào tổng điểm.".to_owned(),
            Lang::En => "The council did not use this item, so it is in neither sum.".to_owned(),
        },
    }
}

fn formula(lang: Lang, how: &Explanation, points: &str, taken: bool) -> String {
    // A step or an option already ends in what it gives.
    let mut said = how.numbers.clone();
    if !said.ends_with(&format!("→ {points}")) {
        said.push_str(&format!(" = {points}"));
    }
    if taken {
        said.push_str(&match lang {
            Lang::Vi => format!(" (trừ {points} điểm)"),
            Lang::En => format!(" ({points} taken off)"),
        });
    }
    if let Some(timeliness) = how.timeliness {
        said = format!("{}: {said}", self::timeliness(lang, timeliness));
    }
    let inputs: Vec<String> = how
        .inputs
        .iter()
        .map(|(code, value)| match value {
            Some(value) => format!("{code} = {}", self::value(lang, value)),
            None => format!("{code} = –"),
        })
        .collect();
    if !inputs.is_empty() {
        said.push_str(&format!("; {}", inputs.join(", ")));
    }
    for best in &how.bests {
        let value = text::short_decimal(best.value.round_dp(4));
        let units = best.units.join(", ");
        said.push_str(&match lang {
            Lang::Vi => format!("; cao nhất nhóm: {value} ({units})"),
            Lang::En => format!("; best of the group: {value} ({units})"),
        });
    }
    said.push('.');
    said
}

/// A figure, as a person reads it.
#[must_use]
pub fn value(lang: Lang, value: &Value) -> String {
    match (lang, value) {
        (Lang::Vi, _) | (Lang::En, Value::Number(_) | Value::Text(_)) => value.to_string(),
        (Lang::En, Value::Bool(true)) => "yes".to_owned(),
        (Lang::En, Value::Bool(false)) => "no".to_owned(),
    }
}

fn zero_divisor(lang: Lang, rule: OnZero, how: &Explanation) -> String {
    let numbers = &how.numbers;
    match (lang, rule) {
        (Lang::Vi, OnZero::Zero) => {
            format!("Mẫu số bằng 0 ({numbers}); theo thang điểm, mục này được 0 điểm.")
        }
        (Lang::Vi, OnZero::Full) => {
            format!("Mẫu số bằng 0 ({numbers}); theo thang điểm, mục này được điểm tối đa.")
        }
        (Lang::Vi, OnZero::NotApplicable) => {
            format!("Mẫu số bằng 0 ({numbers}); theo thang điểm, mục này không áp dụng.")
        }
        (Lang::En, OnZero::Zero) => {
            format!("The divisor is zero ({numbers}); by the scale that gives no points.")
        }
        (Lang::En, OnZero::Full) => {
            format!("The divisor is zero ({numbers}); by the scale that gives all points.")
        }
        (Lang::En, OnZero::NotApplicable) => {
            format!("The divisor is zero ({numbers}); by the scale the item does not apply.")
        }
    }
}

/// When a report came.
#[must_use]
pub fn timeliness(lang: Lang, timeliness: Timeliness) -> String {
    let seconds = match (timeliness, lang) {
        (Timeliness::OnTime, Lang::Vi) => return "Gửi trong hạn".to_owned(),
        (Timeliness::OnTime, Lang::En) => return "Sent in time".to_owned(),
        (Timeliness::LateBy { seconds }, Lang::Vi | Lang::En) => seconds,
    };
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match lang {
        Lang::Vi => format!("Gửi quá hạn {days} ngày {hours} giờ {minutes} phút"),
        Lang::En => format!("Sent {days} days {hours} hours {minutes} minutes late"),
    }
}

/// What the points of an item mean.
#[must_use]
pub fn state(lang: Lang, state: State) -> &'static str {
    match (lang, state) {
        (Lang::Vi, State::Scored) => "Có điểm",
        (Lang::Vi, State::Zero) => "Không có điểm",
        (Lang::Vi, State::NotApplicable) => "Không áp dụng",
        (Lang::Vi, State::Pending) => "Chờ Hội đồng",
        (Lang::En, State::Scored) => "Scored",
        (Lang::En, State::Zero) => "No points",
        (Lang::En, State::NotApplicable) => "Not applicable",
        (Lang::En, State::Pending) => "Waits for the council",
    }
}

/// Why a unit is not ranked.
#[must_use]
pub fn standing(lang: Lang, standing: Standing) -> &'static str {
    match (lang, standing) {
        (Lang::Vi, Standing::Admitted) => "Được xếp hạng",
        (Lang::Vi, Standing::Late) => "Gửi báo cáo quá hạn, không xếp hạng",
        (Lang::Vi, Standing::Silent) => "Không gửi báo cáo",
        (Lang::Vi, Standing::Exempt) => "Được miễn báo cáo",
        (Lang::En, Standing::Admitted) => "Ranked",
        (Lang::En, Standing::Late) => "Reported late, not ranked",
        (Lang::En, Standing::Silent) => "Did not report",
        (Lang::En, Standing::Exempt) => "Exempt",
    }
}

/// What became of a tie; nothing where there was none.
#[must_use]
pub fn tie(lang: Lang, tie: &Tie, scale: &Scale) -> String {
    match (tie, lang) {
        (Tie::None, Lang::Vi | Lang::En) => String::new(),
        (Tie::CouncilDecides, Lang::Vi) => "Đồng hạng, chờ Hội đồng quyết định".to_owned(),
        (Tie::CouncilDecides, Lang::En) => "Tied; the council decides".to_owned(),
        (Tie::CouncilDecided { .. }, Lang::Vi) => {
            "Bằng tổng điểm; xếp theo quyết định của Hội đồng".to_owned()
        }
        (Tie::CouncilDecided { .. }, Lang::En) => "Same total; decided by the council".to_owned(),
        (Tie::BrokenBy(key), Lang::Vi) => {
            format!("Bằng tổng điểm; xếp theo {}", self::key(lang, key, scale))
        }
        (Tie::BrokenBy(key), Lang::En) => {
            format!("Same total; decided by {}", self::key(lang, key, scale))
        }
    }
}

fn key(lang: Lang, key: &Key, scale: &Scale) -> String {
    let group = |group: &usize| scale.groups().get(*group).map(|g| g.label.as_str());
    match (key, lang) {
        (Key::Total, Lang::Vi) => "tổng điểm".to_owned(),
        (Key::Total, Lang::En) => "the total".to_owned(),
        (Key::ExactTotal, Lang::Vi) => "tổng điểm trước khi làm tròn".to_owned(),
        (Key::ExactTotal, Lang::En) => "the total before rounding".to_owned(),
        (Key::Received, Lang::Vi) => "thời điểm gửi báo cáo".to_owned(),
        (Key::Received, Lang::En) => "who reported earlier".to_owned(),
        (Key::Group(n), Lang::Vi) => {
            format!("tỷ lệ điểm nhóm \"{}\"", group(n).unwrap_or_default())
        }
        (Key::Group(n), Lang::En) => {
            format!("the rate in \"{}\"", group(n).unwrap_or_default())
        }
    }
}

/// Whose a prize is.
#[must_use]
pub fn winner(lang: Lang, winner: &Winner) -> String {
    match (winner, lang) {
        (Winner::Unit(unit), Lang::Vi | Lang::En) => unit.clone(),
        (Winner::Undecided(units), Lang::Vi) => {
            format!("Chưa xác định, Hội đồng quyết định: {}", units.join(", "))
        }
        (Winner::Undecided(units), Lang::En) => {
            format!("Undecided, the council decides: {}", units.join(", "))
        }
        (Winner::Nobody, Lang::Vi) => "Không có đơn vị".to_owned(),
        (Winner::Nobody, Lang::En) => "Nobody".to_owned(),
    }
}

/// Heads of the columns of the tables of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// Title of the table of ranks.
    Ranking,
    /// Title of the table of points.
    Points,
    /// Rank.
    Rank,
    /// Code of the unit.
    Unit,
    /// Name of the unit.
    Name,
    /// Total.
    Total,
    /// Band.
    Band,
    /// Bonus.
    Bonus,
    /// Penalty.
    Penalty,
    /// Note.
    Note,
    /// Prize.
    Prize,
}

/// The head of a column.
#[must_use]
pub fn head(lang: Lang, head: Head) -> &'static str {
    match (lang, head) {
        (Lang::Vi, Head::Ranking) => "Bảng xếp hạng",
        (Lang::Vi, Head::Points) => "Điểm theo chỉ tiêu",
        (Lang::Vi, Head::Rank) => "Xếp hạng",
        (Lang::Vi, Head::Unit) => "Mã đơn vị",
        (Lang::Vi, Head::Name) => "Đơn vị",
        (Lang::Vi, Head::Total) => "Tổng điểm",
        (Lang::Vi, Head::Band) => "Xếp loại",
        (Lang::Vi, Head::Bonus) => "Điểm thưởng",
        (Lang::Vi, Head::Penalty) => "Điểm trừ",
        (Lang::Vi, Head::Note) => "Ghi chú",
        (Lang::Vi, Head::Prize) => "Giải thưởng",
        (Lang::En, Head::Ranking) => "Ranking",
        (Lang::En, Head::Points) => "Points per item",
        (Lang::En, Head::Rank) => "Rank",
        (Lang::En, Head::Unit) => "Unit code",
        (Lang::En, Head::Name) => "Unit",
        (Lang::En, Head::Total) => "Total",
        (Lang::En, Head::Band) => "Band",
        (Lang::En, Head::Bonus) => "Bonus",
        (Lang::En, Head::Penalty) => "Penalty",
        (Lang::En, Head::Note) => "Note",
        (Lang::En, Head::Prize) => "Prize",
    }
}

/// Said of a ranking that can still change.
#[must_use]
pub fn provisional(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Kết quả tạm tính: Hội đồng chưa chấm đủ các mục.",
        Lang::En => "Provisional: the council has not marked every item.",
    }
}

/// A total as it is printed: at least two decimals, and a decimal comma.
#[must_use]
pub fn total(total: Decimal) -> String {
    text::decimal_comma(total, total.normalize().scale().max(2))
}
