//! Writing a unit, new or otherwise.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Redirect},
};

use super::{
    App,
    ask::{Filled, Place},
    failure::Failure,
    session::Person,
    typed::Typed,
    unit,
    unit_forms::{Answer, Forms, Pairs, again, back, begin, groups, held, marked, span},
};
use crate::{
    edge::store::StoreError,
    register::{Entry, import},
    text,
    unit::Span,
    words::{
        pages::{Here, unit_fields as fields, units::NewUnit},
        registry as words,
    },
};

/// What a unit is, as it was typed.
fn entry(app: &App, code: &str, typed: &Typed) -> Result<Entry, Vec<(&'static str, String)>> {
    let mut faults = Vec::new();
    let span = span(typed, &mut faults);
    let name = typed.text("name");
    if name.is_empty() {
        faults.push(("name", words::EMPTY.to_owned()));
    }
    let group = typed.text("group");
    if !app.campaign.groups.iter().any(|it| it.id == group) {
        faults.push(("group", words::EMPTY.to_owned()));
    }
    let short = typed.text("short_name");
    let traits = typed.text("traits");
    let traits = traits.split(' ').filter(|it| !it.is_empty());
    let entry = Entry {
        code: code.to_owned(),
        short_name: if short.is_empty() {
            name.clone()
        } else {
            short
        },
        name,
        kind: typed.text("kind"),
        group,
        traits: traits.map(str::to_owned).collect(),
        span,
    };
    if faults.is_empty() {
        Ok(entry)
    } else {
        Err(faults)
    }
}

/// Writes a unit otherwise.
///
/// # Errors
/// When there is no such unit, or the ledger does not answer.
pub async fn change(
    State(app): State<App>,
    person: Person,
    Place(code): Place<String>,
    Filled(form): Filled<Pairs>,
) -> Answer {
    let (unit, typed) = (unit::unit(&app, &code)?, Typed(form));
    let faults = match entry(&app, &code, &typed) {
        Ok(entry) => {
            let mut tx = begin(&app, &person).await?;
            tx.put_unit(&app.campaign.id, &entry).await?;
            tx.commit().await?;
            let (first, last) = app.campaign.window.days(&app.campaign.zone);
            // One that there is no more has no page.
            return if entry.span.meets(first, last) {
                back(&code, "unit")
            } else {
                Ok(Ok(Redirect::to("/units")))
            };
        }
        Err(faults) => faults,
    };
    let groups = groups(&app, &typed.text("group"));
    let forms = Forms {
        open: "unit",
        unit: marked(fields::unit(&|name| typed.text(name), groups), &faults),
        ..Forms::of(&app, &unit)
    };
    again(unit::made(&app, &person, &unit, forms).await?)
}

/// The form for a new unit.
///
/// # Errors
/// When the page cannot be made.
pub async fn blank(State(app): State<App>, person: Person) -> Result<Html<String>, Failure> {
    form(&app, &person, &Typed(Vec::new()), &[])
}

fn form(
    app: &App,
    person: &Person,
    typed: &Typed,
    faults: &[(&str, String)],
) -> Result<Html<String>, Failure> {
    let read = |name: &str| typed.text(name);
    let groups = groups(app, &typed.text("group"));
    let page = NewUnit {
        frame: app.frame(fields::NEW, Here::Units, Some(person)),
        fields: marked(fields::new_unit(&read, groups), faults),
    };
    Ok(Html(page.render()?))
}

/// Adds a unit.
///
/// # Errors
/// When the ledger does not answer.
pub async fn create(State(app): State<App>, person: Person, Filled(sent): Filled<Pairs>) -> Answer {
    let typed = Typed(sent);
    let (campaign, code) = (&app.campaign, typed.text("code"));
    let mut faults = Vec::new();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
    if code.is_empty() || !code.chars().all(plain) || ["new", "import"].contains(&code.as_str()) {
        faults.push(("code", words::BAD_CODE.to_owned()));
    } else if campaign.registry.by_code(&code).is_some() {
        faults.push(("code", words::CODE_TAKEN.to_owned()));
    }
    let written = typed.text("mailbox");
    let mailbox = import::check_mailbox(&written, &code, campaign).map_err(|fault| {
        faults.push(("mailbox", words::fault(&fault, &campaign.official_domain)));
    });
    let entry = entry(&app, &code, &typed).map_err(|more| faults.extend(more));
    if let (true, Ok(address), Ok(entry)) = (faults.is_empty(), mailbox, entry) {
        let mut tx = begin(&app, &person).await?;
        tx.put_unit(&campaign.id, &entry).await?;
        let held = held(address, &code, Span::default(), false);
        match tx.put_mailbox(&campaign.id, &held).await {
            Ok(()) => {
                tx.commit().await?;
                return back(&code, "new");
            }
            Err(StoreError::Conflict(_)) => {
                let other = import::Fault::OthersMailbox(text::one_line(&written, 200));
                faults.push(("mailbox", words::fault(&other, &campaign.official_domain)));
            }
            Err(error) => return Err(error.into()),
        }
    }
    again(form(&app, &person, &typed, &faults)?)
}
