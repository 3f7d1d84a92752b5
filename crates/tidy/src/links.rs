//! Turns Markdown files into problems of their links: those that lead to no file or heading of the repository. Start
//! at [`links`].

use std::path::Path;

use crate::tree::{Problem, Tree};

/// Checks that every link in a Markdown file that names no scheme leads to a file or folder of the repository, and
/// that its fragment, where it has one, is a heading there.
pub fn links(root: &Path) -> Vec<Problem> {
    let tree = Tree::open(root);
    let mut problems = Vec::new();
    for path in tree.files_ending(".md") {
        let text = tree.text(path).unwrap_or_default();
        for (line, target) in targets(&text) {
            if let Some(what) = fault(&tree, path, &text, target) {
                problems.push(Problem::at(path, line, what));
            }
        }
    }
    problems
}

/// What is wrong with a link in the file `path` with this text.
fn fault(tree: &Tree, path: &str, text: &str, target: &str) -> Option<String> {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))) {
        return None;
    }
    if target.starts_with('/') {
        return Some(format!("the link `{target}` begins at the root of a site, not of the repository"));
    }
    let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let place = if file.is_empty() { path.to_owned() } else { format!("{folder}/{file}") };
    let place = normal(&place);
    if !place.as_ref().is_some_and(|place| tree.exists(place)) {
        return Some(format!("the link `{target}` leads nowhere"));
    }
    let is_markdown = file.is_empty() || file.ends_with(".md");
    let there =
        if file.is_empty() { Some(text.to_owned()) } else { place.and_then(|place| tree.text(&place)) };
    let leads =
        |text: String| prose(&text).any(|(_, line)| anchor(line).is_some_and(|anchor| anchor == fragment));
    if fragment.is_empty() || !is_markdown || there.is_some_and(leads) {
        return None;
    }
    Some(format!("the link `{target}` names no heading there"))
}

/// A path without `.` and `..`; `None` when it leads out of the root.
fn normal(path: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The targets of the links in a text with their lines: `[...](target)` and `[...]: target`.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut targets = Vec::new();
    for (number, line) in prose(text) {
        let mut at = 0;
        while let Some(found) = line.get(at..).and_then(|rest| rest.find("](")) {
            let begin = at + found + 2;
            let target = line.get(begin..).unwrap_or_default();
            let target = target.split([')', ' ']).next().unwrap_or_default();
            if !is_in_code(line, begin) {
                targets.push((number, target));
            }
            at = begin + target.len();
        }
        let reference = line.trim_start().strip_prefix('[').and_then(|rest| rest.split_once("]: "));
        if let Some((_, target)) = reference.filter(|(name, _)| !name.contains(']')) {
            targets.push((number, target.split_whitespace().next().unwrap_or_default()));
        }
    }
    targets
}

/// The lines outside fenced code, with their numbers.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fence = None;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, None) => return Some((index + 1, line)),
            (None, Some(_)) => fence = mark,
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => {}
        }
        None
    })
}

/// Whether a place of a line lies between backquotes.
fn is_in_code(line: &str, at: usize) -> bool {
    line.get(..at).is_some_and(|before| before.matches('`').count() % 2 == 1)
}

/// The fragment that leads to a heading, as code hosts form it; `None` for a line that is none.
fn anchor(line: &str) -> Option<String> {
    let heading = line.trim_start_matches('#');
    let heading = heading.strip_prefix(' ').filter(|_| line.starts_with('#'))?;
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    Some(kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::found;

    const OTHER: (&str, &str) = ("docs/b.md", "# Why is it so?\n```\n# not this\n```\n");

    fn problems(line: &str) -> Vec<String> {
        found(links, &[("docs/a.md", line), OTHER, ("README.md", "")])
    }

    #[test]
    fn links_that_lead_somewhere_are_right() {
        for line in [
            "[b](b.md), [b](./b.md \"title\") and ![b](../docs/b.md)",
            "[b](b.md#why-is-it-so)",
            "# Here\n[here](#here) and [up](..) and [root](../README.md)",
            "[x](https://example.org/nowhere.md) [y](mailto:nobody@example.org)",
            "`[c](c.md)`\n```text\n[c](c.md)\n```",
            "[b]: b.md",
        ] {
            assert_eq!(problems(line), [""; 0], "{line}");
        }
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        for line in [
            "[c](c.md)",
            "[b](b.md) and [c](c.md)",
            "[up](../../README.md)",
            "[b](b.md#not-this)",
            "[here](#here)",
            "[root](/README.md)",
            "[c]: c.md",
            "```\n```\n[`code`](c.md)",
        ] {
            assert_eq!(problems(line).len(), 1, "{line}");
        }
        assert_eq!(problems("\n[c](c.md)"), ["docs/a.md:2: the link `c.md` leads nowhere"]);
    }
}
