//! What is said of an amount that may be written in another unit of money.

use rust_decimal::Decimal;

use super::Lang;
use crate::{
    finding::{Beside, Meant, MoneyUnit},
    text::short_decimal,
};

/// What the unit of money is called.
fn name(lang: Lang, unit: MoneyUnit) -> &'static str {
    match unit {
        MoneyUnit::Dong => lang.pick("đồng", "đồng"),
        MoneyUnit::Thousand => lang.pick("nghìn đồng", "thousand đồng"),
        MoneyUnit::Million => lang.pick("triệu đồng", "million đồng"),
        MoneyUnit::Billion => lang.pick("tỷ đồng", "thousand million đồng"),
    }
}

/// A large amount to be read, not to be typed: 1.000.000.
fn in_thousands(amount: Decimal) -> String {
    let written = short_decimal(amount);
    let (whole, rest) = written.split_once(',').unwrap_or((&written, ""));
    let mut grouped = String::new();
    for (left, digit) in (0..whole.len()).rev().zip(whole.chars()) {
        grouped.push(digit);
        if left > 0 && left % 3 == 0 && digit.is_ascii_digit() {
            grouped.push('.');
        }
    }
    if !rest.is_empty() {
        grouped.push(',');
        grouped.push_str(rest);
    }
    grouped
}

/// What there may be of it at most.
pub(super) fn at_most(lang: Lang, max: Decimal, unit: &str) -> String {
    let max = in_thousands(max);
    lang.pick(
        format!("số tiền tính bằng {unit}, không quá {max} {unit}"),
        format!("an amount in {unit}, at most {max} {unit}"),
    )
}

/// How to write an amount that is too much.
pub(super) fn rewrite(lang: Lang, unit: &str, meant: &[Meant]) -> String {
    let ways: Vec<String> = meant.iter().map(|it| way(lang, it)).collect();
    let ways = ways.join(lang.pick("; ", "; "));
    lang.pick(
        format!("Ghi số tiền theo {unit}: {ways}."),
        format!("Write the amount in {unit}: {ways}."),
    )
}

fn way(lang: Lang, meant: &Meant) -> String {
    let (unit, amount) = (name(lang, meant.unit), short_decimal(meant.amount));
    lang.pick(
        format!("nếu số đang ghi là {unit} thì ghi {amount}"),
        format!("if what is written is {unit}, write {amount}"),
    )
}

/// What a doubtful amount should be near.
pub(super) fn near(lang: Lang, unit: &str, beside: Beside) -> String {
    match beside {
        Beside::LastYear(before) => {
            let before = in_thousands(before);
            lang.pick(
                format!("số tiền tính bằng {unit}; năm trước là {before} {unit}"),
                format!("an amount in {unit}; the year before it was {before} {unit}"),
            )
        }
        Beside::Group(median) => {
            let median = in_thousands(median);
            lang.pick(
                format!(
                    "số tiền tính bằng {unit}; mức giữa của các đơn vị cùng nhóm là {median} {unit}"
                ),
                format!("an amount in {unit}; the middle of its group is {median} {unit}"),
            )
        }
    }
}

/// What to do about a doubtful amount.
pub(super) fn check(lang: Lang, meant: &Meant) -> String {
    let way = way(lang, meant);
    lang.pick(
        format!("Kiểm tra đơn vị tính: {way}. Nếu đã đúng thì không cần sửa, Hội đồng sẽ xem xét."),
        format!("Check the unit: {way}. If it is right, nothing must be done, and the council will look at it."),
    )
}
