//! Who is asked for a report, until when, and who is reminded: what the pages
//! show and what their forms do.

use axum::http::{StatusCode, header};
use congvu::{role::Role, verdict::Verdict};

use crate::{
    office::{Answer, CSRF, Office, TOKEN, at, carry, post, post_files, send},
    village::{clerk_writes, good, units},
    what_a_page_shows::seen,
    what_had_happened::mails_of_every_kind,
    what_people_decide::{comes, verdict},
};

/// Sends a form of the open session.
async fn sends(office: &Office, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("csrf", CSRF)];
    all.extend(fields);
    let mut request = post(path, &all);
    carry(&mut request, &format!("congvu={TOKEN}"));
    send(office.pages(), request).await
}

/// Sends a form that is taken, and reads the page it leads to.
pub async fn does(office: &Office, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = sends(office, path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    seen(&office.page(answer.header(header::LOCATION.as_str())).await)
}

/// Sends a form that is shown again, and reads it.
async fn is_told(office: &Office, path: &str, fields: &[(&str, &str)]) -> String {
    let answer = sends(office, path, fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    seen(&answer.text())
}

async fn check(office: &Office, path: &str, sentences: &[&str]) {
    let page = seen(&office.page(path).await);
    for sentence in sentences {
        assert!(page.contains(sentence), "{path}: {sentence}\n---\n{page}");
    }
}

#[tokio::test]
async fn the_first_page_names_who_has_not_reported_and_leads_to_their_reminders() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    check(
        &office,
        "/",
        &[
            "Chưa có báo cáo (30)",
            "Xem trước thư nhắc 30 đơn vị này",
            "Chưa liên hệ được 0",
            "Thư báo cáo theo giờ",
            "09:00–10:00 07/12/2015",
        ],
    )
    .await;
    let page = office.page("/").await;
    assert!(page.contains("<svg"), "the picture is there");
    assert!(!page.contains("style="), "our pages allow no inline style");
}

#[tokio::test]
async fn a_reminder_is_read_before_it_is_sent_and_sent_once() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    check(
        &office,
        "/reminders",
        &[
            "Chưa có báo cáo (30 đơn vị)",
            "Tứ Hạ Bị trả lại, chưa sửa",
            "không tự gửi thư nhắc",
            "Mời báo cáo 07:30 06/12/2015",
        ],
    )
    .await;
    let chosen = "/reminders/preview?unit=p.tuha&unit=p.huongvan02&unit=p.huongvan01";
    check(
        &office,
        chosen,
        &[
            "Xem trước 2 thư nhắc",
            "Gửi 2 thư nhắc",
            "đã gửi, còn 2 lỗi chưa sửa",
            "chưa nhận được báo cáo",
            "Không nhắc lúc này (vừa có báo cáo, hôm nay đã nhắc, hoặc đã nhắc hai lần cùng nội dung): Hương Văn.",
        ],
    )
    .await;
    assert_eq!(
        office
            .store
            .reminders("huong-tra-2015")
            .await
            .unwrap()
            .len(),
        0
    );
    let form = [("count", "2"), ("unit", "p.tuha"), ("unit", "p.huongvan02")];
    let page = does(&office, "/reminders", &form).await;
    assert!(page.contains("Đã ghi 2 thư nhắc vào hộp thư đi."), "{page}");
    assert!(page.contains("lan Đang chờ gửi"), "{page}");
    // Sent twice by a double click, it goes out once: the rest is by hand, once.
    for _ in 0..2 {
        does(&office, "/reminders", &form).await;
    }
    let noted = office.store.reminders("huong-tra-2015").await.unwrap();
    let by_hand = noted.iter().filter(|it| it.stage.as_str() == "by_hand");
    assert_eq!((noted.len(), by_hand.count()), (4, 2));
}

#[tokio::test]
async fn as_many_are_sent_as_the_page_showed() {
    let office = Office::open().await;
    let wrong = [("count", "3"), ("unit", "p.tuha")];
    let answer = sends(&office, "/reminders", &wrong).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    let nobody = office.see("/reminders/preview").await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    let page = seen(&office.page("/reminders?nobody=1").await);
    assert!(page.contains("Chưa chọn đơn vị nào"), "{page}");
}

#[tokio::test]
async fn a_unit_is_given_more_time_with_a_reason_and_every_page_knows_it_at_once() {
    let office = Office::open().await;
    let form = [
        ("kind", "extended"),
        ("day", "2015-12-15"),
        ("time", "17:00"),
        ("reason", "Lũ lụt, Công văn 12/UBND"),
    ];
    let page = does(&office, "/units/p.tuha/terms", &form).await;
    for said in [
        "17:00:00 thứ Ba ngày 15/12/2015",
        "Được gia hạn",
        "Lũ lụt, Công văn 12/UBND",
        "Sửa thời hạn (lan)",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    check(
        &office,
        "/",
        &["gia hạn đến 17:00:00 thứ Ba ngày 15/12/2015"],
    )
    .await;
    check(&office, "/units?q=tu+ha", &["Gia hạn đến 17:00 15/12"]).await;
    check(
        &office,
        "/units/p.huongvan01",
        &["24:00 thứ Bảy ngày 12/12/2015"],
    )
    .await;
    let back = [("kind", "usual"), ("reason", "nhầm đơn vị")];
    let page = does(&office, "/units/p.tuha/terms", &back).await;
    assert!(page.contains("24:00 thứ Bảy ngày 12/12/2015"), "{page}");
}

#[tokio::test]
async fn what_is_wrong_with_a_form_stands_beside_its_field_and_nothing_is_lost() {
    let office = Office::open().await;
    let early = [("kind", "extended"), ("day", "2015-12-10"), ("reason", "")];
    let page = is_told(&office, "/units/p.tuha/terms", &early).await;
    assert!(page.contains("Phải muộn hơn thời hạn chung"), "{page}");
    assert!(page.contains("Phải ghi lý do"), "{page}");
    let other = [("address", "huongvan01.huongtra@thuathienhue.gov.vn")];
    let page = is_told(&office, "/units/p.tuha/mailboxes", &other).await;
    assert!(page.contains("đang là hộp thư của đơn vị khác"), "{page}");
    let outside = [("address", "tuha@gmail.com")];
    let page = is_told(&office, "/units/p.tuha/mailboxes", &outside).await;
    assert!(page.contains("không thuộc tên miền công vụ"), "{page}");
    let last = [("withdraw", "tuha.huongtra@thuathienhue.gov.vn")];
    let page = is_told(&office, "/units/p.tuha/mailboxes", &last).await;
    assert!(page.contains("hộp thư duy nhất"), "{page}");
}

#[tokio::test]
async fn a_new_mailbox_is_registered_and_the_old_one_withdrawn() {
    let office = Office::open().await;
    let new = [
        ("address", "tuha.moi@thuathienhue.gov.vn"),
        ("from", "2015-12-10"),
    ];
    let page = does(&office, "/units/p.tuha/mailboxes", &new).await;
    assert!(
        page.contains("tuha.moi@thuathienhue.gov.vn từ 10/12/2015"),
        "{page}"
    );
    let old = [("withdraw", "tuha.huongtra@thuathienhue.gov.vn")];
    let page = does(&office, "/units/p.tuha/mailboxes", &old).await;
    assert!(
        page.contains("tuha.huongtra@thuathienhue.gov.vn không giới hạn Đã ngừng dùng"),
        "{page}"
    );
    check(&office, "/units?q=tu+ha", &["tuha.moi@thuathienhue.gov.vn"]).await;
}

#[tokio::test]
async fn a_unit_is_added_and_reads_as_it_was_typed_when_it_is_refused() {
    let office = Office::open().await;
    let mut form = vec![
        ("code", "Chợ Tứ Hạ"),
        ("mailbox", "bqlcho@thuathienhue.gov.vn"),
        ("name", "Ban Quản lý chợ Tứ Hạ"),
        ("group", "departments"),
    ];
    let answer = sends(&office, "/units/new", &form).await;
    let page = answer.text();
    assert!(page.contains("Chỉ dùng chữ thường không dấu"), "{page}");
    assert!(
        page.contains("Ban Quản lý chợ Tứ Hạ"),
        "what was typed stays"
    );
    form[0].1 = "bqlcho";
    let page = does(&office, "/units/new", &form).await;
    assert!(page.contains("Đã thêm đơn vị"), "{page}");
    check(&office, "/", &["Phải báo cáo 32"]).await;
    let twice = is_told(&office, "/units/new", &form).await;
    assert!(twice.contains("Đã có đơn vị mang mã này"), "{twice}");
}

#[tokio::test]
async fn contacts_are_noted_and_taken_out() {
    let office = Office::open().await;
    let form = [
        ("contact_name", "Trần Văn Bình"),
        ("phone", "0234 3557 222"),
    ];
    let page = does(&office, "/units/p.tuha/contacts", &form).await;
    assert!(page.contains("0234 3557 222 Trần Văn Bình"), "{page}");
    check(&office, "/reminders", &["0234 3557 222 (Trần Văn Bình)"]).await;
    let contacts = office
        .store
        .contacts("huong-tra-2015", "p.tuha")
        .await
        .unwrap();
    let id = contacts[0].0.0.to_string();
    let page = does(&office, "/units/p.tuha/contacts", &[("remove", &id)]).await;
    assert!(page.contains("Chưa ghi người liên hệ"), "{page}");
}

#[tokio::test]
async fn whoever_has_left_is_not_telephoned_any_more() {
    let office = Office::open().await;
    let person = |name, phone, days: &[(&'static str, &'static str)]| {
        let mut form = vec![("contact_name", name), ("phone", phone)];
        form.extend(days);
        form
    };
    let left = person("Trần Văn Bình", "0234 1", &[("until", "09/12/2015")]);
    let page = does(&office, "/units/p.tuha/contacts", &left).await;
    assert!(
        page.contains("liên hệ đến hết 09/12/2015 Hôm nay không liên hệ"),
        "{page}"
    );
    let here = person("Lê Thị Hoa", "0234 2", &[("from", "2015-12-10")]);
    does(&office, "/units/p.tuha/contacts", &here).await;
    check(&office, "/reminders", &["0234 2 (Lê Thị Hoa)"]).await;
    let backwards = [("from", "11/12/2015"), ("until", "10/12/2015")];
    let backwards = person("Bình", "0234 3", &backwards);
    let page = is_told(&office, "/units/p.tuha/contacts", &backwards).await;
    assert!(
        page.contains("0234 1") && !page.contains("0234 3 Bình"),
        "{page}"
    );
}

#[tokio::test]
async fn what_was_late_before_an_extension_is_offered_to_be_judged_again() {
    let office = Office::open().await;
    let (app, unit) = (office.app(), &units()[0]);
    let arrived = at("13 00:05");
    let raw = clerk_writes(unit, &good(unit, 1), arrived);
    let mail = comes(&app, &raw, 1, arrived).await;
    assert_eq!(verdict(&office, mail).await, Some(Verdict::Rejected));
    let path = format!("/units/{}", unit.code);
    let offer = "Thư đã bị coi là muộn, nay trong thời hạn";
    assert!(!office.page(&path).await.contains(offer));
    let more = [
        ("kind", "extended"),
        ("day", "13/12/2015"),
        ("time", "17:00"),
        ("reason", "Lũ lụt"),
    ];
    let page = does(&office, &format!("{path}/terms"), &more).await;
    assert!(
        page.contains(offer) && page.contains("nhận 00:05 13/12/2015"),
        "{page}"
    );
    let token = office.signed_in_as(Role::Viewer).await;
    let seen_by_others = office.see_as(&token, &path).await.text();
    assert!(
        !seen_by_others.contains(offer),
        "who may not decide is offered nothing"
    );
    let key = format!("{mail}.1");
    let chosen = [("act", "again"), ("mail", &key), ("answer", "yes")];
    let asked = sends(&office, "/queue/choose", &chosen).await.text();
    assert!(
        asked.contains("<h1>Xét lại theo quy tắc: 1 thư</h1>"),
        "{asked}"
    );
    let came = does(&office, "/queue/act", &chosen).await;
    assert!(came.contains("đã làm 1 trong 1 thư"), "{came}");
    assert_eq!(verdict(&office, mail).await, Some(Verdict::Accepted));
    assert!(!office.page(&path).await.contains(offer));
}

/// Hands a table in and reads what it would do.
pub async fn hands_in(office: &Office, name: &str, bytes: &[u8]) -> (String, String) {
    let parts = [
        ("csrf", None, CSRF.as_bytes()),
        ("table", Some(name), bytes),
    ];
    let mut request = post_files("/units/import", &parts);
    carry(&mut request, &format!("congvu={TOKEN}"));
    let answer = send(office.pages(), request).await;
    assert_eq!(answer.status, StatusCode::OK);
    let text = answer.text();
    (seen(&text), text)
}

pub const TABLE: &str = "Mã đơn vị;Tên đơn vị;Hộp thư công vụ;Nhóm;Người liên hệ;Điện thoại\n\
    p.tuha;Ủy ban nhân dân phường Tứ Hạ;tuha.moi@thuathienhue.gov.vn;;Lan;0234 1\n\
    p.huongvan01;;huongvan01.huongtra@thuathienhue.gov.vn;;;\n\
    bqlcho;Ban Quản lý chợ;bqlcho@thuathienhue.gov.vn;departments;;\n";

#[tokio::test]
async fn a_table_is_looked_at_before_it_is_written_and_then_written_whole() {
    let office = Office::open().await;
    let named = TABLE.replace(
        "p.huongvan01;;",
        "p.huongvan01;Ủy ban nhân dân phường Hương Văn;",
    );
    let (page, text) = hands_in(&office, "đơn vị.csv", named.as_bytes()).await;
    for said in [
        "3 dòng, 2 thay đổi",
        "Sửa: Hộp thư công vụ, Người liên hệ",
        "Không đổi",
        "Đơn vị mới",
        "Ghi 2 thay đổi",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert_eq!(
        office
            .store
            .registry_version("huong-tra-2015")
            .await
            .unwrap(),
        0
    );
    let csv = text.split("<textarea").nth(1).unwrap();
    let csv = csv
        .split_once('>')
        .unwrap()
        .1
        .split("</textarea")
        .next()
        .unwrap();
    let form = [("version", "0"), ("file", "đơn vị.csv"), ("table", csv)];
    let page = does(&office, "/units/import/commit", &form).await;
    assert!(page.contains("Đã ghi 2 dòng thay đổi"), "{page}");
    assert!(page.contains("bqlcho@thuathienhue.gov.vn"), "{page}");
    assert!(page.contains("tuha.moi@thuathienhue.gov.vn"), "{page}");
    // The same form once more was made before the change.
    let again = is_told(&office, "/units/import/commit", &form).await;
    assert!(again.contains("vừa được người khác sửa"), "{again}");
}

#[tokio::test]
async fn a_table_with_faults_writes_nothing_and_names_every_line() {
    let office = Office::open().await;
    let (page, text) = hands_in(&office, "đơn vị.csv", TABLE.as_bytes()).await;
    assert!(page.contains("Chưa ghi “Tên đơn vị”"), "{page}");
    assert!(!text.contains("/units/import/commit"), "nothing to commit");
    let (page, _) = hands_in(&office, "ảnh.png", b"\x89PNG\r\n\0\0").await;
    assert!(page.contains("Không đọc được tệp"), "{page}");
    let (page, _) = hands_in(&office, "x.csv", b"a,b\n1,2\n").await;
    assert!(page.contains("Không thấy cột “Mã đơn vị”"), "{page}");
}

#[tokio::test]
async fn whoever_may_only_look_is_offered_no_form() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    let token = office.signed_in_as(Role::Viewer).await;
    for path in ["/reminders", "/units", "/units/p.tuha"] {
        let mut request = crate::office::get(path);
        carry(&mut request, &format!("congvu={token}"));
        let page = send(office.pages(), request).await.text();
        assert!(!page.contains("method=\"post\" action=\"/units"), "{path}");
        assert!(!page.contains("type=\"checkbox\""), "{path}");
    }
}
