//! Episodes as pages show them: in words, with whether they held on the day, and the claims under them. Start at
//! [`Shown::of`].

use maud::{Markup, html};
use retrospect_findings::belief::said;
use retrospect_findings::{Beliefs, Names, OnDay, wording};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Day, Truth};
use retrospect_network::{ActorKey, Cited, Episode};
use retrospect_store::ClaimKey;
use serde::Serialize;

use crate::address::View;
use crate::pages::Reading;
use crate::parts::{Told, claim_row, count};
use crate::refusal::Refusal;

/// Claims under one beginning or end that are shown; the rest is counted.
const CLAIMS_MAX: usize = 12;

/// An episode on a day.
#[derive(Serialize)]
pub struct Shown {
    relation: String,
    /// certainly, possibly, no longer or not yet.
    pub standing: &'static str,
    holds: Truth,
    sentence: String,
    stretch: String,
    subject: String,
    object: Option<String>,
    alleged: bool,
    /// How likely it held on the day; left out where the case is too large to be weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    /// How many claims bear on it.
    claims: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Evidence>,
}

/// The claims under an episode.
#[derive(Serialize)]
struct Evidence {
    starts: Under,
    ends: Under,
    denials: Under,
    contradicted_by: Under,
    /// Why it ended, in words.
    ended: Vec<String>,
}

#[derive(Serialize)]
struct Under {
    claims: Vec<Told>,
    total: usize,
}

impl Shown {
    /// An episode in words, without its claims.
    pub fn of(
        names: &Names<'_>,
        beliefs: Option<&Beliefs>,
        relation: &RelationName,
        episode: &Episode,
        on: Day,
    ) -> Self {
        let called = |actor: ActorKey| names.called(actor);
        let (subject, object) = (called(episode.pair.subject), episode.pair.object.map(called));
        let day = OnDay::unweighed(episode.clone(), on);
        let likely = beliefs.and_then(|beliefs| beliefs.on_day(relation, episode, day.holds, on));
        Self {
            relation: relation.to_string(),
            probability: likely.map(|(probability, _)| probability),
            standing: day.standing(on),
            holds: day.holds,
            sentence: wording::sentence(relation, &subject, object.as_deref()),
            stretch: wording::stretch(&episode.bounds),
            subject,
            object,
            alleged: episode.is_alleged,
            claims: day.cited().count(),
            evidence: None,
        }
    }

    /// With the claims under it, as far as there is room for claims on the page, which they take.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn with_evidence(
        mut self,
        reading: &Reading<'_>,
        episode: &Episode,
        room: &mut usize,
    ) -> Result<Self, Refusal> {
        let mut under = |keys: Vec<ClaimKey>| -> Result<Under, Refusal> {
            let total = keys.len();
            let shown: Vec<ClaimKey> = keys.into_iter().take(CLAIMS_MAX.min(*room)).collect();
            *room -= shown.len();
            Ok(Under { claims: reading.told(&shown)?, total })
        };
        let keys = |cited: &[Cited]| cited.iter().map(|cited| cited.claim).collect();
        let mut ended: Vec<String> = episode.ends.iter().map(|cited| wording::reason(&cited.basis)).collect();
        ended.dedup();
        self.evidence = Some(Evidence {
            starts: under(keys(&episode.starts))?,
            ends: under(keys(&episode.ends))?,
            denials: under(episode.denials.clone())?,
            contradicted_by: under(episode.contradicted_by.clone())?,
            ended,
        });
        Ok(self)
    }

    /// The sentence with its standing and its stretch, as plain text.
    pub fn words(&self) -> String {
        let likely =
            self.probability.map_or_else(String::new, |probability| format!("; {}", said(probability)));
        format!("{}: {} ({}){likely}", self.standing, self.sentence, self.stretch)
    }

    /// The sentence with its standing and the ways to its actors.
    pub fn row(&self, view: &View) -> Markup {
        html! {
            span class={ "chip " (self.standing.replace(' ', "-")) } { (self.standing) } " "
            (self.linked(view))
            @if self.alleged { " " span.chip.alleged { "alleged" } }
            br;
            span.meta { (self.stretch) @if let Some(probability) = self.probability { "; " (said(probability)) } }
        }
    }

    /// The sentence with its actors as links.
    fn linked(&self, view: &View) -> Markup {
        let actor = |name: &str| html! { a href=(view.link("/actor").with("name", name)) { (name) } };
        let rest = self.sentence.strip_prefix(self.subject.as_str()).filter(|_| !self.subject.is_empty());
        let between =
            rest.and_then(|rest| match self.object.as_deref().filter(|object| !object.is_empty()) {
                Some(object) => rest.strip_suffix(object),
                None => Some(rest),
            });
        html! {
            @match between {
                None => (self.sentence),
                Some(between) => {
                    (actor(&self.subject)) (between)
                    @if let Some(object) = self.object.as_deref().filter(|object| !object.is_empty()) { (actor(object)) }
                }
            }
        }
    }

    /// The episode with its claims, which open on demand.
    pub fn card(&self, view: &View) -> Markup {
        let under = |title: String, under: &Under| {
            html! {
                @if under.total > 0 {
                    h3 { (title) }
                    @if under.claims.is_empty() {
                        p.quiet { (count(under.total, "claim")) }
                    } @else {
                        ol.claims { @for told in &under.claims { (claim_row(view, told)) } }
                        @if under.total > under.claims.len() { p.quiet { "and " (under.total - under.claims.len()) " more" } }
                    }
                }
            }
        };
        html! {
            li.episode {
                (self.row(view))
                @if let Some(evidence) = &self.evidence {
                    details {
                        summary { (count(self.claims, "claim")) " under it" }
                        (under("It began, or was so".to_owned(), &evidence.starts))
                        (under(format!("It ended {}", evidence.ended.join("; ")), &evidence.ends))
                        (under("Denied".to_owned(), &evidence.denials))
                        (under("Said to hold after the end".to_owned(), &evidence.contradicted_by))
                    }
                }
            }
        }
    }
}
