//! Feeds the transition systems: encodes a document's tokens block by block, just ahead of where they are needed.
//! Start at [`Feed::advance_to`].
//!
//! Blocks lie on a fixed grid of the document. The rows of tokens that no unit needs any more are dropped.

use crate::doc::Token;
use crate::encoder::Buffers;
use crate::model::Networks;
use crate::transition::StateBuffers;
use crate::word_types::WordTypes;

/// Tokens of a block; even, so that blocks begin at whole pairs.
const BLOCK: usize = 256;
/// Rows that may wait to be dropped.
const SPENT_ROWS_MAX: usize = 512;

/// Memory of one worker. Its content does not change any result.
#[derive(Debug)]
pub(crate) struct Workspace {
    words: WordTypes,
    encoder: Buffers,
    reduce: StateBuffers,
    parser_table: Vec<f32>,
    entity_table: Vec<f32>,
    tag_scores: Vec<f32>,
}

impl Workspace {
    /// Memory for a worker that remembers about `word_types` words.
    pub fn new(word_types: usize) -> Self {
        Workspace {
            words: WordTypes::new(word_types),
            encoder: Buffers::default(),
            reduce: StateBuffers::default(),
            parser_table: Vec::new(),
            entity_table: Vec::new(),
            tag_scores: Vec::new(),
        }
    }
}

/// The encoded part of a document around the unit that is being parsed.
pub(crate) struct Feed<'a> {
    networks: &'a Networks,
    text: &'a str,
    tokens: &'a [Token],
    memory: &'a mut Workspace,
    /// The token of the tables' first row.
    base: usize,
    /// The token after the tables' last row.
    end: usize,
    /// Fine tags of the tokens `base..end`.
    tags: Vec<u8>,
}

impl<'a> Feed<'a> {
    /// A feed that begins at a token; `begin` may be any token of the document.
    pub fn new(
        networks: &'a Networks,
        text: &'a str,
        tokens: &'a [Token],
        memory: &'a mut Workspace,
        begin: usize,
    ) -> Self {
        memory.parser_table.clear();
        memory.entity_table.clear();
        let begin = begin / BLOCK * BLOCK;
        Feed { networks, text, tokens, memory, base: begin, end: begin, tags: Vec::new() }
    }

    /// The document's tokens.
    pub fn tokens(&self) -> &'a [Token] {
        self.tokens
    }

    /// Encodes up to token `end` at least, as far as the document goes.
    pub fn advance_to(&mut self, end: usize) {
        while self.end < end.min(self.tokens.len()) {
            self.encode_block();
        }
    }

    /// The row of a token in the tables.
    pub fn row_of(&self, token: usize) -> usize {
        token - self.base
    }

    pub fn parser_table(&self) -> &[f32] {
        &self.memory.parser_table
    }

    pub fn entity_table(&self) -> &[f32] {
        &self.memory.entity_table
    }

    /// The fine tag of a token.
    pub fn tag(&self, token: usize) -> u8 {
        self.tags[token - self.base]
    }

    /// Forgets the tokens before `token`.
    pub fn drop_before(&mut self, token: usize) {
        let spent = token - self.base;
        if spent < SPENT_ROWS_MAX {
            return;
        }
        self.memory.parser_table.drain(..spent * self.networks.parser.scorer.stride());
        self.memory.entity_table.drain(..spent * self.networks.recogniser.scorer.stride());
        self.tags.drain(..spent);
        self.base = token;
    }

    fn encode_block(&mut self) {
        let (networks, begin) = (self.networks, self.end);
        let end = (begin + BLOCK).min(self.tokens.len());
        let processor = networks.processor;
        let memory = &mut *self.memory;
        let margin = networks.margin();
        let slots =
            memory.words.slots(networks.sources(), self.text, self.tokens, (begin, end), margin).to_vec();
        let [shared_words, entity_words] = &memory.words.vectors;
        let width = networks.shared.width();
        let vectors = networks.shared.encode(processor, &slots, margin, shared_words, &mut memory.encoder);
        networks.tagger.tag(processor, vectors, width, &mut memory.tag_scores, &mut self.tags);
        let parser = &networks.parser.scorer;
        parser.contribute(processor, vectors, width, &mut memory.reduce, &mut memory.parser_table);
        let width = networks.entity.width();
        let vectors = networks.entity.encode(processor, &slots, margin, entity_words, &mut memory.encoder);
        let recogniser = &networks.recogniser.scorer;
        recogniser.contribute(processor, vectors, width, &mut memory.reduce, &mut memory.entity_table);
        self.end = end;
    }
}
