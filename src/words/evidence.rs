//! Copies of reports by three ways, in words.

use super::{Lang, times};
use crate::evidence::{
    Cell, Channel, Compared, Disagreement, Ruling, What,
    matrix::Show,
    signed::{Covers, Signature},
    typed::{Field, Wrong},
};

/// `evidence`.
pub const EVIDENCE: &str =
    "Bản giấy và văn bản qua phần mềm: ghi nhận, nhập sổ văn bản đến, đối chiếu";
/// `evidence receive-paper`.
pub const RECEIVE: &str = "Ghi nhận bản giấy của một đơn vị";
/// `evidence import-register`.
pub const REGISTER: &str = "Nhập sổ văn bản đến (xem trước; thêm --commit để ghi nhận)";
/// `evidence import-edxml`.
pub const EDXML: &str = "Nhập gói tin edXML (xem trước; thêm --commit để ghi nhận)";
/// `evidence matrix`.
pub const MATRIX: &str = "Bảng đơn vị và ba hình thức báo cáo: đã có, thiếu, lệch";

/// A way of reporting.
#[must_use]
pub fn channel(lang: Lang, channel: Channel) -> &'static str {
    match channel {
        Channel::Mail => lang.pick("Thư điện tử", "E-mail"),
        Channel::Paper => lang.pick("Bản giấy", "Paper"),
        Channel::DocumentSoftware => lang.pick("Phần mềm QLVB", "Document software"),
    }
}

/// How a way stands.
#[must_use]
pub fn cell(lang: Lang, cell: Cell) -> &'static str {
    match cell {
        Cell::NotAsked => lang.pick("không yêu cầu", "not asked for"),
        Cell::Missing => lang.pick("Thiếu", "Missing"),
        Cell::Refused => lang.pick("Không tính", "Does not count"),
        Cell::Disagrees => lang.pick("Lệch", "Disagrees"),
        Cell::There => lang.pick("Đã có", "There"),
    }
}

/// Which units are shown.
#[must_use]
pub fn show(lang: Lang, show: Show) -> &'static str {
    match show {
        Show::All => lang.pick("Tất cả", "All"),
        Show::Complete => lang.pick("Đủ và khớp", "Complete"),
        Show::DataOnly => lang.pick(
            "Đủ dữ liệu nhưng thiếu văn bản ký",
            "Data, but a signed copy is missing",
        ),
        Show::DocumentOnly => lang.pick(
            "Có văn bản nhưng chưa có tệp dữ liệu",
            "A document, but no data file",
        ),
        Show::Disagreeing => lang.pick("Có điểm lệch cần xử lý", "Something to settle"),
        Show::Nothing => lang.pick("Chưa có gì", "Nothing yet"),
    }
}

/// A disagreement in a sentence. `name` is what a unit is called.
#[must_use]
pub fn disagreement(lang: Lang, it: &Disagreement, name: impl Fn(&str) -> String) -> String {
    let own = channel(lang, it.channel);
    match &it.what {
        What::Number { with, here, there } => {
            let other = channel(lang, *with);
            lang.pick(
                format!("Khác số, ký hiệu: {own} ghi {here}, {other} ghi {there}."),
                format!("Another number: {own} says {here}, {other} says {there}."),
            )
        }
        What::Date { with, here, there } => {
            let (other, here, there) = (channel(lang, *with), times::date(*here), times::date(*there));
            lang.pick(
                format!("Khác ngày văn bản: {own} ghi {here}, {other} ghi {there}."),
                format!("Another date: {own} says {here}, {other} says {there}."),
            )
        }
        What::Unsigned(_) => lang
            .pick(
                "Bản giấy chưa có chữ ký của thủ trưởng đơn vị.",
                "The paper is not signed.",
            )
            .to_owned(),
        What::Unsealed(_) => lang
            .pick("Bản giấy chưa đóng dấu.", "The paper is not sealed.")
            .to_owned(),
        What::Figures(_) => lang
            .pick(
                "Số liệu trên bản này khác tệp dữ liệu gửi qua thư.",
                "Its figures differ from the data file sent by mail.",
            )
            .to_owned(),
        What::NoSignature { name, .. } => lang.pick(
            format!("Tệp {name}: không thấy chữ ký số nào trong tệp."),
            format!("File {name}: no digital signature is seen in it."),
        ),
        What::Changed { name, .. } => lang.pick(
            format!("Tệp {name}: chữ ký số không bao trùm cả tệp (tệp đã thay đổi sau khi ký, hoặc chữ ký hỏng)."),
            format!("File {name}: the signature does not cover the whole file (changed after signing, or broken)."),
        ),
        What::Recalled(by) => lang.pick(
            format!("Văn bản đã bị thu hồi (theo văn bản {by})."),
            format!("The document was recalled (by {by})."),
        ),
        What::Replaced(by) => lang.pick(
            format!("Văn bản đã được thay thế bằng văn bản {by}; kiểm tra tệp dữ liệu có còn đúng không."),
            format!("The document was replaced by {by}; check whether the data still hold."),
        ),
        What::Several(all) => {
            let all = all.join("; ");
            lang.pick(
                format!("Có nhiều văn bản khác nhau: {all}."),
                format!("There is more than one document: {all}."),
            )
        }
        What::Twice(document) => lang.pick(
            format!("Văn bản {document} được ghi nhận nhiều lần với thông tin khác nhau (ngày, số đến hoặc mã định danh)."),
            format!("{document} is recorded more than once with other particulars (date, arrival number or organ)."),
        ),
        What::Elsewhere { document, unit } => {
            let unit = name(unit);
            lang.pick(
                format!("Văn bản {document} cũng được ghi nhận cho {unit}: một trong hai nơi bị nhầm."),
                format!("{document} is also recorded for {unit}: one of the two is wrong."),
            )
        }
    }
}

/// What a person ruled.
#[must_use]
pub fn ruling(lang: Lang, ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Counts => lang.pick("Vẫn tính", "Counts all the same"),
        Ruling::DoesNotCount => lang.pick("Không tính", "Does not count"),
    }
}

/// Whether figures were compared.
#[must_use]
pub fn compared(lang: Lang, compared: Compared) -> &'static str {
    match compared {
        Compared::NotYet => lang.pick("chưa đối chiếu", "not compared"),
        Compared::Same => lang.pick("khớp với tệp dữ liệu", "the same as the data file"),
        Compared::Different => lang.pick("khác tệp dữ liệu", "not those of the data file"),
    }
}

/// What can be said of a signature that nobody has verified.
#[must_use]
pub fn signature(lang: Lang, it: &Signature) -> String {
    let covers = match it.covers {
        Covers::Whole => lang.pick("bao trùm cả tệp", "covers the whole file"),
        Covers::Before => lang.pick(
            "tệp có thêm nội dung sau khi ký",
            "bytes were added after it",
        ),
        Covers::Broken => lang.pick("không bao trùm đúng tệp", "does not cover the file"),
    };
    let mut said = lang.pick(
        format!("Có chữ ký số, chưa kiểm tra; {covers}"),
        format!("A signature is present, not verified; {covers}"),
    );
    if !it.name.is_empty() {
        said.push_str(&lang.pick(
            format!("; tệp ghi người ký: {}", it.name),
            format!("; claims to be signed by {}", it.name),
        ));
    }
    if !it.time.is_empty() {
        said.push_str(&lang.pick(format!(", lúc {}", it.time), format!(", at {}", it.time)));
    }
    said.push('.');
    said
}

/// The label of a field.
#[must_use]
pub fn field(lang: Lang, field: Field) -> &'static str {
    match field {
        Field::Number => lang.pick("Số, ký hiệu", "Number and symbol"),
        Field::Date => lang.pick("Ngày văn bản", "Date of the document"),
        Field::Arrived => lang.pick("Ngày đến", "Received on"),
        Field::ReceivedBy => lang.pick("Người nhận", "Received by"),
        Field::File => lang.pick("Tệp", "File"),
        Field::Why => lang.pick("Lý do sửa", "Reason of the correction"),
        Field::Reason => lang.pick("Lý do", "Reason"),
    }
}

/// What is wrong with a field, and what to do.
#[must_use]
pub fn wrong(lang: Lang, wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Missing => lang.pick("Cần ghi ô này.", "This must be filled in."),
        Wrong::NoNumber => lang.pick(
            "Ghi số, ký hiệu văn bản, ví dụ 15/BC-UBND. Nếu văn bản không có số thì để trống và ghi rõ ở ô Ghi chú.",
            "Give number and symbol, such as 15/BC-UBND. If there is none, say so in the note.",
        ),
        Wrong::NotANumber => lang.pick(
            "Không đọc được số, ký hiệu. Ghi như trên văn bản, ví dụ 15/BC-UBND.",
            "This is no number and symbol. Write it as on the document, such as 15/BC-UBND.",
        ),
        Wrong::NotADay => lang.pick(
            "Ghi ngày theo dạng ngày/tháng/năm, ví dụ 08/12/2015.",
            "Write the day as dd/mm/yyyy, such as 08/12/2015.",
        ),
        Wrong::Ahead => lang.pick(
            "Ngày này chưa đến; kiểm tra lại.",
            "This day is still to come; check it.",
        ),
        Wrong::BeforeItsDate => lang.pick(
            "Ngày đến sớm hơn ngày văn bản; kiểm tra lại hai ngày.",
            "It came before it was written; check both days.",
        ),
        Wrong::FarOff => lang.pick(
            "Ngày này cách năm báo cáo quá xa; kiểm tra lại năm.",
            "This day is far from the year of the report; check the year.",
        ),
        Wrong::Kind => lang.pick(
            "Chỉ nhận tệp PDF hoặc ảnh chụp (PNG, JPG, TIFF, HEIC), Word hoặc bảng tính.",
            "Only PDF, pictures, text documents or workbooks are taken.",
        ),
    }
}

/// A unit that nobody knows.
#[must_use]
pub fn unknown_unit(lang: Lang, code: &str) -> String {
    lang.pick(
        format!("Không có đơn vị nào mang mã {code}."),
        format!("No unit has the code {code}."),
    )
}

/// Nothing is wrong with a copy, and nothing was recorded.
#[must_use]
pub fn would_receive(lang: Lang, unit: &str) -> String {
    lang.pick(
        format!("Thông tin hợp lệ cho {unit}; chưa ghi nhận. Thêm --commit để ghi nhận."),
        format!("Nothing is wrong, for {unit}; nothing was recorded. Add --commit to record it."),
    )
}

/// A copy was recorded, or had been.
#[must_use]
pub fn received(lang: Lang, unit: &str, new: bool) -> String {
    if new {
        lang.pick(
            format!("Đã ghi nhận bản giấy của {unit}."),
            format!("Recorded the paper of {unit}."),
        )
    } else {
        lang.pick(
            format!("Bản giấy này của {unit} đã được ghi nhận từ trước."),
            format!("This paper of {unit} had been recorded before."),
        )
    }
}

/// What came of an import; `added` is none for a look at it only.
#[must_use]
pub fn imported(lang: Lang, file: &str, all: usize, taken: usize, added: Option<usize>) -> String {
    match added {
        Some(added) => lang.pick(
            format!("{file}: {all} văn bản, đã ghi nhận {added}."),
            format!("{file}: {all} documents, {added} recorded."),
        ),
        None => lang.pick(
            format!("{file}: {all} văn bản, sẽ ghi nhận {taken}; chưa ghi gì. Thêm --commit để ghi nhận."),
            format!("{file}: {all} documents, {taken} would be recorded; nothing was. Add --commit."),
        ),
    }
}

/// The heads of the matrix.
#[must_use]
pub fn matrix_heads(lang: Lang) -> Vec<String> {
    let heads = lang.pick(
        [
            "Mã",
            "Đơn vị",
            "Thư điện tử",
            "Bản giấy",
            "Phần mềm QLVB",
            "Cần xử lý",
        ],
        [
            "Code",
            "Unit",
            "E-mail",
            "Paper",
            "Document software",
            "To settle",
        ],
    );
    heads.map(str::to_owned).to_vec()
}
