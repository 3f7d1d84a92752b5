//! Counts how often each peer asks. Start at [`Buckets`].

use std::collections::BTreeMap;
use std::net::IpAddr;

/// Peers that are remembered; beyond, those that have not asked for long are forgotten.
const PEERS_MAX: usize = 4_096;

/// A bucket for each peer: it holds so many drops, gains some every second, and loses one with every request.
#[derive(Debug)]
pub struct Buckets {
    per_second: f64,
    full: f64,
    peers: BTreeMap<IpAddr, Bucket>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    drops: f64,
    seen_seconds: f64,
}

impl Buckets {
    /// Buckets that hold `full` drops and gain `per_second`.
    pub fn new(per_second: f64, full: f64) -> Self {
        Self { per_second, full, peers: BTreeMap::new() }
    }

    /// Takes a drop from a peer's bucket, `now` seconds after some fixed moment. When it is empty, says in how many
    /// seconds it will not be.
    pub fn take(&mut self, peer: IpAddr, now_seconds: f64) -> Result<(), u64> {
        if self.peers.len() >= PEERS_MAX {
            let refilled = self.full / self.per_second;
            self.peers.retain(|_, bucket| now_seconds - bucket.seen_seconds < refilled);
        }
        if self.peers.len() >= PEERS_MAX && !self.peers.contains_key(&peer) {
            // More peers at once than one analyst's friends can be.
            return Err(1);
        }
        let new = Bucket { drops: self.full, seen_seconds: now_seconds };
        let bucket = self.peers.entry(peer).or_insert(new);
        let passed = (now_seconds - bucket.seen_seconds).max(0.0);
        bucket.drops = (bucket.drops + passed * self.per_second).min(self.full);
        bucket.seen_seconds = now_seconds;
        if bucket.drops < 1.0 {
            return Err(((1.0 - bucket.drops) / self.per_second).ceil().max(1.0) as u64);
        }
        bucket.drops -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_peer_has_its_own_measure() {
        let [one, other]: [IpAddr; 2] = ["127.0.0.1".parse().unwrap(), "127.0.0.2".parse().unwrap()];
        let mut buckets = Buckets::new(2.0, 3.0);
        for _ in 0..3 {
            assert_eq!(buckets.take(one, 0.0), Ok(()));
        }
        assert_eq!(buckets.take(one, 0.0), Err(1));
        assert_eq!(buckets.take(other, 0.0), Ok(()));
        assert_eq!(buckets.take(one, 0.6), Ok(()), "a drop came in half a second");
        assert_eq!(buckets.take(one, 0.6), Err(1));
    }
}
