//! The frame of what is compiled: a magic, a format version, a checksum, then the content. Start at [`seal`] and
//! [`open`].
//!
//! Compiled bytes are made from packs and schemas when the program is built and are part of it; nobody keeps them. A
//! reader of another version or of damaged bytes refuses them.

/// Why compiled bytes cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompiledError {
    /// They are something else.
    #[error("{what} is not compiled: it does not begin with `{magic}`\nhint: compile it from its sources")]
    Magic {
        /// What was to be read.
        what: &'static str,
        /// What it begins with.
        magic: &'static str,
    },
    /// They were written by another version.
    #[error(
        "{what} was compiled in format {found}, this build reads format {wanted}\nhint: compile it again"
    )]
    Version {
        /// What was to be read.
        what: &'static str,
        /// The version of the bytes.
        found: u32,
        /// The version that is read.
        wanted: u32,
    },
    /// They are not as they were written.
    #[error("{what} is damaged: {reason}\nhint: compile it again")]
    Damaged {
        /// What was to be read.
        what: &'static str,
        /// What shows it.
        reason: String,
    },
}

/// What compiled bytes hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is, for messages.
    pub what: &'static str,
    /// The first eight bytes.
    pub magic: &'static str,
    /// The version of the content's form; a change of bytes raises it.
    pub version: u32,
}

/// Bytes before the content: magic, version, checksum.
const HEAD_BYTES: usize = 16;

/// Puts the head before a content.
#[must_use]
pub fn seal(form: Form, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD_BYTES + content.len());
    bytes.extend(form.magic.as_bytes());
    bytes.extend(form.version.to_le_bytes());
    bytes.extend(crc32fast::hash(content).to_le_bytes());
    bytes.extend(content);
    bytes
}

/// The content behind the head.
///
/// # Errors
/// When the bytes are not of this form and version, or not as they were written.
pub fn open(form: Form, bytes: &[u8]) -> Result<&[u8], CompiledError> {
    let Form { what, magic, version } = form;
    let rest = bytes.strip_prefix(magic.as_bytes()).ok_or(CompiledError::Magic { what, magic })?;
    let damaged = |reason: &str| CompiledError::Damaged { what, reason: reason.to_owned() };
    let (found, rest) = rest.split_first_chunk().ok_or_else(|| damaged("it is cut off"))?;
    let found = u32::from_le_bytes(*found);
    if found != version {
        return Err(CompiledError::Version { what, found, wanted: version });
    }
    let (checksum, content) = rest.split_first_chunk().ok_or_else(|| damaged("it is cut off"))?;
    let (checksum, own) = (u32::from_le_bytes(*checksum), crc32fast::hash(content));
    if checksum != own {
        let reason = format!("its checksum is {own:08x}, not {checksum:08x}");
        return Err(CompiledError::Damaged { what, reason });
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: Form = Form { what: "the list", magic: "RETROXXX", version: 3 };

    #[test]
    fn what_is_sealed_is_opened() {
        let bytes = seal(FORM, b"content");
        assert_eq!(open(FORM, &bytes), Ok(&b"content"[..]));
    }

    #[test]
    fn other_bytes_are_refused_with_the_reason() {
        let bytes = seal(FORM, b"content");
        let error = |bytes: &[u8]| open(FORM, bytes).unwrap_err().to_string();
        assert!(
            error(b"PK").starts_with("the list is not compiled: it does not begin with `RETROXXX`\nhint: ")
        );
        assert!(error(&bytes[..10]).starts_with("the list is damaged: it is cut off\nhint: "));
        let newer = seal(Form { version: 4, ..FORM }, b"content");
        assert!(
            error(&newer).starts_with("the list was compiled in format 4, this build reads format 3\nhint: ")
        );
        let mut broken = bytes.clone();
        broken[18] ^= 1;
        assert!(error(&broken).starts_with("the list is damaged: its checksum is "));
    }
}
