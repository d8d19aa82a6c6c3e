//! What the town's mail servers write on top of a mail on its way into the
//! mailbox: the same fields, in the same words, as Postfix and Dovecot.

use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};

use super::{Act, Door};
use crate::{address::Address, digest::Digest};

/// The post office that a mail goes through.
pub struct Postmark<'p> {
    /// Name of the host that takes mail in.
    pub host: &'p str,
    /// The mailbox it ends in.
    pub town: &'p Address,
    /// Zone of the host's clock.
    pub zone: &'p TimeZone,
}

impl Postmark<'_> {
    /// The mail as it lies in the mailbox after it came in by the act's door.
    #[must_use]
    pub fn on(&self, act: &Act, mail: &[u8], at: Timestamp) -> Vec<u8> {
        let (host, town) = (self.host, self.town.as_str());
        let envelope = act.envelope.as_ref().map_or("", Address::as_str);
        let date = rfc2822::to_string(&at.to_zoned(self.zone.clone())).unwrap_or_default();
        let id = Digest::of(mail).short();
        let (login, with) = match act.door {
            Door::Submission => (
                format!("\t(Authenticated sender: {envelope})\r\n"),
                "ESMTPSA",
            ),
            Door::Outside => (String::new(), "ESMTP"),
        };
        let head = format!(
            "Return-Path: <{envelope}>\r\n\
             Delivered-To: {town}\r\n\
             Received: from {host}\r\n\
             \tby {host} with LMTP\r\n\
             \tid {id}\r\n\
             \t(envelope-from <{envelope}>)\r\n\
             \tfor <{town}>; {date}\r\n\
             Received: from [192.0.2.10] (unknown [192.0.2.10])\r\n\
             {login}\
             \tby {host} (Postfix) with {with} id {id}\r\n\
             \tfor <{town}>; {date}\r\n"
        );
        [head.as_bytes(), mail].concat()
    }
}
