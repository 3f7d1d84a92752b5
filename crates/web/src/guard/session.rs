//! Knows a browser again, and gives its forms a key that only our own pages know. Start at [`Keys`].
//!
//! A session is a number that nobody can guess, with the time when it ends, signed; nothing of it is kept here. Where
//! a token is asked for, only who knew it has one. A form's key is the session's number under another signature, so
//! that a page that cannot read our pages cannot send our forms.

use axum::http::StatusCode;
use retrospect_model::Instant;
use sha2::{Digest, Sha256};

use crate::refusal::Refusal;

/// How long a session lasts: a long working day.
const SESSION_MILLIS: i64 = 12 * 3_600 * 1_000;
/// The block of SHA-256, for HMAC (RFC 2104).
const BLOCK_BYTES: usize = 64;

/// The number of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session([u8; 16]);

impl Session {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub(crate) fn new() -> Result<Self, Refusal> {
        Ok(Self(random().map_err(|error| Refusal::fault(&error))?))
    }
}

/// Who sends a request.
#[derive(Debug, Clone)]
pub struct Caller {
    session: Option<Session>,
    is_bearer: bool,
    /// The cookie of a session that begins with this request.
    pub(crate) new_session: Option<String>,
}

impl Caller {
    pub(crate) fn bearer() -> Self {
        Self { session: None, is_bearer: true, new_session: None }
    }

    pub(crate) fn of(session: Session) -> Self {
        Self { session: Some(session), is_bearer: false, new_session: None }
    }

    pub(crate) fn nobody() -> Self {
        Self { session: None, is_bearer: false, new_session: None }
    }
}

/// What sessions and forms are signed with, drawn when the program starts.
pub struct Keys {
    secret: [u8; 32],
    cookie: String,
}

impl Keys {
    /// New keys. Browsers keep cookies by host, not by port, so the port is in the cookie's name.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub(crate) fn new(port: u16) -> Result<Self, getrandom::Error> {
        Ok(Self { secret: random()?, cookie: format!("retrospect-{port}") })
    }

    /// The session that one of these cookies stands for, if it has not ended.
    pub fn session(&self, cookies: &str, now: Instant) -> Option<Session> {
        let own = |cookie: &str| {
            let (name, value) = cookie.trim().split_once('=')?;
            (name == self.cookie).then(|| self.opened(value, now)).flatten()
        };
        cookies.split(';').find_map(own)
    }

    fn opened(&self, value: &str, now: Instant) -> Option<Session> {
        let (signed, signature) = value.rsplit_once('.')?;
        let (number, ends) = signed.split_once('.')?;
        let is_ours = equal(signature.as_bytes(), self.sign("session", signed).as_bytes());
        let ends: i64 = ends.parse().ok()?;
        let number = (number.len() == 32).then(|| u128::from_str_radix(number, 16).ok()).flatten()?;
        (is_ours && now.unix_millis() < ends).then(|| Session(number.to_be_bytes()))
    }

    /// A caller whose session begins now, with the cookie that says so.
    pub(crate) fn new_caller(&self, session: Session, now: Instant) -> Caller {
        let ends = now.unix_millis().saturating_add(SESSION_MILLIS);
        let signed = format!("{}.{ends}", hex(&session.0));
        let (name, signature) = (&self.cookie, self.sign("session", &signed));
        let cookie = format!("{name}={signed}.{signature}; Path=/; HttpOnly; SameSite=Strict");
        Caller { session: Some(session), is_bearer: false, new_session: Some(cookie) }
    }

    /// The key that forms of a caller carry; empty when it has no session.
    pub fn form_key(&self, caller: &Caller) -> String {
        caller.session.map(|session| self.sign("form", &hex(&session.0))).unwrap_or_default()
    }

    /// Refuses a form that does not come from one of our pages.
    ///
    /// # Errors
    /// When its key is missing or another session's.
    pub fn check_form(&self, caller: &Caller, given: Option<&str>) -> Result<(), Refusal> {
        let expected = self.form_key(caller);
        let is_right = given.is_some_and(|given| equal(given.as_bytes(), expected.as_bytes()));
        if caller.is_bearer || (caller.session.is_some() && is_right) {
            return Ok(());
        }
        let what = "this form does not come from an open page of this program";
        let hint = "load the page again and repeat what you did; programs send the token, or the key of a form as `csrf`";
        Err(Refusal::new(StatusCode::FORBIDDEN, what, hint))
    }

    /// HMAC-SHA-256 (RFC 2104) of a text, for one use.
    fn sign(&self, purpose: &str, text: &str) -> String {
        let mut pads = [[0x36_u8; BLOCK_BYTES], [0x5c; BLOCK_BYTES]];
        for pad in &mut pads {
            pad.iter_mut().zip(self.secret).for_each(|(byte, secret)| *byte ^= secret);
        }
        let [inner, outer] = pads;
        let inside =
            Sha256::new().chain_update(inner).chain_update(purpose).chain_update([0]).chain_update(text);
        hex(&Sha256::new().chain_update(outer).chain_update(inside.finalize()).finalize())
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether two texts are equal, in a time that does not tell where they differ.
fn equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).fold(0, |differ, (one, other)| differ | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(millis: i64) -> Instant {
        Instant::from_unix_millis(millis)
    }

    fn cookie(caller: &Caller) -> String {
        caller.new_session.clone().unwrap().split(';').next().unwrap().to_owned()
    }

    #[test]
    fn a_session_is_known_again_until_it_ends() {
        let keys = Keys::new(8_000).unwrap();
        let caller = keys.new_caller(Session::new().unwrap(), now(0));
        let cookies = format!("other=1; {}", cookie(&caller));
        assert_eq!(keys.session(&cookies, now(1)), caller.session);
        assert_eq!(keys.session(&cookies, now(SESSION_MILLIS)), None);
        assert_eq!(Keys::new(8_000).unwrap().session(&cookies, now(1)), None, "signed with other keys");
        let longer = cookies.replace(&format!(".{SESSION_MILLIS}."), &format!(".{}.", SESSION_MILLIS * 2));
        assert_ne!(longer, cookies);
        assert_eq!(keys.session(&longer, now(1)), None, "its end is signed too");
    }

    #[test]
    fn a_form_needs_the_key_of_its_own_session() {
        let keys = Keys::new(8_000).unwrap();
        let [one, other] = [0; 2].map(|_| keys.new_caller(Session::new().unwrap(), now(0)));
        let key = keys.form_key(&one);
        assert!(keys.check_form(&one, Some(&key)).is_ok());
        assert!(keys.check_form(&one, None).is_err());
        assert!(keys.check_form(&other, Some(&key)).is_err());
        assert!(keys.check_form(&Caller::nobody(), Some("")).is_err());
        assert!(keys.check_form(&Caller::bearer(), None).is_ok());
        assert!(!cookie(&one).contains(&key), "the key is not in the cookie");
    }

    #[test]
    fn signatures_are_those_of_the_standard() {
        // The value is from Python's `hmac`.
        let keys = Keys { secret: [0x0b; 32], cookie: String::new() };
        assert_eq!(
            keys.sign("Hi", "There"),
            "4a01cac9698c82030c7487d8109290916f10111ccacc9e10031434fc7266d69a"
        );
    }
}
