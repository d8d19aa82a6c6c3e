//! A reminder says what the unit itself has sent, how much time it has, and
//! what to do; no two stages say the same.

use congvu::{
    address::Address,
    campaign::{Campaign, stages::Stage, terms::Terms},
    letter::{self, Letter},
    reminder::Situation,
    verdict::judgement::Judgement,
    words::{
        Lang,
        letters::{Enclosed, Enclosure},
        reminders::{self, Nudge},
    },
};
use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders as _};

use crate::letter_world::{self, faulty};

const HUONG_VAN: &str = "p.huongvan01";

fn at(clock: &str) -> Timestamp {
    format!("2015-12-{}:00+07:00", clock.replace(' ', "T"))
        .parse()
        .unwrap()
}

/// What is written to a unit that stands so.
struct Case {
    campaign: Campaign,
    stage: Stage,
    situation: Situation,
    decision: Option<Judgement>,
    now: Timestamp,
}

impl Case {
    fn silent(stage: Stage, clock: &str) -> Self {
        Self {
            campaign: letter_world::campaign(),
            stage,
            situation: Situation::Silent,
            decision: None,
            now: at(clock),
        }
    }

    fn rejected(stage: Stage, clock: &str, errors: usize) -> Self {
        let decision = faulty(errors);
        Self {
            situation: Situation::Rejected {
                mail: 7,
                at: decision.moment,
            },
            decision: Some(decision),
            ..Self::silent(stage, clock)
        }
    }

    fn write(&self, lang: Lang) -> (Letter, String) {
        let form = Enclosure {
            what: Enclosed::Form,
            name: "mau-II-2015-p.huongvan01.xlsx".to_owned(),
            bytes: b"PK".to_vec(),
        };
        let town = Address::parse("huongtra@thuathienhue.gov.vn").unwrap();
        let nudge = Nudge {
            campaign: &self.campaign,
            unit: self.campaign.registry.by_code(HUONG_VAN).unwrap(),
            town: &town,
            now: self.now,
            stage: self.stage,
            situation: self.situation,
            decision: self.decision.as_ref().map(|it| ("BC-2015-0138", it)),
            form: (self.situation == Situation::Silent).then_some(&form),
        };
        let (_, blocks) = reminders::reminder(lang, &nudge);
        let letter = letter::remind(lang, "reminder:1", &nudge).unwrap();
        (letter, letter::plain(&blocks))
    }

    fn says(&self) -> (String, String) {
        let (letter, text) = self.write(Lang::Vi);
        (letter.subject, text)
    }
}

fn check(case: &Case, subject: &str, said: &[&str]) {
    let (told, text) = case.says();
    assert_eq!(told, subject);
    for words in said {
        assert!(text.contains(words), "{words}\n---\n{text}");
    }
}

#[test]
fn the_opening_asks_for_the_report_with_the_form_enclosed() {
    check(
        &Case::silent(Stage::Opening, "06 07:30"),
        "[MỜI GỬI BÁO CÁO] Báo cáo CNTT 2015 – Hương Văn: hạn 24:00 12/12",
        &[
            "Kính gửi Ủy ban nhân dân phường Hương Văn,",
            "Thực hiện Kế hoạch số 1872/KH-UBND",
            "mau-II-2015-p.huongvan01.xlsx",
            "huongvan01.huongtra@thuathienhue.gov.vn",
            "bản giấy có chữ ký",
        ],
    );
}

#[test]
fn the_middle_says_that_nothing_came_and_how_much_time_is_left() {
    check(
        &Case::silent(Stage::Midpoint, "09 08:00"),
        "[CÒN 3 NGÀY] Báo cáo CNTT 2015 – Hương Văn: chưa nhận được báo cáo",
        &["CHƯA NHẬN ĐƯỢC", "3 ngày 16 giờ", "Thư đã gửi"],
    );
}

#[test]
fn the_last_morning_says_so() {
    check(
        &Case::silent(Stage::LastMorning, "12 07:30"),
        "[HÔM NAY HẾT HẠN] Báo cáo CNTT 2015 – Hương Văn: chưa nhận được báo cáo",
        &["16 giờ 30 phút"],
    );
}

#[test]
fn a_unit_that_was_turned_down_reads_its_errors_again() {
    check(
        &Case::rejected(Stage::TwoDaysBefore, "10 12:00", 3),
        "[CÒN 2 NGÀY] Báo cáo CNTT 2015 – Hương Văn: đã gửi, còn 3 lỗi chưa sửa",
        &[
            "09:14:32 thứ Năm ngày 10/12/2015",
            "BC-2015-0138",
            "E20",
            "E22",
            "Không phải nhập lại từ đầu",
        ],
    );
}

#[test]
fn after_the_end_nobody_is_asked_for_what_is_no_longer_possible() {
    let case = Case::silent(Stage::PastDue, "13 08:00");
    check(
        &case,
        "[ĐÃ QUÁ HẠN] Báo cáo CNTT 2015 – Hương Văn: chưa nhận được báo cáo",
        &["nộp muộn", "xem xét, quyết định"],
    );
    let (_, text) = case.says();
    assert!(!text.contains("trước 24:00"), "{text}");
}

#[test]
fn a_unit_whose_mail_we_hold_is_not_asked_to_send_it_again() {
    let case = Case {
        situation: Situation::Held { at: at("08 09:00") },
        ..Case::silent(Stage::TwoDaysBefore, "10 08:00")
    };
    check(
        &case,
        "[CÒN 2 NGÀY] Báo cáo CNTT 2015 – Hương Văn: thư của đơn vị đang được xem xét",
        &["chưa cần gửi lại", "KHÔNG gửi thư đó"],
    );
}

#[test]
fn a_unit_with_more_time_reads_its_own_end() {
    let mut case = Case::silent(Stage::TwoDaysBefore, "13 08:00");
    let terms = Terms {
        closes: Some(at("16 00:00")),
        exempt: false,
        reason: "lũ lụt".to_owned(),
    };
    case.campaign.terms.insert(HUONG_VAN.to_owned(), terms);
    check(
        &case,
        "[CÒN 2 NGÀY] Báo cáo CNTT 2015 – Hương Văn: chưa nhận được báo cáo",
        &["24:00 thứ Ba ngày 15/12/2015 (đơn vị được gia hạn)"],
    );
}

#[test]
fn no_two_stages_say_the_same() {
    let clocks = ["06 07:30", "09 08:00", "10 08:00", "12 07:30", "13 08:00"];
    let mut texts: Vec<(String, String)> = Stage::CALENDAR
        .into_iter()
        .zip(clocks)
        .map(|(stage, clock)| Case::silent(stage, clock).says())
        .collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 5);
}

#[test]
fn a_machine_can_tell_that_a_machine_wrote_it_and_a_repeat_is_the_same_letter() {
    let case = Case::silent(Stage::Opening, "06 07:30");
    let (letter, _) = case.write(Lang::Vi);
    assert_eq!(letter.bytes, case.write(Lang::Vi).0.bytes);
    let message = MessageParser::default().parse(&letter.bytes).unwrap();
    let field = |name: &str| message.header_raw(name).map(|text| text.trim().to_owned());
    assert_eq!(field("Auto-Submitted").as_deref(), Some("auto-generated"));
    assert_eq!(field("In-Reply-To"), None);
    let file = message.attachment(0).unwrap();
    let name = file.attachment_name();
    assert_eq!(name, Some("mau-II-2015-p.huongvan01.xlsx"));
}

#[test]
fn the_other_language_says_as_much() {
    let (letter, text) = Case::rejected(Stage::TwoDaysBefore, "10 12:00", 3).write(Lang::En);
    assert!(
        letter.subject.starts_with("[2 DAYS LEFT]"),
        "{}",
        letter.subject
    );
    assert!(text.contains("IS NOT ACCEPTED"), "{text}");
}
