//! Draws an uncertain stretch of time: full where it certainly was so, fading where it may have been, an arrow where it
//! goes beyond the edge. Start at [`draw`].

use retrospect_model::{Bounds, Limit};

use crate::frame::{Frame, Tone};
use crate::markup::attributes;
use crate::scale::TimeScale;

/// How far a stretch fades that has no known end, in CSS pixels; from there on it is dotted.
const FADE_PX: f64 = 44.0;
/// The least width of a mark, so that one day of a decade is seen.
const MARK_PX: f64 = 6.0;

/// How a stretch is drawn, besides its tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Texture {
    /// Filled.
    Full,
    /// Filled and hatched: the other side of a dispute.
    Hatched,
    /// Outlined with dashes: only alleged, or only possible.
    Dashed,
    /// Outlined with dots: predicted or wanted.
    Dotted,
    /// Filled faintly and struck through: denied.
    Struck,
}

/// From where to where, and how high.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) y: f64,
    pub(crate) height: f64,
}

/// Draws a stretch at a place along a scale.
pub(crate) fn draw(
    frame: &mut Frame,
    scale: &TimeScale,
    bounds: &Bounds,
    place: Place,
    tone: Tone,
    texture: Texture,
) {
    let ends = Ends::of(scale, bounds);
    let is_outline = matches!(texture, Texture::Dashed | Texture::Dotted);
    if is_outline {
        outline(frame, &ends, place, tone, texture);
    } else {
        filled(frame, &ends, place, tone);
    }
    let (y, height) = (place.y, place.height);
    let whole = |frame: &mut Frame, fill: &str| {
        let width = ends.right - ends.left;
        frame.markup.empty(
            "rect",
            attributes!["x" = ends.left, "y" = y, "width" = width, "height" = height, "fill" = fill],
        );
    };
    match texture {
        Texture::Hatched => {
            let hatch = frame.url("hatch");
            whole(frame, &hatch);
        }
        Texture::Struck => {
            let middle = y + height / 2.0;
            frame.line("rv-cross", (ends.left - 3.0, middle), (ends.right + 3.0, middle));
        }
        Texture::Full | Texture::Dashed | Texture::Dotted => {}
    }
    far(frame, scale, &ends, place, tone);
}

/// The places of a stretch: where it may begin and certainly has, certainly is and may end.
struct Ends {
    left: f64,
    sure_from: f64,
    sure_to: f64,
    right: f64,
    /// Whether it goes beyond what is drawn: unknown, or known to lie further off.
    before: Beyond,
    after: Beyond,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beyond {
    No,
    /// It may have been so before, or after: nobody says.
    Unknown,
    /// It was so, as far as the edge and further.
    Known,
}

impl Ends {
    fn of(scale: &TimeScale, bounds: &Bounds) -> Self {
        let (edge_left, edge_right) = (scale.left(), scale.right());
        let begin = |limit: Limit| match limit {
            Limit::Past => edge_left,
            Limit::On(day) => scale.x(day),
            Limit::Future => edge_right,
        };
        let end = |limit: Limit| match limit {
            Limit::Past => edge_left,
            Limit::On(day) => scale.after(day),
            Limit::Future => edge_right,
        };
        let (mut left, mut sure_from) = (begin(bounds.earliest_start()), begin(bounds.latest_start()));
        let (mut sure_to, mut right) = (end(bounds.earliest_end()), end(bounds.latest_end()));
        let before = match bounds.earliest_start() {
            Limit::Past if sure_from > edge_left || sure_to <= edge_left => Beyond::Unknown,
            Limit::Past => Beyond::Known,
            Limit::On(day) if scale.x(day) <= edge_left => Beyond::Known,
            _ => Beyond::No,
        };
        let after = match (bounds.earliest_end(), bounds.latest_end()) {
            (Limit::Future, _) => Beyond::Known,
            (_, Limit::Future) => Beyond::Unknown,
            _ => Beyond::No,
        };
        if before == Beyond::Unknown {
            left = left.max(sure_from.min(right) - FADE_PX);
        }
        if after == Beyond::Unknown {
            right = right.min(sure_to.max(sure_from).max(left) + FADE_PX);
        }
        // Something that happened somewhere within is sure on no day.
        if sure_from > sure_to {
            let middle = f64::midpoint(left, right);
            (sure_from, sure_to) = (middle, middle);
        }
        if right - left < MARK_PX {
            let middle =
                f64::midpoint(left, right).clamp(edge_left + MARK_PX / 2.0, edge_right - MARK_PX / 2.0);
            (left, right) = (middle - MARK_PX / 2.0, middle + MARK_PX / 2.0);
            (sure_from, sure_to) = (left, right);
        }
        Self { left, sure_from: sure_from.max(left), sure_to: sure_to.min(right), right, before, after }
    }
}

fn filled(frame: &mut Frame, ends: &Ends, place: Place, tone: Tone) {
    let fade = |side: &str| format!("{}-{side}", tone.word());
    let (left, right) = (frame.url(&fade("l")), frame.url(&fade("r")));
    let mut part = |from: f64, to: f64, fill: Option<&str>| {
        if to - from < 0.05 {
            return;
        }
        let class = format!("rv-fill-{}", tone.word());
        let (name, value) = fill.map_or(("class", class.as_str()), |fill| ("fill", fill));
        frame.markup.empty(
            "rect",
            &[
                ("x", from.into()),
                ("y", place.y.into()),
                ("width", (to - from).into()),
                ("height", place.height.into()),
                (name, value.into()),
            ],
        );
    };
    part(ends.left, ends.sure_from, Some(&left));
    part(ends.sure_from, ends.sure_to, None);
    part(ends.sure_to, ends.right, Some(&right));
}

fn outline(frame: &mut Frame, ends: &Ends, place: Place, tone: Tone, texture: Texture) {
    let dash = if texture == Texture::Dotted { "rv-dot" } else { "rv-dash" };
    let class = format!("rv-edge-{} {dash}", tone.word());
    frame.markup.empty(
        "rect",
        attributes![
            "x" = ends.left,
            "y" = place.y + 0.75,
            "width" = ends.right - ends.left,
            "height" = place.height - 1.5,
            "rx" = 2.0,
            "class" = &class,
        ],
    );
}

/// Dots to the edge where nobody says, an arrow where it goes on.
fn far(frame: &mut Frame, scale: &TimeScale, ends: &Ends, place: Place, tone: Tone) {
    let middle = place.y + place.height / 2.0;
    let dots = format!("rv-edge-{} rv-far", tone.word());
    if ends.before == Beyond::Unknown && ends.left > scale.left() + 4.0 {
        frame.line(&dots, (scale.left(), middle), (ends.left - 2.0, middle));
    }
    if ends.after == Beyond::Unknown && ends.right < scale.right() - 4.0 {
        frame.line(&dots, (ends.right + 2.0, middle), (scale.right(), middle));
    }
    let class = format!("rv-fill-{}", tone.word());
    let half = place.height / 2.0;
    let mut arrow = |x: f64, towards: f64| {
        let points = [(x, middle - half), (x + towards * half, middle), (x, middle + half)];
        let mut path = String::new();
        for (step, (x, y)) in ["M", "L", "L"].into_iter().zip(points) {
            path.push_str(step);
            crate::markup::push_number(&mut path, x);
            path.push(' ');
            crate::markup::push_number(&mut path, y);
        }
        path.push('Z');
        frame.markup.empty("path", attributes!["class" = &class, "d" = &path]);
    };
    if ends.before == Beyond::Known {
        arrow(scale.left(), -1.0);
    }
    if ends.after == Beyond::Known {
        arrow(scale.right(), 1.0);
    }
}
