//! Says where in a file its records stand, for forms whose readers do not know, and when a publisher made a file. Start
//! at [`objects`] and [`published`].

use std::ops::Range;

use retrospect_model::Edtf;

use super::{Format, date};

/// Bytes of the head of a file in which it says when it was made.
const HEAD_BYTES: usize = 4_096;

/// The objects of a JSON text that lie so deep: 0 for the whole text, 1 for those in its list, and so on.
pub(super) fn objects(text: &str, depth: usize) -> Vec<Range<usize>> {
    let (mut found, mut starts) = (Vec::new(), Vec::new());
    let (mut in_string, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => starts.push(at),
            b'}' | b']' => {
                let Some(start) = starts.pop() else { continue };
                if byte == b'}' && starts.len() == depth {
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    found
}

/// The first value of `"id"` in a JSON object's text.
pub(super) fn first_id(object: &str) -> &str {
    let after = object.split_once("\"id\"").map_or("", |(_, after)| after);
    after
        .trim_start_matches([' ', ':'])
        .strip_prefix('"')
        .and_then(|rest| rest.split('"').next())
        .unwrap_or("")
}

/// When a publisher made the file, as its head says.
pub(super) fn published(format: Format, text: &str) -> Option<Edtf> {
    let head = text.char_indices().take_while(|(at, _)| *at < HEAD_BYTES).last();
    let head = text.get(..head.map_or(0, |(at, c)| at + c.len_utf8()))?;
    let after = |mark: &str| {
        let rest = head.split_once(mark)?.1.trim_start_matches(['"', '\'', '=', '>', ',', ';', ' ']);
        Some(rest.split(['"', '\'', '<', ',', ';', '\r', '\n']).next().unwrap_or("").trim())
    };
    match format {
        Format::UnSc => date(after("dateGenerated")?),
        // Month, day and year.
        Format::Ofac => {
            let mut parts = after("<Publish_Date")?.split('/');
            let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
            format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
        }
        Format::Eu => match after("generationDate") {
            Some(text) => date(text),
            // The first column of the first row.
            None => head
                .starts_with("fileGenerationDate")
                .then(|| head.lines().nth(1))?
                .and_then(|row| date(row.split(';').next().unwrap_or_default())),
        },
        Format::Uk => after("<DateGenerated")
            .or_else(|| {
                let first = head.lines().next().filter(|line| line.starts_with("Last Updated,"))?;
                first.split(',').nth(1)
            })
            .and_then(date),
        Format::Canada | Format::UcdpActor | Format::Ftm | Format::WikidataJson => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_found_at_their_depth_and_braces_in_strings_are_none() {
        let text = r#"{"a": [{"id": "x}", "b": {}}, {"id":"y\""}]}"#;
        let at = |depth| objects(text, depth).into_iter().map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(at(0), [text]);
        assert_eq!(at(2), [r#"{"id": "x}", "b": {}}"#, r#"{"id":"y\""}"#]);
        assert_eq!(first_id(at(2)[1]), r"y\");
        assert!(objects("}}]{\"", 0).is_empty());
    }

    #[test]
    fn files_say_when_they_were_made() {
        for (format, text, expected) in [
            (Format::UnSc, "<CONSOLIDATED_LIST dateGenerated=\"2015-08-06T00:00:00Z\">", Some("2015-08-06")),
            (Format::Ofac, "<Publish_Date>8/06/2015</Publish_Date>", Some("2015-08-06")),
            (Format::Eu, "<export generationDate=\"2015-08-07T00:00:00.000+02:00\">", Some("2015-08-07")),
            (Format::Eu, "fileGenerationDate;Entity_LogicalId\n07/08/2015;1\n", Some("2015-08-07")),
            (Format::Uk, "Last Updated,06/08/2015\nName 6", Some("2015-08-06")),
            (Format::Uk, "<DateGenerated>07/08/2015</DateGenerated>", Some("2015-08-07")),
            (Format::Uk, "Name 6,Last Updated,\n", None),
            (Format::UcdpActor, "ActorId\n", None),
        ] {
            assert_eq!(published(format, text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        }
    }
}
