//! Turns frames at their triggers into claims: parties named, dates and places found, voices and stance judged. Start
//! at [`Reader::claims`].

use std::ops::Range;

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::{Edtf, Stance, Text};

use crate::choice::options::{Filler, Origin};
use crate::dating::{DateOption, Dating, Event};
use crate::explain::Trace;
use crate::features::{features, sureness};
use crate::frames::Candidate;
use crate::gazetteer::NameKind;
use crate::mentions::{Mentions, phrase};
use crate::parties::Parties;
use crate::roles::{Draft, Roles, Weighed};
use crate::schema::{Role, Schema};
use crate::sentences::Sentences;
use crate::speech::REPORT;
use crate::syntax;
use crate::voices::{Told, Voices};

/// One thing that a document says happened or held, in somebody's voice. Names are as the text has them.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// The name of its kind.
    pub kind: String,
    /// Who does it; empty if the text names nobody.
    pub actor: Vec<String>,
    /// To whom, against whom, or what it is done to.
    pub target: Vec<String>,
    /// Where.
    pub place: Option<String>,
    /// When it happened or held.
    pub when: Option<Edtf>,
    /// Whose claim it is, outermost first; empty for the author.
    pub sources: Vec<String>,
    /// When the innermost source said it.
    pub said: Option<Edtf>,
    /// How it stands to what happened.
    pub stance: Stance,
    /// The words that carry it, in Unicode scalar values of the text.
    pub span: Range<usize>,
    /// These words.
    pub quote: String,
    /// How likely it is a claim, from 0 to 1: the scorer's judgement, or without one the frame's own weight.
    pub confidence: f32,
    /// The line of the schema on which the frame that made it begins.
    pub frame: usize,
    /// What the scorer sees of it; empty unless the extractor was asked to keep it.
    pub features: Vec<String>,
    /// The dates that it could have, where the extractor was asked for them.
    pub dates: Vec<DateOption>,
    /// The dates at which it could have been said, where the extractor was asked for them.
    pub said_dates: Vec<DateOption>,
    /// Where its parts were found.
    pub(crate) trace: Trace,
    pub(crate) timing: Timing,
    /// What the chooser of roles sees of it; empty unless the extractor was asked to keep it.
    pub weighed: Vec<Weighed>,
}

/// The tokens that the dates of a claim are worked out from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Timing {
    /// The word that tells it.
    pub trigger: usize,
    /// The verb or noun of the innermost voice.
    pub told_by: Option<usize>,
    /// The word by which the source says it, if it has one.
    pub said: Option<usize>,
}

/// Kinds in which weapons and events stand for those behind them.
const VIOLENCE: [&str; 9] =
    ["attack", "kill", "destroy", "capture", "besiege", "clash", "responsibility", "die", "control"];
/// Nouns of events that have targets of their own.
const EVENTS: [&str; 26] = [
    "act",
    "airstrike",
    "ambush",
    "assassination",
    "assault",
    "attack",
    "blast",
    "bombing",
    "bombardment",
    "campaign",
    "execution",
    "explosion",
    "incident",
    "kidnapping",
    "killing",
    "massacre",
    "murder",
    "offensive",
    "operation",
    "raid",
    "shelling",
    "shooting",
    "siege",
    "strike",
    "violence",
    "wave",
];
/// Prepositions by which a clause names the event that it was part of.
const PART_OF: [&str; 7] = ["in", "during", "by", "after", "when", "from", "with"];
/// Prepositions of place, the surest first.
const AT: [&str; 16] = [
    "in",
    "at",
    "near",
    "inside",
    "outside",
    "around",
    "from",
    "of",
    "across",
    "on",
    "to",
    "into",
    "over",
    "through",
    "throughout",
    "within",
];
/// How far behind an event its owner may be named.
const STEPS_BEHIND: usize = 4;

/// A document with what is known of it, as claims are read from it.
pub(crate) struct Reader<'d> {
    pub doc: &'d Doc<'d>,
    pub mentions: &'d Mentions,
    pub parties: Parties<'d>,
    pub dating: &'d Dating<'d>,
    pub schema: &'d Schema,
    pub sentences: &'d Sentences,
    pub roles: Roles<'d>,
    pub chars: &'d Text<&'d str>,
}

impl<'d> Reader<'d> {
    /// The claims that a candidate makes: its own first, then what the same words say besides.
    pub fn claims(&self, candidate: &Candidate<'d, '_>, voices: &Voices<'d>) -> Vec<Claim> {
        let kind = self.schema.kind(candidate.frame.kind).name.as_str();
        let mut told = voices.told(candidate.trigger);
        self.add_reporter(candidate, &mut told);
        let own_draft = Draft {
            kind,
            kind_id: candidate.frame.kind,
            actor: self.actors(candidate, kind),
            target: self.targets(candidate, kind),
            place: self.places(candidate),
            voices: &told.voices,
            manner: voices.manner(candidate.trigger),
        };
        let phrases = self.roles.phrases(candidate.trigger);
        let own = self.claim(candidate, &own_draft, &told, &phrases);
        let besides = self.besides(candidate, &own_draft);
        let mut all: Vec<Claim> =
            besides.iter().map(|draft| self.claim(candidate, draft, &told, &phrases)).collect();
        if kind == "responsibility" {
            // What is claimed is told in the claimant's voice.
            for claim in all.iter_mut().filter(|claim| !claim.actor.is_empty()) {
                claim.sources.extend(claim.actor.first().cloned());
                claim.timing.said = Some(candidate.trigger.index());
            }
        }
        // "The group claimed that it had attacked X" claims the attack.
        let is_claimed = told.by.is_some_and(|by| by.lemma() == "claim");
        let by_itself = own.actor.first().is_some_and(|actor| own.sources.last() == Some(actor));
        if matches!(kind, "attack" | "kill") && is_claimed && by_itself && own.stance == Stance::Asserted {
            let mut sources = own.sources.clone();
            sources.pop();
            let said = own.timing.said.filter(|_| !sources.is_empty());
            let trigger = told.by.unwrap_or(candidate.trigger).index();
            all.push(Claim {
                kind: "responsibility".to_owned(),
                timing: Timing { trigger, told_by: None, said },
                sources,
                ..own.clone()
            });
        }
        all.insert(0, own);
        all
    }

    /// Says when a claim was, and when it was said. It is done last, for those claims alone that are kept.
    pub fn date(&self, claim: &mut Claim) {
        let Timing { trigger, told_by, said } = claim.timing;
        // The schema's own name of the kind lives as long as the text.
        let kind = self.schema.kind_named(&claim.kind).map_or("", |id| self.schema.kind(id).name.as_str());
        let token = |index: usize| self.doc.token(index);
        if let Some(trigger) = token(trigger) {
            let event = Event { trigger, kind, stance: claim.stance, said_by: told_by.and_then(token) };
            claim.when = self.dating.when(&event);
            claim.dates = self.dates(&event);
        }
        if let Some(by) = said.and_then(token) {
            claim.said = self.dating.said(by);
            claim.said_dates = self.said_dates(by);
        }
    }

    /// "Prosecutors attributed the bombing to X": the trigger's own subject, who only reports.
    fn add_reporter(&self, candidate: &Candidate<'d, '_>, told: &mut Told<'d>) {
        let trigger = candidate.trigger;
        if !syntax::is_verb(trigger) || !REPORT.contains(&trigger.lemma()) {
            return;
        }
        let plays =
            |token: &TokenRef<'d>| candidate.actor.contains(token) || candidate.target.contains(token);
        let reporter = syntax::subjects(trigger).into_iter().find(|subject| !plays(subject));
        if let Some(reporter) = reporter.filter(|reporter| !told.voices.contains(reporter)) {
            told.voices.push(reporter);
            told.by = Some(trigger);
        }
    }

    fn claim(
        &self,
        candidate: &Candidate<'d, '_>,
        draft: &Draft<'_, 'd>,
        told: &Told<'d>,
        phrases: &[Filler<'d>],
    ) -> Claim {
        let (trigger, kind) = (candidate.trigger, draft.kind);
        let (actor, target) = self.roles.fill(candidate, draft, phrases);
        let (sources, by) = self.sources(candidate, draft, told, phrases);
        let place = self.roles.one("place", candidate, draft, phrases);
        let event =
            self.roles.readings.map(|readings| (readings, readings.event(trigger.index(), draft.kind_id)));
        let mut trace = Trace::of(candidate, [&actor, &target, &place], by);
        trace.odds = event.and_then(|(_, event)| Some(event?.odds));
        let stance = match candidate.frame.stance {
            Some(stance) if told.stance == Stance::Asserted => stance,
            _ => told.stance,
        };
        let timing = Timing {
            trigger: trigger.index(),
            told_by: told.by.map(TokenRef::index),
            said: (!sources.is_empty()).then(|| by.unwrap_or(trigger).index()),
        };
        let heads = actor.heads.iter().chain(&target.heads).chain(&candidate.place);
        let range = self.evidence(trigger, heads.copied());
        let mut features = features(candidate, kind, self.mentions, stance, told.voices.len());
        features.extend(sureness(kind, &actor, &target));
        if let Some((readings, event)) = event {
            features.extend(readings.features(event, kind, stance as usize, self.sentences));
        }
        let char_of = |byte: usize| self.chars.char_of(byte).map_or(0, |offset| offset as usize);
        Claim {
            kind: kind.to_owned(),
            actor: actor.names,
            target: target.names,
            place: place.names.into_iter().next(),
            when: None,
            dates: Vec::new(),
            said: None,
            said_dates: Vec::new(),
            timing,
            sources,
            stance,
            span: char_of(range.start)..char_of(range.end),
            quote: self.doc.text().get(range).unwrap_or_default().to_owned(),
            confidence: candidate.frame.weight,
            frame: candidate.frame.line,
            features,
            trace,
            weighed: if self.roles.keeps_weighed {
                self.roles.weighed(candidate, draft, phrases)
            } else {
                Vec::new()
            },
        }
    }

    /// Whose claim it is, outermost first, and the word by which the innermost tells it.
    fn sources(
        &self,
        candidate: &Candidate<'d, '_>,
        draft: &Draft<'_, 'd>,
        told: &Told<'d>,
        phrases: &[Filler<'d>],
    ) -> (Vec<String>, Option<TokenRef<'d>>) {
        let mut sources: Vec<String> =
            told.voices.iter().filter_map(|voice| self.parties.voice(*voice)).collect();
        if sources.is_empty() && matches!(draft.kind, "attack" | "kill") {
            sources.extend(self.parties.claimant(candidate.trigger).and_then(|head| self.parties.name(head)));
        }
        let chosen = self.roles.one("source", candidate, draft, phrases);
        match (chosen.origin, chosen.heads.first()) {
            (Origin::Frame, _) => (sources, told.by),
            // What only the claimant's own act makes his words stays so.
            (_, None) if told.voices.is_empty() => (sources, told.by),
            (_, None) => (Vec::new(), None),
            (_, Some(speaker)) => (self.parties.voice(*speaker).into_iter().collect(), Some(speaker.head())),
        }
    }

    /// The dates that an event could have, if they are asked for.
    fn dates(&self, event: &Event<'d>) -> Vec<DateOption> {
        if self.roles.keeps_weighed { self.dating.options(event) } else { Vec::new() }
    }

    /// The dates at which words of a voice could have been said, if they are asked for.
    fn said_dates(&self, by: TokenRef<'d>) -> Vec<DateOption> {
        if self.roles.keeps_weighed { self.dating.said_options(by) } else { Vec::new() }
    }

    /// What the frame says that its words carry besides.
    fn besides<'c>(&self, candidate: &Candidate<'d, '_>, own: &Draft<'c, 'd>) -> Vec<Draft<'c, 'd>>
    where
        'd: 'c,
    {
        let filler = |role: Option<Role>| match role {
            Some(Role::Actor) => own.actor.clone(),
            Some(Role::Target) => own.target.clone(),
            Some(Role::Place) => own.place.clone(),
            None => Vec::new(),
        };
        let also = candidate.frame.also.iter().map(|also| Draft {
            kind: self.schema.kind(also.kind).name.as_str(),
            kind_id: also.kind,
            actor: filler(also.actor),
            target: filler(also.target),
            ..own.clone()
        });
        also.collect()
    }

    /// Who acts: for violence that a weapon or an event is said to do, who stands behind it.
    fn actors(&self, candidate: &Candidate<'d, '_>, kind: &str) -> Vec<TokenRef<'d>> {
        if !VIOLENCE.contains(&kind) {
            return candidate.actor.clone();
        }
        let actors = self.parties.actors(&candidate.actor);
        if !actors.is_empty() {
            return actors;
        }
        let earlier = |events: &[TokenRef<'d>]| -> Vec<TokenRef<'d>> {
            let events = events.iter().filter(|event| self.parties.is_instrument(**event));
            events.flat_map(|event| self.parties.behind_earlier(*event)).collect()
        };
        if !candidate.actor.is_empty() {
            return earlier(&candidate.actor);
        }
        let trigger = candidate.trigger;
        if !syntax::is_verb(trigger) {
            let behind = self.parties.behind(trigger, STEPS_BEHIND);
            return if behind.is_empty() { earlier(&[trigger]) } else { behind };
        }
        // "A raid by X killed two": the frame has no place for the raid's owner.
        let events: Vec<_> = syntax::subjects(trigger)
            .into_iter()
            .filter(|event| self.parties.is_instrument(*event))
            .collect();
        let behind: Vec<_> =
            events.iter().flat_map(|event| self.parties.behind(*event, STEPS_BEHIND)).collect();
        if !events.is_empty() {
            return if behind.is_empty() { earlier(&events) } else { behind };
        }
        // "killed in a raid by X": the event that the clause names.
        let of_event = |preposition: &str| -> Vec<TokenRef<'d>> {
            let events = syntax::after(preposition, &[trigger]);
            let events = events.into_iter().filter(|event| self.parties.is_instrument(*event));
            events.flat_map(|event| self.parties.behind(event, STEPS_BEHIND)).collect()
        };
        PART_OF.into_iter().map(of_event).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Who it is done to: for an attack on an attack ("claimed the bombing of X"), what that is on.
    fn targets(&self, candidate: &Candidate<'d, '_>, kind: &str) -> Vec<TokenRef<'d>> {
        if !VIOLENCE.contains(&kind) {
            return candidate.target.clone();
        }
        let inner = |head: &TokenRef<'d>| {
            if !self.parties.is_instrument(*head) || !EVENTS.contains(&head.lemma()) {
                return vec![*head];
            }
            let under = ["on", "against", "of", "targeting", "at"].map(|word| syntax::after(word, &[*head]));
            under.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
        };
        candidate.target.iter().flat_map(inner).collect()
    }

    /// Where the rules place an event: what the frame says; else what a preposition of place ties to the trigger or to
    /// what is hit; else the nearest place of the sentence.
    fn places(&self, candidate: &Candidate<'d, '_>) -> Vec<TokenRef<'d>> {
        let kind = self.schema.kind(candidate.frame.kind).name.as_str();
        let trigger = candidate.trigger;
        let is_group = |head: &TokenRef<'d>| {
            self.mentions.at(head.index()).is_some_and(|mention| mention.kind == NameKind::Organisation)
        };
        // Ground is what it is taken for, whatever the model makes of its name.
        let is_ground = matches!(kind, "control" | "withdraw" | "present" | "besiege");
        let framed = candidate.place.iter().filter(|head| is_ground || !is_group(head));
        if let Some(place) = framed.copied().find(|head| self.parties.name(*head).is_some()) {
            return vec![place];
        }
        let mut under = vec![trigger];
        under.extend(candidate.target.iter().copied());
        if !syntax::is_verb(trigger) {
            under.extend(trigger.ancestors().take(2));
        }
        let is_place = |head: TokenRef<'_>| {
            self.mentions.at(head.index()).is_some_and(|mention| mention.kind == NameKind::Place)
        };
        let tied = under.into_iter().flat_map(|token| AT.map(|word| syntax::after(word, &[token])));
        tied.flatten()
            .find(|head| is_place(*head))
            .or_else(|| self.nearest_place(trigger))
            .into_iter()
            .collect()
    }

    fn nearest_place(&self, trigger: TokenRef<'d>) -> Option<TokenRef<'d>> {
        let sentence = self.sentences.of(trigger.index());
        // A name before a noun ("U.S. drone") says whose it is, not where.
        let is_apart = |head: &TokenRef<'d>| {
            !matches!(head.dep(), "compound" | "amod" | "nmod" | "poss" | "nsubj" | "nsubjpass")
        };
        let places = self.mentions.list().iter().filter(|mention| mention.kind == NameKind::Place);
        places
            .filter(|mention| sentence.contains(&mention.tokens.start))
            .filter_map(|mention| self.doc.token(mention.tokens.end - 1))
            .filter(is_apart)
            .min_by_key(|head| head.index().abs_diff(trigger.index()))
    }

    /// The bytes that carry a candidate: from the first to the last of its trigger and roles in its sentence.
    fn evidence(&self, trigger: TokenRef<'d>, heads: impl Iterator<Item = TokenRef<'d>>) -> Range<usize> {
        let sentence = self.sentences.of(trigger.index());
        let (mut first, mut last) = (trigger.index(), trigger.index());
        for head in heads.chain([trigger]).filter(|head| sentence.contains(&head.index())) {
            first = first.min(phrase(self.doc, head).start);
            last = last.max(head.index());
        }
        self.doc.byte_range(first..last + 1)
    }
}
