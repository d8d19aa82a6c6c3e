//! What a clerk reads about one fault of a report: where it is, what is there,
//! what should be, and how to mend it.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Lang, money, oddities, pieces, remedies, table_faults};
use crate::{
    finding::{BrokenRule, Comparison, Expected, Fault, Finding, HeaderField, Operand, Side},
    text::short_decimal,
};

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingText {
    /// Where: sheet, cell and indicator.
    pub place: String,
    /// What is there.
    pub found: String,
    /// What should be.
    pub expected: String,
    /// How to mend it.
    pub fix: String,
}

/// Tells a finding.
#[must_use]
pub fn finding(lang: Lang, finding: &Finding) -> FindingText {
    FindingText {
        place: place(lang, finding),
        ..told(lang, &finding.fault)
    }
}

/// All but the place.
fn told(lang: Lang, fault: &Fault) -> FindingText {
    if let Fault::Table(fault) = fault {
        return table_faults::told(lang, fault);
    }
    if let Fault::Odd(oddity) = fault {
        return oddities::told(lang, oddity);
    }
    FindingText {
        place: String::new(),
        found: found(lang, fault),
        expected: expected(lang, fault),
        fix: fix(lang, fault),
    }
}

/// Tells a finding in one line: place, indicator, found → expected, code.
#[must_use]
pub fn in_one_line(lang: Lang, finding: &Finding) -> String {
    let mut line = at(lang, finding);
    if let Some(code) = &finding.indicator {
        line.push_str(&format!(" – {code}"));
    }
    let FindingText {
        found, expected, ..
    } = told(lang, &finding.fault);
    format!("{line}: {found} → {expected} [{}]", finding.code)
}

fn place(lang: Lang, finding: &Finding) -> String {
    let mut place = at(lang, finding);
    if let Some(code) = &finding.indicator {
        place.push_str(&format!(" – {} ({code})", finding.label));
    }
    place
}

fn at(lang: Lang, finding: &Finding) -> String {
    match (finding.sheet.as_str(), finding.cell.as_str()) {
        ("", _) => lang.pick("Toàn bộ tệp", "The whole file").to_owned(),
        (sheet, "") => format!("{} \"{sheet}\"", lang.pick("Trang tính", "Sheet")),
        (sheet, cell) => {
            let (page, at) = lang.pick(("Trang tính", "ô"), ("Sheet", "cell"));
            format!("{page} \"{sheet}\", {at} {cell}")
        }
    }
}

fn quoted(found: &str) -> String {
    format!("\"{found}\"")
}

fn found(lang: Lang, fault: &Fault) -> String {
    match fault {
        Fault::Missing { .. } | Fault::HeaderMissing { .. } => {
            lang.pick("(để trống)", "(blank)").to_owned()
        }
        Fault::MustBeBlank { found, .. }
        | Fault::NotNumber { found }
        | Fault::NotWhole { found }
        | Fault::AmbiguousNumber { found, .. }
        | Fault::TooMuchMoney { found, .. }
        | Fault::OutOfDomain { found, .. }
        | Fault::TooManyDecimals { found, .. }
        | Fault::DateInNumber { found }
        | Fault::NotYesNo { found }
        | Fault::NotOption { found, .. }
        | Fault::NotUnder { found, .. }
        | Fault::CellError { found }
        | Fault::AmbiguousShare { found }
        | Fault::WrongUnit { found, .. }
        | Fault::WrongYear { found, .. }
        | Fault::WrongPeriod { found, .. }
        | Fault::HeaderOdd { found, .. }
        | Fault::UnmarkedUnit { found, .. }
        | Fault::ReadAs { found, .. }
        | Fault::TextIgnored { found, .. } => quoted(found),
        Fault::FormulaWithoutValue => lang
            .pick("công thức chưa có kết quả", "a formula without a result")
            .to_owned(),
        Fault::FormulasWithoutValue { cells } => {
            let (count, list) = (cells.len(), pieces::runs(cells));
            lang.pick(
                format!("{count} ô là công thức chưa có kết quả: {list}"),
                format!("{count} cells hold formulas without a result: {list}"),
            )
        }
        Fault::StaleFormula { found, computed } => lang.pick(
            format!("công thức có kết quả lưu là {found}, tính lại được {computed}"),
            format!("a formula that kept {found} and gives {computed}"),
        ),
        Fault::Rule(rule) => side(lang, &rule.left),
        Fault::ListCount { declared, listed } => lang.pick(
            format!("ghi {declared}, liệt kê {listed}"),
            format!("says {declared}, lists {listed}"),
        ),
        Fault::NoEvidence { .. } => lang
            .pick("chưa ghi tài liệu kiểm chứng", "no evidence named")
            .to_owned(),
        Fault::Twice { cells } => cells.join(", "),
        Fault::MissingIndicator => lang
            .pick("không thấy dòng này", "the row is not there")
            .to_owned(),
        Fault::NoTable => lang
            .pick(
                "không thấy bảng số liệu của mẫu",
                "the table of the form is not there",
            )
            .to_owned(),
        Fault::WrongForm { found, .. } => form(lang, found),
        // Told by `table_faults` and `oddities`.
        Fault::Table(_) | Fault::Odd(_) => String::new(),
    }
}

fn expected(lang: Lang, fault: &Fault) -> String {
    let say = |vi: &str, en: &str| lang.pick(vi, en).to_owned();
    match fault {
        Fault::Missing { expected } => kind(lang, expected),
        Fault::MustBeBlank { because, .. } => {
            let because = operand(lang, because);
            lang.pick(
                format!("để trống, vì {because}"),
                format!("blank, because {because}"),
            )
        }
        Fault::NotNumber { .. } | Fault::DateInNumber { .. } => {
            say("một số, ví dụ 20", "a number, such as 20")
        }
        Fault::NotWhole { .. } => kind(lang, &Expected::Whole),
        Fault::AmbiguousNumber { .. } => say(
            "một số chỉ hiểu được một cách, ví dụ 1234 hoặc 1,5",
            "a number that can be read in one way only, such as 1234 or 1,5",
        ),
        Fault::OutOfDomain { min, max, .. } => domain(lang, *min, *max),
        Fault::TooMuchMoney { unit, max, .. } => money::at_most(lang, *max, unit),
        Fault::TooManyDecimals { places, .. } => kind(lang, &Expected::Decimal(*places)),
        Fault::NotYesNo { .. } => kind(lang, &Expected::YesNo),
        Fault::NotOption { options, .. } => kind(lang, &Expected::Option(options.clone())),
        Fault::NotUnder { suffix, .. } => lang.pick(
            format!("một địa chỉ có tên miền kết thúc bằng {suffix}"),
            format!("an address whose host ends with {suffix}"),
        ),
        Fault::FormulaWithoutValue | Fault::CellError { .. } => say("một giá trị", "a value"),
        Fault::FormulasWithoutValue { .. } => say("một giá trị ở mỗi ô", "a value in each cell"),
        Fault::StaleFormula { .. } => say(
            "kết quả khớp với các ô trong công thức",
            "the result that its cells give",
        ),
        Fault::AmbiguousShare { .. } => say(
            "một số phần trăm, ví dụ 35 hoặc 35%",
            "a percentage, such as 35 or 35%",
        ),
        Fault::Rule(rule) => rule_text(lang, rule),
        Fault::ListCount { declared, .. } => lang.pick(
            format!("liệt kê đủ {declared}, mỗi mục một dòng hoặc cách nhau bằng dấu \";\""),
            format!("{declared} entries, one a line or parted by \";\""),
        ),
        Fault::NoEvidence { wanted } => wanted.clone(),
        Fault::Twice { .. } => say("mỗi mã chỉ có một dòng", "one row for each code"),
        Fault::MissingIndicator => say("đủ mọi dòng của mẫu", "every row of the form"),
        Fault::NoTable => say(
            "bảng của mẫu, có cột \"Mã\" và cột \"Số liệu\"",
            "the table of the form, with the columns \"Mã\" and \"Số liệu\"",
        ),
        Fault::WrongForm { expected, .. } => form(lang, expected),
        Fault::WrongUnit { expected, .. }
        | Fault::WrongYear { expected, .. }
        | Fault::WrongPeriod { expected, .. }
        | Fault::UnmarkedUnit { expected, .. } => expected.clone(),
        Fault::HeaderMissing { field } | Fault::HeaderOdd { field, .. } => part(lang, *field),
        Fault::ReadAs { taken, .. } => taken_as(lang, taken),
        Fault::TextIgnored { kept, .. } => taken_as(lang, kept),
        Fault::Table(_) | Fault::Odd(_) => String::new(),
    }
}

fn form(lang: Lang, kind: &str) -> String {
    lang.pick(format!("Mẫu {kind}"), format!("Form {kind}"))
}

fn taken_as(lang: Lang, taken: &str) -> String {
    lang.pick(format!("đã hiểu là {taken}"), format!("read as {taken}"))
}

fn fix(lang: Lang, fault: &Fault) -> String {
    if let Fault::Rule(rule) = fault {
        return fix_rule(lang, rule);
    }
    if let Fault::TooMuchMoney { unit, meant, .. } = fault {
        return money::rewrite(lang, unit, meant);
    }
    if let Fault::AmbiguousNumber { found, places } = fault
        && let Some(fix) = one_of_two(lang, found, *places)
    {
        return fix;
    }
    lang.pick(remedies::vietnamese(fault), remedies::english(fault))
        .to_owned()
}

/// How to write the one of two numbers that is meant: 180126, or 180.126, which
/// a further 0 keeps from being read as thousands. Nothing is rounded away but
/// decimals that the indicator does not take.
fn one_of_two(lang: Lang, found: &str, places: u32) -> Option<String> {
    let kept = |c: &char| c.is_ascii_digit() || matches!(c, '-' | '.' | ',');
    let written: String = found.chars().filter(kept).collect();
    let (before, after) = written.split_once(['.', ','])?;
    let whole = format!("{before}{after}");
    let exact = places > 2;
    let parted = if exact {
        format!("{before},{after}0")
    } else {
        let parted: Decimal = format!("{before}.{after}").parse().ok()?;
        short_decimal(parted.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero))
    };
    Some(match (exact, places) {
        (_, 0) => lang.pick(
            format!("Ghi {whole}, không dùng dấu phân cách hàng nghìn."),
            format!("Write {whole}, without a thousands separator."),
        ),
        (true, _) => lang.pick(
            format!(
                "Nếu là {before} phẩy {after} thì ghi {parted} (thêm một số 0 ở cuối); nếu là số \
                 nguyên thì ghi {whole}, không dùng dấu phân cách hàng nghìn."
            ),
            format!(
                "If it is {before} and decimals, write {parted} (with one more 0); if it is a \
                 whole number, write {whole}, without a thousands separator."
            ),
        ),
        (false, _) => lang.pick(
            format!(
                "Nếu là số thập phân thì ghi {parted} (làm tròn {places} chữ số); nếu là số nguyên \
                 thì ghi {whole}, không dùng dấu phân cách hàng nghìn."
            ),
            format!(
                "If it has decimals, write {parted} (rounded to {places}); if it is a whole \
                 number, write {whole}, without a thousands separator."
            ),
        ),
    })
}

fn kind(lang: Lang, expected: &Expected) -> String {
    match expected {
        Expected::Whole => lang
            .pick("một số nguyên, ví dụ 20", "a whole number, such as 20")
            .to_owned(),
        Expected::Decimal(places) => lang.pick(
            format!("một số có không quá {places} chữ số thập phân, ví dụ 12,5"),
            format!("a number with at most {places} decimals, such as 12,5"),
        ),
        Expected::YesNo => lang
            .pick("\"Có\" hoặc \"Không\"", "\"Có\" or \"Không\"")
            .to_owned(),
        Expected::Option(options) => {
            let list: Vec<String> = options.iter().map(|option| quoted(option)).collect();
            let one = lang.pick("một trong các mục", "one of");
            format!("{one}: {}", list.join(", "))
        }
        Expected::Text => lang.pick("nội dung bằng chữ", "text").to_owned(),
    }
}

fn domain(lang: Lang, min: Option<Decimal>, max: Option<Decimal>) -> String {
    match (min.map(short_decimal), max.map(short_decimal)) {
        (Some(min), Some(max)) => lang.pick(
            format!("từ {min} đến {max}"),
            format!("from {min} to {max}"),
        ),
        (Some(min), None) => lang.pick(format!("không nhỏ hơn {min}"), format!("at least {min}")),
        (None, Some(max)) => lang.pick(format!("không lớn hơn {max}"), format!("at most {max}")),
        (None, None) => lang.pick("một số", "a number").to_owned(),
    }
}

fn operand(lang: Lang, operand: &Operand) -> String {
    let at = lang.pick("ô", "cell");
    format!(
        "{} ({at} {}) = {}",
        operand.code, operand.cell, operand.value
    )
}

fn side(lang: Lang, side: &Side) -> String {
    match side.operands.as_slice() {
        [] => side.written.clone(),
        [one] if side.written == one.code.as_str() => operand(lang, one),
        operands => {
            let parts: Vec<String> = operands.iter().map(|one| operand(lang, one)).collect();
            format!("{} = {} [{}]", side.written, side.total, parts.join("; "))
        }
    }
}

fn rule_text(lang: Lang, rule: &BrokenRule) -> String {
    let compared = match rule.comparison {
        Comparison::AtMost => lang.pick("không lớn hơn", "at most"),
        Comparison::AtLeast => lang.pick("không nhỏ hơn", "at least"),
        Comparison::Less => lang.pick("nhỏ hơn", "less than"),
        Comparison::Greater => lang.pick("lớn hơn", "more than"),
        Comparison::Equal => lang.pick("bằng", "equal to"),
        Comparison::NotEqual => lang.pick("khác", "other than"),
    };
    let mut text = format!("{compared} {}", side(lang, &rule.right));
    if !rule.because.is_empty() {
        let because: Vec<String> = rule.because.iter().map(|one| operand(lang, one)).collect();
        let joint = lang.pick("vì", "because");
        text.push_str(&format!(", {joint} {}", because.join(", ")));
    }
    text
}

fn fix_rule(lang: Lang, rule: &BrokenRule) -> String {
    let all = rule
        .left
        .operands
        .iter()
        .chain(&rule.right.operands)
        .chain(&rule.because);
    let mut cells: Vec<&str> = all.map(|one| one.cell.as_str()).collect();
    cells.sort_unstable();
    cells.dedup();
    let cells = cells.join(", ");
    lang.pick(
        format!("Kiểm tra lại {cells} và sửa ô ghi chưa đúng."),
        format!("Check {cells} and mend the one that is wrong."),
    )
}

fn part(lang: Lang, field: HeaderField) -> String {
    let (vietnamese, english) = match field {
        HeaderField::Unit => ("tên đơn vị báo cáo", "the name of the unit"),
        HeaderField::Year => ("năm báo cáo", "the year"),
        HeaderField::Period => ("kỳ báo cáo", "the period"),
        HeaderField::Document => (
            "số, ký hiệu của văn bản gửi kèm",
            "number and symbol of the paper that goes with it",
        ),
        HeaderField::Preparer => ("họ và tên người lập biểu", "who filled it in"),
        HeaderField::Landline => (
            "số điện thoại cố định của người lập biểu (9–11 chữ số)",
            "the office telephone of who filled it in (9–11 digits)",
        ),
        HeaderField::Mobile => (
            "số điện thoại di động của người lập biểu (9–11 chữ số)",
            "the mobile telephone of who filled it in (9–11 digits)",
        ),
        HeaderField::Email => (
            "hộp thư điện tử của người lập biểu",
            "the mailbox of who filled it in",
        ),
        HeaderField::Head => ("họ và tên thủ trưởng đơn vị", "the head of the unit"),
    };
    lang.pick(vietnamese, english).to_owned()
}
