//! Gives the nodes of a graph places that depend on nothing but the graph. Start at [`Layout::of`].
//!
//! Each connected part is laid out by forces, after Fruchterman and Reingold, "Graph Drawing by Force-directed Placement",
//! Software: Practice and Experience 21 (1991), from a spiral in the order of the nodes; the parts are then put side by
//! side, large ones first. There is no randomness: the same graph has the same places.

/// Pairs of nodes that are looked at in all rounds together, which bounds the time.
const PAIRS_MAX: usize = 9_000_000;
/// Rounds: no fewer, however large the graph, and no more.
const ROUNDS: (usize, usize) = (12, 160);
/// How much wider than high the whole should be.
const ASPECT: f64 = 1.45;
/// Space between parts, in lengths of a tie.
const SPACE: f64 = 1.0;

/// The place of a node; the length of an ordinary tie is 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// Places of nodes, from (0, 0) to the size.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layout {
    pub(crate) places: Vec<Point>,
    pub(crate) size: Point,
}

impl Layout {
    /// The layout of a graph with that many nodes; ties between nodes that are not there are left out.
    pub(crate) fn of(count: usize, ties: &[(usize, usize)]) -> Self {
        let mut ties: Vec<(usize, usize)> = ties
            .iter()
            .filter(|(from, to)| from != to && *from < count && *to < count)
            .map(|(from, to)| (*from.min(to), *from.max(to)))
            .collect();
        ties.sort_unstable();
        ties.dedup();
        let mut parts: Vec<Part> =
            parts(count, &ties).into_iter().map(|nodes| Part::laid_out(nodes, &ties)).collect();
        parts.sort_by_key(|part| (std::cmp::Reverse(part.nodes.len()), part.nodes.first().copied()));
        packed(count, &parts)
    }
}

/// A connected part of a graph.
struct Part {
    /// Its nodes in their order.
    nodes: Vec<usize>,
    /// Their places, from (0, 0) on.
    places: Vec<Point>,
    size: Point,
}

/// The connected parts of a graph, each with its nodes in order.
fn parts(count: usize, ties: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..count).collect();
    let find = |root: &mut Vec<usize>, mut node: usize| {
        while let Some(above) = root.get(node).copied().filter(|above| *above != node) {
            // Halve the way for those who come later.
            let next = root.get(above).copied().unwrap_or(above);
            if let Some(own) = root.get_mut(node) {
                *own = next;
            }
            node = next;
        }
        node
    };
    for (from, to) in ties {
        let (one, other) = (find(&mut root, *from), find(&mut root, *to));
        if let Some(above) = root.get_mut(one.max(other)) {
            *above = one.min(other);
        }
    }
    let mut parts = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for node in 0..count {
        let root = find(&mut root, node);
        parts.entry(root).or_default().push(node);
    }
    parts.into_values().collect()
}

impl Part {
    fn laid_out(nodes: Vec<usize>, ties: &[(usize, usize)]) -> Self {
        // Nodes are in order, so that a search finds their number within the part.
        let own: Vec<(usize, usize)> = ties
            .iter()
            .filter_map(|(from, to)| Some((nodes.binary_search(from).ok()?, nodes.binary_search(to).ok()?)))
            .collect();
        let mut places = begun(nodes.len(), &own);
        settle(&mut places, &own);
        let size = moved_to_origin(&mut places);
        Self { nodes, places, size }
    }
}

/// A spiral of evenly spread places, on which who has most ties is in the middle. Each place is the one before it
/// turned by the golden angle.
fn begun(count: usize, ties: &[(usize, usize)]) -> Vec<Point> {
    const COSINE: f64 = -0.737_368_878_078_32;
    const SINE: f64 = 0.675_490_294_261_524;
    let mut degrees = vec![0_usize; count];
    for (from, to) in ties {
        for node in [*from, *to] {
            if let Some(degree) = degrees.get_mut(node) {
                *degree += 1;
            }
        }
    }
    let mut order: Vec<(std::cmp::Reverse<usize>, usize)> =
        degrees.into_iter().enumerate().map(|(node, degree)| (std::cmp::Reverse(degree), node)).collect();
    order.sort_unstable();
    let mut places = vec![Point { x: 0.0, y: 0.0 }; count];
    let (mut x, mut y) = (1.0, 0.0);
    for (step, (_, node)) in order.into_iter().enumerate() {
        let radius = (step as f64).sqrt() * 0.7;
        if let Some(place) = places.get_mut(node) {
            *place = Point { x: x * radius, y: y * radius };
        }
        (x, y) = (x * COSINE - y * SINE, x * SINE + y * COSINE);
    }
    places
}

/// Moves places until ties are about as long as each other and what is not tied stands apart.
fn settle(places: &mut [Point], ties: &[(usize, usize)]) {
    let count = places.len();
    if count < 2 {
        return;
    }
    let pairs = count * (count - 1) / 2;
    let rounds = (PAIRS_MAX / pairs.max(1)).clamp(ROUNDS.0, ROUNDS.1);
    let start = (count as f64).sqrt() * 0.35;
    let mut moves = vec![Point { x: 0.0, y: 0.0 }; count];
    for round in 0..rounds {
        moves.fill(Point { x: 0.0, y: 0.0 });
        push_apart(places, &mut moves);
        for (from, to) in ties {
            let (Some(one), Some(other)) = (places.get(*from), places.get(*to)) else { continue };
            let (x, y) = (one.x - other.x, one.y - other.y);
            let pull = (x * x + y * y).sqrt();
            for (node, sign) in [(*from, -1.0), (*to, 1.0)] {
                if let Some(own) = moves.get_mut(node) {
                    own.x += sign * x * pull;
                    own.y += sign * y * pull;
                }
            }
        }
        let most = start * (1.0 - round as f64 / rounds as f64) + 0.01;
        for (place, step) in places.iter_mut().zip(&moves) {
            let length = (step.x * step.x + step.y * step.y).sqrt();
            let share = if length > most { most / length } else { 1.0 };
            place.x += step.x * share;
            place.y += step.y * share * 0.9;
        }
    }
}

/// Every two nodes push each other away, the more the nearer they are.
fn push_apart(places: &[Point], moves: &mut [Point]) {
    for (index, one) in places.iter().enumerate() {
        let (mut x, mut y) = (0.0, 0.0);
        let later = places.iter().zip(moves.iter_mut()).skip(index + 1);
        for (step, (other, own)) in later.enumerate() {
            let (mut dx, dy) = (one.x - other.x, one.y - other.y);
            if dx == 0.0 && dy == 0.0 {
                // Two on one spot part in the order of their numbers.
                dx = -1e-3 * (step + 1) as f64;
            }
            let push = 1.0 / (dx * dx + dy * dy).max(1e-6);
            (x, y) = (x + dx * push, y + dy * push);
            own.x -= dx * push;
            own.y -= dy * push;
        }
        if let Some(own) = moves.get_mut(index) {
            own.x += x;
            own.y += y;
        }
    }
}

/// Moves places so that the least are 0; gives the size.
fn moved_to_origin(places: &mut [Point]) -> Point {
    let least = |of: fn(&Point) -> f64| places.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Point) -> f64| places.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|place| place.x), least(|place| place.y));
    let (right, bottom) = (most(|place| place.x), most(|place| place.y));
    for place in places.iter_mut() {
        *place = Point { x: place.x - left, y: place.y - top };
    }
    if places.is_empty() { Point { x: 0.0, y: 0.0 } } else { Point { x: right - left, y: bottom - top } }
}

/// Puts parts side by side in rows, in their order.
fn packed(count: usize, parts: &[Part]) -> Layout {
    let area: f64 = parts.iter().map(|part| (part.size.x + SPACE) * (part.size.y + SPACE)).sum();
    let widest = parts.iter().map(|part| part.size.x).fold(0.0, f64::max);
    let width = (area * ASPECT).sqrt().max(widest);
    let mut places = vec![Point { x: 0.0, y: 0.0 }; count];
    let (mut x, mut y, mut height) = (0.0_f64, 0.0_f64, 0.0_f64);
    let mut size = Point { x: 0.0, y: 0.0 };
    for part in parts {
        if x > 0.0 && x + part.size.x > width {
            (x, y, height) = (0.0, y + height + SPACE, 0.0);
        }
        for (node, own) in part.nodes.iter().zip(&part.places) {
            if let Some(place) = places.get_mut(*node) {
                *place = Point { x: x + own.x, y: y + own.y };
            }
        }
        height = height.max(part.size.y);
        size = Point { x: size.x.max(x + part.size.x), y: size.y.max(y + part.size.y) };
        x += part.size.x + SPACE;
    }
    Layout { places, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(layout: &Layout, one: usize, other: usize) -> f64 {
        let (one, other) = (layout.places[one], layout.places[other]);
        ((one.x - other.x).powi(2) + (one.y - other.y).powi(2)).sqrt()
    }

    #[test]
    fn who_is_tied_stands_near() {
        // Two triangles, joined by one tie.
        let layout = Layout::of(6, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)]);
        assert!(distance(&layout, 0, 1) < distance(&layout, 0, 4));
        assert!(distance(&layout, 3, 5) < distance(&layout, 1, 5));
        for one in 0..6 {
            for other in 0..one {
                assert!(distance(&layout, one, other) > 0.3, "{one} and {other} are on one spot");
            }
        }
    }

    #[test]
    fn everybody_is_on_the_sheet() {
        for count in [0, 1, 2, 30] {
            let ties: Vec<(usize, usize)> =
                (0..count / 2).map(|node| (node, (node * 7 + 1) % count)).collect();
            let layout = Layout::of(count, &ties);
            assert_eq!(layout.places.len(), count);
            for place in &layout.places {
                assert!((-1e-9..=layout.size.x + 1e-9).contains(&place.x), "{place:?} of {:?}", layout.size);
                assert!((-1e-9..=layout.size.y + 1e-9).contains(&place.y), "{place:?} of {:?}", layout.size);
            }
        }
        assert_eq!(Layout::of(2, &[(0, 9), (1, 1)]).places.len(), 2, "ties to nobody are left out");
    }
}
