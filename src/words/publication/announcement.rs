//! The announcement, the decision and their annexes.

use rust_decimal::Decimal;

use super::{blank_date, dong, points, within};

/// What the announcement is.
pub const ANNOUNCEMENT: (&str, &str) = ("THÔNG BÁO", "TB");

/// What the decision is.
pub const DECISION: (&str, &str) = ("QUYẾT ĐỊNH", "QĐ");

/// What the announcement is about.
#[must_use]
pub fn subject(about: &str) -> String {
    format!("Kết quả {about}")
}

/// What the decision is about.
#[must_use]
pub fn decision_subject(about: &str) -> String {
    format!("Về việc phê duyệt kết quả {about}")
}

/// The opening of the announcement.
#[must_use]
pub fn opening(plan: &str, decision: &str, about: &str, office: &str) -> String {
    format!(
        "Thực hiện {plan}; căn cứ {decision} của {office} về việc phê duyệt kết quả {about}, \
         {office} thông báo kết quả như sau:"
    )
}

/// The headings of the announcement.
pub const HEADINGS: [&str; 3] = [
    "1. Tình hình báo cáo",
    "2. Kết quả xếp hạng",
    "3. Thang điểm và bản công bố",
];

/// How many units there are, by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ranked.
    pub ranked: usize,
    /// Reported late.
    pub late: usize,
    /// Did not report.
    pub silent: usize,
    /// Need not report.
    pub exempt: usize,
}

/// How the units reported.
#[must_use]
pub fn counts(counts: Counts) -> String {
    let Counts {
        ranked,
        late,
        silent,
        exempt,
    } = counts;
    let all = ranked + late + silent + exempt;
    let mut said = format!(
        "Có {all} cơ quan, đơn vị, địa phương thuộc đối tượng đánh giá; trong đó {ranked} đơn vị \
         gửi báo cáo hợp lệ và được xếp hạng"
    );
    for (count, what) in [
        (late, "gửi báo cáo quá hạn, không xếp hạng"),
        (silent, "không gửi báo cáo"),
        (exempt, "được miễn báo cáo"),
    ] {
        if count > 0 {
            said.push_str(&format!("; {count} đơn vị {what}"));
        }
    }
    said.push('.');
    said
}

/// A group of units, and how its bands are filled. `n` counts from zero.
#[must_use]
pub fn group(n: usize, label: &str, ranked: usize, bands: &[(String, usize)]) -> String {
    let letter = "abcdeghiklmnopqrstuvxy".chars().nth(n).unwrap_or('-');
    let bands: Vec<String> = bands
        .iter()
        .map(|(band, count)| format!("{count} đơn vị xếp loại {band}"))
        .collect();
    let bands = if bands.is_empty() {
        String::new()
    } else {
        format!(", gồm {}", bands.join(", "))
    };
    format!("{letter}) {label}: {ranked} đơn vị được xếp hạng{bands}.")
}

/// A prize and whose it is.
#[must_use]
pub fn prize(
    label: &str,
    winner: &str,
    total: Option<Decimal>,
    amount: Decimal,
    cups: u32,
    last: bool,
) -> String {
    let total = total.map_or_else(String::new, |total| format!(", {} điểm", points(total)));
    let cup = if cups > 0 { "cúp kèm theo " } else { "" };
    let end = if last { '.' } else { ';' };
    format!(
        "- {label}: {winner}{total} ({cup}giải thưởng trị giá {}){end}",
        dong(amount)
    )
}

/// Where the whole ranking stands.
#[must_use]
pub fn see_annexes(kind: &str) -> String {
    format!(
        "Bảng xếp hạng đầy đủ, danh sách đơn vị không xếp hạng và mã SHA-256 đầy đủ tại các Phụ \
         lục kèm theo {} này.",
        super::beginning(&kind.to_lowercase())
    )
}

/// By which scales it was worked out, and which edition it is.
#[must_use]
pub fn basis(edition: &str, scales: &[String], digest: &str) -> String {
    format!(
        "{edition}, tính theo {}. {}",
        scales.join(" và "),
        super::sentence(digest)
    )
}

/// The end of the announcement.
#[must_use]
pub fn closing(office: &str) -> String {
    format!("{office} thông báo để các cơ quan, đơn vị, địa phương biết./.")
}

/// The last of the grounds of the decision: who proposed it.
#[must_use]
pub fn proposal(council: &str) -> String {
    format!(
        "Theo đề nghị của {council} tại Biên bản họp {}",
        blank_date()
    )
}

/// A ground that is a plan or a decision.
#[must_use]
pub fn ground(what: &str) -> String {
    format!("Căn cứ {what}")
}

/// The word that decides.
pub const DECIDES: &str = "QUYẾT ĐỊNH:";

/// The number of an article.
#[must_use]
pub fn article(n: usize) -> String {
    format!("Điều {n}. ")
}

/// What is approved.
#[must_use]
pub fn approves(about: &str, digest: &str, scales: &[String]) -> String {
    format!(
        "Phê duyệt kết quả {about} theo các Phụ lục kèm theo Quyết định này, tính theo {}. \
         {}",
        scales.join(" và "),
        super::sentence(digest)
    )
}

/// Who is rewarded.
pub const REWARDS: &str = "Trao giải thưởng cho các đơn vị đạt kết quả cao:";

/// From when it holds.
pub const IN_FORCE: &str = "Quyết định này có hiệu lực kể từ ngày ký.";

/// Who carries it out.
pub const CARRIED_OUT: &str = "Thủ trưởng các cơ quan, đơn vị, Chủ tịch Ủy ban nhân dân các địa \
     phương có tên tại các Phụ lục và các cơ quan liên quan chịu trách nhiệm thi hành Quyết định \
     này./.";

/// The head of the recipients.
pub const RECIPIENTS: &str = "Nơi nhận:";

/// A recipient.
#[must_use]
pub fn recipient(who: &str) -> String {
    format!("- {who};")
}

/// The last recipient.
pub const FILED: &str = "- Lưu: VT.";

/// The recipients of a decision begin with those who carry it out.
pub const AS_ABOVE: &str = "Như Điều 4";

/// An authority to be filled in.
pub const AUTHORITY: &str = "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ";

/// A name to be filled in.
pub const SIGNER: &str = "(Chữ ký, dấu, họ và tên)";

/// The number of an annex; the only one has none.
#[must_use]
pub fn annex(n: usize, of: usize) -> String {
    const ROMAN: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    match ROMAN.get(n) {
        Some(number) if of > 1 => format!("Phụ lục {number}"),
        Some(_) => "Phụ lục".to_owned(),
        None => format!("Phụ lục {}", n + 1),
    }
}

/// The title of an annex.
#[must_use]
pub fn annex_title(label: &str) -> String {
    format!("BẢNG XẾP HẠNG\n{}", label.to_uppercase())
}

/// What an annex goes with.
#[must_use]
pub fn annex_of(kind: &str, number: &str, office: &str) -> String {
    let kind = super::beginning(&kind.to_lowercase());
    let number = number.trim_start_matches("Số:");
    format!("(Kèm theo {kind} số{number} {} của {office})", blank_date())
}

/// The heads of the table of ranks, around the columns of the groups of items.
pub const HEADS: [&str; 8] = [
    "Hạng",
    "Đơn vị",
    "Điểm thưởng",
    "Điểm trừ",
    "Tổng điểm",
    "Xếp loại",
    "Giải thưởng",
    "Ghi chú",
];

/// Explains the columns of the groups of items.
#[must_use]
pub fn legend(sections: &[(String, String, String)]) -> String {
    let sections: Vec<String> = sections
        .iter()
        .map(|(code, label, most)| format!("{code}: {} (tối đa {most} điểm)", within(label)))
        .collect();
    format!(
        "Ghi chú: {}. Tổng điểm = 100 × tổng điểm các mục / tổng điểm tối đa của các mục áp dụng \
         + điểm thưởng − điểm trừ, trong khoảng từ 0 đến 100.",
        sections.join("; ")
    )
}

/// Over the units that are not ranked.
pub const APART: &str = "Đơn vị không xếp hạng";

/// The heads of the table of units that are not ranked.
pub const APART_HEADS: [&str; 4] = ["STT", "Đơn vị", "Tổng điểm", "Lý do"];

/// Said where no unit is ranked.
pub const NOBODY: &str = "Không có đơn vị nào được xếp hạng.";
