//! Turns a character into the classes it belongs to; start at [`CharTable::of`].

/// A set of character classes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Class(u16);

/// The classes of the tokenizer's rules.
impl Class {
    /// Python's `str.isspace`.
    pub const SPACE: Class = Class(1);
    /// A prefix, whatever follows.
    pub const PREFIX: Class = Class(1 << 1);
    /// A suffix, whatever goes before.
    pub const SUFFIX: Class = Class(1 << 2);
    /// spaCy's `ALPHA`: letters of either case and of scripts without case.
    pub const ALPHA: Class = Class(1 << 3);
    /// spaCy's `ALPHA_LOWER`: lower case and scripts without case.
    pub const LOWER: Class = Class(1 << 4);
    /// spaCy's `ALPHA_UPPER`: upper case and scripts without case.
    pub const UPPER: Class = Class(1 << 5);
    /// What goes before a full stop between two sentences.
    pub const LOWER_OR_QUOTE: Class = Class(1 << 6);
    /// What goes after a full stop between two sentences.
    pub const UPPER_OR_QUOTE: Class = Class(1 << 7);
    /// What goes before a full stop that ends a span.
    pub const BEFORE_DOT: Class = Class(1 << 8);
    /// Emoji, dingbats and other symbols.
    pub const ICON: Class = Class(1 << 9);
    /// A regular expression's `\w`.
    pub const WORD: Class = Class(1 << 10);
    /// A regular expression's `\d`.
    pub const DECIMAL: Class = Class(1 << 11);
    /// The last character of a unit or currency.
    pub const TAIL_END: Class = Class(1 << 12);
    /// 0 to 9.
    pub const DIGIT: Class = Class(1 << 13);
    /// What an infix can start with.
    pub const INFIX: Class = Class(1 << 14);
}

/// The classes of the lexical attributes; they share no table with those above.
impl Class {
    /// Python's `str.isalpha`.
    pub const IS_ALPHA: Class = Class(1);
    /// Python's `str.isupper`, of one character.
    pub const IS_UPPER: Class = Class(1 << 1);
    /// Python's `str.isdigit`.
    pub const IS_DIGIT: Class = Class(1 << 2);
    /// Python's `str.isspace`.
    pub const IS_SPACE: Class = Class(1 << 3);
    /// Upper, lower or title case, and not ignorable.
    pub const CASED: Class = Class(1 << 4);
    /// Stepped over when the case of a sigma is decided.
    pub const IGNORABLE: Class = Class(1 << 5);
}

impl Class {
    /// Whether the two sets share a class.
    pub(crate) fn has(self, other: Class) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub(crate) const fn or(self, other: Class) -> Class {
        Class(self.0 | other.0)
    }
}

const BLOCK: usize = 256;

/// The classes of every character: blocks of 256 characters, equal blocks stored once.
#[derive(Debug)]
pub(crate) struct CharTable {
    block_of: Vec<u16>,
    blocks: Vec<[Class; BLOCK]>,
}

impl CharTable {
    /// Builds the table from inclusive code-point ranges of each class.
    pub(crate) fn new<'a>(
        classes: impl IntoIterator<Item = (Class, &'a [(u32, u32)])>,
    ) -> Result<CharTable, String> {
        let mut flat = vec![Class::default(); 0x110000];
        for (class, ranges) in classes {
            for &(first, last) in ranges {
                let range = flat
                    .get_mut(first as usize..=last as usize)
                    .ok_or_else(|| format!("bad range of characters {first:#x} to {last:#x}"))?;
                for entry in range {
                    *entry = entry.or(class);
                }
            }
        }
        let mut table = CharTable { block_of: Vec::new(), blocks: Vec::new() };
        for chunk in flat.chunks_exact(BLOCK) {
            let known = table.blocks.iter().position(|block| block == chunk);
            let number = known.unwrap_or(table.blocks.len());
            if known.is_none() {
                let mut block = [Class::default(); BLOCK];
                block.copy_from_slice(chunk);
                table.blocks.push(block);
            }
            table.block_of.push(number as u16);
        }
        Ok(table)
    }

    /// The classes of a character.
    pub(crate) fn of(&self, c: char) -> Class {
        let code = c as usize;
        let block = self.block_of.get(code / BLOCK).and_then(|&number| self.blocks.get(number as usize));
        block.map_or_else(Class::default, |block| block[code % BLOCK])
    }

    /// The classes of a text's first character; none for an empty text.
    pub(crate) fn of_first(&self, text: &str) -> Class {
        text.chars().next().map_or_else(Class::default, |c| self.of(c))
    }

    /// The classes of a text's last character; none for an empty text.
    pub(crate) fn of_last(&self, text: &str) -> Class {
        text.chars().next_back().map_or_else(Class::default, |c| self.of(c))
    }
}
