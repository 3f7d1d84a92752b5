//! Puts drawings into a page that is one file: its own style, no script, nothing from elsewhere. Start at [`page`].

use crate::markup::escaped;
use crate::style::STYLE_SHEET;

/// The style of pages, beside that of drawings.
pub(crate) const PAGE_SHEET: &str = include_str!("page.css");

/// A page of markup that functions of this crate made.
///
/// ```
/// let html = retrospect_view::page("A & B", "<p>x</p>");
/// assert!(html.starts_with("<!doctype html>") && html.contains("<title>A &amp; B</title>"));
/// ```
pub fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
         <style>{STYLE_SHEET}{PAGE_SHEET}</style>\n</head>\n<body class=\"rv-page\">\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
}
