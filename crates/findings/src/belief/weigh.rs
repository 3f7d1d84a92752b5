//! Turns questions and the claims on them into a table for the engine, and the engine's answer into beliefs. Start at
//! [`Beliefs::of`].
//!
//! A source is the innermost voice of a claim; whoever carries it adds nothing. Who repeats another's words almost
//! to the letter is a marked repetition. Everything is put in the order of words and claims' ids, so that the order of
//! intake changes no probability.

use std::collections::{BTreeMap, BTreeSet};

use retrospect_assess::{
    Answers, Assessment, CampId, Claim as Row, Domain, Favour, ObjectId, Pin, Settings, SourceId,
    Stance as Said, Starts, Table, ValueId, assess,
};
use retrospect_model::{Limit, Stance};
use retrospect_network::{ActorKey, Identity as _};
use retrospect_store::{ClaimKey, Fact, KeptClaim};

use crate::asked::Asked;
use crate::belief::alike;
use crate::belief::fares::{Habits, habits};
use crate::belief::questions::{Question, Questions};
use crate::error::FindingsError;

/// How much an account counts for of which its source keeps a distance.
const ALLEGED_TRUST: f32 = 0.5;

/// Who makes claims.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// Somebody with a name.
    Named(String, ActorKey),
    /// Whoever wrote a document that names no author.
    Author(String),
}

impl Source {
    pub(crate) fn called(&self) -> String {
        match self {
            Self::Named(name, _) => name.clone(),
            Self::Author(document) => format!("the author of {document}"),
        }
    }
}

/// What there is to believe in a case, as it was known by the clocks.
#[derive(Debug)]
pub struct Beliefs {
    pub(crate) questions: Questions,
    pub(crate) sources: Vec<Source>,
    /// The place among them of those with names.
    source_ids: BTreeMap<ActorKey, SourceId>,
    /// The sides that anything is at stake for.
    pub(crate) camp_names: Vec<String>,
    pub(crate) table: Table,
    /// The claim of each row.
    pub(crate) rows: Vec<ClaimKey>,
    /// The row of each question's object, by question.
    pub(crate) objects: Vec<u32>,
    /// The questions to which each claim says yes or no.
    pub(crate) votes: BTreeMap<ClaimKey, Vec<(usize, bool)>>,
    pub(crate) assessment: Assessment,
    /// How often each source was first, repeated and so on, in the order of the sources.
    pub(crate) habits: Vec<Habits>,
}

impl Beliefs {
    /// What facts let us believe.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(asked: &Asked<'_>, facts: &[Fact]) -> Result<Self, FindingsError> {
        let mut questions = Questions::of(asked, facts)?;
        for (actor, side) in &asked.judged.sides {
            questions.sides.decide(*actor, *side);
        }
        let voted = questions.all.iter().flat_map(|question| &question.votes).map(|vote| vote.claim);
        let claims = asked.claims(voted)?;
        let by_claim: BTreeMap<ClaimKey, &Fact> = facts.iter().map(|fact| (fact.claim, fact)).collect();
        let mut maker = Maker {
            asked,
            by_claim,
            claims: &claims,
            sources: Vec::new(),
            camps: Vec::new(),
            camp_ids: BTreeMap::new(),
        };
        maker.find_sources();
        maker.find_camps(&questions);
        let (table, rows, objects) = maker.table(&questions);
        let (sources, camps) = (maker.sources, maker.camps);
        let mut votes: BTreeMap<ClaimKey, Vec<(usize, bool)>> = BTreeMap::new();
        for (at, question) in questions.all.iter().enumerate() {
            for vote in &question.votes {
                votes.entry(vote.claim).or_default().push((at, vote.is_so));
            }
        }
        let assessment = assess(&table, &settings())?;
        let camp_names = camps.iter().map(|camp| asked.names.called(*camp)).collect();
        let habits = habits(&table);
        let source_ids = source_ids(&sources);
        Ok(Self {
            questions,
            sources,
            source_ids,
            camp_names,
            table,
            rows,
            objects,
            votes,
            assessment,
            habits,
        })
    }

    /// Who somebody is as a source; `None` when it says nothing that is weighed.
    pub(crate) fn source_of(&self, actor: ActorKey) -> Option<SourceId> {
        self.source_ids.get(&actor).copied()
    }

    /// The questions, in the order of their words.
    pub fn questions(&self) -> impl Iterator<Item = (usize, &Question)> {
        let mut order: Vec<usize> = (0..self.questions.all.len()).collect();
        order.sort_by_key(|at| self.objects.get(*at).copied());
        order.into_iter().filter_map(|at| Some((at, self.questions.all.get(at)?)))
    }
}

/// How questions are weighed: they are there because somebody spoke of them, so that nothing is supposed of the answers.
/// Learning starts once, from those with nothing at stake: a case has as many sides as it has parties, and a start from the
/// view of each would cost as many times the work.
pub(crate) fn settings() -> Settings {
    Settings { answers: Answers::Even, starts: Starts::One, ..Settings::default() }
}

/// The value that stands for "so" on an object. It changes from one to the next: claims mostly say that something is so,
/// and the engine, which learns how often each value is right, must not learn that from it.
pub(crate) fn so(object: u32) -> u32 {
    object % 2
}

/// Makes the table.
struct Maker<'a> {
    asked: &'a Asked<'a>,
    by_claim: BTreeMap<ClaimKey, &'a Fact>,
    claims: &'a BTreeMap<ClaimKey, KeptClaim>,
    sources: Vec<Source>,
    camps: Vec<ActorKey>,
    /// The place of each among them.
    camp_ids: BTreeMap<ActorKey, CampId>,
}

impl Maker<'_> {
    fn source(&self, claim: ClaimKey) -> Option<Source> {
        let fact = self.by_claim.get(&claim)?;
        let actor = fact.speaker().map(|name| self.asked.names.actor(name));
        Some(match actor {
            Some(actor) => Source::Named(self.asked.names.called(actor), actor),
            None => Source::Author(self.claims.get(&claim)?.claim.evidence.first().document().to_string()),
        })
    }

    fn find_sources(&mut self) {
        let sources: BTreeSet<Source> = self.claims.keys().filter_map(|claim| self.source(*claim)).collect();
        self.sources = sources.into_iter().collect();
    }

    /// The sides of those to whom an answer is welcome or not, by name.
    fn find_camps(&mut self, questions: &Questions) {
        let mut camps: BTreeSet<(String, ActorKey)> = BTreeSet::new();
        for question in &questions.all {
            for actor in question.hurt.iter().chain(&question.served) {
                let side = questions.sides.of(*actor, question.day);
                camps.extend(side.map(|side| (self.asked.names.called(side), side)));
            }
        }
        self.camps = camps.into_iter().map(|(_, side)| side).collect();
        self.camp_ids = self.camps.iter().copied().zip((0..).map(CampId)).collect();
    }

    fn camp(&self, side: ActorKey) -> Option<CampId> {
        self.camp_ids.get(&side).copied()
    }

    /// The table, the claim of each of its rows, and the object of each question.
    fn table(&self, questions: &Questions) -> (Table, Vec<ClaimKey>, Vec<u32>) {
        let mut order: Vec<usize> = (0..questions.all.len()).collect();
        order.sort_by_cached_key(|at| {
            let question = questions.all.get(*at);
            let words = question.map(|question| question.words.clone());
            let claims = question.into_iter().flat_map(|question| &question.votes);
            let ids = claims.filter_map(|vote| self.claims.get(&vote.claim)).map(|kept| kept.claim.id());
            (words, ids.min())
        });
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let mut objects = vec![0; questions.all.len()];
        let mut table = Table {
            sources: count(self.sources.len()),
            objects: count(questions.all.len()),
            values: 2,
            camps: count(self.camps.len()),
            domain: Domain::Closed,
            ..Table::default()
        };
        let mut rows = Vec::new();
        for (object, at) in (0..).zip(order) {
            let Some(question) = questions.all.get(at) else { continue };
            if let Some(of_question) = objects.get_mut(at) {
                *of_question = object;
            }
            self.add(&mut table, &mut rows, questions, question, object);
        }
        let ids = source_ids(&self.sources);
        let grades = self.asked.judged.grades.iter();
        table.grades.extend(grades.filter_map(|(actor, grade)| Some((*ids.get(actor)?, *grade))));
        (table, rows, objects)
    }

    /// Adds the claims on a question, one for each source and answer, and what is at stake.
    fn add(
        &self,
        table: &mut Table,
        rows: &mut Vec<ClaimKey>,
        questions: &Questions,
        question: &Question,
        object: u32,
    ) {
        let value = |is_so: bool| ValueId(if is_so { so(object) } else { 1 - so(object) });
        let mut made: Vec<(Row, ClaimKey, &KeptClaim)> = Vec::new();
        for vote in &question.votes {
            let (Some(fact), Some(kept)) = (self.by_claim.get(&vote.claim), self.claims.get(&vote.claim))
            else {
                continue;
            };
            let Some(at) =
                self.source(vote.claim).and_then(|source| self.sources.binary_search(&source).ok())
            else {
                continue;
            };
            let row = Row {
                camp: self.camp_of(questions, question, fact),
                stance: Said::Asserted,
                asserted: fact.said.and_then(|said| day_number(said.1)),
                trust: self.trust(fact, kept),
                ..Row::new(
                    SourceId(u32::try_from(at).unwrap_or(u32::MAX)),
                    ObjectId(object),
                    value(vote.is_so),
                )
            };
            made.push((row, vote.claim, kept));
        }
        let id = |kept: &KeptClaim| kept.claim.id();
        made.sort_by_key(|(row, _, kept)| (row.asserted, row.source, row.value, id(kept)));
        let mut kept_rows: Vec<(Row, ClaimKey, &KeptClaim)> = Vec::new();
        for (row, claim, kept) in made {
            let same = |(other, ..): &&mut (Row, ClaimKey, &KeptClaim)| {
                other.source == row.source && other.value == row.value && other.asserted == row.asserted
            };
            match kept_rows.iter_mut().find(same) {
                // What somebody says at once in several ways counts as it was read most surely.
                Some(other) if other.0.trust >= row.trust => {}
                Some(other) => *other = (row, claim, kept),
                None => kept_rows.push((row, claim, kept)),
            }
        }
        mark_repetitions(&mut kept_rows);
        let spoke: BTreeSet<CampId> = kept_rows.iter().filter_map(|(row, ..)| row.camp).collect();
        for (row, claim, _) in kept_rows {
            if let Some(is_so) = self.asked.judged.pins.get(&claim) {
                let says_so = row.value == value(true);
                let answer = value(says_so == *is_so);
                table.pins.push(Pin::Answer { object: ObjectId(object), value: answer });
            }
            table.claims.push(row);
            rows.push(claim);
        }
        self.stakes(table, questions, question, object, &spoke);
    }

    /// To whom which answer is welcome: those who are told to gain or lose by it and, of those who spoke of it, who stood
    /// against the losers. What is welcome to others says nothing of any claim.
    fn stakes(
        &self,
        table: &mut Table,
        questions: &Questions,
        question: &Question,
        object: u32,
        spoke: &BTreeSet<CampId>,
    ) {
        let (sides, day) = (&questions.sides, question.day);
        let side = |actor: &ActorKey| sides.of(*actor, day);
        let hurt: BTreeSet<ActorKey> = question.hurt.iter().filter_map(side).collect();
        let mut served: BTreeSet<ActorKey> = question.served.iter().filter_map(side).collect();
        let spoke = spoke.iter().filter_map(|camp| self.camps.get(camp.index())).copied();
        served.extend(spoke.filter(|camp| hurt.iter().any(|hurt| sides.are_opposed(*camp, *hurt, day))));
        for (sides, is_so) in [(&hurt, false), (&served, true)] {
            let welcome = sides.iter().filter(|side| !is_so || !hurt.contains(side));
            table.favours.extend(welcome.filter_map(|side| self.camp(*side)).map(|camp| Favour {
                object: ObjectId(object),
                value: ValueId(if is_so { so(object) } else { 1 - so(object) }),
                camp,
            }));
        }
    }

    /// The side of a claim's source when it spoke.
    fn camp_of(&self, questions: &Questions, question: &Question, fact: &Fact) -> Option<CampId> {
        let speaker = self.asked.names.actor(fact.speaker()?);
        if question.own_word == Some(speaker) {
            return None;
        }
        let day = fact.said.map_or(Limit::Future, |said| said.1);
        self.camp(questions.sides.of(speaker, day)?)
    }

    /// How likely a claim was read as it was meant.
    fn trust(&self, fact: &Fact, kept: &KeptClaim) -> f32 {
        let is_accepted = self.asked.judged.accepted.contains(&fact.claim);
        let read = if is_accepted { 1.0 } else { kept.claim.confidence.value() as f32 };
        if fact.stance == Stance::Alleged { read * ALLEGED_TRUST } else { read }
    }
}

/// The places of the sources with names.
fn source_ids(sources: &[Source]) -> BTreeMap<ActorKey, SourceId> {
    let named = (0..).map(SourceId).zip(sources).filter_map(|(id, source)| match source {
        Source::Named(_, actor) => Some((*actor, id)),
        Source::Author(_) => None,
    });
    named.collect()
}

/// The number of a day from 1970-01-01 on; none without a day.
fn day_number(limit: Limit) -> Option<i32> {
    i32::try_from(limit.day()?.days_since_epoch()).ok()
}

/// Whose words are almost those that another source used before repeats it.
fn mark_repetitions(rows: &mut [(Row, ClaimKey, &KeptClaim)]) {
    for at in 1..rows.len() {
        let (before, rest) = rows.split_at_mut(at);
        let Some((row, _, kept)) = rest.first_mut() else { continue };
        let root = before.iter().find(|(other, _, said)| {
            other.source != row.source
                && other.value == row.value
                && other.asserted.is_some()
                && alike::are_alike(&said.claim, &kept.claim)
        });
        row.copies = root.map(|(other, ..)| other.copies.unwrap_or(other.source));
    }
}
