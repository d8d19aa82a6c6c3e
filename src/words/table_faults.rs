//! What a clerk reads about a table that is there twice, out of sight, of an
//! old issue, or was only found by guessing well.

use super::{Lang, findings::FindingText};
use crate::finding::TableFault;

/// What was found, what is expected, and how to mend it; the place is told by
/// the caller.
pub(super) fn told(lang: Lang, fault: &TableFault) -> FindingText {
    let [found, expected, fix] = match lang {
        Lang::Vi => vietnamese(fault),
        Lang::En => english(fault),
    };
    FindingText {
        place: String::new(),
        found,
        expected,
        fix,
    }
}

fn vietnamese(fault: &TableFault) -> [String; 3] {
    match fault {
        TableFault::WrongVersion { found, expected } => [
            format!("mẫu phiên bản {found}"),
            format!("mẫu phiên bản {expected}"),
            "Tải mẫu mới đã được phát và chép số liệu sang mẫu đó.".to_owned(),
        ],
        TableFault::OutOfSight => [
            "bảng số liệu nằm ở trang tính đang bị ẩn".to_owned(),
            "bảng số liệu ở trang tính nhìn thấy được".to_owned(),
            "Bấm chuột phải vào tên một trang tính, chọn Bỏ ẩn (Unhide), rồi lưu lại.".to_owned(),
        ],
        TableFault::NoValues => [
            "có các chỉ tiêu nhưng không thấy cột số liệu".to_owned(),
            "một cột có tiêu đề \"Số liệu\"".to_owned(),
            "Ghi lại tiêu đề \"Số liệu\" ở đầu cột số liệu; hoặc dùng lại tệp mẫu.".to_owned(),
        ],
        TableFault::Untouched => [
            "chưa ghi số liệu nào ở cột số liệu".to_owned(),
            "số liệu của từng chỉ tiêu ở cột \"Số liệu\"".to_owned(),
            "Ghi số liệu vào cột \"Số liệu\"; nếu đã ghi ở cột khác hay trang tính khác thì \
             chuyển về cột này. Kiểm tra xem có gửi nhầm tệp chưa điền không."
                .to_owned(),
        ],
        TableFault::TwoColumns { cells } => [
            format!("nhiều cột có thể là cột số liệu: {}", cells.join(", ")),
            "chỉ một cột có tiêu đề \"Số liệu\"".to_owned(),
            "Chỉ giữ lại cột số liệu của năm báo cáo; cột khác xóa đi hoặc đổi tiêu đề.".to_owned(),
        ],
        TableFault::TwoTables { places, differ } => [
            format!(
                "nhiều bảng số liệu khác nhau: {} (khác nhau ở {})",
                places.join("; "),
                differ.join(" và ")
            ),
            "chỉ một bảng số liệu".to_owned(),
            "Chỉ giữ lại một bảng đúng, xóa các bảng còn lại.".to_owned(),
        ],
        TableFault::SameTable { place } => [
            format!("có thêm một bảng giống hệt: {place}"),
            "chỉ một bảng số liệu".to_owned(),
            "Không bắt buộc sửa; lần sau chỉ để một bảng.".to_owned(),
        ],
        TableFault::CodeAndLabel { code, label_of } => [
            format!("mã {code} nhưng nội dung là của {label_of}"),
            "mã và nội dung của cùng một chỉ tiêu".to_owned(),
            "Ghi lại mã và nội dung như trong mẫu, rồi kiểm tra số liệu ở dòng này và dòng kia."
                .to_owned(),
        ],
        TableFault::NearLabel { found } => [
            format!("\"{found}\""),
            "đúng nội dung như trong mẫu; đã hiểu là chỉ tiêu này".to_owned(),
            "Nếu không đúng, ghi lại mã và nội dung như trong mẫu.".to_owned(),
        ],
        TableFault::NearCode { found } => [
            format!("mã \"{found}\" không có trong mẫu"),
            "đúng mã như trong mẫu; đã hiểu theo nội dung của dòng".to_owned(),
            "Nếu không đúng, ghi lại mã và nội dung như trong mẫu.".to_owned(),
        ],
        TableFault::RowsUnread { rows, more } => [
            format!(
                "những dòng có số liệu mà mẫu không có: {}{}",
                rows.join("; "),
                and_more(Lang::Vi, *more)
            ),
            "chỉ các dòng của mẫu; số liệu ở những dòng này không được đọc".to_owned(),
            "Không bắt buộc sửa; nếu đó là số liệu của một chỉ tiêu trong mẫu thì ghi vào dòng của \
             chỉ tiêu ấy, phần giải thích ghi ở cột Ghi chú."
                .to_owned(),
        ],
        TableFault::LegacyFont { encoding, cells } => [
            format!("{cells} ô gõ bằng phông chữ {}", encoding.name()),
            "chữ Việt Unicode, ví dụ phông Times New Roman; đã tự chuyển đổi".to_owned(),
            "Không bắt buộc sửa; nếu chữ trong biên nhận bị sai thì gõ lại bằng Unicode."
                .to_owned(),
        ],
    }
}

fn and_more(lang: Lang, more: usize) -> String {
    if more == 0 {
        return String::new();
    }
    lang.pick(format!(" và {more} dòng khác"), format!(" and {more} more"))
}

fn english(fault: &TableFault) -> [String; 3] {
    match fault {
        TableFault::WrongVersion { found, expected } => [
            format!("issue {found} of the form"),
            format!("issue {expected} of the form"),
            "Take the new template and copy the figures into it.".to_owned(),
        ],
        TableFault::OutOfSight => [
            "the table is on a hidden sheet".to_owned(),
            "the table on a sheet that can be seen".to_owned(),
            "Right-click on the name of a sheet, choose Unhide, and save.".to_owned(),
        ],
        TableFault::NoValues => [
            "indicators, but no column of values".to_owned(),
            "a column headed \"Số liệu\"".to_owned(),
            "Put the heading \"Số liệu\" back above the values; or use the template again."
                .to_owned(),
        ],
        TableFault::Untouched => [
            "no value in the column of values".to_owned(),
            "the value of each indicator in the column \"Số liệu\"".to_owned(),
            "Write the values into the column \"Số liệu\"; if they stand in another column or \
             sheet, move them here. See whether an unfilled file was sent by mistake."
                .to_owned(),
        ],
        TableFault::TwoColumns { cells } => [
            format!(
                "several columns that may hold the values: {}",
                cells.join(", ")
            ),
            "one column headed \"Số liệu\"".to_owned(),
            "Keep the column of the year that is reported; delete or rename the others.".to_owned(),
        ],
        TableFault::TwoTables { places, differ } => [
            format!(
                "several tables that differ: {} (they differ in {})",
                places.join("; "),
                differ.join(" and ")
            ),
            "one table".to_owned(),
            "Keep the right one and delete the others.".to_owned(),
        ],
        TableFault::SameTable { place } => [
            format!("the same table once more: {place}"),
            "one table".to_owned(),
            "Nothing must be done; send one table next time.".to_owned(),
        ],
        TableFault::CodeAndLabel { code, label_of } => [
            format!("the code {code} with the label of {label_of}"),
            "code and label of one indicator".to_owned(),
            "Write both as in the template, and check the figures of both rows.".to_owned(),
        ],
        TableFault::NearLabel { found } => [
            format!("\"{found}\""),
            "the label as in the template; it was taken for this indicator".to_owned(),
            "If that is wrong, write code and label as in the template.".to_owned(),
        ],
        TableFault::NearCode { found } => [
            format!("the code \"{found}\", which is not on the form"),
            "the code as in the template; the label was believed".to_owned(),
            "If that is wrong, write code and label as in the template.".to_owned(),
        ],
        TableFault::RowsUnread { rows, more } => [
            format!(
                "rows with figures that are not on the form: {}{}",
                rows.join("; "),
                and_more(Lang::En, *more)
            ),
            "only the rows of the form; nothing in these rows was read".to_owned(),
            "Nothing must be done; if a figure belongs to an indicator of the form, write it into \
             that row; explanations belong in the notes column."
                .to_owned(),
        ],
        TableFault::LegacyFont { encoding, cells } => [
            format!("{cells} cells typed with a {} font", encoding.name()),
            "Unicode; they were converted".to_owned(),
            "Nothing must be done; if the receipt shows wrong letters, type them anew in Unicode."
                .to_owned(),
        ],
    }
}
