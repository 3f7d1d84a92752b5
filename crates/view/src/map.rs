//! Draws places with what is claimed of them and who held them, on the outlines of countries. Start at [`map`].
//!
//! The outlines are Natural Earth's at 1:110m and ship with the program; `packs/outlines/NOTICE` has their origin.

use retrospect_model::Day;

use crate::frame::{Frame, Heading, LETTERS};
use crate::labels::{Area, Labels};
use crate::lettering;
use crate::markup::{attributes, push_number};
use crate::options::Options;

const OUTLINES: &str = include_str!("../../../packs/outlines/outlines.tsv");
/// The least that a map shows, in degrees of latitude.
const SPAN_MIN: f64 = 7.0;
/// How high a map is for its width.
const ASPECT: f64 = 0.62;

/// What a map shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapInput {
    /// Its title.
    pub title: String,
    /// The day on which places were held.
    pub on: Option<Day>,
    /// The places.
    pub places: Vec<Spot>,
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// Degrees north, from -90 to 90.
    pub latitude: f64,
    /// Degrees east, from -180 to 180.
    pub longitude: f64,
    /// How many claims are about it.
    pub claims: usize,
    /// Who held it on the day, by somebody's word; more than one when that is disputed.
    pub holders: Vec<String>,
    /// Where to read on.
    pub link: Option<String>,
}

/// The map as SVG.
///
/// ```
/// use retrospect_view::{MapInput, Options, Spot, map};
///
/// let zabul = Spot {
///     name: "Zabul".to_owned(),
///     latitude: 32.1,
///     longitude: 66.9,
///     claims: 9,
///     holders: vec!["Taliban".to_owned()],
///     link: None,
/// };
/// let svg = map(&MapInput { places: vec![zabul], ..MapInput::default() }, &Options::default());
/// assert!(svg.contains("Zabul: 9 claims; held by Taliban"));
/// ```
pub fn map(input: &MapInput, options: &Options) -> String {
    let mut spots: Vec<&Spot> = input.places.iter().filter(|spot| is_on_earth(spot)).collect();
    spots.sort_by(|one, two| {
        two.claims
            .cmp(&one.claims)
            .then_with(|| one.name.cmp(&two.name))
            .then_with(|| one.latitude.total_cmp(&two.latitude).then(one.longitude.total_cmp(&two.longitude)))
    });
    let width = options.width_px();
    let (top, inner) = (36.0, (width - 24.0) * if options.is_narrow() { 0.9 } else { ASPECT });
    let view = View::over(&spots, (12.0, top), (width - 24.0, inner));
    let description = description(&spots);
    let has_links = spots.iter().any(|spot| spot.link.is_some());
    let heading = Heading { title: &input.title, description: &description, has_links };
    let lines = if options.is_narrow() { 3.0 } else { 1.0 };
    let mut frame = Frame::new(options, top + inner + 14.0 + lines * 20.0, &heading);
    let day = input.on.map_or(String::new(), |day| format!(", on {day}"));
    frame.fitted((12.0, 22.0), "rv-h", &format!("{}{day}", input.title), width - 24.0);
    land(&mut frame, &view);
    marks(&mut frame, &view, &spots, width);
    key(&mut frame, top + inner + 22.0, width);
    frame.finish()
}

fn is_on_earth(spot: &Spot) -> bool {
    (-90.0..=90.0).contains(&spot.latitude) && (-180.0..=180.0).contains(&spot.longitude)
}

/// What is said of a place, in words.
fn words(spot: &Spot) -> String {
    let claims = if spot.claims == 1 { "1 claim".to_owned() } else { format!("{} claims", spot.claims) };
    match spot.holders.as_slice() {
        [] => format!("{}: {claims}", spot.name),
        [holder] => format!("{}: {claims}; held by {holder}", spot.name),
        holders => format!("{}: {claims}; said to be held by {}", spot.name, holders.join(" and by ")),
    }
}

/// What the drawing shows, for those who do not see it.
fn description(spots: &[&Spot]) -> String {
    if spots.is_empty() {
        return "No claim is about a place that is known.".to_owned();
    }
    format!("{}.", spots.iter().map(|spot| words(spot)).collect::<Vec<_>>().join("; "))
}

/// Degrees to pixels: plate carrée with the middle parallel true to scale.
struct View {
    west: f64,
    north: f64,
    east: f64,
    south: f64,
    left: f64,
    top: f64,
    across: f64,
    down: f64,
}

impl View {
    /// A view of all places with some land around them; of the world when there are none.
    fn over(spots: &[&Spot], (left, top): (f64, f64), (width, height): (f64, f64)) -> Self {
        let range = |of: fn(&Spot) -> f64, all: (f64, f64)| {
            let values = spots.iter().map(|spot| of(spot));
            let least = values.clone().fold(f64::INFINITY, f64::min);
            let most = values.fold(f64::NEG_INFINITY, f64::max);
            if least <= most { (least, most) } else { all }
        };
        let (west, east) = range(|spot| spot.longitude, (-180.0, 180.0));
        let (south, north) = range(|spot| spot.latitude, (-60.0, 80.0));
        let (middle_x, middle_y) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let narrowing = middle_y.to_radians().cos().max(0.15);
        // Degrees of latitude for each pixel, so that both directions fit.
        let tall = ((north - south) * 1.35).max(SPAN_MIN) / height;
        let wide = (east - west) * 1.35 * narrowing / width;
        let each = tall.max(wide);
        let (half_x, half_y) = (each * width / 2.0 / narrowing, each * height / 2.0);
        Self {
            west: middle_x - half_x,
            east: middle_x + half_x,
            north: middle_y + half_y,
            south: middle_y - half_y,
            left,
            top,
            across: width / (2.0 * half_x),
            down: height / (2.0 * half_y),
        }
    }

    fn point(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        (self.left + (longitude - self.west) * self.across, self.top + (self.north - latitude) * self.down)
    }

    fn size(&self) -> (f64, f64) {
        ((self.east - self.west) * self.across, (self.north - self.south) * self.down)
    }
}

/// The points of a ring of the outlines, longitude and latitude.
fn ring(text: &str) -> Vec<(f64, f64)> {
    let (mut x, mut y) = (0_i32, 0_i32);
    let step = |pair: &str| -> Option<(i32, i32)> {
        let (across, up) = pair.split_once(',')?;
        Some((across.parse().ok()?, up.parse().ok()?))
    };
    let points = text.split(' ').filter_map(step).map(|(across, up)| {
        (x, y) = (x + across, y + up);
        (f64::from(x) / 100.0, f64::from(y) / 100.0)
    });
    points.collect()
}

/// The outlines that the view meets, cut off at its edge.
fn land(frame: &mut Frame, view: &View) {
    let ((width, height), clip) = (view.size(), format!("{}-clip", frame.id));
    frame.markup.open("clipPath", attributes!["id" = &clip]);
    let place = |class: &'static str| {
        [
            ("x", view.left.into()),
            ("y", view.top.into()),
            ("width", width.into()),
            ("height", height.into()),
            ("class", class.into()),
        ]
    };
    frame.markup.empty("rect", &place("rv-clip"));
    frame.markup.close();
    let url = format!("url(#{clip})");
    frame.markup.open("g", attributes!["clip-path" = &url]);
    for line in OUTLINES.lines() {
        let Some((_, text)) = line.split_once('\t') else { continue };
        let points = ring(text);
        let is_seen =
            |is_before: fn(&(f64, f64), &View) -> bool| points.iter().any(|point| !is_before(point, view));
        // Wholly beyond one edge it cannot be seen.
        let meets = is_seen(|point, view| point.0 < view.west)
            && is_seen(|point, view| point.0 > view.east)
            && is_seen(|point, view| point.1 < view.south)
            && is_seen(|point, view| point.1 > view.north);
        if !meets {
            continue;
        }
        let mut path = String::new();
        let mut before = None;
        for (longitude, latitude) in &points {
            let (x, y) = view.point(*longitude, *latitude);
            // Where a ring goes over the edge of the world, it goes on at the other.
            let goes_on = before.is_some_and(|before: f64| (before - longitude).abs() < 180.0);
            before = Some(*longitude);
            path.push_str(if goes_on { "L" } else { "M" });
            push_number(&mut path, x);
            path.push(' ');
            push_number(&mut path, y);
        }
        path.push('Z');
        frame.markup.empty("path", attributes!["class" = "rv-land", "d" = &path]);
    }
    frame.markup.close_line();
    frame.markup.empty("rect", &place("rv-frame"));
}

/// How large the circle of a place is.
fn radius(spot: &Spot) -> f64 {
    (4.0 + (spot.claims as f64).sqrt() * 2.0).min(22.0)
}

fn marks(frame: &mut Frame, view: &View, spots: &[&Spot], width: f64) {
    let places: Vec<(f64, f64)> =
        spots.iter().map(|spot| view.point(spot.longitude, spot.latitude)).collect();
    let areas =
        spots.iter().zip(&places).map(|(spot, (x, y))| Area::around(*x, *y, radius(spot) * 0.8)).collect();
    let mut labels = Labels::beside(areas, width);
    for (spot, (x, y)) in spots.iter().zip(&places) {
        frame.begin_mark("rv-mark", &words(spot), spot.link.as_deref());
        let class = if spot.holders.len() > 1 { "rv-spot rv-spot-other" } else { "rv-spot rv-spot-one" };
        let size = radius(spot);
        frame.markup.empty("circle", attributes!["class" = class, "cx" = *x, "cy" = *y, "r" = size]);
        if !spot.holders.is_empty() {
            // Held places have a core besides, so that they differ without colour.
            frame.markup.empty("circle", attributes!["class" = "rv-ink", "cx" = *x, "cy" = *y, "r" = 2.5]);
        }
        frame.end_mark();
    }
    for (spot, place) in spots.iter().zip(&places) {
        let name = match spot.holders.as_slice() {
            [holder] => format!("{} ({holder})", spot.name),
            _ => spot.name.clone(),
        };
        let name = lettering::fitted(&name, LETTERS, 220.0);
        if let Some(area) = labels.place(&name, *place, radius(spot), spots.len() < 25) {
            frame.markup.open(
                "text",
                attributes![
                    "class" = "rv-halo",
                    "x" = area.left,
                    "y" = area.bottom - 4.0,
                    "aria-hidden" = "true"
                ],
            );
            frame.markup.text(&name);
            frame.markup.close_line();
        }
    }
}

fn key(frame: &mut Frame, y: f64, width: f64) {
    let (mut x, mut y) = (12.0, y);
    for (class, text, has_core) in [
        ("rv-spot rv-spot-one", "claims: more, larger", false),
        ("rv-spot rv-spot-one", "held by somebody", true),
        ("rv-spot rv-spot-other", "who held it is disputed", true),
    ] {
        let space = 22.0 + lettering::width(text, LETTERS) + 16.0;
        if x > 12.0 && x + space > width - 12.0 {
            (x, y) = (12.0, y + 20.0);
        }
        frame.markup.empty("circle", attributes!["class" = class, "cx" = x + 8.0, "cy" = y - 4.0, "r" = 7.0]);
        if has_core {
            frame
                .markup
                .empty("circle", attributes!["class" = "rv-ink", "cx" = x + 8.0, "cy" = y - 4.0, "r" = 2.5]);
        }
        frame.text(x + 22.0, y, "rv-soft", text);
        x += space;
    }
}
