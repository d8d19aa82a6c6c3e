//! `congvu council …`: the council's work at a terminal, for an office that does
//! not use the pages. Whoever acts names an account and proves it with its
//! password, so that the rules about who may do what hold here too.

mod entering;
mod stepping;
mod telling;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::{
    Ending, Outcome, Place, desk,
    print::{say, warn},
};
use crate::{
    edge::{clock, files, process, secret::Secret, store::Actor},
    flow::{
        Desk,
        council::{Chamber, Done, Undone},
    },
    web::hashing::is_password,
    words::{council as words, council_commands as commands},
};

/// Who acts.
#[derive(Args)]
pub(super) struct By {
    /// Tài khoản của người thực hiện
    #[arg(id = "as", long = "as", value_name = "ACCOUNT")]
    account: String,
    /// Tệp chứa mật khẩu của tài khoản đó (một dòng)
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
}

/// What is done.
#[derive(Subcommand)]
pub(super) enum Verb {
    /// Kết quả đang ở trạng thái nào, còn vướng gì
    State,
    /// Từng mục và từng chỗ bằng điểm đang chờ Hội đồng
    Waiting,
    /// Danh sách Hội đồng
    Members,
    /// Thêm một người vào Hội đồng (head, deputy, member, secretary)
    Seat(entering::Seat),
    /// Thôi tham gia Hội đồng
    Unseat(entering::Unseat),
    /// Ghi một lần phúc tra tại đơn vị
    Visit(entering::Visit),
    /// Ghi số liệu phúc tra của một chỉ tiêu
    Verify(entering::Verify),
    /// Chấm một mục, hoặc xác nhận điểm thưởng
    Mark(entering::Mark),
    /// Quyết định về đơn vị: tie (thứ tự khi bằng điểm), late (xếp hạng báo cáo muộn), exempt (miễn báo cáo)
    Decide(entering::Decide),
    /// Khép phúc tra
    CloseVerification(stepping::Step),
    /// Giải trình của các đơn vị
    Explain {
        #[command(subcommand)]
        verb: stepping::Explain,
    },
    /// Chốt kết quả
    Finalise(stepping::Step),
    /// Phê duyệt kết quả đã chốt
    Approve(stepping::Approve),
    /// Công bố kết quả đã phê duyệt
    Publish(stepping::Step),
    /// Trả kết quả đã chốt lại cho Hội đồng
    GiveBack(stepping::Reasoned),
    /// Mở bản mới của kết quả đã phê duyệt
    Reopen(stepping::Reasoned),
}

pub(super) async fn run(place: &Place, verb: Verb) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    let desk = desk.fresh(clock::now()).await?;
    match verb {
        Verb::State => telling::state(place, &desk).await,
        Verb::Waiting => telling::waiting(place, &desk).await,
        Verb::Members => telling::members(place, &desk).await,
        Verb::Seat(seat) => entering::seat(place, &desk, &seat).await,
        Verb::Unseat(unseat) => entering::unseat(place, &desk, &unseat).await,
        Verb::Visit(visit) => entering::visit(place, &desk, &visit).await,
        Verb::Verify(verify) => entering::verify(place, &desk, &verify).await,
        Verb::Mark(mark) => entering::mark(place, &desk, &mark).await,
        Verb::Decide(decide) => entering::decide(place, &desk, &decide).await,
        Verb::CloseVerification(step) => stepping::close_verification(place, &desk, &step).await,
        Verb::Explain { verb } => stepping::explain(place, &desk, verb).await,
        Verb::Finalise(step) => stepping::finalise(place, &desk, &step).await,
        Verb::Approve(approve) => stepping::approve(place, &desk, &approve).await,
        Verb::Publish(step) => stepping::publish(place, &desk, &step).await,
        Verb::GiveBack(reasoned) => stepping::give_back(place, &desk, &reasoned).await,
        Verb::Reopen(reasoned) => stepping::reopen(place, &desk, &reasoned).await,
    }
}

/// Does something as an account, and tells why not.
async fn acting<T>(
    place: &Place,
    desk: &Desk,
    by: &By,
    work: impl AsyncFnOnce(&Chamber<'_>) -> Done<T>,
) -> Result<T, Ending> {
    let password = Secret::read(&by.password_file)?;
    let account = desk.store.account(&by.account).await?;
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.as_str());
    if !is_password(password.reveal(), hash) {
        warn(commands::wrong_password(place.lang));
        return Err(Ending::No);
    }
    let actor = Actor::Command(format!("council as {} ({})", by.account, process::user()));
    let done = async {
        let chamber = Chamber::enter(
            &desk.store,
            &desk.campaign,
            &actor,
            &by.account,
            clock::now(),
        )
        .await?;
        work(&chamber).await
    };
    match done.await {
        Ok(done) => Ok(done),
        Err(Undone::Refused(refusal)) => {
            let zone = &desk.campaign.zone;
            warn(&words::refusal(place.lang, &refusal, zone));
            Err(Ending::No)
        }
        Err(Undone::Ledger(error)) => Err(error.into()),
    }
}

/// A file that something rests on: its name and its bytes.
fn evidence(file: Option<&Path>) -> Result<Option<(String, Vec<u8>)>, Ending> {
    let Some(path) = file else { return Ok(None) };
    let name = path.file_name().map(|name| name.to_string_lossy());
    let name = name.map_or_else(String::new, |name| name.into_owned());
    let bytes = files::bytes(path).map_err(Ending::Complaints)?;
    Ok(Some((name, bytes)))
}

/// A day as it is written here, or as programs write it.
fn day(word: &str) -> Result<Date, String> {
    let written = Date::strptime("%d/%m/%Y", word).or_else(|_| word.parse());
    written.map_err(|_| "28/12/2015".to_owned())
}

fn done(place: &Place) {
    say(commands::done(place.lang));
}
