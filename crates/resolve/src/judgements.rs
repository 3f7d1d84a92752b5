//! Decisions of analysts and of named rules: same, not the same, undone. Appended, never edited. Start at [`Journal`].

use std::collections::{BTreeMap, BTreeSet};

use crate::clusters::Mention;
use crate::error::ResolveError;

/// A judgement, by its place in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JudgementId(pub u32);

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// The actors of both mentions are one.
    Same(Mention, Mention),
    /// The actors of both mentions are two.
    Split(Mention, Mention),
    /// An earlier judgement is as if it had not been made; undoing this one makes it again.
    Undo(JudgementId),
}

/// A decision, with who made it and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What was decided.
    pub decision: Decision,
    /// An analyst, or a named rule.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// All judgements in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal(Vec<Judgement>);

/// What holds of all judgements: two mentions are in at most one of the lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rulings {
    /// Pairs that are the same, lesser mention first, with their judgement, in the order of the judgements.
    pub same: Vec<(JudgementId, (Mention, Mention))>,
    /// Pairs that are not, with their judgement.
    pub split: BTreeMap<(Mention, Mention), JudgementId>,
}

impl Journal {
    /// Appends a judgement.
    ///
    /// # Errors
    /// When it undoes one that is not there, or sets a mention beside itself.
    pub fn append(&mut self, judgement: Judgement) -> Result<JudgementId, ResolveError> {
        match judgement.decision {
            Decision::Undo(undone) if undone.0 as usize >= self.0.len() => {
                return Err(ResolveError::NoJudgement { number: undone.0 });
            }
            Decision::Same(a, b) | Decision::Split(a, b) if a == b => return Err(ResolveError::OneMention),
            _ => {}
        }
        let id = JudgementId(u32::try_from(self.0.len()).map_err(|_| ResolveError::JournalFull)?);
        self.0.push(judgement);
        Ok(id)
    }

    /// The judgements, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = (JudgementId, &Judgement)> {
        (0..).map(JudgementId).zip(&self.0)
    }

    /// What holds: judgements that are not undone; of several on one pair of mentions the latest.
    #[must_use]
    pub fn rulings(&self) -> Rulings {
        let mut undone: BTreeSet<JudgementId> = BTreeSet::new();
        let mut latest: BTreeMap<(Mention, Mention), (JudgementId, bool)> = BTreeMap::new();
        let numbered: Vec<_> = self.iter().collect();
        for (id, judgement) in numbered.into_iter().rev() {
            if undone.contains(&id) {
                continue;
            }
            match judgement.decision {
                Decision::Undo(other) => {
                    undone.insert(other);
                }
                Decision::Same(a, b) => {
                    latest.entry(ordered(a, b)).or_insert((id, true));
                }
                Decision::Split(a, b) => {
                    latest.entry(ordered(a, b)).or_insert((id, false));
                }
            }
        }
        let mut rulings = Rulings::default();
        for (pair, (id, is_same)) in latest {
            if is_same {
                rulings.same.push((id, pair));
            } else {
                rulings.split.insert(pair, id);
            }
        }
        rulings.same.sort_unstable();
        rulings
    }
}

pub(crate) fn ordered(a: Mention, b: Mention) -> (Mention, Mention) {
    if a <= b { (a, b) } else { (b, a) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(decision: Decision) -> Judgement {
        Judgement { decision, by: "analyst".to_owned(), reason: "test".to_owned() }
    }

    #[test]
    fn the_latest_judgement_of_a_pair_holds_and_undoing_goes_back() {
        let (a, b) = (Mention(1), Mention(2));
        let mut journal = Journal::default();
        let mut append = |decision| {
            let id = journal.append(judgement(decision)).unwrap();
            (id, journal.rulings())
        };
        let (_, after_same) = append(Decision::Same(b, a));
        assert_eq!(after_same.same, [(JudgementId(0), (a, b))]);
        let (split, after_split) = append(Decision::Split(a, b));
        assert_eq!((after_split.same.len(), after_split.split.contains_key(&(a, b))), (0, true));
        let (undo, after_undo) = append(Decision::Undo(split));
        assert_eq!(after_undo, after_same);
        let (_, again) = append(Decision::Undo(undo));
        assert_eq!(again, after_split);
    }

    #[test]
    fn judgements_that_make_no_sense_are_refused() {
        let mut journal = Journal::default();
        let refused = |decision| journal.clone().append(judgement(decision)).unwrap_err().to_string();
        assert!(refused(Decision::Undo(JudgementId(0))).contains("no judgement 0"));
        assert!(refused(Decision::Same(Mention(1), Mention(1))).contains("itself"));
        journal.append(judgement(Decision::Same(Mention(1), Mention(2)))).unwrap();
        assert_eq!(journal.iter().count(), 1);
    }
}
