//! The indices by which a table names its sources, objects, values and camps. Each counts from 0 in its own column.

macro_rules! id {
    ($(#[$what:meta])* $name:ident) => {
        $(#[$what])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The index as a position in a slice.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// Somebody who makes claims.
    SourceId
);
id!(
    /// A question with one right answer, such as "who led the group on that day".
    ObjectId
);
id!(
    /// An answer that a claim gives.
    ValueId
);
id!(
    /// A side: sources who gain and lose by the same answers.
    CampId
);
