//! Turns contributions of tokens into dependency heads and labels: an arc-eager transition system that also finds
//! where sentences begin. Start at [`Parser::parse_unit`].
//!
//! The system is spaCy's `ArcEager` (spacy/pipeline/_parser_internals/arc_eager.pyx and _state.pxd, MIT): Nivre's
//! arc-eager actions with Break for sentence ends and a Reduce that puts a headless token back ("unshift"; Nivre and
//! Fernández-González 2014).
//!
//! A *unit* is a run of tokens that is parsed from an empty stack to an empty stack. It ends where the parser itself
//! has marked a sentence start and nothing of its state reaches across; what follows does not depend on what came
//! before. So units can be parsed in any order, and memory is bounded by the longest unit.

use crate::doc::Token;
use crate::feed::Feed;
use crate::file::Sections;
use crate::transition::{Scorer, StateBuffers, best_valid};
use crate::tree;
use retrospect_matrix::Checked;

/// Slots of a state: first two of the buffer, top three of the stack, newest children.
const SLOTS: usize = 8;
/// Tokens of a unit at the most: a cut for texts without sentences, which keeps memory bounded.
const UNIT_TOKENS_MAX: usize = 8192;
const ROOT: &str = "ROOT";
/// Separates a label from that of the head which a lifted arc once had (Nivre and Nilsson 2005).
const DECORATION: &str = "||";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// The parser's network, its actions and labels.
#[derive(Debug)]
pub(crate) struct Parser {
    pub scorer: Scorer,
    actions: Vec<(Move, u8)>,
    /// Dependency labels, decorated ones included.
    pub labels: Vec<String>,
    root: u8,
    /// For a decorated label, the plain label and that of the head to look for.
    lifted: Vec<Option<(u8, u8)>>,
}

/// Where a unit ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct UnitEnd {
    /// Index of the first token after the unit.
    pub end: usize,
    /// Whether the parser's state there is one that any parse of the document would come to: `end` begins a sentence
    /// and nothing reaches across. Otherwise the document ended or the unit was cut.
    pub in_step: bool,
}

/// The parse of one unit; indices are relative to its begin. Kept for reuse of its memory.
#[derive(Debug, Default)]
pub(crate) struct State {
    begin: usize,
    /// Tokens that the unit may take.
    length: usize,
    /// Whether a paragraph ends with the last of them.
    ends_paragraph: bool,
    /// First token of the buffer that was never on the stack.
    next: usize,
    stack: Vec<u32>,
    /// Tokens put back from the stack to the buffer.
    returned: Vec<u32>,
    arcs: Vec<Arc>,
    buffers: StateBuffers,
    pub result: tree::Tree,
}

/// What the parser knows of one token.
#[derive(Clone, Copy, Debug, Default)]
struct Arc {
    head: Option<u32>,
    label: u8,
    newest_left: Option<u32>,
    newest_right: Option<u32>,
    /// The head's newest child on this side before this token became it.
    older_sibling: Option<u32>,
    starts_sentence: bool,
    /// Was put back once and may not be shifted again.
    unshifted: bool,
}

impl Parser {
    /// Reads the network for vectors of `width` floats and the names of its actions, as spaCy writes them.
    pub fn read(sections: &Sections<'_>, width: usize, names: &[String]) -> Result<Self, String> {
        let mut labels: Vec<String> = vec![ROOT.to_owned()];
        let mut actions = Vec::new();
        for name in names {
            let (name, label) = name.split_once('-').unwrap_or((name, ""));
            let kind = match name {
                "S" => Move::Shift,
                "D" => Move::Reduce,
                "L" => Move::Left,
                "R" => Move::Right,
                "B" => Move::Break,
                _ => return Err(format!("unknown parser action `{name}`")),
            };
            let plain = label.split_once(DECORATION);
            for label in [Some(label), plain.map(|p| p.0), plain.map(|p| p.1)].into_iter().flatten() {
                index_of(&mut labels, label)?;
            }
            actions.push((kind, index_of(&mut labels, label)?));
        }
        // Without these a state can have no valid action.
        for (needed, name) in [(Move::Shift, "S"), (Move::Reduce, "D")] {
            if !actions.iter().any(|(kind, _)| *kind == needed) {
                return Err(format!("the parser has no action `{name}`"));
            }
        }
        let known = |name: &str| labels.iter().position(|label| label == name).map(|index| index as u8);
        let lifted = labels.iter().map(|label| {
            let (plain, head) = label.split_once(DECORATION)?;
            known(plain).zip(known(head))
        });
        let lifted = lifted.collect();
        let scorer = Scorer::read(sections, "parser", width, SLOTS, actions.len())?;
        Ok(Parser { scorer, actions, labels, root: 0, lifted })
    }

    /// Parses from token `begin`, with an empty stack, to the end of the unit. `starts_sentence` says whether the
    /// state at `begin` is one [in step](UnitEnd::in_step). The trees are left in `state.result`.
    pub fn parse_unit(
        &self,
        processor: Checked,
        feed: &mut Feed<'_>,
        state: &mut State,
        begin: usize,
        starts_sentence: bool,
    ) -> UnitEnd {
        state.reset(begin, feed.tokens());
        if let Some(first) = state.arcs.first_mut() {
            first.starts_sentence = starts_sentence;
        }
        while !state.is_done() {
            feed.advance_to(state.begin + state.next + 2);
            let slots =
                state.slots().map(|token| token.map(|token| feed.row_of(state.begin + token as usize)));
            let valid = state.valid();
            let scores = self.scorer.score(processor, feed.parser_table(), slots, &mut state.buffers);
            let is_valid = self.actions.iter().map(|(kind, _)| valid[*kind as usize]);
            let Some(action) = best_valid(scores, is_valid) else {
                break; // Unreachable: Shift or Reduce is always valid before the end.
            };
            let (kind, label) = self.actions[action];
            state.apply(kind, label);
        }
        let tokens = &feed.tokens()[begin..begin + state.next];
        let arcs = state.arcs[..state.next].iter();
        state.result.set(arcs.map(|arc| (arc.head, arc.label)), self.root);
        state.result.reattach_lifted(&self.lifted, |token| tokens.get(token).is_some_and(Token::is_space));
        // Every parse of the document begins anew with a paragraph.
        let at_paragraph_end = state.ends_paragraph && state.next == state.length;
        UnitEnd { end: begin + state.next, in_step: at_paragraph_end || state.is_in_step() }
    }
}

fn index_of(labels: &mut Vec<String>, label: &str) -> Result<u8, String> {
    let index = labels.iter().position(|known| known == label).unwrap_or_else(|| {
        labels.push(label.to_owned());
        labels.len() - 1
    });
    u8::try_from(index).map_err(|_| "more than 256 dependency labels".to_owned())
}

impl State {
    fn reset(&mut self, begin: usize, tokens: &[Token]) {
        self.begin = begin;
        let ahead = tokens.iter().skip(begin).take(UNIT_TOKENS_MAX);
        let to_break = ahead.clone().position(Token::ends_paragraph).map(|index| index + 1);
        self.length = to_break.unwrap_or(ahead.len());
        self.ends_paragraph = to_break.is_some();
        self.next = 0;
        self.stack.clear();
        self.returned.clear();
        self.arcs.clear();
        self.know(2);
    }

    /// Makes sure that the first `count` tokens have their entry.
    fn know(&mut self, count: usize) {
        if self.arcs.len() < count {
            self.arcs.resize(count, Arc::default());
        }
    }

    fn is_done(&self) -> bool {
        self.stack.is_empty()
            && self.returned.is_empty()
            && (self.next == self.length || (self.next > 0 && self.is_in_step()))
    }

    /// Whether the rest of the document could be parsed without what came before: see [`UnitEnd::in_step`].
    fn is_in_step(&self) -> bool {
        let (Some(first), Some(second)) = (self.arcs.get(self.next), self.arcs.get(self.next + 1)) else {
            return false;
        };
        let untouched = first.newest_left.is_none() && !first.unshifted && !second.starts_sentence;
        self.next < self.length && first.starts_sentence && untouched
    }

    fn stack(&self, depth: usize) -> Option<u32> {
        self.stack.len().checked_sub(depth + 1).and_then(|index| self.stack.get(index).copied())
    }

    fn buffer(&self, index: usize) -> Option<u32> {
        if let Some(from_end) = self.returned.len().checked_sub(index + 1) {
            return self.returned.get(from_end).copied();
        }
        let token = self.next + index - self.returned.len();
        (token < self.length).then_some(token as u32)
    }

    fn buffer_length(&self) -> usize {
        self.length - self.next + self.returned.len()
    }

    fn arc(&self, token: Option<u32>) -> Arc {
        token.and_then(|token| self.arcs.get(token as usize).copied()).unwrap_or_default()
    }

    fn slots(&self) -> [Option<u32>; SLOTS] {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        let (first, top) = (self.arc(b0), self.arc(s0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            first.newest_left,
            top.newest_left,
            top.newest_right,
        ]
    }

    /// Which moves are valid, in the order of [`Move`].
    fn valid(&self) -> [bool; 5] {
        let (empty, left) = (self.stack.is_empty(), self.buffer_length());
        let (b0, b1) = (self.buffer(0), self.buffer(1));
        let first = self.arc(b0);
        let shift = empty || (left >= 2 && !first.starts_sentence && !first.unshifted);
        let attach = !empty && left > 0 && !first.starts_sentence;
        let next_to_it = b0.zip(b1).is_some_and(|(b0, b1)| b1 == b0 + 1);
        let split = left >= 2 && next_to_it && !self.arc(b1).starts_sentence;
        [shift, !empty, attach, attach, split]
    }

    fn apply(&mut self, kind: Move, label: u8) {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        match (kind, s0, b0) {
            (Move::Shift, _, _) => self.push(),
            (Move::Reduce, Some(top), _) => {
                self.stack.pop();
                let depth = self.stack.len();
                let arc = &mut self.arcs[top as usize];
                if arc.head.is_none() && depth > 0 {
                    arc.unshifted = true;
                    self.returned.push(top);
                }
            }
            (Move::Left, Some(child), Some(head)) => {
                self.attach(head, child, label);
                self.arcs[head as usize].unshifted = false;
                self.stack.pop();
            }
            (Move::Right, Some(head), Some(child)) => {
                self.attach(head, child, label);
                self.push();
            }
            (Move::Break, _, Some(first)) => {
                self.know(first as usize + 3);
                self.arcs[first as usize + 1].starts_sentence = true;
            }
            _ => {} // Unreachable: such a move is not valid.
        }
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next as u32 - 1
        });
        self.know(self.next + 2);
        self.stack.push(token);
    }

    fn attach(&mut self, head: u32, child: u32, label: u8) {
        let older = self.arcs[child as usize].older_sibling;
        if let Some(former) = self.arcs[child as usize].head {
            let former = &mut self.arcs[former as usize];
            for newest in [&mut former.newest_left, &mut former.newest_right] {
                if *newest == Some(child) {
                    *newest = older;
                }
            }
        }
        let of_head = &mut self.arcs[head as usize];
        let newest = if child < head { &mut of_head.newest_left } else { &mut of_head.newest_right };
        let older_sibling = newest.replace(child);
        let arc = &mut self.arcs[child as usize];
        *arc = Arc { head: Some(head), label, older_sibling, ..*arc };
    }
}
