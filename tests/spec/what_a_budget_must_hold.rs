//! The budget of a campaign: whether it adds up, and who let it stand.

use congvu::{
    campaign::budget::{Budget, Warning},
    scoring::ranking::Prize,
    text::spoken,
    words::{Lang, budget::warning},
};
use proptest::prelude::*;

use crate::scoring_world::{number, short_problem};

const PLAN: &str = include_str!("../../deploy/campaigns/huong-tra-2015/budget.toml");

/// Two groups with four prizes and cups each, as the plan has them.
fn prizes() -> Vec<Prize> {
    let amounts = [(1, 2_000_000), (2, 1_500_000), (3, 1_000_000), (4, 500_000)];
    let prize = |(place, amount): (usize, i64)| Prize {
        place,
        label: String::new(),
        amount: amount.into(),
        cups: 1,
    };
    [amounts, amounts].concat().into_iter().map(prize).collect()
}

fn load(text: &str) -> Budget {
    let prizes = prizes();
    let prizes: Vec<&Prize> = prizes.iter().collect();
    Budget::load("budget.toml", text, &prizes).unwrap()
}

/// What the plan's budget warns of when one thing in it is changed.
fn check(from: &str, to: &str, expected: &[&str]) {
    assert!(PLAN.contains(from), "{from}");
    let budget = load(&PLAN.replacen(from, to, 1));
    let short = |w: &Warning| format!("{} {} / {}", w.what.name(), w.declared, w.actual);
    let found: Vec<String> = budget.warnings.iter().map(short).collect();
    assert_eq!(found, expected);
}

const TOTAL: &str = "total 20.000.000 / 19.000.000";

#[test]
fn the_budget_of_the_plan_is_a_million_short_of_its_total() {
    let budget = load(PLAN);
    assert_eq!(budget.sum(), number("19000000"));
    let said: Vec<String> = budget.open().map(|it| warning(Lang::Vi, it)).collect();
    assert_eq!(
        said,
        [
            "budget.toml:20:9: Tổng cộng ghi 20.000.000 đồng, các mục cộng lại được 19.000.000 \
             đồng. Hãy sửa cho khớp; nếu văn bản đã ban hành như vậy thì ghi thêm vào cuối tệp, \
             nêu ai xác nhận, ngày nào, vì sao:\n  [[acknowledged]]\n  what = \"total\"\n  \
             declared = \"20.000.000\"\n  actual = \"19.000.000\"\n  by = \"…\"\n  \
             date = \"ngày/tháng/năm\"\n  why = \"…\""
        ]
    );
}

#[test]
fn with_a_million_more_for_other_costs_nothing_is_left_to_say() {
    check("total = 800_000", "total = 1_800_000", &[]);
}

#[test]
fn every_product_and_every_sum_is_worked_out() {
    check(
        "price = 4_600",
        "price = 4_500",
        &["line 2.3 230.000 / 225.000", TOTAL],
    );
    check(
        "total = 2_300_000",
        "total = 2_200_000",
        &["section 2 2.200.000 / 2.300.000", TOTAL],
    );
    check(
        "Hai mươi triệu đồng chẵn",
        "Mười chín triệu đồng chẵn",
        &[
            TOTAL,
            "words Mười chín triệu đồng chẵn / Hai mươi triệu đồng",
        ],
    );
}

#[test]
fn prizes_and_cups_are_those_of_the_campaign() {
    check(
        "quantity = 8",
        "quantity = 6",
        &["line 3.5 4.800.000 / 3.600.000", TOTAL, "cups 6 / 8"],
    );
    check(
        "quantity = 2\nprice = 1_500_000\namount = 3_000_000",
        "quantity = 1\nprice = 3_000_000\namount = 3_000_000",
        &[TOTAL, "prizes 2 1 / 2"],
    );
    check(
        "pays = \"prize\"\nplace = 4",
        "",
        &[TOTAL, "prizes 4 0 / 2", "prize 4 0 / 1.000.000"],
    );
    check(
        "place = 4",
        "place = 5",
        &[
            TOTAL,
            "prizes 4 0 / 2",
            "prize 4 0 / 1.000.000",
            "prizes 5 2 / 0",
            "prize 5 1.000.000 / 0",
        ],
    );
}

const SEEN: &str = "\n[[acknowledged]]\nwhat = 'total'\ndeclared = '20.000.000'\n\
    actual = '19.000.000'\nby = 'Chánh Văn phòng'\ndate = '30/11/2015'\n\
    why = 'Chi khác là 1.800.000 đồng theo bản sửa'\n";

#[test]
fn a_person_lets_a_warning_stand_and_it_is_told_who_when_and_why() {
    let budget = load(&format!("{PLAN}{SEEN}"));
    assert_eq!(budget.open().count(), 0);
    assert_eq!(
        warning(Lang::En, &budget.warnings[0]),
        "budget.toml:20:9: The total says 20.000.000 đồng, the sections come to 19.000.000 đồng. \
         Acknowledged by Chánh Văn phòng on 30/11/2015: Chi khác là 1.800.000 đồng theo bản sửa."
    );
}

/// Every fault as `key problem`.
fn told(text: &str) -> Vec<String> {
    let faults = Budget::load("budget.toml", text, &[]).unwrap_err();
    faults
        .iter()
        .map(|c| format!("{} {}", c.key, short_problem(&c.problem)))
        .collect()
}

/// When a figure changes, what was said of the old one holds no longer.
#[test]
fn an_acknowledgement_holds_for_exactly_the_two_figures_it_names() {
    let of_old = PLAN.replace("total = 800_000", "total = 700_000");
    let prizes = prizes();
    let prizes: Vec<&Prize> = prizes.iter().collect();
    let faults = Budget::load("budget.toml", &format!("{of_old}{SEEN}"), &prizes).unwrap_err();
    assert_eq!(
        short_problem(&faults[0].problem),
        "no warning total: 20.000.000 / 19.000.000"
    );
}

#[test]
fn what_is_lacking_or_written_wrong_is_told() {
    assert_eq!(
        told("title = 'T'\n[[section]]\nlabel = 'L'\ntotal = -1\nsum = 3\n"),
        [
            "total missing",
            "section[1].number missing",
            "section[1].total -1 not in 0 … 1000000000000",
            "section[1].sum unknown, None",
        ]
    );
    let line = |rest: &str| {
        format!(
            "title = 'T'\ntotal = 4\n[[section]]\nnumber = '1'\nlabel = 'L'\ntotal = 4\n\
             [[section.line]]\nnumber = '1.1'\nlabel = 'L'\nquantity = 2\nprice = 2\namount = 4\n{rest}"
        )
    };
    assert_eq!(
        told(&line("pays = 'prize'")),
        ["section[1].line[1].place missing"]
    );
    assert_eq!(
        told(&line("place = 2")),
        ["section[1].line[1].place unknown, None"]
    );
    let dated = format!("{}{}", line(""), SEEN.replace("30/11/2015", "2015-11-30"));
    assert_eq!(
        told(&dated),
        [
            "acknowledged[1].what no warning total: 20.000.000 / 19.000.000",
            "acknowledged[1].date 2015-11-30 not in 24/11/2015",
        ]
    );
}

#[test]
fn numbers_are_said_as_offices_say_them() {
    for (number, said) in [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (111, "một trăm mười một"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (20_000_000, "hai mươi triệu"),
        (
            19_050_400,
            "mười chín triệu không trăm năm mươi nghìn bốn trăm",
        ),
        (1_000_000_000, "một tỷ"),
        (2_000_000_001, "hai tỷ không trăm linh một"),
        (1_234_000_000_000, "một nghìn hai trăm ba mươi tư tỷ"),
    ] {
        assert_eq!(spoken::number(number), said);
    }
    assert_eq!(spoken::dong(20_000_000), "Hai mươi triệu đồng");
}

#[test]
fn a_sum_is_known_however_it_is_said() {
    for said in [
        "Hai mươi tư triệu, một trăm lẻ năm ngàn đồng chẵn",
        "(Bằng chữ: hai mươi bốn triệu một trăm linh lăm nghìn đồng./.)",
        "HAI MƯƠI TƯ TRIỆU MỘT TRĂM LINH NĂM NGHÌN ĐỒNG",
    ] {
        assert!(spoken::says_dong(said, 24_105_000), "{said}");
    }
    assert!(!spoken::says_dong("Hai mươi triệu đồng", 24_105_000));
}

proptest! {
    #[test]
    fn no_two_sums_are_said_alike(a in 0u64..2_000_000_000, b in 0u64..2_000_000_000) {
        prop_assert_eq!(a == b, spoken::says_dong(&spoken::dong(a), b));
    }
}
