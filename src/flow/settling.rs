//! Deciding, and writing the decision with all that follows from it: one
//! commit for verdict, files, report version, number, audit and owed letter.

use std::collections::BTreeMap;

use crate::{
    backoff,
    digest::Digest,
    dossier::{self, Dossier, Earlier, Version},
    edge::store::{Actor, MailId, Result, StandingVersion, StoreError, Tx},
    explanation::Token,
    flow::{Desk, answering, judging::Examined, recording, returning},
    sender::layout::Layout,
    unit::Unit,
    verdict::{
        Reply, Verdict,
        decide::{self, Decision},
        judgement::Judgement,
        limits::Alarm,
        reason::Reason,
    },
};
use jiff::Timestamp;

/// Decides a group and writes it in one commit. When that fails for a group,
/// each mail is written alone, so that one cannot hold up the others.
pub(super) async fn settle(desk: &Desk, group: Vec<Examined>, now: Timestamp) -> Result<usize> {
    let count = group.len();
    match write(desk, &group, now).await {
        Ok(()) => {}
        Err(error) if count == 1 => put_off(desk, &group[0], &error, now).await?,
        Err(_) => {
            for examined in group {
                if let Err(error) = write(desk, std::slice::from_ref(&examined), now).await {
                    put_off(desk, &examined, &error, now).await?;
                }
            }
        }
    }
    desk.bells.owed.notify_one();
    desk.bells.settled.notify_one();
    desk.bells.decided.notify_one();
    Ok(count)
}

async fn put_off(
    desk: &Desk,
    examined: &Examined,
    error: &StoreError,
    now: Timestamp,
) -> Result<()> {
    tracing::error!(mail = %examined.id, %error, "a mail could not be settled and is put off");
    if examined.counted {
        return Ok(());
    }
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    wait(&mut tx, examined.id, "store", now).await?;
    tx.commit().await
}

async fn write(desk: &Desk, group: &[Examined], now: Timestamp) -> Result<()> {
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    let (mut said, mut alarms) = (Vec::new(), Vec::new());
    let mut layouts = BTreeMap::new();
    for examined in group {
        let last_try = examined.attempts + 1 >= backoff::JUDGING_TRIES;
        let known = known(desk, &mut tx, examined).await?;
        let case = examined.gathered.case(examined.received_at);
        let rules = desk.examiner.rules(last_try);
        match decide::decide(case, rules, &known.others) {
            Decision::Wait(_) if examined.counted => (),
            Decision::Wait(what) => wait(&mut tx, examined.id, what, now).await?,
            Decision::Settle(mut judgement) => {
                if examined.attempts >= backoff::JUDGING_TRIES {
                    *judgement = unjudged(*judgement);
                }
                let alarm = act(desk, &mut tx, examined, &mut judgement, &known, now).await?;
                alarms.extend(alarm);
                said.push((examined.id, judgement.verdict));
                if let Some(layout) = layout_of(desk, examined) {
                    *layouts.entry(layout.to_string()).or_insert(0) += 1;
                }
            }
        }
    }
    tx.saw_layouts(&layouts).await?;
    let mut stopped = None;
    for alarm in alarms {
        stopped = tx.stop_sending(alarm).await?.then_some(alarm).or(stopped);
    }
    tx.commit().await?;
    for (mail, verdict) in said {
        tracing::info!(%mail, verdict = verdict.as_str(), "settled");
    }
    if let Some(why) = stopped {
        tracing::error!(why = why.as_str(), "letters are stopped");
    }
    Ok(())
}

/// Carries a decision out. It may be a reason to stop all sending.
async fn act(
    desk: &Desk,
    tx: &mut Tx,
    examined: &Examined,
    judgement: &mut Judgement,
    known: &Known,
    now: Timestamp,
) -> Result<Option<Alarm>> {
    let code = judgement.unit.as_deref();
    let unit = code.and_then(|code| desk.campaign.registry.by_code(code));
    let (permit, crowd) = answering::permit(desk, tx, judgement, unit, now).await?;
    recording::record(
        desk,
        tx,
        examined,
        (judgement, unit),
        permit.as_ref(),
        known,
        now,
    )
    .await?;
    let round = returning::note(tx, examined, judgement, now).await?;
    Ok(crowd.or(round))
}

/// How our servers marked it.
fn layout_of(desk: &Desk, examined: &Examined) -> Option<Layout> {
    let own_hosts = &desk.examiner.policy.own_hosts;
    Layout::of(&examined.gathered.mail.header, own_hosts)
}

fn unjudged(judgement: Judgement) -> Judgement {
    Judgement {
        verdict: Verdict::Held,
        reply: Reply::None,
        reasons: vec![Reason::Unjudged],
        report: None,
        ..judgement
    }
}

/// Notes a try and puts the mail off. One that another process has settled
/// meanwhile is done, and nothing is written.
pub(super) async fn wait(tx: &mut Tx, mail: MailId, what: &str, now: Timestamp) -> Result<()> {
    let attempt = match tx.begin_attempt(mail).await {
        Err(StoreError::Conflict(_)) => return Ok(()),
        attempt => attempt?,
    };
    tx.defer(mail, backoff::judging(attempt, now), what).await
}

/// What the unit has so far.
pub(super) async fn known(desk: &Desk, tx: &mut Tx, examined: &Examined) -> Result<Known> {
    let header = &examined.gathered.mail.header;
    let before = examined.before.as_ref();
    // A mail that is not opened again is still that of its unit.
    let from = header
        .from()
        .or_else(|| before.and_then(|before| before.judgement.from.clone()));
    let unit = from.and_then(|from| desk.campaign.registry.by_mailbox(&from));
    let Some(unit) = unit else {
        return Ok(Known::default());
    };
    // It locks the unit, so it comes first.
    let submissions = tx.versions(&desk.campaign.id, &unit.code).await?;
    let earlier = earlier(tx, examined, unit).await?;
    let window = desk.campaign.window_of(&unit.code);
    let turned_down = !window.cure.is_zero()
        && tx
            .turned_down(&unit.code, window.opens, window.closes)
            .await?;
    let explaining = match Token::find(&examined.gathered.mail.parts.subject) {
        Some(token) => tx.explaining(&desk.campaign.id, &unit.code, &token).await?,
        None => None,
    };
    let mut known = Known::of(examined.id, submissions);
    (known.others.earlier, known.others.turned_down) = (earlier, turned_down);
    known.others.explaining = explaining;
    Ok(known)
}

/// What a unit has sent: this mail, where it stands already, apart from all
/// others, because no mail is compared with itself.
#[derive(Default)]
pub(super) struct Known {
    pub(super) others: Dossier,
    pub(super) own: Option<Version>,
}

impl Known {
    /// From what stands of the unit's reports.
    pub(super) fn of(mail: MailId, standing: Vec<StandingVersion>) -> Self {
        let mut known = Self::default();
        for one in standing {
            let version = Version {
                version: u32::try_from(one.version).unwrap_or(u32::MAX),
                number: one.number,
                moment: one.moment,
                counts: one.punctuality != "late",
                workbook: one.workbook,
            };
            if one.mail == mail {
                known.own = Some(version);
            } else {
                known.others.versions.push(version);
            }
        }
        known
    }
}

/// The mail of the unit that this one may be a copy of.
async fn earlier(tx: &mut Tx, examined: &Examined, unit: &Unit) -> Result<Option<Earlier>> {
    let names = dossier::identities(&examined.gathered.mail.header);
    let came = tx.namesakes(examined.id, &unit.code, &names).await?;
    let files = examined.gathered.files.iter().map(|file| file.digest);
    let comes: Vec<Digest> = files.collect();
    Ok(Earlier::among(&came, comes))
}
