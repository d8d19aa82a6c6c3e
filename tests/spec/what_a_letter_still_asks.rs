//! What to do and by when is true at the moment of writing.

use congvu::{
    verdict::{Reply, Verdict, judgement::Judgement, reason::Reason},
    words::Lang,
};

use crate::letter_world::{
    accepted, early, faulty, late, rejected, shown, stranger, written, written_at,
};

/// Written at a moment, with so many hours to mend: what the subject begins or
/// ends with, what the letter says, and what it does not say.
fn check(
    (judgement, cure, now): (&Judgement, i64, &str),
    subject: &str,
    said: &[&str],
    unsaid: &[&str],
) {
    let now = format!("2015-12-{now}+07:00").parse().unwrap();
    let version = (judgement.verdict == Verdict::Accepted).then_some(1);
    let letter = written_at(now, Lang::Vi, cure, judgement, version, None).unwrap();
    let (title, plain, _) = shown(&letter);
    assert!(title.contains(subject), "{subject:?} is not in {title:?}");
    for words in said {
        assert!(plain.contains(words), "{words:?} is not in:\n{plain}");
    }
    for words in unsaid {
        assert!(!plain.contains(words), "{words:?} is in:\n{plain}");
    }
}

const ENDED: &str = "Thời gian gửi báo cáo đã kết thúc";

#[test]
fn before_the_close_a_rejection_asks_to_mend_before_the_deadline() {
    let mend = "kèm tệp báo cáo đã sửa, trước 24:00 thứ Bảy ngày 12/12/2015.";
    let by = "gửi lại trước 24:00 12/12";
    check((&faulty(1), 0, "12T23:59:59"), by, &[mend], &[ENDED]);
    check((&faulty(1), 24, "12T23:59:59"), by, &[mend], &[ENDED]);
}

#[test]
fn after_the_close_what_was_turned_down_in_time_is_mended_within_the_cure() {
    let said = [
        "vì đã gửi trong thời hạn nên đơn vị còn được sửa",
        "trước 24:00 Chủ nhật ngày 13/12/2015.",
    ];
    let by = "gửi lại trước 24:00 13/12";
    check((&faulty(1), 24, "13T00:00:00"), by, &said, &[ENDED]);
}

#[test]
fn after_the_last_moment_nobody_is_asked_to_send_anything() {
    let said = [ENDED, "Thư đã được lưu; Hội đồng", "liên hệ Văn phòng"];
    let unsaid = [
        "Cách xử lý",
        "Lỗi phải sửa",
        "trước 24:00",
        "trả lời thư này",
    ];
    let not = "[CHƯA ĐƯỢC CHẤP NHẬN] BC-2015-0137 – Báo cáo CNTT 2015 – Hương Văn";
    check((&faulty(1), 0, "13T00:00:00"), not, &said, &unsaid);
    check((&faulty(1), 24, "14T00:00:00"), not, &said, &unsaid);
    let nothing = rejected(vec![Reason::NothingAttached]);
    check((&nothing, 0, "13T00:00:00"), not, &said, &unsaid);
}

#[test]
fn a_late_mail_is_told_once_that_it_is_kept() {
    let letter = written(&late(), None, None).unwrap();
    let (_, plain, _) = shown(&letter);
    for once in ["được lưu", "xem xét, quyết định", "không cần gửi lại"] {
        assert_eq!(plain.matches(once).count(), 1, "{once:?} in:\n{plain}");
    }
    check((&late(), 24, "13T00:00:06"), "[NỘP MUỘN]", &[ENDED], &[]);
    // Our clock is behind the one that judged.
    check((&late(), 0, "12T23:59:58"), "[NỘP MUỘN]", &[ENDED], &[]);
}

#[test]
fn a_mail_before_the_window_is_asked_for_again_while_the_window_lasts() {
    let subject = "[CHƯA ĐẾN THỜI GIAN NHẬN]";
    let ahead = ["từ 00:00:00 Chủ nhật ngày 06/12/2015", "đến 24:00 thứ Bảy"];
    let open = ["Nay đã đến thời gian nhận báo cáo", "trước 24:00 thứ Bảy"];
    check((&early(), 0, "05T09:00:10"), subject, &ahead, &[ENDED]);
    check(
        (&early(), 0, "06T00:00:00"),
        subject,
        &open,
        &["từ 00:00:00", ENDED],
    );
    check(
        (&early(), 24, "13T00:00:00"),
        subject,
        &[ENDED],
        &["trước 24:00"],
    );
}

#[test]
fn a_receipt_offers_a_correction_only_while_one_counts() {
    let offer = "bản mới được chấp nhận sẽ thay bản này";
    check((&accepted(), 0, "12T23:59:59"), "", &[offer], &[ENDED]);
    let after = [ENDED, "báo cho Văn phòng"];
    check(
        (&accepted(), 24, "13T00:00:00"),
        "",
        &after,
        &[offer, "trước 24:00"],
    );
}

#[test]
fn the_same_workbook_again_is_asked_for_another_only_while_one_counts() {
    let same = Judgement {
        verdict: Verdict::Duplicate,
        reply: Reply::Identical,
        reasons: vec![Reason::Identical(1)],
        ..accepted()
    };
    let nothing = "Không cần làm gì thêm.";
    check(
        (&same, 0, "12T23:59:59"),
        "[ĐÃ CÓ]",
        &[nothing, "trước 24:00"],
        &[ENDED],
    );
    check(
        (&same, 0, "13T00:00:00"),
        "[ĐÃ CÓ]",
        &[nothing, ENDED],
        &["trước 24:00"],
    );
}

#[test]
fn a_mailbox_that_does_not_count_is_asked_for_the_right_one_while_it_helps() {
    let again = "Đề nghị Ông/Bà gửi lại từ hộp thư công vụ của đơn vị";
    let ask = "đề nghị gửi từ hộp thư công vụ";
    let early = Judgement {
        moment: early().moment,
        ..stranger()
    };
    let within = format!("{again} trong thời gian nhận, từ 00:00:00");
    check((&early, 0, "05T10:00:00"), ask, &[&within], &[ENDED]);
    let before = format!("{again} trước 24:00 thứ Bảy");
    check((&stranger(), 0, "12T10:00:00"), ask, &[&before], &[ENDED]);
    let over = [ENDED, "vẫn được lưu", "liên hệ Văn phòng"];
    let not = "thư không gửi từ hộp thư công vụ";
    check(
        (&stranger(), 24, "13T00:00:00"),
        not,
        &over,
        &[again, "trước 24:00"],
    );
}
