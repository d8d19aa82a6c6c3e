//! What a calibration reads off the mails, and how it says it.

use congvu::{
    config::Config,
    mail::header::Header,
    sender::{
        Proof,
        calibration::{self, Fact, Fate, Kind, Sample, Why},
        signature::Outcome,
    },
    words::{Lang, calibration as words, servers},
};

use crate::calibration_world::{
    CLERK, Draft, HOST, STRANGER, all, but, checking_server, draft, learn, learn_with,
    signing_server,
};

#[test]
fn a_mail_that_is_not_what_its_subject_says_shows_nothing() {
    // Sent after a login of the very mailbox: not forged.
    let logged_in = Draft {
        login: Some(CLERK),
        ..draft(Kind::Forged)
    };
    // From outside: no client's.
    let foreign = Draft {
        from: STRANGER,
        ..draft(Kind::Client)
    };
    let learned = learn(&but(&[logged_in, foreign]));
    let facts = learned.facts();
    assert!(facts.contains(&Fact::Misfit(Kind::Forged)));
    assert!(facts.contains(&Fact::Misfit(Kind::Client)));
    assert_eq!(learned.settings.accept, [Proof::Sasl]);
    assert_eq!(learned.proofs[1].why, [Why::NotShown(Kind::Forged)]);
}

#[test]
fn the_newest_honest_mail_counts_after_the_server_was_mended() {
    let before = draft(Kind::Client).without_login();
    let after = draft(Kind::Client).later();
    let covers = |drafts: &[Draft]| learn(&but(drafts)).proofs[0].covers.contains(&Kind::Client);
    assert!(covers(&[before.clone(), after.clone()]));
    assert!(!covers(&[after, before.later().later()]));
}

#[test]
fn hosts_are_read_only_where_our_own_servers_write() {
    // A stranger's lines below the border name no host of ours, not even one
    // of our own house.
    let below = "Received: from x by evil.hue.gov.vn with ESMTPSA id 3; Mon, 7 Dec 2015 07:00:00 +0700\r\n\
                 Received: from y by mx.evil.example with LMTP id 4; Mon, 7 Dec 2015 07:00:00 +0700\r\n";
    let forged = Draft {
        below: below.to_owned(),
        ..draft(Kind::Forged)
    };
    assert_eq!(learn(&but(&[forged])).settings.own_hosts, [HOST]);
}

#[test]
fn relays_and_filters_of_the_house_are_ours_too() {
    let raw = "Received: from store.hue.gov.vn by store.hue.gov.vn with LMTP id 1; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from mx.hue.gov.vn (mx.hue.gov.vn [192.0.2.1]) by store.hue.gov.vn (Postfix) with ESMTPS id 2; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Authentication-Results: mx.hue.gov.vn; dmarc=none header.from=hue.gov.vn\r\n\
        Authentication-Results: dkim.hue.gov.vn; dkim=none\r\n\
        Received: from localhost (localhost [127.0.0.1]) by mx.hue.gov.vn (Postfix) with ESMTP id 3; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from mx.hue.gov.vn ([127.0.0.1]) by localhost (mx.hue.gov.vn [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id 4; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from pc (pc.example [203.0.113.6]) by mx.hue.gov.vn (Postfix) with ESMTPS id 5; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        Received: from evil.hue.gov.vn by other.hue.gov.vn with LMTP id 6; Mon, 7 Dec 2015 08:00:05 +0700\r\n\
        From: lan@hue.gov.vn\r\n\r\n";
    let sample = Sample {
        header: Header::read(raw.as_bytes()),
        ..draft(Kind::Client).sample()
    };
    let settings = calibration::learn(vec![sample], "hue.gov.vn", &[]).settings;
    let hosts = [
        "store.hue.gov.vn",
        "mx.hue.gov.vn",
        "localhost",
        "dkim.hue.gov.vn",
    ];
    assert_eq!(settings.own_hosts, hosts);
    assert_eq!(settings.authserv_id.as_deref(), Some("mx.hue.gov.vn"));
}

#[test]
fn it_is_seen_whether_invented_results_are_removed() {
    let fate = |below: &str| {
        let forged = Draft {
            below: below.to_owned(),
            ..draft(Kind::ForgedAr)
        };
        let facts = learn(&but(&[forged])).facts();
        facts.into_iter().find_map(|it| {
            if let Fact::ForgedResults(fate) = it {
                return Some(fate);
            }
            None
        })
    };
    assert_eq!(fate(""), Some(Fate::Told));
    let kept = format!("Authentication-Results: {HOST}; dmarc=pass header.from=hue.gov.vn\r\n");
    assert_eq!(fate(&kept), Some(Fate::Untold));
    let strange = "Authentication-Results: mx.gmail.com; dmarc=pass header.from=hue.gov.vn\r\n";
    assert_eq!(fate(strange), Some(Fate::Told));
    // A server that writes none itself lets anybody speak in its name.
    let forged = Draft {
        below: strange.to_owned(),
        ..draft(Kind::ForgedAr)
    };
    let facts = learn(&[draft(Kind::Client), forged]).facts();
    assert!(facts.contains(&Fact::ForgedResults(Fate::Untold)));
}

#[test]
fn a_name_server_that_is_silent_is_named_and_not_taken_for_a_no() {
    let silent = |kind| Draft {
        signed_by: Some(("hue.gov.vn", Outcome::Unanswered)),
        ..draft(kind).without_login()
    };
    let mut drafts = signing_server();
    for it in drafts.iter_mut().filter(|it| it.kind.is_internal()) {
        *it = silent(it.kind);
    }
    drafts.retain(|it| it.kind != Kind::Outside && it.kind != Kind::Colleague);
    let learned = learn_with(&drafts, &[Kind::Colleague]);
    let why = [Why::HoldsForNone, Why::Unanswered(Kind::Webmail)];
    assert_eq!(learned.proofs[1].why, why);
}

#[test]
fn a_subject_names_its_kind_wherever_it_stands() {
    let kind = Kind::of_subject;
    assert_eq!(kind("[calib:forged-ar]"), Some(Kind::ForgedAr));
    assert_eq!(kind("Fwd: [CALIB: Large ] thư 20 MB"), Some(Kind::Large));
    assert_eq!(kind("[calib:nothing] [calib:client]"), Some(Kind::Client));
    assert_eq!(kind("calib:client"), None);
    assert_eq!(kind("[calib:client"), None);
}

#[test]
fn the_settings_that_are_printed_are_a_configuration() {
    let printed = learn(&all()).settings.to_string();
    let text = format!(
        "[mailbox]\naddress = 'a@hue.gov.vn'\nhost = 'mail.hue.gov.vn'\npassword_file = 'p'\n\
         [smtp]\nhost = 'mail.hue.gov.vn'\n[store]\nurl = 'sqlite:a'\n[campaign]\ndir = 'c'\n{printed}"
    );
    let config = Config::load("congvu.toml", &text).unwrap();
    assert_eq!(config.sender, learn(&all()).settings);
}

#[test]
fn everything_found_has_its_sentence_in_both_languages() {
    let calibrations = [
        learn(&all()),
        learn(&[]),
        learn(&signing_server()),
        learn(&checking_server("x")),
        learn_with(&[], &[Kind::Forged, Kind::ForgedAr, Kind::Colleague]),
    ];
    for learned in &calibrations {
        let mut said: Vec<(String, String)> = Vec::new();
        for fact in learned.facts() {
            said.push((servers::fact(Lang::Vi, fact), servers::fact(Lang::En, fact)));
        }
        for why in learned.proofs.iter().flat_map(|it| &it.why) {
            said.push((words::why(Lang::Vi, *why), words::why(Lang::En, *why)));
        }
        for ask in learned.asks() {
            let one = |lang| words::ask(lang, ask).to_owned();
            said.push((one(Lang::Vi), one(Lang::En)));
        }
        for (vi, en) in said {
            assert!(vi.ends_with('.') && en.ends_with('.'), "{vi} {en}");
            assert!(en.is_ascii() && !vi.is_ascii(), "{vi} {en}");
        }
    }
}
