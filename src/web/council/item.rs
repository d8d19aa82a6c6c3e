//! One item of one unit: figures, formula, points, and what may be entered.

use askama::Template as _;
use axum::{
    extract::State,
    response::{Html, Response},
};
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Room, Said, actor, again, current, differences::file_at, done, enter, refused};
use crate::{
    edge::store::{MarkRow, NewFile, VerificationRow},
    flow::council::Found,
    results::{GroupResult, InputResult, ItemResult, UnitResult},
    text,
    web::{
        App,
        ask::{Asked, Filled, Place},
        failure::Failure,
        forms::Sent,
        ranking::points,
        score_sheet::{self, value},
        session::Person,
    },
    words::pages::{
        Here,
        council::{
            self as words, Line,
            item::{self as page, ItemPage},
        },
    },
};

/// Its page.
///
/// # Errors
/// When there is no such item, or the ledger does not answer.
pub async fn show(
    State(app): State<App>,
    person: Person,
    Place((unit, item)): Place<(String, String)>,
    Asked(said): Asked<Said>,
) -> Result<Html<String>, Failure> {
    let mut page = filled(&app, &person, &unit, &item).await?;
    words::done(&said.done).clone_into(&mut page.done);
    Ok(Html(page.render()?))
}

/// A figure as the council found it.
///
/// # Errors
/// When there is no such item, or the ledger does not answer.
pub async fn verify(
    State(app): State<App>,
    person: Person,
    Place(unit): Place<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (item, code) = (sent.text("item"), sent.text("code"));
    let actor = actor(&person);
    let chamber = enter(&app, &actor, &person).await?;
    let found = Found {
        unit: &unit,
        code,
        figure: sent.text("new"),
        why: sent.text("why"),
        file: sent.file("file").map(|file| NewFile {
            name: &file.name,
            bytes: &file.bytes,
        }),
    };
    let Some(why) = refused(&app, chamber.verify(found).await)? else {
        let page = format!("/council/units/{unit}/items/{item}");
        return Ok(done(&page, "verified"));
    };
    let mut page = filled(&app, &person, &unit, item).await?;
    page.faults = vec![why];
    for input in page.inputs.iter_mut().filter(|input| input.code == code) {
        sent.text("new").clone_into(&mut input.typed_new);
        sent.text("why").clone_into(&mut input.typed_why);
        input.open = true;
    }
    Ok(again(page.render()?))
}

/// A mark of the council.
#[derive(Deserialize)]
pub struct Marking {
    item: String,
    points: String,
    why: String,
}

/// Points of the council.
///
/// # Errors
/// When there is no such item, or the ledger does not answer.
pub async fn mark(
    State(app): State<App>,
    person: Person,
    Place(unit): Place<String>,
    Filled(marking): Filled<Marking>,
) -> Result<Response, Failure> {
    let why = match read(&marking.points) {
        None => Some(page::NO_POINTS.to_owned()),
        Some(points) => {
            let actor = actor(&person);
            let chamber = enter(&app, &actor, &person).await?;
            let marked = chamber.mark(&unit, &marking.item, points, &marking.why);
            refused(&app, marked.await)?
        }
    };
    let Some(why) = why else {
        let page = format!("/council/units/{unit}/items/{}", marking.item);
        return Ok(done(&page, "marked"));
    };
    let mut page = filled(&app, &person, &unit, &marking.item).await?;
    page.faults = vec![why];
    if let Some(mark) = &mut page.mark {
        mark.typed_points = marking.points;
        mark.typed_why = marking.why;
    }
    Ok(again(page.render()?))
}

/// Points with a comma or a point; nothing takes a mark back.
#[expect(
    clippy::option_option,
    reason = "unreadable, and nothing, are two things"
)]
fn read(points: &str) -> Option<Option<Decimal>> {
    match points.trim() {
        "" => Some(None),
        points => points.replace(',', ".").parse().ok().map(Some),
    }
}

async fn filled(app: &App, person: &Person, unit: &str, item: &str) -> Result<ItemPage, Failure> {
    let draft = current(app).await?.ok_or(Failure::NotFound)?;
    let found = score_sheet::find(&draft.snapshot, unit);
    let (group, scored) = found.ok_or(Failure::NotFound)?;
    let at = scored.items.iter().position(|it| it.code == item);
    let at = at.ok_or(Failure::NotFound)?;
    let shown = &scored.items[at];
    let room = Room::of(app, person).await?;
    let verified = app.store.verifications(&app.campaign.id).await?;
    let neighbour = |at: Option<usize>| {
        let item = at.and_then(|at| scored.items.get(at))?;
        let href = format!("/council/units/{unit}/items/{}", item.code);
        Some((href, format!("{} {}", item.code, item.label)))
    };
    Ok(ItemPage {
        frame: app.frame(shown.label.clone(), Here::Council, Some(person)),
        csrf: person.csrf.clone(),
        done: String::new(),
        faults: Vec::new(),
        unit: unit.to_owned(),
        name: scored.name.clone(),
        group: group.group.clone(),
        item: score_sheet::item(group, shown),
        bests: bests(group, item),
        notice: group.notice.clone(),
        inputs: inputs(app, scored, shown, &verified),
        mark: mark_of(app, unit, item).await?,
        may_verify: room.may_enter,
        may_mark: room.may_enter,
        before: neighbour(at.checked_sub(1)),
        after: neighbour(at.checked_add(1)),
    })
}

fn bests(group: &GroupResult, item: &str) -> Vec<String> {
    let bests = group.bests.iter().filter(|best| best.item == item);
    bests
        .map(|best| page::best(&points(&best.value), &best.names))
        .collect()
}

fn inputs(
    app: &App,
    unit: &UnitResult,
    item: &ItemResult,
    verified: &[VerificationRow],
) -> Vec<page::Input> {
    let form = app.campaign.group_of_code(&unit.unit);
    let form = form.map(|group| &group.form);
    let input = |input: &InputResult| {
        let asked = form.and_then(|form| form.indicator(&input.code));
        let about = verified
            .iter()
            .filter(|row| row.unit == unit.unit && row.code == input.code);
        page::Input {
            code: input.code.clone(),
            label: input.label.clone(),
            reported: value(input.reported.as_ref()),
            value: value(input.verified.as_ref()),
            history: about.map(|row| entered(app, row)).collect(),
            expects: page::expects(asked.map_or("", |asked| &asked.unit)),
            typed_new: String::new(),
            typed_why: String::new(),
            open: false,
        }
    };
    item.inputs.iter().map(input).collect()
}

fn entered(app: &App, row: &VerificationRow) -> Line {
    Line {
        text: page::verified(
            &value(row.old.as_ref()),
            &value(row.new.as_ref()),
            &row.why,
            &row.noted_by,
            &app.short(row.noted_at),
        ),
        href: row.file.map(|file| file_at(file, &row.file_name)),
        link: page::evidence(&row.file_name),
    }
}

/// The council's own mark, where the scale leaves one to it.
async fn mark_of(app: &App, unit: &str, item: &str) -> Result<Option<page::Mark>, Failure> {
    let group = app.campaign.group_of_code(unit);
    let Some((max, step)) = group.and_then(|group| group.scale.council_range(item)) else {
        return Ok(None);
    };
    let marks = app.store.marks(&app.campaign.id).await?;
    let given = marks
        .iter()
        .filter(|mark| mark.unit == unit && mark.item == item);
    let told = |mark: &MarkRow| {
        let points = mark.points.map(text::short_decimal);
        let at = app.short(mark.noted_at);
        page::marked(points.as_deref(), &mark.why, &mark.noted_by, &at)
    };
    Ok(Some(page::Mark {
        rule: page::rule(&text::short_decimal(max), &text::short_decimal(step)),
        history: given.map(told).collect(),
        typed_points: String::new(),
        typed_why: String::new(),
    }))
}
