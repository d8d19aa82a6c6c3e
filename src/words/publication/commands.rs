//! What the commands say about editions for everybody.

use crate::words::Lang;

/// There is no edition for everybody.
#[must_use]
pub fn nothing_published(lang: Lang, number: Option<u32>) -> String {
    let Some(number) = number else {
        let said = lang.pick(
            "Chưa có bản nào được công bố. Kết quả phải được phê duyệt rồi công bố trước; bản dự \
             thảo xem bằng \"congvu export\".",
            "Nothing has been published yet: a result is approved and published first. \
             \"congvu export\" writes the draft.",
        );
        return said.to_owned();
    };
    lang.pick(
        format!("Không có bản công bố số {number}, hoặc bản đó chưa được công bố."),
        format!("There is no edition {number}, or it is not published."),
    )
}

/// An edition is not what was approved.
#[must_use]
pub fn not_intact(lang: Lang, number: u32) -> String {
    lang.pick(
        format!(
            "Bản công bố số {number} không còn khớp mã SHA-256 đã phê duyệt; không ghi tệp nào."
        ),
        format!(
            "Edition {number} no longer has the SHA-256 that was approved; nothing was written."
        ),
    )
}

/// The folder for everybody was written.
#[must_use]
pub fn folder_written(lang: Lang, number: u32) -> String {
    lang.pick(
        format!(
            "Đã ghi đủ thư mục của bản công bố số {number}. Chép cả thư mục lên trang thông tin \
             điện tử; kiểm tra bằng: sha256sum -c SHA256SUMS"
        ),
        format!(
            "The folder of edition {number} is complete. Copy all of it to the web site; check it \
             with: sha256sum -c SHA256SUMS"
        ),
    )
}
