//! Reports: what they say, what they look like, and when they no longer hold.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::sync::LazyLock;

use retrospect_findings::OpenCase;
use retrospect_knowledge::{Gazetteer, Schema};
use retrospect_model::{Claim, Clocks, Document, DocumentId, Instant, Publication};
use retrospect_store::{About, Case, Received};
use retrospect_view::{
    Account, Broken, Made, Report, bibtex, csl_json, read_report, report_html, report_markdown, report_of,
    verify_report,
};

/// A document with its claims: id, publisher, date, text; kind, actor, target, when, stance and words of each claim.
struct Source {
    id: &'static str,
    publisher: &'static str,
    published: &'static str,
    text: &'static str,
    claims: &'static [[&'static str; 6]],
}

const LISTING: Source = Source {
    id: "listing",
    publisher: "United Nations Security Council",
    published: "2001-01-31",
    text: "Mullah Omar was the leader of the Taliban.",
    claims: &[[
        "lead",
        "Mullah Omar",
        "Taliban",
        "2001-01-31",
        "asserted",
        "Mullah Omar was the leader of the Taliban",
    ]],
};
const VIDEO: Source = Source {
    id: "video",
    publisher: "Northern Movement",
    published: "2015-08-06",
    text: "We pledged to the Central State <today> & *always*.",
    claims: &[[
        "pledge",
        "Northern Movement",
        "Central State",
        "2015-08-06",
        "asserted",
        "We pledged to the Central State <today> & *always*",
    ]],
};
const AGREEING: Source = Source {
    id: "agency",
    publisher: "An agency",
    published: "2015-08-07",
    text: "The Northern Movement pledged to the Central State on 6 August.",
    claims: &[[
        "pledge",
        "Northern Movement",
        "Central State",
        "2015-08-06",
        "asserted",
        "Northern Movement pledged to the Central State",
    ]],
};
const DENIAL: Source = Source {
    id: "denial",
    publisher: "A dissident",
    published: "2015-09-01",
    text: "The Northern Movement never pledged to the Central State.",
    claims: &[[
        "pledge",
        "Northern Movement",
        "Central State",
        "2015-08-06",
        "denied",
        "Northern Movement never pledged",
    ]],
};
const ADMISSION: Source = Source {
    id: "admission",
    publisher: "Taliban",
    published: "2015-07-30",
    text: "Mullah Omar died on 23 April 2013.",
    claims: &[["die", "Mullah Omar", "", "2013-04-23", "asserted", "Mullah Omar died on 23 April 2013"]],
};

static SCHEMA: LazyLock<Schema> =
    LazyLock::new(|| Schema::read(include_str!("../../../../schema/armed-groups.toml"), "schema").unwrap());

fn open(sources: &[&Source]) -> OpenCase {
    let mut case = Case::in_memory().unwrap();
    for (number, source) in sources.iter().enumerate() {
        let publication = Publication {
            published: Some(source.published.parse().unwrap()),
            publisher: Some(source.publisher.to_owned()),
            url: Some(format!("https://a.example/{}?a=1&b=<2>", source.id)),
            title: Some(format!("About {} {{and}} others", source.id)),
        };
        let (document, _) =
            Document::from_bytes(DocumentId::new(source.id).unwrap(), source.text.as_bytes(), publication)
                .unwrap();
        let mut writer = case.write(Instant::from_unix_millis(i64::try_from(number).unwrap())).unwrap();
        let received =
            Received { document: &document, bytes: source.text.as_bytes(), about: &About::default() };
        writer.document(&received).unwrap();
        for [kind, actor, target, when, stance, quote] in source.claims {
            let start = source.text.find(quote).unwrap();
            let list = |name: &str| if name.is_empty() { vec![] } else { vec![name.to_owned()] };
            let line = serde_json::json!({
                "doc": source.id, "kind": kind, "actor": list(actor), "target": list(target), "when": when,
                "said": source.published, "stance": stance, "quote": quote, "start": start,
                "end": start + quote.len(),
            });
            writer.claim(&Claim::from_line(&line.to_string()).unwrap()).unwrap();
        }
        writer.commit().unwrap();
    }
    let ontology = retrospect_findings::ontology_of(&SCHEMA).unwrap();
    OpenCase::of(case, Gazetteer::default(), ontology)
}

fn report(open: &OpenCase) -> Report {
    let asked = open.ask(Clocks::default()).unwrap();
    let made = Made { program: "retrospect test".to_owned(), grades: std::collections::BTreeMap::new() };
    report_of(&Account::of(&asked, None).unwrap(), &made).unwrap()
}

fn sentence<'r>(report: &'r Report, begin: &str) -> &'r retrospect_view::Sentence {
    let mut sentences = report.sections.iter().flat_map(|section| &section.sentences);
    sentences
        .find(|sentence| sentence.text.starts_with(begin))
        .unwrap_or_else(|| panic!("{begin}: {report:#?}"))
}

/// What of a report on some documents no longer holds when the case has others.
fn broken(before: &[&Source], after: &[&Source]) -> Vec<Broken> {
    let old = report(&open(before));
    let case = open(after);
    let file = report_markdown(&old);
    let read = read_report(&file).unwrap();
    assert_eq!(read, old);
    let verified = verify_report(&read, &file, &report(&case), &case.case).unwrap();
    assert!(verified.sentences >= 2 && verified.quotes >= 2 && verified.documents >= 2);
    verified.broken
}

#[test]
fn each_sentence_has_its_claims_and_how_likely_it_is() {
    let report = report(&open(&[&LISTING, &VIDEO, &AGREEING]));
    let words = "Northern Movement was pledged to Central State, from 2015-08-06";
    let pledge = sentence(&report, words);
    assert_eq!((pledge.rests_on.len(), pledge.against.len()), (2, 0));
    let fewer = self::report(&open(&[&LISTING, &VIDEO]));
    let by_itself = sentence(&fewer, words).chance;
    assert!(Some(0.5) < by_itself && by_itself < pledge.chance, "{by_itself:?} {:?}", pledge.chance);
    let led = sentence(&report, "Mullah Omar led Taliban");
    assert!(led.chance.is_some_and(|chance| (0.5..1.0).contains(&chance)), "{:?}", led.chance);
    assert!(report.unknown.iter().any(|line| line.contains("Only United Nations Security Council says")));
    assert_eq!(report.documents.len(), 3);
}

#[test]
fn text_of_documents_is_text_in_every_form() {
    let report = report(&open(&[&LISTING, &VIDEO]));
    let html = report_html(&report);
    assert!(html.contains("&lt;today&gt; &amp; *always*"));
    assert!(html.contains("href=\"https://a.example/video?a=1&amp;b=&lt;2&gt;\""));
    for chance in
        report.sections.iter().flat_map(|section| &section.sentences).filter_map(|found| found.chance)
    {
        let said = format!("{} ({:.0} %)", retrospect_findings::belief::word(chance), chance * 100.0);
        assert!(html.contains(&said), "{said}");
    }
    assert!(!html.contains("<script") && html.contains("<h2>What is not known</h2>"));
    let body = html.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0;
    roxmltree::Document::parse(&format!("<main>{body}</main>")).unwrap();
    let markdown = report_markdown(&report);
    assert!(markdown.contains("\\<today\\> \\& \\*always\\*") && markdown.contains("[^1]: "));
    assert_eq!(read_report(&html).unwrap(), report);
    assert_eq!(html, report_html(&report));
    assert!(read_report("# Something else").is_err());
    assert!(read_report(&html.replace("\"format\":1", "\"format\":2")).unwrap_err().contains("format 2"));
}

#[test]
fn references_are_what_other_programs_read() {
    let report = report(&open(&[&LISTING, &VIDEO]));
    let bibtex = bibtex(&report.documents);
    assert!(bibtex.contains(
        "@misc{listing-1,\n  title = {About listing \\textbraceleft{}and\\textbraceright{} others},"
    ));
    assert!(
        bibtex.contains("author = {{United Nations Security Council}},") && bibtex.contains("year = {2001},")
    );
    let csl: serde_json::Value = serde_json::from_str(&csl_json(&report.documents)).unwrap();
    assert_eq!(csl[0]["issued"]["date-parts"], serde_json::json!([[2001, 1, 31]]));
    assert_eq!(csl[0]["author"][0]["literal"], "United Nations Security Council");
}

#[test]
fn what_has_not_changed_holds() {
    assert_eq!(broken(&[&LISTING, &VIDEO], &[&LISTING, &VIDEO]), []);
    assert_eq!(broken(&[&LISTING, &VIDEO], &[&LISTING, &VIDEO, &AGREEING]), [], "one more source agrees");
}

#[test]
fn a_denial_names_the_sentence_and_the_claim() {
    let broken = broken(&[&LISTING, &VIDEO], &[&LISTING, &VIDEO, &DENIAL]);
    let [Broken::Sentence { text, by, .. }] = broken.as_slice() else { panic!("{broken:#?}") };
    assert!(text.starts_with("Northern Movement was pledged to Central State"), "{text}");
    assert_eq!(by.iter().map(|note| note.document.as_str()).collect::<Vec<_>>(), ["denial"]);
    let shown = broken.first().unwrap().to_string();
    assert!(
        shown.contains("it is contradicted") && shown.contains("A dissident, 2015-09-01 [denied]"),
        "{shown}"
    );
}

#[test]
fn an_end_that_comes_to_light_changes_the_sentence() {
    let broken = broken(&[&LISTING, &VIDEO], &[&LISTING, &VIDEO, &ADMISSION]);
    let [Broken::Sentence { text, now, by, .. }] = broken.as_slice() else { panic!("{broken:#?}") };
    assert!(text.contains("nothing says that it ended"), "{text}");
    assert!(now.as_deref().unwrap().contains("until 2013-04-23"), "{now:?}");
    assert_eq!(by.first().unwrap().document, "admission");
}

#[test]
fn a_document_that_is_another_is_found() {
    const OTHER: Source = Source { text: "Mullah Omar was the leader of the Taliban!", ..LISTING };
    let broken = broken(&[&LISTING, &VIDEO], &[&OTHER, &VIDEO]);
    let is_listing =
        |broken: &Broken| matches!(broken, Broken::Document { document, .. } if document == "listing");
    assert!(broken.iter().any(is_listing), "{broken:#?}");
}

#[test]
fn a_sentence_that_was_edited_is_found() {
    let open = open(&[&LISTING, &VIDEO]);
    let report = report(&open);
    let file = report_html(&report).replacen("Mullah Omar led Taliban", "Mullah Omar never led Taliban", 1);
    let verified = verify_report(&report, &file, &report, &open.case).unwrap();
    assert!(matches!(verified.broken.as_slice(), [Broken::Edited { .. }]), "{:#?}", verified.broken);
}
