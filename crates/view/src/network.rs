//! Draws who stood where with whom on a day. Start at [`network`].
//!
//! Places come from the whole case, never from the day, so that moving the day moves nobody: who has no tie on the day
//! stays where he is, faintly. A tie is as wide as it is believed, and dashed where only one camp says so.

use retrospect_model::{Day, Truth};

use crate::frame::{Frame, Heading, LETTERS};
use crate::labels::{Area, Labels};
use crate::layout::{Layout, Point};
use crate::lettering;
use crate::markup::{attributes, push_number};
use crate::options::Options;

/// The length of a tie at the most, and the space between names at the least, in CSS pixels.
const TIE_PX: f64 = 150.0;
/// With so many ties or fewer, each says in words what it is.
const NAMED_TIES_MAX: usize = 40;
/// How much longer a tie that goes down may be than one that goes across, in a narrow drawing.
const NARROW_STRETCH: f64 = 2.0;
/// How far along a tie its words may stand, the best first.
const WORDS_AT: [f64; 9] = [0.5, 0.4, 0.6, 0.32, 0.68, 0.24, 0.76, 0.18, 0.82];
/// The size of the letters of ties, that of `rv-small` in the style.
const WORDS_PX: f64 = 11.0;
/// The half of a node's size, by how many there are at the most.
const NODE_PX: [(usize, f64); 3] = [(80, 7.0), (250, 5.0), (usize::MAX, 3.5)];

/// The key: how a line is drawn, how wide, and what it says.
const KEY: [(&str, &str, &str); 5] = [
    ("rv-tie rv-tie-one", "5", "wider: more likely"),
    ("rv-tie rv-tie-one", "2", "thinner: less likely"),
    ("rv-tie rv-tie-one rv-dash", "3", "only one camp says so"),
    ("rv-tie rv-tie-other", "3", "hostile"),
    ("rv-grid", "1", "faint: no tie on this day"),
];
/// A line of the key, and the sample before its words.
const KEY_LINE_PX: f64 = 20.0;
const KEY_SAMPLE_PX: f64 = 32.0;
/// Space at the sides.
const EDGE_PX: f64 = 12.0;

/// What a network shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NetworkInput {
    /// Its title.
    pub title: String,
    /// The day.
    pub on: Option<Day>,
    /// Everybody in the case, whether tied on the day or not.
    pub actors: Vec<Node>,
    /// Every tie of the case, whether it stood on the day or not: places depend on all of them.
    pub ties: Vec<Tie>,
}

/// An actor in a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What to call it.
    pub name: String,
    /// What sort it is.
    pub sort: NodeSort,
    /// Where to read on.
    pub link: Option<String>,
}

/// What sort of actor it is; each has a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeSort {
    /// A circle.
    Organisation,
    /// A square.
    Person,
    /// A diamond.
    Place,
    /// A ring: nobody knows.
    Unknown,
}

/// A tie between two actors.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// The number of the actor from whom it goes.
    pub from: usize,
    /// The number of the actor to whom.
    pub to: usize,
    /// The relation in one word, such as `allegiance`.
    pub relation: String,
    /// What sort it is.
    pub sort: TieSort,
    /// Whether it stood on the day.
    pub holds: Truth,
    /// How likely it stood on the day, from 0 to 1.
    pub belief: f64,
    /// Who says so.
    pub support: Support,
    /// What it is and what it rests on, in words.
    pub words: String,
    /// Where to read on.
    pub link: Option<String>,
}

/// What sort of tie it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TieSort {
    /// From one to the other, as a pledge: blue with an arrow.
    Directed,
    /// Of both alike, as an alliance: blue without.
    Mutual,
    /// Against each other: orange with strokes across.
    Hostile,
}

/// Who says that a tie stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Support {
    /// More than one camp.
    Several,
    /// Only one camp, or one source.
    OneCamp,
}

/// The network as SVG.
///
/// ```
/// use retrospect_view::{NetworkInput, Options, network};
///
/// let svg = network(&NetworkInput::default(), &Options::default());
/// assert!(svg.contains("no tie"));
/// ```
pub fn network(input: &NetworkInput, options: &Options) -> String {
    let graph = Graph::of(input);
    let sheet = Sheet::of(&graph, options);
    let description = graph.description();
    let has_links = input.actors.iter().any(|actor| actor.link.is_some())
        || input.ties.iter().any(|tie| tie.link.is_some() && tie.holds != Truth::No);
    let heading = Heading { title: &input.title, description: &description, has_links };
    let mut frame = Frame::new(options, sheet.height, &heading);
    let day = input.on.map_or(String::new(), |day| format!(", on {day}"));
    frame.fitted((12.0, 22.0), "rv-h", &format!("{}{day}", input.title), options.width_px() - 24.0);
    let (names, mut labels) = sheet.name_areas();
    sheet.ties(&mut frame, &mut labels);
    sheet.nodes(&mut frame);
    sheet.names(&mut frame, &names);
    sheet.key(&mut frame);
    frame.finish()
}

/// The input in an order of its own.
struct Graph<'i> {
    /// By name.
    nodes: Vec<&'i Node>,
    /// Ties that stood on the day, by who is tied.
    ties: Vec<(usize, usize, &'i Tie)>,
    layout: Layout,
    /// How many ties each node has in the whole case.
    degrees: Vec<usize>,
    /// Whether each has a tie on the day.
    is_tied: Vec<bool>,
}

impl<'i> Graph<'i> {
    fn of(input: &'i NetworkInput) -> Self {
        let mut order: Vec<usize> = (0..input.actors.len()).collect();
        order.sort_by_key(|index| input.actors.get(*index).map(|node| (&node.name, node.sort, *index)));
        let mut rank = vec![usize::MAX; order.len()];
        for (place, index) in order.iter().enumerate() {
            if let Some(own) = rank.get_mut(*index) {
                *own = place;
            }
        }
        let placed = |tie: &'i Tie| {
            let (from, to) = (rank.get(tie.from).copied()?, rank.get(tie.to).copied()?);
            (from != to).then_some((from, to, tie))
        };
        let all: Vec<(usize, usize, &Tie)> = input.ties.iter().filter_map(placed).collect();
        let pairs: Vec<(usize, usize)> = all.iter().map(|(from, to, _)| (*from, *to)).collect();
        let (mut degrees, mut is_tied) = (vec![0; order.len()], vec![false; order.len()]);
        for (from, to, tie) in &all {
            for node in [*from, *to] {
                if let Some(degree) = degrees.get_mut(node) {
                    *degree += 1;
                }
                if let Some(is_tied) = is_tied.get_mut(node) {
                    *is_tied |= tie.holds != Truth::No;
                }
            }
        }
        let mut ties: Vec<(usize, usize, &Tie)> =
            all.into_iter().filter(|(_, _, tie)| tie.holds != Truth::No).collect();
        ties.sort_by(|(from, to, tie), (other_from, other_to, other)| {
            let key = |from, to, tie: &'i Tie| (from, to, &tie.relation, tie.sort, &tie.words);
            key(*from, *to, tie).cmp(&key(*other_from, *other_to, other))
        });
        let nodes = order.iter().filter_map(|index| input.actors.get(*index)).collect();
        Self { nodes, ties, layout: Layout::of(order.len(), &pairs), degrees, is_tied }
    }

    fn name(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |node| node.name.as_str())
    }

    /// What the drawing shows, for those who do not see it.
    fn description(&self) -> String {
        if self.ties.is_empty() {
            return "On this day no tie stands between anybody.".to_owned();
        }
        let told = self.ties.iter().take(NAMED_TIES_MAX).map(|(from, to, tie)| {
            let sure = if tie.holds == Truth::Certainly { "" } else { " (possibly)" };
            format!("{}: {} to {}{sure}", tie.relation, self.name(*from), self.name(*to))
        });
        let more = self.ties.len().saturating_sub(NAMED_TIES_MAX);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        format!("{}{more}.", told.collect::<Vec<_>>().join("; "))
    }
}

struct Sheet<'g> {
    graph: &'g Graph<'g>,
    places: Vec<Point>,
    /// The half of a node's size.
    node: f64,
    width: f64,
    key_y: f64,
    height: f64,
}

impl<'g> Sheet<'g> {
    fn of(graph: &'g Graph<'g>, options: &Options) -> Self {
        let width = options.width_px();
        let (side, top) = (if options.is_narrow() { 40.0 } else { 80.0 }, 56.0);
        let size = graph.layout.size;
        let each = (width - 2.0 * side) / size.x.max(0.01);
        let each = each.min(TIE_PX);
        let left = (width - size.x * each) / 2.0;
        // Names run across, so where there is little width it is height that keeps them apart.
        let down = if options.is_narrow() { (each * NARROW_STRETCH).min(TIE_PX) } else { each };
        let places = graph
            .layout
            .places
            .iter()
            .map(|place| Point { x: left + place.x * each, y: top + place.y * down })
            .collect();
        let key_y = top + size.y * down + 44.0;
        let end_of_key = key_places(width, key_y).last().map_or(key_y, |(_, y)| y);
        let node = NODE_PX.iter().find(|(most, _)| graph.nodes.len() <= *most).map_or(7.0, |(_, node)| *node);
        Self { graph, places, node, width, key_y, height: end_of_key + KEY_LINE_PX }
    }

    fn place(&self, node: usize) -> Point {
        self.places.get(node).copied().unwrap_or(Point { x: 0.0, y: 0.0 })
    }

    fn ties(&self, frame: &mut Frame, labels: &mut Labels) {
        let mut beside: Option<(usize, usize)> = None;
        let mut lane = 0_u32;
        for (from, to, tie) in &self.graph.ties {
            let pair = (*from.min(to), *from.max(to));
            lane = if beside == Some(pair) { lane + 1 } else { 0 };
            beside = Some(pair);
            self.tie(frame, labels, (self.place(*from), self.place(*to)), tie, lane);
        }
    }

    /// A tie as a curve; those between the same two lie beside each other.
    fn tie(
        &self,
        frame: &mut Frame,
        labels: &mut Labels,
        (one, other): (Point, Point),
        tie: &Tie,
        lane: u32,
    ) {
        let (dx, dy) = (other.x - one.x, other.y - one.y);
        let length = (dx * dx + dy * dy).sqrt().max(1.0);
        let (ux, uy) = (dx / length, dy / length);
        // 0, 1, -1, 2, -2 ...: away from the straight line on both sides in turn.
        let away = f64::from(lane.div_ceil(2)) * if lane % 2 == 1 { 18.0 } else { -18.0 } + 6.0;
        let gap = self.node + 2.0;
        let begin = Point { x: one.x + ux * gap, y: one.y + uy * gap };
        let arrow = if tie.sort == TieSort::Directed { 7.0 } else { 0.0 };
        let end = Point { x: other.x - ux * (gap + arrow), y: other.y - uy * (gap + arrow) };
        let bend = Point {
            x: f64::midpoint(one.x, other.x) - uy * away * 2.0,
            y: f64::midpoint(one.y, other.y) + ux * away * 2.0,
        };
        let belief = if tie.belief.is_finite() { tie.belief.clamp(0.0, 1.0) } else { 0.0 };
        let width = format!("{:.1}", (1.0 + 4.0 * belief) * self.node / 7.0);
        let tone = if tie.sort == TieSort::Hostile { "other" } else { "one" };
        let dash = if tie.support == Support::OneCamp { " rv-dash" } else { "" };
        let class = format!("rv-tie rv-tie-{tone}{dash}");
        frame.begin_mark("rv-mark", &tie.words, tie.link.as_deref());
        let path = curve(begin, bend, end);
        frame.markup.empty("path", attributes!["class" = &class, "d" = &path, "stroke-width" = &width]);
        let middle = on_curve(begin, bend, end, 0.5);
        match tie.sort {
            TieSort::Directed => {
                let (tx, ty) = towards(bend, Point { x: other.x - ux * gap, y: other.y - uy * gap });
                let tip = Point { x: other.x - ux * gap, y: other.y - uy * gap };
                let half = 4.0 + 2.0 * belief;
                let back = |side: f64| Point {
                    x: tip.x - tx * 9.0 - ty * half * side,
                    y: tip.y - ty * 9.0 + tx * half * side,
                };
                let head = polygon(&[tip, back(1.0), back(-1.0)]);
                frame.markup.empty("path", attributes!["class" = "rv-fill-one", "d" = &head]);
            }
            TieSort::Hostile => {
                for shift in [-5.0, 5.0] {
                    let at = Point { x: middle.x + ux * shift, y: middle.y + uy * shift };
                    let half = 6.0;
                    frame.line(
                        "rv-edge-other",
                        (at.x - uy * half, at.y + ux * half),
                        (at.x + uy * half, at.y - ux * half),
                    );
                }
            }
            TieSort::Mutual => {}
        }
        if self.graph.ties.len() <= NAMED_TIES_MAX && length > 100.0 {
            // Where no place is free, the words are those of the mark alone.
            let points = WORDS_AT.into_iter().map(|share| on_curve(begin, bend, end, share));
            if let Some((x, y)) = labels.above(&tie.relation, WORDS_PX, points.map(|at| (at.x, at.y - 5.0))) {
                frame.text(x, y, "rv-soft rv-halo rv-mid rv-small", &tie.relation);
            }
        }
        frame.end_mark();
    }

    fn nodes(&self, frame: &mut Frame) {
        for (index, node) in self.graph.nodes.iter().enumerate() {
            let Point { x, y } = self.place(index);
            let is_tied = self.graph.is_tied.get(index).copied().unwrap_or(false);
            let class = if is_tied { "rv-mark" } else { "rv-mark rv-gone" };
            let words =
                if is_tied { node.name.clone() } else { format!("{}: no tie on this day", node.name) };
            frame.begin_mark(class, &words, node.link.as_deref());
            let side = self.node * 2.0;
            let (left, top) = (x - self.node, y - self.node);
            match node.sort {
                NodeSort::Organisation => {
                    frame.markup.empty(
                        "circle",
                        attributes!["class" = "rv-node rv-ink", "cx" = x, "cy" = y, "r" = self.node],
                    );
                }
                NodeSort::Unknown => {
                    frame.markup.empty(
                        "circle",
                        attributes!["class" = "rv-ring", "cx" = x, "cy" = y, "r" = self.node - 1.0],
                    );
                }
                NodeSort::Person => frame.markup.empty(
                    "rect",
                    attributes![
                        "class" = "rv-node rv-ink",
                        "x" = left,
                        "y" = top,
                        "width" = side,
                        "height" = side,
                    ],
                ),
                NodeSort::Place => {
                    let half = self.node + 1.5;
                    let corner = |dx: f64, dy: f64| Point { x: x + dx * half, y: y + dy * half };
                    let path =
                        polygon(&[corner(0.0, -1.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(-1.0, 0.0)]);
                    frame.markup.empty("path", attributes!["class" = "rv-node rv-ink", "d" = &path]);
                }
            }
            frame.end_mark();
        }
    }

    /// Names where there is space, those with most ties first: by the whole case, so that names stay as the places do.
    fn name_areas(&self) -> (Vec<(usize, String, Area)>, Labels) {
        let areas = self.places.iter().map(|place| Area::around(place.x, place.y, self.node)).collect();
        let mut labels = Labels::beside(areas, self.width);
        let mut order: Vec<usize> = (0..self.graph.nodes.len()).collect();
        order.sort_by_key(|node| (std::cmp::Reverse(self.graph.degrees.get(*node).copied()), *node));
        let must = self.graph.nodes.len() <= NAMED_TIES_MAX;
        let named = |node: usize| {
            let place = self.place(node);
            let name = lettering::fitted(self.graph.name(node), LETTERS, 190.0).into_owned();
            let area = labels.place(&name, (place.x, place.y), self.node, must)?;
            Some((node, name, area))
        };
        (order.into_iter().filter_map(named).collect(), labels)
    }

    fn names(&self, frame: &mut Frame, names: &[(usize, String, Area)]) {
        for (node, name, area) in names {
            let is_tied = self.graph.is_tied.get(*node).copied().unwrap_or(false);
            let class = if is_tied { "rv-halo rv-b" } else { "rv-halo rv-gone" };
            // Its mark says its name already.
            frame.markup.open(
                "text",
                attributes![
                    "class" = class,
                    "x" = area.left,
                    "y" = area.bottom - 4.0,
                    "aria-hidden" = "true"
                ],
            );
            frame.markup.text(name);
            frame.markup.close_line();
        }
    }

    fn key(&self, frame: &mut Frame) {
        if self.graph.ties.is_empty() {
            frame.text(EDGE_PX, self.key_y, "rv-soft", "no tie stands on this day");
            return;
        }
        for ((class, stroke, text), (x, y)) in KEY.into_iter().zip(key_places(self.width, self.key_y)) {
            let mut path = String::from("M");
            push_number(&mut path, x);
            path.push(' ');
            push_number(&mut path, y - 4.0);
            path.push_str("h26");
            frame.markup.empty("path", attributes!["class" = class, "d" = &path, "stroke-width" = stroke]);
            if class.ends_with("other") {
                for at in [9.0, 17.0] {
                    frame.line("rv-edge-other", (x + at, y - 10.0), (x + at, y + 2.0));
                }
            }
            frame.text(x + KEY_SAMPLE_PX, y, "rv-soft", text);
        }
    }
}

/// Where the samples of the key begin: beside each other as far as there is width, then in further lines.
fn key_places(width: f64, top: f64) -> impl Iterator<Item = (f64, f64)> {
    let (mut x, mut y) = (EDGE_PX, top);
    KEY.into_iter().map(move |(_, _, text)| {
        let needed = KEY_SAMPLE_PX + lettering::width(text, LETTERS) + 16.0;
        if x > EDGE_PX && x + needed > width - EDGE_PX {
            (x, y) = (EDGE_PX, y + KEY_LINE_PX);
        }
        let place = (x, y);
        x += needed;
        place
    })
}

/// The direction from one point to another, of length 1.
fn towards(from: Point, to: Point) -> (f64, f64) {
    let (dx, dy) = (to.x - from.x, to.y - from.y);
    let length = (dx * dx + dy * dy).sqrt().max(1e-6);
    (dx / length, dy / length)
}

fn push_point(path: &mut String, step: &str, point: Point) {
    path.push_str(step);
    push_number(path, point.x);
    path.push(' ');
    push_number(path, point.y);
}

/// The point of a curve at a share of its length, from 0 to 1.
fn on_curve(begin: Point, bend: Point, end: Point, share: f64) -> Point {
    let (before, between, after) = ((1.0 - share).powi(2), 2.0 * share * (1.0 - share), share.powi(2));
    Point {
        x: before * begin.x + between * bend.x + after * end.x,
        y: before * begin.y + between * bend.y + after * end.y,
    }
}

fn curve(begin: Point, bend: Point, end: Point) -> String {
    let mut path = String::new();
    push_point(&mut path, "M", begin);
    push_point(&mut path, "Q", bend);
    push_point(&mut path, " ", end);
    path
}

fn polygon(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        push_point(&mut path, if index == 0 { "M" } else { "L" }, *point);
    }
    path.push('Z');
    path
}
