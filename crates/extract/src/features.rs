//! Describes a candidate for the scorer: what its words look like, whatever its kind. Start at [`features`].

use retrospect_lang::TokenRef;
use retrospect_model::Stance;

use crate::frames::Candidate;
use crate::gazetteer::NameKind;
use crate::mentions::Mentions;
use crate::roles::Filled;
use crate::schema::Part;
use crate::syntax;

/// The features of a candidate, as names.
#[must_use]
pub fn features(
    candidate: &Candidate<'_, '_>,
    kind: &str,
    mentions: &Mentions,
    stance: Stance,
    voices: usize,
) -> Vec<String> {
    let trigger = candidate.trigger;
    let part = match candidate.frame.part {
        Part::Verb => "verb",
        Part::Noun => "noun",
        Part::Adjective => "adjective",
    };
    let actor = filler(&candidate.actor, mentions);
    let target = filler(&candidate.target, mentions);
    let clause = clause(trigger);
    let lemma = trigger.lemma().to_lowercase();
    let weight = (candidate.frame.weight * 10.0).round();
    vec![
        format!("kind={kind}"),
        format!("kind={kind} part={part}"),
        format!("kind={kind} lemma={lemma}"),
        format!("kind={kind} actor={actor}"),
        format!("kind={kind} target={target}"),
        format!("part={part} actor={actor} target={target}"),
        format!("actor={actor}"),
        format!("target={target}"),
        format!("weight={weight}"),
        format!("part={part} dep={}", trigger.dep()),
        format!("tag={}", trigger.tag()),
        format!("kind={kind} tag={}", trigger.tag()),
        format!("clause={clause}"),
        format!("part={part} clause={clause}"),
        format!("stance={}", stance.word()),
        format!("kind={kind} stance={}", stance.word()),
        format!("voices={}", voices.min(2)),
        format!("head={}", if trigger.is_root() { "root" } else { trigger.head().pos() }),
        format!("particle={}", !candidate.frame.particle.is_empty()),
        format!("place={}", filler(&candidate.place, mentions)),
        format!(
            "modal={}",
            has_child(trigger, "aux", &["will", "would", "may", "might", "could", "should", "must", "can"])
        ),
        format!("infinitive={}", has_child(trigger, "aux", &["to"])),
        format!("definite={}", has_child(trigger, "det", &["the", "this", "that", "these", "those"])),
        format!("plural={}", trigger.tag() == "NNS"),
        format!("frame={}", candidate.frame.signature),
        format!("object={}", !candidate.frame.object.is_empty()),
        format!(
            "conditions={}",
            candidate.frame.with.len() + usize::from(!candidate.frame.particle.is_empty())
        ),
        format!(
            "kind={kind} definite={}",
            has_child(trigger, "det", &["the", "this", "that", "these", "those"])
        ),
        format!("kind={kind} clause={clause}"),
        format!(
            "tense={}",
            if trigger.morph().contains("Tense=Past") {
                "past"
            } else if trigger.morph().contains("Tense=Pres") {
                "present"
            } else {
                "none"
            }
        ),
        format!("first person={}", is_first_person(candidate)),
    ]
}

/// How sure the roles are of who fills them, as names of features.
pub fn sureness(kind: &str, actor: &Filled<'_>, target: &Filled<'_>) -> Vec<String> {
    let tenths = |chance: f64| (chance * 10.0).floor().min(9.0);
    let (one, two) = (tenths(actor.sureness), tenths(target.sureness));
    let both = tenths(actor.sureness * target.sureness);
    vec![
        format!("actor sure={one}"),
        format!("target sure={two}"),
        format!("both sure={both}"),
        format!("kind={kind} both sure={both}"),
        format!("actor from={} sure={one}", actor.origin.word()),
        format!("target from={} sure={two}", target.origin.word()),
    ]
}

fn filler(heads: &[TokenRef<'_>], mentions: &Mentions) -> &'static str {
    let Some(head) = heads.first() else { return "none" };
    match mentions.at(head.index()).map(|mention| mention.kind) {
        Some(NameKind::Organisation) => "organisation",
        Some(NameKind::Person) => "person",
        Some(NameKind::Place) => "place",
        None if head.pos() == "PRON" || head.tag() == "PRP$" => "pronoun",
        None if head.pos() == "PROPN" => "name",
        None if head.pos() == "NUM" => "number",
        None if syntax::is_verb(*head) => "clause",
        None => "noun",
    }
}

fn clause(trigger: TokenRef<'_>) -> &'static str {
    let verb =
        std::iter::once(trigger).chain(trigger.ancestors().take(3)).find(|token| syntax::is_verb(*token));
    match verb.map(TokenRef::dep) {
        Some("ROOT") => "root",
        Some("ccomp") => "complement",
        Some("xcomp" | "pcomp") => "open complement",
        Some("advcl") => "adverbial",
        Some("relcl" | "acl") => "relative",
        Some("conj") => "coordinated",
        Some(_) => "other",
        None => "none",
    }
}

fn has_child(token: TokenRef<'_>, label: &str, words: &[&str]) -> bool {
    token
        .children()
        .any(|child| child.dep() == label && words.contains(&child.lemma().to_lowercase().as_str()))
}

fn is_first_person(candidate: &Candidate<'_, '_>) -> bool {
    candidate.actor.iter().any(|head| matches!(head.text(), "I" | "we" | "We" | "my" | "our" | "Our"))
}
