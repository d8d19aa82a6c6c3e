//! The people of a council, each with an account, at one terminal.

use congvu::{council::round::Round, digest::Digest, sitting::step::Standing};

use crate::terminal::{CAMPAIGN, Said, Terminal};

/// What everybody chooses: these tests are not about passwords.
const PASSWORD: &str = "chiec thuyen giay mau tim";

/// Who has an account: name, role, name on papers.
const PEOPLE: [(&str, &str, &str); 5] = [
    ("quantri", "admin", "Nguyễn Thị Lan"),
    ("totruong", "council", "Trần Văn Bình"),
    ("thanhvien", "council", "Lê Thị Hoa"),
    ("thuky", "council", "Phạm Văn Minh"),
    ("chutich", "approver", "Nguyễn Xuân An"),
];

/// Its seats.
const SEATS: [(&str, &str); 3] = [
    ("totruong", "head"),
    ("thanhvien", "member"),
    ("thuky", "secretary"),
];

/// A council at its terminal.
pub struct Council {
    pub terminal: Terminal,
}

/// All that must be the same after something was refused.
#[derive(Debug, PartialEq)]
struct Stands {
    standing: Standing,
    draft: Option<Digest>,
    editions: usize,
    round: Option<Round>,
    letters: usize,
    entries: usize,
}

impl Council {
    /// An installation in which everybody has an account.
    pub fn new(name: &str) -> Self {
        let terminal = Terminal::new(name);
        for (name, role, display) in PEOPLE {
            let file = format!("{name}.pw");
            terminal.writes(&file, PASSWORD);
            let said = terminal.says(&[
                "admin",
                "add",
                name,
                "--password-file",
                &file,
                "--role",
                role,
                "--display",
                display,
            ]);
            assert!(said.contains(name), "{said}");
        }
        Self { terminal }
    }

    /// Everybody takes the seat.
    pub fn sits_down(&self) {
        for (account, position) in SEATS {
            self.does("quantri", &["seat", account, position]);
        }
    }

    fn typed<'t>(words: &[&'t str], who: &[&'t str; 4]) -> Vec<&'t str> {
        [&["council"], words, who].concat()
    }

    /// Somebody types a command; what it says.
    pub fn does(&self, who: &str, words: &[&str]) -> String {
        let file = format!("{who}.pw");
        let who = ["--as", who, "--password-file", &file];
        self.terminal.says(&Self::typed(words, &who))
    }

    /// Somebody types a command that is not for him, or not now: it says why,
    /// changes nothing, and the audit has it.
    pub fn may_not(&self, who: &str, words: &[&str], why: &str) -> String {
        let before = self.stands();
        let file = format!("{who}.pw");
        let by = ["--as", who, "--password-file", &file];
        let said = self.terminal.refuses(&Self::typed(words, &by));
        assert_eq!(self.stands(), before, "{words:?}: {said}");
        let audit = self.terminal.audit();
        let newest = audit.first().unwrap();
        assert_eq!(newest.action, "council.refused", "{words:?}: {said}");
        let detail: serde_json::Value = serde_json::from_str(&newest.detail).unwrap();
        assert_eq!((&detail["why"], &detail["by"]), (&why.into(), &who.into()));
        assert!(newest.actor.contains(who), "{}", newest.actor);
        said
    }

    /// The same for whoever is not let in at all.
    pub fn is_not_let_in(&self, words: &[&str]) -> Said {
        let before = self.stands();
        let said = self.terminal.runs(&[&["council"], words].concat());
        assert_eq!(self.stands(), before);
        said
    }

    fn stands(&self) -> Stands {
        self.terminal.asks(async |store| {
            let draft = store.draft(CAMPAIGN).await.unwrap();
            let health = store.health(jiff::Timestamp::now()).await.unwrap();
            let entries = [
                store.verifications(CAMPAIGN).await.unwrap().len(),
                store.marks(CAMPAIGN).await.unwrap().len(),
                store.decisions(CAMPAIGN).await.unwrap().len(),
                store.visits(CAMPAIGN).await.unwrap().len(),
                store.council_members(CAMPAIGN).await.unwrap().len(),
            ];
            Stands {
                standing: store.standing(CAMPAIGN).await.unwrap(),
                draft: draft.map(|scored| scored.draft.digest),
                editions: store.editions(CAMPAIGN).await.unwrap().len(),
                round: store.round(CAMPAIGN).await.unwrap(),
                letters: usize::try_from(health.letters.waiting).unwrap(),
                entries: entries.iter().sum(),
            }
        })
    }

    /// The round of explanations.
    pub fn round(&self) -> Round {
        let round = self
            .terminal
            .asks(async |store| store.round(CAMPAIGN).await.unwrap());
        round.unwrap()
    }
}
