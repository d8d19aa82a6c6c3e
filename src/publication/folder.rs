//! The files of a result: those for everybody as one folder, and those for the
//! office.

use rust_xlsxwriter::XlsxError;
use zip::result::ZipError;

use super::{
    Basis,
    announcement::{announcement, decision},
    budget, docx,
    minutes::{Seat, minutes},
    page::{self, Link, Style},
    paper::Paper,
    pdf, sheet, tables,
};
use crate::{
    digest::Digest,
    table::{csv, json, xlsx},
    words::publication::{page::File as What, sheet as said},
};

/// A file: its name in the folder, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Name, with `/` between folders.
    pub name: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// Why a file cannot be written: our fault.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// A DOCX.
    #[error("a paper cannot be packed: {0}")]
    Docx(#[from] ZipError),
    /// A workbook.
    #[error("a workbook cannot be written: {0}")]
    Workbook(#[from] XlsxError),
    /// The stored result.
    #[error("a result cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

/// The page of the folder.
pub const INDEX: &str = "index.html";

const ANNOUNCEMENT: &str = "thong-bao.pdf";
const WORKBOOK: &str = "ket-qua.xlsx";
const CSV: &str = "ranking.csv";
const JSON: &str = "ranking.json";

/// The digests of its files, as `sha256sum -c` reads them.
pub const CHECKSUMS: &str = "SHA256SUMS";

fn file(name: &str, bytes: Vec<u8>) -> File {
    File {
        name: name.to_owned(),
        bytes,
    }
}

/// The folder for everybody: the page, the announcement, the tables, and the
/// digests of all of them.
///
/// # Errors
/// When a file cannot be written.
pub fn public(basis: &Basis<'_>) -> Result<Vec<File>, Unwritable> {
    let [ranking, ..] = &tables::sheets(basis);
    let mut files = vec![
        (
            What::Announcement,
            file(ANNOUNCEMENT, pdf::write(&announcement(basis))),
        ),
        (What::Workbook, file(WORKBOOK, workbook(basis)?)),
        (What::Csv, file(CSV, csv::write(ranking))),
        (What::Json, file(JSON, json::write(ranking))),
    ];
    let link = |what: What, name: &str, bytes: usize| Link {
        href: name.to_owned(),
        what,
        bytes: bytes as u64,
    };
    let mut links: Vec<Link> = files
        .iter()
        .map(|(what, file)| link(*what, &file.name, file.bytes.len()))
        .collect();
    // A line is the digest, two blanks, the name and its end.
    let names = files.iter().map(|(_, file)| file.name.len());
    let length: usize = names.chain([INDEX.len()]).map(|name| name + 67).sum();
    links.push(link(What::Checksums, CHECKSUMS, length));
    let index = page::html(basis, &links, Style::Inside).into_bytes();
    files.insert(0, (What::Announcement, file(INDEX, index)));
    let mut files: Vec<File> = files.into_iter().map(|(_, file)| file).collect();
    let sums: String = files
        .iter()
        .map(|file| format!("{}  {}\n", Digest::of(&file.bytes), file.name))
        .collect();
    files.push(file(CHECKSUMS, sums.into_bytes()));
    Ok(files)
}

/// The page as a server shows it, its files below `at` and its style apart.
#[must_use]
pub fn served(basis: &Basis<'_>, files: &[File], at: &str, style: &str) -> String {
    let known = [
        (What::Announcement, ANNOUNCEMENT),
        (What::Workbook, WORKBOOK),
        (What::Csv, CSV),
        (What::Json, JSON),
        (What::Checksums, CHECKSUMS),
    ];
    let link = |(what, name): (What, &str)| {
        let file = files.iter().find(|file| file.name == name)?;
        Some(Link {
            href: format!("{at}{name}"),
            what,
            bytes: file.bytes.len() as u64,
        })
    };
    let links: Vec<Link> = known.into_iter().filter_map(link).collect();
    page::html(basis, &links, Style::At(style))
}

/// The workbook of four sheets.
///
/// # Errors
/// When it cannot be written.
pub fn workbook(basis: &Basis<'_>) -> Result<Vec<u8>, XlsxError> {
    xlsx::write(&tables::sheets(basis), basis.made())
}

/// The files for the office: every paper as DOCX and PDF, the tables, the whole
/// result as JSON (its SHA-256 is that which papers name), and the score sheet
/// of every unit.
///
/// # Errors
/// When a file cannot be written.
pub fn office(basis: &Basis<'_>, seats: &[Seat<'_>]) -> Result<Vec<File>, Unwritable> {
    let mut files = Vec::new();
    for (name, paper) in [
        ("thong-bao", announcement(basis)),
        ("quyet-dinh", decision(basis)),
        ("bien-ban", minutes(basis, seats)),
    ] {
        files.extend(both(name, &paper)?);
    }
    let [ranking, points, missing, _] = &tables::sheets(basis);
    files.push(file("ket-qua.xlsx", workbook(basis)?));
    for (name, table) in [
        ("ranking", ranking),
        ("points", points),
        ("missing", missing),
    ] {
        files.push(file(&format!("{name}.csv"), csv::write(table)));
        files.push(file(&format!("{name}.json"), json::write(table)));
    }
    if let Some(budget) = budget::sheet(basis) {
        let made = basis.made();
        let book = xlsx::write(std::slice::from_ref(&budget), made)?;
        files.push(file("kinh-phi.xlsx", book));
    }
    // A map of serde_json without an order of its own is sorted by key: these
    // are the very bytes that were digested.
    let whole = basis.snapshot.canonical()?;
    files.push(file("result.json", whole.into_bytes()));
    let units = basis.snapshot.groups.iter().flat_map(|group| &group.units);
    for unit in units {
        if let Some(paper) = sheet::sheet(basis, &unit.unit) {
            let name = format!("phieu-diem/{}", said::file(&unit.unit));
            files.push(file(&name, pdf::write(&paper)));
        }
    }
    Ok(files)
}

fn both(name: &str, paper: &Paper) -> Result<[File; 2], ZipError> {
    Ok([
        file(&format!("{name}.docx"), docx::write(paper)?),
        file(&format!("{name}.pdf"), pdf::write(paper)),
    ])
}
