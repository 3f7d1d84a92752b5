//! The files that pages load: a style sheet, a few scripts, an icon, all part of the program. Start at [`routes`].

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::app::App;

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// Address, type and text of each.
const ASSETS: [(&str, &str, &str); 6] = [
    ("/assets/style.css", "text/css; charset=utf-8", include_str!("../assets/style.css")),
    ("/assets/drawings.css", "text/css; charset=utf-8", retrospect_view::STYLE_SHEET),
    ("/assets/clocks.js", SCRIPT, include_str!("../assets/clocks.js")),
    ("/assets/review.js", SCRIPT, include_str!("../assets/review.js")),
    ("/assets/import.js", SCRIPT, include_str!("../assets/import.js")),
    ("/assets/icon.svg", "image/svg+xml", include_str!("../assets/icon.svg")),
];

/// Hands them out.
pub fn routes() -> Router<App> {
    let mut router = Router::new();
    for (path, kind, text) in ASSETS {
        let tag = format!("\"{:x}\"", Sha256::digest(text)).chars().take(17).chain(['"']).collect::<String>();
        let hand_out = move |headers: HeaderMap| async move { asset(&headers, kind, text, &tag) };
        router = router.route(path, get(hand_out));
    }
    router
}

fn asset(headers: &HeaderMap, kind: &'static str, text: &'static str, tag: &str) -> Response {
    let is_known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let mut response = if is_known { StatusCode::NOT_MODIFIED.into_response() } else { text.into_response() };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // Asked for each time: a new version of the program listens at the same address.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    response
}
