//! The shipped weights give what they gave where they were trained, and what is printed does not depend on threads.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::ops::Range;
use std::path::PathBuf;

use retrospect_reader::{Arithmetic, Impression, Reader, Sheet, Slot, Sort, WeightsError, Word};
use serde::Deserialize;

/// Sums in another order move a logarithm by no more than this, ...
const NEAR: f32 = 1e-3;
/// ... and rounding of rows to whole numbers by no more than this.
const NEAR_ROUNDED: f32 = 1e-2;

/// A text with what PyTorch makes of it; see `training/golden.py`.
#[derive(Deserialize)]
struct Golden {
    text: String,
    words: Vec<(usize, usize, u8)>,
    sentences: Vec<(usize, usize)>,
    parties: Vec<usize>,
    dates: Vec<usize>,
    events: Vec<GoldenEvent>,
}

#[derive(Deserialize)]
struct GoldenEvent {
    word: usize,
    kind: usize,
    odds: f32,
    stances: [f32; 5],
    slots: [GoldenFillers; 5],
}

#[derive(Deserialize)]
struct GoldenFillers {
    words: Vec<(u32, f32)>,
    nobody: f32,
}

fn weights() -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models/reader-1.model");
    std::fs::read(path).unwrap()
}

fn golden() -> Vec<Golden> {
    serde_json::from_str(include_str!("golden.json")).unwrap()
}

fn sort(number: u8) -> Sort {
    [Sort::Plain, Sort::Organisation, Sort::Person, Sort::Place, Sort::Pronoun, Sort::Date]
        [usize::from(number)]
}

fn sheet(golden: &Golden) -> Sheet {
    let word = |&(start, end, number): &(usize, usize, u8)| Word { range: start..end, sort: sort(number) };
    Sheet {
        words: golden.words.iter().map(word).collect(),
        sentences: golden.sentences.iter().map(|&(start, end)| Range { start, end }).collect(),
        parties: golden.parties.clone(),
        dates: golden.dates.clone(),
        asked: golden.events.iter().map(|event| (event.word, event.kind)).collect(),
    }
}

/// How many numbers were compared with PyTorch's, and how far apart the farthest are.
fn farthest(reader: &Reader) -> (usize, f32) {
    let (mut compared, mut most) = (0, 0.0_f32);
    for golden in golden() {
        let impression = reader.read(&golden.text, &sheet(&golden));
        for wanted in &golden.events {
            let event = impression.event(wanted.word, wanted.kind).unwrap();
            let mut near = |one: f32, two: f32| {
                compared += 1;
                most = most.max((one - two).abs());
            };
            near(event.odds, wanted.odds);
            event.stances.iter().zip(wanted.stances).for_each(|(one, two)| near(*one, two));
            for (slot, wanted) in Slot::ALL.into_iter().zip(&wanted.slots) {
                let fillers = impression.fillers(event, slot);
                near(fillers.nobody, wanted.nobody);
                assert_eq!(fillers.words.len(), wanted.words.len());
                for (word, share) in &wanted.words {
                    near(fillers.of(*word as usize).unwrap(), *share);
                }
            }
        }
    }
    (compared, most)
}

#[test]
fn it_reads_as_it_was_trained() {
    for (arithmetic, near) in [(Arithmetic::Floats, NEAR), (Arithmetic::Whole, NEAR_ROUNDED)] {
        let (compared, most) = farthest(&Reader::load_for(&weights(), arithmetic).unwrap());
        println!("{arithmetic:?}: {compared} numbers, the farthest {most} apart");
        assert!(compared > 500, "only {compared} numbers");
        assert!(most < near, "{arithmetic:?}: {most} apart");
    }
}

#[test]
fn the_first_text_tells_who_killed_whom_and_where() {
    let reader = Reader::load(&weights()).unwrap();
    let golden = golden().remove(0);
    let impression = reader.read(&golden.text, &sheet(&golden));
    let kill = reader.kind("kill").unwrap();
    let word = golden.words.iter().position(|word| &golden.text[word.0..word.1] == "killed").unwrap();
    let event = impression.event(word, kill).unwrap();
    assert!(event.odds > 0.0, "{event:?}");
    let best = |slot: Slot| {
        let fillers = impression.fillers(event, slot);
        let shares = fillers.words.iter().zip(fillers.likely);
        let (word, _) = shares.max_by(|one, two| one.1.total_cmp(two.1)).unwrap();
        let (start, end, _) = golden.words[*word as usize];
        &golden.text[start..end]
    };
    assert_eq!(
        [best(Slot::Actor), best(Slot::Target), best(Slot::Place)],
        ["Harrun Front", "soldiers", "Belkhara"]
    );
    assert_eq!([best(Slot::Source), best(Slot::Time)], ["Orman Council", "Friday"]);
}

#[test]
fn threads_and_neighbours_change_nothing() {
    let reader = Reader::load(&weights()).unwrap();
    let text = "The Sable Army attacked the post. Nobody was hurt. It left at once.\n".repeat(60);
    let mut sheet = Sheet::default();
    for (start, part) in text.match_indices(|letter: char| !letter.is_alphanumeric()) {
        let from = sheet.words.last().map_or(0, |word: &Word| word.range.end);
        if from < start {
            sheet.words.push(Word { range: from..start, sort: Sort::Plain });
        }
        sheet.words.push(Word { range: start..start + part.len(), sort: Sort::Plain });
        if part == "." {
            let first = sheet.sentences.last().map_or(0, |sentence| sentence.end);
            sheet.sentences.push(first..sheet.words.len());
        }
    }
    let rest = sheet.sentences.last().map_or(0, |sentence| sentence.end)..sheet.words.len();
    sheet.sentences.push(rest);
    let with = |threads: usize| -> Impression {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| reader.read(&text, &sheet))
    };
    let one = with(1);
    assert!(one.events.len() >= 60, "{} events", one.events.len());
    assert_eq!(one, with(4));
}

#[test]
fn a_file_that_is_not_whole_is_refused() {
    let bytes = weights();
    assert!(matches!(Reader::load(b"something else"), Err(WeightsError::NotWeights)));
    assert!(matches!(Reader::load(&bytes[..bytes.len() - 1]), Err(WeightsError::Damaged)));
    let mut newer = bytes.clone();
    newer[12] = 9;
    assert!(matches!(Reader::load(&newer), Err(WeightsError::Version(9))));
    let mut changed = bytes;
    changed[1000] ^= 1;
    assert!(matches!(Reader::load(&changed), Err(WeightsError::Damaged)));
}
