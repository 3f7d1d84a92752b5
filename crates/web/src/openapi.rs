//! Describes the JSON twins for programs, as OpenAPI 3.1. Start at [`description`].

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use retrospect_findings::decision::GRADES;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::decide::KINDS;
use crate::pages::{Format, respond};

/// Parameters that several pages have.
const PAGE: Parameter = ("page", "Which part of the list, from 1", Kind::Number);
const NAME: Parameter = ("name", "What somebody is called", Kind::Needed);
const ID: Parameter = ("id", "The id", Kind::Needed);

/// The twins: path, what it says, and its own parameters.
const TWINS: [(&str, &str, &[Parameter]); 16] = [
    ("/overview.json", "What a case has, and what was so on the day", &[]),
    (
        "/timeline.json",
        "The timeline with two clocks, as SVG",
        &[("actor", "Whose; everybody's when left out", Kind::Text)],
    ),
    ("/network.json", "Who stood where with whom on the day", &[PAGE]),
    ("/map.json", "Where it was told to be, and who held that on the day", &[PAGE]),
    ("/actors.json", "Who has a part in claims", &[("search", "A part of a name", Kind::Text), PAGE]),
    ("/actor.json", "An actor and where it stood", &[NAME]),
    (
        "/claims.json",
        "Claims by kind, stance, source, actor, day and words",
        &[
            ("kind", "Of one of these kinds", Kind::Several),
            ("stance", "Of one of these stances", Kind::Stances),
            ("voice", "Said by one of these", Kind::Several),
            ("actor", "With one of these as actor or target", Kind::Several),
            ("search", "With these words in the quote", Kind::Text),
            ("from", "About that day or later", Kind::Day),
            ("to", "About that day or earlier", Kind::Day),
            PAGE,
        ],
    ),
    ("/claim.json", "A claim, its passage, and what was decided on it", &[ID]),
    ("/sources.json", "Who speaks, and how they fare", &[PAGE]),
    ("/source.json", "A source and what it says", &[NAME, PAGE]),
    ("/disputes.json", "Where accounts contradict each other, and who admitted late", &[PAGE]),
    ("/dispute.json", "A dispute and both its sides", &[ID]),
    ("/documents.json", "All documents", &[PAGE]),
    (
        "/document.json",
        "A document with its claims",
        &[ID, ("at", "The character to begin near", Kind::Number)],
    ),
    ("/review.json", "What waits for an analyst, and what was decided", &[PAGE]),
    ("/import.json", "How far imports have come", &[("job", "Which import", Kind::Number)]),
];
/// The clocks, which every page has.
const CLOCKS: [Parameter; 3] = [
    ("on", "The day that it is about", Kind::Day),
    ("said_by", "Only what had certainly been said by the end of that day", Kind::Day),
    ("recorded_by", "Only what the case had recorded by that number", Kind::Number),
];

/// A parameter: its name, what it says, and what it may be.
type Parameter = (&'static str, &'static str, Kind);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Day,
    Number,
    Text,
    Needed,
    Several,
    Stances,
}

impl Kind {
    fn schema(self) -> Value {
        match self {
            // A form sends what was left empty, too.
            Self::Day => json!({ "type": "string", "anyOf": [{ "format": "date" }, { "maxLength": 0 }] }),
            Self::Number => json!({ "type": "integer", "minimum": 0, "maximum": u64::MAX }),
            Self::Text => json!({ "type": "string" }),
            Self::Needed => json!({ "type": "string", "minLength": 1 }),
            Self::Several => {
                json!({ "type": "array", "items": { "type": "string" } })
            }
            Self::Stances => {
                let stances = retrospect_model::Stance::ALL.map(retrospect_model::Stance::word);
                json!({ "type": "array", "items": { "type": "string", "enum": stances } })
            }
        }
    }
}

/// Hands out the description.
pub async fn openapi(State(app): State<App>) -> Response {
    respond(StatusCode::OK, Format::Json, description(app.settings().token.is_some()).to_string())
}

/// The description; `asks_token` says whether programs must send one.
pub(crate) fn description(asks_token: bool) -> Value {
    let mut paths = Map::new();
    for (path, what, own) in TWINS {
        let parameters: Vec<Value> = CLOCKS.iter().chain(own).map(parameter).collect();
        let get = json!({ "summary": what, "operationId": id("get", path), "parameters": parameters, "responses": answers("200", "Page") });
        paths.insert(path.to_owned(), json!({ "get": get }));
    }
    if let Some(Value::Object(import)) = paths.get_mut("/import.json") {
        import.insert("post".to_owned(), import_files());
    }
    paths.insert("/judge.json".to_owned(), json!({ "post": judge() }));
    let mut description = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Retrospect",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The pages of a case as JSON. Forms carry the key of a page as `csrf`, or the header `X-CSRF-Token`; \
                with a token, the header `Authorization` is enough.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": { "schemas": schemas(), "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } } },
    });
    if asks_token && let Some(fields) = description.as_object_mut() {
        fields.insert("security".to_owned(), json!([{ "token": [] }]));
    }
    description
}

fn id(method: &str, path: &str) -> String {
    format!("{method}_{}", path.trim_start_matches('/').trim_end_matches(".json"))
}

fn parameter((name, what, kind): &Parameter) -> Value {
    json!({ "name": name, "in": "query", "description": what, "required": *kind == Kind::Needed, "schema": kind.schema() })
}

/// The answer when all is well, and that to everything else.
fn answers(status: &str, schema: &str) -> Value {
    let content = |schema: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } });
    let mut answers = Map::new();
    answers.insert(
        status.to_owned(),
        json!({ "description": "What was asked for", "content": content(schema) }),
    );
    answers.insert(
        "default".to_owned(),
        json!({ "description": "What failed, and what to do", "content": content("Refusal") }),
    );
    Value::Object(answers)
}

fn judge() -> Value {
    let text = json!({ "type": "string", "maxLength": 2_000 });
    let schema = json!({
        "type": "object",
        "required": ["kind", "reason"],
        "properties": {
            "kind": { "type": "string", "enum": KINDS },
            "reason": { "type": "string", "minLength": 1, "maxLength": 2_000 },
            "claim": text, "so": { "type": "string", "enum": ["true", "false"] },
            "one": text, "other": text, "source": text, "grade": { "type": "string", "enum": GRADES.map(|(letter, _)| letter) }, "undoes": text,
            "as": text, "actor": text, "target": text, "place": text, "when": text, "said": text, "stance": text, "csrf": text,
        },
    });
    json!({
        "summary": "Append a judgement: accept, reject, correct, same, split, pin, grade or undo",
        "operationId": "post_judge",
        "requestBody": { "required": true, "content": { "application/x-www-form-urlencoded": { "schema": schema } } },
        "responses": answers("201", "Judged"),
    })
}

fn import_files() -> Value {
    let schema = json!({
        "type": "object",
        "required": ["file"],
        "additionalProperties": false,
        "properties": { "csrf": { "type": "string" }, "file": { "type": "string", "contentMediaType": "application/octet-stream" } },
    });
    json!({
        "summary": "Take files into the case; the answer says where to look how far it has come",
        "operationId": "post_import",
        "requestBody": { "required": true, "content": { "multipart/form-data": { "schema": schema } } },
        "responses": answers("202", "Begun"),
    })
}

fn schemas() -> Value {
    let day = json!({ "type": ["string", "null"] });
    json!({
        "Page": {
            "type": "object",
            "required": ["case", "clocks", "data"],
            "properties": {
                "case": { "type": "string" },
                "clocks": {
                    "type": "object",
                    "required": ["on", "said_by", "recorded_by"],
                    "properties": { "on": day, "said_by": day, "recorded_by": { "type": ["integer", "null"] } },
                },
                "data": { "type": "object" },
            },
        },
        "Judged": { "type": "object", "required": ["judgement"], "properties": { "judgement": { "type": "string" } } },
        "Begun": {
            "type": "object",
            "required": ["job", "at"],
            "properties": { "job": { "type": "integer" }, "at": { "type": "string" } },
        },
        "Refusal": {
            "type": "object",
            "required": ["error", "hint", "status"],
            "properties": { "error": { "type": "string" }, "hint": { "type": "string" }, "status": { "type": "integer" } },
        },
    })
}
