//! Words for why nothing of a file was taken.

use kaifong_domain::archive::ArchiveError;

/// How the names of our files end.
pub const ENDING: &str = ".kaifong";

/// Why not, in a sentence or two.
pub fn archive_error(error: &ArchiveError) -> String {
    match error {
        ArchiveError::NotAnArchive => say!(archive.not_an_archive, ending = ENDING),
        ArchiveError::Newer => say!(archive.newer).into(),
        ArchiveError::Truncated => say!(archive.truncated).into(),
        ArchiveError::Damaged => say!(archive.damaged).into(),
        ArchiveError::TooLarge => say!(archive.too_large).into(),
        ArchiveError::OtherCommunity { name } => say!(archive.other_community, name = name.as_str()),
        ArchiveError::OtherPerson { name } => say!(archive.other_person, name = name.as_str()),
        ArchiveError::NotReady => say!(archive.not_ready).into(),
        ArchiveError::Interrupted => say!(archive.interrupted).into(),
    }
}
