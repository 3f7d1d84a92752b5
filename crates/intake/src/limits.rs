//! Turns "bounded in memory and time" into numbers. Each bound is far beyond what documents need and well below what
//! a machine has; what is cut or refused for one is always said.

/// The most bytes of one input; beyond, its characters might not be countable.
pub const INPUT_BYTES_MAX: usize = 1 << 30;

/// The most bytes that one compressed part may unpack to: a part of a docx, a gzip file, the body of a web response.
pub const UNPACKED_BYTES_MAX: usize = 64 << 20;

/// How many times larger than its packed form a part may become, once it is beyond [`RATIO_FREE_BYTES`]. Text packs
/// by 3 to 10, the most repetitive office XML by about 100; the limit of deflate is 1032.
pub const UNPACKED_RATIO_MAX: usize = 250;

/// How far a part may unpack before its ratio counts.
pub const RATIO_FREE_BYTES: usize = 8 << 20;

/// The most bytes of one record of a WARC file.
pub const RECORD_BYTES_MAX: usize = 64 << 20;

/// The most bytes of HTML of which the main text is looked for; of a longer page all text is kept.
pub const ARTICLE_BYTES_MAX: usize = 4 << 20;

/// The most elements of a page of which the main text is looked for; of a larger page all text is kept.
pub const ARTICLE_ELEMENTS_MAX: usize = 50_000;

/// The deepest nesting of HTML elements that is kept; deeper tags are dropped and their text kept. Browsers stop at
/// 512.
pub const HTML_DEPTH_MAX: usize = 200;

/// The most bytes of one HTML attribute's value; longer ones carry pictures and program state, not text.
pub const ATTRIBUTE_BYTES_MAX: usize = 4 << 10;

/// The most attributes that are looked at in one HTML tag.
pub const ATTRIBUTES_MAX: usize = 64;

/// The most bytes that one stream of a PDF may unpack to; its pictures are never unpacked for their content, but count.
pub const PDF_STREAM_BYTES_MAX: u64 = 256 << 20;

/// The most bytes that are unpacked in all to check a PDF's streams.
pub const PDF_CHECK_BYTES_MAX: u64 = 4 << 30;

/// The deepest nesting of arrays and dictionaries in a PDF. Documents nest to ten or so; pictures that are read as if
/// they were lists reach hundreds by chance.
pub const PDF_DEPTH_MAX: usize = 4_000;

/// The most pages of a PDF that are read.
pub const PDF_PAGES_MAX: usize = 10_000;

/// The most drawing steps of a PDF: a glyph or a path is one, a form, which may draw others, fifty.
pub const PDF_STEPS_MAX: u64 = 50_000_000;

/// The most glyphs of one page of a PDF.
pub const PDF_PAGE_GLYPHS_MAX: usize = 1_000_000;

/// The most bytes of page content that a PDF may make us interpret, each use of a shared stream counted.
pub const PDF_CONTENT_BYTES_MAX: u64 = 1 << 30;

/// The most bytes of front matter.
pub const FRONT_MATTER_BYTES_MAX: usize = 64 << 10;

/// The stack of the thread on which a file is read, for libraries that recurse.
/// Only what is used of it takes memory.
pub(crate) const STACK_BYTES: usize = 256 << 20;
