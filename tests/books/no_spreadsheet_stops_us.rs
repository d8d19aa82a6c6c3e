//! Every spreadsheet of the corpora comes to an end: read, refused with a
//! reason, or beyond a limit. This process lives on, whatever the file.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use congvu::{
    digest::Digest,
    edge::worker::Pool,
    mail::parts::Attachment,
    verdict::files::{self, Choice},
    workbook::{Blame, Limits, Refusal, Workbook},
};
use tokio::task::JoinSet;

const SETS: [&str; 6] = [
    "poi-spreadsheet",
    "sheetjs",
    "phpspreadsheet",
    "calamine",
    "openpyxl",
    "odfpy",
];

const ENDINGS: [&str; 14] = [
    "xls", "xlsx", "xlsm", "xlsb", "ods", "fods", "xlt", "xltx", "xltm", "xlam", "xla", "xlw",
    "ots", "slk",
];

/// The spreadsheets of a set, by name, in its folders; none on a machine that
/// has only the repository, which on the build server is a failure.
fn spreadsheets(set: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpora")
        .join(set);
    if !root.exists() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            root.display()
        );
        eprintln!("{} is missing: not read here", root.display());
        return Vec::new();
    }
    let mut folders = vec![root];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path
                .extension()
                .unwrap_or_default()
                .to_string_lossy()
                .to_lowercase();
            if path.is_dir() {
                folders.push(path);
            } else if ENDINGS.contains(&ending.as_str()) {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn outcome(read: &Result<Workbook, Refusal>) -> &'static str {
    match read {
        Ok(_) => "ok",
        Err(refusal) => match refusal.blame() {
            Blame::Author | Blame::Hostile => "refused",
            Blame::Limit => "limit",
            Blame::Ours => "our fault",
        },
    }
}

/// What became of one set, beside what calamine alone makes of the same files.
#[derive(Default)]
struct Tally {
    ours: BTreeMap<&'static str, usize>,
    calamines: BTreeMap<String, usize>,
    /// What calamine opens and we do not, by our reason.
    apart: BTreeMap<String, usize>,
    slowest: Duration,
}

/// What calamine alone, in a process of its own, made of each file: measured
/// once, and kept with the corpora.
fn baseline() -> BTreeMap<String, String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/calamine-0.38-baseline.tsv");
    let table = fs::read_to_string(path).unwrap_or_default();
    let lines = table.lines().filter_map(|line| {
        let mut fields = line.split('\t').skip(1);
        Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
    });
    lines.collect()
}

impl Tally {
    fn counts(&mut self, path: &Path, read: &Result<Workbook, Refusal>, alone: Option<&String>) {
        *self.ours.entry(outcome(read)).or_default() += 1;
        *self
            .calamines
            .entry(alone.cloned().unwrap_or_else(|| "not known".to_owned()))
            .or_default() += 1;
        if let Err(refusal) = read {
            println!("{}\t{}\t{refusal}", path.display(), outcome(read));
            if alone.is_some_and(|alone| alone == "ok") {
                *self.apart.entry(refusal.code().to_owned()).or_default() += 1;
            }
        }
    }

    fn told(&self, set: &str) -> String {
        let ours = ["ok", "refused", "limit"].map(|it| self.ours.get(it).copied().unwrap_or(0));
        format!(
            "{set}: ok {}, refused {}, limit {}; calamine alone {:?}; it opens and we refuse {:?}; \
             the slowest in {:.1?}",
            ours[0], ours[1], ours[2], self.calamines, self.apart, self.slowest
        )
    }
}

/// `cargo test --test books spreadsheet -- --nocapture` prints the table.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_spreadsheet_is_read_or_refused_or_beyond_a_limit() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_congvu"));
    let pool = Arc::new(Pool::new(program, 2, Limits::default()));
    let (corpora, alone) = (
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora"),
        baseline(),
    );
    let mut table = Vec::new();
    for set in SETS {
        let mut reads = JoinSet::new();
        let mut waiting = spreadsheets(set).into_iter();
        let mut tally = Tally::default();
        loop {
            while let Some(path) = (reads.len() < 2).then(|| waiting.next()).flatten() {
                let pool = pool.clone();
                reads.spawn(async move {
                    let began = Instant::now();
                    let read = pool.read(fs::read(&path).unwrap()).await;
                    (path, read, began.elapsed())
                });
            }
            let Some(ended) = reads.join_next().await else {
                break;
            };
            let (path, read, took) = ended.unwrap();
            let outcome = outcome(&read);
            assert_ne!(outcome, "our fault", "{}: {:?}", path.display(), read.err());
            assert!(
                took < Duration::from_secs(30),
                "{} took {took:?}",
                path.display()
            );
            tally.slowest = tally.slowest.max(took);
            let name = path.strip_prefix(&corpora).unwrap().display().to_string();
            tally.counts(&path, &read, alone.get(&name));
        }
        table.push(tally.told(set));
    }
    println!("{}", table.join("\n"));
}

/// Whatever way a workbook is locked in, also the oldest (XOR), its author is
/// told that it is locked, and not that it is damaged.
#[tokio::test]
async fn a_locked_spreadsheet_is_called_locked() {
    let locked = [
        "xor-encryption-abc.xls",
        "protected_passtika.xlsx",
        "protected_passtika.xlsb",
        "password_2002_40_xor.xls",
        "password_2002_40_basecrypto.xls",
        "password_2002_128_enhanced.xls",
    ];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_congvu"));
    let pool = Pool::new(program, 1, Limits::default());
    let files = SETS.iter().flat_map(|set| spreadsheets(set));
    let named = |path: &PathBuf| locked.iter().any(|name| path.ends_with(name));
    let files: Vec<PathBuf> = files.filter(named).collect();
    assert!(files.is_empty() || files.len() >= locked.len(), "{files:?}");
    for path in files {
        let read = pool.read(fs::read(&path).unwrap()).await;
        assert_eq!(read, Err(Refusal::Encrypted), "{}", path.display());
    }
}

/// A file as it hangs on a mail.
fn attached(name: &str, bytes: Vec<u8>) -> Attachment {
    Attachment {
        name: name.to_owned(),
        media_type: String::new(),
        digest: Digest::of(&bytes),
        bytes,
        is_mail: false,
    }
}

/// What the manifest of the generated archives says. Those that hold one
/// workbook are opened one level; nothing else in them ever is.
#[tokio::test]
async fn archives_end_as_their_manifest_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/generated/zip");
    let Ok(manifest) = fs::read_to_string(root.join("manifest.tsv")) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            root.display()
        );
        return;
    };
    let mut wrong = Vec::new();
    for line in manifest.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (file, expected) = (fields[0], fields[2]);
        let bytes = fs::read(root.join(file)).unwrap();
        let mut files = vec![attached(file, bytes)];
        let (_, choice) = files::choose(&mut files, &Limits::default());
        let opened = matches!(choice, Choice::One(_));
        let refused = match &choice {
            Choice::Unfit(_, refusal) | Choice::Hostile(_, refusal) => Some(refusal),
            Choice::One(_)
            | Choice::Nothing
            | Choice::NoWorkbook
            | Choice::Forwarded
            | Choice::Many(_) => None,
        };
        let fits = match expected.split([':', ' ']).next().unwrap_or_default() {
            "accept" => opened,
            "either" => true,
            _ if expected.contains("password") => refused == Some(&Refusal::Encrypted),
            "reject" => refused.is_some_and(|it| it.blame() == Blame::Author),
            "quarantine" => !opened || expected.contains("or read in memory"),
            _ => false,
        };
        if !fits {
            wrong.push(format!("{file}: {choice:?} is not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A sheet of a hundred thousand rows is nobody's report.
#[tokio::test]
async fn a_foreign_sheet_of_a_hundred_thousand_rows_is_beyond_the_limit() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..100_000 {
        for column in 0..10 {
            sheet.write_number(row, column, f64::from(row)).unwrap();
        }
    }
    let bytes = workbook.save_to_buffer().unwrap();
    let pool = Pool::new(
        PathBuf::from(env!("CARGO_BIN_EXE_congvu")),
        1,
        Limits::default(),
    );
    let read = pool.read(bytes).await;
    let code = read.err().map(|refusal| refusal.code().to_owned());
    // How long it takes is measured in `tests/bench`: this build is not optimised.
    assert_eq!(code.as_deref(), Some("E-BOOK-LIMIT-ROWS"));
}
