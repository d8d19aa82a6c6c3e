//! What is known about the sender of a mail, and what the mail itself says.

use jiff::Timestamp;

use super::{Fact, labels};
use crate::{
    sender::{
        Evidence, Proof,
        authres::MethodResult,
        run::Run,
        signature::{Outcome, Signature},
    },
    text,
};

/// The header and the text of a mail.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// Its fields: name and value.
    pub fields: Vec<(String, String)>,
    /// How many more there are.
    pub more: usize,
    /// The servers it came through, the last one first.
    pub hops: Vec<Hop>,
    /// Its plain text, the beginning.
    pub text: String,
}

/// A server that a mail came through.
#[derive(Debug, Clone)]
pub struct Hop {
    /// Who wrote it.
    pub by: String,
    /// Is that a host of ours? Only then it is believed.
    pub ours: bool,
    /// Who handed the mail over.
    pub client: String,
    /// By which protocol.
    pub with: String,
    /// Under which login.
    pub login: String,
    /// When.
    pub at: String,
}

/// What is known about the sender.
#[must_use]
pub fn evidence(
    evidence: &Evidence,
    proof: Option<Proof>,
    registered: Option<(&str, &str)>,
    vouched: bool,
    moment: impl Fn(Timestamp) -> String,
) -> Vec<Fact> {
    let line = |text: &str| text::one_line(text, 300);
    let said = |value: Option<String>, nothing: &str| value.unwrap_or_else(|| nothing.to_owned());
    let envelope = evidence.envelope.as_ref().map(|from| line(from.as_str()));
    let login = evidence.login.as_ref().map(|login| line(login.as_str()));
    let hop = evidence.hop.as_deref().map(|hop| match evidence.hop_at {
        Some(at) => format!("{}, lúc {}", line(hop), moment(at)),
        None => line(hop),
    });
    let concluded = labels::proof(proof.map_or("none", |proof| proof.as_str()));
    let concluded = if vouched {
        format!("{concluded}; được chấp nhận theo xác nhận của người quyết định")
    } else {
        concluded.to_owned()
    };
    let known = registered.map(|(unit, mailbox)| format!("{unit} – {mailbox}"));
    let mut facts = vec![
        Fact::new("Kết luận", concluded),
        Fact::new(
            "Hộp thư đã đăng ký khớp với người gửi",
            said(known, "không khớp hộp thư nào trong danh sách"),
        ),
        Fact::new(
            "Địa chỉ phong bì (Return-Path)",
            said(envelope, "không có hoặc không đọc được"),
        ),
        Fact::new(
            "Máy chủ của cơ quan nhận thư",
            said(hop, "không có chặng nào được tin cậy"),
        ),
        Fact::new("Tài khoản đăng nhập", said(login, "không được ghi nhận")),
        Fact::new("Máy chủ của cơ quan ghi", written(&evidence.run)),
    ];
    if evidence.signatures.is_empty() {
        facts.push(Fact::new("Chữ ký DKIM", "không có"));
    }
    let signatures = evidence.signatures.iter();
    facts.extend(signatures.map(|signed| Fact::new("Chữ ký DKIM", signature(signed))));
    facts
}

/// What our own mail server wrote about the sender, and whether it counts.
fn written(run: &Run) -> String {
    let result = |it: &MethodResult| {
        let properties = it.properties.iter();
        let properties: Vec<String> = properties
            .map(|it| format!("{}.{}={}", it.ptype, it.name, it.value))
            .collect();
        let said = format!("{}={} {}", it.method, it.result, properties.join(" "));
        text::one_line(said.trim_end(), 200)
    };
    let results: Vec<String> = run.results.iter().take(20).map(result).collect();
    match (results.is_empty(), run.void.is_some()) {
        (true, false) => "không có kết quả xác thực nào".to_owned(),
        (true, true) => "không dùng được, xem lý do".to_owned(),
        (false, false) => results.join("; "),
        (false, true) => format!("{} – không dùng được, xem lý do", results.join("; ")),
    }
}

fn signature(signed: &Signature) -> String {
    let outcome = match &signed.outcome {
        Outcome::Pass => "hợp lệ".to_owned(),
        Outcome::Fail(why) => format!("không hợp lệ ({})", text::one_line(why, 200)),
        Outcome::Unanswered => "chưa kiểm tra được vì máy chủ tên miền không trả lời".to_owned(),
    };
    let domain = text::one_line(&signed.domain, 200);
    let selector = text::one_line(&signed.selector, 100);
    let partial = if signed.partial {
        "; không bao trùm hết nội dung"
    } else {
        ""
    };
    format!("{domain} (khóa {selector}): {outcome}{partial}")
}
