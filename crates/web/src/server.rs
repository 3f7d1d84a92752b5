//! Listens, and hands each request to the router. Start at [`serve`].

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::app::App;
use crate::error::WebError;
use crate::guard::Peer;
use crate::ports::Ports;
use crate::settings::Settings;

/// How long one connection may last, however slowly its peer takes what it asked for.
const CONNECTION_MAX: Duration = Duration::from_secs(1_800);
/// How long to wait when the system has no more files to open.
const PAUSE: Duration = Duration::from_millis(100);

/// Where the application listens.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The address, with the port that the system gave.
    pub address: SocketAddr,
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "http://{}/", self.address)
    }
}

/// Serves a case until the process ends. `ready` is called once it listens.
///
/// # Errors
/// When the case cannot be opened, the address is not to be had, or it would be open to everybody.
pub fn serve(mut settings: Settings, ports: Ports, ready: impl FnOnce(Bound)) -> Result<(), WebError> {
    settings.check()?;
    let started = |error: std::io::Error| WebError::Start { reason: error.to_string() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(started)?;
    runtime.block_on(async move {
        let address = settings.address;
        let failed = |error: std::io::Error| WebError::Listen { address, reason: error.to_string() };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        settings.address = listener.local_addr().map_err(failed)?;
        let bound = Bound { address: settings.address };
        let limits = settings.limits.clone();
        let app = App::new(settings, ports)?;
        let router = app.router();
        ready(bound);
        // Whoever opens the first page of a large case need not wait for all of it.
        tokio::task::spawn_blocking(move || app.prepare());
        let seats = Arc::new(Semaphore::new(limits.connections_max));
        loop {
            // The semaphore is never closed.
            let seat = Arc::clone(&seats).acquire_owned().await;
            let Ok((stream, peer)) = listener.accept().await else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let (router, head) = (router.clone(), limits.head);
            tokio::spawn(async move {
                connection(stream, peer, router, head).await;
                drop(seat);
            });
        }
    })
}

/// Answers what comes on one connection. How it ends is nobody's concern but the peer's.
async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, head: Duration) {
    // Answers are written whole; waiting for more to send would only delay them.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        let answer = router.call(request);
        async move { Ok::<_, Infallible>(answer.await.unwrap_or_else(|never| match never {})) }
    });
    let mut builder = http1::Builder::new();
    let builder = builder.timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(64 << 10);
    let _ =
        tokio::time::timeout(CONNECTION_MAX, builder.serve_connection(TokioIo::new(stream), service)).await;
}
