//! One ward and its good report, to be spoiled one thing at a time.

use std::{path::Path, sync::LazyLock};

use congvu::{
    figures::{Code, Figures, Value},
    finding::Severity,
    form::{Contact, Expected, Form, Issue, Reading},
    words::{Lang, findings},
    workbook::{Cell, Content, Kind, Limits, Workbook, reader, write},
};

/// A file of the campaign that is shipped.
pub fn shipped(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/campaigns/huong-tra-2015");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// Form 1 (departments) or 2 (wards).
pub fn form(number: u8) -> Form {
    forms()[usize::from(number) - 1].clone()
}

/// Both forms.
pub fn forms() -> &'static [Form; 2] {
    static FORMS: LazyLock<[Form; 2]> = LazyLock::new(|| {
        ["form-1.toml", "form-2.toml"].map(|name| Form::load(name, &shipped(name)).unwrap())
    });
    &FORMS
}

/// Values that agree with every rule of both forms.
const GOOD: &str = "CB01 40 CB02 32 HT01 35 HT02 30 HT03 28 HT04 25 HT05 26 HT06 2 HT07 yes \
    HT08 45.5 HT09 20 HT10 yes HT11 no HT12 3 UD01 38 UD02 30 UD03 1200 UD04 1100 UD05 800 \
    UD06 700 UD07 300 UD08 32 UD09 2 UD10 DANG_DUNG UD11 yes UD12 950 UD13 900 UD14 880 UD15 4 \
    UD16 1 UD17 150 TT01 24 TT02 12 TT03 5 TT04 5 TT05 yes TR01 yes \
    TR02 http://huongvan.thuathienhue.gov.vn TR03 7 TR04 9 TR05 60 TR06 yes TR07 no NL01 30 \
    NL02 KIEM_NHIEM NL03 DAI_HOC NL04 45 MT01 CO_DUNG_HAN MT02 1 MT03 yes MT04 no MT05 1 \
    DT01 2500.125 DT02 180.5 DT03 40 DT04 3";

/// The good values of a form.
pub fn good_figures(form: &Form) -> Figures {
    let words: Vec<&str> = GOOD.split_whitespace().collect();
    let pairs = words.chunks(2).map(|pair| {
        let value = match pair[1] {
            "yes" => Value::Bool(true),
            "no" => Value::Bool(false),
            word => word
                .parse()
                .map_or_else(|_| Value::Text(word.into()), Value::Number),
        };
        (Code::parse(pair[0]).unwrap(), value)
    });
    pairs
        .filter(|(code, _)| form.indicator(code.as_str()).is_some())
        .collect()
}

/// The good report of phường Hương Văn, ready to be laid out.
pub fn good_issue(form: &Form) -> Issue {
    let evidence = [
        ("UD09", "Phần mềm kế toán; Phần mềm hộ tịch"),
        ("MT01", "Kế hoạch 12/KH-UBND ngày 05/01/2015"),
        ("MT02", "Quy chế 03/QC-UBND"),
        ("MT05", "Quyết định 77/QĐ-UBND"),
    ];
    Issue {
        office: "UBND thị xã Hương Trà".into(),
        place: "Hương Trà".into(),
        unit_code: "p.huongvan01".into(),
        unit_name: "Phường Hương Văn".into(),
        year: 2015,
        period: Some(("2014-12-01".parse().unwrap(), "2015-12-01".parse().unwrap())),
        figures: good_figures(form),
        evidence: evidence
            .map(|(code, text)| (code.into(), text.into()))
            .into(),
        preparer: Contact {
            name: Some("Nguyễn Thị Hoa".into()),
            landline: Some("0234 3557 123".into()),
            mobile: Some("0914 123 456".into()),
            email: Some("huongvan01.huongtra@thuathienhue.gov.vn".into()),
        },
        head: "Trần Văn Bình".into(),
        ..Issue::default()
    }
}

/// A report being spoiled.
pub struct Draft {
    /// The form it is read by.
    pub form: Form,
    /// The workbook.
    pub book: Workbook,
}

/// A good report on a form, as read back from .xlsx.
pub fn good_report(number: u8) -> Draft {
    static BOOKS: LazyLock<[Workbook; 2]> = LazyLock::new(|| {
        [1, 2].map(|number| {
            let form = form(number);
            let bytes = write::write(Kind::Xlsx, &form.lay_out(&good_issue(&form))).unwrap();
            reader::read(&bytes, &Limits::default()).unwrap()
        })
    });
    let book = BOOKS[usize::from(number) - 1].clone();
    Draft {
        form: form(number),
        book,
    }
}

impl Draft {
    /// The row of an indicator.
    pub fn row(&self, code: &str) -> u32 {
        let cells = &self.book.sheets[0].cells;
        let found = cells
            .iter()
            .find(|((_, column), cell)| *column == 1 && cell.content == Content::Text(code.into()));
        found.unwrap().0.0
    }

    /// With another cell at a place.
    pub fn with(mut self, row: u32, column: u32, content: Option<Content>) -> Self {
        let cells = &mut self.book.sheets[0].cells;
        match content {
            None => cells.remove(&(row, column)),
            Some(content) => cells.insert(
                (row, column),
                Cell {
                    content,
                    formula: false,
                },
            ),
        };
        self
    }

    /// With another text as the value of an indicator; nothing when empty, a
    /// number when it is written as one.
    pub fn holding(self, code: &str, value: &str) -> Self {
        let row = self.row(code);
        let content = match (value, value.parse()) {
            ("", _) => None,
            (_, Ok(number)) => Some(Content::Number(number)),
            (text, Err(_)) => Some(Content::Text(text.into())),
        };
        self.with(row, 4, content)
    }

    /// With a text in place of another, wherever it stands.
    pub fn saying(mut self, text: &str, instead_of: &str) -> Self {
        for cell in self.book.sheets[0].cells.values_mut() {
            if let Content::Text(written) = &mut cell.content {
                *written = written.replace(instead_of, text);
            }
        }
        self
    }

    /// All findings in order, each with its indicator, or with its cell where
    /// no indicator is meant. Each must be told in full in both languages.
    pub fn told(&self) -> Vec<String> {
        let findings = self.read().findings;
        for (finding, lang) in findings
            .iter()
            .flat_map(|it| [(it, Lang::Vi), (it, Lang::En)])
        {
            let text = findings::finding(lang, finding);
            let all = [&text.place, &text.found, &text.expected, &text.fix];
            assert!(all.iter().all(|part| !part.is_empty()), "{finding:?}");
            let stops = finding.severity == Severity::Error;
            assert_eq!(stops, finding.code.starts_with('E'), "{finding:?}");
        }
        let told = findings.into_iter().map(|it| match it.indicator {
            Some(indicator) => format!("{} {indicator}", it.code),
            None => format!("{} {}", it.code, it.cell).trim().to_owned(),
        });
        told.collect()
    }

    /// Read as the report of phường Hương Văn.
    pub fn read(&self) -> Reading {
        let names = ["Phường Hương Văn".to_owned(), "Hương Văn".to_owned()];
        self.form.read(
            &self.book,
            &Expected {
                unit_code: "p.huongvan01",
                unit_names: &names,
                year: Some(2015),
                period: Some(("2014-12-01".parse().unwrap(), "2015-12-01".parse().unwrap())),
                siblings: forms(),
            },
        )
    }
}
