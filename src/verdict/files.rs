//! Which of a mail's files is the report.

use super::judgement::{Fate, File};
use crate::{
    mail::parts::Attachment,
    workbook::{Container, Limits, Refusal},
};

/// Which of a mail's files is the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// This one, by its place among the files.
    One(usize),
    /// None: there are no files.
    Nothing,
    /// None of the files is a workbook.
    NoWorkbook,
    /// No file, but a forwarded mail that may hold it.
    Forwarded,
    /// Several, and they differ; carries how many.
    Many(usize),
    /// A file that was meant as the report cannot be one; carries its place.
    Unfit(usize, Refusal),
    /// A file that nobody sends by mistake; carries its place.
    Hostile(usize, Refusal),
}

/// Describes the files and chooses the report: exactly one workbook among them,
/// by content. Two copies of the same bytes are one.
#[must_use]
pub fn choose(attachments: &[Attachment], limits: &Limits) -> (Vec<File>, Choice) {
    let detected: Vec<Result<Container, Refusal>> = attachments
        .iter()
        .map(|attachment| {
            // A whole mail begins with its header, which is text; it is no file.
            if attachment.is_mail {
                return Ok(Container::Unknown);
            }
            Container::detect(&attachment.bytes, limits)
        })
        .collect();
    let mut files: Vec<File> = attachments
        .iter()
        .zip(&detected)
        .map(|(attachment, detected)| File {
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            kind: detected.as_ref().copied().unwrap_or(Container::Unknown),
            size: attachment.bytes.len() as u64,
            digest: attachment.digest,
            fate: Fate::Supporting,
        })
        .collect();
    let choice = choice(attachments, &detected);
    match &choice {
        Choice::One(at) => set(&mut files, *at, Fate::Report),
        Choice::Unfit(at, _) | Choice::Hostile(at, _) => set(&mut files, *at, Fate::Unreadable),
        Choice::Many(_) => files
            .iter_mut()
            .filter(|file| matches!(file.kind, Container::Workbook(_)))
            .for_each(|file| file.fate = Fate::Undecided),
        Choice::Nothing | Choice::NoWorkbook | Choice::Forwarded => (),
    }
    (files, choice)
}

fn set(files: &mut [File], at: usize, fate: Fate) {
    if let Some(file) = files.get_mut(at) {
        file.fate = fate;
    }
}

fn choice(attachments: &[Attachment], detected: &[Result<Container, Refusal>]) -> Choice {
    if let Some(at) = detected.iter().position(is_hostile) {
        return Choice::Hostile(at, refusal(&detected[at]));
    }
    let workbooks: Vec<usize> = (0..detected.len())
        .filter(|at| matches!(detected[*at], Ok(Container::Workbook(_))))
        .collect();
    if let [first, rest @ ..] = workbooks.as_slice() {
        let same = |at: &usize| attachments[*at].digest == attachments[*first].digest;
        return if rest.iter().all(same) {
            Choice::One(*first)
        } else {
            Choice::Many(workbooks.len())
        };
    }
    // A zip or winmail.dat is opened one level by the reading process.
    let wrapped = |at: &usize| matches!(detected[*at], Ok(Container::Zip | Container::Tnef));
    let wrapped: Vec<usize> = (0..detected.len()).filter(wrapped).collect();
    if let [only] = wrapped.as_slice() {
        return Choice::One(*only);
    }
    let meant = |at: &usize| {
        was_meant(&detected[*at]) || is_page_named_as_workbook(&attachments[*at], &detected[*at])
    };
    if let Some(at) = (0..detected.len()).find(meant) {
        return Choice::Unfit(at, refusal(&detected[at]));
    }
    if attachments.iter().any(|attachment| attachment.is_mail) {
        Choice::Forwarded
    } else if attachments.is_empty() {
        Choice::Nothing
    } else {
        Choice::NoWorkbook
    }
}

fn refusal(detected: &Result<Container, Refusal>) -> Refusal {
    match detected {
        Ok(Container::Encrypted) => Refusal::Encrypted,
        Ok(container) => Refusal::Type(*container),
        Err(refusal) => refusal.clone(),
    }
}

/// A program, or a file built to mean two things.
fn is_hostile(detected: &Result<Container, Refusal>) -> bool {
    matches!(
        detected,
        Ok(Container::Executable) | Err(Refusal::Hostile(_) | Refusal::Ambiguous(_))
    )
}

/// Web programs hand out pages under the name of a workbook.
fn is_page_named_as_workbook(file: &Attachment, detected: &Result<Container, Refusal>) -> bool {
    let name = file.name.to_lowercase();
    let named = [".xls", ".xlsx", ".ods"]
        .iter()
        .any(|end| name.ends_with(end));
    named
        && matches!(
            detected,
            Ok(Container::Html | Container::OldWorkbook | Container::Unknown)
        )
}

/// Was the file meant as the data file, although it is none? A PDF, a picture
/// or a letter goes beside a report; a table in another shape was meant as one.
fn was_meant(detected: &Result<Container, Refusal>) -> bool {
    matches!(
        detected,
        Err(_)
            | Ok(Container::Encrypted
                | Container::MacroWorkbook
                | Container::BinaryWorkbook
                | Container::Zip
                | Container::Archive
                | Container::Tnef
                | Container::Text)
    )
}
