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
    form::{Expected, Form, Reading},
    report::{Outcome as Said, Report},
    words::{commands, refusals},
    workbook::{Limits, Refusal, Workbook},
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
        let report = match readers.read(fs::read(path)?).await {
            Ok(workbook) => Report::of(place.lang, &file, Ok(&best(&forms, &workbook))),
            Err(refusal) => {
                if !read.json {
                    tell(place, &file, &refusal);
                }
                Report::of(place.lang, &file, Err(&refusal))
            }
        };
        all_good &= report.outcome == Said::Ok;
        if read.json {
            say_json(&report)?;
        } else {
            print(&report);
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

/// The reading by the form that fits best: the one with the fewest findings.
fn best(forms: &[Form], workbook: &Workbook) -> Reading {
    let readings = forms.iter().map(|form| {
        let expected = Expected {
            siblings: forms,
            ..Expected::default()
        };
        form.read(workbook, &expected)
    });
    // A reading on the wrong form is one finding alone, and no figures.
    let fits = |reading: &Reading| (reading.figures.0.is_empty(), reading.findings.len());
    readings.min_by_key(fits).unwrap_or_default()
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

fn print(report: &Report) {
    let rows: Vec<Vec<String>> = report
        .values
        .0
        .iter()
        .map(|(code, value)| vec![code.to_string(), value.to_string()])
        .collect();
    if !rows.is_empty() || !report.findings.is_empty() {
        say(&report.file);
    }
    for line in aligned(&rows) {
        say(&format!("  {line}"));
    }
    for finding in &report.findings {
        say(&format!(
            "  {} {} {}: {} | {} | {} [{}]",
            finding.sheet,
            finding.cell,
            finding
                .indicator
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            finding.found,
            finding.expected,
            finding.fix,
            finding.code
        ));
    }
}
