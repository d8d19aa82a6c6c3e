//! The offices whose pages hang in the gallery: at every moment of a campaign
//! at which a page is another, with everybody who comes to it.

use axum::http::{Method, StatusCode};
use congvu::role::Role;

use crate::{
    gallery::Gallery,
    office::{CSRF, Office, TOKEN, carry, get, post, post_files, send},
    what_a_council_did::{approves, closes, fixes, publishes, verifies},
    what_had_happened::{is_scored, mails_of_every_kind},
    what_people_decide::three_wait,
    what_stands_beside_a_group::is_closed,
    what_three_ways_show::copies_of_every_kind,
    who_is_asked_and_reminded::TABLE,
    who_there_is_to_see::who_enters,
};

/// Everything there is to see, and the last of the offices, which is still
/// open.
pub async fn everything() -> (Gallery, Office) {
    let mut gallery = Gallery::default();
    who_enters(&mut gallery).await;
    a_quiet_town(&mut gallery).await;
    a_town_at_work(&mut gallery).await;
    a_reviewer(&mut gallery).await;
    what_cannot_be_shown(&mut gallery).await;
    let office = a_published_result(&mut gallery).await;
    (gallery, office)
}

/// Before anybody has written.
async fn a_quiet_town(gallery: &mut Gallery) {
    let office = Office::open().await;
    let pages = [
        "/",
        "/mails",
        "/queue",
        "/ranking",
        "/comparison",
        "/council",
        "/council/grid",
        "/council/differences",
        "/council/decisions",
        "/council/approval",
        "/copies",
        "/copies/p.tuha",
        "/imports",
        "/reminders",
        "/units?q=khong+co",
    ];
    gallery.sees(&office, "quiet", &pages).await;
}

async fn a_town_at_work(gallery: &mut Gallery) {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    is_scored(&office).await;
    copies_of_every_kind(&office).await;
    is_closed(&office).await;
    let terms = [
        ("kind", "extended"),
        ("day", "14/12/2015"),
        ("time", "17:00"),
        (
            "reason",
            "Công văn số 12/UBND ngày 09/12/2015: mất điện hai ngày",
        ),
    ];
    office.submit("/units/p.tuha/terms", &terms).await;
    let contact = [
        ("contact_name", "Trần Thị Bưởi"),
        ("duty", "Văn thư"),
        ("phone", "0234 3123 456"),
        ("email", "buoi@example.vn"),
    ];
    office.submit("/units/p.tuha/contacts", &contact).await;
    let pages = [
        "/",
        "/?standing=rejected",
        "/units",
        "/units?q=tu+ha",
        "/units/p.tuha",
        "/units/p.huongvan01?done=mailbox",
        "/units/new",
        "/units/import",
        "/reminders",
        "/reminders/preview?unit=p.tuha&unit=p.huongvan02",
        "/mails",
        "/mails?shown=held&q=xuan",
        "/mails/1",
        "/mails/2",
        "/mails/3?queue=1",
        "/mails/4",
        "/mails/5",
        "/queue",
        "/queue?lane=rejected&unit=p.tuha",
        "/ranking",
        "/ranking/p.huongvan01",
        "/comparison",
        "/council",
        "/council/grid",
        "/council/differences",
        "/council/decisions",
        "/council/approval",
        "/council/members",
        "/council/units/p.huongvan01",
        "/council/units/p.huongvan01/items/HT.1",
        "/council/units/p.huongvan01/items/MT.5",
        "/copies",
        "/copies/p.huongvan01",
        "/copies/p.huongvan01?correct=2",
        "/copies/p.tuha",
        "/imports",
        "/imports/1",
    ];
    gallery.sees(&office, "town", &pages).await;
    for role in [Role::Admin, Role::Approver] {
        office.signed_in_as(role).await;
    }
    let council = office.signed_in_as(Role::Council).await;
    let seat = [("account", "as-council"), ("position", "head")];
    let seated = office.submit("/council/members", &seat).await;
    assert_eq!(seated.status, StatusCode::SEE_OTHER);
    for path in [
        "/council",
        "/council/units/p.huongvan01",
        "/council/units/p.huongvan01/items/HT.1",
        "/council/units/p.huongvan01/items/MT.5",
        "/council/decisions",
    ] {
        let name = format!("member {path}").replace('/', "_");
        gallery.hangs(&name, "GET", path, office.see_as(&council, path).await);
    }
    for (name, table) in [
        (
            "units preview",
            TABLE.replace("01;;h", "01;UBND phường Hương Văn;h"),
        ),
        ("units faults", TABLE.to_owned()),
    ] {
        let parts = [
            ("csrf", None, CSRF.as_bytes()),
            ("table", Some("đơn vị.csv"), table.as_bytes()),
        ];
        let mut request = post_files("/units/import", &parts);
        carry(&mut request, &format!("congvu={TOKEN}"));
        let answer = send(office.pages(), request).await;
        gallery.hangs(name, "POST", "/units/import", answer);
    }
    gallery.sends_every_form_empty(&office).await;
}

/// What a decision is answered with, each way it can end.
async fn a_reviewer(gallery: &mut Gallery) {
    let office = Office::open().await;
    let [held, unproven, rejected] = three_wait(&office).await;
    let page = format!("/mails/{rejected}?queue=1");
    gallery.sees(&office, "desk", &["/queue", &page]).await;
    let accept = [
        ("act", "accept"),
        ("seen", "1"),
        ("answer", "yes"),
        ("queue", "1"),
    ];
    let preview = |mail: i64| format!("/mails/{mail}/preview");
    gallery
        .sends(&office, "preview", &preview(held), &accept)
        .await;
    gallery
        .sends(&office, "preview unvouched", &preview(unproven), &accept)
        .await;
    let back = [
        ("act", "reject"),
        ("seen", "1"),
        ("ground", "E-REVIEW-FILE"),
        ("answer", "yes"),
        ("note", "Đây là kế hoạch, không phải báo cáo."),
    ];
    gallery
        .sends(&office, "preview reject", &preview(held), &back)
        .await;
    let keys = [held, unproven, rejected].map(|id| format!("{id}.1"));
    let chosen = |act| -> Vec<(&str, &str)> {
        let mails = keys.iter().map(|key| ("mail", key.as_str()));
        mails.chain([("act", act), ("answer", "yes")]).collect()
    };
    for act in ["accept", "reject", "keep", "again"] {
        let name = format!("choose {act}");
        gallery
            .sends(&office, &name, "/queue/choose", &chosen(act))
            .await;
    }
    gallery
        .sends(&office, "choose no reason", "/queue/act", &chosen("reject"))
        .await;
    let done = office.submit("/queue/act", &chosen("accept")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    gallery
        .sees(&office, "done", &[done.header("location")])
        .await;
    gallery
        .sends(&office, "conflict", &preview(held), &back)
        .await;
    let answer = office.see(&format!("/mails/{held}")).await;
    gallery.hangs("accepted by hand", "GET", "/mails/1", answer);
}

async fn what_cannot_be_shown(gallery: &mut Gallery) {
    let office = Office::open().await;
    let viewer = office.signed_in_as(Role::Viewer).await;
    let nowhere = office.see("/khong-co-trang-nay").await;
    let forbidden = office.see_as(&viewer, "/accounts").await;
    let mut request = post("/me/password", &[("csrf", "another")]);
    carry(&mut request, &format!("congvu={TOKEN}"));
    let forged = send(office.pages(), request).await;
    let mut request = get("/queue/choose");
    *request.method_mut() = Method::PUT;
    let method = send(office.pages(), request).await;
    let large = vec![b'x'; 3 * 1024 * 1024];
    let parts = [
        ("csrf", None, CSRF.as_bytes()),
        ("table", Some("a.csv"), large.as_slice()),
    ];
    let mut request = post_files("/units/import", &parts);
    carry(&mut request, &format!("congvu={TOKEN}"));
    let large = send(office.pages(), request).await;
    let unreadable = office.see("/mails?from=%FF&unit=%FF").await;
    for (status, answer) in [
        (404, nowhere),
        (403, forbidden),
        (403, forged),
        (405, method),
        (413, large),
    ] {
        assert_eq!(answer.status.as_u16(), status);
        gallery.hangs(&format!("trouble {status}"), "GET", "", answer);
    }
    gallery.hangs("trouble unreadable", "GET", "", unreadable);
}

/// After the council has met: what everybody sees, and what the office does.
async fn a_published_result(gallery: &mut Gallery) -> Office {
    let office = Office::open().await;
    let hall = closes(&office).await;
    let pages = [
        "/council",
        "/council/approval",
        "/council/decisions",
        "/ranking",
    ];
    gallery.sees(&office, "closed", &pages).await;
    verifies(&hall, "Sổ theo dõi văn bản").await;
    gallery.sees(&office, "explained", &pages).await;
    let draft = fixes(&hall).await;
    gallery.sees(&office, "final", &pages).await;
    // What only this role is offered, and only now.
    let approver = office.signed_in_as(Role::Approver).await;
    let path = "/council/approval";
    let offered = office.see_as(&approver, path).await;
    gallery.hangs("approver", "GET", path, offered);
    approves(&hall, &draft).await;
    gallery.sees(&office, "approved", &pages).await;
    publishes(&hall).await;
    let pages = [
        "/",
        "/council",
        "/council/grid",
        "/council/differences",
        "/council/decisions",
        "/council/approval",
        "/council/members",
        "/council/units/p.huongvan01",
        "/council/units/p.huongvan01/items/HT.1",
        "/ranking",
        "/ranking/p.huongvan01",
        "/comparison",
        "/results/1",
    ];
    gallery.sees(&office, "published", &pages).await;
    office
}
