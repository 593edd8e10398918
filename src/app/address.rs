//! The page's address: which screen is shown, of what, and how it is looked at. Links lead from one
//! to the next without loading the page anew.

use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlAnchorElement, UrlSearchParams};

use crate::{memo::Memo, signal::RwSignal};

/// Where the page is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Place {
    /// Begins with a slash.
    path: String,
    /// Empty, or begins with a question mark.
    search: String,
}

/// The page's address.
#[derive(Clone, Copy)]
pub struct Address {
    place: RwSignal<Place>,
    path: Memo<String>,
}

impl Address {
    /// The path, such as `/tasks/new`.
    pub fn path(self) -> Memo<String> {
        self.path
    }

    /// The id in the path, as in `/tasks/<id>/edit`; there is none in `/tasks` and `/tasks/new`. It is
    /// what it was when the screen was opened: another path is another screen.
    pub fn id(self) -> Option<String> {
        let id = self.path.with_untracked(|path| path.split('/').nth(2).map(str::to_owned));
        id.filter(|id| !id.is_empty() && id != "new")
    }

    /// The search part, empty or with its question mark.
    pub fn search(self) -> String {
        self.place.with(|place| place.search.clone())
    }

    /// The choice called `key`, and again when it changes.
    pub fn choice(self, key: &str) -> Option<String> {
        self.place.with(|place| params(&place.search).get(key))
    }

    /// The choice called `key` as it is now.
    pub fn choice_untracked(self, key: &str) -> Option<String> {
        self.place.with_untracked(|place| params(&place.search).get(key))
    }

    /// Sets a choice, or, without a value, takes it away; the screen stays.
    pub fn choose(self, key: &str, value: Option<&str>) {
        let place = self.place.get_untracked();
        let params = params(&place.search);
        match value {
            Some(value) => params.set(key, value),
            None => params.delete(key),
        }
        let search = String::from(params.to_string());
        let search = if search.is_empty() { search } else { ["?", &search].concat() };
        if search != place.search {
            self.show(Place { search, ..place }, true);
        }
    }

    /// Leads to another screen; back leads here again.
    pub fn go(self, to: &str) {
        self.lead(to, false);
    }

    /// Leads to another screen in the place of this one.
    pub fn go_instead(self, to: &str) {
        self.lead(to, true);
    }

    fn lead(self, to: &str, instead: bool) {
        let (path, search) = to.split_at(to.find('?').unwrap_or(to.len()));
        self.show(Place { path: path.to_owned(), search: search.to_owned() }, instead);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    fn show(self, place: Place, instead: bool) {
        if let Ok(history) = window().history() {
            let to = [place.path.as_str(), &place.search].concat();
            // An address that can't be written is only not shown: some browsers refuse one that changes
            // too often.
            let _ = if instead {
                history.replace_state_with_url(&JsValue::NULL, "", Some(&to))
            } else {
                history.push_state_with_url(&JsValue::NULL, "", Some(&to))
            };
        }
        self.place.set(place);
    }
}

fn params(search: &str) -> UrlSearchParams {
    UrlSearchParams::new_with_str(search).expect("any text is read as parameters")
}

fn current() -> Place {
    let location = window().location();
    // The page itself can always be asked where it is.
    Place { path: location.pathname().unwrap_or_default(), search: location.search().unwrap_or_default() }
}

/// The address of a link of this app that a click follows, unless the person or the link asks for
/// another window, a download or another site.
fn followed(click: &ev::MouseEvent) -> Option<String> {
    let elsewhere = click.meta_key() || click.ctrl_key() || click.shift_key() || click.alt_key();
    if click.default_prevented() || click.button() != 0 || elsewhere {
        return None;
    }
    let target: web_sys::Element = click.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let stays = link.target().is_empty() && !link.has_attribute("download") && link.hash().is_empty();
    let ours = window().location().origin().ok()? == link.origin();
    (stays && ours).then(|| [link.pathname(), link.search()].concat())
}

/// Provides the address, and listens to links and to the browser's own way back.
pub fn provide() -> Address {
    let place = RwSignal::new(current());
    let path = Memo::new(move || place.with(|place| place.path.clone()));
    let address = Address { place, path };
    provide_context(address);
    window_event_listener(ev::popstate, move |_| place.set(current()));
    window_event_listener(ev::click, move |click| {
        if let Some(to) = followed(&click) {
            click.prevent_default();
            address.go(&to);
        }
    });
    if place.with_untracked(|place| place.path == "/") {
        address.go_instead("/today");
    }
    address
}

/// The page's address.
pub fn use_address() -> Address {
    expect_context()
}
