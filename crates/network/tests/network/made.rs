//! Histories in short: one line a claim, `said | voice | kind | actor > target @ place | when | stance`.

use retrospect_model::ontology::{Ontology, WrittenRules};
use retrospect_model::{Claim, Clocks, Day, Instant, Seq};
use retrospect_network::{ActorKey, Basis, EachName, Episode, Law, Ledger};
use retrospect_store::{Case, Fact, Whose};

/// The rules that the tests need, as the schema has them.
pub fn ontology() -> Ontology {
    let list = |rules: &[&str]| rules.iter().map(|rule| (*rule).to_owned()).collect::<Vec<_>>();
    let kinds = [
        (
            "pledge",
            list(&["allegiance(actor,target)"]),
            list(&["allegiance(actor,other)"]),
            None,
            false,
            false,
        ),
        ("lead", list(&["leadership(actor,target)"]), list(&["leadership(other,target)"]), None, false, true),
        (
            "leave",
            list(&[]),
            list(&["leadership(actor,target)", "allegiance(actor,target)"]),
            None,
            false,
            false,
        ),
        (
            "split",
            list(&[]),
            list(&["allegiance(actor,target)", "alliance(actor,target)"]),
            None,
            false,
            false,
        ),
        (
            "ally",
            list(&["alliance(actor,target)"]),
            list(&["hostility(actor,target)"]),
            Some("P1Y"),
            true,
            true,
        ),
        (
            "attack",
            list(&["hostility(actor,target)"]),
            list(&["alliance(actor,target)"]),
            Some("P1Y"),
            false,
            false,
        ),
        ("support", list(&["approval(actor,target)"]), list(&[]), None, false, false),
        ("found", list(&["existence(target)"]), list(&[]), None, false, false),
        ("destroy", list(&[]), list(&["existence(target)", "any(target)"]), None, false, false),
        ("die", list(&[]), list(&["any(actor)"]), None, false, false),
        ("control", list(&["control(actor,place)"]), list(&["control(other,place)"]), None, false, true),
        ("withdraw", list(&[]), list(&["control(actor,place)"]), None, false, false),
        ("publish", list(&[]), list(&[]), None, false, false),
    ];
    let kinds = kinds.iter().map(|(name, starts, ends, persistence, symmetric, lasting)| {
        let (symmetric, lasting, persistence) = (*symmetric, *lasting, *persistence);
        (*name, WrittenRules { starts, ends, persistence, symmetric, lasting })
    });
    Ontology::read(kinds).unwrap()
}

/// The claim of a line of a history; the line number makes it one of its own.
pub fn claim(line: &str, number: usize) -> Claim {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [said, voice, kind, parties, when, stance] = fields[..] else { panic!("not a line: {line}") };
    let list = |text: &str| {
        let names = text.split('+').map(str::trim).filter(|name| !name.is_empty());
        serde_json::Value::from(names.map(str::to_owned).collect::<Vec<_>>())
    };
    let optional = |text: &str| if text.is_empty() { serde_json::Value::Null } else { text.into() };
    let (sides, place) = parties.split_once('@').unwrap_or((parties, ""));
    let (actor, target) = sides.split_once('>').unwrap_or((sides, ""));
    let line = serde_json::json!({
        "doc": format!("d{number}"), "quote": "words", "start": 0, "end": 5, "kind": kind, "actor": list(actor),
        "target": list(target), "place": optional(place.trim()), "when": optional(when), "sources": list(voice),
        "said": optional(said), "stance": if stance.is_empty() { "asserted" } else { stance },
    });
    Claim::from_line(&line.to_string()).unwrap()
}

/// A case with each claim a recording of its own, in order.
pub fn case_of(claims: &[Claim]) -> Case {
    let mut case = Case::in_memory().unwrap();
    for (second, claim) in (0..).zip(claims) {
        let mut writer = case.write(Instant::from_unix_millis(second * 1_000)).unwrap();
        writer.claim(claim).unwrap();
        writer.commit().unwrap();
    }
    case
}

/// A case of a history.
pub fn case(history: &str) -> Case {
    let lines = history.lines().map(str::trim).filter(|line| !line.is_empty());
    case_of(&lines.enumerate().map(|(number, line)| claim(line, number)).collect::<Vec<_>>())
}

/// The clocks of a question, from text; empty for none.
pub fn clocks(said_by: &str, recorded_by: Option<u64>) -> Clocks {
    Clocks { on: None, said_by: said_by.parse::<Day>().ok(), recorded_by: recorded_by.map(Seq) }
}

/// The episodes of an actor.
pub fn episodes(case: &Case, relation: &str, actor: &str, clocks: &Clocks) -> Vec<Episode> {
    let ontology = ontology();
    let Some(key) = case.name_key(actor).unwrap() else { return Vec::new() };
    let law = Law::of(&ontology, ontology.relation(relation).unwrap(), case).unwrap();
    Ledger::of_actor(case, law, &EachName, ActorKey(key.number()), clocks).unwrap()
}

/// All facts of a case.
pub fn facts(case: &Case, clocks: &Clocks) -> Vec<Fact> {
    case.facts(Whose::All, &[], clocks).unwrap()
}

/// An actor's name.
pub fn name(case: &Case, actor: ActorKey) -> String {
    case.name(retrospect_store::NameKey::from_number(actor.0)).unwrap()
}

/// Episodes as text: `Omar > Taliban: starts 1996-01-01 ..., ends ... [die ends any(actor)]`.
pub fn shown(case: &Case, episodes: &[Episode]) -> Vec<String> {
    let show = |episode: &Episode| {
        let object = episode.pair.object.map_or("-".to_owned(), |object| name(case, object));
        let mut bases: Vec<String> = episode.ends.iter().map(|cited| basis(&cited.basis)).collect();
        bases.sort();
        bases.dedup();
        format!("{} > {object}: {} [{}]", name(case, episode.pair.subject), episode.bounds, bases.join(", "))
    };
    episodes.iter().map(show).collect()
}

fn basis(basis: &Basis) -> String {
    match basis {
        Basis::Told(kind) => format!("told: {kind}"),
        Basis::ToldEnd(kind) => format!("told end: {kind}"),
        Basis::OwnDates(kind) => format!("own dates: {kind}"),
        Basis::Rule { kind, effect } => format!("{kind} ends {effect}"),
    }
}
