//! Turns the part of an address behind `?` into the state of a page, and back into links. Start at [`View`].
//!
//! Every page keeps its whole state there: the three clocks, the filters, the place in a list.

use std::fmt::Display;

use form_urlencoded::byte_serialize;
use retrospect_model::{Clocks, Day, Seq};

use crate::refusal::Refusal;

/// The longest address that is read, in bytes.
pub(crate) const ADDRESS_BYTES_MAX: usize = 4_096;
/// The parameters that every page has.
const CLOCKS: [&str; 3] = ["on", "said_by", "recorded_by"];

/// Parameters in their order, each as often as it was given; empty ones were not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind `?`, or a simple form.
    pub fn read(text: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(text);
        Self(
            pairs
                .filter(|(_, value)| !value.is_empty())
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        )
    }

    /// The first value of a parameter.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    /// All its values.
    pub fn all<'q>(&'q self, key: &'q str) -> impl Iterator<Item = &'q str> {
        self.0.iter().filter(move |(own, _)| own == key).map(|(_, value)| value.as_str())
    }

    /// A value of a type that reads itself.
    ///
    /// # Errors
    /// When it does not; the refusal names the parameter.
    pub fn read_as<T>(&self, key: &'static str, what: &'static str) -> Result<Option<T>, Refusal>
    where
        T: std::str::FromStr,
    {
        self.get(key)
            .map(|text| text.trim().parse().map_err(|_| Refusal::parameter(key, text, what)))
            .transpose()
    }

    /// A value that must be given.
    ///
    /// # Errors
    /// When it is not.
    pub fn need(&self, key: &'static str) -> Result<&str, Refusal> {
        self.get(key)
            .ok_or_else(|| Refusal::bad(format!("this address needs `{key}`"), "go back and follow a link"))
    }

    /// Whether a parameter has a value.
    pub fn has(&self, key: &str, value: &str) -> bool {
        self.all(key).any(|own| own == value)
    }
}

/// The state of a page: its path, its clocks, its own parameters.
#[derive(Debug, Clone)]
pub struct View {
    /// The path, without the ending of the twin.
    pub path: String,
    /// The clocks.
    pub clocks: Clocks,
    /// All parameters.
    pub query: Query,
}

impl View {
    /// Reads an address.
    ///
    /// # Errors
    /// When a clock is none; the refusal says which.
    pub fn read(path: &str, query: &str) -> Result<Self, Refusal> {
        let query = Query::read(query.as_bytes());
        const DAY: &str = "a day such as 2015-08-06";
        let clocks = Clocks {
            on: query.read_as::<Day>("on", DAY)?,
            said_by: query.read_as::<Day>("said_by", DAY)?,
            recorded_by: query.read_as::<u64>("recorded_by", "the number of a recording")?.map(Seq),
        };
        let path = path.strip_suffix(".json").unwrap_or(path).to_owned();
        Ok(Self { path, clocks, query })
    }

    /// An address with the clocks of this page.
    pub fn link(&self, path: &str) -> Link {
        let mut link = Link::to(path);
        for key in CLOCKS {
            if let Some(value) = self.query.get(key) {
                link = link.with(key, value);
            }
        }
        link
    }

    /// The address of this page with one parameter set, or left out. A list begins anew.
    pub fn changed(&self, key: &str, value: Option<&dyn Display>) -> Link {
        let mut link = Link::to(&self.path);
        for (own, kept) in &self.query.0 {
            if own != key && !["page", "done"].contains(&own.as_str()) {
                link = link.with(own, kept);
            }
        }
        match value {
            Some(value) => link.with(key, value),
            None => link,
        }
    }

    /// The address of this page with one value of a parameter that can have several added or taken away.
    pub fn toggled(&self, key: &str, value: &str) -> Link {
        let mut link = Link::to(&self.path);
        let is_there = self.query.has(key, value);
        for (own, kept) in &self.query.0 {
            let is_meant = own == key && kept == value;
            if !is_meant && !["page", "done"].contains(&own.as_str()) {
                link = link.with(own, kept);
            }
        }
        if is_there { link } else { link.with(key, value) }
    }

    /// The address of this page, or of its twin when `path` is that of the twin.
    pub fn same(&self, path: &str) -> Link {
        let mut link = Link::to(path);
        for (key, value) in self.query.0.iter().filter(|(key, _)| key != "done") {
            link = link.with(key, value);
        }
        link
    }

    /// The parameters that a form which sets some of them must carry on.
    pub fn others<'v>(&'v self, set: &'v [&str]) -> impl Iterator<Item = (&'v str, &'v str)> {
        let pairs = self.query.0.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        pairs.filter(move |(key, _)| !set.contains(key) && !["page", "done"].contains(key))
    }
}

/// An address within the application.
#[derive(Debug, Clone)]
pub struct Link(String);

impl Link {
    /// The address of a path.
    pub fn to(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// With a parameter.
    pub fn with(mut self, key: &str, value: impl Display) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.extend(byte_serialize(key.as_bytes()));
        self.0.push('=');
        self.0.extend(byte_serialize(value.to_string().as_bytes()));
        self
    }

    /// As it stands in a page.
    pub fn text(self) -> String {
        self.0
    }
}

impl maud::Render for Link {
    fn render_to(&self, buffer: &mut String) {
        self.0.render_to(buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(query: &str) -> View {
        View::read("/claims", query).unwrap()
    }

    #[test]
    fn links_keep_the_clocks_and_nothing_else() {
        let view = view("on=2014-01-01&kind=pledge&said_by=2015-07-29&page=3");
        let link = view.link("/claim").with("id", "a b&c");
        assert_eq!(link.text(), "/claim?on=2014-01-01&said_by=2015-07-29&id=a+b%26c");
        assert_eq!(view.link("/").text(), "/?on=2014-01-01&said_by=2015-07-29");
    }

    #[test]
    fn a_change_keeps_the_rest_and_begins_the_list_anew() {
        let view = view("kind=pledge&kind=split&page=3&search=");
        assert_eq!(
            view.changed("said_by", Some(&"2015-07-29")).text(),
            "/claims?kind=pledge&kind=split&said_by=2015-07-29"
        );
        assert_eq!(view.toggled("kind", "split").text(), "/claims?kind=pledge");
        assert_eq!(view.toggled("kind", "die").text(), "/claims?kind=pledge&kind=split&kind=die");
        assert_eq!(view.same("/claims.json").text(), "/claims.json?kind=pledge&kind=split&page=3");
    }

    #[test]
    fn what_is_no_clock_is_refused() {
        assert!(View::read("/", "on=yesterday").is_err());
        assert!(View::read("/", "recorded_by=-1").is_err());
        assert_eq!(View::read("/", "on=").unwrap().clocks, Clocks::default());
    }
}
