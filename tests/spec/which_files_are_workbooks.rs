//! What a file is, by its bytes and never by its name.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use congvu::workbook::{Kind, Limits, Refusal, container::admit, write};

use crate::ward::{form, good_issue};

fn check(bytes: &[u8], expected: &str) {
    let told = admit(bytes, &Limits::default()).map_or_else(
        |refusal| refusal.code().to_owned(),
        |kind| format!("{kind:?}"),
    );
    assert_eq!(told, expected);
}

#[test]
fn our_own_files_are_what_they_are() {
    let form = form(2);
    let layout = form.lay_out(&good_issue(&form));
    for kind in [Kind::Xls, Kind::Xlsx, Kind::Ods] {
        let bytes = write::write(kind, &layout).unwrap();
        check(&bytes, &format!("{kind:?}"));
        assert_eq!(
            bytes,
            write::write(kind, &layout).unwrap(),
            "{kind:?} is the same each time"
        );
    }
}

#[test]
fn what_is_no_workbook_is_named() {
    check(b"", "E-BOOK-TYPE-EMPTY");
    check(b"%PDF-1.4\n", "E-BOOK-TYPE-PDF");
    check(b"  <html><table>", "E-BOOK-TYPE-HTML");
    check("Mã,Số liệu\nHT01,5\n".as_bytes(), "E-BOOK-TYPE-TEXT");
    check(b"Rar!\x1A\x07\x01\x00", "E-BOOK-TYPE-ARCHIVE");
    check(b"\xFF\xD8\xFF\xE0", "E-BOOK-TYPE-IMAGE");
    check(b"MZ\x90\x00", "E-BOOK-TYPE-PROGRAM");
    check(b"\x78\x9F\x3E\x22\x01", "E-BOOK-TYPE-TNEF");
    check(b"{\\rtf1}", "E-BOOK-TYPE-WORD");
    check(b"\x00\x01\x02\x03", "E-BOOK-TYPE");
}

#[test]
fn a_file_beyond_the_limit_is_not_looked_into() {
    let mut bytes = vec![0; 10 << 20];
    bytes.push(0);
    check(&bytes, "E-BOOK-LIMIT-BYTES");
}

#[test]
fn a_file_cut_short_is_damaged() {
    let form = form(1);
    let layout = form.lay_out(&good_issue(&form));
    for kind in [Kind::Xlsx, Kind::Ods] {
        let bytes = write::write(kind, &layout).unwrap();
        check(&bytes[..bytes.len() / 2], "E-BOOK-DAMAGED");
    }
}

/// A set of hostile files with a manifest; absent on a machine that has only
/// the repository.
fn corpus(name: &str) -> Option<(PathBuf, BTreeMap<String, String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpora/generated")
        .join(name);
    let Ok(manifest) = std::fs::read_to_string(folder.join("manifest.tsv")) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            folder.display()
        );
        return None;
    };
    let lines = manifest.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?.to_owned(), fields.nth(1)?.to_owned()))
    });
    Some((folder, lines.collect()))
}

#[test]
fn no_archive_made_to_deceive_passes_for_a_workbook() {
    let Some((folder, manifest)) = corpus("zip") else {
        return;
    };
    for (file, expected) in manifest {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        let told = admit(&bytes, &Limits::default());
        // They hold a workbook or a text; none is a workbook itself.
        let refusal = told.err().unwrap();
        let plain_zip = refusal.code() == "E-BOOK-TYPE-ZIP";
        let harmless = ["accept", "either", "reject"]
            .iter()
            .any(|word| expected.starts_with(word));
        let only_when_unpacked = ["size-lies.zip", "nested-8.zip"].contains(&file.as_str());
        assert!(
            !plain_zip || harmless || only_when_unpacked,
            "{file}: {expected}"
        );
        assert!(
            !expected.contains("password") || refusal == Refusal::Encrypted,
            "{file}"
        );
    }
}
