//! What a text has said of time so far: the day of writing, the dated item that it is in, and each date in its running
//! text. Start at [`Story`].

use super::Anchor;
use super::stamp::{Stamp, Stretch};

/// A date in the running text that later words can count from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Index among the expressions.
    pub index: usize,
    pub place: Place,
    pub stamp: Stamp,
    pub weight: Weight,
}

/// Whether a date moves the story on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Something happened then.
    Told,
    /// It bounds something, or says when something was said: told of only where nothing else is.
    InPassing,
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub paragraph: usize,
    pub sentence: usize,
}

/// What a text has said of time so far.
#[derive(Debug, Default)]
pub(crate) struct Story {
    published: Option<Stamp>,
    dateline: Option<Entry>,
    item: Option<Entry>,
    entries: Vec<Entry>,
}

/// How many dates back the story is remembered.
const ENTRIES_BACK_MAX: usize = 64;
/// How many paragraphs on a date is still the one spoken of, when there is a day of writing too.
const PARAGRAPHS_AWAY_MAX: usize = 1;
/// How many days before the day of writing a story lies that is told by its own dates.
const APART_DAYS_MIN: i64 = 300;
/// The same for days of the week and of the month, which come round sooner.
const APART_DAYS_MIN_OF_DAYS: i64 = 25;

impl Story {
    /// A text of which it is known when it was published, or which says itself when it was written, or neither.
    pub fn new(published: Option<Stamp>, dateline: Option<Entry>) -> Self {
        Story { published, dateline, ..Story::default() }
    }

    /// An item of its own date begins, or the last one ends.
    pub fn set_item(&mut self, item: Option<Entry>) {
        self.item = item;
    }

    /// Ends the item where another paragraph has begun.
    pub fn leave_item(&mut self, paragraph: usize) {
        self.item = self.item.filter(|item| item.place.paragraph == paragraph);
    }

    /// Another date of the running text.
    pub fn tell(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// The day of writing: of the item, of the text as the caller knows it, of the text as it says itself.
    pub fn issue(&self) -> Option<(Stamp, Anchor)> {
        let own = |entry: Entry| (entry.stamp, Anchor::Narrative { by: entry.index });
        let published = || self.published.map(|stamp| (stamp, Anchor::Published));
        self.item.map(own).or_else(published).or_else(|| self.dateline.map(own))
    }

    /// Whether the words stand in an item that has a date of its own.
    pub fn is_in_item(&self) -> bool {
        self.item.is_some()
    }

    /// The last date of the running text that is precise enough. A less precise one in the same sentence that does
    /// not hold it stands in its way: "in 1994 they kidnapped two men, whom they released a week later".
    pub fn last_told(&self, place: Place, is_precise: impl Fn(Stamp) -> bool) -> Option<Entry> {
        let of_weight = |weight: Weight| {
            let mut entries =
                self.entries.iter().rev().take(ENTRIES_BACK_MAX).filter(move |entry| entry.weight == weight);
            let later: Vec<&Entry> = entries.clone().take_while(|entry| !is_precise(entry.stamp)).collect();
            let found = entries.find(|entry| is_precise(entry.stamp))?;
            let is_blocked =
                later.iter().any(|entry| entry.place == place && !holds(entry.stamp, found.stamp));
            (!is_blocked).then_some(*found)
        };
        of_weight(Weight::Told).or_else(|| of_weight(Weight::InPassing))
    }

    /// The last date of the text that is precise enough, told of or in passing.
    pub fn last(&self, is_precise: impl Fn(Stamp) -> bool) -> Option<Entry> {
        self.entries.iter().rev().take(ENTRIES_BACK_MAX).find(|entry| is_precise(entry.stamp)).copied()
    }

    /// The last date of the same sentence.
    pub fn last_in_sentence(&self, place: Place) -> Option<Entry> {
        self.entries.last().filter(|entry| entry.place == place).copied()
    }

    /// The date of the running text that a date without its year, or its month, belongs to, where the running text is
    /// so far from the day of writing that it tells its own story.
    pub fn own_story(
        &self,
        place: Place,
        is_precise: impl Fn(Stamp) -> bool,
        of_days: bool,
    ) -> Option<Entry> {
        let entry = self.last_told(place, is_precise)?;
        let Some((issue, _)) = self.issue() else { return Some(entry) };
        let is_near = entry.place.paragraph + PARAGRAPHS_AWAY_MAX >= place.paragraph;
        // "Founded in 2012, it split in January": a year or a season alone does not begin a story where there is a day of writing.
        let is_vague = matches!(entry.stamp.stretch, Stretch::Year(_) | Stretch::Grouping(..));
        let apart = entry.stamp.last_day()?.days_until(issue.first_day()?).abs();
        let apart_min = if of_days { APART_DAYS_MIN_OF_DAYS } else { APART_DAYS_MIN };
        (is_near && !is_vague && apart > apart_min).then_some(entry)
    }
}

/// Whether the one stretch lies in the other.
fn holds(whole: Stamp, part: Stamp) -> bool {
    let ends = |stamp: Stamp| Some((stamp.first_day()?, stamp.last_day()?));
    ends(whole).zip(ends(part)).is_some_and(|(whole, part)| whole.0 <= part.0 && part.1 <= whole.1)
}
