//! Is a word a Vietnamese syllable? Spelling is regular enough to say so
//! without a dictionary: at most one tone, an onset, a nucleus and a coda, each
//! of a short list.

use unicode_normalization::UnicodeNormalization as _;

const ONSETS: [&str; 27] = [
    "ngh", "ng", "nh", "gh", "gi", "ch", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g",
    "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
];

const NUCLEI: [&str; 56] = [
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây",
    "eo", "êu", "ia", "iê", "iêu", "iu", "oa", "oai", "oao", "oay", "oă", "oe", "oeo", "oi", "oo",
    "ôi", "ơi", "ua", "uâ", "uây", "uê", "ui", "uô", "uôi", "uơ", "uy", "uya", "uyê", "uyu", "ưa",
    "ươ", "ươi", "ươu", "ưi", "ưu", "yê", "yêu", "uêu",
];

const CODAS: [&str; 9] = ["ch", "ng", "nh", "c", "m", "n", "p", "t", ""];

/// Is it one?
#[must_use]
pub fn is_one(word: &str) -> bool {
    let mut tones = 0;
    let lower = word.to_lowercase();
    let bare = lower.nfd().filter(|c| {
        let tone = matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        tones += usize::from(tone);
        !tone
    });
    let bare: String = bare.nfc().collect();
    if tones > 1 {
        return false;
    }
    let onsets = ONSETS.iter().copied().chain([""]);
    onsets
        .filter_map(|onset| Some((onset, bare.strip_prefix(onset)?)))
        .any(|(onset, rhyme)| is_rhyme(rhyme) && agree(onset, rhyme))
}

fn is_rhyme(rhyme: &str) -> bool {
    CODAS
        .iter()
        .filter_map(|coda| rhyme.strip_suffix(coda))
        .any(|nucleus| NUCLEI.contains(&nucleus))
}

/// `k`, `gh`, `ngh` stand before e, ê, i and y only; `c`, `g`, `ng` never do.
fn agree(onset: &str, rhyme: &str) -> bool {
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    match onset {
        "k" | "gh" | "ngh" => front,
        "c" | "ng" => !front,
        "g" => !front || rhyme == "i",
        _ => true,
    }
}
