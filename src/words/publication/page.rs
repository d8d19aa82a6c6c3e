//! The page for everybody.

use super::{points, within};
use rust_decimal::Decimal;

/// The title.
#[must_use]
pub fn title(about: &str) -> String {
    format!("Kết quả {about}")
}

/// For those who cannot see, and for those who use the keyboard.
pub const SKIP: &str = "Đến bảng kết quả";

/// Which edition, by which decision, and when it was made public.
#[must_use]
pub fn edition(edition: &str, decision: &str, published: &str) -> String {
    if published.is_empty() {
        format!("{edition}, theo {decision}.")
    } else {
        format!("{edition}, theo {decision}; công bố lúc {published}.")
    }
}

/// A draft.
pub const DRAFT: &str = "Bản dự thảo, chưa được phê duyệt: không dùng để công bố.";

/// Over what must be known.
pub const NOTICE: &str = "Lưu ý";

/// A chart, in one sentence: what it shows, and who leads.
#[must_use]
pub fn chart(label: &str, first: Option<(&str, Decimal)>) -> String {
    let first = first.map_or_else(String::new, |(name, total)| {
        format!(" Cao nhất: {name}, {} điểm.", points(total))
    });
    format!(
        "Biểu đồ thanh ngang: tổng điểm (thang 100) của các đơn vị thuộc {}.{first} Số liệu như bảng bên dưới.",
        within(label)
    )
}

/// The name of a chart.
#[must_use]
pub fn chart_title(label: &str) -> String {
    format!("Tổng điểm – {label}")
}

/// The caption of the table of a group.
#[must_use]
pub fn caption(label: &str) -> String {
    format!("Bảng xếp hạng: {label}")
}

/// The heads of that table.
pub const HEADS: [&str; 6] = [
    "Hạng",
    "Đơn vị",
    "Tổng điểm",
    "Xếp loại",
    "Giải thưởng",
    "Ghi chú",
];

/// The heads of the table of units that are not ranked.
pub const APART_HEADS: [&str; 2] = ["Đơn vị", "Lý do"];

/// Over the files.
pub const FILES: &str = "Tệp để tải về";

/// Over what the result was made from.
pub const BASIS: &str = "Căn cứ và mã kiểm tra";

/// The labels below it.
pub const BASIS_LABELS: [&str; 4] = ["Kế hoạch", "Cơ quan công bố", "Thang điểm", "Kết quả"];

/// What a file of the folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// The announcement as a PDF.
    Announcement,
    /// The tables as a workbook.
    Workbook,
    /// The ranking as CSV.
    Csv,
    /// The ranking as JSON.
    Json,
    /// The digests of the files.
    Checksums,
}

/// What a file is, in words.
#[must_use]
pub fn file(file: File) -> &'static str {
    match file {
        File::Announcement => "Thông báo kết quả và Phụ lục (PDF)",
        File::Workbook => "Bảng kết quả (Excel, 4 trang tính)",
        File::Csv => "Bảng xếp hạng (CSV)",
        File::Json => "Bảng xếp hạng (JSON, cho phần mềm)",
        File::Checksums => "Mã SHA-256 của các tệp",
    }
}
