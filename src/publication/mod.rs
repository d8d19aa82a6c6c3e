//! A result as it leaves the house: papers to sign, tables, and a page for
//! everybody. Values in, bytes out; the same result gives the same bytes.
//!
//! A [`paper::Paper`] is composed once ([`announcement`], [`minutes`],
//! [`sheet`]) and written as a DOCX for the clerk ([`docx`]) and as a PDF
//! ([`pdf`]); how it is laid out is the decree's, as data ([`decree`]).

pub mod decree;

pub mod paper;

pub mod font;

mod strips;

mod lines;

mod pages;

mod grid;

pub mod docx;

pub mod pdf;

mod frame;

pub mod announcement;

pub mod minutes;

pub mod sheet;

pub mod tables;

pub mod budget;

mod chart;

pub mod page;

pub mod folder;

pub mod letter;

use jiff::civil::DateTime;
use rust_decimal::Decimal;

use crate::{
    campaign::Campaign,
    digest::Digest,
    edition::{Draft, Edition},
    results::{GroupResult, Snapshot},
    words::publication as words,
};

/// What is made public: a result, and what tells it from any other.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'b> {
    /// The campaign.
    pub campaign: &'b Campaign,
    /// The result.
    pub snapshot: &'b Snapshot,
    /// SHA-256 over its canonical JSON.
    pub digest: Digest,
    /// The edition that it is; none for a draft.
    pub edition: Option<&'b Edition>,
}

impl<'b> Basis<'b> {
    /// A result that nobody has approved.
    #[must_use]
    pub fn draft(campaign: &'b Campaign, draft: &'b Draft) -> Self {
        Self {
            campaign,
            snapshot: &draft.snapshot,
            digest: draft.digest,
            edition: None,
        }
    }

    /// A result that was approved.
    #[must_use]
    pub fn edition(campaign: &'b Campaign, edition: &'b Edition) -> Self {
        Self {
            campaign,
            snapshot: &edition.snapshot,
            digest: edition.digest,
            edition: Some(edition),
        }
    }

    /// What marks a draft.
    fn stamp(&self) -> Option<String> {
        self.edition.is_none().then(|| words::DRAFT.to_owned())
    }

    /// The moment that files say they were made, by the town's clock: that of
    /// the approval, or of the close. Files of one result are the same bytes,
    /// whenever they are made.
    fn made(&self) -> DateTime {
        let closes = self.campaign.window.closes;
        let at = self.edition.map_or(closes, |edition| edition.approval.at);
        at.to_zoned(self.campaign.zone.clone()).datetime()
    }

    /// Which edition it is, in words.
    fn name(&self) -> String {
        words::edition(self.edition.map(|edition| edition.number))
    }

    /// The scales of all groups, as running text names them: the annexes have
    /// the whole digests.
    fn scales(&self) -> Vec<String> {
        let groups = self.snapshot.groups.iter();
        let short = groups.map(|group| {
            let digest = group.scale.digest.map(|digest| digest.short());
            let digest = words::first_digits(&digest.unwrap_or_default());
            words::scale(&group.scale.code, &group.scale.file, &digest)
        });
        short.collect()
    }

    /// What the scales say of themselves, such as that they are models.
    fn notices(&self) -> Vec<&'b str> {
        let groups = self.snapshot.groups.iter();
        let notices = groups.map(|group| group.notice.as_str());
        notices.filter(|notice| !notice.is_empty()).collect()
    }

    /// The digest of the result, in words.
    fn told_digest(&self) -> String {
        words::digest(&self.digest.to_string())
    }

    /// The same, as running text names it.
    fn short_digest(&self) -> String {
        words::digest(&words::first_digits(&self.digest.short()))
    }

    /// Why there is another edition; nothing for a draft and for the first.
    fn replaces(&self) -> Option<String> {
        let edition = self.edition.filter(|edition| edition.number > 1)?;
        Some(words::replaces(edition.number, &edition.reason))
    }

    /// The decision that approved the result, or the one to come.
    fn decision(&self) -> String {
        let symbol = &self.campaign.papers.symbol;
        self.edition.map_or_else(
            || words::blank_decision(symbol),
            |edition| words::decision(&edition.approval.number, edition.approval.date),
        )
    }

    /// What stands in the bottom margin of a page about these groups.
    fn foot(&self, groups: &[GroupResult]) -> String {
        let scales: Vec<String> = groups
            .iter()
            .map(|group| {
                let digest = group.scale.digest.map(|digest| digest.short());
                words::foot_scale(&group.scale.file, &digest.unwrap_or_default())
            })
            .collect();
        words::foot(&self.name(), &scales, &self.digest.short())
    }
}

/// The scale of a group, in words.
fn scale(group: &GroupResult) -> String {
    let scale = &group.scale;
    let digest = scale.digest.map(|digest| digest.to_string());
    words::scale(&scale.code, &scale.file, &digest.unwrap_or_default())
}

/// A number of a stored result.
fn exact(number: &serde_json::Number) -> Decimal {
    let text = number.to_string();
    // A result holds what a decimal wrote; an exponent is another's.
    text.parse()
        .or_else(|_| Decimal::from_scientific(&text))
        .unwrap_or_default()
}

/// Points as they are published.
fn points(number: &serde_json::Number) -> String {
    words::points(exact(number))
}
