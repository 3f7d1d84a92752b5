//! What one claim says of each answer, as logarithms of how likely it would have been made. Start at [`Evidence::of`].

use crate::cells::Cells;
use crate::ids::CampId;
use crate::layout::{Layout, Slot, Values};
use crate::stakes::welcome_in;
use crate::table::Stance;

/// Reads claims in the light of what has been learned.
#[derive(Clone, Copy)]
pub(crate) struct Evidence<'a> {
    pub layout: &'a Layout,
    pub cells: &'a Cells,
}

impl Evidence<'_> {
    /// What the claim in a slot says of each value of an object, if its source stands on a side (0 for none, camps from
    /// 1) and the stakes lie in an orientation. Gives what is welcome to the source there, if anything.
    pub fn of(
        &self,
        object: usize,
        position: usize,
        side: usize,
        orientation: usize,
        out: &mut [f64],
    ) -> Option<u64> {
        let slot = &self.layout.slots[position];
        let welcome = self.welcome(object, side, orientation, out.len());
        match slot.stance {
            Stance::Asserted => self.disinterested(object, slot, out),
            Stance::Denied => self.denial(slot, out),
        }
        if let Some(welcome) = welcome {
            self.interested(slot, welcome, out);
        }
        if let Some(&trust) = self.layout.trust.get(position) {
            // What may have been misread is mixed with what any claim might say; this bounds what it can add.
            let anything = (1.0 - f64::from(trust)) / out.len() as f64;
            for log in out.iter_mut() {
                *log = (f64::from(trust) * log.exp() + anything).ln();
            }
        }
        welcome
    }

    /// What is welcome to a side on an object when the stakes lie so.
    pub fn welcome(&self, object: usize, side: usize, orientation: usize, count: usize) -> Option<u64> {
        let camp = CampId(u32::try_from(side.checked_sub(1)?).ok()?);
        let stakes = &self.layout.stakes;
        let welcome = stakes.welcome(object, camp)?;
        welcome_in(welcome, stakes.orientation(object, orientation), count)
    }

    fn disinterested(&self, object: usize, slot: &Slot, out: &mut [f64]) {
        let (persona, said) = (slot.persona as usize, usize::from(slot.said));
        match &self.layout.values {
            Values::Closed(count) => {
                let start = (persona * count + said) * count;
                out.copy_from_slice(&self.cells.rows[start..start + count]);
            }
            Values::Open { .. } => {
                let [right, wrong] = self.cells.coins[persona];
                let another = wrong - self.layout.alternatives(object).ln();
                out.fill(another);
                // Of open values there are many ways to be wrong: nobody's word speaks for what he does not say.
                out[said] = right.max(another);
                if let Some(holders) = self.layout.levels.of(object) {
                    self.broad(persona, said, holders, [right, wrong], out);
                }
            }
        }
    }

    /// Where values hold each other: who is right is exact or broad, and what is neither is wrong.
    fn broad(&self, persona: usize, said: usize, holders: &[u64], [right, wrong]: [f64; 2], out: &mut [f64]) {
        let [broad, exact] = self.cells.broad[persona];
        // Where there are levels, there are more values than those claimed; two more are enough to keep a handful of
        // wrong claims from looking likely.
        let claimed = out.len() as f64 - 1.0;
        for (place, (log, &holders)) in out.iter_mut().zip(holders).enumerate() {
            let above = f64::from(holders.count_ones());
            let another = wrong - (claimed + 2.0 - above).ln();
            *log = if place == said {
                (if holders == 0 { right } else { right + exact }).max(another)
            } else if holders >> said & 1 == 1 {
                right + broad - above.ln()
            } else {
                another
            };
        }
    }

    fn denial(&self, slot: &Slot, out: &mut [f64]) {
        let [right, wrong] = self.cells.denials[slot.persona as usize];
        out.fill(right);
        out[usize::from(slot.said)] = wrong;
    }

    /// Replaces what a disinterested source would have meant by what one means to whom some values are welcome.
    fn interested(&self, slot: &Slot, welcome: u64, out: &mut [f64]) {
        let cell = &self.cells.interested[slot.persona as usize];
        let said = usize::from(slot.said);
        let is_welcome = |place: usize| welcome >> place & 1 == 1;
        if slot.stance == Stance::Denied {
            // To deny what is unwelcome is welcome; what is welcome is then that it is not so.
            let y = usize::from(is_welcome(said));
            for (place, log) in out.iter_mut().enumerate() {
                let is_convenient = is_welcome(said) == (place == said);
                *log = if is_convenient { cell.when_true[y] } else { cell.when_false[y] };
            }
            return;
        }
        let right = out[said];
        let wrong = (1.0 - right.exp()).max(crate::cells::PROBABILITY_MIN).ln();
        let welcomes = f64::from(welcome.count_ones());
        let others = out.len() as f64 - welcomes;
        // Among several of one kind, the source is as exact as it is without interest.
        let within = |is_said: bool, of: f64| {
            if of <= 1.0 {
                0.0
            } else if is_said {
                right
            } else {
                wrong - (of - 1.0).ln()
            }
        };
        for (place, log) in out.iter_mut().enumerate() {
            *log = match (is_welcome(said), is_welcome(place)) {
                (true, true) => cell.when_true[0] + within(place == said, welcomes),
                (true, false) => cell.when_false[0] - welcomes.ln(),
                (false, true) => cell.when_true[1] - others.ln(),
                (false, false) => cell.when_false[1] + within(place == said, others),
            };
        }
    }
}
