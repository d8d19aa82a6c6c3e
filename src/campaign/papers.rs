//! What stands on the official papers of a campaign and is the town's own:
//! grounds, recipients, who signs.

use crate::document::Section;

/// The town's part of its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// What was done, as it follows "the results of": lower case, without the
    /// office; the campaign's title where nothing is said.
    pub about: String,
    /// The sign of the office in the numbers of its papers, such as `UBND`.
    pub symbol: String,
    /// By which authority and in which office somebody signs, a line each.
    pub authority: Vec<String>,
    /// The grounds of a decision, one sentence each, without the last sign.
    pub grounds: Vec<String>,
    /// Who gets them, without the dash and without the last sign.
    pub recipients: Vec<String>,
}

impl Papers {
    /// Reads the section; a campaign without one has empty places to fill in.
    pub(super) fn read(root: &Section<'_>, title: &str) -> Self {
        let Some(section) = root.maybe_section("papers") else {
            return Self {
                about: title.to_owned(),
                ..Self::default()
            };
        };
        let texts = |key: &'static str| {
            let texts = section.texts(key).into_iter();
            texts.map(|text| text.value).collect()
        };
        let papers = Self {
            about: section.text_or("about", title),
            symbol: section.text_or("symbol", ""),
            authority: texts("authority"),
            grounds: texts("grounds"),
            recipients: texts("recipients"),
        };
        section.end();
        papers
    }
}
