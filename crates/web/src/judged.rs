//! What was decided on what a page shows, and the forms to decide more. Start at [`Judgements::of`].

use std::collections::BTreeSet;

use maud::{Markup, html};
use retrospect_findings::decision::GRADES;
use retrospect_model::claim::Name;
use retrospect_model::{Claim, ClaimId};
use retrospect_store::{Case, JudgementId, KeptJudgement, judgements_in_force};
use serde::Serialize;
use serde_json::Value;

use crate::frame::Frame;
use crate::refusal::Refusal;

/// All judgements of a case, by the recorded time of a page.
pub struct Judgements {
    all: Vec<KeptJudgement>,
    in_force: BTreeSet<JudgementId>,
}

/// A judgement in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Decided {
    id: String,
    kind: String,
    payload: Value,
    reason: String,
    author: String,
    recorded: u64,
    recorded_at: String,
    in_force: bool,
    undoes: Option<String>,
}

impl Judgements {
    /// Those of a case.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(case: &Case, recorded_by: Option<retrospect_model::Seq>) -> Result<Self, Refusal> {
        let all = case.judgements(recorded_by)?;
        let in_force = judgements_in_force(&all).into_iter().collect();
        Ok(Self { all, in_force })
    }

    /// All, the last first.
    pub fn latest(&self) -> impl Iterator<Item = Decided> {
        self.all.iter().rev().map(|kept| self.decided(kept))
    }

    /// Those in force that name this in that field of what they are about.
    pub fn on(&self, field: &str, value: &str) -> Vec<Decided> {
        let is_on = |kept: &&KeptJudgement| {
            self.in_force.contains(&kept.id)
                && kept.judgement.payload.get(field).and_then(Value::as_str) == Some(value)
        };
        self.all.iter().filter(is_on).map(|kept| self.decided(kept)).collect()
    }

    /// The judgement of that id.
    pub fn get(&self, id: &str) -> Option<Decided> {
        self.all.iter().find(|kept| kept.id.to_string() == id).map(|kept| self.decided(kept))
    }

    fn decided(&self, kept: &KeptJudgement) -> Decided {
        let judgement = &kept.judgement;
        Decided {
            id: kept.id.to_string(),
            kind: judgement.kind.clone(),
            payload: judgement.payload.clone(),
            reason: judgement.reason.clone(),
            author: judgement.author.clone(),
            recorded: kept.recorded.0,
            recorded_at: kept.recorded_at.to_string(),
            in_force: self.in_force.contains(&kept.id),
            undoes: judgement.undoes.map(|id| id.to_string()),
        }
    }
}

impl Decided {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What was decided.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Whether no later judgement undoes it.
    pub fn is_in_force(&self) -> bool {
        self.in_force
    }

    /// The claim that it is about.
    pub fn claim(&self) -> Option<ClaimId> {
        self.text("claim")?.parse().ok()
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.payload.get(field).and_then(Value::as_str)
    }

    /// What was decided, in words.
    pub fn sentence(&self) -> String {
        let of = |field: &str| self.text(field).unwrap_or("?");
        let claim = of("claim").chars().take(8).collect::<String>();
        match self.kind.as_str() {
            "same" => format!("“{}” and “{}” are one actor", of("one"), of("other")),
            "split" => format!("“{}” and “{}” are two actors", of("one"), of("other")),
            "accept" => format!("claim {claim} was read right"),
            "reject" => format!("claim {claim} does not count"),
            "correct" => format!("claim {claim} was read wrong, and is replaced"),
            "pin" if self.payload.get("so") == Some(&Value::Bool(false)) => {
                format!("what claim {claim} says is not so")
            }
            "pin" => format!("what claim {claim} says is so"),
            "grade" => format!("“{}” is graded {}", of("source"), of("grade")),
            "undo" => format!(
                "judgement {} is undone",
                self.undoes.as_deref().unwrap_or("?").chars().take(8).collect::<String>()
            ),
            other => other.to_owned(),
        }
    }

    /// The judgement in a list, with the way to undo it.
    pub fn row(&self, frame: &Frame<'_>) -> Markup {
        html! {
            li.judgement data-kind=(self.kind) {
                span class=(if self.in_force { "chip" } else { "chip undone" }) { (self.kind) } " "
                @match self.text("claim") {
                    Some(claim) => { a href=(frame.view.link("/claim").with("id", claim)) { (self.sentence()) } }
                    None => (self.sentence())
                }
                ": " (self.reason)
                br;
                span.meta { (self.author) ", " (self.recorded_at) @if !self.in_force { ", undone" } }
                @if self.in_force { " " (self.undo(frame)) }
            }
        }
    }

    /// The form that undoes it.
    pub fn undo(&self, frame: &Frame<'_>) -> Markup {
        html! {
            form.undo method="post" action="/judge" {
                (hidden(frame, &[("kind", "undo"), ("undoes", &self.id), ("reason", "undone on the page")]))
                button.plain aria-label={ "Undo: " (self.sentence()) } { "Undo" }
            }
        }
    }
}

/// The fields that no form goes without.
fn hidden(frame: &Frame<'_>, fields: &[(&str, &str)]) -> Markup {
    html! {
        (frame.form_key())
        input type="hidden" name="next" value=(frame.view.same(&frame.view.path));
        @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
    }
}

/// The reason of a decision; `about` tells forms on one page apart.
fn reason(about: &str) -> Markup {
    html! {
        label for={ "reason-" (about) } { "Reason" }
        input id={ "reason-" (about) } name="reason" required maxlength="2000" autocomplete="off";
    }
}

/// Accept, reject or pin a claim.
pub fn on_claim(frame: &Frame<'_>, id: &str) -> Markup {
    html! {
        form.decide method="post" action="/judge" {
            (hidden(frame, &[("claim", id)]))
            (reason(id))
            span.buttons {
                button name="kind" value="accept" data-key="a" { "Accept" }
                button.plain name="kind" value="reject" data-key="r" { "Reject" }
                button.plain name="kind" value="pin" data-key="p" { "Pin: it is so" }
            }
        }
    }
}

/// Correct a claim: the fields as they were read.
pub fn correction(frame: &Frame<'_>, claim: &Claim) -> Markup {
    let joined = |names: &[Name]| names.iter().map(Name::as_str).collect::<Vec<_>>().join("; ");
    let date =
        |date: &Option<retrospect_model::Edtf>| date.as_ref().map(ToString::to_string).unwrap_or_default();
    let fields = [
        ("as", "Kind", claim.kind.to_string()),
        ("actor", "Who acts (; between several)", joined(&claim.actor)),
        ("target", "On whom", joined(&claim.target)),
        ("place", "Where", claim.place.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("when", "When it happened", date(&claim.valid)),
        ("said", "When it was said", date(&claim.asserted)),
        ("stance", "Stance", claim.stance.to_string()),
    ];
    html! {
        details.no-print {
            summary { "Correct how it was read" }
            form.decide.fields method="post" action="/judge" {
                (hidden(frame, &[("claim", &claim.id().to_string()), ("kind", "correct")]))
                @for (name, label, value) in fields {
                    label for={ "correct-" (name) } { (label) }
                    input id={ "correct-" (name) } name=(name) value=(value) autocomplete="off";
                }
                (reason("correct"))
                button { "Correct" }
            }
        }
    }
}

/// One actor's names or two's; `one` is given.
pub fn on_names(frame: &Frame<'_>, one: Option<&str>) -> Markup {
    html! {
        form.decide.fields.no-print method="post" action="/judge" {
            (hidden(frame, &[]))
            @match one {
                Some(one) => { input type="hidden" name="one" value=(one); }
                None => { label for="one" { "A name" } input #one name="one" required autocomplete="off"; }
            }
            label for="other" { "Another name" }
            input #other name="other" required autocomplete="off";
            (reason("names"))
            span.buttons {
                button name="kind" value="same" data-key="s" { "One actor" }
                button.plain name="kind" value="split" data-key="d" { "Two actors" }
            }
        }
    }
}

/// Grade a source.
pub fn on_source(frame: &Frame<'_>, source: &str) -> Markup {
    html! {
        form.decide.fields.no-print method="post" action="/judge" {
            (hidden(frame, &[("kind", "grade"), ("source", source)]))
            label for="grade" { "Grade, from A (reliable) to F (cannot be judged)" }
            select #grade name="grade" { @for (letter, _) in GRADES { option { (letter) } } }
            (reason("grade"))
            button { "Grade" }
        }
    }
}

/// A list of judgements.
pub fn list(frame: &Frame<'_>, judgements: &[Decided]) -> Markup {
    html! {
        @if !judgements.is_empty() { ul.plain.judgements { @for decided in judgements { (decided.row(frame)) } } }
    }
}
