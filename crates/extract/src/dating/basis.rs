//! The dates that a claim's words can rest on: those of its sentence, those told before, the day of writing. Start at
//! [`Dating::bases`].

use retrospect_lang::TokenRef;
use retrospect_model::{Edtf, Limit};

use super::clues::{Clue, Clues};
use super::event::{HEADS_MAX, clause_verb, is_saying, tense};
use super::shapes::precision;
use super::{Dating, Event};
use crate::dates::{DateExpression, DateKind, DatePart};
use crate::syntax;

/// A date that a claim may rest on, with what speaks for it.
pub(super) struct Basis<'d> {
    pub value: &'d Edtf,
    /// What it names where it is a bound.
    pub named: Option<&'d Edtf>,
    pub clues: Clues<'d>,
    /// Where it begins in the sentence, for its own dates.
    pub place: Option<usize>,
    /// Whether it is when the text was written.
    pub is_written: bool,
}

/// How many dates told before are looked at.
const TOLD_MAX: usize = 6;
/// How many dates of its own sentence are looked at.
const OWN_MAX: usize = 6;
/// Names of the ranks.
const RANKS: [&str; 6] = ["1", "2", "3", "4", "5", "6"];

impl<'d> Dating<'d> {
    /// All that a claim's date can be made of, the dates of its sentence first.
    pub(super) fn bases(&self, event: &Event<'d>) -> Vec<Basis<'d>> {
        let trigger = event.trigger.index();
        let sentence = self.sentences.of(trigger);
        let from = self.dates.partition_point(|date| date.tokens.start < sentence.start);
        let to = self.dates.partition_point(|date| date.tokens.start < sentence.end);
        let written = self.written(trigger);
        let writing = written.map(|(value, _)| value);
        let mut all = self.own(event, from..to, writing);
        for date in self.dates.get(from..to).unwrap_or_default() {
            // "Six years after the murder": when the murder was.
            if let Some(value) = &date.event {
                let mut clues = Clues::new();
                clues.set(Clue::Basis, "event");
                clues.set(Clue::Precision, precision(value));
                clues.set(Clue::Meeting, self.meeting(date, event.trigger));
                clues.set(Clue::Side, side(date, event.trigger));
                all.push(Basis { value, named: None, clues, place: None, is_written: false });
            }
        }
        let told = (0..from).rev().filter(|index| self.is_told(*index)).take(TOLD_MAX);
        all.extend(told.zip(RANKS).filter_map(|(index, rank)| self.told(event, index, rank, writing)));
        if let Some((value, frame)) = written {
            let mut clues = Clues::new();
            clues.set(Clue::Basis, frame);
            clues.set(Clue::Precision, precision(value));
            all.push(Basis { value, named: None, clues, place: None, is_written: true });
        }
        if all.is_empty()
            && let Some(index) = (to..self.dates.len()).find(|index| self.is_told(*index))
        {
            all.extend(self.told(event, index, "later", writing));
        }
        all
    }

    /// When the words at a token were written, and what says so.
    pub(super) fn written(&self, token: usize) -> Option<(&'d Edtf, &'static str)> {
        let before = self.dates.partition_point(|date| date.tokens.start <= token);
        let paragraph = self.paragraph(token);
        let item = before.checked_sub(1).and_then(|last| self.items.get(last).copied().flatten());
        let is_here = |item: &usize| self.places.get(*item).is_some_and(|place| place.paragraph == paragraph);
        let item = item.filter(is_here).and_then(|index| self.dates.get(index));
        if let Some(value) = item.and_then(|date| date.value.as_ref()) {
            return Some((value, "item"));
        }
        if let Some(published) = self.published {
            return Some((published, "dateline"));
        }
        let dateline = self.dates.iter().find(|date| date.part == DatePart::Dateline);
        dateline.and_then(|date| date.value.as_ref()).map(|value| (value, "dateline"))
    }

    /// Whether later words can rest on a date.
    fn is_told(&self, index: usize) -> bool {
        let date = self.dates.get(index);
        date.is_some_and(|date| date.kind == DateKind::Date && date.value.is_some())
    }

    /// The dates of the claim's sentence.
    fn own(
        &self,
        event: &Event<'d>,
        dates: std::ops::Range<usize>,
        writing: Option<&Edtf>,
    ) -> Vec<Basis<'d>> {
        let own = dates.filter(|index| self.is_told(*index)).filter_map(|index| self.dates.get(index));
        let own = own.filter(|date| date.part == DatePart::Running).take(OWN_MAX);
        let mut own: Vec<_> = own.map(|date| (self.way(date, event.trigger), date)).collect();
        own.sort_by_key(|(way, date)| (way.steps, date.tokens.start.abs_diff(event.trigger.index())));
        let count = RANKS.get(own.len().saturating_sub(1)).copied().unwrap_or_default();
        let basis = |(index, (way, date)): (usize, (Way<'d>, &'d DateExpression))| {
            let mut clues = Clues::new();
            clues.set(Clue::Basis, "own");
            clues.set(Clue::Own, count);
            clues.set(Clue::Rank, if index == 0 { "nearest" } else { "other" });
            clues.set(Clue::Meeting, way.meeting);
            clues.set(Clue::Crossing, way.crossing);
            clues.set(Clue::Distance, way.distance());
            clues.set(Clue::Side, side(date, event.trigger));
            clues.set(Clue::Between, self.between(date, event.trigger));
            clues.set(Clue::Verb, verb(way.head, event));
            self.common(&mut clues, date, writing);
            let place = Some(date.tokens.start);
            Some(Basis {
                value: date.value.as_ref()?,
                named: date.named.as_ref(),
                clues,
                place,
                is_written: false,
            })
        };
        own.into_iter().enumerate().filter_map(basis).collect()
    }

    /// A date told in another sentence.
    fn told(
        &self,
        event: &Event<'d>,
        index: usize,
        rank: &'static str,
        writing: Option<&Edtf>,
    ) -> Option<Basis<'d>> {
        let date = self.dates.get(index)?;
        let place = self.places.get(index)?;
        let mut clues = Clues::new();
        clues.set(
            Clue::Basis,
            match date.part {
                DatePart::Running => "told",
                DatePart::Dateline => "told dateline",
                DatePart::Item => "told item",
            },
        );
        clues.set(Clue::Rank, rank);
        let trigger = event.trigger.index();
        let sentences = self.sentences.number(trigger).abs_diff(place.sentence);
        let paragraphs = self.paragraph(trigger).abs_diff(place.paragraph);
        clues.set(
            Clue::Back,
            match (paragraphs, sentences) {
                (0, 0 | 1) => "1",
                (0, 2) => "2",
                (0, 3 | 4) => "3-4",
                (0, _) => "5+",
                (1, 0..=2) => "paragraph 1-2",
                (1, _) => "paragraph 3+",
                _ => "far",
            },
        );
        let head = self.head(date)?;
        clues.set(Clue::Verb, verb(head, event));
        clues.set(Clue::Echo, self.echo(event, place.sentence));
        self.common(&mut clues, date, writing);
        Some(Basis {
            value: date.value.as_ref()?,
            named: date.named.as_ref(),
            clues,
            place: None,
            is_written: false,
        })
    }

    /// Clues of dates of any sentence.
    fn common(&self, clues: &mut Clues<'d>, date: &'d DateExpression, writing: Option<&Edtf>) {
        if let Some(value) = &date.value {
            clues.set(Clue::Precision, precision(value));
            clues.set(Clue::Age, age(value, writing));
        }
        let first = self.doc.token(date.tokens.start);
        let Some(head) = self.head(date) else { return };
        // A bound has its preposition in it.
        let opener = first.filter(|first| matches!(first.pos(), "ADP" | "SCONJ"));
        let link = match opener {
            Some(first) => first.lemma(),
            None if head.head().pos() == "ADP" => head.head().lemma(),
            None => head.dep(),
        };
        clues.set(Clue::Link, link);
    }

    /// Whether the sentence of a date tells of such an event: by the same word, by the same kind, or not.
    fn echo(&self, event: &Event<'d>, sentence: usize) -> &'static str {
        let near = self.triggers.partition_point(|(place, ..)| *place < sentence);
        let there = self.triggers.iter().skip(near).take_while(|(place, ..)| *place == sentence);
        let mut echo = "none";
        for (_, token, kind) in there {
            if self.doc.token(*token).is_some_and(|token| token.lemma() == event.trigger.lemma()) {
                return "word";
            }
            if *kind == event.kind {
                echo = "kind";
            }
        }
        echo
    }

    /// The token by which a date hangs in its sentence.
    fn head(&self, date: &DateExpression) -> Option<TokenRef<'d>> {
        let tokens = date.tokens.clone().filter_map(|index| self.doc.token(index));
        tokens.into_iter().find(|token| token.is_root() || !date.tokens.contains(&token.head().index()))
    }

    fn between(&self, date: &DateExpression, trigger: TokenRef<'_>) -> &'static str {
        let trigger = trigger.index();
        let range = if date.tokens.end <= trigger {
            date.tokens.end..trigger
        } else {
            trigger + 1..date.tokens.start
        };
        let (mut verbs, mut commas) = (0, 0);
        for token in range.filter_map(|index| self.doc.token(index)) {
            match token.text() {
                ";" | ":" | "—" | "–" => return "break",
                "," => commas += 1,
                _ => verbs += usize::from(token.pos() == "VERB"),
            }
        }
        match (verbs, commas) {
            (0, 0) => "nothing",
            (0, _) => "comma",
            (1, 0) => "verb",
            (1, _) => "verb, comma",
            (_, 0) => "verbs",
            _ => "verbs, comma",
        }
    }

    /// Where a date meets a trigger in the tree.
    pub(super) fn meeting(&self, date: &'d DateExpression, trigger: TokenRef<'d>) -> &'static str {
        self.way(date, trigger).meeting
    }

    fn way(&self, date: &'d DateExpression, trigger: TokenRef<'d>) -> Way<'d> {
        let head = self.head(date).unwrap_or(trigger);
        Way::new(head, trigger)
    }
}

/// The way through the tree from a date to a trigger.
#[derive(Clone, Copy)]
struct Way<'d> {
    head: TokenRef<'d>,
    steps: usize,
    meeting: &'static str,
    crossing: &'d str,
}

impl<'d> Way<'d> {
    fn new(head: TokenRef<'d>, trigger: TokenRef<'d>) -> Self {
        let mut way = Way { head, steps: usize::MAX, meeting: "apart", crossing: "" };
        let up: Vec<TokenRef<'d>> =
            std::iter::once(trigger).chain(trigger.ancestors().take(HEADS_MAX)).collect();
        let mut left = Vec::new();
        for token in std::iter::once(head).chain(head.ancestors().take(HEADS_MAX)) {
            if let Some(entered) = up.iter().position(|ancestor| *ancestor == token) {
                way.describe(&left, up.get(..entered).unwrap_or_default(), token == trigger);
                break;
            }
            left.push(token);
        }
        way
    }

    /// `left` are the tokens up from the date, `entered` those up from the trigger, without the one where they meet.
    fn describe(&mut self, left: &[TokenRef<'d>], entered: &[TokenRef<'d>], is_at_trigger: bool) {
        self.steps = left.len() + entered.len();
        let verbs = |tokens: &[TokenRef<'d>]| tokens.iter().filter(|token| syntax::is_verb(**token)).count();
        let outermost = |tokens: &[TokenRef<'d>]| {
            tokens.iter().rev().find(|token| syntax::is_verb(**token)).map(|token| token.dep())
        };
        let is_in_phrase = left.iter().skip(1).any(|token| matches!(token.pos(), "NOUN" | "PROPN"));
        (self.meeting, self.crossing) = match (verbs(left), verbs(entered)) {
            (0, 0) if is_at_trigger && is_in_phrase => ("trigger phrase", ""),
            (0, 0) if is_at_trigger => ("trigger", ""),
            (0, 0) if is_in_phrase => ("clause phrase", ""),
            (0, 0) => ("clause", ""),
            (0, 1) => ("outer", outermost(entered).unwrap_or_default()),
            (0, _) => ("outer 2", outermost(entered).unwrap_or_default()),
            (1, 0) => ("inner", outermost(left).unwrap_or_default()),
            (_, 0) => ("inner 2", outermost(left).unwrap_or_default()),
            _ => ("across", outermost(entered).unwrap_or_default()),
        };
    }

    fn distance(&self) -> &'static str {
        match self.steps {
            0 | 1 => "1",
            2 => "2",
            3 => "3",
            4 => "4",
            5 | 6 => "5-6",
            7..=9 => "7-9",
            _ => "10+",
        }
    }
}

/// A preposition before a date, if it is one of those that end a stretch.
pub(super) fn link_class(link: &str) -> &'static str {
    match link {
        "to" => "to",
        "until" | "till" | "through" => "until",
        "by" => "by",
        "and" => "and",
        "in" | "on" | "at" => "in",
        "conj" => "conj",
        _ => "other",
    }
}

fn side(date: &DateExpression, trigger: TokenRef<'_>) -> &'static str {
    let trigger = trigger.index();
    let away = if date.tokens.end <= trigger {
        trigger - date.tokens.end
    } else {
        date.tokens.start.saturating_sub(trigger)
    };
    match (date.tokens.end <= trigger, away) {
        (true, 0..=3) => "before 0-3",
        (true, 4..=9) => "before 4-9",
        (true, _) => "before 10+",
        (false, 0..=3) => "after 0-3",
        (false, 4..=9) => "after 4-9",
        (false, _) => "after 10+",
    }
}

/// What kind of verb a date says the time of.
fn verb<'d>(date: TokenRef<'d>, event: &Event<'d>) -> &'static str {
    let Some(verb) = clause_verb(date) else { return "none" };
    if clause_verb(event.trigger) == Some(verb) {
        return "same";
    }
    if event.said_by == Some(verb) {
        return "voice";
    }
    match (is_saying(verb), tense(verb)) {
        (true, _) => "say",
        (_, "pluperfect") => "pluperfect",
        (_, "future" | "infinitive" | "modal") => "to come",
        _ => "other",
    }
}

/// How long before the writing a date lies.
fn age(value: &Edtf, writing: Option<&Edtf>) -> &'static str {
    let day = |value: &Edtf, limit: fn(&retrospect_model::Bounds) -> Limit| limit(&value.bounds()).day();
    let Some(writing) = writing.and_then(|writing| day(writing, retrospect_model::Bounds::latest_end)) else {
        return "unknown";
    };
    let date = day(value, retrospect_model::Bounds::latest_end)
        .or_else(|| day(value, retrospect_model::Bounds::earliest_start));
    match date.map(|date| date.days_until(writing)) {
        None => "unknown",
        Some(..0) => "ahead",
        Some(0) => "0",
        Some(1..=3) => "1-3",
        Some(4..=14) => "4-14",
        Some(15..=100) => "15-100",
        Some(101..=400) => "101-400",
        Some(_) => "long",
    }
}
