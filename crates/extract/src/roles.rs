//! Decides who fills the roles of a claim: what the frame says, weighed against every other phrase near it. Start at
//! [`Roles::fill`].

use std::borrow::Cow;

use retrospect_lang::TokenRef;
use retrospect_reader::Slot as Slots;

use crate::choice::Chooser;
use crate::choice::describe::{Reading, Slot, describe};
use crate::choice::names_of;
use crate::choice::options::{Field, Filler, Origin};
use crate::coref::Coreference;
use crate::frames::Candidate;
use crate::gazetteer::NameKind;
use crate::learned::{Readings, shares};
use crate::mentions::Mentions;
use crate::parties::Parties;
use crate::schema::{KindId, Part};
use crate::syntax;
use crate::turns::Turns;

/// How much less it costs to name a place that is not meant than to miss one: with this factor as many are missed as are
/// named wrongly, on documents not trained on.
const NO_PLACE: f64 = 0.5;

/// What a frame fills the roles of one claim with, before they are weighed.
#[derive(Clone, Debug)]
pub(crate) struct Draft<'c, 'd> {
    pub kind: &'c str,
    pub kind_id: KindId,
    pub actor: Vec<TokenRef<'d>>,
    pub target: Vec<TokenRef<'d>>,
    /// Where the rules place it.
    pub place: Vec<TokenRef<'d>>,
    /// Whose words they are by the rules, outermost first.
    pub voices: &'c [TokenRef<'d>],
    /// See [`Slot::manner`].
    pub manner: &'static str,
}

impl<'d> Draft<'_, 'd> {
    /// What the frame and the rules fill a slot with; of voices the innermost.
    fn filler(&self, slot: &str) -> &[TokenRef<'d>] {
        match slot {
            "actor" => &self.actor,
            "target" => &self.target,
            "place" => &self.place,
            _ => self.voices.last().map_or(&[], std::slice::from_ref),
        }
    }
}

/// The options of one slot of a claim, as the chooser's trainer sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// `actor`, `target`, `place` or `source`.
    pub role: &'static str,
    /// What could fill it.
    pub options: Vec<WeighedOption>,
}

/// Where an option comes from, the names that it gives, and its features.
pub type WeighedOption = (&'static str, Vec<String>, Vec<String>);

/// One role, filled.
#[derive(Clone, Debug)]
pub(crate) struct Filled<'d> {
    pub heads: Vec<TokenRef<'d>>,
    pub names: Vec<String>,
    /// Where the filler comes from.
    pub origin: Origin,
    /// How likely it is the one meant, from 0 to 1.
    pub sureness: f64,
}

/// What filling roles needs of a document.
pub(crate) struct Roles<'d> {
    pub field: Field<'d>,
    pub parties: Parties<'d>,
    pub topics: Topics,
    pub turns: Turns<'d>,
    /// Weighs the options; without it, the frame's own fillers stay.
    pub chooser: Option<&'d Chooser>,
    /// What the learned reader says, if one reads.
    pub readings: Option<Readings<'d>>,
    /// Whether the options are wanted for the trainer.
    pub keeps_weighed: bool,
}

/// An option with the names that it gives.
type Named<'f, 'd> = (&'f Filler<'d>, Cow<'f, [String]>);

impl<'d> Roles<'d> {
    /// The options of a trigger that name somebody, whatever its frame says.
    pub fn phrases(&self, trigger: TokenRef<'d>) -> Vec<Filler<'d>> {
        if self.chooser.is_none() && !self.keeps_weighed {
            return Vec::new();
        }
        let mut phrases = self.field.phrases(trigger);
        for phrase in &mut phrases {
            phrase.names = self.parties.named(&phrase.heads);
            phrase.class = phrase.heads.first().map_or("", |first| self.parties.class(*first));
        }
        for index in 0..phrases.len() {
            phrases[index].echoes =
                phrases.iter().filter(|phrase| phrase.names == phrases[index].names).count() - 1;
        }
        phrases
    }

    /// Actor and target of a draft: the likeliest pair that shares no name.
    pub fn fill(
        &self,
        candidate: &Candidate<'d, '_>,
        draft: &Draft<'_, 'd>,
        phrases: &[Filler<'d>],
    ) -> (Filled<'d>, Filled<'d>) {
        let Some(chooser) = self.chooser else { return self.framed(draft) };
        let own = ["actor", "target"].map(|role| self.own_fillers(role, candidate, draft));
        let [actors, targets] = own.each_ref().map(|own| self.named("actor", own, phrases));
        let weigh = |role: &'static str, options: &[Named<'_, 'd>]| {
            let slot = self.slot(role, candidate, draft);
            let options = self.read(candidate, draft, role, options);
            chooser
                .probabilities(&options, |((filler, _), reading), add| describe(&slot, filler, *reading, add))
        };
        let (actor_chances, target_chances) = (weigh("actor", &actors), weigh("target", &targets));
        let (mut best, mut most) = ((0, 0), 0.0);
        for (one, actor) in actors.iter().enumerate() {
            for (two, target) in targets.iter().enumerate() {
                let chance = actor_chances[one] * target_chances[two];
                if chance > most && !actor.1.iter().any(|name| target.1.contains(name)) {
                    (best, most) = ((one, two), chance);
                }
            }
        }
        let filled = |(filler, names): &Named<'_, 'd>, sureness: f64| Filled {
            heads: filler.heads.clone(),
            names: names.to_vec(),
            origin: filler.origin,
            sureness,
        };
        (filled(&actors[best.0], actor_chances[best.0]), filled(&targets[best.1], target_chances[best.1]))
    }

    /// The likeliest filler of a slot that has one: `place` or `source`; the rules' own without a chooser.
    pub fn one(
        &self,
        slot: &'static str,
        candidate: &Candidate<'d, '_>,
        draft: &Draft<'_, 'd>,
        phrases: &[Filler<'d>],
    ) -> Filled<'d> {
        let Some(chooser) = self.chooser else { return self.own(draft.filler(slot)) };
        let own = self.own_fillers(slot, candidate, draft);
        let options = self.named(slot, &own, phrases);
        let described = self.slot(slot, candidate, draft);
        let read = self.read(candidate, draft, slot, &options);
        let chances = chooser
            .probabilities(&read, |((filler, _), reading), add| describe(&described, filler, *reading, add));
        let weighed = |index: usize| match options[index].0.origin {
            Origin::Empty if slot == "place" => chances[index] * NO_PLACE,
            _ => chances[index],
        };
        let best = (0..options.len())
            .max_by(|one, two| weighed(*one).total_cmp(&weighed(*two)).then(two.cmp(one)))
            .unwrap_or_default(); // Never: an empty slot is an option.
        let (filler, names) = &options[best];
        let names = names.to_vec();
        Filled { heads: filler.heads.clone(), names, origin: filler.origin, sureness: chances[best] }
    }

    /// The options of all slots with their features, for the trainer.
    pub fn weighed(
        &self,
        candidate: &Candidate<'d, '_>,
        draft: &Draft<'_, 'd>,
        phrases: &[Filler<'d>],
    ) -> Vec<Weighed> {
        let weighed = ["actor", "target", "place", "source"].map(|role| {
            let own = self.own_fillers(role, candidate, draft);
            let slot = self.slot(role, candidate, draft);
            let named = self.named(role, &own, phrases);
            let options =
                self.read(candidate, draft, role, &named).into_iter().map(|((filler, names), reading)| {
                    let features = names_of(|add| describe(&slot, filler, reading, add));
                    (filler.origin.word(), names.to_vec(), features)
                });
            Weighed { role, options: options.collect() }
        });
        weighed.into()
    }

    /// The frame's own fillers as they are; a pronoun that seems to stand for the other side was taken wrong.
    fn framed(&self, draft: &Draft<'_, 'd>) -> (Filled<'d>, Filled<'d>) {
        let (mut actor, target) = (self.own(&draft.actor), self.own(&draft.target));
        actor.names.retain(|name| !target.names.contains(name));
        (actor, target)
    }

    /// A slot filled by the frame or the rules, unweighed.
    fn own(&self, heads: &[TokenRef<'d>]) -> Filled<'d> {
        Filled {
            heads: heads.to_vec(),
            names: self.parties.named(heads),
            origin: if heads.is_empty() { Origin::Empty } else { Origin::Frame },
            sureness: 0.5,
        }
    }

    /// What the frame and the rules fill a slot with, and nothing.
    fn own_fillers(
        &self,
        slot: &str,
        candidate: &Candidate<'d, '_>,
        draft: &Draft<'_, 'd>,
    ) -> Vec<Filler<'d>> {
        let trigger = candidate.trigger;
        let empty = self.field.filler(trigger, Origin::Empty, Vec::new(), 0);
        let mut all = vec![empty];
        if slot == "source" {
            all.extend(self.turns.at(trigger.index()).into_iter().map(|(speaker, by)| {
                let mut filler = self.field.filler(trigger, Origin::Floor, vec![speaker], 1);
                by.clone_into(&mut filler.path.up);
                filler
            }));
        }
        let heads = draft.filler(slot);
        let Some(first) = heads.first().copied() else { return all };
        let number = |token: TokenRef<'d>| self.field.sentences.number(token.index());
        let back = number(trigger).saturating_sub(number(first));
        let mut framed = self.field.filler(trigger, Origin::Frame, heads.to_vec(), back);
        framed.class = self.parties.class(first);
        framed.names = self.parties.named(heads);
        all.insert(0, framed);
        all
    }

    /// The frame's options, then the phrases that are not among them, with their names.
    fn named<'f>(&self, slot: &str, own: &'f [Filler<'d>], phrases: &'f [Filler<'d>]) -> Vec<Named<'f, 'd>> {
        let names = |filler: &'f Filler<'d>| match (slot, filler.heads.first()) {
            ("source", Some(first)) => Cow::Owned(self.parties.voice(*first).into_iter().collect()),
            _ => Cow::Borrowed(filler.names.as_slice()),
        };
        let others = phrases.iter().filter(|phrase| own.iter().all(|own| own.heads != phrase.heads));
        own.iter()
            .chain(others)
            .map(|filler| (filler, names(filler)))
            .filter(|(filler, names)| {
                !names.is_empty() || matches!(filler.origin, Origin::Frame | Origin::Empty)
            })
            .filter(|(filler, _)| {
                slot != "place" || !filler.heads.iter().any(|head| self.is_known_actor(*head))
            })
            .collect()
    }

    /// Whether the world knows a phrase as the name of an organisation or a person: nobody's name is a place.
    fn is_known_actor(&self, head: TokenRef<'d>) -> bool {
        let mention = self.field.mentions.at(head.index());
        mention.is_some_and(|mention| mention.identity.is_some() && mention.kind != NameKind::Place)
    }

    /// The options of a slot with what the learned reader says of each.
    fn read<'n, 'f>(
        &self,
        candidate: &Candidate<'d, '_>,
        draft: &Draft<'_, 'd>,
        slot: &str,
        options: &'n [Named<'f, 'd>],
    ) -> Vec<(&'n Named<'f, 'd>, Reading)> {
        let Some(readings) = self.readings else {
            return options.iter().map(|option| (option, Reading::None)).collect();
        };
        let event = readings.event(candidate.trigger.index(), draft.kind_id);
        let slot = Slots::ALL.into_iter().find(|known| known.word() == slot);
        let Some((event, slot)) = event.zip(slot) else {
            return options.iter().map(|option| (option, Reading::OutOfView)).collect();
        };
        let heads = |filler: &Filler<'d>| filler.heads.iter().map(|head| head.index()).collect();
        let given: Vec<(Vec<usize>, &[String])> =
            options.iter().map(|(filler, names)| (heads(filler), names.as_ref())).collect();
        let reading = |share: Option<_>| share.map_or(Reading::OutOfView, Reading::Share);
        let fillers = readings.impression.fillers(event, slot);
        options.iter().zip(shares(fillers, &given).into_iter().map(reading)).collect()
    }

    fn slot<'c>(
        &'c self,
        role: &'static str,
        candidate: &'c Candidate<'d, '_>,
        draft: &'c Draft<'c, 'd>,
    ) -> Slot<'c, 'd> {
        let own = draft.filler(role);
        let opposite = if role == "actor" { &draft.target } else { &draft.actor };
        let trigger = candidate.trigger;
        Slot {
            name: role,
            kind: draft.kind,
            trigger,
            form: match candidate.frame.part {
                Part::Verb if syntax::is_passive(trigger) => "passive",
                Part::Verb => "active",
                Part::Noun => "noun",
                Part::Adjective => "adjective",
            },
            frame: &candidate.frame.signature,
            framed: own.first().map_or("empty", |first| self.field.sort(*first)),
            opposite,
            voices: draft.voices,
            manner: draft.manner,
            topics: &self.topics,
            mentions: self.field.mentions,
        }
    }
}

/// How much a document speaks of each of its actors.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topics {
    /// For each mention, the place of its entity among all.
    by_mention: Vec<&'static str>,
}

impl Topics {
    /// Counts the mentions of each entity.
    pub fn of(mentions: &Mentions, coreference: &Coreference<'_>) -> Self {
        let entity = |mention: usize| coreference.entity_of_mention(mention).unwrap_or(0);
        let length = mentions.list().len();
        let mut counts = vec![0_usize; length + 1];
        (0..length).for_each(|mention| counts[entity(mention).min(length)] += 1);
        let most = counts.iter().copied().max().unwrap_or(0);
        let word = |mention: usize| match (entity(mention), counts[entity(mention).min(length)]) {
            (_, count) if count == most && count > 1 => "main",
            (0, _) => "first",
            (_, 1) => "once",
            (_, count) if count * 2 >= most => "often",
            _ => "some",
        };
        Topics { by_mention: (0..length).map(word).collect() }
    }

    /// The place of the actor that a phrase names.
    pub fn word(&self, mention: Option<usize>) -> &'static str {
        mention.and_then(|mention| self.by_mention.get(mention)).copied().unwrap_or("none")
    }
}
