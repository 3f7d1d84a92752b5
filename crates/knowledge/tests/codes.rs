//! The codes of event data that the schema gives for its kinds are ones that exist, and agree with each other.

use std::collections::BTreeSet;
use std::path::Path;

use retrospect_knowledge::Schema;

/// The greatest third digit of the codes under each of CAMEO's twenty roots, from 01 on (CAMEO codebook 1.1b3, 2012).
const CAMEO_LAST: [u8; 20] = [9, 8, 9, 6, 7, 4, 5, 7, 4, 8, 6, 9, 9, 5, 4, 6, 5, 6, 6, 4];

/// The event type of PLOVER that codes of CAMEO beginning so become, the longest beginning first (the table
/// CAMEO2PLOVER-2021 of the Open Event Data Alliance; REQUEST is called DEMAND there). Statements become nothing.
const PLOVER_OF_CAMEO: [(&str, &str); 30] = [
    ("1712", "ASSAULT"),
    ("0813", "RETREAT"),
    ("0814", "RETREAT"),
    ("084", "RETREAT"),
    ("085", "RETREAT"),
    ("086", "RETREAT"),
    ("087", "RETREAT"),
    ("163", "COERCE"),
    ("175", "ASSAULT"),
    ("191", "COERCE"),
    ("192", "COERCE"),
    ("02", "REQUEST"),
    ("03", "AGREE"),
    ("04", "CONSULT"),
    ("05", "SUPPORT"),
    ("06", "COOPERATE"),
    ("07", "AID"),
    ("08", "CONCEDE"),
    ("09", "ACCUSE"),
    ("10", "REQUEST"),
    ("11", "ACCUSE"),
    ("12", "REJECT"),
    ("13", "THREATEN"),
    ("14", "PROTEST"),
    ("15", "MOBILIZE"),
    ("16", "SANCTION"),
    ("17", "COERCE"),
    ("18", "ASSAULT"),
    ("19", "ASSAULT"),
    ("20", "ASSAULT"),
];

/// Relationship types that STIX 2.1 defines, as far as they can be said of actors, reports and places.
const STIX: [&str; 10] = [
    "attributed-to",
    "authored-by",
    "controls",
    "derived-from",
    "duplicate-of",
    "impersonates",
    "located-at",
    "related-to",
    "targets",
    "uses",
];

fn exists(code: &str) -> bool {
    let digit =
        |at: usize| code.as_bytes().get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
    let root = code.get(..2).and_then(|root| root.parse::<usize>().ok()).unwrap_or(0);
    let last = root.checked_sub(1).and_then(|root| CAMEO_LAST.get(root));
    (3..=4).contains(&code.len())
        && last.is_some_and(|last| digit(2).is_some_and(|third| third <= *last))
        && (code.len() == 3 || digit(3).is_some())
}

#[test]
fn codes_exist_and_agree() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/armed-groups.toml");
    let schema = Schema::read(&std::fs::read_to_string(&path).unwrap(), "the schema").unwrap();
    assert!(schema.kinds().len() >= 30);
    for kind in schema.kinds() {
        let name = &kind.name;
        let mut implied = BTreeSet::new();
        for code in &kind.cameo {
            assert!(exists(code), "{name}: CAMEO has no code {code}");
            let found = PLOVER_OF_CAMEO.iter().find(|(beginning, _)| code.starts_with(beginning));
            implied.extend(found.map(|(_, plover)| *plover));
        }
        let given: BTreeSet<&str> = kind.plover.iter().map(String::as_str).collect();
        assert_eq!(given, implied, "{name}: PLOVER's event types are not those of its CAMEO codes");
        assert!(kind.stix.as_deref().is_none_or(|stix| STIX.contains(&stix)), "{name}: {:?}", kind.stix);
    }
}

#[test]
fn codes_that_do_not_exist_are_told_from_those_that_do() {
    for code in ["010", "015", "0871", "1384", "204", "196"] {
        assert!(exists(code), "{code}");
    }
    for code in ["000", "210", "047", "205", "19", "19a", "08745", "x10"] {
        assert!(!exists(code), "{code}");
    }
}
