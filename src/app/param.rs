//! How a list is looked at, kept in the page's address: so that going back finds it as it was, and an
//! address can be handed on.

use std::{cell::RefCell, collections::BTreeMap, time::Duration};

use leptos::prelude::*;

use crate::{
    address::{Address, use_address},
    memo::Memo,
    signal::RwSignal,
};

/// How long a search waits for the next letter before it is written into the address: browsers
/// refuse an address that changes with every key.
const PAUSE: Duration = Duration::from_millis(600);

/// One choice in the address.
#[derive(Clone, Copy)]
pub struct Param {
    key: &'static str,
    address: Address,
    read: Memo<Option<String>>,
}

impl Param {
    /// The choice called `key`.
    pub fn new(key: &'static str) -> Self {
        let address = use_address();
        Self { key, address, read: Memo::new(move || address.choice(key)) }
    }

    /// What is chosen; empty if nothing is.
    pub fn get(self) -> String {
        self.read.get().unwrap_or_default()
    }

    /// What was chosen when one came; a later choice is not heard of.
    pub fn at_first(self) -> String {
        self.read.get_untracked().unwrap_or_default()
    }

    /// Whether nothing is chosen.
    pub fn is_empty(self) -> bool {
        self.read.with(Option::is_none)
    }

    /// Whether `value` is chosen.
    pub fn is(self, value: &str) -> bool {
        self.read.with(|chosen| chosen.as_deref() == Some(value))
    }

    /// Chooses something, or, with an empty text, nothing.
    pub fn set(self, value: String) {
        self.address.choose(self.key, Some(value.as_str()).filter(|value| !value.is_empty()));
    }

    /// A signal for a search box: at once what is typed, and in the address after a pause.
    pub fn typed(self) -> RwSignal<String> {
        let typed = RwSignal::new(self.at_first());
        let timer = StoredValue::new_local(None::<TimeoutHandle>);
        let stop = move || {
            if let Some(handle) = timer.try_update_value(Option::take).flatten() {
                handle.clear();
            }
        };
        Effect::new(move |first: Option<()>| {
            let text = typed.get();
            stop();
            if first.is_some() {
                let write = move || self.set(text.clone());
                timer.set_value(set_timeout_with_handle(write, PAUSE).ok());
            }
        });
        on_cleanup(stop);
        typed
    }
}

thread_local! {
    static LISTS: RefCell<BTreeMap<&'static str, String>> = const { RefCell::new(BTreeMap::new()) };
}

/// Remembers how the list at `path` is looked at, for [`way_back`].
pub fn remember(path: &'static str) {
    let address = use_address();
    Effect::new(move |_| {
        let search = address.search();
        // On the way out, the address is already the next page's.
        if address.path().with_untracked(|now| now != path) {
            return;
        }
        LISTS.with_borrow_mut(|lists| lists.insert(path, search));
    });
}

/// The address of the list at `path`, as it was last looked at.
pub fn way_back(path: &'static str) -> String {
    let search = LISTS.with_borrow(|lists| lists.get(path).cloned()).unwrap_or_default();
    match search.strip_prefix('?').unwrap_or(&search) {
        "" => path.to_owned(),
        search => [path, "?", search].concat(),
    }
}
