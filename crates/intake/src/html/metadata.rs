//! Turns a page's head into metadata: JSON-LD first, then `meta` elements, then the page's title and language. Start
//! at [`of`].

use retrospect_model::Edtf;
use serde_json::{Map, Value};

use super::page::Head;
use crate::given::{Metadata, shortened};
use crate::problem::Fault;
use crate::written_day;

/// What a page says of itself, and what of it cannot be used.
pub(super) fn of(head: &Head) -> (Metadata, Vec<Fault>) {
    let values: Vec<Value> = head.json_ld.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    let things = Things::in_values(&values);
    let article = things.article();
    let ld = |key: &str| article.and_then(|article| things.name_of(article.get(key)?));
    let meta = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| head.metas.iter().find(|(name, _)| name == key))
            .map(|(_, value)| value.clone())
    };
    let mut faults = Vec::new();
    let published = published(head, ld("datePublished").as_ref(), &mut faults);
    let url = head.canonical.clone().or_else(|| meta(&["og:url"])).or_else(|| ld("url"));
    let author_keys =
        ["author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author"];
    let known = Metadata {
        id: None,
        published,
        publisher: ld("publisher").or_else(|| meta(&["og:site_name", "dc.publisher", "publisher"])),
        url: url.filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        title: ld("headline")
            .or_else(|| meta(&["og:title", "dc.title", "dcterms.title", "citation_title"]))
            .or_else(|| head.title.clone()),
        author: ld("author").or_else(|| meta(&author_keys)).filter(|author| !author.starts_with("http")),
        language: head.language.clone().or_else(|| meta(&["content-language", "og:locale"])),
    };
    (known, faults)
}

/// The first of a page's publication dates that can be read.
fn published(head: &Head, of_json_ld: Option<&String>, faults: &mut Vec<Fault>) -> Option<Edtf> {
    const KEYS: [&str; 16] = [
        "article:published_time",
        "og:published_time",
        "datepublished",
        "citation_publication_date",
        "dcterms.issued",
        "dc.date.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "publishdate",
        "publication_date",
        "pubdate",
        "parsely-pub-date",
        "sailthru.date",
        "citation_date",
        "date",
    ];
    let of_metas = KEYS.iter().flat_map(|key| head.metas.iter().filter(move |(name, _)| name == key));
    let candidates: Vec<&String> = of_json_ld.into_iter().chain(of_metas.map(|(_, value)| value)).collect();
    let published = candidates.iter().find_map(|text| written_day::read(text));
    if published.is_none()
        && let Some(first) = candidates.first()
    {
        faults.push(Fault::Date { field: "published", text: shortened(first), whose: "the page" });
    }
    published
}

/// The things that a page's JSON-LD describes, as objects.
struct Things<'v> {
    objects: Vec<&'v Map<String, Value>>,
}

/// The most things that are looked at.
const THINGS_MAX: usize = 1_000;

impl<'v> Things<'v> {
    /// The objects at the top of `values`, in lists and in `@graph`.
    fn in_values(values: &'v [Value]) -> Self {
        let mut waiting: Vec<&Value> = values.iter().rev().collect();
        let mut objects = Vec::new();
        while let Some(value) = waiting.pop() {
            match value {
                Value::Array(values) => waiting.extend(values.iter().rev()),
                Value::Object(object) if objects.len() < THINGS_MAX => {
                    objects.push(object);
                    waiting.extend(object.get("@graph"));
                    waiting.extend(object.get("mainEntity"));
                }
                _ => {}
            }
        }
        Self { objects }
    }

    /// The article that the page holds, or else the first thing with a date of publication.
    fn article(&self) -> Option<&'v Map<String, Value>> {
        let is_article = |object: &Map<String, Value>| {
            let ends_so = |kind: &str| ["Article", "Posting", "Report"].iter().any(|end| kind.ends_with(end));
            match object.get("@type") {
                Some(Value::String(kind)) => ends_so(kind),
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(ends_so),
                _ => false,
            }
        };
        let mut articles = self.objects.iter().filter(|object| is_article(object));
        articles
            .next()
            .or_else(|| self.objects.iter().find(|object| object.contains_key("datePublished")))
            .copied()
    }

    /// What a value says: a text itself, the name of a thing, all names of a list.
    fn name_of(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => {
                let text = html_escape::decode_html_entities(text.trim());
                (!text.is_empty()).then(|| text.into_owned())
            }
            Value::Object(thing) => self.name_of_thing(thing),
            Value::Array(values) => {
                let names: Vec<String> = values
                    .iter()
                    .take(20)
                    .filter_map(|value| match value {
                        Value::Object(thing) => self.name_of_thing(thing),
                        Value::String(text) => Some(text.trim().to_owned()),
                        _ => None,
                    })
                    .collect();
                (!names.is_empty()).then(|| names.join(", "))
            }
            _ => None,
        }
    }

    /// The name of a thing, or of the thing that it refers to.
    fn name_of_thing(&self, thing: &Map<String, Value>) -> Option<String> {
        let named = |thing: &Map<String, Value>| {
            let name = thing.get("name").or_else(|| thing.get("@value"))?.as_str()?.trim();
            (!name.is_empty()).then(|| name.to_owned())
        };
        named(thing).or_else(|| {
            let id = thing.get("@id")?;
            self.objects.iter().filter(|other| other.get("@id") == Some(id)).find_map(|other| named(other))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::scan;
    use super::*;

    fn check(html: &str, published: Option<&str>, [publisher, url, title, author]: [Option<&str>; 4]) {
        let (known, faults) = of(&scan(html).head);
        assert_eq!(known.published.map(|date| date.to_string()).as_deref(), published);
        assert_eq!(
            [
                known.publisher.as_deref(),
                known.url.as_deref(),
                known.title.as_deref(),
                known.author.as_deref()
            ],
            [publisher, url, title, author]
        );
        assert_eq!(faults, []);
    }

    #[test]
    fn json_ld_is_preferred() {
        check(
            r##"<title>A - Wire</title><meta property="article:published_time" content="2015-08-07">
            <link rel="canonical" href="https://example.org/a">
            <script type="application/ld+json">{"@graph": [
              {"@type": "WebSite", "name": "no"},
              {"@type": ["NewsArticle"], "headline": "A &amp; B", "datePublished": "2015-08-06T10:00:00+05:00",
               "author": [{"name": "A. Writer"}, {"@id": "#b"}], "publisher": {"@id": "#wire"}},
              {"@id": "#wire", "name": "The Wire"}, {"@id": "#b", "name": "B. Writer"}]}</script>"##,
            Some("2015-08-06T10:00:00+05:00"),
            [Some("The Wire"), Some("https://example.org/a"), Some("A & B"), Some("A. Writer, B. Writer")],
        );
    }

    #[test]
    fn metas_are_read_by_their_many_names() {
        check(
            "<title>A</title><meta name=DC.date content='6 August 2015'><meta property=og:site_name content=Wire>\
             <meta name=author content='A. Writer'><meta property=og:url content='https://example.org/a'>",
            Some("2015-08-06"),
            [Some("Wire"), Some("https://example.org/a"), Some("A"), Some("A. Writer")],
        );
        check("<time itemprop=datePublished datetime=2015-08-06>", Some("2015-08-06"), [None; 4]);
        check("<script type=application/ld+json>{broken</script>", None, [None; 4]);
    }

    #[test]
    fn a_date_that_cannot_be_read_is_said() {
        let (known, faults) = of(&scan("<meta name=date content='last week'>").head);
        assert_eq!(known.published, None);
        assert_eq!(faults[0].to_string(), "`published` in the page is not a date: `last week`");
    }
}
