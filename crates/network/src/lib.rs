//! Answers "who stood where with whom?": claims become episodes of relations (leadership, allegiance, alliance and so on)
//! over uncertain time, by the rules of the ontology, each beginning and end with the claims and the rule under it.
//!
//! Start at [`Ledger::of_actor`] for one question on one actor, at [`Ledger::load`] and [`Ledger::ask`] for many. Contradictions are shown,
//! not resolved: see [`disputes()`] and [`deception`]. Everything here is derived and can be worked out again; nothing
//! depends on the order in which claims came in.
#![forbid(unsafe_code)]

mod actors;
mod law;
mod marks;

mod ask;
mod episodes;
mod ledger;

pub mod deception;
pub mod disputes;

pub use actors::{ActorKey, EachName, Identity};
pub use ask::Question;
pub use deception::DeceptionWindow;
pub use disputes::{Dispute, Matter, Once, disputes};
pub use episodes::{Cited, Episode};
pub use law::Law;
pub use ledger::Ledger;
pub use marks::{Basis, Pair, event_window};
