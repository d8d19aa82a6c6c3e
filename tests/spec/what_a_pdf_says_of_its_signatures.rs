//! Signatures in a PDF as far as they can be seen without verifying them.

use congvu::evidence::signed::{Covers, Signature, signatures};
use proptest::prelude::*;

/// A PDF whose one signature covers all but itself.
fn signed(name: &str) -> Vec<u8> {
    let head = b"%PDF-1.7\n3 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Reason (Ky \\(so\\)) /Contents ";
    let contents = b"<30820a0b00>";
    let rest = |range: &str| {
        format!(
            "\n/ByteRange {range}/M (D:20151208093000+07'00') /Name {name} /Ref 4 0 R >>\nendobj\ntrailer\n%%EOF\n"
        )
    };
    let blank = rest(&" ".repeat(40));
    let again = head.len() + contents.len();
    let range = format!("[0 {} {again} {}]", head.len(), blank.len());
    [
        head.as_slice(),
        contents,
        rest(&format!("{range:<40}")).as_bytes(),
    ]
    .concat()
}

fn one(pdf: &[u8]) -> Signature {
    let [one] = signatures(pdf).try_into().unwrap();
    one
}

#[test]
fn a_signature_says_what_it_covers_and_claims_who_and_when() {
    let found = one(&signed("(Tran Van A)"));
    assert_eq!(found.covers, Covers::Whole);
    assert_eq!(found.form, "ETSI.CAdES.detached");
    assert_eq!(
        (found.name.as_str(), found.time.as_str()),
        ("Tran Van A", "08/12/2015 09:30")
    );
}

#[test]
fn names_are_read_in_every_spelling_of_a_pdf() {
    let wide: String = "Trần Văn A"
        .encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect();
    assert_eq!(one(&signed(&format!("<FEFF{wide}>"))).name, "Trần Văn A");
    assert_eq!(one(&signed("(Tr\\341n \\(A\\) (B))")).name, "Trán (A) (B)");
}

#[test]
fn bytes_that_were_added_afterwards_are_told() {
    let mut pdf = signed("(A)");
    pdf.extend_from_slice(b"5 0 obj\n<< >>\nendobj\n");
    assert_eq!(one(&pdf).covers, Covers::Before);
}

#[test]
fn a_range_that_leaves_out_more_than_the_signature_is_broken() {
    let pdf = signed("(A)");
    let text = String::from_utf8(pdf).unwrap();
    let at = text.find("[0 ").unwrap();
    let first: usize = text[at + 3..].split(' ').next().unwrap().parse().unwrap();
    for other in [
        text.replace(&format!("[0 {first} "), &format!("[0 {} ", first - 1)),
        text.replace("[0 ", "[1 "),
        text.replacen(&format!("[0 {first} "), "[0 ", 1),
    ] {
        assert_eq!(one(other.as_bytes()).covers, Covers::Broken, "{other}");
    }
}

#[test]
fn a_pdf_without_a_signature_has_none() {
    assert_eq!(
        signatures(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"),
        []
    );
    assert_eq!(signatures(b"%PDF-1.7 /ByteRange [0 1 2 3]"), []);
    assert_eq!(signatures(b""), []);
    // The form field of a signature that nobody has given.
    assert_eq!(
        signatures(b"%PDF\n1 0 obj\n<< /FT /Sig /T (A) >>\nendobj"),
        []
    );
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(
        before in proptest::collection::vec(any::<u8>(), 0..60),
        after in "[<>\\[\\]()/0-9 A-Za-z\\\\%]{0,200}",
    ) {
        let mut pdf = before;
        pdf.extend_from_slice(b"1 0 obj <</ByteRange ");
        pdf.extend_from_slice(after.as_bytes());
        prop_assert!(signatures(&pdf).len() <= 20);
    }
}
