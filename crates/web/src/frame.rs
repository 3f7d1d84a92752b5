//! What stands around every page: its name, the way to the others, and the two clocks. Start at [`Frame::around`].

use maud::{DOCTYPE, Markup, html};
use retrospect_model::Day;

use crate::address::View;
use crate::app::App;
use crate::guard::session::Caller;
use crate::judged::Decided;
use crate::pages::Page;
use crate::snapshot::Snapshot;

/// The pages that the frame leads to.
const PAGES: [(&str, &str); 10] = [
    ("/", "Overview"),
    ("/timeline", "Timeline"),
    ("/network", "Network"),
    ("/map", "Map"),
    ("/actors", "Actors"),
    ("/claims", "Claims"),
    ("/sources", "Sources"),
    ("/disputes", "Disputes"),
    ("/documents", "Documents"),
    ("/review", "Review"),
];
/// Bars of the picture above a slider.
const BARS: usize = 80;

/// What is around a page.
pub struct Frame<'f> {
    /// The application.
    pub app: &'f App,
    /// Who asks.
    pub caller: &'f Caller,
    /// The state of the page.
    pub view: &'f View,
    /// The path of its JSON twin.
    pub twin: &'f str,
    /// What is known of the case.
    pub snapshot: &'f Snapshot,
    /// The judgement that was recorded just now.
    pub done: Option<Decided>,
}

impl Frame<'_> {
    /// The key that every form must carry, as a field.
    pub fn form_key(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.app.keys().form_key(self.caller)); }
    }

    /// The whole page.
    pub fn around(&self, page: &impl Page) -> Markup {
        let title = page.title();
        html! {
            (DOCTYPE)
            html lang="en" {
                (head(&format!("{title} · {}", self.app.case_name()), page.scripts(), page.refresh_seconds()))
                body {
                    a.skip href="#main" { "Skip to the page" }
                    header.top {
                        div.brand {
                            a href=(self.view.link("/")) { "Retrospect" }
                            span.case { (self.app.case_name()) }
                        }
                        nav aria-label="Pages" {
                            ul {
                                @for (path, name) in PAGES {
                                    li { a href=(self.view.link(path)) aria-current=[self.is_here(path).then_some("page")] { (name) } }
                                }
                            }
                        }
                    }
                    (self.clocks())
                    main #main tabindex="-1" {
                        @if let Some(done) = &self.done {
                            div.said role="status" { "Recorded: " (done.sentence()) ". " (done.undo(self)) }
                        }
                        (page.body(self))
                    }
                    footer {
                        p {
                            "The whole state of this page stands in its address. "
                            span.no-print {
                                a href=(self.view.same(self.twin)) { "The same as JSON" }
                                " · " a href=(self.view.link("/import")) { "Import" }
                                " · " a href="/openapi.json" { "OpenAPI" }
                            }
                        }
                    }
                }
            }
        }
    }

    fn is_here(&self, path: &str) -> bool {
        let here = self.view.path.as_str();
        // A page of one thing belongs to the page of all of them.
        here == path || (path != "/" && here == path.trim_end_matches('s'))
    }

    /// The two clocks: a form of two days that works as it is, and that a script turns into sliders.
    fn clocks(&self) -> Markup {
        let clocks = &self.view.clocks;
        let said = &self.snapshot.said;
        let first_last = |days: &std::collections::BTreeMap<Day, usize>| {
            Some((*days.first_key_value()?.0, *days.last_key_value()?.0))
        };
        let (first, last) = first_last(said).unwrap_or(self.snapshot.valid);
        let said_by = clocks.said_by.unwrap_or(last);
        let before = said.range(..said_by).next_back().map(|(day, _)| *day);
        let after = said.range(said_by.plus_days(1)..).next().map(|(day, _)| *day);
        let (valid_first, valid_last) = (self.snapshot.valid.0, self.snapshot.valid.1.max(last));
        let on = clocks.on.unwrap_or(valid_last);
        html! {
            form.clocks method="get" action=(self.view.path) aria-label="Clocks" data-clocks {
                @for (key, value) in self.view.others(&["on", "said_by"]) {
                    input type="hidden" name=(key) value=(value);
                }
                (self.clock(&Clock {
                    key: "on", name: "On", what: "the day it is about", value: clocks.on, shown: on,
                    range: (valid_first, valid_last),
                    steps: [Some(on.plus_months(-1)), Some(on.plus_months(1))],
                    picture: None,
                }))
                (self.clock(&Clock {
                    key: "said_by", name: "Known by", what: "only what had been said by then", value: clocks.said_by,
                    shown: said_by, range: (first, last), steps: [before, after],
                    picture: Some(bars(said.iter().map(|(day, count)| (*day, *count)), (first, last))),
                }))
                button { "Show" }
            }
        }
    }

    fn clock(&self, clock: &Clock) -> Markup {
        let key = clock.key;
        let step = |day: Option<Day>, sign: &str, way: &str| {
            html! {
                @if let Some(day) = day {
                    a.step href=(self.view.changed(key, Some(&day))) aria-label={ (clock.name) ": " (way) ", " (day) } title=(day) { (sign) }
                } @else {
                    span.step aria-hidden="true" { (sign) }
                }
            }
        };
        html! {
            div.clock {
                label for={ "clock-" (key) } { (clock.name) " " span.quiet { (clock.what) } }
                div.row {
                    (step(clock.steps[0], "‹", "earlier"))
                    input.day id={ "clock-" (key) } type="text" name=(key) value=[clock.value] inputmode="numeric" autocomplete="off"
                        pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}" title="a day such as 2015-08-06" placeholder="any day";
                    (step(clock.steps[1], "›", "later"))
                    @if clock.value.is_some() {
                        a.all href=(self.view.changed(key, None)) aria-label={ "any day: " (clock.name) } { "any" }
                    } @else {
                        span.all { "any" }
                    }
                }
                div.track {
                    @if let Some(picture) = &clock.picture { (picture) }
                    input type="range" hidden data-for={ "clock-" (key) } aria-label={ (clock.name) " slider" }
                        min=(clock.range.0.days_since_epoch()) max=(clock.range.1.days_since_epoch())
                        value=(clock.shown.days_since_epoch());
                }
            }
        }
    }
}

/// One clock of the frame.
struct Clock {
    key: &'static str,
    name: &'static str,
    what: &'static str,
    value: Option<Day>,
    shown: Day,
    range: (Day, Day),
    /// The days that the signs before and behind the day lead to.
    steps: [Option<Day>; 2],
    picture: Option<Markup>,
}

/// How much was said when, as bars above the slider.
fn bars(days: impl Iterator<Item = (Day, usize)>, (first, last): (Day, Day)) -> Markup {
    let length = first.days_until(last).max(1) as f64;
    let mut counts = [0_usize; BARS];
    for (day, count) in days {
        let place = first.days_until(day) as f64 / length * (BARS - 1) as f64;
        if let Some(bar) = counts.get_mut(place as usize) {
            *bar += count;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let mut path = String::new();
    for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        // Square roots: a day of a few claims is to be seen beside one of hundreds.
        let height = (*count as f64 / most).sqrt() * 20.0;
        path.push_str(&format!("M{place} 20v-{height:.1}h.8v{height:.1}z"));
    }
    html! {
        svg.bars viewBox={ "0 0 " (BARS) " 20" } preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            path d=(path) {}
        }
    }
}

fn head(title: &str, scripts: &[&str], refresh_seconds: Option<u32>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) }
            link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
            link rel="stylesheet" href="/assets/style.css";
            link rel="stylesheet" href="/assets/drawings.css";
            @if let Some(seconds) = refresh_seconds { noscript { meta http-equiv="refresh" content=(seconds); } }
            @for script in scripts { script type="module" src=(script) {} }
        }
    }
}

/// A page without the frame, that reads nothing of the case.
pub fn bare(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&format!("{title} · Retrospect"), &[], None))
            body.bare {
                header.top { div.brand { a href="/" { "Retrospect" } } }
                main #main { (body) }
            }
        }
    }
}
