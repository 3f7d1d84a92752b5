//! Turns a word in plain letters into the sounds that it may stand for, so that spellings of one name in several
//! romanisations come out alike: `Uthman` and `Osman`, `Jamal` and `Gamal`, `Chérif` and `Sharif`. Start at
//! [`Sound::of`] and [`likeness`].
//!
//! The costs of `cost` follow what differs between common romanisations: of Arabic (ALA-LC, French and newspaper
//! habits), Persian and Pashto (`w`/`v`, `dh`/`z`), Russian (`kh` for `h`, `g` for `h`), Somali (`x` for `h`, `c` for
//! the pharyngeal), Turkish (`c` for `j`) and Hausa (final vowels).

use smol_str::SmolStr;

/// Sounds of a word, one byte each. Vowels are `a e i o u`, `E` (ai, ei) and `O` (au); `T D X G S C q c` are th, dh, kh,
/// gh, sh, ch, q and ts; other letters are themselves, `j` is also zh and dj.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sound(SmolStr);

/// Letters that together are one sound, longest first.
const CLUSTERS: [(&str, &str); 24] = [
    ("shch", "S"),
    ("tsch", "C"),
    ("dsch", "j"),
    ("sch", "S"),
    ("tch", "C"),
    ("dzh", "j"),
    ("dj", "j"),
    ("sh", "S"),
    ("ch", "C"),
    ("zh", "j"),
    ("kh", "X"),
    ("gh", "G"),
    ("th", "T"),
    ("dh", "D"),
    ("ph", "f"),
    ("ck", "k"),
    ("tz", "c"),
    ("ts", "c"),
    ("gu", "g"),
    ("ee", "i"),
    ("oo", "u"),
    ("ou", "u"),
    ("ii", "i"),
    ("uu", "u"),
];

impl Sound {
    /// The sounds of a word in small Latin letters and digits.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let letters = word.as_bytes();
        let mut sounds: Vec<u8> = Vec::with_capacity(letters.len());
        let mut at = 0;
        while let Some(rest) = word.get(at..).filter(|rest| !rest.is_empty()) {
            let (sound, length) = next(rest, sounds.last().copied());
            sound.iter().for_each(|&sound| push(&mut sounds, sound));
            at += length;
        }
        // A final h after a vowel is the feminine ending, spelled or not.
        if sounds.len() > 2 && sounds.last() == Some(&b'h') {
            sounds.pop();
        }
        Sound::from_bytes(&sounds)
    }

    /// The same for a word of Somali spelling, where `x` is h and `c` is mostly not heard; `None` without such letters.
    #[must_use]
    pub fn of_somali(word: &str) -> Option<Self> {
        let is_somali = word.contains('x') || word.starts_with('c') && !word.starts_with("ch");
        is_somali.then(|| Self::of(&word.replace('x', "h").replace('c', "")))
    }

    /// The sounds as bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Sounds are letters and digits of ASCII.
    fn from_bytes(sounds: &[u8]) -> Self {
        Sound(SmolStr::new(std::str::from_utf8(sounds).unwrap_or_default()))
    }

    /// Sounds of words written together.
    #[must_use]
    pub fn joined<'s>(parts: impl IntoIterator<Item = &'s Sound>) -> Self {
        let mut sounds: Vec<u8> = Vec::new();
        for part in parts {
            let skip = usize::from(!sounds.is_empty() && sounds.last() == part.bytes().first());
            sounds.extend(part.bytes().iter().skip(skip));
        }
        Sound::from_bytes(&sounds)
    }

    /// The sound without what romanisations differ in most: vowels are two, endings are off.
    #[must_use]
    pub fn coarse(&self) -> Vec<u8> {
        let mut coarse: Vec<u8> = Vec::with_capacity(self.0.len());
        for &sound in self.bytes() {
            let sound = match sound {
                b'e' | b'E' | b'y' => b'i',
                b'o' | b'O' | b'w' => b'u',
                b'q' => b'k',
                b'T' => b't',
                b'D' => b'd',
                b'v' => b'f',
                other => other,
            };
            if coarse.last() != Some(&sound) {
                coarse.push(sound);
            }
        }
        while coarse.len() > 3 && coarse.last().is_some_and(|last| b"aiu".contains(last)) {
            coarse.pop();
        }
        coarse
    }

    /// Keys under which words that may be the same are found: the consonants in classes, in up to three readings of
    /// the sounds that romanisations write differently.
    #[must_use]
    pub fn skeletons(&self) -> Vec<Vec<u8>> {
        let mut skeletons: Vec<Vec<u8>> = Vec::with_capacity(3);
        for reading in 0..3 {
            let mut skeleton = Vec::with_capacity(self.0.len());
            for (at, &sound) in self.bytes().iter().enumerate() {
                if let Some(class) = class(sound, reading, at == 0)
                    && skeleton.last() != Some(&class)
                {
                    skeleton.push(class);
                }
            }
            if skeleton.is_empty() {
                skeleton.extend(self.bytes().first().map(|_| b'a'));
            }
            if !skeletons.contains(&skeleton) {
                skeletons.push(skeleton);
            }
        }
        skeletons
    }
}

/// Adds a sound. Vowels of two syllables are often written as one of one: `Dudayev`, `Dudaev`, `Qaeda`, `Daoud`.
fn push(sounds: &mut Vec<u8>, sound: u8) {
    let diphthong = match (sounds.as_slice(), sound) {
        ([.., b'a'], b'e' | b'i') => Some((1, b'E')),
        ([.., b'a', b'y'], b'e' | b'i') => Some((2, b'E')),
        ([.., b'a'], b'o' | b'u') => Some((1, b'O')),
        ([.., b'a', b'w'], b'o' | b'u') => Some((2, b'O')),
        _ => None,
    };
    match diphthong {
        Some((length, diphthong)) => {
            sounds.truncate(sounds.len() - length);
            sounds.push(diphthong);
        }
        None if sounds.last() == Some(&sound) => {}
        None => sounds.push(sound),
    }
}

/// The sounds at the start of the rest of a word, and how many letters they take.
fn next(rest: &str, before: Option<u8>) -> (&'static [u8], usize) {
    // Most letters begin no cluster: their second letter says so at once.
    let may_begin = rest.as_bytes().get(1).is_some_and(|second| b"hscjkzuoei".contains(second));
    let first = rest.as_bytes().first();
    let begins = |letters: &str| letters.as_bytes().first() == first && rest.starts_with(letters);
    let cluster = CLUSTERS.iter().filter(|_| may_begin).find(|(letters, _)| begins(letters));
    if let Some((letters, sound)) = cluster {
        // `gu` is a hard g before e and i alone.
        let third = rest.as_bytes().get(2);
        if *letters != "gu" || matches!(third, Some(b'e' | b'i')) {
            return (sound.as_bytes(), letters.len());
        }
    }
    let mut letters = rest.bytes();
    let (first, second, third) = (letters.next(), letters.next(), letters.next());
    let vowel_follows = |letter: Option<u8>| letter.is_some_and(|letter| b"aeiou".contains(&letter));
    match (first, second) {
        (Some(b'a' | b'e'), Some(b'i' | b'y')) if !vowel_follows(third) => (b"E", 2),
        (Some(b'a'), Some(b'u' | b'w')) if !vowel_follows(third) => (b"O", 2),
        (Some(b'o'), Some(b'w')) if !vowel_follows(third) => (b"O", 2),
        (Some(b'i'), Some(b'e')) => (b"i", 2),
        (Some(b'i'), Some(b'y')) if !vowel_follows(third) => (b"i", 2),
        (Some(b'c'), Some(b'e' | b'i' | b'y')) => (b"s", 1),
        (Some(b'c'), _) => (b"k", 1),
        (Some(b'x'), _) => (b"ks", 1),
        (Some(b'y'), second) if !vowel_follows(second) => (b"i", 1),
        (Some(b'y'), _) if before.is_some_and(|sound| b"iE".contains(&sound)) => (b"", 1),
        (Some(b'w'), second) if !vowel_follows(second) && before.is_some() => (b"u", 1),
        (Some(letter), _) => (single(letter), 1),
        (None, _) => (b"", 1),
    }
}

fn single(letter: u8) -> &'static [u8] {
    const LETTERS: &[u8] = b"abdefghijklmnopqrstuvwyz0123456789";
    match LETTERS.iter().position(|known| *known == letter) {
        Some(at) => LETTERS.get(at..=at).unwrap_or_default(),
        None => b"",
    }
}

/// The class of a sound in a skeleton; `None` for vowels and what may be left out.
fn class(sound: u8, reading: usize, is_first: bool) -> Option<u8> {
    let of_three = |options: [Option<u8>; 3]| options.get(reading).copied().flatten();
    match sound {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'E' | b'O' | b'h' | b'y' => None,
        b'w' => of_three([None, Some(b'f'), is_first.then_some(b'f')]),
        b'b' | b'p' => Some(b'b'),
        b'd' | b't' => Some(b't'),
        b'T' => of_three([Some(b't'), Some(b's'), Some(b't')]),
        b'D' => of_three([Some(b't'), Some(b'z'), Some(b't')]),
        b'z' => of_three([Some(b'z'), Some(b's'), Some(b't')]),
        b'f' | b'v' => Some(b'f'),
        b'k' | b'q' | b'g' => Some(b'k'),
        b'X' | b'G' => of_three([Some(b'k'), None, None]),
        b'j' => of_three([Some(b'j'), Some(b'k'), None]),
        b'C' | b'S' => of_three([Some(b'S'), Some(b'S'), Some(b's')]),
        b'c' => Some(b's'),
        other => Some(other),
    }
}

/// How alike two words sound, from 0 to 1: one less the cost of the cheapest way from one to the other, by the length
/// of the two.
#[must_use]
pub fn likeness(a: &Sound, b: &Sound) -> f32 {
    likeness_from(a, b, 0.0)
}

/// The same, or 0 as soon as it is sure to be below a number.
#[must_use]
pub fn likeness_from(a: &Sound, b: &Sound, least: f32) -> f32 {
    if a == b {
        return 1.0;
    }
    let weigh = |sound: &Sound| sound.bytes().iter().map(|&sound| weight(sound)).sum::<u32>();
    let (length_a, length_b) = (weigh(a), weigh(b));
    let double = (length_a + length_b) as f32;
    if double == 0.0 || length_a.abs_diff(length_b) as f32 > 0.2 * double + 60.0 {
        return 0.0;
    }
    let most = ((1.0 - least) * double / 2.0).ceil() as u32;
    let mut room = [0_u32; ROOM];
    let mut more_room = Vec::new();
    let row = match room.get_mut(..=b.bytes().len()) {
        Some(row) => row,
        None => {
            more_room.resize(b.bytes().len() + 1, 0);
            more_room.as_mut_slice()
        }
    };
    match distance(a.bytes(), b.bytes(), row, most) {
        Some(distance) => (1.0 - 2.0 * distance as f32 / double).max(0.0),
        None => 0.0,
    }
}

/// Words of up to so many sounds less one need no room of their own.
const ROOM: usize = 32;

/// The cost of the cheapest way from one to the other, in hundredths; `None` when it is more than `most`. `row` has one
/// place more than `b` has sounds.
fn distance(a: &[u8], b: &[u8], row: &mut [u32], most: u32) -> Option<u32> {
    let mut sum = 0;
    if let Some((first, cells)) = row.split_first_mut() {
        *first = 0;
        for (cell, &sound) in cells.iter_mut().zip(b) {
            sum += u32::from(omission(sound));
            *cell = sum;
        }
    }
    for &from in a {
        let costs = COSTS.get(usize::from(from)).unwrap_or(&NO_COSTS);
        let leaving = u32::from(omission(from));
        let (first, cells) = row.split_first_mut()?;
        let mut diagonal = *first;
        let mut left = diagonal + leaving;
        *first = left;
        let mut least = left;
        for (&to, cell) in b.iter().zip(cells) {
            let exchanged = diagonal + u32::from(costs.get(usize::from(to)).copied().unwrap_or(100));
            let best = exchanged.min(*cell + leaving).min(left + u32::from(omission(to)));
            diagonal = *cell;
            *cell = best;
            left = best;
            least = least.min(best);
        }
        if least > most {
            return None;
        }
    }
    row.last().copied()
}

/// How much of a word's length a sound is, in hundredths.
fn weight(sound: u8) -> u32 {
    match sound {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'E' | b'O' => 50,
        b'h' | b'y' | b'w' => 70,
        _ => 100,
    }
}

/// What it costs to leave a sound out, in hundredths.
fn omission(sound: u8) -> u8 {
    OMISSIONS.get(usize::from(sound)).copied().unwrap_or(100)
}

/// Sounds are ASCII letters and digits.
const SOUNDS: usize = 128;
static OMISSIONS: [u8; SOUNDS] = {
    let mut omissions = [0; SOUNDS];
    let mut sound = 0;
    while sound < SOUNDS {
        omissions[sound] = omission_of(sound as u8);
        sound += 1;
    }
    omissions
};
static COSTS: [[u8; SOUNDS]; SOUNDS] = {
    let mut costs = [[0; SOUNDS]; SOUNDS];
    let mut a = 0;
    while a < SOUNDS {
        let mut b = 0;
        while b < SOUNDS {
            costs[a][b] = cost(a as u8, b as u8);
            b += 1;
        }
        a += 1;
    }
    costs
};
static NO_COSTS: [u8; SOUNDS] = [100; SOUNDS];

const fn omission_of(sound: u8) -> u8 {
    match sound {
        b'a' | b'e' | b'i' | b'o' | b'u' => 28,
        b'E' | b'O' => 40,
        b'h' | b'y' | b'w' => 30,
        b'G' => 60,
        _ => 100,
    }
}

/// What it costs to put one sound in the place of another, in hundredths.
const fn cost(a: u8, b: u8) -> u8 {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    // Capitals sort before small letters.
    match (a, b) {
        _ if a == b => 0,
        (b'e', b'i') | (b'o', b'u') => 10,
        (b'a', b'e') | (b'E', b'e') => 15,
        (b'a', b'o') | (b'E', b'i') | (b'O', b'o' | b'u') => 25,
        (b'E' | b'O', b'a') => 30,
        (b'a', b'i' | b'u') | (b'e', b'o' | b'u') | (b'E', b'y') => 50,
        (b'i', b'o' | b'u') | (b'E', b'o' | b'u') | (b'O', b'e' | b'i') | (b'E', b'O') => 50,
        (b'i', b'y') | (b'k', b'q') | (b'S', b's' | b'c') | (b'D', b'd' | b'z') => 10,
        (b'O' | b'u', b'w') | (b'T', b't') | (b'v', b'w') => 15,
        (b'T', b's') | (b'X', b'h' | b'k') | (b'C', b'S') | (b'G', b'g') | (b'b', b'p') => 20,
        (b'g', b'j' | b'q') | (b'c', b's' | b'z') | (b'u', b'v') | (b'q', b'X') | (b'X', b'q') => 25,
        (b'f', b'v' | b'w') | (b's', b'z') | (b'j', b'y') | (b'i', b'j') => 30,
        (b'g', b'h' | b'k') | (b'd', b't' | b'z') | (b'C', b'j' | b'c') | (b'G', b'k' | b'q') => 40,
        (b'X', b'g') | (b'G', b'X') | (b'c', b't') | (b'b', b'v') => 40,
        (b'm', b'n') | (b'j', b'z') | (b'G', b'h' | b'r') | (b'D' | b'd', b'T') => 50,
        (b'C', b'k') | (b'l', b'r') | (b's', b't') => 80,
        _ => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> f32 {
        likeness(&Sound::of(a), &Sound::of(b))
    }

    #[test]
    fn romanisations_of_one_name_sound_alike() {
        for (a, b) in [
            ("uthman", "osman"),
            ("uthman", "usman"),
            ("jamal", "gamal"),
            ("djamal", "dzhamal"),
            ("muhammad", "mohammed"),
            ("husayn", "hussein"),
            ("yusuf", "youssouf"),
            ("cherif", "sharif"),
            ("ramadan", "ramadhan"),
            ("khattab", "hattab"),
            ("zawahiri", "zawahri"),
            ("dudayev", "dudaev"),
            ("aleksandr", "alexander"),
            ("qaddafi", "gaddafi"),
            ("dawud", "daoud"),
            ("tsarnaev", "tsarnayev"),
        ] {
            assert!(alike(a, b) >= 0.85, "{a} {b}: {}", alike(a, b));
            let (a, b) = (Sound::of(a), Sound::of(b));
            assert!(a.skeletons().iter().any(|key| b.skeletons().contains(key)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn different_names_do_not() {
        for (a, b) in [
            ("hasan", "husayn"),
            ("umar", "amir"),
            ("salim", "salam"),
            ("rashid", "rashad"),
            ("mahmud", "hamid"),
            ("kamal", "kamil"),
            ("ali", "ala"),
        ] {
            assert!(alike(a, b) < 0.88, "{a} {b}: {}", alike(a, b));
        }
    }

    #[test]
    fn likeness_is_symmetric() {
        for (a, b) in [("uthman", "osman"), ("khattab", "hattab"), ("a", ""), ("", ""), ("omar", "xcumar")] {
            assert!((alike(a, b) - alike(b, a)).abs() < 1e-6, "{a} {b}");
        }
    }

    #[test]
    fn somali_spelling_is_a_reading_of_its_own() {
        let somali = Sound::of_somali("maxamed").unwrap();
        assert!(likeness(&somali, &Sound::of("mohamed")) > 0.9);
        assert_eq!(Sound::of_somali("charif"), None);
    }
}
