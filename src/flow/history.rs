//! What each unit had at each moment of a year that is decided once more.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use crate::{
    campaign::{Campaign, terms::Terms, window::Window},
    digest::Digest,
    dossier::{Dossier, Earlier, Version},
    edge::store::{InForce, MailId, terms::Granted},
    flow::comparing::Placed,
    results::{self, Report},
    verdict::Verdict,
};

/// What units had sent at some moment of the past.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    mails: BTreeMap<String, BTreeMap<i64, Past>>,
    versions: BTreeMap<String, i64>,
}

/// A mail of a unit that was decided.
#[derive(Debug, Clone)]
pub(super) struct Past {
    /// The verdict.
    pub(super) verdict: Verdict,
    /// Was the sender proven?
    pub(super) proven: bool,
    /// The moment that counts.
    pub(super) moment: Timestamp,
    /// What it calls itself.
    pub(super) identities: Vec<Digest>,
    /// Its files.
    pub(super) files: Vec<Digest>,
    /// Was it filed as an explanation?
    pub(super) explained: bool,
    /// The report that stands by it, and the number of its receipt.
    pub(super) report: Option<(Report, String)>,
    /// Where the answers of the report stand.
    pub(super) placed: Placed,
}

impl History {
    /// What a unit has when one more mail of it is decided.
    #[must_use]
    pub(super) fn dossier(
        &self,
        window: Window,
        unit: &str,
        identities: &[Digest],
        files: &[Digest],
    ) -> Dossier {
        let nothing = BTreeMap::new();
        let past = self.mails.get(unit).unwrap_or(&nothing);
        let reports = past.values().filter_map(|mail| mail.report.as_ref());
        let namesakes: Vec<(i64, Vec<Digest>)> = past
            .iter()
            .filter(|(_, mail)| mail.decided_on_content())
            .filter(|(_, mail)| mail.identities.iter().any(|it| identities.contains(it)))
            .map(|(id, mail)| (*id, mail.files.clone()))
            .collect();
        let turned_down = |mail: &Past| {
            mail.verdict == Verdict::Rejected
                && (window.opens..window.closes).contains(&mail.moment)
        };
        Dossier {
            versions: reports.map(version).collect(),
            earlier: Earlier::among(&namesakes, files.to_vec()),
            turned_down: !window.cure.is_zero() && past.values().any(turned_down),
            explaining: None,
        }
    }

    /// The version that the next report of a unit is.
    #[must_use]
    pub(super) fn next_version(&self, unit: &str) -> i64 {
        self.versions.get(unit).copied().unwrap_or_default() + 1
    }

    /// A mail was decided; once more, if it had been before.
    pub(super) fn note(&mut self, unit: &str, mail: i64, past: Past) {
        if let Some((report, _)) = &past.report {
            let last = self.versions.entry(unit.to_owned()).or_default();
            *last = report.version.max(*last);
        }
        let mails = self.mails.entry(unit.to_owned()).or_default();
        mails.insert(mail, past);
    }

    /// A verdict was replaced by one that names no unit.
    pub(super) fn forget(&mut self, mail: i64) {
        for mails in self.mails.values_mut() {
            mails.remove(&mail);
        }
    }

    /// The report of each unit that is compared with those of its group.
    #[must_use]
    pub(super) fn in_force(&self) -> Vec<(InForce, Placed)> {
        let reports = self.reports();
        let standing = results::standing(&reports).into_values();
        let found = standing.filter_map(|report| {
            let mut mails = self.mails.get(&report.unit)?.iter();
            let own = |past: &Past| past.report.as_ref().is_some_and(|(it, _)| it == report);
            let (mail, past) = mails.find(|(_, past)| own(past))?;
            let in_force = InForce {
                unit: report.unit.clone(),
                mail: MailId(*mail),
                version: report.version,
                moment: report.moment,
                punctuality: if report.late { "late" } else { "on_time" }.to_owned(),
                workbook: report.workbook,
                figures: report.figures.clone(),
            };
            Some((in_force, past.placed.clone()))
        });
        found.collect()
    }

    /// The reports that stand, by unit, oldest first.
    #[must_use]
    pub(super) fn reports(&self) -> Vec<Report> {
        let mut all = Vec::new();
        for mails in self.mails.values() {
            let own = mails.values().filter_map(|mail| mail.report.as_ref());
            let mut own: Vec<Report> = own.map(|(report, _)| report.clone()).collect();
            own.sort_by_key(|report| report.moment);
            all.extend(own);
        }
        all
    }
}

impl Past {
    fn decided_on_content(&self) -> bool {
        let decided = match self.verdict {
            Verdict::Accepted | Verdict::Rejected | Verdict::Duplicate => true,
            Verdict::Held | Verdict::Quarantined | Verdict::Logged => false,
        };
        self.proven && (decided || self.explained)
    }
}

fn version((report, number): &(Report, String)) -> Version {
    Version {
        version: u32::try_from(report.version).unwrap_or(u32::MAX),
        number: number.clone(),
        moment: report.moment,
        counts: !report.late,
        workbook: report.workbook,
    }
}

/// The campaign as it stood at each moment, by what units had been granted. Its
/// files and its registry are those of now.
#[derive(Clone)]
pub(super) struct Timeline {
    first: Arc<Campaign>,
    changes: Vec<(Timestamp, Arc<Campaign>)>,
}

impl Timeline {
    /// From all that was granted, oldest first.
    pub(super) fn of(campaign: &Campaign, granted: Vec<Granted>) -> Self {
        let mut now = Campaign {
            terms: BTreeMap::new(),
            ..campaign.clone()
        };
        let first = Arc::new(now.clone());
        let mut changes = Vec::new();
        for one in granted {
            let at = one.granted_at;
            let terms = Terms {
                closes: one.ends_at,
                exempt: one.kind == "exempt",
                reason: one.reason,
            };
            now.terms.insert(one.unit, terms);
            changes.push((at, Arc::new(now.clone())));
        }
        Self { first, changes }
    }

    /// As it stood at a moment.
    pub(super) fn at(&self, moment: Timestamp) -> Arc<Campaign> {
        let mut changes = self.changes.iter().rev();
        let newest = changes.find(|(from, _)| *from <= moment);
        newest.map_or(&self.first, |(_, campaign)| campaign).clone()
    }
}
