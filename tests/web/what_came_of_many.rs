//! What came of many mails is told by a page that speaks for the office, and
//! only to whoever it was told first.

use axum::http::StatusCode;
use congvu::{
    edge::store::MailId,
    review::Refusal,
    role::Role,
    verdict::Verdict,
    web::{
        came::{Came, sealed},
        session::Person,
    },
};

use crate::{
    office::{CSRF, Office},
    what_people_decide::{sends, three_wait},
};

/// Holds three mails at once; gives the address of what came of it.
async fn three_are_kept(office: &Office) -> String {
    let keys = three_wait(office).await.map(|id| format!("{id}.1"));
    let mut fields: Vec<(&str, &str)> = keys.iter().map(|key| ("mail", key.as_str())).collect();
    fields.extend([("act", "accept"), ("answer", "no")]);
    let came = sends(office, "/queue/act", &fields).await;
    assert_eq!(came.status, StatusCode::SEE_OTHER);
    came.header("location").to_owned()
}

#[tokio::test]
async fn nobody_makes_up_what_the_office_is_said_to_have_decided() {
    let office = Office::open().await;
    let told = three_are_kept(&office).await;
    assert_eq!(office.see(&told).await.status, StatusCode::OK, "{told}");
    let (before, seal) = told.split_once("seal=").unwrap();
    let (seal, rest) = seal.split_at(64);
    assert!(rest.contains("n.a"), "{rest}");
    let zeros = "0".repeat(64);
    for altered in [
        "/queue/done".to_owned(),
        "/queue/done?act=accept&mail=1.\"Answered\"".replace('"', "%22"),
        "/queue/done?act=accept&m=1.y.a".to_owned(),
        format!("{before}seal={zeros}{rest}"),
        format!("{before}seal={rest}"),
        format!("{before}{}", rest.trim_start_matches('&')),
        told.replace("act=accept", "act=reject"),
        told.replace("n.a", "y.a"),
        told.replace(seal, &seal.to_uppercase()),
        format!("{told}&way=sort%3Dnewest"),
        format!("{told}&m=3.y.a"),
    ] {
        assert_ne!(altered, told);
        let status = office.see(&altered).await.status;
        assert_eq!(status, StatusCode::NOT_FOUND, "{altered}");
    }
}

#[tokio::test]
async fn what_came_of_many_is_told_to_the_session_that_did_it() {
    let office = Office::open().await;
    let told = three_are_kept(&office).await;
    let other = office.signed_in_as(Role::Reviewer).await;
    let status = office.see_as(&other, &told).await.status;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_verdict_that_is_told_is_that_of_the_act() {
    let office = Office::open().await;
    let told = three_are_kept(&office).await;
    let said = "Chấp nhận; không gửi thư.";
    assert!(office.page(&told).await.contains(said));
    let again = [("act", "reject"), ("ground", "E-REVIEW-FILE")];
    let fields = [&again[..], &[("answer", "no"), ("mail", "1.2")]].concat();
    sends(&office, "/queue/act", &fields).await;
    let held = office.store.mail(MailId(1)).await.unwrap().unwrap();
    assert_eq!(held.mail.verdict, Some(Verdict::Rejected));
    assert!(office.page(&told).await.contains(said));
}

/// Whatever may come of one.
fn all() -> Vec<Came> {
    let number = "HT-2015-0123.4".to_owned();
    let done = Verdict::ALL.map(|verdict| [true, false].map(|owed| Came::Done(verdict, owed)));
    let refused = [
        Refusal::Final,
        Refusal::Unjudged,
        Refusal::NoUnit,
        Refusal::Machine,
        Refusal::NoReport,
        Refusal::Faulty(12),
        Refusal::Late,
        Refusal::Superseded(2, number),
        Refusal::Identical(1),
        Refusal::Already,
        Refusal::Over,
        Refusal::NeedsVouching,
        Refusal::NeedsGround,
        Refusal::NeedsNote,
        Refusal::SecondPerson("nguyen.thi-lan_2".to_owned()),
    ];
    let others = [
        Came::Unchanged,
        Came::Meanwhile,
        Came::Claimed,
        Came::Waits("dns".to_owned()),
        Came::Missing,
    ];
    let refused = refused.into_iter().map(Came::Refused);
    done.into_iter()
        .flatten()
        .chain(refused)
        .chain(others)
        .collect()
}

#[test]
fn whatever_comes_of_a_mail_is_read_as_it_was_written() {
    for came in all() {
        assert_eq!(Came::read(&came.code()), Some(came.clone()), "{came:?}");
    }
    for nothing in ["", "y", "y.z", "q", "E", "E.x", "S.2", "I.-1"] {
        assert_eq!(Came::read(nothing), None, "{nothing}");
    }
}

#[test]
fn an_address_of_fifty_mails_passes_every_proxy() {
    let person = Person {
        name: "lan".to_owned(),
        display: "Lan".to_owned(),
        role: Role::Admin,
        second_factor: false,
        csrf: CSRF.to_owned(),
        session: congvu::digest::Digest::of(b"a session"),
    };
    let longest = all().into_iter().max_by_key(|came| came.code().len());
    let came = (0..50).map(|n| (MailId(1_234_500 + n), longest.clone().unwrap()));
    let came: Vec<_> = came.collect();
    let told = sealed(&person, "accept", "sort=oldest&unit=X01", &came);
    assert!(told.len() < 3000, "{}", told.len());
}
