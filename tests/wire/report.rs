//! What a unit reports: a good workbook on the form of its group, but for what
//! a trial changes in it.

use congvu::{
    digest::Digest,
    edge::files,
    figures::{Code, Figures, Value},
    form::{Form, Issue},
    workbook::{Kind, write},
};

use crate::{desk::Desk, letter::Letter, town::Person, ward};

/// A report, to be laid out and written.
#[derive(Clone)]
pub struct Report {
    form: Form,
    issue: Issue,
    to: String,
}

impl Report {
    /// The good report of a unit, such as `huongvan01`.
    pub fn of(desk: &Desk<'_>, unit: &Person<'_>) -> Self {
        let campaign = files::campaign(&desk.dir().join("campaign")).unwrap();
        let mut units = campaign.registry.iter();
        let unit = units
            .find(|known| known.mailbox.as_str() == unit.address())
            .unwrap();
        let number = if unit.group == "communes" { 2 } else { 1 };
        let form = ward::form(number);
        let issue = Issue {
            unit_code: unit.code.clone(),
            unit_name: unit.name.clone(),
            ..ward::good_issue(&form)
        };
        let to = desk.mailbox().address().to_owned();
        Self { form, issue, to }
    }

    /// With another value of an indicator.
    pub fn with(mut self, code: &str, value: &str) -> Self {
        let value = value
            .parse()
            .map_or_else(|_| Value::Text(value.into()), Value::Number);
        self.issue
            .figures
            .0
            .insert(Code::parse(code).unwrap(), value);
        self
    }

    /// Its values.
    pub fn figures(&self) -> &Figures {
        &self.issue.figures
    }

    /// The file.
    pub fn workbook(&self) -> Vec<u8> {
        write::write(Kind::Xlsx, &self.form.lay_out(&self.issue)).unwrap()
    }

    /// The file's SHA-256, as letters print it.
    pub fn digest(&self) -> String {
        Digest::of(&self.workbook()).to_string()
    }

    /// A letter to the desk that encloses it.
    pub fn letter(&self) -> Letter {
        Letter::to(&self.to)
            .about("Báo cáo CNTT 2015")
            .enclosing("bao-cao.xlsx", &self.workbook())
    }
}

/// Three units, of both groups, and the letter each encloses its report in.
pub fn three_reports<'t>(desk: &Desk<'t>) -> ([Person<'t>; 3], [Letter; 3]) {
    let units = ["huongvan01", "huongvan02", "noivu"].map(|name| desk.unit(name));
    let letters = units.each_ref().map(|unit| Report::of(desk, unit).letter());
    (units, letters)
}
