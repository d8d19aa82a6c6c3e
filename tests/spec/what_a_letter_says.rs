//! Every letter: result and number first, server time with its zone, each
//! file's fate, what is missing, what to do and by when.

use std::{collections::BTreeMap, fs, path::Path};

use congvu::{
    campaign::{Campaign, window::Punctuality},
    digest::Digest,
    dossier::Version,
    figures::Code,
    finding::Fault,
    letter::{self, Envelope, Letter},
    mail::header::Header,
    sender::{Evidence, Proof},
    verdict::{
        Reply, Verdict,
        judgement::{Fate, File, Judgement},
        reason::Reason,
    },
    words::{Lang, letters::Occasion},
    workbook::{Container, Kind},
};
use mail_parser::MessageParser;

fn campaign() -> Campaign {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    let files: BTreeMap<String, String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    Campaign::load(&files).unwrap()
}

/// An accepted report of phường Hương Văn at 09:14:32 on 10/12/2015.
fn accepted() -> Judgement {
    Judgement {
        verdict: Verdict::Accepted,
        reply: Reply::Receipt,
        reasons: Vec::new(),
        from: congvu::address::Address::parse("huongvan01.huongtra@thuathienhue.gov.vn"),
        unit: Some("p.huongvan01".to_owned()),
        proof: Some(Proof::Sasl),
        moment: "2015-12-10T09:14:32+07:00".parse().unwrap(),
        punctuality: Punctuality::OnTime,
        findings: Vec::new(),
        files: vec![
            file(
                "bao-cao.xlsx",
                Container::Workbook(Kind::Xlsx),
                Fate::Report,
            ),
            file("công văn.pdf", Container::Pdf, Fate::Supporting),
        ],
        report: None,
        evidence: Evidence::default(),
    }
}

fn file(name: &str, kind: Container, fate: Fate) -> File {
    File {
        name: name.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        kind,
        size: 48 * 1_024,
        digest: Digest::of(name.as_bytes()),
        fate,
    }
}

/// The letter that a judgement calls for.
fn written(
    judgement: &Judgement,
    version: Option<u32>,
    before: Option<&Version>,
) -> Option<Letter> {
    let campaign = campaign();
    let header = Header::read(
        b"Message-ID: <tot@may.example>\r\nReferences: <cu@may.example>\r\nReply-To: ke@xau.example\r\n\r\n",
    );
    let envelope = Envelope {
        own: &congvu::address::Address::parse("huongtra@thuathienhue.gov.vn").unwrap(),
        header: &header,
        mail: Digest::of(b"mail"),
        revision: 1,
        at: "2015-12-10T09:14:40+07:00".parse().unwrap(),
    };
    let unit = judgement
        .unit
        .as_deref()
        .and_then(|code| campaign.registry.by_code(code));
    let occasion = Occasion {
        judgement,
        campaign: &campaign,
        unit,
        number: "BC-2015-0137",
        version,
        in_force: before,
        before,
    };
    letter::compose(Lang::Vi, &envelope, &occasion).unwrap()
}

/// The letter as a mail program shows it: subject, plain text, HTML.
fn shown(letter: &Letter) -> (String, String, String) {
    let message = MessageParser::default().parse(&letter.bytes).unwrap();
    (
        message.subject().unwrap().to_owned(),
        message.body_text(0).unwrap().into_owned(),
        message.body_html(0).unwrap().into_owned(),
    )
}

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
            "thẩm định số liệu",
        ],
    );
}

#[test]
fn a_rejection_names_cell_found_expected_and_fix_of_every_fault() {
    let mut finding = Fault::NotNumber {
        found: "khoảng 20".to_owned(),
    }
    .at("Mẫu II", "E20".to_owned());
    finding.indicator = Code::parse("HT02");
    let judgement = Judgement {
        verdict: Verdict::Rejected,
        reply: Reply::Rejection,
        reasons: vec![Reason::Faulty(1)],
        findings: vec![finding],
        ..accepted()
    };
    check(
        &judgement,
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
    let judgement = Judgement {
        verdict: Verdict::Rejected,
        reply: Reply::Rejection,
        reasons: vec![Reason::Late(5)],
        moment: "2015-12-13T00:00:05+07:00".parse().unwrap(),
        punctuality: Punctuality::Late(5),
        ..accepted()
    };
    check(
        &judgement,
        None,
        "[NỘP MUỘN] BC-2015-0137 – Báo cáo CNTT 2015 – Hương Văn",
        &[
            "MUỘN 5 giây",
            "đã được lưu",
            "Hội đồng",
            "Không cần gửi lại",
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
    let judgement = Judgement {
        verdict: Verdict::Rejected,
        reply: Reply::WrongMailbox,
        reasons: vec![Reason::NotOfficial],
        from: congvu::address::Address::parse("xahuongtoan@hopthu.example"),
        unit: None,
        ..accepted()
    };
    let letter = written(&judgement, None, None).unwrap();
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
