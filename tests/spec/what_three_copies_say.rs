//! A report by three ways: what is there, what is missing, what disagrees, and
//! who settles it.

use congvu::{
    digest::Digest,
    evidence::{
        Business, Cell, Channel, Compared, Dossier, File, Record, Ruling, matrix, paper_missing,
        signed::{Covers, Signature},
    },
    workbook::Container,
};

use crate::evidence_world::{WARD, day, dossier, entry, mail, paper, settle, whole};

/// The keys of what disagrees.
fn keys(dossier: &Dossier) -> Vec<String> {
    let all = dossier.disagreements();
    all.iter().map(|it| it.key()).collect()
}

fn cells(dossier: &Dossier) -> [Cell; 3] {
    Channel::ALL.map(|channel| dossier.cell(channel))
}

#[test]
fn three_copies_of_one_document_agree() {
    let dossier = whole();
    assert_eq!(keys(&dossier), [""; 0]);
    assert_eq!(cells(&dossier), [Cell::There; 3]);
    assert!(!paper_missing(&dossier));
}

#[test]
fn what_never_came_is_missing_and_what_nobody_asks_for_is_not() {
    let mut nothing = dossier(WARD);
    assert_eq!(cells(&nothing), [Cell::Missing; 3]);
    assert!(paper_missing(&nothing));
    nothing.asked = vec![Channel::Mail];
    let not_asked = [Cell::Missing, Cell::NotAsked, Cell::NotAsked];
    assert_eq!(cells(&nothing), not_asked);
    assert!(!paper_missing(&nothing));
}

#[test]
fn another_number_or_day_is_named_with_both_and_does_not_make_paper_missing() {
    let mut dossier = whole();
    dossier.entries[0].record = paper("16/BC-UBND", Some(day(9)));
    assert_eq!(
        keys(&dossier),
        [
            "paper:number:mail:16/BC-UBND|15/BC-UBND",
            "paper:date:mail:2015-12-09|2015-12-08",
            "document_software:number:paper:15/BC-UBND|16/BC-UBND",
            "document_software:date:paper:2015-12-08|2015-12-09",
        ]
    );
    assert_eq!(
        cells(&dossier),
        [Cell::There, Cell::Disagrees, Cell::Disagrees]
    );
    assert!(!paper_missing(&dossier));
}

#[test]
fn a_mail_that_names_no_document_contradicts_none() {
    let mut dossier = whole();
    dossier.mail = Some(mail("", None));
    assert_eq!(keys(&dossier), [""; 0]);
}

#[test]
fn paper_counts_only_signed_and_sealed() {
    for (signed, sealed, wrong) in [
        (Some(false), Some(true), "paper:unsigned:1"),
        (None, Some(true), "paper:unsigned:1"),
        (Some(true), Some(false), "paper:unsealed:1"),
    ] {
        let mut dossier = whole();
        (
            dossier.entries[0].record.signed,
            dossier.entries[0].record.sealed,
        ) = (signed, sealed);
        assert_eq!(keys(&dossier), [wrong]);
        assert_eq!(dossier.cell(Channel::Paper), Cell::Disagrees);
        assert!(paper_missing(&dossier));
        settle(&mut dossier, wrong, Ruling::Counts);
        assert_eq!(dossier.cell(Channel::Paper), Cell::There);
        assert!(!paper_missing(&dossier));
    }
}

#[test]
fn a_ruling_that_paper_does_not_count_makes_it_missing_until_other_paper_comes() {
    let mut dossier = whole();
    dossier.entries[0].record.figures = Compared::Different;
    assert_eq!(keys(&dossier), ["paper:figures:1"]);
    assert!(!paper_missing(&dossier));
    settle(&mut dossier, "paper:figures:1", Ruling::DoesNotCount);
    assert_eq!(dossier.cell(Channel::Paper), Cell::Refused);
    assert!(paper_missing(&dossier));
    let better = paper("15/BC-UBND", Some(day(8)));
    dossier.entries.push(entry(7, Channel::Paper, better));
    assert!(!paper_missing(&dossier));
    assert_eq!(dossier.cell(Channel::Paper), Cell::There);
}

#[test]
fn the_newest_settlement_decides_and_another_value_is_another_question() {
    let mut dossier = whole();
    dossier.entries[0].record.number = "16/BC-UBND".to_owned();
    let key = "paper:number:mail:16/BC-UBND|15/BC-UBND";
    settle(&mut dossier, key, Ruling::DoesNotCount);
    assert_eq!(dossier.cell(Channel::Paper), Cell::Refused);
    settle(&mut dossier, key, Ruling::Counts);
    assert_eq!(dossier.cell(Channel::Paper), Cell::There);
    dossier.entries[0].record.number = "17/BC-UBND".to_owned();
    assert_eq!(dossier.cell(Channel::Paper), Cell::Disagrees);
}

#[test]
fn a_corrected_record_stands_no_more_and_is_kept() {
    let mut dossier = whole();
    dossier.entries[0].record.number = "51/BC-UBND".to_owned();
    let mut corrected = entry(3, Channel::Paper, paper("15/BC-UBND", Some(day(8))));
    corrected.replaces = Some(1);
    dossier.entries.push(corrected);
    assert_eq!(keys(&dossier), [""; 0]);
    assert_eq!(dossier.entries.len(), 3);
    let mut withdrawn = entry(4, Channel::Paper, Record::default());
    (withdrawn.replaces, withdrawn.withdrawn) = (Some(3), true);
    dossier.entries.push(withdrawn);
    assert_eq!(dossier.cell(Channel::Paper), Cell::Missing);
    assert!(paper_missing(&dossier));
}

/// A message of document software that does something to an earlier one.
fn message(id: i64, business: Business, number: &str, about: &str) -> congvu::evidence::Entry {
    let record = Record {
        number: number.to_owned(),
        date: Some(day(8)),
        organ: "H57.12.04".to_owned(),
        business,
        about: about.to_owned(),
        ..Record::default()
    };
    entry(id, Channel::DocumentSoftware, record)
}

#[test]
fn a_document_that_was_taken_back_or_replaced_is_named() {
    let about = "H57.12.04,2015/12/08,15/BC-UBND";
    let mut dossier = whole();
    dossier
        .entries
        .push(message(3, Business::Recall, "15/BC-UBND", ""));
    assert_eq!(keys(&dossier), ["document_software:recalled:15/BC-UBND"]);
    let mut dossier = whole();
    dossier
        .entries
        .push(message(3, Business::Replace, "18/BC-UBND", about));
    assert!(keys(&dossier).contains(&"document_software:replaced:18/BC-UBND".to_owned()));
    assert_eq!(dossier.cell(Channel::DocumentSoftware), Cell::Disagrees);
}

#[test]
fn two_documents_by_one_way_are_named_and_one_told_twice_is_too() {
    let mut dossier = whole();
    dossier
        .entries
        .push(message(3, Business::New, "20/BC-UBND", ""));
    let several = "document_software:several:15/BC-UBND|20/BC-UBND".to_owned();
    assert!(keys(&dossier).contains(&several));
    let mut dossier = whole();
    dossier.entries[0].record.arrival_number = "0101".to_owned();
    let mut again = paper("15/BC-UBND", Some(day(8)));
    again.arrival_number = "102".to_owned();
    dossier.entries.push(entry(3, Channel::Paper, again));
    assert_eq!(keys(&dossier), ["paper:twice:15/BC-UBND"]);
    // The line of a register and the message itself only add to each other.
    dossier.entries[2].record.arrival_number = "101".to_owned();
    assert_eq!(keys(&dossier), [""; 0]);
}

#[test]
fn one_document_in_two_dossiers_is_told_in_both() {
    let mut both = [whole(), whole()];
    both[1].unit = "p.huongvan02".to_owned();
    matrix::link(&mut both);
    let key = "document_software:elsewhere:H57.12.04,2015/12/08,15/BC-UBND|";
    assert_eq!(keys(&both[0]), [format!("{key}p.huongvan02")]);
    assert_eq!(keys(&both[1]), [format!("{key}p.huongvan01")]);
}

#[test]
fn a_pdf_without_a_signature_or_changed_after_it_is_told() {
    let pdf = |signatures| File {
        name: "15-BC.pdf".to_owned(),
        digest: Digest::of(b"pdf"),
        size: 3,
        kind: Container::Pdf,
        signatures,
    };
    let signature = |covers| Signature {
        covers,
        form: String::new(),
        name: String::new(),
        time: String::new(),
    };
    let told = |signatures| {
        let mut dossier = whole();
        dossier.entries[1].record.files = vec![pdf(signatures)];
        keys(&dossier).join(" ")
    };
    assert!(told(vec![]).starts_with("document_software:no_signature:"));
    assert!(told(vec![signature(Covers::Before)]).starts_with("document_software:changed:"));
    assert!(told(vec![signature(Covers::Broken)]).starts_with("document_software:changed:"));
    let twice = vec![signature(Covers::Before), signature(Covers::Whole)];
    assert_eq!(told(twice), "");
}

#[test]
fn a_matrix_shows_whom_it_is_asked_for() {
    let data_only = Dossier {
        entries: Vec::new(),
        ..whole()
    };
    let document_only = Dossier {
        mail: None,
        ..whole()
    };
    let mut disagreeing = whole();
    disagreeing.entries[0].record.number = "1/BC".to_owned();
    let all = [
        whole(),
        data_only,
        document_only,
        disagreeing,
        dossier(WARD),
    ];
    let fits = |show| -> Vec<usize> {
        let rows = all.iter().map(matrix::Row::of).enumerate();
        rows.filter(|(_, row)| row.fits(show))
            .map(|(at, _)| at)
            .collect()
    };
    assert_eq!(fits(matrix::Show::All), [0, 1, 2, 3, 4]);
    assert_eq!(fits(matrix::Show::Complete), [0]);
    assert_eq!(fits(matrix::Show::DataOnly), [1]);
    assert_eq!(fits(matrix::Show::DocumentOnly), [2]);
    assert_eq!(fits(matrix::Show::Disagreeing), [3]);
    assert_eq!(fits(matrix::Show::Nothing), [4]);
    for show in matrix::Show::ALL {
        assert_eq!(matrix::Show::parse(show.as_str()), show);
    }
}
