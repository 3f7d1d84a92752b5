//! Turns the entries of a published list into claims of its publisher, each with its words in the file. Start at
//! [`claims`].
//!
//! | of an entry | claim |
//! | --- | --- |
//! | what it is | `person` or `organisation` of its first name, at each country that the list gives |
//! | another name | `alias` from the first name to it; a weak one is alleged, a former one was so by the day of the list |
//! | listing | `designate` by the publisher, on the day of listing, which is also when it was said |
//! | beginning and end | `found` and `destroy` for organisations, `die` for persons |
//! | comment | `describe` with the comment as its words |

use std::collections::BTreeMap;
use std::ops::Range;

use retrospect_model::claim::{ClaimDraft, Confidence, Evidence, KindName, Name, Origin};
use retrospect_model::{Claim, Document, Edtf, Stance, one_line};

use super::evidence::{Escapes, View};
use super::{Format, List, ListEntry, NameSort};
use crate::name::Kind;

/// Characters of a comment or a record that are quoted at the most.
const QUOTE_CHARS_MAX: usize = 600;
/// How sure it is that a record says something when its words were not found in it.
const UNPLACED: u16 = 800;

/// The kind of the claim that somebody is a person.
pub const PERSON: &str = "person";
/// The kind of the claim that something is an organisation.
pub const ORGANISATION: &str = "organisation";
/// The kind of a publisher's comment on somebody.
pub const DESCRIBE: &str = "describe";

/// The claims of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListClaims {
    /// The claims, in the order of the file, each once.
    pub claims: Vec<Claim>,
    /// Names that cannot be names of a claim: longer than a thousand characters.
    pub names_left_out: usize,
    /// Names that stand under more than one entry, with under how many.
    pub shared: BTreeMap<String, usize>,
}

impl Format {
    /// Who publishes lists of this form, as it is usually called.
    #[must_use]
    pub fn publisher(self) -> &'static str {
        match self {
            Self::UnSc => "United Nations Security Council",
            Self::Ofac => "Office of Foreign Assets Control",
            Self::Eu => "European Union",
            Self::Uk => "Government of the United Kingdom",
            Self::Canada => "Government of Canada",
            Self::UcdpActor => "Uppsala Conflict Data Program",
            Self::Ftm => "FollowTheMoney data set",
            Self::WikidataJson => "Wikidata",
        }
    }

    /// Whether an entry of such a list tells of a decision of its publisher on whom it lists.
    #[must_use]
    pub fn designates(self) -> bool {
        matches!(self, Self::UnSc | Self::Ofac | Self::Eu | Self::Uk | Self::Canada)
    }
}

/// What a list says, as claims of its publisher. `document` has the file's bytes as its text.
#[must_use]
pub fn claims(format: Format, list: &List, document: &Document, publisher: &str) -> ListClaims {
    let whole = document.text().as_str();
    let text = whole.strip_prefix('\u{feff}').unwrap_or(whole);
    let escapes = match text.trim_start().as_bytes().first() {
        Some(b'<') => Escapes::Xml,
        Some(b'{' | b'[') => Escapes::Json,
        _ => Escapes::Csv,
    };
    let mut found = ListClaims::default();
    for entry in &list.entries {
        for name in &entry.names {
            *found.shared.entry(name.text.clone()).or_default() += 1;
        }
        let view = View::of(text, &entry.places, escapes);
        let file = InFile { document, text, before: whole.len() - text.len(), view, entry };
        let mut teller = Teller { format, publisher, list, file, found: &mut found };
        teller.tell();
    }
    found.shared.retain(|_, entries| *entries > 1);
    found
}

/// An entry in its file.
struct InFile<'a> {
    document: &'a Document,
    text: &'a str,
    /// Bytes of the document before the text.
    before: usize,
    view: View,
    entry: &'a ListEntry,
}

impl InFile<'_> {
    /// The words for the first of some names that is found; else the beginning of the record.
    fn words(&self, names: &[&str], from: &mut usize) -> Option<(Evidence, Confidence)> {
        let found = names.iter().find_map(|name| self.view.find(name, *from));
        if let Some((place, behind)) = found {
            *from = behind;
            return Some((self.evidence(place)?, Confidence::SURE));
        }
        let record = self.entry.places.first()?.clone();
        let text = self.text.get(record.clone())?;
        let lead = text.len() - text.trim_start().len();
        let end = text.char_indices().map(|(at, _)| at).nth(lead + QUOTE_CHARS_MAX).unwrap_or(text.len());
        let evidence = self.evidence(record.start + lead..record.start + end)?;
        Some((evidence, Confidence::from_thousandths(UNPLACED)?))
    }

    fn evidence(&self, place: Range<usize>) -> Option<Evidence> {
        let span = self.document.text().span_of_bytes(self.before + place.start..self.before + place.end)?;
        Evidence::in_document(self.document, span).ok()
    }
}

/// Tells what an entry says.
struct Teller<'a> {
    format: Format,
    publisher: &'a str,
    list: &'a List,
    file: InFile<'a>,
    found: &'a mut ListClaims,
}

/// What a claim says besides where.
struct Said<'a> {
    kind: &'a str,
    actor: Option<&'a Name>,
    target: Option<&'a Name>,
    place: Option<&'a str>,
    valid: Option<Edtf>,
    asserted: Option<Edtf>,
    stance: Stance,
}

impl<'a> Said<'a> {
    fn new(kind: &'a str, actor: Option<&'a Name>, target: Option<&'a Name>) -> Self {
        Said { kind, actor, target, place: None, valid: None, asserted: None, stance: Stance::Asserted }
    }
}

impl Teller<'_> {
    fn tell(&mut self) {
        let entry = self.file.entry;
        let mut names = Vec::new();
        for name in &entry.names {
            match name.text.parse::<Name>() {
                Ok(parsed) => names.push((parsed, name)),
                Err(_) => self.found.names_left_out += 1,
            }
        }
        let Some((first, written)) = names.first() else { return };
        let mut behind = 0;
        let Some(at_name) = self.file.words(&[&written.text], &mut behind) else { return };
        self.what_it_is(first, &at_name);
        for (name, written) in names.iter().skip(1) {
            let Some(words) = self.file.words(&[&written.text], &mut behind) else { continue };
            let mut said = Said::new("alias", Some(first), Some(name));
            match written.sort {
                NameSort::WeakAlias => said.stance = Stance::Alleged,
                NameSort::Former => said.valid = self.by_then(),
                NameSort::Primary | NameSort::Alias | NameSort::OriginalScript => {}
            }
            self.claim(&said, words);
        }
        if self.format.designates() {
            self.designation(first, &at_name);
        }
        self.times(first, &at_name);
        for comment in &entry.comments {
            let quoted: String = comment.chars().take(QUOTE_CHARS_MAX).collect();
            let quoted = one_line(&quoted);
            let Some(words) = self.file.words(&[&quoted], &mut 0) else { continue };
            self.claim(&Said::new(DESCRIBE, Some(first), None), words);
        }
    }

    /// "By the day of the list."
    fn by_then(&self) -> Option<Edtf> {
        let published =
            self.file.document.publication().published.as_ref().or(self.list.published.as_ref())?;
        format!("../{published}").parse().ok()
    }

    fn what_it_is(&mut self, first: &Name, at_name: &(Evidence, Confidence)) {
        let entry = self.file.entry;
        let (kind, words): (&str, &[&str]) = match entry.kind {
            Some(Kind::Person) => {
                (PERSON, &["INDIVIDUAL", "Individual", "individual", "Person", "person", "Q5"])
            }
            Some(Kind::Organisation) => (ORGANISATION, words_for_organisation(self.format)),
            None => return,
        };
        let stated = words.iter().find_map(|word| self.file.view.find(word, 0));
        let stated =
            stated.and_then(|(place, _)| self.file.evidence(place)).map(|found| (found, Confidence::SURE));
        let stated = stated.unwrap_or_else(|| at_name.clone());
        if entry.countries.is_empty() {
            self.claim(&Said::new(kind, Some(first), None), stated.clone());
        }
        for country in &entry.countries {
            let words = self.file.view.find(country, 0).and_then(|(place, _)| self.file.evidence(place));
            let words = words.map_or_else(|| stated.clone(), |found| (found, Confidence::SURE));
            self.claim(&Said { place: Some(country), ..Said::new(kind, Some(first), None) }, words);
        }
    }

    fn designation(&mut self, first: &Name, at_name: &(Evidence, Confidence)) {
        let Ok(publisher) = self.publisher.parse::<Name>() else { return };
        let listed = self.file.entry.listed.clone();
        let written = listed.as_ref().map(ToString::to_string).unwrap_or_default();
        let day_first = match written.split('-').collect::<Vec<_>>()[..] {
            [year, month, day] => format!("{day}/{month}/{year}"),
            _ => written.clone(),
        };
        let words = [written, day_first].iter().find_map(|day| self.file.view.find(day, 0));
        let words =
            words.and_then(|(place, _)| self.file.evidence(place)).map(|found| (found, Confidence::SURE));
        let said = Said {
            valid: listed.clone(),
            asserted: listed,
            ..Said::new("designate", Some(&publisher), Some(first))
        };
        self.claim(&said, words.unwrap_or_else(|| at_name.clone()));
    }

    fn times(&mut self, first: &Name, at_name: &(Evidence, Confidence)) {
        let entry = self.file.entry;
        let is_person = entry.kind == Some(Kind::Person);
        let (begun, ended) = (entry.from.clone(), entry.until.clone());
        if let Some(begun) = begun.filter(|_| !is_person) {
            let words = self.at_date(&begun, at_name);
            self.claim(&Said { valid: Some(begun), ..Said::new("found", None, Some(first)) }, words);
        }
        if let Some(ended) = ended {
            let words = self.at_date(&ended, at_name);
            let said = match is_person {
                true => Said::new("die", Some(first), None),
                false => Said::new("destroy", None, Some(first)),
            };
            self.claim(&Said { valid: Some(ended), ..said }, words);
        }
    }

    fn at_date(&self, date: &Edtf, otherwise: &(Evidence, Confidence)) -> (Evidence, Confidence) {
        let found =
            self.file.view.find(&date.to_string(), 0).and_then(|(place, _)| self.file.evidence(place));
        found.map_or_else(|| otherwise.clone(), |found| (found, Confidence::SURE))
    }

    fn claim(&mut self, said: &Said<'_>, (evidence, confidence): (Evidence, Confidence)) {
        let Ok(kind) = said.kind.parse::<KindName>() else { return };
        let claim = Claim::new(ClaimDraft {
            kind,
            actor: said.actor.into_iter().cloned().collect(),
            target: said.target.into_iter().cloned().collect(),
            place: said.place.and_then(|place| place.parse().ok()),
            valid: said.valid.clone(),
            voices: Vec::new(),
            asserted: said.asserted.clone(),
            stance: said.stance,
            evidence: evidence.into(),
            origin: Origin::Import,
            confidence,
        });
        self.found.claims.push(claim);
    }
}

/// How lists of a form write that something is an organisation.
fn words_for_organisation(format: Format) -> &'static [&'static str] {
    match format {
        // Its items say `entity` of all that they speak of.
        Format::WikidataJson => &[],
        _ => &["ENTITY", "Entity", "entity", "enterprise", "Organization", "Company", "PublicBody"],
    }
}
