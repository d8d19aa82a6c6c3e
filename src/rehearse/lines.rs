//! What the people of the play write: subjects, letters and file names, as
//! clerks write them. They are lines of the play, not words of ours.

use super::{chance::Chance, scene::Scene};
use crate::{campaign::Campaign, form::Form, unit::Unit, workbook::Kind};

/// Family names.
pub(super) const FAMILIES: [&str; 10] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Hồ",
];
/// Middle names.
pub(super) const MIDDLES: [&str; 8] = [
    "Văn", "Thị", "Đình", "Quang", "Minh", "Hữu", "Ngọc", "Thanh",
];
/// Given names.
pub(super) const GIVEN: [&str; 12] = [
    "An", "Bình", "Châu", "Dũng", "Hà", "Hạnh", "Hùng", "Lan", "Nam", "Phương", "Tuấn", "Thủy",
];

/// Names of software that offices of that time ran.
pub(super) const SOFTWARE: [&str; 5] = [
    "Kế toán MISA",
    "Quản lý tài sản",
    "Quản lý hộ tịch",
    "Quản lý đất đai ViLIS",
    "Một cửa điện tử",
];

/// What stands where there is nothing to write.
pub(super) const NOTHING: &str = "Không có";

/// What stands where a number belongs.
pub(super) const ABOUT_TWENTY: &str = "khoảng 20";

/// A paper, by its number and day.
pub(super) fn paper(number: i64, year: i16) -> String {
    format!("Số {number}/QĐ ngày 15/01/{year}")
}

/// Name of the scanned cover letter.
pub(super) fn cover(year: i16) -> String {
    format!("Công văn báo cáo {year} (đã ký).pdf")
}

/// Name of the report as a text document.
pub(super) fn document(year: i16) -> String {
    format!("Báo cáo CNTT {year}.docx")
}

/// First line of that document.
pub(super) fn heading(unit: &Unit, year: i16) -> String {
    format!("{} báo cáo mức độ ứng dụng CNTT năm {year}", unit.name)
}

/// A subject.
pub(super) fn subject(scene: Scene, unit: &Unit, year: i16, chance: &mut Chance) -> String {
    let (name, short) = (&unit.name, &unit.short_name);
    let usual = [
        format!("{name} báo cáo mức độ ứng dụng CNTT năm {year}"),
        format!("Báo cáo CNTT năm {year} - {short}"),
        format!("V/v báo cáo số liệu ứng dụng công nghệ thông tin năm {year}"),
        format!("BC CNTT {year} {short}"),
    ];
    let usual = chance.pick(&usual).cloned().unwrap_or_default();
    match scene {
        Scene::Mended => format!("Re: {usual} (đã chỉnh sửa)"),
        Scene::SentAgain => format!("{usual} - gửi lại"),
        Scene::Changed => format!("{usual} (bổ sung số liệu)"),
        Scene::Forwarded => format!("Fwd: {usual}"),
        Scene::AutoReply => format!("Trả lời tự động: {short} vắng mặt"),
        Scene::List => format!("[cntt] Tài liệu tập huấn CNTT năm {year}"),
        Scene::LookAlike => "Đề nghị cập nhật hộp thư của đơn vị".to_owned(),
        Scene::Bounce => "Undelivered Mail Returned to Sender".to_owned(),
        Scene::LateFirst | Scene::LateAgain => format!("{usual} (gửi muộn)"),
        Scene::Xlsx
        | Scene::Xls
        | Scene::Ods
        | Scene::Cover
        | Scene::BrokenRule
        | Scene::Approximate
        | Scene::LeftBlank
        | Scene::NothingAttached
        | Scene::TwoWorkbooks
        | Scene::Locked
        | Scene::WrittenOut
        | Scene::FreeMailbox
        | Scene::Colleague
        | Scene::OtherForm
        | Scene::Forged => usual,
    }
}

/// A letter around what there is to say, signed with a name.
pub(super) fn letter(scene: Scene, unit: &Unit, campaign: &Campaign, writer: &str) -> String {
    let said = said(scene, unit, campaign);
    let bare = [
        Scene::AutoReply,
        Scene::List,
        Scene::LookAlike,
        Scene::Bounce,
    ];
    if bare.contains(&scene) {
        return said;
    }
    format!(
        "Kính gửi: {},\n\n{said}\n\nTrân trọng./.\n\n--\n{writer}\n{}\n",
        campaign.office.name, unit.name
    )
}

fn said(scene: Scene, unit: &Unit, campaign: &Campaign) -> String {
    let (name, year) = (&unit.name, campaign.year);
    match scene {
        Scene::Mended => {
            format!("{name} đã chỉnh sửa theo thư trả lời và xin gửi lại báo cáo năm {year}.")
        }
        Scene::SentAgain => {
            format!("{name} xin gửi lại báo cáo năm {year} (phòng khi thư trước chưa đến).")
        }
        Scene::Changed => format!(
            "{name} xin gửi báo cáo năm {year} có bổ sung số liệu, thay cho báo cáo đã gửi."
        ),
        Scene::Cover => {
            format!("{name} xin gửi báo cáo năm {year} kèm bản ký, đóng dấu (bản quét).")
        }
        Scene::TwoWorkbooks => format!(
            "{name} xin gửi báo cáo năm {year} và báo cáo năm {} để đối chiếu.",
            year - 1
        ),
        Scene::Locked => {
            format!("{name} xin gửi báo cáo năm {year}. Mật khẩu mở tệp sẽ báo qua điện thoại.")
        }
        Scene::FreeMailbox => format!(
            "Hộp thư công vụ đang bị lỗi nên em gửi báo cáo của {name} bằng hộp thư riêng ạ."
        ),
        Scene::Colleague => format!("Em gửi thay báo cáo năm {year} của {name} ạ."),
        Scene::Forwarded => "Xin chuyển tiếp báo cáo của đơn vị.".to_owned(),
        Scene::AutoReply => {
            "Tôi đi công tác đến hết tuần, sẽ trả lời thư sau. Xin cảm ơn.\n".to_owned()
        }
        Scene::List => {
            "Gửi các anh chị tài liệu tập huấn, mời xem trên trang thông tin.\n".to_owned()
        }
        Scene::LookAlike => {
            format!("Đề nghị gửi mọi thông tin về {name} đến hộp thư mới này và bỏ hộp thư cũ.\n")
        }
        Scene::Bounce => "I'm sorry to have to inform you that your message could not\n\
             be delivered to one or more recipients.\n"
            .to_owned(),
        Scene::LateFirst | Scene::LateAgain => {
            format!("{name} xin gửi báo cáo năm {year}, rất mong được thông cảm vì gửi muộn.")
        }
        Scene::Xlsx
        | Scene::Xls
        | Scene::Ods
        | Scene::BrokenRule
        | Scene::Approximate
        | Scene::LeftBlank
        | Scene::NothingAttached
        | Scene::WrittenOut
        | Scene::OtherForm
        | Scene::Forged => format!("{name} xin gửi báo cáo năm {year} theo tệp đính kèm."),
    }
}

/// The name of a workbook, without the end that tells its kind.
pub(super) fn file_name(unit: &Unit, form: &Form, year: i16, chance: &mut Chance) -> String {
    let local = unit.mailbox.local();
    let short = &unit.short_name;
    let names = [
        format!("Báo cáo CNTT {year} - {short}"),
        format!(
            "BC_CNTT_{}_{year}",
            local.split('.').next().unwrap_or(local)
        ),
        format!("Mẫu {} - {short} (bản chính thức)", form.kind),
        format!("Phu luc {} {short} nam {year}", form.kind),
    ];
    chance.pick(&names).cloned().unwrap_or_default()
}

/// The end of a file name and the media type of a kind of workbook.
pub(super) fn media(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Xlsx => (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        Kind::Xls => ("xls", "application/vnd.ms-excel"),
        Kind::Ods => ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    }
}
