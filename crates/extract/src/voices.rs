//! Says in whose voice something is told, and how sure that voice is of it. Start at [`Voices::find`].
//!
//! A voice comes from a verb of saying that governs the clause, from "according to", or from the speaker of the
//! quotation that the words stand in. Voices nest: "A said that B claimed". The words are in [`crate::speech`].

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::Stance;

use crate::sentences::Sentences;
use crate::speech::{
    ACCOUNT_NOUNS, BLAME, DENY, FUTURE, HEDGE_VERBS, HEDGES, POSSIBLE, REPORT, SAY, SAY_NOUNS, SURE, WANT,
};
use crate::syntax;

const STEPS_MAX: usize = 12;

/// In whose voice a clause is told, and its stance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<'d> {
    /// The heads of the voices' noun phrases, outermost first; empty for the author.
    pub voices: Vec<TokenRef<'d>>,
    /// The verb or noun of the innermost voice.
    pub by: Option<TokenRef<'d>>,
    pub stance: Stance,
}

/// The quotations of a text and their speakers.
#[derive(Debug)]
pub struct Voices<'d> {
    doc: &'d Doc<'d>,
    sentences: &'d Sentences,
    /// Token ranges inside quotation marks, with the speaker where one was found.
    quotations: Vec<(Range<usize>, Option<TokenRef<'d>>, Option<TokenRef<'d>>)>,
}

impl<'d> Voices<'d> {
    /// Finds the quotations of a document and who speaks them.
    #[must_use]
    pub fn find(doc: &'d Doc<'d>, sentences: &'d Sentences) -> Self {
        let mut voices = Voices { doc, sentences, quotations: Vec::new() };
        let mut open: Option<usize> = None;
        for token in doc.tokens() {
            match (token.text(), open) {
                ("“", None) => open = Some(token.index()),
                ("\"", None) => open = Some(token.index()),
                ("”" | "\"", Some(start)) => {
                    open = None;
                    let inside = start + 1..token.index();
                    // A few words in quotation marks are a name or a scare quote.
                    if inside.len() >= 4 {
                        let (speaker, verb) = voices.speaker(&inside);
                        voices.quotations.push((inside, speaker, verb));
                    }
                }
                _ => {}
            }
        }
        voices
    }

    /// The speaker of a quotation: the subject of a verb of saying in the same sentence outside the marks, or just
    /// after it; for one that follows another quotation of the same paragraph, the same speaker.
    fn speaker(&self, inside: &Range<usize>) -> (Option<TokenRef<'d>>, Option<TokenRef<'d>>) {
        let sentence = |at: usize| (at < self.doc.len()).then(|| self.sentences.of(at));
        let first = sentence(inside.start);
        let last = sentence(inside.end.saturating_sub(1));
        let following = last.as_ref().and_then(|last| sentence(last.end));
        let near = [first, last, following].into_iter().flatten();
        for range in near {
            for token in range
                .clone()
                .filter(|index| !inside.contains(index))
                .filter_map(|index| self.doc.token(index))
            {
                if !syntax::is_verb(token) || !(SAY.contains(&token.lemma()) || token.lemma() == "continue") {
                    continue;
                }
                let near_enough = token.index() + 12 > inside.start && token.index() < inside.end + 12;
                let subject =
                    syntax::subjects(token).into_iter().find(|subject| !inside.contains(&subject.index()));
                if let (true, Some(subject)) = (near_enough, subject) {
                    return (Some(subject), Some(token));
                }
            }
        }
        match self.quotations.last() {
            Some((before, speaker, verb)) if inside.start.saturating_sub(before.end) < 40 => {
                (*speaker, *verb)
            }
            _ => (None, None),
        }
    }

    /// Whether a token stands between quotation marks, and whether its speaker is known.
    #[must_use]
    pub fn manner(&self, token: TokenRef<'d>) -> &'static str {
        let quotation = self.quotations.iter().rfind(|(inside, ..)| inside.contains(&token.index()));
        match quotation {
            Some((_, Some(_), _)) => "quoted",
            Some(_) => "quoted by nobody",
            None if self.is_first_person(token) => "first person",
            None => "told",
        }
    }

    fn is_first_person(&self, token: TokenRef<'d>) -> bool {
        let mut words = self.sentences.of(token.index()).filter_map(|index| self.doc.token(index));
        words.any(|word| {
            word.pos() == "PRON" && matches!(word.lemma(), "I" | "we" | "my" | "our" | "us" | "me")
        })
    }

    /// Who tells what a trigger says, and how.
    #[must_use]
    pub fn told(&self, trigger: TokenRef<'d>) -> Told<'d> {
        let mut told = Told { voices: Vec::new(), by: None, stance: own_stance(trigger) };
        let mut below = trigger;
        for token in trigger.ancestors().take(STEPS_MAX) {
            add_governor(&mut told, token, below);
            below = token;
        }
        if let Some(source) = according_to(trigger) {
            add(&mut told, source, None);
        }
        if let Some((source, verb)) = thrown_in(trigger).filter(|_| told.voices.is_empty()) {
            add(&mut told, source, Some(verb));
        }
        let quotation = self.quotations.iter().rfind(|(inside, ..)| inside.contains(&trigger.index()));
        if let Some((_, Some(speaker), verb)) = quotation {
            add(&mut told, *speaker, *verb);
        }
        told.voices.reverse();
        told
    }
}

/// Takes up what a word that governs the clause says of it.
fn add_governor<'d>(told: &mut Told<'d>, token: TokenRef<'d>, below: TokenRef<'d>) {
    let is_content = matches!(
        below.dep(),
        "ccomp"
            | "xcomp"
            | "acl"
            | "pcomp"
            | "advcl"
            | "parataxis"
            | "dep"
            | "dobj"
            | "conj"
            | "pobj"
            | "prep"
            | "oprd"
    );
    if !is_content || (below.dep() == "conj" && syntax::is_verb(token)) {
        return;
    }
    // "accused of bombing", "blamed for the bombing": the preposition stands between.
    let head = token.head();
    let through = match below.dep() {
        "pcomp" => matches!(token.dep(), "prep" | "agent"),
        "pobj" => token.dep() == "prep" && BLAME.contains(&head.lemma()),
        _ => false,
    };
    let token = if through { head } else { token };
    if syntax::is_verb(token) {
        add_verb(told, token, below);
    } else if SAY_NOUNS.contains(&token.lemma()) && matches!(below.dep(), "acl" | "ccomp" | "pcomp" | "prep")
    {
        if token.lemma() == "denial" {
            told.stance = Stance::Denied;
        }
        if let Some(source) = author_of(token) {
            add(told, source, Some(token));
        }
    } else if SURE.contains(&token.lemma()) && token.dep() == "acomp" && below.dep() == "ccomp" {
        add_subjects(told, head);
    }
}

/// "executed, monitors say, ninety prisoners": a verb of saying thrown in; also "as the monitors tell it".
fn thrown_in(trigger: TokenRef<'_>) -> Option<(TokenRef<'_>, TokenRef<'_>)> {
    let up = std::iter::once(trigger).chain(trigger.ancestors().take(STEPS_MAX));
    let children = up.flat_map(TokenRef::children);
    let mut said = children
        .filter(|verb| SAY.contains(&verb.lemma()) && (verb.dep() == "parataxis" || is_as_told(*verb)));
    said.find_map(|verb| Some((speaker_of(verb)?, verb)))
}

/// "According to X" or "by X's count" in the trigger's clause or the sentence's.
fn according_to(trigger: TokenRef<'_>) -> Option<TokenRef<'_>> {
    let up = std::iter::once(trigger).chain(trigger.ancestors().take(STEPS_MAX));
    for token in up {
        let nested = token.children().filter(|child| matches!(child.dep(), "conj" | "prep"));
        for child in token.children().chain(nested.flat_map(TokenRef::children)) {
            if let Some(source) = to_whom_it_accords(child).or_else(|| in_whose_account(child)) {
                return Some(source);
            }
        }
    }
    None
}

/// Takes up what a verb says of a clause or noun that it governs.
fn add_verb<'d>(told: &mut Told<'d>, verb: TokenRef<'d>, below: TokenRef<'d>) {
    let lemma = verb.lemma();
    let complement = matches!(below.dep(), "ccomp" | "xcomp" | "pcomp" | "parataxis" | "dep" | "oprd")
        || (below.dep() == "advcl" && below.index() < verb.index());
    let denies = DENY.contains(&lemma) || (lemma == "rule" && has_particle(verb, "out"));
    if denies && (complement || below.dep() == "dobj") {
        told.stance = if syntax::is_negated(verb) { told.stance } else { Stance::Denied };
        add_subjects(told, verb);
    } else if REPORT.contains(&lemma) && below.dep() == "dobj" && !syntax::is_negated(verb) {
        add_subjects(told, verb);
    } else if BLAME.contains(&lemma) && matches!(below.dep(), "pcomp" | "pobj") {
        told.stance = hedged(told.stance);
        add_subjects(told, verb);
    } else if promises(lemma, below) && complement {
        told.stance = Stance::Predicted;
    } else if SAY.contains(&lemma) && complement {
        told.stance = stance_when_said(told.stance, verb, below);
        add_subjects(told, verb);
    } else if WANT.contains(&lemma) && complement {
        told.stance = Stance::Wanted;
    } else if matches!(lemma, "fail" | "refuse" | "decline" | "cease") && below.dep() == "xcomp" {
        told.stance = Stance::Denied;
    } else if matches!(lemma, "appear" | "seem") && complement {
        told.stance = hedged(told.stance);
    } else if complement {
        told.stance = combined(told.stance, verb);
    }
}

/// Whether a verb says of its subject what it will do: "vowed to", but not "swore that they had".
fn promises(lemma: &str, below: TokenRef<'_>) -> bool {
    match lemma {
        "threaten" | "vow" | "plan" | "intend" | "prepare" | "promise" | "pledge" => true,
        "swear" => below.dep() == "xcomp",
        _ => false,
    }
}

/// The stance of a clause that a verb of saying governs.
fn stance_when_said(stance: Stance, verb: TokenRef<'_>, below: TokenRef<'_>) -> Stance {
    if HEDGE_VERBS.contains(&verb.lemma()) && syntax::is_passive(verb) {
        hedged(stance)
    } else if syntax::is_negated(verb) && verb.lemma() != "say" {
        Stance::Denied
    } else if has_auxiliary(below, &["would"]) && stance == Stance::Asserted {
        // The future, told in the past.
        Stance::Predicted
    } else {
        stance
    }
}

fn has_particle(verb: TokenRef<'_>, word: &str) -> bool {
    verb.children().any(|child| child.dep() == "prt" && child.lemma() == word)
}

/// Whether a clause says in whose telling the one above it holds: "as the monitors tell it".
fn is_as_told(clause: TokenRef<'_>) -> bool {
    clause.dep() == "advcl" && clause.children().any(|child| child.dep() == "mark" && child.lemma() == "as")
}

/// X of "according to X", where this word is "according".
fn to_whom_it_accords(token: TokenRef<'_>) -> Option<TokenRef<'_>> {
    if token.lemma() != "accord" && !token.text().eq_ignore_ascii_case("according") {
        return None;
    }
    let to = token.children().find(|to| to.lemma() == "to")?;
    syntax::children_with(to, "pobj").into_iter().next()
}

/// X of "by X's count" or "in the words of X", where this word is the preposition.
fn in_whose_account(token: TokenRef<'_>) -> Option<TokenRef<'_>> {
    if !matches!(token.dep(), "prep" | "agent") || !matches!(token.lemma(), "by" | "in" | "on" | "from") {
        return None;
    }
    let account = syntax::children_with(token, "pobj").into_iter().next()?;
    if !ACCOUNT_NOUNS.contains(&account.lemma()) {
        return None;
    }
    let of =
        matches!(token.lemma(), "by" | "in").then(|| syntax::after("of", &[account])).into_iter().flatten();
    syntax::possessors(account).into_iter().chain(of).next()
}

/// Who speaks by a verb of saying: its subject; of "claims a spokesman" after what is claimed, what follows; of "quoted X
/// as saying", X.
fn speaker_of(verb: TokenRef<'_>) -> Option<TokenRef<'_>> {
    if verb.dep() == "parataxis" {
        // Where what is told is split, its own subject may hang on the verb of saying too; the speaker is the nearer.
        let near = verb.children().rfind(|child| child.dep() == "nsubj" && child.index() < verb.index());
        if near.is_some() {
            return near;
        }
    }
    let preposition = verb.head();
    if verb.dep() == "pcomp" && preposition.lemma() == "as" {
        let quoted = syntax::children_with(preposition.head(), "dobj");
        if let Some(quoted) = quoted.into_iter().next() {
            return Some(quoted);
        }
    }
    let said_before = || verb.children().any(|child| child.dep() == "ccomp" && child.index() < verb.index());
    let after = || syntax::children_with(verb, "dobj").into_iter().find(|child| child.index() > verb.index());
    syntax::subjects(verb).into_iter().next().or_else(|| if said_before() { after() } else { None })
}

/// Whose a report is: "X's report", "a report by X", "a story put out by X".
fn author_of(report: TokenRef<'_>) -> Option<TokenRef<'_>> {
    let clauses = report.children().filter(|child| child.dep() == "acl");
    let put_out = clauses.flat_map(|clause| syntax::after("by", &[clause]));
    syntax::possessors(report).into_iter().chain(syntax::after("by", &[report])).chain(put_out).next()
}

fn add<'d>(told: &mut Told<'d>, source: TokenRef<'d>, by: Option<TokenRef<'d>>) {
    if !told.voices.contains(&source) {
        if told.voices.is_empty() {
            told.by = by;
        }
        told.voices.push(source);
    }
}

fn add_subjects<'d>(told: &mut Told<'d>, verb: TokenRef<'d>) {
    if let Some(speaker) = speaker_of(verb) {
        add(told, speaker, Some(verb));
    }
}

/// The stance that the clause itself gives.
fn own_stance(trigger: TokenRef<'_>) -> Stance {
    let clause = clause_verb(trigger);
    let mut stance = Stance::Asserted;
    if let Some(verb) = clause {
        stance = combined(stance, verb);
    }
    if syntax::is_negated(trigger) {
        stance = Stance::Denied;
    }
    let hedge = |token: TokenRef<'_>| {
        let own = token.children().filter(|child| matches!(child.dep(), "advmod" | "amod"));
        own.into_iter().any(|child| {
            HEDGES.contains(&child.lemma()) || HEDGES.contains(&child.text().to_lowercase().as_str())
        })
    };
    if hedge(trigger) || clause.is_some_and(hedge) { hedged(stance) } else { stance }
}

/// The verb of the clause that a noun or adjective stands in; the verb itself.
fn clause_verb(trigger: TokenRef<'_>) -> Option<TokenRef<'_>> {
    if syntax::is_verb(trigger) {
        return Some(trigger);
    }
    let up = trigger.ancestors().take(2);
    up.into_iter()
        .find(|ancestor| syntax::is_verb(*ancestor))
        .filter(|_| matches!(trigger.dep(), "dobj" | "nsubj" | "nsubjpass" | "attr"))
}

/// A stance under a verb's own negation and modality.
fn combined(stance: Stance, verb: TokenRef<'_>) -> Stance {
    if syntax::is_negated(verb) {
        Stance::Denied
    } else if has_auxiliary(verb, FUTURE) || has_auxiliary(verb, POSSIBLE) {
        Stance::Predicted
    } else {
        stance
    }
}

fn has_auxiliary(verb: TokenRef<'_>, words: &[&str]) -> bool {
    verb.children().any(|child| child.dep() == "aux" && words.contains(&child.text().to_lowercase().as_str()))
}

fn hedged(stance: Stance) -> Stance {
    if stance == Stance::Asserted { Stance::Alleged } else { stance }
}
