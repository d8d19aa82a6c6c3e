//! Reading in child processes: warm, bounded, and never the death of the
//! parent, whatever the file.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use congvu::{
    edge::worker::Pool,
    form::{Form, Issue},
    workbook::{Container, Content, Kind, Limit, Limits, Refusal, Workbook, write},
};

fn pool(limits: Limits) -> Pool {
    Pool::new(PathBuf::from(env!("CARGO_BIN_EXE_congvu")), 2, limits)
}

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora")
}

/// The files of a set of workbooks; none on a machine that has only the
/// repository, which on the build server is a failure.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let folder = shared().join(name);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            folder.display()
        );
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = paths.into_iter().filter(|path| path.is_file());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap())
        })
        .collect()
}

fn template(kind: Kind) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    let text = std::fs::read_to_string(folder.join("form-2.toml")).unwrap();
    let form = Form::load("form-2.toml", &text).unwrap();
    write::write(kind, &form.lay_out(&Issue::default())).unwrap()
}

fn told(read: &Result<Workbook, Refusal>) -> String {
    match read {
        Ok(book) => format!(
            "ok {}",
            book.sheets.iter().map(|it| it.cells.len()).sum::<usize>()
        ),
        Err(refusal) => refusal.code().to_owned(),
    }
}

#[tokio::test]
async fn every_kind_of_workbook_comes_back_whole_from_a_child() {
    let pool = pool(Limits::default());
    for kind in [Kind::Xlsx, Kind::Xls, Kind::Ods] {
        let book = pool.read(template(kind)).await.unwrap();
        let head = book.sheets[0]
            .cells
            .values()
            .find(|cell| cell.content == Content::Text("Mã".into()));
        assert!(head.is_some(), "{kind:?}");
        assert!(!book.sheets[1].visible, "{kind:?}");
    }
}

/// What each generated file comes to. Files that may be read either way are
/// named with what we do.
const SHEETS: [(&str, &str); 37] = [
    ("cfb-difat-4g.xls", "E-BOOK-DAMAGED"),
    ("cfb-fat-4g.xls", "E-BOOK-DAMAGED"),
    ("cfb-fat-loop.xls", "E-BOOK-DAMAGED"),
    ("csv-as-xls.xls", "E-BOOK-TYPE-TEXT"),
    ("deep-xml.xlsx", "ok"),
    ("dim-a0.xlsx", "E-BOOK-DAMAGED"),
    ("dim-huge.xlsx", "ok 1"),
    ("doctype-utf16.xlsx", "E-BOOK-HOSTILE"),
    ("dup-case-part.xlsx", "E-BOOK-AMBIGUOUS"),
    ("dup-cell.xlsx", "E-BOOK-AMBIGUOUS"),
    ("dup-sheet-part.xlsx", "E-BOOK-AMBIGUOUS"),
    ("exe-as-xlsx.xlsx", "E-BOOK-TYPE-PROGRAM"),
    ("external-link.xlsx", "ok"),
    ("far-cell.xlsx", "E-BOOK-LIMIT-ROWS"),
    ("formula-cells.xlsx", "ok 4"),
    ("formula-strings.xlsx", "ok"),
    ("hidden-sheets.xlsx", "ok"),
    ("html-as-xls.xls", "E-BOOK-TYPE-HTML"),
    ("lol-content-types.xlsx", "E-BOOK-HOSTILE"),
    ("lol-sheet.xlsx", "E-BOOK-HOSTILE"),
    ("lol-sst.xlsx", "E-BOOK-HOSTILE"),
    ("macro-as-xlsx.xlsx", "E-BOOK-HOSTILE"),
    ("merge-huge.xlsx", "ok"),
    ("num-edge.xlsx", "ok"),
    ("ods-ok.ods", "ok 1"),
    ("ods-repeat-4g.ods", "E-BOOK-"),
    ("ods-repeat-empty.ods", "ok"),
    ("ods-repeat-full.ods", "E-BOOK-"),
    ("ods-text-s-bomb.ods", "E-BOOK-"),
    ("ok.xlsx", "ok"),
    ("rel-traversal.xlsx", "E-BOOK-"),
    ("sheet-200M.xlsx", "E-BOOK-LIMIT-"),
    ("sst-index-out.xlsx", "E-BOOK-"),
    ("sst-unique-4g.xlsx", "E-BOOK-LIMIT-MEMORY"),
    ("xinclude.xlsx", "ok"),
    ("xxe-file.xlsx", "E-BOOK-HOSTILE"),
    ("xxe-http.xlsx", "E-BOOK-HOSTILE"),
];

#[tokio::test]
async fn every_hostile_sheet_ends_as_it_should_and_the_next_file_is_read() {
    let pool = pool(Limits::default());
    let expected: BTreeMap<&str, &str> = SHEETS.into();
    let mut wrong = Vec::new();
    for (name, bytes) in corpus("generated/sheet") {
        let Some(expected) = expected.get(name.as_str()) else {
            assert_eq!(name, "manifest.tsv");
            continue;
        };
        let found = told(&pool.read(bytes).await);
        if !found.starts_with(expected) {
            wrong.push(format!("{name}: {found} is not {expected}"));
        }
        assert!(
            pool.read(template(Kind::Xlsx)).await.is_ok(),
            "after {name}"
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn no_archive_of_the_hostile_set_is_a_workbook() {
    let pool = pool(Limits::default());
    for (name, bytes) in corpus("generated/zip") {
        assert!(pool.read(bytes).await.is_err(), "{name}");
    }
}

/// An .ods of a few hundred bytes with this inside its one cell.
fn ods(inside: &str) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let body = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body>\
         <office:spreadsheet><table:table table:name=\"S\"><table:table-row>\
         <table:table-cell office:value-type=\"string\">{inside}"
    );
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"m\"/>",
        ),
        ("content.xml", &body),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Reads a file that breaks a bound, and a good one after it.
async fn breaks(limits: Limits, bytes: Vec<u8>, expected: Limit) {
    let pool = pool(limits);
    assert!(pool.read(template(Kind::Xlsx)).await.is_ok());
    let start = Instant::now();
    let refusal = pool.read(bytes).await.unwrap_err();
    let as_expected = matches!(refusal, Refusal::Limit { limit, .. } if limit == expected);
    assert!(as_expected, "{refusal:?}");
    let took = start.elapsed();
    let bound = Duration::from_secs(limits.wall.min(limits.cpu) + 60);
    assert!(took < bound, "{took:?}");
    assert!(pool.read(template(Kind::Xlsx)).await.is_ok());
}

#[tokio::test]
async fn a_file_that_is_read_for_ever_costs_its_computing_time_and_no_more() {
    let limits = Limits {
        cpu: 1,
        wall: 30,
        ..Limits::default()
    };
    breaks(limits, ods("<office:annotation>"), Limit::Cpu).await;
}

#[tokio::test]
async fn a_file_that_is_read_for_ever_costs_its_time_by_the_clock_and_no_more() {
    let limits = Limits {
        cpu: 30,
        wall: 1,
        ..Limits::default()
    };
    breaks(limits, ods("<office:annotation>"), Limit::Wall).await;
}

#[tokio::test]
async fn a_file_that_wants_all_memory_does_not_get_it() {
    let blanks = "<text:p><text:s text:c=\"2000000000\"/></text:p>";
    // Time enough for a busy machine, and little memory to fill.
    let limits = Limits {
        memory: 320 << 20,
        cpu: 60,
        wall: 120,
        ..Limits::default()
    };
    breaks(limits, ods(blanks), Limit::Memory).await;
}

#[tokio::test]
async fn a_program_that_is_no_reader_is_our_fault_and_not_the_files() {
    for program in ["/bin/true", "/bin/false", "/nowhere/congvu", "/usr/bin/yes"] {
        let pool = Pool::new(PathBuf::from(program), 1, Limits::default());
        let refusal = pool.read(template(Kind::Xlsx)).await.unwrap_err();
        let ours = matches!(refusal, Refusal::Unavailable(_));
        assert!(ours, "{program}: {refusal:?}");
    }
}

#[tokio::test]
async fn a_child_can_open_nothing_call_nobody_run_nothing_and_not_swell() {
    let (fences, done) = pool(Limits::default()).try_fences().await.unwrap();
    assert_eq!(done, [], "{fences:?}");
    // Every kernel that runs these tests has filters of system calls.
    assert!(fences.calls, "{fences:?}");
}

#[tokio::test]
async fn a_program_without_fences_does_not_pass_for_one_that_has_them() {
    let program = Pool::new(PathBuf::from("/bin/true"), 1, Limits::default());
    assert!(program.try_fences().await.is_err());
}

#[tokio::test]
async fn what_is_no_workbook_is_refused_without_a_child() {
    let pool = Pool::new(PathBuf::from("/nowhere"), 1, Limits::default());
    let refusal = pool.read(b"%PDF-1.7".to_vec()).await.unwrap_err();
    assert_eq!(refusal, Refusal::Type(Container::Pdf));
}

#[tokio::test]
async fn many_files_at_once_share_a_few_children() {
    let pool = std::sync::Arc::new(pool(Limits::default()));
    let mut reads = tokio::task::JoinSet::new();
    for _ in 0..450 {
        let (pool, bytes) = (pool.clone(), template(Kind::Xls));
        reads.spawn(async move { pool.read(bytes).await.is_ok() });
        if reads.len() >= 20 {
            assert!(reads.join_next().await.unwrap().unwrap());
        }
    }
    while let Some(read) = reads.join_next().await {
        assert!(read.unwrap());
    }
}
