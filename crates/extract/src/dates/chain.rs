//! Turns a parsed text into its dates, one after the other, each with what the earlier ones say. Start at [`find`].

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::Edtf;

use super::layout::Layout;
use super::length::Length;
use super::phrase::{Phrase, When};
use super::pieces::{Piece, pieces};
use super::resolve::{Context, Order, Resolved, resolve, shift, tells};
use super::scan::{Found, order, scan};
use super::stamp::{Stamp, Value};
use super::story::{Entry, Story, Weight};
use super::tense::tense;
use super::{Anchor, DateExpression, DateKind, DatePart};

/// Finds every expression of a date in a text, in order. `published` is when it was published, as far as the caller
/// knows.
pub fn find(doc: &Doc<'_>, published: Option<&Edtf>) -> Vec<DateExpression> {
    let pieces = pieces(doc);
    let found = scan(&pieces);
    let layout = Layout::new(doc, &pieces);
    let order = order(&found);
    let published = published.and_then(Stamp::of_edtf);
    let chain = Chain { doc, layout, order, found: &found, pieces: &pieces };
    let dateline = if published.is_none() { chain.dateline() } else { None };
    let mut story = Story::new(published, dateline);
    let dateline = dateline.map(|entry| entry.index);
    found.iter().enumerate().map(|(index, each)| chain.read(index, each, dateline, &mut story)).collect()
}

/// What stays the same over the reading of a text.
struct Chain<'a> {
    doc: &'a Doc<'a>,
    layout: Layout,
    order: Order,
    found: &'a [Found],
    pieces: &'a [Piece<'a>],
}

/// How many heads up a word is looked for that governs another.
const HEADS_MAX: usize = 40;
/// Verbs whose date says when something was said, not when it happened.
const SAYING: [&str; 16] = [
    "say",
    "tell",
    "announce",
    "report",
    "state",
    "declare",
    "claim",
    "write",
    "add",
    "confirm",
    "deny",
    "warn",
    "note",
    "acknowledge",
    "describe",
    "publish",
];

impl Chain<'_> {
    /// The date that says when the text was written, at its head or, failing that, at its foot.
    fn dateline(&self) -> Option<Entry> {
        let untold = Story::default();
        self.found.iter().enumerate().find_map(|(index, found)| {
            let Phrase::When(when) = &found.phrase else { return None };
            let (first, last) = (found.pieces.start, found.pieces.end);
            let is_dateline = self.layout.is_dateline(self.doc, self.pieces, first, last)
                && !self.layout.opens_item(self.pieces, first, last)
                && !matches!(when, When::Bound(..));
            if !is_dateline {
                return None;
            }
            let (value, anchor) = resolve(when, self.context(found, &untold))?;
            let stamp =
                tells(value).filter(|stamp| stamp.as_day().is_some() && anchor == Anchor::Unneeded)?;
            Some(Entry { index, place: self.layout.place(first), stamp, weight: Weight::InPassing })
        })
    }

    /// Works out one expression and lets the story know.
    fn read(
        &self,
        index: usize,
        found: &Found,
        dateline: Option<usize>,
        story: &mut Story,
    ) -> DateExpression {
        let place = self.layout.place(found.pieces.start);
        story.leave_item(place.paragraph);
        let when = match &found.phrase {
            Phrase::When(when) => when,
            Phrase::Duration(length) => {
                return self.expression(found, DateKind::Duration(*length), Resolution::default());
            }
            Phrase::Set => return self.expression(found, DateKind::Set, Resolution::default()),
        };
        let part = match dateline {
            _ if self.layout.opens_item(self.pieces, found.pieces.start, found.pieces.end) => DatePart::Item,
            Some(dateline) if dateline == index => DatePart::Dateline,
            _ => DatePart::Running,
        };
        if part == DatePart::Item {
            story.set_item(None);
        }
        let resolution = self.resolution(index, when, story);
        if let Some((value, _)) = resolution.whole
            && let Some(stamp) = tells(value)
        {
            let entry = Entry { index, place, stamp, weight: self.weight(found, when, part, story) };
            if part == DatePart::Item {
                story.set_item(Some(entry));
            }
            if !self.is_life_span(found, value) {
                story.tell(entry);
            }
        }
        DateExpression { part, ..self.expression(found, DateKind::Date, resolution) }
    }

    /// Bounds, datelines, and, in what has a day of writing, days on which something was said do not move the story on.
    fn weight(&self, found: &Found, when: &When, part: DatePart, story: &Story) -> Weight {
        let token = self.pieces.get(found.core).and_then(|piece| self.doc.token(piece.token));
        let is_said = || {
            let verb = token.and_then(|token| token.ancestors().find(|word| word.pos() == "VERB"));
            let reports = |verb: &TokenRef<'_>| {
                verb.children().any(|child| matches!(child.dep(), "ccomp" | "parataxis"))
            };
            verb.is_some_and(|verb| SAYING.contains(&verb.lemma()) && reports(&verb))
        };
        let is_in_passing = matches!(when, When::Bound(..))
            || token.is_some_and(is_flashback)
            || part == DatePart::Dateline
            || (part == DatePart::Running && story.issue().is_some() && is_said());
        if is_in_passing { Weight::InPassing } else { Weight::Told }
    }

    /// "(1949–2016)": a life's or an organisation's years in brackets are not part of the story.
    fn is_life_span(&self, found: &Found, value: Value) -> bool {
        let before = found.pieces.start.checked_sub(1).and_then(|before| self.pieces.get(before));
        matches!(value, Value::Between(..)) && before.is_some_and(|piece| piece.is_mark('('))
    }

    fn context<'s>(&self, found: &Found, story: &'s Story) -> Context<'s> {
        let token = self.pieces.get(found.core).map_or(0, |piece| piece.token);
        Context {
            story,
            place: self.layout.place(found.pieces.start),
            tense: tense(self.doc, token),
            order: self.order,
            bound: None,
        }
    }

    /// What an expression comes to, looking ahead where it is counted from a date that follows: "two days after the
    /// death of the leader on 3 May".
    fn resolution(&self, index: usize, when: &When, story: &Story) -> Resolution {
        let Some(found) = self.found.get(index) else { return Resolution::default() };
        let context = self.context(found, story);
        match when {
            When::Bound(_, of) => {
                Resolution { whole: resolve(when, context), named: resolve(of, context), event: None }
            }
            When::OffsetFromEvent { length, sign } => {
                let whole = self.counted_from_later(index, found, *length, *sign, story);
                let event = if whole.is_none() { self.event(context, *length, *sign) } else { None };
                Resolution { whole, named: whole, event }
            }
            _ => {
                let whole = resolve(when, context);
                Resolution { whole, named: whole, event: None }
            }
        }
    }

    /// A length counted from a date that the text gives right after.
    fn counted_from_later(
        &self,
        index: usize,
        found: &Found,
        length: Length,
        sign: i64,
        story: &Story,
    ) -> Option<Resolved> {
        let next = self.found.get(index + 1)?;
        let Phrase::When(base) = &next.phrase else { return None };
        if !self.governs(found, next) {
            return None;
        }
        let (value, _) = resolve(base, self.context(next, story))?;
        let end = if sign > 0 { value.end() } else { value.start() };
        Some((shift(end, length, sign)?, Anchor::Narrative { by: index + 1 }))
    }

    /// When the event was from which a length is counted to something of a known date: "the bridge reopened today, six
    /// days after the bombing".
    fn event(&self, context: Context<'_>, length: Length, sign: i64) -> Option<Resolved> {
        let in_sentence = context.story.last_in_sentence(context.place);
        let (base, anchor) = match in_sentence {
            Some(entry) => (entry.stamp, Anchor::Narrative { by: entry.index }),
            None => context.story.issue()?,
        };
        Some((shift(base, length, -sign)?, anchor))
    }

    /// Whether the last word of one expression governs the other in the same sentence.
    fn governs(&self, found: &Found, next: &Found) -> bool {
        let token_of = |piece: usize| self.pieces.get(piece).map(|piece| piece.token);
        let last = found.pieces.end.checked_sub(1).and_then(token_of).and_then(|token| self.doc.token(token));
        let target = token_of(next.core);
        let target = target.and_then(|token| self.doc.token(token));
        last.zip(target)
            .is_some_and(|(word, target)| target.ancestors().take(HEADS_MAX).any(|head| head == word))
    }

    fn expression(&self, found: &Found, kind: DateKind, resolution: Resolution) -> DateExpression {
        let edtf = |resolved: Option<Resolved>| resolved.and_then(|(value, _)| value.edtf());
        let value = edtf(resolution.whole);
        let event = edtf(resolution.event);
        let anchor = match (resolution.whole, resolution.event) {
            (Some((_, anchor)), _) if value.is_some() => anchor,
            (_, Some((_, anchor))) if event.is_some() => anchor,
            _ if kind != DateKind::Date => Anchor::Unneeded,
            _ => Anchor::Unknown,
        };
        DateExpression {
            tokens: self.tokens(found.pieces.clone()),
            bytes: self.bytes(found.pieces.clone()),
            value,
            kind,
            anchor,
            named_bytes: self.bytes(found.core..found.pieces.end),
            named: edtf(resolution.named),
            event,
            part: DatePart::Running,
        }
    }

    fn bytes(&self, pieces: Range<usize>) -> Range<usize> {
        match self.pieces.get(pieces) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.start..only.end,
            _ => 0..0,
        }
    }

    fn tokens(&self, pieces: Range<usize>) -> Range<usize> {
        match self.pieces.get(pieces) {
            Some([first, .., last]) => first.token..last.token + 1,
            Some([only]) => only.token..only.token + 1,
            _ => 0..0,
        }
    }
}

/// Whether a date is of what had been before the time of the story: "in November it had offered its support".
fn is_flashback(token: TokenRef<'_>) -> bool {
    let verb = token.ancestors().take(HEADS_MAX).find(|word| matches!(word.pos(), "VERB" | "AUX"));
    verb.is_some_and(|verb| verb.children().any(|child| child.dep() == "aux" && child.text() == "had"))
}

/// What was worked out of an expression.
#[derive(Debug, Clone, Copy, Default)]
struct Resolution {
    whole: Option<Resolved>,
    /// Without the word that makes it a bound.
    named: Option<Resolved>,
    /// The event that it is counted from.
    event: Option<Resolved>,
}
