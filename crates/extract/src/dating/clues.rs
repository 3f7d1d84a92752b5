//! What speaks for and against a date as that of a claim, as named clues with values. Start at [`Clue`].

macro_rules! clues {
    ($($(#[$doc:meta])* $clue:ident $name:literal,)*) => {
        /// Something that is looked at when a date is chosen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Clue { $($(#[$doc])* $clue,)* }

        /// All of them, in order.
        pub(crate) const CLUES: &[Clue] = &[$(Clue::$clue,)*];

        impl Clue {
            /// Its name in a weights file.
            pub fn name(self) -> &'static str {
                match self { $(Clue::$clue => $name,)* }
            }
        }
    };
}

clues! {
    // Of the claim.
    /// The kind of the claim.
    Kind "kind",
    /// Whether things of its kind happen, hold or go on, or answer something.
    Class "class",
    /// Its stance.
    Stance "stance",
    /// The lemma of its trigger.
    Word "word",
    /// Tense and form of the trigger: that of a verb, or the determiner of a noun.
    Form "form",
    /// How the trigger hangs in the tree.
    Role "role",
    /// The preposition, conjunction or verb above a noun.
    Under "under",
    /// Tense of the verb of its clause.
    Tense "tense",
    /// How its clause hangs in the sentence.
    Clause "clause",
    /// The word that opens its clause: "after", "when".
    Mark "mark",
    /// The verb that governs its clause.
    Governor "governor",
    /// Tense of that verb.
    GovernorTense "governor-tense",
    /// How many verbs govern its clause.
    Depth "depth",
    /// Tense of the sentence's own verb, or that it is one of saying.
    Root "root",
    /// Whether somebody claims it to have done it.
    Claimed "claimed",
    /// Whether the paragraph told such an event before.
    Repeat "repeat",
    /// How the sentence places it in time: done before, going on, to come.
    Placing "placing",
    /// Words of time beside it: "recently", "former", "still".
    Timely "timely",
    /// Whether it is told in another's voice, and how that voice's verb stands.
    Voice "voice",
    /// Where the sentence stands in its paragraph.
    Spot "spot",
    /// What says when the text was written.
    Frame "frame",
    /// How many dates the sentence has.
    Own "own",

    // Of the date.
    /// Where the date comes from.
    Basis "basis",
    /// How long a stretch it is.
    Precision "precision",
    /// How it hangs in the sentence: its preposition or label.
    Link "link",
    /// Where it meets the trigger in the tree.
    Meeting "meeting",
    /// The label of the clause between them.
    Crossing "crossing",
    /// How far through the tree it is.
    Distance "distance",
    /// Which of the sentence's dates it is, the nearest first.
    Rank "rank",
    /// Whether it stands before or after the trigger, and how far.
    Side "side",
    /// What stands between it and the trigger.
    Between "between",
    /// The verb that it says the time of.
    Verb "verb",
    /// How many sentences back it stands.
    Back "back",
    /// Whether its sentence tells of such an event too.
    Echo "echo",
    /// How long before the writing it lies.
    Age "age",

    // Of what is made of it.
    /// What is made of the date.
    Shape "shape",
    /// The other date that an interval is made with.
    Partner "partner",
}

/// Those of what is made of a date.
pub(crate) const MADE: [Clue; 2] = [Clue::Shape, Clue::Partner];

/// The values of the clues; empty where one does not apply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clues<'d>([&'d str; CLUES.len()]);

impl<'d> Clues<'d> {
    /// No clue.
    pub fn new() -> Self {
        Clues([""; CLUES.len()])
    }

    /// The value of a clue; empty if it has none.
    pub fn get(&self, clue: Clue) -> &'d str {
        self.0.get(clue as usize).copied().unwrap_or_default()
    }

    /// Sets a clue.
    pub fn set(&mut self, clue: Clue, value: &'d str) {
        if let Some(place) = self.0.get_mut(clue as usize) {
            *place = value;
        }
    }

    /// All that have values, as `clue=value`.
    pub fn texts(&self) -> Vec<String> {
        let known = CLUES.iter().filter(|clue| !self.get(**clue).is_empty());
        known.map(|clue| text(*clue, self.get(*clue))).collect()
    }
}

/// As it stands in a weights file, which sets clues apart by spaces.
fn text(clue: Clue, value: &str) -> String {
    format!("{}={}", clue.name(), value.replace(|c: char| c.is_ascii_whitespace(), "_"))
}

/// The hashes of clues.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hashes([u64; CLUES.len()]);

impl Hashes {
    /// Of none.
    pub fn new() -> Self {
        Hashes([0; CLUES.len()])
    }

    /// Of those clues that have values, and of what was known before.
    pub fn with(mut self, clues: &Clues<'_>) -> Self {
        for clue in CLUES {
            self.set(*clue, clues.get(*clue));
        }
        self
    }

    /// Sets that of one; without a value, what was known before stays.
    pub fn set(&mut self, clue: Clue, value: &str) {
        if let Some(place) = self.0.get_mut(clue as usize).filter(|_| !value.is_empty()) {
            *place = hash([clue.name(), "=", value]);
        }
    }

    /// The hash of one; `None` if it has no value.
    pub fn of(&self, clue: Clue) -> Option<u64> {
        self.0.get(clue as usize).copied().filter(|hash| *hash != 0)
    }
}

/// The hash of a clue as it stands in a weights file, without building that text (Fowler, Noll and Vo's 1a).
pub(crate) fn hash<'t>(parts: impl IntoIterator<Item = &'t str>) -> u64 {
    let bytes = parts.into_iter().flat_map(str::bytes);
    let written = bytes.map(|byte| if byte.is_ascii_whitespace() { b'_' } else { byte });
    written.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
