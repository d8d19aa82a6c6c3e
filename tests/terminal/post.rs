//! What the units send, as the town's server wrote it into the mailbox.

use congvu::{
    edge::files,
    explanation::Token,
    figures::{Code, Value},
    form::Issue,
    unit::Unit,
    workbook::{Kind, write},
};
use jiff::{Timestamp, fmt::strtime, tz::TimeZone};
use lettre::message::{Attachment, Message, MultiPart, SinglePart, header::ContentType};

use crate::{
    terminal::{HOST, TOWN, Terminal, shipped},
    ward,
};

/// A unit of the shipped campaign.
pub fn unit(code: &str) -> Unit {
    let campaign = files::campaign(&shipped()).unwrap();
    campaign.registry.by_code(code).unwrap().clone()
}

/// A moment on the office's clock.
pub fn at(clock: &str) -> Timestamp {
    format!("{}:00+07:00", clock.replace(' ', "T"))
        .parse()
        .unwrap()
}

/// A good report of a unit, but for these figures.
pub fn report(unit: &Unit, figures: &[(&str, i64)], arrived: Timestamp) -> Vec<u8> {
    let form = ward::form(if unit.group == "communes" { 2 } else { 1 });
    let mut issue = Issue {
        unit_code: unit.code.clone(),
        unit_name: unit.name.clone(),
        ..ward::good_issue(&form)
    };
    for (code, number) in figures {
        let code = Code::parse(code).unwrap();
        issue
            .figures
            .0
            .insert(code, Value::Number((*number).into()));
    }
    let workbook = write::write(Kind::Xlsx, &form.lay_out(&issue)).unwrap();
    let octets = ContentType::parse("application/octet-stream").unwrap();
    let file = Attachment::new("bao-cao.xlsx".to_owned()).body(workbook, octets);
    let text = SinglePart::plain("Kính gửi.".to_owned());
    let mail = message(unit, arrived)
        .subject("Báo cáo CNTT 2015")
        .multipart(MultiPart::mixed().singlepart(text).singlepart(file))
        .unwrap();
    delivered(unit, arrived, &mail.formatted())
}

/// What a unit answers to the letter that asks it to explain.
pub fn explanation(unit: &Unit, token: &Token, arrived: Timestamp) -> Vec<u8> {
    let mail = message(unit, arrived)
        .subject(format!("Re: {token} đề nghị giải trình"))
        .singlepart(SinglePart::plain("Số liệu theo sổ công văn.".to_owned()))
        .unwrap();
    delivered(unit, arrived, &mail.formatted())
}

fn message(unit: &Unit, arrived: Timestamp) -> lettre::message::MessageBuilder {
    let id = format!(
        "<{}.{}@may-tinh.example>",
        arrived.as_millisecond(),
        unit.code
    );
    Message::builder()
        .from(unit.mailbox.as_str().parse().unwrap())
        .to(TOWN.parse().unwrap())
        .message_id(Some(id))
}

/// The server saw the unit log in.
fn delivered(unit: &Unit, arrived: Timestamp, mail: &[u8]) -> Vec<u8> {
    let login = unit.mailbox.as_str();
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let date = strtime::format("%a, %d %b %Y %H:%M:%S %z", &arrived.to_zoned(zone)).unwrap();
    let trace = format!(
        "Return-Path: <{login}>\r\nDelivered-To: {TOWN}\r\n\
         Received: from [127.0.0.1] (localhost [127.0.0.1])\r\n\
         \t(Authenticated sender: {login})\r\n\tby {HOST} (Postfix) with ESMTPSA id 4F1A2\r\n\
         \tfor <{TOWN}>; {date}\r\n"
    );
    [trace.into_bytes(), mail.to_vec()].concat()
}

impl Terminal {
    /// Puts a mail into a file and takes it in; gives what is said of it.
    pub fn takes_in(&self, name: &str, mail: &[u8]) -> String {
        std::fs::write(self.file(name), mail).unwrap();
        self.says(&["ingest", name])
    }
}
