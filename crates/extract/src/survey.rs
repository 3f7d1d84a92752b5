//! Says whom and when a parsed text speaks of, without asking what it says of them. Start at [`survey`].

use std::ops::Range;

use retrospect_lang::Doc;
use retrospect_model::Edtf;

use crate::coref::Coreference;
use crate::dates::{self, DateExpression};
use crate::gazetteer::{Gazetteer, NameKind};
use crate::mentions::Mentions;
use crate::names::names_in;
use crate::sentences::Sentences;

/// A name at a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// What it is a name of.
    pub kind: NameKind,
    /// Whether the gazetteer has it, or the text introduces it with an abbreviation; else the model found it.
    pub is_known: bool,
    /// The number, from 0 on, of the entity that it stands for: names of one text with one number name one entity.
    pub entity: usize,
}

/// Whom and when a text speaks of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    /// The names, in order, none overlapping another.
    pub names: Vec<Name>,
    /// The expressions of dates, lengths and recurrences, in order.
    pub dates: Vec<DateExpression>,
}

/// Finds the names and dates of a parsed text. `published` is when it was published, as far as is known.
///
/// ```no_run
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use retrospect_extract::{Gazetteer, survey};
///
/// let model = retrospect_lang::Model::load("models/en-core-web-sm-3.8.0.model")?;
/// let doc = model.parse("The Harrun Front (HF) met on Friday. HF said nothing.");
/// let found = survey(&doc, &Gazetteer::default(), Some(&"2015-05-06".parse()?));
/// assert_eq!(found.names[0].entity, found.names[2].entity);
/// assert_eq!(found.dates[0].value, Some("2015-05-01".parse()?));
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn survey(doc: &Doc<'_>, gazetteer: &Gazetteer, published: Option<&Edtf>) -> Survey {
    Survey { names: names(doc, gazetteer), dates: dates::find(doc, published) }
}

fn names(doc: &Doc<'_>, gazetteer: &Gazetteer) -> Vec<Name> {
    let mentions = Mentions::find(doc, &names_in(doc.text(), gazetteer));
    let sentences = Sentences::new(doc);
    let coreference = Coreference::resolve(doc, &mentions, &sentences);
    let entities = coreference.entities();
    let named = mentions.list().iter().zip(entities).map(|(mention, &entity)| Name {
        tokens: mention.tokens.clone(),
        kind: mention.kind,
        is_known: mention.identity.is_some(),
        entity,
    });
    named.collect()
}
