//! Reads a text from end to end: names, parse, dates, voices, frames, claims. Start at [`Extractor::extract`].

use std::collections::VecDeque;

use retrospect_lang::{Doc, Model, Reading, StandIn, StandInKind};
use retrospect_model::{Edtf, Text};

use crate::choice::Chooser;
use crate::choice::options::Field;
use crate::claims::{Claim, Reader};
use crate::coref::Coreference;
use crate::dates;
use crate::dating::{Dating, DatingWeights, Given};
use crate::explain::{Explanation, Seen};
use crate::frames::{Candidate, match_frames};
use crate::gazetteer::{Gazetteer, Known, NameKind};
use crate::learned::{Readers, Readings};
use crate::mentions::Mentions;
use crate::names::names_in;
use crate::parties::Parties;
use crate::roles::{Roles, Topics};
use crate::schema::Schema;
use crate::scorer::Scorer;
use crate::sentences::Sentences;
use crate::sheet::{self, Lesson};
use crate::stretches::stretches;
use crate::turns::Turns;
use crate::voices::Voices;

/// Claims between two that overlap: they come in the order of their triggers, and words overlap within a sentence.
const TWINS_APART_MAX: usize = 200;

/// What reading texts needs; can be shared by threads.
#[derive(Debug)]
pub struct Extractor {
    /// The text engine.
    pub model: Model,
    /// Whom and which places the world knows.
    pub gazetteer: Gazetteer,
    /// What a text can say, and how.
    pub schema: Schema,
    /// Judges candidates; without it, every candidate is a claim.
    pub scorer: Option<Scorer>,
    /// Weighs who fills a role; without it, what the frames say stays.
    pub chooser: Option<Chooser>,
    /// Chooses the dates of claims; without it, the nearest date is taken.
    pub dating: Option<DatingWeights>,
    /// Who proposes events.
    pub readers: Readers,
    /// Whether claims keep what the chooser and the weights of dates see, for their trainers.
    pub keeps_weighed: bool,
}

impl Extractor {
    /// The claims of a text, in the order of their words. `published` is when it was published, as far as is known. A text
    /// longer than a book is read in stretches, each with the end of the one before in view.
    #[must_use]
    pub fn extract(&self, text: &str, published: Option<&Edtf>) -> Vec<Claim> {
        self.in_stretches(text, |stretch| self.read(stretch, published, |_, claims| claims), |claim| claim)
    }

    /// The claims of a text as [`extract`](Self::extract) gives them, each with how it was read.
    #[must_use]
    pub fn explain(&self, text: &str, published: Option<&Edtf>) -> Vec<(Claim, Explanation)> {
        let explained = |seen: Seen<'_>, claims: Vec<Claim>| {
            let explain = |claim: Claim| {
                let explanation = seen.explain(&claim);
                (claim, explanation)
            };
            claims.into_iter().map(explain).collect()
        };
        self.in_stretches(text, |stretch| self.read(stretch, published, explained), |(claim, _)| claim)
    }

    /// What is found in the stretches of a text, each told once, with the places of its claims in the whole text.
    fn in_stretches<T>(
        &self,
        text: &str,
        read: impl Fn(&str) -> Option<Vec<T>>,
        claim: impl Fn(&mut T) -> &mut Claim,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for stretch in stretches(text) {
            let mut found = read(stretch.text).unwrap_or_default();
            found.retain_mut(|found| {
                let claim = claim(found);
                let is_own = claim.span.start >= stretch.context;
                claim.span = claim.span.start + stretch.before..claim.span.end + stretch.before;
                if !self.keeps_weighed {
                    claim.features = Vec::new();
                }
                is_own
            });
            all.append(&mut found);
        }
        all
    }

    /// Reads a text and hands its claims to whoever wants to see them beside it; `None` never comes, as names are in
    /// order, apart, and characters of the text, and the parser refuses texts whose characters cannot be counted.
    fn read<T>(
        &self,
        text: &str,
        published: Option<&Edtf>,
        finish: impl FnOnce(Seen<'_>, Vec<Claim>) -> T,
    ) -> Option<T> {
        let (doc, known) = self.parsed(text)?;
        let mentions = Mentions::find(&doc, &known);
        let sentences = Sentences::new(&doc);
        let coreference = Coreference::resolve(&doc, &mentions, &sentences);
        let voices = Voices::find(&doc, &sentences);
        let dates = dates::find(&doc, published);
        let mut candidates = self.framed(&doc, &mentions);
        let field = Field { doc: &doc, mentions: &mentions, sentences: &sentences };
        let read = self.readers.learned().map(|learned| {
            let sheet = sheet::sheet(&field, &dates, learned.asked(&candidates));
            let impression = learned.reader.read(text, &sheet);
            (learned, sheet, impression)
        });
        if let Some((learned, sheet, impression)) = &read {
            candidates.extend(learned.proposed(&doc, impression, &sheet.asked));
            candidates.sort_by_key(|candidate| candidate.trigger.index());
        }
        let readings = read.as_ref().map(|(learned, _, impression)| Readings { learned, impression });
        let of_kind = |candidate: &Candidate<'_, '_>| {
            (candidate.trigger.index(), self.schema.kind(candidate.frame.kind).name.as_str())
        };
        let given = Given {
            doc: &doc,
            dates: &dates,
            sentences: &sentences,
            published,
            weights: self.dating.as_ref(),
        };
        let dating = Dating::new(given, candidates.iter().map(of_kind));
        let chars = Text::new(text).ok()?;
        let parties =
            Parties { doc: &doc, mentions: &mentions, coreference: &coreference, gazetteer: &self.gazetteer };
        let reader = Reader {
            doc: &doc,
            sentences: &sentences,
            chars: &chars,
            mentions: &mentions,
            parties,
            roles: Roles {
                field,
                readings,
                parties,
                topics: Topics::of(&mentions, &coreference),
                turns: Turns::find(&doc, &mentions),
                chooser: self.chooser.as_ref(),
                keeps_weighed: self.keeps_weighed,
            },
            dating: &dating,
            schema: &self.schema,
        };
        let claims = candidates.iter().flat_map(|candidate| reader.claims(candidate, &voices));
        let mut claims = fold(claims.map(|claim| self.judged(claim)), |claim| self.passes(claim));
        let seen = Seen {
            doc: &doc,
            chars: &chars,
            dates: &dates,
            schema: &self.schema,
            scorer: self.scorer.as_ref(),
            published,
        };
        claims.iter_mut().for_each(|claim| reader.date(claim));
        Some(finish(seen, claims))
    }

    /// A text, parsed with the names in it that are known.
    fn parsed<'t>(&self, text: &'t str) -> Option<(Doc<'t>, Vec<Known>)> {
        let known = names_in(text, &self.gazetteer);
        let stand_ins: Vec<StandIn> = known.iter().map(stand_in).collect();
        let reading = Reading { stand_ins: &stand_ins, by_paragraphs: true };
        Some((self.model.parse_with(text, &reading).ok()?, known))
    }

    /// What the frames propose, if they are asked.
    fn framed<'d, 's>(&'s self, doc: &'d Doc<'d>, mentions: &Mentions) -> Vec<Candidate<'d, 's>> {
        match &self.readers {
            Readers::Learned(_) => Vec::new(),
            Readers::Frames | Readers::Both(_) => {
                best_of_trigger(match_frames(doc, mentions, &self.schema), &self.schema)
            }
        }
    }

    /// What the trainer of the learned reader must know of a text; `None` never comes, as in `read`.
    #[must_use]
    pub fn lesson(&self, text: &str, published: Option<&Edtf>) -> Option<Lesson> {
        let (doc, known) = self.parsed(text)?;
        let mentions = Mentions::find(&doc, &known);
        let sentences = Sentences::new(&doc);
        let coreference = Coreference::resolve(&doc, &mentions, &sentences);
        let found = dates::find(&doc, published);
        let parties =
            Parties { doc: &doc, mentions: &mentions, coreference: &coreference, gazetteer: &self.gazetteer };
        let field = Field { doc: &doc, mentions: &mentions, sentences: &sentences };
        let kind = |candidate: &Candidate<'_, '_>| self.schema.kind(candidate.frame.kind).name.clone();
        let frames = match_frames(&doc, &mentions, &self.schema);
        Some(Lesson {
            sheet: sheet::sheet(&field, &found, Vec::new()),
            parties: sheet::parties(&field, &parties),
            dates: sheet::dates(&found),
            frames: frames.iter().map(|frame| (frame.trigger.index(), kind(frame))).collect(),
        })
    }

    /// A claim with the scorer's judgement.
    fn judged(&self, mut claim: Claim) -> Claim {
        if let Some(scorer) = &self.scorer {
            claim.confidence = scorer.probability(&claim.features) as f32;
        }
        claim
    }

    /// Whether the scorer lets a claim pass.
    fn passes(&self, claim: &Claim) -> bool {
        self.scorer.as_ref().is_none_or(|scorer| f64::from(claim.confidence) >= scorer.threshold())
    }
}

fn stand_in(name: &Known) -> StandIn {
    let kind = match name.kind {
        NameKind::Organisation => StandInKind::Organisation,
        NameKind::Person => StandInKind::Person,
        NameKind::Place => StandInKind::Place,
    };
    StandIn { range: name.range.clone(), kind }
}

/// Of several candidates of one kind at a trigger the weightiest, and of two with equal weight the one with more
/// roles; killing and dying exclude each other.
fn best_of_trigger<'d, 's>(candidates: Vec<Candidate<'d, 's>>, schema: &Schema) -> Vec<Candidate<'d, 's>> {
    let group = |candidate: &Candidate<'_, '_>| match schema.kind(candidate.frame.kind).name.as_str() {
        "die" => "kill".to_owned(),
        name => name.to_owned(),
    };
    let rank = |candidate: &Candidate<'_, '_>| {
        let filled = usize::from(!candidate.actor.is_empty()) + usize::from(!candidate.target.is_empty());
        (candidate.frame.weight, filled)
    };
    let mut best: Vec<Candidate<'d, 's>> = Vec::new();
    for candidate in candidates {
        let is_rival = |other: &Candidate<'_, '_>| {
            other.trigger == candidate.trigger && group(other) == group(&candidate)
        };
        // Candidates come trigger by trigger, so rivals are among the last.
        let of_trigger = best.iter().rev().take_while(|other| other.trigger == candidate.trigger).count();
        let first = best.len() - of_trigger;
        let rival = best.iter().skip(first).rposition(is_rival).map(|index| first + index);
        match rival {
            None => best.push(candidate),
            Some(index) if rank(&candidate) > rank(&best[index]) => best[index] = candidate,
            Some(_) => {}
        }
    }
    best
}

/// Kinds that one word cannot tell of one actor together: who takes a place does not leave it.
fn are_opposite(one: &str, other: &str) -> bool {
    matches!((one, other), ("control", "withdraw") | ("withdraw", "control"))
}

/// Those that pass, without those that say what another says: of equal kind and overlapping words, where the parties do not
/// differ, the fuller and more confident one stays, and so of two that exclude each other. What no later claim can overlap
/// is settled at once: of a long text all that does not pass would fill the memory.
fn fold(claims: impl Iterator<Item = Claim>, passes: impl Fn(&Claim) -> bool) -> Vec<Claim> {
    let filled = |claim: &Claim| usize::from(!claim.actor.is_empty()) + usize::from(!claim.target.is_empty());
    let agree = |one: &[String], two: &[String]| one.is_empty() || two.is_empty() || one == two;
    let rank = |claim: &Claim| (filled(claim), claim.confidence);
    let mut settled: Vec<Claim> = Vec::new();
    let mut near: VecDeque<Claim> = VecDeque::with_capacity(TWINS_APART_MAX + 1);
    for claim in claims {
        let is_twin = |other: &&mut Claim| {
            let overlap = other.span.start < claim.span.end && claim.span.start < other.span.end;
            let is_same = || other.kind == claim.kind && overlap && agree(&other.target, &claim.target);
            let is_opposite = || {
                other.timing.trigger == claim.timing.trigger
                    && other.actor == claim.actor
                    && are_opposite(&other.kind, &claim.kind)
            };
            agree(&other.actor, &claim.actor) && (is_same() || is_opposite())
        };
        match near.iter_mut().find(is_twin) {
            None => near.push_back(claim),
            Some(twin) if rank(&claim) > rank(twin) => *twin = claim,
            Some(_) => {}
        }
        if near.len() > TWINS_APART_MAX {
            settled.extend(near.pop_front().filter(&passes));
        }
    }
    settled.extend(near.into_iter().filter(&passes));
    settled.sort_by_key(|claim| (claim.span.start, claim.span.end));
    settled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::Timing;
    use crate::explain::Trace;

    fn told(kind: &str, actor: &str, trigger: usize, confidence: f32) -> Claim {
        Claim {
            kind: kind.to_owned(),
            actor: vec![actor.to_owned()],
            span: trigger..trigger + 8,
            confidence,
            timing: Timing { trigger, ..Timing::default() },
            target: Vec::new(),
            place: None,
            when: None,
            sources: Vec::new(),
            said: None,
            stance: retrospect_model::Stance::Asserted,
            quote: String::new(),
            frame: 0,
            features: Vec::new(),
            dates: Vec::new(),
            said_dates: Vec::new(),
            trace: Trace::default(),
            weighed: Vec::new(),
        }
    }

    fn folded(claims: Vec<Claim>) -> Vec<(String, f32)> {
        let kept = fold(claims.into_iter(), |claim| claim.confidence >= 0.2);
        kept.into_iter().map(|claim| (claim.kind, claim.confidence)).collect()
    }

    #[test]
    fn who_takes_a_place_does_not_leave_it_by_the_same_word() {
        let control = told("control", "Harrun Front", 4, 0.8);
        let kept = folded(vec![control.clone(), told("withdraw", "Harrun Front", 4, 0.3)]);
        assert_eq!(kept, [("control".to_owned(), 0.8)]);
        // Another's loss, or another word's, stays.
        let kept = folded(vec![
            control,
            told("withdraw", "Lusk Militia", 4, 0.3),
            told("withdraw", "Harrun Front", 9, 0.4),
        ]);
        assert_eq!(kept.len(), 3);
    }

    #[test]
    fn of_twins_the_surer_stays_however_many_come_between() {
        let mut claims = vec![told("attack", "Harrun Front", 4, 0.5), told("attack", "Harrun Front", 5, 0.6)];
        claims
            .extend((0..2 * TWINS_APART_MAX).map(|place| told("kill", "Lusk Militia", 20 + 10 * place, 0.1)));
        claims.push(told("attack", "Harrun Front", 9000, 0.7));
        assert_eq!(folded(claims), [("attack".to_owned(), 0.6), ("attack".to_owned(), 0.7)]);
    }
}
