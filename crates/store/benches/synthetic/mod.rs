//! Synthetic claims for measuring: the same number and seed give the same claims. Start at [`Synthetic`].
//!
//! Kinds are as frequent as in a few hundred annotated texts about armed groups; actors are 10,000, of which few are in
//! most claims (the index is the cube of an even draw); documents have 25 claims each and a day between 1996 and 2015;
//! quotes have about 25 words, frequent and rare as in English (Zipf). One claim in ten corrects the past: it was said up
//! to ten years after what it is about.

use retrospect_model::claim::{ClaimDraft, Confidence, Evidence, Name, Origin};
use retrospect_model::{Claim, Day, DocumentId, Edtf, Span, Stance};

/// How many actors there are.
pub const ACTORS: usize = 10_000;
/// Claims of a document.
pub const CLAIMS_A_DOCUMENT: usize = 25;
const WORDS: usize = 30_000;
const QUOTE_WORDS: usize = 22;
/// Kinds with how many of a thousand claims are of them.
const KINDS: [(&str, u32); 29] = [
    ("attack", 186),
    ("kill", 112),
    ("die", 56),
    ("capture", 56),
    ("lead", 53),
    ("negotiate", 43),
    ("oppose", 39),
    ("control", 35),
    ("aid", 34),
    ("demand", 28),
    ("present", 27),
    ("alias", 26),
    ("withdraw", 26),
    ("clash", 26),
    ("join", 25),
    ("leave", 23),
    ("ally", 23),
    ("responsibility", 22),
    ("threaten", 21),
    ("publish", 32),
    ("split", 19),
    ("support", 18),
    ("found", 17),
    ("pledge", 10),
    ("refuse", 10),
    ("besiege", 10),
    ("designate", 10),
    ("destroy", 8),
    ("appoint", 5),
];

/// An endless, repeatable run of claims.
pub struct Synthetic {
    state: u64,
    index: usize,
    words: Vec<String>,
    zipf: Vec<f64>,
}

impl Synthetic {
    /// Claims of that seed.
    pub fn new(seed: u64) -> Self {
        let mut sum = 0.0;
        let zipf = (1..=WORDS)
            .map(|rank| {
                sum += 1.0 / rank as f64;
                sum
            })
            .collect();
        Self { state: seed, index: 0, words: (0..WORDS).map(word).collect(), zipf }
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.unit() * limit as f64) as usize
    }

    /// An actor's name: half of them persons, half groups.
    fn actor(&mut self, of_persons: bool) -> Name {
        let drawn = (self.unit().powi(3) * (ACTORS / 2) as f64) as usize;
        actor(drawn * 2 + usize::from(of_persons)).parse().unwrap()
    }

    fn quote(&mut self, names: &[&Name]) -> String {
        let mut quote = String::new();
        let total = self.zipf.last().copied().unwrap_or(1.0);
        for name in names {
            quote.push_str(name.as_str());
            quote.push(' ');
        }
        for _ in 0..QUOTE_WORDS {
            let drawn = self.unit() * total;
            let rank = self.zipf.partition_point(|sum| *sum < drawn);
            quote.push_str(&self.words[rank.min(WORDS - 1)]);
            quote.push(' ');
        }
        quote.pop();
        quote
    }
}

/// The name of an actor.
pub fn actor(index: usize) -> String {
    let kind = if index % 2 == 1 { "Commander" } else { "Front of" };
    format!("{kind} {}", capital(&word(index + 100)))
}

/// The two most frequent words of quotes, and two rarer ones.
pub fn probe_words() -> [String; 4] {
    [word(0), word(1), word(150), word(400)]
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

/// A word that can be spoken, another for each number.
fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ka", "ri", "to", "me", "su", "la", "no", "vi", "da", "pe", "zu", "ha", "fo", "gi", "bo", "yn"];
    let mut word = String::from(SYLLABLES[number % 16]);
    number /= 16;
    for _ in 0..3 {
        word.push_str(SYLLABLES[number % 16]);
        number /= 16;
    }
    word
}

impl Iterator for Synthetic {
    type Item = Claim;

    fn next(&mut self) -> Option<Claim> {
        let document = self.index / CLAIMS_A_DOCUMENT;
        // The document's day, drawn from its number so that it is the same for all its claims.
        let spread = (document as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let said = Day::from_civil(1996, 1, 1)?.plus_days((spread % 7_300) as i64);
        let mut ticket = self.below(1_000) as u32;
        let kind = KINDS.iter().find(|(_, share)| {
            let found = ticket < *share;
            ticket = ticket.saturating_sub(*share);
            found
        });
        let kind = kind.map_or("attack", |(name, _)| *name);
        let is_correction = self.below(10) == 0;
        let before = if is_correction { 30 + self.below(3_600) } else { self.below(20) };
        let day = said.plus_days(-(before as i64));
        let by_person = matches!(kind, "lead" | "die" | "leave" | "appoint");
        let (actor, target) = (self.actor(by_person), self.actor(kind == "kill" || kind == "capture"));
        let voices: Vec<Name> = if self.below(2) == 0 { vec![self.actor(false)] } else { Vec::new() };
        let valid: Edtf = match self.below(4) {
            0 => format!("{}", day.year_month()).parse().ok()?,
            1 if kind == "lead" => format!("{day}/..").parse().ok()?,
            _ => Edtf::try_from(day).ok()?,
        };
        let quote = self.quote(&[&actor, &target]);
        let start = (self.index % CLAIMS_A_DOCUMENT * 400) as u32;
        let span = Span::new(start, start + quote.chars().count() as u32).ok()?;
        let stance = match self.below(20) {
            0 => Stance::Denied,
            1 => Stance::Alleged,
            2 => Stance::Predicted,
            _ => Stance::Asserted,
        };
        let place = (kind == "control").then(|| self.words[self.index % 500].clone());
        self.index += 1;
        Some(Claim::new(ClaimDraft {
            kind: kind.parse().ok()?,
            actor: vec![actor],
            target: if matches!(kind, "die" | "publish") { Vec::new() } else { vec![target] },
            place: place.and_then(|name| capital(&name).parse().ok()),
            valid: Some(valid),
            voices,
            asserted: Edtf::try_from(said).ok(),
            stance,
            evidence: Evidence::new(DocumentId::new(format!("wire-{document:07}")).ok()?, span, quote)
                .ok()?
                .into(),
            origin: Origin::Extractor { version: 1 },
            confidence: Confidence::from_thousandths(500 + self.below(500) as u16)?,
        }))
    }
}
