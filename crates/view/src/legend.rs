//! Draws what the marks of a drawing mean, as many as it has. Start at [`legend`].

use crate::frame::{Frame, LETTERS, Tone};
use crate::lettering;
use crate::markup::attributes;

/// The height of a line, and the width of a sample.
const LINE_PX: f64 = 20.0;
const SAMPLE_PX: f64 = 26.0;

/// A mark with its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sample {
    Said,
    Sure,
    Fading,
    Dashed,
    Struck,
    Dotted,
    OtherSide,
    Window,
}

impl Sample {
    fn words(self) -> &'static str {
        match self {
            Self::Said => "the day it was said",
            Self::Sure => "when it was so",
            Self::Fading => "may have been so",
            Self::Dashed => "alleged or possible",
            Self::Struck => "denied",
            Self::Dotted => "foretold or wanted",
            Self::OtherSide => "the other side of a dispute",
            Self::Window => "deception window",
        }
    }

    fn width(self) -> f64 {
        SAMPLE_PX + 6.0 + lettering::width(self.words(), LETTERS) + 14.0
    }

    fn draw(self, frame: &mut Frame, x: f64, y: f64) {
        let bar = |frame: &mut Frame, name: &'static str, value: &str| {
            frame.markup.empty(
                "rect",
                &[
                    ("x", x.into()),
                    ("y", (y - 9.0).into()),
                    ("width", SAMPLE_PX.into()),
                    ("height", 10.0.into()),
                    (name, value.into()),
                ],
            );
        };
        match self {
            Self::Said => {
                let middle = x + SAMPLE_PX / 2.0;
                let mut path = String::from("M");
                for (index, (dx, dy)) in
                    [(0.0, -9.0), (5.0, -4.0), (0.0, 1.0), (-5.0, -4.0)].into_iter().enumerate()
                {
                    path.push_str(if index == 0 { "" } else { "L" });
                    crate::markup::push_number(&mut path, middle + dx);
                    path.push(' ');
                    crate::markup::push_number(&mut path, y + dy);
                }
                path.push('Z');
                frame.markup.empty("path", attributes!["class" = "rv-said", "d" = &path]);
            }
            Self::Sure => bar(frame, "class", "rv-fill-one"),
            Self::Fading => {
                let fade = frame.url(&format!("{}-r", Tone::One.word()));
                bar(frame, "fill", &fade);
            }
            Self::Dashed => bar(frame, "class", "rv-edge-faint rv-dash"),
            Self::Dotted => bar(frame, "class", "rv-edge-faint rv-dot"),
            Self::Struck => {
                bar(frame, "class", "rv-fill-other");
                frame.line("rv-cross", (x - 2.0, y - 4.0), (x + SAMPLE_PX + 2.0, y - 4.0));
            }
            Self::OtherSide => {
                bar(frame, "class", "rv-fill-other");
                let hatch = frame.url("hatch");
                bar(frame, "fill", &hatch);
            }
            Self::Window => {
                let shade = frame.url("shade");
                bar(frame, "fill", &shade);
            }
        }
    }
}

/// Where each sample stands, from the upper left corner of the legend.
fn places(samples: &[Sample], width: f64) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (0.0, LINE_PX - 6.0);
    let mut places = Vec::new();
    for sample in samples {
        if x > 0.0 && x + sample.width() > width {
            (x, y) = (0.0, y + LINE_PX);
        }
        places.push((x, y));
        x += sample.width();
    }
    places
}

/// How high a legend of a width is.
pub(crate) fn legend_height(samples: &[Sample], width: f64) -> f64 {
    places(samples, width).last().map_or(0.0, |(_, y)| y + 8.0)
}

/// Draws a legend at a place; `width` is that of the drawing.
pub(crate) fn legend(frame: &mut Frame, samples: &[Sample], (left, top): (f64, f64), width: f64) {
    for (sample, (x, y)) in samples.iter().zip(places(samples, width - 2.0 * left)) {
        sample.draw(frame, left + x, top + y);
        frame.text(left + x + SAMPLE_PX + 6.0, top + y, "rv-soft", sample.words());
    }
}
