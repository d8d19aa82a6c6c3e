//! edXML: what a message of document software says, in both dialects, and what
//! is refused.

use congvu::{
    evidence::{
        Business, XmlFault,
        edxml::{self, Fault, Message},
    },
    workbook::{Container, Limits, Refusal},
};
use jiff::civil::date;
use proptest::prelude::*;
use std::io::Write as _;

fn read(text: &str) -> Result<Message, Fault> {
    edxml::read("van-ban.edxml", text.as_bytes(), &Limits::default())
}

/// A message of a ward with these attachments.
fn message(attachments: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXMLEnvelope><edXMLHeader>
<MessageHeader>
<From><OrganId>H57.12.04</OrganId><OrganName>UBND phường Hương Văn</OrganName></From>
<To><OrganId>H57.12</OrganId></To><To><OrganId>H57.13</OrganId></To>
<DocumentId>H57.12.04,2015/12/08,15/BC-UBND</DocumentId>
<Code><CodeNumber>0015</CodeNumber><CodeNotation>BC-UBND</CodeNotation></Code>
<PromulgationInfo><Place>Hương Văn</Place><PromulgationDate>2015/12/08</PromulgationDate></PromulgationInfo>
<Subject>Báo cáo ứng dụng CNTT &amp; chuyển đổi</Subject>
<SignerInfo><Position>Chủ tịch</Position><FullName>Trần Văn A</FullName></SignerInfo>
</MessageHeader>
<TraceHeaderList><TraceHeader><OrganId>H57.12.04</OrganId></TraceHeader>
<Bussiness><BussinessDocType>0</BussinessDocType></Bussiness></TraceHeaderList>
</edXMLHeader></edXMLEnvelope><AttachmentEncoded>{attachments}</AttachmentEncoded></edXML>"#
    )
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for group in bytes.chunks(3) {
        let of = |at: usize| u32::from(group.get(at).copied().unwrap_or_default());
        let value = of(0) << 16 | of(1) << 8 | of(2);
        for n in 0..4 {
            let letter = LETTERS[usize::try_from(value >> (18 - 6 * n) & 63).unwrap()];
            out.push(if n <= group.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn attachment(name: &str, bytes: &[u8]) -> String {
    format!(
        "<Attachment><ContentId>cid:1</ContentId><AttachmentName>{name}</AttachmentName>\
         <ContentType>application/zip</ContentType>\
         <ContentTransferEncoded>\n{}\n</ContentTransferEncoded></Attachment>",
        base64(bytes)
    )
}

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n";

#[test]
fn a_message_says_whose_document_it_is_and_brings_its_files() {
    let zip = zip(&[("15-BC.pdf", PDF)]);
    let found = read(&message(&attachment("15-BC.zip", &zip))).unwrap();
    let record = &found.record;
    assert_eq!(record.number, "0015/BC-UBND");
    assert_eq!(record.date, Some(date(2015, 12, 8)));
    assert_eq!(record.organ, "H57.12.04");
    assert_eq!(record.author, "UBND phường Hương Văn");
    assert_eq!(record.subject, "Báo cáo ứng dụng CNTT & chuyển đổi");
    assert_eq!(record.signer, "Trần Văn A (Chủ tịch)");
    assert_eq!(record.business, Business::New);
    assert_eq!(found.identifier, "H57.12.04,2015/12/08,15/BC-UBND");
    assert_eq!(found.files, [PDF]);
    assert_eq!(record.files[0].name, "15-BC.pdf");
    assert_eq!(record.files[0].kind, Container::Pdf);
    let identifier = record.identifier().unwrap().to_string();
    assert_eq!(identifier, found.identifier);
}

#[test]
fn the_older_dialect_prefixes_and_junk_before_the_document_say_the_same() {
    let plain = message(&attachment("15-BC.pdf", PDF));
    let newer = read(&plain).unwrap();
    for other in [
        format!("1212{plain}"),
        format!("\u{feff}{plain}"),
        plain
            .replace(
                "http://www.mic.gov.vn/TBT/QCVN_102_2016",
                "http://www.go.vn/eDoc",
            )
            .replace("edXMLEnvelope", "EdXMLEnvelope")
            .replace("ContentTransferEncoded", "Content"),
        plain
            .replace("<MessageHeader", "<edXML:MessageHeader")
            .replace("</MessageHeader", "</edXML:MessageHeader")
            .replace("<edXML xmlns", "<edXML:edXML xmlns:edXML")
            .replace("</edXML>", "</edXML:edXML>"),
    ] {
        let mut older = read(&other).unwrap();
        older.record.source = newer.record.source.clone();
        assert_eq!(older, newer);
    }
}

#[test]
fn a_recall_and_a_replacement_name_what_they_mean() {
    let of = |code: &str, about: &str| {
        let business = format!(
            "<BussinessDocType>{code}</BussinessDocType>\
             <BussinessDocReason>Sai số liệu</BussinessDocReason><DocumentId>{about}</DocumentId>"
        );
        let plain = message("").replace("<BussinessDocType>0</BussinessDocType>", &business);
        read(&plain).unwrap().record
    };
    let about = "H57.12.04,2015/12/01,9/BC-UBND";
    let recall = of("1", about);
    assert_eq!(
        (recall.business, recall.about.as_str()),
        (Business::Recall, about)
    );
    assert_eq!(recall.note, "Sai số liệu");
    assert!(!recall.is_copy());
    assert_eq!(of("3", about).business, Business::Replace);
    assert_eq!(of("2", about).business, Business::Update);
}

#[test]
fn what_stands_twice_and_differs_is_refused() {
    let plain = message("");
    for (from, to, name) in [
        (
            "<PromulgationDate>2015/12/08",
            "<PromulgationDate>2015/12/09",
            "PromulgationDate",
        ),
        ("<CodeNumber>0015", "<CodeNumber>16", "DocumentId"),
        ("<Subject>", "<Subject>Một</Subject><Subject>", "Subject"),
        ("<From>", "<From><OrganId>H1</OrganId></From><From>", "From"),
        (
            "<TraceHeaderList>",
            "<TraceHeaderList><Bussiness/>",
            "Bussiness",
        ),
    ] {
        let changed = plain.replace(from, to);
        assert_ne!(changed, plain);
        assert_eq!(read(&changed), Err(Fault::Double(name)));
    }
}

#[test]
fn what_is_no_message_is_said_to_be_none() {
    assert_eq!(read("<html><body/></html>"), Err(Fault::NotEdxml));
    let status = "<edXML><Status><StatusCode>03</StatusCode></Status></edXML>";
    assert_eq!(read(status), Err(Fault::OnlyStatus("03".to_owned())));
    let plain = message("");
    for damaged in [
        "",
        "không phải XML",
        &plain[..plain.len() / 2],
        &format!("{plain}<x/>"),
        "<a></b>",
    ] {
        let found = read(damaged);
        assert!(
            matches!(found, Err(Fault::Xml(XmlFault::Damaged(_)))),
            "{found:?}"
        );
    }
    let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let found = edxml::read("x", &wide, &Limits::default());
    assert!(matches!(
        found,
        Err(Fault::Xml(XmlFault::Damaged(_) | XmlFault::Hostile))
    ));
}

#[test]
fn no_document_type_and_no_entity_is_understood() {
    let hostile = Err(Fault::Xml(XmlFault::Hostile));
    let declared = r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    let plain = message("");
    let (head, body) = plain.split_once("?>").unwrap();
    assert_eq!(read(&format!("{head}?>{declared}{body}")), hostile);
    assert_eq!(
        read(&plain.replace("Hương Văn</Place>", "&x;</Place>")),
        hostile
    );
    assert_eq!(read(&plain.replace("&amp;", "&nbsp;")), hostile);
}

#[test]
fn depth_elements_and_size_have_bounds() {
    let deep = format!("{}{}", "<a>".repeat(40), "</a>".repeat(40));
    let much = Err(Fault::Xml(XmlFault::TooMuch));
    assert_eq!(read(&deep), much);
    assert_eq!(read(&format!("<a>{}</a>", "<b/>".repeat(20_000))), much);
    let long = vec![b' '; (32 << 20) + 1];
    let found = edxml::read("x", &long, &Limits::default());
    assert_eq!(found, Err(Fault::Xml(XmlFault::TooLong)));
    let many = attachment("a.txt", b"a").repeat(51);
    assert_eq!(read(&message(&many)), Err(Fault::TooManyFiles));
}

#[test]
fn attachments_pass_the_same_gate_as_every_other_zip() {
    let bomb = zip(&[("a.txt", &vec![b'0'; 70 << 20])]);
    let found = read(&message(&attachment("a.zip", &bomb)));
    let Err(Fault::Attachment { name, why }) = found else {
        panic!("{found:?}");
    };
    assert_eq!(name, "a.zip");
    assert!(matches!(why, Refusal::Limit { .. }), "{why}");
    let inner = zip(&[("b.txt", b"b")]);
    let nested = zip(&[("a.zip", &inner)]);
    let found = read(&message(&attachment("n.zip", &nested))).unwrap();
    // One level only: what is inside stays a file.
    assert_eq!(found.files, [inner]);
    let broken = attachment("a.zip", b"x").replace("eA==", "eA=");
    let found = read(&message(&broken));
    assert_eq!(found, Err(Fault::Base64("a.zip".to_owned())));
}

proptest! {
    #[test]
    fn bytes_that_nobody_would_write_stop_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = edxml::read("x", &bytes, &Limits::default());
    }

    #[test]
    fn a_message_cut_anywhere_is_refused(at in any::<prop::sample::Index>()) {
        let whole = message(&attachment("15-BC.pdf", PDF));
        let at = at.index(whole.chars().count());
        let cut: String = whole.chars().take(at).collect();
        prop_assert!(read(&cut).is_err());
    }
}
