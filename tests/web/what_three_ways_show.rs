//! Paper and document-software copies on the pages: received, corrected,
//! settled, imported, and seen by whoever may only look.

use axum::http::StatusCode;
use congvu::role::Role;

use crate::office::{Answer, CSRF, Office, TOKEN, carry, get, post, post_files, send};

const UNIT: &str = "/copies/p.huongvan01";

/// Sends a form with files as the open session.
async fn sends(
    office: &Office,
    path: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &str, &[u8])>,
) -> Answer {
    let mut parts: Vec<(&str, Option<&str>, &[u8])> = vec![("csrf", None, CSRF.as_bytes())];
    parts.extend(
        fields
            .iter()
            .map(|(name, value)| (*name, None, value.as_bytes())),
    );
    parts.extend(file.map(|(field, name, bytes)| (field, Some(name), bytes)));
    let mut request = post_files(path, &parts);
    carry(&mut request, &format!("congvu={TOKEN}"));
    send(office.pages(), request).await
}

/// Sends a form of words as the open session.
async fn says(office: &Office, path: &str, fields: &[(&str, &str)]) -> Answer {
    let fields: Vec<(&str, &str)> = [("csrf", CSRF)]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    let mut request = post(path, &fields);
    carry(&mut request, &format!("congvu={TOKEN}"));
    send(office.pages(), request).await
}

/// Paper as it should be.
pub const PAPER: [(&str, &str); 8] = [
    ("number", "15/BC-UBND"),
    ("date", "08/12/2015"),
    ("arrived", "09/12/2015"),
    ("arrival_number", "1024"),
    ("received_by", "Nguyễn Thị Lan"),
    ("signed", "yes"),
    ("sealed", "yes"),
    ("figures", "same"),
];

/// The same with one field changed.
fn with(name: &str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut fields = PAPER.to_vec();
    fields.retain(|(field, _)| *field != name);
    if !value.is_empty() {
        let name = PAPER.iter().find(|(field, _)| *field == name).unwrap().0;
        fields.push((name, value));
    }
    fields
}

fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location")
}

#[tokio::test]
async fn paper_that_is_received_stands_in_the_matrix_and_the_dossier() {
    let office = Office::open().await;
    let page = office.page("/copies").await;
    assert!(page.contains("Ủy ban nhân dân phường Hương Văn"));
    let scan = ("file", "quét.pdf", b"%PDF-1.7 scan".as_slice());
    let answer = sends(&office, &format!("{UNIT}/paper"), &PAPER, Some(scan)).await;
    assert_eq!(location(&answer), "/copies/p.huongvan01?done=paper");
    let page = office.page("/copies/p.huongvan01?done=paper").await;
    for said in [
        "Đã ghi nhận bản giấy.",
        "15/BC-UBND ngày 08/12/2015",
        "số đến 1024",
        "quét.pdf",
        "Không thấy chữ ký số",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let page = office.page("/copies?show=document_only").await;
    assert!(page.contains("phường Hương Văn") && !page.contains("phường Tứ Hạ"));
    let page = office.page("/copies?q=1024").await;
    assert!(page.contains("phường Hương Văn") && !page.contains("phường Tứ Hạ"));
    let file = congvu::digest::Digest::of(b"%PDF-1.7 scan");
    let answer = office.see(&format!("{UNIT}/files/{file}")).await;
    assert_eq!(answer.bytes, b"%PDF-1.7 scan");
    assert!(
        answer
            .header("content-disposition")
            .starts_with("attachment")
    );
    let elsewhere = office.see(&format!("/copies/p.tuha/files/{file}")).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_with_faults_comes_back_as_it_was_filled_in() {
    let office = Office::open().await;
    for (field, value, said) in [
        ("number", "không rõ", "Không đọc được số, ký hiệu"),
        ("number", "", "Ghi số, ký hiệu văn bản"),
        ("date", "08/13/2015", "ngày/tháng/năm"),
        ("date", "", "Cần ghi ô này"),
        ("date", "08/12/2005", "quá xa"),
        ("arrived", "11/12/2015", "chưa đến"),
        ("arrived", "07/12/2015", "sớm hơn ngày văn bản"),
        ("received_by", "", "Cần ghi ô này"),
    ] {
        let answer = sends(&office, &format!("{UNIT}/paper"), &with(field, value), None).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field} {value}"
        );
        let page = answer.text();
        assert!(page.contains(said), "{field} {value}: {said}");
        assert!(page.contains("aria-invalid"), "{field}");
        assert!(page.contains("value=\"1024\""), "{field}");
    }
    let program = ("file", "scan.pdf", b"MZ program".as_slice());
    let answer = sends(&office, &format!("{UNIT}/paper"), &PAPER, Some(program)).await;
    assert!(answer.text().contains("Chỉ nhận tệp PDF"));
    assert!(
        !office
            .page("/copies?show=document_only")
            .await
            .contains("Hương Văn")
    );
}

#[tokio::test]
async fn a_form_that_is_sent_twice_records_one_copy() {
    let office = Office::open().await;
    let path = format!("{UNIT}/paper");
    sends(&office, &path, &PAPER, None).await;
    let again = sends(&office, &path, &PAPER, None).await;
    assert_eq!(location(&again), "/copies/p.huongvan01?done=known");
    let page = office.page(UNIT).await;
    assert_eq!(page.matches("Rút ghi nhận này").count(), 1);
}

#[tokio::test]
async fn a_copy_is_corrected_with_a_reason_and_the_first_stays_in_sight() {
    let office = Office::open().await;
    let path = format!("{UNIT}/paper");
    sends(&office, &path, &with("number", "51/BC-UBND"), None).await;
    let form = office.page(&format!("{UNIT}?correct=1")).await;
    assert!(
        form.contains("value=\"51/BC-UBND\"") && form.contains("name=\"replaces\" value=\"1\"")
    );
    let mut fields = PAPER.to_vec();
    fields.push(("replaces", "1"));
    let without = sends(&office, &path, &fields, None).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    fields.push(("why", "gõ nhầm số"));
    let answer = sends(&office, &path, &fields, None).await;
    assert_eq!(location(&answer), "/copies/p.huongvan01?done=corrected");
    let page = office.page(UNIT).await;
    assert!(page.contains("51/BC-UBND") && page.contains("Lý do: gõ nhầm số."));
    let late = sends(&office, &path, &fields, None).await;
    assert!(late.text().contains("vừa được người khác sửa"));
    let answer = says(
        &office,
        &format!("{UNIT}/withdraw"),
        &[("id", "2"), ("why", "nhầm đơn vị")],
    )
    .await;
    assert_eq!(location(&answer), "/copies/p.huongvan01?done=withdrawn");
    let page = office.page(UNIT).await;
    assert!(page.contains("Đã rút bởi") && page.contains("nhầm đơn vị"));
}

#[tokio::test]
async fn what_disagrees_is_named_and_settled_with_a_reason() {
    let office = Office::open().await;
    sends(&office, &format!("{UNIT}/paper"), &with("sealed", ""), None).await;
    let page = office.page("/copies?show=disagreeing").await;
    assert!(page.contains("Bản giấy chưa đóng dấu."));
    let ruling = [("about", "paper:unsealed:1"), ("ruling", "does_not_count")];
    let without = says(&office, &format!("{UNIT}/settle"), &ruling).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut with = ruling.to_vec();
    with.push(("reason", "đề nghị đơn vị gửi bản có dấu"));
    let answer = says(&office, &format!("{UNIT}/settle"), &with).await;
    assert_eq!(location(&answer), "/copies/p.huongvan01?done=settled");
    let page = office.page(UNIT).await;
    assert!(page.contains("đề nghị đơn vị gửi bản có dấu") && page.contains("Không tính"));
    let none = says(
        &office,
        &format!("{UNIT}/settle"),
        &[("about", "paper:x"), ("ruling", "counts"), ("reason", "a")],
    )
    .await;
    assert!(none.text().contains("không còn nữa"));
}

/// A register in which one ward is sure, one only suggested, one ambiguous.
pub const REGISTER: &str = "SỔ VĂN BẢN ĐẾN;;;;;\nNgày đến;Số đến;Tác giả;Số, ký hiệu;Ngày tháng;Trích yếu\n\
09/12/2015;1024;UBND phường Hương Văn;15/BC-UBND;08/12/2015;Báo cáo mức độ ứng dụng công nghệ thông tin năm 2015\n\
09/12/2015;1025;UBND phuong Huong Van;16/BC-UBND;08/12/2015;Báo cáo mức độ ứng dụng công nghệ thông tin năm 2015\n\
09/12/2015;1026;UBND tỉnh;17/CV-UBND;08/12/2015;Công văn\n";

/// Copies as a town has them in the middle of its campaign: one that agrees,
/// one without a seal and with another number, one corrected, one only software.
pub async fn copies_of_every_kind(office: &Office) {
    let scan = ("file", "15-BC-UBND.pdf", b"%PDF-1.7 scan".as_slice());
    let path = format!("{UNIT}/paper");
    sends(office, &path, &with("number", "51/BC-UBND"), Some(scan)).await;
    let mut fields = with("sealed", "");
    fields.extend([("replaces", "1"), ("why", "gõ nhầm số")]);
    sends(office, &path, &fields, None).await;
    let software = [
        ("number", "16/BC-UBND"),
        ("date", "08/12/2015"),
        ("signer", "Trần Văn An (Chủ tịch)"),
        ("organ", "H57.12.04"),
    ];
    let path = format!("{UNIT}/document_software");
    sends(office, &path, &software, Some(scan)).await;
    let ward = "/copies/p.tuha";
    sends(office, &format!("{ward}/paper"), &PAPER, None).await;
    sends(
        office,
        &format!("{ward}/document_software"),
        &software,
        None,
    )
    .await;
    let ruling = [
        (
            "about",
            "document_software:number:paper:16/BC-UBND|15/BC-UBND",
        ),
        ("ruling", "counts"),
        ("reason", "Văn thư xác nhận hai văn bản cùng nội dung"),
    ];
    says(office, &format!("{ward}/settle"), &ruling).await;
    let file = ("table", "so-van-ban-den-2015.csv", REGISTER.as_bytes());
    sends(
        office,
        "/imports",
        &[("kind", "register_software")],
        Some(file),
    )
    .await;
}

#[tokio::test]
async fn a_register_is_looked_at_first_then_taken_and_the_second_time_changes_nothing() {
    let office = Office::open().await;
    let file = ("table", "so-den.csv", REGISTER.as_bytes());
    let answer = sends(
        &office,
        "/imports",
        &[("kind", "register_software")],
        Some(file),
    )
    .await;
    assert_eq!(location(&answer), "/imports/1");
    let page = office.page("/imports/1").await;
    for said in [
        "Gợi ý, cần chọn",
        "Không rõ đơn vị",
        "1</strong> văn bản gợi ý",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("17/CV-UBND"));
    let nothing = sends(&office, "/imports/1", &[], None).await;
    assert_eq!(location(&nothing), "/imports/1?taken=0");
    let answer = sends(&office, "/imports/1", &[("line", "3"), ("line", "4")], None).await;
    assert_eq!(location(&answer), "/imports/1?taken=1");
    let again = sends(
        &office,
        "/imports",
        &[("kind", "register_software")],
        Some(file),
    )
    .await;
    assert_eq!(location(&again), "/imports/1");
    let answer = sends(&office, "/imports/1", &[("line", "3")], None).await;
    assert_eq!(location(&answer), "/imports/1?taken=0");
    let page = office.page(UNIT).await;
    assert!(page.contains("số đến 1024") && page.contains("so-den.csv, dòng 3"));
    assert!(
        !office
            .page("/copies?show=document_only")
            .await
            .contains("Hương Vân")
    );
}

#[tokio::test]
async fn a_file_that_is_no_register_is_told_and_not_kept() {
    let office = Office::open().await;
    for (kind, bytes, said) in [
        (
            "register_software",
            b"a;b;c\n1;2;3\n".as_slice(),
            "Không thấy dòng tiêu đề",
        ),
        ("register_software", b"MZ", "chương trình"),
        ("edxml", b"<!DOCTYPE a><a/>", "DOCTYPE"),
        ("edxml", b"<a/>", "không phải gói tin edXML"),
    ] {
        let answer = sends(
            &office,
            "/imports",
            &[("kind", kind)],
            Some(("table", "x", bytes)),
        )
        .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(said), "{said}: {}", answer.text());
    }
    let none = sends(&office, "/imports", &[("kind", "edxml")], None).await;
    assert!(none.text().contains("Hãy chọn tệp"));
    assert_eq!(office.see("/imports/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_may_only_look_sees_no_form() {
    let office = Office::open().await;
    sends(&office, &format!("{UNIT}/paper"), &with("sealed", ""), None).await;
    let token = office.signed_in_as(Role::Viewer).await;
    for path in [UNIT, "/copies"] {
        let mut request = get(path);
        carry(&mut request, &format!("congvu={token}"));
        let page = send(office.pages(), request).await.text();
        assert!(page.contains("Bản giấy chưa đóng dấu."), "{path}");
        assert!(!page.contains(&format!("action=\"{UNIT}")), "{path}");
        assert!(!page.contains("/imports"), "{path}");
    }
    assert_eq!(
        office.see("/copies/p.khac").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_strangers_wrote_stays_text() {
    let office = Office::open().await;
    let evil = "<script>alert(1)</script>";
    let register = REGISTER.replace("Báo cáo mức", &format!("{evil} Báo cáo mức"));
    let file = ("table", "<b>.csv", register.as_bytes());
    sends(
        &office,
        "/imports",
        &[("kind", "register_software")],
        Some(file),
    )
    .await;
    for path in ["/imports", "/imports/1"] {
        let page = office.page(path).await;
        assert!(!page.contains(evil) && !page.contains("<b>"), "{path}");
    }
    let mut fields = PAPER.to_vec();
    fields.push(("note", "<img src=x onerror=alert(1)>"));
    sends(&office, &format!("{UNIT}/paper"), &fields, None).await;
    assert!(!office.page(UNIT).await.contains("<img"));
}
