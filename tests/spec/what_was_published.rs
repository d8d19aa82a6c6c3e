//! What other offices printed comes out again: thirteen worked formulas and
//! three tables of results of Thừa Thiên Huế.
//!
//! The figures are kept beside this page. With `../shared/domain` at hand (or
//! where `CONGVU_TEST_DOMAIN` says) they are held against their source; with
//! `CI=true` a source that is not there fails by name.

use std::{env, fs, path::Path};

use congvu::scoring::{
    outcome::{UnitScore, published},
    participant::Participant,
    ranking,
    scale::Scale,
    score::score,
};
use rust_decimal::Decimal;

use crate::scoring_world::{indicators, number, scale_with, unit};

const VECTORS: &str = include_str!("published/formula_vectors.csv");
const RATES_2017: &str = include_str!("published/results_thuathienhue_cntt_2017.csv");
const READY_2020: &str = include_str!("published/results_thuathienhue_cqdt_huyen_2020_sansang.csv");
const RESULT_2020: &str = include_str!("published/results_thuathienhue_cqdt_huyen_2020_ketqua.csv");

/// The cells of a table, without its header, which is asked for by name.
fn rows<const N: usize>(table: &str, columns: [&str; N]) -> Vec<[String; N]> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let at = columns.map(|name| heads.iter().position(|head| head == name).unwrap());
    let row = |row: csv::StringRecord| at.map(|at| row[at].to_owned());
    reader.records().map(|found| row(found.unwrap())).collect()
}

#[test]
fn the_copies_kept_here_say_what_their_source_says() {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/domain");
    let folder = env::var_os("CONGVU_TEST_DOMAIN").map_or(usual, Into::into);
    for (name, kept) in [
        ("formula_vectors.csv", VECTORS),
        ("results_thuathienhue_cntt_2017.csv", RATES_2017),
        (
            "results_thuathienhue_cqdt_huyen_2020_sansang.csv",
            READY_2020,
        ),
        (
            "results_thuathienhue_cqdt_huyen_2020_ketqua.csv",
            RESULT_2020,
        ),
    ] {
        match fs::read_to_string(folder.join(name)) {
            Ok(source) => assert!(source == kept, "{name} differs from its source"),
            Err(_) => assert!(
                env::var("CI").is_err(),
                "{name} is not in {}",
                folder.display()
            ),
        }
    }
}

/// Every number of a text, in its order; `m1` is a name.
fn numbers(text: &str) -> Vec<String> {
    let text = ["m1", "m2", "m3", "m4"]
        .iter()
        .fold(text.to_owned(), |text, name| text.replace(name, "m"));
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|run| run.chars().any(|c| c.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// The points of one item for a group of reports.
fn points(form: &str, max: &str, item: &str, reports: &[String]) -> Vec<Decimal> {
    let scale = scale_with(form, max, item);
    let units: Vec<Participant> = reports.iter().map(|values| unit(values, values)).collect();
    let units = score(&scale, &units).units;
    units
        .iter()
        .map(|it| published(it.items[0].points))
        .collect()
}

/// One report whose figures `A`, `B`, … are these numbers.
fn report(figures: &[String]) -> Vec<String> {
    let named = ["A", "B", "C", "D"].iter().zip(figures);
    vec![named.map(|(code, n)| format!("{code}={n} ")).collect()]
}

/// One report for each number.
fn reports(figures: &[String]) -> Vec<String> {
    figures.iter().map(|n| format!("A={n}")).collect()
}

/// What a scale gives for the input of a vector.
fn vector(id: &str, input: &[String]) -> Vec<Decimal> {
    const PLAIN: &str = "A:0.. B:0.. C:0.. D:0..";
    let ratio = "points = 'max * min(1, A / B)'\non_zero = 'zero'";
    let share = "points = 'max * share_of_best(A)'";
    let one = |max: &str, item: &str| points(PLAIN, max, item, &report(input));
    match id {
        "V01" => one("20", "points = 'max * min(1, A)'"),
        "V02" => points(PLAIN, "40", share, &reports(input))[..1].to_vec(),
        "V03" => one("50", "points = '45 * min(1, A) + min(5, 1 * B)'"),
        "V04" => {
            let item = "points = 'steps(A, 4 -> 20, 3 -> 15, 2 -> 10, 1 -> 5, else 0)'";
            points(PLAIN, "20", item, &reports(input))
        }
        "V05" => one("20", ratio),
        "V06" => one("50", "points = 'min(max, 1 * A + 1 * B + 4 * C + 8 * D)'"),
        "V07" => {
            let applies = number(&input[0]) - number(&input[1]);
            let group = [(applies, number(&input[2]))];
            vec![group_of(&input[0], &group)[0].published]
        }
        "V08" => {
            let sum = |a: usize, b: usize| number(&input[a]) + number(&input[b]);
            vec![group_of("100", &[(sum(0, 1), sum(2, 3))])[0].published]
        }
        "V09" => one(&input[2], "points = 'min(max, A * B)'"),
        "V10" => one("5", "points = 'max(0, min(5, A * B - C * D))'"),
        "V11" | "V12" => points(PLAIN, "10", share, &reports(input)),
        "V13" => {
            let asked = |pair: &[String]| format!("T={} A={}", pair[0], pair[1]);
            let reports: Vec<String> = input.chunks(2).map(asked).collect();
            let item = "points = 'if(A < T, 0.5 * max * min(1, A / T), \
                0.5 * max + 0.5 * max * share_of_best((A - T) / T))'";
            points("A:0.. T:1..", "10", item, &reports)
        }
        _ => Vec::new(),
    }
}

#[test]
fn thirteen_worked_formulas_come_out_again() {
    let rows = rows(VECTORS, ["id", "input", "expected"]);
    assert_eq!(rows.len(), 13);
    for [id, input, expected] in rows {
        let expected: Vec<Decimal> = match expected.split_once('=') {
            Some((_, percent)) => vec![number(percent.trim_end_matches('%'))],
            None => expected.split('|').map(number).collect(),
        };
        assert_eq!(vector(&id, &numbers(&input)), expected, "{id}: {input}");
    }
}

/// Scores units by a scale out of `of` points: of each, so many points apply
/// and so many were reached. What does not apply to a unit it has no trait for.
fn group_of(of: &str, units: &[(Decimal, Decimal)]) -> Vec<UnitScore> {
    let (scale, participants) = group(of, units);
    score(&scale, &participants).units
}

fn group(of: &str, units: &[(Decimal, Decimal)]) -> (Scale, Vec<Participant>) {
    let whole = number(of);
    let mut bounds: Vec<Decimal> = units.iter().map(|(applies, _)| *applies).collect();
    bounds.push(whole);
    bounds.sort();
    bounds.dedup();
    let mut text = format!(
        "scale = 'T'\ntitle = 'T'\ntraits = {:?}\n[total]\nof = {of}\nfigures = 'reported'\n\
         [[group]]\ncode = 'X'\nlabel = 'X'\nmax = {of}\n",
        bounds.iter().map(|b| format!("to{b}")).collect::<Vec<_>>()
    );
    let mut before = Decimal::ZERO;
    for bound in &bounds {
        let max = bound - before;
        text += &format!(
            "[[item]]\ncode = 'X.{bound}'\ngroup = 'X'\nlabel = 'X'\nmax = {max}\n\
             points = 'min(max, max(0, P - {before}))'\napplies_if = 'unit.to{bound}'\n"
        );
        before = *bound;
    }
    let scale = Scale::load("t.toml", &text, &indicators("P:0..")).unwrap();
    let participants = units.iter().enumerate().map(|(n, (applies, reached))| {
        let mut unit = unit(&format!("u{n}"), &format!("P={reached}"));
        let own = bounds.iter().filter(|bound| *bound <= applies);
        unit.traits = own.map(|bound| format!("to{bound}")).collect();
        unit
    });
    let participants = participants.collect();
    (scale, participants)
}

/// A printed table: of how many points, the tolerance its printing needs, and
/// by row what applies, what was reached and what is printed.
fn check_table(of: &str, tolerance: &str, rows: &[[String; 3]]) {
    let units: Vec<(Decimal, Decimal)> = rows
        .iter()
        .map(|[applies, reached, _]| (number(applies), number(reached)))
        .collect();
    let found = group_of(of, &units);
    for (found, [applies, reached, printed]) in found.iter().zip(rows) {
        let off = (found.published - number(printed)).abs();
        assert!(
            off <= number(tolerance),
            "{reached}/{applies}: {} is not {printed}",
            found.published
        );
    }
}

#[test]
fn the_rates_of_the_province_of_2017_come_out_again() {
    let columns = ["applicable_points", "achieved_points", "printed_pct"];
    let table = rows(RATES_2017, columns);
    assert_eq!(table.len(), 6);
    check_table("100", "0.1", &table);
}

#[test]
fn the_printed_ranks_of_2017_come_out_again() {
    let columns = [
        "group",
        "printed_rank",
        "applicable_points",
        "achieved_points",
    ];
    let table = rows(RATES_2017, columns);
    for name in ["Sở", "Huyện"] {
        let own: Vec<_> = table.iter().filter(|row| row[0] == name).collect();
        let units: Vec<(Decimal, Decimal)> = own
            .iter()
            .map(|row| (number(&row[2]), number(&row[3])))
            .collect();
        let (scale, participants) = group("100", &units);
        let scores = score(&scale, &participants);
        for place in ranking::rank(&scale, &scores, &[]).places {
            let at: usize = place.unit[1..].parse().unwrap();
            assert_eq!(place.rank.to_string(), own[at][1], "{}", place.unit);
        }
    }
}

#[test]
fn the_results_of_the_districts_of_2020_come_out_again() {
    let columns = ["applicable_points", "achieved_points", "printed_converted"];
    let (ready, result) = (rows(READY_2020, columns), rows(RESULT_2020, columns));
    assert_eq!((ready.len(), result.len()), (9, 3));
    check_table("50", "0", &ready);
    check_table("100", "0.01", &result);
}

/// The one row of 2020 that differs was printed as if it were cut off.
#[test]
fn the_row_that_differs_in_2020_was_cut_and_not_rounded() {
    let units = [(number("92"), number("75.41"))];
    assert_eq!(group_of("100", &units)[0].published, number("81.97"));
    let columns = ["unit", "printed_converted"];
    let table = rows(RESULT_2020, columns);
    let printed = table.iter().find(|row| row[0].ends_with("A Lưới")).unwrap();
    assert_eq!(printed[1], "81.96");
}
