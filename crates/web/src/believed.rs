//! Shows how likely something is and why: in a sentence, and as bars of what each side adds. Start at [`Believed::of`].

use maud::{Markup, PreEscaped, html};
use retrospect_findings::belief::{Part, said};
use retrospect_findings::{Asked, Belief};
use retrospect_view::{Answered, BeliefInput, CampShare, Options, belief_bars, figure};
use serde::Serialize;
use serde_json::Value;

use crate::refusal::Refusal;

/// A belief as pages show it.
#[derive(Serialize)]
pub struct Believed {
    /// What is asked, and how likely it is, with what decides it.
    sentence: String,
    /// All of it: each claim's share, what it would be without each side and source, what it hangs on.
    belief: Value,
    #[serde(skip)]
    bars: String,
}

impl Believed {
    /// A belief in words and as a drawing. `id` tells its drawing from others of the page.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn of(asked: &Asked<'_>, belief: &Belief, id: &str) -> Result<Self, Refusal> {
        let claims = asked.claims(belief.claims())?;
        let sentence = format!("{}: {}", belief.words, belief.sentence(asked, &claims)?);
        let input = bars(belief);
        let bars = figure(&Options::on_page(id), |options| belief_bars(&input, options));
        Ok(Self { sentence, belief: belief.to_json(&claims), bars })
    }

    /// The sentence with the bars.
    pub fn markup(&self) -> Markup {
        html! {
            p { (self.sentence) }
            (PreEscaped(&self.bars))
        }
    }
}

/// What each side adds to a belief, and what it would be without it.
fn bars(belief: &Belief) -> BeliefInput {
    let share = |part: &Part| CampShare {
        camp: part.who.clone().unwrap_or_else(|| "on nobody's side".to_owned()),
        nats: part.nats,
        words: format!("without it {}", said(part.without)),
    };
    let so = Answered {
        label: said(belief.probability),
        probability: belief.probability,
        shares: belief.sides.iter().map(share).collect(),
        link: None,
    };
    BeliefInput { title: "What each side adds".to_owned(), answers: vec![so] }
}
