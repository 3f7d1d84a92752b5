//! Turns what a case says into questions that are so or not so, each with the claims that say one or the other. Start at
//! [`Questions::of`].
//!
//! There are three sorts. Whether a relation held between two: asked once for each episode. Whether something happened:
//! asked for each kind and parties at a time, and against it stands what is said to have gone on afterwards. Whether a
//! side was gone from a place: some say that it lost it, others that it still was there.

use std::collections::{BTreeMap, BTreeSet};

use retrospect_model::ontology::{Effect, On, RelationName, Side};
use retrospect_model::{Limit, Stance};
use retrospect_network::{ActorKey, Episode, Identity as _, Pair, event_window};
use retrospect_store::{ClaimKey, Fact, NameKey};

use crate::asked::Asked;
use crate::belief::gone;
use crate::belief::sides::Sides;
use crate::error::FindingsError;
use crate::wording;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// Whether a relation held.
    Held {
        /// The relation.
        relation: RelationName,
        /// Between whom.
        pair: Pair,
    },
    /// Whether something happened.
    Happened {
        /// The kind of the claims.
        kind: NameKey,
        /// Between whom; of what ends everything for somebody, to whom alone.
        pair: Pair,
    },
    /// Whether a side was gone from a place.
    Gone {
        /// Who, with all on its side.
        who: ActorKey,
        /// The place.
        place: ActorKey,
    },
}

/// That a claim says that it is so, or that it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Vote {
    pub(crate) claim: ClaimKey,
    pub(crate) is_so: bool,
}

/// A question that is so or not so.
#[derive(Debug, Clone)]
pub struct Question {
    /// What is asked.
    pub about: About,
    /// In words: "Mullah Omar led Taliban".
    pub words: String,
    pub(crate) votes: Vec<Vote>,
    /// To whom it is unwelcome if it is so, and to whom welcome.
    pub(crate) hurt: BTreeSet<ActorKey>,
    pub(crate) served: BTreeSet<ActorKey>,
    /// Who does it by saying so: what it says of this is no matter of interest.
    pub(crate) own_word: Option<ActorKey>,
    /// The last day that is told of.
    pub(crate) day: Limit,
}

/// All questions of some facts.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    pub(crate) all: Vec<Question>,
    /// Who stood on whose side.
    pub(crate) sides: Sides,
    /// The questions of episodes, by relation and what says that they began.
    pub(crate) held: BTreeMap<(RelationName, Pair, ClaimKey), usize>,
    /// The questions to which a claim says yes, apart from those of places.
    pub(crate) told: BTreeMap<ClaimKey, Vec<usize>>,
}

/// What the schema says of a kind, as far as questions need it.
#[derive(Debug, Default)]
pub(crate) struct KindSense {
    pub(crate) starts: Vec<Effect>,
    /// For whom everything ends.
    pub(crate) sweeps: Option<Side>,
    /// Whom it takes from others: its target loses a follower.
    pub(crate) leaves_target: bool,
    /// It tells that its actor lost a place.
    pub(crate) leaves_place: bool,
    /// It tells that its actor holds a place.
    pub(crate) holds_place: bool,
}

/// The senses of all kinds that a case has claims of.
pub(crate) fn senses(asked: &Asked<'_>) -> Result<BTreeMap<NameKey, KindSense>, FindingsError> {
    let mut senses = BTreeMap::new();
    for (name, rules) in asked.ontology.kinds() {
        let Some(key) = asked.case.name_key(name.as_str())? else { continue };
        let on = |effect: &Effect, wanted: &str| matches!(&effect.on, On::Relation(name) if name.as_str() == wanted);
        let is_own = |effect: &&Effect| effect.subject == Side::Actor && effect.object != Some(Side::Other);
        let ends = || rules.ends.iter().filter(is_own);
        let sweep = rules.ends.iter().find(|effect| effect.on == On::Any);
        senses.insert(
            key,
            KindSense {
                starts: rules.starts.clone(),
                sweeps: sweep.map(|effect| effect.subject),
                leaves_target: rules.starts.is_empty()
                    && ends().any(|effect| on(effect, "allegiance") || on(effect, "membership")),
                leaves_place: rules.starts.is_empty() && ends().any(|effect| on(effect, "control")),
                holds_place: rules.starts.iter().any(|effect| on(effect, "control")),
            },
        );
    }
    Ok(senses)
}

/// Whether a claim says anything of what is so.
pub(crate) fn is_told(fact: &Fact) -> bool {
    !matches!(fact.stance, Stance::Predicted | Stance::Wanted)
}

impl Questions {
    /// The questions of facts.
    pub(crate) fn of(asked: &Asked<'_>, facts: &[Fact]) -> Result<Self, FindingsError> {
        let senses = senses(asked)?;
        let by_claim: BTreeMap<ClaimKey, &Fact> = facts.iter().map(|fact| (fact.claim, fact)).collect();
        let mut questions = Self::default();
        let mut asked_of = BTreeSet::new();
        let mut contradicted = Vec::new();
        for relation in asked.ontology.relations() {
            let episodes = asked.episodes(relation, facts)?;
            questions.sides.add(&asked.names, relation.as_str(), &episodes);
            // What runs out by itself, as hostility, tells little of whether somebody is still there.
            let runs_out = asked.ontology.kinds().any(|(_, rules)| {
                rules.persistence.is_some() && rules.starts.iter().any(|effect| is_on(effect, relation))
            });
            for episode in &episodes {
                questions.held(asked, relation, episode, &by_claim, &senses, &mut asked_of);
                let ends = episode.ends.iter().filter(|_| !runs_out).map(|cited| cited.claim);
                contradicted.extend(ends.map(|end| (end, episode.contradicted_by.clone())));
            }
        }
        let speakers: BTreeSet<ActorKey> =
            facts.iter().filter_map(Fact::speaker).map(|name| asked.names.actor(name)).collect();
        questions.sides.add_named(&asked.names, speakers.into_iter());
        let rest = facts.iter().filter(|fact| is_told(fact) && !asked_of.contains(&fact.claim));
        questions.happened(asked, rest, &senses)?;
        questions.after_the_end(&contradicted);
        let gone = gone::questions(asked, facts, &senses, &questions.sides);
        questions.all.extend(gone);
        for question in &mut questions.all {
            question.votes.sort_unstable();
            question.votes.dedup();
        }
        Ok(questions)
    }

    /// Adds a question; what says yes to it is remembered.
    fn add(&mut self, question: Question) -> usize {
        let at = self.all.len();
        for vote in question.votes.iter().filter(|vote| vote.is_so) {
            self.told.entry(vote.claim).or_default().push(at);
        }
        self.all.push(question);
        at
    }

    /// Whether an episode's relation held.
    fn held(
        &mut self,
        asked: &Asked<'_>,
        relation: &RelationName,
        episode: &Episode,
        by_claim: &BTreeMap<ClaimKey, &Fact>,
        senses: &BTreeMap<NameKey, KindSense>,
        asked_of: &mut BTreeSet<ClaimKey>,
    ) {
        let pair = episode.pair;
        let is_of_relation = |claim: &ClaimKey| {
            let kind = by_claim.get(claim).and_then(|fact| senses.get(&fact.kind));
            kind.is_some_and(|kind| kind.starts.iter().any(|effect| is_on(effect, relation)))
        };
        let starts: Vec<ClaimKey> = episode.starts.iter().map(|cited| cited.claim).collect();
        let denials: Vec<ClaimKey> = episode.denials.iter().copied().filter(is_of_relation).collect();
        asked_of.extend(starts.iter().chain(&denials));
        let facts = || starts.iter().filter_map(|claim| by_claim.get(claim));
        let day = facts().map(|fact| last_day(fact)).max().unwrap_or(Limit::Past);
        let (mut served, hurt) = (BTreeSet::new(), BTreeSet::new());
        let mut own_word = None;
        match relation.as_str() {
            "allegiance" | "membership" | "approval" | "alliance" => {
                served.extend(pair.object);
                own_word = matches!(relation.as_str(), "allegiance" | "approval").then_some(pair.subject);
            }
            "control" => served.extend([pair.subject]),
            _ => {}
        }
        let called = |actor: ActorKey| asked.names.called(actor);
        let words = wording::sentence(relation, &called(pair.subject), pair.object.map(called).as_deref());
        let said = starts.iter().map(|claim| Vote { claim: *claim, is_so: true });
        let votes = said.chain(denials.iter().map(|claim| Vote { claim: *claim, is_so: false })).collect();
        let about = About::Held { relation: relation.clone(), pair };
        let at = self.add(Question { about, words, votes, hurt, served, own_word, day });
        for claim in starts {
            self.held.insert((relation.clone(), pair, claim), at);
        }
    }

    /// Whether things happened: claims of a kind on the same parties whose days overlap tell of one thing.
    fn happened<'f>(
        &mut self,
        asked: &Asked<'_>,
        facts: impl Iterator<Item = &'f Fact>,
        senses: &BTreeMap<NameKey, KindSense>,
    ) -> Result<(), FindingsError> {
        let mut groups: BTreeMap<(NameKey, Pair), Vec<&Fact>> = BTreeMap::new();
        let nothing = KindSense::default();
        for fact in facts {
            let sense = senses.get(&fact.kind).unwrap_or(&nothing);
            for pair in pairs(asked, fact, sense) {
                groups.entry((fact.kind, pair)).or_default().push(fact);
            }
        }
        for ((kind, pair), mut facts) in groups {
            facts.sort_by_key(|fact| {
                let window = event_window(fact);
                (window.1, window.0, fact.claim)
            });
            let name = asked.case.name(kind)?;
            for group in clusters(&facts) {
                let sense = senses.get(&kind).unwrap_or(&nothing);
                let question = event(asked, (kind, &name), pair, &group, sense);
                self.add(question);
            }
        }
        Ok(())
    }

    /// What is said to have held after the end speaks against the end, and the other way round.
    fn after_the_end(&mut self, contradicted: &[(ClaimKey, Vec<ClaimKey>)]) {
        for (end, claims) in contradicted {
            for claim in claims {
                for (yes, no) in [(end, claim), (claim, end)] {
                    for at in self.told.get(yes).into_iter().flatten() {
                        if let Some(question) = self.all.get_mut(*at) {
                            question.votes.push(Vote { claim: *no, is_so: false });
                        }
                    }
                }
            }
        }
    }
}

fn is_on(effect: &Effect, relation: &RelationName) -> bool {
    matches!(&effect.on, On::Relation(name) if name == relation)
}

/// The last day that a claim tells of or, where it leaves that open, on which it was said.
pub(crate) fn last_day(fact: &Fact) -> Limit {
    match event_window(fact).1 {
        Limit::Future => fact.said.map_or(Limit::Future, |said| said.1),
        last => last,
    }
}

/// Between whom it happened; of what ends everything for somebody, to whom.
fn pairs(asked: &Asked<'_>, fact: &Fact, sense: &KindSense) -> Vec<Pair> {
    let actors = |names: &[NameKey]| -> Vec<ActorKey> {
        let set: BTreeSet<ActorKey> = names.iter().map(|name| asked.names.actor(*name)).collect();
        set.into_iter().collect()
    };
    let (mut subjects, mut objects) = (actors(&fact.parties.actor), actors(&fact.parties.target));
    match sense.sweeps {
        Some(Side::Target) => (subjects, objects) = (objects, Vec::new()),
        Some(_) => objects.clear(),
        None => {}
    }
    if subjects.is_empty() {
        subjects = std::mem::take(&mut objects);
    }
    let objects: Vec<Option<ActorKey>> =
        if objects.is_empty() { vec![None] } else { objects.into_iter().map(Some).collect() };
    let of = |subject: ActorKey| objects.iter().map(move |object| Pair { subject, object: *object });
    subjects.into_iter().flat_map(of).collect()
}

/// Facts, sorted by the end of their windows, whose windows have a day in common.
fn clusters<'f>(facts: &[&'f Fact]) -> Vec<Vec<&'f Fact>> {
    let mut clusters: Vec<((Limit, Limit), Vec<&Fact>)> = Vec::new();
    for fact in facts {
        let window = event_window(fact);
        let fits = |common: &(Limit, Limit)| common.0 <= window.1 && window.0 <= common.1;
        match clusters.iter_mut().find(|(common, _)| fits(common)) {
            Some((common, cluster)) => {
                *common = (common.0.max(window.0), common.1.min(window.1));
                cluster.push(fact);
            }
            None => clusters.push((window, vec![fact])),
        }
    }
    clusters.into_iter().map(|(_, cluster)| cluster).collect()
}

fn event(
    asked: &Asked<'_>,
    (kind, name): (NameKey, &str),
    pair: Pair,
    facts: &[&Fact],
    sense: &KindSense,
) -> Question {
    let (mut hurt, mut served) = (BTreeSet::new(), BTreeSet::new());
    if sense.sweeps.is_some() {
        hurt.insert(pair.subject);
    } else if sense.leaves_target {
        hurt.extend(pair.object);
    } else if sense.leaves_place {
        hurt.insert(pair.subject);
    } else if sense.holds_place {
        served.insert(pair.subject);
    }
    if sense.sweeps == Some(Side::Target) {
        let actors = facts.iter().flat_map(|fact| &fact.parties.actor).map(|name| asked.names.actor(*name));
        served.extend(actors.filter(|actor| *actor != pair.subject));
    }
    let called = |actor: ActorKey| asked.names.called(actor);
    let (subject, object) = (called(pair.subject), pair.object.map(called).unwrap_or_default());
    // Whoever stands alone is whom it was done to, where that is what the kind is about or nobody is named to have done it.
    let is_done_to =
        sense.sweeps == Some(Side::Target) || facts.iter().all(|fact| fact.parties.actor.is_empty());
    let words = match is_done_to {
        true => wording::event_words(name, "", &subject, ""),
        false => wording::event_words(name, &subject, &object, ""),
    };
    Question {
        about: About::Happened { kind, pair },
        words,
        votes: facts
            .iter()
            .map(|fact| Vote { claim: fact.claim, is_so: fact.stance != Stance::Denied })
            .collect(),
        hurt,
        served,
        own_word: None,
        day: facts.iter().map(|fact| last_day(fact)).max().unwrap_or(Limit::Past),
    }
}
