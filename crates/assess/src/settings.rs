//! The constants of the model, with what each is for. Start at [`Settings`]; the default is what every command uses.

/// How claims are weighed.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How much one camp may add to one belief, in nats: 3 are odds of 20 to 1. Infinite for no bound.
    pub camp_nats_max: f64,
    /// How likely a label of whom a value favours is right, before anything is learned; 1 to take labels as they are.
    pub favour_label_right: f64,
    /// How likely a label of a source's camp is right, before anything is learned; 1 to take labels as they are.
    pub camp_label_right: f64,
    /// What is supposed of a closed list's answers before anything is heard.
    pub answers: Answers,
    /// Whether sources that repeat others are looked for.
    pub copying: Copying,
    /// Beliefs are shown no surer than this without a pin, nor less sure than its complement.
    pub shown_max: f64,
    /// How likely what was so jumps from one segment of a chain to the next.
    pub hazard: f64,
    /// Rounds of learning at the most.
    pub rounds_max: usize,
    /// Where learning starts.
    pub start: Start,
    /// Whether the other starts are tried too, to see whether the answer depends on them.
    pub starts: Starts,
}

/// What is supposed of a closed list's answers before anything is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// That they are as frequent as they turn out to be.
    Learned,
    /// That each is as likely. For objects that are there because somebody spoke of them: how often such things are so is
    /// not how often they are told.
    Even,
}

/// Whether sources that repeat others are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copying {
    /// Only repetitions that are marked as such count once.
    Marked,
    /// Sources that agree with another one more than what is known of the answers explains are found, too.
    Detected,
}

/// Where learning starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// What sources say who gain nothing by it, and twice what is said against the speaker's interest.
    Disinterested,
    /// What most sources say.
    Majority,
    /// What one camp says; the index is the camp's.
    Camp(u32),
}

/// Whether the other starts are tried too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Starts {
    /// Only the one that is asked for.
    One,
    /// All of them where there are camps.
    All,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            camp_nats_max: 3.0,
            favour_label_right: 0.9,
            camp_label_right: 0.9,
            answers: Answers::Learned,
            copying: Copying::Detected,
            shown_max: 0.99,
            hazard: 0.05,
            rounds_max: 80,
            start: Start::Disinterested,
            starts: Starts::All,
        }
    }
}
