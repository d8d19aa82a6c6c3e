//! What strangers write stays text wherever it comes to: names of sheets,
//! cells, header fields, names of files, notes, names of units; on pages, in
//! tables for spreadsheets, in pictures and for programs. The workbooks are read
//! as every workbook is, by a process of its own.

use congvu::{
    figures::{Code, Value},
    form::Issue,
    role::Scope,
    text::html,
    workbook::{
        Kind,
        layout::{Filling, Layout},
        write,
    },
};
use serde_json::Value as Json;

use crate::{
    driver::{Browser, Scripts},
    gallery::Gallery,
    office::{Office, at},
    village::{clerk_writes, units},
    ward,
    what_a_council_did::{approves, closes, fixes, publishes, verifies},
    what_a_page_shows::seen,
    what_people_decide::comes,
    what_programs_read::{json, token},
};

/// The name of a sheet.
const SHEET: &str = "<svg onload=alert(1)>";
/// A cell.
const CELL: &str = r#"</td></table><script>alert(1)</script>"'<img src=x onerror=alert(1)>"#;
/// A figure that is none.
const FIGURE: &str = "<b onmouseover=alert(1)>hai chục</b>";
/// A subject, with what turns letters around.
const SUBJECT: &str = "</title><script>alert(1)</script> báo cáo";
/// A name of a file, a path, and the end of a header.
const FILE: &str = r#"../"><img src=x onerror=alert(1)>"báo cáo.xlsx"#;
/// What a person notes, who may have copied it from a mail.
const NOTE: &str = r#"Theo thư: <a href="javascript:alert(1)">bấm</a><script>alert(1)</script>"#;
/// The name of a unit.
const NAME: &str = r#"<img src=x onerror=alert(1)> "Hương Xuân""#;
/// One that a spreadsheet would follow.
const FORMULA: &str = r#"=HYPERLINK("http://x.example";"bấm")"#;
/// What a page would have in it if one of them were more than text.
const TAGS: [&str; 8] = [
    "<script>",
    "<svg onload",
    "<img",
    "<b onmouseover",
    "</title><script",
    "href=\"javascript:",
    "<a href=\"javascript",
    "</td></table><script",
];

/// A report whose sheet, cells and figures are traps.
fn workbook() -> Vec<u8> {
    let unit = &units()[0];
    let form = ward::form(2);
    let mut issue = Issue {
        unit_code: unit.code.clone(),
        unit_name: CELL.to_owned(),
        head: FORMULA.to_owned(),
        ..ward::good_issue(&form)
    };
    let code = Code::parse("TT01").unwrap();
    issue.figures.0.insert(code, Value::Text(FIGURE.to_owned()));
    let mut layout: Layout = form.lay_out(&issue);
    let named = layout.pages[0].name.clone();
    for page in &mut layout.pages {
        for link in page.links.values_mut() {
            if link.sheet == named {
                link.sheet = SHEET.to_owned();
            }
        }
    }
    layout.pages[0].name = SHEET.to_owned();
    let texts = layout.pages[0].cells.values();
    let traps = texts.filter(|cell| matches!(&cell.filling, Filling::Text(it) if it == CELL));
    assert!(traps.count() > 0, "the trap is in no cell");
    write::write(Kind::Xlsx, &layout).unwrap()
}

/// The mail it comes with.
async fn a_trap_comes(office: &Office) -> i64 {
    let arrived = at("08 09:00");
    let raw = clerk_writes(&units()[0], &workbook(), arrived);
    let raw = String::from_utf8(raw).unwrap();
    let name: String = FILE.bytes().map(congvu::web::filter::percent).collect();
    let raw = raw.replacen(
        "filename=\"bao-cao.xlsx\"",
        &format!("filename*=UTF-8''{name}"),
        1,
    );
    let (head, subject) = raw.split_once("\r\nSubject: ").unwrap();
    let (_, rest) = subject.split_once("\r\n").unwrap();
    let odd = format!("X-Odd: {CELL}\r\nX-Mailer: {FORMULA}");
    let raw = format!("{head}\r\nSubject: {SUBJECT}\r\n{odd}\r\n{rest}");
    comes(&office.app(), raw.as_bytes(), 1, arrived).await
}

/// Notes and names that carry the same.
async fn the_office_copies_it(office: &Office) {
    let unit = [
        ("name", NAME),
        ("short_name", NAME),
        ("kind", NAME),
        ("group", "communes"),
        ("traits", ""),
    ];
    let sheet = [
        ("name", FORMULA),
        ("short_name", FORMULA),
        ("kind", "phường"),
        ("group", "communes"),
        ("traits", ""),
    ];
    let contact = [
        ("contact_name", NOTE),
        ("duty", NAME),
        ("phone", FORMULA),
        ("email", CELL),
    ];
    let terms = [
        ("kind", "extended"),
        ("day", "14/12/2015"),
        ("time", "17:00"),
        ("reason", NOTE),
    ];
    for (path, form) in [
        ("/units/p.huongxuan", unit.as_slice()),
        ("/units/p.tuha", &sheet),
        ("/units/p.huongxuan/contacts", &contact),
        ("/units/p.huongxuan/terms", &terms),
    ] {
        let answer = office.submit(path, form).await;
        assert!(answer.status.is_redirection(), "{path}: {}", answer.text());
    }
}

fn is_only_text(page: &str, path: &str) {
    for tag in TAGS {
        assert!(!page.contains(tag), "{path} has {tag}");
    }
}

#[tokio::test]
async fn a_trap_in_a_workbook_is_text_on_the_grid_and_all_around_it() {
    let office = Office::open().await;
    let mail = a_trap_comes(&office).await;
    let path = format!("/mails/{mail}");
    let page = office.page(&path).await;
    is_only_text(&page, &path);
    let (_, grid) = page.split_once("class=\"workbook\"").unwrap();
    let (grid, _) = grid.split_once("</table>").unwrap();
    let grid = seen(grid);
    for shown in [CELL, FIGURE, FORMULA] {
        assert!(grid.contains(shown), "{shown} is not on the grid: {grid}");
    }
    let text = seen(&page);
    for shown in [SHEET, SUBJECT, "báo cáo.xlsx", "X-Odd", "X-Mailer"] {
        assert!(text.contains(shown), "{shown} is not on the page: {text}");
    }
    for path in [
        "/",
        "/mails",
        "/mails?q=%3Cscript%3E",
        "/queue",
        "/mails/1?queue=1",
    ] {
        is_only_text(&office.page(path).await, path);
    }
    let back = [
        ("act", "reject"),
        ("seen", "1"),
        ("ground", "E-REVIEW-FILE"),
        ("answer", "yes"),
        ("note", NOTE),
    ];
    let preview = office
        .submit(&format!("{path}/preview"), &back)
        .await
        .text();
    is_only_text(&preview, "preview");
    assert!(
        seen(&preview).contains("javascript:alert(1)"),
        "the note is shown as it was typed"
    );
}

#[tokio::test]
async fn a_trap_in_a_name_or_a_note_is_text_up_to_the_published_page() {
    let office = Office::open().await;
    the_office_copies_it(&office).await;
    let hall = closes(&office).await;
    verifies(&hall, NOTE).await;
    let draft = fixes(&hall).await;
    approves(&hall, &draft).await;
    publishes(&hall).await;
    for path in [
        "/",
        "/units",
        "/units/p.huongxuan",
        "/units/p.tuha",
        "/reminders",
        "/council",
        "/council/grid",
        "/council/differences",
        "/council/decisions",
        "/council/approval",
        "/council/units/p.huongxuan",
        "/council/units/p.huongxuan/items/HT.1",
        "/ranking",
        "/ranking/p.huongxuan",
        "/copies",
        "/copies/p.huongxuan",
        "/comparison",
        "/results/1",
    ] {
        is_only_text(&office.page(path).await, path);
    }
    let page = office.page("/results/1").await;
    let pictures = page.split("<svg").skip(1);
    let mut pictures = pictures.filter_map(|it| it.split("</svg>").next());
    let named = pictures.any(|picture| picture.contains(&html(NAME)));
    assert!(named, "the name stands in no picture");
    let differences = seen(&office.page("/council/differences").await);
    assert!(differences.contains("javascript:alert(1)"), "{differences}");
    a_spreadsheet_follows_nothing(&office).await;
    let token = token(&office, &Scope::ALL).await;
    let scores = json(&office, "/api/v1/editions/1", &token).await;
    let groups = scores["groups"].as_array().unwrap().iter();
    let mut units = groups.flat_map(|group| group["units"].as_array().unwrap());
    let unit = units.find(|unit| unit["unit"] == "p.huongxuan").unwrap();
    assert_eq!(unit["name"], Json::from(NAME));
}

async fn a_spreadsheet_follows_nothing(office: &Office) {
    let table = office.see("/results/1/ranking.csv").await;
    assert_eq!(table.header("content-type"), "application/octet-stream");
    assert!(
        table
            .header("content-disposition")
            .starts_with("attachment")
    );
    let table = table.text();
    let (_, after) = table.split_once("HYPERLINK").unwrap();
    let (before, _) = table.split_once("HYPERLINK").unwrap();
    assert!(
        before.ends_with("\"'="),
        "a formula begins a cell: {before}"
    );
    assert!(after.starts_with("(\"\"http"), "{after}");
    let json = office.see("/results/1/ranking.json").await;
    let read: Json = serde_json::from_slice(&json.bytes).unwrap();
    assert!(read.to_string().contains("<img src=x onerror=alert(1)>"));
    assert_eq!(json.header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn no_trap_runs_in_a_real_browser() {
    let Some(browser) = Browser::open(Scripts::Run).await else {
        return;
    };
    let office = Office::open().await;
    let mail = a_trap_comes(&office).await;
    the_office_copies_it(&office).await;
    let mut gallery = Gallery::default();
    let grid = format!("/mails/{mail}");
    let pages = [
        "/",
        "/mails",
        "/queue",
        &grid,
        "/units",
        "/units/p.huongxuan",
        "/reminders",
    ];
    gallery.sees(&office, "trap", &pages).await;
    let hall = closes(&office).await;
    verifies(&hall, NOTE).await;
    let draft = fixes(&hall).await;
    approves(&hall, &draft).await;
    publishes(&hall).await;
    let pages = [
        "/council/grid",
        "/council/differences",
        "/council/units/p.huongxuan",
        "/ranking",
        "/ranking/p.huongxuan",
        "/results/1",
    ];
    gallery.sees(&office, "trap", &pages).await;
    let (places, serving) = gallery.opens(&office).await;
    for (name, place) in &places {
        browser.go(place).await;
        browser.photograph(name).await;
        // What would run, would stand there as an element; and a dialog, which
        // no driver passes by, would stop the next question.
        let traps =
            "[onload], [onerror], [onmouseover], [href^=javascript], main script:not([src])";
        let asked = format!("arguments[0](document.querySelectorAll('{traps}').length)");
        assert_eq!(browser.run(&asked).await, 0, "{name}");
    }
    browser.close().await;
    serving.abort();
}
