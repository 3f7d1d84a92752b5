//! Tells an answer in sentences, with the claims under them. Start at [`Answer::text`].

use retrospect_model::Truth;
use retrospect_network::Episode;
use retrospect_store::{ClaimKey, KeptClaim};

use crate::answer::{Answer, OnDay};
use crate::belief;
use crate::error::FindingsError;
use crate::listed::Lines;
use crate::wording;

/// The claims of a side of an answer; JSON has all.
const LINES: Lines = Lines { indent: "    ", max: 6 };

impl Answer<'_> {
    /// Sentences with the claims under them, each on lines of its own.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn text(&self) -> Result<String, FindingsError> {
        let mut out = format!("{}:\n", self.heading());
        let mut holding = 0;
        for on_day in &self.episodes {
            // Of everybody only what held is told.
            if on_day.holds == Truth::No && self.actor.is_none() {
                continue;
            }
            holding += usize::from(on_day.holds != Truth::No);
            self.episode(&mut out, on_day)?;
        }
        if holding == 0 {
            out.push_str("  no claim lets anybody stand in it on that day\n");
        }
        for window in &self.windows {
            out.push_str(&format!("  {}\n", window.sentence(&self.asked.names)));
            self.lines(&mut out, "admitted: ", window.window.admissions.iter().copied())?;
            self.lines(&mut out, "inside: ", window.window.inside.iter().copied())?;
            self.lines(&mut out, "may rest on it: ", window.window.resting.iter().copied())?;
        }
        Ok(out)
    }

    fn episode(&self, out: &mut String, on_day: &OnDay) -> Result<(), FindingsError> {
        let episode = &on_day.episode;
        let (standing, sentence) = (on_day.standing(self.on), self.sentence(episode));
        let stretch = wording::stretch(&episode.bounds);
        out.push_str(&format!("  {standing}: {sentence} ({stretch}){}\n", self.by_whom(episode)));
        self.lines(out, "", episode.starts.iter().map(|cited| cited.claim))?;
        let mut reasons: Vec<String> =
            episode.ends.iter().map(|cited| wording::reason(&cited.basis)).collect();
        reasons.dedup();
        if !reasons.is_empty() {
            out.push_str(&format!("    ended {}\n", reasons.join("; ")));
            self.lines(out, "", episode.ends.iter().map(|cited| cited.claim))?;
        }
        self.believed(out, on_day)?;
        self.lines(out, "denied: ", episode.denials.iter().copied())?;
        self.lines(out, "said to hold after the end: ", episode.contradicted_by.iter().copied())
    }

    /// How likely it held on the day, and why.
    fn believed(&self, out: &mut String, on_day: &OnDay) -> Result<(), FindingsError> {
        let (Some(probability), Some(belief)) = (on_day.probability, &on_day.belief) else { return Ok(()) };
        let why = belief.sentence(self.asked, &self.claims)?;
        if (belief.probability - probability).abs() > 1e-9 {
            out.push_str(&format!("    so on that day: {}\n", belief::said(probability)));
        }
        out.push_str(&format!("    that {}: {why}\n", belief.words));
        Ok(())
    }

    /// Whether the actor's own word is among what says so, or only others'.
    fn by_whom(&self, episode: &Episode) -> String {
        let Ok(speakers) = self.speakers(&episode.starts) else { return String::new() };
        let subject = self.asked.names.called(episode.pair.subject);
        match speakers.as_slice() {
            [] => String::new(),
            speakers if speakers.contains(&subject) => ", by its own word".to_owned(),
            speakers => format!(", as {} told", speakers.join(", ")),
        }
    }

    fn lines(
        &self,
        out: &mut String,
        what: &str,
        claims: impl Iterator<Item = ClaimKey>,
    ) -> Result<(), FindingsError> {
        let mut kept: Vec<&KeptClaim> = claims.filter_map(|claim| self.claims.get(&claim)).collect();
        // In the order of time, so that it does not matter which came into the case first.
        kept.sort_by_key(|kept| (kept.claim.asserted.clone(), kept.claim.id()));
        LINES.write(out, self.asked, what, &kept)
    }
}
