//! What a file is, by its bytes and never by its name.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use congvu::{
    digest::Digest,
    mail::cloud,
    verdict::{
        files::no_report,
        judgement::{Fate, File},
    },
    workbook::{Container, Kind, Limits, Refusal, container::admit, write},
};

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
    check(b"\x09\x04\x06\x00\x00\x00\x10\x00", "E-BOOK-TYPE-OLD");
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

#[test]
fn a_link_to_a_cloud_is_known_and_another_link_is_none() {
    for (text, service) in [
        (
            "Số liệu: https://drive.google.com/file/d/1a/view",
            Some("Google Drive"),
        ),
        (
            "<a href=\"https://docs.google.com/spreadsheets/d/1\">đây</a>",
            Some("Google Drive"),
        ),
        ("https://tinh-my.sharepoint.com/:x:/g/1", Some("OneDrive")),
        ("https://1drv.ms/x/s!A", Some("OneDrive")),
        ("HTTPS://ZALO.ME/abc", Some("Zalo")),
        ("http://huongvan.thuathienhue.gov.vn", None),
        ("http://notdropbox.com/a", None),
        ("drive.google.com", None),
        ("", None),
    ] {
        assert_eq!(cloud::service(text), service, "{text}");
    }
}

#[test]
fn a_mail_without_a_workbook_is_told_what_it_brought_instead() {
    let file = |kind: Container| File {
        name: String::new(),
        media_type: String::new(),
        kind,
        size: 1,
        digest: Digest::of(b""),
        fate: Fate::Supporting,
    };
    let codes = |kinds: &[Container], cloud: Option<&str>| {
        let files: Vec<File> = kinds.iter().copied().map(file).collect();
        let reasons = no_report(&files, cloud);
        let codes = reasons.iter().map(|why| why.code());
        codes.collect::<Vec<_>>().join(" ")
    };
    let (pdf, image, html) = (Container::Pdf, Container::Image, Container::Html);
    assert_eq!(codes(&[], None), "E-FILE-NONE");
    assert_eq!(codes(&[], Some("Zalo")), "E-FILE-LINK");
    assert_eq!(codes(&[image], Some("Zalo")), "E-FILE-LINK");
    assert_eq!(codes(&[pdf], None), "E-FILE-TYPE E-BOOK-TYPE-PDF");
    assert_eq!(
        codes(&[pdf, image, pdf], None),
        "E-FILE-TYPE E-BOOK-TYPE-PDF"
    );
    assert_eq!(
        codes(&[image, image], None),
        "E-FILE-TYPE E-BOOK-TYPE-IMAGE"
    );
    assert_eq!(
        codes(&[html, pdf], None),
        "E-FILE-TYPE E-BOOK-TYPE-PDF E-BOOK-TYPE-HTML"
    );
}
