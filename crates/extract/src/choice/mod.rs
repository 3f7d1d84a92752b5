//! Chooses which of several phrases fills a slot of a claim: a log-linear model over features of the tree. Start at
//! [`Chooser`].
//!
//! A frame says where its roles are usually found; the chooser weighs that against every other phrase of the sentence,
//! those of the sentences before, and nothing at all. Its weights are learned by `tools/train-scorer` (conditional
//! logit, McFadden 1974; for semantic roles as in Gildea and Jurafsky, Computational Linguistics 28(3), 2002).

pub(crate) mod describe;
pub(crate) mod options;
mod path;

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

/// What every file of these weights begins with.
const HEAD: &str = "retrospect choices 1";

/// Weights of features, by the hash of their names.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    weights: HashMap<u64, f32, FxBuildHasher>,
}

impl Chooser {
    /// Reads the weights: a head line, then on each line a weight, a template and its words, with tabs between.
    ///
    /// # Errors
    /// A sentence that names the line, when the text is not of that form.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().zip(1..);
        if lines.next().map(|(line, _)| line) != Some(HEAD) {
            return Err(format!("the weights do not begin with `{HEAD}`"));
        }
        let mut weights = HashMap::with_hasher(FxBuildHasher);
        for (line, number) in lines {
            let (weight, name) = line
                .split_once('\t')
                .and_then(|(weight, name)| Some((weight.parse::<f32>().ok()?, name)))
                .ok_or_else(|| format!("line {number} of the weights is not `number TAB feature`"))?;
            let words: Vec<Word<'_>> = name.split('\t').map(Word::new).collect();
            weights.insert(hash(&words), weight);
        }
        Ok(Chooser { weights })
    }

    /// How likely each option is the one meant; they sum to 1. `describe` gives the features of an option to a sink.
    pub(crate) fn probabilities<T>(&self, options: &[T], describe: impl Fn(&T, &mut Sink<'_>)) -> Vec<f64> {
        // Looked up together, so that the processor waits for several weights at once.
        let mut features = Vec::new();
        let mut score = |option: &T| {
            features.clear();
            describe(option, &mut |words, value| features.push((hash(words), value)));
            features.iter().map(|(hash, value)| f64::from(self.weight(*hash) * value)).sum()
        };
        let scores: Vec<f64> = options.iter().map(&mut score).collect();
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let shares: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
        let sum: f64 = shares.iter().sum();
        shares.into_iter().map(|share| share / sum).collect()
    }

    fn weight(&self, hash: u64) -> f32 {
        self.weights.get(&hash).copied().unwrap_or(0.0)
    }
}

/// Takes the features of an option: the words of each, and its value.
pub(crate) type Sink<'s> = dyn FnMut(&[Word<'_>], f32) + 's;

/// The names of the features that a description gives, as the file of weights has them; before those that have another
/// value than 1 stand `=`, the value and a tab.
pub(crate) fn names_of(describe: impl Fn(&mut Sink<'_>)) -> Vec<String> {
    let mut names = Vec::new();
    describe(&mut |words, value| {
        let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
        let name = texts.join("\t");
        names.push(if value == 1.0 { name } else { format!("={value}\t{name}") });
    });
    names
}

/// A part of a feature's name with its hash.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    text: &'a str,
    hash: u64,
}

impl<'a> Word<'a> {
    pub const fn new(text: &'a str) -> Self {
        // FNV-1a, 64 bits: fixed for ever, unlike the hashers of the standard library.
        let (bytes, mut hash, mut at) = (text.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x100_0000_01b3);
            at += 1;
        }
        Word { text, hash }
    }
}

/// The hash of a feature.
fn hash(words: &[Word<'_>]) -> u64 {
    words.iter().fold(0, |hash, word| mix(hash, word.hash))
}

fn mix(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_and_summed() {
        let chooser =
            Chooser::read("retrospect choices 1\n1.5\tactor\tpath\t^nsubj\n-2\tactor\tnone\n").unwrap();
        let options = ["^nsubj", "^dobj"];
        let chances = chooser.probabilities(&options, |path, add| {
            add(&[Word::new("actor"), Word::new("path"), Word::new(path)], 1.0);
        });
        let expected = 1.5_f64.exp() / (1.5_f64.exp() + 1.0);
        assert!((chances[0] - expected).abs() < 1e-9, "{chances:?}");
    }

    #[test]
    fn a_broken_line_is_named() {
        let error = Chooser::read("retrospect choices 1\nnumber\tactor\n").unwrap_err();
        assert_eq!(error, "line 2 of the weights is not `number TAB feature`");
        assert!(Chooser::read("retrospect scorer 1\n").is_err());
    }
}
