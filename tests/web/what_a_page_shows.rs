//! What a page shows of what is in the ledger, and that it is only text.

use congvu::{
    edge::store::{Actor, MailFilter, NewSettlement},
    edition::Draft,
    flow::council::current,
    results::BestResult,
    verdict::{Verdict, limits::Alarm},
};
use serde_json::json;

use crate::{
    office::{Office, at, now},
    what_came::a_report,
    what_had_happened::{is_scored, mails_of_every_kind},
};

/// The text of a page as people see it: no tags, one space between words.
pub fn seen(page: &str) -> String {
    let mut text = String::new();
    for piece in page.split('<').skip(1) {
        text.push_str(piece.split_once('>').map_or("", |(_, text)| text));
        text.push(' ');
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(text, |text, (code, sign)| text.replace(code, sign))
}

async fn check(office: &Office, path: &str, says: &[&str]) -> String {
    let page = office.page(path).await;
    let text = seen(&page);
    for said in says {
        assert!(text.contains(said), "{path} does not say {said:?}: {text}");
    }
    page
}

#[tokio::test]
async fn the_first_page_counts_the_units_and_says_how_long_is_left() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    check(
        &office,
        "/",
        &[
            "Đang nhận báo cáo, còn 2 ngày 15 giờ",
            "đến 24:00 thứ Bảy ngày 12/12/2015",
            "giờ Việt Nam, UTC+07:00",
            &format!(
                "Phải báo cáo {} đơn vị",
                office.campaign.registry.iter().count()
            ),
            "Đã gửi 3 có ít nhất",
            "Hợp lệ 1 có bản",
            "Đúng hạn 1 bản đang",
            "Nộp muộn 0 chờ",
            "hộp thư gần nhất 0 giây trước",
            "Thư chưa xét 1 thư, trong đó 1 thư đang đợi",
            "chưa gửi xong 1 thư, lâu nhất 1 ngày 18 giờ gửi chậm",
        ],
    )
    .await;
}

#[tokio::test]
async fn each_unit_stands_in_its_row_with_a_word_a_version_and_a_number() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    check(
        &office,
        "/",
        &[
            "phường Hương Văn p.huongvan01 Đã nhận 1 09:30 07/12/2015 BC-2015-0001 Thiếu Thiếu",
            "phường Tứ Hạ p.tuha Bị trả lại 14:05 08/12/2015 xem thư",
            "phường Hương Xuân p.huongxuan Chờ xem xét xem thư",
            "phường Hương Vân p.huongvan02 Chưa gửi Thiếu",
        ],
    )
    .await;
    let only = office.page("/?standing=rejected").await;
    assert!(seen(&only).contains("phường Tứ Hạ"));
    assert!(!seen(&only).contains("phường Hương Xuân"));
}

#[tokio::test]
async fn the_list_counts_by_verdict_and_keeps_its_filter_in_the_address() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    let chips = "Tất cả 5 Chưa xét 1 Chấp nhận 1 Trả lại 1 Chờ xem xét 1 Cách ly 1 Chỉ lưu 0";
    check(&office, "/mails", &[chips, "Thư 1–5 trong 5."]).await;
    let page = check(&office, "/mails?shown=held&q=xuan", &["Thư 1–1 trong 1."]).await;
    assert!(page.contains("name=\"shown\" value=\"held\""));
    assert!(
        page.contains("href=\"/mails?shown=rejected&#38;q=xuan\""),
        "{page}"
    );
    let nothing = "Không có thư nào.";
    check(&office, "/mails?shown=held&q=tuha", &[nothing]).await;
    check(&office, "/mails?unit=p.huongvan01", &["Tất cả 1"]).await;
}

#[tokio::test]
async fn a_search_without_marks_finds_what_was_written_with_them() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    for (search, found) in [
        ("huong van", 2),
        ("bao+cao+2015", 2),
        ("ứng dụng", 1),
        ("HUONGXUAN.huongtra@", 1),
        ("bc-2015-0002", 1),
        ("không có gì", 0),
    ] {
        let query: String = search.bytes().map(congvu::web::filter::percent).collect();
        let page = office
            .page(&format!("/mails?q={query}").replace("%2B", "+"))
            .await;
        let chip = format!("Tất cả {found}");
        assert!(seen(&page).contains(&chip), "{search}: {}", seen(&page));
    }
}

#[tokio::test]
async fn a_long_list_is_turned_page_by_page_and_none_is_left_out() {
    let office = Office::open().await;
    for uid in 1..=51 {
        a_report().of(uid, "", "x@y.vn").is_kept(&office).await;
    }
    for filter in ["", "q="] {
        let first = office.page(&format!("/mails?{filter}")).await;
        assert!(seen(&first).contains("Thư 1–50 trong 51."));
        assert!(first.contains("href=\"/mails?from=50\""), "{first}");
        let second = office.page(&format!("/mails?from=50&{filter}")).await;
        assert!(seen(&second).contains("Thư 51–51 trong 51."));
        assert!(!second.contains("Cũ hơn"));
    }
    check(&office, "/mails?from=nonsense", &["Thư 1–50 trong 51."]).await;
    check(
        &office,
        "/mails?from=900",
        &["Không có thư nào ở trang này"],
    )
    .await;
}

#[tokio::test]
async fn the_page_of_a_mail_says_why_and_how_to_mend_it() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    check(
        &office,
        "/mails/2",
        &[
            "Trả lại",
            "Báo cáo có 2 lỗi số liệu.",
            "E-DATA",
            "\"Biểu 2\", ô E12",
            "(để trống)",
            "\"<b>12,5</b>\"",
            "Chữ ký DKIM thuathienhue.gov.vn (khóa s2015): hợp lệ",
            "Thư trả lại [BC-2015-0002]",
            "Chờ gửi 0 lần",
            "INBOX, UID 2 (UIDVALIDITY 7)",
            "Đã xét: Trả lại",
        ],
    )
    .await;
    check(
        &office,
        "/mails/1",
        &["Đã gửi 1 lần", "250 2.0.0 Ok: queued as 4F1A2"],
    )
    .await;
    let page = office.page("/mails/2").await;
    assert!(!seen(&page).contains("Ghi nhận thêm"));
    check(
        &office,
        "/mails/5",
        &[
            "Chưa xét",
            "đang đợi: DNS thuathienhue.gov.vn. Đã thử 1 lần",
        ],
    )
    .await;
}

#[tokio::test]
async fn the_page_of_a_mail_shows_what_was_noted_and_decided_nothing() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    check(
        &office,
        "/mails/1",
        &[
            "Không có lý do nào cần nêu.",
            "Ghi nhận thêm Để biết khi xem xét; không ảnh hưởng tới kết quả xét. \
             Mã biểu mẫu trong tệp là mã đã cấp cho đơn vị p.tuha. W-CODE-FOREIGN",
        ],
    )
    .await;
}

#[tokio::test]
async fn what_a_stranger_wrote_is_text_on_every_page() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    for path in [
        "/mails",
        "/mails/4",
        "/mails/2",
        "/mails?q=%3Cscript%3E",
        "/?standing=%22%3E",
    ] {
        let page = office.page(path).await;
        for tag in ["<script>", "<img", "<b>", "onerror=alert(1)>"] {
            assert!(!page.contains(tag), "{path} has {tag}");
        }
    }
    let page = check(
        &office,
        "/mails/4",
        &["</a><script>alert(\"1\")</script> & 'báo cáo'"],
    )
    .await;
    assert!(seen(&page).contains("không mở trên máy làm việc"));
    assert!(
        !page.contains("alert(2)"),
        "the body of a mail is never shown"
    );
}

#[tokio::test]
async fn a_decision_written_by_another_version_shows_what_can_be_read() {
    let office = Office::open().await;
    let mail = a_report().is_kept(&office).await;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.settle(&NewSettlement {
        mail,
        revision: 1,
        verdict: Verdict::Held,
        reply: "none",
        unit: None,
        number: None,
        sender: None,
        subject: "Báo cáo",
        proof: "none",
        moment: at("07 09:30"),
        reasons: &["E-FUTURE"],
        judgement: &json!({ "written": "otherwise" }),
        files: &[],
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    check(
        &office,
        "/mails/1",
        &["Chờ xem xét", "E-FUTURE", "bởi một phiên bản khác"],
    )
    .await;
}

#[tokio::test]
async fn the_ranking_says_when_it_will_be_there_and_then_that_it_is_provisional() {
    let office = Office::open().await;
    let before = "Chưa có kết quả. Hệ thống chấm điểm sau khi hết hạn nhận báo cáo (24:00 thứ Bảy ngày 12/12/2015)";
    check(&office, "/ranking", &[before]).await;
    is_scored(&office).await;
    check(
        &office,
        "/ranking",
        &[
            "Không công bố.",
            "Chấm điểm lần đầu lúc 00:07:00 Chủ nhật ngày 13/12/2015",
            "Ủy ban nhân dân các phường, xã",
            "Một số mục còn chờ chấm điểm",
            "Chọn một đơn vị để xem bảng điểm",
            "phường Hương Văn",
            "trùng với các tệp đang dùng",
        ],
    )
    .await;
    check(&office, "/ranking/p.huongvan01", &["Chờ Hội đồng"]).await;
    assert!(!office.page("/ranking").await.contains("Chấm lại"));
    let (store, campaign) = (&office.store, &office.campaign);
    let draft = current(store, campaign).await.unwrap().unwrap();
    let mut tx = store.begin(&Actor::System, at("14 09:30")).await.unwrap();
    tx.put_draft(&campaign.id, &draft).await.unwrap();
    tx.commit().await.unwrap();
    let again = "Chấm lại gần nhất lúc 09:30:00 thứ Hai ngày 14/12/2015";
    check(&office, "/ranking", &[again]).await;
}

#[tokio::test]
async fn whoever_is_best_in_the_group_is_named_on_the_sheets_of_the_others() {
    let office = Office::open().await;
    is_scored(&office).await;
    let (store, campaign) = (&office.store, &office.campaign);
    let mut snapshot = current(store, campaign).await.unwrap().unwrap().snapshot;
    let mut groups = snapshot.groups.iter_mut();
    let group = groups.find(|group| !group.units.is_empty()).unwrap();
    group.bests = vec![BestResult {
        item: group.units[0].items[0].code.clone(),
        which: 0,
        value: 3.into(),
        units: vec!["p.tuha".to_owned(), "p.huongxuan".to_owned()],
        names: vec!["Tứ Hạ".to_owned(), "Hương Xuân".to_owned()],
    }];
    let unit = group.units[0].unit.clone();
    let mut tx = store.begin(&Actor::System, at("14 09:30")).await.unwrap();
    let draft = Draft::of(snapshot).unwrap();
    tx.put_draft(&campaign.id, &draft).await.unwrap();
    tx.commit().await.unwrap();
    let page = office.page(&format!("/ranking/{unit}")).await;
    let said = "Cao nhất nhóm: Tứ Hạ, Hương Xuân";
    assert_eq!(page.matches(said).count(), 1, "{page}");
}

#[tokio::test]
async fn that_letters_are_stopped_stands_on_top_of_the_first_page() {
    let office = Office::open().await;
    let page = office.page("/").await;
    assert!(!page.contains("Đang ngừng gửi thư"));
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.stop_sending(Alarm::Town).await.unwrap();
    tx.commit().await.unwrap();
    let says = [
        "Đang ngừng gửi thư: số thư trả lời trong một ngày vượt mức cho phép (từ ",
        "congvu outbox --resume",
    ];
    check(&office, "/", &says).await;
}

#[tokio::test]
async fn a_receipt_that_came_back_is_shown_with_its_unit_and_on_its_mail() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    let page = office.page("/").await;
    assert!(!page.contains("Thư trả lời bị trả về"));
    let letters = office
        .store
        .mails(&MailFilter {
            limit: 99,
            ..MailFilter::default()
        })
        .await
        .unwrap();
    let accepted = letters
        .lines
        .iter()
        .find(|mail| mail.verdict == Some(Verdict::Accepted))
        .unwrap();
    let receipt = office
        .store
        .mail(accepted.id)
        .await
        .unwrap()
        .unwrap()
        .letters
        .remove(0);
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    let why = "5.1.1 <b>no such user</b>";
    assert!(
        tx.bounced(accepted.id, &receipt.message_id, why)
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    let says = [
        "Thư trả lời bị trả về (1)",
        "Biên nhận 09:00 10/12/2015 5.1.1 <b>no such user</b>",
    ];
    check(&office, "/", &says).await;
    let says = [
        "Bị trả về, đơn vị chưa nhận được",
        "5.1.1 <b>no such user</b>",
        "Thư trả lời bị trả về",
    ];
    check(&office, &format!("/mails/{}", accepted.id.0), &says).await;
}
