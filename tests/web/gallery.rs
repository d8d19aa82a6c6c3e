//! Every page of the office, as its routes answer: a page is hung here once and
//! then looked at by whoever cares how pages are. A route that answers a page
//! which does not hang here fails, and so does a form whose answer does not.

use std::{collections::BTreeSet, future::IntoFuture as _, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get as asked,
};
use congvu::{
    role::Role,
    web::{ROUTES, Route},
};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::office::{Answer, CSRF, Office, carry, post, post_files, send};

/// What is asked for by its address and is no page: files, JSON, and what only
/// leads on.
const NO_PAGES: &[&str] = &[
    "/healthz",
    "/static/{name}",
    "/api/v1/openapi.json",
    "/api/v1/health",
    "/api/v1/submissions",
    "/api/v1/submissions/{number}",
    "/api/v1/units",
    "/api/v1/scores",
    "/api/v1/editions",
    "/api/v1/editions/{edition}",
    "/mails/{id}/raw",
    "/mails/{id}/files/{n}",
    "/copies/{unit}/files/{digest}",
    "/council/files/{digest}/{name}",
    "/letters/{id}/raw",
    "/results/{edition}/{file}",
];

/// A page that hangs here.
pub struct Sight {
    /// What it is called in pictures and faults.
    pub name: String,
    answer: Answer,
}

/// All of them.
#[derive(Default)]
pub struct Gallery {
    sights: Vec<Sight>,
    routes: BTreeSet<(&'static str, &'static str)>,
}

/// The route that answers a path: the one that says most of it.
fn route_of(method: &str, path: &str) -> Option<&'static Route> {
    let path = path.split('?').next().unwrap();
    let fits = |route: &&Route| {
        let (own, asked) = (route.path.split('/'), path.split('/'));
        route.method == method
            && own.clone().count() == asked.clone().count()
            && own
                .zip(asked)
                .all(|(own, part)| own.starts_with('{') || own == part)
    };
    let said = |route: &&Route| {
        route
            .path
            .split('/')
            .filter(|own| !own.starts_with('{'))
            .count()
    };
    ROUTES.iter().filter(fits).max_by_key(said)
}

impl Gallery {
    /// Hangs an answer, under a name, as what a route answers.
    pub fn hangs(&mut self, name: &str, method: &str, path: &str, answer: Answer) {
        let kind = answer.header("content-type");
        assert!(
            kind.starts_with("text/html"),
            "{name} is {kind}, {}",
            answer.status
        );
        if let Some(route) = route_of(method, path) {
            self.routes.insert((route.method, route.path));
        }
        if self
            .sights
            .iter()
            .all(|sight| sight.answer.bytes != answer.bytes)
        {
            let name = name.to_owned();
            self.sights.push(Sight { name, answer });
        }
    }

    /// Hangs what the open session of an office sees.
    pub async fn sees(&mut self, office: &Office, scene: &str, paths: &[&str]) {
        for path in paths {
            let answer = office.see(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let name = format!("{scene} {path}").replace(['/', '?', '&'], "_");
            self.hangs(&name, "GET", path, answer);
        }
    }

    /// Hangs what a form of the open session is answered with.
    pub async fn sends(&mut self, office: &Office, name: &str, path: &str, form: &[(&str, &str)]) {
        let answer = office.submit(path, form).await;
        self.hangs(name, "POST", path, answer);
    }

    /// Sends every form there is with nothing in it, as somebody who may, and
    /// hangs whatever page that is answered with.
    pub async fn sends_every_form_empty(&mut self, office: &Office) {
        let mut sessions = Vec::new();
        for role in [Role::Admin, Role::Council, Role::Approver] {
            sessions.push((role, office.one_more_session(role, "forms").await));
        }
        for route in ROUTES.iter().filter(|route| route.method == "POST") {
            // Whoever signs out here would send nothing more.
            if route.path == "/logout" {
                continue;
            }
            let may = sessions.iter().find(|(role, _)| route.access.admits(*role));
            let path = route
                .path
                .replace("{code}", "p.tuha")
                .replace("{unit}", "p.tuha");
            let path = path.replace("{item}", "HT.1");
            let path: Vec<&str> = path
                .split('/')
                .map(|part| if part.starts_with('{') { "1" } else { part })
                .collect();
            let path = path.join("/");
            let files = route.most_bytes > 64 * 1024 && !path.ends_with("/commit");
            let mut request = if files {
                post_files(&path, &[("csrf", None, CSRF.as_bytes())])
            } else {
                post(&path, &[("csrf", CSRF)])
            };
            carry(
                &mut request,
                &format!("congvu={}; congvu-form={CSRF}", may.unwrap().1),
            );
            let answer = send(office.pages(), request).await;
            assert!(
                !answer.status.is_server_error(),
                "{path}: {}",
                answer.status
            );
            let sent_away = answer.header("location").starts_with("/login");
            assert!(
                !sent_away || path.starts_with("/login"),
                "{path} was not let in"
            );
            if !answer.status.is_redirection() {
                let name = format!("empty {path}").replace('/', "_");
                self.hangs(&name, "POST", route.path, answer);
            }
        }
    }

    /// Fails when a route answers pages and none of them hangs here.
    pub fn is_complete(&self) {
        let pages: BTreeSet<_> = ROUTES
            .iter()
            .filter(|route| route.method == "GET")
            .map(|route| route.path)
            .collect();
        let none: BTreeSet<_> = NO_PAGES.iter().copied().collect();
        assert!(none.is_subset(&pages), "{:?}", none.difference(&pages));
        let seen: BTreeSet<_> = self
            .routes
            .iter()
            .filter(|(method, _)| *method == "GET")
            .map(|(_, path)| *path)
            .collect();
        let both: BTreeSet<_> = seen.union(&none).copied().collect();
        assert_eq!(both, pages, "left: looked at or no page, right: the router");
        assert!(seen.is_disjoint(&none), "{:?}", seen.intersection(&none));
    }

    /// Opens the doors: where each page hangs, and the task that shows it.
    pub async fn opens(self, office: &Office) -> (Vec<(String, String)>, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at: SocketAddr = listener.local_addr().unwrap();
        let hung = self.sights.iter().enumerate();
        let places = hung.map(|(n, it)| (it.name.clone(), format!("http://{at}/sight/{n}")));
        let places = places.collect();
        let rooms = Router::new()
            .route("/sight/{n}", asked(show))
            .with_state(Arc::new(self.sights))
            .fallback_service(office.pages());
        let serving = axum::serve(listener, rooms).into_future();
        let serving = tokio::spawn(async move { serving.await.unwrap() });
        (places, serving)
    }
}

/// A page as it was answered, under the law it was answered with.
async fn show(State(sights): State<Arc<Vec<Sight>>>, Path(n): Path<usize>) -> Response {
    let answer = &sights[n].answer;
    let mut headers = HeaderMap::new();
    for name in [header::CONTENT_TYPE, header::CONTENT_SECURITY_POLICY] {
        let value = answer.headers.get(&name).unwrap().clone();
        headers.insert(name, value);
    }
    (answer.status, headers, answer.bytes.clone()).into_response()
}
