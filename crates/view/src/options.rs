//! What can be chosen of any drawing. Start at [`Options`].

/// Narrower drawings put labels above their bars instead of beside them, in CSS pixels.
const NARROW_MAX: u32 = 560;

/// How a drawing is made. The default is for a wide page, and stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The width in CSS pixels; taken as 280 at the least and 4,000 at the most.
    pub width: u32,
    /// Who has the style sheet.
    pub style: Style,
    /// What ids in the drawing begin with, so that several can stand on one page. Letters and digits; others are left
    /// out.
    pub id: String,
}

/// Who has the style sheet of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The drawing, so that it is a file of its own.
    Within,
    /// The page around it: [`STYLE_SHEET`](crate::STYLE_SHEET), for pages that allow no styles in themselves.
    Page,
}

impl Default for Options {
    fn default() -> Self {
        Self { width: 920, style: Style::Within, id: "rv".to_owned() }
    }
}

impl Options {
    /// For a place on a page that has the style sheet.
    pub fn on_page(id: &str) -> Self {
        Self { style: Style::Page, id: id.to_owned(), ..Self::default() }
    }

    /// The same for a telephone, 340 pixels wide.
    #[must_use]
    pub fn narrow(&self) -> Self {
        Self { width: 340, id: format!("{}n", self.id), ..self.clone() }
    }

    pub(crate) fn is_narrow(&self) -> bool {
        self.width <= NARROW_MAX
    }

    pub(crate) fn width_px(&self) -> f64 {
        f64::from(self.width.clamp(280, 4_000))
    }

    pub(crate) fn id(&self) -> String {
        let id: String = self.id.chars().filter(char::is_ascii_alphanumeric).collect();
        // An id begins with a letter.
        if id.starts_with(|c: char| c.is_ascii_alphabetic()) { id } else { format!("rv{id}") }
    }
}

/// A drawing twice, for wide pages and for telephones; the style sheet shows one of them.
///
/// ```
/// use retrospect_view::{Options, TimelineInput, figure, timeline};
///
/// let input = TimelineInput::default();
/// let html = figure(&Options::on_page("t"), |options| timeline(&input, options));
/// assert!(html.starts_with("<figure class=\"rv-figure\">"));
/// ```
pub fn figure(options: &Options, draw: impl Fn(&Options) -> String) -> String {
    let (wide, narrow) = (draw(options), draw(&options.narrow()));
    format!(
        "<figure class=\"rv-figure\">\n<div class=\"rv-wide\">{wide}</div>\n<div class=\"rv-narrow\">{narrow}</div>\n</figure>\n"
    )
}
