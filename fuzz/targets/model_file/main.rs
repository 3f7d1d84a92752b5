//! A damaged model file is refused with a sentence, never a panic, even where its checksum fits.
//!
//! The input is bytes behind a right or a wrong header, or a list of edits to the sections of a small model that
//! loads. Random bytes would seldom get past the checksum, so it is computed again after the damage.
#![no_main]

mod small_model;

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use retrospect_lang::Model;
use small_model::{Section, small_model};

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    /// The whole file.
    File(&'a [u8]),
    /// What follows a right header.
    Payload(&'a [u8]),
    /// Changes to the small model, one after the other. Each names its section by its place.
    Edits(Vec<(u8, Edit<'a>)>),
}

/// A change to a section; places and choices are taken modulo what there is.
#[derive(Arbitrary, Debug)]
enum Edit<'a> {
    /// Writes bytes over the content from a place on.
    Overwrite(u16, &'a [u8]),
    Insert(u16, &'a [u8]),
    CutOff(u16),
    /// Puts a number in the place of one in a text: which one, and the new one.
    Number(u8, u32),
    Kind(u8),
    /// Sets a dimension, and leaves the content as it is.
    Dimension(u8, u32),
    /// Sets a dimension, and makes the content as long as the dimensions say.
    Reshape(u8, u8),
    AddDimension(u8),
    RemoveDimension,
    Remove,
    Duplicate,
    /// Takes the name of another section.
    Rename(u8),
}

fuzz_target!(|input: Input<'_>| {
    let mut is_unchanged = false;
    let bytes = match input {
        Input::File(bytes) => bytes.to_vec(),
        Input::Payload(payload) => small_model::file(payload),
        Input::Edits(edits) => {
            let mut sections = small_model();
            is_unchanged = edits.is_empty();
            for (place, edit) in edits.into_iter().take(16) {
                apply(&mut sections, usize::from(place), &edit);
            }
            small_model::file(&small_model::payload(&sections))
        }
    };
    match Model::from_bytes(&bytes, "fuzzed") {
        Ok(_) => {}
        Err(error) => {
            let error = error.to_string();
            assert!(!is_unchanged, "the small model loads: {error}");
            assert!(error.contains("`fuzzed`") && error.contains("hint: "), "{error}");
        }
    }
});

fn apply(sections: &mut Vec<Section>, place: usize, edit: &Edit<'_>) {
    if sections.is_empty() {
        return;
    }
    let place = place % sections.len();
    match *edit {
        Edit::Remove => drop(sections.remove(place)),
        Edit::Duplicate => sections.push(sections[place].clone()),
        Edit::Rename(other) => {
            sections[place].name = sections[usize::from(other) % sections.len()].name.clone();
        }
        _ => change(&mut sections[place], edit),
    }
}

fn change(section: &mut Section, edit: &Edit<'_>) {
    let Section { content, dimensions, kind, .. } = section;
    let within = |at: u16| usize::from(at) % (content.len() + 1);
    let which = |which: u8| usize::from(which) % dimensions.len().max(1);
    match *edit {
        Edit::Overwrite(at, with) => {
            let begin = within(at);
            let end = content.len().min(begin + with.len());
            content[begin..end].copy_from_slice(&with[..end - begin]);
        }
        Edit::Insert(at, what) => {
            let at = within(at);
            content.splice(at..at, what.iter().copied());
        }
        Edit::CutOff(at) => content.truncate(within(at)),
        Edit::Number(which, value) => set_number(content, usize::from(which), value),
        Edit::Kind(new) => *kind = u32::from(new),
        Edit::AddDimension(size) => dimensions.push(u32::from(size)),
        Edit::RemoveDimension => drop(dimensions.pop()),
        Edit::Dimension(place, size) => {
            let place = which(place);
            dimensions.iter_mut().skip(place).take(1).for_each(|dimension| *dimension = size);
        }
        Edit::Reshape(place, size) => {
            let place = which(place);
            dimensions.iter_mut().skip(place).take(1).for_each(|dimension| *dimension = u32::from(size) % 5);
            let floats =
                dimensions.iter().try_fold(1_usize, |floats, &side| floats.checked_mul(side as usize));
            content.resize(floats.filter(|&floats| floats < 1 << 16).unwrap_or(0) * 4, 0);
        }
        Edit::Remove | Edit::Duplicate | Edit::Rename(_) => {}
    }
}

/// Replaces a run of digits in a text by a number.
fn set_number(content: &mut Vec<u8>, which: usize, value: u32) {
    let is_first =
        |at: &usize| content[*at].is_ascii_digit() && (*at == 0 || !content[*at - 1].is_ascii_digit());
    let begins: Vec<usize> = (0..content.len()).filter(is_first).collect();
    if begins.is_empty() {
        return;
    }
    let begin = begins[which % begins.len()];
    let length = content[begin..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    content.splice(begin..begin + length, value.to_string().into_bytes());
}
