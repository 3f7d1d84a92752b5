//! Writes a report as a page that is one file. Start at [`report_html`].

use retrospect_findings::belief::word;
use retrospect_model::one_line;

use super::embedded::comment;
use super::{Note, Report, Sentence};
use crate::bars::percent;
use crate::markup::{Markup, attributes, safe_link};
use crate::page::page;

/// The report as HTML. What a browser prints of it is a report too.
pub fn report_html(report: &Report) -> String {
    let mut html = Markup::default();
    html.leaf("h1", &[], &report.title);
    if let Some(day) = report.said_by {
        html.leaf("p", attributes!["class" = "rv-quiet"], &format!("As said by {day}."));
    }
    for section in &report.sections {
        html.leaf("h2", &[], &section.heading);
        for sentence in &section.sentences {
            write_sentence(&mut html, sentence);
        }
    }
    html.leaf("h2", &[], "What is not known");
    list(&mut html, &report.unknown);
    html.leaf("h2", &[], "Sources");
    sources(&mut html, report);
    html.leaf("h2", &[], "Claims");
    html.open("ol", attributes!["class" = "rv-notes"]);
    for (index, note) in report.notes.iter().enumerate() {
        write_note(&mut html, report, index + 1, note);
    }
    html.close_line();
    html.leaf("h2", &[], "Documents");
    documents(&mut html, report);
    html.leaf("h2", &[], "Method");
    list(&mut html, &report.method);
    let body = format!("{}\n{}", html.finish(), comment(report));
    page(&report.title, &body)
}

fn write_sentence(html: &mut Markup, sentence: &Sentence) {
    html.open("p", &[]);
    html.text(&sentence.text);
    numbers(html, &sentence.rests_on);
    if !sentence.against.is_empty() {
        html.text(" Against it:");
        numbers(html, &sentence.against);
    }
    if let Some(chance) = sentence.chance {
        let text = format!(" {} ({})", word(chance), percent(chance));
        html.leaf("span", attributes!["class" = "rv-chance"], &text);
    }
    html.close_line();
}

fn numbers(html: &mut Markup, numbers: &[usize]) {
    html.open("sup", &[]);
    for (index, number) in numbers.iter().enumerate() {
        html.text(if index == 0 { "" } else { " " });
        let href = format!("#note-{number}");
        html.leaf("a", attributes!["href" = &href], &number.to_string());
    }
    html.close();
}

fn list(html: &mut Markup, lines: &[String]) {
    html.open("ul", &[]);
    for line in lines {
        html.leaf("li", &[], line);
    }
    html.close_line();
}

fn write_note(html: &mut Markup, report: &Report, number: usize, note: &Note) {
    let id = format!("note-{number}");
    html.open("li", attributes!["id" = &id]);
    let said = note.said.as_deref().unwrap_or("undated");
    let stance = note.stance.as_ref().map_or(String::new(), |stance| format!(" ({stance})"));
    html.text(&format!("{}, {said}{stance}: ", note.told));
    html.leaf("q", attributes!["dir" = "auto"], &quote(note));
    html.text(". ");
    let reference = report.documents.iter().find(|reference| reference.id == note.document);
    let title = reference.and_then(|reference| reference.title.as_deref()).unwrap_or(&note.document);
    match reference.and_then(|reference| reference.url.as_deref()).and_then(safe_link) {
        Some(url) => html.leaf("a", attributes!["href" = url], title),
        None => html.text(title),
    }
    let place = format!(", characters {} to {}; claim {}", note.start, note.end, note.claim);
    html.leaf("span", attributes!["class" = "rv-quiet"], &place);
    html.close_line();
}

/// The words in one line.
pub(super) fn quote(note: &Note) -> String {
    one_line(&note.quote)
}

fn sources(html: &mut Markup, report: &Report) {
    html.open("div", attributes!["class" = "rv-wide-table", "tabindex" = "0"]);
    html.open("table", &[]);
    html.open("tr", &[]);
    for heading in ["Source", "Grade", "Claims", "Denied", "Disputes", "Deception windows", "How it fares"] {
        html.leaf("th", attributes!["scope" = "col"], heading);
    }
    html.close_line();
    for source in &report.sources {
        html.open("tr", &[]);
        html.leaf("td", &[], &source.name);
        html.leaf("td", &[], source.grade.as_deref().unwrap_or("not graded"));
        for count in [source.claims, source.denied, source.disputes, source.windows] {
            html.leaf("td", &[], &count.to_string());
        }
        html.leaf("td", &[], &source.fares.join("; "));
        html.close_line();
    }
    html.close();
    html.close_line();
}

fn documents(html: &mut Markup, report: &Report) {
    html.open("ul", &[]);
    for reference in &report.documents {
        html.open("li", &[]);
        let parts =
            [reference.publisher.as_deref(), reference.published.as_deref(), reference.title.as_deref()];
        let about = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        html.text(&format!("{}: {about}. ", reference.id));
        if let Some(url) = reference.url.as_deref() {
            match safe_link(url) {
                Some(link) => html.leaf("a", attributes!["href" = link], url),
                None => html.text(url),
            }
            html.text(". ");
        }
        html.leaf("span", attributes!["class" = "rv-quiet"], &format!("SHA-256 {}", reference.sha256));
        html.close_line();
    }
    html.close_line();
}
