//! Writes a report from an account of a case. Start at [`report_of`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_findings::belief::Fares;
use retrospect_findings::{FindingsError, records, wording};
use retrospect_model::claim::Name;
use retrospect_model::ontology::RelationName;
use retrospect_model::{DocumentId, Limit, Stance};
use retrospect_network::{Basis, Episode};
use retrospect_store::{ClaimKey, Fact, KeptClaim};

use super::{Note, Reference, Report, Section, Sentence, SourceLine};
use crate::account::Account;
use crate::wording::stretch_words;

/// How a report was made, for its last section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The program with its version: "retrospect 0.1.0".
    pub program: String,
    /// The grades that were given to sources, by name.
    pub grades: BTreeMap<String, String>,
}

/// The report of an account.
///
/// # Errors
/// When the case cannot be read.
pub fn report_of(account: &Account<'_>, made: &Made) -> Result<Report, FindingsError> {
    let mut writer = Writer { account, numbers: BTreeMap::new(), order: Vec::new(), unknown: Vec::new() };
    let mut sections = Vec::new();
    for (relation, episodes) in &account.relations {
        let heading = heading_of(relation.as_str());
        let sentences = writer.episodes(relation, episodes)?;
        sections.push(Section { heading, sentences });
    }
    sections.push(Section { heading: "What happened".to_owned(), sentences: writer.events()? });
    sections.push(Section { heading: "Who admitted late".to_owned(), sentences: writer.windows()? });
    sections.push(Section { heading: "Where accounts differ".to_owned(), sentences: writer.disputes()? });
    sections.retain(|section| !section.sentences.is_empty());
    let (notes, documents) = writer.notes()?;
    writer.gaps(&documents)?;
    let asked = account.asked;
    let recorded = asked.clocks.recorded_by.or(asked.case.last_recording()?.map(|(seq, _)| seq));
    let actor = account.name();
    let title = actor.clone().unwrap_or_else(|| "An account of the whole case".to_owned());
    let sources = sources(account, made)?;
    Ok(Report {
        title,
        actor,
        said_by: asked.clocks.said_by,
        recorded: recorded.map_or(0, |seq| seq.0),
        sections,
        unknown: writer.unknown,
        sources,
        method: method(account, made, notes.len(), &documents),
        notes,
        documents,
    })
}

fn heading_of(relation: &str) -> String {
    match relation {
        "leadership" => "Who led",
        "allegiance" => "Pledges",
        "membership" => "Membership",
        "alliance" => "Alliances",
        "hostility" => "Hostilities",
        "approval" => "Approval",
        "control" => "Who held what",
        "existence" => "Foundations",
        other => other,
    }
    .to_owned()
}

struct Writer<'w, 'a> {
    account: &'w Account<'a>,
    /// The number of each claim that is cited.
    numbers: BTreeMap<ClaimKey, usize>,
    order: Vec<ClaimKey>,
    unknown: Vec<String>,
}

impl Writer<'_, '_> {
    /// The numbers of claims, in the order in which they were said.
    fn cite(&mut self, claims: impl IntoIterator<Item = ClaimKey>) -> Vec<usize> {
        let mut claims: Vec<ClaimKey> = claims.into_iter().collect();
        claims.sort_by_key(|claim| {
            let said = self.account.fact(*claim).and_then(|fact| fact.said);
            (said.unwrap_or((Limit::Future, Limit::Future)), *claim)
        });
        claims.dedup();
        let mut numbers = Vec::new();
        for claim in claims {
            let next = self.order.len() + 1;
            let number = *self.numbers.entry(claim).or_insert(next);
            if number == next {
                self.order.push(claim);
            }
            numbers.push(number);
        }
        numbers
    }

    /// "Taliban and Abu Talut".
    fn speakers(&self, claims: impl IntoIterator<Item = ClaimKey>) -> Result<String, FindingsError> {
        let speakers: Vec<String> = self.account.speakers(claims)?.into_iter().collect();
        Ok(match speakers.split_last() {
            None => "an author who is not named".to_owned(),
            Some((only, [])) => only.clone(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        })
    }

    fn episodes(
        &mut self,
        relation: &RelationName,
        episodes: &[Episode],
    ) -> Result<Vec<Sentence>, FindingsError> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut sentences = Vec::new();
        for episode in episodes {
            let held = self.account.sentence(relation, episode);
            let count = counts.entry(held.clone()).or_default();
            *count += 1;
            let question = format!("episode {count}: {held}");
            let starts: Vec<ClaimKey> = episode.starts.iter().map(|cited| cited.claim).collect();
            let mut text = format!("{held}, {}", wording::stretch(&episode.bounds));
            if let Some(Basis::Rule { kind, .. }) = episode.ends.first().map(|cited| &cited.basis) {
                text.push_str(&format!(" (the end follows from a claim of the kind `{kind}`)"));
            }
            let core = text.clone();
            text = format!("{text}, as {} told.", self.speakers(starts.iter().copied())?);
            if !episode.denials.is_empty() {
                let who = self.speakers(episode.denials.iter().copied())?;
                text.push_str(&format!(" This is denied by {who}."));
            }
            if !episode.contradicted_by.is_empty() {
                let who = self.speakers(episode.contradicted_by.iter().copied())?;
                text.push_str(&format!(" {who} spoke as if it still held after that end."));
            }
            self.open_ends(&held, episode, &starts)?;
            let rests_on = self.cite(starts.into_iter().chain(episode.ends.iter().map(|cited| cited.claim)));
            let against = self.cite(episode.denials.iter().chain(&episode.contradicted_by).copied());
            let chance = self.account.chance(relation, episode).map(hundredths);
            sentences.push(Sentence { question, text, core, chance, rests_on, against });
        }
        Ok(sentences)
    }

    /// What an episode leaves open.
    fn open_ends(&mut self, held: &str, episode: &Episode, starts: &[ClaimKey]) -> Result<(), FindingsError> {
        let bounds = &episode.bounds;
        if bounds.earliest_start() == Limit::Past {
            self.unknown.push(format!("No claim says when it began that {held}."));
        }
        if bounds.latest_end() == Limit::Future && bounds.earliest_end() != Limit::Future {
            self.unknown.push(format!("No claim says when it ended that {held}."));
        }
        let speakers = self.account.speakers(starts.iter().copied())?;
        if let (Some(only), 1) = (speakers.first(), speakers.len()) {
            self.unknown.push(format!("Only {only} says that {held}."));
        }
        Ok(())
    }

    /// What claims tell of that begins no relation, and what they foretell.
    fn events(&mut self) -> Result<Vec<Sentence>, FindingsError> {
        let cited: BTreeSet<ClaimKey> = self.numbers.keys().copied().collect();
        let mut groups: BTreeMap<EventKey, Vec<Fact>> = BTreeMap::new();
        for fact in self.account.own_facts(false)? {
            if !cited.contains(&fact.claim) && fact.stance != Stance::Denied {
                groups.entry(self.event_key(&fact)?).or_default().push(fact);
            }
        }
        let mut groups: Vec<(EventKey, Vec<Fact>)> = groups.into_iter().collect();
        // In the order in which it happened; what nobody dates comes last.
        groups.sort_by_cached_key(|(key, facts)| {
            let happened = facts.iter().filter_map(|fact| fact.valid).min();
            (happened.is_none(), happened, key.clone())
        });
        let mut sentences = Vec::new();
        for (key, facts) in groups {
            let claims: Vec<ClaimKey> = facts.iter().map(|fact| fact.claim).collect();
            let against = self.denials_of(&claims);
            let when = facts
                .first()
                .and_then(|fact| fact.valid)
                .as_ref()
                .map_or(String::new(), |bounds| format!(" ({})", stretch_words(bounds)));
            let who = self.speakers(claims.iter().copied())?;
            let mut text = match facts.first().map(|fact| fact.stance) {
                Some(Stance::Alleged) => format!("{who} alleged that {}{when}.", key.what),
                Some(Stance::Predicted) => format!("{who} foretold that it would be so: {}{when}.", key.what),
                Some(Stance::Wanted) => format!("{who} wanted it to be so: {}{when}.", key.what),
                _ => format!("{}{when}, as {who} told.", key.what),
            };
            if !against.is_empty() {
                text.push_str(&format!(" This is denied by {}.", self.speakers(against.iter().copied())?));
            }
            let chance = match facts.first().map(|fact| fact.stance) {
                Some(Stance::Asserted) => self.account.beliefs.and_then(|beliefs| beliefs.happened(&claims)),
                // Of what is alleged, foretold or wanted the sentence says only that it was.
                _ => None,
            };
            let chance = chance.map(hundredths);
            let question = format!("event, {}: {}{when}", key.stance, key.what);
            let (rests_on, against) = (self.cite(claims), self.cite(against));
            sentences.push(Sentence { core: question.clone(), question, text, chance, rests_on, against });
        }
        Ok(sentences)
    }

    fn event_key(&self, fact: &Fact) -> Result<EventKey, FindingsError> {
        let place = fact.parties.place.map(|place| self.account.called(place)).transpose()?;
        let kind = self.account.asked.case.name(fact.kind)?;
        let actors = self.account.listed(&fact.parties.actor)?;
        let targets = self.account.listed(&fact.parties.target)?;
        let what = wording::event_words(&kind, &actors, &targets, &place.unwrap_or_default());
        Ok(EventKey { what, stance: fact.stance.word(), valid: fact.valid.map(|bounds| bounds.to_string()) })
    }

    /// The claims of other sides of disputes in which some of these claims take part.
    fn denials_of(&self, claims: &[ClaimKey]) -> Vec<ClaimKey> {
        let has = |side: &[ClaimKey]| side.iter().any(|claim| claims.contains(claim));
        let mut denials: Vec<ClaimKey> = Vec::new();
        for disputed in self.account.disputes.iter().filter(|disputed| disputed.relation.is_none()) {
            let (one, other) = (&disputed.dispute.one, &disputed.dispute.other);
            match (has(one), has(other)) {
                (true, false) => denials.extend(other),
                (false, true) => denials.extend(one),
                _ => {}
            }
        }
        denials
    }

    fn windows(&mut self) -> Result<Vec<Sentence>, FindingsError> {
        let mut sentences = Vec::new();
        for window in &self.account.windows {
            let names = &self.account.asked.names;
            let (matter, party) = (window.matter(names), names.called(window.window.party));
            let (from, until) = (&window.window.from, &window.window.until);
            let text = format!(
                "{party} admitted on {} that it was over that {matter} since {}; until then it spoke as if it still held.",
                wording::range(until.0, until.1),
                wording::range(from.0, from.1),
            );
            let question = format!("window of {party}: {matter}");
            let claims = window.window.admissions.iter().chain(&window.window.inside).copied();
            let rests_on = self.cite(claims.collect::<Vec<_>>());
            let core = text.clone();
            sentences.push(Sentence { question, text, core, chance: None, rests_on, against: Vec::new() });
        }
        Ok(sentences)
    }

    fn disputes(&mut self) -> Result<Vec<Sentence>, FindingsError> {
        let mut sentences = Vec::new();
        for disputed in &self.account.disputes {
            let (one, other) = (&disputed.dispute.one, &disputed.dispute.other);
            let text = format!(
                "Accounts differ {}: {} on one side, {} on the other.",
                disputed.matter,
                self.side(one)?,
                self.side(other)?
            );
            let question = format!("dispute {}", disputed.matter);
            let (rests_on, against) = (self.cite(one.iter().copied()), self.cite(other.iter().copied()));
            let core = question.clone();
            sentences.push(Sentence { question, text, core, chance: None, rests_on, against });
        }
        Ok(sentences)
    }

    /// "Taliban (2 claims: die of Mullah Omar)".
    fn side(&self, claims: &[ClaimKey]) -> Result<String, FindingsError> {
        let mut said = BTreeSet::new();
        for fact in claims.iter().filter_map(|claim| self.account.fact(*claim)) {
            let denied = if fact.stance == Stance::Denied { "not so: " } else { "" };
            said.insert(format!("{denied}{}", self.event_key(fact)?.what));
        }
        let said = said.into_iter().collect::<Vec<_>>().join("; ");
        Ok(format!("{} ({said})", self.speakers(claims.iter().copied())?))
    }

    /// The claims that are cited, and their documents.
    fn notes(&self) -> Result<(Vec<Note>, Vec<Reference>), FindingsError> {
        let asked = self.account.asked;
        let kept = asked.claims(self.order.iter().copied())?;
        let mut documents: BTreeMap<DocumentId, Option<Reference>> = BTreeMap::new();
        let mut notes = Vec::new();
        for kept in self.order.iter().filter_map(|key| kept.get(key)) {
            let id = kept.claim.evidence.first().document();
            if !documents.contains_key(id) {
                let document = asked.case.document(id)?;
                let reference = document.map(|kept| {
                    let publication = kept.document.publication();
                    Reference {
                        id: id.to_string(),
                        sha256: kept.document.hash(),
                        title: publication.title.clone(),
                        publisher: publication.publisher.clone(),
                        published: publication.published.as_ref().map(ToString::to_string),
                        url: publication.url.clone(),
                    }
                });
                documents.insert(id.clone(), reference);
            }
            notes.push(note(kept, documents.get(id).and_then(Option::as_ref)));
        }
        Ok((notes, documents.into_values().flatten().collect()))
    }

    /// What claims and documents leave open.
    fn gaps(&mut self, documents: &[Reference]) -> Result<(), FindingsError> {
        let facts = self.account.own_facts(false)?;
        let count = |is: &dyn Fn(&Fact) -> bool| facts.iter().filter(|fact| is(fact)).count();
        let undated = count(&|fact| fact.valid.is_none());
        if undated > 0 {
            self.unknown.push(format!("{undated} of {} claims do not say when.", facts.len()));
        }
        let unsaid = count(&|fact| fact.said.is_none());
        if unsaid > 0 {
            self.unknown.push(format!("When they were said is not known of {unsaid} claims."));
        }
        for fact in facts.iter().filter(|fact| fact.stance == Stance::Predicted) {
            let same = |other: &&Fact| {
                other.stance == Stance::Asserted
                    && other.kind == fact.kind
                    && other.parties.actor == fact.parties.actor
                    && other.parties.target == fact.parties.target
            };
            if !facts.iter().any(|other| same(&other)) {
                let what = self.event_key(fact)?.what;
                self.unknown.push(format!("Whether it came true is told by no claim: {what}."));
            }
        }
        for document in documents.iter().filter(|document| document.published.is_none()) {
            self.unknown.push(format!("When `{}` was published is not known.", document.id));
        }
        self.unknown.dedup();
        Ok(())
    }
}

/// What tells one event from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct EventKey {
    what: String,
    stance: &'static str,
    valid: Option<String>,
}

fn note(kept: &KeptClaim, document: Option<&Reference>) -> Note {
    let (claim, evidence) = (&kept.claim, kept.claim.evidence.first());
    let voices: Vec<&str> = claim.voices.iter().map(Name::as_str).collect();
    let told = if voices.is_empty() {
        document.and_then(|document| document.publisher.clone()).unwrap_or_else(|| "the author".to_owned())
    } else {
        voices.join(" › ")
    };
    let published = || document.and_then(|document| document.published.clone());
    Note {
        claim: claim.id().to_string(),
        told,
        said: claim.asserted.as_ref().map(ToString::to_string).or_else(published),
        stance: (claim.stance != Stance::Asserted).then(|| claim.stance.to_string()),
        quote: evidence.quote().to_owned(),
        document: evidence.document().to_string(),
        start: evidence.span().start(),
        end: evidence.span().end(),
    }
}

/// The sources of the case, the most frequent first.
fn sources(account: &Account<'_>, made: &Made) -> Result<Vec<SourceLine>, FindingsError> {
    let lines = records(account.asked, &account.contradictions)?.into_iter().map(|record| SourceLine {
        denied: record.stances.get(&Stance::Denied).copied().unwrap_or(0),
        claims: record.claims.len(),
        disputes: record.disputed,
        windows: record.windows,
        fares: record.fares.as_ref().map_or_else(Vec::new, Fares::sentences),
        grade: made.grades.get(&record.name).cloned(),
        name: if record.name.is_empty() { "(nobody is named)".to_owned() } else { record.name },
    });
    Ok(lines.collect())
}

fn method(account: &Account<'_>, made: &Made, notes: usize, documents: &[Reference]) -> Vec<String> {
    let clocks = &account.asked.clocks;
    let said = clocks.said_by.map_or("whenever it was said".to_owned(), |day| format!("as said by {day}"));
    vec![
        format!(
            "Made by {} from {notes} claims in {} documents, {said}, as the case had recorded it.",
            made.program,
            documents.len()
        ),
        "Each sentence is worked out from the claims in its footnotes by the rules of the schema, and can be checked: \
         `retrospect verify CASE REPORT` says which sentences no longer hold, and which claims did it."
            .to_owned(),
        weighing(account),
        "Claims were read by a program, which misses some and misreads others: read each beside its words.".to_owned(),
    ]
}

/// How likelihoods were worked out.
fn weighing(account: &Account<'_>) -> String {
    match account.beliefs {
        Some(_) => {
            "The likelihood of a sentence was worked out from who says so and who says otherwise: by how each source fares where \
             the answer suits its side and where it does not, with repetitions counted once and no side shouting down the \
             rest. The words are those of Intelligence Community Directive 203."
        }
        None => "The case is too large for its sources to be weighed against each other: no sentence says how likely it is.",
    }
    .to_owned()
}

fn hundredths(chance: f64) -> f64 {
    (chance * 100.0).round() / 100.0
}
