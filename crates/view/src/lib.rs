//! Answers "how does it look?": findings become drawings, pages and reports that a reader can check, as SVG, HTML and
//! Markdown.
//!
//! Start at [`timeline()`] for what a drawing is, at [`Account`] for how it is filled from a case. Each drawing is a function from plain values to text: it reads no case, no clock and no font,
//! and the same values give the same bytes. Text that comes from documents is never markup. A drawing is legible in
//! light, dark and print, without colours, and at the width of a telephone ([`figure`] makes both widths); its title and
//! description say what it shows to those who do not see it.
#![forbid(unsafe_code)]

mod lettering;
mod markup;
mod options;
mod style;
mod wording;

mod frame;
mod legend;
mod scale;
mod stretch;

mod bars;
mod document;
mod labels;
mod lanes;
mod layout;
mod map;
mod network;
mod spots;
mod timeline;

mod account;
mod filled;
mod page;
mod report;

pub use account::Account;
pub use bars::{Answered, BeliefInput, CampShare, belief_bars};
pub use document::{DocumentInput, Highlight, document};
pub use filled::{Links, lanes_of, network_of, timeline_of};
pub use lanes::{Lane, LanesInput, Stretch, lanes};
pub use map::{MapInput, Spot, map};
pub use markup::escaped;
pub use network::{NetworkInput, Node, NodeSort, Support, Tie, TieSort, network};
pub use options::{Options, Style, figure};
pub use page::page;
pub use report::{
    Broken, Made, Note, Reference, Report, Section, Sentence, SourceLine, Verified, bibtex, csl_json,
    read_report, report_html, report_markdown, report_of, verify_report,
};
pub use spots::{Spots, spots_of};
pub use style::STYLE_SHEET;
pub use timeline::{Band, Standing, TimelineInput, Told, Window, timeline};
