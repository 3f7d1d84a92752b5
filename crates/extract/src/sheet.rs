//! Lays a parsed text out for the learned reader, and says whom and when its phrases stand for. Start at
//! `sheet`.

use retrospect_lang::TokenRef;
use retrospect_model::Edtf;
use retrospect_reader::{Sheet, Sort, Word};

use crate::choice::options::Field;
use crate::dates::{DateExpression, DateKind};
use crate::gazetteer::NameKind;
use crate::mentions::Mentions;
use crate::parties::Parties;

/// A text as the learned reader takes it, with what its trainer must know besides. All words are numbers of
/// [`Sheet::words`].
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// The words and sentences.
    pub sheet: Sheet,
    /// The heads of phrases that could be parties, with the names that they stand for.
    pub parties: Vec<PartyWord>,
    /// The last words of dates, with their values.
    pub dates: Vec<(usize, Edtf)>,
    /// The words at which a frame stands, with its kind.
    pub frames: Vec<(usize, String)>,
}

/// The head of a phrase.
#[derive(Clone, Debug)]
pub struct PartyWord {
    /// Its number.
    pub word: usize,
    /// The names that it stands for.
    pub names: Vec<String>,
    /// Its name as that of a voice.
    pub voice: Option<String>,
}

/// A text for the reader; of the words and kinds asked for it says what it makes in any case.
pub(crate) fn sheet(field: &Field<'_>, found: &[DateExpression], asked: Vec<(usize, usize)>) -> Sheet {
    let doc = field.doc;
    let word = |token: TokenRef<'_>| Word { range: token.range(), sort: sort(token, field.mentions) };
    let mut words: Vec<Word> = doc.tokens().map(word).collect();
    for date in found {
        words.get_mut(date.tokens.clone()).into_iter().flatten().for_each(|word| word.sort = Sort::Date);
    }
    Sheet {
        words,
        sentences: doc.sentences().collect(),
        parties: field.heads(0..doc.len()).into_iter().map(TokenRef::index).collect(),
        dates: dates(found).into_iter().map(|(word, _)| word).collect(),
        asked,
    }
}

fn sort(token: TokenRef<'_>, mentions: &Mentions) -> Sort {
    match mentions.at(token.index()).map(|mention| mention.kind) {
        Some(NameKind::Organisation) => Sort::Organisation,
        Some(NameKind::Person) => Sort::Person,
        Some(NameKind::Place) => Sort::Place,
        None if token.pos() == "PRON" || token.tag() == "PRP$" => Sort::Pronoun,
        None => Sort::Plain,
    }
}

/// The heads of all phrases of a text that could be parties.
pub(crate) fn parties(field: &Field<'_>, parties: &Parties<'_>) -> Vec<PartyWord> {
    let heads = field.heads(0..field.doc.len());
    let party = |head: TokenRef<'_>| PartyWord {
        word: head.index(),
        names: parties.named(&[head]),
        voice: parties.voice(head),
    };
    heads.into_iter().map(party).collect()
}

/// The last words of the dates of a text.
pub(crate) fn dates(found: &[DateExpression]) -> Vec<(usize, Edtf)> {
    let dated = found.iter().filter(|date| date.kind == DateKind::Date);
    dated.filter_map(|date| Some((date.tokens.end.checked_sub(1)?, date.value.clone()?))).collect()
}
