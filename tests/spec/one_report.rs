//! One good report on its way to a verdict, for the promises that turn on what
//! stands around it.

use std::collections::BTreeMap;

use congvu::{
    digest::Digest,
    dossier::{Dossier, Version},
    figures::Figures,
    form::code::CodeCheck,
    mail::Mail,
    sender::{Evidence, Policy, Proof},
    verdict::{
        decide::{Case, Decision, Opened, Rules, decide},
        files::Choice,
        judgement::{Fate, File, Judgement},
    },
    workbook::{Container, Kind},
};

use crate::a_whole_campaign_is_judged::{campaign, town};

/// What its workbook holds.
pub const WORKBOOK: &[u8] = b"the workbook";

/// What becomes of it in this mail: proven by a login or not, with a code in
/// its form that stands so.
pub fn judged(raw: &str, proven: bool, code: Option<CodeCheck>, dossier: &Dossier) -> Judgement {
    let mail = Mail::open(raw.as_bytes());
    let mailbox = mail.header.from();
    let case = Case {
        mail: &mail,
        received_at: campaign().window.opens,
        evidence: Evidence {
            envelope: mailbox.clone(),
            login: mailbox.filter(|_| proven),
            ..Evidence::default()
        },
        files: vec![File {
            name: "report.xlsx".to_owned(),
            media_type: String::new(),
            kind: Container::Workbook(Kind::Xlsx),
            size: 12,
            digest: Digest::of(WORKBOOK),
            fate: Fate::Report,
        }],
        choice: Choice::One(0),
        opened: Opened::Read {
            code,
            form: campaign().forms[0].id.clone(),
            figures: Figures::default(),
            sheet: String::new(),
            cells: BTreeMap::new(),
            findings: Vec::new(),
        },
    };
    let rules = Rules {
        aliases: &[],
        campaign: campaign(),
        policy: &Policy {
            authserv_id: None,
            own_hosts: Vec::new(),
            accept: vec![Proof::Sasl],
        },
        own: &town(),
        last_try: false,
    };
    let Decision::Settle(judgement) = decide(case, rules, dossier) else {
        panic!("{raw}");
    };
    *judgement
}

/// A mail of the first unit whose one part encodes `body`; `field` stands on
/// top of its header.
pub fn mail(field: &str, body: &str) -> String {
    let unit = campaign().registry.iter().next().unwrap();
    format!(
        "{field}From: {}\r\nSubject: x\r\nContent-Type: application/octet-stream\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{body}\r\n",
        unit.mailbox.as_str()
    )
}

/// A version that counts and came as early as can be.
pub fn version(version: u32, workbook: &[u8]) -> Version {
    Version {
        version,
        number: format!("BC-2015-{version:04}"),
        moment: campaign().window.opens,
        counts: true,
        workbook: Digest::of(workbook),
    }
}
