//! Turns what keeps the application from being served into sentences with a hint. Start at [`WebError`].

use std::net::{IpAddr, SocketAddr};

use retrospect_store::StoreError;

/// Why the application could not be served. What one request asks for in vain is no such error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebError {
    /// Everybody could come in.
    #[error(
        "cannot listen on {address}: others reach it, and there is no token\nhint: give a token of 16 characters or more, or leave the address out to listen on this machine alone"
    )]
    OpenToAll {
        /// The address.
        address: IpAddr,
    },
    /// It could be guessed.
    #[error(
        "the token must have {chars_min} characters or more, all of them letters, digits or marks of ASCII\nhint: `openssl rand -hex 16` prints a good one"
    )]
    WeakToken {
        /// How many it needs.
        chars_min: usize,
    },
    /// Somebody else listens there, or the address is not ours.
    #[error("cannot listen on {address}: {reason}\nhint: choose another port, or 0 for any that is free")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// In the system's words.
        reason: String,
    },
    /// The system gave no threads or no randomness.
    #[error("cannot start: {reason}\nhint: try again; if it stays, the machine has run out of something")]
    Start {
        /// In the system's words.
        reason: String,
    },
    /// The case cannot be opened.
    #[error(transparent)]
    Case(#[from] StoreError),
}
