//! Puts claims into columns for people: dates first, then kinds, then who did what to whom, with the words below. Start
//! at [`Table::write`].

use std::io::{IsTerminal as _, Result, Write};

use retrospect_extract::{Claim, Explanation};
use retrospect_model::{Edtf, Stance, one_line};

use crate::explained;

/// The width of lines where there is no terminal to ask.
const WIDTH: usize = 100;
/// Narrower lines cannot be read, wider ones are not.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=120;
/// What separates columns.
const GAP: &str = "  ";

/// How claims are put down.
pub struct Table {
    width: usize,
    /// Whether each document's name stands above its claims.
    names_documents: bool,
    /// Whether nothing has been written.
    is_first: bool,
}

impl Table {
    /// For standard output.
    pub fn new(names_documents: bool) -> Self {
        let width = if std::io::stdout().is_terminal() {
            terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into())
        } else {
            WIDTH
        };
        Table { width: width.clamp(*WIDTHS.start(), *WIDTHS.end()), names_documents, is_first: true }
    }

    /// Writes the claims of a document; nothing for one without.
    pub fn write(
        &mut self,
        out: &mut impl Write,
        name: &str,
        claims: &[(&Claim, Option<&Explanation>)],
    ) -> Result<()> {
        if claims.is_empty() {
            return Ok(());
        }
        if !std::mem::take(&mut self.is_first) && self.names_documents {
            writeln!(out)?;
        }
        if self.names_documents {
            writeln!(out, "{name}")?;
        }
        let widest = |width: &dyn Fn(&Claim) -> usize| claims.iter().map(|(claim, _)| width(claim)).max();
        let dates = widest(&|claim| date(claim.when.as_ref()).chars().count()).unwrap_or(0);
        let kinds = widest(&|claim| claim.kind.chars().count()).unwrap_or(0);
        for (claim, explanation) in claims {
            write!(out, "{:<dates$}{GAP}{:<kinds$}{GAP}", date(claim.when.as_ref()), claim.kind)?;
            let margin = dates + kinds + 2 * GAP.len();
            let mut lines = wrapped(&what(claim), self.width - margin);
            lines.extend(wrapped(&voice(claim), self.width - margin));
            lines.extend(wrapped(&format!("“{}”", one_line(&claim.quote)), self.width - margin));
            for (name, text) in explanation.iter().flat_map(|explanation| explained::lines(explanation)) {
                let label = 8;
                let text = wrapped(&text, self.width - margin - label);
                let named = text.iter().enumerate().map(|(index, line)| match index {
                    0 => format!("{name:<label$}{line}"),
                    _ => format!("{:<label$}{line}", ""),
                });
                lines.extend(named);
            }
            for (index, line) in lines.iter().enumerate() {
                let margin = if index == 0 { 0 } else { margin };
                writeln!(out, "{:margin$}{line}", "")?;
            }
        }
        Ok(())
    }
}

fn date(when: Option<&Edtf>) -> String {
    when.map_or_else(|| "-".to_owned(), ToString::to_string)
}

/// Who did what to whom, and where.
fn what(claim: &Claim) -> String {
    let names =
        |names: &[String]| if names.is_empty() { "-".to_owned() } else { one_line(&names.join(", ")) };
    let mut what = names(&claim.actor);
    if !claim.target.is_empty() {
        what += &format!(" → {}", names(&claim.target));
    }
    if let Some(place) = &claim.place {
        what += &format!(" @ {}", one_line(place));
    }
    what
}

/// Whose claim it is and how it stands, where there is anything to say of it.
fn voice(claim: &Claim) -> String {
    let mut parts = Vec::new();
    if claim.stance != Stance::Asserted {
        parts.push(claim.stance.word().to_owned());
    }
    if !claim.sources.is_empty() {
        let sources = claim.sources.iter().map(|source| one_line(source)).collect::<Vec<_>>();
        parts.push(format!("by {}", sources.join(" › ")));
        parts.extend(claim.said.as_ref().map(|said| format!("said {said}")));
    }
    parts.join(", ")
}

/// A text in lines of no more than so many characters, but for longer words; none for an empty text.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let chars = word.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + chars <= width => {
                line.push(' ');
                line.push_str(word);
                length += 1 + chars;
            }
            _ => {
                lines.push(word.to_owned());
                length = chars;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_wrapped_between_words() {
        assert_eq!(wrapped("one two  three", 8), ["one two", "three"]);
        assert_eq!(wrapped("unbreakable it is", 5), ["unbreakable", "it is"]);
        assert_eq!(wrapped("ä ö ü", 5), ["ä ö ü"]);
        assert_eq!(wrapped("", 5), [""; 0]);
    }
}
