//! A whole campaign, mail by mail, from the raw bytes to the verdict: the play
//! that `congvu rehearse` performs, judged without any server.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::OnceLock,
};

use congvu::{
    address::Address,
    campaign::Campaign,
    dossier::{Dossier, Version},
    mail::{Mail, parts::Attachment},
    rehearse::{Act, Door, FREE_DOMAIN, Play, SELECTOR, Scene, Stage, postmark::Postmark},
    sender::{
        Evidence, Policy, Proof,
        signature::{Outcome, Signature},
    },
    unit::Unit,
    verdict::{
        Reply, Verdict,
        decide::{Case, Decision, Opened, Rules, decide, unit_of},
        files::{self, Choice},
        judgement::Judgement,
    },
    workbook::{Limits, reader},
};
use jiff::{SignedDuration, Timestamp};

const HOST: &str = "mail.thuathienhue.gov.vn";

pub fn campaign() -> &'static Campaign {
    static CAMPAIGN: OnceLock<Campaign> = OnceLock::new();
    CAMPAIGN.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
        let texts: BTreeMap<String, String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| {
                let name = entry.file_name().into_string().unwrap();
                (name, fs::read_to_string(entry.path()).unwrap())
            })
            .collect();
        Campaign::load(&texts).unwrap()
    })
}

pub fn town() -> Address {
    Address::parse("huongtra@thuathienhue.gov.vn").unwrap()
}

fn play(seed: u64) -> Play {
    let stage = Stage {
        town: town(),
        signed: true,
        seed,
        codes: crate::whose_form_it_is::codes(),
    };
    Play::write(campaign(), &stage).unwrap()
}

/// What the office has so far, unit by unit.
#[derive(Default)]
struct Office {
    dossiers: BTreeMap<String, Dossier>,
}

impl Office {
    /// Judges a mail that lies in the mailbox since a moment.
    fn judges(&mut self, act: &Act, raw: &[u8], at: Timestamp) -> Judgement {
        let policy = Policy {
            authserv_id: None,
            own_hosts: vec![HOST.to_owned()],
            accept: vec![Proof::Sasl, Proof::Dkim],
        };
        let own = town();
        let rules = Rules {
            aliases: &[],
            campaign: campaign(),
            policy: &policy,
            own: &own,
            last_try: false,
        };
        let mut mail = Mail::open(raw);
        let mut evidence = Evidence::of_header(&mail.header, &policy);
        evidence.signatures.extend(act.signed.then(signature));
        let (files, choice) = files::choose(&mut mail.parts.attachments, &Limits::default());
        let unit = unit_of(&mail, rules);
        let opened = unit.map_or(Opened::Unopened, |unit| {
            opened(unit, &mail.parts.attachments, &choice)
        });
        let dossier = self.dossiers.entry(act.unit.clone()).or_default();
        let case = Case {
            mail: &mail,
            received_at: at,
            evidence,
            files,
            choice,
            opened,
        };
        let Decision::Settle(judgement) = decide(case, rules, dossier) else {
            panic!("{:?} of {} is not decided", act.scene, act.unit)
        };
        if let (Verdict::Accepted, Some(report)) = (judgement.verdict, &judgement.report) {
            dossier.versions.push(Version {
                version: u32::try_from(dossier.versions.len()).unwrap() + 1,
                number: String::new(),
                moment: judgement.moment,
                counts: judgement.punctuality.counts(),
                workbook: report.workbook,
            });
        }
        *judgement
    }
}

/// The signature that the free domain puts on its mail, as it is found by
/// whoever checks it.
fn signature() -> Signature {
    let field = format!(
        "v=1; a=rsa-sha256; d={FREE_DOMAIN}; s={SELECTOR}; bh=x; b=x; \
         h=from:to:subject:date:content-type:mime-version"
    );
    Signature {
        outcome: Outcome::Pass,
        ..Signature::read(&field).unwrap()
    }
}

fn opened(unit: &Unit, attachments: &[Attachment], choice: &Choice) -> Opened {
    let Choice::One(at) = choice else {
        return Opened::Unopened;
    };
    match reader::read(&attachments[*at].bytes, &Limits::default()) {
        Ok(workbook) => {
            let (form, reading) = campaign().read(unit, &workbook).unwrap();
            Opened::Read {
                code: crate::whose_form_it_is::checked(unit, &workbook),
                form: form.id.clone(),
                sheet: reading.sheet,
                cells: reading.cells,
                figures: reading.figures,
                findings: reading.findings,
            }
        }
        Err(refusal) => Opened::Refused(refusal),
    }
}

/// A play, performed.
pub struct Performed {
    pub acts: Vec<(Act, Judgement)>,
    silent: Vec<String>,
    office: Office,
}

fn perform(seed: u64) -> Performed {
    let mut office = Office::default();
    let window = campaign().window;
    let own = town();
    let postmark = Postmark {
        host: HOST,
        town: &own,
        zone: &campaign().zone,
    };
    let Play { acts, silent } = play(seed);
    let mut judged = Vec::new();
    for (nth, act) in (1..).zip(acts) {
        let after = if act.scene.is_late() {
            window.closes
        } else {
            window.opens
        };
        let at = after + SignedDuration::from_mins(nth);
        let written = act.mail.write(at, &nth.to_string()).unwrap();
        let raw = postmark.on(&act, &written.bytes, at);
        let judgement = office.judges(&act, &raw, at);
        judged.push((act, judgement));
    }
    Performed {
        acts: judged,
        silent,
        office,
    }
}

/// The play of the first seed: writing eighty workbooks once is enough.
pub fn performed() -> &'static Performed {
    static PERFORMED: OnceLock<Performed> = OnceLock::new();
    PERFORMED.get_or_init(|| perform(1))
}

fn units(scene: Scene) -> BTreeSet<&'static str> {
    let acts = performed().acts.iter().map(|(act, _)| act);
    let of_scene = acts.filter(|act| act.scene == scene);
    of_scene.map(|act| act.unit.as_str()).collect()
}

fn holds_its_promise((act, judgement): &(Act, Judgement)) {
    let found = (judgement.verdict, judgement.reply);
    let (unit, scene) = (&act.unit, act.scene);
    let (reasons, findings) = (&judgement.reasons, &judgement.findings);
    assert_eq!(
        found,
        (act.expect, act.reply),
        "{unit} {scene:?}: {reasons:?} {findings:?}"
    );
}

/// The codes that the sender of a scene is told, and nothing else.
fn check(scene: Scene, expected: &[&str]) {
    assert!(!units(scene).is_empty(), "{scene:?} is not in the play");
    for (act, judgement) in &performed().acts {
        if act.scene == scene {
            let reasons = judgement.reasons.iter().map(|it| it.code());
            let findings = judgement.findings.iter().map(|it| it.code.as_str());
            let found: Vec<&str> = reasons.chain(findings).collect();
            assert_eq!(found, expected, "{scene:?} of {}", act.unit);
        }
    }
}

#[test]
fn every_mail_of_a_campaign_comes_to_the_verdict_that_is_written_in_the_play() {
    performed().acts.iter().for_each(holds_its_promise);
}

#[test]
fn another_seed_comes_to_the_promised_verdicts_as_well() {
    perform(2026).acts.iter().for_each(holds_its_promise);
}

#[test]
fn a_broken_rule_is_told_by_its_name() {
    check(Scene::BrokenRule, &["E-DATA", "E-HT02-LE"]);
}

#[test]
fn a_number_in_words_is_told() {
    check(Scene::Approximate, &["E-DATA", "E-NUM"]);
}

#[test]
fn a_blank_cell_is_told() {
    check(Scene::LeftBlank, &["E-DATA", "E-MISSING"]);
}

#[test]
fn a_forgotten_file_is_told() {
    check(Scene::NothingAttached, &["E-FILE-NONE"]);
}

#[test]
fn two_workbooks_are_told() {
    check(Scene::TwoWorkbooks, &["E-FILE-MANY"]);
}

#[test]
fn a_locked_workbook_is_told() {
    check(Scene::Locked, &["E-BOOK-ENCRYPTED"]);
}

#[test]
fn a_text_document_in_place_of_the_workbook_is_told() {
    check(Scene::WrittenOut, &["E-FILE-TYPE", "E-BOOK-TYPE-WORD"]);
}

#[test]
fn a_report_inside_a_forwarded_mail_is_told() {
    check(Scene::Forwarded, &["E-FILE-FORWARDED"]);
}

#[test]
fn the_form_of_the_other_kind_of_unit_is_told() {
    check(Scene::OtherForm, &["E-DATA", "E-FORM"]);
}

#[test]
fn a_free_mailbox_is_told() {
    check(Scene::FreeMailbox, &["E-SENDER-DOMAIN"]);
}

#[test]
fn a_colleagues_mailbox_is_told() {
    check(Scene::Colleague, &["E-SENDER-MAILBOX"]);
}

#[test]
fn a_mail_in_a_units_name_without_its_login_waits_for_a_person() {
    check(Scene::Forged, &["E-SENDER-UNPROVEN"]);
}

#[test]
fn a_domain_that_looks_like_ours_is_kept_apart() {
    check(Scene::LookAlike, &["E-SENDER-LOOKALIKE"]);
}

#[test]
fn late_is_told_whether_or_not_a_report_is_in_force() {
    check(Scene::LateFirst, &["E-TIME-LATE"]);
    check(Scene::LateAgain, &["E-TIME-LATE"]);
}

#[test]
fn good_reports_have_nothing_wrong_and_nothing_odd() {
    for scene in [
        Scene::Xlsx,
        Scene::Xls,
        Scene::Ods,
        Scene::Cover,
        Scene::Mended,
        Scene::Changed,
    ] {
        check(scene, &[]);
    }
}

#[test]
fn a_second_report_is_version_two_and_every_other_unit_ends_with_one() {
    let late = units(Scene::LateFirst);
    for unit in campaign().registry.iter() {
        let code = unit.code.as_str();
        let dossier = performed().office.dossiers.get(code);
        let version = dossier
            .and_then(Dossier::in_force)
            .map(|found| found.version);
        let silent = performed().silent.iter().any(|silent| silent == code);
        let expected = if silent || late.contains(code) {
            None
        } else if units(Scene::Changed).contains(code) {
            Some(2)
        } else {
            Some(1)
        };
        assert_eq!(version, expected, "{code}");
    }
}

#[test]
fn the_play_has_every_unit_and_every_mistake_in_it() {
    let acts = performed().acts.iter().map(|(act, _)| act.unit.as_str());
    let silent = performed().silent.iter().map(String::as_str);
    let played: BTreeSet<&str> = acts.chain(silent).collect();
    let registered = campaign().registry.iter().map(|unit| unit.code.as_str());
    assert_eq!(played, registered.collect());
    assert_eq!(performed().silent.len(), 1);
    for scene in Scene::ALL {
        let old = [Scene::Xls, Scene::Ods].contains(&scene);
        let least = if old { 3 } else { 1 };
        let times = units(scene).len();
        assert!(times >= least, "{scene:?} is played {times} times");
    }
}

#[test]
fn late_mails_stand_last() {
    let acts = &performed().acts;
    let late: Vec<bool> = acts.iter().map(|(act, _)| act.scene.is_late()).collect();
    assert!(late.is_sorted());
    assert_eq!(late.iter().filter(|late| **late).count(), 2);
}

#[test]
fn what_comes_from_outside_shows_no_login() {
    for (act, _) in &performed().acts {
        let outside = [
            Scene::FreeMailbox,
            Scene::Forged,
            Scene::LookAlike,
            Scene::List,
            Scene::Bounce,
        ];
        let expected = if outside.contains(&act.scene) {
            Door::Outside
        } else {
            Door::Submission
        };
        assert_eq!(act.door, expected, "{:?}", act.scene);
    }
}

#[test]
fn the_same_seed_gives_the_same_play_and_another_seed_another() {
    let again = play(1);
    let same = |(act, (first, _)): (&Act, &(Act, _))| act == first;
    assert!(again.acts.iter().zip(&performed().acts).all(same));
    assert!(again != play(2));
}

#[test]
fn without_a_believed_signature_nothing_proves_a_free_mailbox() {
    let found = Scene::FreeMailbox.expected(false);
    assert_eq!(found, (Verdict::Quarantined, Reply::None));
}
