//! What is said of figures that stand out beside others. The clerk need not
//! mend anything; the council will look. No other unit is named: whose report
//! it looks like is between the council and the two.

use super::{Lang, findings::FindingText, money};
use crate::{finding::Oddity, text::short_decimal};

/// What was found, what is expected, and what to do; the place is told by the
/// caller.
pub(super) fn told(lang: Lang, oddity: &Oddity) -> FindingText {
    let (found, expected) = match oddity {
        Oddity::FarFromLastYear { found, before } => {
            let (found, before) = (short_decimal(*found), short_decimal(*before));
            let expected = lang.pick(
                format!("không chênh quá 50% so với năm trước ({before})"),
                format!("within 50% of the year before ({before})"),
            );
            (found, expected)
        }
        Oddity::FarFromGroup { found, median } => {
            let (found, median) = (short_decimal(*found), short_decimal(*median));
            let expected = lang.pick(
                format!("gần với mức giữa của các đơn vị cùng nhóm ({median})"),
                format!("near the middle of its group ({median})"),
            );
            (found, expected)
        }
        Oddity::OtherMoney {
            found,
            unit,
            beside,
            meant,
        } => {
            return FindingText {
                place: String::new(),
                found: format!("{} {unit}", short_decimal(*found)),
                expected: money::near(lang, unit, *beside),
                fix: money::check(lang, meant),
            };
        }
        Oddity::SameAsUnit { same, of, .. } => {
            let found = lang.pick(
                format!("{same}/{of} số liệu trùng với báo cáo của một đơn vị khác"),
                format!("{same} of {of} figures are those of another unit"),
            );
            (found, own(lang))
        }
        Oddity::SameAsLastYear { same, of } => {
            let found = lang.pick(
                format!("{same}/{of} số liệu trùng với năm trước"),
                format!("{same} of {of} figures are those of the year before"),
            );
            (found, own(lang))
        }
    };
    FindingText {
        place: String::new(),
        found,
        expected,
        fix: lang
            .pick(
                "Kiểm tra lại; nếu đúng thì không cần sửa, Hội đồng sẽ xem xét.",
                "Check it; if it is right, nothing must be done, and the council will look at it.",
            )
            .to_owned(),
    }
}

fn own(lang: Lang) -> String {
    lang.pick(
        "số liệu của chính đơn vị trong kỳ báo cáo",
        "the unit's own figures of the period",
    )
    .to_owned()
}
