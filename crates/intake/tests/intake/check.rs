//! One way to ask intake and to compare its answer.

use retrospect_intake::{Format, Given, Intake, Severity, Source, read};

/// What intake finds in `bytes` that are called `name`, with nothing given.
pub fn intake(bytes: &[u8], name: &str) -> Intake {
    read(bytes, name, &Given::default())
}

/// The one document in `bytes`, which must be of `format` and without a problem worse than a note.
pub fn one(bytes: &[u8], name: &str, format: Format) -> Source {
    let mut intake = intake(bytes, name);
    assert!(intake.severity() <= Some(Severity::Note), "{:?}", intake.problems);
    assert_eq!(intake.documents.len(), 1, "{:?}", intake.problems);
    let source = intake.documents.remove(0);
    assert_eq!(source.format, format);
    source
}

/// The text of the one document in `bytes`.
pub fn text(bytes: &[u8], name: &str, format: Format) -> String {
    one(bytes, name, format).document.text().as_str().to_owned()
}

/// The problems with `bytes`, each as its reader sees it.
pub fn problems(bytes: &[u8], name: &str) -> Vec<String> {
    intake(bytes, name).problems.iter().map(ToString::to_string).collect()
}

/// That `bytes` give no document, and as their only problem `message`.
pub fn refused(bytes: &[u8], name: &str, message: &str) {
    let intake = intake(bytes, name);
    assert_eq!(intake.documents, []);
    let problems: Vec<String> = intake.problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [message]);
    assert_eq!(intake.severity(), Some(Severity::Unusable));
}

/// That one of `problems` says `words`.
pub fn says(problems: &[String], words: &str) {
    assert!(problems.iter().any(|problem| problem.contains(words)), "no `{words}` in {problems:#?}");
}
