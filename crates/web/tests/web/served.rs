//! Makes cases and serves them on ports that the system chooses.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock, mpsc};
use std::time::Duration;

use retrospect_findings::ontology_of;
use retrospect_knowledge::atlas::Atlas;
use retrospect_knowledge::{Gazetteer, Schema};
use retrospect_model::claim::Origin;
use retrospect_model::{Claim, Document, DocumentId, Instant, Ontology, Publication};
use retrospect_store::{About, Access, Case, Received};
use retrospect_web::ports::{Import, Knowledge, Ports, Step, Upload};
use retrospect_web::{Settings, serve};
use tempfile::TempDir;

/// A case that is being served. Its server ends with the process.
pub struct Served {
    pub address: SocketAddr,
    /// Kept so that the case stays.
    _folder: TempDir,
}

/// An import that takes each file as one document and makes no claims.
struct AsOneDocument;

impl Import for AsOneDocument {
    fn file(&self, case: &Path, file: &Upload, tell: &dyn Fn(Step)) -> Result<(), String> {
        let mut case = Case::open(case, Access::Write).map_err(|error| error.to_string())?;
        let id = DocumentId::new(file.name.as_str()).map_err(|error| error.to_string())?;
        let (document, _) = Document::from_bytes(id, &file.bytes, Publication::default())
            .map_err(|error| error.to_string())?;
        record(&mut case, &document, &[]);
        tell(Step::Added { document: file.name.clone(), claims: 0 });
        Ok(())
    }
}

/// No names, and the rules of the built-in schema.
fn knowledge() -> Knowledge {
    static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
    static ONTOLOGY: OnceLock<Ontology> = OnceLock::new();
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    let schema = || {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/armed-groups.toml");
        Schema::read(&std::fs::read_to_string(path).unwrap(), "the schema").unwrap()
    };
    let atlas = || {
        let table = "name\tkind\tcountry\tregion\tlatitude\tlongitude\nDarren\tcity\tXX\t\t32.1\t66.9\n";
        Atlas::read(table, "").unwrap()
    };
    Knowledge {
        gazetteer: GAZETTEER.get_or_init(Gazetteer::default),
        atlas: ATLAS.get_or_init(atlas),
        ontology: ONTOLOGY.get_or_init(|| ontology_of(&schema()).unwrap()),
    }
}

fn now() -> Instant {
    "2026-01-01T00:00:00.000Z".parse().unwrap()
}

/// A document of that text.
pub fn document(id: &str, text: &str, publisher: &str, published: &str) -> Document {
    let publication = Publication {
        published: Some(published.parse().unwrap()),
        publisher: Some(publisher.to_owned()),
        title: Some(format!("Title of {id}")),
        url: None,
    };
    Document::from_bytes(DocumentId::new(id).unwrap(), text.as_bytes(), publication).unwrap().0
}

/// A claim with its quote found in the document.
pub fn claim(document: &Document, quote: &str, fields: &serde_json::Value) -> Claim {
    let byte = document.text().as_str().find(quote).unwrap();
    let span = document.text().span_of_bytes(byte..byte + quote.len()).unwrap();
    let mut line = serde_json::json!({
        "doc": document.id().as_str(), "quote": quote, "start": span.start(), "end": span.end(),
    });
    line.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    Claim::from_line(&line.to_string()).unwrap()
}

/// Records a document with its claims.
pub fn record(case: &mut Case, document: &Document, claims: &[Claim]) {
    let mut writer = case.write(now()).unwrap();
    let bytes = document.text().as_str().as_bytes();
    writer.document(&Received { document, bytes, about: &About::default() }).unwrap();
    writer.reading(document.id(), Origin::Import).unwrap();
    for claim in claims {
        writer.claim(claim).unwrap();
    }
    writer.commit().unwrap();
}

/// Serves a case, with settings changed as the test wants.
pub fn served(fill: impl FnOnce(&mut Case), change: impl FnOnce(&mut Settings)) -> Served {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("harrun.retro");
    let mut case = Case::open_or_create(&path).unwrap();
    fill(&mut case);
    drop(case);
    let mut settings = Settings::local(path, 0);
    change(&mut settings);
    let ports = Ports { now: Arc::new(now), import: Arc::new(AsOneDocument), knowledge: knowledge() };
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || serve(settings, ports, |bound| tell.send(bound.address).unwrap()));
    let address = told.recv_timeout(Duration::from_secs(20)).unwrap();
    Served { address, _folder: folder }
}

/// A small case: a leader, and that he had died two years before it was admitted.
pub fn harrun(case: &mut Case) {
    let message = document(
        "message",
        "A message says that Emir Karan leads the Harrun Front.",
        "Harrun Front",
        "2015-07-15",
    );
    let admission = document(
        "admission",
        "The Front admitted that Emir Karan died on 23 April 2013.",
        "Harrun Front",
        "2015-07-30",
    );
    let leads = serde_json::json!({
        "kind": "lead", "actor": ["Emir Karan"], "target": ["Harrun Front"], "when": "2001-01-31", "said": "2015-07-15",
    });
    let died = serde_json::json!({"kind": "die", "actor": ["Emir Karan"], "when": "2013-04-23", "said": "2015-07-30"});
    record(case, &message, &[claim(&message, "Emir Karan leads the Harrun Front", &leads)]);
    record(case, &admission, &[claim(&admission, "Emir Karan died on 23 April 2013", &died)]);
}

/// [`harrun`], with who took two places, of which the atlas knows Darren.
pub fn holding(case: &mut Case) {
    harrun(case);
    let report = document("report", "The Harrun Front took Darren and Ostrel.", "Wire", "2015-08-01");
    for place in ["Darren", "Ostrel"] {
        let fields = serde_json::json!({
            "kind": "control", "actor": ["Harrun Front"], "place": place, "when": "2015-08-01/..",
        });
        record(case, &report, &[claim(&report, "The Harrun Front took Darren and Ostrel", &fields)]);
    }
}

/// A case in which very much is told of one actor.
pub fn crowded(case: &mut Case) {
    let quote = "The Harrun Front stood with them";
    for kind in ["ally", "support", "oppose", "pledge", "join"] {
        let report = document(&format!("report-{kind}"), &format!("{quote}."), "Wire", "2015-08-01");
        let told = (0..200).map(|number| {
            let fields = serde_json::json!({
                "kind": kind, "actor": ["Harrun Front"], "target": [format!("Band {}", number % 20)],
                "when": format!("2015-0{}-1{}", 1 + number % 7, number % 9),
            });
            claim(&report, quote, &fields)
        });
        record(case, &report, &told.collect::<Vec<_>>());
    }
}
