//! `retrospect import CASE un-sc|ofac|... FILE`: a published list of actors into a case, as dated claims of its
//! publisher. Start at [`run`].

use std::path::Path;

use anyhow::{anyhow, bail};
use retrospect_model::claim::Origin;
use retrospect_model::{Document, DocumentId, Publication};
use retrospect_resolve::lists::{self, Format, List, ListClaims};
use retrospect_store::{About, Case, Placement, Received};

use crate::case_arguments::Import;
use crate::report::{self, Outcome};
use crate::{clock, input};

/// Problems that are named one by one; beyond, they are counted.
const NAMED_MAX: usize = 20;
/// Names under several entries that are given as examples.
const EXAMPLES_MAX: usize = 3;

/// Reads the list and records it: the file as a document, and what it says as claims with their words in it.
pub fn run(command: &Import, format: Format) -> anyhow::Result<Outcome> {
    let bytes = input::whole(&command.file).map_err(|message| anyhow!(message))?;
    let file = report::name(&command.file);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        bail!("{file} is empty\nhint: get the file anew");
    }
    let list = lists::read(format, &bytes, None);
    if list.entries.is_empty() {
        let why = list.problems.first().map(ToString::to_string).unwrap_or_default();
        bail!("{file} has no actors that could be read as `{}`: {}", format.name(), one_hint(&why, format));
    }
    let publication = Publication {
        published: command.published.clone().or_else(|| list.published.clone()),
        publisher: Some(command.publisher.clone().unwrap_or_else(|| format.publisher().to_owned())),
        url: command.url.clone(),
        title: None,
    };
    if publication.published.is_none() {
        report::warn(&format!(
            "{file} does not say when it was published: questions with --said-by leave it out\nhint: give --published DATE"
        ));
    }
    let mut case = Case::open_or_create(&command.case)?;
    let document = document(&case, &command.file, &bytes, publication)?;
    let publisher = document.publication().publisher.clone().unwrap_or_default();
    let found = lists::claims(format, &list, &document, &publisher);
    let about = About {
        format: format!("{} list", format.name()),
        file: Some(command.file.display().to_string()),
        ..About::default()
    };
    let mut writer = case.write(clock::now())?;
    let is_new = writer.document(&Received { document: &document, bytes: &bytes, about: &about })?;
    writer.reading(document.id(), Origin::Import)?;
    let mut claims = 0;
    for claim in &found.claims {
        claims += usize::from(writer.claim(claim)?);
    }
    writer.commit()?;
    let what = if is_new { "recorded as" } else { "was there as" };
    let names: usize = list.entries.iter().map(|entry| entry.names.len()).sum();
    report::note(&format!(
        "{}: {file} {what} {}: {} actors with {names} names, {claims} new claims",
        command.case.display(),
        document.id(),
        list.entries.len()
    ));
    Ok(tell(&file, &list, &found))
}

/// The file as a document, under the id that the case has for its bytes or else for a file of its name.
fn document(case: &Case, path: &Path, bytes: &[u8], publication: Publication) -> anyhow::Result<Document> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let wanted = DocumentId::new(if stem == "-" { "standard-input" } else { stem.as_str() });
    let (document, _) =
        Document::from_bytes(wanted.or_else(|_| DocumentId::new("list"))?, bytes, publication)?;
    let (id, publication) = match case.placement(document.hash(), document.id())? {
        // What is known of the same bytes already stays as it is.
        Placement::Known(id) => {
            let kept = case.document(&id)?.map(|kept| kept.document.publication().clone());
            (id, kept.unwrap_or_else(|| document.publication().clone()))
        }
        Placement::New(id) => (id, document.publication().clone()),
    };
    Ok(Document::new(id, document.hash(), document.text().clone(), publication))
}

/// Tells of what could not be read, and of names that are no single actor's.
fn tell(file: &str, list: &List, found: &ListClaims) -> Outcome {
    for problem in list.problems.iter().take(NAMED_MAX) {
        report::unusable(&format!("{file}, {problem}"));
    }
    if let Some(more) = list.problems.len().checked_sub(NAMED_MAX).filter(|more| *more > 0) {
        report::unusable(&format!("{file}: {more} more of the kind"));
    }
    if found.names_left_out > 0 {
        report::unusable(&format!("{file}: {} names are too long and were left out", found.names_left_out));
    }
    if !list.passed_over.is_empty() {
        let kinds: Vec<String> =
            list.passed_over.iter().map(|(what, count)| format!("{count} {what}")).collect();
        report::note(&format!("{file}: passed over what is no actor: {}", kinds.join(", ")));
    }
    if !found.shared.is_empty() {
        let examples: Vec<String> =
            found.shared.keys().take(EXAMPLES_MAX).map(|name| format!("`{name}`")).collect();
        report::note(&format!(
            "{file}: {} names stand under more than one actor, such as {}; they decide nothing by themselves",
            found.shared.len(),
            examples.join(", ")
        ));
    }
    if list.problems.is_empty() && found.names_left_out == 0 { Outcome::Done } else { Outcome::SomeUnusable }
}

/// A problem with a hint, whether it brought one or not.
fn one_hint(why: &str, format: Format) -> String {
    if why.contains("\nhint: ") {
        return why.to_owned();
    }
    format!(
        "{why}\nhint: give the file as it is published, and the form that it has; this is `{}`",
        format.name()
    )
}
