//! Puts into words why a belief stands. Start at [`explain`].

use std::io::Write;

use anyhow::Context as _;
use retrospect_assess::{
    Assessment, CampId, Explanation, Interest, NamedTable, ObjectId, Share, SourceId, Stance,
};

/// So many claims for and so many against are listed.
const SHARES_LISTED: usize = 8;
/// A share of less than this is nothing much.
const NATS_LITTLE: f64 = 0.05;

/// Explains what to believe of an object of a table, by its name.
pub fn explain(
    out: &mut impl Write,
    named: &NamedTable,
    assessment: &Assessment,
    object: &str,
) -> anyhow::Result<()> {
    let id = named.objects.find(object).with_context(|| {
        format!("no claim is about `{object}`\nhint: write the object as it stands in the column `object`")
    })?;
    let why =
        assessment.explain(ObjectId(id)).with_context(|| format!("nothing is claimed of `{object}`"))?;
    let words = Words { named, assessment, why: &why };
    words.write(out, object).context("cannot write the result")
}

/// An explanation with the names of what is in it.
struct Words<'a> {
    named: &'a NamedTable,
    assessment: &'a Assessment,
    why: &'a Explanation,
}

impl Words<'_> {
    fn write(&self, out: &mut impl Write, object: &str) -> std::io::Result<()> {
        let why = self.why;
        let probability = self.assessment.probability(why.object, why.value).unwrap_or(why.probability);
        let value = self.named.values.name(why.value.0);
        let against = why.against.map_or("any other value", |value| self.named.values.name(value.0));
        writeln!(out, "{object}: {value}, {} likely. {}", percent(probability), self.decisive())?;
        writeln!(
            out,
            "\nWhat adds to the odds of {value} against {against}, in nats (3 nats are odds of 20 to 1):"
        )?;
        writeln!(out, "{:+8.2}  before anything was heard", why.prior)?;
        let (listed, others) = self.listed();
        for share in listed {
            writeln!(out, "{:+8.2}  {}", share.nats, self.share(share))?;
        }
        if others.0 > 0 {
            writeln!(out, "{:+8.2}  {} more claims that add less each", others.1, others.0)?;
        }
        if why.neighbours.abs() > 1e-9 {
            writeln!(out, "{:+8.2}  what was so before and after", why.neighbours)?;
        }
        if why.doubt.abs() > 1e-9 {
            writeln!(out, "{:+8.2}  doubt whether the stakes lie as labelled", why.doubt)?;
        }
        writeln!(out, "{:+8.2}  in sum: odds of {} to 1", why.log_odds, odds(why.log_odds))?;
        self.without(out, value)?;
        self.hangs(out, value)
    }

    /// The greatest shares on both sides, and how many others there are with what they add.
    fn listed(&self) -> (Vec<&Share>, (usize, f64)) {
        let shares = &self.why.shares;
        if shares.len() <= 2 * SHARES_LISTED {
            return (shares.iter().collect(), (0, 0.0));
        }
        let (first, rest) = shares.split_at(SHARES_LISTED);
        let (middle, last) = rest.split_at(rest.len() - SHARES_LISTED);
        let sum = middle.iter().map(|share| share.nats).sum();
        (first.iter().chain(last).collect(), (middle.len(), sum))
    }

    /// What decides, in a sentence.
    fn decisive(&self) -> String {
        let Some(first) = self.why.shares.first().filter(|share| share.nats > NATS_LITTLE) else {
            return "Nothing that is claimed tells much.".to_owned();
        };
        let source = self.named.sources.name(first.source.0);
        match first.interest {
            Interest::Against => {
                format!("What {source} says against the interest of {} weighs most.", self.camp(first.camp))
            }
            Interest::Served => {
                format!("What {source} says weighs most, though it suits {}.", self.camp(first.camp))
            }
            Interest::None => format!("What {source} says, who gains nothing by it, weighs most."),
        }
    }

    fn share(&self, share: &Share) -> String {
        let source = self.named.sources.name(share.source.0);
        let value = self.named.values.name(share.value.0);
        let is_denied =
            self.named.table.claims.get(share.claim).is_some_and(|claim| claim.stance == Stance::Denied);
        let says = if is_denied { "denies" } else { "says" };
        let mut text = format!("{source} {says} {value}");
        match (share.interest, share.camp) {
            (Interest::Against, camp) => text += &format!(", against the interest of {}", self.camp(camp)),
            (Interest::Served, camp) => text += &format!(", as suits {}", self.camp(camp)),
            (Interest::None, Some(camp)) => text += &format!(" ({})", self.named.camps.name(camp.0)),
            (Interest::None, None) => {}
        }
        if share.voice < 0.995 {
            text += &format!("; a repetition, counted {}", percent(share.voice));
        }
        let lost = share.unbounded * share.voice - share.nats;
        if lost.abs() > NATS_LITTLE {
            text += &format!("; {:+.2} but for the bound on its camp", share.unbounded * share.voice);
        }
        let standings = self.assessment.standings(share.source);
        if standings.iter().any(|standing| standing.camp == share.camp && standing.is_group_prior()) {
            text += "; too few claims to tell how reliable, so as its group";
        }
        text
    }

    fn camp(&self, camp: Option<CampId>) -> &str {
        camp.map_or("its side", |camp| self.named.camps.name(camp.0))
    }

    fn without(&self, out: &mut impl Write, value: &str) -> std::io::Result<()> {
        writeln!(out, "\nHow likely {value} would be")?;
        if self.why.without_camps.len() > 1 {
            for (camp, probability) in &self.why.without_camps {
                let camp = camp.map_or("those without a camp", |camp| self.named.camps.name(camp.0));
                writeln!(out, "{:>8}  without {camp}", percent(*probability))?;
            }
        }
        let mut sources: Vec<(SourceId, f64)> = self.why.without_sources.clone();
        let change = |probability: f64| (probability - self.why.probability).abs();
        sources.sort_by(|a, b| change(b.1).total_cmp(&change(a.1)).then(a.0.cmp(&b.0)));
        for (source, probability) in sources.iter().take(SHARES_LISTED) {
            writeln!(out, "{:>8}  without {}", percent(*probability), self.named.sources.name(source.0))?;
        }
        Ok(())
    }

    fn hangs(&self, out: &mut impl Write, value: &str) -> std::io::Result<()> {
        let claims = &self.why.hangs_on;
        if claims.is_empty() {
            return writeln!(out, "\nNo removal of claims makes another value likelier.");
        }
        let source = |claim: &usize| {
            self.named.table.claims.get(*claim).map_or("", |claim| self.named.sources.name(claim.source.0))
        };
        let names: Vec<&str> = claims.iter().map(source).collect();
        let fewest = if self.why.is_smallest { "" } else { "at most " };
        let count = claims.len();
        let noun = if count == 1 { "claim" } else { "claims" };
        writeln!(
            out,
            "\nIt hangs on {fewest}{count} {noun}: without {}, {value} is not the likeliest.",
            names.join(", ")
        )
    }
}

fn percent(probability: f64) -> String {
    format!("{:.0} %", 100.0 * probability)
}

fn odds(nats: f64) -> String {
    let odds = nats.exp();
    if odds >= 10.0 { format!("{odds:.0}") } else { format!("{odds:.1}") }
}
