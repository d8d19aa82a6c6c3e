//! The workbook that goes with a rejection: whole, under a name that every mail
//! program keeps, and only while it can still be sent back.

use congvu::{
    annotated,
    figures::Code,
    form::Reading,
    letter::Letter,
    mail::Mail,
    template::Template,
    verdict::{decide::Opened, files::Choice, judgement::Judgement, reason::Reason},
    words::{
        Lang,
        letters::{Enclosed, Enclosure},
    },
    workbook::{Container, Limits, Refusal, Workbook, reader},
};
use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders as _};

use crate::{
    a_whole_campaign_is_judged::{campaign, performed, town},
    letter_world::{accepted, early, enclosing, faulty, late, rejected, shown, stranger},
    ward::good_report,
    what_comes_back_to_be_mended::{copy, opened, sent_back, spoiled, told},
};

fn written(judgement: &Judgement, lang: Lang, enclosure: &Enclosure) -> Letter {
    at(judgement.moment, 0, judgement, lang, enclosure)
}

fn at(
    now: Timestamp,
    cure: i64,
    judgement: &Judgement,
    lang: Lang,
    enclosure: &Enclosure,
) -> Letter {
    let version = (None, None);
    enclosing(now, lang, cure, judgement, version, Some(enclosure)).unwrap()
}

fn files(letter: &Letter) -> Vec<(String, Vec<u8>)> {
    let attachments = Mail::open(&letter.bytes).parts.attachments.into_iter();
    attachments.map(|it| (it.name, it.bytes)).collect()
}

/// Whether the copy goes with the letter on a judgement written at a moment.
fn check(judgement: &Judgement, now: &str, cure: i64, expected: bool) {
    let copy = sent_back(&spoiled());
    let letter = at(now.parse().unwrap(), cure, judgement, Lang::Vi, &copy);
    let expected: Vec<(String, Vec<u8>)> = expected
        .then(|| (copy.name.clone(), copy.bytes.clone()))
        .into_iter()
        .collect();
    assert!(files(&letter) == expected, "{:?}", letter.subject);
    let (_, plain, _) = shown(&letter);
    assert_eq!(plain.contains(&copy.name), !expected.is_empty(), "{plain}");
}

#[test]
fn it_goes_while_the_report_can_still_be_mended() {
    let open = "2015-12-10T09:15:00+07:00";
    let over = "2015-12-13T09:15:00+07:00";
    check(&faulty(2), open, 0, true);
    check(&early(), "2015-12-05T09:15:00+07:00", 0, true);
    check(&faulty(2), over, 24, true);
    check(&faulty(2), over, 0, false);
    check(&late(), over, 24, false);
    check(&stranger(), open, 0, false);
    check(&accepted(), open, 0, false);
}

#[test]
fn the_text_and_its_html_stay_what_a_mail_program_shows() {
    let copy = sent_back(&spoiled());
    let letter = written(&faulty(1), Lang::Vi, &copy);
    let message = MessageParser::default().parse(&letter.bytes).unwrap();
    assert_eq!(message.text_body_count(), 1);
    assert_eq!(message.html_body_count(), 1);
    assert_eq!(message.attachment_count(), 1);
    let file = message.attachment(0).unwrap();
    let kind = file.content_type().unwrap();
    assert_eq!(
        format!("{}/{}", kind.ctype(), kind.subtype().unwrap()),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    for line in letter.bytes.split(|b| *b == b'\n') {
        assert!(line.len() <= 100 && line.is_ascii(), "{line:?}");
    }
}

#[test]
fn the_same_decision_makes_the_same_bytes() {
    let [one, two] = [(), ()].map(|()| written(&faulty(1), Lang::Vi, &sent_back(&spoiled())));
    assert!(one.bytes == two.bytes);
}

#[test]
fn a_letter_says_what_is_enclosed_and_how_to_use_it() {
    let copy = sent_back(&spoiled());
    let moved = Enclosure {
        what: Enclosed::Copy { moved: true },
        ..copy.clone()
    };
    let form = Enclosure {
        what: Enclosed::Form,
        ..copy.clone()
    };
    let no_workbook = rejected(vec![Reason::NoWorkbook]);
    let table = [
        (
            &copy,
            faulty(1),
            [
                "Ô có lỗi phải sửa có nền đỏ",
                "Cells that must be mended are red",
            ],
        ),
        (
            &copy,
            faulty(1),
            [
                "trong tệp đính kèm thư này, hoặc trong chính tệp của mình",
                "in the file enclosed with this letter, or in your own",
            ],
        ),
        (
            &form,
            faulty(1),
            ["(có đính kèm thư này)", "(enclosed with this letter)"],
        ),
        (
            &moved,
            faulty(1),
            ["nên địa chỉ có thể khác.", "so addresses may differ."],
        ),
        (
            &form,
            no_workbook,
            ["là biểu mẫu đúng của đơn vị", "is the unit's own form"],
        ),
    ];
    for (enclosure, judgement, expected) in &table {
        for (lang, words) in [Lang::Vi, Lang::En].into_iter().zip(expected) {
            let (_, plain, html) = shown(&written(judgement, lang, enclosure));
            assert!(plain.contains(words), "{words} is not in:\n{plain}");
            assert!(html.contains(&congvu::text::html(words)), "{html}");
        }
    }
    let (_, plain, _) = shown(&written(&faulty(1), Lang::Vi, &copy));
    assert!(!plain.contains("có thể khác"), "{plain}");
}

#[test]
fn whoever_filled_in_another_form_is_given_the_right_one() {
    let nothing = Workbook::default();
    for book in [&good_report(1).book, &nothing] {
        let form = copy(book).unwrap();
        assert_eq!(form.what, Enclosed::Form);
        assert_eq!(form.name, "mau-II-2015-p.huongvan01.xlsx");
        assert!(told(&opened(&form.bytes)).contains(&"E-EMPTY E11".to_owned()));
    }
}

#[test]
fn a_form_goes_to_whoever_sent_none_and_not_to_whoever_packed_or_forgot_it() {
    let unfit = |kind| Choice::Unfit(0, Refusal::Type(kind));
    let table = [
        (Choice::NoWorkbook, true),
        (unfit(Container::Text), true),
        (unfit(Container::MacroWorkbook), true),
        (Choice::Unfit(0, Refusal::Damaged(String::new())), true),
        (unfit(Container::Archive), false),
        (unfit(Container::Encrypted), false),
        (Choice::Unfit(0, Refusal::Encrypted), false),
        (Choice::Unfit(0, Refusal::Unavailable(String::new())), false),
        (Choice::Nothing, false),
        (Choice::Forwarded, false),
        (Choice::Many(2), false),
    ];
    for (choice, expected) in table {
        let helps = annotated::form_helps(&choice, &Opened::Unopened);
        assert_eq!(helps, expected, "{choice:?}");
    }
    let refused = Opened::Refused(Refusal::Damaged(String::new()));
    assert!(annotated::form_helps(&Choice::One(0), &refused));
}

/// Every faulty report of a whole rehearsed campaign.
#[test]
fn each_copy_of_a_campaign_names_the_errors_that_its_report_had() {
    let mut copies = 0;
    for (act, judgement) in &performed().acts {
        let faulty = judgement
            .reasons
            .iter()
            .any(|it| matches!(it, Reason::Faulty(_)));
        let Some(unit) = campaign().registry.by_code(&act.unit).filter(|_| faulty) else {
            continue;
        };
        let written = act.mail.write(judgement.moment, "1").unwrap();
        let files = Mail::open(&written.bytes).parts.attachments;
        let books = files
            .iter()
            .filter_map(|it| reader::read(&it.bytes, &Limits::default()).ok());
        for book in books {
            let town = town();
            let template = Template {
                campaign: campaign(),
                unit,
                town: &town,
                code: None,
                earlier: None,
            };
            let reading = campaign().read(unit, &book).unwrap().1;
            let copy = annotated::copy(&template, &book, &reading)
                .unwrap()
                .unwrap();
            if copy.what == Enclosed::Form {
                continue;
            }
            let again = campaign().read(unit, &opened(&copy.bytes)).unwrap().1;
            let errors = |reading: &Reading| -> Vec<(String, Option<Code>)> {
                let errors = reading
                    .findings
                    .iter()
                    .filter(|it| it.code.starts_with('E'));
                errors
                    .map(|it| (it.code.clone(), it.indicator.clone()))
                    .collect()
            };
            assert_eq!(errors(&again), errors(&reading), "{:?}", act.scene);
            copies += 1;
        }
    }
    assert!(copies > 0);
}
