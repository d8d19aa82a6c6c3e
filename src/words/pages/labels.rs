//! States, kinds and actions in a word or two, as pages show them.

use std::collections::BTreeMap;

use super::{Badge, Tone};
use crate::{
    finding::Severity,
    scoring::outcome::State,
    text,
    verdict::Verdict,
    words::{Lang, scores},
};

/// A filter that filters nothing.
pub const ALL: &str = "Tất cả";

/// A verdict.
#[must_use]
pub fn verdict(verdict: Verdict) -> Badge {
    let (tone, word) = match verdict {
        Verdict::Accepted => (Tone::Good, "Chấp nhận"),
        Verdict::Rejected => (Tone::Bad, "Trả lại"),
        Verdict::Held => (Tone::Attention, "Chờ xem xét"),
        Verdict::Quarantined => (Tone::Bad, "Cách ly"),
        Verdict::Logged => (Tone::Quiet, "Chỉ lưu"),
        Verdict::Duplicate => (Tone::Quiet, "Trùng bản đã có"),
    };
    Badge::new(tone, word)
}

/// A verdict, or that there is none yet.
#[must_use]
pub fn maybe_verdict(decided: Option<Verdict>) -> Badge {
    decided.map_or_else(|| Badge::new(Tone::Attention, "Chưa xét"), verdict)
}

/// What a verdict means for the sender.
#[must_use]
pub fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => "Báo cáo hợp lệ về hình thức và được tính; đơn vị được gửi biên nhận.",
        Verdict::Rejected => "Báo cáo chưa được tính; đơn vị được báo đủ các lý do và cách sửa.",
        Verdict::Held => {
            "Hệ thống không tự quyết định; không gửi trả lời cho đến khi có người xem."
        }
        Verdict::Quarantined => "Thư có dấu hiệu giả mạo hoặc nguy hiểm; không bao giờ trả lời.",
        Verdict::Logged => {
            "Không phải báo cáo: thư do máy gửi (báo lỗi, trả lời tự động…), hoặc thư giải trình."
        }
        Verdict::Duplicate => "Nội dung trùng với bản đang có hiệu lực; không tạo bản mới.",
    }
}

/// The kind of a letter, by its word in the ledger. The word is shown as it is
/// when a later version of the program wrote it.
#[must_use]
pub fn letter(kind: &str) -> &str {
    match kind {
        "receipt" => "Biên nhận",
        "identical" => "Báo trùng bản đã có",
        "explain" => "Kết quả tạm tính, đề nghị giải trình",
        "explanation" => "Đã nhận giải trình",
        "rejection" => "Thư trả lại",
        "correction" => "Đề nghị bổ sung",
        "wrong_mailbox" => "Đề nghị gửi từ hộp thư công vụ",
        "reminder" => "Thư nhắc",
        "none" => "Không trả lời",
        "score_sheet" => "Phiếu điểm",
        other => other,
    }
}

/// What proved the sender, by its word in the ledger.
#[must_use]
pub fn proof(word: &str) -> &str {
    match word {
        "dkim" => "Chữ ký DKIM của tên miền, hệ thống tự kiểm tra",
        "sasl" => "Đăng nhập đúng hộp thư, do máy chủ thư của cơ quan ghi nhận",
        "both" => "Máy chủ thư của cơ quan ghi DMARC và DKIM đạt",
        "spf" => "Máy chủ thư của cơ quan ghi DMARC và SPF đạt",
        "" | "none" => "Chưa xác thực được",
        other => other,
    }
}

/// An action of the audit.
#[must_use]
pub fn action(action: &str) -> &str {
    match action {
        "mail.kept" => "Đã lưu thư",
        "mail.settled" => "Đã quyết định",
        "submission.carried" => "Bản báo cáo giữ nguyên hiệu lực",
        "review.claimed" => "Nhận xem thư",
        "review.released" => "Thôi xem thư",
        "review.unchanged" => "Xét lại, kết quả không đổi",
        "submission.added" => "Đã ghi nhận báo cáo",
        "letter.owed" => "Đã soạn thư trả lời",
        "letter.sent" => "Máy chủ đã nhận thư trả lời",
        "letter.failed" => "Không gửi được thư trả lời",
        "letter.bounced" => "Thư trả lời bị trả về",
        "outbox.stopped" => "Đã ngừng gửi thư",
        "outbox.resumed" => "Đã cho gửi thư tiếp",
        "evidence.added" => "Đã ghi nhận một bản giấy hoặc văn bản qua phần mềm",
        "evidence.corrected" => "Đã sửa ghi nhận",
        "evidence.withdrawn" => "Đã rút ghi nhận",
        "evidence.settled" => "Đã xử lý điểm lệch",
        "evidence.uploaded" => "Đã đưa sổ hoặc gói tin lên",
        "campaign.closed" => "Đã đóng đợt nhận báo cáo",
        "campaign.scored" => "Đã chấm điểm",
        "campaign.compared" => "Đã so sánh với nhóm",
        other => other,
    }
}

/// What people call whoever has an account, by its name.
pub type People = BTreeMap<String, String>;

/// Who acted, by the word in the audit.
#[must_use]
pub fn actor(actor: &str) -> String {
    actor_among(actor, &People::new())
}

/// The same, with what people call whoever has an account.
#[must_use]
pub fn actor_among(actor: &str, people: &People) -> String {
    match actor.split_once(':') {
        Some(("person", name)) => people.get(name).map_or(name, String::as_str).to_owned(),
        Some(("command", name)) => format!("lệnh {name}"),
        Some(_) | None if actor == "system" => "hệ thống".to_owned(),
        Some(_) | None => actor.to_owned(),
    }
}

/// A subject line fit for a heading and a link, even when there is none.
#[must_use]
pub fn subject(subject: Option<&str>) -> String {
    match subject.map(|subject| text::one_line(subject, 200)) {
        Some(subject) if !subject.is_empty() => subject,
        Some(_) => "(không có tiêu đề)".to_owned(),
        None => "(chưa đọc tiêu đề)".to_owned(),
    }
}

/// What the points of an item mean, by the word in the result.
#[must_use]
pub fn scored(state: &str) -> Badge {
    let known = [
        ("scored", Tone::Good, State::Scored),
        ("zero", Tone::Quiet, State::Zero),
        ("not_applicable", Tone::Quiet, State::NotApplicable),
        ("pending", Tone::Attention, State::Pending),
    ];
    let found = known.into_iter().find(|(word, _, _)| *word == state);
    found.map_or_else(
        || Badge::new(Tone::Quiet, state),
        |(_, tone, state)| Badge::new(tone, scores::state(Lang::Vi, state)),
    )
}

/// Whether a finding stops the report.
#[must_use]
pub fn severity(severity: Severity) -> Badge {
    match severity {
        Severity::Error => Badge::new(Tone::Bad, "Lỗi"),
        Severity::Warning => Badge::new(Tone::Attention, "Cảnh báo"),
    }
}

/// A file name fit for a link, even when the sender gave none.
#[must_use]
pub fn file_name(name: &str) -> String {
    match text::one_line(name, 150) {
        name if name.is_empty() => "(tệp không có tên)".to_owned(),
        name => name,
    }
}
