//! Vietnamese as it was typed before Unicode, for tests: the tables of
//! `text::legacy` the other way round, by way of its own decoder.

use std::collections::BTreeMap;

use congvu::text::legacy::Encoding;

/// A text as somebody with such a font would have typed it.
pub fn typed(encoding: Encoding, text: &str) -> String {
    let letters = letters(encoding);
    text.chars()
        .map(|c| {
            // TCVN3 has no capitals with tones: they are typed as small letters.
            let small = || c.to_lowercase().next().and_then(|c| letters.get(&c));
            letters
                .get(&c)
                .or_else(small)
                .cloned()
                .unwrap_or_else(|| c.to_string())
        })
        .collect()
}

fn letters(encoding: Encoding) -> BTreeMap<char, String> {
    let latin = |range: std::ops::RangeInclusive<u32>| range.filter_map(char::from_u32);
    let marks: Vec<char> = latin(0xa1..=0xff).collect();
    let mut written: Vec<String> = marks.iter().map(char::to_string).collect();
    if encoding == Encoding::Vni {
        let bases = "aeouyôöAEOUYÔÖ".chars();
        written
            .extend(bases.flat_map(|base| marks.iter().map(move |mark| format!("{base}{mark}"))));
    }
    let mut letters = BTreeMap::new();
    for text in written {
        let decoded = encoding.decode(&text);
        let mut chars = decoded.chars();
        if let (Some(letter), None) = (chars.next(), chars.next())
            && decoded != text
        {
            letters.entry(letter).or_insert(text);
        }
    }
    // These letters are themselves in VNI, and others elsewhere.
    if encoding == Encoding::Vni {
        letters.extend([('í', "í".to_owned()), ('ì', "ì".to_owned())]);
    }
    letters
}
