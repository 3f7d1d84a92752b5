//! Turns a form into a judgement and appends it to the case, as `retrospect judge` does. Start at [`decide`].
//!
//! | kind | fields of the form | payload of the judgement |
//! | --- | --- | --- |
//! | same, split | `one`, `other` | the names as the case has them |
//! | accept, reject | `claim` | the id of the claim |
//! | pin | `claim`, `so` | the id, and whether it is so |
//! | correct | `claim`, and what shall stand instead | the id, and that of the claim that replaces it |
//! | grade | `source`, `grade` | the name, and a letter from A to F |
//! | undo | `undoes` | nothing; the judgement says what it undoes |

use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use retrospect_findings::Names;
use retrospect_model::claim::{Name, Origin};
use retrospect_model::{Claim, ClaimId};
use retrospect_store::{Access, Case, Judgement, JudgementId, judgements_in_force};
use serde_json::{Value, json};

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
/// The letters of the Admiralty scale.
pub(crate) const GRADES: [&str; 6] = ["A", "B", "C", "D", "E", "F"];

/// What is to be appended: a judgement, and for a correction the claim that it brings.
struct Decision {
    kind: &'static str,
    payload: Value,
    undoes: Option<JudgementId>,
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
    let names = Names::of_case(&case, app.ports().knowledge.gazetteer)?;
    let decision = Decision::read(&case, &names, form)?;
    let mut writer = case.write(app.now())?;
    if let Some(claim) = &decision.brings {
        writer.claim(claim)?;
    }
    let judgement = Judgement {
        author: app.settings().author.clone(),
        kind: decision.kind.to_owned(),
        payload: decision.payload,
        reason,
        undoes: decision.undoes,
    };
    let (id, _) = writer.judgement(&judgement)?;
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

impl Decision {
    fn read(case: &Case, names: &Names<'_>, form: &Query) -> Result<Self, Refusal> {
        let asked = text(form, "kind")?;
        let kind = KINDS.into_iter().find(|kind| *kind == asked);
        let kind =
            kind.ok_or_else(|| Refusal::parameter("kind", asked, "one of the decisions that there are"))?;
        let plain = |payload: Value| Ok(Self { kind, payload, undoes: None, brings: None });
        match kind {
            "same" | "split" => {
                let [one, other] =
                    [written(case, names, text(form, "one")?)?, written(case, names, text(form, "other")?)?];
                if one == other {
                    return Err(Refusal::bad(
                        format!("“{one}” and “{other}” are one name"),
                        "give two names",
                    ));
                }
                plain(json!({ "one": one, "other": other }))
            }
            "pin" => {
                let so = form.get("so").unwrap_or("true");
                let so: bool = so.parse().map_err(|_| Refusal::parameter("so", so, "true or false"))?;
                plain(json!({ "claim": claim(case, form)?.id().to_string(), "so": so }))
            }
            "grade" => {
                let grade = text(form, "grade")?;
                if !GRADES.contains(&grade) {
                    return Err(Refusal::parameter("grade", grade, "a letter from A to F"));
                }
                plain(json!({ "source": written(case, names, text(form, "source")?)?, "grade": grade }))
            }
            "correct" => {
                let old = claim(case, form)?;
                let new = corrected(&old, form)?;
                let payload = json!({ "claim": old.id().to_string(), "by": new.id().to_string() });
                Ok(Self { kind, payload, undoes: None, brings: Some(new) })
            }
            "undo" => Ok(Self { kind, payload: json!({}), undoes: Some(undone(case, form)?), brings: None }),
            _ => plain(json!({ "claim": claim(case, form)?.id().to_string() })),
        }
    }
}

/// The name as the case has it: as it was given where it stands so, else what the actor is called.
fn written(case: &Case, names: &Names<'_>, asked: &str) -> Result<String, Refusal> {
    let actor = names.find(case, asked)?;
    let stands = names.written(actor).iter().any(|name| name == asked);
    Ok(if stands { asked.to_owned() } else { names.called(actor) })
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
    let mut draft = old.clone().into_draft();
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
    draft.origin = Origin::Analyst;
    draft.confidence = retrospect_model::claim::Confidence::SURE;
    let new = Claim::new(draft);
    if new.id() == old.id() {
        return Err(Refusal::bad("nothing was changed", "change what was read wrong, or accept the claim"));
    }
    Ok(new)
}
