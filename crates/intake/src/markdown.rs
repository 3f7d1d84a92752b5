//! Turns Markdown into the text that a reader of the page sees: headings, paragraphs, list items and table rows as
//! lines, links by their words, no pictures. Start at [`read`].

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use retrospect_model::ContentHash;

use crate::blocks::Blocks;
use crate::desk::Draft;
use crate::encoding;
use crate::format::Format;
use crate::front_matter;
use crate::html;
use crate::problem::Fault;

/// The document in `bytes`; its own metadata is its front matter.
pub(crate) fn read(bytes: &[u8], hash: ContentHash) -> Result<Draft, Fault> {
    let decoded = encoding::read(bytes, None)?;
    let (own, body, of_matter) = front_matter::split(&decoded.text);
    let mut draft = Draft::new(Format::Markdown, hash, text(body));
    draft.own = own;
    draft.faults = decoded.faults.into_iter().chain(of_matter).collect();
    Ok(draft)
}

/// What a reader sees of `markdown`.
fn text(markdown: &str) -> String {
    let mut blocks = Blocks::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    // A picture's words stand for the picture and are not part of the text.
    let mut pictures = 0_usize;
    let mut in_code_block = false;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            _ if pictures > 0 => {}
            Event::Start(Tag::CodeBlock(_)) => {
                in_code_block = true;
                blocks.block();
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code_block = false;
                blocks.block();
            }
            Event::Text(words) if in_code_block => blocks.set_text(&words),
            Event::Text(words) | Event::Code(words) => blocks.words(&words),
            Event::SoftBreak => blocks.space(),
            Event::HardBreak => blocks.line(),
            Event::Html(markup) | Event::InlineHtml(markup) => html::render_into(&markup, &mut blocks),
            Event::Start(Tag::Item) | Event::End(TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
                blocks.line();
            }
            Event::End(TagEnd::TableCell) => blocks.space(),
            Event::Start(tag) if !is_inline(&tag) => blocks.block(),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Table | TagEnd::List(_))
            | Event::Rule => {
                blocks.block();
            }
            _ => {}
        }
    }
    blocks.finish()
}

/// Whether a tag ends no block before it.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_words_stay() {
        let markdown = "# A *pledge*\n\nThe [movement](https://example.org) split,\nthen `joined`.  \nTwice.\n\n\
                        * one\n* two\n\n> quoted &amp; cited<br>here\n\n![map](map.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
                        ```\nset  as\nit is\n```\n";
        assert_eq!(
            text(markdown),
            "A pledge\n\nThe movement split, then joined.\nTwice.\n\none\ntwo\n\nquoted & cited\nhere\n\n\
             a b\n1 2\n\nset as\nit is"
        );
    }

    #[test]
    fn front_matter_is_metadata() {
        let check = |matter: &str, title: &str, published: &str, author: &str| {
            let draft = read(format!("{matter}\nBody.\n").as_bytes(), ContentHash::of(b"")).unwrap();
            assert_eq!(draft.text, "Body.");
            assert_eq!(draft.own.title.as_deref(), Some(title));
            assert_eq!(draft.own.published.unwrap().to_string(), published);
            assert_eq!(draft.own.author.as_deref(), Some(author));
            assert_eq!(draft.faults, []);
        };
        check(
            "---\ntitle: \"A: pledge\"\ndate: 2015-08-06 10:00:00 +0500\nauthors: [A. Writer, B. Writer]\ntags:\n  - x\nmore: {a: b}\n---",
            "A: pledge",
            "2015-08-06T10:00:00+05:00",
            "A. Writer, B. Writer",
        );
        check(
            "+++\ntitle = \"A pledge\"\ndate = 2015-08-06\nauthor = \"A. Writer\"\n[extra]\ntitle = \"no\"\n+++",
            "A pledge",
            "2015-08-06",
            "A. Writer",
        );
    }

    #[test]
    fn front_matter_that_cannot_be_used_says_so() {
        let check = |text: &str, said: &str| {
            let draft = read(text.as_bytes(), ContentHash::of(b"")).unwrap();
            assert_eq!(draft.text, "Body.");
            assert!(draft.faults.iter().any(|fault| fault.to_string().contains(said)), "{:?}", draft.faults);
        };
        check(
            "---\ndate: last week\n---\nBody.",
            "`published` in its front matter is not a date: `last week`",
        );
        check("---\ntitle: [a\n---\nBody.", "its front matter was not used");
        check("+++\ntitle = \n+++\nBody.", "its front matter was not used");
        // Aliases are never expanded.
        check("---\na: &a [x, x]\nb: &b [*a, *a]\ndate: soon\n---\nBody.", "is not a date");
    }
}
