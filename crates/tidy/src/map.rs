//! Turns `ARCHITECTURE.md` into problems of its map: crates that it leaves out, places that are not there. Start at
//! [`map`].

use std::path::Path;

use crate::tree::{Problem, Tree};

const FILE: &str = "ARCHITECTURE.md";
/// The map reaches from this heading to the next.
const HEADING: &str = "## Map";

/// Checks that the map names every crate, and that every place named there exists. On the map, what stands between
/// backquotes is a place: a path from the root.
pub fn map(root: &Path) -> Vec<Problem> {
    let tree = Tree::open(root);
    let Some(text) = tree.text(FILE) else {
        return vec![Problem::new(FILE, "is missing")];
    };
    let places = places(&text);
    if places.is_empty() {
        return vec![Problem::new(
            FILE,
            format!("has no section `{HEADING}` with places between backquotes"),
        )];
    }
    let mut problems = Vec::new();
    for folder in tree.crates() {
        if !places.iter().any(|(_, place)| place.strip_prefix("crates/") == Some(folder)) {
            problems.push(Problem::new(FILE, format!("the map does not name `crates/{folder}`")));
        }
    }
    for (line, place) in places {
        if !tree.exists(place) {
            problems.push(Problem::at(FILE, line, format!("the map names `{place}`, which does not exist")));
        }
    }
    problems
}

fn places(text: &str) -> Vec<(usize, &str)> {
    let lines = text.lines().enumerate().skip_while(|(_, line)| line.trim() != HEADING).skip(1);
    let section = lines.take_while(|(_, line)| !line.starts_with("## "));
    section
        .flat_map(|(index, line)| {
            line.split('`').skip(1).step_by(2).map(move |place| (index + 1, place.trim_end_matches('/')))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::found;

    const MANIFEST: (&str, &str) = ("crates/lang/Cargo.toml", "");

    #[test]
    fn a_map_of_all_crates_and_real_places_is_right() {
        let map_text = "# A\n`nowhere`\n## Map\n| [`crates/lang`](crates/lang) | parse |\n| `tools/` | |\n## Why?\n`else`\n";
        assert_eq!(found(map, &[MANIFEST, (FILE, map_text), ("tools/a", "")]), [""; 0]);
    }

    #[test]
    fn a_crate_left_out_and_a_place_not_there_are_found() {
        let problems = found(map, &[MANIFEST, (FILE, "## Map\n`crates/language`\n")]);
        let expected = [
            "ARCHITECTURE.md: the map does not name `crates/lang`",
            "ARCHITECTURE.md:2: the map names `crates/language`, which does not exist",
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn a_map_is_needed() {
        assert_eq!(found(map, &[MANIFEST]), ["ARCHITECTURE.md: is missing"]);
        assert_eq!(found(map, &[MANIFEST, (FILE, "# A\n`crates/lang`\n")]).len(), 1);
    }
}
