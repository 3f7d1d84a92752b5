//! Asks a parsed sentence who does what to whom: subjects and objects through conjunction, passive, relative clauses,
//! control and participles. Start at [`subjects`] and [`objects`].
//!
//! The labels are ClearNLP's. Each function gives the heads of the noun phrases that it finds, in text order; a
//! coordinated phrase gives all its members.

use retrospect_lang::TokenRef;

/// Verbs whose object is the subject of their infinitive ("urged them to leave").
const OBJECT_CONTROL: [&str; 38] = [
    "advise",
    "allow",
    "appoint",
    "ask",
    "authorise",
    "authorize",
    "beg",
    "call",
    "cause",
    "challenge",
    "charge",
    "command",
    "compel",
    "convince",
    "direct",
    "enable",
    "encourage",
    "expect",
    "force",
    "get",
    "help",
    "instruct",
    "invite",
    "lead",
    "lobby",
    "order",
    "permit",
    "persuade",
    "press",
    "pressure",
    "prompt",
    "push",
    "request",
    "require",
    "task",
    "tell",
    "urge",
    "warn",
];
/// Steps that a search may take up the tree; sentences are not deeper, and a malformed tree must not trap it.
const STEPS_MAX: usize = 8;

/// The children of a token with this label.
pub fn children_with<'d>(token: TokenRef<'d>, label: &str) -> Vec<TokenRef<'d>> {
    token.children().filter(|child| child.dep() == label).collect()
}

fn child_with<'d>(token: TokenRef<'d>, labels: &[&str]) -> Option<TokenRef<'d>> {
    token.children().find(|child| labels.contains(&child.dep()))
}

/// Whether a token is used as a verb: a verb, or an auxiliary that heads a clause.
pub fn is_verb(token: TokenRef<'_>) -> bool {
    token.pos() == "VERB" || (token.pos() == "AUX" && !matches!(token.dep(), "aux" | "auxpass"))
}

/// Whether a verb is passive: with a passive auxiliary or subject, or a past participle after its noun.
pub fn is_passive(verb: TokenRef<'_>) -> bool {
    if verb.children().any(|child| matches!(child.dep(), "auxpass" | "nsubjpass" | "agent")) {
        return true;
    }
    if verb.tag() != "VBN" {
        return false;
    }
    match verb.dep() {
        "acl" | "amod" => true,
        "conj" => {
            verb.children().all(|child| !matches!(child.dep(), "aux" | "nsubj" | "dobj"))
                && is_passive(verb.head())
        }
        "advcl" => child_with(verb, &["aux", "nsubj", "dobj"]).is_none(),
        _ => false,
    }
}

/// A noun phrase's head with those coordinated with it.
pub fn members(head: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    let mut found = vec![head];
    let mut next = 0;
    while let Some(token) = found.get(next).copied() {
        found.extend(token.children().filter(|child| child.dep() == "conj" && is_nominal(*child)));
        next += 1;
    }
    found
}

fn is_nominal(token: TokenRef<'_>) -> bool {
    matches!(token.pos(), "NOUN" | "PROPN" | "PRON" | "NUM" | "ADJ" | "X" | "DET")
}

/// For a relative pronoun, the noun that its clause belongs to; else the token itself.
pub fn antecedent(token: TokenRef<'_>) -> TokenRef<'_> {
    if !matches!(token.tag(), "WDT" | "WP") {
        return token;
    }
    let clause = token.ancestors().take(STEPS_MAX).find(|ancestor| ancestor.dep() == "relcl");
    // "the bombs of 3 March, which killed ...": not the date.
    let is_date =
        |noun: &TokenRef<'_>| noun.entity().is_some_and(|(kind, _)| matches!(kind, "DATE" | "TIME"));
    clause.map_or(token, |clause| {
        let up = std::iter::once(clause.head()).chain(clause.head().ancestors().take(3));
        up.into_iter().find(|noun| !is_date(noun) && noun.pos() != "ADP").unwrap_or_else(|| clause.head())
    })
}

fn resolved<'d>(heads: impl IntoIterator<Item = TokenRef<'d>>) -> Vec<TokenRef<'d>> {
    let mut found: Vec<TokenRef<'d>> = Vec::new();
    for token in heads.into_iter().map(antecedent).flat_map(members) {
        if !found.contains(&token) {
            found.push(token);
        }
    }
    found
}

/// Who does what the verb says.
pub fn subjects(verb: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    subjects_within(verb, STEPS_MAX)
}

fn subjects_within(verb: TokenRef<'_>, steps: usize) -> Vec<TokenRef<'_>> {
    if is_passive(verb) {
        return agents(verb);
    }
    let own = children_with(verb, "nsubj");
    if !own.is_empty() {
        return resolved(own);
    }
    let Some(steps) = steps.checked_sub(1) else { return Vec::new() };
    let head = verb.head();
    match verb.dep() {
        "conj" if is_verb(head) && is_passive(head) => affected_within(head, steps),
        "conj" if is_verb(head) => subjects_within(head, steps),
        "xcomp" | "ccomp" | "advcl" | "dep" if is_verb(head) && !verb.is_root() => {
            controller(verb, head, steps)
        }
        "relcl" | "acl" if !is_verb(head) => resolved([head]),
        // "accused X of attacking Y", "admitted to bombing Z"
        "pcomp" => governor(head).map_or_else(Vec::new, |governor| controller(verb, governor, steps)),
        _ => Vec::new(),
    }
}

/// The subject of a clause without its own, which a verb governs.
fn controller<'d>(clause: TokenRef<'d>, verb: TokenRef<'d>, steps: usize) -> Vec<TokenRef<'d>> {
    let is_participle = clause.dep() == "advcl" && clause.tag() == "VBG";
    if !is_participle && OBJECT_CONTROL.contains(&verb.lemma()) || clause.dep() == "pcomp" {
        let object = objects_within(verb, steps);
        if !object.is_empty() {
            return object;
        }
    }
    if is_passive(verb) { affected_within(verb, steps) } else { subjects_within(verb, steps) }
}

/// The verb that a preposition belongs to.
fn governor(preposition: TokenRef<'_>) -> Option<TokenRef<'_>> {
    preposition.ancestors().take(3).find(|ancestor| is_verb(*ancestor))
}

/// The by-phrase of a passive.
fn agents(verb: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    let by = verb
        .children()
        .filter(|child| child.dep() == "agent" || (child.dep() == "prep" && child.lemma() == "by"));
    resolved(by.flat_map(|by| children_with(by, "pobj")))
}

/// What the verb's action is done to: the direct object, or the subject of a passive.
pub fn objects(verb: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    objects_within(verb, STEPS_MAX)
}

fn objects_within(verb: TokenRef<'_>, steps: usize) -> Vec<TokenRef<'_>> {
    if is_passive(verb) {
        return affected_within(verb, steps);
    }
    let own: Vec<_> = verb.children().filter(|child| matches!(child.dep(), "dobj" | "oprd")).collect();
    let direct: Vec<_> = own.iter().copied().filter(|child| child.dep() == "dobj").collect();
    if !direct.is_empty() {
        return resolved(direct);
    }
    // "appointed him ambassador", "left six dead": the subject of the small clause.
    let small = verb
        .children()
        .filter(|child| child.dep() == "ccomp" && matches!(child.pos(), "NOUN" | "PROPN" | "ADJ"));
    let of_small: Vec<_> = small.flat_map(|clause| children_with(clause, "nsubj")).collect();
    if !of_small.is_empty() {
        return resolved(of_small);
    }
    // "whom the group killed": the clause's noun is the object when the verb has its own subject and no object.
    if verb.dep() == "relcl" && child_with(verb, &["nsubj"]).is_some_and(|s| antecedent(s) == s) {
        return resolved([verb.head()]);
    }
    // "bombed and shelled the town"
    let mut shared =
        verb.children().filter(|child| child.dep() == "conj" && is_verb(*child) && !is_passive(*child));
    match (steps.checked_sub(1), shared.next_back()) {
        (Some(steps), Some(later))
            if later.index() > verb.index() && child_with(later, &["nsubj"]).is_none() =>
        {
            objects_within(later, steps)
        }
        _ => Vec::new(),
    }
}

/// The subject of a passive verb.
fn affected_within(verb: TokenRef<'_>, steps: usize) -> Vec<TokenRef<'_>> {
    let own: Vec<_> = verb.children().filter(|child| matches!(child.dep(), "nsubjpass" | "nsubj")).collect();
    if !own.is_empty() {
        return resolved(own);
    }
    let Some(steps) = steps.checked_sub(1) else { return Vec::new() };
    let head = verb.head();
    match verb.dep() {
        "acl" | "relcl" | "amod" => resolved([head]),
        "conj" if is_verb(head) && is_passive(head) => affected_within(head, steps),
        "conj" | "xcomp" | "advcl" | "ccomp" if is_verb(head) => {
            if is_passive(head) {
                affected_within(head, steps)
            } else {
                subjects_within(head, steps)
            }
        }
        _ => Vec::new(),
    }
}

/// The objects of a preposition under any of these tokens.
pub fn after<'d>(preposition: &str, under: &[TokenRef<'d>]) -> Vec<TokenRef<'d>> {
    for token in under {
        for child in token
            .children()
            .filter(|child| matches!(child.dep(), "prep" | "agent" | "dative" | "prt" | "advmod" | "pcomp"))
        {
            if child.lemma() == preposition {
                let objects = children_with(child, "pobj");
                if !objects.is_empty() {
                    return resolved(objects);
                }
            }
            // "away from X", "out of Y", "on to Z": the preposition hangs on the first.
            let nested = child.children().find(|below| below.dep() == "prep" && below.lemma() == preposition);
            if let Some(nested) = nested.filter(|_| child.dep() != "pcomp") {
                let objects = children_with(nested, "pobj");
                if !objects.is_empty() {
                    return resolved(objects);
                }
            }
        }
    }
    Vec::new()
}

/// The objects of a preposition.
pub fn after_itself(preposition: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    resolved(children_with(preposition, "pobj"))
}

/// Who possesses a noun: "X's ...", "their ...".
pub fn possessors(noun: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    resolved(children_with(noun, "poss"))
}

/// Names and nouns that stand before a noun ("Taliban leader").
pub fn modifiers(noun: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    let direct = noun.children().filter(|child| matches!(child.dep(), "compound" | "amod" | "nmod" | "nn"));
    // "a Front suicide bomb attack": the name may hang on a noun before the noun.
    let nested = |child: TokenRef<'_>| {
        child.children().any(|below| matches!(below.dep(), "compound" | "amod" | "nmod"))
    };
    let before = direct
        .flat_map(|child| if nested(child) { [modifiers(child), vec![child]].concat() } else { vec![child] });
    before.filter(|child| matches!(child.pos(), "PROPN" | "NOUN" | "ADJ")).collect()
}

/// What stands beside a noun phrase: its apposition, what it is an apposition of, or the other side of "X is ...".
pub fn beside(noun: TokenRef<'_>) -> Vec<TokenRef<'_>> {
    match noun.dep() {
        "appos" => return resolved([noun.head()]),
        "attr" => return subjects(noun.head()),
        _ => {}
    }
    resolved(children_with(noun, "appos"))
}

/// Whether a verb, noun or adjective is negated in its clause.
pub fn is_negated(token: TokenRef<'_>) -> bool {
    let negated = |token: TokenRef<'_>| {
        token
            .children()
            .any(|child| child.dep() == "neg" || (child.dep() == "preconj" && child.lemma() == "neither"))
    };
    let determined = |noun: TokenRef<'_>| {
        noun.children().any(|child| child.dep() == "det" && matches!(child.lemma(), "no" | "neither"))
    };
    if negated(token) || determined(token) {
        return true;
    }
    let mut arguments =
        token.children().filter(|child| matches!(child.dep(), "nsubj" | "nsubjpass" | "dobj" | "attr"));
    arguments.any(|argument| {
        determined(argument) || matches!(argument.lemma(), "nobody" | "none" | "nothing" | "neither")
    })
}
