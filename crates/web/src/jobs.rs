//! Takes uploaded files into the case, one after the other, and remembers how far it has come. Start at [`Jobs::add`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde::Serialize;

use crate::app::{App, locked};
use crate::ports::{Step, Upload};

/// Imports that wait at the most; each holds its files in memory.
const WAITING_MAX: usize = 4;
/// Imports that are remembered.
const KEPT_MAX: usize = 64;
/// Steps of one import that are remembered; of more, only how many.
const STEPS_MAX: usize = 500;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Another one is being done.
    Waiting,
    /// It is being done.
    Running,
    /// All of it was tried.
    Done,
}

/// One import.
#[derive(Debug, Clone, Serialize)]
pub struct Job {
    /// Its number.
    pub id: u64,
    /// The files, in the order in which they are read.
    pub files: Vec<String>,
    /// How many of them were read.
    pub read: usize,
    /// How far it has come.
    pub state: State,
    /// What was done, in order; the first of many.
    pub steps: Vec<Step>,
    /// How many steps there were.
    pub steps_total: usize,
    /// Documents that are new.
    pub added: usize,
    /// Claims of them.
    pub claims: usize,
}

/// All imports since the program was started.
#[derive(Default)]
pub struct Jobs {
    kept: Mutex<BTreeMap<u64, Job>>,
    /// Held by the import that is being done.
    turn: Mutex<()>,
}

impl Jobs {
    /// The import of that number.
    pub fn get(&self, id: u64) -> Option<Job> {
        locked(&self.kept).get(&id).cloned()
    }

    /// All, the last begun first.
    pub fn all(&self) -> Vec<Job> {
        locked(&self.kept).values().rev().cloned().collect()
    }

    /// Begins an import; `None` when too many wait.
    pub fn add(app: &App, files: Vec<Upload>) -> Option<u64> {
        let id = {
            let mut kept = locked(&app.jobs().kept);
            if kept.values().filter(|job| job.state != State::Done).count() >= WAITING_MAX {
                return None;
            }
            let id = kept.last_key_value().map_or(1, |(last, _)| last + 1);
            let names = files.iter().map(|file| file.name.clone()).collect();
            let (steps, state) = (Vec::new(), State::Waiting);
            kept.insert(
                id,
                Job { id, files: names, read: 0, state, steps, steps_total: 0, added: 0, claims: 0 },
            );
            if kept.len() > KEPT_MAX {
                kept.pop_first();
            }
            id
        };
        let app = app.clone();
        tokio::task::spawn_blocking(move || run(&app, id, &files));
        Some(id)
    }

    fn change(&self, id: u64, change: impl FnOnce(&mut Job)) {
        if let Some(job) = locked(&self.kept).get_mut(&id) {
            change(job);
        }
    }
}

fn run(app: &App, id: u64, files: &[Upload]) {
    let jobs = app.jobs();
    let _turn = locked(&jobs.turn);
    let _end = End { app: app.clone(), id };
    jobs.change(id, |job| job.state = State::Running);
    let import = Arc::clone(&app.ports().import);
    for file in files {
        let tell = |step: Step| jobs.change(id, |job| job.tell(step));
        if let Err(problem) = import.file(&app.settings().case, file, &tell) {
            tell(Step::Problem { problem: format!("`{}`: {problem}", file.name) });
        }
        jobs.change(id, |job| job.read += 1);
    }
}

/// Ends an import however its thread ends, so that the next can begin.
struct End {
    app: App,
    id: u64,
}

impl Drop for End {
    fn drop(&mut self) {
        self.app.jobs().change(self.id, |job| job.state = State::Done);
    }
}

impl Job {
    fn tell(&mut self, step: Step) {
        if let Step::Added { claims, .. } = &step {
            self.added += 1;
            self.claims += claims;
        }
        self.steps_total += 1;
        if self.steps.len() < STEPS_MAX {
            self.steps.push(step);
        }
    }
}
