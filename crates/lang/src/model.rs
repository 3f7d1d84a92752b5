//! A loaded model: all tables and networks of one language. Start at [`Model::load`] and [`Model::parse`].

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;

use crate::doc::{Doc, Token, Vocabulary};
use crate::encoder::Encoder;
use crate::entities::Recogniser;
use crate::feed::Workspace;
use crate::file::{ModelError, Sections};
use crate::lemmas::Lemmatizer;
use crate::lexeme::Lexemes;
use crate::parser::Parser;
use crate::ruler::Ruler;
use crate::segments::annotate;
use crate::stand_in::{self, Collector, StandIn, StandInError};
use crate::tagger::Tagger;
use crate::tokenize::Tokenizer;
use crate::word_types::Sources;
use retrospect_matrix::{Checked, Processor};

/// Words that all workers together remember; about 8 kB each.
const WORD_TYPES: usize = 4096;
const WORD_TYPES_MIN: usize = 1024;

/// What a model file says of itself.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct About {
    /// The model's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where its weights come from.
    pub source: String,
    /// The terms that it may be used under.
    pub licence: String,
}

#[derive(Deserialize)]
struct EncoderLayout {
    attributes: Vec<String>,
    seeds: Vec<u32>,
}

#[derive(Deserialize)]
struct Encoders {
    shared: EncoderLayout,
    entity: EncoderLayout,
}

#[derive(Deserialize)]
struct Layout {
    encoders: Encoders,
    tags: Vec<String>,
    parser_actions: Vec<String>,
    entity_actions: Vec<String>,
}

/// How a text is to be read, where not as it stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading<'n> {
    /// Names that become one token each and are read as frequent names of their kind; in order and apart.
    pub stand_ins: &'n [StandIn],
    /// Whether a sentence ends with its paragraph, as it does in print, though spaCy's parser may read on: a headline
    /// is not part of the first sentence.
    pub by_paragraphs: bool,
}

/// The neural parts.
#[derive(Debug)]
pub(crate) struct Networks {
    pub processor: Checked,
    pub lexemes: Lexemes,
    /// The encoder of tagger and parser.
    pub shared: Encoder,
    /// The encoder of the entity recogniser.
    pub entity: Encoder,
    pub tagger: Tagger,
    pub parser: Parser,
    pub recogniser: Recogniser,
}

impl Networks {
    /// Tokens on each side of a block that its vectors depend on.
    pub fn margin(&self) -> usize {
        self.shared.margin().max(self.entity.margin())
    }

    pub fn sources(&self) -> Sources<'_> {
        Sources { lexemes: &self.lexemes, encoders: [&self.shared, &self.entity], processor: self.processor }
    }
}

/// A model, ready to parse on any number of threads at once.
#[derive(Debug)]
pub struct Model {
    about: About,
    tokenizer: Tokenizer,
    networks: Networks,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    vocabulary: Arc<Vocabulary>,
    /// Memory of workers that are at rest; a parse takes one and gives it back.
    workspaces: Mutex<Vec<Workspace>>,
}

impl Model {
    /// Loads a model file and chooses the widest vector instructions of this processor.
    ///
    /// # Errors
    /// When the file cannot be read, is not a model file of this format, is cut off or damaged.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, ModelError> {
        let path = path.as_ref();
        let bytes =
            std::fs::read(path).map_err(|source| ModelError::Unreadable { path: path.to_owned(), source })?;
        Self::from_bytes(&bytes, &path.display().to_string())
    }

    /// Loads a model from the bytes of a model file; `name` stands in the errors.
    ///
    /// # Errors
    /// As for [`Model::load`].
    pub fn from_bytes(bytes: &[u8], name: &str) -> Result<Self, ModelError> {
        Self::for_processor(bytes, name, Processor::detect())
    }

    /// Loads a model for certain instructions; for others than this processor has, the portable ones are taken.
    ///
    /// # Errors
    /// As for [`Model::load`].
    pub fn for_processor(bytes: &[u8], name: &str, processor: Processor) -> Result<Self, ModelError> {
        let sections = Sections::read(bytes, name)?;
        Self::read(&sections, Checked::new(processor))
            .map_err(|reason| ModelError::Unusable { name: name.to_owned(), reason })
    }

    fn read(sections: &Sections<'_>, processor: Checked) -> Result<Self, String> {
        let about: About = json(sections, "about")?;
        let layout: Layout = json(sections, "layout")?;
        let encoder = |name: &str, layout: &EncoderLayout| {
            Encoder::read(sections, name, &layout.attributes, &layout.seeds)
        };
        let shared = encoder("shared", &layout.encoders.shared)?;
        let entity = encoder("entity", &layout.encoders.entity)?;
        let tagger = Tagger::read(sections, shared.width(), layout.tags.len())?;
        let parser = Parser::read(sections, shared.width(), &layout.parser_actions)?;
        let recogniser = Recogniser::read(sections, entity.width(), &layout.entity_actions)?;
        let ruler = Ruler::from_json(sections.text("ruler")?, &layout.tags, &parser.labels)?;
        let lemmatizer = Lemmatizer::read(sections, &ruler.pos.0, &ruler.morph.0)?;
        let vocabulary = Vocabulary {
            tags: layout.tags,
            pos: ruler.pos.0.clone(),
            morph: ruler.morph.0.clone(),
            deps: parser.labels.clone(),
            entity_types: recogniser.types.clone(),
        };
        let lexemes = Lexemes::from_json(sections.text("lexemes")?)?;
        Ok(Model {
            about,
            tokenizer: Tokenizer::from_json(sections.text("tokenizer")?)?,
            networks: Networks { processor, lexemes, shared, entity, tagger, parser, recogniser },
            ruler,
            lemmatizer,
            vocabulary: Arc::new(vocabulary),
            workspaces: Mutex::new(Vec::new()),
        })
    }

    /// What the model file says of itself.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Parses a text. A long one is parsed on the threads of the current rayon pool; the result is the same for any
    /// number of them.
    ///
    /// # Panics
    /// When the text has 4 GiB or more.
    #[must_use]
    pub fn parse<'t>(&self, text: &'t str) -> Doc<'t> {
        self.parse_checked(text, &Reading::default())
    }

    /// Parses a text in another way than as it stands: with names that the caller knows, or by paragraphs.
    ///
    /// # Errors
    /// When the names are not in order and apart, are empty, or are not characters of the text.
    ///
    /// # Panics
    /// When the text has 4 GiB or more.
    pub fn parse_with<'t>(&self, text: &'t str, reading: &Reading<'_>) -> Result<Doc<'t>, StandInError> {
        stand_in::check(text, reading.stand_ins)?;
        Ok(self.parse_checked(text, reading))
    }

    fn parse_checked<'t>(&self, text: &'t str, reading: &Reading<'_>) -> Doc<'t> {
        assert!(u32::try_from(text.len()).is_ok(), "a text of 4 GiB or more: split it into documents");
        let lexemes = &self.networks.lexemes;
        let mut collector = Collector::new(text, |token| lexemes.is_space(token), reading.stand_ins);
        self.tokenizer.tokenize(text, &mut |piece| collector.push(piece));
        let mut tokens = collector.tokens;
        if reading.by_paragraphs {
            end_paragraphs(text, &mut tokens);
        }
        annotate(&self.networks, text, &mut tokens, &|| self.take_workspace(), &|w| self.keep_workspace(w));
        let lemmas = self.lemmatize(text, &mut tokens);
        Doc::new(text, Arc::clone(&self.vocabulary), tokens, lemmas)
    }

    /// Applies the ruler and gives each token its lemma; gives the list of lemmas that are not a token's own text.
    fn lemmatize(&self, text: &str, tokens: &mut [Token]) -> Vec<Box<str>> {
        let (mut lemmas, mut index): (Vec<Box<str>>, HashMap<Box<str>, u32>) = Default::default();
        let mut remembered: HashMap<(&str, u8, u8), u32> = HashMap::new();
        let lexemes = &self.networks.lexemes;
        self.ruler.apply(lexemes, text, tokens, |token, of_rule| {
            let word = token.text_in(text);
            let mut intern = |lemma: &str| {
                if lemma == word {
                    return Token::LEMMA_IS_TEXT;
                }
                index.get(lemma).copied().unwrap_or_else(|| {
                    lemmas.push(lemma.into());
                    let number = lemmas.len() as u32 - 1;
                    index.insert(lemma.into(), number);
                    number
                })
            };
            token.lemma = match self.ruler.lemmas.0.get(usize::from(of_rule)) {
                Some(lemma) if of_rule > 0 => intern(lemma),
                _ => *remembered
                    .entry((word, token.pos, token.morph))
                    .or_insert_with(|| intern(&self.lemmatizer.lemma(lexemes, word, token.pos, token.morph))),
            };
        });
        lemmas
    }

    fn take_workspace(&self) -> Workspace {
        let kept = self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.unwrap_or_else(|| {
            Workspace::new((WORD_TYPES / rayon::current_num_threads().max(1)).max(WORD_TYPES_MIN))
        })
    }

    fn keep_workspace(&self, workspace: Workspace) {
        self.workspaces.lock().unwrap_or_else(PoisonError::into_inner).push(workspace);
    }
}

/// Marks the white space after which a paragraph begins: an empty line, or a line that opens with a bracket, as dated items
/// of a digest do.
fn end_paragraphs(text: &str, tokens: &mut [Token]) {
    for index in 0..tokens.len() {
        let token = &tokens[index];
        if !token.is_space() {
            continue;
        }
        let lines = token.text_in(text).matches('\n').count();
        let next = tokens.get(index + 1).map_or("", |next| next.text_in(text));
        if lines > 1 || (lines == 1 && next == "[") {
            tokens[index].set_ends_paragraph();
        }
    }
}

fn json<T: serde::de::DeserializeOwned>(sections: &Sections<'_>, name: &str) -> Result<T, String> {
    serde_json::from_str(sections.text(name)?).map_err(|error| format!("section `{name}`: {error}"))
}
