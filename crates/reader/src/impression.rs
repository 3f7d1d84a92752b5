//! What the reader makes of a text: the events that its words may tell of, and who may play which part in each. Start at
//! [`Impression::event`].

use std::ops::Range;

/// The part of a list, ordered by words, that lies in a range of them.
pub(crate) fn within<'l, T>(list: &'l [T], words: &Range<usize>, word: impl Fn(&T) -> usize) -> &'l [T] {
    let first = list.partition_point(|item| word(item) < words.start);
    let end = list.partition_point(|item| word(item) < words.end);
    list.get(first..end).unwrap_or_default()
}

/// A part that somebody or something plays in an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Slot {
    /// Who does it.
    Actor,
    /// To whom it is done.
    Target,
    /// Where.
    Place,
    /// Whose words they are.
    Source,
    /// When; filled by dates.
    Time,
}

impl Slot {
    /// All of them, in the order of their numbers.
    pub const ALL: [Slot; 5] = [Slot::Actor, Slot::Target, Slot::Place, Slot::Source, Slot::Time];

    /// Its name in the file of weights.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["actor", "target", "place", "source", "time"][self as usize]
    }
}

/// Who may fill a slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fillers {
    /// Words with the natural logarithm of how likely each fills the slot; those in view, in order.
    pub words: Vec<(u32, f32)>,
    /// That of nobody filling it.
    pub nobody: f32,
}

impl Fillers {
    /// The logarithm of how likely a word fills the slot; `None` if it was not in view.
    #[must_use]
    pub fn of(&self, word: usize) -> Option<f32> {
        let word = u32::try_from(word).ok()?;
        let index = self.words.binary_search_by_key(&word, |(word, _)| *word).ok()?;
        Some(self.words[index].1)
    }
}

/// An event that a word may tell of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Event {
    /// The word.
    pub word: usize,
    /// The number of its kind.
    pub kind: usize,
    /// The log-odds of it being told there.
    pub odds: f32,
    /// The natural logarithms of how likely it is meant in each way, in the order of [`About::stances`](crate::About).
    pub stances: [f32; 5],
    /// Who may fill each slot, in the order of [`Slot::ALL`].
    pub slots: [Fillers; 5],
}

/// What the reader makes of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impression {
    /// Events by word and kind.
    pub events: Vec<Event>,
}

impl Impression {
    /// The events of a range of words.
    #[must_use]
    pub fn within(&self, words: &Range<usize>) -> &[Event] {
        within(&self.events, words, |event| event.word)
    }

    /// The event of a kind at a word, if it was asked for or is at all likely.
    #[must_use]
    pub fn event(&self, word: usize, kind: usize) -> Option<&Event> {
        let index = self.events.binary_search_by_key(&(word, kind), |event| (event.word, event.kind)).ok()?;
        self.events.get(index)
    }
}
