//! How long it takes to score, rank and explain ten thousand wards by the
//! shipped scale of forty items: `cargo bench --bench scoring`.

#![expect(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{collections::BTreeMap, path::Path, time::Instant};

use congvu::{
    campaign::Campaign,
    digest::Digest,
    edition::Draft,
    figures::{Code, Figures, Value},
    results::Report,
    scoring::{
        indicators::{IndicatorType, Indicators},
        participant::Participant,
        ranking::rank,
        scale::Scale,
        score::score,
    },
    sitting::work::{self, Ground, Verified, Work},
    table::results::{Results, ScoreOutput},
    words::Lang,
};
use rust_decimal::Decimal;

const UNITS: u32 = 10_000;

/// Codes that are not counts, and what they hold.
const OTHERS: &str = "UD10=DANG_DUNG NL02=KIEM_NHIEM NL03=CAO_DANG MT01=CO_MUON HT07=yes HT10=yes \
    HT11=yes UD11=yes TT05=no TR01=yes TR06=no TR07=yes MT03=yes MT04=no";

fn main() {
    let text = include_str!("../../deploy/campaigns/huong-tra-2015/scale-4.toml");
    let others: BTreeMap<&str, &str> = OTHERS
        .split(' ')
        .filter_map(|o| o.split_once('='))
        .collect();
    let mut indicators = Indicators::default();
    for code in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        let shaped = code.len() == 4 && code[2..].parse::<u8>().is_ok();
        if let Some(code) = Code::parse(code).filter(|_| shaped) {
            let kind = kind(code.as_str(), others.get(code.as_str()).copied());
            indicators.0.insert(code, kind);
        }
    }
    let started = Instant::now();
    let scale = Scale::load("scale-4.toml", text, &indicators).unwrap();
    println!("load the scale            {:?}", started.elapsed());
    let units: Vec<Participant> = (0..UNITS)
        .map(|n| report(n, &indicators, &others))
        .collect();

    let started = Instant::now();
    let scores = score(&scale, &units);
    println!(
        "score {UNITS} × {} items  {:?}",
        scale.items().len(),
        started.elapsed()
    );
    let started = Instant::now();
    let ranking = rank(&scale, &scores, &[]);
    println!("rank                      {:?}", started.elapsed());
    let results = Results {
        group: "IV",
        scale: &scale,
        participants: &units,
        scores: &scores,
        ranking: &ranking,
    };
    let started = Instant::now();
    let output = serde_json::to_vec(&ScoreOutput::of(Lang::Vi, &[results])).unwrap();
    let size = output.len();
    println!("explain and write {size} B  {:?}", started.elapsed());
    council(&units);
}

/// One council over ten thousand wards: the whole run, one figure corrected, and
/// the result with where every number comes from.
fn council(units: &[Participant]) {
    let campaign = campaign();
    let report = |unit: &Participant| Report {
        unit: unit.unit.clone(),
        version: 1,
        moment: campaign.window.opens,
        late: false,
        figures: unit.figures.clone(),
        workbook: Digest::of(unit.unit.as_bytes()),
    };
    let reports: Vec<Report> = units.iter().map(report).collect();
    let (mut work, paper_missing) = (Work::default(), BTreeMap::new());
    for unit in units {
        work.marks.insert(unit.unit.clone(), unit.council.clone());
    }
    for what in ["council, whole run      ", "council, one correction "] {
        let ground = Ground {
            campaign: &campaign,
            reports: &reports,
            work: &work,
            paper_missing: &paper_missing,
        };
        let started = Instant::now();
        let scored = work::score(ground);
        println!(
            "{what}  {:?} ({} units)",
            started.elapsed(),
            scored[1].scores.units.len()
        );
        let found = Verified {
            value: Some(Value::Number(Decimal::ONE)),
            why: "x".to_owned(),
        };
        let code = Code::parse("UD04").unwrap();
        let unit = work.verified.entry("u05000".to_owned()).or_default();
        unit.insert(code, found);
    }
    let ground = Ground {
        campaign: &campaign,
        reports: &reports,
        work: &work,
        paper_missing: &paper_missing,
    };
    let started = Instant::now();
    let draft = Draft::of(work::result(Lang::Vi, ground)).unwrap();
    println!(
        "council, result {}  {:?}",
        draft.digest.short(),
        started.elapsed()
    );
}

/// The shipped campaign with ten thousand wards in the place of its own.
fn campaign() -> Campaign {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    let mut files: BTreeMap<String, String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), text)
        })
        .collect();
    let mut registry = "code,name,short_name,kind,group,mailbox,traits\n".to_owned();
    for n in 0..UNITS {
        let line =
            format!("u{n:05},Phường {n},P{n},phường,communes,u{n:05}@thuathienhue.gov.vn,\n");
        registry.push_str(&line);
    }
    files.insert("units.csv".to_owned(), registry);
    Campaign::load(&files).unwrap()
}

fn kind(code: &str, other: Option<&str>) -> IndicatorType {
    let list = |options: &str| IndicatorType::Choice {
        options: options.split(' ').map(String::from).collect(),
    };
    let number = |min: u32, max: Option<u32>| IndicatorType::Number {
        min: Some(min.into()),
        max: max.map(Decimal::from),
    };
    match (code, other) {
        ("UD10", _) => list("KHONG DA_CAP DANG_DUNG"),
        ("NL02", _) => list("KHONG KIEM_NHIEM CHUYEN_TRACH"),
        ("NL03", _) => list("KHONG TRUNG_CAP CAO_DANG DAI_HOC"),
        ("MT01", _) => list("KHONG CO_MUON CO_DUNG_HAN"),
        (_, Some(_)) => IndicatorType::Bool,
        ("CB01" | "CB02", None) => number(1, None),
        ("TR03", None) => number(0, Some(8)),
        ("TR04", None) => number(0, Some(12)),
        (_, None) => number(0, None),
    }
}

/// Figures that differ from unit to unit, without a source of chance.
fn report(n: u32, indicators: &Indicators, others: &BTreeMap<&str, &str>) -> Participant {
    let mut seed = n.wrapping_mul(2_654_435_761);
    let mut figures = Figures::default();
    for (code, kind) in &indicators.0 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let number = 1 + (seed >> 16) % 300;
        let value = match (others.get(code.as_str()).copied(), kind) {
            (Some("yes" | "no"), _) => Value::Bool(number.is_multiple_of(2)),
            (Some(option), _) => Value::Text(option.to_owned()),
            (None, IndicatorType::Number { max, .. }) => {
                Value::Number(max.map_or(number.into(), |max| max.min(number.into())))
            }
            (None, _) => continue,
        };
        figures.0.insert(code.clone(), value);
    }
    let mut unit = Participant::reporting(&format!("u{n:05}"), figures);
    unit.council.insert("MT.5".to_owned(), Decimal::ONE);
    unit
}
