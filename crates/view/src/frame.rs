//! Opens and closes a drawing: size, title and description for those who do not see it, style, fades and hatches.
//! Start at [`Frame`].

use crate::lettering;
use crate::markup::{Markup, attributes, push_number, safe_link};
use crate::options::{Options, Style};
use crate::style::STYLE_SHEET;

/// The size of ordinary letters, in CSS pixels.
pub(crate) const LETTERS: f64 = 12.0;
/// The size of headings.
pub(crate) const HEADING: f64 = 15.0;

/// What a mark stands for, which decides its colour and texture. Each pair that can meet differs in texture too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tone {
    /// What holds, what is claimed, one side: blue, full.
    One,
    /// The other side: orange, hatched.
    Other,
    /// What is only possible or alleged: grey.
    Faint,
}

impl Tone {
    /// All, in the order of their numbers.
    pub(crate) const ALL: [Tone; 3] = [Tone::One, Tone::Other, Tone::Faint];

    /// The word in classes and ids.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Other => "other",
            Self::Faint => "faint",
        }
    }
}

/// A drawing whose height is known.
pub(crate) struct Frame {
    pub(crate) markup: Markup,
    pub(crate) id: String,
}

/// What is known of a drawing before anything is drawn.
pub(crate) struct Heading<'h> {
    pub(crate) title: &'h str,
    /// What it shows, in words.
    pub(crate) description: &'h str,
    /// Whether marks are links: then a reader on a keyboard must get at them.
    pub(crate) has_links: bool,
}

impl Frame {
    /// Begins a drawing.
    pub(crate) fn new(options: &Options, height: f64, heading: &Heading<'_>) -> Self {
        let (mut markup, id, width) = (Markup::default(), options.id(), options.width_px());
        let (title_id, about_id) = (format!("{id}-title"), format!("{id}-desc"));
        let mut view_box = String::from("0 0 ");
        push_number(&mut view_box, width);
        view_box.push(' ');
        push_number(&mut view_box, height);
        let labelled = format!("{title_id} {about_id}");
        markup.open(
            "svg",
            attributes![
                "xmlns" = "http://www.w3.org/2000/svg",
                "class" = "rv",
                "viewBox" = &view_box,
                "width" = width,
                "height" = height,
                // What is an image has no parts for a screen reader; with links it must have.
                "role" = if heading.has_links { "group" } else { "img" },
                "aria-labelledby" = &labelled,
            ],
        );
        markup.leaf("title", attributes!["id" = &title_id], heading.title);
        markup.leaf("desc", attributes!["id" = &about_id], heading.description);
        if options.style == Style::Within {
            // The sheet has no `<` or `&`, so it may stand as it is.
            markup.open("style", &[]);
            markup.trusted(STYLE_SHEET);
            markup.close();
        }
        let mut frame = Self { markup, id };
        frame.definitions();
        frame.markup.empty("rect", attributes!["class" = "rv-paper", "width" = width, "height" = height]);
        frame
    }

    /// The drawing.
    pub(crate) fn finish(self) -> String {
        let mut svg = self.markup.finish();
        svg.push('\n');
        svg
    }

    /// Text at its baseline.
    pub(crate) fn text(&mut self, x: f64, y: f64, class: &str, text: &str) {
        self.markup.leaf("text", attributes!["x" = x, "y" = y, "class" = class], text);
    }

    /// Text that is shortened to fit a width; whoever points at it reads all.
    pub(crate) fn fitted(&mut self, (x, y): (f64, f64), class: &str, text: &str, space: f64) {
        let size = if class.split(' ').any(|class| class == "rv-h") { HEADING } else { LETTERS };
        let short = lettering::fitted(text, size, space);
        self.markup.open("text", attributes!["x" = x, "y" = y, "class" = class]);
        self.markup.text(&short);
        if short != text {
            self.markup.leaf("title", &[], text);
        }
        self.markup.close();
    }

    /// A straight line.
    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.markup.empty(
            "line",
            attributes!["class" = class, "x1" = from.0, "y1" = from.1, "x2" = to.0, "y2" = to.1],
        );
    }

    /// Begins a mark that says what it is to whoever points at it or comes to it with a keyboard; gives whether it is
    /// a link, for [`Frame::end_mark`].
    pub(crate) fn begin_mark(&mut self, class: &str, words: &str, link: Option<&str>) {
        match link.and_then(safe_link) {
            Some(link) => self.markup.open("a", attributes!["class" = class, "href" = link]),
            None => self.markup.open("g", attributes!["class" = class]),
        }
        self.markup.leaf("title", &[], words);
    }

    /// Ends a mark.
    pub(crate) fn end_mark(&mut self) {
        self.markup.close_line();
    }

    /// Fades to both sides and the hatch, in each tone.
    fn definitions(&mut self) {
        self.markup.open("defs", &[]);
        for tone in Tone::ALL {
            for (side, stops) in [("l", ["0", "1"]), ("r", ["1", "0"])] {
                let id = format!("{}-{}-{side}", self.id, tone.word());
                let class = format!("rv-stop-{}", tone.word());
                self.markup.open("linearGradient", attributes!["id" = &id]);
                for (offset, opacity) in ["0", "1"].into_iter().zip(stops) {
                    let class = class.as_str();
                    self.markup.empty(
                        "stop",
                        attributes!["offset" = offset, "class" = class, "stop-opacity" = opacity],
                    );
                }
                self.markup.close();
            }
        }
        for (name, class) in [("hatch", "rv-hatch"), ("shade", "rv-hatch-shade")] {
            let id = format!("{}-{name}", self.id);
            self.markup.open(
                "pattern",
                attributes![
                    "id" = &id,
                    "width" = "6",
                    "height" = "6",
                    "patternUnits" = "userSpaceOnUse",
                    "patternTransform" = if name == "hatch" { "rotate(45)" } else { "rotate(-45)" },
                ],
            );
            self.markup
                .empty("line", attributes!["class" = class, "x1" = "0", "y1" = "0", "x2" = "0", "y2" = "6"]);
            self.markup.close();
        }
        self.markup.close_line();
    }

    /// A reference to one of the definitions.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("url(#{}-{name})", self.id)
    }
}
