//! One thing that is wrong with a store, where, and what to do about it.

use std::fmt;

use crate::slug::Slug;

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// In which document of which community; none if it is the file itself.
    place: Option<(Slug, String)>,
    /// What.
    pub trouble: Trouble,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// SQLite finds fault with the file.
    File(String),
    /// A chunk is not what was stored.
    Chunk(i64),
    /// A chunk that a snapshot has replaced is not what was stored.
    OldChunk(i64),
    /// The chunks make no document.
    Unreadable,
    /// So many accepted changes are not there.
    Missing(usize),
    /// The document loads, and what would be saved of it does not.
    Unsaveable,
    /// This machine's clock stands before the last accepted change, by so many seconds.
    Clock(i64),
}

impl Finding {
    pub(super) fn of_file(line: String) -> Self {
        Self { place: None, trouble: Trouble::File(line) }
    }

    pub(super) fn of_clock(behind: i64) -> Self {
        Self { place: None, trouble: Trouble::Clock(behind) }
    }

    pub(super) fn of_document(community: &Slug, kind: &str, trouble: Trouble) -> Self {
        Self { place: Some((community.clone(), kind.into())), trouble }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((community, kind)) = &self.place {
            write!(f, "{kind} of {community}: ")?;
        }
        match &self.trouble {
            Trouble::File(line) => write!(f, "the SQLite file is damaged: {line}"),
            Trouble::Chunk(id) => write!(f, "chunk {id} is not what was stored"),
            Trouble::OldChunk(id) => write!(f, "chunk {id}, which a snapshot replaced, is not what was stored"),
            Trouble::Unreadable => f.write_str("it cannot be loaded: the server will not open this community"),
            Trouble::Missing(1) => f.write_str("a change that was accepted is not there"),
            Trouble::Missing(count) => write!(f, "{count} changes that were accepted are not there"),
            Trouble::Unsaveable => f.write_str("it loads, but a copy of it does not"),
            Trouble::Clock(seconds) => {
                write!(f, "this machine's clock is behind: the last change was accepted {seconds} s from now")
            }
        }
    }
}

impl Trouble {
    /// Whether a server can't do its work with it.
    pub(super) fn is_fatal(&self) -> bool {
        match self {
            Self::File(_) | Self::Unreadable | Self::Unsaveable => true,
            Self::Chunk(_) | Self::OldChunk(_) | Self::Missing(_) | Self::Clock(_) => false,
        }
    }

    /// What to do about it.
    pub(super) fn advice(&self) -> &'static str {
        match self {
            Self::File(_) | Self::Unreadable | Self::Unsaveable => {
                "Stop the server, check the disk, and put the newest sound backup in place: \
                 kaifong restore FILE --replace. Phones send it what it lacks."
            }
            Self::Chunk(_) => {
                "Check the disk. The server steps over the chunk, and phones that hold what was in it send it again."
            }
            Self::OldChunk(_) => "Check the disk. Nothing is lost: what replaced it is used.",
            Self::Clock(_) => {
                "Set the clock. With one that is more than a day behind, the server refuses what everybody writes \
                 (kaifong_changes_refused_total{reason=\"clock\"})."
            }
            Self::Missing(_) => {
                "Leave the server running: phones that hold them send them again. If some stay missing, \
                 look for them in a backup."
            }
        }
    }
}
