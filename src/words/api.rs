//! What is said to programs, for the people who read their logs.

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There is no token, or it opens nothing.
    Unauthorized,
    /// The token does not open this; carries what it would need.
    Forbidden(&'static str),
    /// There is no such thing.
    NotFound,
    /// Not this method.
    WrongMethod,
    /// A parameter does not say what it should; carries its name.
    Unreadable(&'static str),
    /// The database does not answer.
    Unavailable,
    /// Our fault.
    Internal,
}

/// A title and what happened.
#[must_use]
pub fn problem(problem: &Problem) -> (&'static str, String) {
    match problem {
        Problem::Unauthorized => (
            "Chưa xác thực",
            "Thiếu khóa API, hoặc khóa không đúng, đã hết hạn hay đã thu hồi. Gửi khóa trong tiêu đề Authorization: Bearer.".to_owned(),
        ),
        Problem::Forbidden(scope) => (
            "Không có quyền",
            format!("Khóa API này không có quyền {scope}. Xin đề nghị quản trị cấp khóa có quyền ấy."),
        ),
        Problem::NotFound => (
            "Không tìm thấy",
            "Không có dữ liệu ở địa chỉ này.".to_owned(),
        ),
        Problem::WrongMethod => (
            "Không nhận phương thức này",
            "Giao diện này chỉ đọc: dùng GET hoặc HEAD.".to_owned(),
        ),
        Problem::Unreadable(parameter) => (
            "Tham số không đúng",
            format!("Tham số {parameter} thiếu hoặc sai định dạng; xem /api/v1/openapi.json."),
        ),
        Problem::Unavailable => (
            "Tạm thời chưa trả lời được",
            "Cơ sở dữ liệu chưa trả lời. Xin thử lại sau một phút.".to_owned(),
        ),
        Problem::Internal => (
            "Hệ thống gặp lỗi",
            "Lỗi đã được ghi vào nhật ký của máy chủ.".to_owned(),
        ),
    }
}
