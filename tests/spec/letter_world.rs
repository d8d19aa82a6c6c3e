//! Judgements to write letters about, and the letters as they are read.

use std::{collections::BTreeMap, fs, path::Path};

use congvu::{
    address::Address,
    campaign::{Campaign, window::Punctuality},
    digest::Digest,
    dossier::Version,
    figures::Code,
    finding::Fault,
    letter::{self, Envelope, Letter},
    mail::header::Header,
    sender::{Evidence, Proof},
    verdict::{
        Reply, Verdict,
        judgement::{Fate, File, Judgement},
        reason::Reason,
    },
    words::{
        Lang,
        letters::{Enclosure, Occasion},
    },
    workbook::{Container, Kind},
};
use jiff::{SignedDuration, Timestamp};
use mail_parser::MessageParser;

/// The files of the campaign of 2015.
pub fn files() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The campaign of 2015.
pub fn campaign() -> Campaign {
    Campaign::load(&files()).unwrap()
}

/// An accepted report of phường Hương Văn at 09:14:32 on 10/12/2015.
pub fn accepted() -> Judgement {
    Judgement {
        notes: Vec::new(),
        verdict: Verdict::Accepted,
        reply: Reply::Receipt,
        reasons: Vec::new(),
        from: Address::parse("huongvan01.huongtra@thuathienhue.gov.vn"),
        unit: Some("p.huongvan01".to_owned()),
        proof: Some(Proof::Sasl),
        moment: "2015-12-10T09:14:32+07:00".parse().unwrap(),
        punctuality: Punctuality::OnTime,
        findings: Vec::new(),
        files: vec![
            file(
                "bao-cao.xlsx",
                Container::Workbook(Kind::Xlsx),
                Fate::Report,
            ),
            file("công văn.pdf", Container::Pdf, Fate::Supporting),
        ],
        report: None,
        evidence: Evidence::default(),
        review: None,
    }
}

fn file(name: &str, kind: Container, fate: Fate) -> File {
    File {
        name: name.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        kind,
        size: 48 * 1_024,
        digest: Digest::of(name.as_bytes()),
        fate,
    }
}

/// Turned down for these reasons.
pub fn rejected(reasons: Vec<Reason>) -> Judgement {
    Judgement {
        verdict: Verdict::Rejected,
        reply: Reply::Rejection,
        reasons,
        ..accepted()
    }
}

/// So many cells, from E20 down, that hold no number.
pub fn faulty(count: usize) -> Judgement {
    let finding = |n: usize| {
        let found = "khoảng 20".to_owned();
        let mut finding = Fault::NotNumber { found }.at("Mẫu II", format!("E{}", 20 + n));
        finding.indicator = Code::parse("HT02");
        finding
    };
    Judgement {
        findings: (0..count).map(finding).collect(),
        ..rejected(vec![Reason::Faulty(count)])
    }
}

/// Five seconds late.
pub fn late() -> Judgement {
    Judgement {
        moment: "2015-12-13T00:00:05+07:00".parse().unwrap(),
        punctuality: Punctuality::Late(5),
        ..rejected(vec![Reason::Late(5)])
    }
}

/// A day before the window opens.
pub fn early() -> Judgement {
    Judgement {
        moment: "2015-12-05T09:00:00+07:00".parse().unwrap(),
        punctuality: Punctuality::Early,
        ..rejected(vec![Reason::Early])
    }
}

/// From a mailbox that is no unit's.
pub fn stranger() -> Judgement {
    Judgement {
        reply: Reply::WrongMailbox,
        from: Address::parse("xahuongtoan@hopthu.example"),
        unit: None,
        ..rejected(vec![Reason::NotOfficial])
    }
}

/// The letter that a judgement calls for.
pub fn written(
    judgement: &Judgement,
    version: Option<u32>,
    before: Option<&Version>,
) -> Option<Letter> {
    let now = judgement.moment + SignedDuration::from_secs(8);
    written_at(now, Lang::Vi, 0, judgement, version, before)
}

/// The same, written later, in either language, with so many hours to mend.
pub fn written_at(
    now: Timestamp,
    lang: Lang,
    cure: i64,
    judgement: &Judgement,
    version: Option<u32>,
    before: Option<&Version>,
) -> Option<Letter> {
    enclosing(now, lang, cure, judgement, (version, before), None)
}

/// The same, with a workbook at hand that may go with it.
pub fn enclosing(
    now: Timestamp,
    lang: Lang,
    cure: i64,
    judgement: &Judgement,
    (version, before): (Option<u32>, Option<&Version>),
    enclosure: Option<&Enclosure>,
) -> Option<Letter> {
    let mut campaign = campaign();
    campaign.window.cure = SignedDuration::from_hours(cure);
    let header = Header::read(
        b"Message-ID: <tot@may.example>\r\nReferences: <cu@may.example>\r\nReply-To: ke@xau.example\r\n\r\n",
    );
    let envelope = Envelope {
        own: &Address::parse("huongtra@thuathienhue.gov.vn").unwrap(),
        header: &header,
        mail: Digest::of(b"mail"),
        revision: 1,
        at: now,
    };
    let unit = judgement
        .unit
        .as_deref()
        .and_then(|code| campaign.registry.by_code(code));
    let occasion = Occasion {
        judgement,
        campaign: &campaign,
        now,
        unit,
        number: "BC-2015-0137",
        version,
        in_force: before,
        before,
        enclosure,
    };
    letter::compose(lang, &envelope, &occasion).unwrap()
}

/// The letter as a mail program shows it: subject, plain text, HTML.
pub fn shown(letter: &Letter) -> (String, String, String) {
    let message = MessageParser::default().parse(&letter.bytes).unwrap();
    (
        message.subject().unwrap().to_owned(),
        message.body_text(0).unwrap().into_owned(),
        message.body_html(0).unwrap().into_owned(),
    )
}
