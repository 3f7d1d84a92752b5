//! Draws when things happened against when they were said: days across, and downwards what was said, in the order in
//! which it was. Start at [`timeline`].
//!
//! Each claim is a bar at when it happened, fading where that is uncertain. A diamond marks the day on which it was said,
//! and a dotted line joins the diamonds: what lies right of that line had not happened yet. Above the claims stand the
//! bands of what they come to; a dispute is two of them, one full and one hatched. Deception windows are shaded through
//! all rows, darker where something was said within.

use retrospect_model::{Bounds, Day, Limit, Stance, one_line};

use crate::frame::{Frame, Heading, LETTERS, Tone};
use crate::lanes::axis;
use crate::legend::{Sample, legend, legend_height};
use crate::markup::attributes;
use crate::options::Options;
use crate::scale::{TimeScale, day_of, days_of};
use crate::stretch::{self, Place, Texture};
use crate::wording::{range, stretch_words};

/// Claims beyond this number are counted, not drawn.
pub(crate) const TOLD_MAX: usize = 300;
/// The height of a row, and of its bar.
const ROW_PX: f64 = 20.0;
const BAR_PX: f64 = 11.0;
/// Space above a group.
const GAP_PX: f64 = 8.0;

/// What a timeline shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TimelineInput {
    /// Its title.
    pub title: String,
    /// What the claims come to, in the order in which it is drawn.
    pub bands: Vec<Band>,
    /// What was said. Drawn in the order in which it was, whatever the order here.
    pub told: Vec<Told>,
    /// How many claims there are besides, said later than these.
    pub more: usize,
    /// Deception windows.
    pub windows: Vec<Window>,
    /// The day that is asked about.
    pub on: Option<Day>,
    /// The day by which it was said: what was said later is drawn faintly.
    pub said_by: Option<Day>,
}

/// What claims come to: an episode, or one side of a dispute.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What held: "Mullah Omar led Taliban".
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

/// How something that claims come to stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It held.
    Held,
    /// It is only alleged, or only possible.
    Possible,
    /// What one side of a dispute says.
    OneSide,
    /// What the other side says.
    OtherSide,
}

/// A claim on a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What it says, in short.
    pub what: String,
    /// When it happened or held; `None` when nothing is known.
    pub happened: Option<Bounds>,
    /// The first and the last day on which it can have been said; `None` when nothing is known.
    pub said: Option<(Limit, Limit)>,
    /// Who said it.
    pub speaker: String,
    /// How that voice stands to it.
    pub stance: Stance,
    /// The words.
    pub words: String,
    /// Where to read on.
    pub link: Option<String>,
}

/// A stretch in which a party went on saying what, by its own later admission, was no longer so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The party.
    pub party: String,
    /// What the party said: "Mullah Omar led Taliban".
    pub matter: String,
    /// Between which days it had ended.
    pub from: (Limit, Limit),
    /// Between which days the party admitted it.
    pub until: (Limit, Limit),
}

impl Window {
    /// The days on which the shade begins and ends; `None` where the window has no such day.
    pub(crate) fn days(&self) -> Option<(Day, Day)> {
        let from = day_of(self.from.1).or_else(|| day_of(self.from.0))?;
        let until = day_of(self.until.0).or_else(|| day_of(self.until.1))?;
        (from <= until).then_some((from, until))
    }
}

impl Standing {
    pub(crate) fn tone(self) -> (Tone, Texture) {
        match self {
            Self::Held | Self::OneSide => (Tone::One, Texture::Full),
            Self::Possible => (Tone::Faint, Texture::Dashed),
            Self::OtherSide => (Tone::Other, Texture::Hatched),
        }
    }
}

/// How the bar of a claim is drawn.
fn of_stance(stance: Stance) -> (Tone, Texture) {
    match stance {
        Stance::Asserted => (Tone::One, Texture::Full),
        Stance::Denied => (Tone::Other, Texture::Struck),
        Stance::Alleged => (Tone::Faint, Texture::Dashed),
        Stance::Predicted | Stance::Wanted => (Tone::Faint, Texture::Dotted),
    }
}

/// The timeline as SVG.
///
/// ```
/// use retrospect_view::{Options, TimelineInput, Told, timeline};
/// use retrospect_model::Stance;
///
/// let day = |text: &str| text.parse::<retrospect_model::Day>();
/// let told = Told {
///     what: "Mullah Omar died".to_owned(),
///     happened: Some(day("2013-04-23")?.into()),
///     said: Some((day("2015-07-30")?.into(), day("2015-07-30")?.into())),
///     speaker: "Taliban".to_owned(),
///     stance: Stance::Asserted,
///     words: "He died on 23 April 2013".to_owned(),
///     link: None,
/// };
/// let svg = timeline(&TimelineInput { told: vec![told], ..TimelineInput::default() }, &Options::default());
/// assert!(svg.contains("said 2015-07-30"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn timeline(input: &TimelineInput, options: &Options) -> String {
    let sheet = Sheet::of(input, options);
    let description = description(input);
    let has_links = input.told.iter().any(|told| told.link.is_some())
        || input.bands.iter().any(|band| band.link.is_some());
    let heading = Heading { title: &input.title, description: &description, has_links };
    let mut frame = Frame::new(options, sheet.height, &heading);
    frame.fitted((sheet.margin, 22.0), "rv-h", &input.title, options.width_px() - 2.0 * sheet.margin);
    axis(&mut frame, &sheet.scale, (sheet.top, sheet.bottom));
    sheet.shades(&mut frame);
    for row in &sheet.rows {
        sheet.row(&mut frame, row);
    }
    sheet.said_line(&mut frame);
    sheet.clocks(&mut frame);
    legend(&mut frame, &sheet.samples, (sheet.margin, sheet.legend_y), options.width_px());
    frame.finish()
}

/// What the drawing shows, for those who do not see it.
fn description(input: &TimelineInput) -> String {
    let mut parts = Vec::new();
    for band in &input.bands {
        parts.push(format!("{} ({})", band.label, stretch_words(&band.bounds)));
    }
    for window in &input.windows {
        let until = range(window.until.0, window.until.1);
        let from = range(window.from.0, window.from.1);
        parts.push(format!("deception window of {} from {from} to {until}: {}", window.party, window.matter));
    }
    let claims = format!("{} claims, by the day on which they were said", input.told.len() + input.more);
    if parts.is_empty() { format!("{claims}.") } else { format!("{}. {claims}.", parts.join("; ")) }
}

enum Row<'i> {
    Section { text: &'static str, y: f64 },
    Band { band: &'i Band, y: f64 },
    Window { window: &'i Window, y: f64 },
    Group { said: Option<(Limit, Limit)>, speaker: &'i str, y: f64 },
    Told { told: &'i Told, y: f64 },
    More { count: usize, y: f64 },
}

/// Where everything goes.
struct Sheet<'i> {
    input: &'i TimelineInput,
    is_narrow: bool,
    margin: f64,
    /// The width of labels.
    label: f64,
    scale: TimeScale,
    rows: Vec<Row<'i>>,
    /// Where rows begin and end.
    top: f64,
    bottom: f64,
    /// Where what was said later begins.
    later: Option<f64>,
    samples: Vec<Sample>,
    legend_y: f64,
    height: f64,
}

impl<'i> Sheet<'i> {
    fn of(input: &'i TimelineInput, options: &Options) -> Self {
        let (width, is_narrow, margin) = (options.width_px(), options.is_narrow(), 12.0);
        let label = if is_narrow { width - 2.0 * margin } else { (width * 0.38).min(380.0) };
        let plot =
            if is_narrow { (margin + 6.0, width - 18.0) } else { (margin + label + 14.0, width - 22.0) };
        let samples = samples(input);
        let mut sheet = Self {
            input,
            is_narrow,
            margin,
            label,
            scale: TimeScale::over(days(input), plot),
            rows: Vec::new(),
            top: 52.0,
            bottom: 0.0,
            later: None,
            legend_y: 0.0,
            height: 0.0,
            samples,
        };
        sheet.bottom = sheet.lay_out();
        sheet.legend_y = sheet.bottom + if input.on.is_some() { 30.0 } else { 14.0 };
        sheet.height = sheet.legend_y + legend_height(&sheet.samples, width - 2.0 * margin) + 6.0;
        sheet
    }

    /// The height of a row with a bar.
    fn row_height(&self) -> f64 {
        if self.is_narrow { ROW_PX + 14.0 } else { ROW_PX }
    }

    /// The height of the row that names who speaks.
    fn group_height(&self) -> f64 {
        if self.is_narrow { ROW_PX + 12.0 } else { ROW_PX }
    }

    /// How far below the beginning of its row a diamond is.
    fn diamond_below(&self) -> f64 {
        self.group_height() - ROW_PX / 2.0
    }

    /// The class of labels; where they stand on the marks themselves, they keep some paper around them.
    fn label_class(&self) -> &'static str {
        if self.is_narrow { "rv-halo" } else { "" }
    }

    /// Gives each row its place; gives where they end.
    fn lay_out(&mut self) -> f64 {
        let (input, each, mut y) = (self.input, self.row_height(), self.top + 4.0);
        if !input.bands.is_empty() || !input.windows.is_empty() {
            self.rows.push(Row::Section { text: "What it comes to", y });
            y += ROW_PX;
            for band in &input.bands {
                self.rows.push(Row::Band { band, y });
                y += each;
            }
            for window in &input.windows {
                self.rows.push(Row::Window { window, y });
                y += each;
            }
            y += GAP_PX;
        }
        let mut told: Vec<&Told> = input.told.iter().collect();
        told.sort_by_cached_key(|told| {
            // What nobody knows the day of comes last.
            let said = told.said.unwrap_or((Limit::Future, Limit::Future));
            (said.1, said.0, told.speaker.clone(), told.happened, told.what.clone(), told.words.clone())
        });
        if !told.is_empty() {
            self.rows.push(Row::Section { text: "Who said it, and when: later is further down", y });
            y += ROW_PX;
        }
        let mut last: Option<(Option<(Limit, Limit)>, &str)> = None;
        for told in told.iter().take(TOLD_MAX) {
            let group = (told.said, told.speaker.as_str());
            if last != Some(group) {
                y += if last.is_some() { GAP_PX } else { 0.0 };
                let is_later = |day: Day| told.said.is_none_or(|said| said.1 > Limit::On(day));
                if self.later.is_none() && input.said_by.is_some_and(is_later) {
                    y += 14.0;
                    self.later = Some(y - GAP_PX / 2.0);
                }
                self.rows.push(Row::Group { said: told.said, speaker: &told.speaker, y });
                y += self.group_height();
                last = Some(group);
            }
            self.rows.push(Row::Told { told, y });
            y += each;
        }
        let count = told.len().saturating_sub(TOLD_MAX) + input.more;
        if count > 0 {
            self.rows.push(Row::More { count, y });
            y += ROW_PX;
        }
        y
    }

    /// Deception windows, through all rows, and darker where something was said within.
    fn shades(&self, frame: &mut Frame) {
        for window in &self.input.windows {
            let Some((from, until)) = window.days() else { continue };
            let (left, right) = (self.scale.x(from), self.scale.after(until));
            let shade = frame.url("shade");
            let area = |frame: &mut Frame, y: f64, height: f64, opacity: f64| {
                let opacity = format!("{opacity:.2}");
                frame.markup.empty(
                    "rect",
                    attributes![
                        "x" = left,
                        "y" = y,
                        "width" = right - left,
                        "height" = height,
                        "fill" = &shade,
                        "fill-opacity" = &opacity,
                    ],
                );
            };
            area(frame, self.top, self.bottom - self.top, 0.35);
            for row in &self.rows {
                let (Row::Told { told, y }, within) =
                    (row, |said: (Limit, Limit)| Limit::On(from) < said.0 && said.1 < Limit::On(until))
                else {
                    continue;
                };
                if told.said.is_some_and(within) {
                    area(frame, *y, self.row_height(), 0.45);
                }
            }
            for x in [left, right] {
                frame.line("rv-window", (x, self.top), (x, self.bottom));
            }
        }
    }

    /// Where the bar of a row is, and where its label stands.
    fn places(&self, y: f64) -> (Place, (f64, f64)) {
        if self.is_narrow {
            (Place { y: y + 17.0, height: BAR_PX }, (self.margin, y + 13.0))
        } else {
            (Place { y: y + 4.0, height: BAR_PX }, (self.margin + 12.0, y + 14.0))
        }
    }

    fn row(&self, frame: &mut Frame, row: &Row<'_>) {
        let later = |y: f64| if self.later.is_some_and(|later| y >= later) { " rv-later" } else { "" };
        let label = if self.is_narrow { self.label } else { self.label - 12.0 };
        match *row {
            Row::Section { text, y } => {
                frame.fitted((self.margin, y + 13.0), "rv-b rv-soft rv-halo", text, self.label);
            }
            Row::Band { band, y } => {
                let (place, at) = self.places(y);
                let stretch_text = stretch_words(&band.bounds);
                let words = join(&[&format!("{} ({stretch_text})", band.label), &band.words]);
                frame.begin_mark("rv-mark", &words, band.link.as_deref());
                frame.fitted(at, self.label_class(), &band.label, label);
                let (tone, texture) = band.standing.tone();
                stretch::draw(frame, &self.scale, &band.bounds, place, tone, texture);
                frame.end_mark();
            }
            Row::Window { window, y } => self.window(frame, window, y, label),
            Row::Group { said, speaker, y } => {
                let day = said.map_or("undated".to_owned(), |said| range(said.0, said.1));
                frame.markup.open("g", &[("class", format!("rv-group{}", later(y)).as_str().into())]);
                let text = format!("{day}  {speaker}");
                frame.fitted((self.margin, y + 15.0), "rv-b rv-halo", &text, self.label);
                self.diamond(frame, said, y + self.diamond_below());
                frame.markup.close_line();
            }
            Row::Told { told, y } => {
                let (place, at) = self.places(y);
                let class = format!("rv-mark{}", later(y));
                frame.begin_mark(&class, &told_words(told), told.link.as_deref());
                frame.fitted(at, self.label_class(), &told.what, label);
                if let Some(bounds) = &told.happened {
                    let (tone, texture) = of_stance(told.stance);
                    stretch::draw(frame, &self.scale, bounds, place, tone, texture);
                }
                frame.end_mark();
            }
            Row::More { count, y } => {
                let text = format!("and {count} more claims, said later");
                frame.text(self.margin, y + 14.0, "rv-soft", &text);
            }
        }
    }

    fn window(&self, frame: &mut Frame, window: &Window, y: f64, label: f64) {
        let (place, at) = self.places(y);
        let (from, until) = (range(window.from.0, window.from.1), range(window.until.0, window.until.1));
        let text = format!("deception window of {}", window.party);
        frame.begin_mark("rv-mark", &format!("{text}: {from} to {until}, on that {}", window.matter), None);
        frame.fitted(at, "rv-window-label rv-halo", &text, label);
        if let Some((from, until)) = window.days() {
            let (left, right) = (self.scale.x(from), self.scale.after(until));
            let middle = place.y + place.height / 2.0;
            for x in [left, right] {
                frame.line("rv-window", (x, place.y - 2.0), (x, place.y + place.height + 2.0));
            }
            frame.line("rv-window", (left, middle), (right, middle));
            let day = (until.days_since_epoch() - from.days_since_epoch()).max(0);
            let text = format!("{day} days");
            let width = crate::lettering::width(&text, LETTERS);
            if right - left > width + 12.0 {
                frame.text(f64::midpoint(left, right), middle + 4.0, "rv-window-label rv-halo rv-mid", &text);
            }
        }
        frame.end_mark();
    }

    /// The day on which something was said, with whiskers when it is uncertain.
    fn diamond(&self, frame: &mut Frame, said: Option<(Limit, Limit)>, y: f64) {
        let Some(said) = said else { return };
        let Some(x) = self.said_x(said) else { return };
        if let (Some(first), Some(last)) = (day_of(said.0), day_of(said.1))
            && first != last
        {
            frame.line("rv-edge-faint", (self.scale.x(first), y), (self.scale.after(last), y));
        }
        let mut path = String::new();
        for (step, (x, y)) in
            ["M", "L", "L", "L"].into_iter().zip([(x, y - 5.0), (x + 5.0, y), (x, y + 5.0), (x - 5.0, y)])
        {
            path.push_str(step);
            crate::markup::push_number(&mut path, x);
            path.push(' ');
            crate::markup::push_number(&mut path, y);
        }
        path.push('Z');
        frame.markup.empty("path", attributes!["class" = "rv-said", "d" = &path]);
    }

    fn said_x(&self, said: (Limit, Limit)) -> Option<f64> {
        let (first, last) = (day_of(said.0).or(day_of(said.1))?, day_of(said.1).or(day_of(said.0))?);
        Some(f64::midpoint(self.scale.x(first), self.scale.after(last)))
    }

    /// The line that joins the days on which things were said.
    fn said_line(&self, frame: &mut Frame) {
        let mut last: Option<(f64, f64)> = None;
        for row in &self.rows {
            let Row::Group { said: Some(said), y, .. } = row else { continue };
            let Some(x) = self.said_x(*said) else { continue };
            let y = y + self.diamond_below();
            if let Some(before) = last {
                frame.line("rv-said-line", (before.0, before.1 + 6.0), (before.0, y));
                let step = if x > before.0 { -6.0 } else { 6.0 };
                if (x - before.0).abs() > 6.0 {
                    frame.line("rv-said-line", (before.0, y), (x + step, y));
                }
            }
            last = Some((x, y));
        }
        if let Some((x, y)) = last {
            frame.line("rv-said-line", (x, y + 6.0), (x, self.bottom));
        }
    }

    fn clocks(&self, frame: &mut Frame) {
        if let Some(day) = self.input.on {
            let x = f64::midpoint(self.scale.x(day), self.scale.after(day));
            frame.line("rv-on", (x, self.top - 4.0), (x, self.bottom + 4.0));
            let text = format!("on {day}");
            let half = crate::lettering::width(&text, LETTERS) / 2.0;
            let x = x.clamp(self.margin + half, self.scale.right() + 20.0 - half);
            frame.text(x, self.bottom + 18.0, "rv-b rv-mid", &text);
        }
        if let (Some(day), Some(y)) = (self.input.said_by, self.later) {
            frame.line("rv-by", (self.margin, y), (self.scale.right(), y));
            frame.text(self.margin, y - 4.0, "rv-b rv-halo", &format!("said by {day}; below: said later"));
        }
    }
}

/// All days that a timeline names.
fn days(input: &TimelineInput) -> Vec<Day> {
    let happened = input.told.iter().filter_map(|told| told.happened.as_ref());
    let bounds = input.bands.iter().map(|band| &band.bounds).chain(happened);
    let mut days: Vec<Day> = bounds.flat_map(days_of).collect();
    let said = input.told.iter().filter_map(|told| told.said);
    let windows = input.windows.iter().flat_map(|window| [window.from, window.until]);
    days.extend(said.chain(windows).flat_map(|(first, last)| [first, last]).filter_map(day_of));
    days.extend(input.on);
    days
}

/// What of the legend the drawing needs.
fn samples(input: &TimelineInput) -> Vec<Sample> {
    let stance = |stances: &[Stance]| input.told.iter().any(|told| stances.contains(&told.stance));
    let band = |standing: Standing| input.bands.iter().any(|band| band.standing == standing);
    let all = [
        (!input.told.is_empty(), Sample::Said),
        (true, Sample::Sure),
        (true, Sample::Fading),
        (stance(&[Stance::Alleged]) || band(Standing::Possible), Sample::Dashed),
        (stance(&[Stance::Denied]), Sample::Struck),
        (stance(&[Stance::Predicted, Stance::Wanted]), Sample::Dotted),
        (band(Standing::OtherSide), Sample::OtherSide),
        (!input.windows.is_empty(), Sample::Window),
    ];
    all.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, sample)| sample).collect()
}

fn told_words(told: &Told) -> String {
    let said = told.said.map_or("undated".to_owned(), |said| format!("said {}", range(said.0, said.1)));
    let stance = match told.stance {
        Stance::Asserted => String::new(),
        stance => format!(", {stance}"),
    };
    let happened = told.happened.as_ref().map_or("when is not known".to_owned(), stretch_words);
    let quote = format!("“{}”", one_line(&told.words));
    join(&[&format!("{} ({happened})", told.what), &format!("{}, {said}{stance}:", told.speaker), &quote])
}

/// Lines, without those that are empty.
fn join(lines: &[&str]) -> String {
    lines.iter().filter(|line| !line.is_empty()).copied().collect::<Vec<_>>().join("\n")
}
