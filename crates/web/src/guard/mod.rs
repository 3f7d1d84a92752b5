//! Lets in what comes from the application's own pages, or from who knows the token, and refuses the rest before anything of
//! the case is read. Start at `guard`.
//!
//! In this order: the length of the address, the name by which we were called ([`host`]), how often this peer asks
//! ([`rate`]), from which site the request comes ([`origin`]), who asks ([`session`]), and how long the answer may
//! take. Every answer, a refusal too, has the headers of [`headers`].

pub mod headers;
pub mod host;
pub mod origin;
pub mod rate;
pub mod session;

use std::net::{IpAddr, Ipv4Addr};

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, HOST, LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use crate::address::{ADDRESS_BYTES_MAX, Link};
use crate::app::App;
use crate::pages::Format;
use crate::refusal::Refusal;

use session::{Caller, Session};

/// Who is at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// What is open to who has not come in yet.
fn is_open(path: &str) -> bool {
    path == "/login" || path.starts_with("/assets/")
}

/// Lets a request through to its page, or refuses it.
pub(crate) async fn guard(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let format = Format::of(request.uri().path());
    let mut response = match admit(&app, &request) {
        Err(refused) => refused.response(format),
        Ok(Admitted::Elsewhere(address)) => see_other(&address),
        Ok(Admitted::In(caller)) => {
            let new_session = caller.new_session.clone();
            request.extensions_mut().insert(caller);
            let mut response = answered(&app, request, next, format).await;
            if let Some(cookie) = new_session.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            response
        }
    };
    headers::add(response.headers_mut());
    response
}

/// The answer of the page, if it comes in time.
async fn answered(app: &App, request: Request, next: Next, format: Format) -> Response {
    let limits = &app.settings().limits;
    let is_upload = request.method() == Method::POST && request.uri().path().starts_with("/import");
    let limit = if is_upload { limits.upload } else { limits.request };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let what = format!("this took longer than {} s", limit.as_secs_f64());
            let hint = "ask for less at once, or send faster";
            Refusal::new(StatusCode::REQUEST_TIMEOUT, what, hint).response(format)
        }
    }
}

/// Where a request goes on.
enum Admitted {
    /// To its page.
    In(Caller),
    /// To another address.
    Elsewhere(String),
}

fn admit(app: &App, request: &Request) -> Result<Admitted, Refusal> {
    let settings = app.settings();
    let uri = request.uri();
    let length = uri.path_and_query().map_or(0, |path| path.as_str().len());
    if length > ADDRESS_BYTES_MAX {
        let what = format!("this address has {length} bytes, more than {ADDRESS_BYTES_MAX}");
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, what, "ask with fewer filters"));
    }
    let text = |name| request.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let called = text(HOST).or_else(|| uri.authority().map(axum::http::uri::Authority::as_str));
    let called = host::check(called, settings)?;
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    let is_login = request.method() == Method::POST && uri.path() == "/login";
    if let Err(wait_seconds) = app.allows(peer, is_login) {
        let hint = format!("wait {wait_seconds} s");
        return Err(Refusal::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too many requests came from this address",
            hint,
        ));
    }
    origin::check(request.method(), request.headers(), called)?;
    let bearer = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    if let (Some(token), Some(given)) = (&settings.token, bearer) {
        return if token.is(given) { Ok(Admitted::In(Caller::bearer())) } else { Err(unknown()) };
    }
    let session = text(COOKIE).and_then(|cookies| app.keys().session(cookies, app.now()));
    match session {
        Some(session) => Ok(Admitted::In(Caller::of(session))),
        None if is_open(uri.path()) => Ok(Admitted::In(Caller::nobody())),
        None if settings.token.is_none() => {
            Ok(Admitted::In(app.keys().new_caller(Session::new()?, app.now())))
        }
        None if request.method() == Method::GET && Format::of(uri.path()) == Format::Html => {
            let next = uri.path_and_query().map_or("/", |path| path.as_str());
            Ok(Admitted::Elsewhere(Link::to("/login").with("next", next).text()))
        }
        None => Err(unknown()),
    }
}

fn unknown() -> Refusal {
    let hint =
        "send the header `Authorization: Bearer TOKEN` with the token that the program was started with";
    Refusal::new(StatusCode::UNAUTHORIZED, "this case needs a token", hint)
}

/// Sends the browser elsewhere, to ask with GET.
pub(crate) fn see_other(address: &str) -> Response {
    let mut response = Response::new(axum::body::Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let address = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, address);
    response
}
