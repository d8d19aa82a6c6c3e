//! The score sheet of a unit.

use super::points;
use crate::scoring::outcome::State;
use rust_decimal::Decimal;

/// What it is.
pub const SHEET: &str = "PHIẾU ĐIỂM";

/// What it is about.
#[must_use]
pub fn subject(about: &str, unit: &str) -> String {
    format!("{} – {unit}", super::beginning(about))
}

/// The labels of the facts at the top.
pub const FACTS: [&str; 7] = [
    "Đơn vị",
    "Nhóm",
    "Báo cáo được chấm",
    "Tổng điểm",
    "Xếp hạng",
    "Xếp loại",
    "Giải thưởng",
];

/// The report that was scored.
#[must_use]
pub fn report(version: i64, received: &str, workbook: &str) -> String {
    format!("bản {version}, nhận lúc {received}, tệp có mã SHA-256 {workbook}…")
}

/// No mailed report stands behind the figures.
pub const NO_REPORT: &str = "số liệu từ bảng";

/// The rank among so many.
#[must_use]
pub fn rank(rank: usize, of: usize) -> String {
    format!("{rank}/{of}")
}

/// Nothing to say.
pub const NONE: &str = "–";

/// Over how the total comes about.
pub const TOTAL: &str = "1. Tổng điểm";

/// How the total comes about.
#[must_use]
pub fn total(
    earned: Decimal,
    applicable: Decimal,
    bonus: Decimal,
    penalty: Decimal,
    total: Decimal,
) -> String {
    let mut said = format!("100 × {} / {}", points(earned), points(applicable));
    if !bonus.is_zero() {
        said.push_str(&format!(" + {} (thưởng)", points(bonus)));
    }
    if !penalty.is_zero() {
        said.push_str(&format!(" − {} (trừ)", points(penalty)));
    }
    format!(
        "Tổng điểm = 100 × điểm đạt / điểm tối đa của các mục áp dụng + điểm thưởng − điểm trừ \
         (trong khoảng 0 đến 100) = {said} = {} điểm.",
        points(total)
    )
}

/// The heads of the table of groups of items.
pub const SECTION_HEADS: [&str; 5] = [
    "Mã",
    "Nhóm chỉ tiêu",
    "Điểm đạt",
    "Điểm tối đa của các mục áp dụng",
    "Điểm tối đa của thang điểm",
];

/// Over the items.
pub const ITEMS: &str = "2. Điểm từng mục";

/// The heads of the table of items.
pub const ITEM_HEADS: [&str; 8] = [
    "Mã",
    "Nội dung chấm",
    "Số liệu đơn vị báo cáo",
    "Số liệu thẩm định",
    "Cách tính và giải thích",
    "Điểm",
    "Tối đa",
    "Trạng thái",
];

/// A figure and what it is.
#[must_use]
pub fn figure(code: &str, value: &str) -> String {
    format!("{code} = {value}")
}

/// A formula as the scale has it.
#[must_use]
pub fn formula(formula: &str) -> String {
    format!("Công thức: {formula}")
}

/// Why an item has its points, without signs that the fonts of papers lack.
#[must_use]
pub fn why(why: &str) -> String {
    why.replace('✓', "có").replace('✗', "không")
}

/// Who has the best value of the group.
#[must_use]
pub fn best(names: &str) -> String {
    format!("Cao nhất nhóm: {names}")
}

/// What the points of an item mean, by the stored word.
#[must_use]
pub fn state(word: &str) -> &str {
    let states = [
        State::Scored,
        State::Zero,
        State::NotApplicable,
        State::Pending,
    ];
    let known = states.into_iter().find(|state| state.as_str() == word);
    known.map_or(word, |state| {
        crate::words::scores::state(crate::words::Lang::Vi, state)
    })
}

/// Over what the verification changed.
pub const CORRECTIONS: &str = "3. Số liệu được điều chỉnh khi thẩm định";

/// The heads of that table.
pub const CORRECTION_HEADS: [&str; 5] = ["Mã", "Chỉ tiêu", "Đơn vị báo cáo", "Thẩm định", "Lý do"];

/// Nothing was changed.
pub const NO_CORRECTION: &str = "Không có số liệu nào được điều chỉnh.";

/// What a sheet is worth, and whom to ask.
#[must_use]
pub fn closing(contact: &str) -> String {
    format!(
        "Phiếu điểm do phần mềm lập từ báo cáo của đơn vị và kết quả thẩm định; có giá trị tra cứu, \
         đối chiếu. Liên hệ khi cần giải thích thêm: {contact}."
    )
}

/// The name of the file: ASCII, which mail programs of any age keep as it is.
#[must_use]
pub fn file(unit: &str) -> String {
    let plain = |c: char| {
        let kept = c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if kept { c } else { '-' }
    };
    let unit: String = unit.chars().map(plain).collect();
    format!("phieu-diem-{unit}.pdf")
}
