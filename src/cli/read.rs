//! `congvu read`: what a workbook says.

use std::{fs, path::PathBuf};

use clap::Args;

use super::{
    Ending, Outcome, Place, desk,
    print::{aligned, say, warn},
    say_json,
};
use crate::{
    edge::files,
    figures::Value,
    form::{Form, Indicator, Kind, Reading},
    report::{Outcome as Said, Report},
    words::{Lang, commands, findings, refusals},
    workbook::{Limits, Refusal},
};

/// Arguments of `read`.
#[derive(Args)]
pub(super) struct Read {
    /// Tệp bảng tính
    #[arg(required = true, value_name = "WORKBOOK")]
    workbooks: Vec<PathBuf>,
    /// Tệp mẫu báo cáo (form-….toml); không có thì lấy mẫu của chiến dịch trong cấu hình
    #[arg(long, value_name = "FILE")]
    form: Option<PathBuf>,
    /// In JSON, mỗi tệp một dòng
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(place: &Place, read: Read) -> Outcome {
    let forms = forms(place, &read)?;
    let readers = desk::readers(1, Limits::default())?;
    let mut all_good = true;
    for path in &read.workbooks {
        let file = path.display().to_string();
        let said = readers.read(fs::read(path)?).await;
        let said = said.map(|workbook| Form::best_of(&forms, &workbook));
        let report = match &said {
            Ok((_, reading)) => Report::of(place.lang, &file, Ok(reading)),
            Err(refusal) => Report::of(place.lang, &file, Err(refusal)),
        };
        all_good &= report.outcome == Said::Ok;
        if read.json {
            say_json(&report)?;
            continue;
        }
        match said {
            Ok((form, reading)) => print(place.lang, &file, form, &reading),
            Err(refusal) => tell(place, &file, &refusal),
        }
    }
    if all_good { Ok(()) } else { Err(Ending::No) }
}

fn forms(place: &Place, read: &Read) -> Result<Vec<Form>, Ending> {
    if let Some(file) = &read.form {
        let text = files::text(file).map_err(Ending::Complaints)?;
        return Ok(vec![
            Form::load(&file.display().to_string(), &text).map_err(Ending::Complaints)?,
        ]);
    }
    if !place.config.exists() {
        warn(commands::no_form(place.lang));
        return Err(Ending::No);
    }
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    Ok(files::campaign(&config.campaign)
        .map_err(Ending::Complaints)?
        .forms)
}

fn tell(place: &Place, file: &str, refusal: &Refusal) {
    let text = refusals::refusal(place.lang, refusal);
    say(&format!(
        "{file}: {} {} [{}]",
        text.what,
        text.fix,
        refusal.code()
    ));
}

/// The values with their labels and places, then what there is to say of them.
fn print(lang: Lang, file: &str, form: Option<&Form>, reading: &Reading) {
    say(file);
    let rows: Vec<Vec<String>> = form
        .into_iter()
        .flat_map(Form::indicators)
        .filter_map(|indicator| {
            let value = reading.figures.get(indicator.code.as_str())?;
            Some(vec![
                indicator.code.to_string(),
                reading
                    .cells
                    .get(&indicator.code)
                    .cloned()
                    .unwrap_or_default(),
                printed(indicator, value),
                indicator.unit.clone(),
                indicator.label.clone(),
            ])
        })
        .collect();
    for line in aligned(&rows) {
        say(&format!("  {line}"));
    }
    say(&format!(
        "  {}",
        commands::read_findings(lang, &reading.findings)
    ));
    for (nth, finding) in (1..).zip(&reading.findings) {
        let text = findings::finding(lang, finding);
        say(&format!("  {nth}. {} [{}]", text.place, finding.code));
        for line in commands::read_finding(lang, &text) {
            say(&format!("     {line}"));
        }
    }
}

/// An option as the form prints it, not by its code.
fn printed(indicator: &Indicator, value: &Value) -> String {
    let option = match (&indicator.kind, value) {
        (Kind::Choice(choices), Value::Text(code)) => choices.iter().find(|it| it.code == *code),
        (
            Kind::Whole
            | Kind::Decimal(_)
            | Kind::YesNo
            | Kind::Choice(_)
            | Kind::Text(_)
            | Kind::List,
            Value::Bool(_) | Value::Number(_) | Value::Text(_),
        ) => None,
    };
    option.map_or_else(|| value.to_string(), |option| option.label.clone())
}
