//! What lists say, as claims of their publishers with their words in the file.

use retrospect_model::claim::Origin;
use retrospect_model::{Claim, Document, DocumentId, Publication};
use retrospect_resolve::lists::{Format, ListClaims, claims, read};

use super::{CANADA, CANADA_JSON, EU_CSV, EU_XML, FTM, OFSI, SDN, SDN_XML, UCDP, UK_XML, UN, WIKIDATA};

const ALL: [(Format, &str); 12] = [
    (Format::UnSc, UN),
    (Format::Ofac, SDN_XML),
    (Format::Ofac, SDN),
    (Format::Eu, EU_XML),
    (Format::Eu, EU_CSV),
    (Format::Uk, OFSI),
    (Format::Uk, UK_XML),
    (Format::Canada, CANADA),
    (Format::Canada, CANADA_JSON),
    (Format::UcdpActor, UCDP),
    (Format::Ftm, FTM),
    (Format::WikidataJson, WIKIDATA),
];

fn told(format: Format, text: &str) -> (Document, ListClaims) {
    let list = read(format, text.as_bytes(), None);
    let publication = Publication { published: list.published.clone(), ..Publication::default() };
    let id = DocumentId::new("list").unwrap();
    let (document, _) = Document::from_bytes(id, text.as_bytes(), publication).unwrap();
    let told = claims(format, &list, &document, "the council");
    (document, told)
}

/// Kind, names, place, time, stance and words.
fn line(claim: &Claim) -> String {
    let names = |names: &[retrospect_model::claim::Name]| {
        names.iter().map(retrospect_model::claim::Name::as_str).collect::<Vec<_>>().join("+")
    };
    let place = claim.place.as_ref().map(|place| format!(" @{place}")).unwrap_or_default();
    let valid = claim.valid.as_ref().map(|valid| format!(" {valid}")).unwrap_or_default();
    let quote = claim.evidence.first().quote();
    format!(
        "{} {}>{}{place}{valid} {} “{quote}”",
        claim.kind,
        names(&claim.actor),
        names(&claim.target),
        claim.stance
    )
}

#[test]
fn a_list_of_the_united_nations_becomes_claims() {
    let (_, told) = told(Format::UnSc, UN);
    let lines: Vec<String> = told.claims.iter().map(line).collect();
    assert_eq!(
        lines[..8],
        [
            "person TORA BELK SEFAWI> @Harrun asserted “Harrun”",
            "alias TORA BELK SEFAWI>طورة بلك asserted “طورة بلك”",
            "alias TORA BELK SEFAWI>Tura Sefavi asserted “Tura Sefavi”",
            "alias TORA BELK SEFAWI>Abu Belk alleged “Abu Belk”",
            "alias TORA BELK SEFAWI>Haji Tora alleged “Haji Tora”",
            "designate the council>TORA BELK SEFAWI 2001-10-06 asserted “2001-10-06”",
            "describe TORA BELK SEFAWI> asserted “Invented for tests.”",
            "organisation HARRUN & BELKHARA FRONT> @Harrun asserted “Harrun”",
        ]
    );
    assert!(
        lines.contains(
            &"alias HARRUN & BELKHARA FRONT>Old Harrun Front ../2015-08-06 asserted “Old Harrun Front”"
                .to_owned()
        ),
        "{lines:#?}"
    );
    let designation = told.claims.iter().find(|claim| claim.kind.as_str() == "designate").unwrap();
    assert_eq!(designation.asserted, designation.valid);
}

#[test]
fn words_of_every_form_are_found_in_its_file() {
    for (format, text) in ALL {
        let (document, told) = told(format, text);
        assert!(told.claims.len() >= 4, "{format:?}");
        for claim in &told.claims {
            let evidence = claim.evidence.first();
            assert_eq!(document.quote(evidence.span()), Some(evidence.quote()), "{}", line(claim));
            assert_eq!(claim.origin, Origin::Import);
            assert_eq!(claim.confidence.thousandths(), 1_000, "not found in {format:?}: {}", line(claim));
        }
        let alias = told.claims.iter().filter(|claim| claim.kind.as_str() == "alias").count();
        assert!(alias >= 1 || text == SDN, "{format:?}");
    }
}

#[test]
fn times_of_organisations_and_persons_are_told() {
    let (_, told) = told(Format::WikidataJson, WIKIDATA);
    let lines: Vec<String> = told.claims.iter().map(line).collect();
    assert!(lines.contains(&"found >Harrun Front 1998-05 asserted “1998-05”".to_owned()), "{lines:#?}");
    assert!(lines.contains(&"describe Harrun Front> asserted “invented movement”".to_owned()), "{lines:#?}");
}

#[test]
fn names_under_two_actors_are_counted() {
    let text = "ActorId,NameData,NameFull\n1,HF,Harrun Front\n2,HF,Harrun Force\n";
    let (_, told) = told(Format::UcdpActor, text);
    assert_eq!(told.shared.into_iter().collect::<Vec<_>>(), [("HF".to_owned(), 2)]);
}

#[test]
fn a_byte_order_mark_moves_no_words() {
    let text = format!("\u{feff}{UCDP}");
    let (document, told) = told(Format::UcdpActor, &text);
    let evidence = told.claims[0].evidence.first();
    assert_eq!(document.quote(evidence.span()), Some(evidence.quote()));
}
