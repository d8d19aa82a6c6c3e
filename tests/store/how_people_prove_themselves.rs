//! Links, keys and codes, and what is left of sessions.

use congvu::{
    digest::Digest,
    edge::store::{NewAccount, NewSession},
    role::Role,
};

use crate::{
    office::{Office, Promise, later, now, promise},
    who_may_enter::{LAN, enter, with_lan},
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_link_opens_once_until_its_end_and_a_newer_one_takes_its_place),
        promise(a_key_counts_once_confirmed_and_a_step_is_taken_once),
        promise(a_recovery_code_is_used_up_and_goes_with_the_telephone),
        promise(a_session_that_awaits_its_code_opens_nothing_and_is_not_listed),
        promise(sessions_are_listed_and_ended_but_for_one),
        promise(the_last_admin_is_known_and_one_without_a_password_does_not_count),
    ]
}

async fn a_link_opens_once_until_its_end_and_a_newer_one_takes_its_place(office: Office) {
    with_lan(&office).await;
    let (older, newer) = (Digest::of(b"older"), Digest::of(b"newer"));
    let mut tx = office.begin().await;
    tx.make_link("lan", older, later(10)).await.unwrap();
    tx.make_link("lan", newer, later(60)).await.unwrap();
    assert!(tx.make_link("minh", older, later(10)).await.is_err());
    drop(tx);
    let mut tx = office.begin().await;
    tx.make_link("lan", older, later(10)).await.unwrap();
    tx.make_link("lan", newer, later(60)).await.unwrap();
    tx.commit().await.unwrap();
    let whose = |digest, at| {
        let store = office.store.clone();
        async move { store.link(digest, at).await.unwrap() }
    };
    assert_eq!(whose(older, now()).await, None);
    assert_eq!(whose(newer, later(59)).await.as_deref(), Some("lan"));
    assert_eq!(whose(newer, later(60)).await, None);
    let mut tx = office.begin().await;
    assert_eq!(tx.use_link(newer).await.unwrap().as_deref(), Some("lan"));
    assert_eq!(tx.use_link(newer).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!(whose(newer, now()).await, None);
}

async fn a_key_counts_once_confirmed_and_a_step_is_taken_once(office: Office) {
    with_lan(&office).await;
    let mut tx = office.begin().await;
    tx.offer_totp("lan", "KEY").await.unwrap();
    assert!(!tx.use_totp("lan", 5).await.unwrap(), "only offered");
    tx.confirm_totp("lan", "KEY", 7).await.unwrap();
    assert!(!tx.use_totp("lan", 7).await.unwrap(), "it confirmed");
    assert!(tx.use_totp("lan", 8).await.unwrap());
    assert!(!tx.use_totp("lan", 8).await.unwrap());
    tx.commit().await.unwrap();
    let account = office.store.account("lan").await.unwrap().unwrap();
    assert_eq!(account.totp.as_deref(), Some("KEY"));
    assert_eq!((account.totp_offered, account.totp_step), (None, 8));
    // A key that was offered in another window is not the one confirmed here.
    let mut tx = office.begin().await;
    tx.offer_totp("lan", "ANOTHER").await.unwrap();
    assert!(tx.confirm_totp("lan", "KEY", 9).await.is_err());
}

async fn a_recovery_code_is_used_up_and_goes_with_the_telephone(office: Office) {
    with_lan(&office).await;
    let codes = [Digest::of(b"one"), Digest::of(b"two")];
    let mut tx = office.begin().await;
    tx.set_recovery("lan", &[Digest::of(b"zero")])
        .await
        .unwrap();
    tx.set_recovery("lan", &codes).await.unwrap();
    assert!(!tx.use_recovery("lan", Digest::of(b"zero")).await.unwrap());
    assert!(tx.use_recovery("lan", codes[0]).await.unwrap());
    assert!(!tx.use_recovery("lan", codes[0]).await.unwrap());
    assert!(!tx.use_recovery("minh", codes[1]).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(office.store.recovery_left("lan").await.unwrap(), 1);
    let token = enter(&office, "token").await.unwrap();
    let mut tx = office.begin().await;
    tx.reset_totp("lan").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.store.recovery_left("lan").await.unwrap(), 0);
    assert!(office.store.session(token, now()).await.unwrap().is_none());
}

async fn a_session_that_awaits_its_code_opens_nothing_and_is_not_listed(office: Office) {
    with_lan(&office).await;
    let token_digest = Digest::of(b"half");
    let mut tx = office.begin().await;
    tx.open_session(&NewSession {
        token_digest,
        account: "lan",
        csrf: "form",
        expires_at: later(60),
        awaits_code: true,
        network: "10.0.0.1",
        agent: "",
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let store = &office.store;
    assert!(store.session(token_digest, now()).await.unwrap().is_none());
    assert!(store.sessions_of("lan", now()).await.unwrap().is_empty());
    let whose = store.awaiting(token_digest, now()).await.unwrap();
    assert_eq!(whose.as_deref(), Some("lan"));
    assert_eq!(store.awaiting(token_digest, later(60)).await.unwrap(), None);
    let whole = enter(&office, "whole").await.unwrap();
    assert_eq!(store.awaiting(whole, now()).await.unwrap(), None);
    assert!(
        !store
            .session(whole, now())
            .await
            .unwrap()
            .unwrap()
            .second_factor
    );
}

async fn sessions_are_listed_and_ended_but_for_one(office: Office) {
    with_lan(&office).await;
    let first = enter(&office, "first").await.unwrap();
    enter(&office, "second").await.unwrap();
    let list = office.store.sessions_of("lan", now()).await.unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0].network, "10.0.0.1");
    let lines = office.store.account_lines(now()).await.unwrap();
    assert_eq!((lines[0].sessions, lines[0].seen_at), (2, Some(now())));
    let mut tx = office.begin().await;
    assert_eq!(tx.end_sessions("lan", Some(first)).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let list = office.store.sessions_of("lan", now()).await.unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].token_digest, first);
}

async fn the_last_admin_is_known_and_one_without_a_password_does_not_count(office: Office) {
    with_lan(&office).await;
    let mut tx = office.begin().await;
    let minh = NewAccount {
        name: "minh",
        password_hash: "",
        ..LAN
    };
    tx.add_account(&minh).await.unwrap();
    assert!(tx.is_last_admin("lan").await.unwrap());
    tx.set_password("minh", "hash", None).await.unwrap();
    assert!(!tx.is_last_admin("lan").await.unwrap());
    tx.set_role("minh", Role::Viewer).await.unwrap();
    assert!(tx.is_last_admin("lan").await.unwrap());
    assert!(!tx.is_last_admin("minh").await.unwrap());
}
