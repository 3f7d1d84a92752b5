//! Works out once what is derived of a case at some clocks, and keeps it until something comes in: who is who, episodes of
//! all relations, whom to believe, contradictions, sources. Start at [`Derivations::of`].

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock};

use retrospect_findings::{Asked, Beliefs, Contradictions, Names, Record, World, records};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Clocks, Day, Seq};
use retrospect_network::Episode;
use retrospect_store::{Case, ClaimKey, Fact, Grown, JudgementId, Whose};

use crate::app::locked;
use crate::ports::Knowledge;
use crate::refusal::Refusal;

/// Days of "known by" that are kept.
const KEPT_MAX: usize = 24;

/// What changes with the case: what came in, and what was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    grown: Grown,
    judgements: u64,
    recorded_by: Option<Seq>,
}

impl Version {
    fn of(case: &Case, clocks: &Clocks) -> Result<Self, Refusal> {
        let (grown, judgements) = (case.grown()?, case.judgement_count()?);
        Ok(Self { grown, judgements, recorded_by: clocks.recorded_by })
    }
}

/// What follows from what had been said by a day.
pub struct Derived {
    /// Which names are one actor's.
    pub names: Arc<Names<'static>>,
    /// The episodes of each relation, by pair and time.
    pub relations: Arc<[(&'static RelationName, Vec<Episode>)]>,
    /// The facts that they follow from: those that nobody rejected.
    pub facts: Arc<[Fact]>,
    clocks: Clocks,
    knowledge: Knowledge,
    /// `None` where the case is too large to be weighed.
    believed: OnceLock<Option<Arc<Beliefs>>>,
    contradicted: OnceLock<Contradictions>,
    records: OnceLock<Vec<Record>>,
    /// Held by whoever weighs the case, ...
    weighing: Mutex<()>,
    /// ... and by whoever works out something of the rest, so that it is worked out once.
    turn: Mutex<()>,
}

impl Derived {
    /// The case as a question finds it, with what there is to believe.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn asked<'c>(&self, case: &'c Case) -> Result<Asked<'c>, Refusal> {
        let asked = Asked::new(case, self.knowledge.ontology, Arc::clone(&self.names), self.clocks)?;
        Ok(match self.beliefs(&asked)? {
            Some(beliefs) => asked.believing(Arc::clone(beliefs)),
            None => asked,
        })
    }

    /// What there is to believe; `None` where the case is too large to be weighed.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn weighed(&self, case: &Case) -> Result<Option<&Beliefs>, Refusal> {
        if self.believed.get().is_none() {
            self.asked(case)?;
        }
        Ok(self.believed.get().and_then(Option::as_deref))
    }

    /// What there is to believe, if the case is small enough to be weighed. Worked out when first asked for.
    fn beliefs(&self, asked: &Asked<'_>) -> Result<Option<&Arc<Beliefs>>, Refusal> {
        let believed = once(&self.believed, &self.weighing, || {
            let beliefs = asked.is_weighed_whole()?.then(|| asked.beliefs()).transpose()?;
            Ok(beliefs.map(Arc::clone))
        })?;
        Ok(believed.as_ref())
    }

    /// Where accounts contradict each other. Worked out when first asked for.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn contradicted(&self, case: &Case) -> Result<&Contradictions, Refusal> {
        once(&self.contradicted, &self.turn, || {
            Ok(Contradictions::following(&self.asked(case)?, &self.facts, &self.relations)?)
        })
    }

    /// Who speaks, and how they fare. Worked out when first asked for.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn records(&self, case: &Case) -> Result<&[Record], Refusal> {
        let found = self.contradicted(case)?;
        once(&self.records, &self.turn, || Ok(records(&self.asked(case)?, found)?)).map(Vec::as_slice)
    }
}

/// What was found before, else what `find` finds now: once, however many ask at the same time.
fn once<'o, T>(
    known: &'o OnceLock<T>,
    turn: &Mutex<()>,
    find: impl FnOnce() -> Result<T, Refusal>,
) -> Result<&'o T, Refusal> {
    if let Some(known) = known.get() {
        return Ok(known);
    }
    let _turn = locked(turn);
    if let Some(known) = known.get() {
        return Ok(known);
    }
    let found = find()?;
    Ok(known.get_or_init(|| found))
}

/// What names depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    grown: Grown,
    clocks: Clocks,
    decided: Vec<JudgementId>,
}

/// What happened, as far as nobody rejected it: what most judgements leave as it is.
struct Told {
    names: Arc<Names<'static>>,
    rejected: BTreeSet<ClaimKey>,
    relations: Arc<[(&'static RelationName, Vec<Episode>)]>,
    facts: Arc<[Fact]>,
}

/// What was derived of a version, of what had been said by a day.
type Kept = (Version, Option<Day>, Arc<Derived>);

/// What was derived before, the last asked for at the end.
#[derive(Default)]
pub struct Derivations {
    /// Known actors, with the names that were compared.
    world: OnceLock<Arc<World>>,
    kept: Mutex<Vec<Kept>>,
    /// Who is who, and what happened.
    named: Mutex<Vec<(Named, Arc<Names<'static>>)>>,
    told: Mutex<Vec<Arc<Told>>>,
    /// Held by whoever works one out: what many ask for at once is worked out once.
    turn: Mutex<()>,
}

impl Derivations {
    /// What follows from a case at some clocks; `on` is left to each question.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(&self, case: &Case, knowledge: Knowledge, clocks: &Clocks) -> Result<Arc<Derived>, Refusal> {
        let clocks = Clocks { on: None, ..*clocks };
        let version = Version::of(case, &clocks)?;
        if let Some(derived) = self.kept(version, clocks.said_by) {
            return Ok(derived);
        }
        let _turn = locked(&self.turn);
        // While this waited, more may have come in: nobody needs what was true before.
        let version = Version::of(case, &clocks)?;
        if let Some(derived) = self.kept(version, clocks.said_by) {
            return Ok(derived);
        }
        let derived = Arc::new(self.derive(case, knowledge, clocks)?);
        let mut kept = locked(&self.kept);
        let is_current = |own: &Kept| Version { recorded_by: version.recorded_by, ..own.0 } == version;
        kept.retain(is_current);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push((version, clocks.said_by, Arc::clone(&derived)));
        Ok(derived)
    }

    fn kept(&self, version: Version, said_by: Option<Day>) -> Option<Arc<Derived>> {
        let mut kept = locked(&self.kept);
        let place = kept.iter().position(|own| own.0 == version && own.1 == said_by)?;
        let found = kept.remove(place);
        let derived = Arc::clone(&found.2);
        kept.push(found);
        Some(derived)
    }

    fn derive(&self, case: &Case, knowledge: Knowledge, clocks: Clocks) -> Result<Derived, Refusal> {
        let names = self.names(case, knowledge, clocks)?;
        let asked = Asked::new(case, knowledge.ontology, Arc::clone(&names), clocks)?;
        let told = self.told(&asked, knowledge, &names)?;
        Ok(Derived {
            relations: Arc::clone(&told.relations),
            names,
            facts: Arc::clone(&told.facts),
            clocks,
            knowledge,
            believed: OnceLock::new(),
            contradicted: OnceLock::new(),
            records: OnceLock::new(),
            weighing: Mutex::default(),
            turn: Mutex::default(),
        })
    }

    /// What happened, kept from before where names and rejections are the same.
    fn told(
        &self,
        asked: &Asked<'_>,
        knowledge: Knowledge,
        names: &Arc<Names<'static>>,
    ) -> Result<Arc<Told>, Refusal> {
        let rejected = &asked.judged.rejected;
        let mut kept = locked(&self.told);
        kept.retain(|told| Arc::strong_count(&told.names) > 1);
        let is_same = |told: &&Arc<Told>| Arc::ptr_eq(&told.names, names) && told.rejected == *rejected;
        if let Some(told) = kept.iter().find(is_same) {
            return Ok(Arc::clone(told));
        }
        let facts = asked.facts(Whose::All, &[])?;
        let relations = knowledge.ontology.relations();
        let relations = relations.map(|relation| Ok((relation, asked.episodes(relation, &facts)?)));
        let told = Arc::new(Told {
            names: Arc::clone(names),
            rejected: rejected.clone(),
            relations: relations.collect::<Result<_, Refusal>>()?,
            facts: facts.into(),
        });
        kept.retain(|old| !Arc::ptr_eq(&old.names, names));
        kept.push(Arc::clone(&told));
        Ok(told)
    }

    /// Who is who at some clocks, kept from before where nothing has changed that.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn names(
        &self,
        case: &Case,
        knowledge: Knowledge,
        clocks: Clocks,
    ) -> Result<Arc<Names<'static>>, Refusal> {
        let wanted = Named { grown: case.grown()?, clocks, decided: Names::decided(case, &clocks)? };
        let known = |named: &[(Named, Arc<Names<'static>>)]| {
            named.iter().find(|(own, _)| *own == wanted).map(|(_, names)| Arc::clone(names))
        };
        if let Some(names) = known(&locked(&self.named)) {
            return Ok(names);
        }
        let world = self.world.get_or_init(|| Arc::new(World::of(knowledge.gazetteer)));
        let names = Arc::new(Names::told(case, knowledge.gazetteer, Arc::clone(world), &clocks)?);
        let mut named = locked(&self.named);
        named.retain(|(own, _)| own.grown == wanted.grown && own.decided == wanted.decided);
        if named.len() >= KEPT_MAX {
            named.remove(0);
        }
        named.push((wanted, Arc::clone(&names)));
        Ok(names)
    }
}
