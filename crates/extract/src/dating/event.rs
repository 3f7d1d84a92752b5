//! What the words of a claim say of its time: tense, clause, words of time. Start at [`clues`].

use retrospect_lang::TokenRef;

use super::Event;
use super::clues::{Clue, Clues};
use crate::syntax;
use retrospect_model::Stance;

/// Words beside a trigger or its verb that place it in time.
const TIMELY: [&str; 36] = [
    "ago",
    "already",
    "again",
    "before",
    "currently",
    "during",
    "earlier",
    "early",
    "eventually",
    "ever",
    "ex",
    "far",
    "first",
    "former",
    "formerly",
    "future",
    "immediately",
    "initially",
    "last",
    "late",
    "later",
    "latest",
    "long",
    "never",
    "new",
    "next",
    "now",
    "ongoing",
    "once",
    "originally",
    "previous",
    "previously",
    "recent",
    "recently",
    "still",
    "then",
];
/// Verbs of saying, for telling when something was said from when it was.
pub(super) const SAYING: [&str; 34] = [
    "accuse",
    "acknowledge",
    "add",
    "admit",
    "allege",
    "announce",
    "appear",
    "blame",
    "claim",
    "condemn",
    "confirm",
    "declare",
    "demand",
    "denounce",
    "deny",
    "describe",
    "estimate",
    "insist",
    "list",
    "note",
    "post",
    "publish",
    "quote",
    "release",
    "report",
    "reveal",
    "say",
    "show",
    "speak",
    "state",
    "tell",
    "warn",
    "write",
    "tweet",
];
/// Prepositions and conjunctions whose event was before that of the sentence.
const PRIOR: [&str; 5] = ["after", "following", "since", "despite", "amid"];
/// Words that look back at a deed.
const CHARGED: [&str; 32] = [
    "accuse",
    "accusation",
    "apologise",
    "apologize",
    "arrest",
    "award",
    "blame",
    "charge",
    "condemn",
    "conviction",
    "convict",
    "credit",
    "criticise",
    "criticize",
    "detain",
    "execute",
    "fine",
    "guilty",
    "hang",
    "indict",
    "investigate",
    "jail",
    "praise",
    "prosecute",
    "punish",
    "sanction",
    "sentence",
    "suspect",
    "thank",
    "try",
    "retaliation",
    "revenge",
];
/// Heads up to which a verb is looked for; trees are not deeper, and a malformed one must not trap the search.
pub(super) const HEADS_MAX: usize = 30;

/// The clues of a claim, whatever its date.
pub(super) fn clues<'d>(event: &Event<'d>) -> Clues<'d> {
    let trigger = event.trigger;
    let mut clues = Clues::new();
    clues.set(Clue::Kind, event.kind);
    clues.set(Clue::Class, class(event.kind));
    clues.set(Clue::Stance, event.stance.word());
    clues.set(Clue::Word, trigger.lemma());
    clues.set(Clue::Form, form(trigger));
    clues.set(Clue::Role, trigger.dep());
    if let Some(verb) = clause_verb(trigger) {
        clues.set(Clue::Tense, tense(verb));
        clues.set(Clue::Clause, verb.dep());
        clues.set(Clue::Mark, mark(verb));
        let above = verb.ancestors().take(HEADS_MAX).filter(|token| syntax::is_verb(*token)).count();
        clues.set(Clue::Depth, ["0", "1", "2"].get(above).copied().unwrap_or("3+"));
        let root = verb.ancestors().take(HEADS_MAX).last().unwrap_or(verb);
        clues.set(Clue::Root, if is_saying(root) { "say" } else { tense(root) });
        let governor = verb.ancestors().take(HEADS_MAX).find(|token| syntax::is_verb(*token));
        if let Some(governor) = governor {
            clues.set(Clue::Governor, if is_saying(governor) { "say" } else { governor.lemma() });
            clues.set(Clue::GovernorTense, tense(governor));
        }
    }
    if !syntax::is_verb(trigger) {
        let above = trigger.head();
        clues.set(Clue::Under, if trigger.is_root() { "root" } else { above.lemma() });
    }
    clues.set(Clue::Placing, placing(event));
    clues.set(Clue::Timely, timely(trigger));
    clues.set(Clue::Voice, event.said_by.map_or("author", tense));
    clues
}

/// Whether things of a kind of the built-in schema happen at once, hold, go on for a while, or answer what was done;
/// empty for other kinds.
fn class(kind: &str) -> &'static str {
    match kind {
        "appoint" | "attack" | "capture" | "designate" | "destroy" | "die" | "found" | "join" | "kill"
        | "leave" | "merge" | "pledge" | "publish" | "split" => "happens",
        "alias" | "ally" | "control" | "lead" | "present" => "holds",
        "aid" | "besiege" | "clash" | "negotiate" | "withdraw" => "goes on",
        "demand" | "oppose" | "refuse" | "responsibility" | "support" | "threaten" => "answers",
        _ => "",
    }
}

/// How a sentence places an event in time, apart from any date.
fn placing(event: &Event<'_>) -> &'static str {
    let trigger = event.trigger;
    let of_trigger = if syntax::is_verb(trigger) { tense(trigger) } else { "" };
    if matches!(event.stance, Stance::Predicted | Stance::Wanted)
        || matches!(of_trigger, "future" | "would" | "modal")
    {
        return "to come";
    }
    let opener = opener(trigger);
    if PRIOR.contains(&opener) {
        return "after";
    }
    match of_trigger {
        "perfect" | "perfect infinitive" | "perfect participle" => return "perfect",
        "pluperfect" => return "pluperfect",
        _ => {}
    }
    if matches!(opener, "for" | "of" | "over" | "with" | "on") && is_charged(trigger) {
        return "charged";
    }
    if matches!(trigger.dep(), "appos" | "compound") && !syntax::is_verb(trigger) {
        return "apposition";
    }
    let Some(verb) = clause_verb(trigger) else { return "no clause" };
    let governor = verb.ancestors().take(HEADS_MAX).find(|token| syntax::is_verb(*token));
    let is_own = verb == trigger;
    match (verb.dep(), tense(verb), governor.map(|governor| (is_saying(governor), tense(governor)))) {
        (_, "perfect" | "perfect infinitive" | "pluperfect", _) => "in perfect",
        ("xcomp" | "advcl" | "acl", "infinitive", Some((false, _))) if is_own => "aim",
        (_, "infinitive", _) if is_own => "infinitive",
        ("ccomp" | "pcomp", "past", Some((true, "present" | "perfect" | "continuous"))) => "reported past",
        ("ccomp" | "pcomp", "past", Some((true, _))) => "said past",
        ("ccomp" | "pcomp", _, Some((true, _))) => "reported",
        ("relcl", "past", _) => "relative past",
        ("relcl", ..) => "relative",
        ("acl" | "amod", "participle" | "past", _) => "participle",
        ("acl", "gerund", _) => "gerund of noun",
        (_, "gerund", _) if is_own => "gerund",
        (_, "future" | "would" | "modal" | "infinitive", _) => "in time to come",
        (_, "present" | "continuous", _) if is_own => "present",
        (_, "past", _) if is_own => "past",
        (_, "present" | "continuous", _) => "in present",
        (_, "past", _) => "in past",
        _ => "other",
    }
}

/// The conjunction or preposition that a trigger's clause or phrase begins with.
fn opener(trigger: TokenRef<'_>) -> &'_ str {
    if syntax::is_verb(trigger) {
        return mark(trigger);
    }
    let mut token = trigger;
    for _ in 0..3 {
        let above = token.head();
        match token.dep() {
            "pobj" | "pcomp" => return above.lemma(),
            "conj" | "compound" | "nmod" => token = above,
            _ => return "",
        }
    }
    ""
}

/// Whether somebody is tried, held or praised for it.
fn is_charged(trigger: TokenRef<'_>) -> bool {
    let mut above = trigger.ancestors().take(4);
    above.any(|token| CHARGED.contains(&token.lemma()) || token.lemma().starts_with("responsib"))
}

/// The verb of the clause that a token stands in: itself, or the nearest above.
pub(super) fn clause_verb(token: TokenRef<'_>) -> Option<TokenRef<'_>> {
    std::iter::once(token).chain(token.ancestors().take(HEADS_MAX)).find(|token| syntax::is_verb(*token))
}

pub(super) fn is_saying(verb: TokenRef<'_>) -> bool {
    SAYING.contains(&verb.lemma())
}

fn form(trigger: TokenRef<'_>) -> &'static str {
    if syntax::is_verb(trigger) {
        return tense(trigger);
    }
    let child = |labels: &[&str]| trigger.children().find(|child| labels.contains(&child.dep()));
    if trigger.pos() == "ADJ" {
        "adjective"
    } else if child(&["poss"]).is_some() {
        "noun of"
    } else if let Some(determiner) = child(&["det"]) {
        match determiner.lemma() {
            "the" | "this" | "that" | "these" | "those" => "noun the",
            "no" => "noun no",
            _ => "noun a",
        }
    } else if child(&["nummod"]).is_some() {
        "noun counted"
    } else if trigger.tag() == "NNS" {
        "nouns"
    } else {
        "noun"
    }
}

/// The tense of a verb with its auxiliaries; a coordinated participle has those of the first.
pub(super) fn tense(verb: TokenRef<'_>) -> &'static str {
    let own = own_tense(verb);
    let is_bare = matches!(own, "participle" | "gerund" | "bare");
    if is_bare && verb.dep() == "conj" && verb.head().tag() == verb.tag() {
        return own_tense(verb.head());
    }
    own
}

fn own_tense(verb: TokenRef<'_>) -> &'static str {
    let mut is_infinitive = false;
    let mut continuous = "";
    let mut of_be = "";
    for aux in verb.children().filter(|child| matches!(child.dep(), "aux" | "auxpass")) {
        let text = aux.text();
        match (aux.lemma(), aux.tag()) {
            ("will" | "shall" | "'ll" | "wo", _) if !text.eq_ignore_ascii_case("would") => return "future",
            (_, "MD") if text.eq_ignore_ascii_case("would") => return "would",
            (_, "MD") => return "modal",
            ("have", "VBD") => return "pluperfect",
            ("have", "VBG") => return "perfect participle",
            ("have", "VB") => return if is_infinitive { "perfect infinitive" } else { "perfect" },
            ("have", _) => return "perfect",
            ("to", _) => is_infinitive = true,
            ("do", "VBD") => return "past",
            ("do", _) => return "present",
            ("be", tag) if verb.tag() == "VBG" => {
                continuous = if tag == "VBD" { "past continuous" } else { "continuous" };
            }
            ("be" | "get", tag) => of_be = if tag == "VBD" { "past" } else { "present" },
            _ => {}
        }
    }
    if is_infinitive {
        return "infinitive";
    }
    if !continuous.is_empty() {
        return continuous;
    }
    match verb.tag() {
        "VBD" => "past",
        "VBZ" | "VBP" => "present",
        "VBG" => "gerund",
        "VBN" if !of_be.is_empty() => of_be,
        "VBN" => "participle",
        _ => "bare",
    }
}

/// The word that opens a clause, or the preposition that it hangs on.
fn mark(verb: TokenRef<'_>) -> &'_ str {
    let opens = |child: &TokenRef<'_>| {
        child.dep() == "mark" || (child.dep() == "advmod" && matches!(child.tag(), "WRB"))
    };
    match verb.children().find(opens) {
        Some(mark) => mark.lemma(),
        None if verb.dep() == "pcomp" => verb.head().lemma(),
        None => "",
    }
}

/// The first word of time beside the trigger or its verb.
fn timely(trigger: TokenRef<'_>) -> &'_ str {
    let verb = clause_verb(trigger).filter(|verb| *verb != trigger);
    let near = [Some(trigger), verb].into_iter().flatten().flat_map(TokenRef::children);
    let mut words =
        near.filter(|child| matches!(child.dep(), "advmod" | "amod" | "neg" | "compound" | "prep"));
    words.find_map(|child| TIMELY.iter().find(|word| child.lemma() == **word).copied()).unwrap_or("none")
}
