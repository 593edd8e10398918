//! Who is acting: what [`kaifong_domain::policy`] asks about, so that a button is shown only where
//! its command would be allowed.

use kaifong_domain::{
    access::Actor,
    community::Community,
    policy::{self, Allowed, Deed},
    record::Record,
};
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

/// Whether who is acting may do a deed to a record.
pub fn may_do(actor: Option<Actor>, deed: Deed, record: &Record, community: &Community) -> bool {
    may(actor, |actor| policy::may(actor, deed, record, community))
}
