//! The second sheet of the workbook that a unit is given: what to do with it.
//! It is in the language of the form.

use super::{Lang, times};
use crate::{
    address::Address,
    campaign::{Campaign, Channel, Group},
    form::code::FormCode,
    unit::Unit,
    workbook::layout::{Look, Page},
};

/// The name on its tab.
pub const TAB: &str = "Hướng dẫn";

/// Columns: numbers, then text.
const WIDTHS: [u16; 2] = [5, 84];

/// What the sheet is about.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The unit that is given the form.
    pub unit: &'a Unit,
    /// Its group.
    pub group: &'a Group,
    /// Where reports are sent.
    pub town: &'a Address,
    /// The code of the form, where codes are issued.
    pub code: Option<FormCode>,
}

/// The sheet, row by row.
struct Writing {
    page: Page,
    row: u32,
}

impl Writing {
    fn across(&mut self, text: &str, look: Look) {
        self.page.across(self.row, (0, 1), text, look);
        self.row += 1;
    }

    fn section(&mut self, title: &str, points: &[String]) {
        self.row += 1;
        self.across(title, Look::BOLD);
        for (number, point) in (1..).zip(points) {
            self.page
                .text(self.row, 0, format!("{number}."), Look::NUMBER);
            self.page.text(self.row, 1, point.as_str(), Look::POINT);
            self.row += 1;
        }
    }
}

/// Writes the sheet.
#[must_use]
pub fn guide(about: About<'_>) -> Page {
    let form = &about.group.form;
    let page = Page {
        name: TAB.to_owned(),
        protected: true,
        upright: true,
        widths: WIDTHS.to_vec(),
        ..Page::default()
    };
    let mut writing = Writing { page, row: 0 };
    writing.across("HƯỚNG DẪN LẬP VÀ GỬI BÁO CÁO", Look::HEADING);
    let subject = format!("{} – {}", about.campaign.short_title, about.unit.name);
    writing.across(&subject, Look::TITLE);
    writing.across(&format!("({})", about.campaign.plan), Look::REMARK);
    writing.section("I. Các bước", &steps(about));
    writing.section("II. Cách ghi số liệu", &ways());
    let mut know = vec![format!(
        "Trang “Mẫu {}” được khóa (không đặt mật khẩu) để không mất dòng, mất mã khi nhập; \
         vẫn kéo rộng được cột và dòng.",
        form.kind
    )];
    if let Some(code) = about.code {
        know.push(format!(
            "Mã biểu mẫu {code} chỉ cấp cho {}. Không dùng tệp của đơn vị khác và không chuyển \
             tệp này cho đơn vị khác dùng.",
            about.unit.name
        ));
    }
    let group = match form.notice.as_str() {
        "" => None,
        notice => Some(notice.to_owned()),
    };
    know.extend(group);
    know.push(format!(
        "Khi cần hỏi, liên hệ: {}.",
        about.campaign.office.contact
    ));
    writing.section("III. Cần biết", &know);
    writing.page.fit();
    writing.page
}

fn steps(about: About<'_>) -> Vec<String> {
    let About {
        campaign,
        unit,
        group,
        town,
        ..
    } = about;
    let window = campaign.window_of(&unit.code);
    let opens = times::short(window.opens, &campaign.zone);
    let closes = times::deadline(Lang::Vi, window.closes, &campaign.zone);
    let mut steps = vec![
        format!(
            "Ghi số liệu vào các ô nền vàng của trang “Mẫu {}”. Chọn một ô để xem cách ghi và \
             ví dụ.",
            group.form.kind
        ),
        "Ghi tài liệu kiểm chứng ở những chỉ tiêu có yêu cầu; ghi đủ họ tên, điện thoại, hộp thư \
         của người lập biểu và họ tên thủ trưởng đơn vị ở cuối bảng."
            .to_owned(),
        "Lưu tệp dưới dạng bảng tính (.xlsx; .xls và .ods cũng được). Không đặt mật khẩu, không \
         chuyển sang Word hay PDF, không nén."
            .to_owned(),
        format!(
            "Gửi thư kèm đúng một tệp này từ hộp thư công vụ {} tới {}. Thư gửi từ hộp thư khác \
             không được tính.",
            unit.mailbox.as_str(),
            town.as_str()
        ),
        format!("Thời hạn: từ {opens} đến {closes}, tính theo lúc máy chủ nhận được thư."),
        "Đọc thư trả lời tự động. Nếu báo cáo được chấp nhận, giữ lại thư đó làm biên nhận. Nếu \
         cần sửa, sửa trong tệp đính kèm thư đó (đã ghi sẵn số liệu, ô sai có nền đỏ) hoặc trong \
         chính tệp đã gửi, rồi trả lời thư đó, kèm một tệp đã sửa. Gửi lại bao nhiêu lần cũng \
         được; bản hợp lệ sau cùng trong thời hạn được tính."
            .to_owned(),
    ];
    for channel in &campaign.also_required {
        steps.push(match channel {
            Channel::Paper => "In trang số liệu, trình thủ trưởng ký, đóng dấu và gửi bản giấy. \
                               Số liệu trên bản giấy phải đúng như tệp đã được chấp nhận."
                .to_owned(),
            Channel::DocumentSoftware => {
                "Gửi báo cáo qua phần mềm quản lý văn bản và điều hành.".to_owned()
            }
        });
    }
    steps
}

fn ways() -> Vec<String> {
    [
        "Số đếm là số nguyên, chỉ ghi chữ số: 1200. Không ghi kèm chữ, không ghi “khoảng 20”.",
        "Số có phần lẻ dùng dấu phẩy: 45,5. Tiền ghi theo đơn vị triệu đồng như cột ĐVT.",
        "Không có thì ghi 0. Chỉ để trống khi lời nhắc của ô nói để trống.",
        "Câu hỏi Có/Không và câu hỏi lựa chọn: chọn trong danh sách thả xuống của ô.",
        "Ghi số trực tiếp, không dùng công thức lấy số từ tệp khác.",
        "Cột “Điểm tự chấm” để tham khảo; điểm chính thức do Hội đồng chấm.",
    ]
    .map(str::to_owned)
    .into()
}
