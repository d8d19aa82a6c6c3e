//! A whole campaign as a play: which unit sends what, with the mistakes people
//! make, and what must become of every mail.
//!
//! The play is data. It is performed by `congvu rehearse` against real mail
//! servers, and by the tests without any; both must come to the verdicts that
//! are written here.

pub mod chance;

pub mod room;

pub mod figures;

pub mod people;

pub mod files;

pub mod draft;

pub mod scene;

mod lines;

mod enclosures;

mod author;

pub mod postmark;

use std::collections::BTreeMap;

use crate::{
    address::Address,
    campaign::Campaign,
    form::code::FormCode,
    unit::Unit,
    verdict::{Reply, Verdict},
    workbook::write::Unwritable,
};
use author::Author;
use chance::Chance;
use draft::Draft;
pub use scene::Scene;

/// Domain of the free mailboxes of the play; RFC 6761 keeps it free of real ones.
pub const FREE_DOMAIN: &str = "hopthu.example";

/// Name under which that domain publishes its signing key.
pub const SELECTOR: &str = "s1";

/// Where the play is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The mailbox that reports go to.
    pub town: Address,
    /// Does the free domain sign its mail, and is that believed here?
    pub signed: bool,
    /// The same seed gives the same play.
    pub seed: u64,
    /// The codes of the forms that the units were given, by unit; none where no
    /// codes are issued.
    pub codes: BTreeMap<String, FormCode>,
}

/// Everything that is sent, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// The mails; those that come after the close stand last.
    pub acts: Vec<Act>,
    /// Units that never send anything.
    pub silent: Vec<String>,
}

/// One mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Code of the unit it is about.
    pub unit: String,
    /// What is being played.
    pub scene: Scene,
    /// The way it takes into the town's mailbox.
    pub door: Door,
    /// Envelope sender, and login at [`Door::Submission`]; none: the null sender.
    pub envelope: Option<Address>,
    /// Does the free domain sign it?
    pub signed: bool,
    /// The mail.
    pub mail: Draft,
    /// What must become of it.
    pub expect: Verdict,
    /// What must be answered.
    pub reply: Reply,
}

/// A way into the town's mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Door {
    /// Submission, after a login.
    Submission,
    /// From the outside world, without one.
    Outside,
}

/// Why a campaign cannot be rehearsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unplayable {
    /// No figures were found that keep every rule of the form.
    #[error("no figures keep every rule of form {form} for {unit}")]
    Figures {
        /// The unit.
        unit: String,
        /// Its form.
        form: String,
    },
    /// A unit without a group.
    #[error("{0} has no group")]
    NoGroup(String),
    /// What was made from a mailbox's name is no address.
    #[error("not a mail address: {0}")]
    Address(String),
    /// A file that cannot be written.
    #[error("cannot write a file: {0}")]
    File(String),
}

impl From<Unwritable> for Unplayable {
    fn from(why: Unwritable) -> Self {
        Self::File(why.to_string())
    }
}

/// What one unit sends: at first, then, and after the close.
type Story = [&'static [Scene]; 3];

/// The stories, given to the units in the order of the seed. Units beyond the
/// last story send a good report and nothing else.
const STORIES: [Story; 28] = {
    use Scene::{
        Approximate, AutoReply, Bounce, BrokenRule, Changed, Colleague, Cover, Forged, Forwarded,
        FreeMailbox, LateAgain, LateFirst, LeftBlank, List, Locked, LookAlike, Mended,
        NothingAttached, Ods, OtherForm, SentAgain, TwoWorkbooks, WrittenOut, Xls, Xlsx,
    };
    [
        [&[BrokenRule], &[Mended], &[]],
        [&[Approximate], &[Mended], &[]],
        [&[LeftBlank], &[Mended], &[]],
        [&[Xlsx], &[SentAgain], &[]],
        [&[Xlsx], &[Changed], &[]],
        [&[NothingAttached], &[Mended], &[]],
        [&[Cover], &[], &[]],
        [&[TwoWorkbooks], &[Mended], &[]],
        [&[Locked], &[Mended], &[]],
        [&[WrittenOut], &[Mended], &[]],
        [&[FreeMailbox], &[Mended], &[]],
        [&[Colleague], &[Mended], &[]],
        [&[OtherForm], &[Mended], &[]],
        [&[Forwarded], &[Mended], &[]],
        [&[Forged], &[Xlsx], &[]],
        [&[LookAlike], &[Xlsx], &[]],
        [&[Xlsx], &[AutoReply], &[]],
        [&[Xlsx], &[List], &[]],
        [&[Xlsx], &[Bounce], &[]],
        [&[], &[], &[LateFirst]],
        [&[Xlsx], &[], &[LateAgain]],
        [&[], &[], &[]],
        [&[Xls], &[], &[]],
        [&[Xls], &[], &[]],
        [&[Xls], &[], &[]],
        [&[Ods], &[], &[]],
        [&[Ods], &[], &[]],
        [&[Ods], &[], &[]],
    ]
};

const PLAIN: Story = [&[Scene::Xlsx], &[], &[]];

impl Play {
    /// Writes the play for a campaign.
    ///
    /// # Errors
    /// When the campaign's data leave no way to write a report.
    pub fn write(campaign: &Campaign, stage: &Stage) -> Result<Self, Unplayable> {
        let author = Author { campaign, stage };
        let mut units: Vec<&Unit> = campaign.registry.iter().collect();
        let mut chance = Chance::of(stage.seed, "cast");
        chance.shuffle(&mut units);
        let mut rounds: [Vec<Act>; 3] = Default::default();
        let mut silent = Vec::new();
        for (at, unit) in units.into_iter().enumerate() {
            let story = STORIES.get(at).unwrap_or(&PLAIN);
            if story.iter().all(|scenes| scenes.is_empty()) {
                silent.push(unit.code.clone());
            }
            for (round, scenes) in rounds.iter_mut().zip(story) {
                for scene in *scenes {
                    round.push(author.act(unit, *scene)?);
                }
            }
        }
        // Rounds keep a unit's mails apart: servers may overtake within a second.
        chance.shuffle(&mut rounds[0]);
        chance.shuffle(&mut rounds[1]);
        let acts = rounds.into_iter().flatten().collect();
        Ok(Self { acts, silent })
    }
}
