//! The lock that makes a tab the leader. Web Locks are bound by hand: web-sys takes them for unstable.

use std::{cell::Cell, rc::Rc};

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::{
    input::{Input, Inputs},
    object::{get, object},
    scope::scope,
};

/// How the lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// For the first time. Where there are no locks, the tab leads at once.
    First,
    /// Again, after it was lost to another tab. Where there are no locks, the other one leads.
    Again,
    /// At once, as the leader does not answer: a phone may have frozen its tab.
    Steal,
}

/// The lock; given back when dropped.
pub(crate) struct Lock {
    give_back: Option<Function>,
}

/// Asks for a community's lock. [`Input::Granted`] is sent when it is there, maybe in hours, and
/// [`Input::Deposed`] if it is taken away again.
pub(crate) fn request(community: &str, manner: Manner, inputs: &Inputs) {
    let name = JsValue::from_str(&format!("kaifong-{community}"));
    let granted = Rc::new(Cell::new(false));
    let asked = ask(&name, manner, granted.clone(), inputs.clone());
    let inputs = inputs.clone();
    spawn_local(async move {
        let ended = match asked {
            Some(promise) => JsFuture::from(promise).await.is_err(),
            None => true,
        };
        if ended && granted.get() {
            inputs.send(Input::Deposed);
        } else if ended && manner != Manner::Again {
            inputs.send(Input::Granted(Lock { give_back: None }));
        }
    });
}

/// Calls `navigator.locks.request`; the promise ends with the lock. `None` where there are no locks.
fn ask(name: &JsValue, manner: Manner, granted: Rc<Cell<bool>>, inputs: Inputs) -> Option<Promise> {
    let locks = get(&scope().navigator(), "locks")?;
    let request: Function = get(&locks, "request")?.dyn_into().ok()?;
    let hold = Closure::once_into_js(move |_lock: JsValue| {
        granted.set(true);
        Promise::new(&mut |give_back, _| inputs.send(Input::Granted(Lock { give_back: Some(give_back) })))
    });
    let options = object(&[("steal", &JsValue::from_bool(manner == Manner::Steal))]);
    request.call3(&locks, name, &options, &hold).ok()?.dyn_into().ok()
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(give_back) = &self.give_back {
            // Resolving a promise can't fail.
            let _ = give_back.call0(&JsValue::UNDEFINED);
        }
    }
}
