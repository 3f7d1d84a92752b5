//! From a number to a list of numbers, packed.

/// Lists of forms, one for each term.
#[derive(Debug, Default)]
pub struct Postings {
    starts: Vec<u32>,
    forms: Vec<u32>,
}

impl Postings {
    /// Packs pairs of a term and a form; `size` is the number of terms. The forms of a term keep their order.
    pub fn pack(size: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; size + 1];
        for (term, _) in pairs.clone() {
            if let Some(count) = starts.get_mut(term as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut forms = vec![0_u32; sum as usize];
        for (term, form) in pairs {
            let Some(place) = next.get_mut(term as usize) else { continue };
            if let Some(slot) = forms.get_mut(*place as usize) {
                *slot = form;
            }
            *place += 1;
        }
        Postings { starts, forms }
    }

    /// The forms of a term.
    pub fn of(&self, term: u32) -> &[u32] {
        let start = self.starts.get(term as usize).copied().unwrap_or_default() as usize;
        let end = self.starts.get(term as usize + 1).copied().unwrap_or_default() as usize;
        self.forms.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_kept_apart_and_in_order() {
        let pairs = [(2, 7), (0, 3), (2, 1)];
        let postings = Postings::pack(3, pairs.into_iter());
        assert_eq!(
            (postings.of(0), postings.of(1), postings.of(2)),
            ([3].as_slice(), [].as_slice(), [7, 1].as_slice())
        );
        assert_eq!(postings.of(9), [] as [u32; 0]);
    }
}
