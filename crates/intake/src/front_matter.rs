//! Turns the front matter of a Markdown file, YAML or TOML, into metadata. Start at [`split`].

use saphyr_parser::{Event, Parser};
use serde_json::Value;

use crate::given::{Fields, Metadata};
use crate::limits::FRONT_MATTER_BYTES_MAX;
use crate::problem::Fault;

/// The metadata at the head of `text`, the text behind it, and what of the metadata could not be used. A text without
/// front matter comes back as it is.
pub(crate) fn split(text: &str) -> (Metadata, &str, Vec<Fault>) {
    let Some((fence, matter, body)) = fenced(text) else {
        return (Metadata::default(), text, Vec::new());
    };
    let pairs = if fence == "---" { yaml(matter) } else { toml(matter) };
    match pairs {
        Ok(pairs) => {
            let (metadata, faults) = fields(pairs).read("its front matter");
            (metadata, body, faults)
        }
        Err(reason) => (Metadata::default(), body, vec![Fault::FrontMatter { reason }]),
    }
}

/// The fence, what stands between the first line and the next that is the same fence, and what follows.
fn fenced(text: &str) -> Option<(&'static str, &str, &str)> {
    let (first, rest) = text.split_once('\n')?;
    let fence = ["---", "+++"].into_iter().find(|fence| first.trim_end() == *fence)?;
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((fence, rest.get(..end)?, rest.get(end + line.len()..)?));
        }
        end += line.len();
        if end > FRONT_MATTER_BYTES_MAX {
            break;
        }
    }
    None
}

/// The pairs at the top of a YAML mapping; of a list its texts, with commas. Aliases are left out, and what is nested
/// deeper is skipped.
fn yaml(matter: &str) -> Result<Vec<(String, Value)>, String> {
    let mut pairs = Vec::new();
    let (mut depth, mut key, mut list): (usize, Option<String>, Vec<String>) = (0, None, Vec::new());
    let mut parser = Parser::new_from_str(matter);
    while let Some(event) = parser.next_event() {
        let (event, _) = event.map_err(|error| error.to_string())?;
        match event {
            Event::StreamEnd | Event::DocumentEnd => break,
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    pairs.extend(key.take().map(|key| (key, Value::String(list.join(", ")))));
                    list.clear();
                }
            }
            Event::Scalar(text, ..) => match (depth, key.take()) {
                (1, None) => key = Some(text.into_owned()),
                (1, Some(name)) => pairs.push((name, Value::String(text.into_owned()))),
                (2, named) => {
                    list.push(text.into_owned());
                    key = named;
                }
                (_, named) => key = named,
            },
            Event::Alias(_) if depth == 1 => key = None,
            _ => {}
        }
    }
    Ok(pairs)
}

/// The pairs at the top of a TOML document.
fn toml(matter: &str) -> Result<Vec<(String, Value)>, String> {
    let table: toml::Table = matter.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    let text = |value: toml::Value| match value {
        toml::Value::String(text) => Some(Value::String(text)),
        toml::Value::Datetime(datetime) => Some(Value::String(datetime.to_string())),
        toml::Value::Integer(number) => Some(Value::String(number.to_string())),
        toml::Value::Array(values) => {
            let texts: Vec<&str> = values.iter().filter_map(toml::Value::as_str).collect();
            Some(Value::String(texts.join(", ")))
        }
        _ => None,
    };
    Ok(table.into_iter().filter_map(|(key, value)| Some((key, text(value)?))).collect())
}

/// The fields that are known, under the names that site generators use for them. The first of two wins.
fn fields(pairs: Vec<(String, Value)>) -> Fields {
    let mut fields = Fields::default();
    for (key, value) in pairs {
        let field = match key.to_ascii_lowercase().as_str() {
            "id" => &mut fields.id,
            "date" | "published" | "published_at" | "publishdate" => &mut fields.published,
            "publisher" | "source" | "site" => &mut fields.publisher,
            "url" | "link" | "canonical" | "canonical_url" => &mut fields.url,
            "title" => &mut fields.title,
            "author" | "authors" | "by" => &mut fields.author,
            "lang" | "language" => &mut fields.language,
            _ => continue,
        };
        let is_blank = value.as_str().is_some_and(|text| text.trim().is_empty());
        if field.is_null() && !is_blank {
            *field = value;
        }
    }
    fields
}
