//! What is said about the mail servers: what test mails showed about them, and
//! how they mark mail day by day.

use super::Lang;
use crate::sender::{
    calibration::{Fact, Fate, Kind, Signing},
    layout::{Alarm, Entry, Layout},
};

/// What the mails show about the servers.
#[must_use]
pub fn fact(lang: Lang, fact: Fact) -> String {
    match fact {
        Fact::Misfit(kind) => misfit(lang, kind),
        Fact::Login(kind, written) => login(lang, kind, written),
        Fact::Signature(kind, signing) => signature(lang, kind, signing),
        Fact::Results(written) => results(lang, written),
        Fact::Forged(fate) => forged(lang, fate).to_owned(),
        Fact::ForgedResults(fate) => forged_results(lang, fate).to_owned(),
        Fact::Colleague(fate) => colleague(lang, fate).to_owned(),
        Fact::Large(Some(bytes)) => {
            let size = super::size(lang, bytes);
            lang.pick(
                format!("Thư lớn đến nơi ({size})."),
                format!("The large mail arrived ({size})."),
            )
        }
        Fact::Large(None) => lang
            .pick(
                "Thư 20 MB: chưa thấy, nên chưa biết máy chủ nhận thư lớn đến đâu.",
                "20 MB: not seen; how large a mail may be is not known.",
            )
            .to_owned(),
        Fact::Forwarded(accepted) => forwarded(lang, accepted).to_owned(),
    }
}

fn misfit(lang: Lang, kind: Kind) -> String {
    let kind = kind.as_str();
    lang.pick(
        format!("Thư [{kind}] không đúng như tiêu đề ghi (xem người gửi và tên đăng nhập ở trên), nên không được dùng làm căn cứ."),
        format!("The [{kind}] mail is not what its subject says (see its sender and login above) and shows nothing."),
    )
}

fn login(lang: Lang, kind: Kind, written: bool) -> String {
    let kind = kind.as_str();
    if written {
        lang.pick(
            format!("Thư [{kind}]: máy chủ ghi tên đăng nhập của người gửi."),
            format!("[{kind}]: the server writes the sender's login."),
        )
    } else {
        lang.pick(
            format!("Thư [{kind}]: máy chủ không ghi tên đăng nhập của người gửi."),
            format!("[{kind}]: the server writes no login."),
        )
    }
}

fn signature(lang: Lang, kind: Kind, signing: Signing) -> String {
    let said = match signing {
        Signing::None => lang.pick(
            "không có chữ ký DKIM của tên miền người gửi",
            "no DKIM signature of the sender's domain",
        ),
        Signing::Good => lang.pick(
            "chữ ký DKIM của tên miền người gửi còn nguyên vẹn",
            "the DKIM signature of the sender's domain holds",
        ),
        Signing::Broken => lang.pick(
            "chữ ký DKIM của tên miền người gửi không khớp: thư đã bị sửa trên đường đi, hoặc khóa trong DNS sai",
            "the DKIM signature of the sender's domain does not hold: the mail was changed on its way, or the key in the DNS is wrong",
        ),
        Signing::Weak => lang.pick(
            "chữ ký DKIM đúng nhưng chưa chặt (không ký đủ các dòng đầu thư hoặc không ký hết nội dung)",
            "the DKIM signature holds but leaves fields or the end of the body open",
        ),
        Signing::Unanswered => lang.pick(
            "máy chủ DNS không trả lời nên chưa kiểm tra được chữ ký DKIM; hãy chạy lại",
            "no name server answered, so the DKIM signature could not be checked; run this again",
        ),
    };
    let word = lang.pick("Thư ", "");
    format!("{word}[{}]: {said}.", kind.as_str())
}

fn results(lang: Lang, written: bool) -> String {
    let said = if written {
        lang.pick(
            "Máy chủ ghi kết quả kiểm tra (Authentication-Results) ở trên cùng, nơi người gửi không ghi được.",
            "Authentication-Results are written on top, where no sender can write.",
        )
    } else {
        lang.pick(
            "Máy chủ không ghi kết quả kiểm tra (Authentication-Results) ở trên cùng; những dòng như vậy nằm bên dưới có thể là giả nên không được đọc.",
            "No Authentication-Results are written on top; any below may be forged and are not read.",
        )
    };
    said.to_owned()
}

fn forged(lang: Lang, fate: Fate) -> &'static str {
    match fate {
        Fate::Refused => lang.pick(
            "Thư giả mạo từ ngoài: bị máy chủ từ chối.",
            "Mail forged from outside: refused.",
        ),
        Fate::Missing => lang.pick(
            "Thư giả mạo từ ngoài: chưa thấy. Nếu đã gửi và bị từ chối, hãy chạy lại với --refused forged.",
            "Mail forged from outside: not seen. If it was sent and refused, run this again with --refused forged.",
        ),
        Fate::Told => lang.pick(
            "Thư giả mạo từ ngoài: vẫn đến, nhưng máy chủ đánh dấu là giả (dmarc=fail).",
            "Mail forged from outside: it arrives, marked as forged (dmarc=fail).",
        ),
        Fate::Untold => lang.pick(
            "Thư giả mạo từ ngoài: vẫn đến và máy chủ không đánh dấu gì.",
            "Mail forged from outside: it arrives, and the server marks nothing.",
        ),
    }
}

fn forged_results(lang: Lang, fate: Fate) -> &'static str {
    match fate {
        Fate::Refused => lang.pick(
            "Kết quả kiểm tra do người gửi bịa ra: thư bị từ chối.",
            "Results that a sender invented: the mail is refused.",
        ),
        Fate::Missing => lang.pick(
            "Kết quả kiểm tra do người gửi bịa ra: chưa thấy thư [forged-ar].",
            "Results that a sender invented: no [forged-ar] mail was seen.",
        ),
        Fate::Told => lang.pick(
            "Kết quả kiểm tra do người gửi bịa ra: không còn trong thư, máy chủ đã xóa.",
            "Results that a sender invented: not in the mail any more.",
        ),
        Fate::Untold => lang.pick(
            "Kết quả kiểm tra do người gửi bịa ra: máy chủ để nguyên. congvu không đọc chúng vì chúng nằm dưới dòng Received của máy chủ mình, nhưng phần mềm khác có thể bị lừa.",
            "Results that a sender invented: they are left in. congvu does not read them, because they stand below the own Received field; other programs may be fooled.",
        ),
    }
}

fn colleague(lang: Lang, fate: Fate) -> &'static str {
    match fate {
        Fate::Refused => lang.pick(
            "Mượn tên đồng nghiệp: bị máy chủ từ chối.",
            "A colleague's name: refused.",
        ),
        Fate::Missing => lang.pick(
            "Mượn tên đồng nghiệp: chưa thấy. Nếu đã gửi và bị từ chối, hãy chạy lại với --refused colleague.",
            "A colleague's name: not seen. If it was sent and refused, run this again with --refused colleague.",
        ),
        Fate::Told => lang.pick(
            "Mượn tên đồng nghiệp: máy chủ cho gửi, nhưng congvu nhận ra nhờ tên đăng nhập hoặc địa chỉ phong bì.",
            "A colleague's name: the server lets it pass, and congvu tells by the login or the envelope.",
        ),
        Fate::Untold => lang.pick(
            "Mượn tên đồng nghiệp: máy chủ cho gửi và trong thư không có gì để nhận ra.",
            "A colleague's name: the server lets it pass, and nothing in the mail tells.",
        ),
    }
}

fn forwarded(lang: Lang, accepted: bool) -> &'static str {
    if accepted {
        lang.pick(
            "Thư chuyển tiếp qua hộp thư khác: vẫn chứng minh được người gửi.",
            "Mail handed on by another mailbox: its sender is still proven.",
        )
    } else {
        lang.pick(
            "Thư chuyển tiếp qua hộp thư khác: không chứng minh được người gửi; báo cáo gửi như vậy không được tự động chấp nhận.",
            "Mail handed on by another mailbox: its sender is not proven; such a report is not accepted by itself.",
        )
    }
}

/// A way in which our own servers mark mail.
#[must_use]
pub fn layout(lang: Lang, layout: &Layout) -> String {
    let path = layout.path.join(" ← ");
    let came = match layout.entry {
        Entry::Submission if layout.login => lang.pick(
            "gửi sau khi đăng nhập, có ghi tên đăng nhập",
            "sent after a login, which is written",
        ),
        Entry::Submission => lang.pick(
            "gửi sau khi đăng nhập, KHÔNG ghi tên đăng nhập",
            "sent after a login, which is NOT written",
        ),
        Entry::Relay => lang.pick(
            "đến từ máy chủ khác, không đăng nhập",
            "from another server, without a login",
        ),
        Entry::Foreign => lang.pick(
            "máy chủ ở trên cùng không có trong sender.own_hosts",
            "the topmost host is not in sender.own_hosts",
        ),
    };
    let results = if layout.authserv_ids.is_empty() {
        lang.pick("không có kết quả kiểm tra", "no results")
            .to_owned()
    } else {
        let names = layout.authserv_ids.join(", ");
        lang.pick(
            format!("kết quả kiểm tra ghi dưới tên {names}"),
            format!("results signed {names}"),
        )
    };
    format!("{path}: {came}; {results}")
}

/// Layouts that no longer can be told apart from each other.
#[must_use]
pub fn other_layouts(lang: Lang) -> &'static str {
    lang.pick(
        "các kiểu khác (quá nhiều để ghi riêng từng kiểu)",
        "all others (too many to be told apart)",
    )
}

/// Where a layout stands.
#[must_use]
pub fn standing(lang: Lang, alarm: Option<Alarm>, confirmed: bool) -> &'static str {
    match (alarm, confirmed) {
        (Some(Alarm::Unknown), _) => lang.pick("LẠ – CẦN XEM", "UNKNOWN – LOOK"),
        (Some(Alarm::Stopped), _) => lang.pick("ĐÃ DỪNG – CẦN XEM", "STOPPED – LOOK"),
        (None, true) => lang.pick("đã xác nhận", "confirmed"),
        (None, false) => lang.pick("chưa xác nhận", "unconfirmed"),
    }
}

/// What an alarm means, and what to do.
#[must_use]
pub fn alarm(lang: Lang, alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::Unknown => lang.pick(
            "LẠ: có thư mang dấu của máy chủ theo kiểu chưa ai xác nhận. Hãy hỏi người quản trị máy chủ thư xem có gì vừa thay đổi; nếu đúng, chạy \"congvu mail layouts --confirm SỐ\" hoặc gửi lại thư thử rồi chạy \"congvu mail calibrate --record\".",
            "UNKNOWN: mails came with marks that nobody has confirmed. Ask who runs the mail servers what was changed; if it is right, run \"congvu mail layouts --confirm N\", or send the test mails again and run \"congvu mail calibrate --record\".",
        ),
        Alarm::Stopped => lang.pick(
            "ĐÃ DỪNG: trước đây thư có tên đăng nhập hoặc kết quả kiểm tra, nay thư gửi cùng cách không còn có nữa. Hãy hỏi người quản trị máy chủ thư; nếu đúng như vậy, chạy \"congvu mail layouts --confirm SỐ\".",
            "STOPPED: mails used to carry a login or results, and those that come the same way no longer do. Ask who runs the mail servers; if it is right, run \"congvu mail layouts --confirm N\".",
        ),
    }
}

/// No mail has been counted yet.
#[must_use]
pub fn no_layouts(lang: Lang) -> &'static str {
    lang.pick(
        "Chưa có thư nào được xét, hoặc chưa khai báo sender.own_hosts.",
        "No mail has been settled yet, or sender.own_hosts is not set.",
    )
}

/// While nothing is known yet.
#[must_use]
pub fn learning(lang: Lang, mails: i64, days: i64) -> String {
    lang.pick(
        format!("Chưa hiệu chỉnh: các kiểu có sau {mails} thư hoặc {days} ngày đầu được coi là bình thường, sau đó kiểu nào lạ sẽ được báo. Nên chạy \"congvu mail calibrate --record\"."),
        format!("Never calibrated: what is there after the first {mails} mails or {days} days is taken as usual, and whatever is new after that is called out. Better run \"congvu mail calibrate --record\"."),
    )
}

/// A layout was confirmed.
#[must_use]
pub fn layout_confirmed(lang: Lang, id: i64) -> String {
    lang.pick(
        format!("Đã xác nhận kiểu số {id}."),
        format!("Layout {id} is confirmed."),
    )
}

/// There is no layout of that number.
#[must_use]
pub fn no_such_layout(lang: Lang, id: i64) -> String {
    lang.pick(
        format!("Không có kiểu số {id}."),
        format!("There is no layout {id}."),
    )
}
