//! Lists, the units, and the state of the office.

use congvu::{
    digest::Digest,
    edge::store::{MailFilter, MailId, NewMail, NewSubmission, Shown},
    verdict::Verdict,
};
use serde_json::json;

use crate::office::{
    CAMPAIGN, Office, Promise, a_mail, at, figures, later, now, owe, promise, report, settle,
};

pub fn promises() -> Vec<Promise> {
    vec![
        promise(mails_are_listed_newest_first_page_by_page),
        promise(mails_are_found_by_verdict_and_by_unit),
        promise(the_report_in_force_is_the_newest_on_time_and_a_late_one_stands_beside_it),
        promise(a_unit_shows_its_newest_rejection_since_a_moment),
        promise(the_state_of_the_office_is_told_in_numbers),
        promise(a_mail_that_is_not_there_has_no_page),
    ]
}

async fn listed(office: &Office, filter: MailFilter<'_>) -> (i64, Vec<MailId>) {
    let list = office.store.mails(&filter).await.unwrap();
    let ids = list.lines.iter().map(|line| line.id).collect();
    (list.total, ids)
}

fn page(shown: Shown, offset: u32, limit: u32) -> MailFilter<'static> {
    MailFilter {
        shown,
        unit: None,
        search: "",
        offset,
        limit,
    }
}

async fn mails_are_listed_newest_first_page_by_page(office: Office) {
    let mut tx = office.begin().await;
    let mut old = a_mail("old", 1);
    old.received_at = at("06 08:00");
    let kept = tx
        .keep(&[a_mail("new", 2), old, a_mail("newer", 3)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let expected = [kept[2].mail, kept[0].mail, kept[1].mail];
    let all = listed(&office, page(Shown::All, 0, 9)).await;
    assert_eq!(all, (3, expected.to_vec()));
    let second = listed(&office, page(Shown::All, 1, 1)).await;
    assert_eq!(second, (3, vec![expected[1]]));
}

async fn mails_are_found_by_verdict_and_by_unit(office: Office) {
    let held = office.settled("a", 1, Verdict::Held).await;
    let accepted = office.settled("b", 2, Verdict::Accepted).await;
    let waiting = office.keep("c", 3).await;
    for (shown, expected) in [
        (Shown::With(Verdict::Held), vec![held]),
        (Shown::With(Verdict::Accepted), vec![accepted]),
        (Shown::With(Verdict::Rejected), vec![]),
        (Shown::Unsettled, vec![waiting]),
    ] {
        let total = i64::try_from(expected.len()).unwrap();
        assert_eq!(listed(&office, page(shown, 0, 9)).await, (total, expected));
    }
    for (unit, total) in [("p.huongvan01", 2), ("p.khac", 0)] {
        let unit = Some(unit);
        let filter = MailFilter {
            unit,
            ..page(Shown::All, 0, 9)
        };
        assert_eq!(listed(&office, filter).await.0, total);
    }
}

async fn accepted(office: &Office, version: i64, moment: &str, punctuality: &str) -> MailId {
    let (text, uid) = (
        format!("báo cáo {version}"),
        u32::try_from(version).unwrap(),
    );
    let mail = office.settled(&text, uid, Verdict::Accepted).await;
    let mut tx = office.begin().await;
    tx.add_submission(&NewSubmission {
        campaign: CAMPAIGN,
        unit: "p.huongvan01",
        mail,
        number: &version.to_string(),
        version,
        form: "form-1",
        workbook: Digest::of(text.as_bytes()),
        file_name: "a.xlsx",
        figures: &figures(version),
        moment: at(moment),
        punctuality,
        findings: &json!([]),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    mail
}

async fn the_report_in_force_is_the_newest_on_time_and_a_late_one_stands_beside_it(office: Office) {
    accepted(&office, 1, "06 09:00", "on_time").await;
    let newest = accepted(&office, 2, "08 09:00", "on_time").await;
    accepted(&office, 3, "07 09:00", "on_time").await;
    let late = accepted(&office, 4, "13 00:00", "late").await;
    let states = office
        .store
        .unit_states(CAMPAIGN, at("06 00:00"))
        .await
        .unwrap();
    let state = &states["p.huongvan01"];
    assert_eq!(state.in_force.as_ref().unwrap().mail, newest);
    assert_eq!(state.in_force.as_ref().unwrap().version, 2);
    assert_eq!(state.late.as_ref().unwrap().mail, late);
    assert_eq!(state.rejection, None);
    // A person takes the newest back: the one before is in force again.
    let mut tx = office.begin().await;
    settle(&mut tx, newest, 2, Verdict::Held).await.unwrap();
    tx.commit().await.unwrap();
    let states = office
        .store
        .unit_states(CAMPAIGN, at("06 00:00"))
        .await
        .unwrap();
    let in_force = states["p.huongvan01"].in_force.as_ref().unwrap();
    assert_eq!(in_force.version, 3);
}

async fn a_unit_shows_its_newest_rejection_since_a_moment(office: Office) {
    office.settled("a", 1, Verdict::Rejected).await;
    let newest = office.settled("b", 2, Verdict::Rejected).await;
    let since = |moment| office.store.unit_states(CAMPAIGN, moment);
    let states = since(at("06 00:00")).await.unwrap();
    let rejection = states["p.huongvan01"].rejection.as_ref().unwrap();
    assert_eq!(
        (rejection.mail, rejection.reasons.as_slice()),
        (newest, &["W-NAME".to_owned()][..])
    );
    assert!(since(at("06 10:00")).await.unwrap().is_empty());
}

async fn the_state_of_the_office_is_told_in_numbers(office: Office) {
    let mail = office.settled("a", 1, Verdict::Accepted).await;
    office.settled("b", 2, Verdict::Held).await;
    let waits = office.keep("c", 3).await;
    let mut tx = office.begin().await;
    tx.keep(&[NewMail { ..a_mail("d", 4) }]).await.unwrap();
    report(&mut tx, mail, 1, "1").await.unwrap();
    owe(&mut tx, "receipt", Some(mail)).await.unwrap();
    tx.defer(waits, later(5), "DNS").await.unwrap();
    tx.commit().await.unwrap();
    let health = office.store.health(now()).await.unwrap();
    assert_eq!((health.mails, health.unsettled, health.waiting), (4, 2, 1));
    assert_eq!((health.held, health.letters.waiting), (1, 1));
    assert_eq!((health.audit_rows, health.looks.len()), (8, 0));
}

async fn a_mail_that_is_not_there_has_no_page(office: Office) {
    assert_eq!(office.store.mail(MailId(1)).await.unwrap(), None);
}
