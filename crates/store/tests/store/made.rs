//! Makes documents, claims and cases for the tests.

use retrospect_model::claim::Origin;
use retrospect_model::{Claim, Clocks, Document, DocumentId, Instant, Publication, Seq};
use retrospect_store::{About, Case, ClaimQuery, KeptClaim, Received, Writer};

/// An instant that many seconds after the tests' clock begins.
pub fn at(seconds: i64) -> Instant {
    let begin: Instant = "2026-01-01T00:00:00.000Z".parse().unwrap();
    Instant::from_unix_millis(begin.unix_millis() + seconds * 1_000)
}

/// A document of that text, published on that day.
pub fn document(id: &str, text: &str, published: Option<&str>) -> Document {
    let publication = Publication {
        published: published.map(|date| date.parse().unwrap()),
        publisher: Some("The wire".to_owned()),
        ..Publication::default()
    };
    Document::from_bytes(DocumentId::new(id).unwrap(), text.as_bytes(), publication).unwrap().0
}

/// A claim as its line has it, with the quote found in the document.
pub fn claim(document: &Document, quote: &str, fields: &str) -> Claim {
    let byte = document.text().as_str().find(quote).unwrap();
    let span = document.text().span_of_bytes(byte..byte + quote.len()).unwrap();
    let line = format!(
        "{{\"doc\":\"{}\",\"quote\":{},\"start\":{},\"end\":{},{fields}}}",
        document.id(),
        serde_json::to_string(quote).unwrap(),
        span.start(),
        span.end()
    );
    Claim::from_line(&line).unwrap()
}

/// Records a document and its claims.
pub fn record(writer: &mut Writer<'_>, document: &Document, claims: &[Claim]) {
    let about = About { format: "text".to_owned(), ..About::default() };
    let bytes = document.text().as_str().as_bytes();
    writer.document(&Received { document, bytes, about: &about }).unwrap();
    for claim in claims {
        writer.claim(claim).unwrap();
    }
}

/// All claims that a query asks for.
pub fn claims(case: &Case, query: &ClaimQuery) -> Vec<KeptClaim> {
    let mut all = Vec::new();
    case.claims(query, |kept| {
        all.push(kept);
        true
    })
    .unwrap();
    all
}

/// The kinds of the claims that a query asks for.
pub fn kinds(case: &Case, query: &ClaimQuery) -> Vec<String> {
    claims(case, query).iter().map(|kept| kept.claim.kind.to_string()).collect()
}

/// The clocks said by a day and recorded by a number.
pub fn clocks(said_by: Option<&str>, recorded_by: Option<u64>) -> Clocks {
    Clocks { on: None, said_by: said_by.map(|day| day.parse().unwrap()), recorded_by: recorded_by.map(Seq) }
}

/// The export of a case.
pub fn exported(case: &Case) -> String {
    let mut bytes = Vec::new();
    case.export(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A case with two documents, three claims and a judgement.
pub fn small() -> Case {
    let mut case = Case::in_memory().unwrap();
    let first = document("one", "Emir Karan has led the Harrun Front since 1996.", Some("2015-07-15"));
    let second = document("zwei", "Der Café-Bericht: Karan died in “April” 2013.", Some("2015-07-30"));
    let leads = claim(
        &first,
        "Karan has led the Harrun Front",
        r#""kind":"lead","actor":["Emir Karan"],"target":["Harrun Front"],"when":"1996/..""#,
    );
    let dies = claim(
        &second,
        "Karan died in “April”",
        r#""kind":"die","actor":["Karan"],"when":"2013-04","sources":["the front"],"said":"2015-07-30","confidence":0.5,"origin":"extractor v1""#,
    );
    let denied = claim(
        &second,
        "Karan died",
        r#""kind":"die","actor":["Karan"],"stance":"denied","origin":"analyst""#,
    );
    let mut writer = case.write(at(0)).unwrap();
    record(&mut writer, &first, &[leads]);
    writer.commit().unwrap();
    let mut writer = case.write(at(1)).unwrap();
    record(&mut writer, &second, &[dies, denied]);
    writer.new_recording(at(2));
    let judgement = retrospect_store::Judgement {
        author: "analyst".to_owned(),
        kind: "same".to_owned(),
        payload: serde_json::json!({"names": ["Karan", "Emir Karan"]}),
        reason: "the posts say so".to_owned(),
        undoes: None,
    };
    let (id, _) = writer.judgement(&judgement).unwrap();
    writer.new_recording(at(3));
    let undo = retrospect_store::Judgement { kind: "undo".to_owned(), undoes: Some(id), ..judgement };
    writer.judgement(&undo).unwrap();
    writer.reading(second.id(), Origin::Extractor { version: 2 }).unwrap();
    writer.commit().unwrap();
    case
}
