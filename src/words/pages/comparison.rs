//! Reports beside their group: what the council may want to look at.

use askama::Template;

use super::Frame;

/// Its title.
pub const TITLE: &str = "So sánh trong nhóm";

/// The page.
#[derive(Template)]
#[template(path = "comparison.html", config = "src/words/askama.toml")]
pub struct Beside {
    /// What stands around it.
    pub frame: Frame,
    /// Which reports are compared.
    pub basis: String,
    /// The groups.
    pub groups: Vec<Group>,
}

/// A group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Name.
    pub label: String,
    /// The units that stand out.
    pub units: Vec<Unit>,
}

/// A unit that stands out.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Name.
    pub name: String,
    /// Code.
    pub code: String,
    /// The mail of its report.
    pub mail: Option<i64>,
    /// In what.
    pub lines: Vec<Line>,
}

/// One thing that stands out.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where.
    pub place: String,
    /// What is there.
    pub found: String,
    /// What it is held against.
    pub expected: String,
    /// Its code.
    pub code: String,
}

/// Which reports are compared.
#[must_use]
pub fn basis(kept: Option<&str>) -> String {
    let what = match kept {
        Some(at) => format!("So sánh đã lưu cùng lần chấm điểm lúc {at}."),
        None => "So sánh các báo cáo đang có hiệu lực; còn thay đổi khi có báo cáo mới.".to_owned(),
    };
    format!(
        "{what} Đây chỉ là điểm cần lưu ý khi thẩm định: không báo cáo nào bị từ chối vì các điểm \
         này, và thư gửi đơn vị không nêu tên đơn vị khác."
    )
}

/// Whose figures they are.
#[must_use]
pub fn same_as(unit: &str, same: usize, of: usize) -> String {
    format!("{same}/{of} số liệu trùng với báo cáo của {unit}")
}
