//! The style sheet of all drawings and pages: light, dark and print, from a few custom properties. The sheet is
//! `style.css` beside this file.
//!
//! Colours are those of Okabe and Ito, "Color Universal Design" (<https://jfly.uni-koeln.de/color/>), which people with
//! each kind of colour blindness tell apart; marks that can meet differ in texture or dash besides.

/// The style sheet. Pages that allow no styles within themselves serve it as a file.
pub const STYLE_SHEET: &str = include_str!("style.css");
