//! Puts how a claim was read into JSON for programs, and into lines for people. Start at [`object`] and [`lines`].

use retrospect_extract::Explanation;
use retrospect_extract::explain::{DateAnchor, Filled, FrameWords, Rule, StanceBy};
use retrospect_model::one_line;
use serde_json::{Value, json};

/// The most words of a list of the schema that are shown to a person.
const WORDS_MAX: usize = 8;

/// As an object.
pub fn object(explanation: &Explanation) -> Value {
    let role = |filled: &Filled| match &filled.by {
        None => Value::Null,
        Some(rule) => json!({"by": rule_name(rule), "words": filled.words}),
    };
    let when = explanation.when.as_ref().map(|when| {
        let anchor = match &when.anchor {
            DateAnchor::Unneeded => Value::Null,
            DateAnchor::Published(edtf) => json!({"from": "publication", "edtf": edtf}),
            DateAnchor::Text(words, edtf) => json!({"from": "text", "words": words, "edtf": edtf}),
        };
        json!({"words": when.text, "anchor": anchor})
    });
    let frame =
        |frame: &FrameWords| json!({"line": frame.line, "kind": frame.kind, "words": frame.conditions});
    json!({
        "frame": explanation.frame.as_ref().map(frame),
        "read": explanation.read,
        "trigger": explanation.trigger,
        "actor": role(&explanation.actor),
        "target": role(&explanation.target),
        "place": role(&explanation.place),
        "when": when,
        "said_by": explanation.said_by,
        "stance_by": stance_by(explanation.stance),
        "features": explanation.features.iter().map(|(name, weight)| json!([name, weight])).collect::<Vec<_>>(),
    })
}

/// As lines: a short name each, and what there is to say.
pub fn lines(explanation: &Explanation) -> Vec<(&'static str, String)> {
    let trigger = &explanation.trigger;
    let mut lines = Vec::new();
    if let Some(frame) = &explanation.frame {
        let conditions: Vec<_> = frame.conditions.iter().map(|condition| shortened(condition)).collect();
        let (line, kind, conditions) = (frame.line, &frame.kind, conditions.join("; "));
        lines.push(("frame", format!("“{trigger}” by the schema's line {line} ({kind}): {conditions}")));
    }
    if let Some(read) = explanation.read {
        let who =
            if explanation.frame.is_some() { "proposed by a frame too" } else { "proposed by it alone" };
        lines.push((
            "reader",
            format!("“{trigger}”, {:.0} in 100 by the learned reader; {who}", read * 100.0),
        ));
    }
    let roles =
        [("actor", &explanation.actor), ("target", &explanation.target), ("place", &explanation.place)];
    for (role, filled) in roles {
        let words = filled.words.iter().map(|words| format!("“{}”", one_line(words))).collect::<Vec<_>>();
        if let Some(rule) = &filled.by {
            lines.push((role, format!("{}, {}", words.join(", "), rule_words(rule))));
        }
    }
    if let Some(when) = &explanation.when {
        let from = match &when.anchor {
            DateAnchor::Unneeded => String::new(),
            DateAnchor::Published(Some(edtf)) => format!(", counted from the publication on {edtf}"),
            DateAnchor::Published(None) => ", counted from the publication".to_owned(),
            DateAnchor::Text(words, Some(edtf)) => format!(", counted from “{}” ({edtf})", one_line(words)),
            DateAnchor::Text(words, None) => format!(", counted from “{}”", one_line(words)),
        };
        lines.push(("when", format!("“{}”{from}", one_line(&when.text))));
    }
    if let Some(word) = &explanation.said_by {
        lines.push(("voice", format!("by “{word}”")));
    }
    if explanation.stance != StanceBy::Nothing {
        lines.push(("stance", format!("by {}", stance_by(explanation.stance))));
    }
    if !explanation.features.is_empty() {
        let features =
            explanation.features.iter().map(|(name, weight)| format!("{weight:+.2} {}", one_line(name)));
        lines.push(("scorer", features.collect::<Vec<_>>().join("; ")));
    }
    lines
}

fn rule_name(rule: &Rule) -> String {
    match rule {
        Rule::Frame(place) => place.to_string(),
        Rule::Event => "event".to_owned(),
        Rule::Near => "near".to_owned(),
        Rule::Weighed { chance } => format!("weighed {chance:.2}"),
    }
}

fn rule_words(rule: &Rule) -> String {
    match rule {
        Rule::Frame(place) => format!("the frame's `{place}`"),
        Rule::Event => "behind the event or weapon that the words name".to_owned(),
        Rule::Near => "the place that the words are tied to, or the nearest".to_owned(),
        Rule::Weighed { chance } => {
            format!("the likeliest of the phrases near, {:.0} in 100", chance * 100.0)
        }
    }
}

fn stance_by(stance: StanceBy) -> &'static str {
    match stance {
        StanceBy::Frame => "the frame",
        StanceBy::Words => "the words around",
        StanceBy::Nothing => "nothing",
    }
}

/// A condition with no more words of its list than a reader wants to see.
fn shortened(condition: &str) -> String {
    match condition.match_indices(", ").nth(WORDS_MAX - 1) {
        Some((end, _)) => format!("{}, …", condition.get(..end).unwrap_or_default()),
        None => condition.to_owned(),
    }
}
