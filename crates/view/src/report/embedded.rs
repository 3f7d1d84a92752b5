//! Puts a report into the file that shows it, for programs, and finds it there again. Start at [`read_report`].
//!
//! It stands in a comment, which HTML and Markdown have alike: nothing of it is shown, and nothing runs.

use serde::{Deserialize, Serialize};

use super::Report;

/// What the comment begins with.
const MARK: &str = "<!-- retrospect-report ";
const END: &str = " -->";
/// The form of what stands in it.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Written<'r> {
    format: u32,
    report: &'r Report,
}

#[derive(Deserialize)]
struct Read {
    format: u32,
    report: Option<Report>,
}

/// The comment of a report.
pub(super) fn comment(report: &Report) -> String {
    // Strings and numbers are always written.
    let json = serde_json::to_string(&Written { format: FORMAT, report }).unwrap_or_default();
    // Within strings alone stands what would end a comment, and there it can be spelt out.
    let json = json.replace("--", "-\\u002d").replace('<', "\\u003c").replace('>', "\\u003e");
    format!("{MARK}{json}{END}\n")
}

/// What of a file is shown: all but the comment.
pub(super) fn shown(file: &str) -> String {
    let Some((before, rest)) = file.split_once(MARK) else { return file.to_owned() };
    let after = rest.split_once(END).map_or("", |(_, after)| after);
    format!("{before}{after}")
}

/// The report in a file that [`report_html`](super::report_html) or [`report_markdown`](super::report_markdown) wrote.
///
/// # Errors
/// A sentence when the file has none, or one that was changed or written by a later version.
pub fn read_report(file: &str) -> Result<Report, String> {
    let (_, rest) = file.split_once(MARK).ok_or("it has no report that `retrospect report` wrote")?;
    let (json, _) = rest.split_once(END).ok_or("its report is cut off")?;
    let read: Read =
        serde_json::from_str(json).map_err(|error| format!("its report cannot be read: {error}"))?;
    if read.format != FORMAT {
        return Err(format!("its report has format {}, this build reads {FORMAT}", read.format));
    }
    read.report.ok_or_else(|| "its report is empty".to_owned())
}
