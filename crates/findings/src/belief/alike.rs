//! Says whether two claims were made in almost the same words. Start at [`are_alike`].

use std::collections::BTreeSet;

use retrospect_model::Claim;

/// Words in a row that are compared.
const SHINGLE: usize = 3;
/// Words that a passage must have: short ones are alike by chance.
const WORDS_MIN: usize = 12;
/// How much of all shingles of two passages they must share.
const ALIKE_MIN: f64 = 0.7;

/// Whether two claims' words, with those around them, are almost the same.
pub(crate) fn are_alike(one: &Claim, two: &Claim) -> bool {
    let (Some(one), Some(two)) = (shingles(one), shingles(two)) else { return false };
    let shared = one.intersection(&two).count() as f64;
    shared >= ALIKE_MIN * ((one.len() + two.len()) as f64 - shared)
}

fn shingles(claim: &Claim) -> Option<BTreeSet<Vec<String>>> {
    let evidence = claim.evidence.first();
    let text = format!("{} {} {}", evidence.prefix(), evidence.quote(), evidence.suffix());
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    (words.len() >= WORDS_MIN).then(|| words.windows(SHINGLE).map(<[String]>::to_vec).collect())
}
