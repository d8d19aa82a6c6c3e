//! Everything there is to ask for, and who may: one table.
//!
//! A new page is a line of [`ROUTES`], in the part of its subject, with the
//! right it asks for, and a line of the table in `tests/web/who_may_what.rs`:
//! a route that is not expected there fails that test. A form that carries
//! files says how large it may be with [`Route::taking`]; [`super::forms`] says
//! how its page is written.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::Uri,
    middleware,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};

use super::{
    App, FORM_BYTES, Pages, api, assets, bulk, comparison, copies, council, dashboard, dossier,
    download, failure::Failure, forms, headers, health, hooks, imports, links, login, mail, mails,
    me, people, programs, queue, ranking, receiving, reminders, results, review, score_sheet,
    second_factor, session, setup, unit, unit_edit, unit_forms, unit_import, units,
};
use crate::role::{Right, Role, Scope};

/// Who may ask for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in and has this right.
    May(Right),
    /// A program whose token opens this; no person, signed in or not.
    Token(Scope),
}

impl Access {
    /// Does it admit somebody of this role who is signed in?
    #[must_use]
    pub fn admits(self, role: Role) -> bool {
        match self {
            Self::Anyone | Self::SignedIn => true,
            Self::May(right) => role.may(right),
            Self::Token(_) => false,
        }
    }
}

/// A line of the table of routes.
pub struct Route {
    /// The method, `GET` or `POST`.
    pub method: &'static str,
    /// The path, with what varies in braces.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
    /// Most bytes of what is sent with it.
    pub most_bytes: usize,
    answer: fn() -> MethodRouter<Pages>,
}

impl Route {
    const fn new(
        method: &'static str,
        path: &'static str,
        access: Access,
        answer: fn() -> MethodRouter<Pages>,
    ) -> Self {
        Self {
            method,
            path,
            access,
            most_bytes: FORM_BYTES,
            answer,
        }
    }

    /// The same for a form that carries files, up to so many bytes in all.
    #[must_use]
    pub const fn taking(mut self, most_bytes: usize) -> Self {
        self.most_bytes = most_bytes;
        self
    }
}

/// Most bytes of a form with evidence for the council.
const EVIDENCE: usize = 12 * 1024 * 1024;

/// Everything there is to ask for, a line each.
#[rustfmt::skip]
pub const ROUTES: &[Route] = &[
    // Doors.
    anyone("GET", "/healthz", || get(health::show)),
    anyone("GET", "/static/{name}", || get(assets::show)),
    anyone("GET", "/login", || get(login::show)),
    anyone("POST", "/login", || post(login::sign_in)),
    anyone("GET", "/login/code", || get(login::show_code)),
    anyone("POST", "/login/code", || post(login::take_code)),
    signed_in("POST", "/logout", || post(login::sign_out)),
    anyone("GET", "/setup/{token}", || get(setup::show)),
    anyone("POST", "/setup/{token}", || post(setup::set)),
    // One's own account.
    signed_in("GET", "/me", || get(me::show)),
    signed_in("POST", "/me/password", || post(me::change_password)),
    signed_in("POST", "/me/sessions", || post(me::end_session)),
    signed_in("GET", "/me/second-factor", || get(second_factor::show)),
    signed_in("POST", "/me/second-factor", || post(second_factor::begin)),
    signed_in("POST", "/me/second-factor/confirm", || post(second_factor::confirm)),
    signed_in("POST", "/me/second-factor/codes", || post(second_factor::renew)),
    // Everybody's accounts.
    may("GET", "/accounts", Right::Accounts, || get(people::show)),
    may("POST", "/accounts", Right::Accounts, || post(people::add)),
    may("GET", "/accounts/{id}", Right::Accounts, || get(people::one)),
    may("POST", "/accounts/{id}/role", Right::Accounts, || post(people::change_role)),
    may("POST", "/accounts/{id}/disable", Right::Accounts, || post(people::disable)),
    may("POST", "/accounts/{id}/enable", Right::Accounts, || post(people::enable)),
    may("POST", "/accounts/{id}/sessions", Right::Accounts, || post(people::end_sessions)),
    may("POST", "/accounts/{id}/second-factor", Right::Accounts, || post(links::reset_code)),
    may("POST", "/accounts/{id}/link", Right::Accounts, || post(links::link)),
    // What programs may read, and which are told.
    may("GET", "/accounts/tokens", Right::Accounts, || get(programs::tokens)),
    may("POST", "/accounts/tokens", Right::Accounts, || post(programs::add_token)),
    may("POST", "/accounts/tokens/{id}/revoke", Right::Accounts, || post(programs::revoke_token)),
    may("GET", "/accounts/webhooks", Right::Accounts, || get(hooks::webhooks)),
    may("POST", "/accounts/webhooks", Right::Accounts, || post(hooks::add_webhook)),
    may("GET", "/accounts/webhooks/{id}", Right::Accounts, || get(hooks::webhook)),
    may("POST", "/accounts/webhooks/{id}/rotate", Right::Accounts, || post(hooks::rotate)),
    may("POST", "/accounts/webhooks/{id}/disable", Right::Accounts, || post(hooks::disable)),
    may("POST", "/accounts/webhooks/{id}/enable", Right::Accounts, || post(hooks::enable)),
    may("POST", "/accounts/webhooks/{id}/deliveries/{delivery}/resend", Right::Accounts, || post(hooks::resend)),
    // For programs.
    anyone("GET", api::document::HERE, || get(api::document::show)),
    anyone("GET", "/api/v1/health", || get(api::read::health)),
    program("/api/v1/submissions", Scope::Submissions, || get(api::read::submissions)),
    program("/api/v1/submissions/{number}", Scope::Submissions, || get(api::read::one)),
    program("/api/v1/units", Scope::Units, || get(api::read::units)),
    program("/api/v1/scores", Scope::Scores, || get(api::read::scores)),
    anyone("GET", "/api/v1/editions", || get(api::read::editions)),
    anyone("GET", "/api/v1/editions/{edition}", || get(api::read::edition)),
    // The state of the office.
    may("GET", "/", Right::View, || get(dashboard::show)),
    // Who is asked, and who is reminded.
    may("GET", "/units", Right::View, || get(units::show)),
    may("GET", "/units/new", Right::Registry, || get(unit_edit::blank)),
    may("POST", "/units/new", Right::Registry, || post(unit_edit::create)),
    may("GET", "/units/import", Right::Registry, || get(unit_import::ask)),
    may("POST", "/units/import", Right::Registry, || post(unit_import::preview)).taking(unit_import::MOST_BYTES),
    may("POST", "/units/import/commit", Right::Registry, || post(unit_import::commit)).taking(unit_import::MOST_BYTES),
    may("GET", "/units/{code}", Right::View, || get(unit::show)),
    may("POST", "/units/{code}", Right::Registry, || post(unit_edit::change)),
    may("POST", "/units/{code}/mailboxes", Right::Registry, || post(unit_forms::mailbox)),
    may("POST", "/units/{code}/contacts", Right::Registry, || post(unit_forms::contact)),
    may("POST", "/units/{code}/terms", Right::FollowUp, || post(unit_forms::terms)),
    may("GET", "/reminders", Right::View, || get(reminders::show)),
    may("GET", "/reminders/preview", Right::FollowUp, || get(reminders::preview)),
    may("POST", "/reminders", Right::FollowUp, || post(reminders::send)),
    // What waits for a person.
    may("GET", "/queue", Right::View, || get(queue::show)),
    may("POST", "/queue/choose", Right::Review, || post(bulk::choose)),
    may("POST", "/queue/act", Right::Review, || post(bulk::act)),
    may("GET", "/queue/done", Right::Review, || get(bulk::done)),
    may("POST", "/mails/{id}/claim", Right::Review, || post(review::claim)),
    may("POST", "/mails/{id}/release", Right::Review, || post(review::release)),
    may("POST", "/mails/{id}/preview", Right::Review, || post(review::preview)),
    may("POST", "/mails/{id}/decide", Right::Review, || post(review::decide)),
    // Mails.
    may("GET", "/mails", Right::View, || get(mails::show)),
    may("GET", "/mails/{id}", Right::View, || get(mail::show)),
    may("GET", "/mails/{id}/raw", Right::Download, || get(download::raw)),
    may("GET", "/mails/{id}/files/{n}", Right::Download, || get(download::file)),
    // Copies on paper and through document software.
    may("GET", "/copies", Right::View, || get(copies::show)),
    may("GET", "/copies/{unit}", Right::View, || get(dossier::show)),
    may("GET", "/copies/{unit}/files/{digest}", Right::Download, || get(receiving::file)),
    may("POST", "/copies/{unit}/paper", Right::Receive, || post(receiving::paper)).taking(receiving::SCAN_BYTES),
    may("POST", "/copies/{unit}/document_software", Right::Receive, || post(receiving::software)).taking(receiving::SCAN_BYTES),
    may("POST", "/copies/{unit}/withdraw", Right::Receive, || post(receiving::withdraw)),
    may("POST", "/copies/{unit}/settle", Right::Receive, || post(receiving::settle)),
    may("GET", "/imports", Right::Receive, || get(imports::show)),
    may("POST", "/imports", Right::Receive, || post(imports::upload)).taking(imports::REGISTER_BYTES),
    may("GET", "/imports/{id}", Right::Receive, || get(imports::preview)),
    may("POST", "/imports/{id}", Right::Receive, || post(imports::take)),
    // The council.
    may("GET", "/council", Right::View, || get(council::overview::show)),
    may("GET", "/council/grid", Right::View, || get(council::grid::show)),
    may("GET", "/council/differences", Right::View, || get(council::differences::show)),
    may("GET", "/council/files/{digest}/{name}", Right::Download, || get(council::differences::file)),
    may("GET", "/council/units/{unit}", Right::View, || get(council::unit::show)),
    may("GET", "/council/units/{unit}/items/{item}", Right::View, || get(council::item::show)),
    may("POST", "/council/units/{unit}/verify", Right::Verify, || post(council::item::verify)).taking(EVIDENCE),
    may("POST", "/council/units/{unit}/mark", Right::Verify, || post(council::item::mark)),
    may("POST", "/council/units/{unit}/visit", Right::Verify, || post(council::unit::visit)).taking(EVIDENCE),
    may("POST", "/council/units/{unit}/explained", Right::Verify, || post(council::unit::explained)),
    may("GET", "/council/decisions", Right::View, || get(council::decisions::show)),
    may("POST", "/council/decide", Right::Verify, || post(council::decisions::decide)),
    may("POST", "/council/step/close-verification", Right::Verify, || post(council::steps::close_verification)),
    may("POST", "/council/step/open-round", Right::Verify, || post(council::steps::open_round)),
    may("POST", "/council/step/close-round", Right::Verify, || post(council::steps::close_round)),
    may("POST", "/council/step/finalise", Right::Finalise, || post(council::steps::finalise)),
    may("POST", "/council/step/approve", Right::Approve, || post(council::steps::approve)),
    may("POST", "/council/step/publish", Right::Publish, || post(council::steps::publish)),
    // By whoever would approve, or by the head or deputy of the council: the
    // rules of the step say which.
    may("POST", "/council/step/give-back", Right::Download, || post(council::steps::give_back)),
    may("POST", "/council/step/reopen", Right::Finalise, || post(council::steps::reopen)),
    may("GET", "/council/approval", Right::View, || get(council::approval::show)),
    may("GET", "/council/members", Right::View, || get(council::members::show)),
    may("POST", "/council/members", Right::Accounts, || post(council::members::seat)),
    may("POST", "/council/members/end", Right::Accounts, || post(council::members::unseat)),
    may("GET", "/letters/{id}/raw", Right::Download, || get(download::letter)),
    // Results.
    anyone("GET", "/results", || get(results::newest)),
    anyone("GET", "/results/{edition}", || get(results::show)),
    anyone("GET", "/results/{edition}/{file}", || get(results::file)),
    may("GET", "/ranking", Right::View, || get(ranking::show)),
    may("GET", "/ranking/{unit}", Right::View, || get(score_sheet::show)),
    may("GET", "/comparison", Right::View, || get(comparison::show)),
];

const fn anyone(
    method: &'static str,
    path: &'static str,
    answer: fn() -> MethodRouter<Pages>,
) -> Route {
    Route::new(method, path, Access::Anyone, answer)
}

const fn signed_in(
    method: &'static str,
    path: &'static str,
    answer: fn() -> MethodRouter<Pages>,
) -> Route {
    Route::new(method, path, Access::SignedIn, answer)
}

const fn may(
    method: &'static str,
    path: &'static str,
    right: Right,
    answer: fn() -> MethodRouter<Pages>,
) -> Route {
    Route::new(method, path, Access::May(right), answer)
}

const fn program(path: &'static str, scope: Scope, answer: fn() -> MethodRouter<Pages>) -> Route {
    Route::new("GET", path, Access::Token(scope), answer)
}

async fn nothing_here(uri: Uri) -> Response {
    match uri.path().starts_with(api::ROOT) {
        true => api::Problem::NotFound.into_response(),
        false => Failure::NotFound.into_response(),
    }
}

async fn wrong_method(uri: Uri) -> Response {
    match uri.path().starts_with(api::ROOT) {
        true => api::Problem::WrongMethod.into_response(),
        false => Failure::WrongMethod.into_response(),
    }
}

/// All pages.
pub fn router(app: App) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let mut answer = (route.answer)();
        // The layer added last is passed first: who asks, then what they sent.
        if route.method == "POST" {
            let state = (app.clone(), route.most_bytes);
            answer = answer
                .route_layer(DefaultBodyLimit::max(route.most_bytes))
                .route_layer(middleware::from_fn_with_state(state, forms::guard));
        }
        answer = match route.access {
            Access::Anyone => answer,
            Access::SignedIn | Access::May(_) => {
                let state = (app.clone(), route.access);
                answer.route_layer(middleware::from_fn_with_state(state, session::guard))
            }
            Access::Token(scope) => {
                let state = (app.clone(), scope);
                answer.route_layer(middleware::from_fn_with_state(state, api::guard))
            }
        };
        router = router.route(route.path, answer);
    }
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(middleware::from_fn(headers::in_time))
        .layer(middleware::from_fn_with_state(app.clone(), headers::guard))
        .with_state(Pages(app))
}
