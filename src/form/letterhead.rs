//! What stands around the table of a printed form: letterhead, identity, who
//! filled it in, signatures.

use std::fmt::Display;

use super::{
    blank::{Columns, Issue, LABEL, UNIT},
    definition::Form,
    prompt,
};
use crate::{
    finding::HeaderField,
    workbook::layout::{Look, Page},
};

impl Form {
    /// Nghị định 30/2020, boxes 1 to 4, and the title.
    pub(super) fn letterhead(&self, issue: &Issue, columns: &Columns, page: &mut Page) {
        let (left, right) = ((0, LABEL), (LABEL + 1, columns.last));
        let (unit, motto) = (
            issue.unit_name.to_uppercase(),
            "Độc lập - Tự do - Hạnh phúc",
        );
        page.across(0, left, &issue.office.to_uppercase(), Look::CENTRED);
        page.across(1, left, &unit, Look::TITLE);
        // A third to a half of the line above.
        let part: String = unit.chars().take(unit.chars().count() * 2 / 5).collect();
        page.line(2, left, &part, Look::TITLE);
        page.across(0, right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look::TITLE);
        page.across(1, right, motto, Look::HEADING);
        page.line(2, right, motto, Look::HEADING);
        let number = issue.document.as_deref().unwrap_or("……/BC-………");
        page.across(3, left, &format!("Số: {number}"), Look::INPUT_LINE);
        let hint = "Số, ký hiệu của văn bản giấy có chữ ký, đóng dấu gửi kèm. Ví dụ: 15/BC-UBND";
        page.checks
            .push(prompt::field(3, 0, "Số, ký hiệu văn bản", hint));
        let date = format!("{}, ngày … tháng … năm {}", issue.place, issue.year);
        page.across(3, right, &date, Look::INPUT_DATE);
        let title = format!("{} {}", self.title.to_uppercase(), of_year(issue.year));
        page.across(4, (0, columns.last), &title, Look::HEADING);
        let kind = if issue.plan.is_empty() {
            format!("(Mẫu {})", self.kind)
        } else {
            format!("(Mẫu {}, thực hiện {})", self.kind, issue.plan)
        };
        page.across(5, (0, columns.last), &kind, Look::REMARK);
    }

    /// Whose report it is, on which form, and what to do with it.
    pub(super) fn identity(&self, issue: &Issue, columns: &Columns, page: &mut Page) {
        if let Some((from, to)) = issue.period {
            let (from, to) = (from.strftime("%d/%m/%Y"), to.strftime("%d/%m/%Y"));
            let period = period(&format!("từ {from} đến {to}"));
            page.across(6, (0, columns.last), &period, Look::CENTRED);
        }
        let version = format!("{}, phiên bản {}", self.kind, self.version);
        let code = issue.code.map(|code| code.to_string());
        let left = [
            (7, "Đơn vị báo cáo:", &issue.unit_name),
            (8, "Mã đơn vị:", &issue.unit_code),
        ];
        for (row, label, value) in left {
            page.across(row, (0, 1), label, Look::LABEL);
            page.text(row, LABEL, value.as_str(), Look::GIVEN);
        }
        let right = [
            (7, "Mã biểu mẫu:", code.as_ref()),
            (8, "Biểu mẫu:", Some(&version)),
        ];
        for (row, label, value) in right {
            if let Some(value) = value {
                page.across(row, (UNIT, columns.value), label, Look::LABEL);
                let place = (columns.own, columns.last);
                page.across(row, place, value, Look::GIVEN);
            }
        }
        let hint = "Chỉ ghi vào các ô nền vàng; chọn một ô để xem cách ghi. Không xóa dòng, \
                    không đổi cột. Xem thêm trang “Hướng dẫn”.";
        page.across(9, (0, columns.last), hint, Look::REMARK);
    }

    pub(super) fn page_foot(&self, issue: &Issue) -> (String, String) {
        let left = format!(
            "{} – Mẫu {}, phiên bản {}",
            issue.unit_name, self.kind, self.version
        );
        let right = issue
            .code
            .map_or_else(String::new, |code| format!("Mã biểu mẫu: {code}"));
        (left, right)
    }
}

/// The year in the title.
pub(super) fn of_year(year: impl Display) -> String {
    format!("NĂM {year}")
}

/// The line of the period.
pub(super) fn period(days: &str) -> String {
    format!("Kỳ báo cáo: {days}")
}

/// Who filled a form in, where they can be reached, and who answers for it (plan
/// III.3).
const CONTACT: [HeaderField; 5] = [
    HeaderField::Preparer,
    HeaderField::Landline,
    HeaderField::Mobile,
    HeaderField::Email,
    HeaderField::Head,
];

impl Form {
    /// The rows of contact that this form has, below their title.
    pub(super) fn contacts(&self) -> impl Iterator<Item = HeaderField> {
        CONTACT.into_iter().filter(|field| self.around.asks(*field))
    }

    /// Lays those rows out.
    pub(super) fn contact(&self, issue: &Issue, first: u32, columns: &Columns, page: &mut Page) {
        let title = "Thông tin để kiểm tra, đối chiếu, xử lý dữ liệu";
        page.across(first, (LABEL, columns.evidence), title, Look::BOLD);
        page.heights.insert(first, 30);
        for (row, field) in (first + 1..).zip(self.contacts()) {
            let (label, value, hint) = contact_line(issue, field);
            page.across(row, (LABEL, columns.value - 1), label, Look::FRAMED);
            let place = (columns.value, columns.evidence);
            page.across(row, place, value.unwrap_or_default(), Look::INPUT);
            let title = label.trim_end_matches(':');
            page.checks
                .push(prompt::field(row, columns.value, title, hint));
        }
    }
}

/// One of those rows: its label, what is written there, how to write it.
fn contact_line(issue: &Issue, field: HeaderField) -> (&'static str, Option<&str>, &'static str) {
    let contact = &issue.preparer;
    match field {
        HeaderField::Landline => (
            "Điện thoại cố định:",
            contact.landline.as_deref(),
            "Từ 9 đến 11 chữ số, kể cả mã vùng. Ví dụ: 0234 3557 123",
        ),
        HeaderField::Mobile => (
            "Điện thoại di động:",
            contact.mobile.as_deref(),
            "Từ 9 đến 11 chữ số, kể cả mã vùng. Ví dụ: 0914 123 456",
        ),
        HeaderField::Email => (
            "Hộp thư điện tử:",
            contact.email.as_deref(),
            "Hộp thư của người lập biểu. Ví dụ: tendonvi@tinh.gov.vn",
        ),
        HeaderField::Head => ("Thủ trưởng đơn vị:", Some(issue.head.as_str()), "Họ và tên"),
        HeaderField::Preparer
        | HeaderField::Unit
        | HeaderField::Year
        | HeaderField::Period
        | HeaderField::Document => ("Người lập biểu:", contact.name.as_deref(), "Họ và tên"),
    }
}

/// The two signatures, with room for them.
pub(super) fn signatures(issue: &Issue, row: u32, columns: &Columns, page: &mut Page) {
    let name = issue.preparer.name.as_deref().unwrap_or_default();
    let sides = [
        ((0, LABEL), "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)", name),
        (
            (columns.value, columns.last),
            "THỦ TRƯỞNG ĐƠN VỊ",
            "(Ký, đóng dấu, ghi rõ họ tên)",
            issue.head.as_str(),
        ),
    ];
    for (place, title, how, name) in sides {
        page.across(row, place, title, Look::TITLE);
        page.across(row + 1, place, how, Look::REMARK);
        page.across(row + 6, place, name, Look::SIGNED);
    }
}
