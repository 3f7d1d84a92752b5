//! Prints what intake finds in files and folders: each document's text with what is known of it, and each problem.
//!
//! ```text
//! cargo run --release --example intake -- FILE...
//! ```
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program prints")]

use std::path::PathBuf;

use retrospect_intake::{Metadata, files};

fn main() {
    files::hush_contained_panics();
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let expanded = files::expand(paths.iter().map(PathBuf::as_path));
    expanded.problems.iter().for_each(|problem| eprintln!("{problem}"));
    for entry in &expanded.entries {
        let intake = files::read_file(entry, &Metadata::default());
        intake.problems.iter().for_each(|problem| eprintln!("{problem}"));
        for source in &intake.documents {
            let document = &source.document;
            println!("== {} ({}, {})", document.id().as_str(), source.format, source.language.name());
            println!(
                "{:?}, author {:?}, {} items",
                document.publication(),
                source.author,
                source.items.len()
            );
            println!("{}\n", document.text().as_str());
        }
    }
}
