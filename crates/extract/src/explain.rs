//! Says how a claim was read: its frame, what filled its roles, its date with what that was worked out from, its voice and
//! stance, and what the scorer made of it. Start at [`Explanation`].

use retrospect_knowledge::schema::Place;
use retrospect_lang::{Doc, TokenRef};
use retrospect_model::{Edtf, Stance, Text};

use crate::choice::options::Origin;
use crate::claims::Claim;
use crate::dates::{Anchor, DateExpression, DateKind};
use crate::frames::Candidate;
use crate::mentions::phrase;
use crate::roles::Filled as Chosen;
use crate::schema::Schema;
use crate::scorer::Scorer;

/// The most features that are named.
const FEATURES_MAX: usize = 6;

/// How a claim was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The frame that proposed it; `None` where the learned reader did.
    pub frame: Option<FrameWords>,
    /// How likely the learned reader thinks that the word tells of an event of this kind, from 0 to 1, if it read the text.
    pub read: Option<f64>,
    /// The word of the text that the frame hangs on.
    pub trigger: String,
    /// What filled the actor's role.
    pub actor: Filled,
    /// What filled the target's.
    pub target: Filled,
    /// What filled the place's.
    pub place: Filled,
    /// The words of the text that its date is taken from, if it has one.
    pub when: Option<DateWords>,
    /// The word by which its innermost source says it, if it has one.
    pub said_by: Option<String>,
    /// What gave it its stance.
    pub stance: StanceBy,
    /// The features that counted the most, with their weights in log-odds, the strongest first; none without a scorer.
    pub features: Vec<(String, f64)>,
}

/// A frame in the words of the schema.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameWords {
    /// The line of the schema where it begins.
    pub line: usize,
    /// What it says; the claim may be of another kind, which its words carry besides.
    pub kind: String,
    /// What it asks of its words.
    pub conditions: Vec<String>,
}

/// What filled a role.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Filled {
    /// By which rule; `None` when it stayed empty.
    pub by: Option<Rule>,
    /// The words of the text, before it was known whom they stand for.
    pub words: Vec<String>,
}

/// A rule that fills a role.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The frame says to look there.
    Frame(Place),
    /// Who stands behind the weapon or event that the words name, or what that is on.
    Event,
    /// The place that a preposition ties to the words, or the nearest of the sentence.
    Near,
    /// Of all phrases near the words the likeliest, and how likely it is the one meant, from 0 to 1.
    Weighed {
        /// The probability.
        chance: f64,
    },
}

/// A date in the words of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct DateWords {
    /// The words.
    pub text: String,
    /// What they were worked out from.
    pub anchor: DateAnchor,
}

/// What a date was worked out from.
#[derive(Clone, Debug, PartialEq)]
pub enum DateAnchor {
    /// Nothing: it is complete.
    Unneeded,
    /// The date of publication.
    Published(Option<Edtf>),
    /// Other words of the text, and the date that these stand for.
    Text(String, Option<Edtf>),
}

/// What gave a claim its stance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StanceBy {
    /// The frame.
    Frame,
    /// The words around: negation, modality, hedges, verbs of saying.
    Words,
    /// Nothing: it is asserted.
    Nothing,
}

/// Where the parts of a claim were found, as indices of tokens.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct Trace {
    trigger: usize,
    actor: Found,
    target: Found,
    place: Found,
    said_by: Option<usize>,
    /// The learned reader's log-odds.
    pub odds: Option<f32>,
}

/// The heads that fill a role, and the rule.
#[derive(Clone, Debug, PartialEq, Default)]
struct Found {
    heads: Vec<usize>,
    by: Option<Rule>,
}

impl Trace {
    /// Where a candidate's parts are: what fills its actor, its target and its place, and the word by which it is said.
    pub fn of(
        candidate: &Candidate<'_, '_>,
        [actor, target, place]: [&Chosen<'_>; 3],
        said_by: Option<TokenRef<'_>>,
    ) -> Self {
        let found =
            |chosen: &Chosen<'_>, own: &[TokenRef<'_>], framed: Option<&Place>, otherwise: Rule| Found {
                heads: chosen.heads.iter().map(|head| head.index()).collect(),
                by: match chosen.origin {
                    Origin::Empty => None,
                    Origin::Frame if chosen.heads.iter().all(|head| own.contains(head)) => {
                        framed.cloned().map(Rule::Frame)
                    }
                    Origin::Frame => Some(otherwise),
                    Origin::Near | Origin::Before | Origin::Floor => {
                        Some(Rule::Weighed { chance: chosen.sureness })
                    }
                },
            };
        Trace {
            trigger: candidate.trigger.index(),
            actor: found(actor, &candidate.actor, candidate.found.actor, Rule::Event),
            target: found(target, &candidate.target, candidate.found.target, Rule::Event),
            place: found(place, &candidate.place, candidate.found.place, Rule::Near),
            said_by: said_by.map(TokenRef::index),
            odds: None,
        }
    }
}

/// A text as it was read, beside its claims.
pub(crate) struct Seen<'s> {
    pub doc: &'s Doc<'s>,
    pub chars: &'s Text<&'s str>,
    pub dates: &'s [DateExpression],
    pub schema: &'s Schema,
    pub scorer: Option<&'s Scorer>,
    pub published: Option<&'s Edtf>,
}

impl Seen<'_> {
    /// How one of the claims was read.
    pub fn explain(&self, claim: &Claim) -> Explanation {
        let trace = &claim.trace;
        let frame = self.schema.frame_at(claim.frame);
        let word = |index: usize| self.doc.token(index).map_or("", TokenRef::text).to_owned();
        let stance = match frame.and_then(|frame| frame.stance) {
            Some(stance) if stance == claim.stance => StanceBy::Frame,
            _ if claim.stance == Stance::Asserted => StanceBy::Nothing,
            _ => StanceBy::Words,
        };
        let features = self.scorer.map(|scorer| scorer.strongest(&claim.features, FEATURES_MAX));
        let owned = |(name, weight): (&str, f64)| (name.to_owned(), weight);
        Explanation {
            frame: frame.map(|frame| FrameWords {
                line: frame.line,
                kind: self.schema.kind(frame.kind).name.clone(),
                conditions: frame.conditions(),
            }),
            read: trace.odds.map(|odds| 1.0 / (1.0 + (-f64::from(odds)).exp())),
            trigger: word(trace.trigger),
            actor: self.filled(&trace.actor),
            target: self.filled(&trace.target),
            place: self.filled(&trace.place),
            when: self.date(claim),
            said_by: trace.said_by.filter(|_| !claim.sources.is_empty()).map(word),
            stance,
            features: features.unwrap_or_default().into_iter().map(owned).collect(),
        }
    }

    fn filled(&self, found: &Found) -> Filled {
        let words = |index: &usize| {
            let head = self.doc.token(*index)?;
            self.doc.text().get(self.doc.byte_range(phrase(self.doc, head))).map(str::to_owned)
        };
        Filled { by: found.by.clone(), words: found.heads.iter().filter_map(words).collect() }
    }

    /// The words that give a claim's date: of those that stand for it, the nearest to the claim's.
    fn date(&self, claim: &Claim) -> Option<DateWords> {
        let wanted = Some(claim.when.as_ref()?);
        let char_of = |byte: usize| self.chars.char_of(byte).map_or(0, |offset| offset as usize);
        let distance = |date: &DateExpression| {
            let start = char_of(date.bytes.start);
            start.saturating_sub(claim.span.end).max(claim.span.start.saturating_sub(start))
        };
        let is_it = |date: &&DateExpression| date.kind == DateKind::Date && date.value.as_ref() == wanted;
        let exact = self.dates.iter().filter(is_it).min_by_key(|date| distance(date));
        // "By then" and "from then on" are made of a date.
        let named = wanted.map(Edtf::dates).unwrap_or_default();
        let is_of_it = |date: &&DateExpression| {
            let own = date.value.as_ref().map(Edtf::dates).unwrap_or_default();
            date.kind == DateKind::Date && own.iter().any(|day| named.contains(day))
        };
        let part = || self.dates.iter().filter(is_of_it).min_by_key(|date| distance(date));
        let date = exact.or_else(part)?;
        let words =
            |date: &DateExpression| self.doc.text().get(date.bytes.clone()).unwrap_or_default().to_owned();
        let anchor = match date.anchor {
            Anchor::Unneeded | Anchor::Unknown => DateAnchor::Unneeded,
            Anchor::Published => DateAnchor::Published(self.published.cloned()),
            Anchor::Narrative { by } => {
                let other = self.dates.get(by)?;
                DateAnchor::Text(words(other), other.value.clone())
            }
        };
        Some(DateWords { text: words(date), anchor })
    }
}
