//! Teaches a gazetteer the actors of a case, so that documents which come later are read with their names. Start at
//! [`teach`].

use retrospect_knowledge::Gazetteer;
use retrospect_knowledge::gazetteer::{Case as Written, NameKind, Standing};
use retrospect_network::Identity as _;
use retrospect_resolve::Kind;
use retrospect_store::Case;

use super::{Names, Word, plain};
use crate::error::FindingsError;

/// Numbers of actors whom only the case knows begin here: packs count up from 0, a text's own names down from the greatest.
const FIRST_IDENTITY: u32 = 1 << 30;
/// Letters of an abbreviation, which stands in texts as it is written.
const ABBREVIATION: std::ops::RangeInclusive<usize> = 3..=9;
/// Letters of other names.
const LETTERS_MIN: usize = 4;

/// Adds the names of a case's own actors to a gazetteer: those that lists, analysts or other programs state, and those that
/// an analyst judged. Names that are known already stay as they are. Gives how many were added.
///
/// # Errors
/// When the case cannot be read.
pub fn teach(case: &Case, gazetteer: &mut Gazetteer) -> Result<usize, FindingsError> {
    let mut taught: Vec<(String, Written, NameKind, u32)> = Vec::new();
    {
        let names = Names::of_case(case, gazetteer)?;
        let world = &names.world;
        let judged: Vec<&String> =
            names.told.judged.iter().flat_map(|(_, (one, other))| [one, other]).collect();
        for (key, name) in &names.told.names {
            let is_judged = names.told.keys.get(key).is_some_and(|node| judged.contains(&node));
            let actor = names.actor(*key);
            let name = plain(name);
            let is_known = matches!(Word::of(&name, gazetteer, world), Word::Known(..));
            if is_known || names.is_place(actor) || !(is_judged || names.told.stated.contains(key)) {
                continue;
            }
            let Some(written) = as_written(&name) else { continue };
            let kind = match names.kind(actor).or_else(|| Kind::guess(&name)) {
                Some(Kind::Person) => NameKind::Person,
                Some(Kind::Organisation) | None => NameKind::Organisation,
            };
            let own = u32::try_from(actor.0).unwrap_or(0).min(FIRST_IDENTITY);
            let identity = names.figure(actor).unwrap_or(FIRST_IDENTITY + own);
            taught.push((name, written, kind, identity));
        }
    }
    for (name, written, kind, identity) in &taught {
        gazetteer.add_listed(name, *written, *kind, *identity, Standing::Other);
    }
    Ok(taught.len())
}

/// How a name stands in texts; `None` for one that is too short to be told from a word, or is no name.
fn as_written(name: &str) -> Option<Written> {
    let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
    let is_abbreviation = !name.contains(' ') && letters.iter().all(|c| !c.is_lowercase());
    match is_abbreviation {
        true => ABBREVIATION.contains(&letters.len()).then_some(Written::Exact),
        false => (letters.len() >= LETTERS_MIN && letters.iter().any(|c| !c.is_lowercase()))
            .then_some(Written::Capital),
    }
}
