//! Reads a text: windows through the encoder, words through the heads. Start at [`Reader::read`].

use rayon::prelude::*;
use retrospect_matrix::{Checked, Processor, Quantised};

use crate::encoder::{Encoder, Space, WIDTH};
use crate::impression::{Impression, Slot, log_sum, within};
use crate::linear::{Arithmetic, Linear, Operand};
use crate::pieces::Pieces;
use crate::sheet::Sheet;
use crate::weights::{About, File, WeightsError};
use crate::windows::{Window, windows};

/// Numbers by which a slot and a filler are compared.
const ARC: usize = 128;
const SLOTS: usize = Slot::ALL.len();
const STANCES: usize = 5;
/// Classes of how far apart two words are; see [`distance`].
const DISTANCES: usize = 16;
/// Log-odds below which an event that nobody asked for is left out: one in fifty.
const ODDS_MIN: f32 = -3.9;

/// A trained reader; can be shared by threads.
pub struct Reader {
    about: About,
    checked: Checked,
    pieces: Pieces,
    encoder: Encoder,
    kinds: Linear,
    stance: Linear,
    kind_stance: Vec<f32>,
    ask: Linear,
    kind_ask: Vec<f32>,
    answer: Linear,
    far: Vec<f32>,
    nobody: Linear,
    kind_nobody: Vec<f32>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Reader").field("about", &self.about).finish_non_exhaustive()
    }
}

/// The words of a window, through all heads that do not depend on a kind.
struct Seen<'w> {
    window: &'w Window,
    /// Rows of [`WIDTH`], one a word in view.
    vectors: Vec<f32>,
    /// Rows of one number a kind.
    kinds: Vec<f32>,
    /// Rows of [`ARC`] numbers a slot.
    answers: Vec<f32>,
}

impl Reader {
    /// Takes a reader from its file of weights.
    ///
    /// # Errors
    /// When the file is something else, damaged, of another version, or lacks a part.
    pub fn load(bytes: &[u8]) -> Result<Self, WeightsError> {
        Self::load_for(bytes, Arithmetic::default())
    }

    /// Takes a reader from its file of weights, to work in such numbers.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_for(bytes: &[u8], arithmetic: Arithmetic) -> Result<Self, WeightsError> {
        let file = File::read(bytes)?;
        let pieces = Pieces::read(&file.pieces).ok_or(WeightsError::Part("pieces"))?;
        let kinds = file.about.kinds.len();
        let linear = |weight, bias, outputs: usize| {
            let table = file.table(weight, outputs, WIDTH)?;
            Ok::<_, WeightsError>(Linear::new(&table, file.floats(bias, 1, outputs)?, arithmetic))
        };
        let slots = file.about.slots.iter().map(String::as_str);
        if !slots.eq(Slot::ALL.map(Slot::word)) || file.about.stances.len() != STANCES {
            return Err(WeightsError::Part("slots"));
        }
        Ok(Reader {
            checked: Checked::new(Processor::detect()),
            encoder: Encoder::read(&file, pieces.len(), arithmetic)?,
            pieces,
            kinds: linear("kinds.weight", "kinds.bias", kinds)?,
            stance: linear("stance.weight", "stance.bias", STANCES)?,
            kind_stance: file.floats("kind_stance.weight", kinds, STANCES)?,
            ask: linear("ask.weight", "ask.bias", SLOTS * ARC)?,
            kind_ask: file.floats("kind_ask.weight", kinds, SLOTS * ARC)?,
            answer: linear("answer.weight", "answer.bias", SLOTS * ARC)?,
            far: file.floats("far.weight", DISTANCES, SLOTS)?,
            nobody: linear("nobody.weight", "nobody.bias", SLOTS)?,
            kind_nobody: file.floats("kind_nobody.weight", kinds, SLOTS)?,
            about: file.about,
        })
    }

    /// How the weights came to be.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The number of a kind.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<usize> {
        self.about.kinds.iter().position(|kind| kind == name)
    }

    /// What the words of a text tell of. Windows are read by the threads of the current pool; the result does not depend
    /// on how many there are.
    #[must_use]
    pub fn read(&self, text: &str, sheet: &Sheet) -> Impression {
        let sentence_of = sentences_of(sheet);
        let windows = windows(text, sheet, &self.pieces);
        let of_window = |space: &mut Space, window: &Window| self.events(space, window, sheet, &sentence_of);
        Impression::joined(windows.par_iter().map_init(Space::default, of_window).collect())
    }

    fn events(&self, space: &mut Space, window: &Window, sheet: &Sheet, sentence_of: &[u32]) -> Impression {
        let seen = self.see(space, window);
        let kinds = self.about.kinds.len();
        let mut asked = within(&sheet.asked, &window.own, |(word, _)| *word).iter().peekable();
        let in_view = |heads| within(heads, &window.words, |head: &usize| *head);
        let mut found = Impression::of_view(in_view(&sheet.parties), in_view(&sheet.dates));
        for word in window.own.clone() {
            let row = word - window.words.start;
            let is_read = !window.places[row].is_empty();
            for (kind, odds) in seen.kinds[row * kinds..][..kinds].iter().copied().enumerate() {
                let is_asked = asked.next_if_eq(&&(word, kind)).is_some();
                if is_asked || (is_read && odds >= ODDS_MIN) {
                    self.add_event(&mut found, &seen, sentence_of, (word, kind, odds));
                }
            }
        }
        found
    }

    fn see<'w>(&self, space: &mut Space, window: &'w Window) -> Seen<'w> {
        let rows = self.encoder.encode(self.checked, &window.pieces, space);
        let mut vectors = vec![0.0; window.places.len() * WIDTH];
        for (vector, place) in vectors.chunks_exact_mut(WIDTH).zip(&window.places) {
            for row in rows[place.start * WIDTH..place.end * WIDTH].chunks_exact(WIDTH) {
                self.checked.add_to(row, vector);
            }
            let share = 1.0 / place.len().max(1) as f32;
            vector.iter_mut().for_each(|value| *value *= share);
        }
        let mut quantised = Quantised::default();
        let mut operand = Operand::new(self.checked, &vectors, WIDTH, &mut quantised);
        let (mut kinds, mut answers) = (Vec::new(), Vec::new());
        self.kinds.apply(self.checked, &mut operand, &mut kinds);
        self.answer.apply(self.checked, &mut operand, &mut answers);
        Seen { window, vectors, kinds, answers }
    }

    fn add_event(
        &self,
        found: &mut Impression,
        seen: &Seen<'_>,
        sentence_of: &[u32],
        (word, kind, odds): (usize, usize, f32),
    ) {
        let row = word - seen.window.words.start;
        let (vector, mut quantised) = (&seen.vectors[row * WIDTH..(row + 1) * WIDTH], Quantised::default());
        let mut trigger = Operand::new(self.checked, vector, WIDTH, &mut quantised);
        let (mut stances, mut asked, mut nobody) = (Vec::new(), Vec::new(), Vec::new());
        self.stance.apply(self.checked, &mut trigger, &mut stances);
        self.ask.apply(self.checked, &mut trigger, &mut asked);
        self.nobody.apply(self.checked, &mut trigger, &mut nobody);
        self.checked.add_to(&self.kind_stance[kind * STANCES..(kind + 1) * STANCES], &mut stances);
        self.checked.add_to(&self.kind_ask[kind * SLOTS * ARC..(kind + 1) * SLOTS * ARC], &mut asked);
        self.checked.add_to(&self.kind_nobody[kind * SLOTS..(kind + 1) * SLOTS], &mut nobody);
        self.checked.gelu(&mut asked);
        let mut of_stance = [0.0; STANCES];
        let total = log_sum(&stances);
        of_stance.iter_mut().zip(&stances).for_each(|(out, stance)| *out = stance - total);
        let score = |slot: Slot, head: usize| {
            let part = slot as usize * ARC..(slot as usize + 1) * ARC;
            let at = (head - seen.window.words.start) * SLOTS * ARC;
            let answer = &seen.answers[at + part.start..at + part.end];
            let far = self.far[distance(sentence_of, word, head) * SLOTS + slot as usize];
            dot(answer, &asked[part]) / (ARC as f32).sqrt() + far
        };
        found.add((word, kind, odds), of_stance, score, &nobody);
    }
}

fn dot(one: &[f32], two: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 16];
    for (one, two) in one.as_chunks::<16>().0.iter().zip(two.as_chunks::<16>().0) {
        for ((lane, one), two) in lanes.iter_mut().zip(one).zip(two) {
            *lane += one * two;
        }
    }
    lanes.iter().sum()
}

fn sentences_of(sheet: &Sheet) -> Vec<u32> {
    let mut numbers = vec![0; sheet.words.len()];
    for (sentence, number) in sheet.sentences.iter().zip(0..) {
        numbers[sentence.clone()].fill(number);
    }
    numbers
}

/// How far a filler stands from a trigger: 0 to 4 before it and 5 to 9 after it in its sentence, 10 to 12 in a sentence
/// before, 13 to 15 in one after.
fn distance(sentence_of: &[u32], trigger: usize, filler: usize) -> usize {
    let (own, other) = (sentence_of[trigger] as usize, sentence_of[filler] as usize);
    match other.cmp(&own) {
        std::cmp::Ordering::Less => 9 + (own - other).min(3),
        std::cmp::Ordering::Greater => 12 + (other - own).min(3),
        std::cmp::Ordering::Equal => {
            let near = match filler.abs_diff(trigger) {
                0..=2 => 0,
                3..=5 => 1,
                6..=10 => 2,
                11..=20 => 3,
                _ => 4,
            };
            near + if filler > trigger { 5 } else { 0 }
        }
    }
}
