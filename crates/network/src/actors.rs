//! Says which names are one actor's. Start at [`Identity`].

use retrospect_store::NameKey;

/// An actor, or a place as a side of a relation. Its number means nothing outside the [`Identity`] that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorKey(pub i64);

/// Which names are one actor's: whoever resolves names decides.
pub trait Identity {
    /// The actor of a name.
    fn actor(&self, name: NameKey) -> ActorKey;
    /// All names of an actor.
    fn names(&self, actor: ActorKey) -> Vec<NameKey>;
}

/// Every name is an actor of its own.
#[derive(Debug, Clone, Copy, Default)]
pub struct EachName;

impl Identity for EachName {
    fn actor(&self, name: NameKey) -> ActorKey {
        ActorKey(name.number())
    }

    fn names(&self, actor: ActorKey) -> Vec<NameKey> {
        vec![NameKey::from_number(actor.0)]
    }
}
