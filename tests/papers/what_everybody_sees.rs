//! The folder for everybody and its page.

use congvu::{
    digest::Digest,
    publication::{
        Basis, folder,
        page::{self, Style},
    },
};

use crate::town;

#[test]
fn the_page_is_one_file_without_script_in_vietnamese() {
    let edition = town::edition();
    let page = page::html(&town::basis(&edition), &[], Style::Inside);
    assert!(page.starts_with("<!doctype html>\n<html lang=\"vi\">"));
    for forbidden in ["<script", "javascript:", "src=", "@import", "url(", " on"] {
        let found = page.find(forbidden).filter(|_| forbidden != " on");
        assert_eq!(found, None, "{forbidden}");
    }
    assert!(page.contains("Bản công bố số 1, theo Quyết định số 2214/QĐ-UBND ngày 28 tháng 12 năm 2015; công bố lúc 08:30 29/12/2015."));
    assert!(page.contains("Thang điểm MÔ HÌNH"));
    assert!(page.contains(&edition.digest.to_string()));
    assert!(page.contains(&town::campaign().files["scale-3.toml"].to_string()));
}

#[test]
fn bars_and_table_show_the_same_units_and_totals() {
    let edition = town::edition();
    let page = page::html(&town::basis(&edition), &[], Style::Inside);
    let charts: Vec<&str> = page.split("<svg").skip(1).collect();
    assert_eq!(charts.len(), edition.snapshot.groups.len());
    for (group, part) in edition.snapshot.groups.iter().zip(charts) {
        let (chart, rest) = part.split_once("</svg>").unwrap();
        let table = rest.split("</table>").next().unwrap();
        let ranked = group.units.iter().filter(|unit| unit.rank.is_some());
        assert_eq!(
            chart.matches("class=\"bar\"").count(),
            ranked.clone().count()
        );
        for unit in ranked {
            let total = congvu::words::scores::total(unit.total.to_string().parse().unwrap());
            for part in [chart, table] {
                assert!(part.contains(&format!(">{}<", unit.name)), "{}", unit.name);
                assert!(part.contains(&format!(">{total}<")), "{total}");
            }
        }
        assert!(chart.contains("<title") && chart.contains("<desc"));
        for late in group.units.iter().filter(|unit| unit.rank.is_none()) {
            assert!(!chart.contains(&late.name) && page.contains(&late.name));
        }
    }
}

#[test]
fn names_cannot_write_into_the_page() {
    let mut edition = town::edition();
    edition.snapshot.groups[0].units[0].name = "<script>alert(1)</script>".into();
    let page = page::html(&town::basis(&edition), &[], Style::Inside);
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"));
}

#[test]
fn a_draft_is_told_from_an_edition() {
    let draft = town::draft();
    let page = page::html(&Basis::draft(town::campaign(), &draft), &[], Style::Inside);
    assert!(page.contains("chưa được phê duyệt: không dùng để công bố"));
    assert!(page.contains("Kết quả tạm tính"));
}

#[test]
fn the_folder_has_what_the_page_leads_to_and_the_digests_of_all() {
    let edition = town::edition();
    let files = folder::public(&town::basis(&edition)).unwrap();
    let bytes = |name: &str| {
        let file = files.iter().find(|file| file.name == name);
        file.map(|file| file.bytes.clone()).unwrap()
    };
    let page = String::from_utf8(bytes(folder::INDEX)).unwrap();
    let links = page
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    let links: Vec<&str> = links.filter(|link| !link.starts_with('#')).collect();
    assert_eq!(links.len(), files.len() - 1, "{links:?}");
    for link in links {
        assert!(!bytes(link).is_empty(), "{link}");
    }
    let sums = String::from_utf8(bytes(folder::CHECKSUMS)).unwrap();
    for file in files.iter().filter(|file| file.name != folder::CHECKSUMS) {
        assert!(sums.contains(&format!("{}  {}\n", Digest::of(&file.bytes), file.name)));
    }
    // What units reported in detail is theirs and the office's.
    let all: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert!(
        !all.iter()
            .any(|name| name.contains("phieu") || name.contains("result")),
        "{all:?}"
    );
}
