//! `retrospect timeline` and `retrospect network`: what a case tells, drawn. Start at [`timeline`] and [`network`].

use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::Context as _;
use retrospect_findings::wording;
use retrospect_model::Truth;
use retrospect_view::{self as view, Account, Links, MapInput, NetworkInput, Options, TimelineInput, figure};

use crate::ask;
use crate::clock;
use crate::knowledge;
use crate::report::Outcome;
use crate::view_arguments::{Drawing, Network, Timeline};

/// Draws a timeline.
pub fn timeline(command: &Timeline) -> anyhow::Result<Outcome> {
    with_account(&command.drawing, |account, drawing| {
        let input = view::timeline_of(account, drawing.on, &Links::default())?;
        if let Some(path) = &drawing.svg {
            return write(path, &view::timeline(&input, &Options::default()));
        }
        let Some(path) = &drawing.html else { return write(Path::new("-"), &told(&input)) };
        let mut body = figure(&Options::on_page("t"), |options| view::timeline(&input, options));
        if account.actor.is_some() {
            let lanes = view::lanes_of(account, drawing.on)?;
            body.push_str("<h2>Over the years</h2>\n");
            body.push_str(&figure(&Options::on_page("l"), |options| view::lanes(&lanes, options)));
        }
        write(path, &view::page(&input.title, &body))
    })
}

/// Draws a network.
pub fn network(command: &Network) -> anyhow::Result<Outcome> {
    with_account(&command.drawing, |account, drawing| {
        let on = drawing.on.unwrap_or_else(clock::today);
        let input = view::network_of(account, on, &Links::default())?;
        if let Some(path) = &drawing.svg {
            return write(path, &view::network(&input, &Options::default()));
        }
        let Some(path) = &drawing.html else { return write(Path::new("-"), &ties(&input)) };
        let mut body = figure(&Options::on_page("n"), |options| view::network(&input, options));
        let places = account.spots(on, &knowledge::atlas()?)?.found;
        if !places.is_empty() {
            let map = MapInput { title: format!("{}: places", input.title), on: Some(on), places };
            body.push_str(&figure(&Options::on_page("m"), |options| view::map(&map, options)));
        }
        write(path, &view::page(&input.title, &body))
    })
}

/// Hands over what the case tells of whom the question is about.
fn with_account(
    drawing: &Drawing,
    draw: impl FnOnce(&Account<'_>, &Drawing) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let open = ask::open(&drawing.case)?;
    let asked = ask::by(&open, &drawing.clocks)?;
    let actor = drawing.actor.as_deref().map(|name| asked.actor(name)).transpose()?;
    draw(&Account::of(&asked, actor)?, drawing)?;
    Ok(Outcome::Done)
}

/// Writes to a file, or to standard output.
pub fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if path.as_os_str() == "-" {
        let mut out = BufWriter::new(std::io::stdout().lock());
        return out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write the result");
    }
    std::fs::write(path, text).with_context(|| {
        format!(
            "cannot write `{}`\nhint: check that the folder is there and that you may write to it",
            path.display()
        )
    })
}

/// A timeline as a list.
fn told(input: &TimelineInput) -> String {
    let mut lines = String::new();
    for band in &input.bands {
        lines.push_str(&format!("{} ({}), {}\n", band.label, wording::stretch(&band.bounds), band.words));
    }
    for window in &input.windows {
        let (from, until) =
            (wording::range(window.from.0, window.from.1), wording::range(window.until.0, window.until.1));
        lines.push_str(&format!(
            "deception window of {}: {from}..{until}, on that {}\n",
            window.party, window.matter
        ));
    }
    for told in &input.told {
        let said = told.said.map_or("undated".to_owned(), |said| wording::range(said.0, said.1));
        let happened = told.happened.as_ref().map_or("when is not known".to_owned(), wording::stretch);
        let speaker = if told.speaker.is_empty() { "somebody" } else { &told.speaker };
        let stance = if told.stance == retrospect_model::Stance::Asserted {
            String::new()
        } else {
            format!(", {}", told.stance)
        };
        lines.push_str(&format!("{said}  {speaker}{stance}: {} ({happened})\n", told.what));
    }
    if input.more > 0 {
        lines.push_str(&format!("and {} more claims, said later\n", input.more));
    }
    lines
}

/// The ties of a network as a list, the likeliest first.
fn ties(input: &NetworkInput) -> String {
    let mut standing: Vec<_> = input.ties.iter().filter(|tie| tie.holds != Truth::No).collect();
    standing.sort_by(|one, two| two.belief.total_cmp(&one.belief).then_with(|| one.words.cmp(&two.words)));
    if standing.is_empty() {
        return "no tie stands on that day\n".to_owned();
    }
    standing.iter().map(|tie| format!("{:.2}  {}\n", tie.belief, tie.words)).collect()
}
