//! The words in which the chapters on points speak: forms, scales and reports
//! written as one line each.

use congvu::{
    complaint::Problem,
    figures::{Code, Figures, Value},
    scoring::{
        indicators::{IndicatorType, Indicators},
        participant::Participant,
        scale::Scale,
    },
};
use rust_decimal::Decimal;

/// Indicators of the shipped forms that the shipped scales use.
const COMMON: &str = "CB01:1.. CB02:1.. HT01:0.. HT02:0.. HT03:0.. HT04:0.. HT05:0.. HT06:0.. \
    HT07:bool HT08:0.. HT09:0.. HT10:bool HT11:bool HT12:0.. UD01:0.. UD02:0.. UD03:0.. UD04:0.. \
    UD05:0.. UD06:0.. UD07:0.. UD08:0.. UD09:0.. UD10:KHONG|DA_CAP|DANG_DUNG UD11:bool UD12:0.. \
    UD13:0.. TT01:0.. TT02:0.. TT03:0.. TT04:0.. TT05:bool TR01:bool TR02:text TR03:0..8 \
    TR04:0..12 NL01:0.. NL02:KHONG|KIEM_NHIEM|CHUYEN_TRACH \
    NL03:KHONG|TRUNG_CAP|CAO_DANG|DAI_HOC NL04:0.. MT01:KHONG|CO_MUON|CO_DUNG_HAN MT02:0.. \
    MT03:bool MT04:bool MT05:0.. DT01:0.. DT02:0.. DT03:0.. DT04:0..";

/// What only wards and communes report.
const WARDS: &str = "UD14:0.. UD15:0.. UD16:0.. UD17:0.. TR05:0.. TR06:bool TR07:bool";

/// `A:0.. B:0..8 C:bool D:text E:ONE|TWO`
pub fn indicators(text: &str) -> Indicators {
    text.split_whitespace()
        .map(|one| {
            let (code, kind) = one.split_once(':').unwrap();
            let end = |end: &str| (!end.is_empty()).then(|| end.parse::<Decimal>().unwrap());
            let kind = match (kind, kind.split_once("..")) {
                ("bool", _) => IndicatorType::Bool,
                ("text", _) => IndicatorType::Text,
                (_, Some((min, max))) => IndicatorType::Number {
                    min: end(min),
                    max: end(max),
                },
                (options, None) => IndicatorType::Choice {
                    options: options.split('|').map(String::from).collect(),
                },
            };
            (Code::parse(code).unwrap(), kind)
        })
        .collect()
}

pub fn form_one() -> Indicators {
    indicators(COMMON)
}

pub fn form_two() -> Indicators {
    indicators(&format!("{COMMON} {WARDS}"))
}

pub fn scale_three() -> Scale {
    let text = include_str!("../../deploy/campaigns/huong-tra-2015/scale-3.toml");
    Scale::load("scale-3.toml", text, &form_one()).unwrap()
}

pub fn scale_four() -> Scale {
    let text = include_str!("../../deploy/campaigns/huong-tra-2015/scale-4.toml");
    Scale::load("scale-4.toml", text, &form_two()).unwrap()
}

/// `A=12 B=0.5 C=yes D=KHONG`
pub fn figures(text: &str) -> Figures {
    text.split_whitespace()
        .map(|one| {
            let (code, value) = one.split_once('=').unwrap();
            let value = match value {
                "yes" => Value::Bool(true),
                "no" => Value::Bool(false),
                _ => value
                    .parse()
                    .map_or(Value::Text(value.into()), Value::Number),
            };
            (Code::parse(code).unwrap(), value)
        })
        .collect()
}

pub fn unit(code: &str, values: &str) -> Participant {
    Participant::reporting(code, figures(values))
}

/// A scale with the item `X.1` as given, so that one item can be looked at alone.
pub fn scale_with(form: &str, max: &str, item: &str) -> Scale {
    scale_of(form, &[(max, item)])
}

/// A scale with the items `X.1`, `X.2`, … as given (most points, other lines),
/// and the council's `Y.1` for the rest of the hundred.
pub fn scale_of(form: &str, items: &[(&str, &str)]) -> Scale {
    let whole: Decimal = items.iter().map(|(max, _)| number(max)).sum();
    let mut text = "scale = 'T'\ntitle = 'T'\ntraits = ['site', 'a', 'b', 'c', 'd']\n".to_owned();
    text += "order = ['total', 'X', 'received']\n";
    text +=
        "band = [{label = 'A', from = 80}, {label = 'B', from = 50}, {label = 'C', from = 0}]\n";
    let rest = (Decimal::ONE_HUNDRED - whole).to_string();
    let council = ("Y", rest.as_str(), "manual = { step = 0.01 }");
    let of_x = items.iter().map(|(max, lines)| ("X", *max, *lines));
    text += &format!("[[group]]\ncode = 'X'\nlabel = 'X'\nmax = {whole}\n");
    if rest != "0" {
        text += &format!("[[group]]\ncode = 'Y'\nlabel = 'Y'\nmax = {rest}\n");
    }
    let all = of_x.chain((rest != "0").then_some(council));
    text += "[total]\nfigures = 'verified'\n";
    for (n, (group, max, lines)) in all.enumerate() {
        let n = if group == "X" { n + 1 } else { 1 };
        text += &format!("[[item]]\ncode = '{group}.{n}'\ngroup = '{group}'\n");
        text += &format!("label = '{group}'\nmax = {max}\n{lines}\n");
    }
    Scale::load("t.toml", &text, &indicators(form)).unwrap()
}

pub fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A complaint in a few words.
pub fn short_problem(problem: &Problem) -> String {
    match problem {
        Problem::Dangling { name, kind } => format!("no {kind} {name}"),
        Problem::Sum { declared, actual } => format!("sum {declared} is {actual}"),
        Problem::CanExceedMax { most, max, .. } => format!("up to {most} of {max}"),
        Problem::CanFallBelowZero(_) => "below zero".into(),
        Problem::DividesByZero { divisor } => format!("divides by {divisor}"),
        Problem::StepsWithGaps(step) => format!("gap at {step}"),
        Problem::WrongKind { code, expected } => format!("{code} is no {expected}"),
        Problem::Duplicate { value, first_line } => format!("again {value} of {first_line}"),
        Problem::Formula { found, .. } => format!("cannot read {found}"),
        Problem::Missing => "missing".into(),
        Problem::Unknown { nearest } => format!("unknown, {nearest:?}"),
        Problem::NotAllowed { found, allowed } => format!("{found} not in {allowed}"),
        Problem::Unreadable(_)
        | Problem::Syntax(_)
        | Problem::WrongType { .. }
        | Problem::EndsBeforeStart
        | Problem::SecretExposed => format!("{problem:?}"),
    }
}
