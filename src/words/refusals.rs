//! What a person reads when a file is not read as a workbook.

use super::Lang;
use crate::workbook::{Container, Kind, Limit, Refusal};

/// A reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonText {
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub fix: String,
}

/// Tells why a file is not read.
#[must_use]
pub fn refusal(lang: Lang, refusal: &Refusal) -> ReasonText {
    let what = match refusal {
        Refusal::Type(container) => {
            let is = container_name(lang, *container);
            lang.pick(
                format!("Tệp đính kèm là {is}, không phải bảng tính."),
                format!("The file is {is}, not a workbook."),
            )
        }
        Refusal::Encrypted => lang
            .pick(
                "Tệp có đặt mật khẩu nên không mở được.",
                "The file is locked with a password.",
            )
            .to_owned(),
        Refusal::Damaged(_) => lang
            .pick(
                "Tệp bị hỏng hoặc không đúng định dạng, không đọc được.",
                "The file is damaged and cannot be read.",
            )
            .to_owned(),
        Refusal::Ambiguous(_) => lang
            .pick(
                "Tệp có phần bị ghi trùng, có thể hiểu theo hai cách.",
                "The file holds something twice and can be read in two ways.",
            )
            .to_owned(),
        Refusal::Hostile(_) => lang
            .pick(
                "Tệp có thành phần không an toàn.",
                "The file holds something unsafe.",
            )
            .to_owned(),
        Refusal::Limit {
            limit,
            found,
            allowed,
        } => over(lang, *limit, *found, *allowed),
        Refusal::Unavailable(_) => lang
            .pick(
                "Chương trình đọc tệp của hệ thống đang gặp sự cố; tệp chưa được xem.",
                "Our own reader has failed; the file was not looked at.",
            )
            .to_owned(),
    };
    ReasonText {
        what,
        fix: fix(lang, refusal),
    }
}

fn fix(lang: Lang, refusal: &Refusal) -> String {
    let (vietnamese, english) = match refusal {
        Refusal::Type(container) => return fix_type(lang, *container).to_owned(),
        Refusal::Encrypted => (
            "Đề nghị đơn vị bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc), lưu lại rồi gửi.",
            "Take the password off (File → Info → Protect Workbook), save and send again.",
        ),
        Refusal::Damaged(_) | Refusal::Ambiguous(_) | Refusal::Hostile(_) => (
            "Đề nghị đơn vị mở tệp bằng Excel hoặc LibreOffice, lưu thành tệp .xlsx mới rồi gửi lại.",
            "Open the file in Excel or LibreOffice, save it as a new .xlsx file and send that.",
        ),
        Refusal::Limit {
            limit: Limit::Depth,
            ..
        } => (
            "Đề nghị đơn vị gửi thẳng tệp bảng tính (.xlsx, .xls hoặc .ods), không nén.",
            "Attach the workbook itself (.xlsx, .xls or .ods), not packed.",
        ),
        Refusal::Limit { .. } => (
            "Đề nghị đơn vị điền số liệu vào tệp mẫu mới, không chèn thêm ảnh hay trang tính khác, rồi gửi lại.",
            "Fill in a fresh template, without pictures or further sheets, and send that.",
        ),
        Refusal::Unavailable(_) => (
            "Không cần làm gì: hệ thống sẽ tự đọc lại.",
            "Nothing to do: it will be read again.",
        ),
    };
    lang.pick(vietnamese, english).to_owned()
}

/// How a clerk makes a workbook of something else.
fn fix_type(lang: Lang, container: Container) -> &'static str {
    let (vietnamese, english) = match container {
        Container::MacroWorkbook | Container::BinaryWorkbook | Container::OldWorkbook => (
            "Đề nghị đơn vị mở tệp trong Excel, chọn Lưu thành (Save As) → \"Excel Workbook (*.xlsx)\" rồi gửi lại.",
            "In Excel choose Save As → \"Excel Workbook (*.xlsx)\" and send that.",
        ),
        Container::Html | Container::Text => (
            "Tệp có thể mang đuôi .xls nhưng không phải bảng tính. Đề nghị đơn vị mở tệp bằng Excel, chọn Lưu thành (Save As) → \"Excel Workbook (*.xlsx)\"; tốt nhất là điền vào tệp mẫu đã được phát.",
            "It may be named .xls and is no workbook. Open it in Excel and choose Save As → \"Excel Workbook (*.xlsx)\"; better, fill in the template.",
        ),
        Container::Zip | Container::Archive | Container::Tnef => (
            "Đề nghị đơn vị gửi thẳng một tệp bảng tính (.xlsx, .xls hoặc .ods), không nén.",
            "Attach one workbook itself (.xlsx, .xls or .ods), not packed.",
        ),
        Container::Pdf | Container::Image => (
            "Bản quét, ảnh hay PDF chỉ là tài liệu kèm theo. Đề nghị đơn vị gửi kèm tệp mẫu đã điền số liệu (.xlsx, .xls hoặc .ods).",
            "A scan, a picture or a PDF may go beside the report. Attach the template with the figures filled in (.xlsx, .xls or .ods).",
        ),
        Container::Word => (
            "Đề nghị đơn vị chép số liệu từ văn bản vào tệp mẫu bảng tính rồi gửi tệp đó (.xlsx, .xls hoặc .ods).",
            "Copy the figures from the document into the template and send that workbook (.xlsx, .xls or .ods).",
        ),
        Container::Empty => (
            "Tệp không có nội dung, có thể do lỗi khi đính kèm. Đề nghị đơn vị đính kèm lại tệp báo cáo.",
            "There is nothing in the file; attaching it may have failed. Attach the report again.",
        ),
        Container::Workbook(_)
        | Container::Encrypted
        | Container::Executable
        | Container::Unknown => (
            "Đề nghị đơn vị điền số liệu vào tệp mẫu và gửi tệp bảng tính đó (.xlsx, .xls hoặc .ods).",
            "Fill in the template and send that workbook (.xlsx, .xls or .ods).",
        ),
    };
    lang.pick(vietnamese, english)
}

fn container_name(lang: Lang, container: Container) -> String {
    let (vietnamese, english) = match container {
        Container::Workbook(Kind::Xls | Kind::Xlsx | Kind::Ods) => ("bảng tính", "a workbook"),
        Container::MacroWorkbook => ("bảng tính có chứa macro", "a workbook with macros"),
        Container::BinaryWorkbook => (
            "bảng tính dạng nhị phân (.xlsb)",
            "a binary workbook (.xlsb)",
        ),
        Container::OldWorkbook => (
            "bảng tính Excel đời rất cũ (trước 1995)",
            "a workbook of a very old Excel (before 1995)",
        ),
        Container::Encrypted => ("tệp có đặt mật khẩu", "locked with a password"),
        Container::Pdf => ("tệp PDF", "a PDF"),
        Container::Word => ("văn bản Word", "a text document"),
        Container::Html => ("trang web (HTML/XML)", "a web page (HTML/XML)"),
        Container::Text => ("tệp văn bản thuần (CSV/TXT)", "plain text (CSV/TXT)"),
        Container::Zip => ("tệp nén ZIP", "a ZIP archive"),
        Container::Archive => ("tệp nén (RAR/7z/GZ)", "an archive (RAR/7z/GZ)"),
        Container::Image => ("ảnh", "a picture"),
        Container::Executable => ("chương trình", "a program"),
        Container::Tnef => ("tệp winmail.dat của Outlook", "Outlook's winmail.dat"),
        Container::Empty => ("tệp rỗng", "empty"),
        Container::Unknown => ("tệp không rõ loại", "of an unknown kind"),
    };
    lang.pick(vietnamese, english).to_owned()
}

fn over(lang: Lang, limit: Limit, found: Option<u64>, allowed: u64) -> String {
    let (vietnamese, english) = match limit {
        Limit::Bytes => ("dung lượng tệp (byte)", "bytes of the file"),
        Limit::Inflated => ("dung lượng sau khi giải nén (byte)", "bytes when unpacked"),
        Limit::Ratio => ("tỷ lệ nén", "times smaller when packed"),
        Limit::Entries => ("số thành phần trong tệp", "parts of the file"),
        Limit::Depth => ("số lớp nén lồng nhau", "archives within archives"),
        Limit::Rows => ("số dòng", "rows"),
        Limit::Columns => ("số cột", "columns"),
        Limit::Cells => ("số ô có dữ liệu", "cells"),
        Limit::Cpu => ("thời gian xử lý (giây)", "seconds of computing"),
        Limit::Memory => ("bộ nhớ khi đọc (byte)", "bytes of memory"),
        Limit::Wall => ("thời gian đọc (giây)", "seconds of reading"),
        Limit::Answer => ("dung lượng nội dung (byte)", "bytes of content"),
    };
    let size = found.map_or_else(String::new, |found| format!("{found}, "));
    lang.pick(
        format!("Tệp vượt giới hạn đọc: {vietnamese} – {size}cho phép {allowed}."),
        format!("The file is beyond what is read: {english} – {size}allowed {allowed}."),
    )
}
