//! Says where places are, by their names. Start at [`Atlas::read`].

use std::collections::BTreeMap;

use crate::pack::{NAME, OTHER_NAMES, Places};

/// Columns of the table of places that a gazetteer has no use for.
const LATITUDE: usize = 4;
const LONGITUDE: usize = 5;
const POPULATION: usize = 6;

/// A point on the earth, in degrees: north from -90 to 90, east from -180 to 180.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// Where places are.
#[derive(Debug, Clone, Default)]
pub struct Atlas {
    /// By name in small letters, with the people who live there.
    places: BTreeMap<String, (u64, Coordinates)>,
}

impl Atlas {
    /// Reads two tables of places: `table` is tab-separated with a head line, `more` is TOML and goes first. Of several
    /// places of one name the one with most people is meant. Lines without a place on earth are left out.
    ///
    /// # Errors
    /// When `more` is no TOML, or not of that form.
    ///
    /// ```
    /// use retrospect_knowledge::atlas::Atlas;
    ///
    /// let table = "name\tkind\tcountry\tregion\tlatitude\tlongitude\tpopulation\tadjectives\tother_names\nRuvo\tcity\tXX\t\t1.50\t2.25\t9\t\tRuwo\n";
    /// let atlas = Atlas::read(table, "").unwrap();
    /// assert_eq!(atlas.find("ruwo").unwrap().latitude, 1.5);
    /// assert!(atlas.find("Nowhere").is_none());
    /// ```
    pub fn read(table: &str, more: &str) -> Result<Self, toml::de::Error> {
        let mut atlas = Self::default();
        let more: Places = toml::from_str(more)?;
        for place in &more.place {
            let (Some(latitude), Some(longitude)) = (place.latitude, place.longitude) else { continue };
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                atlas.add(name, u64::MAX, Coordinates { latitude, longitude });
            }
        }
        for line in table.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            let number = |column: usize| columns.get(column).and_then(|text| text.parse::<f64>().ok());
            let (Some(latitude), Some(longitude)) = (number(LATITUDE), number(LONGITUDE)) else { continue };
            let people = columns.get(POPULATION).and_then(|text| text.parse().ok()).unwrap_or(0);
            let others = columns.get(OTHER_NAMES).into_iter().flat_map(|names| names.split('|'));
            for name in columns.get(NAME).copied().into_iter().chain(others).filter(|name| !name.is_empty()) {
                atlas.add(name, people, Coordinates { latitude, longitude });
            }
        }
        Ok(atlas)
    }

    fn add(&mut self, name: &str, people: u64, place: Coordinates) {
        let kept = self.places.entry(name.to_lowercase()).or_insert((people, place));
        if people > kept.0 {
            *kept = (people, place);
        }
    }

    /// Where the place of a name is, whatever its capital letters.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Coordinates> {
        self.places.get(&name.to_lowercase()).map(|(_, place)| *place)
    }
}
