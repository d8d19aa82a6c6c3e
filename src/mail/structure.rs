//! The parts of a mail, found by ourselves in the raw bytes (RFC 2046 §5.1).
//!
//! Mail programs look for boundaries each in their own way: anywhere in a line,
//! by their first letters, after a bare CR, after the end. Here a delimiter is
//! a whole line, in the line endings of the mail, of exactly one multipart that
//! is open; whatever looks like one and is not, is a doubt. What the library
//! finds is held against this afterwards, so a part is a file only if two
//! readers who never met saw the same bytes.
//!
//! Nothing nests calls: multiparts that are open lie on a stack of bounded
//! height, and every byte is looked at a bounded number of times. Mails inside
//! mails are not opened: their files are their own.

use std::ops::Range;

use super::{
    doubt::{Doubt, Flaw},
    framing::{self, Frame, Kind},
    header::{self, Header},
    scan,
};

/// Most MIME parts that are looked at.
pub const MAX_PARTS: usize = 500;
/// Deepest nesting of parts that is looked at.
pub const MAX_DEPTH: usize = 20;
/// Most doubts that are kept: whoever looks at the mail needs no more.
const MAX_DOUBTS: usize = 20;

/// One part: the mail itself, a multipart, a file, a text, a mail in the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its number, as IMAP counts (RFC 3501 §6.4.5): empty, `2`, `2.1`.
    pub part: String,
    /// Where its header begins.
    pub head: usize,
    /// Its body, as it was sent.
    pub body: Range<usize>,
    /// What its header says; none when that is doubted.
    pub frame: Option<Frame>,
}

/// The parts of a mail.
#[derive(Debug, Default)]
pub struct Structure {
    /// In the order of the mail, each before its own parts.
    pub entities: Vec<Entity>,
    /// What is written before the first part and after the last of a multipart,
    /// which most programs do not show.
    pub asides: Vec<Range<usize>>,
    /// What two readers could read differently.
    pub doubts: Vec<Doubt>,
    /// Is there more than is looked at? Then this is only the beginning.
    pub cut: bool,
}

/// A multipart that was begun.
struct Open {
    entity: usize,
    boundary: Vec<u8>,
    digest: bool,
    parts: usize,
    ended: bool,
}

/// What a line is to a multipart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// The beginning of its next part.
    Delimiter,
    /// Its end.
    End,
    /// It begins as a delimiter does, and goes on.
    Almost,
}

/// Whose bytes are being passed.
enum Passing {
    Body(usize),
    Aside(usize),
}

struct Reader<'r> {
    raw: &'r [u8],
    /// Do lines end with CRLF here? A store may have made them bare LF.
    crlf: bool,
    open: Vec<Open>,
    passing: Passing,
    found: Structure,
}

/// Finds the parts of a mail whose header was read before.
#[must_use]
pub fn read(raw: &[u8], header: &Header) -> Structure {
    let mut reader = Reader {
        raw,
        crlf: line_end(raw, 0).1,
        open: Vec::new(),
        passing: Passing::Body(0),
        found: Structure::default(),
    };
    let block = header::block(raw).len();
    let body = line_end(raw, block).0;
    reader.begin(0, body, header);
    reader.run(body);
    reader.found
}

/// Where the line that begins at `at` ends, its line ending included, and
/// whether that is CRLF.
fn line_end(raw: &[u8], at: usize) -> (usize, bool) {
    let rest = raw.get(at..).unwrap_or_default();
    match scan::find(b'\n', rest) {
        Some(lf) => (at + lf + 1, lf > 0 && rest[lf - 1] == b'\r'),
        None => (raw.len(), false),
    }
}

impl Reader<'_> {
    /// Walks along the lines that begin with two hyphens.
    fn run(&mut self, from: usize) {
        let mut at = from;
        while !self.open.is_empty() && !self.found.cut {
            let Some(line) = self.next_line(at) else {
                break;
            };
            let (end, crlf) = line_end(self.raw, line);
            at = end;
            if let Some((whose, kind)) = self.look(line, end, crlf) {
                at = self.arrive(line, end, whose, kind);
            }
        }
        if !self.found.cut {
            self.finish();
        }
    }

    fn next_line(&self, at: usize) -> Option<usize> {
        // The line end before a line belongs to what came before.
        let mut starts = scan::line_starts(self.raw, at.checked_sub(1)?);
        starts.find(|start| self.raw[*start..].starts_with(b"--"))
    }

    /// What a line is to the multiparts that are open; notes a doubt when that
    /// is not certain.
    fn look(&mut self, line: usize, end: usize, crlf: bool) -> Option<(usize, Line)> {
        let ending = if crlf {
            2
        } else {
            usize::from(self.raw[end - 1] == b'\n')
        };
        let text = &self.raw[line..end - ending];
        let mut exact = None;
        let (mut count, mut almost) = (0, false);
        for (whose, open) in self.open.iter().enumerate() {
            match kind_of(text, &open.boundary) {
                Some(Line::Almost) => almost = true,
                Some(kind) => {
                    exact = Some((whose, kind));
                    count += 1;
                }
                None => (),
            }
        }
        let own_ending = end == self.raw.len() && ending == 0 || crlf == self.crlf;
        let before = line >= 2 && self.raw[line - 2] == b'\r';
        let odd =
            count > 1 || count == 0 && almost || count == 1 && !(own_ending && before == self.crlf);
        if odd {
            self.doubt(Flaw::Boundary, text);
        }
        exact
    }

    fn doubt(&mut self, flaw: Flaw, found: &[u8]) {
        let whose = match self.passing {
            Passing::Body(entity) => entity,
            Passing::Aside(_) => self.open.last().map_or(0, |open| open.entity),
        };
        let part = self.found.entities.get(whose).map_or("", |e| &e.part);
        let doubt = Doubt::new(flaw, part, found);
        self.note([doubt]);
    }

    /// Keeps doubts, the first of each kind about each part.
    fn note(&mut self, doubts: impl IntoIterator<Item = Doubt>) {
        for doubt in doubts {
            let kept = &mut self.found.doubts;
            let known = kept
                .iter()
                .any(|other| (other.flaw, &other.part) == (doubt.flaw, &doubt.part));
            if !known && kept.len() < MAX_DOUBTS {
                kept.push(doubt);
            }
        }
    }

    /// Takes a delimiter or an end; returns where to go on.
    fn arrive(&mut self, line: usize, end: usize, whose: usize, kind: Line) -> usize {
        self.pass(line);
        let text = &self.raw[line..end];
        let inner_open = self.open[whose + 1..].iter().any(|open| !open.ended);
        if inner_open || self.open[whose].ended {
            // A part of the outer one before the inner one ended, or after the
            // end: some readers see it and some do not.
            self.doubt(Flaw::Boundary, text);
        }
        self.open.truncate(whose + 1);
        let Some(open) = self.open.last_mut() else {
            return end;
        };
        if kind == Line::End {
            open.ended = true;
            self.passing = Passing::Aside(end);
            return end;
        }
        open.parts += 1;
        self.part(end)
    }

    /// Notes that what was being passed ends before the line at `line`, whose
    /// preceding line ending belongs to the line (RFC 2046 §5.1.1).
    fn pass(&mut self, line: usize) {
        let ending = if line >= 2 && self.raw[line - 2] == b'\r' {
            2
        } else {
            1
        };
        let end = line.saturating_sub(ending);
        match self.passing {
            Passing::Body(entity) => {
                if let Some(entity) = self.found.entities.get_mut(entity) {
                    entity.body.end = end.max(entity.body.start);
                }
            }
            Passing::Aside(start) if start < end => self.found.asides.push(start..end),
            Passing::Aside(_) => (),
        }
    }

    /// Reads the header of a part that begins at `head`; returns where to go on.
    fn part(&mut self, head: usize) -> usize {
        let mut at = head;
        loop {
            let (end, _) = line_end(self.raw, at);
            let line = &self.raw[at..end];
            if line == b"\r\n" || line == b"\n" {
                let header = Header::read(&self.raw[head..end]);
                self.begin(head, end, &header);
                return end;
            }
            let stops = line.starts_with(b"--") && {
                let text = line.trim_ascii_end();
                self.open
                    .iter()
                    .any(|open| kind_of(text, &open.boundary).is_some())
            };
            if stops || line.is_empty() {
                // Without an empty line some see a part that is all header, and
                // some one that is all body.
                let header = Header::read(&self.raw[head..at]);
                self.begin(head, at, &header);
                self.doubt(Flaw::Boundary, line);
                return at;
            }
            at = end;
        }
    }

    /// Begins an entity: a multipart is opened, all others are passed.
    fn begin(&mut self, head: usize, body: usize, header: &Header) {
        let part = match self.open.last() {
            None => String::new(),
            Some(open) => {
                let above = &self.found.entities[open.entity].part;
                let dot = if above.is_empty() { "" } else { "." };
                format!("{above}{dot}{}", open.parts)
            }
        };
        let in_digest = self.open.last().is_some_and(|open| open.digest);
        let frame = match framing::read(header, &part, in_digest) {
            Ok(frame) => Some(frame),
            Err(doubts) => {
                self.note(doubts);
                None
            }
        };
        let entity = self.found.entities.len();
        self.passing = Passing::Body(entity);
        if let Some(Frame {
            kind: Kind::Multipart { boundary, digest },
            ..
        }) = &frame
        {
            self.open.push(Open {
                entity,
                boundary: boundary.clone(),
                digest: *digest,
                parts: 0,
                ended: false,
            });
            self.passing = Passing::Aside(body);
        }
        self.found.entities.push(Entity {
            part,
            head,
            body: body..self.raw.len(),
            frame,
        });
        self.found.cut = self.found.entities.len() > MAX_PARTS || self.open.len() > MAX_DEPTH;
    }

    /// The mail ends here, and so must every multipart: a mail that was cut on
    /// its way looks just like one whose program forgot the end.
    fn finish(&mut self) {
        if let Passing::Aside(start) = self.passing
            && start < self.raw.len()
        {
            self.found.asides.push(start..self.raw.len());
        }
        let unended: Vec<Doubt> = self
            .open
            .iter()
            .filter(|open| !open.ended)
            .map(|open| {
                let part = &self.found.entities[open.entity].part;
                Doubt::new(Flaw::Boundary, part, &open.boundary)
            })
            .collect();
        self.note(unended);
    }
}

/// What a line, without its ending, is to the multipart with that boundary.
/// Blanks at its end were added on the way (RFC 2046 §5.1.1).
fn kind_of(line: &[u8], boundary: &[u8]) -> Option<Line> {
    let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
    let blank = |rest: &[u8]| rest.iter().all(|b| *b == b' ' || *b == b'\t');
    Some(match rest.strip_prefix(b"--") {
        _ if blank(rest) => Line::Delimiter,
        Some(rest) if blank(rest) => Line::End,
        _ => Line::Almost,
    })
}
