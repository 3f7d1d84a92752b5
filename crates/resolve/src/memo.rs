//! Remembers what was found out about words: names of a list share most of them. What is remembered changes no answer.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

/// Words before all are forgotten, so that memory is bounded.
const WORDS_MAX: usize = 1 << 17;

/// What is known of words on one thread.
pub(crate) struct Memo<T>(RefCell<FxHashMap<Box<str>, T>>);

impl<T: Clone> Memo<T> {
    /// Nothing known yet.
    pub fn new() -> Self {
        Memo(RefCell::new(FxHashMap::default()))
    }

    /// What is known of a word, or is found out now. Nothing is remembered while something is being found out.
    pub fn get(&self, word: &str, find: impl FnOnce() -> T) -> T {
        if let Ok(known) = self.0.try_borrow()
            && let Some(found) = known.get(word)
        {
            return found.clone();
        }
        let found = find();
        if let Ok(mut known) = self.0.try_borrow_mut() {
            if known.len() >= WORDS_MAX {
                known.clear();
            }
            known.insert(word.into(), found.clone());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_into_once() {
        let memo = Memo::new();
        assert_eq!(memo.get("sefa", || 1), 1);
        assert_eq!(memo.get("sefa", || 2), 1);
        assert_eq!(memo.get("belt", || 2), 2);
    }
}
