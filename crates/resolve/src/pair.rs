//! Judges two names: a hard no or a probability, with everything that led to it. Start at [`explain`].

use crate::align::{self, How, Match};
use crate::context::{Record, Sign};
use crate::features::{self, Feature, Features, Side, measure};
use crate::frequency::Frequencies;
use crate::name::{Kind, Name, Term};
use crate::veto::{Veto, veto};
use crate::weights::{Weights, probability};

/// What was found of two names.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// As names of which kind they were compared.
    pub kind: Kind,
    /// A hard no.
    pub veto: Option<Veto>,
    /// What was measured.
    pub features: Features,
    /// What is known beside the names and speaks for or against.
    pub signs: Vec<Sign>,
    /// The logarithm of the odds, with the signs.
    pub log_odds: f32,
}

impl Judged {
    /// How likely both are names of one actor, from 0 to 1; 0 under a hard no.
    #[must_use]
    pub fn probability(&self) -> f32 {
        if self.veto.is_some() { 0.0 } else { probability(self.log_odds) }
    }
}

/// A judgement with its reasons in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The judgement.
    pub judged: Judged,
    /// Which words were taken for the same, with why and how alike they are.
    pub words: Vec<(String, String, How, f32)>,
    /// Features with what each adds to the logarithm of the odds, the weightiest first.
    pub shares: Vec<(&'static str, f32)>,
}

/// Judges two forms whose terms are paired.
#[must_use]
pub fn judge(kind: Kind, a: Side<'_>, b: Side<'_>, matches: &[Match], weights: &Weights) -> Judged {
    let features = measure(a, b, matches);
    let veto = veto(kind, a.terms, b.terms, matches);
    Judged { kind, veto, log_odds: weights.log_odds(kind, &features), features, signs: Vec::new() }
}

/// Judges two names by themselves, with the built-in weights and no list around them. When neither record says its
/// kind, the words do, and where they do not either both kinds are tried.
///
/// ```
/// use retrospect_resolve::{Frequencies, Record, explain};
///
/// let same = explain(&Record::new("", "Jaysh al-Sefa"), &Record::new("", "Army of Sefa"), &Frequencies::general());
/// let other = explain(&Record::new("", "Jaysh al-Sefa"), &Record::new("", "Front of Sefa"), &Frequencies::general());
/// assert!(same.judged.probability() > other.judged.probability());
/// ```
#[must_use]
pub fn explain(a: &Record, b: &Record, frequencies: &Frequencies) -> Explained {
    let known = (a.context.kind, b.context.kind);
    let kinds: &[Kind] =
        match known.0.or(known.1).or_else(|| Kind::guess(&a.name)).or_else(|| Kind::guess(&b.name)) {
            Some(Kind::Organisation) => &[Kind::Organisation],
            Some(Kind::Person) => &[Kind::Person],
            None => &[Kind::Organisation, Kind::Person],
        };
    let mut best: Option<Explained> = None;
    for &kind in kinds {
        let explained = of_kind(a, b, kind, frequencies);
        if best.as_ref().is_none_or(|best| is_better(&explained.judged, &best.judged)) {
            best = Some(explained);
        }
    }
    let mut best = best.unwrap_or_else(|| of_kind(a, b, Kind::Organisation, frequencies));
    if matches!(known, (Some(a), Some(b)) if a != b) {
        best.judged.veto = Some(Veto::Kinds);
    }
    best
}

fn is_better(new: &Judged, old: &Judged) -> bool {
    (new.veto.is_none(), new.log_odds) > (old.veto.is_none(), old.log_odds)
}

fn of_kind(a: &Record, b: &Record, kind: Kind, frequencies: &Frequencies) -> Explained {
    let (left, right) = (Name::read(&a.name, kind), Name::read(&b.name, kind));
    let mut best: Option<Explained> = None;
    for one in &left.forms {
        for other in &right.forms {
            let matches = align::align(one, other);
            let (one_terms, other_terms): (Vec<&Term>, Vec<&Term>) =
                (one.terms.iter().collect(), other.terms.iter().collect());
            let weights =
                (features::weights(&one_terms, frequencies), features::weights(&other_terms, frequencies));
            let sides = (Side::new(one, &one_terms, &weights.0), Side::new(other, &other_terms, &weights.1));
            let mut judged = judge(kind, sides.0, sides.1, &matches, Weights::built_in());
            judged.signs = a.context.signs(&b.context);
            judged.log_odds += judged.signs.iter().map(|sign| sign.shift()).sum::<f32>();
            if best.as_ref().is_none_or(|best| is_better(&judged, &best.judged)) {
                best = Some(explained(judged, sides, &matches));
            }
        }
    }
    best.unwrap_or_else(|| {
        let none = Side {
            terms: &[],
            weights: &[],
            acronyms: &[],
            part: crate::name::Part::Main,
            is_settled: false,
        };
        explained(judge(kind, none, none, &[], Weights::built_in()), (none, none), &[])
    })
}

fn explained(judged: Judged, sides: (Side<'_>, Side<'_>), matches: &[Match]) -> Explained {
    let text = |terms: &[&Term], run: (usize, usize)| {
        let words: Vec<&str> = terms.iter().skip(run.0).take(run.1).map(|term| term.text.as_str()).collect();
        words.join(" ")
    };
    let words = matches
        .iter()
        .map(|m| (text(sides.0.terms, m.left), text(sides.1.terms, m.right), m.how, m.likeness))
        .collect();
    let mut shares = shares(&judged);
    shares.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(b.0)));
    Explained { judged, words, shares }
}

/// What each feature and sign adds to the logarithm of the odds, with the built-in weights.
#[must_use]
pub fn shares(judged: &Judged) -> Vec<(&'static str, f32)> {
    let weigh = |(feature, number): (Feature, f32)| {
        (feature.name(), Weights::built_in().of(judged.kind, feature) * number)
    };
    let features = judged.features.iter().map(weigh).filter(|share| share.1.abs() > 0.005);
    features.chain(judged.signs.iter().map(|sign| (sign.name(), sign.shift()))).collect()
}
