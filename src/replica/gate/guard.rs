//! A panic costs what it happened on, and nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Something panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

/// Does something that may panic on what a peer has made up. Whatever it has touched is thrown away then.
pub(crate) fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked)
}
