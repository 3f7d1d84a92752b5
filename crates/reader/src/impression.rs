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

/// Who may fill a slot of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fillers<'i> {
    /// The words in view, in order.
    pub words: &'i [u32],
    /// The natural logarithm of how likely each of them fills the slot.
    pub likely: &'i [f32],
    /// That of nobody filling it.
    pub nobody: f32,
}

impl Fillers<'_> {
    /// The logarithm of how likely a word fills the slot; `None` if it was not in view.
    #[must_use]
    pub fn of(&self, word: usize) -> Option<f32> {
        let word = u32::try_from(word).ok()?;
        self.likely.get(self.words.binary_search(&word).ok()?).copied()
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
    /// The view that it was read in.
    view: usize,
    /// Where the shares of its fillers begin.
    shares: usize,
}

/// What may fill the slots of the events of one window.
#[derive(Clone, Debug, Default, PartialEq)]
struct View {
    parties: Vec<u32>,
    dates: Vec<u32>,
}

impl View {
    fn words(&self, slot: Slot) -> &[u32] {
        if slot == Slot::Time { &self.dates } else { &self.parties }
    }
}

/// What the reader makes of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Impression {
    /// Events by word and kind.
    pub events: Vec<Event>,
    views: Vec<View>,
    /// For each event and each slot, in the order of [`Slot::ALL`], the logarithms of the shares of the words in view and,
    /// last, of nobody. One list for all, since a long text has a hundred thousand events.
    shares: Vec<f32>,
}

impl Impression {
    /// An impression of one window, in which these words may fill slots.
    pub(crate) fn of_view(parties: &[usize], dates: &[usize]) -> Self {
        let words = |words: &[usize]| words.iter().map(|&word| word as u32).collect();
        let view = View { parties: words(parties), dates: words(dates) };
        Impression { views: vec![view], ..Impression::default() }
    }

    /// Adds an event of the window; `score` gives what a word in view scores in a slot, `nobody` what nobody does in each.
    pub(crate) fn add(
        &mut self,
        (word, kind, odds): (usize, usize, f32),
        stances: [f32; 5],
        score: impl Fn(Slot, usize) -> f32,
        nobody: &[f32],
    ) {
        self.events.push(Event { word, kind, odds, stances, view: 0, shares: self.shares.len() });
        for (slot, nobody) in Slot::ALL.into_iter().zip(nobody) {
            let start = self.shares.len();
            let words = self.views[0].words(slot).iter();
            self.shares.extend(words.map(|&filler| score(slot, filler as usize)).chain([*nobody]));
            let own = &mut self.shares[start..];
            let total = log_sum(own);
            own.iter_mut().for_each(|score| *score -= total);
        }
    }

    /// The impressions of windows in their order as one.
    pub(crate) fn joined(windows: Vec<Impression>) -> Self {
        let mut all = Impression::default();
        all.events.reserve_exact(windows.iter().map(|window| window.events.len()).sum());
        all.shares.reserve_exact(windows.iter().map(|window| window.shares.len()).sum());
        for window in windows {
            let (view, shares) = (all.views.len(), all.shares.len());
            let moved =
                |event: Event| Event { view: view + event.view, shares: shares + event.shares, ..event };
            all.events.extend(window.events.into_iter().map(moved));
            all.views.extend(window.views);
            all.shares.extend(window.shares);
        }
        all
    }

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

    /// Who may fill a slot of an event of this impression.
    #[must_use]
    pub fn fillers(&self, event: &Event, slot: Slot) -> Fillers<'_> {
        let view = &self.views[event.view];
        let before = Slot::ALL.iter().take(slot as usize).map(|before| view.words(*before).len() + 1);
        let start = event.shares + before.sum::<usize>();
        let words = view.words(slot);
        let end = start + words.len();
        Fillers { words, likely: &self.shares[start..end], nobody: self.shares[end] }
    }
}

/// The logarithm of the sum of powers of e.
pub(crate) fn log_sum(scores: &[f32]) -> f32 {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    most + scores.iter().map(|score| (score - most).exp()).sum::<f32>().ln()
}
