//! Every book of the table comes to what its line says: outcome, codes, cells
//! and values.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::LazyLock,
};

use congvu::{
    edge::worker::Pool,
    form::{Expected, Reading},
    words::{Lang, findings},
    workbook::{Limits, Refusal},
};

use crate::{
    changes, draft,
    table::{Line, WRITERS, Writer, lines},
    ward::{form, forms, good_figures},
    writers,
};

/// The books, written once, with the writers that this machine lacks.
static BOOKS: LazyLock<(PathBuf, Vec<&'static str>)> = LazyLock::new(|| {
    let folder = writers::fresh_folder("books");
    let orders: Vec<writers::Order> = lines()
        .iter()
        .map(|line| {
            let mut book = draft::good(&form(line.form));
            for change in &line.changes {
                changes::apply(&mut book, change);
            }
            (line.file(), line.writer, book)
        })
        .collect();
    let missing = writers::write(&orders, &folder);
    for name in &missing {
        assert!(std::env::var_os("CI").is_none(), "{name} cannot be had");
        eprintln!("{name} cannot be had: their books are not read here");
    }
    (folder, missing)
});

fn is_written(line: &Line) -> bool {
    let name = match line.writer {
        Writer::Rust => return true,
        Writer::Openpyxl | Writer::Xlwt => "openpyxl and xlwt",
        Writer::OfficeXlsx | Writer::OfficeXls | Writer::OfficeOds => "LibreOffice",
    };
    !BOOKS.1.contains(&name)
}

/// Reads the book of a line as the report of phường Hương Văn.
async fn read(pool: &Pool, line: &Line) -> Result<Reading, Refusal> {
    let bytes = fs::read(BOOKS.0.join(line.file())).unwrap();
    let book = pool.read(bytes).await?;
    let names = ["Phường Hương Văn".to_owned(), "Hương Văn".to_owned()];
    let expected = Expected {
        unit_code: "p.huongvan01",
        unit_names: &names,
        year: Some(2015),
        period: Some(("2014-12-01".parse().unwrap(), "2015-12-01".parse().unwrap())),
        siblings: forms(),
    };
    Ok(form(line.form).read(&book, &expected))
}

/// Findings as the table writes them; each must be told in full.
fn told(reading: &Reading) -> Vec<String> {
    let one = |it: &congvu::finding::Finding| {
        let text = findings::finding(Lang::Vi, it);
        let all = [&text.place, &text.found, &text.expected, &text.fix];
        assert!(all.iter().all(|part| !part.is_empty()), "{it:?}");
        let code = it.indicator.as_ref().map(ToString::to_string);
        let words = [it.code.clone(), code.unwrap_or_default(), it.cell.clone()];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        words.join(" ")
    };
    reading.findings.iter().map(one).collect()
}

fn values(figures: &congvu::figures::Figures) -> BTreeMap<String, String> {
    let pairs = figures.0.iter();
    pairs
        .map(|(code, value)| (code.to_string(), value.to_string()))
        .collect()
}

/// What is wrong with a book, if anything.
async fn check(pool: &Pool, line: &Line) -> Option<String> {
    let reading = match read(pool, line).await {
        Ok(reading) => reading,
        Err(refusal) => {
            let found = vec![refusal.code().to_owned()];
            return (found != line.expected)
                .then(|| format!("{}: {refusal} is not {:?}", line.id, line.expected));
        }
    };
    let found = told(&reading);
    if found != line.expected {
        return Some(format!("{}: {found:?} is not {:?}", line.id, line.expected));
    }
    let alone = reading.cells.is_empty() || reading.figures.0.is_empty();
    let good = values(&good_figures(&form(line.form)));
    let expected = changes::expected(good, &line.values);
    let read = values(&reading.figures);
    let differ: Vec<_> = expected
        .keys()
        .chain(read.keys())
        .filter(|code| expected.get(*code) != read.get(*code))
        .map(|code| {
            format!(
                "{code} {:?} is not {:?}",
                read.get(code),
                expected.get(code)
            )
        })
        .collect();
    (!alone && !differ.is_empty()).then(|| format!("{}: {differ:?}", line.id))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_book_comes_to_what_its_line_says() {
    let pool = Pool::new(
        PathBuf::from(env!("CARGO_BIN_EXE_congvu")),
        2,
        Limits::default(),
    );
    let lines = lines();
    let mut wrong = Vec::new();
    let mut read = 0;
    for line in lines.iter().filter(|line| is_written(line)) {
        read += 1;
        wrong.extend(check(&pool, line).await);
    }
    assert!(
        wrong.is_empty(),
        "{} of {read}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn the_table_has_every_writer_and_each_untouched_form() {
    let lines = lines();
    assert!(lines.len() >= 120, "{}", lines.len());
    let names: BTreeSet<&str> = lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(names.len(), lines.len(), "a name stands twice");
    for (name, writer, _) in WRITERS {
        for form in [1, 2] {
            let untouched = |line: &&Line| {
                line.writer == writer
                    && line.form == form
                    && line.changes.is_empty()
                    && line.expected.is_empty()
                    && line.values.is_empty()
            };
            assert!(lines.iter().any(|line| untouched(&line)), "{name} {form}");
        }
    }
}
