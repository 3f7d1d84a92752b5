//! What all requests share: settings, keys, open connections to the case, and what was read of it. Start at [`App`].

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use retrospect_model::{Clocks, Instant};
use retrospect_store::{Access, Case, StoreError};
use tokio::sync::Semaphore;

use crate::derived::Derivations;
use crate::error::WebError;
use crate::guard;
use crate::guard::rate::Buckets;
use crate::guard::session::Keys;
use crate::jobs::Jobs;
use crate::pages;
use crate::ports::Ports;
use crate::refusal::Refusal;
use crate::settings::Settings;
use crate::snapshot::Snapshots;

/// Tries to come in that one peer has at once, and a second.
const LOGINS: (f64, f64) = (5.0, 0.2);

/// The application: cheap to clone, shared by all requests.
#[derive(Clone)]
pub struct App(Arc<Shared>);

struct Shared {
    settings: Settings,
    ports: Ports,
    keys: Keys,
    began: time::Instant,
    requests: Mutex<Buckets>,
    logins: Mutex<Buckets>,
    /// Connections that nobody uses just now.
    idle: Mutex<Vec<Case>>,
    seats: Arc<Semaphore>,
    snapshots: Snapshots,
    jobs: Jobs,
    derivations: Derivations,
    /// Held by whoever records a decision.
    writing: Mutex<()>,
}

impl App {
    /// The application over a case.
    ///
    /// # Errors
    /// When the case cannot be opened, or the settings would let in anybody.
    pub fn new(settings: Settings, ports: Ports) -> Result<Self, WebError> {
        settings.check()?;
        let case = Case::open(&settings.case, Access::Read)?;
        let started = |error: getrandom::Error| WebError::Start { reason: error.to_string() };
        let limits = &settings.limits;
        let shared = Shared {
            keys: Keys::new(settings.address.port()).map_err(started)?,
            began: time::Instant::now(),
            requests: Mutex::new(Buckets::new(limits.requests_per_second, limits.requests_at_once)),
            logins: Mutex::new(Buckets::new(LOGINS.1, LOGINS.0)),
            idle: Mutex::new(vec![case]),
            seats: Arc::new(Semaphore::new(limits.readers_max)),
            snapshots: Snapshots::default(),
            jobs: Jobs::default(),
            derivations: Derivations::default(),
            writing: Mutex::default(),
            settings,
            ports,
        };
        Ok(Self(Arc::new(shared)))
    }

    /// All pages behind the guard.
    pub fn router(&self) -> Router {
        let guarded = axum::middleware::from_fn_with_state(self.clone(), guard::guard);
        let forms = DefaultBodyLimit::max(self.settings().limits.form_bytes_max);
        pages::router(self).layer(forms).layer(guarded).with_state(self.clone())
    }

    /// Works out what follows from the whole case, as the first pages will ask for it. What fails here fails again, and is
    /// told, when it is asked for.
    pub(crate) fn prepare(&self) {
        let _ = self.reading(|case| -> Result<(), Refusal> {
            let derived = self.derivations().of(case, self.ports().knowledge, &Clocks::default())?;
            derived.contradicted(case)?;
            derived.records(case)?;
            Ok(())
        });
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.0.ports
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    pub(crate) fn snapshots(&self) -> &Snapshots {
        &self.0.snapshots
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    pub(crate) fn derivations(&self) -> &Derivations {
        &self.0.derivations
    }

    /// The right to decide, until it is dropped.
    pub(crate) fn writing(&self) -> MutexGuard<'_, ()> {
        locked(&self.0.writing)
    }

    pub(crate) fn seats(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.seats)
    }

    pub(crate) fn now(&self) -> Instant {
        (self.0.ports.now)()
    }

    /// What the case is called: its file without folder and ending.
    pub(crate) fn case_name(&self) -> String {
        let path: &PathBuf = &self.0.settings.case;
        path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    }

    /// Whether a peer may ask once more; else in how many seconds.
    pub(crate) fn allows(&self, peer: IpAddr, is_login: bool) -> Result<(), u64> {
        let now_seconds = self.0.began.elapsed().as_secs_f64();
        locked(&self.0.requests).take(peer, now_seconds)?;
        if is_login { locked(&self.0.logins).take(peer, now_seconds) } else { Ok(()) }
    }

    /// Does something with a connection to the case.
    pub(crate) fn reading<T, E: From<StoreError>>(
        &self,
        read: impl FnOnce(&Case) -> Result<T, E>,
    ) -> Result<T, E> {
        let idle = locked(&self.0.idle).pop();
        let case = match idle {
            Some(case) => case,
            None => Case::open(&self.0.settings.case, Access::Read)?,
        };
        let done = read(&case);
        let mut idle = locked(&self.0.idle);
        if idle.len() < self.0.settings.limits.readers_max {
            idle.push(case);
        }
        done
    }
}

/// What a lock guards. Nothing is left half done under one, so that a panic of another thread does no harm.
pub(crate) fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
