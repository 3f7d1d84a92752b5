//! Writes the way through the tree from one word to another as text. Start at [`path`].

use retrospect_lang::TokenRef;

/// Steps of a way beyond which it says nothing more.
const STEPS_MAX: usize = 7;

/// The way from one word to another, in its two halves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path {
    /// The labels from the first word up to the word above both, as `^relcl^pobj`.
    pub up: String,
    /// Those from there down to the second, as `>prep(in)>pobj`; prepositions have their word.
    pub down: String,
    /// The steps of each half.
    pub steps: (usize, usize),
}

/// The way through the tree; `far` when it is longer than anything that was learned.
pub(crate) fn path(from: TokenRef<'_>, to: TokenRef<'_>) -> Path {
    let up: Vec<TokenRef<'_>> = std::iter::once(from).chain(from.ancestors().take(STEPS_MAX)).collect();
    let down: Vec<TokenRef<'_>> = std::iter::once(to).chain(to.ancestors().take(STEPS_MAX)).collect();
    let meeting = up
        .iter()
        .enumerate()
        .find_map(|(high, above)| Some((high, down.iter().position(|token| token == above)?)));
    let Some((high, low)) = meeting.filter(|(high, low)| high + low <= STEPS_MAX) else {
        return Path { up: "far".to_owned(), down: String::new(), steps: (STEPS_MAX, STEPS_MAX) };
    };
    let mut way = Path { steps: (high, low), ..Path::default() };
    for token in up.iter().take(high) {
        way.up.push('^');
        label(&mut way.up, *token);
    }
    for token in down.iter().take(low).rev() {
        way.down.push('>');
        label(&mut way.down, *token);
    }
    way
}

fn label(way: &mut String, token: TokenRef<'_>) {
    way.push_str(token.dep());
    if matches!(token.dep(), "prep" | "agent" | "dative") && token.pos() == "ADP" {
        way.push('(');
        way.push_str(token.lemma());
        way.push(')');
    }
}
