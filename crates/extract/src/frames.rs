//! Finds where the words of a schema's frames stand, and who fills their roles. Start at [`match_frames`].

use retrospect_lang::{Doc, TokenRef};

use crate::gazetteer::NameKind;
use crate::mentions::Mentions;
use crate::schema::{Frame, Part, Place, Schema, Voice};
use crate::syntax;

/// A frame at a trigger, with the heads of the phrases that fill its roles.
#[derive(Clone, Debug)]
pub struct Candidate<'d, 's> {
    pub frame: &'s Frame,
    pub trigger: TokenRef<'d>,
    pub actor: Vec<TokenRef<'d>>,
    pub target: Vec<TokenRef<'d>>,
    pub place: Vec<TokenRef<'d>>,
    pub found: FoundAt<'s>,
}

/// Which of the frame's places to look filled each role.
#[derive(Clone, Copy, Debug, Default)]
pub struct FoundAt<'s> {
    pub actor: Option<&'s Place>,
    pub target: Option<&'s Place>,
    pub place: Option<&'s Place>,
}

/// All candidates of a document, by trigger.
#[must_use]
pub fn match_frames<'d, 's>(
    doc: &'d Doc<'d>,
    mentions: &Mentions,
    schema: &'s Schema,
) -> Vec<Candidate<'d, 's>> {
    let mut candidates = Vec::new();
    for trigger in doc.tokens().filter(|token| !token.is_space()) {
        for part in parts(trigger) {
            let mut lemma = trigger.lemma().to_lowercase();
            // "Airstrikes kill eight": the tagger takes it for a name and leaves the plural.
            if trigger.pos() == "PROPN" && schema.triggered(part, &lemma).next().is_none() {
                lemma = lemma.strip_suffix('s').map_or(lemma.clone(), str::to_owned);
            }
            for frame in schema.triggered(part, &lemma) {
                candidates.extend(Match { mentions, frame, trigger }.candidate());
            }
            // Participles are listed as adjectives in the form that they have.
            let form = trigger.text().to_lowercase();
            if part == Part::Adjective && form != lemma {
                for frame in schema.triggered(part, &form) {
                    candidates.extend(Match { mentions, frame, trigger }.candidate());
                }
            }
        }
    }
    candidates
}

/// The parts of speech that a token can be a trigger as.
fn parts(token: TokenRef<'_>) -> Vec<Part> {
    match token.pos() {
        "VERB" | "AUX" if token.tag() == "VBN" || token.dep() == "amod" => vec![Part::Adjective, Part::Verb],
        "VERB" | "AUX" => vec![Part::Verb],
        "NOUN" if token.dep() == "compound" => vec![Part::Noun, Part::Adjective],
        "NOUN" | "PROPN" => vec![Part::Noun],
        "ADJ" | "ADV" => vec![Part::Adjective],
        _ => Vec::new(),
    }
}

struct Match<'d, 's, 'm> {
    mentions: &'m Mentions,
    frame: &'s Frame,
    trigger: TokenRef<'d>,
}

impl<'d, 's> Match<'d, 's, '_> {
    fn candidate(&self) -> Option<Candidate<'d, 's>> {
        let (frame, trigger) = (self.frame, self.trigger);
        if !self.voice_fits() || !self.particle_fits() || (frame.suffix && self.hyphenated().is_empty()) {
            return None;
        }
        let objects = if frame.part == Part::Verb { syntax::objects(trigger) } else { Vec::new() };
        let subjects = if frame.part == Part::Verb { syntax::subjects(trigger) } else { Vec::new() };
        let fits = self.filter_fits(&frame.object, &frame.object_not, &objects)
            && self.filter_fits(&frame.subject, &frame.subject_not, &subjects)
            && self.prepositions_fit(&objects);
        if !fits {
            return None;
        }
        let both = |places: &[Place]| places.contains(&Place::Both);
        let (mut actor, actor_at) = self.fill(&frame.actor, &objects);
        let (mut target, mut target_at) = self.fill(&frame.target, &objects);
        if both(&frame.actor) && actor.len() > 1 && (target.is_empty() || both(&frame.target)) {
            (target, target_at) = (actor.split_off(1), actor_at);
        }
        target.retain(|token| !actor.contains(token));
        if (frame.actor_required && actor.is_empty()) || (frame.target_required && target.is_empty()) {
            return None;
        }
        let (place, place_at) = self.fill(&frame.place, &objects);
        let found = FoundAt { actor: actor_at, target: target_at, place: place_at };
        Some(Candidate { frame, trigger, actor, target, place, found })
    }

    fn voice_fits(&self) -> bool {
        match self.frame.voice {
            None => true,
            Some(Voice::Passive) => syntax::is_passive(self.trigger),
            Some(Voice::Active) => !syntax::is_passive(self.trigger),
        }
    }

    fn particle_fits(&self) -> bool {
        self.frame.particle.is_empty()
            || self.trigger.children().any(|child| {
                matches!(
                    child.dep(),
                    "prt"
                        | "advmod"
                        | "prep"
                        | "acomp"
                        | "oprd"
                        | "ccomp"
                        | "xcomp"
                        | "attr"
                        | "amod"
                        | "neg"
                        | "dobj"
                        | "advcl"
                ) && self.is_particle(child)
            })
    }

    /// Whether a child is one of the frame's particles, or "left six dead": what its own clause says is.
    fn is_particle(&self, child: TokenRef<'d>) -> bool {
        let is = |token: TokenRef<'d>| {
            let (lemma, form) = (token.lemma().to_lowercase(), token.text().to_lowercase());
            self.frame.particle.iter().any(|particle| *particle == lemma || *particle == form)
        };
        is(child)
            || child.children().any(|below| {
                matches!(below.dep(), "amod" | "acomp" | "advmod" | "acl")
                    && below.index() > child.index()
                    && is(below)
            })
    }

    fn filter_fits(&self, wanted: &[String], unwanted: &[String], heads: &[TokenRef<'d>]) -> bool {
        let has_clause = || self.trigger.children().any(|child| matches!(child.dep(), "ccomp" | "xcomp"));
        let any = |list: &[String]| {
            heads.iter().any(|head| list.iter().any(|word| self.is_a(*head, word)))
                || (list.iter().any(|word| word == "CLAUSE") && has_clause())
        };
        (wanted.is_empty() || any(wanted)) && !any(unwanted)
    }

    /// Whether a head is the word, or of the class that a word in capitals names.
    fn is_a(&self, head: TokenRef<'d>, word: &str) -> bool {
        let kind = || self.mentions.at(head.index()).map(|mention| mention.kind);
        match word {
            "MONEY" => {
                head.entity().is_some_and(|(kind, _)| kind == "MONEY")
                    || matches!(head.lemma(), "dollar" | "$" | "euro")
            }
            "NUMBER" => head.pos() == "NUM",
            "PERSON" => kind() == Some(NameKind::Person),
            "GROUP" => kind() == Some(NameKind::Organisation),
            "PLACE" => kind() == Some(NameKind::Place),
            "CLAUSE" => syntax::is_verb(head),
            word => head.lemma().eq_ignore_ascii_case(word),
        }
    }

    fn prepositions_fit(&self, objects: &[TokenRef<'d>]) -> bool {
        let under = self.under(objects);
        let present = self.frame.with.iter().all(|(preposition, words)| {
            if words.iter().any(|word| word == "CLAUSE") && self.opens_clause(preposition) {
                return true;
            }
            let found = syntax::after(preposition, &under);
            !found.is_empty()
                && (words.is_empty() || found.iter().any(|head| words.iter().any(|w| self.is_a(*head, w))))
        });
        present && self.frame.without.iter().all(|preposition| syntax::after(preposition, &under).is_empty())
    }

    /// "killed after a bomb hit their car": a clause that the word opens.
    fn opens_clause(&self, word: &str) -> bool {
        let clauses =
            self.trigger.children().filter(|child| matches!(child.dep(), "advcl" | "pcomp" | "ccomp"));
        clauses.into_iter().any(|clause| {
            clause
                .children()
                .any(|mark| matches!(mark.dep(), "mark" | "prep" | "advmod") && mark.lemma() == word)
        })
    }

    /// Where prepositions of the frame can hang.
    fn under(&self, objects: &[TokenRef<'d>]) -> Vec<TokenRef<'d>> {
        let mut under = vec![self.trigger];
        under.extend(objects.iter().copied());
        if self.frame.part == Part::Verb {
            // "killed and injured in a bombing"
            let coordinated =
                self.trigger.children().filter(|child| child.dep() == "conj" && syntax::is_verb(*child));
            under.extend(
                coordinated
                    .filter(|verb| !verb.children().any(|child| matches!(child.dep(), "nsubj" | "dobj"))),
            );
        }
        // "a splinter group of Y": the adjective sees what its noun has.
        if self.frame.part == Part::Adjective && matches!(self.trigger.dep(), "amod" | "compound") {
            under.push(self.trigger.head());
        }
        // "launched attacks on": the noun's preposition may hang on the light verb and the other way round.
        if self.frame.part == Part::Noun && matches!(self.trigger.dep(), "dobj" | "nsubjpass") {
            under.push(self.trigger.head());
        }
        under
    }

    /// Who stands where the frame says to look, and in which of these places.
    fn fill(&self, places: &'s [Place], objects: &[TokenRef<'d>]) -> (Vec<TokenRef<'d>>, Option<&'s Place>) {
        let fillers = |place: &'s Place| {
            let mut found = self.look(place, objects);
            found.retain(|head| !is_amount(*head));
            (found, Some(place))
        };
        places.iter().map(fillers).find(|(found, _)| !found.is_empty()).unwrap_or_default()
    }

    fn look(&self, place: &Place, objects: &[TokenRef<'d>]) -> Vec<TokenRef<'d>> {
        let trigger = self.trigger;
        match place {
            Place::Subject if self.frame.part == Part::Verb => syntax::subjects(trigger),
            Place::Subject | Place::Possessor if self.frame.light => {
                let of_objects =
                    objects.iter().flat_map(|object| syntax::possessors(*object)).collect::<Vec<_>>();
                if of_objects.is_empty() { self.of_noun(trigger) } else { of_objects }
            }
            Place::Subject => self.of_noun(trigger),
            Place::Object if self.frame.part == Part::Verb => objects.to_vec(),
            Place::Object => syntax::after("of", &[trigger]),
            Place::Indirect => {
                let dative = syntax::children_with(trigger, "dative");
                dative.into_iter().filter(|token| token.pos() != "ADP").collect()
            }
            Place::Possessor => syntax::possessors(trigger),
            Place::Modifier if self.frame.suffix => self.hyphenated(),
            Place::Modifier => self.mentions.named_modifiers(trigger),
            Place::Whole => vec![trigger],
            Place::Head if matches!(trigger.dep(), "amod" | "acl") => vec![trigger.head()],
            Place::Head => Vec::new(),
            Place::Apposition => syntax::beside(trigger),
            Place::Complement => {
                let governed = trigger.children().find(|child| child.dep() == "xcomp");
                syntax::objects(governed.unwrap_or(trigger.head()))
            }
            Place::Both => self.sides(),
            Place::After(preposition) => syntax::after(preposition, &self.under(objects)),
        }
    }

    /// What stands before the hyphen of "rebel-held".
    fn hyphenated(&self) -> Vec<TokenRef<'d>> {
        let doc = self.trigger.doc();
        let before =
            |steps: usize| self.trigger.index().checked_sub(steps).and_then(|index| doc.token(index));
        match (before(1), before(2)) {
            (Some(hyphen), Some(name)) if hyphen.text() == "-" && !name.has_space_after() => vec![name],
            _ => Vec::new(),
        }
    }

    /// Who does what a noun names: its possessor, its by-phrase, or a name before it; or the subject of the light verb
    /// that it is the object of.
    fn of_noun(&self, noun: TokenRef<'d>) -> Vec<TokenRef<'d>> {
        let possessors = syntax::possessors(noun);
        let found = [possessors, syntax::after("by", &[noun]), self.mentions.named_modifiers(noun)];
        let verb = noun.head();
        let is_carried = matches!(noun.dep(), "dobj" | "nsubjpass") && LIGHT_VERBS.contains(&verb.lemma());
        let carrier = || if is_carried { syntax::subjects(verb) } else { Vec::new() };
        found.into_iter().find(|found| !found.is_empty()).unwrap_or_else(carrier)
    }

    /// The sides of something mutual.
    fn sides(&self) -> Vec<TokenRef<'d>> {
        let trigger = self.trigger;
        if self.frame.part == Part::Verb {
            return syntax::subjects(trigger);
        }
        let between = syntax::after("between", &[trigger]);
        if between.is_empty() { syntax::after("of", &[trigger]) } else { between }
    }
}

/// Whether a head is a date, a time or a sum, which fills no role.
fn is_amount(head: TokenRef<'_>) -> bool {
    head.entity().is_some_and(|(kind, _)| matches!(kind, "DATE" | "TIME" | "MONEY" | "PERCENT"))
}

/// Verbs that lend a noun their subject.
const LIGHT_VERBS: [&str; 34] = [
    "announce", "carry", "claim", "commit", "conduct", "declare", "deliver", "do", "execute", "express",
    "give", "have", "hold", "impose", "initiate", "issue", "launch", "lead", "make", "mount", "offer",
    "open", "order", "pay", "perform", "provide", "receive", "resume", "sign", "stage", "start", "sustain",
    "take", "wage",
];
