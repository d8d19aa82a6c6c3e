//! Deciding on one mail: form, preview with the letter, decision; and who looks
//! at it.

use askama::Template as _;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};

use super::{
    App,
    ask::{Filled, Place},
    failure::Failure,
    mail::{self, Typed},
    queue::Way,
    session::{Person, go},
};
use crate::{
    digest::Digest,
    edge::store::{Actor, MailId},
    flow::review::{self, Outcome, Plan, Wish},
    review::{Effect, NOTE, Order},
    text,
    verdict::{
        Verdict,
        person::{Act, Ground, Review},
    },
    words::{
        Lang,
        pages::{
            Badge, Fact, Here, Tone, labels,
            review::{self as page, Conflict, Letter, Preview, Side},
        },
        reasons, review as words,
    },
};

/// The fields of a form, in its order; one may stand there several times.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// From what a browser sent.
    #[must_use]
    pub fn of(Filled(sent): Filled<Vec<(String, String)>>) -> Self {
        Self(sent)
    }

    /// The first value of a field; empty when it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        let mut named = self.0.iter().filter(|(key, _)| key == name);
        named.next().map_or("", |(_, value)| value.as_str())
    }

    /// All values of a field.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// What is wanted, by whom; none when no act is chosen.
    #[must_use]
    pub fn order(&self, by: &str) -> Option<Order> {
        let act = Act::parse(self.get("act"))?;
        let ground = if act == Act::Accept {
            "vouch"
        } else {
            "ground"
        };
        Some(Order {
            act,
            ground: Ground::parse(self.get(ground)),
            note: text::one_line(self.get("note"), NOTE),
            answer: self.get("answer") != "no",
            by: by.to_owned(),
        })
    }
}

/// What stands in the form of one mail.
struct Asked {
    wish: Wish,
    way: Option<Way>,
    fields: Fields,
}

impl Asked {
    fn read(id: i64, person: &Person, fields: Fields) -> Option<Self> {
        let order = fields.order(&person.name)?;
        Some(Self {
            wish: Wish {
                mail: MailId(id),
                seen: fields.get("seen").parse().unwrap_or_default(),
                order,
                agreed: Digest::from_hex(fields.get("agreed")),
            },
            way: way(&fields),
            fields,
        })
    }

    /// What the next form carries on.
    fn carried(&self, seen: i64, agreed: Option<Digest>) -> Vec<(&'static str, String)> {
        let order = &self.wish.order;
        let ground = order.ground.map_or("", Ground::code);
        let name = if order.act == Act::Accept {
            "vouch"
        } else {
            "ground"
        };
        let mut carried = vec![
            ("act", order.act.as_str().to_owned()),
            (name, ground.to_owned()),
            ("note", order.note.clone()),
            ("answer", if order.answer { "yes" } else { "no" }.to_owned()),
            ("seen", seen.to_string()),
        ];
        if let Some(way) = &self.way {
            carried.push(("queue", "1".to_owned()));
            carried.push(("way", way.field()));
        }
        carried.extend(agreed.map(|agreed| ("agreed", agreed.to_string())));
        carried
    }
}

/// The way through the queue, if the mail was opened from there.
fn way(fields: &Fields) -> Option<Way> {
    (fields.get("queue") == "1").then(|| Way::read(fields.get("way")))
}

/// The page of a mail, on the way on which it was opened.
fn back(id: i64, way: Option<&Way>, done: &str) -> String {
    match way {
        Some(way) => way.mail(id, done),
        None => super::filter::address(&format!("/mails/{id}"), &[("done", &done.to_owned())]),
    }
}

/// Shows what a decision would do, and the letter.
///
/// # Errors
/// When there is no such mail or the ledger does not answer.
pub async fn preview(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    form: Filled<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let fields = Fields::of(form);
    let Some(asked) = Asked::read(id, &person, fields.clone()) else {
        return again(&app, &person, id, fields, page::CHOOSE_ACT.to_owned()).await;
    };
    let outcome = review::plan(&app.desk, &asked.wish, app.now()).await?;
    answer(&app, &person, asked, outcome).await
}

/// Carries a decision out, as it was shown.
///
/// # Errors
/// When there is no such mail or the ledger does not answer.
pub async fn decide(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    form: Filled<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let fields = Fields::of(form);
    let Some(asked) = Asked::read(id, &person, fields.clone()) else {
        return again(&app, &person, id, fields, page::CHOOSE_ACT.to_owned()).await;
    };
    if asked.wish.agreed.is_none() {
        // Nobody decides what he was not shown.
        let outcome = review::plan(&app.desk, &asked.wish, app.now()).await?;
        return answer(&app, &person, asked, outcome).await;
    }
    let next = match &asked.way {
        Some(way) => next_of(&app, &person, way, id).await?,
        None => None,
    };
    let outcome = review::carry_out(&app.desk, &asked.wish, app.now()).await?;
    if !matches!(outcome, Outcome::Done(_)) {
        return answer(&app, &person, asked, outcome).await;
    }
    let onward = match (&asked.way, next) {
        (Some(way), Some(next)) => way.mail(next, &id.to_string()),
        (Some(way), None) => way.queue(),
        (None, _) => back(id, None, "decided"),
    };
    Ok(go(&onward, []))
}

/// The mail after this one on a way.
async fn next_of(app: &App, person: &Person, way: &Way, id: i64) -> Result<Option<i64>, Failure> {
    let walk = way.walk(app, &person.name).await?;
    let at = walk.iter().position(|mail| mail.0 == id);
    let next = at.map_or(walk.first(), |at| walk.get(at + 1).or(walk.first()));
    Ok(next.map(|mail| mail.0).filter(|next| *next != id))
}

/// Answers to what came of a plan, or of a decision that was not done.
async fn answer(
    app: &App,
    person: &Person,
    asked: Asked,
    outcome: Outcome,
) -> Result<Response, Failure> {
    let id = asked.wish.mail.0;
    let fault = match outcome {
        Outcome::Done(plan) => return shown(app, person, &asked, &plan, "").await,
        Outcome::Differs(plan) => return shown(app, person, &asked, &plan, page::DIFFERS).await,
        Outcome::Unchanged => return Ok(go(&back(id, asked.way.as_ref(), "unchanged"), [])),
        Outcome::Missing => return Err(Failure::NotFound),
        Outcome::Conflict => return conflict(app, person, &asked).await,
        Outcome::Refused(refusal) => words::refusal(Lang::Vi, &refusal),
        Outcome::Claimed(claim) => page::claimed(
            &claim.display,
            &app.short(claim.taken_at),
            &app.short(claim.until),
        ),
        Outcome::Waits(what) => page::waits(what),
    };
    again(app, person, id, asked.fields, fault).await
}

/// The page of the mail once more, with what was typed and what is wrong.
async fn again(
    app: &App,
    person: &Person,
    id: i64,
    fields: Fields,
    fault: String,
) -> Result<Response, Failure> {
    let asked = mail::Ask {
        queue: fields.get("queue").to_owned(),
        way: Way::read(fields.get("way")),
        ..mail::Ask::default()
    };
    let typed = Typed {
        act: Act::parse(fields.get("act")),
        vouch: fields.get("vouch").to_owned(),
        ground: fields.get("ground").to_owned(),
        note: text::one_line(fields.get("note"), NOTE),
        answer: fields.get("answer") != "no",
        fault,
    };
    let page = mail::page(app, person, id, &asked, typed).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
}

async fn shown(
    app: &App,
    person: &Person,
    asked: &Asked,
    plan: &Plan,
    notice: &'static str,
) -> Result<Response, Failure> {
    let id = asked.wish.mail.0;
    let order = &asked.wish.order;
    let name = words::act(Lang::Vi, order.act);
    let subject = subject(app, id).await?;
    let pending = plan
        .judgement
        .review
        .as_ref()
        .is_some_and(|review| review.pending);
    let letter = plan.letter.as_ref().map(|letter| Letter {
        to: letter.to.as_str().to_owned(),
        subject: letter.subject.clone(),
        text: letter.text.clone(),
        enclosed: letter.enclosed.clone().unwrap_or_default(),
    });
    let page = Preview {
        frame: app.frame(name, Here::Queue, Some(person)),
        id,
        subject,
        act: order.act,
        name,
        notice,
        verdicts: (
            labels::verdict(plan.before),
            labels::verdict(plan.judgement.verdict),
        ),
        facts: facts(app, plan),
        letter,
        silence: page::silence(plan.judgement.verdict, order.answer, pending),
        fields: asked.carried(asked.wish.seen, Some(plan.digest())),
        back: back(id, asked.way.as_ref(), ""),
    };
    Ok(Html(page.render()?).into_response())
}

/// What a plan does, as labels and values.
fn facts(app: &App, plan: &Plan) -> Vec<Fact> {
    let judgement = &plan.judgement;
    let counts = matches!(judgement.verdict, Verdict::Accepted | Verdict::Rejected)
        || plan.effect == Effect::Explains;
    let moment = counts.then(|| app.long(judgement.moment));
    let effect = words::effect(Lang::Vi, &plan.effect);
    let mut facts = page::planned(effect, moment, plan.version, plan.number.as_deref());
    if let Some(review) = &judgement.review {
        facts.extend(reviewed(app, review));
    }
    facts
}

/// What a person said for a decision, as labels and values.
pub fn reviewed(app: &App, review: &Review) -> Vec<Fact> {
    let setting = crate::words::pieces::setting(&app.campaign, app.campaign.window);
    let told: Vec<String> = review
        .lifted
        .iter()
        .map(|why| reasons::reason(Lang::Vi, why, setting).what)
        .collect();
    page::reviewed(review, text::one_line(&told.join(" "), 600))
}

async fn subject(app: &App, id: i64) -> Result<String, Failure> {
    let mail = app.store.mail(MailId(id)).await?.ok_or(Failure::NotFound)?;
    Ok(labels::subject(mail.mail.subject.as_deref()))
}

/// Both decisions, side by side.
async fn conflict(app: &App, person: &Person, asked: &Asked) -> Result<Response, Failure> {
    let mail = app.store.mail(asked.wish.mail).await?;
    let mail = mail.ok_or(Failure::NotFound)?;
    let row = mail.verdicts.last().ok_or(Failure::NotFound)?;
    let id = mail.mail.id.0;
    let review = review::judgement(row).ok().and_then(|it| it.review);
    let mut theirs = page::standing(
        review.as_ref().map(|review| review.act),
        labels::actor_among(&row.decided_by, &app.people().await?),
        app.long(row.decided_at),
        &row.reply,
    );
    if let Some(review) = &review {
        theirs.extend(reviewed(app, review));
    }
    let order = &asked.wish.order;
    let mine = page::wanted(order.ground, &order.note, order.answer);
    let page = Conflict {
        frame: app.frame(page::CONFLICT, Here::Queue, Some(person)),
        id,
        subject: labels::subject(mail.mail.subject.as_deref()),
        theirs: Side {
            badge: labels::verdict(row.verdict),
            facts: theirs,
        },
        mine: Side {
            badge: Badge::new(Tone::Quiet, words::act(Lang::Vi, order.act)),
            facts: mine,
        },
        fields: asked.carried(row.revision, None),
        leave: back(id, asked.way.as_ref(), ""),
    };
    Ok((StatusCode::CONFLICT, Html(page.render()?)).into_response())
}

/// Takes a mail to look at.
///
/// # Errors
/// When there is no such mail or the ledger does not answer.
pub async fn claim(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    form: Filled<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let fields = Fields::of(form);
    let way = way(&fields);
    if app.store.mail(MailId(id)).await?.is_none() {
        return Err(Failure::NotFound);
    }
    let instead = fields.get("instead") == "1";
    let taken = review::claim(&app.desk, MailId(id), &person.name, instead, app.now()).await?;
    let done = if taken { "claimed" } else { "" };
    Ok(go(&back(id, way.as_ref(), done), []))
}

/// Lets a mail go.
///
/// # Errors
/// When the ledger does not answer.
pub async fn release(
    State(app): State<App>,
    person: Person,
    Place(id): Place<i64>,
    form: Filled<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let way = way(&Fields::of(form));
    let actor = Actor::Person(person.name.clone());
    let mut tx = app.store.begin(&actor, app.now()).await?;
    tx.unclaim(MailId(id), &person.name).await?;
    tx.commit().await?;
    Ok(go(&back(id, way.as_ref(), "released"), []))
}
