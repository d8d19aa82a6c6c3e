//! What the office changes in the registry holds over the files, for the unit
//! it is about and for no other.

use std::collections::BTreeMap;

use congvu::{
    address::Address,
    campaign::{Campaign, terms::Terms, window::Punctuality},
    register::{Amendments, Clash, Entry, Held, amended},
    template::Template,
    unit::{Mailbox, Span},
};
use jiff::{Timestamp, civil::Date};

use crate::letter_world;

const HUONG_VAN: &str = "p.huongvan01";
const TU_HA: &str = "p.tuha";
const NEW: &str = "huongvan.moi@thuathienhue.gov.vn";

fn at(clock: &str) -> Timestamp {
    format!("2015-12-{}+07:00", clock.replace(' ', "T"))
        .parse()
        .unwrap()
}

fn day(n: i8) -> Date {
    jiff::civil::date(2015, 12, n)
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn held(text: &str, unit: &str, from: Option<Date>, until: Option<Date>) -> Held {
    Held {
        mailbox: Mailbox {
            address: address(text),
            unit: unit.to_owned(),
            span: Span { from, until },
        },
        withdrawn: false,
    }
}

fn changed(amendments: &Amendments, today: Date) -> Campaign {
    let (campaign, clashes) = amended(&letter_world::campaign(), amendments, today);
    assert_eq!(clashes, Vec::new());
    campaign
}

fn extended(unit: &str, end: &str) -> Campaign {
    let terms = Terms {
        closes: Some(at(end)),
        exempt: false,
        reason: "lũ lụt".to_owned(),
    };
    changed(
        &Amendments {
            terms: BTreeMap::from([(unit.to_owned(), terms)]),
            ..Amendments::default()
        },
        day(12),
    )
}

#[test]
fn more_time_moves_the_end_of_that_unit_and_of_nobody_else() {
    let campaign = extended(HUONG_VAN, "15 17:00:00");
    let judge = |unit: &str, clock: &str| campaign.window_of(unit).judge(at(clock), false);
    assert_eq!(judge(HUONG_VAN, "15 16:59:59"), Punctuality::OnTime);
    assert_eq!(judge(HUONG_VAN, "15 17:00:00"), Punctuality::Late(0));
    assert_eq!(judge(TU_HA, "12 23:59:59"), Punctuality::OnTime);
    assert_eq!(judge(TU_HA, "13 00:00:00"), Punctuality::Late(0));
}

#[test]
fn the_form_of_a_unit_with_more_time_names_its_own_end() {
    let campaign = extended(HUONG_VAN, "15 17:00:00");
    let town = address("huongtra@thuathienhue.gov.vn");
    let told = |code: &str| {
        let template = Template {
            campaign: &campaign,
            unit: campaign.registry.by_code(code).unwrap(),
            town: &town,
            code: None,
            earlier: None,
        };
        format!("{:?}", template.layout().unwrap())
    };
    assert!(told(HUONG_VAN).contains("17:00:00 thứ Ba ngày 15/12/2015"));
    assert!(told(TU_HA).contains("24:00 thứ Bảy ngày 12/12/2015"));
}

#[test]
fn nobody_is_given_less_time_than_the_others() {
    let campaign = extended(HUONG_VAN, "08 00:00:00");
    assert_eq!(campaign.window_of(HUONG_VAN), campaign.window);
}

#[test]
fn the_scoring_waits_for_the_last_who_was_given_time() {
    let campaign = extended(HUONG_VAN, "15 17:00:00");
    assert_eq!(
        campaign.settled_from(),
        at("15 17:00:00") + campaign.window.grace
    );
    let usual = letter_world::campaign();
    assert_eq!(usual.settled_from(), usual.window.settled_from());
}

#[test]
fn a_new_mailbox_counts_from_its_day_and_the_old_one_to_its_last() {
    let old = "huongvan01.huongtra@thuathienhue.gov.vn";
    let amendments = Amendments {
        mailboxes: vec![
            held(old, HUONG_VAN, None, Some(day(9))),
            held(NEW, HUONG_VAN, Some(day(10)), None),
        ],
        ..Amendments::default()
    };
    for (today, main) in [(day(9), old), (day(10), NEW)] {
        let campaign = changed(&amendments, today);
        let unit = |text: &str, on| {
            let unit = campaign.registry.by_mailbox_on(&address(text), on);
            unit.map(|unit| unit.code.clone())
        };
        let ours = Some(HUONG_VAN.to_owned());
        assert_eq!(unit(old, day(9)), ours);
        assert_eq!(unit(old, day(10)), None);
        assert_eq!(unit(NEW, day(9)), None);
        assert_eq!(unit(NEW, day(10)), ours);
        let own = campaign.registry.by_code(HUONG_VAN).unwrap();
        assert_eq!(own.mailbox, address(main), "letters on {today}");
    }
}

#[test]
fn a_withdrawn_mailbox_is_nobodys() {
    let old = "huongvan01.huongtra@thuathienhue.gov.vn";
    let withdrawn = Held {
        withdrawn: true,
        ..held(old, HUONG_VAN, None, None)
    };
    let campaign = changed(
        &Amendments {
            mailboxes: vec![withdrawn, held(NEW, HUONG_VAN, None, None)],
            ..Amendments::default()
        },
        day(7),
    );
    assert_eq!(campaign.registry.by_mailbox(&address(old)), None);
    let unit = campaign.registry.by_code(HUONG_VAN).unwrap();
    assert_eq!(unit.mailbox, address(NEW));
}

fn entry(code: &str, group: &str, span: Span) -> Entry {
    Entry {
        code: code.to_owned(),
        name: "Ban Quản lý chợ Tứ Hạ".to_owned(),
        short_name: "BQL chợ".to_owned(),
        kind: "đơn vị sự nghiệp".to_owned(),
        group: group.to_owned(),
        traits: Default::default(),
        span,
    }
}

#[test]
fn a_new_unit_reports_like_the_others_and_one_that_ended_before_does_not() {
    let amendments = Amendments {
        units: vec![
            entry("bqlcho", "departments", Span::default()),
            Entry {
                span: Span {
                    from: None,
                    until: Some(day(5)),
                },
                ..entry(TU_HA, "communes", Span::default())
            },
        ],
        mailboxes: vec![held("bqlcho@thuathienhue.gov.vn", "bqlcho", None, None)],
        ..Amendments::default()
    };
    let (campaign, clashes) = amended(&letter_world::campaign(), &amendments, day(7));
    assert_eq!(clashes, Vec::new());
    let new = campaign.registry.by_code("bqlcho").unwrap();
    assert!(campaign.group_of(new).is_some());
    assert_eq!(campaign.registry.by_code(TU_HA), None);
    assert_eq!(campaign.registry.iter().count(), 31);
}

#[test]
fn what_the_files_no_longer_allow_is_left_out_and_told() {
    let amendments = Amendments {
        units: vec![
            entry("bqlcho", "gone", Span::default()),
            entry("bqlrung", "departments", Span::default()),
        ],
        mailboxes: vec![held(NEW, "nobody", None, None)],
        ..Amendments::default()
    };
    let (campaign, clashes) = amended(&letter_world::campaign(), &amendments, day(7));
    let expected = [
        Clash::NoGroup("bqlcho".to_owned()),
        Clash::NoUnit("nobody".to_owned()),
        Clash::NoMailbox("bqlrung".to_owned()),
    ];
    assert_eq!(clashes, expected);
    assert_eq!(campaign.registry, letter_world::campaign().registry);
}

#[test]
fn a_result_is_a_result_of_the_changes_too() {
    let usual = letter_world::campaign();
    let extended = extended(HUONG_VAN, "15 17:00:00");
    assert_ne!(usual.digest(), extended.digest());
    let untouched = changed(&Amendments::default(), day(7));
    assert_eq!(usual.digest(), untouched.digest());
}
