//! How people prove who they are: the link that sets a password, the code of
//! the telephone, the codes for the day it is lost.

use axum::http::StatusCode;
use congvu::{
    digest::Digest,
    edge::store::{Actor, NewAccount},
    role::Role,
    totp::{Key, step},
    web::{proof::recovery_digest, setup::new_link},
};
use jiff::{SignedDuration, Timestamp};

use crate::office::{Answer, NAME, Office, PASSWORD, TOKEN, carry, now, post, send};

const SENTENCE: &str = "con mèo trèo cây cau";

fn later() -> Timestamp {
    now() + SignedDuration::from_secs(60)
}

fn four_days_later() -> Timestamp {
    now() + SignedDuration::from_hours(96)
}

/// An account without a password, and the path of its link.
async fn with_link(office: &Office, role: Role) -> String {
    let (url, digest) = new_link("https://congvu.example/").unwrap();
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.add_account(&NewAccount {
        name: "minh",
        display: "Lê Minh",
        role,
        password_hash: "",
    })
    .await
    .unwrap();
    let until = now() + SignedDuration::from_hours(72);
    tx.make_link("minh", digest, until).await.unwrap();
    tx.commit().await.unwrap();
    url.strip_prefix("https://congvu.example")
        .unwrap()
        .to_owned()
}

async fn set(office: &Office, path: &str, password: &str, again: &str) -> Answer {
    let fields = [("password", password), ("again", again)];
    office.submit_as_stranger(path, &fields, "").await
}

/// Lan with a telephone; gives its key.
async fn with_telephone(office: &Office) -> Key {
    let key = Key::new([7; 20]);
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.offer_totp(NAME, &key.base32()).await.unwrap();
    tx.confirm_totp(NAME, &key.base32(), 0).await.unwrap();
    tx.set_recovery(NAME, &[recovery_digest("AAAA-BBBB-CCCC-2345")])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    key
}

async fn code(office: &Office, half: &str, typed: &str) -> Answer {
    let fields = [("code", typed), ("next", "/mails")];
    let cookies = format!("congvu={half}");
    office
        .submit_as_stranger("/login/code", &fields, &cookies)
        .await
}

#[tokio::test]
async fn a_link_sets_the_first_password_and_leads_in() {
    let office = Office::open().await;
    let path = with_link(&office, Role::Viewer).await;
    let page = office.ask(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("minh"));
    let answer = set(&office, &path, SENTENCE, SENTENCE).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/");
    let token = answer.cookie("congvu").unwrap();
    assert_eq!(office.see_as(&token, "/").await.status, StatusCode::OK);
    let again = office.sign_in("minh", SENTENCE, "10.0.0.1").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_link_opens_once_and_for_three_days_and_only_the_newest() {
    let mut office = Office::open().await;
    let path = with_link(&office, Role::Viewer).await;
    let (url, digest) = new_link("").unwrap();
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    let until = now() + SignedDuration::from_hours(72);
    tx.make_link("minh", digest, until).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.ask(&path).await.status, StatusCode::GONE);
    office.is_later(four_days_later);
    assert_eq!(office.ask(&url).await.status, StatusCode::GONE);
    office.is_later(now);
    let used = set(&office, &url, SENTENCE, SENTENCE).await;
    assert_eq!(used.status, StatusCode::SEE_OTHER);
    let twice = set(
        &office,
        &url,
        "another sentence of mine",
        "another sentence of mine",
    )
    .await;
    assert_eq!(twice.status, StatusCode::GONE);
    assert_eq!(office.ask("/setup/guess").await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_link_of_a_disabled_account_opens_nothing() {
    let office = Office::open().await;
    let path = with_link(&office, Role::Viewer).await;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.disable_account("minh").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.ask(&path).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_weak_password_is_refused_beside_its_field_and_the_link_still_opens() {
    let office = Office::open().await;
    let path = with_link(&office, Role::Viewer).await;
    for (password, again, said) in [
        ("ngắn quá", "ngắn quá", "ít nhất 12 ký tự"),
        ("password12345", "password12345", "nhiều người dùng"),
        ("Hương Trà 2015!", "Hương Trà 2015!", "tên cơ quan"),
        (SENTENCE, "con mèo trèo cây na", "không giống nhau"),
    ] {
        let answer = set(&office, &path, password, again).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(answer.text().contains(said), "{said}");
        assert!(!answer.text().contains(password), "{said}");
    }
    let answer = set(&office, &path, SENTENCE, SENTENCE).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_decides_sets_the_telephone_up_before_anything_else_is_shown() {
    let mut office = Office::open().await;
    office.asks_for_codes();
    let path = with_link(&office, Role::Council).await;
    let answer = set(&office, &path, SENTENCE, SENTENCE).await;
    assert_eq!(answer.header("location"), "/me/second-factor");
    let token = answer.cookie("congvu").unwrap();
    let away = office.see_as(&token, "/mails").await;
    assert_eq!(away.header("location"), "/me/second-factor");
    let page = office.see_as(&token, "/me/second-factor").await.text();
    assert!(page.contains("<svg class=\"qr\""));
    let account = office.store.account("minh").await.unwrap().unwrap();
    let key = Key::parse(&account.totp_offered.unwrap()).unwrap();
    let spaced = page.split("Khóa (base32)").nth(1).unwrap();
    let shown = spaced
        .split("<code>")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    assert_eq!(shown.replace(' ', ""), key.base32());
    let digest = Digest::of(token.as_bytes());
    let csrf = office
        .store
        .session(digest, now())
        .await
        .unwrap()
        .unwrap()
        .csrf;
    let wrong = confirm(&office, &token, &csrf, "000000").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = confirm(&office, &token, &csrf, &key.code(step(now()))).await;
    assert_eq!(right.status, StatusCode::OK);
    assert_eq!(right.text().matches("<li><code>").count(), 10);
    assert_eq!(office.see_as(&token, "/mails").await.status, StatusCode::OK);
    assert_eq!(office.store.recovery_left("minh").await.unwrap(), 10);
}

async fn confirm(office: &Office, token: &str, csrf: &str, typed: &str) -> Answer {
    let fields = [("csrf", csrf), ("code", typed)];
    let mut request = post("/me/second-factor/confirm", &fields);
    carry(&mut request, &format!("congvu={token}"));
    send(office.pages(), request).await
}

#[tokio::test]
async fn a_viewer_needs_no_telephone_and_nobody_does_where_the_office_says_so() {
    let mut office = Office::open().await;
    assert_eq!(office.see("/mails").await.status, StatusCode::OK);
    office.asks_for_codes();
    let away = office.see("/mails").await;
    assert_eq!(away.header("location"), "/me/second-factor");
    let viewer = office.signed_in_as(Role::Viewer).await;
    assert_eq!(
        office.see_as(&viewer, "/mails").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn with_a_telephone_the_password_alone_opens_nothing() {
    let office = Office::open().await;
    let key = with_telephone(&office).await;
    let answer = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    assert!(answer.header("location").starts_with("/login/code"));
    let half = answer.cookie("congvu").unwrap();
    let away = office.see_as(&half, "/").await;
    assert_eq!(away.header("location"), "/login");
    assert_eq!(
        office.see_as(&half, "/login/code").await.status,
        StatusCode::OK
    );
    let wrong = code(&office, &half, "123456").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    let right = code(&office, &half, &key.code(step(now()))).await;
    assert_eq!(right.header("location"), "/mails");
    let whole = right.cookie("congvu").unwrap();
    assert_ne!(whole, half);
    assert_eq!(office.see_as(&whole, "/").await.status, StatusCode::OK);
    assert_eq!(
        office.see_as(&half, "/login/code").await.header("location"),
        "/login"
    );
}

#[tokio::test]
async fn a_code_that_was_used_opens_nothing_more() {
    let mut office = Office::open().await;
    let key = with_telephone(&office).await;
    let typed = key.code(step(now()));
    let mut halves = Vec::new();
    for _ in 0..2 {
        let answer = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
        halves.push(answer.cookie("congvu").unwrap());
    }
    let first = code(&office, &halves[0], &typed).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = code(&office, &halves[1], &typed).await;
    assert_eq!(second.status, StatusCode::UNAUTHORIZED);
    office.is_later(later);
    let next = code(&office, &halves[1], &key.code(step(later()))).await;
    assert_eq!(next.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_recovery_code_opens_once_however_it_is_typed() {
    let office = Office::open().await;
    with_telephone(&office).await;
    for (typed, status) in [
        ("aaaa bbbb cccc 2345", StatusCode::SEE_OTHER),
        ("AAAA-BBBB-CCCC-2345", StatusCode::UNAUTHORIZED),
    ] {
        let answer = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
        let half = answer.cookie("congvu").unwrap();
        assert_eq!(code(&office, &half, typed).await.status, status, "{typed}");
    }
}

#[tokio::test]
async fn codes_are_guessed_no_faster_than_passwords() {
    let office = Office::open().await;
    let key = with_telephone(&office).await;
    let answer = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    let half = answer.cookie("congvu").unwrap();
    for _ in 0..5 {
        let wrong = code(&office, &half, "000000").await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    }
    let right = code(&office, &half, &key.code(step(now()))).await;
    assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
    // It is told once in the audit, with the network.
    let rows = office.store.audit_before(None, 50).await.unwrap();
    let told: Vec<_> = rows
        .iter()
        .filter(|row| row.action == "account.throttled")
        .collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].detail.contains("network"));
}

#[tokio::test]
async fn a_new_password_by_link_does_not_pass_the_telephone() {
    let office = Office::open().await;
    with_telephone(&office).await;
    let (path, digest) = new_link("").unwrap();
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.make_link(NAME, digest, later()).await.unwrap();
    tx.commit().await.unwrap();
    let answer = set(&office, &path, SENTENCE, SENTENCE).await;
    assert_eq!(answer.header("location"), "/login/code");
    let half = answer.cookie("congvu").unwrap();
    assert_eq!(office.see_as(&half, "/").await.header("location"), "/login");
    // And whoever was signed in with the old one is out.
    assert_eq!(office.see("/").await.header("location"), "/login");
}

#[tokio::test]
async fn a_hash_that_cost_little_is_made_anew_at_the_next_sign_in() {
    let office = Office::open().await;
    let before = office
        .store
        .account(NAME)
        .await
        .unwrap()
        .unwrap()
        .password_hash;
    assert!(before.contains("m=8,"));
    office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    let after = office
        .store
        .account(NAME)
        .await
        .unwrap()
        .unwrap()
        .password_hash;
    assert!(after.contains("m=19456,t=2,p=1"), "{after}");
    let again = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn ones_own_password_is_changed_with_the_old_one_and_ends_other_sessions() {
    let office = Office::open().await;
    let other = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    let other = other.cookie("congvu").unwrap();
    let fields = |current| {
        [
            ("current", current),
            ("password", SENTENCE),
            ("again", SENTENCE),
        ]
    };
    let wrong = office
        .submit("/me/password", &fields("not the old one"))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("Mật khẩu hiện tại không đúng"));
    let right = office.submit("/me/password", &fields(PASSWORD)).await;
    assert_eq!(right.header("location"), "/me?done=password");
    assert_eq!(office.see("/me?done=password").await.status, StatusCode::OK);
    assert_eq!(
        office.see_as(&other, "/").await.status,
        StatusCode::SEE_OTHER
    );
    let again = office.sign_in(NAME, SENTENCE, "10.0.0.1").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn one_ends_ones_own_sessions_and_nobody_elses() {
    let office = Office::open().await;
    let other = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    let other = other.cookie("congvu").unwrap();
    let council = office.signed_in_as(Role::Council).await;
    let digest = Digest::of(other.as_bytes()).to_string();
    let foreign = office
        .submit_as(&council, "/me/sessions", &[("session", &digest)])
        .await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    assert_eq!(office.see_as(&other, "/").await.status, StatusCode::OK);
    let page = office.page("/me").await;
    assert!(page.contains(&digest) && page.contains("phiên này"));
    let own = office.submit("/me/sessions", &[("session", &digest)]).await;
    assert_eq!(own.header("location"), "/me?done=session");
    assert_eq!(
        office.see_as(&other, "/").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(office.see_as(TOKEN, "/").await.status, StatusCode::OK);
}
