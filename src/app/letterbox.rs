//! The letterbox: what a resident without an account has written, kept on this phone until the community's server has
//! it. Each slip has a key of its own, so that one that is posted twice is there once.

pub mod photo;
mod posting;

use std::time::Duration;

pub use self::posting::follow;
use crate::{context::clock::now, hex::hex, signal::RwSignal};
use gloo_storage::{LocalStorage, Storage};
use kaifong_domain::call::{CallRefusal, intake::Sent};
use leptos::{ev, prelude::*, task::spawn_local};

/// Where the slips stand in the browser's storage, before the community's short name.
const KEY: &str = "kaifong.letterbox.";
/// What waits is tried again after this time.
const AGAIN: Duration = Duration::from_secs(20);
/// More slips than this are not kept: the oldest that were posted are forgotten.
const MOST: usize = 30;

/// Something that a resident has written.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Slip {
    /// 128 random bits: names the slip.
    pub key: String,
    /// When, by this phone's clock, in milliseconds.
    pub written_at: i64,
    /// What.
    pub text: String,
    /// Where.
    pub place: String,
    /// How to reach them; forgotten when it has been posted.
    pub contact: String,
    /// A JPEG file in Base64; forgotten when it has been posted.
    pub photo: Option<String>,
    /// The code with which it can be followed, once the server has it.
    pub code: Option<String>,
    /// Why the server does not take it as it is: the code of a [`CallRefusal`].
    pub fault: Option<String>,
}

/// A slip as it is stored: its fields in their order, empty where there is nothing. A later version may put more behind
/// them.
type Row = Vec<String>;

impl Slip {
    /// What is written now.
    pub fn new(sent: Sent) -> Self {
        let Sent { text, place, contact, photo } = sent;
        Self { key: new_key(), written_at: now().0, text, place, contact, photo, ..Self::default() }
    }

    fn row(&self) -> Row {
        let [photo, code, fault] = [&self.photo, &self.code, &self.fault].map(|one| one.clone().unwrap_or_default());
        let [key, text, place, contact] = [&self.key, &self.text, &self.place, &self.contact].map(Clone::clone);
        vec![key, self.written_at.to_string(), text, place, contact, photo, code, fault]
    }

    fn of(row: Row) -> Self {
        let mut fields = row.into_iter();
        let mut next = || fields.next().unwrap_or_default();
        let (key, written_at) = (next(), next().parse().unwrap_or_default());
        let [text, place, contact] = [next(), next(), next()];
        let [photo, code, fault] = [next(), next(), next()].map(|one| Some(one).filter(|one| !one.is_empty()));
        Self { key, written_at, text, place, contact, photo, code, fault }
    }

    /// Whether it is still to be posted.
    pub fn waits(&self) -> bool {
        self.code.is_none() && self.fault.is_none()
    }
}

/// How posting goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Post {
    /// Nothing is under way.
    #[default]
    Resting,
    /// Slips are being posted.
    Going,
}

/// The letterbox.
#[derive(Clone, Copy)]
pub struct Letterbox {
    community: StoredValue<String>,
    slips: RwSignal<Vec<Slip>>,
    post: RwSignal<Post>,
}

impl Letterbox {
    /// The letterbox of a community. As long as the screen is there, what waits is posted.
    pub fn open(community: &str) -> Self {
        let (slips, post) = (RwSignal::new(stored(community)), RwSignal::default());
        let letterbox = Self { community: StoredValue::new(community.to_owned()), slips, post };
        letterbox.post();
        let online = window_event_listener(ev::online, move |_| letterbox.post());
        let elsewhere = window_event_listener(ev::storage, move |_| letterbox.look_again());
        let beat = set_interval_with_handle(move || letterbox.post(), AGAIN).ok();
        on_cleanup(move || {
            online.remove();
            elsewhere.remove();
            beat.iter().for_each(IntervalHandle::clear);
        });
        letterbox
    }

    /// The slips, the newest first.
    pub fn slips(self) -> Vec<Slip> {
        self.slips.get()
    }

    /// Whether nothing is in it now.
    pub fn is_empty(self) -> bool {
        self.slips.with_untracked(Vec::is_empty)
    }

    /// How posting goes.
    pub fn state(self) -> Post {
        self.post.get()
    }

    /// Keeps a slip, and posts it; whether this browser has kept it.
    pub fn drop_in(self, slip: Slip) -> bool {
        let is_kept = self.change(|slips| slips.insert(0, slip));
        if is_kept {
            self.post();
        }
        is_kept
    }

    /// Posts a slip again that was not taken, without its photo.
    pub fn leave_photo_out(self, key: &str) {
        let again = |slip: &mut Slip| (slip.photo, slip.fault) = (None, None);
        self.change(|slips| slips.iter_mut().filter(|slip| slip.key == key).for_each(again));
        self.post();
    }

    /// Forgets a slip, as the person asked for.
    pub fn forget(self, key: &str) {
        self.change(|slips| slips.retain(|slip| slip.key != key));
    }

    fn change(self, change: impl FnOnce(&mut Vec<Slip>)) -> bool {
        self.community.with_value(|community| keep(community, self.slips, change))
    }

    /// Another tab has written something, or posted it.
    fn look_again(self) {
        if has_storage() {
            self.slips.set(self.community.with_value(|community| stored(community)));
        }
    }

    /// Posts what waits, the oldest first, unless that is under way.
    fn post(self) {
        let waits = self.slips.with_untracked(|slips| slips.iter().any(Slip::waits));
        if !waits || self.post.with_untracked(|post| *post == Post::Going) {
            return;
        }
        self.post.set(Post::Going);
        let community = self.community.get_value();
        spawn_local(async move {
            let mut tried = Vec::new();
            while let Some(slip) = next(self.slips, &tried) {
                tried.push(slip.key.clone());
                let key = slip.key.clone();
                let posted = posting::post(&community, slip).await;
                settle(&community, self.slips, &key, posted);
            }
            // The screen may have gone meanwhile.
            self.post.try_update(|post| *post = Post::Resting);
        });
    }
}

/// The oldest slip that waits and was not tried yet; none if the screen has gone.
fn next(slips: RwSignal<Vec<Slip>>, tried: &[String]) -> Option<Slip> {
    let waits = |slip: &&Slip| slip.waits() && !tried.contains(&slip.key);
    slips.try_with_untracked(|slips| slips.iter().rev().find(waits).cloned()).flatten()
}

/// Notes what the server has said of a slip.
fn settle(community: &str, slips: RwSignal<Vec<Slip>>, key: &str, posted: Result<String, CallRefusal>) {
    if posted.as_ref().is_err_and(|why| !is_final(*why)) {
        return;
    }
    keep(community, slips, |slips| {
        let Some(slip) = slips.iter_mut().find(|slip| slip.key == key) else { return };
        match posted {
            Ok(code) => {
                // What was only for the server is not kept here.
                (slip.photo, slip.contact) = (None, String::new());
                slip.code = Some(code);
            }
            Err(why) => slip.fault = Some(why.code().into()),
        }
    });
}

/// Whether the same slip would be refused again; whatever else comes in between is tried again.
fn is_final(why: CallRefusal) -> bool {
    use CallRefusal::{BadPhoto, BadRequest, BadWords, NoRoom, NotFound, TooLarge};
    matches!(why, BadPhoto | BadRequest | BadWords | NoRoom | NotFound | TooLarge)
}

/// Changes what is stored, which another tab may have changed meanwhile. Whether that is stored. A browser that stores
/// nothing has only what is shown.
fn keep(community: &str, shown: RwSignal<Vec<Slip>>, change: impl FnOnce(&mut Vec<Slip>)) -> bool {
    let remembered = || shown.try_with_untracked(Clone::clone).unwrap_or_default();
    let mut slips = if has_storage() { stored(community) } else { remembered() };
    change(&mut slips);
    while slips.len() > MOST
        && let Some(oldest) = slips.iter().rposition(|slip| !slip.waits())
    {
        slips.remove(oldest);
    }
    let rows: Vec<Row> = slips.iter().map(Slip::row).collect();
    let is_kept = !has_storage() || LocalStorage::set([KEY, community].concat(), &rows).is_ok();
    if is_kept {
        shown.try_update(|shown| *shown = slips);
    }
    is_kept
}

fn new_key() -> String {
    let mut random = [0; 16];
    let crypto = window().crypto().expect("every browser that runs wasm has crypto");
    crypto.get_random_values_with_u8_array(&mut random).expect("sixteen bytes are within the quota");
    hex(&random)
}

/// Private mode may have no storage at all, and gloo-storage panics then.
pub fn has_storage() -> bool {
    matches!(window().local_storage(), Ok(Some(_)))
}

fn stored(community: &str) -> Vec<Slip> {
    let rows: Vec<Row> =
        if has_storage() { LocalStorage::get([KEY, community].concat()).unwrap_or_default() } else { Vec::new() };
    rows.into_iter().map(Slip::of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_read_as_it_was_stored() {
        let text = |text: &str| Some(text.to_owned());
        let waiting =
            Slip { key: "k".into(), written_at: 7, text: "A lamp\n".into(), photo: text("/9j/"), ..Slip::default() };
        let posted = Slip { code: text("0-1"), place: "Hall 3".into(), ..waiting.clone() };
        let refused = Slip { fault: text("no-room"), contact: "138".into(), ..waiting.clone() };
        for slip in [waiting, posted, refused] {
            assert_eq!(Slip::of(slip.row()), slip);
            // A later version has more to say, an earlier one had less.
            assert_eq!(Slip::of([slip.row(), vec!["more".into()]].concat()), slip);
        }
        assert_eq!(Slip::of(vec!["k".into()]), Slip { key: "k".into(), ..Slip::default() });
    }
}
