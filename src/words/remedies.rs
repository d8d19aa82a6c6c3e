//! How to mend each fault of a report. Never a finding without one. Whether
//! and until when to send it again is not said here: the letter knows the hour.

use crate::finding::Fault;

/// In Vietnamese.
pub(super) fn vietnamese(fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing { .. } => "Điền vào ô này; nếu không có thì ghi 0 hoặc \"Không\".",
        Fault::MustBeBlank { .. } => "Xóa ô này, hoặc sửa lại ô kia.",
        Fault::NotNumber { .. } => {
            "Chỉ ghi chữ số, không ghi thêm chữ; phần giải thích ghi ở cột Ghi chú."
        }
        Fault::NotWhole { .. } => "Ghi số nguyên, không có phần thập phân.",
        Fault::AmbiguousNumber { .. } => {
            "Không dùng dấu phân cách hàng nghìn; dùng dấu phẩy cho phần thập phân."
        }
        Fault::OutOfDomain { .. } | Fault::TooMuchMoney { .. } => {
            "Kiểm tra lại số liệu và đơn vị tính."
        }
        Fault::TooManyDecimals { .. } => "Làm tròn số cho đúng số chữ số thập phân.",
        Fault::DateInNumber { .. } => "Đổi định dạng ô sang \"Number\" (số) rồi nhập lại.",
        Fault::NotYesNo { .. } => "Ghi \"Có\" hoặc \"Không\".",
        Fault::NotOption { .. } => "Chọn một trong các mục trên, ghi đúng như vậy.",
        Fault::NotUnder { .. } => "Ghi địa chỉ trang thông tin điện tử của đơn vị.",
        Fault::FormulaWithoutValue => {
            "Mở tệp bằng Excel hoặc LibreOffice, tính lại rồi lưu; hoặc ghi thẳng số vào ô."
        }
        Fault::FormulasWithoutValue { .. } => {
            "Mở tệp của đơn vị bằng Excel hoặc LibreOffice, nhấn Ctrl+Alt+F9 (LibreOffice: Ctrl+Shift+F9) để tính lại, lưu rồi gửi lại tệp đó; hoặc ghi thẳng số vào từng ô."
        }
        Fault::StaleFormula { .. } => {
            "Mở tệp bằng Excel hoặc LibreOffice, nhấn Ctrl+Alt+F9 (LibreOffice: Ctrl+Shift+F9) để tính lại rồi lưu; hoặc ghi thẳng số vào ô."
        }
        Fault::AmbiguousShare { .. } => "Ghi số phần trăm kèm dấu %, ví dụ 35%.",
        Fault::CellError { .. } => "Sửa công thức, hoặc ghi thẳng số vào ô.",
        Fault::ListCount { .. } => "Liệt kê ở cột \"Tài liệu kiểm chứng\", hoặc sửa lại số lượng.",
        Fault::NoEvidence { .. } => "Ghi vào cột \"Tài liệu kiểm chứng\".",
        Fault::Twice { .. } => "Chỉ giữ lại một dòng đúng, xóa các dòng còn lại.",
        Fault::MissingIndicator => {
            "Thêm lại dòng này, ghi đúng mã ở cột \"Mã\"; hoặc dùng lại tệp mẫu."
        }
        Fault::NoTable => "Điền số liệu vào đúng tệp mẫu đã được phát.",
        Fault::WrongForm { .. } => "Điền số liệu vào đúng tệp mẫu dành cho đơn vị mình.",
        Fault::WrongUnit { .. } => {
            "Kiểm tra xem có gửi nhầm tệp của đơn vị khác không; sửa tên và mã đơn vị cho đúng."
        }
        Fault::WrongYear { .. } => "Kiểm tra xem có gửi nhầm báo cáo năm khác không; sửa lại năm.",
        Fault::WrongPeriod { .. } => "Sửa lại kỳ báo cáo và kiểm tra số liệu có đúng kỳ không.",
        Fault::HeaderMissing { .. } => "Ghi bổ sung vào mẫu.",
        Fault::HeaderOdd { .. } => "Kiểm tra lại và ghi cho đúng.",
        Fault::UnmarkedUnit { .. } => "Ghi tên đơn vị bằng tiếng Việt có dấu.",
        Fault::ReadAs { .. } => "Nếu không đúng, ghi lại bằng chữ số không có dấu phân cách.",
        Fault::TextIgnored { .. } => {
            "Nếu không đúng, sửa lại ô này; phần giải thích ghi ở cột Ghi chú."
        }
        Fault::Rule(_) => "Kiểm tra lại các ô liên quan và sửa ô ghi chưa đúng.",
        // Said by `table_faults` and `oddities`.
        Fault::Table(_) | Fault::Odd(_) => "",
    }
}

/// In English.
pub(super) fn english(fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing { .. } => "Fill in this cell; if there is none, write 0 or \"Không\".",
        Fault::MustBeBlank { .. } => "Clear this cell, or mend the other one.",
        Fault::NotNumber { .. } => "Write digits only; explanations belong in the notes column.",
        Fault::NotWhole { .. } => "Write a whole number, without decimals.",
        Fault::AmbiguousNumber { .. } => {
            "Leave out thousands separators; use a comma for decimals."
        }
        Fault::OutOfDomain { .. } | Fault::TooMuchMoney { .. } => {
            "Check the figure and its unit of measure."
        }
        Fault::TooManyDecimals { .. } => "Round the number.",
        Fault::DateInNumber { .. } => "Set the cell's format to \"Number\" and type it again.",
        Fault::NotYesNo { .. } => "Write \"Có\" or \"Không\".",
        Fault::NotOption { .. } => "Choose one of these and write it just so.",
        Fault::NotUnder { .. } => "Write the address of the unit's site.",
        Fault::FormulaWithoutValue => {
            "Open the file in Excel or LibreOffice, recalculate and save; or type the number."
        }
        Fault::FormulasWithoutValue { .. } => {
            "Open your file in Excel or LibreOffice, press Ctrl+Alt+F9 (LibreOffice: Ctrl+Shift+F9) to recalculate, save and send that file; or type the number into each cell."
        }
        Fault::StaleFormula { .. } => {
            "Open the file, press Ctrl+Alt+F9 (LibreOffice: Ctrl+Shift+F9) to recalculate and save; or type the number."
        }
        Fault::AmbiguousShare { .. } => "Write the percentage with its sign, such as 35%.",
        Fault::CellError { .. } => "Mend the formula, or type the number.",
        Fault::ListCount { .. } => {
            "List them in the column \"Tài liệu kiểm chứng\", or mend the count."
        }
        Fault::NoEvidence { .. } => "Name it in the column \"Tài liệu kiểm chứng\".",
        Fault::Twice { .. } => "Keep the right row and delete the others.",
        Fault::MissingIndicator => {
            "Put the row back with its code in the column \"Mã\"; or use the template again."
        }
        Fault::NoTable => "Fill in the template that was handed out.",
        Fault::WrongForm { .. } => "Fill in the template for your own kind of unit.",
        Fault::WrongUnit { .. } => {
            "Check whether this is another unit's file; mend the name and code of the unit."
        }
        Fault::WrongYear { .. } => "Check whether this is another year's report; mend the year.",
        Fault::WrongPeriod { .. } => {
            "Mend the period, and check that the figures are of that period."
        }
        Fault::HeaderMissing { .. } => "Fill it in.",
        Fault::HeaderOdd { .. } => "Check it and mend it.",
        Fault::UnmarkedUnit { .. } => "Write the name of the unit with its marks.",
        Fault::ReadAs { .. } => "If that is wrong, write plain digits.",
        Fault::TextIgnored { .. } => {
            "If that is wrong, mend the cell; explanations belong in the notes column."
        }
        Fault::Rule(_) => "Check the cells it names and mend the one that is wrong.",
        Fault::Table(_) | Fault::Odd(_) => "",
    }
}
