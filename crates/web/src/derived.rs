//! Works out once what is derived of a case at some clocks, and keeps it until something comes in: who is who, episodes of
//! all relations, contradictions, sources. Start at [`Derivations::of`].

use std::sync::{Arc, Mutex, OnceLock};

use retrospect_findings::{Asked, Contradictions, Disputed, Names, Record, Window, records};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Clocks, Day, Seq};
use retrospect_network::{Episode, Law, Ledger};
use retrospect_store::{Case, Grown};

use crate::app::locked;
use crate::ports::Knowledge;
use crate::refusal::Refusal;

/// Days of "known by" that are kept.
const KEPT_MAX: usize = 24;
/// Times of recording that are kept.
const BASES_MAX: usize = 2;

/// What changes with the case: what came in, and what was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Version {
    grown: Grown,
    judgements: u64,
    recorded_by: Option<Seq>,
}

/// What holds whenever it was said: who is who, and what claims say of each relation.
struct Base {
    names: Arc<Names<'static>>,
    ledgers: Vec<(&'static RelationName, Ledger<'static>)>,
}

/// What follows from what had been said by a day.
pub struct Derived {
    /// Which names are one actor's.
    pub names: Arc<Names<'static>>,
    /// The episodes of each relation, by pair and time.
    pub relations: Vec<(&'static RelationName, Vec<Episode>)>,
    clocks: Clocks,
    knowledge: Knowledge,
    contradicted: OnceLock<Contradicted>,
    records: OnceLock<Vec<Record>>,
    /// Held by whoever works one of them out, so that it is worked out once.
    turn: Mutex<()>,
}

/// Where accounts contradict each other.
pub struct Contradicted {
    /// Disputes.
    pub disputes: Vec<Disputed>,
    /// Deception windows.
    pub windows: Vec<Window>,
}

impl Derived {
    /// The case as a question finds it.
    fn asked<'c>(&self, case: &'c Case) -> Result<Asked<'c>, Refusal> {
        Ok(Asked::new(case, self.knowledge.ontology, Arc::clone(&self.names), self.clocks)?)
    }

    /// Where accounts contradict each other. Worked out when first asked for.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn contradicted(&self, case: &Case) -> Result<&Contradicted, Refusal> {
        if let Some(known) = self.contradicted.get() {
            return Ok(known);
        }
        let _turn = locked(&self.turn);
        if let Some(known) = self.contradicted.get() {
            return Ok(known);
        }
        let asked = self.asked(case)?;
        let Contradictions { disputes, windows, .. } = Contradictions::of(&asked)?;
        Ok(self.contradicted.get_or_init(|| Contradicted { disputes, windows }))
    }

    /// Who speaks, and how they fare. Worked out when first asked for.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn records(&self, case: &Case) -> Result<&[Record], Refusal> {
        if let Some(known) = self.records.get() {
            return Ok(known);
        }
        let _turn = locked(&self.turn);
        if let Some(known) = self.records.get() {
            return Ok(known);
        }
        let asked = self.asked(case)?;
        let found = records(&asked)?;
        Ok(self.records.get_or_init(|| found))
    }
}

/// What was derived of a version, of what had been said by a day.
type Kept = (Version, Option<Day>, Arc<Derived>);

/// What was derived before, the last asked for at the end.
#[derive(Default)]
pub struct Derivations {
    bases: Mutex<Vec<(Version, Arc<Base>)>>,
    kept: Mutex<Vec<Kept>>,
}

impl Derivations {
    /// What follows from a case at some clocks; `on` is left to each question.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(&self, case: &Case, knowledge: Knowledge, clocks: &Clocks) -> Result<Arc<Derived>, Refusal> {
        let clocks = Clocks { on: None, ..*clocks };
        let (grown, judgements) = (case.grown()?, case.judgement_count()?);
        let version = Version { grown, judgements, recorded_by: clocks.recorded_by };
        let is_same = |own: &Kept| own.0 == version && own.1 == clocks.said_by;
        {
            let mut kept = locked(&self.kept);
            if let Some(place) = kept.iter().position(is_same) {
                let found = kept.remove(place);
                let derived = Arc::clone(&found.2);
                kept.push(found);
                return Ok(derived);
            }
        }
        let base = self.base(case, knowledge, version)?;
        let episodes = |(relation, ledger): &(&'static RelationName, Ledger<'static>)| {
            (*relation, ledger.episodes(clocks.said_by))
        };
        let derived = Arc::new(Derived {
            names: Arc::clone(&base.names),
            relations: base.ledgers.iter().map(episodes).collect(),
            clocks,
            knowledge,
            contradicted: OnceLock::new(),
            records: OnceLock::new(),
            turn: Mutex::default(),
        });
        let mut kept = locked(&self.kept);
        kept.retain(|own| own.0.grown == grown && own.0.judgements == judgements);
        if kept.len() >= KEPT_MAX {
            kept.remove(0);
        }
        kept.push((version, clocks.said_by, Arc::clone(&derived)));
        Ok(derived)
    }

    fn base(&self, case: &Case, knowledge: Knowledge, version: Version) -> Result<Arc<Base>, Refusal> {
        // Read under the lock: what many ask for at once is read once.
        let mut bases = locked(&self.bases);
        if let Some((_, base)) = bases.iter().find(|(own, _)| *own == version) {
            return Ok(Arc::clone(base));
        }
        let names = Arc::new(Names::of_case(case, knowledge.gazetteer)?);
        let mut ledgers = Vec::new();
        for relation in knowledge.ontology.relations() {
            let law = Law::of(knowledge.ontology, relation, case)?;
            ledgers.push((relation, Ledger::load(case, law, &*names, version.recorded_by)?));
        }
        let base = Arc::new(Base { names, ledgers });
        bases.retain(|(own, _)| own.grown == version.grown && own.judgements == version.judgements);
        if bases.len() >= BASES_MAX {
            bases.remove(0);
        }
        bases.push((version, Arc::clone(&base)));
        Ok(base)
    }
}
