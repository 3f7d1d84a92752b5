//! Says when what a claim tells happened, by the dates around its words. Start at [`Dating::when`].

use retrospect_lang::{Doc, TokenRef};
use retrospect_model::Edtf;

use crate::dates::{DateExpression, DateKind, DatePart, Timeline};

/// Steps through the tree beyond which a date belongs to something else.
const DISTANCE_MAX: usize = 9;

/// The dates of a document.
#[derive(Clone, Copy)]
pub struct Dating<'d> {
    pub doc: &'d Doc<'d>,
    pub dates: &'d [DateExpression],
    pub timeline: &'d Timeline<'d>,
    /// When the document was published, as far as the caller knows.
    pub published: Option<&'d Edtf>,
}

impl Dating<'_> {
    /// When the event of a trigger was: by a date of its clause, of its item, or of the running text before it.
    #[must_use]
    pub fn when(&self, trigger: TokenRef<'_>) -> Option<Edtf> {
        let anchors = self.timeline.anchors_at(trigger.index());
        let own = anchors.sentence.iter().filter_map(|&index| self.dates.get(index));
        let running = own.filter(|date| date.part == DatePart::Running && date.value.is_some());
        let nearest = running
            .filter_map(|date| Some((self.distance(date, trigger)?, date)))
            .min_by_key(|(distance, date)| (*distance, date.tokens.start.abs_diff(trigger.index())));
        if let Some((_, date)) = nearest {
            return date.value.clone();
        }
        let written = anchors.written.and_then(|index| self.dates.get(index));
        if let Some(item) = written.filter(|date| date.part == DatePart::Item) {
            return item.value.clone();
        }
        let narrative = anchors.narrative.and_then(|index| self.dates.get(index));
        narrative.and_then(|date| date.value.clone())
    }

    /// When words at a token were said: by a date of the clause of saying, else when the text was written.
    #[must_use]
    pub fn said(&self, by: TokenRef<'_>) -> Option<Edtf> {
        let anchors = self.timeline.anchors_at(by.index());
        let own = anchors.sentence.iter().filter_map(|&index| self.dates.get(index));
        let near = own
            .filter(|date| self.distance(date, by).is_some_and(|distance| distance <= 3))
            .find_map(|date| date.value.clone());
        near.or_else(|| {
            let written = anchors.written.and_then(|index| self.dates.get(index));
            written.and_then(|date| date.value.clone()).or_else(|| self.published.cloned())
        })
    }

    /// Steps through the tree from a date to a trigger; `None` when it is too far or belongs to no clause of it.
    fn distance(&self, date: &DateExpression, trigger: TokenRef<'_>) -> Option<usize> {
        if date.kind != DateKind::Date {
            return None;
        }
        let head = date
            .tokens
            .clone()
            .filter_map(|index| self.doc.token(index))
            .find(|token| token.is_root() || !date.tokens.contains(&token.head().index()))?;
        let path = head.path_to(trigger)?;
        (path.len() <= DISTANCE_MAX).then_some(path.len())
    }
}
