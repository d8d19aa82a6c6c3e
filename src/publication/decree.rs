//! How an official paper is laid out: Nghị định 30/2020/NĐ-CP, Phụ lục I, as
//! data. Each element has its box of the decree's drawing, the sizes the decree
//! allows, and the one we take.

/// Lengths are thousandths of a point, whole numbers, so that the same paper is
/// the same bytes on every machine.
pub type Length = i32;

/// A millimetre.
const MM: Length = 2_835;

/// A point.
pub const PT: Length = 1_000;

/// A page and the room on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
    /// Margin above.
    pub top: Length,
    /// Margin below.
    pub bottom: Length,
    /// Margin to the left.
    pub left: Length,
    /// Margin to the right.
    pub right: Length,
}

/// A4 upright (I.1 and I.3: above and below 20 to 25 mm, left 30 to 35 mm, right
/// 15 to 20 mm).
pub const UPRIGHT: Sheet = Sheet {
    width: 595_276,
    height: 841_890,
    top: 20 * MM,
    bottom: 20 * MM,
    left: 30 * MM,
    right: 15 * MM,
};

/// A4 lying, for tables that are too wide (I.2), with the same margins.
pub const LYING: Sheet = Sheet {
    width: UPRIGHT.height,
    height: UPRIGHT.width,
    ..UPRIGHT
};

impl Sheet {
    /// The width of the text.
    #[must_use]
    pub const fn measure(&self) -> Length {
        self.width - self.left - self.right
    }

    /// The height of the text.
    #[must_use]
    pub const fn depth(&self) -> Length {
        self.height - self.top - self.bottom
    }
}

/// From the edge of the page to the line of the page number, and to that of the
/// foot: both stand in the margins.
pub const EDGE: Length = 10 * MM;

/// The weight of rules and frames.
pub const RULE: Length = 600;

/// The room inside the cells of a framed table: to the sides, above and below.
pub const CELL: (Length, Length) = (4 * PT, 2 * PT);

/// The two sides of the head and of the end of a paper, in thousandths of the
/// width.
pub const SIDES: [u16; 2] = [420, 580];

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Left,
    /// In the middle.
    Centre,
    /// To the right.
    Right,
    /// From edge to edge, but for the last line.
    Both,
}

/// How an element looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Its box in the drawing of Phụ lục I, or what it belongs to.
    pub place: &'static str,
    /// Sizes the decree allows, in points; the first and the last.
    pub allowed: (u8, u8),
    /// The size, in half points.
    pub size: u8,
    /// Bold?
    pub bold: bool,
    /// Italic?
    pub italic: bool,
    /// Where its lines stand.
    pub align: Align,
    /// How far the first line is moved in.
    pub indent: Length,
    /// Room above.
    pub before: Length,
    /// Room below.
    pub after: Length,
    /// From line to line, in hundredths of single spacing.
    pub spacing: u16,
}

/// An element of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// The name of the state.
    Nation,
    /// The motto.
    Motto,
    /// The office above the one that issues.
    Superior,
    /// The office that issues.
    Issuer,
    /// Number and symbol.
    Number,
    /// Place and date.
    PlaceDate,
    /// What kind of paper it is.
    Kind,
    /// What it is about.
    Subject,
    /// A ground it stands on.
    Ground,
    /// A paragraph.
    Body,
    /// A line of a list of facts: a paragraph of a form, not moved in.
    Fact,
    /// A heading between paragraphs.
    Heading,
    /// A word that stands alone, such as that which decides.
    Verb,
    /// Who signs, by which authority.
    Authority,
    /// The name of who signs, and the room above it.
    Signer,
    /// The head of the recipients.
    RecipientsHead,
    /// A recipient.
    Recipient,
    /// The number of an annex.
    AnnexNumber,
    /// The title of an annex.
    AnnexTitle,
    /// What an annex goes with.
    AnnexOf,
    /// The head of a table.
    Head,
    /// A text in a table.
    Cell,
    /// A short word or a rank in a table.
    Middle,
    /// A number in a table.
    Figure,
    /// The head of a wide table.
    SmallHead,
    /// A text in a wide table.
    Small,
    /// A short word in a wide table.
    SmallMiddle,
    /// A number in a wide table.
    SmallFigure,
    /// A note below a table.
    Note,
    /// The page number.
    Page,
    /// What marks a draft, in the margin.
    Stamp,
    /// What the paper was made from, in the margin below.
    Foot,
}

/// A row of the table below: upright, centred, single spacing.
const fn centred(place: &'static str, allowed: (u8, u8), points: u8, bold: bool) -> Look {
    Look {
        place,
        allowed,
        size: 2 * points,
        bold,
        italic: false,
        align: Align::Centre,
        indent: 0,
        before: 0,
        after: 0,
        spacing: 100,
    }
}

impl Style {
    /// Every style.
    pub const ALL: [Self; 32] = [
        Self::Nation,
        Self::Motto,
        Self::Superior,
        Self::Issuer,
        Self::Number,
        Self::PlaceDate,
        Self::Kind,
        Self::Subject,
        Self::Ground,
        Self::Body,
        Self::Fact,
        Self::Heading,
        Self::Verb,
        Self::Authority,
        Self::Signer,
        Self::RecipientsHead,
        Self::Recipient,
        Self::AnnexNumber,
        Self::AnnexTitle,
        Self::AnnexOf,
        Self::Head,
        Self::Cell,
        Self::Middle,
        Self::Figure,
        Self::SmallHead,
        Self::Small,
        Self::SmallMiddle,
        Self::SmallFigure,
        Self::Note,
        Self::Page,
        Self::Stamp,
        Self::Foot,
    ];

    /// How it looks. Sizes for tables, notes and margins are ours: the decree
    /// has none.
    #[must_use]
    pub const fn look(self) -> Look {
        // The paragraphs of the text: justified, moved in 1 cm or 1,27 cm, 6 pt
        // or more between them, single to one and a half lines (II.6).
        let body = Look {
            align: Align::Both,
            indent: 36 * PT,
            before: 6 * PT,
            spacing: 115,
            ..centred("6", (13, 14), 14, false)
        };
        let cell = Look {
            align: Align::Left,
            ..centred("table", (8, 14), 12, false)
        };
        match self {
            Self::Nation => centred("1", (12, 13), 13, true),
            Self::Motto => centred("1", (13, 14), 14, true),
            Self::Superior => centred("2", (12, 13), 13, false),
            Self::Issuer => centred("2", (12, 13), 13, true),
            Self::Number => Look {
                before: 4 * PT,
                ..centred("3", (13, 13), 13, false)
            },
            Self::PlaceDate => Look {
                italic: true,
                before: 4 * PT,
                ..centred("4", (13, 14), 14, false)
            },
            Self::Kind => Look {
                before: 18 * PT,
                ..centred("5a", (13, 14), 14, true)
            },
            Self::Subject => Look {
                after: 6 * PT,
                ..centred("5a", (13, 14), 14, true)
            },
            Self::Ground => Look {
                italic: true,
                ..body
            },
            Self::Body => body,
            Self::Fact => Look {
                align: Align::Left,
                indent: 0,
                ..body
            },
            Self::Heading => Look { bold: true, ..body },
            Self::Verb => Look {
                before: 12 * PT,
                after: 6 * PT,
                ..centred("6", (13, 14), 14, true)
            },
            Self::Authority | Self::Signer => centred("7a, 7b", (13, 14), 14, true),
            Self::RecipientsHead => Look {
                italic: true,
                align: Align::Left,
                ..centred("9b", (12, 12), 12, true)
            },
            Self::Recipient => Look {
                align: Align::Left,
                ..centred("9b", (11, 11), 11, false)
            },
            Self::AnnexNumber => centred("annex", (14, 14), 14, true),
            Self::AnnexTitle => centred("annex", (13, 14), 14, true),
            Self::AnnexOf => Look {
                italic: true,
                ..centred("annex", (13, 14), 14, false)
            },
            Self::Head => centred("table", (8, 14), 12, true),
            Self::Cell => cell,
            Self::Middle => centred("table", (8, 14), 12, false),
            Self::Figure => Look {
                align: Align::Right,
                ..cell
            },
            Self::SmallHead => centred("table", (8, 14), 10, true),
            Self::Small => Look { size: 20, ..cell },
            Self::SmallMiddle => centred("table", (8, 14), 10, false),
            Self::SmallFigure => Look {
                align: Align::Right,
                size: 20,
                ..cell
            },
            Self::Note => Look {
                before: 4 * PT,
                ..Look { size: 22, ..cell }
            },
            Self::Page => centred("page number", (13, 14), 14, false),
            Self::Stamp => Look {
                align: Align::Right,
                ..centred("margin", (8, 14), 10, true)
            },
            Self::Foot => Look {
                size: 16,
                ..centred("margin", (8, 14), 8, false)
            },
        }
    }
}
