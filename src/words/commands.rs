//! What commands print.

use super::{Lang, findings::FindingText};
use crate::{
    finding::{Finding, Severity},
    verdict::Verdict,
};

/// What the program is, for `--help`.
pub const ABOUT: &str =
    "Tiếp nhận, kiểm tra, trả lời và chấm điểm báo cáo gửi qua thư điện tử công vụ";
/// `serve`.
pub const SERVE: &str = "Chạy dịch vụ: nhận thư, xét, trả lời, chấm điểm, trang quản trị";
/// `check-config`.
pub const CHECK_CONFIG: &str =
    "Kiểm tra tệp cấu hình và dữ liệu chiến dịch, in cấu hình đang có hiệu lực";
/// `inspect`.
pub const INSPECT: &str = "Xét thử thư .eml đến khi có kết luận; không lưu, không gửi gì";
/// `read`.
pub const READ: &str = "Đọc tệp bảng tính báo cáo và nêu mọi lỗi";
/// `ingest`.
pub const INGEST: &str = "Đưa tệp .eml hoặc thư mục Maildir qua đúng quy trình như thư đến (tin phần đầu thư trong tệp như do máy chủ của mình ghi)";
/// `template`.
pub const TEMPLATE: &str = "Ghi biểu mẫu báo cáo (.xlsx) cho từng đơn vị";
/// `score`.
pub const SCORE: &str = "Chấm điểm, xếp hạng một bảng số liệu (CSV), không cần cơ sở dữ liệu";
/// `rehearse`.
pub const REHEARSE: &str = "Diễn tập cả chiến dịch bằng thư thật qua máy chủ thử";
/// `close`.
pub const CLOSE: &str = "Khóa sổ và chấm điểm khi đã hết hạn";
/// `remind`.
pub const REMIND: &str = "Xem trước hoặc gửi thư nhắc các đơn vị chưa có báo cáo";
/// `export`.
pub const EXPORT: &str =
    "Xuất danh sách báo cáo, văn bản (docx, pdf), phiếu điểm và bảng kết quả (xlsx, csv, json)";
/// What `publish` does.
pub const PUBLISH: &str =
    "Ghi trang kết quả của một bản đã công bố thành thư mục cho trang thông tin điện tử";
/// `outbox`.
pub const OUTBOX: &str =
    "Xem thư trả lời chờ gửi, không gửi được, bị trả về; cho gửi tiếp khi đã bị ngừng";
/// `audit`.
pub const AUDIT: &str = "Nhật ký";
/// `audit verify`.
pub const AUDIT_VERIFY: &str = "Kiểm tra chuỗi mã băm của nhật ký";
/// `admin`.
pub const ADMIN: &str = "Tài khoản của trang quản trị";
/// `admin add`.
pub const ADMIN_ADD: &str = "Thêm tài khoản";

/// `mail`.
pub const MAIL: &str =
    "Máy chủ thư: chứng minh được người gửi bằng gì, có còn ghi dấu như cũ không";
/// `mail calibrate`.
pub const CALIBRATE: &str =
    "Đọc các thư thử trong hộp thư và cho biết chứng minh được người gửi bằng gì";
/// `mail calibrate`, at length.
pub const CALIBRATE_LONG: &str = "Đọc các thư thử trong hộp thư nhận báo cáo và cho biết máy chủ thư chứng minh được người gửi bằng gì, kèm đoạn cấu hình [sender] để chép vào tệp cấu hình. Chỉ đọc: không chuyển, không đánh dấu, không xóa thư nào.

Trước khi chạy, gửi đến hộp thư nhận báo cáo các thư sau, tiêu đề có ghi đúng dấu trong ngoặc vuông:

  [calib:webmail]    từ một hộp thư công vụ khác, soạn trên webmail của cơ quan
  [calib:client]     từ một hộp thư công vụ khác, bằng Outlook, Thunderbird hoặc điện thoại
  [calib:outside]    từ một hộp thư Gmail hoặc Outlook.com
  [calib:forged]     từ một máy ngoài mạng cơ quan, không đăng nhập, mượn địa chỉ một hộp thư công vụ (From và MAIL FROM)
  [calib:forged-ar]  như thư forged, thêm dòng Authentication-Results: TÊN; dmarc=pass header.from=TÊN-MIỀN (TÊN: authserv_id mà lệnh này in ra ở lần chạy trước)
  [calib:large]      như thư client, kèm tệp khoảng 20 MB
  [calib:colleague]  đăng nhập hộp thư của mình, ghi địa chỉ đồng nghiệp làm người gửi
  [calib:forwarded]  đến một hộp thư khác có đặt tự động chuyển tiếp về đây

Thư nào thiếu, lệnh sẽ nói rõ nó dùng để biết điều gì; điều gì chưa thấy thì không tin. Thư giả nào đã gửi mà bị máy chủ từ chối thì ghi --refused KIND (forged, forged-ar hoặc colleague). Nếu có thư nằm trong thư mục thư rác, ghi mọi thư mục cần xem, ví dụ --folder INBOX --folder Junk. Kiểm tra người gửi từng thư trong kết quả: ai cũng có thể gửi thư mang dấu này.

Xem xong, ghi đoạn [sender] vào tệp cấu hình, rồi chạy lại với --record để từ đó congvu báo động khi máy chủ thư đánh dấu khác đi.";
/// `mail layouts`.
pub const LAYOUTS: &str = "Các kiểu máy chủ thư đánh dấu thư đến; xác nhận kiểu đúng";

/// A verdict, in a word or two.
#[must_use]
pub fn verdict(lang: Lang, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accepted => lang.pick("chấp nhận", "accepted"),
        Verdict::Rejected => lang.pick("trả lại", "rejected"),
        Verdict::Held => lang.pick("chờ người xem", "held"),
        Verdict::Quarantined => lang.pick("cách ly", "quarantined"),
        Verdict::Logged => lang.pick("chỉ ghi nhận", "logged"),
        Verdict::Duplicate => lang.pick("trùng bản đã có", "duplicate"),
    }
}

/// How many faults a file has.
#[must_use]
pub fn faults(lang: Lang, count: usize) -> String {
    lang.pick(
        format!("Có {count} lỗi cấu hình hoặc dữ liệu; chưa có gì được chạy:"),
        format!("{count} faults in the configuration or the data; nothing was run:"),
    )
}

/// The configuration holds.
#[must_use]
pub fn config_holds(lang: Lang, file: &str) -> String {
    lang.pick(format!("{file}: hợp lệ."), format!("{file}: holds."))
}

/// What a budget states, and what its parts come to.
#[must_use]
pub fn budget(lang: Lang, total: &str, sum: &str) -> String {
    match lang {
        Lang::Vi => format!("ghi {total} đồng, các mục cộng lại {sum} đồng"),
        Lang::En => format!("states {total} đồng, its parts come to {sum} đồng"),
    }
}

/// Labels of the effective configuration.
#[must_use]
pub fn label(lang: Lang, key: &str) -> &str {
    let known = [
        ("mailbox", "Hộp thư nhận", "Mailbox"),
        ("imap", "Máy chủ IMAP", "IMAP server"),
        ("smtp", "Máy chủ gửi thư", "SMTP server"),
        ("store", "Cơ sở dữ liệu", "Database"),
        ("password", "Mật khẩu", "Password"),
        (
            "fences",
            "Vùng cách ly khi đọc tệp",
            "Containment of readers",
        ),
        ("proofs", "Cách xác thực được chấp nhận", "Accepted proofs"),
        ("hosts", "Máy chủ thư của mình", "Own mail hosts"),
        (
            "authserv_id",
            "Tên ký Authentication-Results",
            "Name in Authentication-Results",
        ),
        ("web", "Trang quản trị", "Admin pages"),
        ("form_key", "Khóa mã biểu mẫu", "Key of form codes"),
        ("campaign", "Chiến dịch", "Campaign"),
        ("window", "Thời hạn nhận", "Window"),
        ("units", "Số đơn vị", "Units"),
        ("group", "Nhóm", "Group"),
        ("budget", "Dự trù kinh phí", "Budget"),
        ("file", "Tệp dữ liệu", "Data file"),
    ];
    let found = known.iter().find(|(name, ..)| *name == key);
    found.map_or(key, |(_, vi, en)| lang.pick(*vi, *en))
}

/// Nothing is accepted by itself.
#[must_use]
pub fn reviews_everything(lang: Lang) -> &'static str {
    lang.pick(
        "Chưa chọn cách xác thực nào (sender.accept để trống): mọi báo cáo đều chờ người xem xét, không báo cáo nào được tự động chấp nhận. Hãy chạy \"congvu mail calibrate\" để biết máy chủ thư chứng minh được gì.",
        "No proof is accepted (sender.accept is empty): every report waits for a person and none is accepted by itself. Run \"congvu mail calibrate\" to learn what the mail servers can prove.",
    )
}

/// What of the containment of reading processes this system does not have;
/// none when all of it stands. `paths`: Landlock, `calls`: seccomp.
#[must_use]
pub fn unfenced(lang: Lang, paths: bool, calls: bool) -> Option<&'static str> {
    let told = match (paths, calls) {
        (true, true) => return None,
        (false, true) => [
            "Vùng cách ly: nhân hệ điều hành không có Landlock, tiến trình đọc tệp chỉ bị giới hạn bằng seccomp và rlimit.",
            "Containment: this kernel has no Landlock; readers are held by seccomp and rlimits only.",
        ],
        (true, false) => [
            "Vùng cách ly: nhân hệ điều hành không có seccomp, tiến trình đọc tệp chỉ bị giới hạn bằng Landlock và rlimit.",
            "Containment: this kernel has no seccomp; readers are held by Landlock and rlimits only.",
        ],
        (false, false) => [
            "Vùng cách ly: nhân hệ điều hành không có Landlock và seccomp, tiến trình đọc tệp chỉ bị giới hạn bằng rlimit.",
            "Containment: this kernel has neither Landlock nor seccomp; readers are held by rlimits only.",
        ],
    };
    Some(lang.pick(told[0], told[1]))
}

/// The campaign is not scored yet.
#[must_use]
pub fn not_scored(lang: Lang) -> &'static str {
    lang.pick(
        "Chưa khóa sổ, chưa có bảng xếp hạng.",
        "Not closed yet; there is no ranking.",
    )
}

/// The window has not closed.
#[must_use]
pub fn still_open(lang: Lang, until: &str) -> String {
    lang.pick(
        format!("Chưa hết hạn nhận báo cáo ({until}); không khóa sổ."),
        format!("The window is still open (until {until}); not closed."),
    )
}

/// Mails without a verdict stand in the way of the close.
#[must_use]
pub fn unsettled(lang: Lang, count: usize) -> String {
    lang.pick(
        format!("Còn {count} thư chưa xét xong; chưa khóa sổ được."),
        format!("{count} mails are not settled; not closed."),
    )
}

/// No look at the mailbox began after the close.
#[must_use]
pub fn not_looked(lang: Lang) -> &'static str {
    lang.pick(
        "Sau khi hết hạn chưa kiểm tra lại hộp thư lần nào; chạy \"congvu serve --once\" rồi khóa sổ.",
        "The mailbox has not been looked at since the close; run \"congvu serve --once\" first.",
    )
}

/// The campaign was closed and scored.
#[must_use]
pub fn closed(lang: Lang, now: bool) -> &'static str {
    if now {
        lang.pick("Đã khóa sổ và chấm điểm.", "Closed and scored.")
    } else {
        lang.pick(
            "Đã khóa sổ từ trước; kết quả đã gồm mọi quyết định sau đó.",
            "It had been closed before; the result holds all that was decided since.",
        )
    }
}

/// The audit chain holds.
#[must_use]
pub fn audit_intact(lang: Lang, rows: i64, head: &str) -> String {
    lang.pick(
        format!("Nhật ký nguyên vẹn: {rows} dòng, mã băm cuối {head}."),
        format!("The audit chain holds: {rows} rows, head {head}."),
    )
}

/// The audit chain is broken.
#[must_use]
pub fn audit_broken(lang: Lang, row: i64, fault: &str) -> String {
    lang.pick(
        format!("Nhật ký BỊ SỬA ĐỔI ở dòng {row} ({fault}). Giữ nguyên cơ sở dữ liệu và báo người phụ trách."),
        format!("The audit chain is BROKEN at row {row} ({fault}). Leave the database as it is and call the person in charge."),
    )
}

/// An account was added.
#[must_use]
pub fn account_added(lang: Lang, name: &str) -> String {
    lang.pick(
        format!("Đã thêm tài khoản {name}."),
        format!("Account {name} was added."),
    )
}

/// Files were written.
#[must_use]
pub fn written(lang: Lang, file: &str) -> String {
    lang.pick(format!("Đã ghi {file}"), format!("Wrote {file}"))
}

/// A unit that nobody knows.
#[must_use]
pub fn no_such_unit(lang: Lang, code: &str) -> String {
    lang.pick(
        format!("Không có đơn vị nào mang mã {code}; chưa làm gì cả."),
        format!("No unit has the code {code}; nothing was done."),
    )
}

/// Forms are issued without codes.
#[must_use]
pub fn no_form_key(lang: Lang) -> &'static str {
    lang.pick(
        "Biểu mẫu được ghi không có mã, vì cấu hình chưa có campaign.form_key_file.",
        "The forms carry no codes: campaign.form_key_file is not set.",
    )
}

/// The key of the codes was made.
#[must_use]
pub fn form_key_made(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("Đã tạo khóa mã biểu mẫu {file}. Giữ tệp này cùng bản sao lưu: mất khóa thì không nhận ra mã trên các biểu mẫu đã cấp. Nếu dịch vụ đang chạy thì khởi động lại để dùng khóa."),
        format!("Made the key of form codes, {file}. Keep it with the backups: without it the codes of issued forms are not known again. Restart the service if it runs, so that it uses the key."),
    )
}

/// No form has been issued yet.
#[must_use]
pub fn form_key_missing(lang: Lang, file: &str) -> String {
    lang.pick(
        format!("Chưa có khóa mã biểu mẫu {file}; mã biểu mẫu chưa được kiểm tra. Chạy \"congvu template\" để tạo khóa và biểu mẫu, rồi khởi động lại \"congvu serve\"."),
        format!("There is no key of form codes yet, {file}; codes are not checked. Run \"congvu template\" to make it and the forms, then start \"congvu serve\" again."),
    )
}

/// No form fits a workbook.
#[must_use]
pub fn no_form(lang: Lang) -> &'static str {
    lang.pick(
        "Cần --form TỆP hoặc --config TỆP để biết mẫu báo cáo.",
        "Give --form FILE or --config FILE, to say which form it is.",
    )
}

/// Column heads of the lists that commands print and export.
#[must_use]
pub fn head(lang: Lang, key: &str) -> &str {
    let known = [
        ("rank", "Hạng", "Rank"),
        ("unit", "Đơn vị", "Unit"),
        ("name", "Tên đơn vị", "Name"),
        ("group", "Nhóm", "Group"),
        ("total", "Điểm", "Total"),
        ("band", "Xếp loại", "Band"),
        ("prize", "Giải", "Prize"),
        ("note", "Ghi chú", "Note"),
        ("number", "Số tiếp nhận", "Number"),
        ("version", "Bản", "Version"),
        ("received", "Nhận lúc", "Received"),
        ("punctuality", "Thời hạn", "Punctuality"),
        ("in_force", "Đang có hiệu lực", "In force"),
        ("file", "Tệp", "File"),
        ("sha256", "SHA-256", "SHA-256"),
        ("verdict", "Kết luận", "Verdict"),
        ("reply", "Trả lời", "Reply"),
        ("reasons", "Lý do", "Reasons"),
    ];
    let found = known.iter().find(|(name, ..)| *name == key);
    found.map_or(key, |(_, vi, en)| lang.pick(*vi, *en))
}

/// Title of the list of submissions.
#[must_use]
pub fn submissions(lang: Lang) -> &'static str {
    lang.pick("Báo cáo đã nhận", "Submissions")
}

/// How many findings a workbook has, by weight.
#[must_use]
pub fn read_findings(lang: Lang, findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|it| it.severity == Severity::Error);
    let errors = errors.count();
    match (errors, findings.len() - errors) {
        (0, 0) => lang.pick("Không có lỗi.", "Nothing is wrong.").to_owned(),
        (errors, warnings) => lang.pick(
            format!("Lỗi phải sửa: {errors}. Điểm cần lưu ý: {warnings}."),
            format!("Errors: {errors}. Warnings: {warnings}."),
        ),
    }
}

/// A finding in three lines; its place stands above them.
#[must_use]
pub fn read_finding(lang: Lang, text: &FindingText) -> [String; 3] {
    let [found, expected, fix] = lang.pick(
        ["Đang ghi", "Cần", "Cách sửa"],
        ["Found", "Expected", "To mend it"],
    );
    [
        format!("{found}: {}", text.found),
        format!("{expected}: {}", text.expected),
        format!("{fix}: {}", text.fix),
    ]
}
