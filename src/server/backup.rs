//! Backups: the whole store in one file, made while the server runs, checked, and put back.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use kaifong_domain::time::Timestamp;

use crate::{
    data::{DataError, DataFolder, Hold},
    doctor::{self, Report},
    secret,
    store::{
        StorageId, StoreError,
        sqlite::archive::{self, Archive},
    },
};

/// A backup could not be made or put back. What was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is no such file.
    #[error("there is no file {0}")]
    NoFile(PathBuf),
    /// It would be overwritten.
    #[error("{0} exists already: choose another name")]
    Exists(PathBuf),
    /// It can't be read or written.
    #[error("{path} cannot be read or written: {cause}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// The file can't be read as a store, or the copy not be written.
    #[error("{0} cannot be used")]
    Store(PathBuf, #[source] StoreError),
    /// No server could run on it.
    #[error("{0} is damaged, and no server could run on it: nothing was changed\n{1}")]
    Unsound(PathBuf, Box<Report>),
    /// There is data in the folder.
    #[error(
        "there is data in {0} already: nothing was changed. With --replace it is set aside, not deleted, and the \
         backup takes its place."
    )]
    Occupied(PathBuf),
    /// The folder can't be used.
    #[error(transparent)]
    Data(#[from] DataError),
}

/// What came of putting a backup back.
#[derive(Debug)]
pub struct Restored {
    /// What is in it.
    pub report: Report,
    /// The store's new id.
    pub storage_id: StorageId,
    /// Where the data is that was there before.
    pub set_aside: Option<PathBuf>,
    /// How many people and families were erased again that had been erased since the backup, or why that can't be told: then
    /// phones bring it.
    pub erased: Result<usize, StoreError>,
}

/// Copies a store into a new file and goes through the copy. A server may be using the store.
pub fn make(store: &Path, target: &Path) -> Result<Report, BackupError> {
    if target.try_exists().map_err(|cause| io_error(target, cause))? {
        return Err(BackupError::Exists(target.into()));
    }
    // Under its name there is never anything but a whole backup.
    let part = beside(target, "part");
    let report = copy(store, &part)?;
    fs::rename(&part, target).map_err(|cause| io_error(target, cause))?;
    sync_folder(target)?;
    Ok(report)
}

/// Puts a backup in the place of a folder's data, which is set aside. The store gets a new id, so that
/// phones compare everything anew and send what the backup lacks.
pub fn restore(
    folder: &DataFolder,
    hold: &Hold,
    backup: &Path,
    replace: bool,
    now: Timestamp,
) -> Result<Restored, BackupError> {
    let database = folder.database();
    if !replace && folder.has_data()? {
        return Err(BackupError::Occupied(database));
    }
    let part = beside(&database, "part");
    let report = copy(backup, &part)?;
    if !report.can_be_served() {
        remove(&part)?;
        return Err(BackupError::Unsound(backup.into(), Box::new(report)));
    }
    let unusable = |cause| BackupError::Store(backup.into(), cause);
    let storage_id = archive::renew(&part, secret::random(), now).map_err(unusable)?;
    let erased = if database.try_exists().map_err(|cause| io_error(&database, cause))? {
        archive::carry_erasures(&database, &part)
    } else {
        Ok(0)
    };
    sync(&part)?;
    let set_aside = folder.set_aside(hold, now)?;
    fs::rename(&part, &database).map_err(|cause| io_error(&database, cause))?;
    sync_folder(&database)?;
    Ok(Restored { report, storage_id, set_aside, erased })
}

/// Copies a store into a file, whatever was in it, and goes through the copy.
fn copy(store: &Path, target: &Path) -> Result<Report, BackupError> {
    if !store.try_exists().map_err(|cause| io_error(store, cause))? {
        return Err(BackupError::NoFile(store.into()));
    }
    remove(target)?;
    private(target)?;
    let archive = Archive::open(store).map_err(|cause| BackupError::Store(store.into(), cause))?;
    let copied = archive.copy_to(target).and_then(|()| doctor::examine(target));
    let report = copied.map_err(|cause| BackupError::Store(target.into(), cause))?;
    sync(target)?;
    Ok(report)
}

/// Makes an empty file that only its owner can read: devices and people stand in it.
fn private(path: &Path) -> Result<(), BackupError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|cause| io_error(path, cause))
}

/// Deletes what an earlier try has left.
fn remove(path: &Path) -> Result<(), BackupError> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(io_error(path, cause)),
        _ => Ok(()),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn sync(path: &Path) -> Result<(), BackupError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|cause| io_error(path, cause))
}

/// A new name is on the disk when its folder is.
fn sync_folder(path: &Path) -> Result<(), BackupError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Elsewhere folders can't be opened; there the file system sees to it.
    if cfg!(unix) { sync(folder) } else { Ok(()) }
}

fn io_error(path: &Path, cause: io::Error) -> BackupError {
    BackupError::Io { path: path.into(), cause }
}
