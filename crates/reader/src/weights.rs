//! Reads the file of weights: what the encoder is made of, how it was trained, and the pieces that it knows. Start at
//! [`File::read`].
//!
//! The file is `RETROREADER`, a zero byte, the version as one byte, the CRC-32 of all that follows as four bytes, the
//! length of a description as four, the description (JSON: [`About`] and the list of tensors), then the tensors one after
//! the other. Numbers are little-endian. A tensor is floats, or bytes from -127 to 127 in rows that each begin with the
//! value of their unit as a float; what ships has bytes for all products, what it is compared with has floats throughout.

use serde::Deserialize;

const MAGIC: &[u8] = b"RETROREADER\0";
/// The version that this program reads.
const VERSION: u8 = 1;

/// Why a file of weights cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// It is something else.
    #[error("not a file of the reader's weights")]
    NotWeights,
    /// It is of another version.
    #[error("weights of version {0}, but this program reads version {VERSION}")]
    Version(u8),
    /// It was changed, or cut off.
    #[error("the weights are damaged: their checksum does not fit")]
    Damaged,
    /// It lacks a part, or has one of another size.
    #[error("the weights lack `{0}`, or have it in another size")]
    Part(&'static str),
    /// Its description is not one.
    #[error("the description of the weights cannot be read: {0}")]
    Description(#[from] serde_json::Error),
}

/// How weights came to be.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
pub struct About {
    /// The command that trained them.
    pub command: String,
    /// Hashes of the files that they were trained on.
    pub data: Vec<String>,
    /// The kinds of events, in the order of their numbers.
    pub kinds: Vec<String>,
    /// The slots of an event.
    pub slots: Vec<String>,
    /// The stances.
    pub stances: Vec<String>,
    /// The encoder that they began with, and its licence.
    pub origin: String,
}

#[derive(Deserialize)]
struct Description {
    about: About,
    pieces: String,
    tensors: Vec<Tensor>,
}

#[derive(Deserialize)]
struct Tensor {
    name: String,
    rows: usize,
    columns: usize,
    is_whole: bool,
}

/// A file of weights, taken apart.
pub(crate) struct File<'b> {
    pub about: About,
    pub pieces: String,
    tensors: Vec<(Tensor, &'b [u8])>,
}

/// A tensor of products or of pieces.
pub(crate) enum Table {
    /// Rows of whole numbers with the value of each row's unit.
    Whole { columns: usize, units: Vec<f32>, data: Vec<i8> },
    /// Rows of floats.
    Floats { columns: usize, data: Vec<f32> },
}

impl Table {
    pub fn columns(&self) -> usize {
        let (Table::Whole { columns, .. } | Table::Floats { columns, .. }) = self;
        *columns
    }

    pub fn rows(&self) -> usize {
        match self {
            Table::Whole { units, .. } => units.len(),
            Table::Floats { columns, data } => data.len() / columns,
        }
    }

    /// All of its floats, row after row.
    fn floats(self, name: &'static str) -> Result<Vec<f32>, WeightsError> {
        match self {
            Table::Floats { data, .. } => Ok(data),
            Table::Whole { .. } => Err(WeightsError::Part(name)),
        }
    }

    pub fn value(&self, row: usize, column: usize) -> f32 {
        match self {
            Table::Whole { columns, units, data } => f32::from(data[row * columns + column]) * units[row],
            Table::Floats { columns, data } => data[row * columns + column],
        }
    }
}

impl<'b> File<'b> {
    /// Checks a file and finds its parts.
    pub fn read(bytes: &'b [u8]) -> Result<Self, WeightsError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(WeightsError::NotWeights)?;
        let (&version, rest) = rest.split_first().ok_or(WeightsError::Damaged)?;
        if version != VERSION {
            return Err(WeightsError::Version(version));
        }
        let (checksum, rest) = word(rest)?;
        if crc32fast::hash(rest) != checksum {
            return Err(WeightsError::Damaged);
        }
        let (length, rest) = word(rest)?;
        let (text, mut rest) = rest.split_at_checked(length as usize).ok_or(WeightsError::Damaged)?;
        let Description { about, pieces, tensors } = serde_json::from_slice(text)?;
        let mut found = Vec::with_capacity(tensors.len());
        for tensor in tensors {
            let row =
                if tensor.is_whole { tensor.columns.checked_add(4) } else { tensor.columns.checked_mul(4) };
            let size = row.and_then(|row| row.checked_mul(tensor.rows)).ok_or(WeightsError::Damaged)?;
            let (data, after) = rest.split_at_checked(size).ok_or(WeightsError::Damaged)?;
            found.push((tensor, data));
            rest = after;
        }
        Ok(File { about, pieces, tensors: found })
    }

    /// A tensor of floats, row after row.
    pub fn floats(&self, name: &'static str, rows: usize, columns: usize) -> Result<Vec<f32>, WeightsError> {
        self.table(name, rows, columns)?.floats(name)
    }

    /// The tensor of floats of a layer.
    pub fn floats_of(
        &self,
        layer: usize,
        name: &'static str,
        columns: usize,
    ) -> Result<Vec<f32>, WeightsError> {
        self.table_of(layer, name, 1, columns)?.floats(name)
    }

    /// A tensor of whole numbers or of floats.
    pub fn table(&self, name: &'static str, rows: usize, columns: usize) -> Result<Table, WeightsError> {
        self.part(name, name, rows, columns)
    }

    /// Such a tensor of a layer.
    pub fn table_of(
        &self,
        layer: usize,
        name: &'static str,
        rows: usize,
        columns: usize,
    ) -> Result<Table, WeightsError> {
        self.part(&format!("layers.{layer}.{name}"), name, rows, columns)
    }

    fn part(
        &self,
        name: &str,
        called: &'static str,
        rows: usize,
        columns: usize,
    ) -> Result<Table, WeightsError> {
        let fits = |tensor: &Tensor| tensor.name == name && (tensor.rows, tensor.columns) == (rows, columns);
        let found = self.tensors.iter().find(|(tensor, _)| fits(tensor));
        let (tensor, data) = found.ok_or(WeightsError::Part(called))?;
        Ok(if tensor.is_whole {
            whole_rows(data, columns)
        } else {
            let data = data.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
            Table::Floats { columns, data }
        })
    }
}

fn word(bytes: &[u8]) -> Result<(u32, &[u8]), WeightsError> {
    let (four, rest) = bytes.split_first_chunk::<4>().ok_or(WeightsError::Damaged)?;
    Ok((u32::from_le_bytes(*four), rest))
}

fn whole_rows(data: &[u8], columns: usize) -> Table {
    let (mut units, mut numbers) = (Vec::new(), Vec::with_capacity(data.len()));
    for row in data.chunks_exact(columns + 4) {
        if let Some((unit, row)) = row.split_first_chunk::<4>() {
            units.push(f32::from_le_bytes(*unit));
            numbers.extend(row.iter().map(|byte| i8::from_le_bytes([*byte])));
        }
    }
    Table::Whole { columns, units, data: numbers }
}
