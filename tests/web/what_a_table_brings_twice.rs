//! A table of units that is handed in again changes nothing again.

use crate::{
    office::Office,
    who_is_asked_and_reminded::{does, hands_in},
};

const LINE: &str = "Mã đơn vị;Tên đơn vị;Hộp thư công vụ;Nhóm;Người liên hệ;Điện thoại\n\
    p.tuha;Ủy ban nhân dân phường Tứ Hạ;tuha.huongtra@thuathienhue.gov.vn;;Trần Văn Bình;0234 1\n";

async fn contacts(office: &Office) -> usize {
    let known = office.store.contacts("huong-tra-2015", "p.tuha").await;
    known.unwrap().len()
}

#[tokio::test]
async fn a_contact_who_has_left_is_not_brought_back_by_the_table_that_named_him() {
    let office = Office::open().await;
    let left = [
        ("contact_name", "Trần Văn Bình"),
        ("phone", "0234 1"),
        ("until", "09/12/2015"),
    ];
    let here = [("contact_name", "Lê Thị Hoa"), ("phone", "0234 2")];
    does(&office, "/units/p.tuha/contacts", &left).await;
    for more in [&[][..], &here] {
        if !more.is_empty() {
            does(&office, "/units/p.tuha/contacts", more).await;
        }
        let known = contacts(&office).await;
        let (page, text) = hands_in(&office, "đơn vị.csv", LINE.as_bytes()).await;
        assert!(page.contains("1 dòng, 0 thay đổi"), "{page}");
        assert!(!text.contains("/units/import/commit"), "nothing to commit");
        assert_eq!(contacts(&office).await, known);
    }
}

#[tokio::test]
async fn a_contact_of_a_table_is_added_once_however_often_it_is_handed_in() {
    let office = Office::open().await;
    let (_, text) = hands_in(&office, "đơn vị.csv", LINE.as_bytes()).await;
    let (_, csv) = text.split_once("<textarea").unwrap();
    let (_, csv) = csv.split_once('>').unwrap();
    let (csv, _) = csv.split_once("</textarea").unwrap();
    let form = [("version", "0"), ("file", "đơn vị.csv"), ("table", csv)];
    does(&office, "/units/import/commit", &form).await;
    let here = [("contact_name", "Lê Thị Hoa"), ("phone", "0234 2")];
    does(&office, "/units/p.tuha/contacts", &here).await;
    assert_eq!(contacts(&office).await, 2);
    let (page, text) = hands_in(&office, "đơn vị.csv", LINE.as_bytes()).await;
    assert!(page.contains("Không đổi"), "{page}");
    assert!(!text.contains("/units/import/commit"), "nothing to commit");
}
