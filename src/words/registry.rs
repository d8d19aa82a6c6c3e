//! What is said of the registry: what is wrong with a table or a form, and what
//! was changed.

use crate::register::{
    columns::Column,
    import::{Change, Fault},
};

/// A column, as an office calls it.
#[must_use]
pub fn column(column: Column) -> &'static str {
    match column {
        Column::Code => "Mã đơn vị",
        Column::Name => "Tên đơn vị",
        Column::ShortName => "Tên ngắn",
        Column::Kind => "Loại",
        Column::Group => "Nhóm",
        Column::Mailbox => "Hộp thư công vụ",
        Column::Traits => "Đặc điểm",
        Column::Contact => "Người liên hệ",
        Column::Phone => "Điện thoại",
    }
}

/// What is wrong, and what to do about it.
#[must_use]
pub fn fault(fault: &Fault, domain: &str) -> String {
    match fault {
        Fault::NoColumn(missing) => format!(
            "Không thấy cột “{}”. Dòng tiêu đề phải có các cột Mã đơn vị, Tên đơn vị, Hộp thư công vụ.",
            column(*missing)
        ),
        Fault::Empty => "Bảng không có dòng nào dưới dòng tiêu đề.".to_owned(),
        Fault::TooLong => "Bảng dài hơn 2.000 dòng; hãy chia thành nhiều tệp.".to_owned(),
        Fault::Missing(missing) => format!("Chưa ghi “{}”.", column(*missing)),
        Fault::NoAddress(found) => {
            format!("“{found}” không phải địa chỉ hộp thư; ví dụ: donvi.huongtra@{domain}.")
        }
        Fault::NotOfficial(found) => {
            format!(
                "“{found}” không thuộc tên miền công vụ @{domain}; chỉ hộp thư công vụ mới được tính."
            )
        }
        Fault::OthersMailbox(found) => format!(
            "“{found}” đang là hộp thư của đơn vị khác. Mỗi hộp thư chỉ thuộc một đơn vị; hãy kiểm tra lại."
        ),
        Fault::NoGroup(found) => {
            format!("Không có nhóm “{found}”. Ghi đúng mã hoặc tên nhóm của kỳ báo cáo này.")
        }
        Fault::Twice(first) => format!("Mã đơn vị đã có ở dòng {first}."),
    }
}

/// What a line would do.
#[must_use]
pub fn change(change: &Change) -> String {
    match change {
        Change::New => "Đơn vị mới".to_owned(),
        Change::Same => "Không đổi".to_owned(),
        Change::Changed(columns) => {
            let names: Vec<&str> = columns.iter().map(|it| column(*it)).collect();
            format!("Sửa: {}", names.join(", "))
        }
    }
}

/// Said of a file that is no table.
pub const UNREADABLE: &str = "Không đọc được tệp. Hãy lưu lại dưới dạng .xlsx hoặc .csv (UTF-8), không đặt mật khẩu, rồi chọn lại.";
/// Said when no file was chosen.
pub const NO_FILE: &str = "Chưa chọn tệp.";
/// Said when something was changed between the preview and the commit.
pub const STALE: &str = "Danh mục vừa được người khác sửa sau khi xem trước. Đây là bản xem trước mới; hãy kiểm tra lại rồi ghi.";
/// Not a day.
pub const NO_DAY: &str = "Không phải ngày tháng; ghi như 09/12/2015.";
/// Not an hour.
pub const NO_END: &str = "Ghi ngày như 15/12/2015 và giờ như 17:00 (24:00 là hết ngày đó).";
/// An end that is not later than that of all.
pub const NOT_LATER: &str = "Phải muộn hơn thời hạn chung của kỳ báo cáo.";
/// A reason is always given.
pub const NO_REASON: &str = "Phải ghi lý do (ví dụ số, ngày của văn bản đồng ý).";
/// The first day after the last.
pub const BACKWARDS: &str = "Ngày cuối đứng trước ngày đầu.";
/// A field that must hold something.
pub const EMPTY: &str = "Chưa ghi nội dung.";
/// A code with other letters.
pub const BAD_CODE: &str =
    "Chỉ dùng chữ thường không dấu, chữ số, dấu chấm, gạch nối; ví dụ p.huongvan01.";
/// A code that another unit has.
pub const CODE_TAKEN: &str = "Đã có đơn vị mang mã này.";
/// The campaign is closed.
pub const CLOSED: &str = "Kỳ báo cáo đã khóa sổ và chấm điểm; không gia hạn được nữa. Báo cáo nộp muộn do hội đồng xem xét.";
/// The last mailbox that counts.
pub const LAST_MAILBOX: &str =
    "Đây là hộp thư duy nhất của đơn vị. Đăng ký hộp thư mới trước, rồi mới ngừng hộp thư này.";
