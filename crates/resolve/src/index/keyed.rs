//! From keys, which are hashes, to lists of numbers: all in three arrays, so that none of millions of lists takes memory
//! of its own.

use rayon::prelude::*;

/// Lists of numbers under keys.
#[derive(Debug, Default)]
pub struct Keyed {
    /// Where the keys of each bucket begin, and the end.
    starts: Vec<u32>,
    keys: Vec<u64>,
    numbers: Vec<u32>,
    /// By how many bits a key is moved to tell its bucket.
    shift: u32,
}

/// Keys of a bucket on average, at the most.
const BUCKET: usize = 4;

impl Keyed {
    /// Packs numbers with their keys, in the order of the numbers.
    pub fn pack(pairs: &[(u64, u32)]) -> Self {
        let bits = (pairs.len() / BUCKET).next_power_of_two().trailing_zeros().max(1);
        let shift = u64::BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for (key, _) in pairs {
            if let Some(count) = starts.get_mut(bucket(*key, shift) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut sorted = vec![(0_u64, 0_u32); pairs.len()];
        for pair in pairs {
            let Some(place) = next.get_mut(bucket(pair.0, shift)) else { continue };
            if let Some(slot) = sorted.get_mut(*place as usize) {
                *slot = *pair;
            }
            *place += 1;
        }
        let mut rest = sorted.as_mut_slice();
        let mut buckets = Vec::with_capacity(starts.len());
        for bounds in starts.windows(2) {
            let [from, to] = bounds else { continue };
            let (bucket, after) = rest.split_at_mut((to - from) as usize);
            rest = after;
            if bucket.len() > 1 {
                buckets.push(bucket);
            }
        }
        buckets.into_par_iter().with_min_len(1 << 12).for_each(<[(u64, u32)]>::sort_unstable);
        let (keys, numbers) = sorted.into_iter().unzip();
        Keyed { starts, keys, numbers, shift }
    }

    /// The numbers under a key, ascending; each once.
    pub fn of(&self, key: u64) -> &[u32] {
        let place = bucket(key, self.shift);
        let bound = |place: usize| self.starts.get(place).copied().unwrap_or_default() as usize;
        let (from, to) = (bound(place), bound(place + 1));
        let keys = self.keys.get(from..to).unwrap_or_default();
        let first = keys.partition_point(|other| *other < key);
        let count = keys.get(first..).unwrap_or_default().partition_point(|other| *other == key);
        self.numbers.get(from + first..from + first + count).unwrap_or_default()
    }
}

/// The upper bits of a key, mixed.
fn bucket(key: u64, shift: u32) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_under_their_keys_in_order() {
        let pairs: Vec<(u64, u32)> =
            (0..1000_u32).rev().map(|number| (u64::from(number % 7) << 40, number)).collect();
        let keyed = Keyed::pack(&pairs);
        for key in 0..7_u32 {
            let expected: Vec<u32> = (0..1000).filter(|number| number % 7 == key).collect();
            assert_eq!(keyed.of(u64::from(key) << 40), expected);
        }
        assert_eq!(keyed.of(3), [0_u32; 0]);
        assert_eq!(Keyed::pack(&[]).of(3), [0_u32; 0]);
        assert_eq!(Keyed::default().of(3), [0_u32; 0]);
    }
}
