//! Says on whose side somebody stood on a day, by the case's own episodes: whom it was pledged to, a member of, led, or
//! at least approved of, and what its name says ("pro-X account"). Start at [`Sides::of`].
//!
//! Ties are followed up to somebody who is tied to nobody: that is the side. A tie lasts until whoever is tied leaves it; that
//! others destroyed whom it was tied to makes nobody impartial.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use retrospect_model::Limit;
use retrospect_network::{ActorKey, Basis, Episode};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::names::Names;

/// Relations by which the first stands on the second's side, the strongest first.
const TIES: [&str; 4] = ["allegiance", "membership", "leadership", "approval"];
/// The relation of those who stand against each other.
const HOSTILITY: &str = "hostility";
/// Relations whose second side is a group of people.
const OF_GROUPS: [&str; 2] = ["leadership", "membership"];
/// Ties that are followed, one after the other; more would be a circle.
const STEPS_MAX: usize = 8;

/// That somebody stands on another's side for a time.
#[derive(Debug, Clone)]
struct Tie {
    to: ActorKey,
    /// What it is called: between equal ties the name decides, since numbers depend on the order of intake.
    to_called: String,
    strength: usize,
    from: Limit,
    until: Limit,
}

/// On whose side everybody stood, and who stood against whom.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    ties: FxHashMap<ActorKey, Vec<Tie>>,
    /// Those who are tied to somebody at any time, or decided to be on its side.
    followers: FxHashMap<ActorKey, BTreeSet<ActorKey>>,
    hostile: FxHashMap<ActorKey, BTreeSet<ActorKey>>,
    groups: BTreeSet<ActorKey>,
    decided: FxHashMap<ActorKey, Option<ActorKey>>,
}

impl Sides {
    /// Takes in the episodes of a relation.
    pub(crate) fn add(&mut self, names: &Names<'_>, relation: &str, episodes: &[Episode]) {
        for episode in episodes.iter().filter(|episode| !episode.is_alleged) {
            let Some(object) = episode.pair.object else { continue };
            let subject = episode.pair.subject;
            if relation == HOSTILITY {
                self.hostile.entry(subject).or_default().insert(object);
                self.hostile.entry(object).or_default().insert(subject);
            }
            if OF_GROUPS.contains(&relation) {
                self.groups.insert(object);
            }
            let Some(at) = TIES.iter().position(|tie| *tie == relation) else { continue };
            let is_swept =
                |basis: &Basis| matches!(basis, Basis::Rule { effect, .. } if effect.starts_with("any("));
            let own_end = episode.ends.iter().any(|cited| !is_swept(&cited.basis));
            let tie = Tie {
                to: object,
                to_called: names.called(object),
                strength: TIES.len() - at,
                from: episode.bounds.earliest_start(),
                until: if own_end { episode.bounds.latest_end() } else { Limit::Future },
            };
            self.tie_to(subject, tie);
        }
    }

    /// Takes in what names say: "pro-X account", "fighter of X". `names` are those of everybody who speaks.
    pub(crate) fn add_named(&mut self, names: &Names<'_>, speakers: impl Iterator<Item = ActorKey>) {
        for speaker in speakers {
            let written = names.written(speaker);
            let named = written.iter().filter_map(|name| named_side(name));
            let to = named.filter_map(|side| names.known(&side)).find(|to| *to != speaker);
            if let Some(to) = to {
                let (from, until) = (Limit::Past, Limit::Future);
                let tie = Tie { to, to_called: names.called(to), strength: TIES.len(), from, until };
                self.tie_to(speaker, tie);
            }
        }
    }

    fn tie_to(&mut self, actor: ActorKey, tie: Tie) {
        self.followers.entry(tie.to).or_default().insert(actor);
        self.ties.entry(actor).or_default().push(tie);
    }

    /// Takes in a decision: from now on this one stands on that side, or on nobody's.
    pub(crate) fn decide(&mut self, actor: ActorKey, side: Option<ActorKey>) {
        if let Some(side) = side {
            self.followers.entry(side).or_default().insert(actor);
        }
        self.decided.insert(actor, side);
    }

    /// On whose side somebody stood on a day: its own, when it was tied to nobody; `None` when it is decided that it
    /// stands on nobody's.
    pub(crate) fn of(&self, actor: ActorKey, day: Limit) -> Option<ActorKey> {
        let mut at = actor;
        let mut passed = vec![actor];
        for _ in 0..STEPS_MAX {
            let next = match self.decided.get(&at) {
                Some(None) => return None,
                Some(Some(side)) => Some(*side),
                None => self.tie(at, day),
            };
            match next.filter(|next| !passed.contains(next)) {
                Some(next) => at = next,
                None => break,
            }
            passed.push(at);
        }
        Some(at)
    }

    /// Whether somebody led it or was a member of it at any time: it is no single person.
    pub(crate) fn is_group(&self, actor: ActorKey) -> bool {
        self.groups.contains(&actor)
    }

    /// Whether two sides stood against each other on a day: somebody on one was hostile to somebody on the other at any time.
    pub(crate) fn are_opposed(&self, one: ActorKey, other: ActorKey, day: Limit) -> bool {
        let is_on = |actor: ActorKey, side: ActorKey| self.of(actor, day) == Some(side);
        let own = self.within_reach(one).into_iter().filter(|actor| self.hostile.contains_key(actor));
        let own = own.filter(|actor| is_on(*actor, one));
        one != other
            && own.filter_map(|actor| self.hostile.get(&actor)).flatten().any(|actor| is_on(*actor, other))
    }

    /// Those who could be on a side at any time, and it itself.
    fn within_reach(&self, side: ActorKey) -> FxHashSet<ActorKey> {
        let (mut reached, mut last) = (FxHashSet::from_iter([side]), vec![side]);
        for _ in 0..STEPS_MAX {
            let next = last.iter().filter_map(|actor| self.followers.get(actor)).flatten();
            last = next.copied().filter(|actor| reached.insert(*actor)).collect();
        }
        reached
    }

    /// The strongest tie on a day; of several that which began last.
    fn tie(&self, actor: ActorKey, day: Limit) -> Option<ActorKey> {
        let ties = self.ties.get(&actor)?.iter().filter(|tie| tie.from <= day && day < tie.until);
        ties.max_by_key(|tie| (tie.strength, tie.from, Reverse((&tie.to_called, tie.to)))).map(|tie| tie.to)
    }
}

/// The side in a name: "X" of "pro-X account", "X supporter", "a fighter of the X".
fn named_side(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_role = |word: &str| {
        let word = word.to_lowercase();
        let roles =
            ["account", "accounts", "supporter", "supporters", "fighter", "fighters", "member", "members"];
        roles.contains(&word.as_str())
            || [
                "spokesman",
                "spokesperson",
                "official",
                "officials",
                "source",
                "sources",
                "outlet",
                "channel",
            ]
            .contains(&word.as_str())
    };
    let without_role = |words: &[&str]| {
        let end = words.iter().rposition(|word| !is_role(word)).map_or(0, |last| last + 1);
        words.get(..end).unwrap_or_default().join(" ")
    };
    if let Some(at) = words.iter().position(|word| word.to_lowercase().starts_with("pro-")) {
        let mut rest = words.get(at..)?.to_vec();
        if let Some(first) = rest.first_mut() {
            *first = first.get("pro-".len()..)?;
        }
        return Some(without_role(&rest)).filter(|side| !side.is_empty());
    }
    let of = words.iter().position(|word| *word == "of")?;
    let is_of_role = words.get(..of)?.last().is_some_and(|word| is_role(word));
    is_of_role.then(|| words.get(of + 1..).unwrap_or_default().join(" ")).filter(|side| !side.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_sides() {
        for (name, side) in [
            ("pro-Taliban account", Some("Taliban")),
            ("a pro-Islamic State outlet", Some("Islamic State")),
            ("fighter of the Taliban", Some("the Taliban")),
            ("Institute of Statistics", None),
            ("The wire", None),
            ("pro- account", None),
        ] {
            assert_eq!(named_side(name).as_deref(), side, "{name}");
        }
    }
}
