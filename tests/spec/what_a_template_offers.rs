//! What the workbook that a unit is given does for whoever fills it in.

use std::io::{Cursor, Read as _};

use congvu::{
    address::Address,
    campaign::Campaign,
    figures::{Code, Value},
    form::{Form, Issue},
    template::Template,
    workbook::{
        Kind, Limits,
        layout::{Check, Filling, Layout, Page, Takes},
        reader, write,
    },
};

use crate::{
    a_whole_campaign_is_judged::{campaign, town},
    ward::{Draft, form, good_figures, good_issue, shipped},
};

fn template<'t>(campaign: &'t Campaign, unit: &str, town: &'t Address) -> Template<'t> {
    Template {
        campaign,
        unit: campaign.registry.by_code(unit).unwrap(),
        town,
        code: None,
        earlier: None,
    }
}

fn layouts() -> Vec<Layout> {
    let town = town();
    ["p.huongvan01", "d.noivu"]
        .map(|unit| template(campaign(), unit, &town).layout().unwrap())
        .into()
}

fn part(book: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// A form with one indicator, given as the lines of its definition. Expected:
/// what is said while its cell is selected.
fn check(indicator: &str, rest: &str, expected: &str) {
    let text = format!(
        "[form]\nid = 'thu'\nkind = 'I'\ntitle = 'Báo cáo'\n[[group]]\ncode = 'HT'\n\
         label = 'Hạ tầng'\n[[group.indicator]]\ncode = 'HT01'\nlabel = 'Tổng số'\n{indicator}\n\
         [[group.indicator]]\ncode = 'HT02'\nlabel = 'Còn lại'\ntype = 'int'\n{rest}"
    );
    let form = Form::load("form.toml", &text).unwrap();
    let layout = form.lay_out(&Issue::default());
    let said = hint(&layout.pages[0], "HT01").hint.replace('\n', " | ");
    assert_eq!(said, expected);
}

fn hint<'p>(page: &'p Page, code: &str) -> &'p Check {
    let found = page.checks.iter().find(|it| it.title.starts_with(code));
    found.unwrap()
}

#[test]
fn each_cell_says_what_it_expects_with_an_example() {
    check(
        "type = 'int'\nmin = 0",
        "",
        "Ghi một số nguyên từ 0 trở lên. Ví dụ: 25",
    );
    check(
        "type = 'int'\nmin = 0\nmax = 8",
        "",
        "Ghi một số nguyên từ 0 đến 8. Ví dụ: 8",
    );
    check(
        "type = 'decimal'\nplaces = 2\nexample = '12,75'",
        "",
        "Ghi một số, tối đa 2 chữ số thập phân. Ví dụ: 12,75",
    );
    check(
        "type = 'text'\nunder = '.hue.gov.vn'\nhelp = 'Chỉ ghi một địa chỉ.'",
        "",
        "Ghi địa chỉ có tên miền kết thúc bằng .hue.gov.vn. Ví dụ: tendonvi.hue.gov.vn | \
         Chỉ ghi một địa chỉ.",
    );
    check(
        "type = 'enum'\noptions = [{ code = 'A', label = 'Chưa' }, { code = 'B', label = 'Rồi' }]",
        "",
        "Chọn một trong các mục: Chưa; Rồi.",
    );
}

#[test]
fn each_cell_names_the_rules_that_it_can_break() {
    check(
        "type = 'int'",
        "[[rule]]\nrequire = 'HT01 <= HT02 + 3'\n[[rule]]\nrequire = 'HT02 > 0'",
        "Ghi một số nguyên. Ví dụ: 25 | Cần có: HT01 ≤ HT02 + 3",
    );
    check(
        "type = 'bool'",
        "[[rule]]\nwhen = 'HT02 = 0'\nrequire = 'HT01 = no'",
        "Chọn Có hoặc Không. | Khi HT02 = 0: HT01 = Không",
    );
    check(
        "type = 'int'\nblank_if = 'HT02 = 0'",
        "",
        "Ghi một số nguyên. Ví dụ: 25 | Khi HT02 = 0: để trống",
    );
}

/// Excel cuts at these lengths, and the library refuses.
#[test]
fn nothing_that_a_shipped_form_says_is_cut() {
    for layout in layouts() {
        for check in layout.pages.iter().flat_map(|page| &page.checks) {
            for (text, most) in [(&check.title, 32), (&check.hint, 255), (&check.alarm, 255)] {
                assert!(text.chars().count() <= most, "{check:?}");
            }
        }
    }
}

#[test]
fn a_closed_question_drops_its_answers_down() {
    let layout = &layouts()[0];
    let options = |code: &str| {
        hint(&layout.pages[0], code)
            .takes
            .options()
            .unwrap()
            .to_vec()
    };
    assert_eq!(options("HT07"), ["Có", "Không"]);
    assert_eq!(options("NL02"), ["Không có", "Kiêm nhiệm", "Chuyên trách"]);
}

/// A check holds 255 letters and takes a comma for the end of an option.
#[test]
fn a_list_too_long_for_its_cell_is_kept_out_of_sight() {
    let options = "[{ code = 'A', label = 'Có, nhưng muộn' }, { code = 'B', label = 'Không' }]";
    let text = format!(
        "[form]\nid = 'thu'\nkind = 'I'\ntitle = 'Báo cáo'\n[[group]]\ncode = 'MT'\n\
         label = 'Môi trường'\n[[group.indicator]]\ncode = 'MT01'\nlabel = 'Kế hoạch'\n\
         type = 'enum'\noptions = {options}\n"
    );
    let layout = Form::load("form.toml", &text)
        .unwrap()
        .lay_out(&Issue::default());
    let Takes::OneOf { source, .. } = &hint(&layout.pages[0], "MT01").takes else {
        panic!("no list");
    };
    assert_eq!(source.as_deref(), Some("congvu!$D$1:$D$2"));
    let kept = &layout.pages[1].cells[&(0, 3)];
    assert_eq!(kept.filling, Filling::Text("Có, nhưng muộn".into()));
    let book = write::write(Kind::Xlsx, &layout).unwrap();
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(
        sheet.contains("<formula1>congvu!$D$1:$D$2</formula1>"),
        "{sheet}"
    );
}

#[test]
fn only_what_is_to_be_filled_in_can_be_changed_and_no_password_is_in_the_way() {
    for layout in layouts() {
        let [table, guide, hidden] = &layout.pages[..] else {
            panic!("{} sheets", layout.pages.len());
        };
        assert!(!table.hidden && !guide.hidden && hidden.hidden);
        assert!(layout.pages.iter().all(|page| page.protected));
        for check in &table.checks {
            let entry = &table.cells[&(check.row, check.column)];
            assert!(entry.look.open && entry.look.ground.is_some(), "{check:?}");
        }
        let closed = |page: &Page| page.cells.values().all(|entry| !entry.look.open);
        assert!(closed(guide) && closed(hidden));
        let book = write::write(Kind::Xlsx, &layout).unwrap();
        let sheet = part(&book, "xl/worksheets/sheet1.xml");
        let tag = sheet.split("<sheetProtection").nth(1).unwrap();
        let tag = tag.split("/>").next().unwrap();
        assert!(
            !tag.contains("password") && !tag.contains("hashValue"),
            "{tag}"
        );
        assert!(tag.contains("formatColumns=\"0\"") && tag.contains("formatRows=\"0\""));
    }
}

#[test]
fn the_table_prints_on_a4_one_page_wide_with_its_head_on_every_page() {
    let book = write::write(Kind::Xlsx, &layouts()[0]).unwrap();
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    for wanted in [
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "fitToHeight=\"0\"",
        "state=\"frozen\"",
        "Trang &amp;P/&amp;N",
    ] {
        assert!(sheet.contains(wanted), "{wanted}");
    }
    let book = part(&book, "xl/workbook.xml");
    assert!(book.contains("'Mẫu II'!$11:$11"), "{book}");
}

/// A height that Excel takes for chosen by hand would hide a second line.
#[test]
fn the_rows_of_the_table_have_a_height_and_still_grow() {
    let book = write::write(Kind::Xlsx, &layouts()[0]).unwrap();
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    let row = |number: u32| {
        let mark = format!("<row r=\"{number}\"");
        let tag = sheet.split(&mark).nth(1).unwrap();
        tag.split('>').next().unwrap().to_owned()
    };
    assert!(row(11).contains("customHeight"), "{}", row(11));
    for number in [13, 60] {
        assert!(row(number).contains(" ht=\""), "{}", row(number));
        assert!(!row(number).contains("customHeight"), "{}", row(number));
    }
}

#[test]
fn the_units_own_figures_of_last_year_stand_beside_and_are_never_read() {
    let town = town();
    let earlier = good_figures(&form(2));
    let template = Template {
        earlier: Some((2014, &earlier)),
        ..template(campaign(), "p.huongvan01", &town)
    };
    let issue = Issue {
        figures: [(Code::parse("CB01").unwrap(), Value::Number(7.into()))]
            .into_iter()
            .collect(),
        ..template.issue()
    };
    let layout = template.filled(&issue).unwrap();
    let table = &layout.pages[0];
    let head = |column| &table.cells[&(10, column)].filling;
    assert_eq!(head(4), &Filling::Text("Năm 2014 (tham khảo)".into()));
    assert_eq!(table.cells[&(12, 4)].filling, Filling::Number(40.into()));
    assert!(!table.cells[&(12, 4)].look.open);
    let bytes = write::write(Kind::Xlsx, &layout).unwrap();
    let book = reader::read(&bytes, &Limits::default()).unwrap();
    let form = form(2);
    let figures = Draft { form, book }.read().figures;
    assert_eq!(figures, issue.figures);
}

#[test]
fn a_filled_template_gives_every_figure_and_no_finding() {
    let town = town();
    for (number, unit) in [(1, "d.noivu"), (2, "p.huongvan01")] {
        let form = form(number);
        let good = good_issue(&form);
        let template = template(campaign(), unit, &town);
        let issue = Issue {
            figures: good.figures,
            evidence: good.evidence,
            document: Some("15/BC-UBND".into()),
            preparer: good.preparer,
            head: good.head,
            ..template.issue()
        };
        let bytes = write::write(Kind::Xlsx, &template.filled(&issue).unwrap()).unwrap();
        let book = reader::read(&bytes, &Limits::default()).unwrap();
        let (_, reading) = campaign().read(template.unit, &book).unwrap();
        assert_eq!(reading.findings, []);
        assert_eq!(reading.figures, good_figures(&form));
        assert_eq!(reading.header.document.as_deref(), Some("15/BC-UBND"));
        assert_eq!(reading.header.preparer, issue.preparer);
    }
}

#[test]
fn a_number_that_nobody_wrote_is_none() {
    let form = form(1);
    let book = write::write(Kind::Xlsx, &form.lay_out(&good_issue(&form))).unwrap();
    let book = reader::read(&book, &Limits::default()).unwrap();
    assert_eq!(Draft { form, book }.read().header.document, None);
}

#[test]
fn a_ward_signs_at_its_own_place_and_a_department_at_the_towns() {
    let town = town();
    let place = |unit| template(campaign(), unit, &town).issue().place;
    assert_eq!(place("p.huongvan01"), "Hương Văn");
    assert_eq!(place("d.noivu"), "Hương Trà");
}

#[test]
fn the_guide_says_where_to_send_from_which_mailbox_and_until_when() {
    let layout = &layouts()[0];
    let texts = layout.pages[1]
        .cells
        .values()
        .filter_map(|it| match &it.filling {
            Filling::Text(text) => Some(text.as_str()),
            Filling::Blank | Filling::Number(_) => None,
        });
    let said = texts.collect::<Vec<_>>().join("\n");
    for wanted in [
        "huongvan01.huongtra@thuathienhue.gov.vn tới huongtra@thuathienhue.gov.vn",
        "từ 00:00 06/12/2015 đến 24:00 thứ Bảy ngày 12/12/2015",
        "gửi bản giấy",
        "Biểu mẫu MÔ HÌNH",
        "Văn phòng HĐND và UBND thị xã Hương Trà",
    ] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
}

#[test]
fn the_same_template_is_the_same_file() {
    let book = |layout: &Layout| write::write(Kind::Xlsx, layout).unwrap();
    assert!(book(&layouts()[0]) == book(&layouts()[0]));
}

#[test]
fn both_shipped_forms_say_on_paper_that_they_are_models() {
    for (layout, name) in layouts().iter().zip(["form-2.toml", "form-1.toml"]) {
        assert!(shipped(name).contains("notice = \"Biểu mẫu MÔ HÌNH"));
        let said = |it: &congvu::workbook::layout::Entry| matches!(&it.filling, Filling::Text(text) if text.contains("MÔ HÌNH"));
        assert!(layout.pages[0].cells.values().any(said));
    }
}
