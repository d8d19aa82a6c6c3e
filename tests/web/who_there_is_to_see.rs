//! The pages on which people prove who they are, and those of their accounts,
//! for the gallery.

use axum::http::StatusCode;
use congvu::{
    digest::Digest,
    edge::store::{NewAccount, NewSession},
    role::Role,
    totp::Key,
    web::{proof::recovery_digest, setup::new_link},
    webhook::{Event, Kind},
};
use jiff::SignedDuration;

use crate::{
    gallery::Gallery,
    office::{CSRF, NAME, Office, PASSWORD, now},
};

/// Everybody at the door and behind it.
pub async fn who_enters(gallery: &mut Gallery) {
    the_doors(gallery).await;
    ones_own_account(gallery).await;
    everybodys_accounts(gallery).await;
}

async fn the_doors(gallery: &mut Gallery) {
    let office = Office::open().await;
    for (name, path) in [("door", "/login"), ("door out", "/login?out=1")] {
        gallery.hangs(name, "GET", path, office.ask(path).await);
    }
    let wrong = office.sign_in(NAME, "một mật khẩu khác", "10.0.0.2").await;
    gallery.hangs("door wrong", "POST", "/login", wrong);
    let (url, digest) = new_link("").unwrap();
    let (gone, _) = new_link("").unwrap();
    let mut tx = office.begin().await;
    tx.add_account(&NewAccount {
        name: "minh",
        display: "Lê Minh",
        role: Role::Reviewer,
        password_hash: "",
    })
    .await
    .unwrap();
    let until = now() + SignedDuration::from_hours(72);
    tx.make_link("minh", digest, until).await.unwrap();
    tx.open_session(&NewSession {
        token_digest: Digest::of(b"half"),
        account: "minh",
        csrf: CSRF,
        expires_at: now() + SignedDuration::from_mins(5),
        awaits_code: true,
        network: "10.0.0.1",
        agent: "",
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    gallery.hangs("link", "GET", &url, office.ask(&url).await);
    gallery.hangs("link gone", "GET", &gone, office.ask(&gone).await);
    let weak = [("password", "123456"), ("again", "1234567")];
    let weak = office.submit_as_stranger(&url, &weak, "").await;
    gallery.hangs("link weak", "POST", &url, weak);
    let code = office.see_as("half", "/login/code").await;
    gallery.hangs("code", "GET", "/login/code", code);
    let wrong = [("code", "000000")];
    let wrong = office.submit_as_stranger("/login/code", &wrong, "congvu=half");
    gallery.hangs("code wrong", "POST", "/login/code", wrong.await);
    gallery.hangs(
        "results none",
        "GET",
        "/results",
        office.ask("/results").await,
    );
}

async fn ones_own_account(gallery: &mut Gallery) {
    let mut office = Office::open().await;
    office.asks_for_codes();
    let (me, telephone) = ("/me", "/me/second-factor");
    gallery.sees(&office, "new", &[me, telephone]).await;
    let password = [("password", PASSWORD)];
    gallery
        .sends(&office, "telephone wrong", telephone, &[("password", "x")])
        .await;
    assert_eq!(
        office.submit(telephone, &password).await.status,
        StatusCode::SEE_OTHER
    );
    gallery.sees(&office, "offered", &[telephone]).await;
    let confirm = "/me/second-factor/confirm";
    gallery
        .sends(
            &office,
            "telephone code wrong",
            confirm,
            &[("code", "000000")],
        )
        .await;
    let key = Key::new([7; 20]);
    let mut tx = office.begin().await;
    tx.offer_totp(NAME, &key.base32()).await.unwrap();
    tx.confirm_totp(NAME, &key.base32(), 0).await.unwrap();
    let digests = [recovery_digest("AAAA-BBBB-CCCC-2345")];
    tx.set_recovery(NAME, &digests).await.unwrap();
    tx.commit().await.unwrap();
    let codes = "/me/second-factor/codes";
    gallery
        .sends(&office, "recovery codes", codes, &password)
        .await;
    gallery
        .sees(&office, "telephone", &[me, telephone, "/me?done=password"])
        .await;
}

async fn everybodys_accounts(gallery: &mut Gallery) {
    let office = Office::open().await;
    let (tokens, hooks) = ("/accounts/tokens", "/accounts/webhooks");
    gallery
        .sees(&office, "first", &["/accounts", tokens, hooks])
        .await;
    let hoa = [
        ("name", "nt.hoa"),
        ("display", "Nguyễn Thị Hoa"),
        ("role", "council"),
        ("own_password", PASSWORD),
    ];
    gallery.sends(&office, "link made", "/accounts", &hoa).await;
    office.signed_in_as(Role::Viewer).await;
    let token = [
        ("name", "Cổng dữ liệu"),
        ("days", "30"),
        ("scope", "units:read"),
        ("scope", "scores:read"),
        ("own_password", PASSWORD),
    ];
    gallery.sends(&office, "token made", tokens, &token).await;
    let hook = [
        ("name", "Kho dữ liệu của thị xã"),
        ("url", "https://dulieu.huongtra.example/nhan/congvu"),
        ("event", "submission.accepted"),
        ("own_password", PASSWORD),
    ];
    gallery.sends(&office, "hook made", hooks, &hook).await;
    let mut tx = office.begin().await;
    tx.owe_event(&Event {
        kind: Kind::parse("submission.accepted").unwrap(),
        subject: "BC-2015-0001".to_owned(),
        data: serde_json::json!({ "unit": "p.huongvan01", "number": "BC-2015-0001" }),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let list = [
        "/accounts",
        "/accounts/1",
        "/accounts/2",
        "/accounts/2?done=role",
    ];
    gallery.sees(&office, "people", &list).await;
    gallery
        .sees(
            &office,
            "programs",
            &[tokens, hooks, "/accounts/webhooks/1"],
        )
        .await;
    gallery
        .sends(
            &office,
            "last admin",
            "/accounts/1/role",
            &[("role", "viewer"), ("own_password", PASSWORD)],
        )
        .await;
}
