//! The dependency trees of one unit: edges, lifted arcs put back, sentence starts. Start at [`Tree::set`].
//!
//! Follows spaCy's `set_children_from_heads` (spacy/tokens/doc.pyx) and `deprojectivize`
//! (spacy/pipeline/_parser_internals/nonproj.pyx), both MIT, step by step.

/// spaCy gives up on edges that have not settled after so many rounds.
const ROUNDS_MAX: usize = 11;

/// Heads and labels of a unit's tokens, with what follows from them. All vectors have one entry a token; indices are
/// relative to the unit.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// A root is its own head.
    pub heads: Vec<u32>,
    pub labels: Vec<u8>,
    pub starts_sentence: Vec<bool>,
    left_edges: Vec<u32>,
    right_edges: Vec<u32>,
}

impl Tree {
    /// Takes heads (`None`: no head) and labels; a token without a head becomes a root.
    pub fn set(&mut self, arcs: impl Iterator<Item = (Option<u32>, u8)>, root: u8) {
        self.heads.clear();
        self.labels.clear();
        for (index, (head, label)) in arcs.enumerate() {
            self.heads.push(head.unwrap_or(index as u32));
            self.labels.push(if head.is_some() { label } else { root });
        }
        self.set_edges();
    }

    /// Attaches each token with a lifted label to the first descendant of its head that has the label looked for,
    /// breadth first, left to right (the HEAD scheme of Nivre and Nilsson 2005), and finds the sentence starts.
    pub fn reattach_lifted(&mut self, lifted: &[Option<(u8, u8)>], is_space: impl Fn(usize) -> bool) {
        let mut moved = false;
        for token in 0..self.heads.len() {
            if let Some((plain, wanted)) = lifted[self.labels[token] as usize] {
                self.heads[token] = self.new_head(token, wanted, &is_space);
                self.labels[token] = plain;
                moved = true;
            }
        }
        if moved {
            self.set_edges();
        }
        self.starts_sentence.clear();
        self.starts_sentence.resize(self.heads.len(), false);
        for (token, &head) in self.heads.iter().enumerate() {
            if head as usize == token {
                self.starts_sentence[self.left_edges[token] as usize] = true;
            }
        }
    }

    fn new_head(&self, token: usize, wanted: u8, is_space: &impl Fn(usize) -> bool) -> u32 {
        let mut level = vec![self.heads[token] as usize];
        // A tree is at most as deep as it has tokens: the bound only guards against a cycle.
        for _ in 0..self.heads.len() {
            let mut deeper = Vec::new();
            for parent in level {
                for child in self.left_edges[parent] as usize..=self.right_edges[parent] as usize {
                    let is_child = self.heads[child] as usize == parent && child != parent;
                    if !is_child || is_space(child) || child == token {
                        continue;
                    }
                    if self.labels[child] == wanted {
                        return child as u32;
                    }
                    deeper.push(child);
                }
            }
            if deeper.is_empty() {
                break;
            }
            level = deeper;
        }
        self.heads[token]
    }

    fn set_edges(&mut self) {
        let tokens = 0..self.heads.len() as u32;
        self.left_edges.clear();
        self.left_edges.extend(tokens.clone());
        self.right_edges.clear();
        self.right_edges.extend(tokens);
        for _ in 0..=ROUNDS_MAX {
            self.widen_edges();
            if self.heads_are_within_sentences() {
                break;
            }
        }
    }

    fn widen_edges(&mut self) {
        let count = self.heads.len();
        for token in (0..count).chain((0..count).rev()) {
            let head = self.heads[token] as usize;
            self.left_edges[head] = self.left_edges[head].min(self.left_edges[token]);
            self.right_edges[head] = self.right_edges[head].max(self.right_edges[token]);
        }
    }

    fn heads_are_within_sentences(&self) -> bool {
        let count = self.heads.len();
        let mut starts = vec![false; count];
        for (token, &head) in self.heads.iter().enumerate() {
            if head as usize == token {
                starts[self.left_edges[token] as usize] = true;
            }
        }
        let mut begin = 0;
        for (end, &starts) in starts.iter().enumerate() {
            if (end > 0 && starts) || end + 1 == count {
                // spaCy allows the token at the end itself, the next sentence's first.
                if self.heads[begin..end].iter().any(|&head| !(begin..=end).contains(&(head as usize))) {
                    return false;
                }
                begin = end;
            }
        }
        true
    }
}
