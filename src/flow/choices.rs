//! What a person may decide on a mail, before he decides. It only reads.

use jiff::Timestamp;

use super::{
    Desk,
    review::{before, is_fixed, window},
    settling,
};
use crate::{
    edge::store::{MailPage, Result},
    explanation::{Explaining, Token},
    review::{self, Matter, Refusal},
    verdict::{judgement::Judgement, person::Act},
};

/// What may be decided on a mail.
#[derive(Debug, Default)]
pub struct Choices {
    /// Each act with whether it may be answered, or with why not.
    pub acts: Vec<(Act, std::result::Result<bool, Refusal>)>,
    /// Is it no report but what its unit explains?
    pub explains: bool,
}

/// What may be decided on a mail. It only reads.
///
/// # Errors
/// When the ledger does not answer.
pub async fn choices(desk: &Desk, page: &MailPage, now: Timestamp) -> Result<Choices> {
    let Some(before) = before(page)? else {
        return Ok(Choices::default());
    };
    let desk = &desk.fresh(now).await?;
    let campaign = &desk.campaign.id;
    let standing = match before.judgement.unit.as_deref() {
        Some(unit) => desk.store.standing_versions(campaign, unit).await?,
        None => Vec::new(),
    };
    let mut known = settling::Known::of(page.mail.id, standing);
    known.others.explaining = explaining(desk, page, &before.judgement).await?;
    let matter = Matter {
        judgement: &before.judgement,
        others: &known.others,
        own: known.own.as_ref(),
        window: window(desk, &before.judgement),
        is_final: is_fixed(&desk.store.standing(campaign).await?),
        two_people: desk.two_people,
        now,
    };
    let offered = |act| {
        let may = review::may(matter, act).map(|()| review::may_answer(matter, act));
        (act, may)
    };
    Ok(Choices {
        acts: Act::ALL.into_iter().map(offered).collect(),
        explains: review::explains(matter).is_some(),
    })
}

/// What the code in the subject of a mail means, if one stands there.
async fn explaining(
    desk: &Desk,
    page: &MailPage,
    judgement: &Judgement,
) -> Result<Option<Explaining>> {
    let token = page.mail.subject.as_deref().and_then(Token::find);
    let Some((unit, token)) = judgement.unit.as_deref().zip(token) else {
        return Ok(None);
    };
    let round = desk.store.round(&desk.campaign.id).await?;
    Ok(round.map(|round| round.explaining(unit, &token)))
}
