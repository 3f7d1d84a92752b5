//! Turns a page of a PDF into the glyphs on it, in the order in which they are drawn. Start at [`Drawing`].

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::page::Page;
use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use crate::contain;
use crate::limits::{PDF_PAGE_GLYPHS_MAX, PDF_STEPS_MAX};

/// A glyph on a page. Its place is told along and across the direction in which its line runs, in points; across
/// grows from line to line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// The characters that it stands for.
    pub(super) text: String,
    pub(super) along: f64,
    pub(super) across: f64,
    /// How far the next glyph is; `None` for fonts that are drawn, of which the library does not tell it.
    pub(super) advance: Option<f64>,
    /// The size of its font.
    pub(super) size: f64,
    /// The direction of its line, in degrees.
    pub(super) direction: i16,
}

/// How the drawing of a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// With its last instruction.
    Whole,
    /// Where the library gave up.
    Damaged,
    /// Where the steps of the whole document were used up.
    OverBudget,
}

/// What the drawing of the pages of one PDF needs and counts.
pub(super) struct Drawing<'a> {
    cache: InterpreterCache<'a>,
    settings: InterpreterSettings,
    steps: u64,
    glyphs: u64,
    unknown: u64,
}

/// How many steps a form counts for: it takes about so much longer than a glyph.
const FORM_STEPS: u64 = 50;

/// What a device unwinds with when the steps are used up: the interface has no other way to stop.
struct OverBudget;

impl<'a> Drawing<'a> {
    pub(super) fn new() -> Self {
        let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
        Self { cache: InterpreterCache::new(), settings, steps: 0, glyphs: 0, unknown: 0 }
    }

    /// How many glyphs stand for no known character, and how many there are.
    pub(super) fn unknown_glyphs(&self) -> (u64, u64) {
        (self.unknown, self.glyphs)
    }

    /// The glyphs of a page, as far as it could be drawn.
    pub(super) fn glyphs_of(&mut self, page: &Page<'a>) -> (Vec<Glyph>, Ended) {
        let mut plotter = Plotter { glyphs: Vec::new(), steps: self.steps, unknown: 0 };
        let drawn = contain::contained(|| {
            let (width, height) = page.render_dimensions();
            let area = Rect::new(0.0, 0.0, width.into(), height.into());
            let transform = page.initial_transform(true).to_kurbo();
            let mut context = Context::new(transform, area, &self.cache, page.xref(), self.settings.clone());
            interpret_page(page, &mut context, &mut plotter);
        });
        self.steps = plotter.steps;
        self.glyphs += plotter.glyphs.len() as u64;
        self.unknown += plotter.unknown;
        let ended = match drawn {
            Ok(()) => Ended::Whole,
            Err(payload) => {
                // What was half done when it unwound must not be used again.
                self.cache = InterpreterCache::new();
                if payload.is::<OverBudget>() { Ended::OverBudget } else { Ended::Damaged }
            }
        };
        (plotter.glyphs, ended)
    }
}

/// A device that keeps glyphs and forgets everything else.
struct Plotter {
    glyphs: Vec<Glyph>,
    steps: u64,
    unknown: u64,
}

impl Plotter {
    fn step(&mut self, steps: u64) {
        self.steps += steps;
        if self.steps > PDF_STEPS_MAX || self.glyphs.len() >= PDF_PAGE_GLYPHS_MAX {
            std::panic::resume_unwind(Box::new(OverBudget));
        }
    }
}

impl<'a> Device<'a> for Plotter {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        self.step(1);
        let text = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.unknown += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            }
        };
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(_) => None,
        };
        let placed = placed(text, transform * glyph_transform, advance);
        self.glyphs.extend(placed);
    }

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.step(1);
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        // Each form begins with one.
        self.step(FORM_STEPS);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.step(1);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {
        self.step(1);
    }

    fn draw_rect(&mut self, _: &Rect, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {
        self.step(1);
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}

    fn set_blend_mode(&mut self, _: BlendMode) {}

    fn pop_clip_path(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// A glyph of a font of 1000 units, at its place; `None` when it has no place that can be told.
fn placed(text: String, transform: Affine, advance: Option<f32>) -> Option<Glyph> {
    let origin = transform * Point::ZERO;
    let right: Vec2 = transform * Point::new(1_000.0, 0.0) - origin;
    let up: Vec2 = transform * Point::new(0.0, 1_000.0) - origin;
    let (width, size) = (right.hypot(), up.hypot());
    if !(width.is_finite() && size.is_finite() && origin.is_finite()) || width < 1e-6 || size < 1e-6 {
        return None;
    }
    let unit = right / width;
    // The page's own axis across points down, so that a line below is further on.
    let normal = Vec2::new(-unit.y, unit.x);
    Some(Glyph {
        text,
        along: origin.to_vec2().dot(unit),
        across: origin.to_vec2().dot(normal),
        advance: advance.map(|advance| f64::from(advance) * width / 1_000.0),
        size,
        direction: unit.atan2().to_degrees().round() as i16,
    })
}
