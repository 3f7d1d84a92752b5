//! Turns a web page into its main text, or all of its text where none stands out, and what it says of itself.
//! Start at [`read`].
//!
//! A page goes through one linear pass of our own first ([`page`]), which takes the metadata out and writes the page
//! again in a tame form: no scripts, few attributes, balanced tags, bounded nesting. Only that form meets the library
//! that looks for the main text, so that no page can make it recurse or search without end.

mod metadata;
mod page;
mod render;
mod tokens;

use dom_smoothie::{Config, Readability};
use retrospect_model::ContentHash;

use crate::contain;
use crate::desk::Draft;
use crate::encoding;
use crate::format::Format;
use crate::limits::{ARTICLE_BYTES_MAX, ARTICLE_ELEMENTS_MAX, HTML_DEPTH_MAX};
use crate::problem::Fault;

pub(crate) use render::{render, render_into};

/// The document in `bytes`. `declared` is the encoding that came with it, which beats what the page says.
pub(crate) fn read(bytes: &[u8], hash: ContentHash, declared: Option<&str>) -> Result<Draft, Fault> {
    let in_page = declared_encoding(bytes);
    let decoded = encoding::read(bytes, declared.or(in_page.as_deref()))?;
    let page = page::scan(&decoded.text);
    let (own, of_head) = metadata::of(&page.head);
    let mut draft = Draft::new(Format::Html, hash, String::new());
    draft.own = own;
    draft.faults = decoded.faults.into_iter().chain(of_head).collect();
    match main_text(&page) {
        Some(text) => draft.text = text,
        None => {
            draft.text = render(&page.body);
            if !draft.text.is_empty() {
                draft.faults.push(Fault::NoMainText);
            }
        }
    }
    if page.flattened {
        draft.faults.push(Fault::Flattened { max: HTML_DEPTH_MAX });
    }
    Ok(draft)
}

/// The main text of a page; `None` when none stands out, or the page is too large to look for it.
fn main_text(page: &page::Page) -> Option<String> {
    if page.body.len() > ARTICLE_BYTES_MAX || page.elements > ARTICLE_ELEMENTS_MAX {
        return None;
    }
    // The metadata were read already; the page has its title, for the library compares headings with it.
    let title = page.head.title.as_deref().unwrap_or_default();
    let html = format!(
        "<html><head><title>{}</title></head><body>{}</body></html>",
        html_escape::encode_text(title),
        page.body
    );
    let article = contain::contained(|| {
        let config = Config { disable_json_ld: true, ..Config::default() };
        Readability::new(html, None, Some(config)).ok()?.parse().ok()
    });
    let text = render(&article.ok().flatten()?.content);
    Some(text).filter(|text| !text.is_empty())
}

/// The encoding that a page names in its first bytes, in a `meta` element or its XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..4096).unwrap_or(bytes)).to_ascii_lowercase();
    let label_behind = |mark: &str| {
        let (_, behind) = head.split_once(mark)?;
        let behind = behind.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let label: String = behind
            .chars()
            .take(40)
            .take_while(|next| next.is_ascii_alphanumeric() || matches!(next, '-' | '_' | ':' | '.'))
            .collect();
        Some(label).filter(|label| !label.is_empty())
    };
    label_behind("charset")
        .or_else(|| if head.starts_with("<?xml") { label_behind("encoding") } else { None })
}
