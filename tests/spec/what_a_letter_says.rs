//! Every letter: result and number first, server time with its zone, each
//! file's fate, what is missing, what to do and by when.

use congvu::{
    digest::Digest,
    dossier::Version,
    finding::Fault,
    mail::header::Header,
    verdict::{Reply, Verdict, judgement::Judgement, reason::Reason},
    words::Lang,
};
use mail_parser::MessageParser;

use crate::letter_world::{
    accepted, campaign, faulty, late, rejected, shown, stranger, written, written_at,
};

fn check(judgement: &Judgement, version: Option<u32>, subject: &str, said: &[&str]) {
    let letter = written(judgement, version, None).unwrap();
    let (title, plain, html) = shown(&letter);
    assert_eq!(title, subject);
    for words in said {
        assert!(plain.contains(words), "{words:?} is not in:\n{plain}");
    }
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in said {
        let escaped = squeezed(&congvu::text::html(words));
        assert!(
            squeezed(&html).contains(&escaped),
            "{words:?} is not in the HTML"
        );
    }
}

#[test]
fn a_receipt_says_that_the_report_is_accepted_and_what_is_still_missing() {
    check(
        &accepted(),
        Some(1),
        "[ĐÃ CHẤP NHẬN] BC-2015-0137 – Báo cáo CNTT 2015 – Hương Văn – bản 1",
        &[
            "Kính gửi Ủy ban nhân dân phường Hương Văn,",
            "ĐÃ ĐƯỢC CHẤP NHẬN",
            "09:14:32 thứ Năm ngày 10/12/2015 (giờ Việt Nam, UTC+07:00)",
            "24:00 thứ Bảy ngày 12/12/2015 → ĐÚNG HẠN",
            "đã đọc số liệu làm báo cáo",
            &Digest::of("bao-cao.xlsx".as_bytes()).to_string(),
            "công văn.pdf (48 KB) – lưu làm tài liệu kèm theo, không đọc số liệu",
            "bản giấy có chữ ký, đóng dấu",
            "phần mềm quản lý văn bản",
            "thị xã sẽ thẩm định số liệu",
            "Đơn vị không cần gửi lại. Nếu cần sửa số liệu, đề nghị đơn vị",
            "trước 24:00 thứ Bảy ngày 12/12/2015; bản mới",
        ],
    );
}

#[test]
fn a_rejection_names_cell_found_expected_and_fix_of_every_fault() {
    check(
        &faulty(1),
        None,
        "[CẦN SỬA – 1 LỖI] BC-2015-0137 – Báo cáo CNTT 2015 – Hương Văn – gửi lại trước 24:00 12/12",
        &[
            "CHƯA ĐƯỢC CHẤP NHẬN",
            "E20",
            "khoảng 20",
            "Cần:",
            "Cách sửa:",
            "chưa có",
        ],
    );
}

#[test]
fn a_late_mail_is_told_by_how_much_and_that_the_council_decides() {
    let judgement = late();
    check(
        &judgement,
        None,
        "[NỘP MUỘN] BC-2015-0137 – Báo cáo CNTT 2015 – Hương Văn",
        &[
            "MUỘN 5 giây",
            "đã được lưu",
            "Hội đồng đánh giá mức độ ứng dụng công nghệ thông tin thị xã xem xét, quyết định",
            "đơn vị không cần gửi lại",
        ],
    );
}

#[test]
fn a_letter_goes_to_the_registered_mailbox_and_never_to_reply_to() {
    let letter = written(&accepted(), Some(1), None).unwrap();
    assert_eq!(
        letter.to.as_str(),
        "huongvan01.huongtra@thuathienhue.gov.vn"
    );
    assert!(!String::from_utf8_lossy(&letter.bytes).contains("xau.example"));
}

#[test]
fn a_letter_says_that_a_machine_wrote_it_and_in_answer_to_what() {
    let letter = written(&accepted(), Some(1), None).unwrap();
    let header = Header::read(&letter.bytes);
    assert_eq!(header.first("auto-submitted"), Some("auto-replied"));
    assert_eq!(header.first("x-auto-response-suppress"), Some("All"));
    assert_eq!(header.first("in-reply-to"), Some("<tot@may.example>"));
    assert_eq!(
        header.first("references"),
        Some("<cu@may.example> <tot@may.example>")
    );
    assert_eq!(header.message_id(), Some(letter.message_id.as_str()));
}

#[test]
fn the_same_decision_makes_the_same_bytes() {
    assert_eq!(
        written(&accepted(), Some(1), None),
        written(&accepted(), Some(1), None)
    );
}

#[test]
fn our_own_letter_is_recognised_when_it_comes_back() {
    let letter = written(&accepted(), Some(1), None).unwrap();
    let own = congvu::address::Address::parse("huongtra@thuathienhue.gov.vn").unwrap();
    let header = Header::read(&letter.bytes);
    assert!(congvu::mail::automatic::machine(&header, &own).is_some());
}

#[test]
fn a_new_version_says_which_one_it_replaces() {
    let before = Version {
        version: 1,
        number: "BC-2015-0101".to_owned(),
        moment: "2015-12-07T09:00:00+07:00".parse().unwrap(),
        counts: true,
        workbook: Digest::of(b"cu"),
    };
    let letter = written(&accepted(), Some(2), Some(&before)).unwrap();
    let (_, plain, _) = shown(&letter);
    assert!(
        plain.contains("bản 2 (thay bản 1, số BC-2015-0101)"),
        "{plain}"
    );
}

#[test]
fn a_mailbox_that_does_not_count_is_told_once_a_day_and_nothing_of_the_report() {
    let letter = written(&stranger(), None, None).unwrap();
    assert_eq!(
        letter.key,
        "wrong_mailbox:xahuongtoan@hopthu.example:2015-12-10"
    );
    let (title, plain, _) = shown(&letter);
    assert!(title.starts_with("[CHƯA ĐƯỢC TÍNH]"), "{title}");
    assert!(
        !plain.contains("SHA-256") && !plain.contains("BC-2015"),
        "{plain}"
    );
}

#[test]
fn what_is_not_to_be_answered_has_no_letter() {
    for verdict in [Verdict::Held, Verdict::Quarantined, Verdict::Logged] {
        let judgement = Judgement {
            verdict,
            reply: Reply::None,
            ..accepted()
        };
        assert_eq!(written(&judgement, None, None), None);
    }
}

#[test]
fn every_unit_reads_its_own_name_as_it_is_written() {
    let campaign = campaign();
    for unit in campaign.registry.iter() {
        let judgement = Judgement {
            unit: Some(unit.code.clone()),
            ..accepted()
        };
        let letter = written(&judgement, Some(1), None).unwrap();
        let message = MessageParser::default().parse(&letter.bytes).unwrap();
        let to = message.to().unwrap().first().unwrap().clone();
        let from = message.from().unwrap().first().unwrap().clone();
        assert_eq!(to.name.as_deref(), Some(unit.name.as_str()));
        assert_eq!(to.address.as_deref(), Some(unit.mailbox.as_str()));
        assert_eq!(from.name.as_deref(), Some(campaign.office.name.as_str()));
        for line in letter.bytes.split(|b| *b == b'\n') {
            assert!(line.len() <= 79, "{}", String::from_utf8_lossy(line));
        }
    }
}

#[test]
fn what_is_not_in_the_figures_is_to_be_sent_again() {
    let wrong_form = Fault::WrongForm {
        found: "I".into(),
        expected: "II".into(),
    };
    let wrong = Judgement {
        findings: vec![wrong_form.nowhere()],
        ..rejected(vec![Reason::Faulty(1)])
    };
    let many = rejected(vec![Reason::ManyWorkbooks(2)]);
    let forwarded = rejected(vec![Reason::ForwardedInside]);
    for judgement in [wrong, many, forwarded] {
        check(
            &judgement,
            None,
            "[CẦN GỬI LẠI] BC-2015-0137 – Báo cáo CNTT 2015 – Hương Văn – trước 24:00 12/12",
            &["Đề nghị đơn vị trả lời thư này, đính kèm đúng tệp báo cáo, trước"],
        );
    }
}

#[test]
fn every_finding_is_told_and_those_after_the_twentieth_in_one_line() {
    let letter = written(&faulty(45), None, None).unwrap();
    let (_, plain, _) = shown(&letter);
    assert_eq!(plain.matches("Cách sửa: ").count(), 20);
    for row in 40..65 {
        let line = format!(
            "Trang tính \"Mẫu II\", ô E{row} – HT02: \"khoảng 20\" → một số, ví dụ 20 [E-NUM]"
        );
        assert!(plain.contains(&line), "{line:?} is not in:\n{plain}");
    }
}

#[test]
fn a_number_that_may_be_two_is_answered_with_both() {
    for (found, places, whole, parted) in [
        ("1.234", 2, "1234", "1,23"),
        ("12,000", 1, "12000", "12"),
        ("-1,239 triệu", 2, "-1239", "-1,24"),
        // Where three decimals are taken, none is rounded away.
        ("180,126", 3, "180126", "180,1260"),
        ("-1.239 triệu", 3, "-1239", "-1,2390"),
    ] {
        let found = found.to_owned();
        let fault = Fault::AmbiguousNumber { found, places };
        let fix = congvu::words::findings::finding(Lang::Vi, &fault.nowhere()).fix;
        for way in [format!("thì ghi {whole},"), format!("thì ghi {parted} (")] {
            assert!(fix.contains(&way), "{way} is not in {fix}");
        }
    }
}

#[test]
fn a_page_says_in_which_language_it_is() {
    for (lang, tag) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
        let now = accepted().moment;
        let letter = written_at(now, lang, 0, &accepted(), Some(1), None).unwrap();
        let (_, _, html) = shown(&letter);
        assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{html}");
    }
}
