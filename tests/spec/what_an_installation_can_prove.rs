//! What a calibration recommends: never a proof that a forged mail was not seen
//! to fail.

use congvu::sender::{
    Policy, Proof,
    calibration::{Ask, Fact, Kind, Signing, Why},
    signature::Outcome,
};

use crate::calibration_world::{
    CLERK, Draft, HOST, all, but, checking_server, draft, learn, learn_with, signing_server,
    without,
};

/// What is recommended, and what is said against one of the proofs.
fn check(drafts: &[Draft], accept: &[Proof], proof: Proof, why: &[Why]) {
    let learned = learn(drafts);
    assert_eq!(learned.settings.accept, accept);
    let judged = learned.proofs.iter().find(|it| it.proof == proof);
    assert_eq!(judged.unwrap().why, why);
}

#[test]
fn a_server_that_writes_logins_proves_by_login_and_strangers_by_signature() {
    let learned = learn(&all());
    assert_eq!(learned.settings.accept, [Proof::Sasl, Proof::Dkim]);
    assert_eq!(learned.settings.own_hosts, [HOST]);
    assert_eq!(learned.settings.authserv_id.as_deref(), Some(HOST));
    assert_eq!(learned.missing, []);
    let covers: Vec<_> = learned.proofs.iter().map(|it| it.covers.clone()).collect();
    assert_eq!(covers[0], [Kind::Webmail, Kind::Client, Kind::Large]);
    assert_eq!(covers[1], [Kind::Outside]);
}

#[test]
fn without_a_mail_nothing_is_known_and_nothing_accepted() {
    let learned = learn(&[]);
    assert_eq!(learned.missing, Kind::ALL);
    let nothing = Policy {
        authserv_id: None,
        own_hosts: Vec::new(),
        accept: Vec::new(),
    };
    assert_eq!(learned.settings, nothing);
}

#[test]
fn a_signature_is_no_proof_until_a_forged_mail_came_without_it() {
    let unseen = without(&[Kind::Forged]);
    check(
        &unseen,
        &[Proof::Sasl],
        Proof::Dkim,
        &[Why::NotShown(Kind::Forged)],
    );
    // Who saw it refused may say so.
    let learned = learn_with(&unseen, &[Kind::Forged]);
    assert_eq!(learned.settings.accept, [Proof::Sasl, Proof::Dkim]);
}

#[test]
fn a_server_that_signs_forged_mail_proves_nothing_by_its_signature() {
    let forged = draft(Kind::Forged).signed("hue.gov.vn");
    check(
        &but(std::slice::from_ref(&forged)),
        &[Proof::Sasl],
        Proof::Dkim,
        &[Why::Fooled(Kind::Forged)],
    );
    // Also when this forger took another envelope: the next will not.
    let elsewhere = Draft {
        envelope: "ai@khac.vn",
        ..forged
    };
    let signs = [Why::SignsForgery(Kind::Forged)];
    check(
        &but(std::slice::from_ref(&elsewhere)),
        &[Proof::Sasl],
        Proof::Dkim,
        &signs,
    );
    assert!(learn(&but(&[elsewhere])).asks().contains(&Ask::SignOnlyOwn));
}

#[test]
fn one_forged_mail_that_passes_is_enough_however_many_do_not() {
    let passes = draft(Kind::Forged).signed("hue.gov.vn");
    let fails = draft(Kind::Forged).later();
    check(
        &but(&[passes, fails]),
        &[Proof::Sasl],
        Proof::Dkim,
        &[Why::Fooled(Kind::Forged)],
    );
}

#[test]
fn a_way_of_sending_that_nothing_proves_is_named() {
    let bare = draft(Kind::Webmail).without_login();
    let learned = learn(&but(&[bare]));
    assert_eq!(learned.settings.accept, [Proof::Sasl, Proof::Dkim]);
    assert_eq!(learned.unproven(), [Kind::Webmail]);
    assert_eq!(learn(&all()).unproven(), []);
}

#[test]
fn a_signature_that_a_colleague_gets_too_does_not_tell_mailboxes_apart() {
    check(
        &signing_server(),
        &[],
        Proof::Dkim,
        &[Why::Fooled(Kind::Colleague)],
    );
    let learned = learn(&signing_server());
    assert!(learned.asks().contains(&Ask::RejectMismatch));
    assert!(learned.asks().contains(&Ask::WriteLogin));
    // Nor does anybody know, when no colleague tried.
    let mut untried = signing_server();
    untried.retain(|it| it.kind != Kind::Colleague);
    check(
        &untried,
        &[],
        Proof::Dkim,
        &[Why::NotShown(Kind::Colleague)],
    );
    // Where the server refuses a colleague's name, the signature suffices.
    let learned = learn_with(&untried, &[Kind::Colleague]);
    assert_eq!(learned.settings.accept, [Proof::Dkim]);
}

#[test]
fn a_colleague_who_is_betrayed_by_the_envelope_is_told_apart() {
    let betrayed = Draft {
        envelope: CLERK,
        ..draft(Kind::Colleague).without_login().signed("hue.gov.vn")
    };
    let mut drafts = signing_server();
    drafts.retain(|it| it.kind != Kind::Colleague);
    drafts.push(betrayed);
    check(&drafts, &[Proof::Dkim], Proof::Dkim, &[]);
}

#[test]
fn a_network_address_is_proof_only_where_the_forged_mail_was_told_apart() {
    let fails =
        format!("{HOST}; dmarc=fail header.from=hue.gov.vn; spf=fail smtp.mailfrom={CLERK}");
    let told = checking_server(&fails);
    check(&told, &[Proof::Spf], Proof::Spf, &[]);
    // A server that takes the greeting for the sender (security study, finding 1).
    let passes =
        format!("{HOST}; dmarc=pass header.from=hue.gov.vn; spf=pass smtp.mailfrom={CLERK}");
    check(
        &checking_server(&passes),
        &[],
        Proof::Spf,
        &[Why::Fooled(Kind::Forged), Why::Fooled(Kind::ForgedAr)],
    );
    // Here nobody's word will do.
    let mut unseen = told;
    unseen.retain(|it| it.kind != Kind::Forged);
    let learned = learn_with(&unseen, &[Kind::Forged]);
    assert_eq!(learned.settings.accept, []);
    assert_eq!(learned.proofs[3].why, [Why::NotShown(Kind::Forged)]);
}

#[test]
fn what_the_server_saw_is_taken_where_bodies_are_rewritten() {
    let both = format!("{HOST}; dmarc=pass header.from=hue.gov.vn; dkim=pass header.d=hue.gov.vn");
    let fails = format!("{HOST}; dmarc=fail header.from=hue.gov.vn");
    let mut drafts = checking_server(&fails);
    for it in &mut drafts {
        if it.kind.is_internal() {
            it.results = vec![both.clone()];
            it.signed_by = Some(("hue.gov.vn", Outcome::Fail("body".to_owned())));
        }
    }
    check(&drafts, &[Proof::Both], Proof::Dkim, &[Why::HoldsForNone]);
    let facts = learn(&drafts).facts();
    assert!(facts.contains(&Fact::Signature(Kind::Client, Signing::Broken)));
    assert!(facts.contains(&Fact::Signature(Kind::Outside, Signing::Broken)));
}

#[test]
fn weak_proofs_are_left_out_where_strong_ones_hold() {
    let seen = format!("{HOST}; dmarc=pass header.from=hue.gov.vn; spf=pass smtp.mailfrom={CLERK}");
    let drafts = but(&[draft(Kind::Client).with(&seen)]);
    check(
        &drafts,
        &[Proof::Sasl, Proof::Dkim],
        Proof::Spf,
        &[Why::NotNeeded],
    );
}
