//! Turns judged pairs of mentions into actors. Start at [`Clusters`].
//!
//! The rules, which do not depend on the order in which mentions and links come:
//! 1. Links from [`Thresholds::automatic`] on are tried in the order of their probability, then of their mentions.
//! 2. A link joins two groups unless a hard no or a split stands between a mention of one and a mention of the other.
//! 3. One link never joins two groups of two or more: a second one is needed, between other mentions on both sides. So
//!    no chain hangs on one weak link. What a group gains may give it the second link, so links are tried again until
//!    nothing changes.
//! 4. Analysts' "same" then joins whole groups, in the order of the judgements, unless a later split stands between
//!    them.
//! 5. Links from [`Thresholds::queue`] on that join nothing wait for an analyst.
//!
//! Groups depend on the mentions that links connect, on no others. So a new mention changes what it is linked with
//! alone, and adding mentions one by one gives what a run over all of them gives.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::ResolveError;
use crate::judgements::{Journal, Judgement, JudgementId, Rulings, ordered};

/// A name in a document, by a number that its case gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mention(pub u32);

/// An actor: the least of its mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorId(pub Mention);

/// What the judge of pairs says of two mentions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Link {
    /// How likely they are of one actor, from 0 to 1.
    Likely(f32),
    /// They are not, whatever else speaks for it.
    Never,
}

/// From which probability links count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// From here on a link joins by rule.
    pub automatic: f32,
    /// From here on, and below `automatic`, a link waits for an analyst.
    pub queue: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds { automatic: 0.9, queue: 0.3 }
    }
}

/// Mentions, what links them, and the actors that follow.
#[derive(Clone, Debug, Default)]
pub struct Clusters {
    thresholds: Thresholds,
    links: BTreeMap<Mention, BTreeMap<Mention, Link>>,
    journal: Journal,
    /// The group of each mention before judgements of "same".
    groups: BTreeMap<Mention, ActorId>,
    /// The splits under which the groups were made.
    splits: BTreeSet<(Mention, Mention)>,
    /// Whose name each mention is in lists of actors: the list and the actor.
    known: BTreeMap<Mention, BTreeSet<(u32, u32)>>,
}

impl Clusters {
    /// No mentions yet.
    #[must_use]
    pub fn new(thresholds: Thresholds) -> Self {
        Clusters { thresholds, ..Self::default() }
    }

    /// Adds mentions with what links them to each other and to those that are there; works out anew what they touch.
    /// A link that is there already is replaced.
    pub fn add(
        &mut self,
        mentions: impl IntoIterator<Item = Mention>,
        links: impl IntoIterator<Item = (Mention, Mention, Link)>,
    ) {
        let mut touched: BTreeSet<Mention> = BTreeSet::new();
        for mention in mentions {
            self.links.entry(mention).or_default();
            touched.insert(mention);
        }
        for (a, b, link) in links.into_iter().filter(|(a, b, _)| a != b) {
            self.links.entry(a).or_default().insert(b, link);
            self.links.entry(b).or_default().insert(a, link);
            touched.extend([a, b]);
        }
        self.regroup(touched);
    }

    /// Says whose name a mention is in lists of actors, as the list and the actor. Mentions of two actors of one list are
    /// never joined by links, only by judgement.
    pub fn know(&mut self, mention: Mention, actors: impl IntoIterator<Item = (u32, u32)>) {
        let actors: BTreeSet<(u32, u32)> = actors.into_iter().collect();
        if !actors.is_empty() {
            self.known.entry(mention).or_default().extend(actors);
            self.links.entry(mention).or_default();
            self.regroup([mention].into());
        }
    }

    /// Whether some list has both mentions, and as names of no actor in common.
    fn are_listed_apart(&self, one: Mention, two: Mention) -> bool {
        let (Some(one), Some(two)) = (self.known.get(&one), self.known.get(&two)) else { return false };
        one.iter().any(|&(list, _)| {
            let of_list = |known: &(u32, u32)| known.0 == list;
            two.iter().any(of_list)
                && !two.iter().filter(|known| of_list(known)).any(|known| one.contains(known))
        })
    }

    /// Appends a judgement and applies it.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub fn judge(&mut self, judgement: Judgement) -> Result<JudgementId, ResolveError> {
        let id = self.journal.append(judgement)?;
        let splits: BTreeSet<_> = self.journal.rulings().split.into_keys().collect();
        let changed: BTreeSet<Mention> =
            splits.symmetric_difference(&self.splits).flat_map(|(a, b)| [*a, *b]).collect();
        self.splits = splits;
        for mention in &changed {
            self.links.entry(*mention).or_default();
        }
        self.regroup(changed);
        Ok(id)
    }

    /// All judgements.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// The actor of each mention, with the judgements.
    #[must_use]
    pub fn actors(&self) -> BTreeMap<Mention, ActorId> {
        let rulings = self.journal.rulings();
        let mut groups = Groups::of(&self.groups, &self.links);
        for (id, (a, b)) in &rulings.same {
            let is_later = |split: &JudgementId| split > id;
            let _ = groups.join(*a, *b, |x, y| rulings.split.get(&ordered(x, y)).is_some_and(is_later));
        }
        groups.actors()
    }

    /// Judgements that do not hold because of later ones: a "same" with a split between the groups, a split whose
    /// mentions a "same" of other mentions brought together.
    #[must_use]
    pub fn overruled(&self) -> Vec<JudgementId> {
        let actors = self.actors();
        let apart = |pair: &(Mention, Mention)| actors.get(&pair.0) != actors.get(&pair.1);
        let Rulings { same, split } = self.journal.rulings();
        let same = same.into_iter().filter(|(_, pair)| apart(pair)).map(|(id, _)| id);
        let split = split.into_iter().filter(|(pair, _)| !apart(pair)).map(|(_, id)| id);
        let mut overruled: Vec<JudgementId> = same.chain(split).collect();
        overruled.sort_unstable();
        overruled
    }

    /// Links that wait for an analyst, the likeliest first: likely enough, not joined, and no hard no or judgement
    /// between the two mentions.
    #[must_use]
    pub fn queue(&self) -> Vec<(Mention, Mention, f32)> {
        let actors = self.actors();
        let Rulings { split, .. } = self.journal.rulings();
        let mut queue: Vec<(Mention, Mention, f32)> = Vec::new();
        for (a, links) in &self.links {
            for (b, link) in links.range(*a..) {
                let Link::Likely(probability) = *link else { continue };
                let is_open = actors.get(a) != actors.get(b) && !split.contains_key(&(*a, *b));
                if probability >= self.thresholds.queue && is_open {
                    queue.push((*a, *b, probability));
                }
            }
        }
        queue.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        queue
    }

    /// Works out anew the groups of all mentions that automatic links connect with these.
    fn regroup(&mut self, touched: BTreeSet<Mention>) {
        let mut reached: BTreeSet<Mention> = BTreeSet::new();
        let mut open: Vec<Mention> = touched.into_iter().collect();
        while let Some(mention) = open.pop() {
            if reached.insert(mention) {
                let links = self.links.get(&mention).into_iter().flatten();
                let connected = links.filter(|(_, link)| self.is_automatic(**link)).map(|(other, _)| *other);
                open.extend(connected);
            }
        }
        for (mention, actor) in self.group(&reached) {
            self.groups.insert(mention, actor);
        }
    }

    fn is_automatic(&self, link: Link) -> bool {
        matches!(link, Link::Likely(probability) if probability >= self.thresholds.automatic)
    }

    /// Groups of mentions that no automatic link connects with others.
    fn group(&self, mentions: &BTreeSet<Mention>) -> BTreeMap<Mention, ActorId> {
        let mut links: Vec<(f32, Mention, Mention)> = Vec::new();
        for a in mentions {
            for (b, link) in self.links.get(a).into_iter().flat_map(|links| links.range(*a..)) {
                if let Link::Likely(probability) = *link
                    && self.is_automatic(*link)
                {
                    links.push((probability, *a, *b));
                }
            }
        }
        links.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let never = |x: Mention, y: Mention| {
            self.splits.contains(&ordered(x, y))
                || self.are_listed_apart(x, y)
                || self.links.get(&x).and_then(|links| links.get(&y)) == Some(&Link::Never)
        };
        let mut groups = Groups::singles(mentions);
        loop {
            let mut has_joined = false;
            for (_, a, b) in &links {
                has_joined |= groups.can_hold(*a, *b, &links) && groups.join(*a, *b, never);
            }
            if !has_joined {
                return groups.actors();
            }
        }
    }
}

/// Mentions in groups; each group is named by its least mention.
struct Groups {
    group: BTreeMap<Mention, Mention>,
    members: BTreeMap<Mention, Vec<Mention>>,
}

impl Groups {
    fn singles(mentions: &BTreeSet<Mention>) -> Self {
        let group = mentions.iter().map(|mention| (*mention, *mention)).collect();
        let members = mentions.iter().map(|mention| (*mention, vec![*mention])).collect();
        Groups { group, members }
    }

    fn of(groups: &BTreeMap<Mention, ActorId>, all: &BTreeMap<Mention, BTreeMap<Mention, Link>>) -> Self {
        let mut known = Groups { group: BTreeMap::new(), members: BTreeMap::new() };
        for mention in all.keys() {
            let group = groups.get(mention).map_or(*mention, |actor| actor.0);
            known.group.insert(*mention, group);
            known.members.entry(group).or_default().push(*mention);
        }
        known
    }

    fn members(&self, mention: Mention) -> (Mention, &[Mention]) {
        let group = self.group.get(&mention).copied().unwrap_or(mention);
        (group, self.members.get(&group).map(Vec::as_slice).unwrap_or_default())
    }

    /// Whether more than one weak link would hold the groups of two mentions together: one of them is a single
    /// mention, or links join two mentions of the one with two of the other.
    fn can_hold(&self, a: Mention, b: Mention, links: &[(f32, Mention, Mention)]) -> bool {
        let ((left, left_members), (right, right_members)) = (self.members(a), self.members(b));
        if left_members.len() == 1 || right_members.len() == 1 {
            return true;
        }
        let between: Vec<(Mention, Mention)> = links
            .iter()
            .filter_map(|&(_, x, y)| match (self.members(x).0, self.members(y).0) {
                groups if groups == (left, right) => Some((x, y)),
                groups if groups == (right, left) => Some((y, x)),
                _ => None,
            })
            .collect();
        between.iter().any(|first| between.iter().any(|second| first.0 != second.0 && first.1 != second.1))
    }

    /// Joins the groups of two mentions, unless they are one or something stands between two of their mentions; says
    /// whether it did.
    fn join(&mut self, a: Mention, b: Mention, never: impl Fn(Mention, Mention) -> bool) -> bool {
        let ((left, left_members), (right, right_members)) = (self.members(a), self.members(b));
        let is_barred = || left_members.iter().any(|x| right_members.iter().any(|y| never(*x, *y)));
        if left == right || left_members.is_empty() || right_members.is_empty() || is_barred() {
            return false;
        }
        let (kept, gone) = (left.min(right), left.max(right));
        let mut moved = self.members.remove(&gone).unwrap_or_default();
        for mention in &moved {
            self.group.insert(*mention, kept);
        }
        self.members.entry(kept).or_default().append(&mut moved);
        true
    }

    fn actors(&self) -> BTreeMap<Mention, ActorId> {
        self.group.iter().map(|(mention, group)| (*mention, ActorId(*group))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judgements::Decision;

    fn clusters(links: &[(u32, u32, Link)]) -> Clusters {
        let mut clusters = Clusters::default();
        clusters.add((0..6).map(Mention), links.iter().map(|(a, b, link)| (Mention(*a), Mention(*b), *link)));
        clusters
    }

    fn groups(clusters: &Clusters) -> Vec<Vec<u32>> {
        let mut groups: BTreeMap<ActorId, Vec<u32>> = BTreeMap::new();
        for (mention, actor) in clusters.actors() {
            groups.entry(actor).or_default().push(mention.0);
        }
        groups.into_values().filter(|group| group.len() > 1).collect()
    }

    const SURE: Link = Link::Likely(0.98);

    #[test]
    fn one_link_does_not_join_two_groups() {
        let chained = clusters(&[(0, 1, SURE), (2, 3, SURE), (1, 2, Link::Likely(0.91))]);
        assert_eq!(groups(&chained), [[0, 1], [2, 3]]);
        assert_eq!(chained.queue(), [(Mention(1), Mention(2), 0.91)]);
        let held =
            clusters(&[(0, 1, SURE), (2, 3, SURE), (1, 2, Link::Likely(0.91)), (0, 3, Link::Likely(0.92))]);
        assert_eq!(groups(&held), [[0, 1, 2, 3]]);
    }

    #[test]
    fn a_hard_no_keeps_groups_apart() {
        let apart = clusters(&[(0, 1, SURE), (1, 2, SURE), (0, 2, Link::Never)]);
        assert_eq!(groups(&apart), [[0, 1]]);
    }

    #[test]
    fn judgements_join_whole_groups_and_splits_stand_between_them() {
        let mut clusters = clusters(&[(0, 1, SURE), (2, 3, SURE)]);
        let judge = |clusters: &mut Clusters, decision| {
            let judgement = Judgement { decision, by: "analyst".to_owned(), reason: "test".to_owned() };
            clusters.judge(judgement).unwrap()
        };
        let same = judge(&mut clusters, Decision::Same(Mention(0), Mention(3)));
        assert_eq!(groups(&clusters), [[0, 1, 2, 3]]);
        let split = judge(&mut clusters, Decision::Split(Mention(1), Mention(2)));
        assert_eq!(groups(&clusters), [[0, 1], [2, 3]]);
        assert_eq!(clusters.overruled(), [same]);
        judge(&mut clusters, Decision::Undo(split));
        assert_eq!(groups(&clusters), [[0, 1, 2, 3]]);
        judge(&mut clusters, Decision::Undo(same));
        assert_eq!(groups(&clusters), [[0, 1], [2, 3]]);
        judge(&mut clusters, Decision::Split(Mention(0), Mention(1)));
        assert_eq!(groups(&clusters), [[2, 3]]);
    }
}
