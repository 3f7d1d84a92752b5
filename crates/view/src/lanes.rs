//! Draws what an actor was in over the years, one lane for each relation: whom it was pledged to, who led it, whom it was
//! allied with, what it held. Start at [`lanes`].

use retrospect_model::{Bounds, Day};

use crate::frame::{Frame, Heading, LETTERS};
use crate::legend::{Sample, legend, legend_height};
use crate::options::Options;
use crate::scale::{TimeScale, day_of, days_of};
use crate::stretch::{self, Place};
use crate::timeline::{Standing, Window};
use crate::wording::{range, stretch_words};

/// The height of a row, and of its bar.
const ROW_PX: f64 = 21.0;
const BAR_PX: f64 = 12.0;

/// What lanes show.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LanesInput {
    /// The actor.
    pub title: String,
    /// The lanes, from above.
    pub lanes: Vec<Lane>,
    /// Deception windows of the actor, shaded.
    pub windows: Vec<Window>,
    /// The day that is asked about.
    pub on: Option<Day>,
}

/// One relation of an actor.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lane {
    /// What it is, such as `allegiance`.
    pub heading: String,
    /// Its stretches, in the order in which they are drawn.
    pub stretches: Vec<Stretch>,
}

/// A stretch of a lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    /// With whom or what.
    pub label: String,
    /// When.
    pub bounds: Bounds,
    /// How it stands.
    pub standing: Standing,
    /// What it rests on, in words.
    pub words: String,
    /// Where to read on.
    pub link: Option<String>,
}

/// The lanes as SVG.
///
/// ```
/// use retrospect_view::{Lane, LanesInput, Options, Standing, Stretch, lanes};
///
/// let bounds = "2015-08/..".parse::<retrospect_model::Edtf>()?.bounds();
/// let (label, words) = ("to Islamic State".to_owned(), "as its video told".to_owned());
/// let stretch = Stretch { label, bounds, standing: Standing::Held, words, link: None };
/// let lane = Lane { heading: "allegiance".to_owned(), stretches: vec![stretch] };
/// let svg = lanes(&LanesInput { lanes: vec![lane], ..LanesInput::default() }, &Options::default());
/// assert!(svg.contains("from 2015-08-01..2015-08-31"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lanes(input: &LanesInput, options: &Options) -> String {
    let (width, is_narrow, margin) = (options.width_px(), options.is_narrow(), 12.0);
    let label = if is_narrow { width - 2.0 * margin } else { (width * 0.36).min(360.0) };
    let plot = if is_narrow { (margin + 6.0, width - 18.0) } else { (margin + label + 14.0, width - 22.0) };
    let each = if is_narrow { ROW_PX + 14.0 } else { ROW_PX };
    let rows: f64 = input.lanes.iter().map(|lane| 26.0 + lane.stretches.len() as f64 * each).sum();
    let (top, bottom) = (52.0, 52.0 + rows + 6.0);
    let legend_y = bottom + if input.on.is_some() { 30.0 } else { 14.0 };
    let samples = samples(input);
    let height = legend_y + legend_height(&samples, width - 2.0 * margin) + 6.0;
    let description = description(input);
    let has_links = input.lanes.iter().flat_map(|lane| &lane.stretches).any(|stretch| stretch.link.is_some());
    let heading = Heading { title: &input.title, description: &description, has_links };
    let mut frame = Frame::new(options, height, &heading);
    frame.fitted((margin, 22.0), "rv-h", &input.title, width - 2.0 * margin);
    let scale = TimeScale::over(days(input), plot);
    axis(&mut frame, &scale, (top, bottom));
    shades(&mut frame, &scale, &input.windows, (top, bottom));
    let mut y = top;
    for lane in &input.lanes {
        frame.line("rv-grid", (margin, y), (width - margin, y));
        frame.fitted((margin, y + 17.0), "rv-b rv-soft rv-halo", &lane.heading, label);
        y += 24.0;
        for stretch in &lane.stretches {
            let (at, bar) =
                if is_narrow { ((margin, y + 12.0), y + 16.0) } else { ((margin + 12.0, y + 14.0), y + 4.0) };
            let words = format!("{} ({})\n{}", stretch.label, stretch_words(&stretch.bounds), stretch.words);
            frame.begin_mark("rv-mark", words.trim_end(), stretch.link.as_deref());
            let class = if is_narrow { "rv-halo" } else { "" };
            frame.fitted(at, class, &stretch.label, label - 12.0);
            let (tone, texture) = stretch.standing.tone();
            stretch::draw(
                &mut frame,
                &scale,
                &stretch.bounds,
                Place { y: bar, height: BAR_PX },
                tone,
                texture,
            );
            frame.end_mark();
            y += each;
        }
        y += 2.0;
    }
    if let Some(day) = input.on {
        let x = f64::midpoint(scale.x(day), scale.after(day));
        frame.line("rv-on", (x, top - 4.0), (x, bottom + 4.0));
        let text = format!("on {day}");
        let half = crate::lettering::width(&text, LETTERS) / 2.0;
        frame.text(x.clamp(margin + half, width - margin - half), bottom + 18.0, "rv-b rv-mid", &text);
    }
    legend(&mut frame, &samples, (margin, legend_y), width);
    frame.finish()
}

/// Lines at the days that are worth a mark, with labels above where there is space.
pub(crate) fn axis(frame: &mut Frame, scale: &TimeScale, (top, bottom): (f64, f64)) {
    let mut free_from = f64::MIN;
    for tick in scale.ticks() {
        frame.line("rv-grid", (tick.x, top - 6.0), (tick.x, bottom));
        let half = crate::lettering::width(&tick.label, LETTERS) / 2.0;
        if tick.x - half > free_from && tick.x + half < scale.right() + 20.0 {
            frame.text(tick.x, top - 10.0, "rv-soft rv-mid", &tick.label);
            free_from = tick.x + half + 6.0;
        }
    }
}

/// Deception windows behind everything.
fn shades(frame: &mut Frame, scale: &TimeScale, windows: &[Window], (top, bottom): (f64, f64)) {
    for window in windows {
        let Some((from, until)) = window.days() else { continue };
        let (left, right) = (scale.x(from), scale.after(until));
        let (stretch, shade) = (
            format!("{} to {}", range(window.from.0, window.from.1), range(window.until.0, window.until.1)),
            frame.url("shade"),
        );
        let words = format!("deception window of {}: {stretch}, on that {}", window.party, window.matter);
        frame.begin_mark("rv-mark", &words, None);
        frame.markup.empty(
            "rect",
            &[
                ("x", left.into()),
                ("y", top.into()),
                ("width", (right - left).into()),
                ("height", (bottom - top).into()),
                ("fill", shade.as_str().into()),
                ("fill-opacity", "0.4".into()),
            ],
        );
        for x in [left, right] {
            frame.line("rv-window", (x, top), (x, bottom));
        }
        frame.end_mark();
    }
}

fn days(input: &LanesInput) -> Vec<Day> {
    let stretches = input.lanes.iter().flat_map(|lane| &lane.stretches);
    let mut days: Vec<Day> = stretches.flat_map(|stretch| days_of(&stretch.bounds)).collect();
    let windows = input.windows.iter().flat_map(|window| [window.from, window.until]);
    days.extend(windows.flat_map(|(first, last)| [first, last]).filter_map(day_of));
    days.extend(input.on);
    days
}

fn samples(input: &LanesInput) -> Vec<Sample> {
    let any = |standing: Standing| {
        input.lanes.iter().flat_map(|lane| &lane.stretches).any(|stretch| stretch.standing == standing)
    };
    let all = [
        (true, Sample::Sure),
        (true, Sample::Fading),
        (any(Standing::Possible), Sample::Dashed),
        (any(Standing::OtherSide), Sample::OtherSide),
        (!input.windows.is_empty(), Sample::Window),
    ];
    all.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, sample)| sample).collect()
}

/// What the drawing shows, for those who do not see it.
fn description(input: &LanesInput) -> String {
    let lanes = input.lanes.iter().map(|lane| {
        let stretches = lane
            .stretches
            .iter()
            .map(|stretch| format!("{} ({})", stretch.label, stretch_words(&stretch.bounds)));
        format!("{}: {}", lane.heading, stretches.collect::<Vec<_>>().join(", "))
    });
    let lanes: Vec<String> = lanes.collect();
    if lanes.is_empty() { "Nothing is told of it.".to_owned() } else { format!("{}.", lanes.join("; ")) }
}
