//! Says when what a claim tells happened, by the dates around its words. Start at [`Dating::when`].
//!
//! The dates that its words can rest on ([`basis`]) and what can be made of each ([`shapes`]) are the choices; clues of
//! the claim ([`event`]) and of the date, weighed by weights that were learned ([`weights`]), say which. Without
//! weights, the nearest date of the sentence is taken.

// What speaks for a date.
mod basis;
mod clues;
mod event;

// What becomes of it.
mod ground;
mod shapes;
mod weights;

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::Edtf;

use crate::dates::{DateExpression, DateKind, DatePart, Length, Timeline};
use crate::sentences::Sentences;
use clues::{Clue, Clues, Hashes};
use ground::Ground;
use retrospect_model::Stance;

pub use weights::DatingWeights;

/// Steps through the tree beyond which a date belongs to something else.
const DISTANCE_MAX: usize = 9;

/// How many lengths of time of a sentence are looked at.
const LENGTHS_MAX: usize = 2;

/// What is dated.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Event<'d> {
    pub trigger: TokenRef<'d>,
    /// The name of its kind.
    pub kind: &'d str,
    pub stance: Stance,
    /// The verb or noun of the innermost voice that tells it.
    pub said_by: Option<TokenRef<'d>>,
}

/// A date that a claim may have.
#[derive(Clone, Debug, PartialEq)]
pub struct DateOption {
    /// The date.
    pub value: Edtf,
    /// What speaks for and against it, as `clue=value`.
    pub clues: Vec<String>,
}

/// Where a date stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    sentence: usize,
    paragraph: usize,
}

/// The dates of a document.
#[derive(Debug)]
pub(crate) struct Dating<'d> {
    doc: &'d Doc<'d>,
    dates: &'d [DateExpression],
    sentences: &'d Sentences,
    /// When the document was published, as far as the caller knows.
    published: Option<&'d Edtf>,
    weights: Option<&'d DatingWeights>,
    /// Where each date stands.
    places: Vec<Place>,
    /// For each date, the last one up to it that opens an item.
    items: Vec<Option<usize>>,
    /// Tokens at which paragraphs end.
    paragraphs: Vec<usize>,
    /// The triggers of the document in order: sentence, token, kind.
    triggers: Vec<(usize, usize, &'d str)>,
}

/// What dates of a document are chosen by.
#[derive(Clone, Copy)]
pub(crate) struct Given<'d> {
    pub doc: &'d Doc<'d>,
    pub dates: &'d [DateExpression],
    pub sentences: &'d Sentences,
    pub published: Option<&'d Edtf>,
    pub weights: Option<&'d DatingWeights>,
}

impl<'d> Dating<'d> {
    /// The dates of a document with what it tells: the triggers of its candidates in order, with their kinds.
    pub fn new(given: Given<'d>, triggers: impl Iterator<Item = (usize, &'d str)>) -> Self {
        let Given { doc, dates, sentences, published, weights } = given;
        let ends = doc.tokens().filter(|token| token.is_space() && token.text().matches('\n').count() > 1);
        let paragraphs: Vec<usize> = ends.map(TokenRef::index).collect();
        let place = |date: &DateExpression| Place {
            sentence: sentences.number(date.tokens.start),
            paragraph: paragraphs.partition_point(|end| *end < date.tokens.start),
        };
        let places = dates.iter().map(place).collect();
        let last_item = |item: &mut Option<usize>, (index, date): (usize, &DateExpression)| {
            if date.part == DatePart::Item {
                *item = Some(index);
            }
            Some(*item)
        };
        let items = dates.iter().enumerate().scan(None, last_item).collect();
        let triggers = triggers.map(|(token, kind)| (sentences.number(token), token, kind)).collect();
        Dating { doc, dates, sentences, published, weights, places, items, paragraphs, triggers }
    }

    /// When an event was, as far as the text lets a reader work it out.
    pub fn when(&self, event: &Event<'d>) -> Option<Edtf> {
        let Some(weights) = self.weights else { return self.nearest(event.trigger) };
        let mut scored: Vec<(f64, Edtf)> = Vec::new();
        let of_event = Hashes::new().with(&self.clues(event));
        let ground = self.ground(event);
        for basis in &ground.bases {
            let of_date = of_event.with(&basis.clues);
            let of_basis = weights.of_basis(&of_date);
            ground.each_made(basis, |made| {
                let mut hashes = of_date;
                for (clue, value) in made.clues() {
                    hashes.set(clue, value);
                }
                scored.push((of_basis + weights.of_made(&hashes), made.value));
            });
        }
        let top = scored.iter().map(|(score, _)| *score).fold(f64::NEG_INFINITY, f64::max);
        // Two ways to the same date speak for it together.
        let mut sums: Vec<(f64, Edtf)> = Vec::new();
        for (score, value) in scored {
            let chance = (score - top).exp();
            match sums.iter_mut().find(|(_, other)| *other == value) {
                Some((sum, _)) => *sum += chance,
                None => sums.push((chance, value)),
            }
        }
        let better = |best: Option<(f64, Edtf)>, next: (f64, Edtf)| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        };
        sums.into_iter().fold(None, better).map(|(_, value)| value)
    }

    /// All dates that an event may have, with what speaks for each.
    pub fn options(&self, event: &Event<'d>) -> Vec<DateOption> {
        let of_event = self.clues(event).texts();
        let mut options = vec![];
        let ground = self.ground(event);
        for basis in &ground.bases {
            ground.each_made(basis, |made| {
                let mut clues = basis.clues;
                for (clue, value) in made.clues() {
                    clues.set(clue, value);
                }
                options.push(DateOption {
                    value: made.value,
                    clues: [of_event.clone(), clues.texts()].concat(),
                });
            });
        }
        options
    }

    fn clues(&self, event: &Event<'d>) -> Clues<'d> {
        let mut clues = event::clues(event);
        let token = event.trigger.index();
        clues.set(Clue::Frame, self.written(token).map_or("none", |(_, frame)| frame));
        let sentence = self.sentences.number(token);
        let paragraph = self.paragraph(token);
        let first =
            paragraph.checked_sub(1).and_then(|before| self.paragraphs.get(before)).map_or(0, |end| end + 1);
        let spot = match (sentence, sentence - self.sentences.number(first).min(sentence)) {
            (0, _) => "first",
            (_, 0) => "opening",
            _ => "inside",
        };
        clues.set(Clue::Spot, spot);
        clues.set(Clue::Claimed, self.claimed(event));
        clues.set(Clue::Repeat, self.repeat(event, self.sentences.number(first), sentence));
        clues
    }

    /// Whether an event is one that somebody claims to have done: by its own words, or by those above.
    fn claimed(&self, event: &Event<'d>) -> &'static str {
        let is_claim = |token: usize| {
            let at = self.triggers.partition_point(|(_, trigger, _)| *trigger < token);
            let there = self.triggers.iter().skip(at).take_while(|(_, trigger, _)| *trigger == token);
            there.into_iter().any(|(.., kind)| *kind == "responsibility")
        };
        if event.kind == "responsibility" {
            "claim"
        } else if is_claim(event.trigger.index()) {
            "itself"
        } else if event.trigger.ancestors().take(event::HEADS_MAX).any(|above| is_claim(above.index())) {
            "above"
        } else {
            "no"
        }
    }

    /// Whether sentences before told of such an event: by the same word, by the same kind, or not.
    fn repeat(&self, event: &Event<'d>, from: usize, to: usize) -> &'static str {
        let first = self.triggers.partition_point(|(sentence, ..)| *sentence < from);
        let before = self.triggers.iter().skip(first).take_while(|(sentence, ..)| *sentence < to);
        let mut repeat = "none";
        for (_, token, kind) in before {
            if self.doc.token(*token).is_some_and(|token| token.lemma() == event.trigger.lemma()) {
                return "word";
            }
            if *kind == event.kind {
                repeat = "kind";
            }
        }
        repeat
    }

    /// All that the date of an event can be made of.
    fn ground(&self, event: &Event<'d>) -> Ground<'d> {
        Ground {
            bases: self.bases(event),
            lengths: self.lengths(event),
            writing: self.written(event.trigger.index()).map(|(value, _)| value),
        }
    }

    /// The lengths of time in an event's sentence, and where each stands.
    fn lengths(&self, event: &Event<'d>) -> Vec<(Length, &'static str)> {
        let sentence = self.sentences.of(event.trigger.index());
        let from = self.dates.partition_point(|date| date.tokens.start < sentence.start);
        let here = self.dates.iter().skip(from).take_while(|date| date.tokens.start < sentence.end);
        let lengths = here.filter_map(|date| match date.kind {
            DateKind::Duration(length) => Some((length, self.meeting(date, event.trigger))),
            _ => None,
        });
        lengths.take(LENGTHS_MAX).collect()
    }

    fn paragraph(&self, token: usize) -> usize {
        self.paragraphs.partition_point(|end| *end < token)
    }

    /// The date nearest to a trigger in its sentence, else that of its item, else the last one told.
    fn nearest(&self, trigger: TokenRef<'_>) -> Option<Edtf> {
        let timeline = Timeline::new(self.doc, self.dates);
        let anchors = timeline.anchors_at(trigger.index());
        let own = anchors.sentence.iter().filter_map(|&index| self.dates.get(index));
        let running = own.filter(|date| date.part == DatePart::Running && date.value.is_some());
        let nearest = running
            .filter_map(|date| Some((self.distance(date, trigger)?, date)))
            .min_by_key(|(distance, date)| (*distance, date.tokens.start.abs_diff(trigger.index())));
        if let Some((_, date)) = nearest {
            return date.value.clone();
        }
        let written = anchors.written.and_then(|index| self.dates.get(index));
        if let Some(item) = written.filter(|date| date.part == DatePart::Item) {
            return item.value.clone();
        }
        let narrative = anchors.narrative.and_then(|index| self.dates.get(index));
        narrative.and_then(|date| date.value.clone())
    }

    /// When the words of a voice at a token were said.
    pub fn said(&self, by: TokenRef<'d>) -> Option<Edtf> {
        if self.weights.is_some() {
            return self.when(&Self::saying(by));
        }
        let sentence = self.sentences.of(by.index());
        let own = self.dates.iter().filter(|date| sentence.contains(&date.tokens.start));
        let near = own
            .filter(|date| self.distance(date, by).is_some_and(|distance| distance <= 3))
            .find_map(|date| date.value.clone());
        near.or_else(|| self.written(by.index()).map(|(value, _)| value.clone()))
    }

    /// All dates that words of a voice may have been said at.
    pub fn said_options(&self, by: TokenRef<'d>) -> Vec<DateOption> {
        self.options(&Self::saying(by))
    }

    /// Saying is an event too, of a kind of its own.
    fn saying(by: TokenRef<'d>) -> Event<'d> {
        Event { trigger: by, kind: "said", stance: Stance::Asserted, said_by: None }
    }

    /// Steps through the tree from a date to a trigger; `None` when it is too far or belongs to no clause of it.
    fn distance(&self, date: &DateExpression, trigger: TokenRef<'_>) -> Option<usize> {
        if date.kind != DateKind::Date {
            return None;
        }
        let tokens: Range<usize> = date.tokens.clone();
        let head = tokens
            .clone()
            .filter_map(|index| self.doc.token(index))
            .find(|token| token.is_root() || !tokens.contains(&token.head().index()))?;
        let path = head.path_to(trigger)?;
        (path.len() <= DISTANCE_MAX).then_some(path.len())
    }
}
