//! What a failure of IndexedDB means to a person.

use indexed_db_futures::{
    error::{Error, OpenDbError},
    internals::SystemRepr,
    transaction::Transaction,
};
use kaifong_domain::bridge::StorageError;
use web_sys::DomException;

/// The meaning of a failed request.
pub(super) fn storage_error(error: Error) -> StorageError {
    match error {
        Error::DomException(exception) => by_name(&DomException::from(exception).name()),
        _ => StorageError::Aborted,
    }
}

/// The meaning of a database that could not be opened.
pub(super) fn opening_error(error: OpenDbError) -> StorageError {
    match error {
        OpenDbError::Base(Error::DomException(exception)) => match by_name(&DomException::from(exception).name()) {
            StorageError::Aborted => StorageError::Unavailable,
            error => error,
        },
        _ => StorageError::Unavailable,
    }
}

/// Commits, and waits until all of it is stored. A transaction that was cut short knows why better
/// than the request that noticed.
pub(super) async fn commit(transaction: Transaction<'_>) -> Result<(), StorageError> {
    let raw = transaction.as_sys().clone();
    match transaction.commit().await {
        Ok(()) => Ok(()),
        Err(error) => Err(raw.error().map_or_else(|| storage_error(error), |cause| by_name(&cause.name()))),
    }
}

/// The meaning of a `DOMException`'s name (Web IDL, "DOMException names table").
fn by_name(name: &str) -> StorageError {
    match name {
        "QuotaExceededError" => StorageError::Full,
        "InvalidStateError" | "SecurityError" | "NotFoundError" | "VersionError" => StorageError::Unavailable,
        _ => StorageError::Aborted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_meanings() {
        for (name, meaning) in [
            ("QuotaExceededError", StorageError::Full),
            ("InvalidStateError", StorageError::Unavailable),
            ("SecurityError", StorageError::Unavailable),
            ("AbortError", StorageError::Aborted),
            ("UnknownError", StorageError::Aborted),
        ] {
            assert_eq!(by_name(name), meaning, "{name}");
        }
    }
}
