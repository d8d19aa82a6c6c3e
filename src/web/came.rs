//! What came of many mails, as an address tells it. The page speaks for the
//! office, so it believes only what this session was told: the address is sealed.

use super::{filter::address, forms::same, session::Person};
use crate::{
    digest::Digest, edge::store::MailId, flow::review::Outcome, review::Refusal, verdict::Verdict,
};

/// What came of one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// Done, with this verdict; is a letter owed?
    Done(Verdict, bool),
    /// Judged again, with the same result.
    Unchanged,
    /// It cannot be decided so.
    Refused(Refusal),
    /// Somebody was quicker.
    Meanwhile,
    /// Somebody else looks at it.
    Claimed,
    /// A name server or our own reader did not answer.
    Waits(String),
    /// There is no such mail.
    Missing,
}

impl Came {
    /// Of an outcome.
    #[must_use]
    pub fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done(plan) => Self::Done(plan.judgement.verdict, plan.letter.is_some()),
            Outcome::Unchanged => Self::Unchanged,
            Outcome::Refused(refusal) => Self::Refused(refusal),
            Outcome::Conflict | Outcome::Differs(_) => Self::Meanwhile,
            Outcome::Claimed(_) => Self::Claimed,
            Outcome::Waits(what) => Self::Waits(what.to_owned()),
            Outcome::Missing => Self::Missing,
        }
    }

    /// In a few letters: fifty of them stand in an address.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Done(verdict, true) => format!("y.{}", initial(*verdict)),
            Self::Done(verdict, false) => format!("n.{}", initial(*verdict)),
            Self::Unchanged => "u".to_owned(),
            Self::Refused(refusal) => refused(refusal),
            Self::Meanwhile => "m".to_owned(),
            Self::Claimed => "c".to_owned(),
            Self::Waits(what) => format!("w.{what}"),
            Self::Missing => "x".to_owned(),
        }
    }

    /// Reads what [`Came::code`] wrote.
    #[must_use]
    pub fn read(code: &str) -> Option<Self> {
        let (word, rest) = code.split_once('.').unwrap_or((code, ""));
        Some(match word {
            "y" | "n" => {
                let mut all = Verdict::ALL.into_iter();
                Self::Done(all.find(|it| initial(*it) == rest)?, word == "y")
            }
            "u" => Self::Unchanged,
            "m" => Self::Meanwhile,
            "c" => Self::Claimed,
            "w" => Self::Waits(rest.to_owned()),
            "x" => Self::Missing,
            _ => Self::Refused(read_refusal(word, rest)?),
        })
    }
}

/// No two verdicts begin alike.
fn initial(verdict: Verdict) -> &'static str {
    verdict.as_str().get(..1).unwrap_or_default()
}

fn refused(refusal: &Refusal) -> String {
    let plain = match refusal {
        Refusal::Faulty(errors) => return format!("E.{errors}"),
        Refusal::Superseded(version, number) => return format!("S.{version}.{number}"),
        Refusal::Identical(version) => return format!("I.{version}"),
        Refusal::SecondPerson(first) => return format!("P.{first}"),
        Refusal::Final => "F",
        Refusal::Unjudged => "U",
        Refusal::NoUnit => "N",
        Refusal::Machine => "M",
        Refusal::Explanation => "D",
        Refusal::NoReport => "R",
        Refusal::Late => "L",
        Refusal::Already => "A",
        Refusal::Over => "O",
        Refusal::NeedsVouching => "V",
        Refusal::NeedsGround => "G",
        Refusal::NeedsNote => "T",
    };
    plain.to_owned()
}

fn read_refusal(word: &str, rest: &str) -> Option<Refusal> {
    Some(match word {
        "E" => Refusal::Faulty(rest.parse().ok()?),
        "S" => {
            let (version, number) = rest.split_once('.')?;
            Refusal::Superseded(version.parse().ok()?, number.to_owned())
        }
        "I" => Refusal::Identical(rest.parse().ok()?),
        "P" => Refusal::SecondPerson(rest.to_owned()),
        "F" => Refusal::Final,
        "U" => Refusal::Unjudged,
        "N" => Refusal::NoUnit,
        "M" => Refusal::Machine,
        "D" => Refusal::Explanation,
        "R" => Refusal::NoReport,
        "L" => Refusal::Late,
        "A" => Refusal::Already,
        "O" => Refusal::Over,
        "V" => Refusal::NeedsVouching,
        "G" => Refusal::NeedsGround,
        "T" => Refusal::NeedsNote,
        _ => return None,
    })
}

/// An address that tells what came of an act, for this session alone.
#[must_use]
pub fn sealed(person: &Person, act: &str, way: &str, came: &[(MailId, Came)]) -> String {
    let said: Vec<String> = came
        .iter()
        .map(|(mail, came)| format!("{}.{}", mail.0, came.code()))
        .collect();
    let parts: Vec<&str> = said.iter().map(String::as_str).collect();
    let seal = seal_of(person, act, way, &parts);
    let (act, way) = (act.to_owned(), way.to_owned());
    let mut pairs = vec![("act", &act), ("way", &way), ("seal", &seal)];
    pairs.extend(said.iter().map(|said| ("m", said)));
    address("/queue/done", &pairs)
}

/// What such an address tells; none when it is not as this session was given it.
#[must_use]
pub fn opened(
    person: &Person,
    seal: &str,
    (act, way): (&str, &str),
    said: &[&str],
) -> Option<Vec<(MailId, Came)>> {
    if !same(seal, &seal_of(person, act, way, said)) {
        return None;
    }
    let one = |said: &str| {
        let (mail, code) = said.split_once('.')?;
        Some((MailId(mail.parse().ok()?), Came::read(code)?))
    };
    said.iter().copied().map(one).collect()
}

fn seal_of(person: &Person, act: &str, way: &str, said: &[&str]) -> String {
    let session = person.session.to_string();
    let key = Digest::of_parts(&[person.csrf.as_bytes(), session.as_bytes()]);
    let parts = ["congvu queue done", act, way];
    let parts: Vec<&[u8]> = parts.iter().chain(said).map(|it| it.as_bytes()).collect();
    Digest::keyed(key.as_bytes(), &parts).to_string()
}
