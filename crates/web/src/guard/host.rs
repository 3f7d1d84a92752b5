//! Refuses requests that call us by a name that is not ours. Another site can let its own name point here, and what a
//! browser would then show it of us it could read ("DNS rebinding"). Start at [`check`].

use std::net::IpAddr;

use axum::http::StatusCode;

use crate::refusal::Refusal;
use crate::settings::Settings;

/// Gives the name by which we were called, if it is ours: `localhost`, a loopback address, one of the names that were
/// given, or, where we listen to others, any address that is written as a number, which no name can stand for.
///
/// # Errors
/// When it is another name, or none.
pub fn check<'h>(called: Option<&'h str>, settings: &Settings) -> Result<&'h str, Refusal> {
    let wrong = |what: String| {
        let hint = "use the address that the program printed when it started";
        Refusal::new(StatusCode::MISDIRECTED_REQUEST, what, hint)
    };
    let Some(called) = called else { return Err(wrong("the request names no host".to_owned())) };
    let name = name(called);
    let number: Option<IpAddr> = name.trim_matches(['[', ']']).parse().ok();
    let is_ours = name.eq_ignore_ascii_case("localhost")
        || settings.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
        || number.is_some_and(|number| number.is_loopback() || !settings.address.ip().is_loopback());
    if is_ours {
        return Ok(called);
    }
    let shown: String = called.chars().take(80).collect();
    Err(wrong(format!("this is not `{shown}`")))
}

/// A host without its port.
fn name(host: &str) -> &str {
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or(host);
    }
    host.split(':').next().unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_answered() {
        let mut settings = Settings::local("a.retro".into(), 8_000);
        settings.hosts.push("case.example.org".to_owned());
        let is_ours = |host: &str, settings: &Settings| check(Some(host), settings).is_ok();
        for ours in
            ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "127.0.0.2", "[::1]:8000", "case.example.org"]
        {
            assert!(is_ours(ours, &settings), "{ours}");
        }
        for other in [
            "",
            "evil.example",
            "localhost.evil.example:8000",
            "192.0.2.7",
            "[2001:db8::1]:8000",
            "127.0.0.1.evil.example",
        ] {
            assert!(!is_ours(other, &settings), "{other}");
        }
        assert!(check(None, &settings).is_err());
        settings.address = "0.0.0.0:8000".parse().unwrap();
        assert!(is_ours("192.0.2.7:8000", &settings) && !is_ours("evil.example", &settings));
    }
}
