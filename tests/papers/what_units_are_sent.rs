//! The letter that brings a unit its score sheet.

use congvu::{
    address::Address, edition::Edition, letter::Letter, publication::letter::score_sheet,
};
use mail_parser::{MessageParser, MimeHeaders as _};

use crate::town::{self, CHANGED, LATE, SILENT};

fn letter(edition: &Edition, code: &str) -> Option<Letter> {
    let unit = town::campaign().registry.by_code(code).unwrap();
    let own = Address::parse("huongtra@thuathienhue.gov.vn").unwrap();
    let at = "2015-12-29T01:30:00Z".parse().unwrap();
    score_sheet(&town::basis(edition), edition, unit, &own, at).unwrap()
}

#[test]
fn it_goes_to_the_registered_mailbox_with_the_sheet_as_a_pdf() {
    let edition = town::edition();
    let letter = letter(&edition, CHANGED).unwrap();
    let mail = MessageParser::default().parse(&letter.bytes).unwrap();
    let to = mail.to().unwrap().first().unwrap().address().unwrap();
    assert_eq!(to, "huongvan01.huongtra@thuathienhue.gov.vn");
    assert_eq!(
        mail.subject().unwrap(),
        "[KẾT QUẢ] Báo cáo CNTT 2015 – Ủy ban nhân dân phường Hương Văn – phiếu điểm, bản công bố số 1"
    );
    assert_eq!(
        mail.header_raw("Auto-Submitted").unwrap().trim(),
        "auto-generated"
    );
    assert!(mail.header_raw("In-Reply-To").is_none());
    let file = mail.attachment(0).unwrap();
    assert_eq!(file.attachment_name(), Some("phieu-diem-p.huongvan01.pdf"));
    assert!(file.contents().starts_with(b"%PDF-1.7"));
    let body = mail.body_text(0).unwrap();
    let unit = edition.snapshot.unit(CHANGED).unwrap();
    let total = congvu::words::scores::total(unit.total.to_string().parse().unwrap());
    for said in [
        total.as_str(),
        "Quyết định số 2214/QĐ-UBND",
        "Thang điểm MÔ HÌNH",
    ] {
        assert!(body.contains(said), "{said}: {body}");
    }
    assert!(letter.message_id.contains(&letter.message_id[1..33]));
}

#[test]
fn one_edition_is_one_letter_a_unit_and_another_edition_another() {
    let (first, second) = (town::edition(), town::second());
    assert_eq!(letter(&first, CHANGED), letter(&first, CHANGED));
    let (first, second) = (
        letter(&first, CHANGED).unwrap(),
        letter(&second, CHANGED).unwrap(),
    );
    assert_ne!(first.key, second.key);
    assert_ne!(first.message_id, second.message_id);
}

#[test]
fn a_late_unit_is_told_why_it_has_no_rank_and_a_silent_one_gets_none() {
    let edition = town::edition();
    let late = letter(&edition, LATE).unwrap();
    let mail = MessageParser::default().parse(&late.bytes).unwrap();
    let body = mail.body_text(0).unwrap();
    assert!(
        body.contains("Gửi báo cáo quá hạn, không xếp hạng"),
        "{body}"
    );
    assert_eq!(letter(&edition, SILENT), None);
}
