//! Turns an XML text into its records, one small tree each. Start at [`records`].

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{List, ListFault};

/// Elements of a record at the most, and how deep they may lie.
const ELEMENTS_MAX: usize = 20_000;
const DEPTH_MAX: usize = 24;
/// Bytes of text of a record at the most.
const TEXT_MAX: usize = 1 << 20;

/// An element with what stands in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
    /// Bytes of the text that it stands on, for a record.
    pub place: Range<usize>,
}

impl Element {
    /// The children of a name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name.eq_ignore_ascii_case(name))
    }

    /// All elements of a name that lie under a path of names.
    pub fn under(&self, path: &[&str]) -> Vec<&Element> {
        let Some((name, rest)) = path.split_first() else { return vec![self] };
        let children = self.children.iter().filter(|child| child.name.eq_ignore_ascii_case(name));
        children.flat_map(|child| child.under(rest)).collect()
    }

    /// The text of the first child of a name.
    pub fn text_of(&self, name: &str) -> &str {
        let child = self.children.iter().find(|child| child.name.eq_ignore_ascii_case(name));
        child.map_or("", |child| child.text.trim())
    }

    /// The text of children of several names, in this order, with single spaces.
    pub fn joined(&self, names: &[&str]) -> String {
        let parts: Vec<&str> =
            names.iter().map(|name| self.text_of(name)).filter(|text| !text.is_empty()).collect();
        parts.join(" ")
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|attribute| attribute.0.eq_ignore_ascii_case(name));
        found.map_or("", |attribute| attribute.1.trim())
    }
}

/// Gives each element of one of the names to `take`, with its place among them. What is broken ends the reading and is
/// told of.
pub(super) fn records(
    text: &str,
    names: &[&str],
    list: &mut List,
    mut take: impl FnMut(Element, usize, &mut List),
) {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let (mut number, mut elements, mut bytes, mut start) = (0, 0, 0, 0);
    loop {
        let before = position(&reader);
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                return list.problem(format!("after record {number}"), ListFault::Broken(error.to_string()));
            }
        };
        match event {
            Event::Start(tag) if !open.is_empty() || is_record(&tag, names) => {
                if open.is_empty() {
                    (elements, bytes) = (0, 0);
                    start = before;
                }
                elements += 1;
                if open.len() >= DEPTH_MAX || elements > ELEMENTS_MAX || bytes > TEXT_MAX {
                    return list.problem(format!("record {}", number + 1), ListFault::TooLarge);
                }
                open.push(element(&tag));
            }
            Event::Empty(tag) if open.is_empty() && is_record(&tag, names) => {
                number += 1;
                take(Element { place: before..position(&reader), ..element(&tag) }, number, list);
            }
            Event::Empty(tag) => {
                elements += 1;
                if let Some(parent) = open.last_mut().filter(|_| elements <= ELEMENTS_MAX) {
                    parent.children.push(element(&tag));
                }
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { continue };
                match open.last_mut() {
                    Some(parent) => parent.children.push(done),
                    None => {
                        number += 1;
                        take(Element { place: start..position(&reader), ..done }, number, list);
                    }
                }
            }
            Event::Text(text) => add(&mut open, &text, &mut bytes),
            Event::CData(text) => add(&mut open, &text, &mut bytes),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten();
                let named = quick_xml::escape::resolve_predefined_entity(&reference);
                match character {
                    Some(character) => add(&mut open, character.encode_utf8(&mut [0; 4]), &mut bytes),
                    None => add(&mut open, named.unwrap_or_default(), &mut bytes),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !open.is_empty() {
        list.problem(
            format!("record {}", number + 1),
            ListFault::Broken("the file ends within it".to_owned()),
        );
    }
}

/// Bytes that were read.
fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn is_record(tag: &BytesStart<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| tag.local_name().as_ref().eq_ignore_ascii_case(name))
}

fn element(tag: &BytesStart<'_>) -> Element {
    let attributes = tag.attributes().flatten().filter_map(|attribute| {
        let value = quick_xml::escape::unescape(&attribute.value).ok()?.into_owned();
        Some((attribute.key.local_name().as_ref().to_owned(), value))
    });
    let attributes = attributes.collect();
    Element { name: tag.local_name().as_ref().to_owned(), attributes, ..Element::default() }
}

fn add(open: &mut [Element], text: &str, bytes: &mut usize) {
    if let Some(element) = open.last_mut().filter(|_| *bytes <= TEXT_MAX) {
        *bytes += text.len();
        element.text.push_str(text);
    }
}
