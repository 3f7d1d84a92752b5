//! Turns Rust source into its code alone: comments and the insides of literals become blanks. Start at [`code_of`].

/// The source with comments, strings and characters blanked; every line keeps its number.
pub(crate) fn code_of(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    let mut before = ' ';
    while let Some(next) = rest.chars().next() {
        let length = blank_length(rest, before).unwrap_or(0);
        let (blank, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if blank.is_empty() {
            code.push(next);
            before = next;
            rest = rest.get(next.len_utf8()..).unwrap_or_default();
        } else {
            code.extend(blank.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            before = ' ';
            rest = after;
        }
    }
    code
}

/// How many bytes a comment or literal takes at the start of `rest`; `None` if there is none.
fn blank_length(rest: &str, before: char) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    if rest.starts_with('"') {
        return Some(quoted(rest, '"'));
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    // A raw string: `r`, `br` or `cr`, any number of `#`, and a quote. `r#name` is a raw identifier.
    let raw = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('r')?;
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    if before.is_alphanumeric() || before == '_' || !raw.get(hashes..)?.starts_with('"') {
        return None;
    }
    let opening = rest.len() - raw.len() + hashes + 1;
    let closing = format!("\"{}", "#".repeat(hashes));
    let inside = rest.get(opening..)?;
    Some(inside.find(&closing).map_or(rest.len(), |at| opening + at + closing.len()))
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        let step = if here.starts_with("/*") {
            depth += 1;
            2
        } else if here.starts_with("*/") {
            depth -= 1;
            2
        } else {
            here.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// From an opening quote to behind the closing one.
fn quoted(rest: &str, quote: char) -> usize {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    rest.len()
}

/// A character literal, not a lifetime: `'x'` or an escape.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest.chars().skip(1);
    let (first, second) = (chars.next()?, chars.next()?);
    (first == '\\' || second == '\'').then(|| quoted(rest, '\''))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_become_blanks() {
        let squeezed = |code: &str| code.split_whitespace().collect::<Vec<&str>>().join(" ");
        let cases = [
            ("a // { }\nb", "a b"),
            ("a /* { /* } */ { */ b", "a b"),
            (r#"f("{ \" }") }"#, "f( ) }"),
            ("r#\"{ \" }\"# }", "}"),
            (r#"br"\" }"#, "}"),
            ("'{' '\\'' '\\u{7b}' }", "}"),
            ("fn f<'a>(x: &'a str) { 'b: loop {} }", "fn f<'a>(x: &'a str) { 'b: loop {} }"),
            ("r#fn for\"x\"", "r#fn for"),
        ];
        for (source, expected) in cases {
            assert_eq!(squeezed(&code_of(source)), expected, "{source}");
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let source = "a /* \n */ \"\n\\\n\" // b\nc";
        assert_eq!(code_of(source).lines().count(), source.lines().count());
    }

    #[test]
    fn what_never_ends_reaches_to_the_end() {
        for source in ["/* {", "\"{", "r#\"{\"", "'\\{"] {
            assert_eq!(code_of(source).trim(), "", "{source}");
        }
    }
}
