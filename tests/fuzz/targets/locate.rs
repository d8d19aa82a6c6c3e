//! Any workbook is read by a form: the table is found or it is said why not,
//! the same each time, and no value comes from a cell that is not there.

#![no_main]

use std::{collections::BTreeMap, sync::LazyLock};

use congvu::{
    form::{Expected, Form},
    workbook::{Cell, Content, Sheet, Workbook},
};
use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;

static FORM: LazyLock<Form> = LazyLock::new(|| {
    let text = include_str!("../../../deploy/campaigns/huong-tra-2015/form-2.toml");
    Form::load("form-2.toml", text).unwrap_or_else(|_| unreachable!("the shipped form is a form"))
});

/// Words of the form, so that tables come about: headings, codes and labels.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let heads = ["Mã", "Chỉ tiêu", "Số liệu", "Số liệu năm 2015", "Ghi chú", "Tài liệu kiểm chứng"];
    let mut words: Vec<String> = heads.map(String::from).to_vec();
    for indicator in FORM.indicators() {
        words.push(indicator.code.to_string());
        words.push(indicator.label.clone());
    }
    words
});

/// Four bytes a cell: row, column, what kind, which.
fn workbook(bytes: &[u8]) -> Workbook {
    let mut sheets: Vec<BTreeMap<(u32, u32), Cell>> = vec![BTreeMap::new(); 2];
    for four in bytes.chunks_exact(4) {
        let [row, column, kind, which] = [four[0], four[1], four[2], four[3]];
        let number = Decimal::new(i64::from(which) - 20, u32::from(kind >> 6));
        let content = match kind % 16 {
            0..=7 => Content::Text(WORDS[usize::from(which) % WORDS.len()].clone()),
            8..=10 => Content::Number(number),
            11 => Content::Percent(number),
            12 => Content::Text(String::from_utf8_lossy(bytes).chars().take(which.into()).collect()),
            13 => Content::Bool(which % 2 == 0),
            14 => Content::Error("#DIV/0!".to_owned()),
            _ => Content::Nothing,
        };
        let sheet = &mut sheets[usize::from(column >> 7)];
        let formula = kind & 16 != 0;
        sheet.insert((row.into(), u32::from(column % 12)), Cell { content, formula });
    }
    let named = |(n, cells): (usize, _)| Sheet {
        name: format!("S{n}"),
        visible: n == 0 || bytes.len() % 2 == 0,
        cells,
    };
    Workbook {
        sheets: sheets.into_iter().enumerate().map(named).collect(),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let book = workbook(bytes);
    let expected = Expected {
        year: Some(2015),
        ..Expected::default()
    };
    let reading = FORM.read(&book, &expected);
    assert_eq!(reading, FORM.read(&book, &expected));
    for code in reading.cells.keys() {
        assert!(FORM.indicators().any(|indicator| indicator.code == *code));
    }
    let _written = FORM.written(&book, Some(2015));
});
