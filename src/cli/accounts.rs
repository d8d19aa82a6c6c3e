//! `congvu admin …` and `congvu audit …`.

use std::path::PathBuf;

use clap::Args;

use super::{
    Ending, Outcome, Place,
    print::{say, warn},
};
use crate::{
    edge::{
        clock, files,
        secret::Secret,
        store::{Actor, NewAccount, Store, Verified},
    },
    role::Role,
    web::accounts::{SHORTEST, Unfit, hash_password},
    words::commands,
};

/// Arguments of `admin add`.
#[derive(Args)]
pub(super) struct Add {
    /// Tên đăng nhập
    name: String,
    /// Tệp chứa mật khẩu (một dòng)
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
    /// Tên hiển thị
    #[arg(long, default_value = "")]
    display: String,
}

pub(super) async fn add(place: &Place, add: Add) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let password = Secret::read(&add.password_file)?;
    let hash = match hash_password(password.reveal()) {
        Err(Unfit::TooShort) => {
            warn(&commands::short_password(place.lang, SHORTEST));
            return Err(Ending::No);
        }
        hashed => hashed?,
    };
    let store = Store::open(&config.store).await?;
    let actor = Actor::Command("admin add".to_owned());
    let mut tx = store.begin(&actor, clock::now()).await?;
    tx.add_account(&NewAccount {
        name: &add.name,
        display: if add.display.is_empty() {
            &add.name
        } else {
            &add.display
        },
        role: Role::Admin,
        password_hash: &hash,
    })
    .await?;
    tx.commit().await?;
    say(&commands::account_added(place.lang, &add.name));
    Ok(())
}

pub(super) async fn verify(place: &Place) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let store = Store::open(&config.store).await?;
    match store.verify().await? {
        Verified::Intact { rows, head } => {
            say(&commands::audit_intact(place.lang, rows, &head.to_string()));
            Ok(())
        }
        Verified::Broken { seq, fault } => {
            warn(&commands::audit_broken(
                place.lang,
                seq,
                &format!("{fault:?}"),
            ));
            Err(Ending::No)
        }
    }
}
