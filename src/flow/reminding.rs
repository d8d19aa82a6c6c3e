//! From what the units have sent to letters that remind those who have not.
//!
//! Who is due is one question ([`look`]), asked alike by the daemon, by the
//! command and by the pages. Each reminder is one transaction with its letter:
//! of two daemons one writes it, and a restart finds it written.

use jiff::{SignedDuration, Timestamp};

use crate::{
    annotated,
    campaign::Campaign,
    edge::store::{Actor, MailId, NewLetter, Result, Store, StoreError, UnitState},
    flow::Desk,
    letter,
    reminder::{self, Noted, Reminder, Situation, Standing},
    template::Template,
    unit::Unit,
    verdict::judgement::Judgement,
    words::{
        letters::Enclosure,
        reminders::{self as words, Nudge},
    },
};

/// Letters that leave in a minute, so that a mail server is not crowded.
const A_MINUTE: usize = 60;

/// Where every unit stands, and who was reminded.
pub struct Look {
    /// The units, in the order of the registry.
    pub standings: Vec<Standing>,
    /// The reminders there were.
    pub ledger: Vec<Noted>,
}

/// Asks where every unit stands.
///
/// # Errors
/// When the ledger does not answer.
pub async fn look(store: &Store, campaign: &Campaign) -> Result<Look> {
    let opens = campaign.window.opens;
    let states = store.unit_states(&campaign.id, opens).await?;
    let held = store.held_units(opens).await?;
    let unreachable = store.unreachable_mailboxes().await?;
    let ledger = store.reminders(&campaign.id).await?;
    let standing = |unit: &Unit| Standing {
        unit: unit.code.clone(),
        window: campaign.window_of(&unit.code),
        exempt: campaign.is_exempt(&unit.code),
        mailbox: unit.mailbox.clone(),
        reachable: !unreachable.contains(&unit.mailbox),
        situation: situation(
            states.get(&unit.code),
            held.get(&unit.code).map(|(_, at)| *at),
        ),
    };
    Ok(Look {
        standings: campaign.registry.iter().map(standing).collect(),
        ledger,
    })
}

fn situation(state: Option<&UnitState>, held: Option<Timestamp>) -> Situation {
    let rejection = state.and_then(|state| state.rejection.as_ref());
    if state.is_some_and(|state| state.in_force.is_some() || state.late.is_some()) {
        return Situation::Reported;
    }
    match (held, rejection) {
        (Some(at), Some(rejection)) if at > rejection.moment => Situation::Held { at },
        (_, Some(rejection)) => Situation::Rejected {
            mail: rejection.mail.0,
            at: rejection.moment,
        },
        (Some(at), None) => Situation::Held { at },
        (None, None) => Situation::Silent,
    }
}

/// Writes what is due, if the campaign lets the daemon do so, and takes back
/// what has become needless; says how many letters were written.
///
/// # Errors
/// When the ledger does not answer.
pub async fn step(desk: &Desk, now: Timestamp) -> Result<usize> {
    let campaign = &desk.campaign;
    let automatic = campaign.reminders.automatic;
    let look = look(&desk.store, campaign).await?;
    if look.ledger.iter().any(|noted| noted.written) && desk.store.owed().await?.waiting > 0 {
        take_back(desk, now).await?;
    }
    // What is written now would leave when somebody has looked, and be stale.
    if !automatic || desk.store.breaker().await?.is_some() {
        return Ok(0);
    }
    let due = reminder::due(&look.standings, &look.ledger, campaign, now);
    for one in &due.unreachable {
        let mut tx = desk.store.begin(&Actor::System, now).await?;
        if tx.unreachable(&campaign.id, one).await? {
            tx.commit().await?;
            let (unit, stage) = (one.unit.as_str(), one.stage.as_str());
            tracing::error!(unit, stage, "not reminded: its mailbox gives letters back");
        }
    }
    let sent = send(desk, &Actor::System, &due.letters, now).await?;
    Ok(sent.len())
}

async fn take_back(desk: &Desk, now: Timestamp) -> Result<()> {
    let mut tx = desk.store.begin(&Actor::System, now).await?;
    let taken = tx.take_back_reminders(&desk.campaign.id).await?;
    if taken > 0 {
        tx.commit().await?;
        tracing::info!(
            taken,
            "reminders that had not left are needless and taken back"
        );
    }
    Ok(())
}

/// Writes reminders, and says to which units: those that have reported
/// meanwhile, or that another has just written to, are left out.
///
/// # Errors
/// When the ledger does not answer.
pub async fn send(
    desk: &Desk,
    actor: &Actor,
    reminders: &[Reminder],
    now: Timestamp,
) -> Result<Vec<String>> {
    let mut sent = Vec::new();
    for reminder in reminders {
        let minutes = i64::try_from(sent.len() / A_MINUTE).unwrap_or(0);
        let due_at = now + SignedDuration::from_mins(minutes);
        if write(desk, actor, reminder, now, due_at).await? {
            sent.push(reminder.unit.clone());
        }
    }
    if !sent.is_empty() {
        tracing::info!(letters = sent.len(), by = %actor, "reminders are written");
        desk.bells.owed.notify_one();
    }
    Ok(sent)
}

async fn write(
    desk: &Desk,
    actor: &Actor,
    reminder: &Reminder,
    now: Timestamp,
    due_at: Timestamp,
) -> Result<bool> {
    let campaign = &desk.campaign;
    let Some(unit) = campaign.registry.by_code(&reminder.unit) else {
        return Ok(false);
    };
    let material = gather(desk, unit, reminder).await?;
    let key = format!(
        "{}:{}:{}:{}:{}",
        letter::REMINDER,
        campaign.id,
        reminder.unit,
        reminder.stage.as_str(),
        reminder.round.as_second()
    );
    let nudge = material.nudge(desk, unit, reminder, now);
    let letter = letter::remind(desk.lang, &key, &nudge).map_err(|error| {
        StoreError::Corrupt(format!("a reminder could not be written: {error}"))
    })?;
    let mut tx = desk.store.begin(actor, now).await?;
    let new = NewLetter {
        key: &letter.key,
        mail: None,
        kind: letter.kind,
        recipient: &letter.to,
        message_id: &letter.message_id,
        subject: &letter.subject,
        bytes: &letter.bytes,
        due_at,
    };
    match tx.remind(&campaign.id, reminder, &new).await {
        Ok(true) => tx.commit().await.map(|()| true),
        Ok(false) | Err(StoreError::Conflict(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What a reminder is written from besides the campaign.
struct Material {
    decision: Option<(String, Judgement)>,
    form: Option<Enclosure>,
}

async fn gather(desk: &Desk, unit: &Unit, reminder: &Reminder) -> Result<Material> {
    let decision = match reminder.situation {
        Situation::Rejected { mail, .. } => decision(&desk.store, MailId(mail)).await?,
        Situation::Silent | Situation::Held { .. } | Situation::Reported => None,
    };
    let empty = reminder.situation == Situation::Silent;
    Ok(Material {
        decision,
        form: empty.then(|| form(desk, unit)).flatten(),
    })
}

async fn decision(store: &Store, mail: MailId) -> Result<Option<(String, Judgement)>> {
    let Some((number, judgement)) = store.decided(mail).await? else {
        return Ok(None);
    };
    let judgement = serde_json::from_value(judgement)
        .map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(Some((number, judgement)))
}

/// The empty form of a unit with its own figures of the year before. A letter
/// goes out without it rather than not at all.
fn form(desk: &Desk, unit: &Unit) -> Option<Enclosure> {
    let campaign = &desk.campaign;
    let key = desk.examiner.form_key.as_deref();
    let figures = campaign.last_year.get(&unit.code);
    let template = Template {
        campaign,
        unit,
        town: desk.own(),
        code: key.and_then(|key| campaign.form_code(key, unit)),
        earlier: figures.map(|figures| (campaign.year - 1, figures)),
    };
    annotated::empty(&template).unwrap_or_else(|error| {
        tracing::error!(%error, "a reminder goes without its form");
        None
    })
}

impl Material {
    fn nudge<'n>(
        &'n self,
        desk: &'n Desk,
        unit: &'n Unit,
        reminder: &Reminder,
        now: Timestamp,
    ) -> Nudge<'n> {
        let decision = self.decision.as_ref();
        Nudge {
            campaign: &desk.campaign,
            unit,
            town: desk.own(),
            now,
            stage: reminder.stage,
            situation: reminder.situation,
            decision: decision.map(|(number, judgement)| (number.as_str(), judgement)),
            form: self.form.as_ref(),
        }
    }
}

/// A reminder as it would be read.
pub struct Preview {
    /// The unit.
    pub unit: String,
    /// Its subject line.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Name of the file that goes with it.
    pub file: Option<String>,
}

/// What a reminder would say now; nothing is written.
///
/// # Errors
/// When the ledger does not answer.
pub async fn preview(desk: &Desk, reminder: &Reminder, now: Timestamp) -> Result<Option<Preview>> {
    let Some(unit) = desk.campaign.registry.by_code(&reminder.unit) else {
        return Ok(None);
    };
    let material = gather(desk, unit, reminder).await?;
    let nudge = material.nudge(desk, unit, reminder, now);
    let (subject, blocks) = words::reminder(desk.lang, &nudge);
    Ok(Some(Preview {
        unit: reminder.unit.clone(),
        subject,
        text: letter::plain(&blocks),
        file: material.form.map(|form| form.name),
    }))
}
