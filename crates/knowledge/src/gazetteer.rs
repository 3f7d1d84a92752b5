//! Finds the names of known actors and places in a text. Start at [`Gazetteer::find`].
//!
//! Names are compared word by word, a word being a run of letters and digits, so that "al-Qaeda" and "al Qaeda" are one
//! name. A name begins with a capital in the text; an abbreviation stands exactly as it is listed.

mod table;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ops::Range;

use self::table::Table;
use crate::compiled::CompiledError;

/// What a known name is a name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// An organisation, movement, government, force.
    Organisation,
    /// A person.
    Person,
    /// A country, region, town.
    Place,
}

/// A known name at a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What it is a name of.
    pub kind: NameKind,
    /// The index of whom it names in the lists that the gazetteer was made of; several names of one have one index.
    pub identity: u32,
}

/// How a name must stand in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// With a capital at its beginning, if the name as listed has one there.
    Capital,
    /// Letter for letter as listed.
    Exact,
}

/// What a list says of a name beside whose it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// One of several names.
    #[default]
    Other,
    /// What it is usually called.
    Usual,
    /// It names others as often: by itself it is nobody's.
    Ambiguous,
}

/// An actor of the lists that the gazetteer was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownActor<'g> {
    /// Its number, as in [`Known::identity`].
    pub identity: u32,
    /// What it is.
    pub kind: NameKind,
    /// Its names, the usual one first.
    pub names: Vec<(&'g str, Standing)>,
}

/// A name as it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name<'g> {
    /// Its words in small letters, one space between them.
    pub words: &'g str,
    /// How many.
    pub words_count: usize,
    pub written: &'g str,
    pub case: Case,
    pub kind: NameKind,
    pub identity: u32,
    pub standing: Standing,
}

/// A name that was added.
#[derive(Debug)]
struct Added {
    words: String,
    words_count: usize,
    written: String,
    case: Case,
    kind: NameKind,
    identity: u32,
    standing: Standing,
}

/// Known names by their first word.
#[derive(Debug, Default)]
pub struct Gazetteer {
    /// Names that were compiled. They go before those that were added.
    table: Table,
    names: Vec<Added>,
    by_first_word: HashMap<String, Vec<u32>>,
    /// How many words the longest name has.
    words_max: usize,
    /// Countries by their adjectives.
    nations: HashMap<String, String>,
}

/// A word of a text: its bytes.
type Word = Range<usize>;

impl Gazetteer {
    /// The names of a [compiled](Self::compiled) gazetteer.
    ///
    /// # Errors
    /// When the bytes are not such a form, of another version, or damaged.
    pub fn from_compiled(bytes: &'static [u8]) -> Result<Self, CompiledError> {
        let table = Table::read(bytes)?;
        Ok(Gazetteer { words_max: table.words_max(), table, ..Gazetteer::default() })
    }

    /// All names in a form that loads in a millisecond.
    #[must_use]
    pub fn compiled(&self) -> Vec<u8> {
        let mut by_word: BTreeMap<&str, Vec<Name<'_>>> = BTreeMap::new();
        for name in self.table.names().chain(self.names.iter().map(Added::name)) {
            let first = name.words.split(' ').next().unwrap_or_default();
            by_word.entry(first).or_default().push(name);
        }
        let own = self.nations.iter().map(|(adjective, country)| (adjective.as_str(), country.as_str()));
        table::write(&by_word, &self.table.nations().chain(own).collect(), self.words_max)
    }

    /// Adds a name. Of two equal names, the first added is found.
    pub fn add(&mut self, name: &str, case: Case, kind: NameKind, identity: u32) {
        self.add_listed(name, case, kind, identity, Standing::Other);
    }

    /// The same, with what the list says of the name.
    pub fn add_listed(&mut self, name: &str, case: Case, kind: NameKind, identity: u32, standing: Standing) {
        let mut own = Added {
            words: String::with_capacity(name.len()),
            words_count: 0,
            written: name.to_owned(),
            case,
            kind,
            identity,
            standing,
        };
        for word in words(name) {
            if own.words_count > 0 {
                own.words.push(' ');
            }
            own.words.push_str(&name[word].to_lowercase());
            own.words_count += 1;
        }
        let Some(first) = own.words.split(' ').next().filter(|first| !first.is_empty()) else { return };
        self.words_max = self.words_max.max(own.words_count);
        self.by_first_word.entry(first.to_owned()).or_default().push(self.names.len() as u32);
        self.names.push(own);
    }

    /// All actors, places left out, by their numbers.
    #[must_use]
    pub fn actors(&self) -> Vec<KnownActor<'_>> {
        let mut actors: BTreeMap<u32, KnownActor<'_>> = BTreeMap::new();
        let names = self.table.names().chain(self.names.iter().map(Added::name));
        for name in names.filter(|name| name.kind != NameKind::Place) {
            let new = || KnownActor { identity: name.identity, kind: name.kind, names: Vec::new() };
            let actor = actors.entry(name.identity).or_insert_with(new);
            match name.standing {
                Standing::Usual => actor.names.insert(0, (name.written, name.standing)),
                Standing::Other | Standing::Ambiguous => actor.names.push((name.written, name.standing)),
            }
        }
        actors.into_values().collect()
    }

    /// Adds an adjective of a country ("Tavrian").
    pub fn add_nation(&mut self, adjective: &str, country: &str) {
        self.nations.insert(adjective.to_owned(), country.to_owned());
    }

    /// The country that an adjective is of.
    #[must_use]
    pub fn nation(&self, adjective: &str) -> Option<&str> {
        self.nations.get(adjective).map(String::as_str).or_else(|| self.table.nation(adjective))
    }

    /// The known names in a text, in order, none overlapping another; where several begin at a word, the longest.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Known> {
        let mut words = words(text);
        // As many of the next words as the longest name has.
        let mut ahead: VecDeque<Word> = VecDeque::with_capacity(self.words_max);
        let mut found = Vec::new();
        loop {
            ahead.extend(words.by_ref().take(self.words_max.saturating_sub(ahead.len())));
            let rest = &*ahead.make_contiguous();
            let Some(first) = rest.first() else { return found };
            match self.longest(text, rest) {
                Some(name) => {
                    let end = rest.get(name.words_count - 1).map_or(first.end, |last| last.end);
                    found.push(Known { range: first.start..end, kind: name.kind, identity: name.identity });
                    ahead.drain(..name.words_count);
                }
                None => {
                    ahead.pop_front();
                }
            }
        }
    }

    fn longest(&self, text: &str, words: &[Word]) -> Option<Name<'_>> {
        let first = text[words.first()?.clone()].to_lowercase();
        let added = self.by_first_word.get(&first).map_or(&[][..], Vec::as_slice);
        let added = added.iter().filter_map(|&index| self.names.get(index as usize)).map(Added::name);
        let matching =
            self.table.beginning_with(&first).chain(added).filter(|name| name.stands_at(text, words));
        // The first listed of the longest: `max_by_key` would take the last.
        matching.reduce(|best, next| if next.words_count > best.words_count { next } else { best })
    }
}

impl Added {
    fn name(&self) -> Name<'_> {
        let Self { words_count, case, kind, identity, standing, .. } = *self;
        Name { words: &self.words, words_count, written: &self.written, case, kind, identity, standing }
    }
}

impl Name<'_> {
    fn stands_at(self, text: &str, words: &[Word]) -> bool {
        let Some(words) = words.get(..self.words_count) else { return false };
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        if goes_on(&text[last.end..]) {
            return false;
        }
        let joined = words.windows(2).all(|pair| match pair {
            [one, two] => is_joint(&text[one.end..two.start]),
            _ => true,
        });
        let covered = &text[first.start..last.end];
        let as_written = match self.case {
            Case::Exact => covered == self.written,
            Case::Capital => {
                let listed =
                    self.written.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
                let capital = covered.chars().next().is_some_and(char::is_uppercase);
                // "al-Shabaab" has its capital later; some capital must be there.
                if listed { capital } else { covered.chars().any(char::is_uppercase) }
            }
        };
        joined
            && as_written
            && self.words.split(' ').zip(words).all(|(own, word)| own == text[word.clone()].to_lowercase())
    }
}

/// Whether a word goes on after an apostrophe: "Sana" in "Sana'a", but not in "Sana's".
fn goes_on(rest: &str) -> bool {
    let after = rest.strip_prefix(['\'', '’', 'ʿ', 'ʾ', '`']);
    after.is_some_and(|after| {
        let letters: String = after.chars().take_while(|c| c.is_alphanumeric()).take(2).collect();
        !letters.is_empty() && !letters.eq_ignore_ascii_case("s")
    })
}

/// Whether what stands between two words can stand inside a name.
fn is_joint(between: &str) -> bool {
    matches!(
        between,
        " " | "-" | "'" | "’" | "‘" | "ʿ" | "ʾ" | "`" | "." | ". " | "\u{2011}" | "–" | "\n" | "/" | " & "
    )
}

fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|(_, c)| c.is_alphanumeric())?;
        let mut end = start + first.len_utf8();
        while let Some((at, c)) = rest.next_if(|(_, c)| c.is_alphanumeric() || is_mark(*c)) {
            end = at + c.len_utf8();
        }
        Some(start..end)
    })
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
