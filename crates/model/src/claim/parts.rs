//! The small parts of a claim, each right by construction: its kind, names, stance, origin and confidence. Start at
//! [`Stance`].

use std::fmt;
use std::str::FromStr;

use crate::as_text::serde_as_text;
use crate::error::{ModelError, excerpt};

/// The name of a kind of claim, such as `pledge`: small letters, digits, `-` and `_`, beginning with a letter, 40 at the
/// most. Which kinds there are is a schema's to say.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct KindName(String);

impl KindName {
    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KindName {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let is_letter = |byte: u8| byte.is_ascii_lowercase();
        let is_word = text.bytes().next().is_some_and(is_letter)
            && text.len() <= 40
            && text
                .bytes()
                .all(|byte| is_letter(byte) || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
        if is_word { Ok(Self(text.to_owned())) } else { Err(ModelError::Kind { text: excerpt(text) }) }
    }
}

/// The most characters of a name.
const NAME_CHARS_MAX: usize = 1_000;

/// Somebody or something as a text names it; not blank, and 1,000 characters at the most.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(String);

impl Name {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let is_name = !text.trim().is_empty() && text.chars().nth(NAME_CHARS_MAX).is_none();
        if is_name { Ok(Self(text.to_owned())) } else { Err(ModelError::Name { text: excerpt(text) }) }
    }
}

/// How a claim stands to what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stance {
    /// It happened or held.
    Asserted,
    /// It did not.
    Denied,
    /// Author or source keeps a distance.
    Alleged,
    /// It will, or it is threatened.
    Predicted,
    /// It is demanded.
    Wanted,
}

impl Stance {
    /// All stances.
    pub const ALL: [Stance; 5] = [Self::Asserted, Self::Denied, Self::Alleged, Self::Predicted, Self::Wanted];

    /// The word of the exchange form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Denied => "denied",
            Self::Alleged => "alleged",
            Self::Predicted => "predicted",
            Self::Wanted => "wanted",
        }
    }
}

impl FromStr for Stance {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let found = Self::ALL.into_iter().find(|stance| stance.word() == text);
        found.ok_or_else(|| ModelError::Stance { text: excerpt(text) })
    }
}

/// Who or what read a claim in its document. Prints as `extractor v3`, `analyst` or `import`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// The extractor of that version.
    Extractor {
        /// Its version; a greater one supersedes a smaller one on the same document.
        version: u32,
    },
    /// A person.
    Analyst,
    /// Another program, which did not say.
    Import,
}

impl FromStr for Origin {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let version = || text.strip_prefix("extractor v").and_then(|version| version.parse().ok());
        match text {
            "analyst" => Ok(Self::Analyst),
            "import" => Ok(Self::Import),
            _ => version()
                .map(|version| Self::Extractor { version })
                .ok_or_else(|| ModelError::Origin { text: excerpt(text) }),
        }
    }
}

/// How sure something is, from 0 to 1, in steps of a thousandth, so that it is the same after being written and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Confidence {
    // Invariant: 1000 at the most.
    thousandths: u16,
}

impl Confidence {
    /// As sure as can be.
    pub const SURE: Confidence = Confidence { thousandths: 1_000 };

    /// The thousandths, 0 to 1000.
    pub fn thousandths(self) -> u16 {
        self.thousandths
    }

    /// The number of thousandths, if it is 1000 at the most.
    pub fn from_thousandths(thousandths: u16) -> Option<Self> {
        (thousandths <= 1_000).then_some(Self { thousandths })
    }

    /// The number, 0 to 1.
    pub fn value(self) -> f64 {
        f64::from(self.thousandths) / 1_000.0
    }
}

/// Rounds to thousandths; an error for what is not between 0 and 1.
impl TryFrom<f64> for Confidence {
    type Error = ModelError;

    fn try_from(value: f64) -> Result<Self, ModelError> {
        if (0.0..=1.0).contains(&value) {
            // Between 0 and 1000, so the cast keeps it.
            Ok(Self { thousandths: (value * 1_000.0).round() as u16 })
        } else {
            Err(ModelError::Confidence { text: value.to_string() })
        }
    }
}

impl fmt::Display for KindName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extractor { version } => write!(f, "extractor v{version}"),
            Self::Analyst => f.write_str("analyst"),
            Self::Import => f.write_str("import"),
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

serde_as_text!(KindName, Name, Stance, Origin);
