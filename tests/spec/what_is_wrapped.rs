//! A report inside a zip or a `winmail.dat` is taken out of it, one level deep.

use std::io::{Cursor, Write as _};

use congvu::{
    digest::Digest,
    mail::parts::Attachment,
    verdict::{
        files::{Choice, choose},
        judgement::Fate,
    },
    workbook::{Container, Kind, Limit, Limits, Refusal, write},
};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::ward::{form, good_issue};

fn workbook(kind: Kind) -> Vec<u8> {
    let form = form(2);
    write::write(kind, &form.lay_out(&good_issue(&form))).unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// `winmail.dat` as Outlook writes it: for the message one attribute, for each
/// attachment where it begins, its title and its bytes.
fn winmail(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = b"\x78\x9F\x3E\x22\x01\x00".to_vec();
    let mut attribute = |level: u8, id: u32, value: &[u8]| {
        bytes.push(level);
        bytes.extend(id.to_le_bytes());
        bytes.extend(u32::try_from(value.len()).unwrap().to_le_bytes());
        bytes.extend(value);
        let sum = value
            .iter()
            .fold(0_u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        bytes.extend(sum.to_le_bytes());
    };
    attribute(1, 0x0008_9006, &[0, 0, 1, 0]);
    for (name, content) in files {
        attribute(2, 0x0006_9002, &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        attribute(2, 0x0001_8010, format!("{name}\0").as_bytes());
        attribute(2, 0x0006_800F, content);
    }
    bytes
}

/// Names, fates and the choice, for files that hang on a mail.
fn check(files: &[(&str, &[u8])], expected: &[(&str, Fate)]) -> Choice {
    let mut attachments: Vec<Attachment> = files
        .iter()
        .map(|(name, bytes)| Attachment {
            name: (*name).to_owned(),
            media_type: String::new(),
            bytes: bytes.to_vec(),
            digest: Digest::of(bytes),
            is_mail: false,
        })
        .collect();
    let (files, choice) = choose(&mut attachments, &Limits::default());
    let found: Vec<(&str, Fate)> = files
        .iter()
        .map(|file| (file.name.as_str(), file.fate))
        .collect();
    assert_eq!(found, expected);
    if let Choice::One(at) = choice {
        assert_eq!(files[at].digest, Digest::of(&attachments[at].bytes));
    }
    choice
}

#[test]
fn a_report_in_a_zip_is_the_report() {
    for kind in [Kind::Xlsx, Kind::Xls, Kind::Ods] {
        let choice = check(
            &[(
                "goi.zip",
                &zip(&[("thư mục/bao-cao.xlsx", &workbook(kind))]),
            )],
            &[
                ("goi.zip", Fate::Opened),
                ("goi.zip › bao-cao.xlsx", Fate::Report),
            ],
        );
        assert_eq!(choice, Choice::One(1), "{kind:?}");
    }
}

#[test]
fn a_report_in_a_winmail_dat_is_the_report() {
    let book = workbook(Kind::Xlsx);
    let choice = check(
        &[(
            "winmail.dat",
            &winmail(&[("anh.jpg", b"\xFF\xD8\xFF\xE0"), ("BAOCAO~1.XLS", &book)]),
        )],
        &[
            ("winmail.dat", Fate::Opened),
            ("winmail.dat › anh.jpg", Fate::Supporting),
            ("winmail.dat › BAOCAO~1.XLS", Fate::Report),
        ],
    );
    assert_eq!(choice, Choice::One(2));
}

#[test]
fn what_a_system_puts_beside_a_file_is_not_counted() {
    let book = workbook(Kind::Xlsx);
    let choice = check(
        &[(
            "goi.zip",
            &zip(&[
                ("bc.xlsx", &book),
                ("__MACOSX/._bc.xlsx", b"PK\x03\x04"),
                ("Thumbs.db", b"x"),
            ]),
        )],
        &[
            ("goi.zip", Fate::Opened),
            ("goi.zip › bc.xlsx", Fate::Report),
        ],
    );
    assert_eq!(choice, Choice::One(1));
}

/// A workbook is packed already, so programs store it as it is, with the table
/// of contents of its own.
#[test]
fn a_report_that_is_only_stored_in_a_zip_is_the_report() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("bc.xlsx", stored).unwrap();
    zip.write_all(&workbook(Kind::Xlsx)).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    let choice = check(
        &[("goi.zip", &bytes)],
        &[
            ("goi.zip", Fate::Opened),
            ("goi.zip › bc.xlsx", Fate::Report),
        ],
    );
    assert_eq!(choice, Choice::One(1));
}

#[test]
fn a_zip_beside_the_report_is_left_closed() {
    let other = zip(&[("so-lieu-cu.xlsx", &workbook(Kind::Xls))]);
    let choice = check(
        &[
            ("minh-chung.zip", &other),
            ("bc.xlsx", &workbook(Kind::Xlsx)),
        ],
        &[
            ("minh-chung.zip", Fate::Supporting),
            ("bc.xlsx", Fate::Report),
        ],
    );
    assert_eq!(choice, Choice::One(1));
}

#[test]
fn two_different_workbooks_in_a_zip_are_asked_about() {
    let choice = check(
        &[(
            "goi.zip",
            &zip(&[
                ("a.xlsx", &workbook(Kind::Xlsx)),
                ("b.xls", &workbook(Kind::Xls)),
            ]),
        )],
        &[
            ("goi.zip", Fate::Opened),
            ("goi.zip › a.xlsx", Fate::Undecided),
            ("goi.zip › b.xls", Fate::Undecided),
        ],
    );
    assert_eq!(choice, Choice::Many(2));
}

#[test]
fn a_zip_in_a_zip_is_left_to_a_person() {
    let inner = zip(&[("bc.xlsx", &workbook(Kind::Xlsx))]);
    let choice = check(
        &[("goi.zip", &zip(&[("trong.zip", &inner)]))],
        &[("goi.zip", Fate::Unreadable)],
    );
    assert_eq!(choice, Choice::Unfit(0, Limit::Depth.broken(None, 1)));
}

#[test]
fn a_zip_without_a_workbook_is_named_for_what_it_is() {
    let choice = check(
        &[("goi.zip", &zip(&[("a.pdf", b"%PDF-1.4")]))],
        &[("goi.zip", Fate::Unreadable)],
    );
    assert_eq!(choice, Choice::Unfit(0, Refusal::Type(Container::Zip)));
}

#[test]
fn a_program_beside_the_report_in_a_zip_is_not_passed_over() {
    let files: [(&str, &[u8]); 2] = [
        ("bc.xlsx", &workbook(Kind::Xlsx)),
        ("cap-nhat.exe", b"MZ\x90"),
    ];
    let choice = check(
        &[("goi.zip", &zip(&files))],
        &[
            ("goi.zip", Fate::Opened),
            ("goi.zip › bc.xlsx", Fate::Supporting),
            ("goi.zip › cap-nhat.exe", Fate::Unreadable),
        ],
    );
    assert_eq!(
        choice,
        Choice::Hostile(2, Refusal::Type(Container::Executable))
    );
}

#[test]
fn a_winmail_dat_that_does_not_add_up_stays_closed() {
    let mut bytes = winmail(&[("bc.xlsx", &workbook(Kind::Xlsx))]);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let choice = check(
        &[("winmail.dat", &bytes)],
        &[("winmail.dat", Fate::Unreadable)],
    );
    let damaged = Refusal::Damaged("winmail.dat".to_owned());
    assert_eq!(choice, Choice::Unfit(0, damaged));
    for end in [6, 20, bytes.len() - 1] {
        check(
            &[("winmail.dat", &bytes[..end])],
            &[("winmail.dat", Fate::Unreadable)],
        );
    }
}
