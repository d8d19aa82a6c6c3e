//! XML as a tree of local names and texts, within bounds.
//!
//! No document type and no entity but those of XML itself: what declares them
//! is refused, not understood. Namespaces are not looked at, because the
//! programs that write these files do not agree on them.

use quick_xml::{Reader, errors::Error, events::Event};

/// Most bytes of a message.
pub const MOST_BYTES: usize = 32 << 20;

/// Deepest nesting; the deepest of a message is eight.
const DEEPEST: usize = 32;

/// Most elements; a message to a hundred bodies has two thousand.
const MOST_ELEMENTS: usize = 20_000;

/// How many bytes of something else may stand before the document.
const MOST_BEFORE: usize = 1_024;

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is longer than is read.
    TooLong,
    /// It is nested deeper, or has more elements, than is read.
    TooMuch,
    /// It is not XML in UTF-8, or is cut.
    Damaged(String),
    /// It declares a document type or uses an entity.
    Hostile,
}

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, without its namespace.
    pub name: String,
    /// Its own text.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Element>,
}

impl Element {
    /// The children of a name, in whatever capitals.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        let named = move |child: &&Self| child.name.eq_ignore_ascii_case(name);
        self.children.iter().filter(named)
    }

    /// Every element of a name in it, at any depth, that stands in no other of
    /// that name.
    #[must_use]
    pub fn anywhere<'e>(&'e self, name: &str) -> Vec<&'e Self> {
        let mut found = Vec::new();
        let mut left: Vec<&Self> = self.children.iter().rev().collect();
        while let Some(element) = left.pop() {
            if element.name.eq_ignore_ascii_case(name) {
                found.push(element);
            } else {
                left.extend(element.children.iter().rev());
            }
        }
        found
    }
}

/// Reads a document: its root.
///
/// # Errors
/// Why it is not read.
pub fn read(bytes: &[u8]) -> Result<Element, Fault> {
    if bytes.len() > MOST_BYTES {
        return Err(Fault::TooLong);
    }
    let damaged = |why: &str| Fault::Damaged(why.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_| damaged("not UTF-8"))?;
    let mut reader = Reader::from_str(document(text).ok_or_else(|| damaged("no document"))?);
    reader.config_mut().check_end_names = true;
    // The element that holds the root, and those that are open in it.
    let mut open = vec![Element::default()];
    let mut elements = 0;
    loop {
        let event = reader.read_event().map_err(|why| broken(&why))?;
        match event {
            Event::Start(tag) => {
                count(&mut elements, open.len())?;
                let name = tag.local_name();
                open.push(Element {
                    name: name.as_ref().to_owned(),
                    ..Element::default()
                });
            }
            Event::Empty(tag) => {
                count(&mut elements, open.len())?;
                let element = Element {
                    name: tag.local_name().as_ref().to_owned(),
                    ..Element::default()
                };
                parent(&mut open)?.children.push(element);
            }
            Event::End(_) => {
                let closed = open.pop().ok_or_else(|| damaged("an end too many"))?;
                parent(&mut open)?.children.push(closed);
            }
            Event::Text(text) => parent(&mut open)?.text.push_str(&text.xml10_content()),
            Event::CData(text) => parent(&mut open)?.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|why| broken(&why))?;
                let character = character.or_else(|| predefined(reference.as_ref()));
                parent(&mut open)?
                    .text
                    .push(character.ok_or(Fault::Hostile)?);
            }
            Event::DocType(_) => return Err(Fault::Hostile),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => (),
            Event::Eof => break,
        }
    }
    root(open)
}

/// From where the document begins: some programs write a length or a mark
/// before it.
fn document(text: &str) -> Option<&str> {
    let begins = text.find("<?xml").or_else(|| text.find('<'))?;
    (begins <= MOST_BEFORE)
        .then(|| text.get(begins..))
        .flatten()
}

fn broken(why: &Error) -> Fault {
    Fault::Damaged(why.to_string())
}

fn count(elements: &mut usize, depth: usize) -> Result<(), Fault> {
    *elements += 1;
    if *elements > MOST_ELEMENTS || depth > DEEPEST {
        return Err(Fault::TooMuch);
    }
    Ok(())
}

fn parent(open: &mut [Element]) -> Result<&mut Element, Fault> {
    open.last_mut()
        .ok_or_else(|| Fault::Damaged("an end too many".to_owned()))
}

/// The five entities that every document has.
fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The one root, when everything was closed.
fn root(mut open: Vec<Element>) -> Result<Element, Fault> {
    let damaged = |why: &str| Fault::Damaged(why.to_owned());
    let mut whole = open.pop().ok_or_else(|| damaged("no document"))?;
    if !open.is_empty() {
        return Err(damaged("it is cut"));
    }
    match (whole.children.pop(), whole.children.is_empty()) {
        (Some(root), true) => Ok(root),
        (Some(_), false) => Err(damaged("two documents")),
        (None, _) => Err(damaged("no document")),
    }
}
