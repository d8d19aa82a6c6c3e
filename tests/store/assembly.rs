//! A town whose council meets: its units, its mail, and who acts.

use congvu::{
    digest::Digest,
    edge::store::{Actor, ClaimedLetter, MailFilter, NewMail, Shown, Source},
    edition::Edition,
    explanation::Token,
    flow::{council::Chamber, judging, publishing, replaying},
    unit::Unit,
    verdict::Verdict,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    hall::{Hall, at},
    office::Office,
    village::{HOST, TOWN, delivered},
};

/// A town at work: its units, and the mails that came so far.
pub struct Town<'o> {
    pub office: &'o Office,
    pub hall: Hall,
    pub units: Vec<Unit>,
    pub uid: u32,
}

/// An account, as whoever it is types it.
pub struct Person(&'static str, Actor);

/// That account.
pub fn person(name: &'static str) -> Person {
    Person(name, Actor::Person(name.to_owned()))
}

impl Town<'_> {
    /// The council, with that account at work in it.
    pub async fn at_work<'c>(&'c self, person: &'c Person, clock: &str) -> Chamber<'c> {
        self.hall.chamber(&person.1, person.0, at(clock)).await
    }

    /// A mail arrives and is settled.
    pub async fn arrives(&mut self, raw: &[u8], moment: Timestamp) {
        self.uid += 1;
        let mut tx = self
            .office
            .store
            .begin(&Actor::System, moment)
            .await
            .unwrap();
        let mail = NewMail {
            digest: Digest::of(raw),
            bytes: raw,
            received_at: moment,
            source: Source::Imap {
                mailbox: "INBOX",
                uidvalidity: 1,
                uid: self.uid,
            },
        };
        tx.keep(&[mail]).await.unwrap();
        tx.commit().await.unwrap();
        let desk = &self.hall.daemon.desk;
        while judging::step(desk, moment).await.unwrap() > 0 {}
    }

    /// Every unit that has a score gets one letter with its sheet, at its
    /// registered mailbox.
    pub async fn gets_its_sheets(&self, edition: &Edition, moment: Timestamp) {
        let desk = &self.hall.daemon.desk;
        let done = publishing::step(desk, &Actor::System, 0, moment)
            .await
            .unwrap();
        assert_eq!(done, edition.number);
        let letters = self.post(moment).await;
        let groups = edition.snapshot.groups.iter();
        let scored = groups.flat_map(|group| &group.units);
        let codes: Vec<&str> = scored.map(|unit| unit.unit.as_str()).collect();
        assert_eq!(letters.len(), codes.len());
        let units = self.units.iter();
        for unit in units.filter(|unit| codes.contains(&unit.code.as_str())) {
            let mut sent = letters.iter();
            let letter = sent.find(|it| it.recipient == unit.mailbox).unwrap();
            assert_eq!((letter.kind.as_str(), letter.mail), ("score_sheet", None));
            let pdf = letter.bytes.windows(8).any(|bytes| bytes == b"JVBERi0x");
            assert!(pdf, "a PDF goes with it");
        }
    }

    /// The whole year comes out the same from the raw mails, both editions
    /// included; and what is written over in one is found.
    pub async fn replays(&self) {
        let desk = &self.hall.daemon.desk;
        let told = replaying::replay(desk, None).await.unwrap();
        assert_eq!(told.differences, []);
        assert_eq!((told.scored, told.compared, told.finals), (true, true, 2));
        for (sql, undo, expected) in [
            (
                "update council_result set result =
                     replace(result, '\"provisional\":false', '\"provisional\":true')",
                "update council_result set result =
                     replace(result, '\"provisional\":true', '\"provisional\":false')",
                ["edition/1 digest", "edition/2 result.provisional"],
            ),
            (
                "update edition set digest = (select digest from edition where number = 2)
                 where number = 1",
                "",
                ["edition/1 approved", "edition/1 approved"],
            ),
        ] {
            self.office.tamper(sql).await.unwrap();
            let told = replaying::replay(desk, None).await.unwrap();
            let found = told.differences.iter();
            let found: Vec<String> = found.map(|it| format!("{} {}", it.of, it.what)).collect();
            for expected in expected {
                assert!(found.contains(&expected.to_owned()), "{sql}: {found:?}");
            }
            self.office.tamper(undo).await.unwrap();
        }
    }

    /// Letters that are due, sent.
    pub async fn post(&self, moment: Timestamp) -> Vec<ClaimedLetter> {
        let store = &self.office.store;
        let lease = moment + SignedDuration::from_mins(5);
        let letters = store
            .claim_letters("post", moment, lease, 500)
            .await
            .unwrap();
        let mut tx = store.begin(&Actor::System, moment).await.unwrap();
        for letter in &letters {
            tx.sent(letter.id, letter.attempt, "250 ok").await.unwrap();
        }
        tx.commit().await.unwrap();
        letters
    }

    /// The verdict and the codes of the newest mail.
    pub async fn newest(&self) -> (Verdict, Vec<String>) {
        let filter = MailFilter {
            shown: Shown::All,
            limit: 500,
            ..MailFilter::default()
        };
        let list = self.office.store.mails(&filter).await.unwrap();
        let newest = list.lines.into_iter().max_by_key(|line| line.id).unwrap();
        (newest.verdict.unwrap(), newest.reasons)
    }
}

/// A reply from a unit's mailbox to a letter with this code.
pub fn reply(
    unit: &Unit,
    token: &Token,
    login: Option<&str>,
    nth: u32,
    moment: Timestamp,
) -> Vec<u8> {
    let from = unit.mailbox.as_str();
    let body = format!(
        "From: <{from}>\r\nTo: <{TOWN}>\r\nMessage-ID: <{nth}.{}@{HOST}>\r\n\
         Subject: Re: {token} y kien ve so lieu\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nUD04 la 700, theo so cong van.\r\n",
        unit.code
    );
    match login {
        Some(login) => delivered(login, login, TOWN, moment, body.as_bytes()),
        None => {
            let trace = format!(
                "Return-Path: <{from}>\r\nReceived: from [203.0.113.9] (unknown [203.0.113.9])\r\n\
                 \tby {HOST} (Postfix) with ESMTP id 4F1A2\r\n\tfor <{TOWN}>; \
                 Wed, 16 Dec 2015 09:00:00 +0700\r\n"
            );
            [trace.into_bytes(), body.into_bytes()].concat()
        }
    }
}
