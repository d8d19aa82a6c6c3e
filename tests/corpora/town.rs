//! The installation that the sets were made for, judging as the daemon does.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use congvu::{
    campaign::Campaign,
    digest::Digest,
    dossier::{Dossier, Version},
    edge::{dns::Resolver, worker::Pool},
    figures::{Code, Value},
    flow::examining::Examiner,
    form::Issue,
    sender::{Policy, Proof},
    verdict::{
        decide::{self, Decision},
        judgement::Judgement,
    },
    workbook::{Kind, Limits, write},
};
use jiff::Timestamp;

use crate::{own, ward};

const HOST: &str = "mx.tiepnhan.example";

const UNITS: &str = "code,name,short_name,kind,group,mailbox,traits\n\
    p.phuloc,Văn phòng UBND Phú Lộc,Phú Lộc,phường,communes,vanphong.phuloc@thuathienhue.gov.vn,\n\
    p.aluoi,Ủy ban nhân dân A Lưới,A Lưới,phường,communes,ttaluoi.aluoi@thuathienhue.gov.vn,\n";

/// The town of the sets: one window around their day, every proof accepted.
pub struct Town(Examiner);

/// A town whose readers belong to the runtime of one test.
pub fn town() -> Town {
    static CAMPAIGN: OnceLock<Arc<Campaign>> = OnceLock::new();
    let program = PathBuf::from(env!("CARGO_BIN_EXE_congvu"));
    Town(Examiner {
        aliases: Vec::new(),
        form_key: None,
        campaign: Arc::clone(CAMPAIGN.get_or_init(|| Arc::new(campaign()))),
        policy: Arc::new(Policy {
            authserv_id: Some(HOST.to_owned()),
            own_hosts: vec![HOST.to_owned()],
            accept: Proof::ALL.to_vec(),
        }),
        own: own(),
        readers: Arc::new(Pool::new(program, 2, Limits::default())),
        limits: Limits::default(),
        resolver: Arc::new(Resolver::Fixed(BTreeMap::new())),
    })
}

/// The campaign that is shipped, with the units and the days of the sets.
fn campaign() -> Campaign {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files.insert(name, fs::read_to_string(path).unwrap());
    }
    files.insert("units.csv".to_owned(), UNITS.to_owned());
    let main = files.get_mut("campaign.toml").unwrap();
    *main = main
        .replace("opens = 2015-12-06", "opens = 2026-07-13")
        .replace("closes = 2015-12-13", "closes = 2026-07-16");
    Campaign::load(&files).unwrap()
}

impl Town {
    /// What becomes of a mail that arrived on the day of the sets. And before
    /// that: would it have been tried again later?
    pub async fn decide(&self, raw: &[u8], dossier: &Dossier) -> (bool, Judgement) {
        let gathered = self.0.examine(raw.to_vec()).await;
        let decide = |last_try| {
            let case = gathered.case(received());
            decide::decide(case, self.0.rules(last_try), dossier)
        };
        let waits = matches!(decide(false), Decision::Wait(_));
        match decide(true) {
            Decision::Settle(judgement) => (waits, *judgement),
            Decision::Wait(what) => panic!("a mail waits for {what} and for ever"),
        }
    }
}

/// When the mailbox recorded the mails: a minute after the border host did.
fn received() -> Timestamp {
    "2026-07-14T08:01:00+07:00".parse().unwrap()
}

/// Two reports of the unit without a fault, which differ in one figure.
pub fn reports() -> &'static [Vec<u8>; 2] {
    static REPORTS: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    REPORTS.get_or_init(|| [false, true].map(report))
}

fn report(second: bool) -> Vec<u8> {
    let form = ward::form(2);
    let mut issue = Issue {
        unit_code: "p.phuloc".to_owned(),
        unit_name: "Văn phòng UBND Phú Lộc".to_owned(),
        ..ward::good_issue(&form)
    };
    if second {
        let code = Code::parse("UD03").unwrap();
        issue.figures.0.insert(code, Value::Number(1201.into()));
    }
    write::write(Kind::Xlsx, &form.lay_out(&issue)).unwrap()
}

/// The unit's dossier when this workbook is in force.
pub fn dossier_with(workbook: &[u8]) -> Dossier {
    Dossier {
        versions: vec![Version {
            version: 1,
            number: "BC-2026-0001".to_owned(),
            moment: received(),
            counts: true,
            workbook: Digest::of(workbook),
        }],
        ..Dossier::default()
    }
}

/// The mail with this workbook in the place of the one it carries, which holds
/// the word TEST and is nobody's report. Header and frame stay byte for byte.
pub fn enclosing(raw: &[u8], workbook: &[u8]) -> Vec<u8> {
    let at = |from: usize, mark: &[u8]| {
        let found = raw[from..].windows(mark.len()).position(|it| it == mark);
        found.map(|at| from + at)
    };
    let mark = b"Content-Transfer-Encoding: base64\r\n\r\n";
    let Some(start) = at(0, mark).map(|at| at + mark.len()) else {
        return raw.to_vec();
    };
    let end = at(start, b"\r\n--").unwrap_or(raw.len());
    [&raw[..start], base64(workbook).as_bytes(), &raw[end..]].concat()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (n, group) in bytes.chunks(3).enumerate() {
        if n > 0 && n % 19 == 0 {
            out.push_str("\r\n");
        }
        let bits = group
            .iter()
            .fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - group.len()));
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at > group.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    out
}
