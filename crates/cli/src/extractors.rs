//! Puts together what reads texts, of what is built in. Start at [`Wanted::extractor`].

use std::path::Path;

use retrospect_extract::{Extractor, Learned, Readers, Schema};

use crate::arguments::ReaderChoice;
use crate::{knowledge, model_choice};

/// The extractor that cases are read with.
pub fn built_in(model: Option<&Path>) -> anyhow::Result<Extractor> {
    Wanted { model, ..Wanted::default() }.extractor()
}

/// What is wanted of an extractor, by default all that is built in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// The text engine's model in place of the built-in one.
    pub model: Option<&'a Path>,
    /// The schema in place of the built-in one; nothing judges what its frames propose, for the weights do not know them.
    pub schema: Option<&'a Path>,
    /// Who proposes; left out, both, but the frames alone where nothing would judge the learned reader's proposals.
    pub reader: Option<ReaderChoice>,
    /// The learned reader's weights in place of the built-in ones.
    pub weights: Option<&'a Path>,
    /// What is done with what is proposed.
    pub judgement: Judgement,
}

/// What is done with what is proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Judgement {
    /// The scorer judges.
    #[default]
    Judged,
    /// All of it is printed.
    Unjudged,
    /// All of it is printed, with what its judges see.
    ForTraining,
}

impl Wanted<'_> {
    /// Loads it.
    pub fn extractor(self) -> anyhow::Result<Extractor> {
        let schema = knowledge::schema(self.schema)?;
        let is_judged = self.judgement == Judgement::Judged && self.schema.is_none();
        let usual = if self.schema.is_none() { ReaderChoice::Both } else { ReaderChoice::Frames };
        let reader = self.reader.unwrap_or(usual);
        let (scorer, chooser) = is_judged.then(|| knowledge::judges(reader)).transpose()?.unzip();
        Ok(Extractor {
            model: model_choice::load(self.model)?,
            gazetteer: knowledge::gazetteer()?,
            readers: self.readers(reader, &schema)?,
            schema,
            scorer,
            chooser,
            dating: Some(knowledge::dating()?),
            keeps_weighed: self.judgement == Judgement::ForTraining,
        })
    }

    fn readers(self, reader: ReaderChoice, schema: &Schema) -> anyhow::Result<Readers> {
        let learned = || -> anyhow::Result<Box<Learned>> {
            Ok(Box::new(Learned::new(knowledge::reader(self.weights)?, schema)))
        };
        Ok(match reader {
            ReaderChoice::Frames => Readers::Frames,
            ReaderChoice::Learned => Readers::Learned(learned()?),
            ReaderChoice::Both => Readers::Both(learned()?),
        })
    }
}
