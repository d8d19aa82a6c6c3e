//! How the cell of a workbook to be written looks, and the few looks that our
//! sheets have. The face is Times New Roman throughout, as Nghị định 30/2020
//! asks; sizes are those of its Phụ lục I.

/// How a cell looks, and whether it may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// Height of the letters, in points.
    pub size: u16,
    /// Are they bold?
    pub bold: bool,
    /// Do they lean?
    pub italic: bool,
    /// Is there a line under them, as under what can be clicked?
    pub underlined: bool,
    /// Where the text stands in its cell.
    pub side: Side,
    /// Does it stand at the upper edge, and not halfway up?
    pub upper: bool,
    /// Is there a line around the cell?
    pub framed: bool,
    /// Does a long text go on in a second line?
    pub wrapped: bool,
    /// Colour of the ground, as RGB.
    pub ground: Option<u32>,
    /// May it be changed where the sheet is protected?
    pub open: bool,
    /// What becomes of what is typed into it.
    pub typed: Typed,
}

/// What becomes of what is typed into a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Typed {
    /// What the program makes of it.
    AsItComes,
    /// A number is shown with its thousands set apart.
    Count,
    /// It stays as it was typed: a telephone number keeps its leading zero, and
    /// `12/2015` becomes no date.
    Text,
}

/// Where the text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Text on the left, numbers on the right.
    Usual,
    /// On the left.
    Left,
    /// In the middle.
    Middle,
    /// On the right.
    Right,
}

/// The colour that says "fill me in".
const PALE_YELLOW: u32 = 0x00FF_F9DB;

/// The colour of what must be mended, and that of what is worth a look: apart
/// also for whoever cannot tell red from green, because one is much darker.
const RED: u32 = 0x00F4_9A94;
const AMBER: u32 = 0x00FF_D980;

impl Look {
    /// Does the text keep away from the line on its left?
    #[must_use]
    pub fn indented(self) -> bool {
        self.framed && self.side == Side::Left
    }

    /// The same, as a cell that must be mended.
    #[must_use]
    pub fn wrong(self) -> Self {
        Self {
            ground: Some(RED),
            open: true,
            ..self
        }
    }

    /// The same, as a cell that is worth a look.
    #[must_use]
    pub fn doubtful(self) -> Self {
        let wrong = self.ground == Some(RED);
        Self {
            ground: if wrong { Some(RED) } else { Some(AMBER) },
            ..self
        }
    }

    /// As it comes.
    pub const PLAIN: Self = Self {
        size: 13,
        bold: false,
        italic: false,
        underlined: false,
        side: Side::Usual,
        upper: false,
        framed: false,
        wrapped: false,
        ground: None,
        open: false,
        typed: Typed::AsItComes,
    };

    /// Bold.
    pub const BOLD: Self = Self {
        bold: true,
        ..Self::PLAIN
    };

    /// In the middle, over several lines if it must.
    pub const CENTRED: Self = Self {
        side: Side::Middle,
        wrapped: true,
        ..Self::PLAIN
    };

    /// Bold and in the middle.
    pub const TITLE: Self = Self {
        bold: true,
        ..Self::CENTRED
    };

    /// The title of the whole sheet.
    pub const HEADING: Self = Self {
        size: 14,
        ..Self::TITLE
    };

    /// Leaning, in the middle: a remark under a title.
    pub const REMARK: Self = Self {
        italic: true,
        size: 12,
        ..Self::CENTRED
    };

    /// A line drawn with underscores.
    pub const LINE: Self = Self {
        size: 6,
        wrapped: false,
        ..Self::CENTRED
    };

    /// A paragraph.
    pub const PARAGRAPH: Self = Self {
        side: Side::Left,
        wrapped: true,
        ..Self::PLAIN
    };

    /// A paragraph of a list.
    pub const POINT: Self = Self {
        upper: true,
        ..Self::PARAGRAPH
    };

    /// Its number.
    pub const NUMBER: Self = Self {
        upper: true,
        ..Self::CENTRED
    };

    /// The name of a field, before its value.
    pub const LABEL: Self = Self {
        size: 12,
        side: Side::Left,
        ..Self::PLAIN
    };

    /// The value of a field that is printed, not asked.
    pub const GIVEN: Self = Self {
        bold: true,
        ..Self::PARAGRAPH
    };

    /// The head of a table.
    pub const HEAD: Self = Self {
        size: 12,
        framed: true,
        ground: Some(0x00D9_E2F3),
        ..Self::TITLE
    };

    /// A group of rows of a table.
    pub const GROUP: Self = Self {
        framed: true,
        ground: Some(0x00F2_F2F2),
        bold: true,
        ..Self::PARAGRAPH
    };

    /// A text in a table.
    pub const FRAMED: Self = Self {
        framed: true,
        ..Self::PARAGRAPH
    };

    /// A text in the middle of a cell of a table.
    pub const FRAMED_CENTRED: Self = Self {
        framed: true,
        ..Self::CENTRED
    };

    /// A sign beside a row that something is to be mended in it.
    pub const SIGN: Self = Self {
        size: 12,
        bold: true,
        side: Side::Left,
        wrapped: true,
        ..Self::PLAIN
    };

    /// A number that is shown, not asked.
    pub const SHOWN: Self = Self {
        framed: true,
        italic: true,
        side: Side::Right,
        ground: Some(0x00F2_F2F2),
        wrapped: true,
        ..Self::PLAIN
    };

    /// A text to be filled in.
    pub const INPUT: Self = Self {
        ground: Some(PALE_YELLOW),
        open: true,
        typed: Typed::Text,
        ..Self::FRAMED
    };

    /// A choice to be made.
    pub const INPUT_CHOICE: Self = Self {
        side: Side::Middle,
        typed: Typed::AsItComes,
        ..Self::INPUT
    };

    /// A number to be filled in.
    pub const INPUT_NUMBER: Self = Self {
        side: Side::Right,
        typed: Typed::AsItComes,
        ..Self::INPUT
    };

    /// A count to be filled in.
    pub const INPUT_COUNT: Self = Self {
        typed: Typed::Count,
        ..Self::INPUT_NUMBER
    };

    /// A line of the letterhead with a gap to be filled in.
    pub const INPUT_LINE: Self = Self {
        ground: Some(PALE_YELLOW),
        open: true,
        wrapped: false,
        typed: Typed::Text,
        ..Self::CENTRED
    };

    /// The line of place and date.
    pub const INPUT_DATE: Self = Self {
        italic: true,
        ..Self::INPUT_LINE
    };

    /// The name under a signature.
    pub const SIGNED: Self = Self {
        open: true,
        typed: Typed::Text,
        ..Self::TITLE
    };
}
