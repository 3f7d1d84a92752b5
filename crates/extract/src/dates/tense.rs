//! Whether a sentence speaks of what is to come: it decides between the Friday before and the Friday after. Start at
//! [`tense`].

use retrospect_lang::{Doc, TokenRef};

/// The time that the clause around an expression speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Future,
    Open,
}

/// How many heads up a verb is looked for.
const HEADS_MAX: usize = 40;
/// How many verbs up their tense is looked at.
const VERBS_MAX: usize = 3;
/// Verbs whose infinitive is still to come: "plans to meet on Friday".
const PROSPECTIVE: [&str; 32] = [
    "plan", "expect", "intend", "agree", "vow", "threaten", "promise", "schedule", "set", "due", "want",
    "ask", "urge", "demand", "order", "call", "need", "have", "propose", "hope", "warn", "tell", "give",
    "likely", "bind", "pledge", "require", "advise", "invite", "foresee", "predict", "allow",
];

/// The tense of the clause that the expression stands in.
pub(crate) fn tense(doc: &Doc<'_>, token: usize) -> Tense {
    let Some(token) = doc.token(token) else { return Tense::Open };
    // "Sunday's referendum" has been, whatever is to come of it.
    if token.dep() == "poss" {
        return Tense::Open;
    }
    let verbs = token
        .ancestors()
        .take(HEADS_MAX)
        .filter(|word| matches!(word.pos(), "VERB" | "AUX") || is_prospective(*word));
    for verb in verbs.take(VERBS_MAX) {
        let of_verb = tense_of(verb);
        if of_verb != Tense::Open {
            return of_verb;
        }
        // "Patrols to run through June" have not ended; what did says so in its verb.
        if token.head().lemma() == "through" {
            return Tense::Future;
        }
    }
    Tense::Open
}

fn is_prospective(word: TokenRef<'_>) -> bool {
    PROSPECTIVE.contains(&word.lemma()) && word.pos() == "ADJ"
}

/// The tense of one verb with its auxiliaries.
fn tense_of(verb: TokenRef<'_>) -> Tense {
    let mut auxiliaries = verb.children().filter(|child| matches!(child.dep(), "aux" | "auxpass"));
    let has_modal = verb.children().any(|child| {
        child.dep() == "aux"
            && matches!(child.lemma(), "will" | "shall" | "'ll" | "must" | "should" | "may" | "might" | "ca")
            || child.dep() == "aux"
                && matches!(child.text(), "will" | "would" | "wo" | "can" | "could" | "'ll")
    });
    let has_perfect = verb.children().any(|child| child.dep() == "aux" && child.lemma() == "have");
    if has_modal && !has_perfect {
        return Tense::Future;
    }
    match verb.tag() {
        "VBD" => Tense::Past,
        "VBN" if auxiliaries.any(|word| word.tag() == "VBD" || word.lemma() == "have") => Tense::Past,
        // "due to leave", "due to be published".
        "VB" | "VBN" if is_infinitive(verb) => {
            let governor = verb.head();
            let is_planned = PROSPECTIVE.contains(&governor.lemma())
                || (governor.lemma() == "be" && governor.tag() != "VBD");
            if verb.is_root() || is_planned { Tense::Future } else { Tense::Open }
        }
        "VBN" if PROSPECTIVE.contains(&verb.lemma()) && verb.lemma() != "give" => Tense::Future,
        _ => Tense::Open,
    }
}

/// Whether the verb has its "to".
fn is_infinitive(verb: TokenRef<'_>) -> bool {
    verb.children().any(|child| child.dep() == "aux" && child.lemma() == "to")
}
