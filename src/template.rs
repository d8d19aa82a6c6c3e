//! The workbook that a unit is given to fill in: its form, what to do with it,
//! and, out of sight, what the program needs to know again.

use crate::{
    address::Address,
    campaign::Campaign,
    figures::Figures,
    form::{Issue, code::FormCode},
    unit::Unit,
    words::guide::{self, About},
    workbook::layout::Layout,
};

/// What a unit's workbook is made of.
#[derive(Clone, Copy)]
pub struct Template<'t> {
    /// The campaign.
    pub campaign: &'t Campaign,
    /// The unit.
    pub unit: &'t Unit,
    /// Where reports are sent.
    pub town: &'t Address,
    /// The code of its form, where codes are issued.
    pub code: Option<FormCode>,
    /// Its own figures of an earlier year, if there are any.
    pub earlier: Option<(i16, &'t Figures)>,
}

impl Template<'_> {
    /// What the form says before anybody has filled it in.
    #[must_use]
    pub fn issue(&self) -> Issue {
        Issue {
            code: self.code,
            earlier: self.earlier.map(|(year, figures)| (year, figures.clone())),
            ..self.campaign.issue(self.unit)
        }
    }

    /// Lays it out: the table first, so that it is what one sees; none for a
    /// unit without a group.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        self.filled(&self.issue())
    }

    /// The same around a form that says more.
    #[must_use]
    pub fn filled(&self, issue: &Issue) -> Option<Layout> {
        let group = self.campaign.group_of(self.unit)?;
        let mut layout = group.form.lay_out(issue);
        let about = About {
            campaign: self.campaign,
            unit: self.unit,
            group,
            town: self.town,
            code: self.code,
        };
        layout.pages.insert(1, guide::guide(about));
        Some(layout)
    }

    /// A name for the file, which mail programs of any age keep as it is.
    #[must_use]
    pub fn file_name(&self) -> String {
        let form = self.campaign.group_of(self.unit).map(|group| &group.form);
        let kind = form.map_or("", |form| form.kind.as_str());
        let name = format!("mau-{kind}-{}-{}.xlsx", self.campaign.year, self.unit.code);
        plain(&name)
    }

    /// The code of the unit, as fit for the name of a file.
    #[must_use]
    pub fn plain_code(&self) -> String {
        plain(&self.unit.code)
    }
}

fn plain(name: &str) -> String {
    let plain = |c: char| {
        let kept = c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if kept { c } else { '-' }
    };
    name.chars().map(plain).collect()
}
