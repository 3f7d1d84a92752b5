//! Writes a page with every drawing, of values that are made up or shortened, to look at: as it is, in dark, in print and
//! on a telephone.
//!
//! ```sh
//! cargo run -p retrospect-view --example gallery > gallery.html
//! ```

#[path = "../tests/drawings/fixtures.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "it is for tests, which need more of it than the page")]
mod fixtures;

use retrospect_view::{Options, STYLE_SHEET, figure, timeline};

fn main() {
    let figures =
        [figure(&Options::on_page("timeline"), |options| timeline(&fixtures::admission(), options))];
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
