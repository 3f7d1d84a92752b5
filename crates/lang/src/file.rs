//! Turns the bytes of a model file into named sections: texts and tensors. Start at [`Sections::read`].
//!
//! The layout is described beside the code that writes it, `tools/convert/container.py`.

use std::collections::BTreeMap;
use std::path::PathBuf;

const MAGIC: &[u8; 8] = b"RETROLNG";
const HEADER_BYTES: usize = 24;
/// The one version of the format that this build reads.
const VERSION: u32 = 1;

/// Why a model cannot be loaded. Every message names the model and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The file cannot be read at all.
    #[error("cannot read model `{}`: {source}\nhint: name a model file that exists, or leave the option out to use the built-in model", .path.display())]
    Unreadable {
        /// The path as it was given.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The first bytes are not those of a model file.
    #[error(
        "`{name}` is not a model file: it does not begin with `RETROLNG`\nhint: make one with tools/convert-model, or leave the option out to use the built-in model"
    )]
    WrongMagic {
        /// The file or other place that the model came from.
        name: String,
    },
    /// Written in a format that this build does not know.
    #[error(
        "cannot load model `{name}`: written in format {found}, this build reads format {VERSION}\nhint: convert the weights again with the tools/convert-model of this version"
    )]
    OtherVersion {
        /// The file or other place that the model came from.
        name: String,
        /// The version that the file states.
        found: u32,
    },
    /// Shorter than its header says.
    #[error(
        "model `{name}` is cut off: {found} of {expected} bytes are there\nhint: copy or convert it again"
    )]
    Truncated {
        /// The file or other place that the model came from.
        name: String,
        /// Bytes that the header announces, header included.
        expected: u64,
        /// Bytes that are there.
        found: u64,
    },
    /// The content is not what was written.
    #[error(
        "model `{name}` is damaged: its checksum is {found:08x}, its header says {expected:08x}\nhint: copy or convert it again"
    )]
    BadChecksum {
        /// The file or other place that the model came from.
        name: String,
        /// CRC-32 in the header.
        expected: u32,
        /// CRC-32 of the payload that was read.
        found: u32,
    },
    /// A section is missing or does not hold what its name promises.
    #[error(
        "model `{name}` cannot be used: {reason}\nhint: convert the weights again with tools/convert-model"
    )]
    Unusable {
        /// The file or other place that the model came from.
        name: String,
        /// The section and what is wrong with it.
        reason: String,
    },
}

/// The floats of a tensor in row-major order.
#[derive(Clone, Debug)]
pub(crate) struct Tensor {
    pub data: Vec<f32>,
}

enum Content<'a> {
    Text(&'a str),
    Tensor { shape: Vec<usize>, bytes: &'a [u8] },
}

/// The sections of a model file by name, borrowed from its bytes.
pub(crate) struct Sections<'a> {
    by_name: BTreeMap<&'a str, Content<'a>>,
}

impl<'a> Sections<'a> {
    /// Checks the header and the checksum, then finds the sections. `name` stands in the errors.
    pub fn read(bytes: &'a [u8], name: &str) -> Result<Self, ModelError> {
        let payload = checked_payload(bytes, name)?;
        let mut cursor = Cursor { rest: payload };
        let mut by_name = BTreeMap::new();
        while !cursor.rest.is_empty() {
            let section = cursor.section().ok_or_else(|| ModelError::Unusable {
                name: name.to_owned(),
                reason: format!("the section after {} others is malformed", by_name.len()),
            })?;
            by_name.insert(section.0, section.1);
        }
        Ok(Sections { by_name })
    }

    /// The text section of that name, or a sentence that says that it is missing.
    pub fn text(&self, name: &str) -> Result<&'a str, String> {
        match self.by_name.get(name) {
            Some(Content::Text(text)) => Ok(text),
            Some(Content::Tensor { .. }) => Err(format!("section `{name}` is a tensor, not text")),
            None => Err(format!("section `{name}` is missing")),
        }
    }

    /// The tensor section of that name and its `RANK` dimensions, or a sentence that says what is wrong with it.
    pub fn tensor<const RANK: usize>(&self, name: &str) -> Result<(Tensor, [usize; RANK]), String> {
        let (shape, bytes) = match self.by_name.get(name) {
            Some(Content::Tensor { shape, bytes }) => (shape, bytes),
            Some(Content::Text(_)) => return Err(format!("section `{name}` is text, not a tensor")),
            None => return Err(format!("section `{name}` is missing")),
        };
        let dimensions = <[usize; RANK]>::try_from(shape.as_slice())
            .map_err(|_| format!("section `{name}` has {} dimensions, not {RANK}", shape.len()))?;
        let (floats, _) = bytes.as_chunks::<4>();
        let data = floats.iter().map(|four| f32::from_le_bytes(*four)).collect();
        Ok((Tensor { data }, dimensions))
    }
}

fn checked_payload<'a>(bytes: &'a [u8], name: &str) -> Result<&'a [u8], ModelError> {
    let name = || name.to_owned();
    if !bytes.starts_with(MAGIC) {
        return Err(ModelError::WrongMagic { name: name() });
    }
    let mut header = Cursor { rest: bytes.get(MAGIC.len()..).unwrap_or_default() };
    let (Some(version), Some(expected), Some(length)) = (header.u32(), header.u32(), header.u64()) else {
        let (expected, found) = (HEADER_BYTES as u64, bytes.len() as u64);
        return Err(ModelError::Truncated { name: name(), expected, found });
    };
    if version != VERSION {
        return Err(ModelError::OtherVersion { name: name(), found: version });
    }
    let Some(payload) = usize::try_from(length).ok().and_then(|length| header.rest.get(..length)) else {
        let expected = length.saturating_add(HEADER_BYTES as u64);
        return Err(ModelError::Truncated { name: name(), expected, found: bytes.len() as u64 });
    };
    let found = crc32fast::hash(payload);
    if found != expected {
        return Err(ModelError::BadChecksum { name: name(), expected, found });
    }
    Ok(payload)
}

/// Reads little-endian numbers off the front of a slice; `None` when it is too short.
struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(front)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }

    fn section(&mut self) -> Option<(&'a str, Content<'a>)> {
        let name_length = usize::try_from(self.u32()?).ok()?;
        let name = std::str::from_utf8(self.bytes(name_length)?).ok()?;
        let kind = self.u32()?;
        let rank = self.u32()?;
        let mut shape = Vec::new();
        for _ in 0..rank {
            shape.push(usize::try_from(self.u32()?).ok()?);
        }
        let length = usize::try_from(self.u64()?).ok()?;
        let bytes = self.bytes(length)?;
        match kind {
            0 => Some((name, Content::Text(std::str::from_utf8(bytes).ok()?))),
            1 => {
                let floats = shape.iter().try_fold(1_usize, |product, &side| product.checked_mul(side))?;
                (floats.checked_mul(4)? == length).then_some((name, Content::Tensor { shape, bytes }))
            }
            _ => None,
        }
    }
}
