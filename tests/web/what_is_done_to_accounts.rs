//! What admins do to accounts, what they cannot do, and that it is all in the
//! audit without secrets.

use axum::http::StatusCode;
use congvu::role::Role;

use crate::office::{NAME, Office};

async fn id_of(office: &Office, name: &str) -> i64 {
    office.store.account(name).await.unwrap().unwrap().id
}

async fn act(office: &Office, name: &str, what: &str) -> crate::office::Answer {
    let id = id_of(office, name).await;
    office
        .submit_proven(&format!("/accounts/{id}/{what}"), &[])
        .await
}

#[tokio::test]
async fn an_account_is_added_and_its_link_is_shown_once() {
    let office = Office::open().await;
    let fields = [
        ("name", "nt.hoa"),
        ("display", "Nguyễn Thị Hoa"),
        ("role", "council"),
    ];
    let answer = office.submit_proven("/accounts", &fields).await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = answer.text();
    let link = page
        .split("/setup/")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    assert_eq!(
        office.ask(&format!("/setup/{link}")).await.status,
        StatusCode::OK
    );
    let account = office.store.account("nt.hoa").await.unwrap().unwrap();
    assert_eq!(
        (account.role, account.has_password()),
        (Role::Council, false)
    );
    let list = office.page("/accounts").await;
    assert!(list.contains("Nguyễn Thị Hoa") && list.contains("chờ đặt mật khẩu"));
    // The ledger knows only a digest of it.
    for row in office.store.audit_before(None, 50).await.unwrap() {
        assert!(!row.detail.contains(link), "{}", row.action);
    }
}

type Fields = Vec<(&'static str, &'static str)>;

const HOOK: [(&str, &str); 3] = [
    ("name", "Kho"),
    ("url", "https://a.example/"),
    ("event", "edition.published"),
];

/// Everything that opens a way in, with what its form says besides the password.
async fn ways(office: &Office) -> Vec<(String, Fields)> {
    office.signed_in_as(Role::Reviewer).await;
    office.signed_in_as(Role::Viewer).await;
    let made = office.submit_proven("/accounts/webhooks", &HOOK).await;
    assert_eq!(made.status, StatusCode::OK);
    let locked = act(office, "as-viewer", "disable").await;
    assert_eq!(locked.status, StatusCode::SEE_OTHER);
    let id = id_of(office, "as-reviewer").await;
    let locked = id_of(office, "as-viewer").await;
    let person = [("name", "hoa"), ("display", "Hoa"), ("role", "viewer")];
    let token = [("name", "Cổng"), ("days", "9"), ("scope", "units:read")];
    let bare = |path: String| (path, Vec::new());
    vec![
        ("/accounts".to_owned(), person.to_vec()),
        ("/accounts/tokens".to_owned(), token.to_vec()),
        ("/accounts/webhooks".to_owned(), HOOK.to_vec()),
        bare("/accounts/webhooks/1/rotate".to_owned()),
        bare(format!("/accounts/{id}/link")),
        bare(format!("/accounts/{id}/second-factor")),
        (format!("/accounts/{id}/role"), vec![("role", "admin")]),
        bare(format!("/accounts/{locked}/enable")),
    ]
}

async fn audited(office: &Office) -> usize {
    office.store.audit_before(None, 100).await.unwrap().len()
}

#[tokio::test]
async fn nobody_opens_a_way_in_at_a_desk_that_was_left_open() {
    let office = Office::open().await;
    let ways = ways(&office).await;
    let before = audited(&office).await;
    for (path, fields) in &ways {
        let nothing = office.submit(path, fields).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        let said = "Hãy nhập mật khẩu của Ông/Bà.";
        assert_eq!(nothing.text().matches(said).count(), 1, "{path}");
    }
    assert_eq!(before, audited(&office).await, "nothing was done");
    for (path, fields) in &ways {
        let status = office.submit_proven(path, fields).await.status;
        assert!(
            status == StatusCode::OK || status == StatusCode::SEE_OTHER,
            "{path}: {status}"
        );
    }
}

#[tokio::test]
async fn a_wrong_password_opens_no_way_in_and_counts_as_a_guess() {
    let some = Office::open().await;
    let count = ways(&some).await.len();
    for which in 0..count {
        let office = Office::open().await;
        let (path, mut fields) = ways(&office).await.swap_remove(which);
        let (before, guesses) = (audited(&office).await, guesses(&office).await);
        fields.push(("own_password", "con mèo"));
        let wrong = office.submit(&path, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
        let said = "Mật khẩu hiện tại không đúng.";
        assert_eq!(wrong.text().matches(said).count(), 1, "{path}");
        assert_eq!(before, audited(&office).await, "{path}: nothing was done");
        // An empty field is no guess, but a wrong password is.
        assert_eq!(guesses + 1, self::guesses(&office).await, "{path}");
    }
}

async fn guesses(office: &Office) -> i64 {
    let ever = jiff::Timestamp::UNIX_EPOCH;
    let failures = office.store.login_failures(NAME, "unknown", ever).await;
    failures.unwrap().by_name
}

#[tokio::test]
async fn a_role_that_was_chosen_stays_chosen_while_the_password_is_asked_for() {
    let office = Office::open().await;
    office.signed_in_as(Role::Reviewer).await;
    let id = id_of(&office, "as-reviewer").await;
    let asked = office
        .submit(&format!("/accounts/{id}/role"), &[("role", "council")])
        .await;
    assert!(
        asked.text().contains("value=\"council\" checked"),
        "{}",
        asked.text()
    );
    let account = office.store.account("as-reviewer").await.unwrap().unwrap();
    assert_eq!(account.role, Role::Reviewer);
}

#[tokio::test]
async fn what_cannot_be_an_account_is_shown_again_with_every_fault() {
    let office = Office::open().await;
    for (name, display, said) in [
        ("Hoa", "Hoa", "chữ thường không dấu"),
        ("hoa minh", "Hoa", "chữ thường không dấu"),
        ("hoa", " ", "Xin ghi họ tên"),
        (NAME, "Lan khác", "Đã có tài khoản"),
    ] {
        let fields = [("name", name), ("display", display), ("role", "viewer")];
        let answer = office.submit_proven("/accounts", &fields).await;
        assert!(answer.status.is_client_error(), "{name}");
        assert!(answer.text().contains(said), "{said}");
        assert!(
            answer.text().contains(&format!("value=\"{}\"", name)),
            "{name}"
        );
    }
    assert_eq!(office.store.accounts().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_only_admin_can_neither_be_locked_nor_become_something_else() {
    let office = Office::open().await;
    let id = id_of(&office, NAME).await;
    let role = office
        .submit_proven(&format!("/accounts/{id}/role"), &[("role", "viewer")])
        .await;
    assert_eq!(role.status, StatusCode::CONFLICT);
    assert!(role.text().contains("quản trị duy nhất"));
    let oneself = act(&office, NAME, "disable").await;
    assert_eq!(oneself.status, StatusCode::CONFLICT);
    assert_eq!(
        office.store.account(NAME).await.unwrap().unwrap().role,
        Role::Admin
    );
    // With a second one who can sign in it may.
    office.signed_in_as(Role::Admin).await;
    let role = office
        .submit_proven(&format!("/accounts/{id}/role"), &[("role", "viewer")])
        .await;
    assert_eq!(role.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn another_role_counts_from_the_next_page_on() {
    let office = Office::open().await;
    let token = office.signed_in_as(Role::Reviewer).await;
    assert_eq!(
        office.see_as(&token, "/mails/1/raw").await.status,
        StatusCode::NOT_FOUND
    );
    let id = id_of(&office, "as-reviewer").await;
    office
        .submit_proven(&format!("/accounts/{id}/role"), &[("role", "viewer")])
        .await;
    assert_eq!(
        office.see_as(&token, "/mails/1/raw").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_locked_account_is_out_at_once_and_comes_back_when_it_is_opened() {
    let office = Office::open().await;
    let token = office.signed_in_as(Role::Reviewer).await;
    let locked = act(&office, "as-reviewer", "disable").await;
    assert!(locked.header("location").ends_with("?done=disabled"));
    assert_eq!(
        office.see_as(&token, "/").await.status,
        StatusCode::SEE_OTHER
    );
    let link = act(&office, "as-reviewer", "link").await;
    assert_eq!(link.status, StatusCode::CONFLICT);
    act(&office, "as-reviewer", "enable").await;
    let again = office
        .sign_in("as-reviewer", crate::office::PASSWORD, "10.0.0.9")
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn ending_the_sessions_of_an_account_ends_them() {
    let office = Office::open().await;
    let token = office.signed_in_as(Role::Viewer).await;
    act(&office, "as-viewer", "sessions").await;
    assert_eq!(
        office.see_as(&token, "/").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn an_account_that_is_not_there_is_not_found_whatever_is_asked() {
    let office = Office::open().await;
    for what in ["disable", "enable", "sessions", "second-factor", "link"] {
        let answer = office.submit(&format!("/accounts/999/{what}"), &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{what}");
    }
    assert_eq!(
        office.see("/accounts/999").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        office.see("/accounts/x").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_display_name_is_text_whatever_it_holds() {
    let office = Office::open().await;
    let payload = "<img src=x onerror=alert(1)>\u{202e}";
    let fields = [("name", "evil"), ("display", payload), ("role", "viewer")];
    let answer = office.submit_proven("/accounts", &fields).await.text();
    assert!(!answer.contains("<img"), "{answer}");
    let id = id_of(&office, "evil").await;
    for path in ["/accounts".to_owned(), format!("/accounts/{id}")] {
        let page = office.page(&path).await;
        assert!(
            !page.contains("<img") && page.contains("&#60;img"),
            "{path}"
        );
        assert!(!page.contains('\u{202e}'), "{path}");
    }
}
