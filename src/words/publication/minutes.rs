//! The minutes of the council.

use super::blank_date;

/// What they are.
pub const MINUTES: (&str, &str) = ("BIÊN BẢN", "BB");

/// The sign of the council in their number.
pub const COUNCIL: &str = "HĐ";

/// Dots to write on.
const DOTS: &str = "………………………………";

/// What they are about.
#[must_use]
pub fn subject(about: &str) -> String {
    format!("Họp thẩm định kết quả {about}")
}

/// When the meeting began, to be filled in.
#[must_use]
pub fn began() -> String {
    format!("Thời gian bắt đầu: …… giờ …… phút, {}.", blank_date())
}

/// Where it was, to be filled in.
#[must_use]
pub fn place() -> String {
    format!("Địa điểm: {DOTS}")
}

/// Who took part.
pub const PRESENT: &str = "Thành phần tham dự:";

/// A member who took part.
#[must_use]
pub fn member(n: usize, name: &str, duty: &str) -> String {
    format!("{n}. {name} – {duty};")
}

/// A member to be written in.
#[must_use]
pub fn blank_member(n: usize) -> String {
    format!("{n}. {DOTS} – {DOTS};")
}

/// Who presided.
#[must_use]
pub fn chair(name: Option<&str>) -> String {
    format!("Chủ trì (chủ tọa): {}", name.unwrap_or(DOTS))
}

/// Who wrote the minutes.
#[must_use]
pub fn secretary(name: Option<&str>) -> String {
    format!("Thư ký (người ghi biên bản): {}", name.unwrap_or(DOTS))
}

/// Over what was dealt with.
pub const CONTENT: &str = "Nội dung (theo diễn biến cuộc họp):";

/// The headings of what was dealt with.
pub const HEADINGS: [&str; 5] = [
    "1. Tình hình báo cáo",
    "2. Thẩm định số liệu",
    "3. Quyết định của Hội đồng đối với từng trường hợp",
    "4. Kết quả chấm điểm, xếp hạng",
    "5. Kết luận",
];

/// How many figures the verification changed.
#[must_use]
pub fn corrections(figures: usize, units: usize) -> String {
    if figures == 0 {
        return "Hội đồng không điều chỉnh số liệu nào so với báo cáo của các đơn vị.".to_owned();
    }
    format!(
        "Hội đồng điều chỉnh {figures} số liệu của {units} đơn vị so với báo cáo, cụ thể như sau:"
    )
}

/// The heads of the table of what was changed.
pub const CORRECTION_HEADS: [&str; 6] = [
    "STT",
    "Đơn vị",
    "Chỉ tiêu",
    "Tự báo cáo",
    "Thẩm định",
    "Lý do",
];

/// Nothing stands in a cell of the report.
pub const BLANK: &str = "(để trống)";

/// Something that the council decided about units. `kind` is the stored word.
#[must_use]
pub fn decision(kind: &str, units: &str, reason: &str) -> String {
    let what = match kind {
        "tie" => "Thứ tự của các đơn vị bằng điểm",
        "late" => "Báo cáo gửi quá hạn của đơn vị",
        "exempt" => "Miễn báo cáo, không xếp hạng đơn vị",
        _ => "Đối với đơn vị",
    };
    let reason = reason.trim_end_matches('.');
    format!("- {what}: {units}. Lý do: {reason}.")
}

/// Nothing was decided about single units.
pub const NO_DECISION: &str = "Không có.";

/// A tie that is still to be decided.
#[must_use]
pub fn tie(rank: usize, units: &str) -> String {
    format!("- Đồng hạng {rank}, Hội đồng quyết định thứ tự: {units}. Kết luận: {DOTS}")
}

/// Where the whole ranking stands.
pub const SEE_ANNEXES: &str = "Bảng xếp hạng đầy đủ tại các Phụ lục kèm theo Biên bản này.";

/// What the council concludes.
#[must_use]
pub fn conclusion(basis: &str, office: &str) -> String {
    format!("Hội đồng thống nhất kết quả nêu trên và trình {office} phê duyệt. {basis}")
}

/// The end of the meeting, to be filled in.
#[must_use]
pub fn ended() -> String {
    format!("Cuộc họp kết thúc vào …… giờ …… phút, {}./.", blank_date())
}

/// Who signs to the left.
pub const SECRETARY: &str = "THƯ KÝ";

/// Who signs to the right.
pub const CHAIR: &str = "CHỦ TỌA";

/// A name to be filled in.
pub const SIGNER: &str = "(Chữ ký, họ và tên)";

/// Who gets them, besides the office.
pub const RECIPIENT: &str = "Thành viên Hội đồng";
