//! The queue and the decisions, asked as a browser asks them.

use axum::http::StatusCode;
use congvu::{
    digest::Digest,
    edge::store::{Actor, MailId, NewMail, Source},
    flow::judging,
    unit::Unit,
    verdict::Verdict,
    web::App,
};
use jiff::Timestamp;

use crate::{
    office::{Answer, CSRF, Office, TOKEN, at, carry, post, send},
    village::{TOWN, clerk_writes, faulty, good, units},
};

/// A report of a unit as the daemon settles it.
pub async fn comes(app: &App, raw: &[u8], uid: u32, arrived: Timestamp) -> i64 {
    let mut tx = app.store.begin(&Actor::System, arrived).await.unwrap();
    let kept = tx
        .keep(&[NewMail {
            digest: Digest::of(raw),
            bytes: raw,
            received_at: arrived,
            source: Source::Imap {
                mailbox: "INBOX",
                uidvalidity: 7,
                uid,
            },
        }])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    judging::step(&app.desk, arrived).await.unwrap();
    kept.first().unwrap().mail.0
}

/// One that was written to somebody else: it is held.
pub fn to_another(unit: &Unit, more: i64, arrived: Timestamp) -> Vec<u8> {
    let raw = String::from_utf8(clerk_writes(unit, &good(unit, more), arrived)).unwrap();
    let to = format!("\r\nTo: {TOWN}");
    raw.replacen(&to, "\r\nTo: vanthu@thuathienhue.gov.vn", 1)
        .into_bytes()
}

/// One that nothing proves.
pub fn unproven(unit: &Unit, more: i64, arrived: Timestamp) -> Vec<u8> {
    let raw = String::from_utf8(clerk_writes(unit, &good(unit, more), arrived)).unwrap();
    let login = format!("\t(Authenticated sender: {})\r\n", unit.mailbox.as_str());
    raw.replacen(&login, "", 1).into_bytes()
}

/// Three mails that wait: held with a report, held and unproven, rejected.
pub async fn three_wait(office: &Office) -> [i64; 3] {
    let (app, units) = (office.app(), units());
    let held = to_another(&units[0], 1, at("08 09:00"));
    let held = comes(&app, &held, 1, at("08 09:00")).await;
    let unproven = unproven(&units[1], 2, at("08 10:00"));
    let unproven = comes(&app, &unproven, 2, at("08 10:00")).await;
    let faulty = clerk_writes(&units[2], &faulty(&units[2], 3), at("08 11:00"));
    let rejected = comes(&app, &faulty, 3, at("08 11:00")).await;
    [held, unproven, rejected]
}

pub async fn sends(office: &Office, path: &str, fields: &[(&str, &str)]) -> Answer {
    let mut all = vec![("csrf", CSRF)];
    all.extend_from_slice(fields);
    let mut request = post(path, &all);
    carry(&mut request, &format!("congvu={TOKEN}"));
    send(office.pages(), request).await
}

/// The value of a hidden field.
fn hidden(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// What was decided about a mail.
pub async fn verdict(office: &Office, mail: i64) -> Option<Verdict> {
    let page = office.store.mail(MailId(mail)).await.unwrap().unwrap();
    page.mail.verdict
}

#[tokio::test]
async fn the_queue_shows_what_waits_with_counts_reasons_and_the_time_left() {
    let office = Office::open().await;
    three_wait(&office).await;
    let page = office.page("/queue").await;
    for said in [
        "còn 2 ngày 15 giờ",
        "Đang chờ xử lý <span class=\"count\">3</span>",
        "Chờ xem xét <span class=\"count\">2</span>",
        "Trả lại, chưa gửi lại <span class=\"count\">1</span>",
        "chưa có bản hợp lệ",
        "Báo cáo có 1 lỗi số liệu.",
        "chờ 2 ngày",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    let narrowed = office.page("/queue?lane=rejected&sort=newest").await;
    assert_eq!(narrowed.matches("data-row").count(), 1);
    assert!(narrowed.contains("value=\"newest\" selected"));
    let nothing = office.page("/queue?unit=nobody").await;
    assert!(nothing.contains("Không có thư nào."));
}

#[tokio::test]
async fn a_person_sees_the_letter_before_it_is_owed_and_goes_on_to_the_next() {
    let office = Office::open().await;
    let [held, unproven, _] = three_wait(&office).await;
    let mail = office.page(&format!("/mails/{held}?queue=1")).await;
    assert!(mail.contains("Hồ sơ <strong>1/3</strong>"), "{mail}");
    let chosen = [
        ("act", "accept"),
        ("seen", "1"),
        ("answer", "yes"),
        ("queue", "1"),
        ("way", ""),
    ];
    let preview = sends(&office, &format!("/mails/{held}/preview"), &chosen).await;
    assert_eq!(preview.status, StatusCode::OK);
    let preview = preview.text();
    assert!(preview.contains("[ĐÃ CHẤP NHẬN] BC-2015-0002"), "{preview}");
    assert!(preview.contains("09:00:00 thứ Ba ngày 08/12/2015"));
    assert_eq!(verdict(&office, held).await, Some(Verdict::Held));
    let agreed = hidden(&preview, "agreed");
    let mut confirmed = chosen.to_vec();
    confirmed.push(("agreed", &agreed));
    let done = sends(&office, &format!("/mails/{held}/decide"), &confirmed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let next = format!("/mails/{unproven}?queue=1&done={held}");
    assert_eq!(done.header("location"), next);
    let next = office.page(&next).await;
    assert!(next.contains("Đã ghi quyết định."));
    assert!(next.contains("Hồ sơ <strong>1/2</strong>"));
    let page = office.store.mail(MailId(held)).await.unwrap().unwrap();
    assert_eq!(page.mail.verdict, Some(Verdict::Accepted));
    assert_eq!(page.letters.len(), 1);
}

#[tokio::test]
async fn nobody_decides_what_he_was_not_shown() {
    let office = Office::open().await;
    let [held, ..] = three_wait(&office).await;
    let at_once = [("act", "accept"), ("seen", "1"), ("answer", "yes")];
    let answer = sends(&office, &format!("/mails/{held}/decide"), &at_once).await;
    assert!(answer.text().contains("Xem trước: Chấp nhận"));
    let other = Digest::of(b"another letter").to_string();
    let mut forged = at_once.to_vec();
    forged.push(("agreed", &other));
    let answer = sends(&office, &format!("/mails/{held}/decide"), &forged).await;
    assert!(answer.text().contains("tình hình đã thay đổi"));
    assert_eq!(verdict(&office, held).await, Some(Verdict::Held));
}

#[tokio::test]
async fn what_is_missing_is_asked_for_beside_what_was_typed() {
    let office = Office::open().await;
    let [_, unproven, rejected] = three_wait(&office).await;
    let preview = format!("/mails/{unproven}/preview");
    let answer = sends(
        &office,
        &preview,
        &[("act", "accept"), ("seen", "1"), ("note", "đã gặp")],
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text();
    assert!(page.contains("Hãy chọn cách đã kiểm tra"), "{page}");
    assert!(page.contains(">đã gặp</textarea>"));
    let vouched = [
        ("act", "accept"),
        ("seen", "1"),
        ("vouch", "W-REVIEW-PHONED"),
    ];
    let shown = sends(&office, &preview, &vouched).await.text();
    assert!(shown.contains("không có gì trên thư chứng minh"), "{shown}");
    let nothing = sends(&office, &preview, &[("seen", "1")]).await;
    assert!(nothing.text().contains("Hãy chọn một quyết định."));
    let faulty = format!("/mails/{rejected}/preview");
    let refused = sends(&office, &faulty, &[("act", "accept"), ("seen", "1")]).await;
    assert!(refused.text().contains("Báo cáo còn 1 lỗi"));
}

#[tokio::test]
async fn whoever_comes_second_sees_both_decisions() {
    let office = Office::open().await;
    let [held, ..] = three_wait(&office).await;
    let hold = format!("/mails/{held}/preview");
    let first = [
        ("act", "reject"),
        ("seen", "1"),
        ("ground", "E-REVIEW-FILE"),
        ("note", "đây là kế hoạch"),
        ("answer", "no"),
    ];
    let shown = sends(&office, &hold, &first).await.text();
    let agreed = hidden(&shown, "agreed");
    let mut confirmed = first.to_vec();
    confirmed.push(("agreed", &agreed));
    let path = format!("/mails/{held}/decide");
    assert_eq!(
        sends(&office, &path, &confirmed).await.status,
        StatusCode::SEE_OTHER
    );
    let second = sends(&office, &hold, &[("act", "accept"), ("seen", "1")]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let page = second.text();
    for said in [
        "Nguyễn Thị Lan",
        "đây là kế hoạch",
        "Không phải báo cáo được yêu cầu",
        "Ông/Bà vừa chọn",
        "Vẫn quyết định như vậy",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    // All the same: by the verdict that stands there now.
    assert_eq!(hidden(&page, "seen"), "2");
}

#[tokio::test]
async fn a_claim_is_shown_to_others_and_keeps_them_away() {
    let office = Office::open().await;
    let [held, ..] = three_wait(&office).await;
    let mut tx = office
        .store
        .begin(&Actor::Person("minh".to_owned()), crate::office::now())
        .await
        .unwrap();
    let until = crate::office::now() + jiff::SignedDuration::from_mins(15);
    assert!(tx.claim(MailId(held), "minh", until, false).await.unwrap());
    tx.commit().await.unwrap();
    let page = office.page(&format!("/mails/{held}")).await;
    assert!(page.contains("<strong>minh</strong> đang xem thư này từ 09:00, giữ đến 09:15"));
    let kept = sends(
        &office,
        &format!("/mails/{held}/preview"),
        &[("act", "accept"), ("seen", "1")],
    )
    .await;
    assert!(kept.text().contains("minh đang xem thư này"));
    let instead = [("instead", "1")];
    let taken = sends(&office, &format!("/mails/{held}/claim"), &instead).await;
    assert_eq!(
        taken.header("location"),
        format!("/mails/{held}?done=claimed")
    );
    let page = office.page(&format!("/mails/{held}")).await;
    assert!(page.contains("Ông/Bà đang xem thư này, giữ đến 09:15"));
    assert!(page.contains("Nhận xem thay người khác"));
    sends(&office, &format!("/mails/{held}/release"), &[]).await;
    let page = office.page(&format!("/mails/{held}")).await;
    assert!(page.contains("Chưa ai nhận xem thư này."));
}

#[tokio::test]
async fn many_are_decided_at_once_only_with_a_count_a_reason_and_a_word_about_letters() {
    let office = Office::open().await;
    let [held, unproven, rejected] = three_wait(&office).await;
    let keys = [held, unproven, rejected].map(|id| format!("{id}.1"));
    let of = |more: &[(&'static str, &'static str)]| {
        let mut fields: Vec<(&str, String)> =
            keys.iter().map(|key| ("mail", key.clone())).collect();
        fields.extend(more.iter().map(|(key, value)| (*key, (*value).to_owned())));
        fields
    };
    let ask = |fields: Vec<(&'static str, String)>, path: &'static str| {
        let office = &office;
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            sends(office, path, &fields).await
        }
    };
    let page = ask(of(&[("act", "reject")]), "/queue/choose").await.text();
    assert!(page.contains("<h1>Trả lại: 3 thư</h1>"), "{page}");
    assert!(page.contains("Trả lại 3 thư</button>"));
    // Neither letters nor a reason are preset.
    assert!(!page.contains("checked"));
    let no_word = [("act", "reject"), ("ground", "E-REVIEW-FILE")];
    let asked = ask(of(&no_word), "/queue/act").await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked
            .text()
            .contains("Hãy chọn có gửi thư trả lời hay không.")
    );
    let no_reason = ask(of(&[("act", "reject"), ("answer", "no")]), "/queue/act").await;
    assert!(no_reason.text().contains("Hãy chọn lý do"));
    assert_eq!(verdict(&office, held).await, Some(Verdict::Held));
    // Accepting: one is released, one is not vouched for, one has errors.
    let came = ask(of(&[("act", "accept"), ("answer", "yes")]), "/queue/act").await;
    assert_eq!(came.status, StatusCode::SEE_OTHER);
    assert_eq!(verdict(&office, held).await, Some(Verdict::Accepted));
    // It may be loaded as often as one likes.
    for _ in 0..2 {
        let page = office.page(came.header("location")).await;
        assert!(page.contains("đã làm 1 trong 3 thư"), "{page}");
        assert!(
            page.contains("Chấp nhận; đã soạn thư trả lời đơn vị."),
            "{page}"
        );
        assert!(page.contains("Báo cáo còn 1 lỗi"));
        assert!(page.contains("Chưa có gì chứng minh đơn vị đã gửi thư này"));
    }
    let rows = office.store.mail(MailId(held)).await.unwrap().unwrap();
    assert_eq!((rows.verdicts.len(), rows.letters.len()), (2, 1));
    let nothing = sends(&office, "/queue/choose", &[("act", "reject")]).await;
    assert_eq!(nothing.header("location"), "/queue");
}

#[tokio::test]
async fn a_report_stands_beside_its_faults_cell_by_cell() {
    let office = Office::open().await;
    let [_, _, rejected] = three_wait(&office).await;
    let page = office.page(&format!("/mails/{rejected}")).await;
    let (_, link) = page.split_once("<a href=\"#o-").unwrap();
    let anchor = format!("o-{}", link.split('"').next().unwrap());
    assert!(
        page.contains(&format!("<td id=\"{anchor}\" class=\"marked bad\"")),
        "{page}"
    );
    assert!(page.contains("hai chục 3"));
    assert!(page.contains("<th scope=\"col\">E</th>"));
    assert!(
        page.contains("colspan"),
        "a title runs over the columns behind it"
    );
}

#[tokio::test]
async fn a_second_version_says_what_it_changed() {
    let office = Office::open().await;
    let (app, units) = (office.app(), units());
    for (uid, arrived) in [(1, at("08 09:00")), (2, at("08 10:00"))] {
        let raw = clerk_writes(&units[0], &good(&units[0], i64::from(uid)), arrived);
        comes(&app, &raw, uid, arrived).await;
    }
    let page = office.page("/mails/2").await;
    for said in [
        "Bản 2 khác bản 1 ở 1 chỉ tiêu",
        "<del>1201</del>",
        "<ins>1202</ins>",
        "Đã được thay",
        "Đang có hiệu lực",
        "bản 2 – đang có hiệu lực",
        "Đúng hạn",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

#[tokio::test]
async fn nothing_in_a_mail_hides_or_runs() {
    let office = Office::open().await;
    let (app, units) = (office.app(), units());
    let arrived = at("08 09:00");
    let raw = String::from_utf8(to_another(&units[0], 1, arrived)).unwrap();
    let odd = "X-Odd: \u{202e}gpj.exe <script>alert(1)</script>\r\nSubject:";
    let raw = raw.replacen("Subject:", odd, 1);
    let mail = comes(&app, raw.as_bytes(), 1, arrived).await;
    let page = office.page(&format!("/mails/{mail}")).await;
    assert!(page.contains("⟨U+202E⟩gpj.exe &#60;script&#62;"), "{page}");
    assert!(!page.contains("<script>alert"));
    assert!(page.contains("máy chủ của cơ quan"));
    assert!(page.contains("Kính gửi."));
}
