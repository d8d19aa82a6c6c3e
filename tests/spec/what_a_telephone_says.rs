//! The codes of the second factor.

use congvu::totp::{Key, step};
use jiff::Timestamp;

/// RFC 6238, Appendix B: the key of the examples, the last six of their eight
/// digits.
const EXAMPLES: [(i64, &str); 6] = [
    (59, "287082"),
    (1_111_111_109, "081804"),
    (1_111_111_111, "050471"),
    (1_234_567_890, "005924"),
    (2_000_000_000, "279037"),
    (20_000_000_000, "353130"),
];

fn key() -> Key {
    Key::new(*b"12345678901234567890")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

#[test]
fn the_examples_of_the_standard_come_out() {
    for (second, code) in EXAMPLES {
        assert_eq!(key().code(step(at(second))), code, "{second}");
    }
}

#[test]
fn a_key_is_read_back_from_what_a_person_types() {
    assert_eq!(key().base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert!(Key::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") == Some(key()));
    for wrong in ["", "GEZDGNBVGY3TQOJQ", "gezdgnbvgy3tqojqgezdgnbvgy3tqojq"] {
        assert!(Key::parse(wrong).is_none(), "{wrong}");
    }
}

#[test]
fn a_clock_may_be_half_a_minute_off_and_no_more() {
    let now = at(1_700_000_010);
    let typed = key().code(step(now));
    for (seconds, fits) in [
        (-61, false),
        (-30, true),
        (0, true),
        (30, true),
        (61, false),
    ] {
        let then = at(now.as_second() + seconds);
        assert_eq!(key().step_of(&typed, then, 0).is_some(), fits, "{seconds}");
    }
}

#[test]
fn a_code_is_taken_once() {
    let now = at(1_700_000_010);
    let typed = key().code(step(now));
    let used = key().step_of(&typed, now, 0).unwrap();
    assert_eq!(used, step(now));
    assert_eq!(key().step_of(&typed, now, used), None);
    // Nor one from before it, which may have been seen as well.
    let before = key().code(step(now) - 1);
    assert_eq!(key().step_of(&before, now, used), None);
}

#[test]
fn a_code_may_be_typed_as_the_telephone_shows_it() {
    let now = at(1_700_000_010);
    let code = key().code(step(now));
    let spaced = format!(" {} {} ", &code[..3], &code[3..]);
    assert!(key().step_of(&spaced, now, 0).is_some());
    assert!(key().step_of("", now, 0).is_none());
}

#[test]
fn names_with_marks_and_signs_stay_inside_the_uri() {
    let uri = key().uri("UBND thị xã & co", "lan:a/b");
    assert!(uri.starts_with("otpauth://totp/UBND%20th%E1%BB%8B%20x%C3%A3%20%26%20co:lan%3Aa%2Fb?"));
    assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=UBND%20"));
}
