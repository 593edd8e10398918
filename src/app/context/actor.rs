//! Who is acting: what [`kaifong_domain::policy`] asks about, so that a button is shown only where
//! its command would be allowed.

use kaifong_domain::{access::Actor, policy::Allowed};
use leptos::prelude::*;

use super::entrance::{Entrance, use_entrance};

use crate::memo::Memo;

/// Who is acting, once somebody is signed in.
pub fn use_actor() -> Signal<Option<Actor>> {
    let door = use_entrance();
    Memo::new(move || {
        door.with(|entrance| match entrance {
            Entrance::In(identity) => Some(identity.actor),
            _ => None,
        })
    })
    .into()
}

/// Whether a rule allows it to who is acting.
pub fn may(actor: Option<Actor>, rule: impl FnOnce(Actor) -> Allowed) -> bool {
    actor.is_some_and(|actor| rule(actor).is_ok())
}
