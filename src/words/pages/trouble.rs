//! The page that is shown instead of the one that was asked for.

use askama::Template;

use super::STYLE;

/// Why a page cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such page, mail or file.
    NotFound,
    /// The page is there, but not for this kind of request.
    WrongMethod,
    /// The role of whoever asks does not allow it.
    Forbidden,
    /// The form did not come from our own page.
    Forged,
    /// The request does not say what it should.
    Unreadable,
    /// The request is larger than any form of ours.
    TooLarge,
    /// Too much is asked at this moment.
    Busy,
    /// The database does not answer.
    Unavailable,
    /// Something is wrong on our side; carries what the log calls it.
    Broken(String),
}

impl Trouble {
    /// The heading.
    #[must_use]
    pub fn heading(&self) -> &'static str {
        match self {
            Self::NotFound => "Không tìm thấy",
            Self::WrongMethod => "Không thực hiện được",
            Self::Forbidden => "Không có quyền",
            Self::Forged => "Yêu cầu không được chấp nhận",
            Self::Unreadable => "Yêu cầu không đọc được",
            Self::TooLarge => "Yêu cầu quá lớn",
            Self::Busy | Self::Unavailable => "Hệ thống đang bận",
            Self::Broken(_) => "Hệ thống gặp lỗi",
        }
    }

    /// What happened, and what to do now.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFound => "Trang, thư hoặc tệp này không có. Xin kiểm tra lại địa chỉ.".to_owned(),
            Self::WrongMethod => "Địa chỉ này không nhận loại yêu cầu vừa gửi.".to_owned(),
            Self::Forbidden => "Tài khoản này không được giao quyền xem trang hoặc làm việc vừa yêu cầu. Chưa có gì thay đổi. Nếu công việc cần đến quyền này, xin liên hệ cán bộ quản trị hệ thống.".to_owned(),
            Self::Forged => "Biểu mẫu vừa gửi đã hết hạn hoặc không phải từ trang của hệ thống. Chưa có gì thay đổi. Xin mở lại trang rồi làm lại.".to_owned(),
            Self::Unreadable => "Nội dung gửi lên thiếu hoặc sai định dạng. Xin mở lại trang rồi làm lại.".to_owned(),
            Self::TooLarge => "Nội dung gửi lên lớn hơn mức cho phép.".to_owned(),
            Self::Busy => {
                "Đang có nhiều yêu cầu cùng lúc. Xin thử lại sau ít giây.".to_owned()
            }
            Self::Unavailable => "Cơ sở dữ liệu tạm thời chưa trả lời. Thư vẫn được giữ trên máy chủ thư. Xin thử lại sau một phút.".to_owned(),
            Self::Broken(mark) => format!("Lỗi đã được ghi vào nhật ký với mã {mark}. Xin báo mã này cho cán bộ quản trị hệ thống."),
        }
    }
}

/// The page that says so.
#[derive(Template)]
#[template(path = "trouble.html", config = "src/words/askama.toml")]
pub struct Page {
    /// What it says.
    pub trouble: Trouble,
}

impl Page {
    fn style(&self) -> &'static str {
        STYLE
    }
}
