//! Lists whose items are drawn again only where something in them has changed.

use std::hash::{DefaultHasher, Hash, Hasher};

use leptos::prelude::*;

/// Draws an item.
type Draw = Box<dyn FnOnce() -> AnyView + Send>;

/// Draws each item by `view`; an item that says the same as before keeps its place on the page. The
/// machinery behind it is compiled once for all kinds of item: that keeps the download small.
pub fn keyed<T: Hash + Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    view: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    keyed_by(items, fingerprint, view)
}

/// Draws each item by `view`, once for as long as there is an item with its `key`.
pub fn keyed_by<T: Send + 'static>(
    items: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: fn(&T) -> u64,
    view: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    list(Box::new(move || {
        let item = |item: T| {
            let view = view.clone();
            (key(&item), Box::new(move || view(item)) as Draw)
        };
        items().into_iter().map(item).collect()
    }))
}

fn list(each: Box<dyn Fn() -> Vec<(u64, Draw)> + Send + Sync>) -> AnyView {
    leptos::view! { <For each=each key=|(key, _)| *key children=|(_, draw)| draw() /> }.into_any()
}

/// 64 bits that tell an item from every other one in a list: two alike are less likely than a bit
/// that flips in memory.
fn fingerprint(item: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    item.hash(&mut hasher);
    hasher.finish()
}
