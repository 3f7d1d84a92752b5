//! Says which names and phrases of a text stand for the same actor, and what a pronoun stands for. Start at
//! [`Coreference::resolve`].
//!
//! Deterministic sieves, the most precise first (Lee and others, Computational Linguistics 39(4), 2013): the same
//! known actor, the same words, an abbreviation in brackets, a part of a longer name, then pronouns and definite
//! nouns by agreement and nearness.

use std::collections::{BTreeSet, HashMap};

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::one_line;

use crate::gazetteer::NameKind;
use crate::mentions::{Mention, Mentions};
use crate::sentences::Sentences;
use crate::syntax;

/// Sentences that a pronoun looks back; farther names are rarely meant (Hobbs 1978 finds 98 % within the last two).
const PRONOUN_SENTENCES: usize = 3;
/// Sentences that "the group" looks back.
const DEFINITE_SENTENCES: usize = 8;

/// Entities of a text: sets of mentions.
#[derive(Debug)]
pub struct Coreference<'d> {
    /// For each mention, its entity.
    entity_of: Vec<usize>,
    entities: Vec<Entity>,
    /// The entities that a word stands, or stood, in the name of.
    by_word: HashMap<String, BTreeSet<usize>>,
    sentences: &'d Sentences,
}

/// Whoever some names of a text stand for.
#[derive(Debug)]
struct Entity {
    /// The fullest name.
    name: String,
    /// Its words.
    words: Vec<String>,
    kind: NameKind,
}

impl<'d> Coreference<'d> {
    /// Groups the mentions of a document.
    #[must_use]
    pub fn resolve(doc: &Doc<'_>, mentions: &Mentions, sentences: &'d Sentences) -> Self {
        let mut coreference =
            Coreference { entity_of: Vec::new(), entities: Vec::new(), by_word: HashMap::new(), sentences };
        let (mut by_identity, mut by_words): (HashMap<(NameKind, u32), usize>, HashMap<String, usize>) =
            Default::default();
        for (index, mention) in mentions.list().iter().enumerate() {
            let name = text_of(doc, mention);
            let key = folded(&name);
            let known =
                mention.identity.and_then(|identity| by_identity.get(&(mention.kind, identity)).copied());
            let entity = known
                .or_else(|| by_words.get(&key).copied())
                .or_else(|| coreference.abbreviated(doc, mentions, index, &name))
                .or_else(|| coreference.part_of_longer(mention.kind, &name))
                .unwrap_or_else(|| coreference.begin(&name, mention.kind));
            if let Some(identity) = mention.identity {
                by_identity.entry((mention.kind, identity)).or_insert(entity);
            }
            by_words.entry(key).or_insert(entity);
            let is_longer = coreference.entities.get(entity).is_some_and(|own| name.len() > own.name.len());
            if is_longer && (known.is_some() || name.contains(' ')) {
                coreference.call(entity, &name);
            }
            coreference.entity_of.push(entity);
        }
        coreference
    }

    /// For each mention, the number of its entity.
    pub fn entities(&self) -> &[usize] {
        &self.entity_of
    }

    /// A new entity.
    fn begin(&mut self, name: &str, kind: NameKind) -> usize {
        let entity = self.entities.len();
        self.entities.push(Entity { name: String::new(), words: Vec::new(), kind });
        self.call(entity, name);
        entity
    }

    /// Gives an entity its name. Words of a former one still lead to it; whoever looks it up compares.
    fn call(&mut self, entity: usize, name: &str) {
        let Some(own) = self.entities.get_mut(entity) else { return };
        own.name = name.to_owned();
        own.words = words_of(name);
        for word in &own.words {
            match self.by_word.get_mut(word) {
                Some(entities) => {
                    entities.insert(entity);
                }
                None => {
                    self.by_word.insert(word.clone(), BTreeSet::from([entity]));
                }
            }
        }
    }

    /// The entities in whose names a word may stand, the last one first.
    fn with_word(&self, word: &str) -> impl Iterator<Item = (usize, &Entity)> {
        let entities = self.by_word.get(word).into_iter().flatten().rev();
        entities.filter_map(|&entity| Some((entity, self.entities.get(entity)?)))
    }

    /// The fullest name of the entity that a mention belongs to.
    #[must_use]
    pub fn name_of_mention(&self, mention: usize) -> Option<&str> {
        let entity = self.entity_of.get(mention).and_then(|&entity| self.entities.get(entity));
        entity.map(|entity| entity.name.as_str())
    }

    /// The number of the entity that a mention belongs to.
    #[must_use]
    pub fn entity_of_mention(&self, mention: usize) -> Option<usize> {
        self.entity_of.get(mention).copied()
    }

    /// "Islamic Movement (IMU)", "IMU (Islamic Movement)": the name just before the bracket.
    fn abbreviated(&self, doc: &Doc<'_>, mentions: &Mentions, index: usize, name: &str) -> Option<usize> {
        let mention = mentions.list().get(index)?;
        let before = mentions.list().get(index.checked_sub(1)?)?;
        let bracket = doc.token(mention.tokens.start.checked_sub(1)?)?;
        let is_bracketed = bracket.text() == "(" && before.tokens.end + 1 == mention.tokens.start;
        let entity = *self.entity_of.get(index - 1)?;
        let longer = text_of(doc, before);
        (is_bracketed && (is_initials(name, &longer) || is_initials(&longer, name))).then_some(entity)
    }

    /// "Ghazi" after "Uthman Ghazi"; "the Front" after "Azelmat Front".
    fn part_of_longer(&self, kind: NameKind, name: &str) -> Option<usize> {
        let words: Vec<String> = words_of(name);
        // Names are looked for under the rarest of the words, so that long texts take no longer for each.
        let rarest = words.iter().min_by_key(|word| self.by_word.get(*word).map_or(0, BTreeSet::len))?;
        let mut near = self.with_word(rarest);
        near.find(|(_, entity)| {
            let longer = &entity.words;
            let is_part = longer.len() > words.len() && words.iter().all(|word| longer.contains(word));
            let is_person_name = longer.last() == words.last();
            entity.kind == kind && is_part && (kind != NameKind::Person || is_person_name)
        })
        .map(|(entity, _)| entity)
    }

    /// "the Front" for "Azelmat Front": a capitalised noun that is part of an organisation's name.
    fn shortened(&self, doc: &Doc<'_>, token: TokenRef<'_>) -> Option<&str> {
        let is_definite = token
            .index()
            .checked_sub(1)
            .and_then(|before| doc.token(before))
            .is_some_and(|before| matches!(before.text(), "the" | "The" | "this" | "This"));
        let is_capital = token.text().chars().next().is_some_and(char::is_uppercase);
        if !is_definite || !is_capital {
            return None;
        }
        let word = token.text().to_lowercase();
        let mut organisations =
            self.with_word(&word).filter(|(_, entity)| entity.kind == NameKind::Organisation);
        let found = organisations.find(|(_, entity)| entity.words.contains(&word))?;
        Some(&found.1.name)
    }

    /// The name that a pronoun or a definite noun stands for.
    #[must_use]
    pub fn referent(&self, doc: &Doc<'_>, mentions: &Mentions, token: TokenRef<'_>) -> Option<&str> {
        if let Some(name) = self.shortened(doc, token) {
            return Some(name);
        }
        let wanted = Wanted::of(token)?;
        let named = self.nearest_name(doc, mentions, token, &wanted);
        // "the group" as the subject before counts as the name that it stands for.
        let standing_in =
            if wanted.is_pronoun { self.nearest_noun(doc, mentions, token, &wanted) } else { None };
        let best = [named, standing_in].into_iter().flatten().max_by_key(|(score, _)| *score)?;
        self.name_of_mention(best.1)
    }

    /// The best mention before a token for what it asks for, with its score.
    fn nearest_name(
        &self,
        doc: &Doc<'_>,
        mentions: &Mentions,
        token: TokenRef<'_>,
        wanted: &Wanted,
    ) -> Option<(i64, usize)> {
        let here = self.sentences.number(token.index());
        let mut best: Option<(i64, usize)> = None;
        let list = mentions.list();
        let last = list.partition_point(|mention| mention.tokens.start < token.index());
        let in_reach =
            |mention: &Mention| self.sentences.number(mention.tokens.start) + wanted.sentences >= here;
        let first =
            list.partition_point(|mention| mention.tokens.start < token.index() && !in_reach(mention));
        for (index, mention) in list.iter().enumerate().take(last).skip(first) {
            let sentence = self.sentences.number(mention.tokens.start);
            if !wanted.agrees(mention.kind) {
                continue;
            }
            let Some(head) = doc.token(mention.tokens.end - 1) else { continue };
            if is_inside_of_own_phrase(head, token) || is_other_side(head, token) {
                continue;
            }
            let score = nearness(here, sentence) + prominence(head);
            if best.is_none_or(|(most, _)| score >= most) {
                best = Some((score, index));
            }
        }
        best
    }

    /// The mention that the best definite noun before a pronoun stands for, with the noun's score.
    fn nearest_noun(
        &self,
        doc: &Doc<'_>,
        mentions: &Mentions,
        pronoun: TokenRef<'_>,
        wanted: &Wanted,
    ) -> Option<(i64, usize)> {
        let here = self.sentences.number(pronoun.index());
        let before = (0..pronoun.index()).rev().filter_map(|index| doc.token(index));
        let near = before.take_while(|noun| self.sentences.number(noun.index()) + wanted.sentences >= here);
        let standing = near.filter(|noun| !is_other_side(*noun, pronoun)).filter_map(|noun| {
            let asked =
                Wanted::of(noun).filter(|asked| !asked.is_pronoun && asked.person == wanted.person)?;
            let (_, mention) = self.nearest_name(doc, mentions, noun, &asked)?;
            let sentence = self.sentences.number(noun.index());
            Some((nearness(here, sentence) + prominence(noun), mention))
        });
        standing.max_by_key(|(score, _)| *score)
    }
}

/// How much the distance in sentences counts.
fn nearness(here: usize, there: usize) -> i64 {
    i64::from(there == here) - 4 * (here as i64 - there as i64)
}

/// How likely a name is to be spoken of again: its place in its clause.
fn prominence(head: TokenRef<'_>) -> i64 {
    match head.dep() {
        "nsubj" | "nsubjpass" => 6,
        // "X's activity showed ...": what is told of is X.
        "poss" if matches!(head.head().dep(), "nsubj" | "nsubjpass") => 4,
        "dobj" => 3,
        "appos" | "poss" | "conj" => 2,
        "pobj" => 1,
        _ => 0,
    }
}

/// "its" in "X and its allies" may be X, but a subject cannot be a name inside its own phrase.
fn is_inside_of_own_phrase(name: TokenRef<'_>, pronoun: TokenRef<'_>) -> bool {
    name.ancestors().take(4).any(|ancestor| ancestor == pronoun)
}

/// A pronoun that is the object of a verb is not the verb's subject ("the guard attacked it"); a possessive may be.
fn is_other_side(name: TokenRef<'_>, pronoun: TokenRef<'_>) -> bool {
    let is_object = matches!(pronoun.dep(), "dobj" | "pobj" | "dative");
    let verb = if pronoun.dep() == "pobj" { pronoun.head().head() } else { pronoun.head() };
    is_object && matches!(name.dep(), "nsubj" | "nsubjpass") && name.head() == verb
}

/// What a pronoun or a definite noun asks for.
struct Wanted {
    person: bool,
    organisation: bool,
    sentences: usize,
    is_pronoun: bool,
}

impl Wanted {
    fn of(token: TokenRef<'_>) -> Option<Self> {
        let lower = token.text().to_lowercase();
        let (person, organisation, sentences) = match lower.as_str() {
            "he" | "him" | "his" | "she" | "her" | "hers" => (true, false, PRONOUN_SENTENCES),
            "it" | "its" => (false, true, PRONOUN_SENTENCES),
            "they" | "them" | "their" | "theirs" => (false, true, PRONOUN_SENTENCES),
            _ => {
                let definite = syntax::children_with(token, "det")
                    .iter()
                    .any(|det| matches!(det.lemma(), "the" | "this" | "that" | "these" | "those"));
                let has_own_name =
                    token.children().any(|child| matches!(child.dep(), "compound" | "poss" | "amod"));
                if !definite || has_own_name {
                    return None;
                }
                match token.lemma() {
                    "group" | "movement" | "organisation" | "organization" | "militia" | "faction"
                    | "party" | "front" | "outfit" | "network" | "army" | "insurgent" | "rebel"
                    | "militant" | "alliance" | "coalition" => (false, true, DEFINITE_SENTENCES),
                    "man" | "leader" | "commander" | "cleric" | "spokesman" | "spokeswoman" | "emir"
                    | "general" => (true, false, PRONOUN_SENTENCES),
                    _ => return None,
                }
            }
        };
        let is_pronoun = matches!(token.pos(), "PRON") || token.tag() == "PRP$";
        Some(Wanted { person, organisation, sentences, is_pronoun })
    }

    fn agrees(&self, kind: NameKind) -> bool {
        match kind {
            NameKind::Person => self.person,
            NameKind::Organisation => self.organisation,
            NameKind::Place => false,
        }
    }
}

fn text_of(doc: &Doc<'_>, mention: &Mention) -> String {
    let text = doc.text().get(doc.byte_range(mention.tokens.clone())).unwrap_or_default();
    one_line(text)
}

fn words_of(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn folded(name: &str) -> String {
    words_of(name)
        .into_iter()
        .filter(|word| !matches!(word.as_str(), "the" | "s"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a short name is made of the first letters of a longer one's words, small words left out or not.
fn is_initials(short: &str, long: &str) -> bool {
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let words = words_of(long);
    let initials = |skip: bool| -> String {
        let small = ["of", "the", "and", "for", "in", "al", "de", "la", "el", "du", "des", "et", "y"];
        words
            .iter()
            .filter(|w| !skip || !small.contains(&w.as_str()))
            .filter_map(|w| w.chars().next())
            .collect()
    };
    letters.chars().count() > 1
        && words.len() > 1
        && (initials(true) == letters || initials(false) == letters)
}
