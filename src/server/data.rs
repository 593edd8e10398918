//! The folder that keeps a server's data.

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use kaifong_domain::time::Timestamp;

/// The database's name in the folder.
const DATABASE: &str = "kaifong.sqlite";

/// The name of the file by whose lock a server holds the folder.
const LOCK: &str = "kaifong.lock";

/// The folder that keeps a server's data.
#[derive(Clone, Debug)]
pub struct DataFolder(PathBuf);

/// A server's hold on its folder, until it is dropped or the process ends.
#[derive(Debug)]
pub struct Hold(#[expect(dead_code, reason = "the open file is the lock")] File);

/// The folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// It cannot be made, read or written.
    #[error("the folder {path} cannot be used: {cause}")]
    Unusable {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// Another server uses it.
    #[error("Another kaifong server is already using the data in {0}. Stop it, or choose another folder with --data.")]
    Held(PathBuf),
}

impl DataFolder {
    /// A folder that is only looked into: nothing is made.
    pub fn at(path: &Path) -> Self {
        Self(path.into())
    }

    /// Makes the folder if it is missing. Only its owner may look into it.
    pub fn open(path: &Path) -> Result<Self, DataError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).map_err(|cause| DataError::Unusable { path: path.into(), cause })?;
        Ok(Self(path.into()))
    }

    /// Where the database is.
    pub fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    /// Takes the folder for one server: two would each answer for changes that the other never sees.
    pub fn hold(&self) -> Result<Hold, DataError> {
        let path = self.0.join(LOCK);
        let unusable = |cause| DataError::Unusable { path: self.0.clone(), cause };
        let file = OpenOptions::new().create(true).append(true).open(path).map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Hold(file)),
            Err(TryLockError::WouldBlock) => Err(DataError::Held(self.0.clone())),
            Err(TryLockError::Error(cause)) => Err(unusable(cause)),
        }
    }

    /// Whether a server has ever stored anything here.
    pub fn has_data(&self) -> Result<bool, DataError> {
        let path = self.database();
        path.try_exists().map_err(|cause| DataError::Unusable { path, cause })
    }

    /// Gives the database another name, if there is one, and says which.
    pub fn set_aside(&self, _hold: &Hold, now: Timestamp) -> Result<Option<PathBuf>, DataError> {
        let name = format!("kaifong-before-{}.sqlite", now.0);
        // The log first: without it the database is only older, and beside another one it is harmful.
        for suffix in ["-wal", "-shm", ""] {
            let (from, to) = (self.0.join(format!("{DATABASE}{suffix}")), self.0.join(format!("{name}{suffix}")));
            match std::fs::rename(&from, to) {
                Err(cause) if suffix.is_empty() && cause.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(DataError::Unusable { path: from, cause });
                }
                _ => {}
            }
        }
        Ok(Some(self.0.join(name)))
    }

    /// Deletes the database.
    pub fn clear(&self, _hold: &Hold) -> Result<(), DataError> {
        for suffix in ["", "-wal", "-shm"] {
            let path = self.0.join(format!("{DATABASE}{suffix}"));
            match std::fs::remove_file(&path) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(DataError::Unusable { path, cause });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_holds_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let data = DataFolder::open(&folder.path().join("deep/data")).unwrap();
        let hold = data.hold().unwrap();
        assert!(matches!(data.hold(), Err(DataError::Held(_))));
        drop(hold);
        data.hold().unwrap();
    }

    #[test]
    fn a_file_in_the_way_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data");
        std::fs::write(&path, "").unwrap();
        let error = DataFolder::open(&path).unwrap_err();
        assert!(error.to_string().starts_with(&format!("the folder {} cannot be used", path.display())), "{error}");
    }
}
