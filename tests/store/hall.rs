//! A town whose campaign is closed, and the people who work on its result.

use std::{collections::BTreeMap, sync::Arc};

use congvu::{
    campaign::Campaign,
    council::{Kind, people::Position},
    digest::Digest,
    edge::store::{Actor, NewAccount, NewAttachment, NewSettlement, NewSubmission, Store},
    edition::Draft,
    flow::{
        closing,
        council::{Chamber, Deciding, Done, Undone, current},
    },
    role::Role,
    sitting::step::Approving,
    verdict::Verdict,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::{
    office::{Office, a_mail},
    village::Daemon,
    ward,
};

/// A moment on the office's clock.
pub fn at(clock: &str) -> Timestamp {
    format!("{}:00+07:00", clock.replace(' ', "T"))
        .parse()
        .unwrap()
}

/// Who has an account: its name, its role, its seat.
const PEOPLE: [(&str, Role, Option<Position>); 8] = [
    ("quantri", Role::Admin, None),
    ("truong", Role::Council, Some(Position::Head)),
    ("pho", Role::Council, Some(Position::Deputy)),
    ("vien", Role::Council, Some(Position::Member)),
    ("thuky", Role::Council, Some(Position::Secretary)),
    ("khach", Role::Council, None),
    ("chutich", Role::Approver, None),
    ("xem", Role::Viewer, None),
];

/// A town, and what it works with.
pub struct Hall {
    pub store: Store,
    pub campaign: Arc<Campaign>,
    pub daemon: Daemon,
}

impl Hall {
    /// The shipped campaign over the ledger of an office, with accounts.
    pub async fn of(office: &Office) -> Self {
        let daemon = Daemon::of_the_town(office.store.clone());
        let hall = Self {
            store: office.store.clone(),
            campaign: daemon.desk.campaign.clone(),
            daemon,
        };
        let mut tx = hall
            .store
            .begin(&Actor::System, at("2015-12-01 08:00"))
            .await
            .unwrap();
        for (name, role, _) in PEOPLE {
            let account = NewAccount {
                name,
                display: name,
                role,
                password_hash: "x",
            };
            tx.add_account(&account).await.unwrap();
        }
        tx.commit().await.unwrap();
        hall
    }

    /// Everybody takes the seat.
    pub async fn seat_all(&self) {
        let actor = Actor::Person("quantri".to_owned());
        for (name, _, seat) in PEOPLE {
            if let Some(seat) = seat {
                let chamber = self
                    .chamber(&actor, "quantri", at("2015-12-02 08:00"))
                    .await;
                chamber.seat(name, seat).await.unwrap();
            }
        }
    }

    /// The council with somebody at work in it.
    pub async fn chamber<'c>(
        &'c self,
        actor: &'c Actor,
        account: &str,
        now: Timestamp,
    ) -> Chamber<'c> {
        Chamber::enter(&self.store, &self.campaign, actor, account, now)
            .await
            .unwrap()
    }

    /// Every unit but the last ones has reported the good figures of its form:
    /// one came late, the last is silent.
    pub async fn all_report(&self, office: &Office) {
        let units: Vec<_> = self.campaign.registry.iter().cloned().collect();
        let last = units.len() - 1;
        for (nth, unit) in units[..last].iter().enumerate() {
            let uid = u32::try_from(nth).unwrap() + 1;
            let group = self.campaign.group_of(unit).unwrap();
            let late = nth + 1 == last;
            let window = self.campaign.window;
            let after = SignedDuration::from_mins(i64::from(uid));
            let moment = if late { window.closes } else { window.opens } + after;
            let text = format!("báo cáo của {}", unit.code);
            let mut tx = office.begin().await;
            let kept = tx.keep(&[a_mail(&text, uid)]).await.unwrap();
            let files: [NewAttachment<'_>; 0] = [];
            tx.settle(&NewSettlement {
                mail: kept[0].mail,
                revision: 1,
                verdict: if late {
                    Verdict::Rejected
                } else {
                    Verdict::Accepted
                },
                reply: "receipt",
                unit: Some(&unit.code),
                number: Some(&uid.to_string()),
                sender: Some(&unit.mailbox),
                subject: "Báo cáo",
                proof: "sasl",
                moment,
                reasons: &[],
                judgement: &json!({}),
                files: &files,
            })
            .await
            .unwrap();
            tx.add_submission(&NewSubmission {
                campaign: &self.campaign.id,
                unit: &unit.code,
                mail: kept[0].mail,
                number: &uid.to_string(),
                version: 1,
                form: &group.form.id,
                workbook: Digest::of(text.as_bytes()),
                file_name: "báo cáo.xlsx",
                figures: &ward::good_figures(&group.form),
                moment,
                punctuality: if late { "late" } else { "on_time" },
                findings: &json!([]),
            })
            .await
            .unwrap();
            tx.commit().await.unwrap();
        }
    }

    /// Closes and scores.
    pub async fn close(&self) {
        let now = at("2015-12-13 00:30");
        let closed = closing::close(&self.daemon.desk, &Actor::System, now).await;
        assert!(closed.unwrap());
    }

    /// Gives every mark that waits, each as much as the item gives.
    pub async fn mark_all(&self, now: Timestamp) -> Draft {
        let mut draft = current(&self.store, &self.campaign).await.unwrap().unwrap();
        let actor = Actor::Person("vien".to_owned());
        let chamber = self.chamber(&actor, "vien", now).await;
        let waiting: Vec<_> = draft
            .snapshot
            .groups
            .iter()
            .flat_map(|group| &group.units)
            .flat_map(|unit| unit.items.iter().map(move |item| (unit, item)))
            .filter(|(_, item)| item.state == "pending")
            .map(|(unit, item)| {
                let points = item.max.to_string().parse().unwrap();
                (unit.unit.clone(), item.code.clone(), points)
            })
            .collect();
        for (unit, item, points) in waiting {
            draft = chamber.mark(&unit, &item, Some(points), "").await.unwrap();
        }
        draft
    }

    /// The head decides what is tied, in the order in which it stands, and
    /// finalises.
    pub async fn decides_ties_and_finalises(&self) -> Digest {
        let now = at("2015-12-21 11:00");
        let actor = Actor::Person("truong".to_owned());
        let head = self.chamber(&actor, "truong", now).await;
        let draft = current(&self.store, &self.campaign).await.unwrap().unwrap();
        for tie in draft.snapshot.undecided() {
            let deciding = Deciding {
                kind: Kind::Tie,
                units: &tie.units,
                holds: true,
                reason: "Biểu quyết 4/6",
            };
            head.decide(deciding).await.unwrap();
        }
        head.finalise().await.unwrap().digest
    }

    /// What is to be approved of a frozen result.
    pub fn approving(seen: Digest) -> Approving {
        Approving {
            number: "15/QĐ-UBND".to_owned(),
            date: "2015-12-28".parse().unwrap(),
            seen,
        }
    }

    /// The refusals that the audit has, oldest first.
    pub async fn refusals(&self) -> Vec<String> {
        let mut rows = self.store.audit_before(None, 10_000).await.unwrap();
        rows.reverse();
        let refused = rows
            .into_iter()
            .filter(|row| row.action == "council.refused");
        let why = |detail: &str| {
            let detail: BTreeMap<String, String> = serde_json::from_str(detail).unwrap();
            format!("{}: {}", detail["what"], detail["why"])
        };
        refused.map(|row| why(&row.detail)).collect()
    }
}

/// The word for what was refused; `done` when nothing was.
pub fn word<T>(done: &Done<T>) -> &'static str {
    match done {
        Ok(_) => "done",
        Err(Undone::Refused(refusal)) => refusal.code(),
        Err(Undone::Ledger(error)) => panic!("{error}"),
    }
}
