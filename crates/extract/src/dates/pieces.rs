//! Turns the tokens of a parsed text into pieces that a date is written in: a run of letters, a run of digits, or one
//! mark. Start at [`Blocks`].
//!
//! A tokenizer decides whether `1991–92`, `3rd` or `mid-July` is one token or three; pieces always take them apart.

use retrospect_lang::{Doc, TokenRef};

/// What a piece consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Make {
    Letters,
    Digits,
    Mark,
}

/// What stands between a piece and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    Nothing,
    Space,
    Line,
    Paragraph,
}

/// What the parser takes the piece's token for, as far as dates depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Noun,
    Plural,
    Name,
    Verb,
    Adjective,
    Adverb,
    Other,
}

/// A run of letters, a run of digits, or one mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'t> {
    pub text: &'t str,
    /// Its text in lower case; empty when it is no short ASCII word or number.
    pub key: Key,
    pub make: Make,
    pub gap: Gap,
    pub role: Role,
    /// A number that counts a plural noun after it: the `20` of "20 fighters".
    pub counts: bool,
    /// It stands before a noun, as part of it: the `12th` of "the 12th issue".
    pub modifies: bool,
    /// Within the name of a person, a group or a thing, after its first token.
    pub inside_name: bool,
    /// Within the name of a person.
    pub inside_person: bool,
    /// The word opens a phrase of its own: the `after` of "after the attack".
    pub governs: bool,
    /// It hangs on a noun: the `from` of "a letter from March".
    pub hangs_on_noun: bool,
    /// Index of its token.
    pub token: usize,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The longest word that dates are written with.
const KEY_BYTES_MAX: usize = 14;

/// A short ASCII word or number in lower case, without allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Key {
    bytes: [u8; KEY_BYTES_MAX],
    length: u8,
}

impl Key {
    fn of(text: &str) -> Self {
        let mut key = Key::default();
        if text.len() > KEY_BYTES_MAX || !text.is_ascii() {
            return key;
        }
        for (slot, byte) in key.bytes.iter_mut().zip(text.bytes()) {
            *slot = byte.to_ascii_lowercase();
        }
        key.length = text.len() as u8;
        key
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl Piece<'_> {
    /// The word in lower case; empty when no date is written with it.
    pub fn word(&self) -> &str {
        self.key.as_str()
    }

    /// Whether it is that mark.
    pub fn is_mark(&self, mark: char) -> bool {
        self.make == Make::Mark && self.text.starts_with(mark)
    }

    /// Whether it begins with a capital.
    pub fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Its number, if it is digits and not too many.
    pub fn number(&self) -> Option<u32> {
        if self.make == Make::Digits { self.text.parse().ok() } else { None }
    }
}

/// Pieces of a block beyond which it ends with the paragraph, or with a sentence if that is much longer.
const BLOCK_PIECES: usize = 1 << 12;
const BLOCK_PIECES_MAX: usize = 1 << 14;

/// The pieces of a text, block by block, so that a long text needs memory for one. No expression reaches from one
/// block into the next: they end where a paragraph does, or in a paragraph of many pages where a sentence does.
#[derive(Debug)]
pub(crate) struct Blocks<'d> {
    doc: &'d Doc<'d>,
    token: usize,
    gap: Gap,
}

impl<'d> Blocks<'d> {
    /// From the beginning of a text.
    pub fn new(doc: &'d Doc<'d>) -> Self {
        Blocks { doc, token: 0, gap: Gap::Paragraph }
    }

    /// The next block's pieces; none after the last.
    pub fn next_into(&mut self, found: &mut Vec<Piece<'d>>) {
        found.clear();
        while let Some(token) = self.doc.token(self.token) {
            if token.is_space() {
                self.gap = self.gap.max(gap_of(token.text()));
                self.token += 1;
                continue;
            }
            let ends = (found.len() > BLOCK_PIECES && self.gap == Gap::Paragraph)
                || (found.len() > BLOCK_PIECES_MAX && token.starts_sentence());
            if ends {
                return;
            }
            self.token += 1;
            self.take(token, found);
        }
    }

    /// Takes a token apart.
    fn take(&mut self, token: TokenRef<'d>, found: &mut Vec<Piece<'d>>) {
        let mut gap = self.gap;
        let template = template(token, gap);
        let (mut rest, mut start) = (token.text(), token.range().start);
        while let Some((make, length)) = first_run(rest) {
            let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
            found.push(Piece {
                text,
                key: Key::of(text),
                make,
                gap,
                start,
                end: start + text.len(),
                ..template
            });
            (rest, start, gap) = (after, start + text.len(), Gap::Nothing);
        }
        self.gap = if token.has_space_after() { Gap::Space } else { Gap::Nothing };
    }
}

/// What all pieces of a token have in common.
fn template<'d>(token: TokenRef<'d>, gap: Gap) -> Piece<'d> {
    let head = token.head();
    let is_before_head = head.index() > token.index();
    let is_modifier = matches!(token.dep(), "amod" | "nummod" | "compound" | "nmod");
    let naming = token.entity().filter(|(kind, _)| NAMING.contains(kind));
    let may_govern = token.text().len() <= GOVERNOR_BYTES_MAX;
    Piece {
        text: "",
        key: Key::default(),
        make: Make::Mark,
        gap,
        role: role(token.tag()),
        counts: token.dep() == "nummod" && is_before_head && matches!(head.tag(), "NNS" | "NNPS"),
        modifies: is_modifier && is_before_head && head.tag().starts_with('N'),
        inside_name: naming.is_some_and(|(_, is_first)| !is_first),
        inside_person: naming.is_some_and(|(kind, _)| kind == "PERSON"),
        governs: may_govern
            && (token.dep() == "mark"
                || token.children().any(|child| child.index() > token.index() && child.dep() != "punct")),
        hangs_on_noun: head.tag().starts_with('N') && !token.is_root(),
        token: token.index(),
        start: 0,
        end: 0,
    }
}

/// The longest word that [`Piece::governs`] is asked of, which is "following".
const GOVERNOR_BYTES_MAX: usize = 9;

/// The entity types that name somebody or something.
const NAMING: [&str; 6] = ["PERSON", "ORG", "FAC", "PRODUCT", "WORK_OF_ART", "NORP"];

fn role(tag: &str) -> Role {
    match tag {
        "NN" => Role::Noun,
        "NNS" => Role::Plural,
        "NNP" | "NNPS" => Role::Name,
        "JJ" | "JJR" | "JJS" => Role::Adjective,
        "RB" | "RBR" | "RBS" => Role::Adverb,
        "VB" | "VBD" | "VBG" | "VBN" | "VBP" | "VBZ" | "MD" => Role::Verb,
        _ => Role::Other,
    }
}

fn gap_of(white: &str) -> Gap {
    match white.matches('\n').count() {
        0 => Gap::Space,
        1 => Gap::Line,
        _ => Gap::Paragraph,
    }
}

/// What the text begins with, and how many bytes of it; `None` at its end.
fn first_run(text: &str) -> Option<(Make, usize)> {
    let first = text.chars().next()?;
    let run = |belongs: fn(char) -> bool| text.find(|c| !belongs(c)).unwrap_or(text.len());
    Some(if first.is_ascii_digit() {
        (Make::Digits, run(|c| c.is_ascii_digit()))
    } else if first.is_alphabetic() {
        (Make::Letters, run(char::is_alphabetic))
    } else {
        (Make::Mark, first.len_utf8())
    })
}
