//! Says in whose voice something is told, and how sure that voice is of it. Start at [`Voices::find`].
//!
//! A voice comes from a verb of saying that governs the clause, from "according to", or from the speaker of the
//! quotation that the words stand in. Voices nest: "A said that B claimed". How much a verb of saying commits its
//! speaker follows FactBank's factuality (Saurí and Pustejovsky 2009).

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::Stance;

use crate::sentences::Sentences;
use crate::syntax;

/// Verbs that report what their subject holds true.
const SAY: &[&str] = &[
    "acknowledge",
    "add",
    "admit",
    "affirm",
    "allege",
    "announce",
    "answer",
    "argue",
    "assert",
    "assure",
    "boast",
    "believe",
    "brag",
    "charge",
    "claim",
    "comment",
    "complain",
    "concede",
    "conclude",
    "confess",
    "confirm",
    "contend",
    "declare",
    "describe",
    "disclose",
    "emphasize",
    "estimate",
    "expect",
    "explain",
    "hint",
    "hold",
    "indicate",
    "inform",
    "insist",
    "maintain",
    "mention",
    "note",
    "notify",
    "observe",
    "predict",
    "pronounce",
    "proclaim",
    "quote",
    "read",
    "reaffirm",
    "recall",
    "recount",
    "relate",
    "remark",
    "repeat",
    "reply",
    "report",
    "respond",
    "reveal",
    "say",
    "speculate",
    "state",
    "stress",
    "suggest",
    "suspect",
    "tell",
    "testify",
    "think",
    "tweet",
    "underline",
    "verify",
    "warn",
    "write",
    "post",
];
/// Verbs that report that something is not so.
const DENY: &[&str] = &["deny", "dispute", "rebut", "refute", "reject", "contradict", "dismiss", "disclaim"];
/// Verbs that ask for something to be so.
const WANT: &[&str] = &[
    "appeal",
    "ask",
    "beg",
    "beseech",
    "call",
    "demand",
    "encourage",
    "exhort",
    "implore",
    "invite",
    "order",
    "press",
    "propose",
    "recommend",
    "request",
    "require",
    "urge",
    "instruct",
    "want",
];
/// Verbs whose object is the event that they report: "The ministry confirmed the death of ...".
const REPORT: &[&str] = &[
    "acknowledge",
    "admit",
    "allege",
    "announce",
    "ascribe",
    "attribute",
    "confirm",
    "describe",
    "detail",
    "document",
    "record",
    "report",
    "verify",
    "predict",
    "expect",
];
/// Nouns that carry a claim: "X's claim that", "reports that".
const SAY_NOUNS: &[&str] = &[
    "account",
    "accusation",
    "admission",
    "allegation",
    "announcement",
    "assertion",
    "claim",
    "confirmation",
    "declaration",
    "denial",
    "report",
    "rumour",
    "rumor",
    "say-so",
    "statement",
    "story",
    "suggestion",
    "testimony",
    "warning",
];
/// Adverbs and adjectives by which a writer keeps a distance.
const HEDGES: &[&str] = &[
    "allegedly",
    "apparently",
    "presumably",
    "purportedly",
    "reportedly",
    "reputedly",
    "supposedly",
    "suspected",
    "alleged",
    "purported",
    "presumed",
    "reported",
    "supposed",
    "so-called",
    "unconfirmed",
    "rumoured",
    "rumored",
];
const HEDGE_VERBS: &[&str] =
    &["appear", "seem", "suspect", "allege", "rumour", "rumor", "believe", "think", "presume"];
const FUTURE: &[&str] = &["will", "shall", "'ll", "’ll"];
const POSSIBLE: &[&str] = &["may", "might", "could"];
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
            self.add_governor(&mut told, token, below);
            below = token;
        }
        if let Some(source) = self.according_to(trigger) {
            add(&mut told, source, None);
        }
        if let Some((source, verb)) = self.thrown_in(trigger).filter(|_| told.voices.is_empty()) {
            add(&mut told, source, Some(verb));
        }
        let quotation = self.quotations.iter().rfind(|(inside, ..)| inside.contains(&trigger.index()));
        if let Some((_, Some(speaker), verb)) = quotation {
            add(&mut told, *speaker, *verb);
        }
        told.voices.reverse();
        told
    }

    /// Takes up what a word that governs the clause says of it.
    fn add_governor(&self, told: &mut Told<'d>, token: TokenRef<'d>, below: TokenRef<'d>) {
        let lemma = token.lemma();
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
        );
        if !is_content || (below.dep() == "conj" && syntax::is_verb(token)) {
            return;
        }
        // "accused of bombing": the preposition stands between.
        let through = below.dep() == "pcomp" && matches!(token.dep(), "prep" | "agent");
        let (token, lemma) = if through { (token.head(), token.head().lemma()) } else { (token, lemma) };
        if syntax::is_verb(token) {
            let complement = matches!(below.dep(), "ccomp" | "xcomp" | "pcomp" | "parataxis" | "dep")
                || (below.dep() == "advcl" && below.index() < token.index());
            if DENY.contains(&lemma) && (complement || below.dep() == "dobj") {
                told.stance = if syntax::is_negated(token) { told.stance } else { Stance::Denied };
                add_subjects(told, token);
            } else if REPORT.contains(&lemma) && below.dep() == "dobj" && !syntax::is_negated(token) {
                add_subjects(told, token);
            } else if SAY.contains(&lemma) && complement {
                if HEDGE_VERBS.contains(&lemma) && syntax::is_passive(token) {
                    told.stance = hedged(told.stance);
                } else if syntax::is_negated(token) && lemma != "say" {
                    told.stance = Stance::Denied;
                } else if has_auxiliary(below, &["would"]) && told.stance == Stance::Asserted {
                    // The future, told in the past.
                    told.stance = Stance::Predicted;
                }
                add_subjects(told, token);
            } else if matches!(lemma, "accuse" | "suspect" | "blame" | "charge") && below.dep() == "pcomp" {
                told.stance = hedged(told.stance);
                add_subjects(told, token);
            } else if WANT.contains(&lemma) && complement {
                told.stance = Stance::Wanted;
            } else if matches!(
                lemma,
                "threaten" | "vow" | "plan" | "intend" | "prepare" | "promise" | "pledge"
            ) && complement
            {
                told.stance = Stance::Predicted;
            } else if matches!(lemma, "fail" | "refuse" | "decline" | "cease") && below.dep() == "xcomp" {
                told.stance = Stance::Denied;
            } else if matches!(lemma, "appear" | "seem") && complement {
                told.stance = hedged(told.stance);
            } else if complement {
                told.stance = combined(told.stance, token);
            }
        } else if SAY_NOUNS.contains(&lemma) && matches!(below.dep(), "acl" | "ccomp" | "pcomp" | "prep") {
            if lemma == "denial" {
                told.stance = Stance::Denied;
            }
            if let Some(source) = author_of(token) {
                add(told, source, Some(token));
            }
        }
    }

    /// "executed, monitors say, ninety prisoners": a verb of saying thrown in.
    fn thrown_in(&self, trigger: TokenRef<'d>) -> Option<(TokenRef<'d>, TokenRef<'d>)> {
        let up = std::iter::once(trigger).chain(trigger.ancestors().take(STEPS_MAX));
        let children = up.flat_map(|token| token.children().filter(|child| child.dep() == "parataxis"));
        let mut said = children.filter(|verb| SAY.contains(&verb.lemma()));
        said.find_map(|verb| Some((syntax::subjects(verb).into_iter().next()?, verb)))
    }

    /// "According to X" in the trigger's clause or the sentence's.
    fn according_to(&self, trigger: TokenRef<'d>) -> Option<TokenRef<'d>> {
        let up = std::iter::once(trigger).chain(trigger.ancestors().take(STEPS_MAX));
        for token in up {
            let nested = token.children().filter(|child| matches!(child.dep(), "conj" | "prep"));
            for child in token.children().chain(nested.flat_map(TokenRef::children)) {
                let direct = child.lemma() == "accord" || child.text().eq_ignore_ascii_case("according");
                if direct {
                    let to = child.children().find(|to| to.lemma() == "to");
                    let source = to.and_then(|to| syntax::children_with(to, "pobj").into_iter().next());
                    if source.is_some() {
                        return source;
                    }
                }
            }
        }
        None
    }
}

/// Whose a report is: "X's report", "a report by X", "a story put out by X".
fn author_of(report: TokenRef<'_>) -> Option<TokenRef<'_>> {
    let clauses = report.children().filter(|child| child.dep() == "acl");
    let put_out = clauses.flat_map(|clause| syntax::after("by", &[clause]));
    syntax::possessors(report).into_iter().chain(syntax::after("by", &[report])).chain(put_out).next()
}

/// Whether a verb takes the event that it reports as its object.
pub fn reports_object(lemma: &str) -> bool {
    REPORT.contains(&lemma)
}

/// How a verb reports: what its subject holds true, denies or wants, or nothing.
pub fn speech(lemma: &str) -> &'static str {
    let lists = [("says", SAY), ("denies", DENY), ("wants", WANT)];
    lists.iter().find(|(_, list)| list.contains(&lemma)).map_or("other", |(speech, _)| speech)
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
    if let Some(subject) = syntax::subjects(verb).into_iter().next() {
        add(told, subject, Some(verb));
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
