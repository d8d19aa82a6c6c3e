//! `congvu evidence …`: copies by other ways than the mail, from the command
//! line.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::{
    Ending, Outcome, Place, desk, imports,
    print::{aligned, say, warn},
    say_json,
};
use crate::{
    edge::{
        clock, files,
        store::{Actor, NewEvidence, Once},
    },
    evidence::{
        Channel, Dossier, edxml,
        matrix::{Row, Show},
        paper_missing,
        typed::{Field, Typed, Wrong},
    },
    flow::Desk,
    words::{Lang, evidence as words},
};

#[derive(Subcommand)]
pub(super) enum Verb {
    #[command(about = words::RECEIVE)]
    ReceivePaper(Box<Receive>),
    #[command(about = words::REGISTER)]
    ImportRegister(imports::Register),
    #[command(about = words::EDXML)]
    ImportEdxml(imports::Messages),
    #[command(about = words::MATRIX)]
    Matrix(Matrix),
}

/// Arguments of `evidence receive-paper`.
#[derive(Args)]
pub(super) struct Receive {
    /// Mã đơn vị
    #[arg(long)]
    unit: String,
    /// Số, ký hiệu, ví dụ 15/BC-UBND
    #[arg(long, default_value = "")]
    number: String,
    /// Ngày văn bản, ví dụ 08/12/2015
    #[arg(long)]
    date: String,
    /// Ngày đến
    #[arg(long)]
    arrived: String,
    /// Số đến
    #[arg(long, default_value = "")]
    arrival_number: String,
    /// Người nhận
    #[arg(long)]
    received_by: String,
    /// Có chữ ký
    #[arg(long)]
    signed: bool,
    /// Có dấu
    #[arg(long)]
    sealed: bool,
    /// Bản quét (PDF hoặc ảnh)
    #[arg(long, value_name = "FILE")]
    scan: Option<PathBuf>,
    /// Ghi chú
    #[arg(long, default_value = "")]
    note: String,
    /// Ghi nhận thật; không có thì chỉ kiểm tra
    #[arg(long)]
    commit: bool,
}

/// Arguments of `evidence matrix`.
#[derive(Args)]
pub(super) struct Matrix {
    /// Chỉ các đơn vị như vậy
    #[arg(long, value_enum, default_value_t = Which::All)]
    show: Which,
    /// In JSON, mỗi đơn vị một dòng
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    All,
    Complete,
    DataOnly,
    DocumentOnly,
    Disagreeing,
    Nothing,
}

impl Which {
    fn show(self) -> Show {
        match self {
            Self::All => Show::All,
            Self::Complete => Show::Complete,
            Self::DataOnly => Show::DataOnly,
            Self::DocumentOnly => Show::DocumentOnly,
            Self::Disagreeing => Show::Disagreeing,
            Self::Nothing => Show::Nothing,
        }
    }
}

pub(super) async fn run(place: &Place, verb: Verb) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    match verb {
        Verb::ReceivePaper(wish) => receive(place, &desk, *wish).await,
        Verb::ImportRegister(wish) => imports::register(place, &desk, wish).await,
        Verb::ImportEdxml(wish) => imports::messages(place, &desk, wish).await,
        Verb::Matrix(wish) => matrix(place, &desk, &wish).await,
    }
}

pub(super) fn actor(verb: &str) -> Actor {
    Actor::Command(format!("evidence {verb}"))
}

pub(super) fn name(desk: &Desk, code: &str) -> String {
    let unit = desk.campaign.registry.by_code(code);
    unit.map_or_else(|| code.to_owned(), |unit| unit.short_name.clone())
}

async fn receive(place: &Place, desk: &Desk, wish: Receive) -> Outcome {
    let Some(unit) = desk.campaign.registry.by_code(&wish.unit) else {
        warn(&words::unknown_unit(place.lang, &wish.unit));
        return Err(Ending::No);
    };
    let typed = Typed {
        number: wish.number,
        date: wish.date,
        arrived: wish.arrived,
        arrival_number: wish.arrival_number,
        received_by: wish.received_by,
        signed: wish.signed,
        sealed: wish.sealed,
        note: wish.note,
        ..Typed::default()
    };
    let now = clock::now();
    let today = now.to_zoned(desk.campaign.zone.clone()).date();
    let mut record = match typed.record(Channel::Paper, today, desk.campaign.year) {
        Ok(record) => record,
        Err(wrong) => return refuse(place.lang, &wrong),
    };
    let mut scan = None;
    if let Some(path) = &wish.scan {
        let bytes = files::bytes(path).map_err(Ending::Complaints)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let file = edxml::file(&name, &bytes, &desk.examiner.limits);
        if !file.is_document() {
            return refuse(place.lang, &[(Field::File, Wrong::Kind)]);
        }
        record.files.push(file);
        scan = Some(bytes);
    }
    if !wish.commit {
        say(&words::would_receive(place.lang, &unit.name));
        return Ok(());
    }
    let mut tx = desk.store.begin(&actor("receive-paper"), now).await?;
    if let Some(bytes) = scan {
        tx.keep_evidence_file(&bytes).await?;
    }
    let new = NewEvidence {
        campaign: &desk.campaign.id,
        unit: &unit.code,
        channel: Channel::Paper,
        record: &record,
        replaces: None,
        withdrawn: false,
        why: "",
        once: Once::Standing,
    };
    let added = tx.add_evidence(&new).await?;
    tx.commit().await?;
    say(&words::received(place.lang, &unit.name, added.is_some()));
    Ok(())
}

fn refuse(lang: Lang, wrong: &[(Field, Wrong)]) -> Outcome {
    for (field, why) in wrong {
        let (field, why) = (words::field(lang, *field), words::wrong(lang, *why));
        warn(&format!("{field}: {why}"));
    }
    Err(Ending::No)
}

async fn matrix(place: &Place, desk: &Desk, wish: &Matrix) -> Outcome {
    let campaign = &desk.campaign;
    let units = campaign.registry.iter().map(|unit| unit.code.as_str());
    let asked = Channel::asked(campaign);
    let dossiers = desk.store.dossiers(&campaign.id, &asked, units).await?;
    let mut rows = vec![words::matrix_heads(place.lang)];
    for dossier in &dossiers {
        let row = Row::of(dossier);
        if !row.fits(wish.show.show()) {
            continue;
        }
        let open: Vec<String> = dossier
            .unsettled()
            .iter()
            .map(|it| words::disagreement(place.lang, it, |unit| name(desk, unit)))
            .collect();
        if wish.json {
            say_json(&matrix_line(dossier, &row))?;
            continue;
        }
        let mut cells = vec![dossier.unit.clone(), name(desk, &dossier.unit)];
        cells.extend(
            row.cells
                .map(|cell| words::cell(place.lang, cell).to_owned()),
        );
        cells.push(open.join(" "));
        rows.push(cells);
    }
    if !wish.json {
        for line in aligned(&rows) {
            say(&line);
        }
    }
    Ok(())
}

fn matrix_line(dossier: &Dossier, row: &Row<'_>) -> serde_json::Value {
    let [mail, paper, software] = row.cells.map(|cell| cell.as_str());
    let open: Vec<String> = dossier.unsettled().iter().map(|it| it.key()).collect();
    json!({
        "unit": dossier.unit,
        "mail": mail,
        "paper": paper,
        "document_software": software,
        "paper_missing": paper_missing(dossier),
        "unsettled": open,
    })
}
