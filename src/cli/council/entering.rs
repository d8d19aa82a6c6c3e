//! Seats, visits, verified figures, marks, decisions.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{By, acting, done, evidence, telling};
use crate::{
    cli::{Outcome, Place},
    council::{Kind, people::Position},
    edge::store::NewFile,
    flow::{
        Desk,
        council::{Deciding, Found, Visited},
    },
};

/// Arguments of `seat`.
#[derive(Args)]
pub(in crate::cli) struct Seat {
    /// Tài khoản
    account: String,
    /// head, deputy, member hoặc secretary
    #[arg(value_parser = position)]
    position: Position,
    #[command(flatten)]
    by: By,
}

/// Arguments of `unseat`.
#[derive(Args)]
pub(in crate::cli) struct Unseat {
    /// Tài khoản
    account: String,
    #[command(flatten)]
    by: By,
}

/// Arguments of `visit`.
#[derive(Args)]
pub(in crate::cli) struct Visit {
    /// Mã đơn vị
    unit: String,
    /// Ngày phúc tra, như 15/12/2015
    #[arg(long, value_parser = super::day)]
    day: Date,
    /// Những người đi
    #[arg(long)]
    members: String,
    /// Kết quả
    #[arg(long)]
    note: String,
    /// Biên bản
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    by: By,
}

/// Arguments of `verify`.
#[derive(Args)]
pub(in crate::cli) struct Verify {
    /// Mã đơn vị
    unit: String,
    /// Mã chỉ tiêu
    code: String,
    /// Số liệu phúc tra; dấu "-": không có số liệu được tính
    #[arg(allow_hyphen_values = true)]
    figure: String,
    /// Lý do
    #[arg(long)]
    why: String,
    /// Tài liệu chứng minh
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    by: By,
}

/// Arguments of `mark`.
#[derive(Args)]
pub(in crate::cli) struct Mark {
    /// Mã đơn vị
    unit: String,
    /// Mã mục của thang điểm
    item: String,
    /// Điểm; không ghi: bỏ điểm đã chấm
    points: Option<Decimal>,
    /// Lý do
    #[arg(long, default_value = "")]
    why: String,
    #[command(flatten)]
    by: By,
}

/// Arguments of `decide`.
#[derive(Args)]
pub(in crate::cli) struct Decide {
    /// tie, late hoặc exempt
    #[arg(value_parser = kind)]
    kind: Kind,
    /// Mã đơn vị; khi bằng điểm: theo đúng thứ tự được quyết định
    #[arg(required = true)]
    units: Vec<String>,
    /// Lý do
    #[arg(long)]
    reason: String,
    /// Bỏ quyết định trước
    #[arg(long)]
    revoke: bool,
    #[command(flatten)]
    by: By,
}

fn position(word: &str) -> Result<Position, String> {
    Position::parse(word).ok_or_else(|| "head | deputy | member | secretary".to_owned())
}

fn kind(word: &str) -> Result<Kind, String> {
    Kind::parse(word).ok_or_else(|| "tie | late | exempt".to_owned())
}

pub(super) async fn seat(place: &Place, desk: &Desk, seat: &Seat) -> Outcome {
    acting(place, desk, &seat.by, async |chamber| {
        chamber.seat(&seat.account, seat.position).await
    })
    .await?;
    done(place);
    Ok(())
}

pub(super) async fn unseat(place: &Place, desk: &Desk, unseat: &Unseat) -> Outcome {
    acting(place, desk, &unseat.by, async |chamber| {
        chamber.unseat(&unseat.account).await
    })
    .await?;
    done(place);
    Ok(())
}

pub(super) async fn visit(place: &Place, desk: &Desk, visit: &Visit) -> Outcome {
    let file = evidence(visit.file.as_deref())?;
    acting(place, desk, &visit.by, async |chamber| {
        chamber
            .visit(Visited {
                unit: &visit.unit,
                day: visit.day,
                members: &visit.members,
                note: &visit.note,
                file: named(file.as_ref()),
            })
            .await
    })
    .await?;
    done(place);
    Ok(())
}

pub(super) async fn verify(place: &Place, desk: &Desk, verify: &Verify) -> Outcome {
    let file = evidence(verify.file.as_deref())?;
    let draft = acting(place, desk, &verify.by, async |chamber| {
        chamber
            .verify(Found {
                unit: &verify.unit,
                code: &verify.code,
                figure: &verify.figure,
                why: &verify.why,
                file: named(file.as_ref()),
            })
            .await
    })
    .await?;
    telling::unit(place, &draft, &verify.unit);
    Ok(())
}

pub(super) async fn mark(place: &Place, desk: &Desk, mark: &Mark) -> Outcome {
    let draft = acting(place, desk, &mark.by, async |chamber| {
        chamber
            .mark(&mark.unit, &mark.item, mark.points, &mark.why)
            .await
    })
    .await?;
    telling::unit(place, &draft, &mark.unit);
    Ok(())
}

pub(super) async fn decide(place: &Place, desk: &Desk, decide: &Decide) -> Outcome {
    let draft = acting(place, desk, &decide.by, async |chamber| {
        chamber
            .decide(Deciding {
                kind: decide.kind,
                units: &decide.units,
                holds: !decide.revoke,
                reason: &decide.reason,
            })
            .await
    })
    .await?;
    for unit in &decide.units {
        telling::unit(place, &draft, unit);
    }
    Ok(())
}

fn named(file: Option<&(String, Vec<u8>)>) -> Option<NewFile<'_>> {
    file.map(|(name, bytes)| NewFile { name, bytes })
}
