//! Dossiers and documents for the chapters on the three ways of reporting.

use congvu::evidence::{Channel, Dossier, Entry, MailCopy, Record, Ruling, Settlement};
use jiff::{Timestamp, civil::Date};

/// The ward of most of these tests.
pub const WARD: &str = "p.huongvan01";

/// A moment of the campaign.
pub fn moment() -> Timestamp {
    "2015-12-08T09:00:00+07:00".parse().unwrap()
}

/// A day of the campaign's December.
pub fn day(day: i8) -> Date {
    Date::new(2015, 12, day).unwrap()
}

/// A dossier of a campaign that asks for everything.
pub fn dossier(unit: &str) -> Dossier {
    Dossier {
        unit: unit.to_owned(),
        asked: Channel::ALL.to_vec(),
        ..Dossier::default()
    }
}

/// A mail whose workbook names a document.
pub fn mail(document: &str, dated: Option<Date>) -> MailCopy {
    MailCopy {
        mail: 1,
        receipt: "BC-2015-0001".to_owned(),
        version: 1,
        moment: moment(),
        late: false,
        document: document.to_owned(),
        dated,
    }
}

/// Paper as it should be.
pub fn paper(number: &str, dated: Option<Date>) -> Record {
    Record {
        number: number.to_owned(),
        date: dated,
        arrived: Some(day(9)),
        received_by: "Lan".to_owned(),
        signed: Some(true),
        sealed: Some(true),
        ..Record::default()
    }
}

/// A record of the ledger.
pub fn entry(id: i64, channel: Channel, record: Record) -> Entry {
    Entry {
        id,
        channel,
        record,
        replaces: None,
        withdrawn: false,
        why: String::new(),
        at: moment(),
        by: "person:lan".to_owned(),
    }
}

/// A dossier in which everything is there and agrees.
pub fn whole() -> Dossier {
    let software = Record {
        number: "0015/BC–UBND".to_owned(),
        date: Some(day(8)),
        organ: "H57.12.04".to_owned(),
        ..Record::default()
    };
    Dossier {
        mail: Some(mail("15/BC-UBND", Some(day(8)))),
        entries: vec![
            entry(1, Channel::Paper, paper("Số: 15/BC-UBND", Some(day(8)))),
            entry(2, Channel::DocumentSoftware, software),
        ],
        ..dossier(WARD)
    }
}

/// Settles the disagreement of a key.
pub fn settle(dossier: &mut Dossier, key: &str, ruling: Ruling) {
    dossier.settlements.push(Settlement {
        about: key.to_owned(),
        ruling,
        reason: "đã gọi điện cho đơn vị".to_owned(),
        by: "person:lan".to_owned(),
        at: moment(),
    });
}
