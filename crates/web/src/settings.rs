//! What the application is told when it starts: the case, where to listen, who may come in, and how much is too much.
//! Start at [`Settings`].

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use sha2::{Digest, Sha256};

use crate::error::WebError;

/// The fewest characters of a token: at 64 signs for each, 96 bits.
const TOKEN_CHARS_MIN: usize = 16;

/// Where and how the application is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The case.
    pub case: PathBuf,
    /// Where to listen; port 0 lets the system choose.
    pub address: SocketAddr,
    /// What whoever wants to come in must know.
    pub token: Option<Token>,
    /// Names by which it may be called beside its addresses, such as that of a proxy before it.
    pub hosts: Vec<String>,
    /// Who decides, for the judgements that are recorded.
    pub author: String,
    /// How much is too much.
    pub limits: Limits,
}

impl Settings {
    /// A case on this machine alone, at that port.
    pub fn local(case: PathBuf, port: u16) -> Self {
        Self {
            case,
            address: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
            token: None,
            hosts: Vec::new(),
            author: "analyst".to_owned(),
            limits: Limits::default(),
        }
    }

    /// Refuses what would let in anybody.
    ///
    /// # Errors
    /// When it listens on an address that others reach, without a token.
    pub fn check(&self) -> Result<(), WebError> {
        if !self.address.ip().is_loopback() && self.token.is_none() {
            return Err(WebError::OpenToAll { address: self.address.ip() });
        }
        Ok(())
    }
}

/// A secret that lets in whoever knows it. It is kept as a hash, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// The token of these characters.
    ///
    /// # Errors
    /// When there are fewer than 16, or some of them cannot stand in a header.
    pub fn new(text: &str) -> Result<Self, WebError> {
        if text.len() < TOKEN_CHARS_MIN || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(WebError::WeakToken { chars_min: TOKEN_CHARS_MIN });
        }
        Ok(Self(Sha256::digest(text).into()))
    }

    /// Whether these characters are it. Hashes are compared, so that the time tells nothing of the characters.
    pub fn is(&self, text: &str) -> bool {
        let other: [u8; 32] = Sha256::digest(text).into();
        self.0.iter().zip(other).fold(0, |differ, (one, other)| differ | (one ^ other)) == 0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// How much is too much.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a file that is dropped.
    pub upload_bytes_max: usize,
    /// Bytes of a form.
    pub form_bytes_max: usize,
    /// How long the head of a request may take.
    pub head: Duration,
    /// How long a request may take from its head to its answer, files aside.
    pub request: Duration,
    /// How long the upload of a file may take.
    pub upload: Duration,
    /// Requests a second that one address may send for long.
    pub requests_per_second: f64,
    /// Requests that one address may send at once.
    pub requests_at_once: f64,
    /// Connections that are open at once.
    pub connections_max: usize,
    /// Pages that are made at once.
    pub readers_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            upload_bytes_max: 64 << 20,
            form_bytes_max: 64 << 10,
            head: Duration::from_secs(10),
            request: Duration::from_secs(30),
            upload: Duration::from_secs(300),
            requests_per_second: 200.0,
            requests_at_once: 400.0,
            connections_max: 256,
            readers_max: (cores * 2).clamp(4, 32),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_goes_without_a_token() {
        let mut settings = Settings::local(PathBuf::from("a.retro"), 0);
        assert!(settings.check().is_ok());
        settings.address = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);
        assert!(matches!(settings.check(), Err(WebError::OpenToAll { .. })));
        settings.token = Token::new("0123456789abcdef").ok();
        assert!(settings.check().is_ok());
    }

    #[test]
    fn a_token_is_only_itself_and_never_printed() {
        let token = Token::new("0123456789abcdef").unwrap();
        assert!(token.is("0123456789abcdef"));
        assert!(!token.is("0123456789abcdeg") && !token.is(""));
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert!(Token::new("short").is_err() && Token::new("0123456789 abcdef").is_err());
    }
}
