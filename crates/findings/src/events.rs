//! Puts what happened into sentences. Start at [`event_words`].

/// What happened, in the past tense: "Taliban attacked Islamic Movement of Uzbekistan at Zabul". Names that are not known are
/// empty.
pub fn event_words(kind: &str, actors: &str, targets: &str, place: &str) -> String {
    let actors = if actors.is_empty() { "somebody" } else { actors };
    let verb = verb(kind);
    let what = match (verb, targets.is_empty()) {
        (Some((verb, "")), false) => format!("{actors} {verb} {targets}"),
        (Some((verb, preposition)), false) => format!("{actors} {verb} {preposition} {targets}"),
        (Some((verb, _)), true) => format!("{actors} {verb}"),
        (None, false) => format!("{actors}: `{kind}` of {targets}"),
        (None, true) => format!("{actors}: `{kind}`"),
    };
    if place.is_empty() { what } else { format!("{what} at {place}") }
}

/// The verb of a kind of claim with the preposition of its target; `None` for kinds of other schemas.
fn verb(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "pledge" => ("pledged allegiance", "to"),
        "support" => ("supported", ""),
        "split" => ("broke away", "from"),
        "merge" => ("merged", "with"),
        "join" => ("joined", ""),
        "leave" => ("left", ""),
        "found" => ("founded", ""),
        "destroy" => ("destroyed", ""),
        "alias" => ("was called", ""),
        "lead" => ("led", ""),
        "appoint" => ("appointed", ""),
        "ally" => ("was allied", "with"),
        "oppose" => ("opposed", ""),
        "negotiate" => ("negotiated", "with"),
        "attack" => ("attacked", ""),
        "clash" => ("clashed", "with"),
        "besiege" => ("besieged", ""),
        "kill" => ("killed", ""),
        "capture" => ("captured", ""),
        "die" => ("died", "with"),
        "threaten" => ("threatened", ""),
        "demand" => ("made demands", "of"),
        "responsibility" => ("took responsibility", "for"),
        "publish" => ("published something", "about"),
        "control" => ("held", ""),
        "withdraw" => ("withdrew", "from"),
        "present" => ("was present", "with"),
        "aid" => ("aided", ""),
        "refuse" => ("refused", ""),
        "designate" => ("designated", ""),
        _ => return None,
    })
}
