//! How much each clue speaks for a date: the weights of a log-linear model, learned by `tools/train-dating`. Start at
//! [`DatingWeights::read`].
//!
//! The file says which clues are looked at together (`template` lines) and what each combination of their values
//! weighs. Combinations are looked up by a hash of their text, so that dating a claim builds no text.

use rustc_hash::FxHashMap;

use super::clues::{CLUES, Clue, Hashes, MADE, hash};

/// Weights by which the date of a claim is chosen among those that its text offers.
#[derive(Clone, Debug)]
pub struct DatingWeights {
    /// Combinations of clues of the claim and of the date that it rests on.
    of_basis: Vec<Vec<Clue>>,
    /// Those that look at what is made of the date, too.
    of_made: Vec<Vec<Clue>>,
    /// By the hash of the combination.
    weights: FxHashMap<u64, f64>,
}

/// What every weights file begins with.
const HEAD: &str = "retrospect dating 1";

impl DatingWeights {
    /// Reads the weights: a head line, then lines `template TAB clue clue ...`, then lines
    /// `clue=value clue=value ... TAB number`, the clues in the order of a template.
    ///
    /// # Errors
    /// A sentence that names the line, when the text is not of that form.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().zip(1..);
        if lines.next().map(|(line, _)| line) != Some(HEAD) {
            return Err(format!("the weights of dates do not begin with `{HEAD}`"));
        }
        let mut read =
            DatingWeights { of_basis: Vec::new(), of_made: Vec::new(), weights: FxHashMap::default() };
        for (line, number) in lines {
            let fault = |what: &str| format!("line {number} of the weights of dates {what}");
            let (first, second) = line.split_once('\t').ok_or_else(|| fault("has no tab"))?;
            if first == "template" {
                let clues = second.split(' ').map(|name| CLUES.iter().find(|clue| clue.name() == name));
                let clues: Option<Vec<Clue>> = clues.map(Option::<&Clue>::copied).collect();
                let clues = clues.ok_or_else(|| fault("names a clue that is not known"))?;
                let is_of_made = clues.iter().any(|clue| MADE.contains(clue));
                if is_of_made { &mut read.of_made } else { &mut read.of_basis }.push(clues);
            } else {
                let weight = second.parse().map_err(|_| fault("does not end in a number"))?;
                read.weights.insert(first.split(' ').map(|clue| hash([clue])).fold(0, together), weight);
            }
        }
        Ok(read)
    }

    /// What speaks for a date whatever is made of it. Combinations of which a clue has no value weigh nothing.
    pub(super) fn of_basis(&self, hashes: &Hashes) -> f64 {
        self.sum(&self.of_basis, hashes)
    }

    /// What speaks for what is made of a date.
    pub(super) fn of_made(&self, hashes: &Hashes) -> f64 {
        self.sum(&self.of_made, hashes)
    }

    fn sum(&self, templates: &[Vec<Clue>], hashes: &Hashes) -> f64 {
        let of = |template: &Vec<Clue>| {
            let key = template.iter().try_fold(0, |key, clue| Some(together(key, hashes.of(*clue)?)))?;
            self.weights.get(&key)
        };
        templates.iter().filter_map(of).sum()
    }
}

/// The hash of a combination with one more clue.
fn together(key: u64, hash: u64) -> u64 {
    (key.rotate_left(5) ^ hash).wrapping_mul(0x517c_c1b7_2722_0a95)
}

#[cfg(test)]
mod tests {
    use super::super::clues::Clues;
    use super::*;

    fn of(clues: &[(Clue, &'static str)]) -> Hashes {
        let mut set = Clues::new();
        for (clue, value) in clues {
            set.set(*clue, value);
        }
        Hashes::new().with(&set)
    }

    #[test]
    fn combinations_weigh_where_all_their_clues_are_there() {
        let text = "retrospect dating 1\ntemplate\tshape\ntemplate\tshape kind\nshape=by\t-1\nshape=by kind=kill\t2.5\n\
                    shape=to_own kind=kill\t4\n";
        let weights = DatingWeights::read(text).unwrap();
        assert_eq!(weights.of_made(&of(&[(Clue::Shape, "by")])), -1.0);
        assert_eq!(weights.of_made(&of(&[(Clue::Shape, "by"), (Clue::Kind, "kill")])), 1.5);
        // A space in a value is written `_`.
        assert_eq!(weights.of_made(&of(&[(Clue::Shape, "to own"), (Clue::Kind, "kill")])), 4.0);
        assert_eq!(weights.of_made(&of(&[(Clue::Shape, "from")])), 0.0);
    }

    #[test]
    fn what_does_not_look_at_the_shape_is_of_the_basis() {
        let text = "retrospect dating 1\ntemplate\tkind basis\ntemplate\tshape basis\nkind=kill basis=own\t3\n\
                    shape=at basis=own\t0.5\n";
        let weights = DatingWeights::read(text).unwrap();
        let clues = of(&[(Clue::Kind, "kill"), (Clue::Basis, "own"), (Clue::Shape, "at")]);
        assert_eq!((weights.of_basis(&clues), weights.of_made(&clues)), (3.0, 0.5));
    }

    #[test]
    fn broken_weights_are_refused_with_their_line() {
        let said = |text: &str| DatingWeights::read(text).unwrap_err();
        assert!(said("shape=by\t1").contains("retrospect dating 1"));
        assert!(said("retrospect dating 1\ntemplate\tweather").starts_with("line 2 "));
        assert!(said("retrospect dating 1\ntemplate\tshape\nshape=by\tmuch").starts_with("line 3 "));
        assert!(said("retrospect dating 1\nshape=by").starts_with("line 2 "));
    }
}
