//! What hangs on the mail of a scene: the report, right or wrong, and what
//! comes beside it or in its place.

use rust_decimal::Decimal;

use super::{
    Unplayable,
    author::Author,
    draft::{Draft, Enclosure},
    figures::{Filled, Writer},
    files, lines, people,
    scene::Scene,
};
use crate::{
    campaign::Group,
    figures::{Code, Figures, Value},
    finding::{Comparison, Severity},
    form::{Form, Indicator, Issue, Kind, Rule, rule::Right},
    unit::Unit,
    workbook::{self, write::write},
};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Which report a unit hands in.
#[derive(Clone, Copy)]
struct Copy<'f> {
    form: &'f Form,
    kind: workbook::Kind,
    /// A later edition differs a little.
    edition: i64,
    year: i16,
}

impl Author<'_> {
    /// The scene, or a plainer one where the campaign's forms have no room for it.
    pub fn playable(&self, group: &Group, scene: Scene) -> Scene {
        let form = &group.form;
        let impossible = scene == Scene::BrokenRule && breakable(form).is_none()
            || scene == Scene::OtherForm && self.other(form).is_none();
        if impossible { Scene::LeftBlank } else { scene }
    }

    fn other(&self, form: &Form) -> Option<&Form> {
        let mut forms = self.campaign.forms.iter();
        forms.find(|other| other.id != form.id)
    }

    /// What hangs on the mail.
    pub fn enclosures(&self, unit: &Unit, scene: Scene) -> Result<Vec<Enclosure>, Unplayable> {
        let without = [
            Scene::NothingAttached,
            Scene::LookAlike,
            Scene::AutoReply,
            Scene::List,
            Scene::Bounce,
        ];
        if without.contains(&scene) {
            return Ok(Vec::new());
        }
        let year = self.campaign.year;
        let copy = self.copy(unit, scene)?;
        let report = self.report(unit, copy, scene)?;
        Ok(if scene == Scene::Cover {
            vec![report, cover(year)]
        } else if scene == Scene::TwoWorkbooks {
            let year = year - 1;
            let last = Copy { year, ..copy };
            vec![report, self.report(unit, last, Scene::Xlsx)?]
        } else if scene == Scene::Locked {
            vec![locked(report)?]
        } else if scene == Scene::WrittenOut {
            vec![written_out(unit, year)?]
        } else if scene == Scene::Forwarded {
            vec![self.forwarded(unit, report)]
        } else {
            vec![report]
        })
    }

    /// Which copy of the report a scene needs.
    fn copy(&self, unit: &Unit, scene: Scene) -> Result<Copy<'_>, Unplayable> {
        let own = &self.group(unit)?.form;
        let other = self.other(own).filter(|_| scene == Scene::OtherForm);
        let changed = matches!(scene, Scene::Changed | Scene::LateAgain);
        Ok(Copy {
            form: other.unwrap_or(own),
            kind: if scene == Scene::Xls {
                workbook::Kind::Xls
            } else if scene == Scene::Ods {
                workbook::Kind::Ods
            } else {
                workbook::Kind::Xlsx
            },
            edition: if changed { 2 } else { 1 },
            year: self.campaign.year,
        })
    }

    /// The report as a mail of its own, to be forwarded.
    fn forwarded(&self, unit: &Unit, report: Enclosure) -> Enclosure {
        let writer = self.preparer(unit);
        let mut chance = self.chance(unit, "forwarded");
        Enclosure::Mail(Box::new(Draft {
            from: unit.mailbox.clone(),
            name: unit.name.clone(),
            to: unit.mailbox.clone(),
            subject: lines::subject(Scene::Xlsx, unit, self.campaign.year, &mut chance),
            text: lines::letter(Scene::Xlsx, unit, self.campaign, &writer),
            enclosures: vec![report],
            fields: Vec::new(),
        }))
    }

    /// A filled form as a file, with the slip of the scene in it.
    fn report(&self, unit: &Unit, copy: Copy<'_>, scene: Scene) -> Result<Enclosure, Unplayable> {
        let Copy {
            form,
            kind,
            edition,
            year,
        } = copy;
        let writer = Writer {
            form,
            unit,
            year,
            edition,
        };
        let Filled {
            mut figures,
            evidence,
        } = writer
            .fill(self.stage.seed)
            .ok_or_else(|| Unplayable::Figures {
                unit: unit.code.clone(),
                form: form.id.clone(),
            })?;
        slip(form, scene, &mut figures);
        let mut people = self.chance(unit, "people");
        let issue = Issue {
            year,
            period: (year == self.campaign.year).then_some(self.campaign.period),
            code: self.stage.codes.get(&unit.code).copied(),
            figures,
            evidence,
            preparer: people::contact(&unit.mailbox, &mut people),
            head: people::name(&mut people),
            ..self.campaign.issue(unit)
        };
        let (end, media_type) = lines::media(kind);
        let mut chance = self.chance(unit, &format!("file {edition}"));
        Ok(Enclosure::File {
            name: format!("{}.{end}", lines::file_name(unit, form, year, &mut chance)),
            media_type,
            bytes: write(kind, &form.lay_out(&issue))?,
        })
    }
}

/// Makes the mistake of the scene in a good report.
fn slip(form: &Form, scene: Scene, figures: &mut Figures) {
    if scene == Scene::BrokenRule
        && let Some((code, bound)) = breakable(form)
        && let Some(Value::Number(most)) = figures.get(bound.as_str())
    {
        let more = Value::Number(most + Decimal::from(3));
        figures.0.insert(code.clone(), more);
    }
    let mut counts = required(form).map(|indicator| &indicator.code);
    if scene == Scene::Approximate
        && let Some(code) = counts.nth(1)
    {
        let words = Value::Text(lines::ABOUT_TWENTY.to_owned());
        figures.0.insert(code.clone(), words);
    } else if scene == Scene::LeftBlank
        && let Some(code) = counts.nth(2)
    {
        figures.0.remove(code);
    }
}

fn cover(year: i16) -> Enclosure {
    Enclosure::File {
        name: lines::cover(year),
        media_type: "application/pdf",
        bytes: files::pdf(&format!("Cong van bao cao {year}")),
    }
}

fn written_out(unit: &Unit, year: i16) -> Result<Enclosure, Unplayable> {
    Ok(Enclosure::File {
        name: lines::document(year),
        media_type: WORD,
        bytes: files::docx(&lines::heading(unit, year))?,
    })
}

fn locked(file: Enclosure) -> Result<Enclosure, Unplayable> {
    Ok(match file {
        Enclosure::File {
            name,
            media_type,
            bytes,
        } => Enclosure::File {
            name,
            media_type,
            bytes: files::locked(&bytes)?,
        },
        Enclosure::Mail(mail) => Enclosure::Mail(mail),
    })
}

/// Counts that may not be left blank.
fn required(form: &Form) -> impl Iterator<Item = &Indicator> {
    form.indicators().filter(|indicator| {
        let must = !indicator.optional && indicator.blank_if.is_empty();
        must && matches!(indicator.kind, Kind::Whole)
    })
}

/// The two sides of a rule of the plainest kind, `HT02 <= HT01`: the second
/// such rule of the form, as its first is about people.
fn breakable(form: &Form) -> Option<(&Code, &Code)> {
    form.rules.iter().filter_map(plainest).nth(1)
}

fn plainest(rule: &Rule) -> Option<(&Code, &Code)> {
    let Right::Sum(right) = &rule.require.right else {
        return None;
    };
    let left = &rule.require.left;
    let plain = rule.severity == Severity::Error
        && rule.when.is_empty()
        && rule.require.comparison == Comparison::AtMost
        && left.constant.is_zero()
        && right.constant.is_zero();
    let ([(one, less)], [(other, more)]) = (left.terms.as_slice(), right.terms.as_slice()) else {
        return None;
    };
    (plain && *one == Decimal::ONE && *other == Decimal::ONE).then_some((less, more))
}
