//! Turns text into widths without a font at hand, and shortens what does not fit. Start at [`fitted`].
//!
//! Widths are those of a common sans-serif face, rounded up, so that what is said to fit does in most fonts.

use std::borrow::Cow;

/// How wide text is at a size, in the same unit.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(of_char).sum::<f64>() * size
}

/// A character's share of the size of its font.
fn of_char(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '('
        | ')' => 0.34,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.92,
        c if c.is_ascii_uppercase() => 0.72,
        c if c.is_ascii() => 0.58,
        // East Asian letters fill a square.
        '\u{1100}'..='\u{11ff}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{ffef}' => 1.0,
        '\u{1f000}'..='\u{3ffff}' => 1.1,
        c if c.is_uppercase() => 0.74,
        _ => 0.62,
    }
}

/// The text, or as much of it as fits with an ellipsis.
pub(crate) fn fitted(text: &str, size: f64, space: f64) -> Cow<'_, str> {
    if width(text, size) <= space {
        return Cow::Borrowed(text);
    }
    let mut left = space - of_char('…') * size;
    let kept: String = text
        .chars()
        .take_while(|c| {
            left -= of_char(*c) * size;
            left >= 0.0
        })
        .collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_shortened() {
        assert_eq!(fitted("Taliban", 12.0, 100.0), "Taliban");
        let short = fitted("Islamic Movement of Uzbekistan", 12.0, 100.0);
        assert!(short.ends_with('…') && width(&short, 12.0) <= 100.0, "{short}");
        assert_eq!(fitted("Taliban", 12.0, 0.0), "…");
    }
}
