//! The made-up mails of `generated/spoof`. The set names more of them than it
//! holds; those it lacks are written here, from their names and reasons, in the
//! frame of their neighbours.

use crate::{Sample, samples};

/// The unit that they pretend to be.
const UNIT: &str = "vanphong.phuloc@thuathienhue.gov.vn";
const DOMAIN: &str = "thuathienhue.gov.vn";
const NAMED: &str =
    "From: =?UTF-8?B?VsSDbiBwaMOybmcgUGjDuiBM4buZYw==?= <vanphong.phuloc@thuathienhue.gov.vn>";

/// A line of the manifest with the mail it speaks of.
pub struct Made {
    pub id: String,
    pub group: String,
    /// What should become of it: accept, quarantine, drop, retry.
    pub verdict: String,
    pub is_answered: bool,
    pub raw: Vec<u8>,
}

/// All of them; none when the set is not here.
pub fn all() -> Vec<Made> {
    let samples = samples("generated/spoof");
    let manifest = samples.iter().find(|sample| sample.at == "manifest.tsv");
    let manifest = manifest.map(|sample| String::from_utf8(sample.raw.clone()).unwrap());
    let manifest = manifest.unwrap_or_default();
    let lines = manifest.lines().skip(1);
    lines.map(|line| made(line, &samples)).collect()
}

fn made(line: &str, samples: &[Sample]) -> Made {
    let mut cells = line.split('\t').map(str::to_owned);
    let mut cell = || cells.next().unwrap();
    let (id, group, verdict, reply) = (cell(), cell(), cell(), cell());
    let file = format!("{id}.eml");
    let held = samples.iter().find(|sample| sample.at == file);
    let raw = held.map_or_else(
        || written(&id).unwrap_or_else(|| panic!("{id} is neither there nor written")),
        |sample| sample.raw.clone(),
    );
    Made {
        id,
        group,
        verdict,
        is_answered: reply == "yes",
        raw,
    }
}

/// A mail in its frame, good but for what is changed.
struct Draft {
    path: String,
    /// Fields above our own hop.
    above: String,
    hop: String,
    /// Fields between our own hop and From.
    below: String,
    from: String,
    /// Fields after Message-ID.
    more: String,
    kind: &'static str,
}

/// What our own server writes about mail that keeps every policy.
fn passed(mailbox: &str, domain: &str) -> String {
    found(
        "mx.tiepnhan.example",
        &format!(
            "\r\n\tspf=pass smtp.mailfrom={mailbox};\r\n\tdkim=pass header.d={domain} header.s=s1;\r\n\tdmarc=pass header.from={domain}"
        ),
    )
}

fn found(server: &str, results: &str) -> String {
    format!("Authentication-Results: {server};{results}\r\n")
}

fn hop(host: &str, ip: &str) -> String {
    format!(
        "Received: from {host} ({host} [{ip}])\r\n\tby mx.tiepnhan.example (Postfix) with ESMTPS id 4XYZ1\r\n\tfor <baocao@tiepnhan.example>; Tue, 14 Jul 2026 08:00:03 +0700\r\n"
    )
}

impl Draft {
    /// Of the unit, by way of its own server.
    fn honest() -> Self {
        Self {
            path: UNIT.to_owned(),
            above: passed(UNIT, DOMAIN),
            hop: hop("mail.thuathienhue.gov.vn", "203.0.113.10"),
            below: String::new(),
            from: NAMED.to_owned(),
            more: String::new(),
            kind: "multipart/mixed",
        }
    }

    /// Of a stranger whose own domain is in order.
    fn evil(from: &str) -> Self {
        Self {
            path: "x@evil.example".to_owned(),
            above: passed("x@evil.example", "evil.example"),
            hop: hop("mail.evil.example", "203.0.113.66"),
            from: from.to_owned(),
            ..Self::honest()
        }
    }

    /// Of a stranger in the unit's name, with these fields of our server.
    fn forged(above: String) -> Self {
        Self {
            above,
            hop: hop("mail.evil.example", "203.0.113.66"),
            ..Self::honest()
        }
    }

    /// Of the unit's domain, from another mailbox of it.
    fn of(local: &str) -> Self {
        let mailbox = format!("{local}@{DOMAIN}");
        Self {
            above: passed(&mailbox, DOMAIN),
            from: format!("From: {mailbox}"),
            path: mailbox,
            ..Self::honest()
        }
    }

    fn saying(from: &str) -> Self {
        Self {
            from: from.to_owned(),
            ..Self::honest()
        }
    }

    fn with(field: &str) -> Self {
        Self {
            more: format!("{field}\r\n"),
            ..Self::honest()
        }
    }

    fn mail(&self, id: &str) -> Vec<u8> {
        let Self {
            path,
            above,
            hop,
            below,
            from,
            more,
            kind,
        } = self;
        let from = if from.is_empty() {
            String::new()
        } else {
            format!("{from}\r\n")
        };
        format!(
            "Return-Path: <{path}>\r\n{above}{hop}{below}{from}To: <baocao@tiepnhan.example>\r\n\
             Subject: Bao cao [{id}]\r\nDate: Tue, 14 Jul 2026 08:00:00 +0700\r\n\
             Message-ID: <{id}@mail.thuathienhue.gov.vn>\r\n{more}MIME-Version: 1.0\r\n\
             Content-Type: {kind}; boundary=b1\r\n\r\n--b1\r\n\
             Content-Type: text/plain; charset=UTF-8\r\n\r\nKinh gui bao cao.\r\n--b1\r\n\
             Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; name=\"bao_cao.xlsx\"\r\n\
             Content-Disposition: attachment; filename=\"bao_cao.xlsx\"\r\n\
             Content-Transfer-Encoding: base64\r\n\r\nVEVTVA==\r\n--b1--\r\n"
        )
        .into_bytes()
    }
}

/// The mail of this name.
fn written(id: &str) -> Option<Vec<u8>> {
    let (group, rest) = id.split_once('-')?;
    let draft = match group {
        "ok" => control(rest),
        "look" => look_alike(rest).map(|from| Draft::evil(&format!("From: {from}"))),
        "multi" => identities(rest),
        "env" => envelope(rest),
        "ar" => server(rest),
        "auto" => automatic(rest),
        _ => None,
    };
    let mut raw = draft?.mail(id);
    // The two with bytes that are no text.
    for (mark, byte) in [(b"{ff}".as_slice(), 0xff), (b"{cr}", b'\r')] {
        while let Some(at) = raw.windows(4).position(|bytes| bytes == mark) {
            raw.splice(at..at + 4, [byte]);
        }
    }
    Some(raw)
}

fn control(id: &str) -> Option<Draft> {
    Some(match id {
        "basic" => Draft::honest(),
        "bare" => Draft::saying(&format!("From: {UNIT}")),
        "folded" => Draft::saying(&NAMED.replace("?= <", "?=\r\n <")),
        "quoted-name-comma" => Draft::saying(&format!("From: \"Phu Loc, UBND\" <{UNIT}>")),
        "name-is-own-address" => Draft::saying(&format!("From: \"{UNIT}\" <{UNIT}>")),
        "gmail-ar" => Draft {
            above: found("mx.tiepnhan.example", &format!(
                "\r\n       dkim=pass header.i=@{DOMAIN} header.s=s1 header.b=AbCdEfGh;\r\n       spf=pass (mx.tiepnhan.example: domain of {UNIT} designates 203.0.113.10 as permitted sender) smtp.mailfrom={UNIT};\r\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from={DOMAIN}"
            )),
            ..Draft::honest()
        },
        "three-ar-lines" => Draft {
            above: [
                format!(" dmarc=pass (p=none dis=none) header.from={DOMAIN}"),
                format!("\r\n\tdkim=pass (2048-bit key) header.d={DOMAIN} header.i=@{DOMAIN} header.b=\"AbCd/Ef=\""),
                format!(" spf=pass (sender SPF authorized) smtp.mailfrom={UNIT}"),
            ]
            .map(|results| found("mx.tiepnhan.example", &results))
            .concat(),
            ..Draft::honest()
        },
        "sasl-internal" => Draft {
            above: String::new(),
            hop: format!(
                "Received: from [10.1.2.3] (unknown [10.1.2.3])\r\n\t(Authenticated sender: {UNIT})\r\n\tby mx.tiepnhan.example (Postfix) with ESMTPSA id 4AA\r\n\tfor <baocao@tiepnhan.example>; Tue, 14 Jul 2026 08:00:03 +0700\r\n"
            ),
            ..Draft::honest()
        },
        _ => return None,
    })
}

/// What stands in From.
fn look_alike(id: &str) -> Option<String> {
    let (local, evil) = ("vanphong.phuloc", "x@evil.example");
    Some(match id {
        "quoted-local" => format!("\"{UNIT}\"@evil.example"),
        "quoted-local-angle" => format!("<\"{UNIT}\"@evil.example>"),
        "prefix-glue" => format!("{local}@evilthuathienhue.gov.vn"),
        "com-vn" => format!("{local}@thuathienhue.com.vn"),
        "tuathienhue" => format!("{local}@tuathienhue.gov.vn"),
        "bang" => format!("{DOMAIN}!{local}@evil.example"),
        "route2" => format!("<@{DOMAIN},@any.example:{evil}>"),
        "cyrillic-utf8" => format!("{local}@thu\u{430}thienhue.gov.vn"),
        "cyrillic-puny" => {
            let host = idna::domain_to_ascii("thu\u{430}thienhue.gov.vn").unwrap();
            format!("{local}@{host}")
        }
        "ideographic-dot" => format!("{local}@thuathienhue。gov。vn"),
        "softhyphen" => format!("{local}@thuathien\u{ad}hue.gov.vn"),
        "nfd-u" => format!("{local}@thuathienhu\u{308}e.gov.vn"),
        "ff" => format!("<{UNIT}{{ff}}@evil.example>"),
        "ew-q-at" => format!("=?utf-8?Q?{local}=40{DOMAIN}?="),
        "ew-b-whole" => "=?utf-8?B?dmFucGhvbmcucGh1bG9jQHRodWF0aGllbmh1ZS5nb3Yudm4=?=".to_owned(),
        "ew-comma" => format!("=?utf-8?B?<{UNIT}>?=,<{evil}>"),
        "two-angles" => format!("<{UNIT}> <{evil}>"),
        "angle-tail" => format!("<{evil}>{UNIT}"),
        "angle-tail-rev" => format!("<{UNIT}>{evil}"),
        "comment-addr" => format!("{evil} ({UNIT})"),
        "comment-in-domain" => format!("{local}@thuathienhue(.evil.example).gov.vn"),
        "quoted-pair" => format!("<{UNIT}>\\,<{evil}>"),
        "precedence" => format!("{UNIT},<{evil}>"),
        _ => return None,
    })
}

fn identities(id: &str) -> Option<Draft> {
    let evil = "<x@evil.example>";
    let both = |first: &str| Draft::evil(&format!("{first}{evil}\r\n{NAMED}"));
    Some(match id {
        "two-headers-evil-first" => both("From: "),
        "lead-space" => both(" From: "),
        "trail-space" => both("From : "),
        "tab-colon" => both("From\t: "),
        "fold-colon" => both("From\r\n : "),
        "bare-cr" => Draft::evil(&format!("X-Note: x{{cr}}From: {evil}\r\n{NAMED}")),
        "list-evil-first" => Draft::evil(&format!("From: {evil}, <{UNIT}>")),
        "group-one" => Draft::evil(&format!("From: Nhom: {UNIT};")),
        "empty" => Draft::evil("From:"),
        "only-name" => Draft::evil("From: Van phong Phu Loc"),
        "resent-from-victim" => Draft::evil(&format!("From: {evil}\r\nResent-From: <{UNIT}>")),
        "sender-only" => Draft::evil(&format!("Sender: <{UNIT}>")),
        _ => return None,
    })
}

fn envelope(id: &str) -> Option<Draft> {
    let sub = format!("any@mailfrom.notexist.{DOMAIN}");
    Some(match id {
        "null-rp" => Draft {
            path: String::new(),
            ..Draft::honest()
        },
        "subdomain" => Draft {
            above: found(
                "mx.tiepnhan.example",
                &format!(
                    "\r\n\tspf=pass smtp.mailfrom={sub};\r\n\tdkim=none;\r\n\tdmarc=pass header.from={DOMAIN}"
                ),
            ),
            path: sub,
            ..Draft::forged(String::new())
        },
        "trailing-dot" => Draft::saying(&format!("From: <{UNIT}.>")),
        "replyto-evil" => Draft::with("Reply-To: <x@evil.example>"),
        _ => return None,
    })
}

/// What our own server, or somebody in its name, wrote about the sender.
fn server(id: &str) -> Option<Draft> {
    let own = "mx.tiepnhan.example";
    let signed = |server: &str| Draft {
        above: passed(UNIT, DOMAIN).replacen(own, server, 1),
        ..Draft::honest()
    };
    let results = |results: String| Draft::forged(found(own, &results));
    let spf = |result: &str| {
        results(format!(
            "\r\n\tspf={result} smtp.mailfrom={UNIT};\r\n\tdkim=none;\r\n\tdmarc=fail header.from={DOMAIN}"
        ))
    };
    Some(match id {
        "none" => Draft::forged(String::new()),
        "forged-below" => Draft {
            below: passed(UNIT, DOMAIN),
            ..Draft::forged(String::new())
        },
        "id-case" => signed("MX.Tiepnhan.EXAMPLE"),
        "id-prefix" => signed("evilmx.tiepnhan.example"),
        "id-comment" => signed("mx.evil.example (mx.tiepnhan.example)"),
        "id-unicode" => signed("m\u{445}.tiepnhan.example"),
        "dmarc-in-quoted" => results(format!(
            " spf=fail smtp.mailfrom=\"x; dmarc=pass header.from={DOMAIN}; spf=pass\"@evil.example; dkim=none"
        )),
        "mailfrom-paren" => results(format!(
            " spf=pass smtp.mailfrom=any@{DOMAIN}(.evil.example; dkim=none; dmarc=pass header.from={DOMAIN}"
        )),
        "headerd-quote" => results(format!(
            " dkim=pass header.d={DOMAIN}'.evil.example header.s=s1; dmarc=pass header.from={DOMAIN}"
        )),
        "dkim-only-other-d" => results(" dkim=pass header.d=evil.example header.s=s1".to_owned()),
        "spf-helo" => results(format!(
            " spf=pass smtp.helo={DOMAIN}; dkim=none; dmarc=pass header.from={DOMAIN}"
        )),
        "spf-softfail" => spf("softfail"),
        "spf-neutral" => spf("neutral"),
        "spf-none" => spf("none"),
        "spf-permerror" => spf("permerror"),
        "huge" => results(format!(
            " dmarc=pass header.from={DOMAIN}; x-pad={}",
            "a".repeat(100_000)
        )),
        "nested-comments" => results(format!(
            " dmarc=pass {}{} header.from={DOMAIN}",
            "(".repeat(10_000),
            ")".repeat(10_000)
        )),
        _ => return None,
    })
}

fn automatic(id: &str) -> Option<Draft> {
    Some(match id {
        "auto-replied" => Draft::with("Auto-Submitted: auto-replied"),
        "auto-generated" => Draft::with("Auto-Submitted: auto-generated"),
        "prec-bulk" => Draft::with("Precedence: bulk"),
        "prec-list" => Draft::with("Precedence: list"),
        "prec-junk" => Draft::with("Precedence: junk"),
        "xars-list" => Draft::with("X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply"),
        "x-autoreply" => Draft::with("X-Autoreply: yes"),
        "x-autorespond" => Draft::with("X-Autorespond: Bao cao"),
        "x-failed-recipients" => Draft::with("X-Failed-Recipients: a@b.example"),
        "feedback-id" => Draft::with("Feedback-ID: 1:2:3:example"),
        "no" => Draft::with("Auto-Submitted: no"),
        "from-mailer-daemon" => Draft::of("MAILER-DAEMON"),
        "from-postmaster" => Draft::of("postmaster"),
        "from-no-reply" => Draft::of("no-reply"),
        "from-noreply" => Draft::of("noreply"),
        "from-bounces" => Draft::of("bounces"),
        "from-self" => {
            let own = "baocao@tiepnhan.example";
            Draft {
                path: own.to_owned(),
                above: passed(own, "tiepnhan.example"),
                from: format!("From: {own}"),
                ..Draft::honest()
            }
        }
        "mdn" => Draft {
            kind: "multipart/report; report-type=disposition-notification",
            ..Draft::honest()
        },
        _ => return None,
    })
}
