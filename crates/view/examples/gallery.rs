//! Writes a page with every drawing, of values that are made up or shortened, to look at: as it is, in dark, in print and
//! on a telephone.
//!
//! ```sh
//! cargo run -p retrospect-view --example gallery > gallery.html
//! ```

#[path = "../tests/drawings/fixtures.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "it is for tests, which need more of it than the page")]
mod fixtures;

use retrospect_view::{
    Answered, BeliefInput, CampShare, DocumentInput, Highlight, Options, STYLE_SHEET, belief_bars, document,
    figure, lanes, network, timeline,
};

fn main() {
    let on_page = Options::on_page;
    let share = |camp: &str, nats: f64| CampShare { camp: camp.to_owned(), nats, words: String::new() };
    let bars = BeliefInput {
        title: "When did Mullah Omar die?".to_owned(),
        answers: vec![
            Answered {
                label: "2013-04-23".to_owned(),
                probability: 0.94,
                shares: vec![share("Taliban, against its own interest", 3.1), share("Abu Talut", -0.6)],
                link: None,
            },
            Answered {
                label: "July 2015".to_owned(),
                probability: 0.06,
                shares: vec![share("Abu Talut", 0.4)],
                link: None,
            },
        ],
    };
    let text =
        "The movement broke away from the Taliban and pledged allegiance.\n\nIts leader said so in a video.";
    let evidence = vec![
        Highlight { start: 4, end: 40, id: "1".to_owned(), words: "a split".to_owned(), link: None },
        Highlight { start: 45, end: 63, id: "2".to_owned(), words: "a pledge".to_owned(), link: None },
    ];
    let figures = [
        figure(&on_page("timeline"), |options| timeline(&fixtures::admission(), options)),
        figure(&on_page("lanes"), |options| lanes(&fixtures::path(), options)),
        figure(&on_page("network"), |options| network(&fixtures::movements(), options)),
        figure(&on_page("bars"), |options| belief_bars(&bars, options)),
        document(&DocumentInput { text: text.to_owned(), evidence }),
        figure(&on_page("many"), |options| network(&fixtures::of_many(500, 700), options)),
    ];
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Gallery</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE_SHEET}\
         body{{background:var(--rv-paper);margin:10px}}</style></head><body class=\"rv-page\">{}</body></html>",
        figures.concat()
    );
    #[expect(clippy::print_stdout, reason = "the page is what this program is for")]
    {
        println!("{page}");
    }
}
