//! Lets the learned reader propose events beside the frames, and say what it makes of each. Start at [`Learned`].

use retrospect_lang::{Doc, TokenRef};
use retrospect_reader::{Event, Fillers, Impression, Reader};

use crate::frames::{Candidate, FoundAt};
use crate::schema::{Frame, KindId, Part, Schema};
use crate::sentences::Sentences;

/// Log-odds from which the learned reader proposes an event: one in twelve. The scorer judges it after that.
const ODDS_MIN: f32 = -2.4;
/// Logarithm of the least share that is told apart.
const SHARE_MIN: f32 = -7.0;
/// The parts of speech of frames without words.
const PARTS: [Part; 3] = [Part::Verb, Part::Noun, Part::Adjective];

/// Who proposes events.
#[derive(Debug, Default)]
pub enum Readers {
    /// The schema's frames alone.
    #[default]
    Frames,
    /// The learned reader alone.
    Learned(Box<Learned>),
    /// Both; the learned reader says what it makes of the frames' events too.
    Both(Box<Learned>),
}

impl Readers {
    /// The learned reader, if it reads.
    #[must_use]
    pub fn learned(&self) -> Option<&Learned> {
        match self {
            Readers::Frames => None,
            Readers::Learned(learned) | Readers::Both(learned) => Some(learned),
        }
    }
}

/// A learned reader, with frames to hang its events on.
#[derive(Debug)]
pub struct Learned {
    /// The reader.
    pub reader: Reader,
    /// For each kind of the schema, its number for the reader.
    numbers: Vec<Option<usize>>,
    /// For each kind of the reader, frames that name no words, one for each part of speech.
    frames: Vec<Option<[Frame; 3]>>,
}

impl Learned {
    /// A reader whose kinds have the names of the schema's.
    #[must_use]
    pub fn new(reader: Reader, schema: &Schema) -> Self {
        let numbers = schema.kinds().iter().map(|kind| reader.kind(&kind.name)).collect();
        let bare = |name: &String| {
            let kind = schema.kind_named(name)?;
            Some(PARTS.map(|part| Frame::bare(kind, part, "read")))
        };
        let frames = reader.about().kinds.iter().map(bare).collect();
        Learned { reader, numbers, frames }
    }

    /// The reader's number of a kind.
    pub(crate) fn number(&self, kind: KindId) -> Option<usize> {
        self.numbers.get(kind.index()).copied().flatten()
    }

    /// The words and kinds that the frames propose, for the reader to say what it makes of them.
    pub(crate) fn asked(&self, candidates: &[Candidate<'_, '_>]) -> Vec<(usize, usize)> {
        let kinds = |candidate: &Candidate<'_, '_>| {
            let own = candidate.frame.kind;
            let also = candidate.frame.also.iter().map(|also| also.kind);
            let word = candidate.trigger.index();
            std::iter::once(own).chain(also).map(move |kind| (word, kind)).collect::<Vec<_>>()
        };
        let asked = candidates.iter().flat_map(kinds);
        let mut asked: Vec<_> = asked.filter_map(|(word, kind)| Some((word, self.number(kind)?))).collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// The events that no frame proposes, as candidates whose roles are empty. `framed` is what the frames propose, as
    /// [`asked`](Self::asked) gives it.
    pub(crate) fn proposed<'d, 's>(
        &'s self,
        doc: &'d Doc<'d>,
        impression: &Impression,
        framed: &[(usize, usize)],
    ) -> Vec<Candidate<'d, 's>> {
        let is_new = |event: &&Event| {
            event.odds >= ODDS_MIN && framed.binary_search(&(event.word, event.kind)).is_err()
        };
        let candidate = |event: &Event| {
            let trigger = doc.token(event.word)?;
            let frame = self.frames.get(event.kind)?.as_ref()?.get(part(trigger))?;
            let (actor, target, place) = (Vec::new(), Vec::new(), Vec::new());
            Some(Candidate { frame, trigger, actor, target, place, found: FoundAt::default() })
        };
        impression.events.iter().filter(is_new).filter_map(candidate).collect()
    }
}

fn part(trigger: TokenRef<'_>) -> usize {
    match trigger.pos() {
        "VERB" | "AUX" => 0,
        "ADJ" | "ADV" => 2,
        _ => 1,
    }
}

/// What the reader makes of a document, for whoever weighs candidates.
#[derive(Clone, Copy)]
pub(crate) struct Readings<'d> {
    pub learned: &'d Learned,
    pub impression: &'d Impression,
}

impl<'d> Readings<'d> {
    /// The event of a kind at a word.
    pub fn event(&self, word: usize, kind: KindId) -> Option<&'d Event> {
        self.impression.event(word, self.learned.number(kind)?)
    }

    /// What the scorer sees of an event: its odds, its place among those of its kind in the sentence, whether the stance
    /// is meant so, and how sure the reader is of the fillers.
    pub fn features(
        &self,
        event: Option<&Event>,
        kind: &str,
        stance: usize,
        sentences: &Sentences,
    ) -> Vec<String> {
        let Some(event) = event else { return vec!["unread".to_owned()] };
        let odds = event.odds.floor().clamp(-7.0, 5.0);
        let coarse = (event.odds / 2.0).floor().clamp(-3.0, 2.0);
        let sentence = sentences.of(event.word);
        let others = self.impression.within(&sentence).iter();
        let stronger = others.filter(|other| other.kind == event.kind && other.odds > event.odds);
        let rank = stronger.count().min(2);
        let meant = event.stances.get(stance).copied().unwrap_or(SHARE_MIN).max(-3.0).floor();
        vec![
            format!("read odds={odds}"),
            format!("kind={kind} read odds={coarse}"),
            format!("read rank={rank}"),
            format!("read rank={rank} odds={coarse}"),
            format!("read stance={meant}"),
        ]
    }
}

/// The logarithm of how likely the reader thinks that these heads fill a slot, and of that for all that read the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Share {
    pub own: f32,
    pub same: f32,
}

/// The shares of options of a slot, each with its heads and names; `None` for one that the reader did not have in view.
pub(crate) fn shares<'o>(fillers: Fillers<'_>, options: &[(Vec<usize>, &'o [String])]) -> Vec<Option<Share>> {
    let chance =
        |heads: &[usize]| heads.iter().filter_map(|head| fillers.of(*head)).map(f32::exp).sum::<f32>();
    let single: Vec<(f32, &'o [String])> = options
        .iter()
        .filter(|(heads, _)| heads.len() == 1)
        .map(|(heads, names)| (chance(heads), *names))
        .collect();
    let share = |(heads, names): &(Vec<usize>, &'o [String])| {
        if heads.is_empty() {
            let nobody = fillers.nobody.max(SHARE_MIN);
            return Some(Share { own: nobody, same: nobody });
        }
        heads.iter().any(|head| fillers.of(*head).is_some()).then(|| {
            let alike = single.iter().filter(|(_, other)| other.iter().any(|name| names.contains(name)));
            let same: f32 = alike.map(|(chance, _)| chance).sum();
            let own = chance(heads);
            Share { own: own.ln().max(SHARE_MIN), same: same.max(own).ln().max(SHARE_MIN) }
        })
    };
    options.iter().map(share).collect()
}
