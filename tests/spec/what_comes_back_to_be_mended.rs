//! A report with errors goes back as the unit's own workbook with every error
//! shown where it is, so that it is mended there and sent again.

use std::collections::BTreeSet;

use congvu::{
    annotated,
    campaign::Campaign,
    finding::{Finding, Severity},
    form::Reading,
    template::Template,
    verdict::{
        Verdict,
        decide::Opened,
        files::Choice,
    },
    words::letters::{Enclosed, Enclosure},
    workbook::{
        Cell, Container, Content, Limits, Refusal, Sheet, Workbook, address, reader,
    },
};

use crate::{
    a_whole_campaign_is_judged::{campaign, town},
    clerk,
    ward::{Draft, good_figures, good_report},
};

/// The sheet with the table.
const FORM: &str = "Mẫu II";

/// A report with most of what can be wrong with one.
pub fn spoiled() -> Draft {
    good_report(2)
        .holding("HT01", "khoảng 20")
        .holding("CB02", "45")
        .holding("HT08", "12.345")
        .holding("HT07", "để xem")
        .holding("UD10", "")
        .holding("UD09", "3")
        .holding("TR02", "http://huongvan.example.com")
        .holding("UD03", "1200 hồ sơ")
        .saying("Trần Văn", "Trần Văn Bình")
        .saying("0914", "0914 123 456")
}

pub fn sent_back(draft: &Draft) -> Enclosure {
    let town = town();
    let campaign: &Campaign = campaign();
    let template = Template {
        campaign,
        unit: campaign.registry.by_code("p.huongvan01").unwrap(),
        town: &town,
        code: None,
        earlier: None,
    };
    let reading = read(&draft.book);
    annotated::copy(&template, &draft.book, &reading).unwrap().unwrap()
}

fn opened(bytes: &[u8]) -> Workbook {
    reader::read(bytes, &Limits::default()).unwrap()
}

fn read(book: &Workbook) -> Reading {
    let unit = campaign().registry.by_code("p.huongvan01").unwrap();
    campaign().read(unit, book).unwrap().1
}

#[test]
fn dump() {
    let back = sent_back(&spoiled());
    std::fs::write("/tmp/copy.xlsx", &back.bytes).unwrap();
    for it in read(&opened(&back.bytes)).findings { println!("{} {} {:?}", it.code, it.cell, it.indicator); }
    println!("{} bytes", back.bytes.len());
    let draft = spoiled();
    for it in read(&draft.book).findings { println!("{} {} {:?}", it.code, it.cell, it.indicator); }
    let t = std::time::Instant::now();
    for _ in 0..20 { sent_back(&draft); }
    println!("{:?} each", t.elapsed() / 20);
}
