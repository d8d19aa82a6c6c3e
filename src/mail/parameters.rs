//! The value of a MIME field, read strictly: a word and parameters, each given
//! once (RFC 2045 §5.1, RFC 2231 §3).
//!
//! Of two boundaries every reader takes the one it likes, comments are skipped
//! by some and are text for others, and a quote that stays open swallows what
//! follows. None of that is repaired here: it is not read.

/// A word and parameters.
#[derive(Debug, PartialEq, Eq)]
pub struct Value<'v> {
    /// What stands before the first semicolon, as written.
    pub word: &'v str,
    /// Parameters, in the order in which they stand.
    pub parameters: Vec<Parameter<'v>>,
}

/// A parameter.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter<'v> {
    /// Its name, in lower case.
    pub name: String,
    /// Its value, out of its quotes; escapes stay.
    pub value: &'v str,
    /// Was it in quotes?
    pub quoted: bool,
}

impl<'v> Value<'v> {
    /// Reads a value; none when two readers could read it differently.
    #[must_use]
    pub fn read(value: &'v str) -> Option<Self> {
        let pieces = pieces(value)?;
        let (word, rest) = pieces.split_first()?;
        let mut parameters: Vec<Parameter<'_>> = Vec::new();
        for piece in rest.iter().map(|piece| piece.trim()) {
            // A semicolon at the end, or two of them, part nothing.
            if piece.is_empty() {
                continue;
            }
            let (name, value) = piece.split_once('=')?;
            let name = name.trim().to_ascii_lowercase();
            if !is_token(&name) || parameters.iter().any(|other| other.name == name) {
                return None;
            }
            let value = value.trim();
            parameters.push(Parameter {
                name,
                value: unquoted(value)?,
                quoted: value.starts_with('"'),
            });
        }
        let word = word.trim();
        let value = Self { word, parameters };
        value.is_whole("name")?;
        value.is_whole("filename")?;
        Some(value)
    }

    /// The parameter of that name, written the plain way.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Parameter<'v>> {
        self.parameters.iter().find(|other| other.name == name)
    }

    /// Are the pieces of a name all there, in order, and is it written in one
    /// way? A plain name beside an encoded one is for old readers; it must be
    /// of the same kind of file then.
    fn is_whole(&self, name: &str) -> Option<()> {
        let (mut next, mut last, mut single) = (0_usize, "", false);
        for Parameter {
            name: other, value, ..
        } in &self.parameters
        {
            let Some(form) = other.strip_prefix(name).and_then(|f| f.strip_prefix('*')) else {
                continue;
            };
            if form.is_empty() {
                single = true;
            } else if form.strip_suffix('*').unwrap_or(form) == next.to_string() {
                next += 1;
            } else {
                return None;
            }
            last = value;
        }
        let encoded = single || next > 0;
        let plain = self.get(name).map(|plain| plain.value);
        let plain = plain.filter(|plain| !plain.contains("=?"));
        let same = |plain: &str| ending(plain).eq_ignore_ascii_case(ending(last));
        let clear = !(single && next > 0) && (!encoded || plain.is_none_or(same));
        clear.then_some(())
    }
}

fn ending(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// A word of RFC 2045 §5.1.
#[must_use]
pub fn is_token(text: &str) -> bool {
    let special = |b: u8| br#"()<>@,;:\"/[]?="#.contains(&b);
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && !special(b))
}

/// Takes a value out of its quotes, which must be around all of it or nowhere.
fn unquoted(value: &str) -> Option<&str> {
    let Some(rest) = value.strip_prefix('"') else {
        return (!value.is_empty() && !value.contains('"')).then_some(value);
    };
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (at + 1 == rest.len()).then(|| &rest[..at]),
            _ => (),
        }
    }
    None
}

/// Cuts at semicolons outside quotes; none when a quote stays open, or when
/// there is a comment.
fn pieces(value: &str) -> Option<Vec<&str>> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, c) in value.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '(' | ')' if !quoted => return None,
            ';' if !quoted => {
                pieces.push(&value[start..at]);
                start = at + 1;
            }
            _ => (),
        }
    }
    pieces.push(&value[start..]);
    (!quoted).then_some(pieces)
}
