//! Turns the paragraphs of pages into one text: without page numbers and running heads, and with the sentences that go
//! on over the page. Start at [`joined`].

use std::collections::BTreeMap;

use super::layout;

/// How many paragraphs at either end of a page may be a running head or foot.
const EDGE: usize = 2;

/// On how many pages a paragraph must stand to be a running head or foot, at least.
const REPEATS_MIN: usize = 3;

/// The longest running head or foot, in characters.
const HEAD_CHARS_MAX: usize = 120;

/// The text of all pages.
pub(super) fn joined(mut pages: Vec<Vec<String>>) -> String {
    let heads = running_heads(&pages);
    for page in &mut pages {
        let len = page.len();
        let mut index = 0;
        page.retain(|block| {
            let at_edge = index < EDGE || index + EDGE >= len;
            index += 1;
            !(at_edge && (is_page_number(block) || heads.contains_key(&key(block))))
        });
    }
    let mut blocks: Vec<String> = Vec::new();
    for page in pages {
        for (index, block) in page.into_iter().enumerate() {
            match blocks.pop() {
                Some(last) if index == 0 && layout::goes_on(&last, &block) => {
                    blocks.push(layout::joined(last, &block));
                }
                last => blocks.extend(last.into_iter().chain([block])),
            }
        }
    }
    blocks.join("\n\n")
}

/// What stands at the same end of at least three pages and of half of them, whatever its figures.
fn running_heads(pages: &[Vec<String>]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let edges = page.iter().take(EDGE).chain(page.iter().rev().take(EDGE));
        let mut keys: Vec<String> =
            edges.filter(|block| block.chars().count() <= HEAD_CHARS_MAX).map(|block| key(block)).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let with_text = pages.iter().filter(|page| !page.is_empty()).count();
    counts.retain(|_, count| *count >= REPEATS_MIN && *count * 2 > with_text);
    counts
}

/// A paragraph without its figures.
fn key(block: &str) -> String {
    block.chars().filter(|character| !character.is_ascii_digit()).collect()
}

/// Whether a paragraph only numbers the page: `12`, `– 12 –`, `Page 3 of 10`.
fn is_page_number(block: &str) -> bool {
    let words: Vec<String> = block
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_number =
        |word: &String| word.len() <= 4 && word.chars().all(|character| character.is_ascii_digit());
    let others_fit = words.iter().all(|word| is_number(word) || word == "page" || word == "of");
    others_fit && words.len() <= 4 && words.iter().any(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pages: &[&[&str]], text: &str) {
        let pages = pages.iter().map(|page| page.iter().map(|block| (*block).to_owned()).collect()).collect();
        assert_eq!(joined(pages), text);
    }

    #[test]
    fn heads_and_numbers_go() {
        check(
            &[
                &["Report 7", "One.", "Page 1 of 3"],
                &["Report 7", "Two.", "– 2 –"],
                &["Report 7", "Three.", "3"],
                &["Four.", "2016 was a year"],
            ],
            "One.\n\nTwo.\n\nThree.\n\nFour.\n\n2016 was a year",
        );
    }

    #[test]
    fn sentences_go_on_over_the_page() {
        check(&[&["The move-", "1"], &["ment split.", "Then", "2"]], "The movement split.\n\nThen");
    }
}
