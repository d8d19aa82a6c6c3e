//! Who may enter: whoever is signed in, and nobody else.

use axum::http::StatusCode;
use congvu::{
    digest::Digest,
    edge::store::{Actor, NewSession},
    web::hashing::{hash_password, is_cheap, is_password},
};
use jiff::SignedDuration;

use crate::office::{CSRF, NAME, Office, PASSWORD, TOKEN, carry, get, now, post, send};

#[tokio::test]
async fn name_and_password_open_a_session_of_its_own() {
    let office = Office::open().await;
    let answer = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/");
    let token = answer.cookie("congvu").unwrap();
    assert_ne!(token, TOKEN);
    let mut request = get("/");
    carry(&mut request, &format!("congvu={token}"));
    let page = send(office.pages(), request).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Nguyễn Thị Lan"));
}

#[tokio::test]
async fn a_password_typed_on_another_keyboard_is_the_same_password() {
    let office = Office::open().await;
    let decomposed: String = unicode_normalization::UnicodeNormalization::nfd(PASSWORD).collect();
    assert_ne!(decomposed, PASSWORD);
    let answer = office.sign_in(NAME, &decomposed, "10.0.0.1").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_in_the_same_words() {
    let office = Office::open().await;
    let wrong = office.sign_in(NAME, "not the password", "10.0.0.1").await;
    let unknown = office.sign_in("nobody", PASSWORD, "10.0.0.1").await;
    for answer in [&wrong, &unknown] {
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.cookie("congvu"), None);
        assert!(
            answer
                .text()
                .contains("Tên đăng nhập hoặc mật khẩu không đúng")
        );
    }
}

#[tokio::test]
async fn a_disabled_account_does_not_enter_and_its_open_session_ends() {
    let office = Office::open().await;
    let mut tx = office.store.begin(&Actor::System, now()).await.unwrap();
    tx.disable_account(NAME).await.unwrap();
    tx.commit().await.unwrap();
    let answer = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(office.see("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn after_five_wrong_passwords_even_the_right_one_has_to_wait() {
    let office = Office::open().await;
    for _ in 0..5 {
        let answer = office.sign_in(NAME, "not the password", "10.0.0.1").await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let answer = office.sign_in(NAME, PASSWORD, "10.0.0.2").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "60");
    assert!(answer.text().contains("xin đợi 1 phút"));
}

#[tokio::test]
async fn guesses_sent_all_at_once_are_not_more_than_those_sent_in_a_row() {
    let office = Office::open().await;
    let guesses = (0..20).map(|_| office.sign_in(NAME, "not the password", "10.0.0.1"));
    let answers = futures_util::future::join_all(guesses).await;
    let count = |status| answers.iter().filter(|a| a.status == status).count();
    // Two are checked at a time, so one may slip in while another is counted.
    assert!(count(StatusCode::UNAUTHORIZED) <= 6);
    assert!(count(StatusCode::TOO_MANY_REQUESTS) >= 14);
}

#[tokio::test]
async fn whoever_guesses_for_many_names_from_one_network_has_to_wait() {
    let office = Office::open().await;
    for n in 0..10 {
        let name = format!("guess{n}");
        office
            .store
            .note_login_failure(&name, "10.0.0.1", now())
            .await
            .unwrap();
    }
    let same = office.sign_in(NAME, PASSWORD, "10.0.0.1").await;
    assert_eq!(same.status, StatusCode::TOO_MANY_REQUESTS);
    let other = office.sign_in(NAME, PASSWORD, "10.0.0.2").await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn knocking_while_one_must_wait_does_not_make_the_wait_longer() {
    let office = Office::open().await;
    let before = now() - SignedDuration::from_secs(59);
    for _ in 0..5 {
        office
            .store
            .note_login_failure(NAME, "10.0.0.1", before)
            .await
            .unwrap();
    }
    let answer = office.sign_in(NAME, "not the password", "10.0.0.1").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let failures = office
        .store
        .login_failures(NAME, "10.0.0.1", before)
        .await
        .unwrap();
    assert_eq!(failures.by_name, 5);
}

#[tokio::test]
async fn behind_the_proxy_the_address_is_what_the_proxy_wrote_last() {
    let office = Office::open().await;
    for _ in 0..10 {
        office
            .store
            .note_login_failure("another", "203.0.113.9", now())
            .await
            .unwrap();
    }
    let csrf = Digest::of(b"form").to_string();
    let mut request = post(
        "/login",
        &[("csrf", &csrf), ("name", NAME), ("password", PASSWORD)],
    );
    carry(&mut request, &format!("__Host-congvu-form={csrf}"));
    let claimed = "198.51.100.1, 203.0.113.9".parse().unwrap();
    request.headers_mut().insert("x-forwarded-for", claimed);
    let answer = send(office.pages_over_https(), request).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_form_without_the_token_of_its_page_is_refused() {
    let office = Office::open().await;
    let fields = [("name", NAME), ("password", PASSWORD), ("csrf", "x")];
    let without_cookie = send(office.pages(), post("/login", &fields)).await;
    assert_eq!(without_cookie.status, StatusCode::FORBIDDEN);
    for csrf in [None, Some("x"), Some("")] {
        let fields: Vec<_> = csrf.map(|csrf| ("csrf", csrf)).into_iter().collect();
        let mut request = post("/logout", &fields);
        carry(&mut request, &format!("congvu={TOKEN}"));
        let answer = send(office.pages(), request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{csrf:?}");
    }
    assert_eq!(office.see("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_sent_by_another_site_is_refused_even_with_the_token() {
    let office = Office::open().await;
    for (name, value) in [
        ("origin", "https://elsewhere.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let mut request = post("/logout", &[("csrf", CSRF)]);
        carry(&mut request, &format!("congvu={TOKEN}"));
        let headers = request.headers_mut();
        headers.insert("host", "congvu.example".parse().unwrap());
        headers.insert(name, value.parse().unwrap());
        let answer = send(office.pages(), request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_not_only_in_the_browser() {
    let office = Office::open().await;
    let mut request = post("/logout", &[("csrf", CSRF)]);
    carry(&mut request, &format!("congvu={TOKEN}"));
    request
        .headers_mut()
        .insert("host", "congvu.example".parse().unwrap());
    request
        .headers_mut()
        .insert("origin", "http://congvu.example".parse().unwrap());
    let answer = send(office.pages(), request).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.cookie("congvu").as_deref(), Some(""));
    assert_eq!(office.see("/").await.status, StatusCode::SEE_OTHER);
    let said = office.ask("/login?out=1").await.text();
    assert!(said.contains("Đã đăng xuất."));
}

async fn with_session(opened: SignedDuration, expires: SignedDuration) -> (Office, String) {
    let office = Office::open().await;
    let token = "another-browser".to_owned();
    let mut tx = office
        .store
        .begin(&Actor::System, now() - opened)
        .await
        .unwrap();
    tx.open_session(&NewSession {
        token_digest: Digest::of(token.as_bytes()),
        account: NAME,
        csrf: CSRF,
        expires_at: now() + expires,
        awaits_code: false,
        network: "10.0.0.1",
        agent: "",
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    (office, token)
}

async fn enters(office: &Office, token: &str) -> bool {
    let mut request = get("/");
    carry(&mut request, &format!("congvu={token}"));
    send(office.pages(), request).await.status == StatusCode::OK
}

#[tokio::test]
async fn a_session_that_has_expired_does_not_open_a_page() {
    let hour = SignedDuration::from_hours(1);
    let (office, token) = with_session(hour, SignedDuration::from_secs(-1)).await;
    assert!(!enters(&office, &token).await);
}

#[tokio::test]
async fn a_session_in_use_lives_on_for_half_an_hour_but_not_beyond_twelve() {
    let minutes = SignedDuration::from_mins;
    for (opened, lives) in [(minutes(20), minutes(30)), (minutes(710), minutes(10))] {
        let (office, token) = with_session(opened, minutes(5)).await;
        assert!(enters(&office, &token).await);
        let digest = Digest::of(token.as_bytes());
        let session = office.store.session(digest, now()).await.unwrap().unwrap();
        assert_eq!(session.expires_at, now() + lives);
    }
}

#[tokio::test]
async fn a_cookie_that_stands_twice_is_no_cookie() {
    let office = Office::open().await;
    let mut request = get("/");
    carry(&mut request, &format!("congvu={TOKEN}; congvu=planted"));
    let answer = send(office.pages(), request).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn no_script_and_no_other_site_gets_the_cookies() {
    let office = Office::open().await;
    let plain = office.ask("/login").await;
    let set = plain.header("set-cookie");
    assert!(
        set.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{set}"
    );
    let secure = send(office.pages_over_https(), get("/login")).await;
    let set = secure.header("set-cookie");
    assert!(set.starts_with("__Host-congvu-form="), "{set}");
    assert!(
        set.ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure"),
        "{set}"
    );
    assert!(
        secure
            .header("strict-transport-security")
            .contains("max-age")
    );
}

#[tokio::test]
async fn signing_in_leads_back_to_the_page_that_was_asked_for_if_it_is_ours() {
    let office = Office::open().await;
    let sent = office.ask("/mails?q=h%C6%B0%C6%A1ng&shown=held").await;
    let login = sent.header("location").to_owned();
    let form = office.ask(&login).await.text();
    let next = "/mails?q=h%C6%B0%C6%A1ng&#38;shown=held";
    assert!(
        form.contains(&format!("name=\"next\" value=\"{next}\"")),
        "{form}"
    );
    for foreign in [
        "//elsewhere.example",
        "https:%2F%2Felsewhere.example",
        "/%5Celsewhere",
        "/a%0Ab",
    ] {
        let form = office.ask(&format!("/login?next={foreign}")).await.text();
        assert!(form.contains("name=\"next\" value=\"/\""), "{foreign}");
    }
}

#[test]
fn a_password_is_kept_as_argon2id() {
    let hash = hash_password(PASSWORD).unwrap();
    assert!(
        hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
        "{hash}"
    );
    assert!(!is_cheap(&hash));
    assert!(is_password(PASSWORD, Some(&hash)));
    assert!(!is_password("ngọn đèn biển xanh ", Some(&hash)));
    assert!(!is_password(PASSWORD, None));
}
