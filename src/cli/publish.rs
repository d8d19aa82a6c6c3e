//! `congvu publish`: a published edition as a folder for everybody.

use std::path::PathBuf;

use clap::Args;

use super::{
    Ending, Outcome, Place, desk,
    export::put,
    print::{say, warn},
};
use crate::{
    edition::Edition,
    publication::{Basis, folder},
    words::publication::commands,
};

/// Arguments of `publish`.
#[derive(Args)]
pub(super) struct Publish {
    /// Thư mục để ghi (index.html, các tệp và SHA256SUMS)
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Bản công bố số mấy; không nêu thì lấy bản mới nhất
    #[arg(long, value_name = "N")]
    edition: Option<u32>,
}

pub(super) async fn run(place: &Place, publish: Publish) -> Outcome {
    let (_, desk) = desk::open(place).await?;
    let editions = desk.store.editions(&desk.campaign.id).await?;
    let wanted = |edition: &&Edition| {
        publish
            .edition
            .is_none_or(|number| number == edition.number)
    };
    let public = |edition: &&Edition| edition.published_at.is_some();
    let Some(edition) = editions.iter().rev().filter(public).find(wanted) else {
        warn(&commands::nothing_published(place.lang, publish.edition));
        return Err(Ending::No);
    };
    if !edition.is_intact() {
        warn(&commands::not_intact(place.lang, edition.number));
        return Err(Ending::No);
    }
    let mut files = folder::public(&Basis::edition(&desk.campaign, edition))?;
    // The page comes last: whoever sees it finds what it leads to.
    files.sort_by_key(|file| file.name == folder::INDEX);
    for file in files {
        put(place, &publish.out, &file.name, &file.bytes)?;
    }
    say(&commands::folder_written(place.lang, edition.number));
    Ok(())
}
