//! A copy as a clerk types it in: checked field by field, so that every fault
//! is told at once, beside its field.

use jiff::civil::Date;

use super::{
    number::Number,
    record::{Channel, Compared, Record},
};
use crate::text;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Number and symbol.
    pub number: String,
    /// Day of the document.
    pub date: String,
    /// Its subject.
    pub subject: String,
    /// Identifier of the body.
    pub organ: String,
    /// Who signed it.
    pub signer: String,
    /// Number in the register of incoming documents.
    pub arrival_number: String,
    /// The day it came.
    pub arrived: String,
    /// Who received it.
    pub received_by: String,
    /// Does it bear a signature?
    pub signed: bool,
    /// Does it bear a seal?
    pub sealed: bool,
    /// Were the figures compared?
    pub figures: Compared,
    /// What else is to be said.
    pub note: String,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// Number and symbol.
    Number,
    /// Day of the document.
    Date,
    /// The day it came.
    Arrived,
    /// Who received it.
    ReceivedBy,
    /// The scan or the file.
    File,
    /// Why it corrects another.
    Why,
    /// The reason of a ruling.
    Reason,
}

impl Field {
    /// Its name in the form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Arrived => "arrived",
            Self::ReceivedBy => "received_by",
            Self::File => "file",
            Self::Why => "why",
            Self::Reason => "reason",
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It must be filled in.
    Missing,
    /// It has no number, and no remark says why.
    NoNumber,
    /// It is no number and symbol.
    NotANumber,
    /// It is no day.
    NotADay,
    /// The day is still to come.
    Ahead,
    /// It came before it was written.
    BeforeItsDate,
    /// The day is more than a year from the campaign.
    FarOff,
    /// The file is of a kind that is no scan and no document.
    Kind,
}

impl Typed {
    /// What a record says, as its form shows it.
    #[must_use]
    pub fn of(record: &Record) -> Self {
        let day = |day: Option<Date>| {
            day.map_or_else(String::new, |day| day.strftime("%d/%m/%Y").to_string())
        };
        Self {
            number: record.number.clone(),
            date: day(record.date),
            subject: record.subject.clone(),
            organ: record.organ.clone(),
            signer: record.signer.clone(),
            arrival_number: record.arrival_number.clone(),
            arrived: day(record.arrived),
            received_by: record.received_by.clone(),
            signed: record.signed == Some(true),
            sealed: record.sealed == Some(true),
            figures: record.figures,
            note: record.note.clone(),
        }
    }

    /// The record of what was typed, on a day, for a campaign of a year.
    ///
    /// # Errors
    /// Every field that is wrong, and how.
    pub fn record(
        &self,
        channel: Channel,
        today: Date,
        year: i16,
    ) -> Result<Record, Vec<(Field, Wrong)>> {
        let mut wrong = Vec::new();
        let number = text::tidy(&self.number);
        if Number::read(&number).is_none() {
            match (number.is_empty(), text::tidy(&self.note).is_empty()) {
                (true, true) => wrong.push((Field::Number, Wrong::NoNumber)),
                (true, false) => (),
                (false, _) => wrong.push((Field::Number, Wrong::NotANumber)),
            }
        }
        let mut day = |field, written: &str, needed: bool| match read(written, today, year) {
            Ok(None) if needed => {
                wrong.push((field, Wrong::Missing));
                None
            }
            Ok(day) => day,
            Err(why) => {
                wrong.push((field, why));
                None
            }
        };
        let paper = channel == Channel::Paper;
        let date = day(Field::Date, &self.date, true);
        let arrived = day(Field::Arrived, &self.arrived, paper);
        if date
            .zip(arrived)
            .is_some_and(|(date, arrived)| arrived < date)
        {
            wrong.push((Field::Arrived, Wrong::BeforeItsDate));
        }
        if paper && text::tidy(&self.received_by).is_empty() {
            wrong.push((Field::ReceivedBy, Wrong::Missing));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let record = Record {
            number,
            date,
            subject: self.subject.clone(),
            organ: self.organ.clone(),
            signer: self.signer.clone(),
            arrival_number: self.arrival_number.clone(),
            arrived,
            received_by: self.received_by.clone(),
            signed: paper.then_some(self.signed),
            sealed: paper.then_some(self.sealed),
            figures: self.figures,
            note: self.note.clone(),
            ..Record::default()
        };
        Ok(record.tidy())
    }
}

/// A day that was typed: none when nothing was.
fn read(written: &str, today: Date, year: i16) -> Result<Option<Date>, Wrong> {
    if text::tidy(written).is_empty() {
        return Ok(None);
    }
    let day = text::day(written).ok_or(Wrong::NotADay)?;
    if day > today {
        return Err(Wrong::Ahead);
    }
    if (day.year() - year).abs() > 1 {
        return Err(Wrong::FarOff);
    }
    Ok(Some(day))
}
