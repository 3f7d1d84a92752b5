//! Describes how a phrase stands to a slot of a claim. Start at [`describe`].

use retrospect_lang::TokenRef;

use super::options::Filler;
use super::{Sink, Word};
use crate::learned::Share;
use crate::mentions::Mentions;
use crate::roles::Topics;
use crate::{speech, syntax};

/// A slot of one event, as its options see it.
#[derive(Clone, Debug)]
pub(crate) struct Slot<'c, 'd> {
    /// `actor`, `target`, `place` or `source`.
    pub name: &'static str,
    pub kind: &'c str,
    pub trigger: TokenRef<'d>,
    /// The part of speech of the trigger, and its voice if it is a verb.
    pub form: &'static str,
    /// The frame's signature.
    pub frame: &'c str,
    /// What the frame fills the slot with.
    pub framed: &'static str,
    /// What the frame fills the opposite slot with.
    pub opposite: &'c [TokenRef<'d>],
    /// Whose words they are.
    pub voices: &'c [TokenRef<'d>],
    /// Whether the trigger stands between quotation marks, and whether its clause speaks of "I" or "we".
    pub manner: &'static str,
    pub topics: &'c Topics,
    pub mentions: &'c Mentions,
}

/// Gives the features of an option to a sink: what the tree says of it, and what the learned reader does.
pub(crate) fn describe<'d>(slot: &Slot<'_, 'd>, filler: &Filler<'d>, share: Reading, add: &mut Sink<'_>) {
    describe_read(slot, filler, share, add);
    describe_parsed(slot, filler, &mut |words| add(words, 1.0));
}

/// What the learned reader says of an option.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reading {
    /// Nothing: nobody read the text so.
    None,
    /// Nothing: it did not have it in view.
    OutOfView,
    /// How likely it is meant.
    Share(Share),
}

/// Shares enter as logarithms, so that a weight of 1 takes the reader at its word.
fn describe_read<'d>(slot: &Slot<'_, 'd>, filler: &Filler<'d>, reading: Reading, add: &mut Sink<'_>) {
    let name = Word::new(slot.name);
    let origin = Word::new(filler.origin.word());
    let framed = Word::new(slot.framed);
    let size = Word::new(number(filler.heads.len()));
    match reading {
        Reading::None => {}
        Reading::OutOfView => add(&[name, const { Word::new("out of view") }, origin], 1.0),
        Reading::Share(Share { own, same }) => {
            add(&[name, const { Word::new("read") }], own);
            add(&[name, const { Word::new("read of origin") }, origin], own);
            add(&[name, const { Word::new("read of size") }, size], own);
            add(&[name, const { Word::new("read alike") }], same);
            add(&[name, const { Word::new("read alike of origin") }, origin], same);
            add(&[name, const { Word::new("read size") }, origin, size], 1.0);
            add(&[name, const { Word::new("read origin") }, origin, framed], 1.0);
        }
    }
}

/// What the tree says of an option, each feature as its words.
fn describe_parsed<'d>(slot: &Slot<'_, 'd>, filler: &Filler<'d>, add: &mut dyn FnMut(&[Word<'_>])) {
    let name = Word::new(slot.name);
    let kind = Word::new(slot.kind);
    let form = Word::new(slot.form);
    let frame = Word::new(slot.frame);
    let framed = Word::new(slot.framed);
    let lemma = Word::new(slot.trigger.lemma());
    let origin = Word::new(filler.origin.word());
    let sort = Word::new(filler.sort);
    add(&[name, const { Word::new("origin") }, origin, framed]);
    add(&[name, const { Word::new("origin of kind") }, origin, framed, kind]);
    add(&[name, const { Word::new("origin of form") }, origin, framed, form]);
    add(&[name, const { Word::new("origin of frame") }, origin, framed, frame]);
    add(&[name, const { Word::new("origin of word") }, origin, lemma, kind]);
    add(&[name, const { Word::new("sort") }, sort, origin]);
    add(&[name, const { Word::new("sort of kind") }, sort, kind]);
    if slot.name == "source" {
        add(&[name, const { Word::new("manner") }, Word::new(slot.manner), origin, framed]);
    }
    let Some(first) = filler.heads.first().copied() else { return };
    describe_way(slot, filler, add);
    let back = Word::new(number(filler.back));
    let rank = Word::new(number(filler.rank));
    add(&[name, const { Word::new("back") }, back, sort, framed]);
    add(&[name, const { Word::new("back of kind") }, back, kind, framed]);
    add(&[name, const { Word::new("rank") }, rank, back, sort]);
    let side = Word::new(if first.index() < slot.trigger.index() { "before" } else { "after" });
    let distance = Word::new(distance(first.index().abs_diff(slot.trigger.index())));
    if filler.back == 0 {
        add(&[name, const { Word::new("distance") }, distance, side]);
        add(&[name, const { Word::new("side of kind") }, side, kind, sort]);
        add(&[name, const { Word::new("nearest") }, rank, side, sort]);
    }
    let head = Word::new(first.lemma());
    if matches!(filler.sort, "noun" | "name") {
        add(&[name, const { Word::new("noun") }, head]);
        add(&[name, const { Word::new("noun of kind") }, head, kind]);
    }
    let governor = Word::new(governor(first));
    let label = Word::new(first.dep());
    add(&[name, const { Word::new("governor") }, governor, label]);
    add(&[name, const { Word::new("governor of kind") }, governor, label, kind]);
    add(&[name, const { Word::new("governor of sort") }, governor, label, sort]);
    add(&[name, const { Word::new("determiner") }, Word::new(determiner(first)), sort]);
    let topic = Word::new(slot.topics.word(slot.mentions.index_at(first.index())));
    add(&[name, const { Word::new("topic") }, topic, back]);
    add(&[name, const { Word::new("topic of kind") }, topic, kind]);
    add(&[name, const { Word::new("topic of origin") }, topic, origin, framed]);
    if slot.name == "source" {
        describe_speaker(slot, filler, first, add);
    }
    if slot.opposite.iter().any(|other| filler.heads.contains(other)) {
        add(&[name, const { Word::new("opposite") }, origin]);
        add(&[name, const { Word::new("opposite of kind") }, origin, kind]);
    }
    if slot.voices.contains(&first) {
        add(&[name, const { Word::new("voice") }, origin]);
        add(&[name, const { Word::new("voice of kind") }, kind]);
    }
    let size = Word::new(number(filler.heads.len()));
    let partial = Word::new(if filler.is_partial { "partial" } else { "all" });
    add(&[name, const { Word::new("size") }, size, partial]);
    add(&[name, const { Word::new("size of kind") }, size, partial, kind]);
    add(&[name, const { Word::new("clause") }, Word::new(clause(first, slot.trigger)), side]);
}

/// The way through the tree to a phrase, whole and in its halves, and what its noun is of.
fn describe_way<'d>(slot: &Slot<'_, 'd>, filler: &Filler<'d>, add: &mut dyn FnMut(&[Word<'_>])) {
    let (name, kind, form) = (Word::new(slot.name), Word::new(slot.kind), Word::new(slot.form));
    let (lemma, sort) = (Word::new(slot.trigger.lemma()), Word::new(filler.sort));
    let origin = Word::new(filler.origin.word());
    let (up, down) = (Word::new(&filler.path.up), Word::new(&filler.path.down));
    add(&[name, const { Word::new("path") }, up, down]);
    add(&[name, const { Word::new("path of form") }, up, down, form]);
    add(&[name, const { Word::new("path of kind") }, up, down, kind]);
    add(&[name, const { Word::new("path of word") }, up, down, lemma]);
    add(&[name, const { Word::new("path of sort") }, up, down, sort]);
    let (high, low) = (Word::new(number(filler.path.steps.0)), Word::new(number(filler.path.steps.1)));
    add(&[name, const { Word::new("steps") }, high, low, form]);
    add(&[name, const { Word::new("steps of sort") }, high, low, sort]);
    add(&[name, const { Word::new("up") }, up, low, form]);
    add(&[name, const { Word::new("down") }, down, high, form]);
    add(&[name, const { Word::new("down of kind") }, down, high, kind]);
    add(&[name, const { Word::new("down of sort") }, down, high, sort]);
    let class = Word::new(filler.class);
    add(&[name, const { Word::new("class") }, class, origin]);
    add(&[name, const { Word::new("class of kind") }, class, kind]);
    add(&[name, const { Word::new("class of form") }, class, form, down]);
    let echoes = Word::new(number(filler.echoes));
    add(&[name, const { Word::new("echoes") }, echoes, sort]);
    add(&[name, const { Word::new("echoes of origin") }, echoes, origin]);
}

/// What speaks for a phrase being whose words these are: the verb that it is the subject of.
fn describe_speaker<'d>(
    slot: &Slot<'_, 'd>,
    filler: &Filler<'d>,
    first: TokenRef<'d>,
    add: &mut dyn FnMut(&[Word<'_>]),
) {
    let (name, manner) = (Word::new(slot.name), Word::new(slot.manner));
    let (back, origin) = (Word::new(number(filler.back)), Word::new(filler.origin.word()));
    let verb = first.head();
    let is_subject = matches!(first.dep(), "nsubj" | "nsubjpass") && syntax::is_verb(verb);
    let verb_word = Word::new(if is_subject { verb.lemma() } else { "none" });
    let speech = Word::new(if !is_subject { "no subject" } else { speech::speech(verb.lemma()) });
    add(&[name, const { Word::new("verb") }, verb_word, back]);
    let governed = std::iter::once(slot.trigger)
        .chain(slot.trigger.ancestors())
        .take(10)
        .find(|token| token.head() == verb);
    let governs = Word::new(match governed {
        Some(below) if is_subject && below != first => below.dep(),
        _ => "nothing",
    });
    add(&[name, const { Word::new("governs") }, governs, speech, manner]);
    add(&[name, const { Word::new("governs of verb") }, governs, verb_word]);
    add(&[name, const { Word::new("governs of origin") }, governs, speech, origin, Word::new(slot.framed)]);
    add(&[name, const { Word::new("floor") }, origin, Word::new(&filler.path.up), manner]);
    add(&[
        name,
        const { Word::new("floor of sort") },
        origin,
        Word::new(&filler.path.up),
        Word::new(filler.sort),
        Word::new(slot.framed),
    ]);
    add(&[name, const { Word::new("speech") }, speech, back, manner]);
    add(&[name, const { Word::new("speech of sort") }, speech, Word::new(filler.sort), origin]);
    add(&[
        name,
        const { Word::new("speech of path") },
        speech,
        Word::new(&filler.path.up),
        Word::new(&filler.path.down),
    ]);
}

fn number(count: usize) -> &'static str {
    ["0", "1", "2", "3", "4"].get(count).copied().unwrap_or("more")
}

fn distance(tokens: usize) -> &'static str {
    match tokens {
        0..=1 => "1",
        2..=3 => "3",
        4..=6 => "6",
        7..=10 => "10",
        11..=16 => "16",
        17..=25 => "25",
        _ => "more",
    }
}

/// The preposition that governs a phrase, or what sort of word it hangs on.
fn governor(head: TokenRef<'_>) -> &str {
    let above = head.head();
    match head.dep() {
        "pobj" => above.lemma(),
        "ROOT" => "root",
        _ => above.pos(),
    }
}

fn determiner(head: TokenRef<'_>) -> &'static str {
    let mut first = "none";
    for child in head.children().filter(|child| child.index() < head.index()) {
        match (child.dep(), child.lemma()) {
            ("det", "the" | "this" | "that" | "these" | "those") => first = "definite",
            ("det", "a" | "an" | "another") => first = "indefinite",
            ("det", _) => first = "other",
            ("poss", _) => return "possessed",
            ("nummod", _) => return "counted",
            _ => {}
        }
    }
    first
}

/// Whether a phrase stands in the trigger's clause, in one above it, or elsewhere.
fn clause(head: TokenRef<'_>, trigger: TokenRef<'_>) -> &'static str {
    let clause_of = |token: TokenRef<'_>| {
        std::iter::once(token)
            .chain(token.ancestors())
            .take(8)
            .find(|t| syntax::is_verb(*t))
            .map(TokenRef::index)
    };
    let (own, its) = (clause_of(trigger), clause_of(head));
    if own == its {
        return "same";
    }
    let above: Vec<usize> = trigger.ancestors().take(8).map(TokenRef::index).collect();
    match its {
        Some(its) if above.contains(&its) => "above",
        Some(_) => "other",
        None => "none",
    }
}
