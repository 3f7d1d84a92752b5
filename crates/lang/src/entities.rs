//! Turns contributions of tokens into named entities: one BILUO action a token. Start at [`Recogniser::tag_unit`].
//!
//! The system is spaCy's `BiluoPushDown` (spacy/pipeline/_parser_internals/ner.pyx, MIT) without preset entities.

use crate::doc::Token;
use crate::feed::Feed;
use crate::file::Sections;
use crate::transition::{Scorer, StateBuffers, best_valid};
use retrospect_matrix::Checked;

/// Slots of a state: the token, the first of the open entity, the one before the token inside an entity.
const SLOTS: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Begin,
    Inside,
    Last,
    Unit,
    Outside,
}

/// What a token is in an entity: 0 outside, else `2 * type + 1` for its first token and `2 * type + 2` for others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntityTag(pub u8);

impl EntityTag {
    fn first(label: u8) -> Self {
        EntityTag(2 * label + 1)
    }

    fn further(label: u8) -> Self {
        EntityTag(2 * label + 2)
    }

    /// The index of the type, and whether the token is the entity's first.
    pub fn parts(self) -> Option<(usize, bool)> {
        let index = self.0.checked_sub(1)?;
        Some((usize::from(index / 2), index % 2 == 0))
    }
}

/// The network of the entity recogniser, its actions and types.
#[derive(Debug)]
pub(crate) struct Recogniser {
    pub scorer: Scorer,
    actions: Vec<(Move, Option<u8>)>,
    pub types: Vec<String>,
}

impl Recogniser {
    /// Reads the network for vectors of `width` floats and the names of its actions, as spaCy writes them.
    pub fn read(sections: &Sections<'_>, width: usize, names: &[String]) -> Result<Self, String> {
        let mut types: Vec<String> = Vec::new();
        let mut actions = Vec::new();
        for name in names {
            let (name, label) = name.split_once('-').unwrap_or((name, ""));
            let kind = match name {
                "B" => Move::Begin,
                "I" => Move::Inside,
                "L" => Move::Last,
                "U" => Move::Unit,
                "O" => Move::Outside,
                _ => return Err(format!("unknown entity action `{name}`")),
            };
            if !label.is_empty() && !types.iter().any(|known| known == label) {
                types.push(label.to_owned());
            }
            let index = types.iter().position(|known| known == label);
            actions
                .push((kind, index.and_then(|index| u8::try_from(index).ok()).filter(|&index| index < 127)));
        }
        if types.len() > 127 {
            return Err("more than 127 entity types".to_owned());
        }
        let scorer = Scorer::read(sections, "entities", width, SLOTS, actions.len())?;
        Ok(Recogniser { scorer, actions, types })
    }

    /// Tags the tokens of a unit that begins at token `begin`; one entry of `starts_sentence` a token.
    pub fn tag_unit(
        &self,
        processor: Checked,
        feed: &Feed<'_>,
        begin: usize,
        starts_sentence: &[bool],
        buffers: &mut StateBuffers,
        tags: &mut Vec<EntityTag>,
    ) {
        tags.clear();
        let mut open: Option<(usize, u8)> = None;
        for index in 0..starts_sentence.len() {
            // A unit ends at a sentence start or with the document; neither may be inside an entity.
            let may_go_on = starts_sentence.get(index + 1) == Some(&false);
            let token = begin + index;
            let is_space = feed.tokens().get(token).is_some_and(Token::is_space);
            let row = |token: usize| Some(feed.row_of(token));
            let slots =
                [row(token), open.and_then(|(first, _)| row(first)), open.and_then(|_| row(token - 1))];
            let scores = self.scorer.score(processor, feed.entity_table(), slots, buffers);
            let valid = self.actions.iter().map(|&(kind, label)| match (kind, open) {
                (Move::Begin, None) => label.is_some() && may_go_on && !is_space,
                (Move::Unit, None) => label.is_some() && !is_space,
                (Move::Outside, None) => true,
                (Move::Inside, Some((_, of))) => label == Some(of) && may_go_on,
                (Move::Last, Some((_, of))) => label == Some(of),
                _ => false,
            });
            let action = best_valid(scores, valid).and_then(|action| self.actions.get(action));
            let tag = match action {
                Some((Move::Begin, Some(label))) => {
                    open = Some((token, *label));
                    EntityTag::first(*label)
                }
                Some((Move::Unit, Some(label))) => EntityTag::first(*label),
                Some((Move::Inside, Some(label))) => EntityTag::further(*label),
                Some((Move::Last, Some(label))) => {
                    open = None;
                    EntityTag::further(*label)
                }
                _ => EntityTag::default(),
            };
            tags.push(tag);
        }
    }
}
