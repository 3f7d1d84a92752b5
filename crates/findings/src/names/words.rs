//! Names as they are compared before anything is known of them: without article, possessive and outer marks, word by word.

use retrospect_model::one_line;

/// A name without article, possessive and outer marks: "the Islamic State’s" is "Islamic State".
pub(crate) fn plain(name: &str) -> String {
    let mut plain = name.trim().trim_matches(['“', '”', '"', '‘', ',', '.', '#', '@']).trim();
    for article in ["the ", "The "] {
        plain = plain.strip_prefix(article).unwrap_or(plain);
    }
    for possessive in ["'s", "’s", "’", "'"] {
        plain = plain.strip_suffix(possessive).unwrap_or(plain);
    }
    one_line(plain)
}

/// Its words in small letters, one space between them: names that differ in marks alone are equal.
pub(crate) fn plain_words(name: &str) -> String {
    plain(name)
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
