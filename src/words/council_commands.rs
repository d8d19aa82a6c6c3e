//! What `congvu council …` prints.

use super::Lang;
use crate::{digest::Digest, text};

/// `council`.
pub const COUNCIL: &str = "Hội đồng: phúc tra, giải trình, chấm điểm, chốt, phê duyệt, công bố";

/// The password is not that of the account.
#[must_use]
pub fn wrong_password(lang: Lang) -> &'static str {
    lang.pick(
        "Tài khoản hoặc mật khẩu không đúng.",
        "Wrong account or password.",
    )
}

/// It was done.
#[must_use]
pub fn done(lang: Lang) -> &'static str {
    lang.pick("Đã ghi.", "Done.")
}

/// The campaign has no result yet.
#[must_use]
pub fn not_closed(lang: Lang) -> &'static str {
    lang.pick("Kỳ báo cáo chưa khóa sổ.", "The campaign is not closed.")
}

/// Nobody has a seat.
#[must_use]
pub fn nobody_sits(lang: Lang) -> &'static str {
    lang.pick(
        "Hội đồng chưa có ai; quản trị thêm bằng \"congvu council seat\".",
        "Nobody has a seat; an admin gives seats with \"congvu council seat\".",
    )
}

/// No unit was asked to explain.
#[must_use]
pub fn not_asked(lang: Lang) -> &'static str {
    lang.pick(
        "Chưa gửi thư đề nghị giải trình.",
        "The units have not been asked to explain.",
    )
}

/// How far the result is.
#[must_use]
pub fn state(lang: Lang, stage: &str, edition: u32) -> String {
    lang.pick(
        format!("Trạng thái: {stage} (bản {edition})"),
        format!("State: {stage} (edition {edition})"),
    )
}

/// The digest of the result.
#[must_use]
pub fn digest(lang: Lang, digest: Digest) -> String {
    lang.pick(format!("Mã băm: {digest}"), format!("Digest: {digest}"))
}

/// Why there is another edition.
#[must_use]
pub fn reason(lang: Lang, reason: &str) -> String {
    lang.pick(
        format!("Lý do có bản này: {reason}"),
        format!("Why there is this edition: {reason}"),
    )
}

/// What waits for the council.
#[must_use]
pub fn waiting(lang: Lang, marks: usize, ties: usize) -> String {
    lang.pick(
        format!("Chờ Hội đồng: {marks} mục chưa chấm, {ties} chỗ bằng điểm ở hạng có giải"),
        format!("Waits for the council: {marks} marks, {ties} ties on a rank with a prize"),
    )
}

/// The most points of an item.
#[must_use]
pub fn most(lang: Lang, max: &str) -> String {
    let max = max
        .parse()
        .map_or_else(|_| max.to_owned(), text::short_decimal);
    lang.pick(format!("tối đa {max}"), format!("at most {max}"))
}

/// Units that are tied, as the command that decides it takes them.
#[must_use]
pub fn tie(lang: Lang, rank: usize, codes: &[String], names: &[String]) -> String {
    let (codes, names) = (codes.join(" "), names.join(" = "));
    lang.pick(
        format!("Bằng điểm ở hạng {rank}: {names} ({codes})"),
        format!("Tied on rank {rank}: {names} ({codes})"),
    )
}

/// The council has marked and decided everything.
#[must_use]
pub fn nothing_waits(lang: Lang) -> &'static str {
    lang.pick(
        "Không còn mục nào chờ Hội đồng.",
        "Nothing waits for the council.",
    )
}

/// The round of explanations.
#[must_use]
pub fn round(lang: Lang, until: &str, came: usize, open: usize) -> String {
    lang.pick(
        format!("Giải trình đến {until}: đã nhận {came}, chưa xem xét {open}"),
        format!("Explanations until {until}: {came} came, {open} not dealt with"),
    )
}

/// The units were asked.
#[must_use]
pub fn asked(lang: Lang, units: usize, until: &str) -> String {
    lang.pick(
        format!("Sẽ gửi thư đề nghị giải trình đến {units} đơn vị; hạn {until}."),
        format!("{units} units are asked to explain before {until}."),
    )
}

/// The result is frozen.
#[must_use]
pub fn frozen(lang: Lang, digest: Digest) -> String {
    lang.pick(
        format!("Đã chốt. Mã băm để phê duyệt: {digest}"),
        format!("Final. Digest to approve: {digest}"),
    )
}

/// It is approved.
#[must_use]
pub fn approved(lang: Lang, edition: u32) -> String {
    lang.pick(
        format!("Đã phê duyệt bản {edition}."),
        format!("Edition {edition} is approved."),
    )
}

/// It is published.
#[must_use]
pub fn published(lang: Lang, edition: u32) -> String {
    lang.pick(
        format!("Đã công bố bản {edition}."),
        format!("Edition {edition} is published."),
    )
}

/// The score sheets are owed.
#[must_use]
pub fn sheets(lang: Lang, units: usize) -> String {
    lang.pick(
        format!("Sẽ gửi phiếu điểm đến {units} đơn vị."),
        format!("{units} units will be sent their score sheets."),
    )
}

/// A unit's total, after something was entered.
#[must_use]
pub fn total(lang: Lang, name: &str, total: &str, rank: Option<usize>) -> String {
    let rank = rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    lang.pick(
        format!("{name}: tổng điểm {total}, hạng {rank}"),
        format!("{name}: total {total}, rank {rank}"),
    )
}

/// The mail of an explanation.
#[must_use]
pub fn mail(lang: Lang, mail: i64) -> String {
    lang.pick(format!("thư {mail}"), format!("mail {mail}"))
}

/// What became of an explanation.
#[must_use]
pub fn outcome(lang: Lang, late: bool, outcome: Option<(bool, &str)>) -> String {
    let late = if late {
        lang.pick("quá hạn; ", "late; ")
    } else {
        ""
    };
    let outcome = match outcome {
        None => lang.pick("chưa xem xét", "not dealt with").to_owned(),
        Some((true, why)) => format!("{}: {why}", lang.pick("chấp nhận", "accepted")),
        Some((false, why)) => format!("{}: {why}", lang.pick("không chấp nhận", "declined")),
    };
    format!("{late}{outcome}")
}
