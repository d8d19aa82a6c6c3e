//! Accounts, sessions, and wrong passwords.

use congvu::{
    digest::Digest,
    edge::store::{Actor, LoginFailures, NewAccount, NewSession, StoreError},
    role::Role,
};

use crate::office::{Office, Promise, later, now, promise};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(an_account_has_a_name_of_its_own),
        promise(a_session_lasts_until_it_expires_or_is_ended),
        promise(a_session_that_is_used_lasts_longer),
        promise(a_disabled_account_is_out_at_once_and_stays_out),
        promise(another_password_ends_all_sessions),
        promise(what_is_done_to_accounts_stands_in_the_audit_without_secrets),
        promise(an_account_that_is_not_there_cannot_be_changed),
        promise(a_name_no_database_can_hold_is_no_reason_to_try_later),
        promise(wrong_passwords_are_counted_by_name_and_by_address_for_a_day),
    ]
}

pub const LAN: NewAccount<'_> = NewAccount {
    name: "lan",
    display: "Nguyễn Thị Lan",
    role: Role::Admin,
    password_hash: "$argon2id$first",
};

pub async fn with_lan(office: &Office) {
    let mut tx = office.begin().await;
    tx.add_account(&LAN).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn enter(office: &Office, token: &str) -> Result<Digest, StoreError> {
    let token_digest = Digest::of(token.as_bytes());
    let mut tx = office.begin().await;
    tx.open_session(&NewSession {
        token_digest,
        account: "lan",
        csrf: "form",
        expires_at: later(60),
        awaits_code: false,
        network: "10.0.0.1",
        agent: "Firefox/115.0 Windows",
    })
    .await?;
    tx.commit().await?;
    Ok(token_digest)
}

async fn an_account_has_a_name_of_its_own(office: Office) {
    with_lan(&office).await;
    let mut tx = office.begin().await;
    let refused = tx.add_account(&LAN).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    drop(tx);
    let account = office.store.account("lan").await.unwrap().unwrap();
    assert_eq!(
        (account.display.as_str(), account.role),
        (LAN.display, LAN.role)
    );
    assert_eq!((account.created_at, account.disabled_at), (now(), None));
    assert!(office.store.account("Lan").await.unwrap().is_none());
    assert_eq!(office.store.accounts().await.unwrap().len(), 1);
}

async fn a_session_lasts_until_it_expires_or_is_ended(office: Office) {
    with_lan(&office).await;
    let token = enter(&office, "token").await.unwrap();
    let session = office.store.session(token, later(59)).await.unwrap();
    assert_eq!(session.unwrap().csrf, "form");
    assert!(
        office
            .store
            .session(token, later(60))
            .await
            .unwrap()
            .is_none()
    );
    let other = Digest::of(b"other");
    assert!(office.store.session(other, now()).await.unwrap().is_none());
    let mut tx = office.begin().await;
    assert!(tx.end_session(token).await.unwrap());
    assert!(!tx.end_session(token).await.unwrap());
    tx.commit().await.unwrap();
    assert!(office.store.session(token, now()).await.unwrap().is_none());
}

async fn a_session_that_is_used_lasts_longer(office: Office) {
    with_lan(&office).await;
    let token = enter(&office, "token").await.unwrap();
    let touch = |at, until| office.store.touch_session(token, at, until);
    touch(later(30), later(90)).await.unwrap();
    let session = office
        .store
        .session(token, later(89))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (session.seen_at, session.expires_at),
        (later(30), later(90))
    );
    // One that has expired is not brought back by using it.
    touch(later(90), later(150)).await.unwrap();
    assert!(
        office
            .store
            .session(token, later(91))
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_disabled_account_is_out_at_once_and_stays_out(office: Office) {
    with_lan(&office).await;
    let token = enter(&office, "token").await.unwrap();
    let mut tx = office.begin().await;
    tx.disable_account("lan").await.unwrap();
    tx.commit().await.unwrap();
    assert!(office.store.session(token, now()).await.unwrap().is_none());
    let refused = enter(&office, "again").await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    let mut tx = office.begin().await;
    tx.enable_account("lan").await.unwrap();
    tx.set_role("lan", Role::Council).await.unwrap();
    tx.commit().await.unwrap();
    let token = enter(&office, "again").await.unwrap();
    let session = office.store.session(token, now()).await.unwrap().unwrap();
    assert_eq!(session.role, Role::Council);
}

async fn another_password_ends_all_sessions(office: Office) {
    with_lan(&office).await;
    let tokens = [
        enter(&office, "desk").await.unwrap(),
        enter(&office, "phone").await.unwrap(),
    ];
    let mut tx = office.begin().await;
    tx.set_password("lan", "$argon2id$second", None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for token in tokens {
        assert!(office.store.session(token, now()).await.unwrap().is_none());
    }
    let account = office.store.account("lan").await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$argon2id$second");
}

async fn what_is_done_to_accounts_stands_in_the_audit_without_secrets(office: Office) {
    with_lan(&office).await;
    let token = enter(&office, "token").await.unwrap();
    let admin = Actor::Command("admin".to_owned());
    let mut tx = office.store.begin(&admin, now()).await.unwrap();
    tx.set_password("lan", "$argon2id$second", None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let rows = office.store.audit_before(None, 9).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(
        actions,
        ["account.password", "session.opened", "account.added"]
    );
    assert_eq!(rows[0].actor, "command:admin");
    assert_eq!(rows[0].detail, r#"{"sessions_ended":1}"#);
    let said: String = rows.iter().map(|row| row.detail.as_str()).collect();
    assert!(!said.contains("argon2"));
    assert!(!said.contains(&token.to_string()));
}

async fn an_account_that_is_not_there_cannot_be_changed(office: Office) {
    let mut tx = office.begin().await;
    let refused = [
        tx.set_password("lan", "x", None).await,
        tx.set_role("lan", Role::Admin).await,
        tx.disable_account("lan").await,
        tx.enable_account("lan").await,
    ];
    assert!(
        refused
            .iter()
            .all(|r| matches!(r, Err(StoreError::Conflict(_))))
    );
}

async fn a_name_no_database_can_hold_is_no_reason_to_try_later(office: Office) {
    let found = office.store.account("la\0n").await;
    assert!(matches!(found, Ok(None) | Err(StoreError::Conflict(_))));
}

async fn wrong_passwords_are_counted_by_name_and_by_address_for_a_day(office: Office) {
    let wrong = |name, ip, at| office.store.note_login_failure(name, ip, at);
    wrong("lan", "10.0.0.1", now()).await.unwrap();
    wrong("lan", "10.0.0.2", later(1)).await.unwrap();
    wrong("hoa", "10.0.0.1", later(2)).await.unwrap();
    let count = |since| office.store.login_failures("lan", "10.0.0.1", since);
    let counted = |by_name, by_ip| LoginFailures { by_name, by_ip };
    assert_eq!(count(now()).await.unwrap(), counted(2, 2));
    assert_eq!(count(later(1)).await.unwrap(), counted(1, 1));
    wrong("hoa", "10.0.0.3", later(24 * 60 + 1)).await.unwrap();
    assert_eq!(count(now()).await.unwrap(), counted(1, 1));
    assert_eq!(office.store.audit_before(None, 9).await.unwrap(), []);
}
