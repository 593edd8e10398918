//! A file that holds everything of one phone: what the page and its worker say to each other about it.

use serde::{Deserialize, Serialize};

use crate::{id::PersonId, time::Timestamp};

/// The largest file that is read, in bytes: many times what a community of five thousand households has.
pub const MOST: u32 = 64 * 1024 * 1024;

/// What a page wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wish {
    /// A file of everything that this phone holds.
    Make {
        /// How its owner likes things, as the page keeps it.
        settings: String,
    },
    /// To know what a file holds; nothing is changed.
    LookInto(Vec<u8>),
    /// Everything that a file holds, on this phone.
    Restore(Vec<u8>),
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// The file.
    Made(Vec<u8>),
    /// What the file holds.
    Holds(Contents),
    /// It is on this phone now, durably.
    Restored(Restored),
}

/// What a file holds, told before any of it is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Of which community.
    pub community_name: String,
    /// Whose it is.
    pub person: PersonId,
    /// Their name when it was made; empty if it was not known.
    pub person_name: String,
    /// The device that it was made on.
    pub device: [u8; 8],
    /// When it was made, by that device's clock.
    pub made_at: Timestamp,
    /// How many documents.
    pub documents: u32,
    /// How many changes had not come to the community.
    pub waiting: u32,
    /// How many changes had not been accepted.
    pub refused: u32,
    /// How its owner likes things, as the page kept it.
    pub settings: String,
}

/// What became of a file's contents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// Documents of which this phone did not have everything.
    pub documents: u32,
    /// Changes that were waiting in it and are waiting here now.
    pub given: u32,
    /// Changes that were waiting in it and are not allowed on top of what is here: they are listed.
    pub refused: u32,
}

/// Why nothing of a file was taken, and nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ArchiveError {
    /// It is another kind of file.
    #[error("not such a file")]
    NotAnArchive,
    /// A newer version of the app has made it.
    #[error("a newer version made it")]
    Newer,
    /// Its end is missing.
    #[error("its end is missing")]
    Truncated,
    /// It is not as it was made.
    #[error("it is damaged")]
    Damaged,
    /// It is larger than any such file can be.
    #[error("it is too large")]
    TooLarge,
    /// It is of another community.
    #[error("it is of another community")]
    OtherCommunity {
        /// Which.
        name: String,
    },
    /// It is somebody else's: nobody acts in another one's name.
    #[error("it is somebody else's")]
    OtherPerson {
        /// Whose.
        name: String,
    },
    /// The phone's own documents are not there yet.
    #[error("not everything has been loaded yet")]
    NotReady,
    /// The app stopped in the middle of it.
    #[error("it was interrupted")]
    Interrupted,
}
