//! The page of one unit: where it stands, its mailboxes, whom to telephone, what
//! it was granted and what was changed.

use askama::Template as _;
use axum::{extract::State, response::Html};
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

use super::{
    App,
    ask::{Asked, Place},
    failure::Failure,
    reminders,
    session::Person,
    unit_forms::{self, Forms},
};
use crate::{
    edge::store::{AuditRow, Granted, MailFilter, MailLine, Shown},
    flow::reminding,
    register::{Amendments, Contact, Held},
    role::Right,
    text,
    unit::{Span, Unit},
    verdict::{Verdict, reason::Reason},
    words::{
        Lang,
        pages::{
            Here, labels,
            reminders::state,
            unit_fields::within,
            units::{self as page, UnitPage},
        },
        times,
    },
};

/// Most rows of what was changed.
const CHANGES: u32 = 30;

/// How many of the unit's rejected mails are looked through for late ones.
const LATE: u32 = 200;

/// What the address may say.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    done: String,
}

/// The page.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Asked(wish): Asked<Wish>,
) -> Result<Html<String>, Failure> {
    let unit = unit(&app, &code)?;
    let forms = Forms {
        done: page::done(&wish.done),
        ..Forms::of(&app, &unit)
    };
    made(&app, &person, &unit, forms).await
}

/// The unit of a code.
///
/// # Errors
/// When there is none.
pub fn unit(app: &App, code: &str) -> Result<Unit, Failure> {
    let unit = app.campaign.registry.by_code(code);
    unit.cloned().ok_or(Failure::NotFound)
}

/// The page around these forms.
///
/// # Errors
/// When the ledger does not answer.
pub async fn made(
    app: &App,
    person: &Person,
    unit: &Unit,
    forms: Forms,
) -> Result<Html<String>, Failure> {
    let (campaign, code) = (&app.campaign, unit.code.as_str());
    let look = reminding::look(&app.store, campaign).await?;
    let standing = look.standings.iter().find(|it| it.unit == code);
    let lost = standing.is_some_and(|it| !it.reachable);
    let (_, amendments) = app.store.amendments(&campaign.id).await?;
    let reminded = app
        .store
        .written_reminders(&campaign.id, Some(code), CHANGES)
        .await?;
    let changes = app.store.audit_of(&format!("unit/{code}"), CHANGES).await?;
    let grants = app.store.granted(&campaign.id, code).await?;
    let contacts = app.store.contacts(&campaign.id, code).await?;
    let terms = campaign.terms.get(code);
    let reason = || terms.map_or_else(String::new, |terms| terms.reason.clone());
    let closes = campaign.window_of(code).closes;
    let page = UnitPage {
        frame: app.frame(&unit.name, Here::Units, Some(person)),
        code: code.to_owned(),
        name: unit.name.clone(),
        state: standing.map_or_else(
            || state(crate::reminder::Situation::Silent),
            |it| state(it.situation),
        ),
        closes: times::deadline(Lang::Vi, closes, &campaign.zone),
        own_end: if campaign.is_extended(code) {
            reason()
        } else {
            String::new()
        },
        exempt: if campaign.is_exempt(code) {
            reason()
        } else {
            String::new()
        },
        mailboxes: mailboxes(app, unit, &amendments, lost),
        contacts: contacts
            .into_iter()
            .map(|(id, contact)| shown(app, id.0, contact))
            .collect(),
        grants: grants.iter().map(|it| grant(app, it)).collect(),
        reminders: reminded.iter().map(|it| reminders::past(app, it)).collect(),
        changes: changes.iter().filter_map(|it| change(app, it)).collect(),
        may_grant: person.role.may(Right::FollowUp),
        may_change: person.role.may(Right::Registry),
        done: forms.done,
        fault: forms.fault,
        open: forms.open,
        terms_form: within("terms", forms.terms),
        mailbox_form: within("mailbox", forms.mailbox),
        contact_form: within("contact", forms.contact),
        unit_form: within("unit", forms.unit),
        late: late(app, code, closes).await?,
        may_review: person.role.may(Right::Review),
    };
    Ok(Html(page.render()?))
}

/// Mails that came too late for the end that held then, and not for the one
/// that holds now: whoever granted it wants them judged again.
async fn late(app: &App, code: &str, closes: Timestamp) -> Result<Vec<page::Late>, Failure> {
    let rejected = MailFilter {
        shown: Shown::With(Verdict::Rejected),
        unit: Some(code),
        limit: LATE,
        ..MailFilter::default()
    };
    let found = app.store.mails(&rejected).await?.lines.into_iter();
    let in_time = |mail: &MailLine| mail.moment.is_some_and(|moment| moment < closes);
    let too_late = Reason::Late(0);
    let was_late = |mail: &MailLine| mail.reasons.iter().any(|code| code == too_late.code());
    Ok(found
        .filter(|mail| was_late(mail) && in_time(mail))
        .map(|mail| page::Late {
            key: format!("{}.{}", mail.id.0, mail.revision),
            id: mail.id.0,
            subject: labels::subject(mail.subject.as_deref()),
            at: app.short(mail.received_at),
        })
        .collect())
}

fn shown(app: &App, id: i64, contact: Contact) -> page::Contact {
    let name = [contact.name, contact.duty];
    let named: Vec<String> = name.into_iter().filter(|it| !it.is_empty()).collect();
    page::Contact {
        id,
        name: named.join(", "),
        phone: contact.phone,
        email: contact.email,
        days: page::contact_days(written(contact.span.from), written(contact.span.until)),
        over: !contact.span.holds(unit_forms::today(app)),
    }
}

fn written(day: Option<Date>) -> Option<String> {
    day.map(times::date)
}

fn mailboxes(app: &App, unit: &Unit, amendments: &Amendments, lost: bool) -> Vec<page::Mailbox> {
    let today = unit_forms::today(app);
    let line = |address: &str, span: Span, withdrawn: bool| {
        let main = address == unit.mailbox.as_str() && !withdrawn;
        page::Mailbox {
            address: address.to_owned(),
            days: page::days(written(span.from), written(span.until)),
            state: page::mailbox(main && span.holds(today), span.holds(today), withdrawn),
            counts: !withdrawn,
            lost: lost && main,
        }
    };
    let own = app.campaign.registry.mailboxes_of(&unit.code);
    let withdrawn = |held: &&Held| held.withdrawn && held.mailbox.unit == unit.code;
    let gone = amendments.mailboxes.iter().filter(withdrawn);
    own.map(|(address, span)| line(address.as_str(), span, false))
        .chain(gone.map(|held| line(held.mailbox.address.as_str(), held.mailbox.span, true)))
        .collect()
}

fn grant(app: &App, granted: &Granted) -> page::Grant {
    let end = granted.ends_at;
    let end = end.map(|end| times::deadline(Lang::Vi, end, &app.campaign.zone));
    page::Grant {
        at: app.short(granted.granted_at),
        what: page::granted(&granted.kind, end.as_deref()),
        reason: text::one_line(&granted.reason, 500),
        by: labels::actor(&granted.granted_by),
    }
}

fn change(app: &App, row: &AuditRow) -> Option<page::Change> {
    Some(page::Change {
        at: app.short(row.at),
        what: page::changed(&row.action)?,
        by: labels::actor(&row.actor),
    })
}
