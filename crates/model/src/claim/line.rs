//! Turns claims into lines of JSON and back: the exchange form, one object a line. Start at [`Claim::to_line`] and
//! [`Claim::from_line`].
//!
//! | field | what | may be left out when read |
//! | --- | --- | --- |
//! | `id` | [`ClaimId`]; when given, it must be that of the rest | yes |
//! | `doc` | id of the document | no |
//! | `kind` | [`KindName`] | no |
//! | `actor`, `target` | lists of names | yes |
//! | `place` | a name or null | yes |
//! | `when` | EDTF or null: when it happened or held | yes |
//! | `sources` | whose claim it is, outermost first; none for the author | yes |
//! | `said` | EDTF or null: when the innermost source said it | yes |
//! | `stance` | [`Stance`] | yes: `asserted` |
//! | `quote`, `start`, `end` | the words, and where they stand, in Unicode scalar values | no |
//! | `prefix`, `suffix` | the words around them | yes |
//! | `confidence` | 0 to 1 | yes: 1 |
//! | `origin` | [`Origin`] | yes: `import` |
//! | `more` | further evidence: a list of `doc`, `quote`, `start`, `end`, `prefix`, `suffix` | yes |
//!
//! Other fields are left to other programs.

use serde::{Deserialize, Serialize};

use super::{Claim, ClaimDraft, ClaimId, Confidence, Evidence, EvidenceList, KindName, Name, Origin, Stance};
use crate::document::DocumentId;
use crate::edtf::Edtf;
use crate::error::ModelError;
use crate::span::Span;

impl Claim {
    /// The claim as one JSON object, without a line end.
    pub fn to_line(&self) -> String {
        // Writing strings and numbers to memory cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads what [`Claim::to_line`] writes, or any object with these fields.
    ///
    /// ```
    /// use retrospect_model::Claim;
    ///
    /// let error = Claim::from_line(r#"{"doc": "a", "kind": "pledge", "actor": ["IMU"]}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "a claim needs evidence: it has no `quote`");
    /// ```
    pub fn from_line(line: &str) -> Result<Self, ModelError> {
        let read: Line = serde_json::from_str(line).map_err(|error| not_a_claim(&error))?;
        read.claim()
    }
}

/// The words of the JSON reader, without the line number, which is always 1.
fn not_a_claim(error: &serde_json::Error) -> ModelError {
    let text = error.to_string();
    let place = format!(" at line 1 column {}", error.column());
    let reason = match text.strip_suffix(&place) {
        Some(reason) if error.column() > 0 => format!("{reason}, column {}", error.column()),
        _ => text,
    };
    ModelError::ClaimLine { reason }
}

impl Serialize for Claim {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let first = self.evidence.first();
        let written = Written {
            id: self.id(),
            doc: first.document(),
            kind: &self.kind,
            actor: &self.actor,
            target: &self.target,
            place: &self.place,
            when: &self.valid,
            sources: &self.voices,
            said: &self.asserted,
            stance: self.stance,
            quote: first.quote(),
            start: first.span().start(),
            end: first.span().end(),
            prefix: first.prefix(),
            suffix: first.suffix(),
            confidence: self.confidence.value(),
            origin: self.origin,
            more: self.evidence.more().iter().map(WrittenEvidence::of).collect(),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Claim {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Line::deserialize(deserializer)?.claim().map_err(serde::de::Error::custom)
    }
}

/// A claim as it is written.
#[derive(Serialize)]
struct Written<'c> {
    id: ClaimId,
    doc: &'c DocumentId,
    kind: &'c KindName,
    actor: &'c [Name],
    target: &'c [Name],
    place: &'c Option<Name>,
    when: &'c Option<Edtf>,
    sources: &'c [Name],
    said: &'c Option<Edtf>,
    stance: Stance,
    quote: &'c str,
    start: u32,
    end: u32,
    prefix: &'c str,
    suffix: &'c str,
    confidence: f64,
    origin: Origin,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    more: Vec<WrittenEvidence<'c>>,
}

#[derive(Serialize)]
struct WrittenEvidence<'c> {
    doc: &'c DocumentId,
    quote: &'c str,
    start: u32,
    end: u32,
    prefix: &'c str,
    suffix: &'c str,
}

impl<'c> WrittenEvidence<'c> {
    fn of(evidence: &'c Evidence) -> Self {
        Self {
            doc: evidence.document(),
            quote: evidence.quote(),
            start: evidence.span().start(),
            end: evidence.span().end(),
            prefix: evidence.prefix(),
            suffix: evidence.suffix(),
        }
    }
}

/// A claim as it is read, before it is checked.
#[derive(Deserialize)]
struct Line {
    id: Option<ClaimId>,
    kind: Option<KindName>,
    #[serde(default)]
    actor: Vec<Name>,
    #[serde(default)]
    target: Vec<Name>,
    place: Option<Name>,
    when: Option<Edtf>,
    #[serde(default)]
    sources: Vec<Name>,
    said: Option<Edtf>,
    stance: Option<Stance>,
    doc: Option<DocumentId>,
    quote: Option<String>,
    start: Option<u32>,
    end: Option<u32>,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
    confidence: Option<f64>,
    origin: Option<Origin>,
    #[serde(default)]
    more: Vec<LineEvidence>,
}

#[derive(Deserialize)]
struct LineEvidence {
    doc: Option<DocumentId>,
    quote: Option<String>,
    start: Option<u32>,
    end: Option<u32>,
    #[serde(default)]
    prefix: String,
    #[serde(default)]
    suffix: String,
}

impl Line {
    fn claim(self) -> Result<Claim, ModelError> {
        let missing = |field: &str| ModelError::ClaimLine { reason: format!("it has no `{field}`") };
        let first = LineEvidence {
            doc: Some(self.doc.ok_or_else(|| missing("doc"))?),
            quote: self.quote,
            start: self.start,
            end: self.end,
            prefix: self.prefix,
            suffix: self.suffix,
        };
        let more = self.more.into_iter().map(LineEvidence::evidence).collect::<Result<_, _>>()?;
        let claim = Claim::new(ClaimDraft {
            kind: self.kind.ok_or_else(|| missing("kind"))?,
            actor: self.actor,
            target: self.target,
            place: self.place,
            valid: self.when,
            voices: self.sources,
            asserted: self.said,
            stance: self.stance.unwrap_or(Stance::Asserted),
            evidence: EvidenceList::new(first.evidence()?, more),
            origin: self.origin.unwrap_or(Origin::Import),
            confidence: self.confidence.map_or(Ok(Confidence::SURE), Confidence::try_from)?,
        });
        match self.id {
            Some(id) if id != claim.id() => {
                Err(ModelError::ClaimEdited { written: id.to_string(), actual: claim.id().to_string() })
            }
            _ => Ok(claim),
        }
    }
}

impl LineEvidence {
    fn evidence(self) -> Result<Evidence, ModelError> {
        let reason = |reason| ModelError::Evidence { reason };
        let document = self.doc.ok_or(reason("it names no `doc`"))?;
        let quote = self.quote.ok_or(reason("it has no `quote`"))?;
        let start = self.start.ok_or(reason("it has no `start`"))?;
        let end = self.end.ok_or(reason("it has no `end`"))?;
        let evidence = Evidence::new(document, Span::new(start, end)?, quote)?;
        Ok(evidence.with_context(self.prefix, self.suffix))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LINE: &str = r#"{"id":"ID","doc":"wire-7","kind":"split","actor":["Harrun Front"],"target":["Karsh Brigades"],"place":null,"when":"2015-07-31/..","sources":["the agency","a “spokesman”"],"said":"2015-08~","stance":"alleged","quote":"the front’s break","start":10,"end":27,"prefix":"After ","suffix":", all","confidence":0.725,"origin":"extractor v3"}"#;

    fn line() -> String {
        let without_id = LINE.replace("\"id\":\"ID\",", "");
        LINE.replace("ID", &Claim::from_line(&without_id).unwrap().id().to_string())
    }

    fn check(line: &str, error: &str) {
        assert_eq!(Claim::from_line(line).unwrap_err().to_string(), error, "{line}");
    }

    #[test]
    fn a_line_is_the_same_after_being_read() {
        assert_eq!(Claim::from_line(&line()).unwrap().to_line(), line());
    }

    #[test]
    fn the_id_is_that_of_what_is_said_and_where() {
        let id = |line: &str| Claim::from_line(line).unwrap().id();
        let without_id = LINE.replace("\"id\":\"ID\",", "");
        // Who read it, how surely, and the words around it are not what it says.
        for other in [
            without_id.replace("0.725", "0.1"),
            without_id.replace("extractor v3", "analyst"),
            without_id.replace("After ", ""),
        ] {
            assert_eq!(id(&other), id(&without_id));
        }
        for (from, to) in [
            ("split", "leave"),
            ("[\"Harrun Front\"]", "[\"Harrun\",\"Front\"]"),
            ("\"place\":null", "\"place\":\"Belkhara\""),
            ("2015-07-31/..", "2015-07-31"),
            ("2015-08~", "2015-08"),
            ("\"the agency\",", ""),
            ("alleged", "denied"),
            ("wire-7", "wire-8"),
            ("\"start\":10,\"end\":27", "\"start\":11,\"end\":28"),
            ("break", "crack"),
        ] {
            assert_ne!(id(&without_id.replace(from, to)), id(&without_id), "{from}");
        }
    }

    #[test]
    fn a_line_without_evidence_is_refused() {
        let line = LINE.replace("ID", &"0".repeat(32));
        check(
            &line.replace("\"quote\":\"the front’s break\",", ""),
            "a claim needs evidence: it has no `quote`",
        );
        check(&line.replace("the front’s break", "  "), "a claim needs evidence: its `quote` has no words");
        check(&line.replace("\"start\":10,", ""), "a claim needs evidence: it has no `start`");
        check(
            &line.replace("\"doc\":\"wire-7\",", "").replace("ID", &"0".repeat(32)),
            "not a claim: it has no `doc`",
        );
        let reason = "a claim needs evidence: `end` is not `start` and the characters of `quote`";
        check(&line.replace("\"end\":27", "\"end\":28").replace("ID", &"0".repeat(32)), reason);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let line = line();
        check(
            &line.replace("alleged", "maybe"),
            "not a claim: `maybe` is not a stance: expected asserted, denied, alleged, predicted or wanted, column 239",
        );
        check("{\"doc\": 7}", "not a claim: invalid type: integer `7`, expected a string, column 9");
        check("{", "not a claim: EOF while parsing an object, column 1");
        check(&line.replace("0.725", "7.5"), "`7.5` is not a confidence: expected a number from 0 to 1");
        let edited = Claim::from_line(&line.replace("Karsh", "Marsh")).unwrap_err().to_string();
        assert!(edited.contains("was changed after it was written"), "{edited}");
        for broken in ["", "null", "[]", "7", "\"\"", "{\"kind\": \"Two Words\"}"] {
            assert!(
                Claim::from_line(broken).unwrap_err().to_string().starts_with("not a claim: "),
                "{broken}"
            );
        }
    }

    #[test]
    fn further_evidence_is_kept_in_order() {
        let more = r#","more":[{"doc":"a","quote":"x","start":0,"end":1,"prefix":"","suffix":""},{"doc":"b","quote":"yz","start":3,"end":5,"prefix":"p","suffix":"s"}]}"#;
        let line = format!("{}{more}", LINE.replace("\"id\":\"ID\",", "").trim_end_matches('}'));
        let claim = Claim::from_line(&line).unwrap();
        let documents: Vec<&str> =
            claim.evidence.iter().map(|evidence| evidence.document().as_str()).collect();
        assert_eq!(documents, ["wire-7", "a", "b"]);
        assert_eq!(Claim::from_line(&claim.to_line()), Ok(claim));
    }

    proptest! {
        #[test]
        fn any_claim_is_the_same_after_being_written_and_read(
            names in proptest::collection::vec("\\PC{1,12}", 0..4),
            quote in "\\PC{1,40}",
            start in 0_u32..1_000_000,
            confidence in 0.0..=1.0_f64,
            stance in proptest::sample::select(&Stance::ALL[..]),
        ) {
            let names: Vec<Name> = names.iter().filter_map(|name| name.parse().ok()).collect();
            prop_assume!(!quote.trim().is_empty());
            let span = Span::new(start, start + quote.chars().count() as u32).unwrap();
            let evidence = Evidence::new(DocumentId::new("d").unwrap(), span, quote.clone()).unwrap();
            let claim = Claim::new(ClaimDraft {
                kind: "lead".parse().unwrap(),
                actor: names.clone(),
                target: names.first().cloned().into_iter().collect(),
                place: names.last().cloned(),
                valid: Some("2014/..".parse().unwrap()),
                voices: names,
                asserted: None,
                stance,
                evidence: evidence.with_context(quote.clone(), String::new()).into(),
                origin: Origin::Extractor { version: start },
                confidence: confidence.try_into().unwrap(),
            });
            prop_assert_eq!(Claim::from_line(&claim.to_line()), Ok(claim));
        }

        #[test]
        fn no_line_panics(line in "\\PC{0,80}") {
            let _ = Claim::from_line(&line);
        }
    }
}
