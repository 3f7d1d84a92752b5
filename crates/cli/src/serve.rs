//! `retrospect serve`: the local application over a case. What it needs of the world is passed in here: the clock, and the
//! reader of dropped files. Start at [`run`].

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::Context as _;
use rayon::ThreadPool;
use retrospect_extract::{Extractor, Gazetteer};
use retrospect_intake::{Given, files};
use retrospect_knowledge::atlas::Atlas;
use retrospect_model::Ontology;
use retrospect_store::{Access, Case};
use retrospect_web::ports::{Import, Knowledge, Ports, Step, Upload};
use retrospect_web::{Settings, Token};

use crate::add::{self, Read, Tally};
use crate::case_arguments::Serve;
use crate::report::{self, Outcome};
use crate::{clock, extractors, knowledge};

/// Documents that are put on the disk together: few, so that their number can be watched.
const BATCH_DOCUMENTS: usize = 4;

/// Serves until the process is ended.
pub fn run(command: &Serve) -> anyhow::Result<Outcome> {
    files::hush_contained_panics();
    // Opened for writing once: the files beside the case are made, and a case that cannot be written says so now.
    drop(Case::open(&command.case, Access::Write)?);
    let token = command.token.as_deref().map(Token::new).transpose()?;
    let needs_token = token.is_some();
    let settings = Settings {
        address: SocketAddr::new(command.address.unwrap_or(IpAddr::from([127, 0, 0, 1])), command.port),
        token,
        hosts: command.host.clone(),
        author: command.author.clone(),
        ..Settings::local(command.case.clone(), command.port)
    };
    let reader = Reader {
        pool: command.engine.pool()?,
        model: command.engine.model.clone(),
        extractor: Mutex::default(),
    };
    let ports = Ports { now: Arc::new(clock::now), import: Arc::new(reader), knowledge: built_in()? };
    retrospect_web::serve(settings, ports, |bound| {
        let how = if needs_token { "; it asks for the token" } else { "" };
        report::note(&format!("{} is at {bound}{how}; end it with Ctrl-C", command.case.display()));
    })?;
    Ok(Outcome::Done)
}

/// The packs and rules of the program, which stay as long as it runs.
fn built_in() -> anyhow::Result<Knowledge> {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    static ONTOLOGY: OnceLock<Ontology> = OnceLock::new();
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    let (gazetteer, ontology, atlas) = (knowledge::gazetteer()?, knowledge::ontology()?, knowledge::atlas()?);
    Ok(Knowledge {
        gazetteer: GAZETTEER.get_or_init(|| gazetteer),
        atlas: ATLAS.get_or_init(|| atlas),
        ontology: ONTOLOGY.get_or_init(|| ontology),
    })
}

/// Reads dropped files as `retrospect add` does.
struct Reader {
    pool: ThreadPool,
    model: Option<std::path::PathBuf>,
    /// Loaded with the first file.
    extractor: Mutex<Option<Arc<Extractor>>>,
}

impl Reader {
    /// The extractor, which knows the names that the case had been told of by the first file.
    fn extractor(&self, case: &Case) -> anyhow::Result<Arc<Extractor>> {
        let mut loaded = self.extractor.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(extractor) = &*loaded {
            return Ok(Arc::clone(extractor));
        }
        let mut extractor = extractors::built_in(self.model.as_deref())?;
        retrospect_findings::teach(case, &mut extractor.gazetteer)?;
        let extractor = Arc::new(extractor);
        *loaded = Some(Arc::clone(&extractor));
        Ok(extractor)
    }

    fn record(&self, path: &Path, file: &Upload, tell: &dyn Fn(Step)) -> anyhow::Result<()> {
        let mut case = Case::open(path, Access::Write)?;
        let extractor = self.extractor(&case).context("cannot load the text engine")?;
        let intake = retrospect_intake::read(&file.bytes, &file.name, &Given::default());
        let read = Read::of(&file.name, file.bytes.clone(), intake);
        for problem in read.problems() {
            tell(Step::Problem { problem: problem.to_string() });
        }
        for sources in read.documents.chunks(BATCH_DOCUMENTS) {
            let mut tally = Tally::default();
            let steps =
                self.pool.install(|| add::record(&mut case, &extractor, &read, sources, &mut tally))?;
            for step in steps {
                tell(match step {
                    add::Step::Added { document, claims, .. } => {
                        Step::Added { document: document.to_string(), claims }
                    }
                    add::Step::Known { document } => Step::Known { document: document.to_string() },
                });
            }
        }
        Ok(())
    }
}

impl Import for Reader {
    fn file(&self, case: &Path, file: &Upload, tell: &dyn Fn(Step)) -> Result<(), String> {
        self.record(case, file, tell).map_err(|error| format!("{error:#}"))
    }
}
