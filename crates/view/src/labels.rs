//! Finds places for names beside marks, so that no two lie on each other. Start at [`Labels`].

use crate::frame::LETTERS;
use crate::lettering;

/// How much wider bold letters are.
const BOLD: f64 = 1.08;

/// A part of a drawing that is taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    /// A square around a point.
    pub(crate) fn around(x: f64, y: f64, half: f64) -> Self {
        Self { left: x - half, top: y - half, right: x + half, bottom: y + half }
    }

    fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// What is taken already.
pub(crate) struct Labels {
    taken: Vec<Area>,
    width: f64,
}

impl Labels {
    /// A drawing of that width in which marks take these areas.
    pub(crate) fn beside(marks: Vec<Area>, width: f64) -> Self {
        Self { taken: marks, width }
    }

    /// The first of some points above which a text of that size has space, centred.
    pub(crate) fn above(
        &mut self,
        text: &str,
        size: f64,
        mut points: impl Iterator<Item = (f64, f64)>,
    ) -> Option<(f64, f64)> {
        let half = lettering::width(text, size) / 2.0;
        let over =
            |(x, y): (f64, f64)| Area { left: x - half, top: y - size, right: x + half, bottom: y + 2.0 };
        let is_free = |area: &Area| {
            area.left >= 0.0 && area.right <= self.width && self.taken.iter().all(|other| !area.meets(other))
        };
        let point = points.find(|point| is_free(&over(*point)))?;
        self.taken.push(over(point));
        Some(point)
    }

    /// A place for a name below, above, right or left of a mark of that half size; where none is free, the first if it
    /// `must` be shown.
    pub(crate) fn place(&mut self, name: &str, (x, y): (f64, f64), half: f64, must: bool) -> Option<Area> {
        let width = lettering::width(name, LETTERS) * BOLD;
        let at = |left: f64, middle: f64| {
            let left = left.clamp(4.0, (self.width - width - 4.0).max(4.0));
            Area { left, top: middle - 8.0, right: left + width, bottom: middle + 8.0 }
        };
        let (centred, away) = (x - width / 2.0, half + 10.0);
        let choices = [
            at(centred, y + away),
            at(centred, y - away),
            at(x + half + 5.0, y),
            at(x - half - 5.0 - width, y),
        ];
        let free = choices.iter().find(|area| self.taken.iter().all(|other| !area.meets(other)));
        let area = free.or(choices.first().filter(|_| must)).copied()?;
        self.taken.push(area);
        Some(area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_at_the_first_point_that_is_free() {
        let mut labels = Labels::beside(vec![Area::around(50.0, 50.0, 5.0)], 400.0);
        let points = [(50.0, 52.0), (2.0, 20.0), (120.0, 52.0), (250.0, 52.0)];
        assert_eq!(labels.above("pledged to", 11.0, points.into_iter()), Some((120.0, 52.0)));
        assert_eq!(labels.above("pledged to", 11.0, points.into_iter()), Some((250.0, 52.0)));
        assert_eq!(labels.above("pledged to", 11.0, points.into_iter()), None);
    }
}
