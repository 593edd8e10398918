//! Panics that are expected: nobody hears of them but whoever counts them.

use std::{
    cell::RefCell,
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::Once,
};

thread_local! {
    /// Where this thread's panics came from, while they are expected.
    static PLACES: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// What came of something that may have panicked.
pub(super) struct Hushed<T> {
    /// Its result; none if a panic came through.
    pub(super) done: Option<T>,
    /// Where every panic came from, those too that were caught on the way.
    pub(super) panics: Vec<String>,
}

/// Does something, and says nothing of its panics.
pub(super) fn hushed<T>(work: impl FnOnce() -> T) -> Hushed<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let is_expected = PLACES.with_borrow_mut(|places| {
                let place = info.location().map(|at| format!("{}:{}", file(at.file()), at.line()));
                places.as_mut().map(|places| places.push(place.unwrap_or_default())).is_some()
            });
            if !is_expected {
                loud(info);
            }
        }));
    });
    PLACES.set(Some(Vec::new()));
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    Hushed { done, panics: PLACES.take().unwrap_or_default() }
}

/// A source file without the way to it.
fn file(path: &str) -> &str {
    path.rsplit_once("/src/").map_or(path, |(_, file)| file)
}
