//! The office's pages: a door. What a page says stands in `words::pages`; here
//! is who may see it, what it is filled with, and what every answer carries.
//!
//! All routes stand in one table, [`ROUTES`], each with the right it asks for. A
//! route is closed to whoever is not signed in and to whoever has not that right
//! unless the table says otherwise, and a form is refused unless
//! it carries the token of the session it was made for: neither is left to the
//! page.

pub mod routes;

pub mod hashing;

pub mod proof;

pub mod setup;

pub mod second_factor;

pub mod me;

pub mod people;

pub mod links;

pub mod programs;

pub mod hooks;

pub mod api;

pub mod failure;

pub mod ask;

pub mod aside;

pub mod live;

pub mod assets;

pub mod headers;

pub mod session;

pub mod forms;

pub mod throttle;

pub mod login;

pub mod health;

pub mod dashboard;

pub mod arrivals;

pub mod reminders;

pub mod typed;

pub mod units;

pub mod unit;

pub mod unit_forms;

pub mod unit_edit;

pub mod unit_import;

pub mod filter;

pub mod mails;

pub mod queue;

pub mod review;

pub mod bulk;

pub mod came;

pub mod sheet;

pub mod history;

mod told;

pub mod mail;

pub mod download;

pub mod ranking;

pub mod score_sheet;

pub mod results;

pub mod comparison;

pub mod copies;

pub mod dossier;

pub mod receiving;

pub mod imports;

pub mod council;

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::extract::FromRef;
use jiff::Timestamp;
use tokio::{net::TcpListener, sync::Semaphore};

use crate::{
    campaign::Campaign,
    edge::{
        clock,
        store::{Account, Store},
    },
    flow::Desk,
    role::Role,
    words::{
        Lang,
        pages::{Frame, Here, SignedIn, labels::People},
        times,
    },
    workbook,
};
pub use routes::{Access, ROUTES, Route, router};
use session::Person;

/// Most bytes of a form. None of ours is larger; a route that takes files says
/// in the table how much it takes.
const FORM_BYTES: usize = 64 * 1024;

/// How long an answer may take, the database's own patience included.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the pages are made from. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The ledger.
    pub store: Store,
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// What a person's decisions are carried out with.
    pub desk: Desk,
    /// What stands between the browser and this program.
    pub front: Front,
    /// How old the last complete look at the mailbox may be before something
    /// is wrong.
    pub stale_after: Duration,
    /// Is no proof accepted, so that every report waits for a person?
    pub reviews_everything: bool,
    /// Bounds under which files were opened when they were judged.
    pub limits: workbook::Limits,
    /// Do those who decide something need a second factor?
    pub asks_for_codes: bool,
    /// What the address of every page begins with, for links that are sent.
    pub public_url: String,
    /// What time it is.
    pub clock: fn() -> Timestamp,
    turns: Arc<Semaphore>,
    shelf: results::Shelf,
}

/// What the routes hold. Whoever answers a request takes an [`App`] from it,
/// with the registry as it stood when the request came in.
#[derive(Clone)]
pub struct Pages(App);

impl Pages {
    /// What stands between the browser and this program.
    fn front(&self) -> Front {
        self.0.front
    }
}

impl FromRef<Pages> for App {
    fn from_ref(Pages(app): &Pages) -> Self {
        let campaign = app.desk.register.last();
        let mut app = app.clone();
        app.desk.examiner.campaign = campaign.clone();
        app.desk.campaign = campaign.clone();
        app.campaign = campaign;
        app
    }
}

/// What stands between the browser and this program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Front {
    /// Nothing: plain HTTP, for a browser on the same machine.
    #[default]
    Nothing,
    /// A proxy of ours that speaks HTTPS, passes `Host` on as the browser sent
    /// it, and writes who asked at the end of `X-Forwarded-For`.
    HttpsProxy,
}

impl App {
    /// The pages of an office, for a browser on the same machine.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self {
            store: desk.store.clone(),
            campaign: desk.campaign.clone(),
            desk,
            front: Front::Nothing,
            stale_after: Duration::from_secs(600),
            reviews_everything: false,
            limits: workbook::Limits::default(),
            asks_for_codes: false,
            public_url: "http://127.0.0.1:8080".to_owned(),
            clock: clock::now,
            turns: Arc::new(Semaphore::new(aside::AT_ONCE)),
            shelf: results::Shelf::default(),
        }
    }

    /// Must an account of this role have a second factor?
    #[must_use]
    pub fn asks_for_code(&self, role: Role) -> bool {
        self.asks_for_codes && role.decides()
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// What stands around a page.
    fn frame(&self, title: impl Into<String>, here: Here, person: Option<&Person>) -> Frame {
        Frame {
            title: title.into(),
            campaign: self.campaign.title.clone(),
            office: self.campaign.office.name.clone(),
            person: person.map(|person| SignedIn {
                display: person.display.clone(),
                csrf: person.csrf.clone(),
                role: person.role,
            }),
            here,
            made: times::moment(Lang::Vi, self.now(), &self.campaign.zone),
        }
    }

    /// What stands around a page of the menu.
    fn menu_frame(&self, here: Here, person: &Person) -> Frame {
        self.frame(here.title(), here, Some(person))
    }

    /// A moment in a narrow column.
    fn short(&self, at: Timestamp) -> String {
        times::short(at, &self.campaign.zone)
    }

    /// An hour of today.
    fn clock_of(&self, at: Timestamp) -> String {
        times::clock(at, &self.campaign.zone)
    }

    /// A moment in full.
    fn long(&self, at: Timestamp) -> String {
        times::moment(Lang::Vi, at, &self.campaign.zone)
    }

    /// What people call whoever has an account.
    ///
    /// # Errors
    /// When the ledger does not answer.
    async fn people(&self) -> Result<People, failure::Failure> {
        let accounts = self.store.accounts().await?;
        let named = |account: Account| (account.name, account.display);
        Ok(accounts.into_iter().map(named).collect())
    }

    /// The name of a unit, or its code when the registry has it no more.
    fn unit_name(&self, code: &str) -> String {
        let mut units = self.campaign.registry.iter();
        units
            .find(|unit| unit.code == code)
            .map_or_else(|| code.to_owned(), |unit| unit.short_name.clone())
    }
}

/// Serves the pages until `stop`, then lets running answers end.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let pages = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, pages)
        .with_graceful_shutdown(stop)
        .await
}
