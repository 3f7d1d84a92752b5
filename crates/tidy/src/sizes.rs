//! Turns Rust files into problems of length: files and functions that fit no screen. Start at [`sizes`].

use std::path::Path;

use crate::rust_code::code_of;
use crate::tree::{Problem, Tree};

/// Lines of a file at the most.
pub const FILE_LINES_MAX: usize = 800;
/// Lines of a function at the most, from its `fn` to its closing brace.
pub const FUNCTION_LINES_MAX: usize = 70;

/// Checks that no Rust file and no function in one is longer than the style guide has it.
pub fn sizes(root: &Path) -> Vec<Problem> {
    let tree = Tree::open(root);
    let mut problems = Vec::new();
    for path in tree.files_ending(".rs") {
        let source = tree.text(path).unwrap_or_default();
        let lines = source.lines().count();
        if lines > FILE_LINES_MAX {
            problems.push(Problem::new(path, format!("{lines} lines, more than {FILE_LINES_MAX}")));
        }
        for function in functions(&code_of(&source)) {
            let lines = function.last - function.first + 1;
            if lines > FUNCTION_LINES_MAX {
                let what = format!("`{}` has {lines} lines, more than {FUNCTION_LINES_MAX}", function.name);
                problems.push(Problem::at(path, function.first, what));
            }
        }
    }
    problems
}

/// A function with a body, and its lines.
struct Function<'c> {
    name: &'c str,
    first: usize,
    last: usize,
}

/// Finds functions by their keyword and their braces, nested ones too.
fn functions(code: &str) -> Vec<Function<'_>> {
    let words = words(code);
    let keyword = |index: &usize| words.get(*index).is_some_and(|(_, word)| *word == "fn");
    (0..words.len()).filter(keyword).filter_map(|index| function(&words, index)).collect()
}

/// The function whose keyword is the word at `index`; `None` for one without a body, or a type such as `fn(u8)`.
fn function<'c>(words: &[(usize, &'c str)], index: usize) -> Option<Function<'c>> {
    let &(first, _) = words.get(index)?;
    let &(_, name) = words.get(index + 1).filter(|(_, name)| name.starts_with(is_word))?;
    let (mut brackets, mut braces) = (0_i32, 0_i32);
    for &(line, word) in words.get(index + 2..)? {
        match word {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets -= 1,
            ";" if brackets == 0 && braces == 0 => return None,
            // A brace inside brackets before the body is a constant's: `[u8; { N }]`.
            "{" if braces > 0 || brackets == 0 => braces += 1,
            "}" if braces > 0 => {
                braces -= 1;
                if braces == 0 {
                    return Some(Function { name, first, last: line });
                }
            }
            _ => {}
        }
    }
    None
}

/// Names and marks with their lines, counted from 1.
fn words(code: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match rest.find(|c| !is_word(c)) {
                Some(0) => first.len_utf8(),
                Some(end) => end,
                None => rest.len(),
            };
            let (word, after) = rest.split_at(length);
            words.push((index + 1, word));
            rest = after.trim_start();
        }
    }
    words
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::found;

    fn function_of(lines: usize) -> String {
        format!(
            "fn long(x: [u8; {{ 2 }}])\nwhere\n{{\n{}}}\n",
            "    let brace = \"}\"; // }\n".repeat(lines - 4)
        )
    }

    #[test]
    fn a_function_may_fill_a_screen_and_no_more() {
        assert_eq!(found(sizes, &[("a.rs", &function_of(70))]), [""; 0]);
        let long = format!("//! Head.\n\n{}", function_of(71));
        assert_eq!(found(sizes, &[("a.rs", &long)]), ["a.rs:3: `long` has 71 lines, more than 70"]);
    }

    #[test]
    fn methods_and_nested_functions_are_found() {
        let nested = format!("impl A {{\nfn outer() {{\n{}}}\n}}\n", function_of(71));
        let problems = found(sizes, &[("a.rs", &nested)]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].contains("`outer` has 73"));
        assert!(problems[1].contains("`long` has 71"));
    }

    #[test]
    fn what_has_no_body_has_no_length() {
        let declarations =
            format!("trait A {{ fn a(x: [u8; 3]); }}\ntype B = fn(u8);\n{}\n", "struct C {}\n".repeat(90));
        assert_eq!(found(sizes, &[("a.rs", &declarations)]), [""; 0]);
    }

    #[test]
    fn a_file_may_have_800_lines() {
        assert_eq!(found(sizes, &[("a.rs", &"//\n".repeat(800)), ("b.txt", &"\n".repeat(900))]), [""; 0]);
        assert_eq!(found(sizes, &[("a.rs", &"//\n".repeat(801))]), ["a.rs: 801 lines, more than 800"]);
    }
}
