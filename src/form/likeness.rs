//! Is a label that of the form, but for slips of the finger?
//!
//! Words are compared one by one, because in Vietnamese one mark makes another
//! word: `văn` and `vân`, `nhận` and `nhân` are never slips of each other, while
//! a word typed without any mark may be either. A digit is never a slip.

use crate::text;

/// Words for each further slip that is forgiven.
const WORDS_A_SLIP: usize = 6;

/// How many slips turn the label of the form into what is written; none when it
/// is another label. Both are folded.
pub(super) fn slips(written: &str, label: &str) -> Option<usize> {
    if written == label {
        return Some(0);
    }
    // A whole label typed without marks is one habit, not many slips.
    if written == unmarked(label) {
        return Some(1);
    }
    let (theirs, ours): (Vec<&str>, Vec<&str>) =
        (written.split(' ').collect(), label.split(' ').collect());
    if theirs.len() != ours.len() {
        // A lost space also loses a tone: a folded word has one.
        let joined = |text: &str| text.replace(|c| c == ' ' || is_tone(c), "");
        return (joined(written) == joined(label)).then_some(1);
    }
    let most = (1 + ours.len() / WORDS_A_SLIP).min(3);
    let mut total = 0;
    for (word, own) in theirs.into_iter().zip(ours) {
        total += word_slips(word, own)?;
    }
    (total <= most).then_some(total)
}

fn word_slips(word: &str, own: &str) -> Option<usize> {
    if word == own {
        return Some(0);
    }
    let digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if digit(word) || digit(own) {
        return None;
    }
    let bare = unmarked(own);
    if unmarked(word) == bare {
        return (word == bare).then_some(1);
    }
    let long_enough = word.chars().count().min(bare.chars().count()) >= 3;
    long_enough.then(|| text::edits(word, own, 1))?
}

/// A folded text without the marks of its vowels and tones.
fn unmarked(folded: &str) -> String {
    text::plain(folded).replace(is_tone, "")
}

/// Does it stand for a tone in a folded text?
fn is_tone(c: char) -> bool {
    matches!(c, '`' | '´' | '~' | '?' | '.')
}
