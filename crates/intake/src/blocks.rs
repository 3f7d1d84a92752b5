//! Turns runs of words, line breaks and block boundaries into the one form that extracted text has: single spaces, a
//! line feed between lines, an empty line between blocks, nothing at the ends. Start at [`Blocks`].

/// A text under construction.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    text: String,
    gap: Gap,
}

/// What lies between the text so far and what comes next; the widest of what was asked for.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Line,
    Block,
}

impl Blocks {
    /// Adds words. White space among them becomes one space, and at their ends a space where words follow.
    pub(crate) fn words(&mut self, words: &str) {
        for character in words.chars() {
            if character.is_whitespace() {
                self.widen(Gap::Space);
            } else if !is_unseen(character) {
                self.close_gap();
                self.text.push(character);
            }
        }
    }

    /// Adds text that was set as it stands, such as a poem: its line ends stay, its other white space becomes spaces.
    pub(crate) fn set_text(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.line();
            }
            self.words(line);
        }
    }

    /// Ends the word.
    pub(crate) fn space(&mut self) {
        self.widen(Gap::Space);
    }

    /// Ends the line.
    pub(crate) fn line(&mut self) {
        self.widen(Gap::Line);
    }

    /// Ends the block: the paragraph, heading, list or table.
    pub(crate) fn block(&mut self) {
        self.widen(Gap::Block);
    }

    /// The text.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    fn close_gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Line => "\n",
                Gap::Block => "\n\n",
            });
        }
        self.gap = Gap::None;
    }
}

/// Whether a character shows nothing and stands for no space: controls, and marks of where a word may be broken.
fn is_unseen(character: char) -> bool {
    character.is_control() || matches!(character, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_as_wide_as_asked_and_no_wider() {
        let mut blocks = Blocks::default();
        blocks.block();
        blocks.words("  The \t move\u{AD}ment\u{A0}");
        blocks.space();
        blocks.words("split.\0");
        blocks.line();
        blocks.block();
        blocks.line();
        blocks.words("\nThen\n");
        blocks.line();
        blocks.set_text("a  b\r\nc");
        blocks.block();
        assert_eq!(blocks.finish(), "The movement split.\n\nThen\na b\nc");
    }
}
