//! Parses a whole document, on several threads where there are some. Start at [`annotate`].
//!
//! Threads start in the middle of a document and guess that a unit begins there. Where two parses reach the same
//! point in step (see [`crate::parser::UnitEnd::in_step`]) they are equal from there on, so the guess of one thread is
//! joined to the true parse of the one before. The result is that of a single thread, token for token.

use rayon::prelude::*;

use crate::doc::Token;
use crate::entities::EntityTag;
use crate::feed::{Feed, Workspace};
use crate::model::Networks;
use crate::parser::State;
use crate::transition::StateBuffers;

/// Tokens that a thread takes at a time.
const CHUNK: usize = 2048;
/// Chunks a thread, in one wave over a document.
const CHUNKS_PER_THREAD: usize = 2;

/// What the networks say of one token.
#[derive(Clone, Copy, Debug)]
struct Note {
    head: u32,
    dep: u8,
    tag: u8,
    entity: EntityTag,
    starts_sentence: bool,
}

/// A position between units and whether the parser is in step there.
#[derive(Clone, Copy, Debug)]
struct Position {
    token: usize,
    in_step: bool,
}

/// Notes on the tokens from `begin` to `end`, a whole number of units.
#[derive(Debug)]
struct Segment {
    begin: usize,
    notes: Vec<Note>,
    /// Ends of units in step, ascending.
    steps: Vec<usize>,
    end: Position,
}

/// Where to stop parsing units.
#[derive(Clone, Copy)]
enum Until<'s> {
    /// At the first unit that ends at this token or later.
    Token(usize),
    /// At the first unit that ends at one of these tokens in step, or past the last of them.
    Step(&'s [usize]),
}

/// Sets tag, head, label, entity and sentence start of each token.
pub(crate) fn annotate(
    networks: &Networks,
    text: &str,
    tokens: &mut [Token],
    workspace: &(impl Fn() -> Workspace + Sync),
    keep: &(impl Fn(Workspace) + Sync),
) {
    let run = |tokens: &[Token], begin: Position, until: Until<'_>| {
        let mut memory = workspace();
        let segment = segment(networks, text, tokens, &mut memory, begin, until);
        keep(memory);
        segment
    };
    let mut at = Position { token: 0, in_step: false };
    while at.token < tokens.len() {
        let chunks = (tokens.len() - at.token).div_ceil(CHUNK);
        let threads = rayon::current_num_threads();
        let wave = if threads == 1 { 1 } else { chunks.min(threads * CHUNKS_PER_THREAD) };
        let begins = (0..wave).map(|chunk| match chunk {
            0 => at,
            _ => Position { token: at.token + chunk * CHUNK, in_step: true },
        });
        let begins: Vec<Position> = begins.collect();
        let shared: &[Token] = tokens;
        let parse = |begin: &Position| run(shared, *begin, Until::Token(begin.token + CHUNK));
        let segments: Vec<Segment> = if wave == 1 {
            begins.iter().map(parse).collect()
        } else {
            begins.par_iter().map(parse).collect()
        };
        for guess in segments {
            if guess.begin != at.token && guess.steps.binary_search(&at.token).is_err() {
                if guess.steps.last().is_none_or(|&last| last < at.token) {
                    continue;
                }
                let bridge = run(tokens, at, Until::Step(&guess.steps));
                at = bridge.write(tokens, at.token);
            }
            if guess.begin == at.token || guess.steps.binary_search(&at.token).is_ok() {
                at = guess.write(tokens, at.token);
            }
        }
    }
}

impl Segment {
    /// Writes the notes from token `from` on; gives the end of the segment.
    fn write(&self, tokens: &mut [Token], from: usize) -> Position {
        let notes = self.notes.get(from - self.begin..).unwrap_or_default();
        for (token, note) in tokens.iter_mut().skip(from).zip(notes) {
            token.head = note.head;
            token.dep = note.dep;
            token.tag = note.tag;
            token.entity = note.entity;
            token.set_starts_sentence(note.starts_sentence);
        }
        self.end
    }
}

fn segment(
    networks: &Networks,
    text: &str,
    tokens: &[Token],
    memory: &mut Workspace,
    begin: Position,
    until: Until<'_>,
) -> Segment {
    let mut feed = Feed::new(networks, text, tokens, memory, begin.token);
    let (mut state, mut buffers, mut entities) = (State::default(), StateBuffers::default(), Vec::new());
    let mut segment = Segment { begin: begin.token, notes: Vec::new(), steps: Vec::new(), end: begin };
    while segment.end.token < tokens.len() {
        let Position { token: start, in_step } = segment.end;
        let unit = networks.parser.parse_unit(networks.processor, &mut feed, &mut state, start, in_step);
        let tree = &state.result;
        networks.recogniser.tag_unit(
            networks.processor,
            &feed,
            start,
            &tree.starts_sentence,
            &mut buffers,
            &mut entities,
        );
        let parsed = tree.heads.iter().zip(&tree.labels).zip(&tree.starts_sentence).zip(&entities);
        segment.notes.extend(parsed.enumerate().map(
            |(index, (((&head, &dep), &starts_sentence), &entity))| {
                let tag = feed.tag(start + index);
                Note { head: start as u32 + head, dep, tag, entity, starts_sentence }
            },
        ));
        segment.end = Position { token: unit.end, in_step: unit.in_step };
        feed.drop_before(unit.end);
        if unit.in_step {
            segment.steps.push(unit.end);
        }
        let stop = match until {
            Until::Token(token) => unit.end >= token,
            Until::Step(steps) => {
                (unit.in_step && steps.binary_search(&unit.end).is_ok())
                    || steps.last().is_none_or(|&last| unit.end > last)
            }
        };
        if stop {
            break;
        }
    }
    segment
}
