//! Where whoever knows the token comes in. Start at [`ask`] and [`enter`].

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use maud::html;

use crate::address::Query;
use crate::app::App;
use crate::frame;
use crate::guard::see_other;
use crate::guard::session::Session;
use crate::pages::{Format, respond};
use crate::refusal::Refusal;

/// Asks for the token.
pub async fn ask(uri: Uri) -> Response {
    let query = Query::read(uri.query().unwrap_or_default().as_bytes());
    form(StatusCode::OK, &query, None)
}

/// Begins a session when the token is right.
pub async fn enter(State(app): State<App>, body: Bytes) -> Response {
    let query = Query::read(&body);
    let given = query.get("token").unwrap_or_default();
    if !app.settings().token.as_ref().is_some_and(|token| token.is(given.trim())) {
        return form(StatusCode::FORBIDDEN, &query, Some("This is not the token."));
    }
    let session = match Session::new() {
        Ok(session) => session,
        Err(refused) => return Refusal::response(&refused, Format::Html),
    };
    let mut response = see_other(within(query.get("next")));
    let cookie = app.keys().new_caller(session, app.now()).new_session;
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

fn form(status: StatusCode, query: &Query, wrong: Option<&str>) -> Response {
    let page = frame::bare(
        "Token",
        &html! {
            h1 { "This case needs a token" }
            @if let Some(wrong) = wrong { p.lead role="alert" { (wrong) } }
            form method="post" action="/login" {
                input type="hidden" name="next" value=(within(query.get("next")));
                p {
                    label for="token" { "Token" } " "
                    input #token type="password" name="token" required autofocus autocomplete="current-password";
                }
                p { button { "Come in" } }
            }
            p.quiet { "It is the one that the program was started with." }
        },
    );
    respond(status, Format::Html, page.into_string())
}

/// An address within the application, whatever was asked for: never one of another site.
pub(crate) fn within(next: Option<&str>) -> &str {
    let is_within = |next: &&str| {
        next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains('\\')
            && !next.contains(char::is_control)
    };
    next.filter(is_within).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(within(Some("/claims?kind=pledge")), "/claims?kind=pledge");
        for other in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "claims",
            "/a\r\nSet-Cookie: x",
            "",
        ] {
            assert_eq!(within(Some(other)), "/", "{other}");
        }
    }
}
