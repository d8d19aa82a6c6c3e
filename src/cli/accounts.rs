//! `congvu admin …` and `congvu audit …`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::{
    Ending, Outcome, Place,
    print::{aligned, say, warn},
};
use crate::{
    config::Config,
    edge::{
        clock, files,
        secret::Secret,
        store::{Actor, NewAccount, Store, Tx, Verified},
    },
    password::weakness,
    role::Role,
    text,
    web::{hashing::hash_password, people::is_name, setup},
    words::{Lang, commands, people},
};

/// What is done to accounts.
#[derive(Subcommand)]
pub(super) enum Verb {
    #[command(about = commands::ADMIN_ADD)]
    Add(Add),
    #[command(name = "setup-link", about = people::SETUP_LINK)]
    SetupLink(SetupLink),
    #[command(about = people::LIST)]
    List,
    #[command(about = people::ROLE)]
    Role {
        /// Tên đăng nhập
        name: String,
        /// admin, reviewer, council, approver hoặc viewer
        #[arg(value_parser = role)]
        role: Role,
    },
    #[command(about = people::DISABLE)]
    Disable {
        /// Tên đăng nhập
        name: String,
    },
    #[command(about = people::ENABLE)]
    Enable {
        /// Tên đăng nhập
        name: String,
    },
    #[command(name = "reset-password", about = people::RESET_PASSWORD)]
    ResetPassword {
        /// Tên đăng nhập
        name: String,
        /// Tệp chứa mật khẩu mới (một dòng); không có thì in liên kết
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    #[command(name = "reset-code", about = people::RESET_CODE)]
    ResetCode {
        /// Tên đăng nhập
        name: String,
    },
}

impl Verb {
    /// The account that must be there already.
    fn account(&self) -> Option<&str> {
        match self {
            Self::Add(_) | Self::SetupLink(_) | Self::List => None,
            Self::Role { name, .. }
            | Self::Disable { name }
            | Self::Enable { name }
            | Self::ResetPassword { name, .. }
            | Self::ResetCode { name } => Some(name),
        }
    }
}

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
    /// Vai trò
    #[arg(long, default_value = "admin", value_parser = role)]
    role: Role,
}

/// Arguments of `admin setup-link`.
#[derive(Args)]
pub(super) struct SetupLink {
    /// Tên đăng nhập; chưa có thì được lập
    name: String,
    /// Tên hiển thị của tài khoản mới
    #[arg(long, default_value = "")]
    display: String,
    /// Vai trò của tài khoản mới
    #[arg(long, default_value = "admin", value_parser = role)]
    role: Role,
}

fn role(word: &str) -> Result<Role, String> {
    let words = Role::ALL.map(Role::as_str).join(" | ");
    Role::parse(word).ok_or(words)
}

pub(super) async fn run(place: &Place, verb: Verb) -> Outcome {
    let config = files::config(&place.config).map_err(Ending::Complaints)?;
    let store = Store::open(&config.store).await?;
    let lang = place.lang;
    if let Some(name) = verb.account() {
        must_exist(lang, &store, name).await?;
    }
    match verb {
        Verb::Add(new) => add(lang, &store, new).await,
        Verb::SetupLink(wish) => {
            let link = setup_link(lang, &store, &config, &wish).await?;
            say(&people::link(lang, &wish.name, &link));
            Ok(())
        }
        Verb::List => list(lang, &store).await,
        Verb::Role { name, role } => {
            let mut tx = begin(&store, "admin role").await?;
            if role != Role::Admin && tx.is_last_admin(&name).await? {
                warn(people::last_admin(lang));
                return Err(Ending::No);
            }
            tx.set_role(&name, role).await?;
            tx.commit().await?;
            say(&people::role_changed(lang, &name, role));
            Ok(())
        }
        Verb::Disable { name } => {
            let mut tx = begin(&store, "admin disable").await?;
            if tx.is_last_admin(&name).await? {
                warn(people::last_admin(lang));
                return Err(Ending::No);
            }
            tx.disable_account(&name).await?;
            tx.commit().await?;
            say(&people::disabled(lang, &name));
            Ok(())
        }
        Verb::Enable { name } => {
            let mut tx = begin(&store, "admin enable").await?;
            tx.enable_account(&name).await?;
            tx.commit().await?;
            say(&people::enabled(lang, &name));
            Ok(())
        }
        Verb::ResetPassword {
            name,
            password_file,
        } => reset_password(lang, &store, &config, &name, password_file).await,
        Verb::ResetCode { name } => {
            let mut tx = begin(&store, "admin reset-code").await?;
            tx.reset_totp(&name).await?;
            tx.commit().await?;
            say(&people::code_reset(lang, &name));
            Ok(())
        }
    }
}

/// Goes no further without an account of that name.
async fn must_exist(lang: Lang, store: &Store, name: &str) -> Outcome {
    if store.account(name).await?.is_some() {
        return Ok(());
    }
    warn(&people::no_account(lang, name));
    Err(Ending::No)
}

/// Goes no further with a name that nobody can sign in with.
fn must_be_name(lang: Lang, name: &str) -> Outcome {
    if is_name(name) {
        return Ok(());
    }
    warn(&people::name_rule(lang, name));
    Err(Ending::No)
}

async fn begin(store: &Store, verb: &str) -> Result<Tx, Ending> {
    let actor = Actor::Command(verb.to_owned());
    Ok(store.begin(&actor, clock::now()).await?)
}

async fn add(lang: Lang, store: &Store, add: Add) -> Outcome {
    must_be_name(lang, &add.name)?;
    if store.account(&add.name).await?.is_some() {
        warn(&people::account_taken(lang, &add.name));
        return Err(Ending::No);
    }
    let hash = hashed(lang, &add.password_file, &[&add.name, &add.display])?;
    let mut tx = begin(store, "admin add").await?;
    let display = text::tidy(&add.display);
    tx.add_account(&NewAccount {
        name: &add.name,
        display: if display.is_empty() {
            &add.name
        } else {
            &display
        },
        role: add.role,
        password_hash: &hash,
    })
    .await?;
    tx.commit().await?;
    say(&commands::account_added(lang, &add.name));
    Ok(())
}

/// The hash of the password in a file, if it is a good one.
fn hashed(lang: Lang, file: &std::path::Path, names: &[&str]) -> Result<String, Ending> {
    let password = Secret::read(file)?;
    if let Some(weakness) = weakness(password.reveal(), names) {
        warn(&people::weakness(lang, weakness));
        return Err(Ending::No);
    }
    Ok(hash_password(password.reveal())?)
}

/// Makes a link for an account, and the account if there is none.
async fn setup_link(
    lang: Lang,
    store: &Store,
    config: &Config,
    wish: &SetupLink,
) -> Result<String, Ending> {
    let known = store.account(&wish.name).await?;
    if known.is_none() {
        must_be_name(lang, &wish.name)?;
    }
    let mut tx = begin(store, "admin setup-link").await?;
    if known.is_none() {
        let display = text::tidy(&wish.display);
        tx.add_account(&NewAccount {
            name: &wish.name,
            display: if display.is_empty() {
                &wish.name
            } else {
                &display
            },
            role: wish.role,
            password_hash: "",
        })
        .await?;
    }
    let link = new_link(&mut tx, config, &wish.name).await?;
    tx.commit().await?;
    Ok(link)
}

async fn new_link(tx: &mut Tx, config: &Config, name: &str) -> Result<String, Ending> {
    let (url, digest) = setup::new_link(&config.web.public_url)
        .map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    let until = clock::now().checked_add(setup::LIFE).context("the clock")?;
    tx.make_link(name, digest, until).await?;
    Ok(url)
}

async fn reset_password(
    lang: Lang,
    store: &Store,
    config: &Config,
    name: &str,
    password_file: Option<PathBuf>,
) -> Outcome {
    let hash = match &password_file {
        Some(file) => Some(hashed(lang, file, &[name])?),
        None => None,
    };
    let mut tx = begin(store, "admin reset-password").await?;
    if let Some(hash) = hash {
        tx.set_password(name, &hash, None).await?;
        tx.commit().await?;
        say(&people::password_set(lang, name));
    } else {
        let link = new_link(&mut tx, config, name).await?;
        tx.commit().await?;
        say(&people::link(lang, name, &link));
    }
    Ok(())
}

async fn list(lang: Lang, store: &Store) -> Outcome {
    let mut rows = vec![people::columns(lang)];
    for line in store.account_lines(clock::now()).await? {
        let account = &line.account;
        rows.push(vec![
            account.name.clone(),
            account.display.clone(),
            people::role(lang, account.role).to_owned(),
            people::state(lang, account.is_enabled(), account.has_password()).to_owned(),
            people::yes_no(lang, account.totp.is_some()).to_owned(),
            line.sessions.to_string(),
        ]);
    }
    for row in aligned(&rows) {
        say(&row);
    }
    Ok(())
}

/// While nobody can manage accounts, a link for whoever reads what the daemon
/// prints; nobody else can.
pub(super) async fn first_link(
    lang: Lang,
    store: &Store,
    config: &Config,
) -> Result<Option<String>, Ending> {
    let accounts = store.accounts().await?;
    let able = |role: Role| role == Role::Admin;
    let mut admins = accounts.iter().filter(|account| able(account.role));
    if admins.any(|account| account.is_enabled() && account.has_password()) {
        return Ok(None);
    }
    let wish = SetupLink {
        name: FIRST.to_owned(),
        display: String::new(),
        role: Role::Admin,
    };
    // One of that name that is locked, or is something else, was left so by a
    // person.
    let taken = accounts.iter().find(|account| account.name == FIRST);
    if taken.is_some_and(|account| !able(account.role) || !account.is_enabled()) {
        return Ok(None);
    }
    setup_link(lang, store, config, &wish).await.map(Some)
}

/// Name of the first account, when the daemon makes it.
const FIRST: &str = "admin";

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
