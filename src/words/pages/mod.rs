//! What the office's pages say: a struct of finished values for each page, and
//! its template beside it. Askama escapes whatever a template shows, so a
//! subject or a file name written by a stranger stays text.
//!
//! The pages are for the office and speak Vietnamese.

use crate::role::{Right, Role};

pub mod labels;

pub mod login;

pub mod setup;

pub mod second_factor;

pub mod me;

pub mod people;

pub mod programs;

pub mod trouble;

pub mod dashboard;

pub mod arrivals;

pub mod reminders;

pub mod field;

pub mod units;

pub mod unit_fields;

pub mod unit_import;

pub mod mails;

pub mod queue;

pub mod review;

pub mod history;

pub mod sheet;

pub mod evidence;

pub mod mail;

pub mod ranking;

pub mod score_sheet;

pub mod results;

pub mod comparison;

pub mod copies;

pub mod copy_form;

pub mod dossier;

pub mod imports;

pub mod council;

/// Where the stylesheet lies; another version of the program is another
/// address, so that no browser keeps an old one.
pub const STYLE: &str = concat!("/static/style.css?v=", env!("CARGO_PKG_VERSION"));

/// Where htmx lies, which makes filters and lists more comfortable.
pub const HTMX: &str = concat!("/static/htmx.min.js?v=", env!("CARGO_PKG_VERSION"));

/// Where the keys of the queue lie.
pub const KEYS: &str = concat!("/static/keys.js?v=", env!("CARGO_PKG_VERSION"));

/// What stands around a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What the page is.
    pub title: String,
    /// The campaign, for the head of the page.
    pub campaign: String,
    /// The office, for the head of the page.
    pub office: String,
    /// Who is signed in.
    pub person: Option<SignedIn>,
    /// Which entry of the menu this is.
    pub here: Here,
    /// When the page was made, for its foot.
    pub made: String,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Name to show.
    pub display: String,
    /// What every form of theirs carries.
    pub csrf: String,
    /// What they may do.
    pub role: Role,
}

/// An entry of the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Here {
    /// The units and the state of the office.
    Dashboard,
    /// What waits for a person.
    Queue,
    /// The mails.
    Mails,
    /// The registry.
    Units,
    /// Who is reminded of what.
    Reminders,
    /// Copies on paper and in the document software.
    Copies,
    /// The council's work.
    Council,
    /// The results.
    Ranking,
    /// Who may enter.
    Accounts,
    /// None of them.
    Elsewhere,
}

impl Here {
    /// Its name, in the menu and as a title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Dashboard => "Tổng quan",
            Self::Queue => "Chờ xử lý",
            Self::Mails => "Thư đến",
            Self::Units => "Đơn vị",
            Self::Reminders => "Nhắc nhở",
            Self::Copies => "Bản giấy, QLVB",
            Self::Council => "Hội đồng",
            Self::Ranking => "Kết quả",
            Self::Accounts => "Tài khoản",
            Self::Elsewhere => "",
        }
    }
}

/// The menu: address, entry, and the right its page asks for.
const MENU: &[(&str, Here, Right)] = &[
    ("/", Here::Dashboard, Right::View),
    ("/queue", Here::Queue, Right::View),
    ("/mails", Here::Mails, Right::View),
    ("/units", Here::Units, Right::View),
    ("/reminders", Here::Reminders, Right::View),
    ("/copies", Here::Copies, Right::View),
    ("/council", Here::Council, Right::View),
    ("/ranking", Here::Ranking, Right::View),
    ("/accounts", Here::Accounts, Right::Accounts),
];

impl Frame {
    /// The entries of the menu that this person may open: address, name,
    /// whether it is this one.
    #[must_use]
    pub fn menu(&self) -> Vec<(&'static str, &'static str, bool)> {
        let may = |right| {
            let mut person = self.person.iter();
            person.any(|person| person.role.may(right))
        };
        MENU.iter()
            .filter(|(_, _, right)| may(*right))
            .map(|(href, here, _)| (*href, here.title(), self.here == *here))
            .collect()
    }

    /// Where the stylesheet lies.
    #[must_use]
    pub fn style(&self) -> &'static str {
        STYLE
    }

    /// Where htmx lies.
    #[must_use]
    pub fn htmx(&self) -> &'static str {
        HTMX
    }
}

/// How a state looks. The colour says nothing that its word does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As it should be.
    Good,
    /// Somebody should look.
    Attention,
    /// Something is wrong.
    Bad,
    /// Nothing to do.
    Quiet,
}

impl Tone {
    /// Its class in the stylesheet.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Attention => "attention",
            Self::Bad => "bad",
            Self::Quiet => "quiet",
        }
    }
}

/// A state in a word or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// How it looks.
    pub tone: Tone,
    /// The word.
    pub word: String,
}

impl Badge {
    /// A state in a word.
    #[must_use]
    pub fn new(tone: Tone, word: impl Into<String>) -> Self {
        Self {
            tone,
            word: word.into(),
        }
    }
}

/// A filter with how many it would leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// What it shows.
    pub label: String,
    /// How many.
    pub count: i64,
    /// Where it leads.
    pub href: String,
    /// Is it in use?
    pub current: bool,
}

/// A label and a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// The value.
    pub value: String,
}

impl Fact {
    /// A label and a value.
    #[must_use]
    pub fn new(label: &'static str, value: impl Into<String>) -> Self {
        Self {
            label,
            value: value.into(),
        }
    }
}
