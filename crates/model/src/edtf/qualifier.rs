//! Turns the marks `?`, `~` and `%` into what they say of a date. Start at [`Qualifier`].

/// What a date's marks say of it, or of one component of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Qualifier {
    /// Nothing is marked.
    #[default]
    None,
    /// `?`: the source may be wrong.
    Uncertain,
    /// `~`: an estimate, possibly right and otherwise near.
    Approximate,
    /// `%`: both.
    UncertainAndApproximate,
}

impl Qualifier {
    /// Whether it says uncertain.
    pub fn is_uncertain(self) -> bool {
        matches!(self, Self::Uncertain | Self::UncertainAndApproximate)
    }

    /// Whether it says approximate.
    pub fn is_approximate(self) -> bool {
        matches!(self, Self::Approximate | Self::UncertainAndApproximate)
    }

    /// What both say together.
    pub fn and(self, other: Self) -> Self {
        let uncertain = self.is_uncertain() || other.is_uncertain();
        match (uncertain, self.is_approximate() || other.is_approximate()) {
            (false, false) => Self::None,
            (true, false) => Self::Uncertain,
            (false, true) => Self::Approximate,
            (true, true) => Self::UncertainAndApproximate,
        }
    }

    /// Its mark, empty for none.
    pub(super) fn mark(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Uncertain => "?",
            Self::Approximate => "~",
            Self::UncertainAndApproximate => "%",
        }
    }

    /// What the mark `character` says, if it is one.
    pub(super) fn of_mark(character: char) -> Option<Self> {
        match character {
            '?' => Some(Self::Uncertain),
            '~' => Some(Self::Approximate),
            '%' => Some(Self::UncertainAndApproximate),
            _ => None,
        }
    }
}

/// The marks at one component: the left one speaks of this component alone, the right one of it and of all to the
/// left of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Marks {
    pub(super) left: Qualifier,
    pub(super) right: Qualifier,
}

impl Marks {
    /// What stands here, on either side.
    pub(super) fn both(self) -> Qualifier {
        self.left.and(self.right)
    }
}
