//! The claims of a case, by kind, stance, source, party, day and words. Start at [`read`].

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use retrospect_model::{Limit, Stance};
use retrospect_store::{ClaimKey, Fact, NameKey};
use serde::Serialize;

use crate::frame::Frame;
use crate::pages::{Page, Reading};
use crate::parts::{Paged, Told, claim_row, count};
use crate::refusal::Refusal;

/// Values of a facet that are shown, the most frequent first.
const FACET_LEN: usize = 12;

/// A part of the claims, with what they can be narrowed by.
#[derive(Serialize)]
pub struct Claims {
    paged: Paged,
    claims: Vec<Told>,
    facets: Vec<Facet>,
    search: Option<String>,
}

/// What claims can be narrowed by.
#[derive(Serialize)]
struct Facet {
    /// The parameter of the address.
    key: &'static str,
    name: &'static str,
    values: Vec<Counted>,
}

#[derive(Serialize)]
struct Counted {
    value: String,
    claims: usize,
    chosen: bool,
}

/// What is asked for, in numbers of the case.
struct Filter {
    kinds: BTreeSet<NameKey>,
    stances: BTreeSet<Stance>,
    voices: BTreeSet<NameKey>,
    parties: BTreeSet<NameKey>,
    days: Option<(Limit, Limit)>,
    words: Option<BTreeSet<ClaimKey>>,
}

/// The facets that a claim is counted under.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Kind,
    Stance,
    Voice,
    Party,
}

const SIDES: [Side; 4] = [Side::Kind, Side::Stance, Side::Voice, Side::Party];

impl Side {
    fn key(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Stance => "stance",
            Self::Voice => "voice",
            Self::Party => "actor",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Kind => "Kind",
            Self::Stance => "Stance",
            Self::Voice => "Source",
            Self::Party => "Actor",
        }
    }
}

/// The claims that meet the filters of the address, the last said first.
///
/// # Errors
/// When a filter cannot be read, or the case.
pub fn read(reading: &Reading<'_>) -> Result<Claims, Refusal> {
    let filter = Filter::read(reading)?;
    let by = reading.view.clocks.said_by;
    let mut counts: [BTreeMap<i64, usize>; 4] = Default::default();
    let mut found = Vec::new();
    for fact in reading.snapshot.facts_by(by) {
        let lets = SIDES.map(|side| filter.lets(side, fact));
        if !filter.lets_rest(fact) {
            continue;
        }
        if lets == [true; 4] {
            found.push(fact);
        }
        // A facet counts what it would show if nothing were chosen in it.
        for (place, side) in SIDES.into_iter().enumerate() {
            let others = lets.iter().enumerate().all(|(other, lets)| other == place || *lets);
            if let (true, Some(counts)) = (others, counts.get_mut(place)) {
                count_values(side, fact, counts);
            }
        }
    }
    let said = |fact: &Fact| fact.said.map(|(_, last)| last);
    found.sort_by(|one, two| said(two).cmp(&said(one)).then_with(|| two.claim.cmp(&one.claim)));
    let paged = Paged::of(reading.view, found.len())?;
    let keys: Vec<ClaimKey> = paged.cut(found.iter()).map(|fact| fact.claim).collect();
    let claims = reading.told(&keys)?;
    let facets = SIDES.into_iter().zip(counts).map(|(side, counts)| facet(reading, side, &counts));
    let facets = facets.collect::<Result<_, _>>()?;
    Ok(Claims { paged, claims, facets, search: reading.view.query.get("search").map(str::to_owned) })
}

impl Filter {
    fn read(reading: &Reading<'_>) -> Result<Self, Refusal> {
        let query = &reading.view.query;
        let numbers = |key: &str| -> Result<BTreeSet<NameKey>, Refusal> {
            let mut numbers = BTreeSet::new();
            for name in query.all(key) {
                // A name that the case does not know is nobody's: nothing is found, rather than everything.
                numbers.insert(reading.case.name_key(name)?.unwrap_or(NameKey::from_number(-1)));
            }
            Ok(numbers)
        };
        const STANCE: &str = "one of asserted, denied, alleged, predicted, wanted";
        let stance = |text: &str| text.parse().map_err(|_| Refusal::parameter("stance", text, STANCE));
        const DAY: &str = "a day such as 2015-08-06";
        let from = query.read_as("from", DAY)?.map_or(Limit::Past, Limit::On);
        let to = query.read_as("to", DAY)?.map_or(Limit::Future, Limit::On);
        let on = reading.view.clocks.on.filter(|_| query.get("only") == Some("on"));
        let days = match on {
            Some(day) => Some((Limit::On(day), Limit::On(day))),
            None => Some((from, to)).filter(|days| *days != (Limit::Past, Limit::Future)),
        };
        let words = query.get("search").map(|words| reading.case.claims_with_words(words)).transpose()?;
        Ok(Self {
            kinds: numbers("kind")?,
            stances: query.all("stance").map(stance).collect::<Result<_, _>>()?,
            voices: numbers("voice")?,
            parties: numbers("actor")?,
            days,
            words: words.map(|keys| keys.into_iter().collect()),
        })
    }

    fn lets(&self, side: Side, fact: &Fact) -> bool {
        let is_free = match side {
            Side::Kind => self.kinds.is_empty(),
            Side::Stance => self.stances.is_empty(),
            Side::Voice => self.voices.is_empty(),
            Side::Party => self.parties.is_empty(),
        };
        is_free
            || match side {
                Side::Kind => self.kinds.contains(&fact.kind),
                Side::Stance => self.stances.contains(&fact.stance),
                Side::Voice => fact.speaker().is_some_and(|speaker| self.voices.contains(&speaker)),
                Side::Party => parties(fact).any(|name| self.parties.contains(&name)),
            }
    }

    fn lets_rest(&self, fact: &Fact) -> bool {
        let of_days = self.days.is_none_or(|(first, last)| {
            fact.valid.is_some_and(|valid| valid.earliest_start() <= last && valid.latest_end() >= first)
        });
        of_days && self.words.as_ref().is_none_or(|words| words.contains(&fact.claim))
    }
}

fn parties(fact: &Fact) -> impl Iterator<Item = NameKey> {
    fact.parties.actor.iter().chain(&fact.parties.target).copied()
}

fn count_values(side: Side, fact: &Fact, counts: &mut BTreeMap<i64, usize>) {
    let mut add = |value: i64| *counts.entry(value).or_default() += 1;
    match side {
        Side::Kind => add(fact.kind.number()),
        Side::Stance => add(fact.stance as i64),
        Side::Voice => fact.speaker().into_iter().for_each(|name| add(name.number())),
        Side::Party => parties(fact).for_each(|name| add(name.number())),
    }
}

/// The most frequent values of a facet, and those that are chosen.
fn facet(reading: &Reading<'_>, side: Side, counts: &BTreeMap<i64, usize>) -> Result<Facet, Refusal> {
    let query = &reading.view.query;
    let chosen: Vec<&str> = query.all(side.key()).collect();
    let mut ranked: Vec<(i64, usize)> = counts.iter().map(|(value, count)| (*value, *count)).collect();
    ranked.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(&two.0)));
    let mut values = Vec::new();
    for (value, claims) in ranked.into_iter().take(FACET_LEN) {
        let value = match side {
            Side::Stance => Stance::ALL
                .get(usize::try_from(value).unwrap_or(0))
                .map_or("", |stance| stance.word())
                .to_owned(),
            _ => reading.case.name(NameKey::from_number(value))?,
        };
        let chosen = chosen.contains(&value.as_str());
        values.push(Counted { value, claims, chosen });
    }
    for own in chosen {
        if !values.iter().any(|counted| counted.value == own) {
            let key = reading.case.name_key(own)?.map(NameKey::number);
            let claims = key.and_then(|key| counts.get(&key)).copied().unwrap_or(0);
            values.push(Counted { value: own.to_owned(), claims, chosen: true });
        }
    }
    Ok(Facet { key: side.key(), name: side.name(), values })
}

impl Page for Claims {
    fn title(&self) -> String {
        "Claims".to_owned()
    }

    fn body(&self, frame: &Frame<'_>) -> Markup {
        html! {
            h1 { "Claims" }
            div.beside.facets-first {
                aside aria-label="Narrow down" {
                    (self.search_form(frame))
                    @for facet in self.facets.iter().filter(|facet| !facet.values.is_empty()) {
                        h2 { (facet.name) }
                        ul.facet {
                            @for counted in &facet.values {
                                li {
                                    a href=(frame.view.toggled(facet.key, &counted.value)) aria-current=[counted.chosen.then_some("true")] {
                                        (counted.value)
                                    }
                                    " " span.quiet { (counted.claims) }
                                }
                            }
                        }
                    }
                }
                section aria-label="Claims found" {
                    p.lead { (count(self.paged.total, "claim")) ", the last said first." }
                    @if self.claims.is_empty() { p { "No claim meets all of this. Take a filter away, or move “known by” later." } }
                    ol.claims { @for told in &self.claims { (claim_row(frame.view, told)) } }
                    (self.paged.markup(frame.view))
                }
            }
        }
    }
}

fn day_field(key: &'static str, frame: &Frame<'_>) -> Markup {
    html! {
        input.day id=(key) type="text" name=(key) value=[frame.view.query.get(key)] inputmode="numeric" autocomplete="off"
            pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}" title="a day such as 2015-08-06" placeholder="2015-08-06";
    }
}

impl Claims {
    fn search_form(&self, frame: &Frame<'_>) -> Markup {
        let set = ["search", "from", "to"];
        html! {
            form.search method="get" action="/claims" role="search" {
                @for (key, value) in frame.view.others(&set) { input type="hidden" name=(key) value=(value); }
                label for="search" { "Words of the quote" }
                input #search type="search" name="search" value=[self.search.as_deref()] placeholder="\"Eid message\" Omar";
                div.pair {
                    div {
                        label for="from" { "About, from" }
                        (day_field("from", frame))
                    }
                    div {
                        label for="to" { "to" }
                        (day_field("to", frame))
                    }
                }
                button { "Search" }
            }
        }
    }
}
