//! What programs read: with a token and no cookie, as the document says.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use congvu::{
    edge::store::Actor,
    role::Scope,
    web::{Access, ROUTES, api::document::document},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::{
    hall::{self, Hall},
    office::{Answer, Office, TOKEN, carry, get, now, send},
    what_a_council_did::{closes, fixes, verifies},
    what_had_happened::{is_scored, mails_of_every_kind},
};

/// Makes a token on the page; gives it.
pub async fn token(office: &Office, scopes: &[Scope]) -> String {
    let mut fields = vec![("name", "Cổng dữ liệu"), ("days", "30")];
    fields.extend(scopes.iter().map(|scope| ("scope", scope.as_str())));
    let page = office.submit_proven("/accounts/tokens", &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let shown = text.split("class=\"secret\">").nth(1).unwrap();
    shown.split('<').next().unwrap().to_owned()
}

fn asking(path: &str, token: &str) -> Request<Body> {
    let mut request = get(path);
    let bearer = format!("Bearer {token}").parse().unwrap();
    request.headers_mut().insert(header::AUTHORIZATION, bearer);
    request
}

async fn read(office: &Office, path: &str, token: &str) -> Answer {
    send(office.pages(), asking(path, token)).await
}

pub async fn json(office: &Office, path: &str, token: &str) -> Value {
    let answer = read(office, path, token).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_slice(&answer.bytes).unwrap()
}

fn is_problem(answer: &Answer, status: StatusCode, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_slice(&answer.bytes).unwrap();
    assert_eq!(problem["code"], code);
    assert_eq!(problem["status"], status.as_u16());
    let detail = problem["detail"].as_str().unwrap();
    assert!(!detail.is_empty() && !detail.is_ascii(), "{detail}");
}

fn paths() -> impl Iterator<Item = (&'static str, Option<Scope>)> {
    let api = ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/"));
    api.map(|route| match route.access {
        Access::Token(scope) => (route.path, Some(scope)),
        Access::Anyone => (route.path, None),
        Access::SignedIn | Access::May(_) => panic!("{} is for people", route.path),
    })
}

#[tokio::test]
async fn a_token_opens_what_it_is_for_and_a_cookie_opens_nothing() {
    let office = Office::open().await;
    let (units, all) = (
        token(&office, &[Scope::Units]).await,
        token(&office, &Scope::ALL).await,
    );
    for (path, scope) in paths() {
        let Some(scope) = scope else { continue };
        let path = path.replace("{number}", "BC-2015-0001");
        is_problem(
            &office.ask(&path).await,
            StatusCode::UNAUTHORIZED,
            "unauthorized",
        );
        let mut request = get(&path);
        carry(&mut request, &format!("congvu={TOKEN}"));
        let with_cookie = send(office.pages(), request).await;
        is_problem(&with_cookie, StatusCode::UNAUTHORIZED, "unauthorized");
        assert!(with_cookie.header("www-authenticate").starts_with("Bearer"));
        let narrow = read(&office, &path, &units).await;
        assert_eq!(
            narrow.status == StatusCode::FORBIDDEN,
            scope != Scope::Units,
            "{path}"
        );
        assert_ne!(
            read(&office, &path, &all).await.status,
            StatusCode::FORBIDDEN
        );
        for answer in [narrow, with_cookie] {
            assert_eq!(answer.cookie("congvu"), None);
        }
    }
}

fn next_month() -> Timestamp {
    now() + SignedDuration::from_hours(31 * 24)
}

#[tokio::test]
async fn a_token_ends_by_itself_or_when_it_is_taken_back() {
    let mut office = Office::open().await;
    let token = token(&office, &[Scope::Units]).await;
    json(&office, "/api/v1/units", &token).await;
    let known = office.store.tokens().await.unwrap();
    assert_eq!(known[0].used_at, Some(now()));
    office.is_later(next_month);
    let late = read(&office, "/api/v1/units", &token).await;
    is_problem(&late, StatusCode::UNAUTHORIZED, "unauthorized");
    office.is_later(now);
    let path = format!("/accounts/tokens/{}/revoke", known[0].id);
    assert_eq!(
        office.submit(&path, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    let revoked = read(&office, "/api/v1/units", &token).await;
    is_problem(&revoked, StatusCode::UNAUTHORIZED, "unauthorized");
    let page = office.page("/accounts/tokens").await;
    assert!(page.contains("đã thu hồi") && !page.contains(&token));
}

#[tokio::test]
async fn submissions_come_page_by_page_and_one_by_its_number() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    let token = token(&office, &Scope::ALL).await;
    let all = json(&office, "/api/v1/submissions", &token).await;
    let items = all["items"].as_array().unwrap();
    assert!(!items.is_empty());
    let mut seen = Vec::new();
    let mut path = "/api/v1/submissions?limit=1".to_owned();
    loop {
        let page = json(&office, &path, &token).await;
        seen.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/api/v1/submissions?limit=1&cursor={cursor}");
    }
    assert_eq!(&seen, items);
    let first = &items[0];
    let number = first["number"].as_str().unwrap();
    let one = json(&office, &format!("/api/v1/submissions/{number}"), &token).await;
    assert_eq!(&one, first);
    assert!(
        first["moment"].as_str().unwrap().ends_with("+07:00"),
        "{first}"
    );
    let unit = first["unit"].as_str().unwrap();
    let of_unit = json(&office, &format!("/api/v1/submissions?unit={unit}"), &token).await;
    let of_unit = of_unit["items"].as_array().unwrap().clone();
    assert!(of_unit.iter().all(|item| item["unit"] == unit));
    let none = read(&office, "/api/v1/submissions/BC-2015-9999", &token).await;
    is_problem(&none, StatusCode::NOT_FOUND, "not_found");
}

#[tokio::test]
async fn a_parameter_that_is_wrong_is_named() {
    let office = Office::open().await;
    let token = token(&office, &Scope::ALL).await;
    for wrong in [
        "limit=0",
        "limit=201",
        "limit=x",
        "cursor=-1",
        "cursor=x",
        "unit=%00",
    ] {
        let answer = read(&office, &format!("/api/v1/submissions?{wrong}"), &token).await;
        is_problem(&answer, StatusCode::BAD_REQUEST, "invalid_parameter");
        let named = wrong.split('=').next().unwrap();
        assert!(answer.text().contains(named), "{wrong}");
    }
    let nowhere = read(&office, "/api/v1/nothing", &token).await;
    is_problem(&nowhere, StatusCode::NOT_FOUND, "not_found");
    let mut post = asking("/api/v1/units", &token);
    *post.method_mut() = axum::http::Method::POST;
    let post = send(office.pages(), post).await;
    is_problem(&post, StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed");
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let office = Office::open().await;
    let token = token(&office, &[Scope::Units]).await;
    let first = read(&office, "/api/v1/units", &token).await;
    let tag = first.header("etag").to_owned();
    for (known, status) in [
        (tag.as_str(), StatusCode::NOT_MODIFIED),
        (&format!("W/{tag}"), StatusCode::NOT_MODIFIED),
        (&format!("\"other\", {tag}"), StatusCode::NOT_MODIFIED),
        ("\"other\"", StatusCode::OK),
    ] {
        let mut request = asking("/api/v1/units", &token);
        let headers = request.headers_mut();
        headers.insert(header::IF_NONE_MATCH, known.parse().unwrap());
        let answer = send(office.pages(), request).await;
        assert_eq!(answer.status, status, "{known}");
        assert_eq!(answer.bytes.is_empty(), status == StatusCode::NOT_MODIFIED);
    }
}

/// Does a value fit a schema of the document? Says where it does not.
fn fits(value: &Value, schema: &Value, all: &Value, at: &str) -> Result<(), String> {
    if let Some(named) = schema["$ref"].as_str() {
        let name = named.rsplit('/').next().unwrap();
        return fits(value, &all["components"]["schemas"][name], all, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fit = choices.iter().any(|one| fits(value, one, all, at).is_ok());
        return fit
            .then_some(())
            .ok_or(format!("{at} fits no choice: {value}"));
    }
    let one = schema["type"].as_str();
    let several = schema["type"].as_array().into_iter().flatten();
    let kinds: Vec<&str> = one
        .into_iter()
        .chain(several.filter_map(Value::as_str))
        .collect();
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    if !kinds.contains(&kind) {
        return Err(format!("{at} is {kind}, not {kinds:?}"));
    }
    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(item, &schema["items"], all, &format!("{at}[{n}]"))?;
    }
    let Some(object) = value.as_object() else {
        return Ok(());
    };
    for field in schema["required"].as_array().into_iter().flatten() {
        let field = field.as_str().unwrap();
        object.get(field).ok_or(format!("{at} has no {field}"))?;
    }
    for (key, item) in object {
        let here = format!("{at}.{key}");
        match (
            schema["properties"].get(key),
            &schema["additionalProperties"],
        ) {
            (Some(own), _) => fits(item, own, all, &here)?,
            (None, Value::Bool(false)) => return Err(format!("{here} is not described")),
            (None, other) => fits(item, other, all, &here)?,
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_document_names_every_route_and_every_answer_fits_it() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    is_scored(&office).await;
    let token = token(&office, &Scope::ALL).await;
    let served = json(&office, "/api/v1/openapi.json", &token).await;
    assert_eq!(served, document("http://127.0.0.1:8080"));
    assert_eq!(served["openapi"], "3.1.0");
    let described: BTreeSet<&str> = served["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let routes: BTreeSet<&str> = paths()
        .map(|(path, _)| path)
        .filter(|path| *path != "/api/v1/openapi.json")
        .collect();
    assert_eq!(described, routes);
    for (path, scope) in paths().filter(|(path, _)| described.contains(path)) {
        let get = &served["paths"][path]["get"];
        let demands = get["security"].as_array().unwrap();
        let demanded = demands.first().map(|one| one["token"][0].as_str().unwrap());
        assert_eq!(demanded, scope.map(Scope::as_str), "{path}");
        if path.ends_with("{edition}") {
            // None is published here.
            let none = read(&office, "/api/v1/editions/1", &token).await;
            is_problem(&none, StatusCode::NOT_FOUND, "not_found");
            continue;
        }
        let asked = path.replace("{number}", "BC-2015-0001");
        let answer = json(&office, &asked, &token).await;
        let schema = &get["responses"]["200"]["content"]["application/json"]["schema"];
        fits(&answer, schema, &served, path).unwrap();
        for status in get["responses"].as_object().unwrap().keys() {
            let known = ["200", "304", "400", "401", "403", "404", "503"];
            assert!(known.contains(&status.as_str()), "{path}: {status}");
        }
    }
    let problem = read(&office, "/api/v1/units", "wrong").await;
    let problem: Value = serde_json::from_slice(&problem.bytes).unwrap();
    let schema = &served["components"]["schemas"]["Problem"];
    fits(&problem, schema, &served, "problem").unwrap();
}

#[tokio::test]
async fn scores_are_what_the_council_has_made_of_them_and_say_how_far_it_is() {
    let office = Office::open().await;
    let hall = Hall::of(&office).await;
    hall.seat_all().await;
    hall.all_report(&office).await;
    let token = token(&office, &[Scope::Scores]).await;
    let none = read(&office, "/api/v1/scores", &token).await;
    is_problem(&none, StatusCode::NOT_FOUND, "not_found");
    hall.close().await;
    let first = json(&office, "/api/v1/scores", &token).await;
    assert_eq!(
        (&first["state"], &first["edition"]),
        (&"provisional".into(), &1.into())
    );
    assert_eq!(first["pending"], true);
    // A member marks everything that waits: that is what counts from now on.
    let draft = hall.mark_all(hall::at("2015-12-14 09:00")).await;
    let marked = json(&office, "/api/v1/scores", &token).await;
    assert_eq!(marked["sha256"], draft.digest.to_string());
    assert_ne!(marked["sha256"], first["sha256"]);
    assert_eq!(marked["input_sha256"], first["input_sha256"]);
    assert_eq!(marked["pending"], false);
    let total = |scores: &Value| scores["groups"][0]["units"][0]["total"].clone();
    assert_ne!(total(&marked), total(&first));
    let head = Actor::Person("truong".to_owned());
    let head = hall
        .chamber(&head, "truong", hall::at("2015-12-14 10:00"))
        .await;
    head.close_verification().await.unwrap();
    let verified = json(&office, "/api/v1/scores", &token).await;
    assert_eq!(verified["state"], "verified");
}

#[tokio::test]
async fn scores_that_are_not_what_was_finalised_are_not_handed_out() {
    let office = Office::open().await;
    let hall = closes(&office).await;
    verifies(&hall, "Sổ theo dõi văn bản").await;
    let draft = fixes(&hall).await;
    let token = token(&office, &[Scope::Scores]).await;
    let scores = json(&office, "/api/v1/scores", &token).await;
    assert_eq!(
        (&scores["state"], &scores["sha256"]),
        (&"final".into(), &draft.digest.to_string().into())
    );
    office
        .tampers("update council_result set result = replace(result, 'Sổ theo', 'Sổ bán')")
        .await;
    let refused = read(&office, "/api/v1/scores", &token).await;
    is_problem(&refused, StatusCode::INTERNAL_SERVER_ERROR, "internal");
}

#[tokio::test]
async fn numbers_are_texts_so_that_no_reader_rounds_them() {
    let office = Office::open().await;
    mails_of_every_kind(&office).await;
    is_scored(&office).await;
    let token = token(&office, &Scope::ALL).await;
    let scores = json(&office, "/api/v1/scores", &token).await;
    let groups = scores["groups"].as_array().unwrap();
    let mut units = groups
        .iter()
        .flat_map(|group| group["units"].as_array().unwrap());
    let unit = units.next().unwrap();
    assert!(unit["total"].is_string(), "{unit}");
    assert!(unit["items"][0]["points"].is_string(), "{unit}");
    let all = json(&office, "/api/v1/submissions", &token).await;
    for figure in all["items"][0]["figures"].as_object().unwrap().values() {
        assert!(figure.is_string() || figure.is_boolean(), "{figure}");
    }
}
