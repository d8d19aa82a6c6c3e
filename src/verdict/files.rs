//! Which of a mail's files is the report.

use std::collections::BTreeSet;

use super::{
    judgement::{Fate, File},
    reason::Reason,
};
use crate::{
    digest::Digest,
    mail::parts::Attachment,
    workbook::{
        Container, Limit, Limits, Refusal,
        wrapper::{self, Inner},
    },
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

/// What a file turned out to be.
pub struct Look {
    /// By its bytes, or why that cannot be said.
    is: Result<Container, Refusal>,
    /// Was it a wrapper, whose files stand behind it now?
    opened: bool,
}

/// Looks at every file, and opens what only wraps other files (a zip,
/// `winmail.dat`) by one level, when no workbook hangs on the mail as it is:
/// the files inside are put behind all others, and named after what they came
/// in. A wrapper without a workbook stays closed.
pub fn look(attachments: &mut Vec<Attachment>, limits: &Limits) -> Vec<Look> {
    let mut looks: Vec<Look> = attachments
        .iter()
        .map(|attachment| Look {
            // A whole mail begins with its header, which is text; it is no file.
            is: if attachment.is_mail {
                Ok(Container::Unknown)
            } else {
                Container::detect(&attachment.bytes, limits)
            },
            opened: false,
        })
        .collect();
    if looks.iter().any(|look| is_workbook(&look.is)) {
        return looks;
    }
    for at in 0..looks.len() {
        let Ok(container @ (Container::Zip | Container::Tnef)) = looks[at].is else {
            continue;
        };
        match inside(container, &attachments[at].bytes, limits) {
            Ok(None) => (),
            Ok(Some(inner)) => {
                looks[at].opened = true;
                let outer = attachments[at].name.clone();
                for (inner, is) in inner {
                    attachments.push(within(&outer, inner));
                    looks.push(Look { is, opened: false });
                }
            }
            Err(refusal) => looks[at].is = Err(refusal),
        }
    }
    looks
}

type Detected = (Inner, Result<Container, Refusal>);

/// The files inside a wrapper, if a workbook is among them.
fn inside(
    container: Container,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Option<Vec<Detected>>, Refusal> {
    let inner: Vec<Detected> = wrapper::open(container, bytes, limits)?
        .into_iter()
        .map(|inner| {
            let is = Container::detect(&inner.bytes, limits);
            (inner, is)
        })
        .collect();
    if inner.iter().any(|(_, is)| is_workbook(is)) {
        return Ok(Some(inner));
    }
    let deeper = |(_, is): &Detected| {
        matches!(
            is,
            Ok(Container::Zip | Container::Tnef | Container::Archive)
        )
    };
    if inner.iter().any(deeper) {
        return Err(Limit::Depth.broken(None, 1));
    }
    Ok(None)
}

fn is_workbook(is: &Result<Container, Refusal>) -> bool {
    matches!(is, Ok(Container::Workbook(_)))
}

fn within(outer: &str, inner: Inner) -> Attachment {
    Attachment {
        name: format!("{outer} › {}", inner.name),
        media_type: String::new(),
        digest: Digest::of(&inner.bytes),
        bytes: inner.bytes,
        is_mail: false,
    }
}

/// Describes the files and chooses the report: exactly one workbook among them,
/// by content. Two copies of the same bytes are one.
#[must_use]
pub fn choose(attachments: &mut Vec<Attachment>, limits: &Limits) -> (Vec<File>, Choice) {
    let looks = look(attachments, limits);
    let mut files: Vec<File> = attachments
        .iter()
        .zip(&looks)
        .map(|(attachment, look)| File {
            name: attachment.name.clone(),
            media_type: attachment.media_type.clone(),
            kind: look.is.as_ref().copied().unwrap_or(Container::Unknown),
            size: attachment.bytes.len() as u64,
            digest: attachment.digest,
            fate: if look.opened {
                Fate::Opened
            } else {
                Fate::Supporting
            },
        })
        .collect();
    let detected: Vec<_> = looks.into_iter().map(|look| look.is).collect();
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
        .filter(|at| is_workbook(&detected[*at]))
        .collect();
    if let [first, rest @ ..] = workbooks.as_slice() {
        let same = |at: &usize| attachments[*at].digest == attachments[*first].digest;
        return if rest.iter().all(same) {
            Choice::One(*first)
        } else {
            Choice::Many(workbooks.len())
        };
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

/// Why there is no report among what came: a link to a cloud service instead,
/// nothing, or files that are something else, each with its own remedy.
#[must_use]
pub fn no_report(files: &[File], cloud: Option<&str>) -> Vec<Reason> {
    if let Some(service) = cloud {
        return vec![Reason::LinkInstead(service.to_owned())];
    }
    if files.is_empty() {
        return vec![Reason::NothingAttached];
    }
    // A picture beside something else is a logo or a scan.
    let only_pictures = files.iter().all(|file| file.kind == Container::Image);
    let told = |kind: &Container| only_pictures || *kind != Container::Image;
    let kinds: BTreeSet<Container> = files.iter().map(|file| file.kind).collect();
    let each = kinds.into_iter().filter(told);
    let each = each.map(|kind| Reason::Refused(Refusal::Type(kind)));
    [Reason::NoWorkbook].into_iter().chain(each).collect()
}
