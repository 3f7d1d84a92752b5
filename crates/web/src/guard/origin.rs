//! Refuses requests that another site made a browser send. Start at [`check`].
//!
//! Browsers say from where a request comes: in `Sec-Fetch-Site`, and in `Origin` with everything that is not a mere
//! reading. Programs say neither; what they change needs the token or a session's key all the same ([`super::session`]).

use axum::http::header::{HeaderMap, ORIGIN};
use axum::http::{HeaderValue, Method};

use crate::refusal::Refusal;

/// Lets through what comes from our own pages, from the address bar, or from a link that somebody follows.
///
/// # Errors
/// When a page of another site sent it.
pub fn check(method: &Method, headers: &HeaderMap, host: &str) -> Result<(), Refusal> {
    let text = |name: &str| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let refused = || {
        let what = "another site sent this request";
        Err(Refusal::forbidden(what, "open the page here and do it there"))
    };
    let is_reading = method == Method::GET || method == Method::HEAD;
    let is_foreign = !matches!(text("sec-fetch-site"), None | Some("same-origin" | "none"));
    if is_foreign && !(is_reading && text("sec-fetch-mode") == Some("navigate")) {
        return refused();
    }
    if is_reading {
        return Ok(());
    }
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or_default();
    let of_host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    if of_host.is_some_and(|own| own.eq_ignore_ascii_case(host)) { Ok(()) } else { refused() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_allowed(method: &Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        check(method, &headers, "localhost:8000").is_ok()
    }

    #[test]
    fn only_our_own_pages_send_forms() {
        let post = Method::POST;
        assert!(is_allowed(&post, &[]));
        assert!(is_allowed(&post, &[("origin", "http://localhost:8000"), ("sec-fetch-site", "same-origin")]));
        assert!(!is_allowed(&post, &[("origin", "http://evil.example")]));
        assert!(!is_allowed(&post, &[("origin", "http://localhost:9000")]));
        assert!(!is_allowed(&post, &[("origin", "null")]));
        assert!(!is_allowed(&post, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]));
        assert!(!is_allowed(&post, &[("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn links_from_elsewhere_can_be_followed_but_not_embedded() {
        let get = Method::GET;
        assert!(is_allowed(&get, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]));
        assert!(!is_allowed(&get, &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]));
        assert!(is_allowed(&get, &[("sec-fetch-site", "none")]));
    }
}
