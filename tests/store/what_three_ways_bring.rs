//! Copies by other ways than the mail are recorded, corrected and settled, and
//! nothing of it is ever lost.

use congvu::{
    edge::store::{Actor, NewEvidence, Once, StoreError, Tx},
    evidence::{Cell, Channel, Dossier, File, Record, Ruling, What, paper_missing},
    form::Issue,
    unit::Unit,
    verdict::Verdict,
    workbook::{Container, Kind, layout::Filling, write},
};
use jiff::civil::date;

use crate::{
    office::{CAMPAIGN, Office, Promise, at, now, promise, report},
    village::{Daemon, clerk_writes, units},
    ward,
    what_people_decide::came,
};

const UNIT: &str = "p.huongvan01";

pub fn promises() -> Vec<Promise> {
    vec![
        promise(a_copy_is_read_back_as_it_was_written),
        promise(the_paper_that_a_report_names_is_in_its_dossier),
        promise(a_mail_brings_the_number_and_the_day_of_its_paper_into_the_dossier),
        promise(the_same_is_recorded_once_and_a_withdrawn_one_is_not_brought_back),
        promise(a_correction_is_a_new_row_and_only_of_what_stands),
        promise(a_settlement_is_kept_with_its_reason_and_the_newest_decides),
        promise(a_file_is_given_back_as_it_came_and_only_then),
        promise(what_was_handed_in_twice_has_one_number),
        promise(every_act_is_in_the_audit),
        promise(nobody_changes_what_was_recorded),
        promise(two_people_who_send_one_form_record_one_copy),
    ]
}

fn paper() -> Record {
    Record {
        number: "15/BC-UBND".to_owned(),
        date: Some(date(2015, 12, 8)),
        arrival_number: "1024".to_owned(),
        arrived: Some(date(2015, 12, 9)),
        received_by: "Nguyễn Thị Lan".to_owned(),
        signed: Some(true),
        sealed: Some(true),
        ..Record::default()
    }
}

fn new(record: &Record) -> NewEvidence<'_> {
    NewEvidence {
        campaign: CAMPAIGN,
        unit: UNIT,
        channel: Channel::Paper,
        record,
        replaces: None,
        withdrawn: false,
        why: "",
        once: Once::Standing,
    }
}

async fn lan(office: &Office) -> Tx {
    let lan = Actor::Person("lan".to_owned());
    office.store.begin(&lan, now()).await.unwrap()
}

async fn add(office: &Office, new: NewEvidence<'_>) -> Option<i64> {
    let mut tx = lan(office).await;
    let id = tx.add_evidence(&new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn dossier(office: &Office) -> Dossier {
    let found = office.store.dossiers(CAMPAIGN, &Channel::ALL, [UNIT]).await;
    found.unwrap().remove(0)
}

async fn a_copy_is_read_back_as_it_was_written(office: Office) {
    assert!(paper_missing(&dossier(&office).await));
    let id = add(&office, new(&paper())).await.unwrap();
    let found = dossier(&office).await;
    let [entry] = found.entries.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!((entry.id, entry.channel), (id, Channel::Paper));
    assert_eq!(entry.record, paper());
    assert_eq!((entry.at, entry.by.as_str()), (now(), "person:lan"));
    assert_eq!(found.cell(Channel::Paper), Cell::There);
    assert!(!paper_missing(&found));
    let other = office
        .store
        .dossiers("other", &Channel::ALL, [UNIT])
        .await
        .unwrap();
    assert!(other[0].entries.is_empty());
}

/// A workbook whose letterhead names its paper, with this number, of the 8th.
fn with_letterhead(unit: &Unit, number: &str) -> Vec<u8> {
    let form = ward::form(2);
    let issue = Issue {
        unit_code: unit.code.clone(),
        unit_name: unit.name.clone(),
        document: Some(number.to_owned()),
        ..ward::good_issue(&form)
    };
    let mut layout = form.lay_out(&issue);
    let cells = layout.pages.iter_mut().flat_map(|page| &mut page.cells);
    let texts = cells.filter_map(|(_, entry)| match &mut entry.filling {
        Filling::Text(text) => Some(text),
        Filling::Blank | Filling::Number(_) => None,
    });
    let mut days = texts.filter(|text| text.contains("ngày … tháng … năm"));
    let day = days.next().unwrap();
    *day = day.replace("ngày … tháng …", "ngày 08 tháng 12");
    write::write(Kind::Xlsx, &layout).unwrap()
}

async fn a_mail_brings_the_number_and_the_day_of_its_paper_into_the_dossier(office: Office) {
    let daemon = Daemon::of_the_town(office.store.clone());
    let mut units = units().into_iter();
    let unit = units.find(|unit| unit.code == UNIT).unwrap();
    let arrived = at("08 09:00");
    let raw = clerk_writes(&unit, &with_letterhead(&unit, "15/BC-UBND"), arrived);
    let mail = came(&daemon, &raw, 1, arrived).await;
    let found = dossier(&office).await;
    let copy = found.mail.as_ref().unwrap();
    assert_eq!((copy.mail, copy.late), (mail.0, false));
    assert_eq!(copy.document, "15/BC-UBND");
    assert_eq!(copy.dated, Some(date(2015, 12, 8)));
    // The paper that comes is the one that it names.
    let id = add(&office, new(&paper())).await.unwrap();
    assert_eq!(dossier(&office).await.unsettled(), []);
    // A correction that names another is told, and so is the newer mail.
    let other = clerk_writes(&unit, &with_letterhead(&unit, "16/BC-UBND"), at("09 09:00"));
    came(&daemon, &other, 2, at("09 09:00")).await;
    let found = dossier(&office).await;
    assert_eq!(found.mail.as_ref().unwrap().document, "16/BC-UBND");
    let told: Vec<What> = found.unsettled().into_iter().map(|it| it.what).collect();
    let [What::Number { here, there, .. }] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!(
        (here.as_str(), there.as_str()),
        ("15/BC-UBND", "16/BC-UBND")
    );
    assert_eq!(found.entries[0].id, id);
}

async fn the_paper_that_a_report_names_is_in_its_dossier(office: Office) {
    let mail = office.settled("báo cáo", 1, Verdict::Accepted).await;
    let mut tx = office.begin().await;
    let id = report(&mut tx, mail, 1, "1").await.unwrap();
    tx.name_document(id, "16/BC-UBND", Some(date(2015, 12, 8)))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    add(&office, new(&paper())).await;
    let found = dossier(&office).await;
    let copy = found.mail.clone().unwrap();
    assert_eq!(
        (copy.mail, copy.receipt.as_str(), copy.late),
        (mail.0, "1", false)
    );
    assert_eq!(copy.document, "16/BC-UBND");
    assert_eq!(copy.dated, Some(date(2015, 12, 8)));
    let keys: Vec<String> = found.disagreements().iter().map(|it| it.key()).collect();
    assert_eq!(keys, ["paper:number:mail:15/BC-UBND|16/BC-UBND"]);
}

async fn the_same_is_recorded_once_and_a_withdrawn_one_is_not_brought_back(office: Office) {
    let record = paper();
    let first = add(&office, new(&record)).await;
    assert!(first.is_some());
    assert_eq!(add(&office, new(&record)).await, None);
    let gone = NewEvidence {
        replaces: first,
        withdrawn: true,
        why: "nhầm đơn vị",
        ..new(&record)
    };
    assert!(add(&office, gone).await.is_some());
    assert_eq!(dossier(&office).await.cell(Channel::Paper), Cell::Missing);
    let imported = NewEvidence {
        once: Once::Ever,
        ..new(&record)
    };
    assert_eq!(add(&office, imported).await, None);
    // A person who types it again means it.
    assert!(add(&office, new(&record)).await.is_some());
}

async fn a_correction_is_a_new_row_and_only_of_what_stands(office: Office) {
    let (wrong, right) = (
        paper(),
        Record {
            number: "51/BC-UBND".to_owned(),
            ..paper()
        },
    );
    let first = add(&office, new(&wrong)).await;
    let correction = NewEvidence {
        replaces: first,
        why: "gõ nhầm số",
        ..new(&right)
    };
    assert!(add(&office, correction).await.is_some());
    let found = dossier(&office).await;
    assert_eq!(found.entries.len(), 2);
    let standing: Vec<&str> = found
        .in_force(Channel::Paper)
        .map(|it| it.record.number.as_str())
        .collect();
    assert_eq!(standing, ["51/BC-UBND"]);
    for (replaces, unit) in [(first, UNIT), (Some(99), UNIT), (Some(2), "p.khac")] {
        let again = NewEvidence {
            replaces,
            unit,
            ..new(&wrong)
        };
        let mut tx = lan(&office).await;
        let refused = tx.add_evidence(&again).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))));
    }
}

async fn a_settlement_is_kept_with_its_reason_and_the_newest_decides(office: Office) {
    let record = Record {
        sealed: Some(false),
        ..paper()
    };
    let id = add(&office, new(&record)).await.unwrap();
    let about = format!("paper:unsealed:{id}");
    for (ruling, cell) in [
        (Ruling::DoesNotCount, Cell::Refused),
        (Ruling::Counts, Cell::There),
    ] {
        let mut tx = lan(&office).await;
        tx.settle_evidence(CAMPAIGN, UNIT, &about, ruling, "bản sao y có dấu đỏ")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let found = dossier(&office).await;
        assert_eq!(found.cell(Channel::Paper), cell);
        assert_eq!(
            found.settlements.last().unwrap().reason,
            "bản sao y có dấu đỏ"
        );
    }
    assert_eq!(dossier(&office).await.settlements.len(), 2);
}

async fn a_file_is_given_back_as_it_came_and_only_then(office: Office) {
    let bytes = b"%PDF-1.7 scan";
    let mut tx = lan(&office).await;
    let digest = tx.keep_evidence_file(bytes).await.unwrap();
    assert_eq!(tx.keep_evidence_file(bytes).await.unwrap(), digest);
    tx.commit().await.unwrap();
    let found = office.store.evidence_file(digest).await.unwrap();
    assert_eq!(found.as_deref(), Some(bytes.as_slice()));
    let other = congvu::digest::Digest::of(b"other");
    assert_eq!(office.store.evidence_file(other).await.unwrap(), None);
    let sql = format!("update evidence_file set digest = '{other}'");
    office.tamper(&sql).await.unwrap();
    let changed = office.store.evidence_file(other).await;
    assert!(matches!(changed, Err(StoreError::Corrupt(_))));
}

async fn what_was_handed_in_twice_has_one_number(office: Office) {
    let mut tx = lan(&office).await;
    let kind = ("register", Channel::DocumentSoftware);
    let first = tx
        .upload(CAMPAIGN, kind.0, kind.1, "so.csv", b"a")
        .await
        .unwrap();
    let again = tx
        .upload(CAMPAIGN, kind.0, kind.1, "so (1).csv", b"a")
        .await
        .unwrap();
    let other = tx
        .upload(CAMPAIGN, kind.0, Channel::Paper, "so.csv", b"a")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(first, again);
    assert_ne!(first, other);
    let found = office
        .store
        .evidence_upload(CAMPAIGN, first)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (found.name.as_str(), found.kind.as_str()),
        ("so.csv", "register")
    );
    let all = office.store.evidence_uploads(CAMPAIGN, 10).await.unwrap();
    assert_eq!(all.len(), 2);
    assert_eq!(
        office.store.evidence_upload("other", first).await.unwrap(),
        None
    );
}

async fn every_act_is_in_the_audit(office: Office) {
    let file = File {
        name: "scan.pdf".to_owned(),
        digest: congvu::digest::Digest::of(b"scan"),
        size: 4,
        kind: Container::Pdf,
        signatures: Vec::new(),
    };
    let record = Record {
        files: vec![file],
        ..paper()
    };
    let first = add(&office, new(&record)).await;
    let withdrawn = NewEvidence {
        replaces: first,
        withdrawn: true,
        why: "nhầm đơn vị",
        ..new(&record)
    };
    add(&office, withdrawn).await;
    let mut tx = lan(&office).await;
    tx.settle_evidence(CAMPAIGN, UNIT, "paper:x", Ruling::Counts, "lý do")
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let rows = office.store.audit_before(None, 3).await.unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(
        actions,
        ["evidence.settled", "evidence.withdrawn", "evidence.added"]
    );
    assert!(rows.iter().all(|row| row.actor == "person:lan"));
    assert!(rows.iter().all(|row| row.subject == format!("unit/{UNIT}")));
    assert!(rows[0].detail.contains("lý do") && rows[1].detail.contains("nhầm đơn vị"));
    assert!(
        rows[2]
            .detail
            .contains(&congvu::digest::Digest::of(b"scan").to_string())
    );
}

async fn nobody_changes_what_was_recorded(office: Office) {
    add(&office, new(&paper())).await;
    for sql in ["update evidence set unit = 'x'", "delete from evidence"] {
        assert!(office.tamper(sql).await.is_err(), "{sql}");
    }
}

async fn two_people_who_send_one_form_record_one_copy(office: Office) {
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let office = office.clone();
        tasks.spawn(async move { add(&office, new(&paper())).await.is_some() });
    }
    let added = tasks.join_all().await;
    assert_eq!(added.into_iter().filter(|added| *added).count(), 1);
}
