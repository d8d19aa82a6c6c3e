//! What our own server wrote on top is evidence; what stands below is hearsay.

use congvu::{
    address::Address,
    mail::received::{Hop, moment, trusted_hop},
};

const MX: &str = "mx.hue.gov.vn";
const CLERK: &str = "vp@hue.gov.vn";

const SUBMITTED: &str = "from [10.0.0.9] (unknown [10.0.0.9]) (Authenticated sender: vp@hue.gov.vn) \
    by mx.hue.gov.vn (Postfix) with ESMTPSA id 4F1 for <b@hue.gov.vn>; \
    Sat, 12 Dec 2015 23:59:59 +0700 (+07)";
const LMTP: &str =
    "from mx.hue.gov.vn by mx.hue.gov.vn with LMTP id 9x; Sun, 13 Dec 2015 00:00:01 +0700";

fn hop(lines: &[&str]) -> Option<Hop> {
    let hosts = [MX.to_owned(), "store.hue.gov.vn".to_owned()];
    trusted_hop(lines.iter().copied(), &hosts)
}

/// The login that these lines, top to bottom, prove.
fn check(lines: &[&str], login: Option<&str>) {
    let found = hop(lines).and_then(|hop| hop.login);
    assert_eq!(found.as_ref().map(Address::as_str), login, "{lines:#?}");
}

/// The submitted hop with one change.
fn but(good: &str, bad: &str) -> String {
    assert!(SUBMITTED.contains(good), "{good}");
    SUBMITTED.replacen(good, bad, 1)
}

#[test]
fn a_login_that_our_host_saw_is_told() {
    check(&[SUBMITTED], Some(CLERK));
    check(&[&but("vp@hue", "VP@Hue")], Some(CLERK));
    check(&[&but("by mx.hue.gov.vn", "by MX.HUE.gov.vn")], Some(CLERK));
    check(&[&but("ESMTPSA", "esmtpa")], Some(CLERK));
}

#[test]
fn the_moment_is_the_one_our_host_wrote() {
    let at = hop(&[LMTP, SUBMITTED]).unwrap().at.unwrap();
    assert_eq!(at.to_string(), "2015-12-12T16:59:59Z");
}

#[test]
fn local_delivery_above_it_is_looked_through() {
    check(&[LMTP, SUBMITTED], Some(CLERK));
    check(&[LMTP, LMTP, SUBMITTED], Some(CLERK));
    check(&[LMTP], None);
}

#[test]
fn a_hop_below_a_strangers_is_hearsay() {
    let stranger = "from x by relay.example with ESMTPS id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    check(&[stranger, SUBMITTED], None);
    assert_eq!(hop(&[stranger, SUBMITTED]), None);
}

#[test]
fn a_forged_hop_below_our_own_says_nothing() {
    let arrived = "from evil.example (evil.example [203.0.113.6]) by mx.hue.gov.vn (Postfix) \
        with ESMTPS id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    check(&[arrived, SUBMITTED], None);
    check(&[LMTP, arrived, SUBMITTED], None);
}

#[test]
fn a_host_that_only_ends_like_ours_is_a_stranger() {
    for host in [
        "evil.mx.hue.gov.vn",
        "mx.hue.gov.vn.evil.example",
        "mx.hue.gov.vn.",
    ] {
        check(&[&but("by mx.hue.gov.vn", &format!("by {host}"))], None);
    }
}

#[test]
fn a_login_without_the_letter_that_says_so_is_no_login() {
    for with in ["ESMTP", "ESMTPS", "SMTP", "UTF8SMTPS", "HTTP"] {
        check(&[&but("ESMTPSA", with)], None);
    }
    check(&[&but("with ESMTPSA ", "")], None);
}

#[test]
fn a_greeting_cannot_pass_for_a_login() {
    // Postfix puts the greeting first, outside of comments, and turns what is
    // not a host name into question marks; others do not.
    let helo = "from (Authenticated sender: vp@hue.gov.vn) (evil.example [203.0.113.6]) \
        by mx.hue.gov.vn (Postfix) with ESMTPS id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    check(&[helo], None);
    let inside = "from x (evil.example (Authenticated sender: vp@hue.gov.vn) [203.0.113.6]) \
        by mx.hue.gov.vn (Postfix) with ESMTPSA id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    check(&[inside], None);
    let escaped = "from x (a\\) (Authenticated sender: vp@hue.gov.vn) [203.0.113.6]) \
        by mx.hue.gov.vn (Postfix) with ESMTPSA id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    check(&[escaped], None);
}

#[test]
fn a_backslash_does_not_decide_where_a_comment_ends() {
    let escaped = "from x (a\\) (Authenticated sender: vp@hue.gov.vn) \\(b) \
        by mx.hue.gov.vn (Postfix) with ESMTPSA id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    check(&[escaped], None);
    assert_eq!(hop(&[escaped]), None);
}

#[test]
fn two_logins_in_one_hop_are_none() {
    let own = "(Authenticated sender: vp@hue.gov.vn)";
    for other in ["vp@hue.gov.vn", "kt@hue.gov.vn"] {
        check(
            &[&but(own, &format!("(Authenticated sender: {other}) {own}"))],
            None,
        );
        check(
            &[&but(own, &format!("{own} (Authenticated sender: {other})"))],
            None,
        );
        let thrice = format!("{own} (Authenticated sender: {other}) {own}");
        check(&[&but(own, &thrice)], None);
    }
}

#[test]
fn a_login_after_the_host_is_somebody_elses_word() {
    let moved = "from x (y [10.0.0.9]) by mx.hue.gov.vn (Authenticated sender: vp@hue.gov.vn) \
        with ESMTPSA id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    check(&[moved], None);
}

#[test]
fn a_host_named_in_a_comment_is_not_who_wrote_it() {
    let comment = "from x (by mx.hue.gov.vn) (Authenticated sender: vp@hue.gov.vn) \
        by evil.example with ESMTPSA id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    assert_eq!(hop(&[comment]), None);
}

#[test]
fn a_second_host_in_one_hop_does_not_count() {
    let two = "from x by evil.example by mx.hue.gov.vn with ESMTPSA id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    assert_eq!(hop(&[two]), None);
}

#[test]
fn parentheses_that_do_not_match_say_nothing() {
    assert_eq!(hop(&[&but("(unknown", "((unknown")]), None);
    assert_eq!(hop(&[&but("(unknown [10.0.0.9])", "unknown)")]), None);
    let deep = format!("{}x{}", "(".repeat(9), ")".repeat(9));
    assert_eq!(hop(&[&but("(unknown [10.0.0.9])", &deep)]), None);
    let nested = "(a (b (c)))";
    check(&[&but("(unknown [10.0.0.9])", nested)], Some(CLERK));
}

#[test]
fn without_any_hop_there_is_nothing() {
    assert_eq!(hop(&[]), None);
    assert_eq!(hop(&["", SUBMITTED]), None);
}

const FILTERED: &str = "from localhost (localhost [127.0.0.1]) by mx.hue.gov.vn (Postfix) \
    with ESMTP id 2; Sun, 13 Dec 2015 00:00:02 +0700";
const RELAYED: &str = "from mx.hue.gov.vn (mx.hue.gov.vn [10.0.0.5]) \
    (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) \
    (No client certificate requested) by store.hue.gov.vn (Postfix) with ESMTPS id 3; \
    Sun, 13 Dec 2015 00:00:03 +0700";
const ARRIVED: &str = "from a.example (a.example [203.0.113.6]) by mx.hue.gov.vn (Postfix) \
    with ESMTPS id 1; Sat, 12 Dec 2015 23:59:58 +0700";

/// How many Received fields stand above the border.
fn above(lines: &[&str]) -> Option<usize> {
    hop(lines).map(|hop| hop.above)
}

#[test]
fn a_content_filter_and_a_relay_of_ours_are_looked_through() {
    check(&[FILTERED, SUBMITTED], Some(CLERK));
    check(&[RELAYED, SUBMITTED], Some(CLERK));
    check(&[LMTP, RELAYED, FILTERED, SUBMITTED], Some(CLERK));
    assert_eq!(above(&[LMTP, RELAYED, FILTERED, SUBMITTED]), Some(3));
    assert_eq!(above(&[LMTP, FILTERED, ARRIVED, SUBMITTED]), Some(2));
    assert_eq!(above(&[ARRIVED, ARRIVED]), Some(0));
    let at = hop(&[RELAYED, FILTERED, ARRIVED]).unwrap().at.unwrap();
    assert_eq!(at.to_string(), "2015-12-12T16:59:58Z");
}

#[test]
fn our_own_machine_has_more_than_one_address() {
    for client in [
        "localhost [127.0.0.1]",
        "mx.hue.gov.vn [127.0.0.1]",
        "unknown [127.9.9.9]",
        "localhost [IPv6:::1]",
        "localhost [IPv6:::ffff:127.0.0.1]",
        "[127.0.0.1]",
        "MX.hue.gov.vn [10.0.0.5]",
    ] {
        let filtered = FILTERED.replace("localhost [127.0.0.1]", client);
        assert_eq!(above(&[&filtered, SUBMITTED]), Some(1), "{client}");
    }
}

#[test]
fn a_client_that_only_says_it_is_ours_is_an_outsider() {
    for client in [
        "(unknown [203.0.113.6])",
        "(localhost [203.0.113.6])",
        "(mx.hue.gov.vn.evil.example [203.0.113.6])",
        "(mx.hue.gov.vn [10.0.0.5] (may be forged))",
        "(mx.hue.gov.vn)",
        "(mx.hue.gov.vn 10.0.0.5)",
        "(x mx.hue.gov.vn [10.0.0.5])",
        "([127.0.0.1] helo=localhost)",
        "(localhost [127.0.0.1)",
        "([127.0.0.1]) (a.example [203.0.113.6])",
        "(a.example [203.0.113.6]) (localhost [127.0.0.1])",
        "x (localhost [127.0.0.1])",
        "",
    ] {
        let greeted = FILTERED.replace("(localhost [127.0.0.1])", client);
        assert_eq!(above(&[&greeted, SUBMITTED]), Some(0), "{client}");
        check(&[&greeted, SUBMITTED], None);
    }
    // A greeting with a comment in it stands where the client should.
    let greeting = "from (localhost [127.0.0.1]) (a.example [203.0.113.6]) by mx.hue.gov.vn \
        with ESMTP id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    assert_eq!(above(&[greeting, SUBMITTED]), Some(0));
    let greeting = "from localhost(localhost [127.0.0.1]) (a.example [203.0.113.6]) \
        by mx.hue.gov.vn with ESMTP id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    assert_eq!(above(&[greeting, SUBMITTED]), Some(0));
}

#[test]
fn a_client_called_localhost_is_on_our_machine_only_by_its_address() {
    let hosts = [MX.to_owned(), "localhost".to_owned()];
    let far = FILTERED.replace("[127.0.0.1]", "[203.0.113.6]");
    let hop = trusted_hop([far.as_str(), SUBMITTED].into_iter(), &hosts).unwrap();
    assert_eq!((hop.above, hop.login), (0, None));
}

#[test]
fn a_mail_that_began_in_our_own_house_has_its_first_hop_for_a_border() {
    let stranger = "from x by relay.example with ESMTPS id 1; Sat, 12 Dec 2015 10:00:00 +0000";
    assert_eq!(above(&[FILTERED]), Some(0));
    assert_eq!(above(&[RELAYED, FILTERED, stranger, SUBMITTED]), Some(1));
    check(&[RELAYED, FILTERED, stranger, SUBMITTED], None);
}

#[test]
fn who_logged_in_on_our_own_machine_is_the_sender() {
    let web_mail = but(
        "[10.0.0.9] (unknown [10.0.0.9])",
        "x (localhost [127.0.0.1])",
    );
    check(&[&web_mail, &but("vp@", "kt@")], Some(CLERK));
}

#[test]
fn a_date_is_read_with_its_zone() {
    let at = |date: &str| moment(date).map(|at| at.to_string());
    let close = Some("2015-12-12T17:00:00Z".to_owned());
    assert_eq!(at("Sun, 13 Dec 2015 00:00:00 +0700"), close);
    assert_eq!(at("Sun, 13 Dec 2015 00:00:00 +0700 (ICT)"), close);
    assert_eq!(at("13 Dec 2015 00:00:00 +0700"), close);
    assert_eq!(at("Sat, 12 Dec 2015 17:00:00 GMT"), close);
    assert_eq!(at("Sat, 12 Dec 2015 12:00:00 -0500"), close);
    // The week day is wrong; the day is right.
    assert_eq!(at("Mon, 13 Dec 2015 00:00:00 +0700"), close);
    for bad in [
        "",
        "yesterday",
        "31 Feb 2015 00:00:00 +0700",
        "13 Dec 2015 25:00:00 +0700",
    ] {
        assert_eq!(at(bad), None, "{bad}");
    }
}

#[test]
fn the_moment_is_not_taken_from_a_recipient_that_the_sender_chose() {
    let chosen = "from x (x [10.0.0.9]) by mx.hue.gov.vn (Postfix) with ESMTPS id 1 \
        for <\"b+; Sun, 6 Dec 2015 10:00:00 +0700 \"@hue.gov.vn>; Mon, 14 Dec 2015 08:00:00 +0700";
    let at = hop(&[chosen]).unwrap().at.unwrap();
    assert_eq!(at.to_string(), "2015-12-14T01:00:00Z");
    let open = chosen.replace("+0700 \"@", "+0700 (\"@");
    assert_eq!(hop(&[&open]), None);
}

#[test]
fn a_greeting_that_is_an_address_is_not_where_the_client_is() {
    for client in [
        "unknown (HELO [127.0.0.1]) (203.0.113.6)",
        "unknown (EHLO [127.0.0.1])",
        "a.example (x [127.0.0.1]) (203.0.113.6)",
        "[203.0.113.6] (HELO [127.0.0.1])",
        "[203.0.113.6] (localhost [127.0.0.1])",
    ] {
        let greeted = FILTERED.replace("localhost (localhost [127.0.0.1])", client);
        assert_eq!(above(&[&greeted, SUBMITTED]), Some(0), "{client}");
        check(&[&greeted, SUBMITTED], None);
    }
}

#[test]
fn a_greeting_that_is_a_clause_does_not_hide_our_hop() {
    for word in ["by", "with", "from", "id"] {
        let greeted = ARRIVED.replacen("a.example", word, 1);
        assert_eq!(above(&[&greeted, SUBMITTED]), Some(0), "{word}");
        assert_eq!(hop(&[&greeted]).unwrap().by, MX, "{word}");
        let submitted = but("[10.0.0.9] (", &format!("{word} ("));
        check(&[&submitted], Some(CLERK));
    }
}

const FILTER: &str = "from mx.hue.gov.vn ([127.0.0.1]) by localhost (mx.hue.gov.vn [127.0.0.1]) \
    (amavisd-new, port 10024) with ESMTP id 7 for <b@hue.gov.vn>; Sun, 13 Dec 2015 00:00:01 +0700";

#[test]
fn the_hop_of_the_filter_itself_is_looked_through_right_below_its_return() {
    check(&[FILTERED, FILTER, SUBMITTED], Some(CLERK));
    check(
        &[LMTP, FILTERED, FILTER, FILTERED, FILTER, SUBMITTED],
        Some(CLERK),
    );
    assert_eq!(above(&[FILTERED, FILTER, ARRIVED, SUBMITTED]), Some(2));
    // Anywhere else anybody may have written it.
    for before in [vec![], vec![LMTP], vec![RELAYED], vec![FILTERED, FILTER]] {
        let lines = [before, vec![FILTER, SUBMITTED]].concat();
        check(&lines, None);
    }
    check(&[ARRIVED, FILTER, SUBMITTED], None);
    let far = FILTER.replace("([127.0.0.1])", "([203.0.113.6])");
    check(&[FILTERED, &far, SUBMITTED], None);
    let stranger = FILTER.replace("by localhost", "by relay.example");
    check(&[FILTERED, &stranger, SUBMITTED], None);
}
