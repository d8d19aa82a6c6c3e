//! The fields of the forms about a unit.

use super::field::{Choice, Field};

/// The page of a unit that is not there yet.
pub const NEW: &str = "Thêm đơn vị";
/// The page on which a table is handed in.
pub const IMPORT: &str = "Nhập danh mục đơn vị";

/// What was typed in a field.
type Read<'r> = &'r dyn Fn(&str) -> String;

/// The fields of one form of several on a page.
#[must_use]
pub fn within(form: &'static str, fields: Vec<Field>) -> Vec<Field> {
    let fields = fields.into_iter();
    fields.map(|field| field.within(form)).collect()
}

/// To grant more time or no report.
#[must_use]
pub fn terms(read: Read<'_>) -> Vec<Field> {
    let kind = read("kind");
    let choice = |value: &str, label: &str| Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: kind == value,
    };
    vec![
        Field::choice(
            "kind",
            "Quyết định",
            vec![
                choice("extended", "Gia hạn đến"),
                choice("exempt", "Miễn báo cáo kỳ này"),
                choice("usual", "Theo thời hạn chung (bỏ gia hạn, bỏ miễn)"),
            ],
        ),
        Field::day("day", "Đến hết ngày", read("day")).noted("Chỉ cần khi gia hạn."),
        Field::text("time", "Giờ", read("time")).noted("24:00 là hết ngày; ví dụ 17:00."),
        Field::text("reason", "Lý do", read("reason"))
            .required()
            .noted("Ghi cả số, ngày văn bản đồng ý nếu có."),
    ]
}

/// To register a mailbox.
#[must_use]
pub fn mailbox(read: Read<'_>) -> Vec<Field> {
    vec![
        Field::text("address", "Địa chỉ hộp thư công vụ", read("address")).required(),
        Field::day("from", "Được tính từ ngày", read("from")).noted("Để trống: không giới hạn."),
        Field::day("until", "Đến hết ngày", read("until")).noted("Để trống: không giới hạn."),
    ]
}

/// To note whom to telephone.
#[must_use]
pub fn contact(read: Read<'_>) -> Vec<Field> {
    vec![
        Field::text("contact_name", "Họ tên", read("contact_name")).required(),
        Field::text("duty", "Chức vụ", read("duty")),
        Field {
            kind: "tel",
            ..Field::text("phone", "Điện thoại", read("phone"))
        }
        .required(),
        Field {
            kind: "email",
            ..Field::text("email", "Thư điện tử riêng", read("email"))
        }
        .noted("Chỉ để liên hệ; báo cáo gửi từ đây không được tính."),
        Field::day("from", "Liên hệ từ ngày", read("from")).noted("Để trống: từ nay."),
        Field::day("until", "Đến hết ngày", read("until"))
            .noted("Ví dụ ngày nghỉ việc, chuyển việc. Để trống: không giới hạn."),
    ]
}

/// To write a unit otherwise.
#[must_use]
pub fn unit(read: Read<'_>, groups: Vec<Choice>) -> Vec<Field> {
    vec![
        Field::text("name", "Tên đầy đủ", read("name")).required(),
        Field::text("short_name", "Tên ngắn", read("short_name"))
            .noted("Dùng trong bảng và tiêu đề thư."),
        Field::text("kind", "Loại đơn vị", read("kind")),
        Field::choice("group", "Nhóm xếp hạng", groups),
        Field::text("traits", "Đặc điểm", read("traits"))
            .noted("Các từ khóa của thang điểm, cách nhau bằng dấu cách; ví dụ site."),
        Field::day("from", "Có từ ngày", read("from")).noted("Để trống: từ trước kỳ này."),
        Field::day("until", "Còn đến hết ngày", read("until"))
            .noted("Đơn vị sáp nhập, giải thể trước kỳ báo cáo thì không còn trong danh sách."),
    ]
}

/// For a new unit.
#[must_use]
pub fn new_unit(read: Read<'_>, groups: Vec<Choice>) -> Vec<Field> {
    let mut fields = vec![
        Field::text("code", "Mã đơn vị", read("code"))
            .required()
            .noted("Không đổi được về sau; ví dụ p.huongvan01."),
        Field::text("mailbox", "Hộp thư công vụ", read("mailbox")).required(),
    ];
    fields.extend(unit(read, groups));
    fields
}
