//! What a calibration says: which mails to send, what they showed, what an
//! installation can prove, and what to ask of those who run its mail servers.

use super::Lang;
use crate::sender::{
    Proof,
    calibration::{Ask, Kind, Why},
};

/// Above which part of the answer stands what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// The mails that were found.
    Mails,
    /// Those that were not.
    Missing,
    /// What they show about the servers.
    Servers,
    /// What becomes of each proof.
    Proofs,
    /// The settings that follow.
    Settings,
    /// What to ask for.
    Asks,
}

/// The head of a part.
#[must_use]
pub fn head(lang: Lang, head: Head) -> &'static str {
    match head {
        Head::Mails => lang.pick("THƯ THỬ TÌM THẤY", "TEST MAILS FOUND"),
        Head::Missing => lang.pick("THƯ THỬ CÒN THIẾU", "TEST MAILS NOT FOUND"),
        Head::Servers => lang.pick("MÁY CHỦ THƯ", "THE MAIL SERVERS"),
        Head::Proofs => lang.pick(
            "CHỨNG MINH ĐƯỢC NGƯỜI GỬI BẰNG GÌ",
            "WHAT CAN PROVE A SENDER",
        ),
        Head::Settings => lang.pick(
            "CHÉP ĐOẠN NÀY VÀO TỆP CẤU HÌNH, THAY MỤC [sender]",
            "PUT THIS INTO THE CONFIGURATION IN THE PLACE OF [sender]",
        ),
        Head::Asks => lang.pick(
            "ĐỀ NGHỊ VỚI NGƯỜI QUẢN TRỊ MÁY CHỦ THƯ",
            "TO ASK OF WHO RUNS THE MAIL SERVERS",
        ),
    }
}

/// What is said of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// From.
    From,
    /// The envelope sender.
    Envelope,
    /// The host that took it in.
    Host,
    /// The login it saw.
    Login,
    /// Authentication-Results.
    Results,
    /// Signatures.
    Signatures,
    /// What proves its sender.
    Proven,
}

/// The label of something that is said of a mail.
#[must_use]
pub fn label(lang: Lang, label: Label) -> &'static str {
    match label {
        Label::From => lang.pick("Người gửi (From)", "From"),
        Label::Envelope => lang.pick("Địa chỉ phong bì", "Envelope sender"),
        Label::Host => lang.pick("Máy chủ nhận", "Taken in by"),
        Label::Login => lang.pick("Tên đăng nhập", "Login"),
        Label::Results => lang.pick("Kết quả kiểm tra", "Results"),
        Label::Signatures => lang.pick("Chữ ký DKIM", "DKIM signatures"),
        Label::Proven => lang.pick("Chứng minh được bằng", "Proven by"),
    }
}

/// Before how to make a mail.
#[must_use]
pub fn to_send(lang: Lang) -> &'static str {
    lang.pick("cách làm", "how")
}

/// No mail was found.
#[must_use]
pub fn nothing_shown(lang: Lang) -> &'static str {
    lang.pick(
        "Chưa có thư thử nào trong hộp thư, nên chưa biết gì. Hãy gửi các thư trên rồi chạy lại; trong khi chờ, để accept = [] và mọi báo cáo sẽ chờ người xem xét.",
        "There is no test mail, so nothing is known. Send those above and run this again; until then leave accept = [], and every report waits for a person.",
    )
}

/// Below settings that accept nothing.
#[must_use]
pub fn accepts_nothing(lang: Lang) -> &'static str {
    lang.pick(
        "# Chưa chứng minh được người gửi bằng cách nào: mọi báo cáo sẽ chờ người xem xét.\n",
        "# Nothing can be proven: every report waits for a person.\n",
    )
}

/// The marks of the mails were recorded.
#[must_use]
pub fn recorded(lang: Lang) -> &'static str {
    lang.pick(
        "Đã ghi nhận cách máy chủ đánh dấu các thư thử này là đúng.",
        "How the servers marked these mails is recorded as right.",
    )
}

/// They were not.
#[must_use]
pub fn not_recorded(lang: Lang) -> &'static str {
    lang.pick(
        "Hãy kiểm tra người gửi từng thư ở trên: ai cũng có thể gửi thư mang dấu [calib:…]. Khi đã đúng và đã sửa tệp cấu hình, chạy lại với --record để congvu báo động khi máy chủ đánh dấu khác đi.",
        "Check the sender of each mail above: anybody can send one marked [calib:…]. When all is right and the configuration is changed, run this again with --record, so that congvu calls when the servers mark mail otherwise.",
    )
}

/// How to make a mail of a kind.
#[must_use]
pub fn how_to_send(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Webmail => lang.pick(
            "gửi từ một hộp thư công vụ khác, soạn trên webmail của cơ quan",
            "from another official mailbox, written in the office's web mailer",
        ),
        Kind::Client => lang.pick(
            "gửi từ một hộp thư công vụ khác, bằng Outlook, Thunderbird hoặc điện thoại",
            "from another official mailbox, with Outlook, Thunderbird or a phone",
        ),
        Kind::Outside => lang.pick(
            "gửi từ một hộp thư Gmail hoặc Outlook.com",
            "from a Gmail or Outlook.com mailbox",
        ),
        Kind::Forged => lang.pick(
            "gửi từ một máy ngoài mạng cơ quan, không đăng nhập, ghi địa chỉ một hộp thư công vụ làm người gửi (From và MAIL FROM), ví dụ bằng lệnh swaks --server MÁY-CHỦ-NHẬN",
            "from a machine outside the office, without a login, with the address of an official mailbox as sender (From and MAIL FROM), for instance by swaks --server RECEIVING-SERVER",
        ),
        Kind::ForgedAr => lang.pick(
            "như thư forged, thêm dòng đầu thư \"Authentication-Results: TÊN; dmarc=pass header.from=TÊN-MIỀN\", trong đó TÊN là authserv_id mà lệnh này in ra",
            "as the forged one, with the field \"Authentication-Results: NAME; dmarc=pass header.from=DOMAIN\", where NAME is the authserv_id that this command prints",
        ),
        Kind::Large => lang.pick(
            "như thư client, đính kèm một tệp khoảng 20 MB",
            "as the client's, with a file of about 20 MB attached",
        ),
        Kind::Colleague => lang.pick(
            "đăng nhập hộp thư của mình nhưng ghi địa chỉ một đồng nghiệp làm người gửi (thêm danh tính khác trong Thunderbird)",
            "after a login to one's own mailbox, with a colleague's address as sender (another identity in Thunderbird)",
        ),
        Kind::Forwarded => lang.pick(
            "gửi từ hộp thư công vụ đến một hộp thư có đặt tự động chuyển tiếp về đây",
            "from an official mailbox to a mailbox that hands everything on to this one",
        ),
    }
}

/// What a mail that is not there would have shown.
#[must_use]
pub fn would_show(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Webmail | Kind::Client => lang.pick(
            "máy chủ có ghi tên đăng nhập và có ký thư nội bộ gửi theo cách này không",
            "whether logins are written and internal mail is signed on this way",
        ),
        Kind::Outside => lang.pick(
            "chữ ký của thư từ ngoài có còn nguyên vẹn, máy chủ ghi kết quả kiểm tra ở đâu và dưới tên nào",
            "whether signatures from outside survive, and where and under which name results are written",
        ),
        Kind::Forged => lang.pick(
            "thư giả mạo từ bên ngoài có bị từ chối, bị đánh dấu, hay lại được máy chủ ký như thư thật",
            "whether mail forged from outside is refused, marked, or even signed as if it were honest",
        ),
        Kind::ForgedAr => lang.pick(
            "máy chủ có xóa kết quả kiểm tra do người gửi bịa ra không",
            "whether results that a sender invented are removed",
        ),
        Kind::Large => lang.pick(
            "báo cáo kèm tệp lớn có đến nơi nguyên vẹn không",
            "whether reports with large files arrive whole",
        ),
        Kind::Colleague => lang.pick(
            "người trong cơ quan có mượn được tên đồng nghiệp không",
            "whether one can send in a colleague's name",
        ),
        Kind::Forwarded => lang.pick(
            "báo cáo chuyển tiếp qua hộp thư khác có được chấp nhận không",
            "whether a report handed on by another mailbox is accepted",
        ),
    }
}

/// What a proof is.
#[must_use]
pub fn proof(lang: Lang, proof: Proof) -> &'static str {
    match proof {
        Proof::Sasl => lang.pick(
            "máy chủ của mình thấy đúng hộp thư đó đăng nhập để gửi",
            "our own server saw a login of exactly that mailbox",
        ),
        Proof::Dkim => lang.pick(
            "chữ ký của tên miền người gửi, congvu tự kiểm tra",
            "the signature of the sender's domain, checked by congvu itself",
        ),
        Proof::Both => lang.pick(
            "máy chủ của mình ghi đã thấy chữ ký đúng (dmarc=pass và dkim=pass)",
            "our own server wrote that it saw a good signature (dmarc=pass and dkim=pass)",
        ),
        Proof::Spf => lang.pick(
            "máy chủ của mình ghi thư đến từ địa chỉ mạng được phép (dmarc=pass và spf=pass); yếu",
            "our own server wrote that the network address may send for the domain (dmarc=pass and spf=pass); weak",
        ),
    }
}

/// Is a proof recommended?
#[must_use]
pub fn recommended(lang: Lang, accept: bool) -> &'static str {
    if accept {
        lang.pick("NÊN DÙNG", "USE")
    } else {
        lang.pick("KHÔNG DÙNG", "DO NOT USE")
    }
}

/// For which mails a proof holds.
#[must_use]
pub fn covers(lang: Lang, kinds: &[Kind]) -> String {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let kinds = kinds.join(", ");
    lang.pick(
        format!("đúng với thư: {kinds}."),
        format!("holds for: {kinds}."),
    )
}

/// A proof that holds for strangers alone.
#[must_use]
pub fn only_outside(lang: Lang) -> &'static str {
    lang.pick(
        "chưa đúng với thư nội bộ nào; dùng để nhận ra và trả lời người gửi từ hộp thư ngoài.",
        "it holds for no internal mail; it serves to know, and to answer, who writes from outside.",
    )
}

/// A way of sending for which nothing recommended holds.
#[must_use]
pub fn unproven(lang: Lang, kind: Kind) -> String {
    let kind = kind.as_str();
    lang.pick(
        format!("Thư [{kind}]: CHƯA chứng minh được người gửi. Báo cáo gửi theo cách này sẽ chờ người xem xét."),
        format!("[{kind}]: its sender CANNOT be proven. A report sent in this way waits for a person."),
    )
}

/// What speaks against a proof.
#[must_use]
pub fn why(lang: Lang, why: Why) -> String {
    match why {
        Why::HoldsForNone => lang
            .pick(
                "không đúng với thư thật nào trong các thư thử.",
                "it holds for none of the honest test mails.",
            )
            .to_owned(),
        Why::Fooled(kind) => lang.pick(
            format!("thư giả [{}] cũng qua được.", kind.as_str()),
            format!("the forged mail [{}] has it too.", kind.as_str()),
        ),
        Why::SignsForgery(kind) => lang.pick(
            format!("máy chủ ký cả thư giả [{}] bằng chữ ký của tên miền mình, nên chữ ký đó không chứng minh được gì.", kind.as_str()),
            format!("the server signs even the forged mail [{}] with the own domain's key, so that signature proves nothing.", kind.as_str()),
        ),
        Why::NotShown(kind) => lang.pick(
            format!("chưa có thư [{}] để biết cách này có bị đánh lừa không.", kind.as_str()),
            format!("without a [{}] mail nobody knows whether it can be fooled.", kind.as_str()),
        ),
        Why::Unanswered(kind) => lang.pick(
            format!("máy chủ DNS không trả lời về chữ ký của thư [{}]; hãy chạy lại.", kind.as_str()),
            format!("no name server answered about the signature of [{}]; run this again.", kind.as_str()),
        ),
        Why::NotNeeded => lang
            .pick(
                "không cần: các cách mạnh hơn đã đủ.",
                "not needed: stronger proofs hold for the same mails.",
            )
            .to_owned(),
    }
}

/// What to ask of those who run the mail servers.
#[must_use]
pub fn ask(lang: Lang, ask: Ask) -> &'static str {
    match ask {
        Ask::RejectMismatch => lang.pick(
            "Từ chối thư có địa chỉ gửi khác tên đăng nhập (Postfix: reject_authenticated_sender_login_mismatch).",
            "Refuse mail whose sender is not the login (Postfix: reject_authenticated_sender_login_mismatch).",
        ),
        Ask::WriteLogin => lang.pick(
            "Ghi tên đăng nhập vào dòng Received (Postfix: smtpd_sasl_authenticated_header = yes), cả với webmail.",
            "Write the login into Received (Postfix: smtpd_sasl_authenticated_header = yes), for the web mailer too.",
        ),
        Ask::SignInternal => lang.pick(
            "Ký DKIM cả thư nội bộ.",
            "Sign internal mail with DKIM, too.",
        ),
        Ask::SignOnlyOwn => lang.pick(
            "Chỉ ký DKIM cho thư của người đã đăng nhập; không ký thư từ ngoài gửi vào dù ghi tên miền của mình.",
            "Sign only mail of those who logged in; never mail from outside, whatever its From says.",
        ),
        Ask::RemoveForeignResults => lang.pick(
            "Xóa các dòng Authentication-Results do bên ngoài ghi dưới tên máy chủ mình (RFC 8601, mục 5).",
            "Remove Authentication-Results that strangers wrote in the own server's name (RFC 8601 section 5).",
        ),
        Ask::PublishPolicy => lang.pick(
            "Công bố DMARC p=quarantine hoặc p=reject cho tên miền, và áp dụng với thư đến.",
            "Publish DMARC p=quarantine or p=reject for the domain, and apply it to what comes in.",
        ),
        Ask::ForbidBareNewline => lang.pick(
            "Chặn việc chèn thêm thư giả vào cuối thư thật (SMTP smuggling; Postfix: smtpd_forbid_bare_newline = normalize).",
            "Stop SMTP smuggling (Postfix: smtpd_forbid_bare_newline = normalize).",
        ),
        Ask::OwnMailbox => lang.pick(
            "Dành riêng một hộp thư để nhận báo cáo, không dùng chung.",
            "Give reports a mailbox of their own.",
        ),
        Ask::AllowLarge => lang.pick(
            "Cho nhận thư đến 35 MB (tệp 20 MB sau khi mã hóa khoảng 28 MB).",
            "Take mails of up to 35 MB (a file of 20 MB is about 28 MB when encoded).",
        ),
    }
}
