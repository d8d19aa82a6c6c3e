//! Where a part begins and ends is certain, or the mail is doubted.

use congvu::mail::{Mail, doubt::Flaw, parts::Parts, scan, structure};
use proptest::prelude::*;

use crate::mail_world::{BASE64, but, check, flaws, mixed, open};

const TOP: &str = "From: vp@hue.gov.vn\r\nMIME-Version: 1.0\r\n";

/// A mail with a text and a workbook, and one change of its raw bytes.
fn changed(good: &str, bad: &str) -> Parts {
    let raw = format!(
        "{TOP}Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\nSpoken before.\r\n\
         --b1\r\nContent-Type: text/plain\r\n\r\nKinh gui.\r\n\
         --b1\r\n{}\r\n\r\n{BASE64}\r\n--b1--\r\nSpoken after.\r\n",
        but("x", "x")
    );
    assert!(raw.contains(good), "{good}");
    open(&raw.replacen(good, bad, 1))
}

fn doubted(flaw: Flaw, good: &str, bad: &str) {
    let found = changed(good, bad);
    assert!(flaws(&found).contains(&flaw), "{bad:?}: {:?}", found.doubts);
}

/// One change of a part's header: it alone is doubted, and for its header.
fn field(good: &str, bad: &str) {
    let header = but(good, bad);
    let found = mixed(&[("Content-Type: text/plain", "Kính gửi"), (&header, BASE64)]).doubts;
    let [doubt] = &found[..] else {
        panic!("{header}: {found:?}");
    };
    assert_eq!(
        (doubt.flaw, doubt.part.as_str()),
        (Flaw::Field, "2"),
        "{header}"
    );
}

#[test]
fn parts_written_in_other_but_clear_ways_are_taken() {
    for (good, bad) in [
        ("x", "x"),
        ("--b1\r\n", "--b1 \t\r\n"),
        ("--b1--\r\nSpoken after.\r\n", "--b1--"),
        ("Spoken before.\r\n", ""),
        ("boundary=\"b1\"", "boundary=b1"),
        ("boundary=\"b1\"", "BOUNDARY = \"b1\" ;"),
        ("Spoken before.", "-- \r\n--\r\n--b"),
        ("Kinh gui.", ""),
    ] {
        check(&changed(good, bad), "bao_cao.xlsx");
    }
    check(&open(&raw_lf()), "bao_cao.xlsx");
}

/// As a Maildir stores it.
fn raw_lf() -> String {
    format!(
        "{TOP}Content-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n{}\r\n\r\n{BASE64}\r\n--b1--\r\n",
        but("x", "x")
    )
    .replace('\r', "")
}

#[test]
fn a_line_that_is_almost_a_boundary_is_doubted() {
    for bad in [
        "--b1X\r\nKinh gui.",
        "--b1-\r\nKinh gui.",
        "--b1--X\r\nKinh gui.",
        "--b1\rKinh gui.",
        "--b1\r\r\nKinh gui.",
        "x\n--b1\nKinh gui.",
        "x\r--b1\r\nKinh gui.",
        "x --b1\r\nKinh gui.",
        "---b1\r\nKinh gui.",
    ] {
        let found = changed("Kinh gui.", bad);
        assert!(!found.doubts.is_empty(), "{bad:?}");
    }
    doubted(Flaw::Boundary, "gui.\r\n--b1\r\n", "gui.\n--b1\r\n");
    doubted(Flaw::Boundary, "gui.\r\n--b1\r\n", "gui.\r\n--b1\n");
}

#[test]
fn a_part_after_the_end_is_doubted() {
    doubted(Flaw::Boundary, "Kinh gui.\r\n", "Kinh gui.\r\n--b1--\r\n");
    doubted(Flaw::Boundary, "Spoken after.", "--b1--");
    doubted(Flaw::Boundary, "Spoken after.", "--b1\r\n\r\nx");
}

/// A mail that was cut on its way looks just like one without an end.
#[test]
fn a_mail_without_its_end_is_doubted() {
    doubted(Flaw::Boundary, "--b1--\r\nSpoken after.\r\n", "");
    doubted(Flaw::Boundary, "--b1--\r\nSpoken after.\r\n", "--b1\r\n");
    doubted(Flaw::Boundary, "boundary=\"b1\"", "boundary=never");
}

#[test]
fn a_part_without_an_empty_line_is_doubted() {
    doubted(
        Flaw::Boundary,
        "text/plain\r\n\r\nKinh gui.\r\n",
        "text/plain\r\n",
    );
    doubted(
        Flaw::Field,
        "Encoding: base64\r\n\r\n",
        "Encoding: base64\r\n",
    );
}

#[test]
fn a_boundary_that_is_another_one_too_is_doubted() {
    for inner in ["b1", "b1--"] {
        let nested = format!(
            "Content-Type: multipart/mixed; boundary=\"{inner}\"\r\n\r\n--{inner}\r\n\r\nx\r\n--{inner}--"
        );
        doubted(
            Flaw::Boundary,
            "Content-Type: text/plain\r\n\r\nKinh gui.",
            &nested,
        );
    }
    // Only as long as both mean the same line: one may begin as the other does.
    let nested =
        "Content-Type: multipart/mixed; boundary=\"b1_\"\r\n\r\n--b1_\r\n\r\nx\r\n--b1_--\r\n";
    check(
        &changed("Content-Type: text/plain\r\n\r\nKinh gui.", nested),
        "bao_cao.xlsx",
    );
}

#[test]
fn an_inner_multipart_ends_before_the_outer_goes_on() {
    let nested = "Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\n\r\nx";
    doubted(
        Flaw::Boundary,
        "Content-Type: text/plain\r\n\r\nKinh gui.",
        nested,
    );
}

#[test]
fn a_boundary_is_written_in_the_one_way_that_all_read_alike() {
    let long = format!("boundary={}", "b".repeat(71));
    for bad in [
        "boundary=b1; boundary=b2",
        "boundary*=''b2; boundary=b1",
        "boundary*0=b; boundary*1=1",
        "boundary=\"=?utf-8?Q?b1?=\"",
        "boundary=\"b1",
        "boundary=b1 b2",
        "boundary=\"b1 \"",
        "boundary=\"b\\1\"",
        "boundary=b(c)1",
        "boundary=\"b1\"2",
        "boundary=\"\"",
        "boundary",
        "x=y",
        &long,
    ] {
        doubted(Flaw::Field, "boundary=\"b1\"", bad);
    }
    for kind in [
        "\"multipart/mixed\"",
        "multipart",
        "multipart/mixed, a/b",
        "multi part/mixed",
    ] {
        doubted(Flaw::Field, "multipart/mixed", kind);
    }
}

#[test]
fn a_field_that_stands_twice_in_a_part_is_doubted() {
    let cte = "Content-Transfer-Encoding: base64";
    field(cte, &format!("{cte}\r\n{cte}"));
    field(cte, &format!("Content-Transfer-Encoding: 7bit\r\n{cte}"));
    field(cte, &format!("Content-Type: text/plain\r\n{cte}"));
    field(cte, &format!("Content-Disposition: inline\r\n{cte}"));
}

#[test]
fn a_part_whose_header_two_readers_read_differently_is_doubted() {
    let cte = "Content-Transfer-Encoding: base64";
    field("Content-Transfer-Encoding:", "Content-Transfer-Encoding :");
    field(cte, "Content-Transfer-Encoding base64");
    field(cte, "Content_Transfer_Encoding: base64");
    field(cte, &format!("ContentType: text/html\r\n{cte}"));
    field("Content-Disposition", "X\rContent-Disposition");
    field("filename=\"bao_cao.xlsx\"", "filename=\"bao_cao.xlsx");
    field("filename=\"bao_cao.xlsx\"", "filename=\"a.xlsx\" (b.exe)");
    field(crate::mail_world::XLSX, "spreadsheet");
    field(crate::mail_world::XLSX, "a/b/c");
}

#[test]
fn a_fragment_or_a_reference_is_not_the_file() {
    for kind in [
        "message/partial; id=a; number=1; total=2",
        "message/external-body; access-type=URL; URL=\"http://x.vn/a\"",
    ] {
        let header = format!("Content-Type: {kind}");
        let found = mixed(&[(&header, "Content-Type: text/plain\r\n\r\n")]);
        assert_eq!(flaws(&found), [Flaw::NotWhole], "{kind}");
    }
}

/// Its own parts are none of ours, but its bytes end where the outer part ends.
#[test]
fn a_mail_inside_a_mail_is_one_part() {
    let inner = "Content-Type: message/rfc822\r\n\r\nFrom: a@b.vn\r\n\
        Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\n\r\nx\r\n--b2--\r\n";
    let found = changed("Content-Type: text/plain\r\n\r\nKinh gui.", inner);
    assert_eq!(found.doubts, []);
    let files: Vec<bool> = found.attachments.iter().map(|file| file.is_mail).collect();
    assert_eq!(files, [true, false]);
    let digest = "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nFrom: a@b.vn\r\n\r\nx\r\n--d--";
    let found = changed("Content-Type: text/plain\r\n\r\nKinh gui.", digest);
    assert_eq!(found.doubts, []);
    assert!(found.attachments[0].is_mail);
}

#[test]
fn parts_are_numbered_as_imap_numbers_them() {
    let nested = "Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\n\r\nx\r\n--b2\r\n\
        Content-Type: multipart/related; boundary=b3\r\n\r\n--b3\r\n\r\ny\r\n--b3--\r\n--b2--\r\n";
    let raw = format!(
        "{TOP}Content-Type: multipart/mixed; boundary=b1\r\n\r\n--b1\r\n{nested}--b1\r\n\r\nz\r\n--b1--"
    );
    let header = Mail::open(raw.as_bytes()).header;
    let found = structure::read(raw.as_bytes(), &header);
    assert_eq!(found.doubts, []);
    let parts: Vec<(&str, &str)> = found
        .entities
        .iter()
        .filter(|entity| entity.body.len() < 3)
        .map(|entity| (entity.part.as_str(), &raw[entity.body.clone()]))
        .collect();
    assert_eq!(parts, [("1.1", "x"), ("1.2.1", "y"), ("2", "z")]);
}

/// Found by the fuzz target: after such a date the library does not see the
/// empty line, and takes what the body says for more header.
#[test]
fn a_header_that_the_library_reads_on_beyond_its_end_is_doubted() {
    let with = |zone: &str, end: &str| {
        let date = format!("Date: Sat, 22 Nov 2008 15:04:59 {zone}");
        let raw = format!("{TOP}{date}\r\n\r\nFrom: evil@x.vn\r\n\r\nx\r\n");
        flaws(&open(&raw.replace("\r\n", end)))
    };
    assert_eq!(with("+11l.", "\n"), [Flaw::Structure]);
    // As mail comes from a server, it does see it.
    for odd in ["+11l.", "+0700 (Giờ Đông Dương)", "+07:00", "ICT", "SA", ""] {
        assert_eq!(with(odd, "\r\n"), [], "{odd}");
    }
}

/// A thousand almost-boundaries are one doubt, not a thousand.
#[test]
fn the_same_doubt_is_told_once() {
    let found = changed("Kinh gui.", &"--b1X\r\n".repeat(1_000));
    assert_eq!(flaws(&found)[..1], [Flaw::Boundary]);
    assert!(found.doubts.len() < 3, "{:?}", found.doubts);
}

proptest! {
    /// Eight bytes at a time, and one after the other.
    #[test]
    fn a_byte_is_found_where_it_stands(bytes in proptest::collection::vec(0_u8..4, 0..40), high in any::<bool>(), byte in 0_u8..4) {
        let add = if high { 0x7f } else { 9 };
        let bytes: Vec<u8> = bytes.iter().map(|b| b + add).collect();
        let plain = bytes.iter().position(|b| *b == byte + add);
        prop_assert_eq!(scan::find(byte + add, &bytes), plain);
    }

    /// Whatever stands between the boundaries, the workbook is whole or doubted.
    #[test]
    fn no_mail_gives_another_workbook_without_a_doubt(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("\r\n"), Just("\n"), Just("\r"), Just("--b1"), Just("--b1--"), Just("--b2"), Just(" "), Just("x"),
                Just("\r\n\r\n"), Just("Content-Type: multipart/mixed; boundary=b2"), Just("Content-Type: message/rfc822"),
                Just("Content-Type: text/plain; name=b.txt"), Just("Content-Transfer-Encoding: quoted-printable"), Just("="),
            ],
            0..12,
        )
    ) {
        let found = changed("Kinh gui.", &pieces.concat());
        let books = found.attachments.iter().filter(|file| file.name == "bao_cao.xlsx");
        let books: Vec<&[u8]> = books.map(|file| &file.bytes[..]).collect();
        prop_assert!(!found.doubts.is_empty() || books == [crate::mail_world::BYTES], "{books:?}");
    }
}
