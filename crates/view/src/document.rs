//! Writes the text of a document with the words that carry claims marked. Start at [`document`].

use std::collections::BTreeSet;

use crate::markup::{Markup, attributes, safe_link};

/// A document with its evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentInput {
    /// Its text.
    pub text: String,
    /// The evidence in it, in any order; it may overlap.
    pub evidence: Vec<Highlight>,
}

/// Words that carry a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// The first character, counted in Unicode scalar values.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// What to call the place, as the end of a link: the claim's id. The first piece has it as its id, behind `claim-`.
    pub id: String,
    /// What they are evidence of, for those who point at them.
    pub words: String,
    /// Where to read on.
    pub link: Option<String>,
}

/// The text as HTML: paragraphs with the evidence in `mark` elements. Where claims share words, a piece is marked for
/// all of them.
///
/// ```
/// use retrospect_view::{DocumentInput, Highlight, document};
///
/// let evidence = Highlight { start: 4, end: 11, id: "7".to_owned(), words: "a pledge".to_owned(), link: None };
/// let html = document(&DocumentInput { text: "The <IMU> pledged.".to_owned(), evidence: vec![evidence] });
/// assert!(html.contains("<mark class=\"rv-evidence\" id=\"claim-7\" title=\"a pledge\">&lt;IMU&gt; p</mark>"));
/// ```
pub fn document(input: &DocumentInput) -> String {
    let characters: Vec<char> = input.text.chars().collect();
    let mut evidence: Vec<(usize, usize, &Highlight)> = input
        .evidence
        .iter()
        .map(|mark| (mark.start.min(characters.len()), mark.end.min(characters.len()), mark))
        .filter(|(start, end, _)| start < end)
        .collect();
    evidence.sort_by(|one, two| (one.0, one.1, &one.2.id).cmp(&(two.0, two.1, &two.2.id)));
    let mut cuts: BTreeSet<usize> = evidence.iter().flat_map(|(start, end, _)| [*start, *end]).collect();
    cuts.extend(paragraph_ends(&characters).into_iter().flat_map(|(end, next)| [end, next]));
    cuts.extend([0, characters.len()]);
    let breaks: BTreeSet<usize> = paragraph_ends(&characters).into_iter().map(|(end, _)| end).collect();
    let mut writer = Writer { html: Markup::default(), named: BTreeSet::new() };
    writer.html.open("div", attributes!["class" = "rv-document"]);
    writer.html.open("p", attributes!["dir" = "auto"]);
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let (mut active, mut next): (Vec<(usize, usize, &Highlight)>, usize) = (Vec::new(), 0);
    for pair in cuts.windows(2) {
        let [from, to] = *pair else { continue };
        if breaks.contains(&from) {
            // What stands between paragraphs is white space.
            writer.html.close_line();
            writer.html.open("p", attributes!["dir" = "auto"]);
            continue;
        }
        active.retain(|(_, end, _)| *end > from);
        while let Some(mark) = evidence.get(next).filter(|mark| mark.0 <= from) {
            active.extend((mark.1 > from).then_some(*mark));
            next += 1;
        }
        let text: String = characters.get(from..to).unwrap_or_default().iter().collect();
        let marks: Vec<&Highlight> = active.iter().map(|(_, _, mark)| *mark).collect();
        writer.piece(&text, &marks);
    }
    writer.html.finish()
}

/// Where paragraphs end, and where the next begins: at blank lines.
fn paragraph_ends(characters: &[char]) -> Vec<(usize, usize)> {
    let mut ends = Vec::new();
    let mut at = 0;
    while let Some(found) = characters.get(at..).and_then(|rest| rest.iter().position(|c| *c == '\n')) {
        let start = at + found;
        let rest = characters.get(start..).unwrap_or_default();
        let blank = rest.iter().take_while(|c| c.is_whitespace()).count();
        let lines = rest.iter().take(blank).filter(|c| **c == '\n').count();
        if lines > 1 && start > 0 && start + blank < characters.len() {
            ends.push((start, start + blank));
        }
        at = start + blank.max(1);
    }
    ends
}

struct Writer<'i> {
    html: Markup,
    /// Claims whose first piece is written.
    named: BTreeSet<&'i str>,
}

impl<'i> Writer<'i> {
    fn piece(&mut self, text: &str, marks: &[&'i Highlight]) {
        let Some(first) = marks.first() else {
            self.html.text(text);
            return;
        };
        let words: Vec<&str> = marks.iter().map(|mark| mark.words.as_str()).collect();
        let words = words.join("\n");
        let new: Vec<String> = marks
            .iter()
            .filter(|mark| self.named.insert(mark.id.as_str()))
            .map(|mark| format!("claim-{}", mark.id))
            .collect();
        // A place has one id; further claims that begin here have theirs on empty elements before it.
        let (id, others) = match new.split_first() {
            Some((id, others)) => (Some(id), others),
            None => (None, &[][..]),
        };
        for other in others {
            self.html.leaf("span", attributes!["id" = other], "");
        }
        let mut attributes = vec![("class", "rv-evidence".into())];
        attributes.extend(id.map(|id| ("id", id.into())));
        attributes.push(("title", words.as_str().into()));
        self.html.open("mark", &attributes);
        match first.link.as_deref().and_then(safe_link) {
            Some(link) => self.html.leaf("a", attributes!["href" = link], text),
            None => self.html.text(text),
        }
        self.html.close();
    }
}
