//! A draft as flat OpenDocument XML, which LibreOffice opens and saves as
//! anything.

use std::fmt::Write as _;

use congvu::text::html;

use crate::draft::{Book, Page, Typed};

/// The file.
pub fn xml(book: &Book) -> String {
    let mut out = String::from(HEAD);
    if book.from_1904 {
        out.push_str("<table:calculation-settings><table:null-date table:date-value=\"1904-01-01\"/></table:calculation-settings>");
    }
    for page in &book.sheets {
        sheet(page, &mut out);
    }
    out.push_str("</office:spreadsheet></office:body></office:document>");
    out
}

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:percentage-style style:name="NP"><number:number number:decimal-places="0" number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<number:date-style style:name="ND"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="P" style:family="table-cell" style:data-style-name="NP"/>
<style:style style:name="D" style:family="table-cell" style:data-style-name="ND"/>
<style:style style:name="seen" style:family="table"><style:table-properties table:display="true"/></style:style>
<style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>"#;

fn sheet(page: &Page, out: &mut String) {
    let style = if page.hidden { "hidden" } else { "seen" };
    let name = html(&page.name);
    write!(out, "<table:table table:name=\"{name}\" table:style-name=\"{style}\"><table:table-column table:number-columns-repeated=\"12\"/>").unwrap();
    let rows = page.cells.keys().map(|(row, _)| row + 1).max().unwrap_or(1);
    let columns = page
        .cells
        .keys()
        .map(|(_, column)| column + 1)
        .max()
        .unwrap_or(1);
    for row in 0..rows {
        out.push_str("<table:table-row>");
        for column in 0..columns {
            cell(page, row, column, out);
        }
        out.push_str("</table:table-row>");
    }
    out.push_str("</table:table>");
}

fn cell(page: &Page, row: u32, column: u32, out: &mut String) {
    let within = |it: &&(u32, u32, u32, u32)| {
        (it.0..=it.2).contains(&row) && (it.1..=it.3).contains(&column)
    };
    let joined = page.joined.iter().find(within);
    let spans = match joined {
        Some((first, left, ..)) if (*first, *left) != (row, column) => {
            out.push_str("<table:covered-table-cell/>");
            return;
        }
        Some((first, left, last, right)) => format!(
            " table:number-rows-spanned=\"{}\" table:number-columns-spanned=\"{}\"",
            last - first + 1,
            right - left + 1
        ),
        None => String::new(),
    };
    let (attributes, text) = match page.cells.get(&(row, column)) {
        None => (String::new(), String::new()),
        Some(typed) => filled(typed),
    };
    write!(
        out,
        "<table:table-cell{spans}{attributes}>{text}</table:table-cell>"
    )
    .unwrap();
}

fn filled(typed: &Typed) -> (String, String) {
    let value = |kind: &str, name: &str, value: &str| {
        format!(" office:value-type=\"{kind}\" office:{name}=\"{value}\"")
    };
    let number = |number: f64| value("float", "value", &number.to_string());
    match typed {
        Typed::Text(text) => {
            let lines = text
                .split('\n')
                .map(|line| format!("<text:p>{}</text:p>", html(line)));
            (" office:value-type=\"string\"".to_owned(), lines.collect())
        }
        Typed::Number(share, format) if format.contains('%') => {
            let shown = value("percentage", "value", &share.to_string());
            (format!(" table:style-name=\"P\"{shown}"), String::new())
        }
        Typed::Number(it, _) => (number(*it), String::new()),
        Typed::Bool(yes) => (
            value("boolean", "boolean-value", &yes.to_string()),
            String::new(),
        ),
        Typed::Day(day) => {
            let shown = value("date", "date-value", day);
            (format!(" table:style-name=\"D\"{shown}"), String::new())
        }
        Typed::Formula(formula, kept) => {
            let kept = kept.map(number).unwrap_or_default();
            (
                format!(" table:formula=\"of:={}\"{kept}", bracketed(formula)),
                String::new(),
            )
        }
        Typed::Error(_) => (" table:formula=\"of:=1/0\"".to_owned(), String::new()),
    }
}

/// `E17+5` → `[.E17]+5`, as OpenDocument writes it.
fn bracketed(formula: &str) -> String {
    let mut out = String::new();
    let mut rest = formula;
    while let Some(at) = rest.find(|c: char| c.is_ascii_uppercase()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_alphanumeric() && c != ':');
        let (name, after) = from.split_at(end.unwrap_or(from.len()));
        out.push_str(before);
        if name.bytes().any(|b| b.is_ascii_digit()) {
            write!(out, "[.{}]", name.replace(':', ":.")).unwrap();
        } else {
            out.push_str(name);
        }
        rest = after;
    }
    out + rest
}
