//! Turns a form into a [`Decision`] and appends it to the case, as `retrospect judge` does. Start at [`decide`].
//!
//! | kind | fields of the form |
//! | --- | --- |
//! | same, split | `one`, `other` |
//! | accept, reject | `claim` |
//! | pin | `claim`, `so` |
//! | correct | `claim`, and what shall stand instead |
//! | grade | `source`, `grade` |
//! | undo | `undoes` |

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use retrospect_findings::decision::{self, GRADES};
use retrospect_findings::{Decision, Names};
use retrospect_model::claim::{ClaimDraft, Name};
use retrospect_model::{Claim, ClaimId, Clocks};
use retrospect_store::{Access, Case, JudgementId, judgements_in_force};
use serde_json::json;

use crate::address::Query;
use crate::app::App;
use crate::guard::see_other;
use crate::guard::session::Caller;
use crate::pages::login::within;
use crate::pages::{Format, respond};
use crate::refusal::Refusal;

/// The most characters of a reason, and of a name.
const TEXT_CHARS_MAX: usize = 2_000;
/// What can be decided.
pub(crate) const KINDS: [&str; 8] = ["accept", "reject", "correct", "same", "split", "pin", "grade", "undo"];

/// What is to be appended: a decision, and for a correction the claim that it brings.
struct Wanted {
    decision: Decision,
    brings: Option<Claim>,
}

/// Records what a form says.
pub async fn decide(
    State(app): State<App>,
    Extension(caller): Extension<Caller>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let format = Format::of(uri.path());
    let form = Query::read(&body);
    let key = headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let key = key.or_else(|| form.get("csrf").map(str::to_owned));
    if let Err(refused) = app.keys().check_form(&caller, key.as_deref()) {
        return refused.response(format);
    }
    let next = within(form.get("next")).to_owned();
    let done = tokio::task::spawn_blocking(move || record(&app, &form)).await;
    match done {
        Ok(Ok(id)) if format == Format::Json => {
            respond(StatusCode::CREATED, format, json!({ "judgement": id.to_string() }).to_string())
        }
        Ok(Ok(id)) => {
            let sign = if next.contains('?') { '&' } else { '?' };
            see_other(&format!("{next}{sign}done={id}"))
        }
        Ok(Err(refused)) => refused.response(format),
        Err(_) => {
            Refusal::fault(&"this could not be recorded; this is a fault of the program").response(format)
        }
    }
}

fn record(app: &App, form: &Query) -> Result<JudgementId, Refusal> {
    let reason = text(form, "reason")?.to_owned();
    // One at a time: whoever decides next decides on what is there then.
    let _turn = app.writing();
    let mut case = Case::open(&app.settings().case, Access::Write)?;
    let names = app.derivations().names(&case, app.ports().knowledge, Clocks::default())?;
    let Wanted { decision, brings } = Wanted::read(&case, &names, form)?;
    let mut writer = case.write(app.now())?;
    if let Some(claim) = &brings {
        writer.claim(claim)?;
    }
    let (id, _) = writer.judgement(&decision.judgement(&app.settings().author, &reason))?;
    writer.commit()?;
    Ok(id)
}

/// A field that must say something, and not too much.
fn text<'q>(form: &'q Query, field: &'static str) -> Result<&'q str, Refusal> {
    let missing =
        || Refusal::bad(format!("`{field}` is missing"), "every decision names what it is about, and why");
    let text = form.get(field).map(str::trim).filter(|text| !text.is_empty()).ok_or_else(missing)?;
    if text.chars().count() > TEXT_CHARS_MAX || text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return Err(Refusal::bad(
            format!("`{field}` is too long, or has control characters"),
            "make it shorter",
        ));
    }
    Ok(text)
}

impl Wanted {
    fn read(case: &Case, names: &Names<'_>, form: &Query) -> Result<Self, Refusal> {
        let asked = text(form, "kind")?;
        let decision = match asked {
            "same" | "split" => {
                let stored = |field| Ok::<_, Refusal>(names.stored(case, text(form, field)?)?);
                let (one, other) = (stored("one")?, stored("other")?);
                if one == other {
                    return Err(Refusal::bad(
                        format!("“{one}” and “{other}” are one name"),
                        "give two names",
                    ));
                }
                if asked == "same" { Decision::Same { one, other } } else { Decision::Split { one, other } }
            }
            "accept" => Decision::Accept(claim(case, form)?.id()),
            "reject" => Decision::Reject(claim(case, form)?.id()),
            "pin" => {
                let so = form.get("so").unwrap_or("true");
                let is_so: bool = so.parse().map_err(|_| Refusal::parameter("so", so, "true or false"))?;
                Decision::Pin { claim: claim(case, form)?.id(), is_so }
            }
            "grade" => {
                let asked = text(form, "grade")?;
                let letter = GRADES.into_iter().map(|(letter, _)| letter).find(|letter| *letter == asked);
                let letter =
                    letter.ok_or_else(|| Refusal::parameter("grade", asked, "a letter from A to F"))?;
                Decision::Grade { source: names.stored(case, text(form, "source")?)?, letter }
            }
            "correct" => {
                let old = claim(case, form)?;
                let new = corrected(&old, form)?;
                let decision = Decision::Correct { claim: old.id(), by: new.id() };
                return Ok(Self { decision, brings: Some(new) });
            }
            "undo" => Decision::Undo(undone(case, form)?),
            _ => return Err(Refusal::parameter("kind", asked, "one of the decisions that there are")),
        };
        Ok(Self { decision, brings: None })
    }
}

/// The claim that the form is about.
fn claim(case: &Case, form: &Query) -> Result<Claim, Refusal> {
    let asked = text(form, "claim")?;
    let missing = || Refusal::missing("there is no claim of that id");
    let id: ClaimId = asked.parse().map_err(|_| missing())?;
    let kept = case.claims_with_id(id)?.into_iter().next();
    Ok(kept.ok_or_else(missing)?.claim)
}

/// The judgement that the form takes back, if it is in force.
fn undone(case: &Case, form: &Query) -> Result<JudgementId, Refusal> {
    let asked = text(form, "undoes")?;
    let missing = || Refusal::missing("there is no judgement of that id");
    let id: JudgementId = asked.parse().map_err(|_| missing())?;
    let all = case.judgements(None)?;
    if !all.iter().any(|kept| kept.id == id) {
        return Err(missing());
    }
    if !judgements_in_force(&all).contains(&id) {
        let hint = "undo the judgement that undid it to make it again";
        return Err(Refusal::new(StatusCode::CONFLICT, "this judgement is undone already", hint));
    }
    Ok(id)
}

/// The claim as an analyst reads the same words.
fn corrected(old: &Claim, form: &Query) -> Result<Claim, Refusal> {
    let new = decision::corrected(old, |draft| change(draft, form))?;
    new.ok_or_else(|| Refusal::bad("nothing was changed", "change what was read wrong, or accept the claim"))
}

/// Puts what the form says in the place of what was read.
fn change(draft: &mut ClaimDraft, form: &Query) -> Result<(), Refusal> {
    let wrong = |field: &'static str, text: &str, what: &'static str| Refusal::parameter(field, text, what);
    let names = |field: &'static str| -> Result<Option<Vec<Name>>, Refusal> {
        let Some(given) = form.get(field) else { return Ok(None) };
        let parts = given.split(';').map(str::trim).filter(|name| !name.is_empty());
        let names = parts.map(|name| name.parse().map_err(|_| wrong(field, name, "a name")));
        names.collect::<Result<Vec<Name>, _>>().map(Some)
    };
    // A field that is left empty takes away what the reading had.
    draft.actor = names("actor")?.unwrap_or_default();
    draft.target = names("target")?.unwrap_or_default();
    draft.place = names("place")?.unwrap_or_default().into_iter().next();
    if let Some(kind) = form.get("as") {
        draft.kind = kind.parse().map_err(|_| wrong("as", kind, "a kind such as pledge"))?;
    }
    if let Some(stance) = form.get("stance") {
        draft.stance = stance.parse().map_err(|_| wrong("stance", stance, "a stance such as asserted"))?;
    }
    let date = |field: &'static str| {
        let given = form.get(field).map(str::trim);
        given
            .map(|text| {
                text.parse().map_err(|_| wrong(field, text, "a date such as 2015-08 or ../2015-07-30"))
            })
            .transpose()
    };
    draft.valid = date("when")?;
    draft.asserted = date("said")?;
    Ok(())
}
