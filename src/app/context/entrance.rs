//! Whether somebody is signed in on this device.

use kaifong_domain::bridge::{Identity, JoinError};
use leptos::prelude::*;

use crate::{memo::Memo, signal::RwSignal};

/// Where the person stands: before the door, at it, or inside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Entrance {
    /// Not yet known: the worker has not said.
    #[default]
    Opening,
    /// Nobody is signed in.
    SignedOut,
    /// A link is being redeemed.
    Joining,
    /// Redeeming failed.
    Failed(JoinError),
    /// Signed in.
    In(Identity),
}

/// The entrance, in context.
#[derive(Clone, Copy)]
pub struct Door(RwSignal<Entrance>);

impl Door {
    /// Where the person stands.
    pub fn get(self) -> Entrance {
        self.0.get()
    }

    /// Reads where the person stands.
    pub fn with<T>(self, read: impl FnOnce(&Entrance) -> T) -> T {
        self.0.with(read)
    }

    /// Says where the person now stands.
    pub fn set(self, entrance: Entrance) {
        if self.0.with_untracked(|before| *before != entrance) {
            self.0.set(entrance);
        }
    }
}

pub(super) fn provide() {
    provide_context(Door(RwSignal::default()));
}

/// The entrance.
pub fn use_entrance() -> Door {
    expect_context()
}

/// Who is signed in, on which device.
pub fn use_identity() -> Signal<Option<Identity>> {
    let door = use_entrance();
    Memo::new(move || {
        door.with(|entrance| match entrance {
            Entrance::In(identity) => Some(identity.clone()),
            _ => None,
        })
    })
    .into()
}
