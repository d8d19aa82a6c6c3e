//! Who may what: every route, every role, and nobody. A route that is not in
//! the table below fails here, so that none is opened without being thought of.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use congvu::{
    role::{Right, Role},
    web::{Access, ROUTES},
};

use crate::office::{CSRF, Office, carry, get, post, send};

/// The whole law. A letter for each role that is let in (admin, reviewer,
/// council, approver, viewer); a star for whoever comes along; a dash for
/// programs only, whatever person asks.
const LAW: &[(&str, &str, &str)] = &[
    ("GET", "/healthz", "*"),
    ("GET", "/static/{name}", "*"),
    ("GET", "/login", "*"),
    ("POST", "/login", "*"),
    ("GET", "/login/code", "*"),
    ("POST", "/login/code", "*"),
    ("POST", "/logout", "arcpv"),
    ("GET", "/setup/{token}", "*"),
    ("POST", "/setup/{token}", "*"),
    ("GET", "/me", "arcpv"),
    ("POST", "/me/password", "arcpv"),
    ("POST", "/me/sessions", "arcpv"),
    ("GET", "/me/second-factor", "arcpv"),
    ("POST", "/me/second-factor", "arcpv"),
    ("POST", "/me/second-factor/confirm", "arcpv"),
    ("POST", "/me/second-factor/codes", "arcpv"),
    ("GET", "/accounts", "a"),
    ("POST", "/accounts", "a"),
    ("GET", "/accounts/{id}", "a"),
    ("POST", "/accounts/{id}/role", "a"),
    ("POST", "/accounts/{id}/disable", "a"),
    ("POST", "/accounts/{id}/enable", "a"),
    ("POST", "/accounts/{id}/sessions", "a"),
    ("POST", "/accounts/{id}/second-factor", "a"),
    ("POST", "/accounts/{id}/link", "a"),
    ("GET", "/accounts/tokens", "a"),
    ("POST", "/accounts/tokens", "a"),
    ("POST", "/accounts/tokens/{id}/revoke", "a"),
    ("GET", "/accounts/webhooks", "a"),
    ("POST", "/accounts/webhooks", "a"),
    ("GET", "/accounts/webhooks/{id}", "a"),
    ("POST", "/accounts/webhooks/{id}/rotate", "a"),
    ("POST", "/accounts/webhooks/{id}/disable", "a"),
    ("POST", "/accounts/webhooks/{id}/enable", "a"),
    (
        "POST",
        "/accounts/webhooks/{id}/deliveries/{delivery}/resend",
        "a",
    ),
    ("GET", "/api/v1/openapi.json", "*"),
    ("GET", "/api/v1/health", "*"),
    ("GET", "/api/v1/submissions", "-"),
    ("GET", "/api/v1/submissions/{number}", "-"),
    ("GET", "/api/v1/units", "-"),
    ("GET", "/api/v1/scores", "-"),
    ("GET", "/api/v1/editions", "*"),
    ("GET", "/api/v1/editions/{edition}", "*"),
    ("GET", "/", "arcpv"),
    ("GET", "/units", "arcpv"),
    ("GET", "/units/new", "a"),
    ("POST", "/units/new", "a"),
    ("GET", "/units/import", "a"),
    ("POST", "/units/import", "a"),
    ("POST", "/units/import/commit", "a"),
    ("GET", "/units/{code}", "arcpv"),
    ("POST", "/units/{code}", "a"),
    ("POST", "/units/{code}/mailboxes", "a"),
    ("POST", "/units/{code}/contacts", "a"),
    ("POST", "/units/{code}/terms", "ar"),
    ("GET", "/reminders", "arcpv"),
    ("GET", "/reminders/preview", "ar"),
    ("POST", "/reminders", "ar"),
    ("GET", "/mails", "arcpv"),
    ("GET", "/mails/{id}", "arcpv"),
    ("GET", "/mails/{id}/raw", "arcp"),
    ("GET", "/mails/{id}/files/{n}", "arcp"),
    ("GET", "/copies", "arcpv"),
    ("GET", "/copies/{unit}", "arcpv"),
    ("GET", "/copies/{unit}/files/{digest}", "arcp"),
    ("POST", "/copies/{unit}/paper", "ar"),
    ("POST", "/copies/{unit}/document_software", "ar"),
    ("POST", "/copies/{unit}/withdraw", "ar"),
    ("POST", "/copies/{unit}/settle", "ar"),
    ("GET", "/imports", "ar"),
    ("POST", "/imports", "ar"),
    ("GET", "/imports/{id}", "ar"),
    ("POST", "/imports/{id}", "ar"),
    ("GET", "/council", "arcpv"),
    ("GET", "/council/grid", "arcpv"),
    ("GET", "/council/differences", "arcpv"),
    ("GET", "/council/files/{digest}/{name}", "arcp"),
    ("GET", "/council/units/{unit}", "arcpv"),
    ("GET", "/council/units/{unit}/items/{item}", "arcpv"),
    ("POST", "/council/units/{unit}/verify", "c"),
    ("POST", "/council/units/{unit}/mark", "c"),
    ("POST", "/council/units/{unit}/visit", "c"),
    ("POST", "/council/units/{unit}/explained", "c"),
    ("GET", "/council/decisions", "arcpv"),
    ("POST", "/council/decide", "c"),
    ("POST", "/council/step/close-verification", "c"),
    ("POST", "/council/step/open-round", "c"),
    ("POST", "/council/step/close-round", "c"),
    ("POST", "/council/step/finalise", "c"),
    ("POST", "/council/step/approve", "p"),
    ("POST", "/council/step/publish", "a"),
    ("POST", "/council/step/give-back", "arcp"),
    ("POST", "/council/step/reopen", "c"),
    ("GET", "/council/approval", "arcpv"),
    ("GET", "/council/members", "arcpv"),
    ("POST", "/council/members", "a"),
    ("POST", "/council/members/end", "a"),
    ("GET", "/results", "*"),
    ("GET", "/results/{edition}", "*"),
    ("GET", "/results/{edition}/{file}", "*"),
    ("GET", "/letters/{id}/raw", "arcp"),
    ("GET", "/queue", "arcpv"),
    ("POST", "/queue/choose", "ar"),
    ("POST", "/queue/act", "ar"),
    ("GET", "/queue/done", "ar"),
    ("POST", "/mails/{id}/claim", "ar"),
    ("POST", "/mails/{id}/release", "ar"),
    ("POST", "/mails/{id}/preview", "ar"),
    ("POST", "/mails/{id}/decide", "ar"),
    ("GET", "/ranking", "arcpv"),
    ("GET", "/ranking/{unit}", "arcpv"),
    ("GET", "/comparison", "arcpv"),
];

fn expected(method: &str, path: &str) -> Option<&'static str> {
    let mut law = LAW.iter();
    law.find(|(m, p, _)| (*m, *p) == (method, path))
        .map(|(_, _, who)| *who)
}

/// Is the role among those that are let in?
fn lets_in(who: &str, role: Role) -> bool {
    let letter = match role {
        Role::Admin => 'a',
        Role::Reviewer => 'r',
        Role::Council => 'c',
        Role::Approver => 'p',
        Role::Viewer => 'v',
    };
    who == "*" || who.contains(letter)
}

/// A path of a route, with something in place of what varies.
pub fn a_path_of(route: &str) -> String {
    route
        .split('/')
        .map(|part| match part {
            "{name}" => "style.css",
            varies if varies.starts_with('{') => "1",
            part => part,
        })
        .collect::<Vec<_>>()
        .join("/")
}

#[test]
fn every_route_is_in_the_law_and_the_law_names_only_routes() {
    let routes: BTreeSet<_> = ROUTES.iter().map(|r| (r.method, r.path)).collect();
    let law: BTreeSet<_> = LAW.iter().map(|(m, p, _)| (*m, *p)).collect();
    assert_eq!(routes, law, "left: the router, right: the law");
    assert_eq!(routes.len(), ROUTES.len(), "a route stands twice");
    assert_eq!(law.len(), LAW.len(), "a line of the law stands twice");
}

#[test]
fn no_route_changes_anything_by_being_looked_at() {
    for route in ROUTES {
        assert!(["GET", "POST"].contains(&route.method), "{}", route.path);
    }
}

#[test]
fn what_the_table_asks_for_is_what_the_law_expects() {
    for route in ROUTES {
        let who = expected(route.method, route.path).unwrap();
        for role in Role::ALL {
            let admits = route.access.admits(role);
            assert_eq!(
                admits,
                lets_in(who, role),
                "{} {}",
                route.path,
                role.as_str()
            );
        }
        assert_eq!(route.access == Access::Anyone, who == "*");
    }
}

#[tokio::test]
async fn a_stranger_is_sent_to_sign_in_by_every_route_but_the_open_ones() {
    let office = Office::open().await;
    for route in ROUTES {
        let path = a_path_of(route.path);
        let request = match route.method {
            "POST" => post(&path, &[("csrf", CSRF)]),
            _ => get(&path),
        };
        let answer = send(office.pages(), request).await;
        // The page of the code sends away whoever has shown no password.
        let sent_away = answer.status == StatusCode::SEE_OTHER
            && answer.header("location").starts_with("/login")
            && path != "/login/code";
        let who = expected(route.method, route.path).unwrap();
        let programs = who == "-";
        assert_eq!(
            sent_away,
            who != "*" && !programs,
            "{} {path}",
            route.method
        );
        let unknown = answer.status == StatusCode::UNAUTHORIZED;
        assert!(unknown || !programs, "{} {path}", route.method);
    }
}

#[tokio::test]
async fn every_role_is_answered_by_its_routes_and_refused_by_the_others() {
    for role in Role::ALL {
        let office = Office::open().await;
        office.signed_in_as(role).await;
        for route in ROUTES.iter().filter(|r| r.access != Access::Anyone) {
            let path = a_path_of(route.path);
            // Signing out, and some other forms, end what the next would need.
            let which = format!("{} {path}", route.method);
            let token = office.one_more_session(role, &which).await;
            let mut request = match route.method {
                "POST" => post(&path, &[("csrf", CSRF)]),
                _ => get(&path),
            };
            carry(&mut request, &format!("congvu={token}"));
            let answer = send(office.pages(), request).await;
            let of = format!("{} {path} as {}", route.method, role.as_str());
            let may = lets_in(expected(route.method, route.path).unwrap(), role);
            let refused = match route.access {
                Access::Token(_) => answer.status == StatusCode::UNAUTHORIZED,
                Access::Anyone | Access::SignedIn | Access::May(_) => {
                    answer.status == StatusCode::FORBIDDEN
                        && answer.text().contains("không được giao quyền")
                }
            };
            assert_eq!(refused, !may, "{of}: {}", answer.status);
            let away = answer.header("location").starts_with("/login");
            assert!(!away || path == "/logout", "{of} was sent to sign in");
            assert!(!answer.status.is_server_error(), "{of}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn the_menu_shows_what_one_may_open_and_nothing_else() {
    let office = Office::open().await;
    for role in Role::ALL {
        let token = office.signed_in_as(role).await;
        let mut request = get("/");
        carry(&mut request, &format!("congvu={token}"));
        let page = send(office.pages(), request).await.text();
        let menu = page.split("<nav").nth(1).unwrap();
        let menu = menu.split("</nav>").next().unwrap();
        let links: Vec<&str> = menu
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        assert!(links.contains(&"/"), "{links:?}");
        for link in links {
            let who = expected("GET", link).unwrap();
            assert!(lets_in(who, role), "{link} as {}", role.as_str());
        }
    }
}

#[test]
fn nobody_both_finalises_and_approves_or_runs_the_house_and_does_either() {
    for role in Role::ALL {
        let of = [Right::Finalise, Right::Approve, Right::Accounts];
        let has = of.into_iter().filter(|right| role.may(*right)).count();
        assert!(has <= 1, "{}", role.as_str());
    }
}
