//! Has the drafts written by four programs, all at once.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    draft::{Book, Typed},
    flat,
    table::Writer,
};

/// A workbook to be written under a name.
pub type Order = (String, Writer, Book);

/// A folder under `target`. Profiles of LibreOffice are kept from run to run:
/// making one takes longer than writing fifty workbooks.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("books")
        .join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder with nothing of an earlier run in it.
pub fn fresh_folder(name: &str) -> PathBuf {
    fs::remove_dir_all(folder(name)).unwrap();
    folder(name)
}

/// Writes all, and says which writers are missing on this machine.
pub fn write(orders: &[Order], to: &Path) -> Vec<&'static str> {
    let mut missing = Vec::new();
    let office = start_office(orders, to);
    let python = start_python(orders, to);
    if office.is_none() {
        missing.push("LibreOffice");
    }
    if python.is_none() {
        missing.push("openpyxl and xlwt");
    }
    for (name, writer, book) in orders {
        if *writer == Writer::Rust {
            rust(book, &to.join(name));
        }
    }
    let running = office.into_iter().flatten().chain(python);
    for mut child in running {
        let ended = child.wait().unwrap();
        assert!(ended.success(), "a writer ended with {ended}");
    }
    missing
}

/// One LibreOffice for each kind of file, each with a profile of its own: two
/// with one profile are one.
fn start_office(orders: &[Order], to: &Path) -> Option<Vec<Child>> {
    let version = Command::new("soffice")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if !version.is_ok_and(|it| it.success()) {
        return None;
    }
    let mut drafts: BTreeMap<Writer, Vec<PathBuf>> = BTreeMap::new();
    for (name, writer, book) in orders {
        let kind = format!("{writer:?}");
        if !kind.starts_with("Office") {
            continue;
        }
        let stem = Path::new(name).file_stem().unwrap();
        let draft = format!("{}.fods", stem.to_string_lossy());
        let path = folder(&format!("drafts-{kind}")).join(draft);
        fs::write(&path, flat::xml(book)).unwrap();
        drafts.entry(*writer).or_default().push(path);
    }
    let children = drafts.into_iter().map(|(writer, paths)| {
        let filter = match writer {
            Writer::OfficeXls => "xls:MS Excel 97",
            Writer::OfficeOds => "ods",
            Writer::OfficeXlsx | Writer::Rust | Writer::Openpyxl | Writer::Xlwt => "xlsx",
        };
        let profile = folder(&format!("profile-{writer:?}"));
        Command::new("soffice")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .args(["--headless", "--convert-to", filter, "--outdir"])
            .arg(to)
            .args(paths)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    });
    Some(children.collect())
}

/// The Python of a virtual environment with the two libraries, which is made
/// when it is not there.
fn python() -> Option<PathBuf> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python");
    let python = home.join("bin/python");
    let has = || {
        let test = Command::new(&python)
            .args(["-c", "import openpyxl, xlwt"])
            .status();
        test.is_ok_and(|it| it.success())
    };
    if !python.exists() || !has() {
        let wanted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/requirements.txt");
        let quiet = |command: &mut Command| {
            let ended = command.stdout(Stdio::null()).status();
            ended.is_ok_and(|it| it.success())
        };
        let made = quiet(Command::new("python3").args(["-m", "venv"]).arg(&home))
            && quiet(
                Command::new(&python)
                    .args(["-m", "pip", "install", "-q", "-r"])
                    .arg(wanted),
            );
        if !made {
            return None;
        }
    }
    Some(python)
}

fn start_python(orders: &[Order], to: &Path) -> Option<Child> {
    let python = python()?;
    let ours = orders
        .iter()
        .filter(|(_, writer, _)| matches!(writer, Writer::Openpyxl | Writer::Xlwt));
    let told: Vec<_> = ours
        .map(|(name, writer, book)| (to.join(name), format!("{writer:?}"), book))
        .collect();
    let list = folder("drafts").join("python.json");
    fs::write(&list, serde_json::to_vec(&told).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/write.py");
    Some(Command::new(python).arg(script).arg(list).spawn().unwrap())
}

fn rust(book: &Book, path: &Path) {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut workbook = Workbook::new();
    for page in &book.sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&page.name).unwrap();
        sheet.set_hidden(page.hidden);
        for (top, left, bottom, right) in &page.joined {
            let (left, right) = (
                u16::try_from(*left).unwrap(),
                u16::try_from(*right).unwrap(),
            );
            sheet
                .merge_range(*top, left, *bottom, right, "", &Format::new())
                .unwrap();
        }
        for ((row, column), typed) in &page.cells {
            let (row, column) = (*row, u16::try_from(*column).unwrap());
            let written = match typed {
                Typed::Text(text) => sheet.write_string(row, column, text),
                Typed::Number(number, format) if format.is_empty() => {
                    sheet.write_number(row, column, *number)
                }
                Typed::Number(number, format) => {
                    let format = Format::new().set_num_format(format);
                    sheet.write_number_with_format(row, column, *number, &format)
                }
                Typed::Bool(yes) => sheet.write_boolean(row, column, *yes),
                Typed::Day(day) => {
                    let day = ExcelDateTime::parse_from_str(day).unwrap();
                    let format = Format::new().set_num_format("dd/mm/yyyy");
                    sheet.write_datetime_with_format(row, column, &day, &format)
                }
                Typed::Formula(formula, kept) => {
                    let mut formula = Formula::new(formula);
                    if let Some(kept) = kept {
                        formula = formula.set_result(kept.to_string());
                    }
                    sheet.write_formula(row, column, formula)
                }
                Typed::Error(error) => {
                    let formula = Formula::new("1/0").set_result(error);
                    sheet.write_formula(row, column, formula)
                }
            };
            written.unwrap();
        }
    }
    workbook.save(path).unwrap();
}
