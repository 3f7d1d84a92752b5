//! Turns a parsed text into its dates, one after the other, each with what the earlier ones say. Start at [`find`].

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::Edtf;

use super::length::Length;
use super::phrase::{Phrase, When};
use super::resolve::{Context, Order, Resolved, resolve, shift, tells};
use super::scan::order;
use super::sightings::{Sighting, Sightings};
use super::stamp::{Stamp, Value};
use super::story::{Entry, Story, Weight};
use super::tense::tense;
use super::{Anchor, DateExpression, DateKind, DatePart};

/// Finds every expression of a date in a text, in order. `published` is when it was published, as far as the caller
/// knows.
pub fn find(doc: &Doc<'_>, published: Option<&Edtf>) -> Vec<DateExpression> {
    let sightings = Sightings::of(doc);
    let found = &sightings.all;
    let published = published.and_then(Stamp::of_edtf);
    let chain = Chain { doc, order: order(found.iter().map(|each| &each.phrase)), found };
    let dateline = if published.is_none() { chain.dateline(sightings.lines) } else { None };
    let mut story = Story::new(published, dateline);
    let dateline = dateline.map(|entry| entry.index);
    found.iter().enumerate().map(|(index, each)| chain.read(index, each, dateline, &mut story)).collect()
}

/// What stays the same over the reading of a text.
struct Chain<'a> {
    doc: &'a Doc<'a>,
    order: Order,
    found: &'a [Sighting],
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
    fn dateline(&self, lines: usize) -> Option<Entry> {
        let untold = Story::default();
        self.found.iter().enumerate().find_map(|(index, found)| {
            let Phrase::When(when) = &found.phrase else { return None };
            if found.opens_item || !found.dateline.holds_in(lines) {
                return None;
            }
            let (value, anchor) = resolve(when, self.context(found, &untold))?;
            let stamp =
                tells(value).filter(|stamp| stamp.as_day().is_some() && anchor == Anchor::Unneeded)?;
            Some(Entry { index, place: found.place, stamp, weight: Weight::InPassing })
        })
    }

    /// Works out one expression and lets the story know.
    fn read(
        &self,
        index: usize,
        found: &Sighting,
        dateline: Option<usize>,
        story: &mut Story,
    ) -> DateExpression {
        let place = found.place;
        story.leave_item(place.paragraph);
        let when = match &found.phrase {
            Phrase::When(when) => when,
            Phrase::Duration(length) => {
                return self.expression(found, DateKind::Duration(*length), Resolution::default());
            }
            Phrase::Set => return self.expression(found, DateKind::Set, Resolution::default()),
        };
        let part = match dateline {
            _ if found.opens_item => DatePart::Item,
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
            if !is_life_span(found, value) {
                story.tell(entry);
            }
        }
        DateExpression { part, ..self.expression(found, DateKind::Date, resolution) }
    }

    /// Bounds, datelines, and, in what has a day of writing, days on which something was said do not move the story on.
    fn weight(&self, found: &Sighting, when: &When, part: DatePart, story: &Story) -> Weight {
        let token = self.doc.token(found.core);
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

    fn context<'s>(&self, found: &Sighting, story: &'s Story) -> Context<'s> {
        Context {
            story,
            place: found.place,
            tense: tense(self.doc, found.core),
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
        found: &Sighting,
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
    fn governs(&self, found: &Sighting, next: &Sighting) -> bool {
        let last = found.tokens.end.checked_sub(1).and_then(|token| self.doc.token(token));
        let target = self.doc.token(next.core);
        last.zip(target)
            .is_some_and(|(word, target)| target.ancestors().take(HEADS_MAX).any(|head| head == word))
    }

    fn expression(&self, found: &Sighting, kind: DateKind, resolution: Resolution) -> DateExpression {
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
            tokens: found.tokens.clone(),
            bytes: found.bytes.clone(),
            value,
            kind,
            anchor,
            named_bytes: found.named_bytes.clone(),
            named: edtf(resolution.named),
            event,
            part: DatePart::Running,
        }
    }
}

/// "(1949–2016)": a life's or an organisation's years in brackets are not part of the story.
fn is_life_span(found: &Sighting, value: Value) -> bool {
    matches!(value, Value::Between(..)) && found.follows_bracket
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
