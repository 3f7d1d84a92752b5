//! The pages, each with its JSON twin: a page reads the case and gives a value, which prints itself either way. Start at
//! [`Page`]; [`router`] says which page stands at which address.

pub mod actor;
pub mod actors;
pub mod claim;
pub mod claims;
pub mod dispute;
pub mod disputes;
pub mod document;
pub mod documents;
pub mod import;
pub mod login;
pub mod map;
pub mod network;
pub mod overview;
pub mod review;
pub mod source;
pub mod sources;
pub mod timeline;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use maud::Markup;
use retrospect_model::{Day, DocumentId, Publication};
use retrospect_store::{Case, ClaimKey};
use serde::Serialize;
use serde_json::{Value, json};

use crate::address::View;
use crate::app::App;
use crate::assets;
use crate::decide::decide;
use crate::derived::Derived;
use crate::frame::Frame;
use crate::guard::session::Caller;
use crate::judged::Judgements;
use crate::openapi::openapi;
use crate::parts::Told;
use crate::refusal::Refusal;
use crate::snapshot::Snapshot;

/// The form in which a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Html,
    /// For programs: the same at `.json`.
    Json,
}

impl Format {
    /// That of a path.
    pub fn of(path: &str) -> Self {
        if path.ends_with(".json") { Self::Json } else { Self::Html }
    }
}

/// What a page has to say. As JSON it is what it serializes to.
pub trait Page: Serialize {
    /// What stands in the title of the window.
    fn title(&self) -> String;

    /// The scripts that make it handier.
    fn scripts(&self) -> &'static [&'static str] {
        &["/assets/clocks.js"]
    }

    /// In how many seconds a browser without scripts shall ask again.
    fn refresh_seconds(&self) -> Option<u32> {
        None
    }

    /// What stands in the frame.
    fn body(&self, frame: &Frame<'_>) -> Markup;
}

/// What a page is made from.
pub struct Reading<'r> {
    /// The application.
    pub app: &'r App,
    /// The case, to be read.
    pub case: &'r Case,
    /// The state of the page.
    pub view: &'r View,
    /// What was read of the case before.
    pub snapshot: Arc<Snapshot>,
}

impl Reading<'_> {
    /// What follows from the case at the clocks of the page.
    pub(crate) fn derived(&self) -> Result<Arc<Derived>, Refusal> {
        self.app.derivations().of(self.case, self.app.ports().knowledge, &self.view.clocks)
    }

    /// The day that the page is about: that of the clock, else the last on which something had been said.
    pub(crate) fn on(&self) -> Day {
        let last = self.snapshot.said.last_key_value().map_or(self.snapshot.valid.1, |(day, _)| *day);
        self.view.clocks.on.unwrap_or(self.view.clocks.said_by.unwrap_or(last))
    }

    /// Claims of these numbers with what is known of their documents, in the same order.
    pub(crate) fn told(&self, keys: &[ClaimKey]) -> Result<Vec<Told>, Refusal> {
        let mut publications: BTreeMap<DocumentId, Publication> = BTreeMap::new();
        let mut told: BTreeMap<ClaimKey, Told> = BTreeMap::new();
        for kept in self.case.claims_of(keys)? {
            let id = kept.claim.evidence.first().document().clone();
            let publication = match publications.get(&id) {
                Some(known) => known.clone(),
                None => {
                    let known = self.case.publication(&id)?.unwrap_or_default();
                    publications.entry(id).or_insert(known).clone()
                }
            };
            told.insert(kept.key, Told::new(kept, publication));
        }
        Ok(keys.iter().filter_map(|key| told.remove(key)).collect())
    }
}

/// All pages.
pub fn router(app: &App) -> Router<App> {
    let pages = Router::new()
        .merge(page("/", "/overview.json", overview::read))
        .merge(page("/timeline", "/timeline.json", timeline::read))
        .merge(page("/network", "/network.json", network::read))
        .merge(page("/map", "/map.json", map::read))
        .merge(page("/actors", "/actors.json", actors::read))
        .merge(page("/actor", "/actor.json", actor::read))
        .merge(page("/claims", "/claims.json", claims::read))
        .merge(page("/claim", "/claim.json", claim::read))
        .merge(page("/sources", "/sources.json", sources::read))
        .merge(page("/source", "/source.json", source::read))
        .merge(page("/disputes", "/disputes.json", disputes::read))
        .merge(page("/dispute", "/dispute.json", dispute::read))
        .merge(page("/documents", "/documents.json", documents::read))
        .merge(page("/document", "/document.json", document::read))
        .merge(page("/review", "/review.json", review::read))
        .route("/openapi.json", get(openapi))
        .route("/judge", post(decide))
        .route("/judge.json", post(decide))
        .merge(page("/import", "/import.json", import::read))
        .merge(upload(app))
        .merge(assets::routes())
        .fallback(missing)
        .method_not_allowed_fallback(wrong_method);
    if app.settings().token.is_none() {
        return pages;
    }
    pages.route("/login", get(login::ask)).route("/login", post(login::enter))
}

/// Where files come in.
fn upload(app: &App) -> Router<App> {
    let limit = DefaultBodyLimit::max(app.settings().limits.upload_bytes_max);
    Router::new().route("/import", post(import::take)).route("/import.json", post(import::take)).layer(limit)
}

/// A page and its twin.
fn page<P: Page + 'static>(
    path: &'static str,
    twin: &'static str,
    read: fn(&Reading<'_>) -> Result<P, Refusal>,
) -> Router<App> {
    let answer = move |State(app): State<App>, Extension(caller): Extension<Caller>, uri: Uri| async move {
        let format = Format::of(uri.path());
        let view = match View::read(path, uri.query().unwrap_or_default()) {
            Ok(view) => view,
            Err(refused) => return refused.response(format),
        };
        // Pages wait for one another here, so that no more are made at once than the machine can make.
        let Ok(seat) = app.seats().acquire_owned().await else { return busy().response(format) };
        let made = tokio::task::spawn_blocking(move || {
            let made = make(&app, &caller, &view, format, twin, read);
            drop(seat);
            made
        });
        match made.await {
            Ok(Ok(text)) => respond(StatusCode::OK, format, text),
            Ok(Err(refused)) => refused.response(format),
            Err(_) => Refusal::fault(&"this page could not be made; this is a fault of the program")
                .response(format),
        }
    };
    Router::new().route(path, get(answer)).route(twin, get(answer))
}

fn make<P: Page>(
    app: &App,
    caller: &Caller,
    view: &View,
    format: Format,
    twin: &str,
    read: fn(&Reading<'_>) -> Result<P, Refusal>,
) -> Result<String, Refusal> {
    app.reading(|case| {
        let snapshot = app.snapshots().of(case, view.clocks.recorded_by)?;
        let reading = Reading { app, case, view, snapshot: Arc::clone(&snapshot) };
        let page = read(&reading)?;
        Ok(match format {
            Format::Json => twin_of(app, view, &page)?.to_string(),
            Format::Html => {
                let done =
                    view.query.get("done").map(|id| Ok::<_, Refusal>(Judgements::of(case, None)?.get(id)));
                let done = done.transpose()?.flatten();
                let frame = Frame { app, caller, view, twin, snapshot: &snapshot, done };
                frame.around(&page).into_string()
            }
        })
    })
}

/// The twin of a page: what it says, with the case and the clocks.
fn twin_of<P: Page>(app: &App, view: &View, page: &P) -> Result<Value, Refusal> {
    let clocks = &view.clocks;
    let page = serde_json::to_value(page).map_err(|error| Refusal::fault(&error))?;
    Ok(json!({
        "case": app.case_name(),
        "clocks": { "on": clocks.on, "said_by": clocks.said_by, "recorded_by": clocks.recorded_by.map(|seq| seq.0) },
        "data": page,
    }))
}

/// An answer with its type.
pub(crate) fn respond(status: StatusCode, format: Format, text: String) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let kind = match format {
        Format::Html => "text/html; charset=utf-8",
        Format::Json => "application/json",
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

async fn missing(uri: Uri) -> Response {
    Refusal::missing("there is no such page").response(Format::of(uri.path()))
}

async fn wrong_method(uri: Uri) -> Response {
    let hint = "`/openapi.json` says what can be asked, and how";
    let refused =
        Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method", hint);
    refused.response(Format::of(uri.path()))
}

fn busy() -> Refusal {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "the program is ending", "start it again")
}
