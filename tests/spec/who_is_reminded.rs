//! Who is reminded, and when: by what each unit has sent itself.

use congvu::{
    address::Address,
    campaign::{Campaign, stages::Stage, terms::Terms},
    reminder::{Due, Noted, Reminder, Situation, Standing, by_hand, due},
    words::{Lang, complaints::complaint},
};
use jiff::{SignedDuration, Timestamp};

use crate::letter_world;

const HUONG_VAN: &str = "p.huongvan01";
const TU_HA: &str = "p.tuha";

fn at(clock: &str) -> Timestamp {
    format!("2015-12-{}:00+07:00", clock.replace(' ', "T"))
        .parse()
        .unwrap()
}

fn campaign() -> Campaign {
    letter_world::campaign()
}

/// A unit that stands so, under the terms of the campaign.
fn standing(campaign: &Campaign, unit: &str, situation: Situation) -> Standing {
    Standing {
        unit: unit.to_owned(),
        window: campaign.window_of(unit),
        exempt: campaign.is_exempt(unit),
        mailbox: Address::parse(&format!("{unit}@thuathienhue.gov.vn")).unwrap(),
        reachable: true,
        situation,
    }
}

fn rejected(clock: &str) -> Situation {
    Situation::Rejected {
        mail: 7,
        at: at(clock),
    }
}

/// What stands in the ledger once a reminder was written.
fn written(reminder: &Reminder, clock: &str) -> Noted {
    Noted {
        unit: reminder.unit.clone(),
        stage: reminder.stage,
        round: reminder.round,
        at: at(clock),
        says: reminder.says,
        recipient: reminder.mailbox.clone(),
        written: true,
    }
}

/// The stage at which one unit that stands so is written to, if at all.
fn stage(situation: Situation, ledger: &[Noted], clock: &str) -> Option<Stage> {
    let campaign = campaign();
    let states = [standing(&campaign, HUONG_VAN, situation)];
    let due = due(&states, ledger, &campaign, at(clock));
    assert!(due.letters.len() <= 1, "one unit, one letter");
    due.letters.first().map(|reminder| reminder.stage)
}

fn check(situation: Situation, clock: &str, expected: Option<Stage>) {
    assert_eq!(stage(situation, &[], clock), expected, "{clock}");
}

/// Everything that is sent to a unit that stands so for the whole campaign,
/// looked at every ten minutes by a daemon that was down in between.
fn sent(campaign: &Campaign, situation: Situation, down: &[(&str, &str)]) -> Vec<(Stage, String)> {
    let mut ledger = Vec::new();
    let mut told = Vec::new();
    let mut now = at("05 00:00");
    while now < at("20 00:00") {
        let sleeps = down
            .iter()
            .any(|(from, to)| at(from) <= now && now < at(to));
        if !sleeps {
            let states = [standing(campaign, HUONG_VAN, situation)];
            for reminder in due(&states, &ledger, campaign, now).letters {
                let zoned = now.to_zoned(campaign.zone.clone());
                let clock = zoned.strftime("%d %H:%M").to_string();
                told.push((reminder.stage, clock.clone()));
                ledger.push(written(&reminder, &clock));
            }
        }
        now += SignedDuration::from_mins(10);
    }
    told
}

fn check_sent(situation: Situation, down: &[(&str, &str)], expected: &[(Stage, &str)]) {
    let expected: Vec<(Stage, String)> = expected
        .iter()
        .map(|(stage, clock)| (*stage, (*clock).to_owned()))
        .collect();
    assert_eq!(sent(&campaign(), situation, down), expected);
}

#[test]
fn a_silent_unit_is_reminded_five_times_each_time_for_another_reason() {
    check_sent(
        Situation::Silent,
        &[],
        &[
            (Stage::Opening, "06 07:30"),
            (Stage::Midpoint, "09 08:00"),
            (Stage::TwoDaysBefore, "10 08:00"),
            (Stage::LastMorning, "12 07:30"),
            (Stage::PastDue, "13 08:00"),
        ],
    );
}

#[test]
fn a_unit_that_has_reported_is_not_written_to() {
    check_sent(Situation::Reported, &[], &[]);
}

#[test]
fn a_reported_unit_gets_nothing_by_hand_either() {
    let campaign = campaign();
    let states = [standing(&campaign, HUONG_VAN, Situation::Reported)];
    assert_eq!(
        by_hand(&states, &[], &campaign.zone, at("09 09:00")),
        Vec::new()
    );
}

#[test]
fn after_a_pause_only_the_newest_stage_is_sent_and_once() {
    check_sent(
        Situation::Silent,
        &[("06 00:00", "10 21:00")],
        &[
            (Stage::TwoDaysBefore, "10 21:00"),
            (Stage::LastMorning, "12 07:30"),
            (Stage::PastDue, "13 08:00"),
        ],
    );
}

#[test]
fn what_is_long_over_is_not_made_up_for() {
    check_sent(Situation::Silent, &[("05 00:00", "17 00:00")], &[]);
}

#[test]
fn a_unit_that_was_turned_down_is_asked_to_mend_after_a_day_and_at_the_end() {
    check_sent(
        rejected("07 09:00"),
        &[],
        &[
            (Stage::Uncured, "08 09:00"),
            (Stage::TwoDaysBefore, "10 08:00"),
            (Stage::LastMorning, "12 07:30"),
            (Stage::PastDue, "13 08:00"),
        ],
    );
}

#[test]
fn two_letters_that_say_the_same_do_not_go_within_half_a_day() {
    // The day would be over at nine of the last but one day before the end.
    check_sent(
        rejected("09 09:00"),
        &[],
        &[
            (Stage::TwoDaysBefore, "10 08:00"),
            (Stage::Uncured, "10 20:00"),
            (Stage::LastMorning, "12 07:30"),
            (Stage::PastDue, "13 08:00"),
        ],
    );
}

#[test]
fn a_unit_whose_mail_we_hold_is_told_before_the_end_and_not_blamed_after_it() {
    let held = Situation::Held { at: at("08 09:00") };
    check_sent(
        held,
        &[],
        &[
            (Stage::TwoDaysBefore, "10 08:00"),
            (Stage::LastMorning, "12 07:30"),
        ],
    );
}

#[test]
fn the_opening_and_the_middle_are_for_those_who_have_sent_nothing() {
    check(Situation::Silent, "06 07:29", None);
    check(Situation::Silent, "06 07:30", Some(Stage::Opening));
    check(rejected("06 08:00"), "06 09:00", None);
    check(rejected("08 20:00"), "09 09:00", None);
}

#[test]
fn an_exempt_unit_is_not_reminded() {
    let mut campaign = campaign();
    let terms = Terms {
        closes: None,
        exempt: true,
        reason: "mới thành lập".to_owned(),
    };
    campaign.terms.insert(HUONG_VAN.to_owned(), terms);
    assert_eq!(sent(&campaign, Situation::Silent, &[]), Vec::new());
}

#[test]
fn a_unit_with_more_time_is_reminded_of_its_own_end() {
    let mut campaign = campaign();
    let terms = Terms {
        closes: Some(at("16 00:00")),
        exempt: false,
        reason: "bão lụt".to_owned(),
    };
    campaign.terms.insert(HUONG_VAN.to_owned(), terms);
    let expected = [
        (Stage::Opening, "06 07:30"),
        (Stage::Midpoint, "11 08:00"),
        (Stage::TwoDaysBefore, "13 08:00"),
        (Stage::LastMorning, "15 07:30"),
        (Stage::PastDue, "16 08:00"),
    ];
    let expected: Vec<(Stage, String)> = expected.map(|(s, c)| (s, c.to_owned())).into();
    assert_eq!(sent(&campaign, Situation::Silent, &[]), expected);
}

#[test]
fn whoever_is_given_more_time_after_a_reminder_is_reminded_of_the_new_end() {
    let mut campaign = campaign();
    let states = [standing(&campaign, HUONG_VAN, Situation::Silent)];
    let before = due(&states, &[], &campaign, at("12 08:00")).letters;
    let ledger = [written(&before[0], "12 08:00")];
    let terms = Terms {
        closes: Some(at("15 00:00")),
        exempt: false,
        reason: "bão lụt".to_owned(),
    };
    campaign.terms.insert(HUONG_VAN.to_owned(), terms);
    let states = [standing(&campaign, HUONG_VAN, Situation::Silent)];
    let after = due(&states, &ledger, &campaign, at("14 08:00")).letters;
    assert_eq!(after[0].stage, Stage::LastMorning);
    assert_eq!(after[0].closes, at("15 00:00"));
}

#[test]
fn a_mailbox_that_gives_letters_back_is_told_to_the_office_once() {
    let campaign = campaign();
    let unit = standing(&campaign, HUONG_VAN, Situation::Silent);
    let states = [Standing {
        reachable: false,
        ..unit
    }];
    let Due {
        letters,
        unreachable,
    } = due(&states, &[], &campaign, at("10 09:00"));
    assert_eq!(letters, Vec::new());
    let noted = Noted {
        written: false,
        ..written(&unreachable[0], "10 09:00")
    };
    let again = due(
        &states,
        std::slice::from_ref(&noted),
        &campaign,
        at("10 10:00"),
    );
    assert_eq!(again, Due::default());
    // With another mailbox it gets what it missed.
    let elsewhere = [Standing {
        mailbox: Address::parse("moi@thuathienhue.gov.vn").unwrap(),
        reachable: true,
        ..states[0].clone()
    }];
    let letters = due(&elsewhere, &[noted], &campaign, at("10 11:00")).letters;
    assert_eq!(letters[0].stage, Stage::TwoDaysBefore);
}

#[test]
fn by_hand_a_unit_is_written_to_once_a_day_and_never_the_same_thrice() {
    let campaign = campaign();
    let states = [
        standing(&campaign, HUONG_VAN, Situation::Silent),
        standing(&campaign, TU_HA, rejected("07 09:00")),
    ];
    let hand = |ledger: &[Noted], clock: &str| -> Vec<Reminder> {
        by_hand(&states, ledger, &campaign.zone, at(clock))
    };
    let mut ledger = Vec::new();
    for (clock, letters) in [
        ("08 09:00", 2),
        ("08 17:00", 0),
        ("09 09:00", 2),
        ("10 09:00", 0),
    ] {
        let written_now = hand(&ledger, clock);
        assert_eq!(written_now.len(), letters, "{clock}");
        ledger.extend(written_now.iter().map(|reminder| written(reminder, clock)));
    }
}

#[test]
fn in_a_short_window_no_two_letters_go_together() {
    let mut campaign = campaign();
    campaign.window.closes = at("09 00:00");
    let expected = [
        (Stage::Opening, "06 07:30"),
        (Stage::Midpoint, "07 08:00"),
        (Stage::LastMorning, "08 07:30"),
        (Stage::PastDue, "09 08:00"),
    ];
    let expected: Vec<(Stage, String)> = expected.map(|(s, c)| (s, c.to_owned())).into();
    assert_eq!(sent(&campaign, Situation::Silent, &[]), expected);
}

/// A campaign whose file says this of reminders.
fn with_reminders(section: &str) -> Result<Campaign, Vec<String>> {
    let mut files = letter_world::files();
    let main = files.get_mut("campaign.toml").unwrap();
    let (before, rest) = main.split_once("[reminders]").unwrap();
    let (_, after) = rest.split_once("[[group]]").unwrap();
    *main = format!("{before}{section}\n[[group]]{after}");
    let told = |complaints: Vec<_>| -> Vec<String> {
        complaints
            .iter()
            .map(|it| complaint(Lang::En, it))
            .collect()
    };
    Campaign::load(&files).map_err(told)
}

#[test]
fn nothing_is_sent_by_itself_unless_the_file_says_so() {
    assert!(!campaign().reminders.automatic);
    let campaign = with_reminders("\n[reminders]\nautomatic = true\n").unwrap();
    assert!(campaign.reminders.automatic);
}

#[test]
fn the_file_moves_stages_and_turns_them_off() {
    let campaign = with_reminders(
        "\n[reminders]\nopening = \"never\"\nmidpoint = \"never\"\ntwo_days_before = \"-3 14:00\"\n\
         last_morning = \"0 06:00\"\npast_due = \"never\"\nuncured_hours = 0\n",
    )
    .unwrap();
    let expected = [
        (Stage::TwoDaysBefore, "09 14:00"),
        (Stage::LastMorning, "12 06:00"),
    ];
    let expected: Vec<(Stage, String)> = expected.map(|(s, c)| (s, c.to_owned())).into();
    assert_eq!(sent(&campaign, rejected("06 09:00"), &[]), expected);
}

#[test]
fn a_stage_that_nobody_understands_is_told_with_its_line() {
    let told = with_reminders("\n[reminders]\nopening = \"soon\"\npast_duty = \"1 08:00\"\n")
        .unwrap_err()
        .join("\n");
    assert!(told.contains("soon"), "{told}");
    assert!(told.contains("past_duty"), "{told}");
}
