//! What the learned reader is given of a text: its words, and what the engine knows of each. Start at [`Sheet`].

use std::ops::Range;

/// What is known of a word before the text is read for events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Sort {
    /// Nothing that counts here.
    #[default]
    Plain,
    /// Part of the name of an organisation.
    Organisation,
    /// Part of the name of a person.
    Person,
    /// Part of the name of a place.
    Place,
    /// A pronoun.
    Pronoun,
    /// Part of an expression of a date.
    Date,
}

impl Sort {
    /// How many there are.
    pub const COUNT: usize = 6;
}

/// A word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What is known of it.
    pub sort: Sort,
}

/// A text as the reader takes it. Words are known by their numbers, from 0 on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The words in order, white space included, none overlapping another.
    pub words: Vec<Word>,
    /// Ranges of words, in order, that together are all words.
    pub sentences: Vec<Range<usize>>,
    /// The heads of phrases that could be parties, in order.
    pub parties: Vec<usize>,
    /// The last words of dates, in order.
    pub dates: Vec<usize>,
    /// The words of which is asked how they would tell of an event of a kind (its number), however unlikely: in order, each
    /// word and kind once.
    pub asked: Vec<(usize, usize)>,
}
