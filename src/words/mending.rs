//! The sheet "Lỗi cần sửa" of the workbook that goes with a rejection, and what
//! is noted on its cells. It is in the language of the form.

use super::{Lang, findings};
use crate::{
    finding::{Fault, Finding, HeaderField, Severity},
    form::Mark,
    workbook::layout::{Link, Look, Page},
};

/// The name on its tab.
pub const TAB: &str = "Lỗi cần sửa";

/// The heading of the column of signs beside the table.
pub const SIGNS: &str = "Cần sửa";

/// What the form says to do, instead of what it says when it is empty.
pub const HINT: &str = "Sửa các ô nền đỏ, xem lại các ô nền vàng cam; chỉ con trỏ vào ô để đọc ghi \
                        chú. Không xóa dòng, không đổi cột. Xem thêm trang “Lỗi cần sửa”.";

/// The columns of the list: number, cell, what it is, found, expected, fix.
const COLUMNS: [(&str, u16); 6] = [
    ("Số", 6),
    ("Ô", 9),
    ("Nội dung", 36),
    ("Đang ghi", 30),
    ("Cần ghi", 34),
    ("Cách sửa", 40),
];
const LAST: u16 = 5;

/// A sign beside the row of a finding; `nth` is its number in the list.
#[must_use]
pub fn sign(severity: Severity, nth: usize) -> String {
    match severity {
        Severity::Error => format!("◄ Lỗi {nth}"),
        Severity::Warning => format!("◄ Xem lại {nth}"),
    }
}

/// A sign beside the row of another value that a finding is about.
#[must_use]
pub fn sign_beside(nth: usize) -> String {
    format!("◄ liên quan {nth}")
}

/// What is noted on the cell of a finding.
#[must_use]
pub fn remark(finding: &Finding, nth: usize) -> String {
    let text = findings::finding(Lang::Vi, finding);
    let title = match finding.severity {
        Severity::Error => format!("LỖI {nth} – phải sửa"),
        Severity::Warning => format!("Điểm {nth} – nên xem lại, không bắt buộc sửa"),
    };
    let lines = [
        title,
        format!("Đang ghi: {}", text.found),
        format!("Cần ghi: {}", text.expected),
        format!("Cách sửa: {}", text.fix),
    ];
    lines.join("\n")
}

/// The sheet, row by row.
struct Writing {
    page: Page,
    row: u32,
}

impl Writing {
    fn across(&mut self, text: &str, look: Look) {
        self.page.across(self.row, (0, LAST), text, look);
        self.row += 1;
    }

    fn finding(&mut self, nth: usize, mark: &Mark) {
        let finding = &mark.finding;
        let text = findings::finding(Lang::Vi, finding);
        let place = match finding.severity {
            Severity::Error => LINK.wrong(),
            Severity::Warning => LINK.doubtful(),
        };
        let nth = u64::try_from(nth).unwrap_or_default();
        self.page
            .number(self.row, 0, nth.into(), Look::FRAMED_CENTRED);
        self.page.text(self.row, 1, finding.cell.as_str(), place);
        let texts = [label(finding), text.found, text.expected, text.fix];
        for (column, text) in (2..).zip(texts) {
            self.page.text(self.row, column, text, Look::FRAMED);
        }
        let link = Link {
            sheet: finding.sheet.clone(),
            cell: finding.cell.clone(),
        };
        self.page.links.insert((self.row, 1), link);
        self.row += 1;
    }

    /// The findings of one severity, numbered as everywhere.
    fn section(&mut self, title: &str, severity: Severity, marks: &[Mark]) {
        let own = (1..).zip(marks);
        let own: Vec<(usize, &Mark)> = own
            .filter(|(_, mark)| mark.finding.severity == severity)
            .collect();
        if own.is_empty() {
            return;
        }
        self.row += 1;
        self.across(&format!("{title} ({})", own.len()), Look::BOLD);
        for (column, (heading, _)) in (0..).zip(COLUMNS) {
            self.page.text(self.row, column, heading, Look::HEAD);
        }
        self.row += 1;
        for (nth, mark) in own {
            self.finding(nth, mark);
        }
    }
}

/// The cell of a finding, to be clicked.
const LINK: Look = Look {
    bold: true,
    underlined: true,
    ..Look::FRAMED_CENTRED
};

/// Said when what was wrong is right in the copy: a row that was deleted.
const NOTHING_LEFT: &str = "Các dòng bị thiếu đã được thêm lại trong tệp này; không còn ô nào phải \
                            sửa. Đề nghị đơn vị kiểm tra lại số liệu rồi gửi tệp này.";

/// Writes the sheet. `form` is the name of the sheet with the table.
#[must_use]
pub fn page(unit: &str, form: &str, marks: &[Mark]) -> Page {
    let page = Page {
        name: TAB.to_owned(),
        protected: true,
        widths: COLUMNS.iter().map(|(_, width)| *width).collect(),
        ..Page::default()
    };
    let mut writing = Writing { page, row: 0 };
    writing.across("NHỮNG ĐIỂM CẦN SỬA TRONG BÁO CÁO", Look::HEADING);
    writing.across(unit, Look::TITLE);
    writing.row += 1;
    for (nth, step) in (1..).zip(steps(form)) {
        writing.across(&format!("{nth}. {step}"), Look::POINT);
    }
    writing.section("Lỗi phải sửa", Severity::Error, marks);
    if marks
        .iter()
        .all(|mark| mark.finding.severity == Severity::Warning)
    {
        writing.row += 1;
        writing.across(NOTHING_LEFT, Look::PARAGRAPH);
    }
    let look = "Điểm nên xem lại, không bắt buộc sửa";
    writing.section(look, Severity::Warning, marks);
    writing.page.fit();
    writing.page
}

fn steps(form: &str) -> [String; 4] {
    [
        format!(
            "Trang “{form}” của tệp này đã ghi sẵn những gì đơn vị vừa gửi; các số liệu đúng \
             không phải nhập lại."
        ),
        "Ô có lỗi phải sửa có nền đỏ; ô nên xem lại có nền vàng cam. Chỉ con trỏ vào ô để đọc \
         ghi chú. Trong bảng dưới đây, nhấn vào địa chỉ ô để đến ô đó."
            .to_owned(),
        format!(
            "Sửa ngay trong trang “{form}”, không sửa ở trang này. Màu, ghi chú, cột “{SIGNS}” \
             và trang này cứ để nguyên; cột “{SIGNS}” không in ra giấy."
        ),
        "Lưu tệp rồi trả lời thư đã nhận, đính kèm chính tệp này và không kèm bảng tính nào khác."
            .to_owned(),
    ]
}

/// What the form calls the place of a finding.
fn label(finding: &Finding) -> String {
    if let Some(code) = &finding.indicator {
        return format!("{code} – {}", finding.label);
    }
    if let Fault::FormulasWithoutValue { cells } = &finding.fault {
        return format!("{} ô có công thức", cells.len());
    }
    if matches!(finding.fault, Fault::WrongPeriod { .. }) {
        return "Kỳ báo cáo".to_owned();
    }
    let mut field = HeaderField::Unit;
    if matches!(finding.fault, Fault::WrongYear { .. }) {
        field = HeaderField::Year;
    }
    if let Fault::HeaderMissing { field: own } | Fault::HeaderOdd { field: own, .. } =
        &finding.fault
    {
        field = *own;
    }
    match field {
        HeaderField::Unit => "Đơn vị báo cáo",
        HeaderField::Year => "Năm báo cáo",
        HeaderField::Period => "Kỳ báo cáo",
        HeaderField::Document => "Số, ký hiệu văn bản",
        HeaderField::Preparer => "Người lập biểu",
        HeaderField::Landline => "Điện thoại cố định",
        HeaderField::Mobile => "Điện thoại di động",
        HeaderField::Email => "Hộp thư điện tử",
        HeaderField::Head => "Thủ trưởng đơn vị",
    }
    .to_owned()
}
