//! The announcement, the decision, the minutes and the score sheets.

use congvu::publication::{
    Basis,
    announcement::{announcement, decision},
    docx,
    minutes::{Part, Seat, minutes},
    paper::Paper,
    sheet::sheet,
};

use crate::{
    opened::{self, text},
    town::{self, CHANGED, FIGURE, LATE, SILENT},
};

fn holds(text: &str, words: &[&str]) {
    // What is to be filled in is room that does not break.
    let text = text.replace('\u{a0}', " ");
    for words in words {
        assert!(text.contains(words), "{words:?} is not in:\n{text}");
    }
}

fn all(basis: &Basis<'_>) -> Vec<Paper> {
    vec![
        announcement(basis),
        decision(basis),
        minutes(basis, &[]),
        sheet(basis, CHANGED).unwrap(),
    ]
}

#[test]
fn every_paper_names_edition_scale_file_digest_and_that_the_scale_is_a_model() {
    let edition = town::edition();
    let basis = town::basis(&edition);
    let files = &town::campaign().files;
    for paper in all(&basis) {
        let said = text(&paper);
        holds(
            &said,
            &["Bản công bố số 1", "scale-4.toml", "Thang điểm MÔ HÌNH"],
        );
        holds(&said, &[&files["scale-4.toml"].to_string()]);
        holds(&said, &[&edition.digest.to_string()]);
        assert!(paper.title.ends_with("Bản công bố số 1"));
    }
}

#[test]
fn a_draft_says_so_on_every_page_and_an_edition_nowhere() {
    let (draft, edition) = (town::draft(), town::edition());
    for (basis, stamped) in [
        (Basis::draft(town::campaign(), &draft), true),
        (town::basis(&edition), false),
    ] {
        for paper in all(&basis) {
            let bytes = docx::write(&paper).unwrap();
            for n in 1..=paper.sections.len() {
                for kind in ["header", "first"] {
                    let header = opened::part(&bytes, &format!("word/{kind}{n}.xml"));
                    assert_eq!(
                        header.contains("DỰ THẢO – CHƯA ĐƯỢC PHÊ DUYỆT"),
                        stamped,
                        "{kind}{n}"
                    );
                }
            }
        }
    }
    holds(
        &text(&minutes(&Basis::draft(town::campaign(), &draft), &[])),
        &["Kết quả tạm tính"],
    );
}

#[test]
fn number_and_date_are_left_to_the_clerk() {
    let edition = town::edition();
    let basis = town::basis(&edition);
    let date = "Hương Trà, ngày         tháng         năm        ";
    holds(&text(&announcement(&basis)), &["Số:        /TB-UBND", date]);
    holds(&text(&decision(&basis)), &["Số:        /QĐ-UBND", date]);
    holds(&text(&minutes(&basis, &[])), &["Số:        /BB-HĐ", date]);
}

#[test]
fn the_announcement_tells_the_prizes_and_how_everybody_reported() {
    let edition = town::edition();
    let said = text(&announcement(&town::basis(&edition)));
    holds(
        &said,
        &[
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "THÔNG BÁO",
            "căn cứ Quyết định số 2214/QĐ-UBND ngày 28 tháng 12 năm 2015",
            "Có 31 cơ quan, đơn vị, địa phương thuộc đối tượng đánh giá; trong đó 29 đơn vị gửi báo \
             cáo hợp lệ và được xếp hạng; 1 đơn vị gửi báo cáo quá hạn, không xếp hạng; 1 đơn vị \
             không gửi báo cáo.",
            "(cúp kèm theo giải thưởng trị giá 2.000.000 đồng);",
            "địa phương biết./.",
            "Nơi nhận:",
            "- UBND các phường, xã;",
            "- Lưu: VT.",
            "TM. ỦY BAN NHÂN DÂN",
            "Phụ lục II",
        ],
    );
    for group in &edition.snapshot.groups {
        for unit in &group.units {
            holds(&said, &[&unit.name]);
        }
        for prize in &group.prizes {
            holds(&said, &[&format!("- {}: {}", prize.label, prize.winner)]);
        }
    }
    let name = |code: &str| {
        town::campaign()
            .registry
            .by_code(code)
            .unwrap()
            .name
            .clone()
    };
    let (late, silent) = (name(LATE), name(SILENT));
    holds(&said, &[&late, &silent, "Đơn vị không xếp hạng"]);
}

#[test]
fn the_decision_stands_on_its_grounds_and_has_its_articles() {
    let edition = town::edition();
    holds(
        &text(&decision(&town::basis(&edition))),
        &[
            "Về việc phê duyệt kết quả",
            "Căn cứ Kế hoạch số 1872/KH-UBND ngày 24/11/2015 của Ủy ban nhân dân thị xã Hương Trà;",
            "QUYẾT ĐỊNH:",
            "Điều 1. Phê duyệt kết quả",
            "Điều 2. Trao giải thưởng",
            "Điều 3. Quyết định này có hiệu lực",
            "thi hành Quyết định này./.",
            "- Như Điều 4;",
        ],
    );
}

#[test]
fn the_minutes_tell_what_was_changed_and_decided_and_leave_the_rest_to_be_written() {
    let edition = town::edition();
    let basis = town::basis(&edition);
    let seats = [
        Seat {
            name: "Nguyễn Văn An",
            duty: "Tổ trưởng",
            part: Part::Chair,
        },
        Seat {
            name: "Trần Thị Bích",
            duty: "Thư ký",
            part: Part::Secretary,
        },
    ];
    let said = text(&minutes(&basis, &seats));
    holds(
        &said,
        &[
            "1. Nguyễn Văn An – Tổ trưởng;",
            "Chủ trì (chủ tọa): Nguyễn Văn An",
            "Thư ký (người ghi biên bản): Trần Thị Bích",
            "Hội đồng điều chỉnh 1 số liệu của 1 đơn vị",
            FIGURE,
            "Sổ theo dõi chỉ có 12 văn bản.",
            "- Báo cáo gửi quá hạn của đơn vị: Ủy ban nhân dân xã Hồng Tiến.",
            "Cuộc họp kết thúc vào",
        ],
    );
    holds(
        &text(&minutes(&basis, &[])),
        &["6. ……", "Chủ trì (chủ tọa): ……"],
    );
}

#[test]
fn a_score_sheet_shows_both_figures_the_formula_and_why() {
    let edition = town::edition();
    let basis = town::basis(&edition);
    let said = text(&sheet(&basis, CHANGED).unwrap());
    let unit = edition.snapshot.unit(CHANGED).unwrap();
    let total = congvu::words::scores::total(unit.total.to_string().parse().unwrap());
    holds(&said, &["PHIẾU ĐIỂM", &unit.name, &total]);
    let changed = unit.corrections.first().unwrap();
    let [reported, found] =
        [&changed.reported, &changed.verified].map(|value| value.as_ref().unwrap().to_string());
    holds(
        &said,
        &[
            &format!("{FIGURE} = {reported}"),
            &format!("{FIGURE} = {found}"),
            "Sổ theo dõi chỉ có 12 văn bản.",
            "Không áp dụng",
        ][..3],
    );
    for item in &unit.items {
        holds(&said, &[&item.code, &item.label]);
        if !item.formula.is_empty() {
            holds(&said, &[&format!("Công thức: {}", item.formula)]);
        }
    }
    assert!(!said.contains(['✓', '✗']), "the fonts do not have them");
    assert_eq!(sheet(&basis, SILENT), None);
    assert!(sheet(&basis, LATE).is_some());
}

#[test]
fn another_edition_says_what_it_replaces_and_why() {
    let edition = town::second();
    let basis = town::basis(&edition);
    let replaces = "Bản công bố số 2 thay thế bản công bố số 1. Lý do: Sửa số liệu UD03";
    for paper in all(&basis) {
        holds(&text(&paper), &[replaces]);
    }
}
