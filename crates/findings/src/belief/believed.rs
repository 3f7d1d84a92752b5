//! Reads one belief off the engine's answer: how likely it is, what each claim, source and side adds, and what it hangs
//! on. Start at [`Beliefs::belief`].

use std::collections::BTreeSet;

use retrospect_assess::{Interest, ObjectId, ValueId, assess};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Bounds, Day, Limit, Truth};
use retrospect_network::{Basis, Episode};
use retrospect_store::ClaimKey;

use crate::belief::questions::{About, Question};
use crate::belief::weigh::{Beliefs, settings, so};

/// How likely something is so, and why. Evidence is in nats: natural logarithms of odds, for "so" when positive.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// The question, among those of the case.
    pub question: usize,
    /// What is asked, in words.
    pub words: String,
    /// How likely it is so.
    pub probability: f64,
    /// The log-odds: the sum of `prior`, `doubt` and all shares.
    pub log_odds: f64,
    /// What was supposed before anything was heard.
    pub prior: f64,
    /// What doubt about whom the answer serves leaves open.
    pub doubt: f64,
    /// What each claim adds, the greatest for the likelier answer first.
    pub shares: Vec<BeliefShare>,
    /// What each side adds, and how likely it would be without it; those on nobody's side last.
    pub sides: Vec<Part>,
    /// What each source adds, and how likely it would be without it.
    pub sources: Vec<Part>,
    /// The fewest claims without which the other answer would be likelier; empty when no removal changes that.
    pub hangs_on: Vec<ClaimKey>,
    /// Whether no smaller set would do.
    pub is_smallest: bool,
    /// How likely it would be without the decision of an analyst that settles it; `None` when nobody decided.
    pub without_pins: Option<f64>,
}

/// What one claim adds to a belief.
#[derive(Debug, Clone, PartialEq)]
pub struct BeliefShare {
    /// The claim.
    pub claim: ClaimKey,
    /// Who makes it.
    pub source: String,
    /// On whose side it stood when it spoke.
    pub side: Option<String>,
    /// Whether it says that it is so.
    pub says_so: bool,
    /// What it adds.
    pub nats: f64,
    /// What it would add as a voice of its own and without the bound on its side.
    pub unbounded: f64,
    /// How much of a voice of its own it is, from 0 to 1.
    pub voice: f64,
    /// Whether it suits its source's side.
    pub interest: Interest,
}

/// What a side or a source adds to a belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Who; `None`: those on nobody's side.
    pub who: Option<String>,
    /// What all its claims add.
    pub nats: f64,
    /// How likely it would be so without them.
    pub without: f64,
}

impl Belief {
    /// The claims that bear on it.
    pub fn claims(&self) -> impl Iterator<Item = ClaimKey> {
        self.shares.iter().map(|share| share.claim)
    }
}

impl Beliefs {
    /// The question of whether an episode's relation held, if the case asks it.
    pub fn held(&self, relation: &RelationName, episode: &Episode) -> Option<usize> {
        let of = |claim: ClaimKey| self.questions.held.get(&(relation.clone(), episode.pair, claim)).copied();
        episode.starts.iter().find_map(|cited| of(cited.claim))
    }

    /// The questions to which claims say yes, apart from those of places.
    pub fn told(&self, claim: ClaimKey) -> &[usize] {
        self.questions.told.get(&claim).map_or(&[], Vec::as_slice)
    }

    /// The questions to which a claim says yes or no.
    pub fn bearing(&self, claim: ClaimKey) -> impl Iterator<Item = usize> {
        self.votes.get(&claim).into_iter().flatten().map(|(question, _)| *question)
    }

    /// How likely it is that something happened of which these claims tell: the likeliest that they say yes to.
    pub fn happened(&self, claims: &[ClaimKey]) -> Option<f64> {
        let told = claims.iter().flat_map(|claim| self.told(*claim)).copied();
        let events = told.filter(|at| {
            self.question(*at).is_some_and(|question| matches!(question.about, About::Happened { .. }))
        });
        events.map(|at| self.probability(at)).max_by(f64::total_cmp)
    }

    /// How likely it is so, as it is shown.
    pub fn probability(&self, question: usize) -> f64 {
        let Some(object) = self.objects.get(question) else { return 0.5 };
        self.assessment.probability(ObjectId(*object), ValueId(so(*object))).unwrap_or(0.5)
    }

    /// How likely it was over: the surest of what says that it ended. `None` when nothing but the claim's own dates does.
    pub fn over(&self, episode: &Episode) -> Option<(f64, usize)> {
        let told = episode.ends.iter().filter(|cited| !matches!(cited.basis, Basis::OwnDates(_)));
        let questions = told.flat_map(|cited| self.told(cited.claim)).copied();
        let with = questions.map(|question| (self.probability(question), question));
        with.max_by(|one, two| one.0.total_cmp(&two.0).then(two.1.cmp(&one.1)))
    }

    /// How likely an episode held on a day, and the question on which that rests most.
    ///
    /// It held if what is told of it is so, the day lies between its beginning and its end, and, after the end, if what is
    /// told of the end is not so. Where dates leave open on which day it began or ended, each day is as likely; an open
    /// side counts as even odds.
    pub fn on_day(
        &self,
        relation: &RelationName,
        episode: &Episode,
        holds: Truth,
        day: Day,
    ) -> Option<(f64, usize)> {
        let question = self.held(relation, episode)?;
        let held = self.probability(question);
        let begun = share_before(episode.bounds.earliest_start(), episode.bounds.latest_start(), day);
        let lasted = match holds {
            Truth::Certainly => 1.0,
            _ => share_after(&episode.bounds, day),
        };
        let over = self.over(episode);
        let (is_over, over_question) = over.unwrap_or((1.0, question));
        let lasts = lasted + (1.0 - lasted) * (1.0 - is_over);
        let rests_on = if holds != Truth::Certainly && lasted < 0.5 { over_question } else { question };
        Some(((held * begun * lasts).clamp(0.01_f64.min(held), 0.99_f64.max(held)), rests_on))
    }

    /// One belief, whole.
    pub fn belief(&self, question: usize) -> Option<Belief> {
        let object = *self.objects.get(question)?;
        let why = self.assessment.explain(ObjectId(object))?;
        let asked = self.questions.all.get(question)?;
        // The engine explains the likelier answer; here all is said of "so".
        let sign = if why.value == ValueId(so(object)) { 1.0 } else { -1.0 };
        let of_so = |probability: f64| if sign > 0.0 { probability } else { 1.0 - probability };
        let shares: Vec<BeliefShare> = why
            .shares
            .iter()
            .filter_map(|share| {
                Some(BeliefShare {
                    claim: *self.rows.get(share.claim)?,
                    source: self.sources.get(share.source.index())?.called(),
                    side: share.camp.and_then(|camp| self.camp_names.get(camp.index())).cloned(),
                    says_so: share.value == ValueId(so(object)),
                    nats: sign * share.nats,
                    unbounded: sign * share.unbounded,
                    voice: share.voice,
                    interest: share.interest,
                })
            })
            .collect();
        let sum = |is: &dyn Fn(&BeliefShare) -> bool| {
            shares.iter().filter(|share| is(share)).map(|share| share.nats).sum()
        };
        let mut sides: Vec<Part> = why
            .without_camps
            .iter()
            .map(|(camp, without)| {
                let who = camp.and_then(|camp| self.camp_names.get(camp.index())).cloned();
                let nats = sum(&|share| share.side == who);
                Part { who, nats, without: of_so(*without) }
            })
            .collect();
        sides.sort_by_key(|part| part.who.is_none());
        let sources = why.without_sources.iter().filter_map(|(source, without)| {
            let who = self.sources.get(source.index())?.called();
            let nats = sum(&|share| share.source == who);
            Some(Part { who: Some(who), nats, without: of_so(*without) })
        });
        let sources = sources.collect();
        Some(Belief {
            question,
            words: asked.words.clone(),
            probability: self.probability(question),
            log_odds: sign * why.log_odds,
            prior: sign * why.prior,
            doubt: sign * why.doubt,
            shares,
            sides,
            sources,
            hangs_on: why.hangs_on.iter().filter_map(|row| self.rows.get(*row)).copied().collect(),
            is_smallest: why.is_smallest,
            without_pins: self.without_pins(object),
        })
    }

    /// How likely it would be without what analysts decided; `None` when nobody decided this.
    fn without_pins(&self, object: u32) -> Option<f64> {
        let is_own = |pin: &retrospect_assess::Pin| matches!(pin, retrospect_assess::Pin::Answer { object: own, .. } if own.0 == object);
        self.table.pins.iter().any(is_own).then_some(())?;
        let free = assess(&self.table.without_pins(), &settings()).ok()?;
        free.probability(ObjectId(object), ValueId(so(object)))
    }

    /// A question.
    pub fn question(&self, question: usize) -> Option<&Question> {
        self.questions.all.get(question)
    }

    /// The question to which claims of one list say one thing and claims of another the other.
    pub fn between(&self, one: &[ClaimKey], other: &[ClaimKey]) -> Option<usize> {
        let of = |claims: &[ClaimKey], is_so: bool| {
            let voted = claims.iter().flat_map(|claim| self.votes.get(claim).into_iter().flatten());
            voted.filter(|(_, vote)| *vote == is_so).map(|(at, _)| *at).collect::<BTreeSet<usize>>()
        };
        let both = |one: BTreeSet<usize>, other: BTreeSet<usize>| one.intersection(&other).next().copied();
        both(of(one, true), of(other, false)).or_else(|| both(of(one, false), of(other, true)))
    }

    /// Whether claims say both that it is so and that it is not.
    pub fn is_disputed(&self, question: usize) -> bool {
        let votes = self.questions.all.get(question).map_or(&[][..], |question| &question.votes);
        votes.iter().any(|vote| vote.is_so) && votes.iter().any(|vote| !vote.is_so)
    }

    /// The questions of places, which no dispute over a kind or a relation shows.
    pub fn of_places(&self) -> impl Iterator<Item = (usize, &Question)> {
        self.questions().filter(|(_, question)| matches!(question.about, About::Gone { .. }))
    }
}

/// How much of a window of days lies on a day or before it.
fn share_before(first: Limit, last: Limit, day: Day) -> f64 {
    match (first, last) {
        (_, last) if last <= Limit::On(day) => 1.0,
        (first, _) if first > Limit::On(day) => 0.0,
        (Limit::On(first), Limit::On(last)) => {
            let days = |from: Day, to: Day| (to.days_since_epoch() - from.days_since_epoch() + 1) as f64;
            days(first, day) / days(first, last)
        }
        _ => 0.5,
    }
}

/// How likely the end is not before a day, by its window.
fn share_after(bounds: &Bounds, day: Day) -> f64 {
    let before = Day::from_days_since_epoch(day.days_since_epoch() - 1);
    before.map_or(1.0, |before| 1.0 - share_before(bounds.earliest_end(), bounds.latest_end(), before))
}
