//! Changing what is known of a unit: its mailboxes, whom to telephone, what it
//! is granted. A form with faults is shown again as it was typed.

use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, Redirect},
};
use jiff::civil::Date;

use super::{
    App,
    ask::{Filled, Place},
    failure::Failure,
    session::Person,
    typed::Typed,
    unit,
};
use crate::{
    address::Address,
    edge::store::{Actor, ContactId, Grant, StoreError, Tx},
    register::{Contact, Entry, Held, import},
    unit::{Mailbox, Span, Unit},
    words::{
        pages::{
            field::{Choice, Field},
            unit_fields as fields,
        },
        registry as words,
    },
};

/// What a form was answered with: another page, or itself with its faults.
pub(super) type Answer = Result<Result<Redirect, Again>, Failure>;

/// The page once more: what was sent could not be done as it stood.
pub(super) type Again = (StatusCode, Html<String>);

/// What is typed into a form.
pub(super) type Pairs = Vec<(String, String)>;

/// The forms of a unit's page.
pub struct Forms {
    /// What was just done; empty for nothing.
    pub done: &'static str,
    /// What is wrong as a whole; empty for nothing.
    pub fault: &'static str,
    /// Which form was sent.
    pub open: &'static str,
    /// To grant something.
    pub terms: Vec<Field>,
    /// To register a mailbox.
    pub mailbox: Vec<Field>,
    /// To note whom to telephone.
    pub contact: Vec<Field>,
    /// To write the unit otherwise.
    pub unit: Vec<Field>,
}

impl Forms {
    /// As nobody has typed anything yet.
    #[must_use]
    pub fn of(app: &App, unit: &Unit) -> Self {
        let nothing = Typed(Vec::new());
        let kind = if app.campaign.is_exempt(&unit.code) {
            "exempt"
        } else {
            "extended"
        };
        Self {
            done: "",
            fault: "",
            open: "",
            terms: fields::terms(&nothing_or(&nothing, &[("kind", kind), ("time", "24:00")])),
            mailbox: fields::mailbox(&|name| nothing.text(name)),
            contact: fields::contact(&|name| nothing.text(name)),
            unit: fields::unit(&as_typed(&Entry::of(unit)), groups(app, &unit.group)),
        }
    }
}

/// What was typed, with something in place of what was not.
fn nothing_or<'t>(
    typed: &'t Typed,
    usual: &'t [(&'t str, &'t str)],
) -> impl Fn(&str) -> String + 't {
    move |name| {
        let found = typed.text(name);
        let usual = usual.iter().find(|(key, _)| *key == name);
        match usual {
            Some((_, usual)) if found.is_empty() => (*usual).to_owned(),
            Some(_) | None => found,
        }
    }
}

fn as_typed(entry: &Entry) -> impl Fn(&str) -> String {
    let traits: Vec<&str> = entry.traits.iter().map(String::as_str).collect();
    let held = [
        ("name", entry.name.clone()),
        ("short_name", entry.short_name.clone()),
        ("kind", entry.kind.clone()),
        ("traits", traits.join(" ")),
    ];
    move |name| {
        let found = held.iter().find(|(key, _)| *key == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    }
}

pub(super) fn groups(app: &App, chosen: &str) -> Vec<Choice> {
    let groups = app.campaign.groups.iter();
    groups
        .map(|group| Choice {
            value: group.id.clone(),
            label: group.label.clone(),
            chosen: group.id == chosen,
        })
        .collect()
}

/// The day of the office's clock.
#[must_use]
pub fn today(app: &App) -> Date {
    app.now().to_zoned(app.campaign.zone.clone()).date()
}

/// A page as the answer to a form with faults.
pub(super) fn again(page: Html<String>) -> Answer {
    Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, page)))
}

pub(super) async fn begin(app: &App, person: &Person) -> Result<Tx, StoreError> {
    let actor = Actor::Person(person.name.clone());
    app.store.begin(&actor, app.now()).await
}

pub(super) fn back(code: &str, done: &str) -> Answer {
    Ok(Ok(Redirect::to(&format!("/units/{code}?done={done}"))))
}

/// Marks the fields that are wrong.
pub(super) fn marked(mut fields: Vec<Field>, faults: &[(&str, String)]) -> Vec<Field> {
    for field in &mut fields {
        if let Some((_, fault)) = faults.iter().find(|(name, _)| *name == field.name) {
            field.fault.clone_from(fault);
        }
    }
    fields
}

pub(super) fn span(typed: &Typed, faults: &mut Vec<(&'static str, String)>) -> Span {
    let mut day = |field| {
        typed.day(field).unwrap_or_else(|| {
            faults.push((field, words::NO_DAY.to_owned()));
            None
        })
    };
    let span = Span {
        from: day("from"),
        until: day("until"),
    };
    if span
        .from
        .zip(span.until)
        .is_some_and(|(from, until)| from > until)
    {
        faults.push(("until", words::BACKWARDS.to_owned()));
    }
    span
}

/// Grants more time, or no report, or takes either back.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn terms(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Filled(form): Filled<Pairs>,
) -> Answer {
    let (unit, typed) = (unit::unit(&app, &code)?, Typed(form));
    let campaign = &app.campaign;
    let mut faults = Vec::new();
    let grant = match typed.text("kind").as_str() {
        "exempt" => Some(Grant::Exempt),
        "usual" => Some(Grant::Usual),
        _ => match typed.end("day", "time", &campaign.zone) {
            None => {
                faults.push(("day", words::NO_END.to_owned()));
                None
            }
            Some(end) if end <= campaign.window.closes => {
                faults.push(("day", words::NOT_LATER.to_owned()));
                None
            }
            Some(end) => Some(Grant::Extended(end)),
        },
    };
    let reason = typed.text("reason");
    if reason.is_empty() {
        faults.push(("reason", words::NO_REASON.to_owned()));
    }
    let mut fault = "";
    if let Some(grant) = grant.filter(|_| faults.is_empty()) {
        let mut tx = begin(&app, &person).await?;
        match tx.grant(&campaign.id, &code, &grant, &reason).await {
            Ok(()) => {
                tx.commit().await?;
                return back(&code, "terms");
            }
            Err(StoreError::Conflict(_)) => fault = words::CLOSED,
            Err(error) => return Err(error.into()),
        }
    }
    let usual = [("kind", "extended"), ("time", "24:00")];
    let forms = Forms {
        fault,
        open: "terms",
        terms: marked(fields::terms(&nothing_or(&typed, &usual)), &faults),
        ..Forms::of(&app, &unit)
    };
    again(unit::made(&app, &person, &unit, forms).await?)
}

/// Registers a mailbox, changes its days, or withdraws it.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn mailbox(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Filled(form): Filled<Pairs>,
) -> Answer {
    let (unit, typed) = (unit::unit(&app, &code)?, Typed(form));
    let withdrawn = typed.text("withdraw");
    let mut faults = Vec::new();
    let mut fault = "";
    let held = if withdrawn.is_empty() {
        new_mailbox(&app, &unit, &typed, &mut faults)
    } else {
        let own = app.campaign.registry.mailboxes_of(&code);
        if own.filter(|(it, _)| it.as_str() != withdrawn).count() == 0 {
            fault = words::LAST_MAILBOX;
        }
        let address = Address::parse(&withdrawn).ok_or(Failure::Unreadable)?;
        let owner = app.campaign.registry.by_mailbox(&address);
        if owner.is_none_or(|owner| owner.code != code) {
            return Err(Failure::NotFound);
        }
        Some(held(address, &code, Span::default(), true))
    };
    if let Some(held) = held.filter(|_| faults.is_empty() && fault.is_empty()) {
        let mut tx = begin(&app, &person).await?;
        match tx.put_mailbox(&app.campaign.id, &held).await {
            Ok(()) => {
                tx.commit().await?;
                return back(&code, "mailbox");
            }
            Err(StoreError::Conflict(_)) => {
                let other = import::Fault::OthersMailbox(held.mailbox.address.as_str().to_owned());
                let domain = &app.campaign.official_domain;
                faults.push(("address", words::fault(&other, domain)));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let forms = Forms {
        fault,
        open: "mailboxes",
        mailbox: marked(fields::mailbox(&|name| typed.text(name)), &faults),
        ..Forms::of(&app, &unit)
    };
    again(unit::made(&app, &person, &unit, forms).await?)
}

pub(super) fn held(address: Address, unit: &str, span: Span, withdrawn: bool) -> Held {
    Held {
        mailbox: Mailbox {
            address,
            unit: unit.to_owned(),
            span,
        },
        withdrawn,
    }
}

fn new_mailbox(
    app: &App,
    unit: &Unit,
    typed: &Typed,
    faults: &mut Vec<(&'static str, String)>,
) -> Option<Held> {
    let span = span(typed, faults);
    let written = typed.text("address");
    match import::check_mailbox(&written, &unit.code, &app.campaign) {
        Ok(address) => Some(held(address, &unit.code, span, false)),
        Err(fault) => {
            let domain = &app.campaign.official_domain;
            faults.push(("address", words::fault(&fault, domain)));
            None
        }
    }
}

/// Notes whom to telephone, or takes one out.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn contact(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Filled(form): Filled<Pairs>,
) -> Answer {
    let (unit, typed) = (unit::unit(&app, &code)?, Typed(form));
    let campaign = &app.campaign.id;
    let removed = typed.text("remove");
    if !removed.is_empty() {
        let id = removed.parse().map_err(|_| Failure::Unreadable)?;
        let mut tx = begin(&app, &person).await?;
        match tx.remove_contact(campaign, &code, ContactId(id)).await {
            Ok(()) => tx.commit().await?,
            // Somebody else was quicker.
            Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
        return back(&code, "contact");
    }
    let required = ["contact_name", "phone"];
    let missing = required.into_iter().filter(|it| typed.text(it).is_empty());
    let mut faults: Vec<(&str, String)> = missing.map(|it| (it, words::EMPTY.to_owned())).collect();
    let span = span(&typed, &mut faults);
    if faults.is_empty() {
        let new = Contact {
            name: typed.text("contact_name"),
            duty: typed.text("duty"),
            phone: typed.text("phone"),
            email: typed.text("email"),
            span,
        };
        let mut tx = begin(&app, &person).await?;
        tx.add_contact(campaign, &code, &new).await?;
        tx.commit().await?;
        return back(&code, "contact");
    }
    let forms = Forms {
        open: "contacts",
        contact: marked(fields::contact(&|name| typed.text(name)), &faults),
        ..Forms::of(&app, &unit)
    };
    again(unit::made(&app, &person, &unit, forms).await?)
}
