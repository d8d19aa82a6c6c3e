//! The letter with which a unit gets its score sheet.

use crate::words::letters::Block;

/// What the letter says.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    /// Title of the campaign, for the subject.
    pub title: &'t str,
    /// The unit.
    pub unit: &'t str,
    /// The office.
    pub office: &'t str,
    /// Number of the edition.
    pub edition: u32,
    /// The decision.
    pub decision: &'t str,
    /// The total, as published.
    pub total: &'t str,
    /// Rank and number of ranked units, or why it is not ranked.
    pub rank: &'t str,
    /// Band and prize; a dash for none.
    pub band: &'t str,
    /// The prize; a dash for none.
    pub prize: &'t str,
    /// Why this edition replaces another; empty for the first.
    pub replaces: &'t str,
    /// What the scale says of itself.
    pub notice: &'t str,
    /// Whom to ask.
    pub contact: &'t str,
    /// The digest of the result.
    pub digest: &'t str,
}

/// Subject and blocks.
#[must_use]
pub fn letter(told: &Told<'_>) -> (String, Vec<Block>) {
    let Told { title, unit, .. } = told;
    let subject = format!(
        "[KẾT QUẢ] {title} – {unit} – phiếu điểm, bản công bố số {}",
        told.edition
    );
    let mut blocks = vec![
        Block::Text(format!("Kính gửi: {unit},")),
        Block::Strong(format!(
            "{} gửi đơn vị phiếu điểm theo kết quả đã được phê duyệt tại {}.",
            told.office, told.decision
        )),
    ];
    if !told.replaces.is_empty() {
        blocks.push(Block::Text(told.replaces.to_owned()));
    }
    let facts = [
        ("Tổng điểm", told.total),
        ("Xếp hạng", told.rank),
        ("Xếp loại", told.band),
        ("Giải thưởng", told.prize),
    ];
    let facts = facts.map(|(label, value)| (label.to_owned(), value.to_owned()));
    blocks.push(Block::Facts(facts.to_vec()));
    blocks.push(Block::Text(
        "Tệp PDF kèm theo nêu điểm từng mục, số liệu đã dùng, cách tính với các con số và lý do. \
         Số liệu đơn vị báo cáo và số liệu thẩm định được ghi riêng."
            .to_owned(),
    ));
    if !told.notice.is_empty() {
        blocks.push(Block::Text(told.notice.to_owned()));
    }
    blocks.push(Block::Text(format!(
        "Cần giải thích thêm, đề nghị liên hệ: {}. Thư này gửi tự động, đơn vị không cần trả lời.",
        told.contact
    )));
    blocks.push(Block::Text(format!(
        "Mã SHA-256 của kết quả: {}",
        told.digest
    )));
    (subject, blocks)
}
