//! What the mails of the wide world must not do to us.
//!
//! The mails are not part of the repository: they lie in `../shared/corpora`,
//! or where `CONGVU_TEST_CORPORA` says. With `CI=true` a set that is not there
//! fails by name; without, it is named and its promise is not tried.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod town;

#[expect(dead_code, reason = "other binaries spoil workbooks cell by cell")]
#[path = "../spec/ward.rs"]
mod ward;

mod spoof;

mod every_made_up_mail_gets_its_verdict;

mod no_forgery_passes;

mod what_signatures_prove;

mod what_servers_write;

mod no_mail_stops_us;

mod no_stranger_is_answered;

mod honest_mail_is_read;

mod whom_other_readers_see;

mod no_machine_is_answered;

mod no_riddle_is_guessed;

mod what_was_not_delivered_is_known;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use congvu::address::Address;

/// One mail of a set.
struct Sample {
    /// Path below the set.
    at: String,
    raw: Vec<u8>,
}

/// The mailbox that the sets were made for.
fn own() -> Address {
    Address::parse("baocao@tiepnhan.example").unwrap()
}

/// The unit that forgeries pretend to be.
fn victim() -> Address {
    Address::parse("vanphong.phuloc@thuathienhue.gov.vn").unwrap()
}

/// Every file of a set; none when the set is not here.
fn samples(set: &str) -> Vec<Sample> {
    let mut files = Vec::new();
    walk(&folder(set), &mut files);
    files.sort();
    assert!(!files.is_empty() || !folder(set).exists(), "{set} is empty");
    files
        .into_iter()
        .map(|file| Sample {
            at: file
                .strip_prefix(folder(set))
                .unwrap()
                .to_string_lossy()
                .into_owned(),
            raw: fs::read(&file).unwrap(),
        })
        .collect()
}

fn folder(set: &str) -> PathBuf {
    let usual = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    env::var_os("CONGVU_TEST_CORPORA")
        .map_or(usual, PathBuf::from)
        .join(set)
}

fn walk(dir: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else {
        assert!(env::var_os("CI").is_none(), "{} is missing", dir.display());
        eprintln!("{} is not here: not tried", dir.display());
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Id, group and expected end of everything in the manifest of a set.
fn manifest(set: &str) -> Vec<[String; 3]> {
    let manifest = samples(set)
        .into_iter()
        .find(|sample| sample.at == "manifest.tsv");
    let text = manifest.map(|sample| String::from_utf8(sample.raw).unwrap());
    text.unwrap_or_default()
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t').map(String::from);
            [(); 3].map(|()| cells.next().unwrap())
        })
        .collect()
}

/// Every exception at once.
fn check(broken: impl IntoIterator<Item = String>) {
    let broken: Vec<String> = broken.into_iter().collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}
