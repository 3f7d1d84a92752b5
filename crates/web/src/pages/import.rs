//! Takes files into the case: a form that takes dropped files, and how far each import has come. Start at [`read`] and
//! [`take`].

use axum::extract::{Extension, Multipart, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use maud::{Markup, html};
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::frame::Frame;
use crate::guard::see_other;
use crate::guard::session::Caller;
use crate::jobs::{Job, Jobs, State as Progress};
use crate::pages::{Format, Page, Reading, respond};
use crate::parts::count;
use crate::ports::{Step, Upload};
use crate::refusal::Refusal;

/// Files of one import.
const FILES_MAX: usize = 500;
/// Characters of a file's name.
const NAME_CHARS_MAX: usize = 200;

/// The form, and the imports so far.
#[derive(Serialize)]
pub struct Imports {
    /// The one that the address names.
    job: Option<Job>,
    jobs: Vec<Job>,
    upload_bytes_max: usize,
}

/// The imports so far.
///
/// # Errors
/// When the address names one that there is not.
pub fn read(reading: &Reading<'_>) -> Result<Imports, Refusal> {
    let jobs = reading.app.jobs();
    let id = reading.view.query.read_as::<u64>("job", "the number of an import")?;
    let job =
        id.map(|id| jobs.get(id).ok_or_else(|| Refusal::missing("there is no such import"))).transpose()?;
    let upload_bytes_max = reading.app.settings().limits.upload_bytes_max;
    Ok(Imports { job, jobs: jobs.all(), upload_bytes_max })
}

/// Begins an import of the files of a form.
pub async fn take(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let format = Format::of(uri.path());
    match taken(&app, &caller, &headers, form).await {
        Err(refused) => refused.response(format),
        Ok(id) if format == Format::Json => respond(
            StatusCode::ACCEPTED,
            format,
            json!({ "job": id, "at": format!("/import.json?job={id}") }).to_string(),
        ),
        Ok(id) => see_other(&format!("/import?job={id}")),
    }
}

async fn taken(
    app: &App,
    caller: &Caller,
    headers: &HeaderMap,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<u64, Refusal> {
    let unreadable = |reason: String| {
        Refusal::bad(format!("the form cannot be read: {reason}"), "send it as multipart/form-data")
    };
    let mut form = form.map_err(|error| unreadable(error.body_text()))?;
    let key = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    let mut is_ours = app.keys().check_form(caller, key);
    let mut files = Vec::new();
    loop {
        let field = form.next_field().await.map_err(|error| too_large_or(app, &error, unreadable))?;
        let Some(field) = field else { break };
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.file_name().map(file_name);
        // The key comes before the files, so that files of strangers are not even taken into memory.
        if name == "csrf" {
            let given = field.text().await.map_err(|error| too_large_or(app, &error, unreadable))?;
            is_ours = app.keys().check_form(caller, Some(&given));
            continue;
        }
        is_ours.clone()?;
        let Some(file) = file.filter(|file| !file.is_empty()) else { continue };
        let bytes = field.bytes().await.map_err(|error| too_large_or(app, &error, unreadable))?;
        if files.len() >= FILES_MAX {
            let what = format!("these are more than {FILES_MAX} files");
            return Err(Refusal::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                what,
                "drop fewer at once, or use `retrospect add`",
            ));
        }
        files.push(Upload { name: file, bytes: bytes.to_vec() });
    }
    is_ours?;
    if files.is_empty() {
        return Err(Refusal::bad("no file was chosen", "choose at least one"));
    }
    let busy = || {
        let what = "other imports are still waiting";
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            what,
            "wait until they are done, then drop the files again",
        )
    };
    Jobs::add(app, files).ok_or_else(busy)
}

fn too_large_or(
    app: &App,
    error: &axum::extract::multipart::MultipartError,
    other: impl Fn(String) -> Refusal,
) -> Refusal {
    if error.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return other(error.body_text());
    }
    let mib = app.settings().limits.upload_bytes_max >> 20;
    let what = format!("these files are larger than {mib} MiB together");
    Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        what,
        "drop fewer at once, or use `retrospect add`, which has no such bound",
    )
}

/// What a file is called, whatever the browser says: no folders, no control characters, not too long.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(NAME_CHARS_MAX).collect();
    name.trim().trim_start_matches('.').to_owned()
}

impl Page for Imports {
    fn title(&self) -> String {
        "Import".to_owned()
    }

    fn scripts(&self) -> &'static [&'static str] {
        &["/assets/clocks.js", "/assets/import.js"]
    }

    fn refresh_seconds(&self) -> Option<u32> {
        self.job.as_ref().filter(|job| job.state != Progress::Done).map(|_| 1)
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        html! {
            h1 { "Import" }
            p.lead {
                "Text, Markdown, HTML, PDF, docx, mail, JSON Lines and WARC files, up to " (self.upload_bytes_max >> 20)
                " MiB at once. What the case has already is left alone."
            }
            @if let Some(job) = &self.job { (progress(frame, job)) }
            form.drop method="post" action="/import" enctype="multipart/form-data" data-drop {
                (frame.form_key())
                label for="files" { "Choose files, or drop them here" }
                input #files type="file" name="file" multiple required;
                button { "Import" }
            }
            @if !self.jobs.is_empty() {
                h2 { "Imports since the program was started" }
                ul.plain {
                    @for job in &self.jobs {
                        li {
                            a href=(frame.view.link("/import").with("job", job.id)) { (count(job.files.len(), "file")) }
                            ": " (summary(job))
                        }
                    }
                }
            }
        }
    }
}

fn summary(job: &Job) -> String {
    match job.state {
        Progress::Waiting => "waiting for another import".to_owned(),
        Progress::Running => format!("{} of {} read", job.read, job.files.len()),
        Progress::Done => {
            format!("{} added with {}", count(job.added, "document"), count(job.claims, "claim"))
        }
    }
}

fn progress(frame: &Frame<'_>, job: &Job) -> Markup {
    html! {
        section.said aria-live="polite" data-job=(job.id) data-state=(if job.state == Progress::Done { "done" } else { "open" }) {
            p { b { (if job.state == Progress::Done { "Done" } else { "Importing" }) } ": " (summary(job)) "." }
            @if job.state != Progress::Done {
                progress value=(job.read) max=(job.files.len()) aria-label="Files read" {}
            }
            ul.plain {
                @for step in &job.steps {
                    li {
                        @match step {
                            Step::Added { document, claims } => {
                                a href=(frame.view.link("/document").with("id", document)) { (document) } ", " (count(*claims, "claim"))
                            }
                            Step::Known { document } => {
                                a href=(frame.view.link("/document").with("id", document)) { (document) } " was there"
                            }
                            Step::Problem { problem } => { span.wrong { (problem) } }
                        }
                    }
                }
                @if job.steps_total > job.steps.len() { li { "and " (job.steps_total - job.steps.len()) " more" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_lead_nowhere() {
        for (given, name) in [
            ("report.txt", "report.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\a\\report.txt", "report.txt"),
            ("..", ""),
            (".\u{0}\n/.hidden", "hidden"),
            ("<img src=x>.txt", "<img src=x>.txt"),
        ] {
            assert_eq!(file_name(given), name, "{given}");
        }
    }
}
