//! Turns HTML into the text that a reader of the page sees. Start at [`render`].

use super::tokens::{Token, Tokens, is, is_any};
use crate::blocks::Blocks;

/// The text of `html`: a block for each paragraph, heading and the like, a line for each list item and table row.
pub(crate) fn render(html: &str) -> String {
    let mut blocks = Blocks::default();
    render_into(html, &mut blocks);
    blocks.finish()
}

/// Adds the text of `html` to a text under construction.
pub(crate) fn render_into(html: &str, blocks: &mut Blocks) {
    let mut set = 0_usize;
    let mut breaks = 0;
    for token in Tokens::new(html) {
        match token {
            Token::Text(source) => {
                breaks = if source.trim().is_empty() { breaks } else { 0 };
                let text = html_escape::decode_html_entities(source);
                let text = if text.chars().any(is_misnumbered) { corrected(&text).into() } else { text };
                if set > 0 { blocks.set_text(&text) } else { blocks.words(&text) }
            }
            Token::Start { name, .. } if is(name, "br") => {
                breaks += 1;
                // Two line breaks in a row are how old pages part paragraphs.
                if breaks > 1 { blocks.block() } else { blocks.line() }
            }
            Token::Start { name, .. } | Token::End { name } => {
                if is(name, "pre") {
                    set = if matches!(token, Token::End { .. }) { set.saturating_sub(1) } else { set + 1 };
                }
                boundary(name, blocks);
            }
            Token::Raw { name, content } if is(name, "xmp") => blocks.set_text(content),
            Token::Raw { .. } => {}
        }
    }
}

/// Ends what a tag of this name ends, be it a start tag or an end tag.
fn boundary(name: &str, blocks: &mut Blocks) {
    const LINES: [&str; 7] = ["li", "tr", "dt", "dd", "option", "summary", "legend"];
    const BLOCKS: [&str; 36] = [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "dl",
        "table",
        "thead",
        "tbody",
        "caption",
        "blockquote",
        "pre",
        "hr",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "figure",
        "figcaption",
        "address",
        "center",
        "details",
        "fieldset",
        "form",
        "body",
        "menu",
        "title",
        "xmp",
    ];
    if is_any(name, &LINES) {
        blocks.line();
    } else if is_any(name, &BLOCKS) {
        blocks.block();
    } else if is_any(name, &["td", "th", "img"]) {
        blocks.space();
    }
}

/// Whether a character is a control that pages write for one of windows-1252, as in `&#150;`.
fn is_misnumbered(character: char) -> bool {
    ('\u{80}'..='\u{9F}').contains(&character)
}

/// `text` with such controls as what they were meant to be, which is how browsers show them.
fn corrected(text: &str) -> String {
    let meant = |character: char| match u8::try_from(character) {
        Ok(byte) if is_misnumbered(character) => encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&[byte])
            .0
            .chars()
            .next()
            .unwrap_or(character),
        _ => character,
    };
    text.chars().map(meant).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_read_as_they_show() {
        for (html, text) in [
            ("<h1>A</h1><p>b <b>c</b>d\n e</p>", "A\n\nb cd e"),
            ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"),
            ("<table><tr><th>a<th>b<tr><td>1</td><td>2</td></table>", "a b\n1 2"),
            ("a<br>b<br> <br>c", "a\nb\n\nc"),
            ("<pre>a  b\n c</pre>", "a b\nc"),
            ("caf&eacute; &#8220;x&#8221; &#150; &amp;lt; &nosuch;", "café “x” – &lt; &nosuch;"),
            ("a<script>b</script><style>c</style>d", "ad"),
            ("", ""),
        ] {
            assert_eq!(render(html), text, "{html}");
        }
    }
}
