//! Writes a report as Markdown. Start at [`report_markdown`].

use retrospect_findings::belief::word;

use super::Report;
use super::embedded::comment;
use super::page::quote;
use crate::bars::percent;
use crate::markup::safe_link;

/// The report as Markdown, with footnotes as GitHub, Pandoc and others read them.
pub fn report_markdown(report: &Report) -> String {
    let mut out = format!("# {}\n\n", plain(&report.title));
    if let Some(day) = report.said_by {
        out.push_str(&format!("As said by {day}.\n\n"));
    }
    for section in &report.sections {
        out.push_str(&format!("## {}\n\n", plain(&section.heading)));
        for sentence in &section.sentences {
            out.push_str(&plain(&sentence.text));
            out.push_str(&numbers(&sentence.rests_on));
            if !sentence.against.is_empty() {
                out.push_str(&format!(" Against it:{}", numbers(&sentence.against)));
            }
            if let Some(chance) = sentence.chance {
                out.push_str(&format!(" *{} ({})*", word(chance), plain(&percent(chance))));
            }
            out.push_str("\n\n");
        }
    }
    out.push_str("## What is not known\n\n");
    list(&mut out, &report.unknown);
    sources(&mut out, report);
    out.push_str("\n## Documents\n\n");
    for reference in &report.documents {
        let parts =
            [reference.publisher.as_deref(), reference.published.as_deref(), reference.title.as_deref()];
        let about = parts.into_iter().flatten().map(plain).collect::<Vec<_>>().join(", ");
        let link = reference
            .url
            .as_deref()
            .and_then(safe_link)
            .map_or(String::new(), |url| format!(" {}", link(url)));
        out.push_str(&format!("- {}: {about}.{link} SHA-256 `{}`\n", plain(&reference.id), reference.sha256));
    }
    out.push_str("\n## Method\n\n");
    list(&mut out, &report.method);
    for (index, note) in report.notes.iter().enumerate() {
        let said = note.said.as_deref().unwrap_or("undated");
        let stance = note.stance.as_ref().map_or(String::new(), |stance| format!(" ({stance})"));
        let url = report.documents.iter().find(|reference| reference.id == note.document);
        let url = url.and_then(|reference| reference.url.as_deref()).and_then(safe_link);
        out.push_str(&format!(
            "[^{}]: {}, {}{stance}: “{}” ({}, characters {} to {}; claim {}){}\n",
            index + 1,
            plain(&note.told),
            plain(said),
            plain(&quote(note)),
            plain(&note.document),
            note.start,
            note.end,
            note.claim,
            url.map_or(String::new(), |url| format!(" {}", link(url)))
        ));
    }
    out.push('\n');
    out.push_str(&comment(report));
    out
}

fn sources(out: &mut String, report: &Report) {
    out.push_str("## Sources\n\n| Source | Grade | Claims | Denied | Disputes | Deception windows | How it fares |\n|---|---|---|---|---|---|---|\n");
    for source in &report.sources {
        let grade = source.grade.as_deref().unwrap_or("not graded");
        out.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} |\n",
            plain(&source.name),
            plain(grade),
            source.claims,
            source.denied,
            source.disputes,
            source.windows,
            plain(&source.fares.join("; "))
        ));
    }
}

fn numbers(numbers: &[usize]) -> String {
    numbers.iter().map(|number| format!("[^{number}]")).collect()
}

fn list(out: &mut String, lines: &[String]) {
    for line in lines {
        out.push_str(&format!("- {}\n", plain(line)));
    }
    out.push('\n');
}

/// A link that nothing in it can end.
fn link(url: &str) -> String {
    format!("<{}>", url.replace('<', "%3C").replace('>', "%3E").replace(' ', "%20"))
}

/// Text of which nothing is a sign of Markdown or HTML, in one line.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        // At the beginning of a line these begin a list or a heading.
        if index == 0 && word.starts_with(['+', '-', '=', '~']) {
            out.push('\\');
        }
        for c in word.chars() {
            if "\\`*_{}[]<>#|!&~$".contains(c) {
                out.push('\\');
            }
            out.push(if c.is_control() { '\u{fffd}' } else { c });
        }
    }
    out
}
