//! The document of the interface (OpenAPI 3.1), made of the same table and the
//! same shapes that answer.

use axum::{extract::State, http::HeaderMap, response::Response};
use serde_json::{Map, Value, json};

use super::{
    Problem, answer,
    read::{EditionScores, Editions, Health, Scores, Submission, Submissions, Units},
    shape::Shape,
};
use crate::{
    role::Scope,
    web::{Access, App, ROUTES, Route},
};

/// What stands in the document about a route.
struct Operation {
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    shape: fn(&mut Map<String, Value>) -> Value,
    parameters: &'static [Parameter],
}

/// A parameter of a route.
struct Parameter {
    name: &'static str,
    place: &'static str,
    says: &'static str,
    kind: &'static str,
}

const OPERATIONS: &[Operation] = &[
    Operation {
        path: "/api/v1/health",
        id: "health",
        summary: "Is the daemon well?",
        shape: Health::schema,
        parameters: &[],
    },
    Operation {
        path: "/api/v1/submissions",
        id: "listSubmissions",
        summary: "Submissions, oldest first, page by page.",
        shape: Submissions::schema,
        parameters: &[
            Parameter {
                name: "unit",
                place: "query",
                says: "Only those of the unit with this code.",
                kind: "string",
            },
            Parameter {
                name: "cursor",
                place: "query",
                says: "Where the page begins: `next_cursor` of the one before.",
                kind: "string",
            },
            Parameter {
                name: "limit",
                place: "query",
                says: "How many at most, from 1 to 200; 50 when nothing is said.",
                kind: "integer",
            },
        ],
    },
    Operation {
        path: "/api/v1/submissions/{number}",
        id: "getSubmission",
        summary: "One submission.",
        shape: Submission::schema,
        parameters: &[Parameter {
            name: "number",
            place: "path",
            says: "Registration number.",
            kind: "string",
        }],
    },
    Operation {
        path: "/api/v1/units",
        id: "listUnits",
        summary: "The units that report.",
        shape: Units::schema,
        parameters: &[],
    },
    Operation {
        path: "/api/v1/scores",
        id: "getScores",
        summary: "The scores as they stand, with how far the council is with them.",
        shape: Scores::schema,
        parameters: &[],
    },
    Operation {
        path: "/api/v1/editions",
        id: "listEditions",
        summary: "Published results, oldest first; no token is needed.",
        shape: Editions::schema,
        parameters: &[],
    },
    Operation {
        path: "/api/v1/editions/{edition}",
        id: "getEdition",
        summary: "One published result with its scores; no token is needed.",
        shape: EditionScores::schema,
        parameters: &[Parameter {
            name: "edition",
            place: "path",
            says: "Its number.",
            kind: "integer",
        }],
    },
];

/// Where the document itself lies.
pub const HERE: &str = "/api/v1/openapi.json";

/// The document.
///
/// # Errors
/// When it cannot be written.
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    answer(&headers, &document(&app.public_url))
}

/// The document, for a server at this address.
#[must_use]
pub fn document(public_url: &str) -> Value {
    let mut schemas = Map::new();
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let route = ROUTES.iter().find(|route| route.path == operation.path);
        let get = described(operation, route, &mut schemas);
        paths.insert(operation.path.to_owned(), json!({ "get": get }));
    }
    schemas.insert("Problem".to_owned(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "congvu",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What programs may read. Decimals are texts, moments are RFC 3339 with an offset, answers carry an ETag.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": public_url }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A token of an integration, made on the page of tokens.",
                },
            },
        },
    })
}

fn described(
    operation: &Operation,
    route: Option<&Route>,
    schemas: &mut Map<String, Value>,
) -> Value {
    let scope = route.and_then(|route| match route.access {
        Access::Token(scope) => Some(scope),
        Access::Anyone | Access::SignedIn | Access::May(_) => None,
    });
    let schema = (operation.shape)(schemas);
    let parameter = |parameter: &Parameter| {
        let mut schema = json!({ "type": parameter.kind });
        if parameter.name == "limit" {
            schema = json!({ "type": "integer", "minimum": 1, "maximum": 200, "default": 50 });
        }
        if parameter.name == "cursor" {
            schema = json!({ "type": "string", "pattern": "^[0-9]{1,18}$" });
        }
        if parameter.name == "unit" {
            schema = json!({ "type": "string", "maxLength": 100, "pattern": "^[^\\u0000]*$" });
        }
        json!({
            "name": parameter.name,
            "in": parameter.place,
            "required": parameter.place == "path",
            "description": parameter.says,
            "schema": schema,
        })
    };
    let parameters: Vec<Value> = operation.parameters.iter().map(parameter).collect();
    json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": parameters,
        "security": security(scope),
        "responses": responses(&schema, operation, scope),
    })
}

fn security(scope: Option<Scope>) -> Value {
    match scope {
        Some(scope) => json!([{ "token": [scope.as_str()] }]),
        None => json!([]),
    }
}

fn responses(schema: &Value, operation: &Operation, scope: Option<Scope>) -> Value {
    let tag = json!({
        "ETag": { "description": "Names this answer.", "schema": { "type": "string" } },
    });
    let mut responses = json!({
        "200": {
            "description": "The answer.",
            "headers": tag,
            "content": { "application/json": { "schema": schema } },
        },
        "304": { "description": "Nothing has changed since `If-None-Match`." },
        "503": failure("The database does not answer."),
    });
    let Some(map) = responses.as_object_mut() else {
        return responses;
    };
    if scope.is_some() {
        map.insert("401".to_owned(), failure("No token, or it opens nothing."));
        map.insert("403".to_owned(), failure("The token does not open this."));
    }
    if operation.parameters.iter().any(|one| one.place == "query") {
        map.insert("400".to_owned(), failure("A parameter is wrong."));
    }
    if operation.parameters.iter().any(|one| one.place == "path") || operation.id == "getScores" {
        map.insert("404".to_owned(), failure("There is none."));
    }
    responses
}

fn failure(says: &str) -> Value {
    json!({
        "description": says,
        "content": {
            "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
            },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Why there is no answer (RFC 9457).",
        "properties": {
            "type": { "type": "string", "description": "Names the kind of problem." },
            "title": { "type": "string", "description": "The kind in Vietnamese." },
            "status": { "type": "integer", "description": "The HTTP status." },
            "detail": { "type": "string", "description": "What to do, in Vietnamese." },
            "code": { "type": "string", "description": "A word that stays the same." },
        },
        "required": ["type", "title", "status", "detail", "code"],
        "additionalProperties": false,
    })
}
