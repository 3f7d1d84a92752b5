//! Turns JSON Lines into one document a line: an object with `text`, and any of `id`, `published`, `publisher`, `url`,
//! `title`, `author` and `language`. Start at [`read`].

use std::borrow::Cow;

use retrospect_model::ContentHash;
use serde_json::Value;

use crate::desk::{Desk, Draft};
use crate::encoding;
use crate::format::Format;
use crate::given::Fields;
use crate::problem::{Fault, Place};

/// Puts the documents in `bytes` on the desk. A line that cannot be read is named, and the others are read.
pub(crate) fn read(bytes: &[u8], desk: &mut Desk<'_>) {
    let decoded = match encoding::read(bytes, None) {
        Ok(decoded) => decoded,
        Err(fault) => return desk.problem(None, fault),
    };
    decoded.faults.into_iter().for_each(|fault| desk.problem(None, fault));
    if let Some(value) = whole(&decoded.text) {
        return values(value, desk);
    }
    for (index, line) in decoded.text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.trim().is_empty() {
            let place = Some(Place::Line(index + 1));
            match fields(line).and_then(|fields| draft(fields, place, line.as_bytes())) {
                Ok(draft) => desk.document(draft),
                Err(fault) => desk.problem(place, fault),
            }
        }
    }
}

/// The value that the file is as a whole, for files that are named `.json` and hold an object over several lines or a
/// list of objects.
fn whole(text: &str) -> Option<Value> {
    let first = text.trim_start().lines().next()?.trim_end();
    (first == "{" || first.starts_with('[')).then(|| serde_json::from_str(text).ok())?
}

/// Puts the documents of a value on the desk.
fn values(value: Value, desk: &mut Desk<'_>) {
    let (values, is_list) = match value {
        Value::Array(values) => (values, true),
        value => (vec![value], false),
    };
    for (index, value) in values.into_iter().enumerate() {
        let place = is_list.then_some(Place::Record(index + 1));
        let written = value.to_string();
        let fields = match value {
            Value::Object(_) => serde_json::from_value(value).map_err(|error| reason(&error)),
            _ => Err(Fault::Json { reason: "it is another value".to_owned() }),
        };
        match fields.and_then(|fields| draft(fields, place, written.as_bytes())) {
            Ok(draft) => desk.document(draft),
            Err(fault) => desk.problem(place, fault),
        }
    }
}

/// The fields of the object on one line.
fn fields(line: &str) -> Result<Fields, Fault> {
    if line.trim_start().starts_with('{') {
        serde_json::from_str(line).map_err(|error| reason(&error))
    } else {
        Err(Fault::Json { reason: "it does not begin with {".to_owned() })
    }
}

/// What is wrong with a line, by its columns: of a line that is taken alone, the library's line number is always 1.
fn reason(error: &serde_json::Error) -> Fault {
    Fault::Json { reason: error.to_string().replace(" at line 1 column ", " at column ") }
}

/// The document of the object that these bytes write.
fn draft(mut fields: Fields, place: Option<Place>, bytes: &[u8]) -> Result<Draft, Fault> {
    let Value::String(text) = fields.text.take() else { return Err(Fault::JsonNoText) };
    let (own, faults) = fields.read("the object");
    let (hash, part) = (ContentHash::of(bytes), Some(bytes.to_vec()));
    Ok(Draft {
        place,
        own,
        faults,
        part,
        ..Draft::new(Format::JsonLines, hash, Cow::into_owned(text.into()))
    })
}
