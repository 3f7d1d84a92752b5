//! Writes the documents of a report for programs that manage references. Start at [`bibtex`] and [`csl_json`].

use serde_json::{Value, json};

use super::Reference;

/// The documents as BibTeX, each as `@misc` with a key from its id.
///
/// The keys are those that programs understand; letters beyond ASCII stay, as biber and newer BibTeX read them.
pub fn bibtex(references: &[Reference]) -> String {
    let mut out = String::new();
    for (index, reference) in references.iter().enumerate() {
        let key: String =
            reference.id.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        // Two ids may differ in what a key cannot have.
        out.push_str(&format!("@misc{{{key}-{},\n", index + 1));
        let published = reference.published.as_deref().unwrap_or_default();
        let year: String = published.chars().take(4).collect();
        let is_year = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
        let title = reference.title.as_deref().unwrap_or(&reference.id);
        let fields = [
            ("title", Some(title)),
            ("author", reference.publisher.as_deref()),
            ("year", is_year.then_some(year.as_str())),
            ("date", reference.published.as_deref()),
            ("howpublished", reference.publisher.as_deref()),
            ("url", reference.url.as_deref()),
        ];
        for (name, value) in fields {
            let Some(value) = value else { continue };
            // A corporate author in braces is not taken for a person's names.
            let value = if name == "author" { format!("{{{}}}", in_braces(value)) } else { in_braces(value) };
            out.push_str(&format!("  {name} = {{{value}}},\n"));
        }
        out.push_str(&format!("  note = {{SHA-256 {}}}\n}}\n", reference.sha256));
    }
    out
}

/// A value of which nothing is a sign of TeX.
fn in_braces(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            match c {
                '{' | '}' | '\\' => out.push_str(match c {
                    '{' => "\\textbraceleft{}",
                    '}' => "\\textbraceright{}",
                    _ => "\\textbackslash{}",
                }),
                '~' => out.push_str("\\textasciitilde{}"),
                '^' => out.push_str("\\textasciicircum{}"),
                '%' | '#' | '&' | '$' | '_' => {
                    out.push('\\');
                    out.push(c);
                }
                c => out.push(if c.is_control() { ' ' } else { c }),
            }
        }
    }
    out
}

/// The documents as CSL-JSON (<https://docs.citationstyles.org/en/stable/specification.html>), dates in EDTF where
/// the parts of a day are not all there.
pub fn csl_json(references: &[Reference]) -> String {
    let items: Vec<Value> = references.iter().map(item).collect();
    // Strings and numbers are always written.
    let mut text = serde_json::to_string_pretty(&items).unwrap_or_default();
    text.push('\n');
    text
}

fn item(reference: &Reference) -> Value {
    let title = reference.title.as_deref().unwrap_or(&reference.id);
    let mut item = json!({
        "id": reference.id,
        "type": "document",
        "title": title,
        "note": format!("SHA-256: {}", reference.sha256),
    });
    let mut put = |name: &str, value: Value| {
        if let Some(fields) = item.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    if let Some(publisher) = &reference.publisher {
        put("publisher", json!(publisher));
        put("author", json!([{ "literal": publisher }]));
    }
    if let Some(url) = &reference.url {
        put("URL", json!(url));
    }
    if let Some(published) = &reference.published {
        put("issued", issued(published));
    }
    item
}

/// A plain date as its parts; any other as it is written.
fn issued(published: &str) -> Value {
    let parts: Vec<&str> = published.split('-').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers: Option<Vec<u32>> =
        parts.iter().map(|part| Some(*part).filter(is_number)?.parse().ok()).collect();
    match numbers {
        Some(numbers) if numbers.len() <= 3 && parts.first().is_some_and(|year| year.len() == 4) => {
            json!({ "date-parts": [numbers] })
        }
        _ => json!({ "literal": published }),
    }
}
