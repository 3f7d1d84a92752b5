//! Turns bytes into a document: a hash of them as received, their text with stable offsets, and what is known of
//! their publication. Start at [`Document`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::as_text::serde_as_text;
use crate::decode::{InvalidUtf8, decode};
use crate::edtf::Edtf;
use crate::error::{ModelError, excerpt};
use crate::span::Span;
use crate::text::Text;

/// One source as received. Its hash vouches for the bytes, and every claim's evidence is a span of its text.
///
/// The text need not be the bytes themselves: of a page or a PDF it is what a reader sees. Nothing of a document
/// changes once it is made; a corrected edition is another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    id: DocumentId,
    hash: ContentHash,
    text: Text,
    publication: Publication,
}

impl Document {
    /// A document whose text was taken out of its bytes elsewhere; `hash` is that of the bytes as received.
    pub fn new(id: DocumentId, hash: ContentHash, text: Text, publication: Publication) -> Self {
        Self { id, hash, text, publication }
    }

    /// A document whose bytes are its text, with an account of what of them is not UTF-8 (see [`decode`]). An
    /// error when it has more than `u32::MAX` characters.
    pub fn from_bytes(
        id: DocumentId,
        bytes: &[u8],
        publication: Publication,
    ) -> Result<(Self, Option<InvalidUtf8>), ModelError> {
        let decoded = decode(bytes);
        let document = Self::new(id, ContentHash::of(bytes), Text::new(decoded.text)?, publication);
        Ok((document, decoded.problems))
    }

    /// What the case calls it.
    pub fn id(&self) -> &DocumentId {
        &self.id
    }

    /// The hash of its bytes as received.
    pub fn hash(&self) -> ContentHash {
        self.hash
    }

    /// Its text.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// What is known of its publication.
    pub fn publication(&self) -> &Publication {
        &self.publication
    }

    /// The words that `span` covers; `None` when it reaches beyond the text.
    pub fn quote(&self, span: Span) -> Option<&str> {
        self.text.slice(span)
    }
}

/// What is known of how a document came out. Nothing is known by default, and nothing is inferred.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// When it was published: the assertion time of what its author says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Edtf>,
    /// Who published it, as it names itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// The most characters of a document's id.
const DOCUMENT_ID_CHARS_MAX: usize = 255;

/// What a case calls a document: a short name, unique within the case, such as a file name without its ending.
///
/// It has 1 to 255 characters, none of them a control character, and no space at either end, so that it can stand
/// in a table, a file name and a line of JSON.
///
/// ```
/// use retrospect_model::{ContentHash, DocumentId};
///
/// assert_eq!(DocumentId::new("imu-2015")?.as_str(), "imu-2015");
/// assert_eq!(DocumentId::of_hash(ContentHash::of(b"abc")).as_str(), "ba7816bf8f01cfea");
/// assert!(DocumentId::new("").is_err());
/// # Ok::<(), retrospect_model::ModelError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentId(String);

impl DocumentId {
    /// The id `name`; an error when it is empty, too long, has control characters, or begins or ends with a space.
    pub fn new(name: impl Into<String>) -> Result<Self, ModelError> {
        let name = name.into();
        match id_fault(&name) {
            None => Ok(Self(name)),
            Some(reason) => Err(ModelError::DocumentId { text: excerpt(&name), reason }),
        }
    }

    /// An id for a document that has no name: the first 16 digits of its hash.
    pub fn of_hash(hash: ContentHash) -> Self {
        Self(hash.to_string().chars().take(16).collect())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why `name` cannot name a document.
fn id_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("it is empty")
    } else if name.chars().count() > DOCUMENT_ID_CHARS_MAX {
        Some("it has more than 255 characters")
    } else if name.chars().any(char::is_control) {
        Some("it has a control character")
    } else if name.trim() != name {
        Some("it begins or ends with a space")
    } else {
        None
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DocumentId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        Self::new(text)
    }
}

/// The SHA-256 of some bytes, printed as 64 lower-case hexadecimal digits.
///
/// ```
/// use retrospect_model::ContentHash;
///
/// let hash = ContentHash::of(b"abc");
/// assert_eq!(hash.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
/// assert_eq!(hash.to_string().parse(), Ok(hash));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// A hash that was computed elsewhere, in the order in which SHA-256 gives its bytes.
    pub fn from_sha256(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = ModelError;

    /// Reads 64 hexadecimal digits, upper or lower case.
    fn from_str(text: &str) -> Result<Self, ModelError> {
        hex_bytes(text).map(Self).ok_or_else(|| ModelError::Hash { text: excerpt(text) })
    }
}

/// The 32 bytes that 64 hexadecimal digits write.
fn hex_bytes(text: &str) -> Option<[u8; 32]> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes: Option<Vec<u8>> =
        pairs.iter().take(33).map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    bytes?.try_into().ok()
}

serde_as_text!(ContentHash, DocumentId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_checked() {
        let digits = ContentHash::of(b"abc").to_string();
        assert_eq!(digits.to_uppercase().parse(), Ok(ContentHash::of(b"abc")));
        for wrong in
            ["", "ba78", &digits[1..], &format!("{digits}00"), &digits.replace('b', "g"), &"é".repeat(32)]
        {
            assert!(wrong.parse::<ContentHash>().is_err(), "{wrong}");
        }
        let error = "ba78".parse::<ContentHash>().unwrap_err().to_string();
        assert_eq!(error, "`ba78` is not a SHA-256 hash: expected 64 hexadecimal digits");
    }

    #[test]
    fn ids_are_checked() {
        for wrong in ["", " a", "a ", "a\nb", &"a".repeat(256)] {
            assert!(DocumentId::new(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(
            DocumentId::new("a\tb").unwrap_err().to_string(),
            "`a\\tb` cannot name a document: it has a control character"
        );
        assert!(DocumentId::new("Ўзбекистон, 31 июль").is_ok());
    }

    #[test]
    fn a_document_hashes_its_bytes_and_quotes_its_text() {
        let id = DocumentId::new("post").unwrap();
        let (document, problems) =
            Document::from_bytes(id, b"caf\xE9 \xE2\x80\x98x\xE2\x80\x99", Publication::default()).unwrap();
        assert_eq!(problems.map(|p| p.sequences.get()), Some(1));
        assert_eq!(document.hash(), ContentHash::of(b"caf\xE9 \xE2\x80\x98x\xE2\x80\x99"));
        assert_eq!(document.quote(Span::new(5, 8).unwrap()), Some("‘x’"));
        assert_eq!(document.quote(Span::new(5, 9).unwrap()), None);
    }

    #[test]
    fn a_publication_writes_only_what_is_known() {
        let publication =
            Publication { published: Some("2015-08-06".parse().unwrap()), ..Publication::default() };
        let json = serde_json::to_string(&publication).unwrap();
        assert_eq!(json, r#"{"published":"2015-08-06"}"#);
        assert_eq!(serde_json::from_str::<Publication>(&json).unwrap(), publication);
    }
}
