//! Reads packs: lists of actors and places that are known before a text is read. Start at [`Sources::gazetteer`]. The
//! formats are described in `packs/README.md`.

use std::collections::HashSet;

use serde::Deserialize;

use crate::gazetteer::{Case, Gazetteer, NameKind, Standing};

/// Shorter names of places are words and abbreviations more often than places.
const PLACE_CHARS_MIN: usize = 4;
/// Columns of a table of places.
pub(crate) const NAME: usize = 0;
const KIND: usize = 1;
const ADJECTIVES: usize = 7;
pub(crate) const OTHER_NAMES: usize = 8;

#[derive(Deserialize)]
struct Actors {
    #[serde(default)]
    actor: Vec<Actor>,
}

#[derive(Deserialize)]
struct Actor {
    name: String,
    kind: String,
    #[serde(default)]
    aliases: Vec<Alias>,
}

#[derive(Deserialize)]
struct Alias {
    name: String,
    #[serde(default)]
    abbreviation: bool,
    case: Option<String>,
    #[serde(default)]
    ambiguous: bool,
}

/// The places that the table lacks.
#[derive(Deserialize)]
pub(crate) struct Places {
    #[serde(default)]
    pub place: Vec<Place>,
}

#[derive(Deserialize)]
pub(crate) struct Place {
    pub name: String,
    /// Degrees north and east, where they are known.
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The texts of a pack's files.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The files of actors: their names, for messages, and their texts.
    pub actors: Vec<(String, String)>,
    /// The table of places.
    pub places: String,
    /// The places that the table lacks, or lacks names of, in TOML.
    pub more_places: String,
    /// Names of places that are ordinary words too, one a line.
    pub ordinary: String,
}

impl Sources {
    /// All names of a pack. Actors are numbered as they come, then the places that the table lacks, then its own.
    ///
    /// # Errors
    /// A sentence that names the file and the line, when a text is not of the form of a pack.
    pub fn gazetteer(&self) -> Result<Gazetteer, String> {
        let (mut gazetteer, mut next) = (Gazetteer::default(), 0);
        for (name, text) in &self.actors {
            add_actors(&mut gazetteer, text, &mut next).map_err(|error| format!("{name}: {error}"))?;
        }
        add_more_places(&mut gazetteer, &self.more_places, &mut next)
            .map_err(|error| format!("the places that the table lacks: {error}"))?;
        add_places(&mut gazetteer, &self.places, &self.ordinary, &mut next);
        Ok(gazetteer)
    }
}

/// Adds the actors of a pack's file, with identities from `next` on.
///
/// # Errors
/// A sentence that names the line, when the text is not TOML of the form of a pack.
pub fn add_actors(gazetteer: &mut Gazetteer, text: &str, next: &mut u32) -> Result<(), String> {
    let actors: Actors = toml::from_str(text).map_err(|error| error.to_string())?;
    for actor in actors.actor {
        let kind = if actor.kind == "person" { NameKind::Person } else { NameKind::Organisation };
        gazetteer.add_listed(&actor.name, Case::Capital, kind, *next, Standing::Usual);
        for alias in actor.aliases {
            let exact = alias.abbreviation || alias.case.as_deref() == Some("exact");
            let case = if exact { Case::Exact } else { Case::Capital };
            let standing = if alias.ambiguous { Standing::Ambiguous } else { Standing::Other };
            gazetteer.add_listed(&alias.name, case, kind, *next, standing);
        }
        *next += 1;
    }
    Ok(())
}

/// Adds the places of a table (tab-separated, with a head line), but for names that are ordinary words too.
pub fn add_places(gazetteer: &mut Gazetteer, table: &str, ordinary: &str, next: &mut u32) {
    let ordinary: HashSet<&str> = ordinary.lines().filter(|line| !line.starts_with('#')).collect();
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        if let (Some(&"country"), Some(country)) = (columns.get(KIND), columns.get(NAME)) {
            let adjectives = columns.get(ADJECTIVES).into_iter().flat_map(|list| list.split('|'));
            adjectives
                .filter(|adjective| !adjective.is_empty())
                .for_each(|word| gazetteer.add_nation(word, country));
        }
        let others = columns.get(OTHER_NAMES).into_iter().flat_map(|names| names.split('|'));
        for name in columns.get(NAME).copied().into_iter().chain(others) {
            let is_word = ordinary.contains(name.to_lowercase().as_str());
            if name.chars().count() >= PLACE_CHARS_MIN && !is_word {
                gazetteer.add(name, Case::Capital, NameKind::Place, *next);
            }
        }
        *next += 1;
    }
}

/// Adds the places of a pack's TOML file.
///
/// # Errors
/// As for [`add_actors`].
pub fn add_more_places(gazetteer: &mut Gazetteer, text: &str, next: &mut u32) -> Result<(), String> {
    let places: Places = toml::from_str(text).map_err(|error| error.to_string())?;
    for place in places.place {
        for name in std::iter::once(&place.name).chain(&place.aliases) {
            gazetteer.add(name, Case::Capital, NameKind::Place, *next);
        }
        *next += 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(gazetteer: &Gazetteer, text: &str) -> Vec<(String, NameKind, u32)> {
        gazetteer
            .find(text)
            .into_iter()
            .map(|name| (text[name.range].to_owned(), name.kind, name.identity))
            .collect()
    }

    #[test]
    fn actors_are_found_by_all_their_names() {
        let pack = r#"
            [[actor]]
            id = "front-of-the-hills"
            name = "Front of the Hills"
            kind = "organisation"
            aliases = [{ name = "FOH", abbreviation = true }, { name = "al-Tilal" }]
            [[actor]]
            id = "sefa"
            name = "Abu Sefa"
            kind = "person"
        "#;
        let (mut gazetteer, mut next) = (Gazetteer::default(), 7);
        add_actors(&mut gazetteer, pack, &mut next).unwrap();
        assert_eq!(next, 9);
        let expected = [("FOH", 7), ("al-Tilal", 7), ("Front of the Hills", 7), ("Abu Sefa", 8)];
        let names = found(&gazetteer, "The FOH (al-Tilal), or Front of the Hills, met Abu Sefa; foh!");
        assert_eq!(names.iter().map(|n| (n.0.as_str(), n.2)).collect::<Vec<_>>(), expected);
        assert_eq!(names.last().map(|n| n.1), Some(NameKind::Person));
    }

    #[test]
    fn a_place_that_is_an_ordinary_word_is_not_found() {
        let table = "name\tkind\tcountry\tregion\tlat\tlon\tpopulation\tadjectives\tother_names\nRuvo\tcity\t\t\t\t\t\t\tRuwo|Rovu\nReading\tcity\t\t\t\t\t\t\t\n";
        let (mut gazetteer, mut next) = (Gazetteer::default(), 0);
        add_places(&mut gazetteer, table, "# a remark\nreading\n", &mut next);
        add_more_places(
            &mut gazetteer,
            "[[place]]\nname = \"Black Ford\"\naliases = [\"Karaford\"]",
            &mut next,
        )
        .unwrap();
        let names = found(&gazetteer, "Reading of Ruvo, Ruwo, Karaford and the Black Ford.");
        let texts: Vec<(&str, u32)> = names.iter().map(|n| (n.0.as_str(), n.2)).collect();
        assert_eq!(texts, [("Ruvo", 0), ("Ruwo", 0), ("Karaford", 2), ("Black Ford", 2)]);
    }

    #[test]
    fn an_error_names_the_line() {
        let error = add_actors(&mut Gazetteer::default(), "[[actor]]\nname = 3\n", &mut 0).unwrap_err();
        assert!(error.contains("line 2"), "{error}");
    }
}
