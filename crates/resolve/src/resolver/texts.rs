//! Written names, each read once, found by what they share and judged once for each pair. What is said of a pair depends on
//! the two names alone. Start at [`Texts`].

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::align::align;
use crate::features::{self, Side};
use crate::frequency::Frequencies;
use crate::lexicon::Class;
use crate::name::{Form, Kind, Name, Part, Term};
use crate::pair::{Judged, judge};
use crate::sound::Sound;
use crate::veto::Veto;
use crate::weights::Weights;

/// Names that share a key at the most; a key of more tells nothing, and none of them is found by it.
const BLOCK_MAX: usize = 200;
/// General words of a name of which each two are a key.
const COMMON_MAX: usize = 6;
/// Consonants that a word needs to be found with another one in a place.
const EXCHANGED_MIN: usize = 4;

/// A written name, by the order in which it was first seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TextId(pub u32);

/// What was found of two written names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    /// The logarithm of the odds that both are names of one actor, by the names alone.
    pub log_odds: f32,
    /// A hard no.
    pub veto: Option<Veto>,
    /// Which part of the lesser name and of the greater the odds are of.
    pub parts: (Part, Part),
}

/// A written name, read.
#[derive(Debug)]
struct Read {
    written: String,
    /// As names of the kinds that it may be of.
    names: Vec<Name>,
    kind: Option<Kind>,
    /// What it is found by: a key, and which side of an abbreviation it stands on.
    keys: Vec<(u64, Half)>,
}

/// Of an abbreviation and what it may stand for, which one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Half {
    Neither,
    Short,
    Long,
}

/// Written names and their pairs.
#[derive(Debug, Default)]
pub(super) struct Texts {
    ids: FxHashMap<(String, Option<Kind>), TextId>,
    read: Vec<Read>,
    pairs: FxHashMap<(TextId, TextId), Pair>,
}

impl Texts {
    /// The number of a written name of a kind.
    pub fn id(&mut self, written: &str, kind: Option<Kind>) -> TextId {
        if let Some(id) = self.ids.get(&(written.to_owned(), kind)) {
            return *id;
        }
        let id = TextId(u32::try_from(self.read.len()).unwrap_or(u32::MAX));
        self.read.push(Read::of(written, kind));
        self.ids.insert((written.to_owned(), kind), id);
        id
    }

    /// The pairs of these names that share enough to be compared, the lesser first, with what was found of them; none
    /// for two of one group.
    pub fn pairs(&mut self, texts: &BTreeMap<TextId, u32>) -> BTreeMap<(TextId, TextId), Pair> {
        let mut blocks: FxHashMap<u64, Vec<(TextId, Half)>> = FxHashMap::default();
        for id in texts.keys() {
            for &(key, half) in self.read.get(id.0 as usize).into_iter().flat_map(|read| &read.keys) {
                blocks.entry(key).or_default().push((*id, half));
            }
        }
        let mut wanted: FxHashSet<(TextId, TextId)> = FxHashSet::default();
        for block in blocks.values().filter(|block| (2..=BLOCK_MAX).contains(&block.len())) {
            for (at, &(one, half)) in block.iter().enumerate() {
                for &(other, its_half) in block.iter().skip(at + 1) {
                    let fit = half == Half::Neither || half != its_half;
                    if fit && one != other && texts.get(&one) != texts.get(&other) {
                        wanted.insert((one.min(other), one.max(other)));
                    }
                }
            }
        }
        let new: Vec<(TextId, TextId)> =
            wanted.iter().filter(|pair| !self.pairs.contains_key(pair)).copied().collect();
        let found: Vec<_> = new.par_iter().filter_map(|pair| Some((*pair, self.compare(*pair)?))).collect();
        self.pairs.extend(found);
        wanted.into_iter().filter_map(|pair| Some((pair, *self.pairs.get(&pair)?))).collect()
    }

    fn compare(&self, (one, other): (TextId, TextId)) -> Option<Pair> {
        let (one, other) = (self.read.get(one.0 as usize)?, self.read.get(other.0 as usize)?);
        let mut best: Option<Pair> = None;
        for left in &one.names {
            for right in other.names.iter().filter(|right| right.kind == left.kind) {
                let found = forms(left, right);
                best = best.into_iter().chain(found).reduce(better);
            }
        }
        let apart = matches!((one.kind, other.kind), (Some(one), Some(other)) if one != other);
        let no = Pair { log_odds: -20.0, veto: Some(Veto::Kinds), parts: (Part::Main, Part::Main) };
        if apart { Some(no) } else { best }
    }
}

fn forms(left: &Name, right: &Name) -> Option<Pair> {
    let frequencies = Frequencies::general();
    let mut best: Option<Pair> = None;
    for one in &left.forms {
        for other in &right.forms {
            let matches = align(one, other);
            let (terms, others): (Vec<&Term>, Vec<&Term>) =
                (one.terms.iter().collect(), other.terms.iter().collect());
            let weights = (features::weights(&terms, &frequencies), features::weights(&others, &frequencies));
            let sides = (Side::new(one, &terms, &weights.0), Side::new(other, &others, &weights.1));
            let Judged { veto, log_odds, .. } =
                judge(left.kind, sides.0, sides.1, &matches, Weights::built_in());
            let pair = Pair { log_odds, veto, parts: (one.part, other.part) };
            best = best.into_iter().chain([pair]).reduce(better);
        }
    }
    best
}

/// The likelier of two.
fn better(one: Pair, other: Pair) -> Pair {
    let rank = |pair: &Pair| (pair.veto.is_none(), pair.log_odds);
    if rank(&other) > rank(&one) { other } else { one }
}

impl Read {
    fn of(written: &str, kind: Option<Kind>) -> Self {
        let kind = kind.or_else(|| Kind::guess(written));
        let kinds: &[Kind] = match kind {
            Some(Kind::Organisation) => &[Kind::Organisation],
            Some(Kind::Person) => &[Kind::Person],
            None => &[Kind::Organisation, Kind::Person],
        };
        // A description is not a name: "the fighters" are like other fighters in words alone.
        let is_name = written.chars().any(|c| c.is_alphabetic() && !c.is_lowercase());
        let names: Vec<Name> = match is_name {
            true => kinds.iter().map(|kind| Name::read(written, *kind)).collect(),
            false => Vec::new(),
        };
        let forms = names.iter().flat_map(|name| name.forms.iter().map(|form| (name.kind, form)));
        let keys: BTreeSet<(u64, Half)> = forms.flat_map(|(kind, form)| keys(kind, form)).collect();
        Read { written: written.to_owned(), names, kind, keys: keys.into_iter().collect() }
    }
}

/// What a form is found by. Two names meet if they share the meaning or the consonants of a telling word (or all but one of
/// its consonants), two general words, all letters as one word, or if one may be short for the other.
fn keys(kind: Kind, form: &Form) -> BTreeSet<(u64, Half)> {
    let mut keys: BTreeSet<(u64, Half)> = BTreeSet::new();
    let mut common: Vec<u64> = Vec::new();
    let telling =
        form.terms.iter().filter(|term| !matches!(term.class, Class::Title | Class::Legal | Class::Function));
    for term in telling.clone() {
        match term.class {
            Class::Core | Class::Kunya => of_word(term, &mut keys),
            Class::Initial => {}
            _ => common.push(term.group),
        }
    }
    common.sort_unstable();
    common.dedup();
    common.truncate(COMMON_MAX);
    for (at, one) in common.iter().enumerate() {
        keys.extend(common.iter().skip(at + 1).map(|other| (key(3, &(one, other)), Half::Neither)));
    }
    let whole = Sound::joined(telling.map(|term| &term.sound));
    if whole.bytes().len() > 3 {
        keys.insert((key(4, &whole.coarse()), Half::Neither));
    }
    if kind == Kind::Organisation {
        keys.extend(form.acronyms.iter().map(|acronym| (key(5, acronym), Half::Long)));
        let short = form.terms.iter().filter(|term| (2..=9).contains(&term.text.len()));
        keys.extend(short.filter(|term| term.is_abbreviation).map(|term| (key(5, &term.text), Half::Short)));
    }
    keys
}

fn of_word(term: &Term, keys: &mut BTreeSet<(u64, Half)>) {
    keys.insert((key(0, &term.group), Half::Neither));
    if term.is_abbreviation {
        return;
    }
    for sound in std::iter::once(&term.sound).chain(&term.other_sound) {
        for (at, skeleton) in sound.skeletons().into_iter().enumerate() {
            keys.insert((key(1, &skeleton), Half::Neither));
            if at == 0 && skeleton.len() >= EXCHANGED_MIN {
                for place in 0..skeleton.len() {
                    let mut shorter = skeleton.clone();
                    shorter.remove(place);
                    keys.insert((key(2, &(place, shorter)), Half::Neither));
                }
            }
        }
    }
}

fn key(sort: u8, value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    sort.hash(&mut hasher);
    value.hash(&mut hasher);
    hasher.finish()
}

impl Texts {
    /// A name as it is written.
    pub fn written(&self, id: TextId) -> &str {
        self.read.get(id.0 as usize).map_or("", |read| read.written.as_str())
    }
}
