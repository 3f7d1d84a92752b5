//! Fills drawings from an account of a case. Start at [`timeline_of`], [`lanes_of`], [`network_of`].

use std::collections::{BTreeMap, BTreeSet};

use retrospect_findings::{Disputed, FindingsError};
use retrospect_model::ontology::RelationName;
use retrospect_model::{Bounds, Day, Truth};
use retrospect_network::{ActorKey, Episode};
use retrospect_store::{ClaimKey, KeptClaim};

use crate::account::{Account, cited};
use crate::lanes::{Lane, LanesInput, Stretch};
use crate::network::{NetworkInput, Node, NodeSort, Support, Tie, TieSort};
use crate::timeline::{Band, Standing, TOLD_MAX, TimelineInput, Told, Window};

/// Where marks lead; `None` where they lead nowhere. An id or a name is put behind each, as a URL has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Where a claim is shown, such as `/claims/`.
    pub claim: Option<String>,
    /// Where an actor is shown, such as `/actors/`.
    pub actor: Option<String>,
}

impl Links {
    fn to_claim(&self, kept: &KeptClaim) -> Option<String> {
        Some(format!("{}{}", self.claim.as_ref()?, kept.claim.id()))
    }

    fn to_actor(&self, name: &str) -> Option<String> {
        Some(format!("{}{}", self.actor.as_ref()?, percent_encoded(name)))
    }
}

/// A name as a part of a URL's path.
fn percent_encoded(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    name.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The timeline of an account: for an actor with its episodes, for everybody with disputes and deception windows alone.
/// What was said after the day of the clocks is on it too, faintly.
///
/// # Errors
/// When the case cannot be read.
pub fn timeline_of(
    account: &Account<'_>,
    on: Option<Day>,
    links: &Links,
) -> Result<TimelineInput, FindingsError> {
    let asked = account.asked;
    let mut bands = Vec::new();
    if account.actor.is_some() {
        for (relation, episodes) in &account.relations {
            for episode in episodes {
                bands.push(Band {
                    label: account.sentence(relation, episode),
                    bounds: episode.bounds,
                    standing: standing(episode),
                    words: told_by(account, episode)?,
                    link: None,
                });
            }
        }
    }
    for disputed in &account.disputes {
        bands.extend(sides(account, disputed)?);
    }
    let facts = account.own_facts(true)?;
    let (drawn, rest) = facts.split_at(facts.len().min(TOLD_MAX));
    let kept: BTreeMap<ClaimKey, KeptClaim> = asked.claims(drawn.iter().map(|fact| fact.claim))?;
    let mut told = Vec::with_capacity(drawn.len());
    for fact in drawn {
        let kept = kept.get(&fact.claim);
        told.push(Told {
            what: account.in_short(fact)?,
            happened: fact.valid,
            said: fact.said,
            speaker: account.speaker(fact)?,
            stance: fact.stance,
            words: kept.map(Account::quote).unwrap_or_default(),
            link: kept.and_then(|kept| links.to_claim(kept)),
        });
    }
    let title = account.name().unwrap_or_else(|| "All that was said".to_owned());
    let windows = windows(account);
    Ok(TimelineInput { title, bands, told, more: rest.len(), windows, on, said_by: asked.clocks.said_by })
}

/// The lanes of an account: one for each relation, its stretches in the order of time.
///
/// # Errors
/// When the case cannot be read.
pub fn lanes_of(account: &Account<'_>, on: Option<Day>) -> Result<LanesInput, FindingsError> {
    let mut lanes = Vec::new();
    for (relation, episodes) in &account.relations {
        let mut stretches = Vec::new();
        for episode in episodes {
            stretches.push(Stretch {
                label: account.sentence(relation, episode),
                bounds: episode.bounds,
                standing: standing(episode),
                words: told_by(account, episode)?,
                link: None,
            });
        }
        lanes.push(Lane { heading: relation.to_string(), stretches });
    }
    let title = account.name().unwrap_or_else(|| "Everybody".to_owned());
    Ok(LanesInput { title, lanes, windows: windows(account), on })
}

/// The network of an account on a day.
///
/// # Errors
/// When the case cannot be read.
pub fn network_of(account: &Account<'_>, on: Day, links: &Links) -> Result<NetworkInput, FindingsError> {
    let mut actors: BTreeSet<ActorKey> = BTreeSet::new();
    let mut sorts: BTreeMap<ActorKey, NodeSort> = BTreeMap::new();
    let mut ties: BTreeMap<(ActorKey, ActorKey, &str), (f64, Tie)> = BTreeMap::new();
    for (relation, episodes) in &account.relations {
        for episode in episodes {
            let Some(object) = episode.pair.object else { continue };
            let subject = episode.pair.subject;
            actors.extend([subject, object]);
            let roles = match relation.as_str() {
                "leadership" => [(subject, NodeSort::Person), (object, NodeSort::Organisation)],
                "control" => [(subject, NodeSort::Organisation), (object, NodeSort::Place)],
                _ => [(subject, NodeSort::Unknown), (object, NodeSort::Unknown)],
            };
            for (actor, sort) in roles {
                let own = sorts.entry(actor).or_insert(sort);
                // What one relation leaves open another may tell.
                *own = if *own == NodeSort::Unknown { sort } else { *own };
            }
            let tie = tie(account, relation, episode, on)?;
            let rank = tie.belief + if tie.holds == Truth::No { 0.0 } else { 1.0 };
            let kept =
                ties.entry((subject, object, relation.as_str())).or_insert_with(|| (rank, tie.clone()));
            if rank > kept.0 {
                *kept = (rank, tie);
            }
        }
    }
    let numbers: BTreeMap<ActorKey, usize> =
        actors.iter().enumerate().map(|(number, actor)| (*actor, number)).collect();
    let number = |actor: ActorKey| numbers.get(&actor).copied().unwrap_or(usize::MAX);
    let ties = ties
        .into_iter()
        .map(|((subject, object, _), (_, tie))| Tie { from: number(subject), to: number(object), ..tie })
        .collect();
    let nodes = actors
        .iter()
        .map(|actor| {
            let name = account.asked.names.called(*actor);
            let sort = match sorts.get(actor) {
                None | Some(NodeSort::Unknown) => NodeSort::Organisation,
                Some(sort) => *sort,
            };
            Node { link: links.to_actor(&name), name, sort }
        })
        .collect();
    let title =
        account.name().map_or("Who stood where".to_owned(), |name| format!("{name}: who stood where"));
    Ok(NetworkInput { title, on: Some(on), actors: nodes, ties })
}

/// The tie of an episode, its ends left open.
fn tie(
    account: &Account<'_>,
    relation: &RelationName,
    episode: &Episode,
    on: Day,
) -> Result<Tie, FindingsError> {
    let sentence = account.sentence(relation, episode);
    let speakers = account.speakers(episode.starts.iter().map(|cited| cited.claim))?;
    let stretch = retrospect_findings::wording::stretch(&episode.bounds);
    let told = told_by(account, episode)?;
    Ok(Tie {
        from: 0,
        to: 0,
        relation: relation.to_string(),
        sort: match relation.as_str() {
            "hostility" => TieSort::Hostile,
            "alliance" => TieSort::Mutual,
            _ => TieSort::Directed,
        },
        holds: episode.holds_on(on),
        belief: account.chance_on(relation, episode, on).unwrap_or(1.0),
        support: if speakers.len() > 1 { Support::Several } else { Support::OneCamp },
        words: format!("{sentence} ({stretch}), {told}"),
        link: None,
    })
}

fn standing(episode: &Episode) -> Standing {
    if episode.is_alleged { Standing::Possible } else { Standing::Held }
}

/// "as Taliban, United Nations Security Council told; by rule: `destroy` ends any(target)".
fn told_by(account: &Account<'_>, episode: &Episode) -> Result<String, FindingsError> {
    let speakers = account.speakers(episode.starts.iter().map(|cited| cited.claim))?;
    let told = if speakers.is_empty() {
        "as somebody told".to_owned()
    } else {
        format!("as {} told", speakers.into_iter().collect::<Vec<_>>().join(", "))
    };
    let mut reasons: Vec<String> =
        episode.ends.iter().map(|cited| retrospect_findings::wording::reason(&cited.basis)).collect();
    reasons.dedup();
    let ended = if reasons.is_empty() { String::new() } else { format!("; ended: {}", reasons.join("; ")) };
    let denied = if episode.denials.is_empty() { "" } else { "; somebody denies it" };
    let after = if episode.contradicted_by.is_empty() { "" } else { "; said to hold after its end too" };
    debug_assert!(cited(episode).next().is_some(), "an episode rests on claims");
    Ok(format!("{told}{ended}{denied}{after}"))
}

/// The two bands of a dispute: when it was, by either side.
fn sides(account: &Account<'_>, disputed: &Disputed) -> Result<Vec<Band>, FindingsError> {
    let matter = &disputed.matter;
    let mut bands = Vec::new();
    let sides = [
        (&disputed.dispute.one, Standing::OneSide, "one side"),
        (&disputed.dispute.other, Standing::OtherSide, "the other side"),
    ];
    for (claims, standing, side) in sides {
        let speakers = account.speakers(claims.iter().copied())?.into_iter().collect::<Vec<_>>().join(", ");
        let bounds = claims.iter().filter_map(|claim| account.fact(*claim)?.valid);
        let Some(bounds) = bounds.reduce(|one, two| Bounds::hull(&one, &two)) else { continue };
        bands.push(Band {
            label: format!("{side}: {matter}"),
            bounds,
            standing,
            words: format!("as {speakers} told"),
            link: None,
        });
    }
    Ok(bands)
}

fn windows(account: &Account<'_>) -> Vec<Window> {
    let names = &account.asked.names;
    let window = |window: &retrospect_findings::Window| Window {
        party: names.called(window.window.party),
        matter: window.matter(names),
        from: window.window.from,
        until: window.window.until,
    };
    account.windows.iter().map(window).collect()
}
