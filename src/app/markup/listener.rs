//! What happens on an event of an element.

use std::{borrow::Cow, cell::RefCell, rc::Rc};

use leptos::{ev::EventDescriptor, reactive::owner::Owner};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventTarget};

/// What to do with an event.
type Handler = Box<dyn FnMut(Event)>;

/// What happens on an event.
pub(super) struct Listener {
    event: Cow<'static, str>,
    handler: Handler,
    /// Under whom the handler was made: it finds its context there.
    owner: Owner,
}

/// A listener at its element.
pub(super) struct Listening {
    target: EventTarget,
    event: Cow<'static, str>,
    current: Rc<RefCell<Listener>>,
    closure: Closure<dyn Fn(Event)>,
}

impl Listener {
    pub(super) fn new<E>(event: E, mut handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        let handler = Box::new(move |event: Event| handler(event.unchecked_into()));
        Self { event: event.name(), handler, owner: Owner::current().unwrap_or_default() }
    }

    pub(super) fn attach(self, target: &EventTarget) -> Listening {
        let (event, current) = (self.event.clone(), Rc::new(RefCell::new(self)));
        let listener = Rc::clone(&current);
        let closure = Closure::new(move |event: Event| {
            // A handler may bring about another event of the same element, such as closing a dialog.
            if let Ok(mut listener) = listener.try_borrow_mut() {
                let Listener { handler, owner, .. } = &mut *listener;
                owner.with(|| handler(event));
            }
        });
        let listening = Listening { target: target.clone(), event, current, closure };
        // Fails only for a callback that is none.
        let _ = listening.target.add_event_listener_with_callback(&listening.event, listening.callback());
        listening
    }
}

impl Listening {
    /// Puts another listener in the place of this one; gives it back if it is for another event.
    pub(super) fn replace(&mut self, listener: Listener) -> Result<(), Listener> {
        if listener.event != self.event {
            return Err(listener);
        }
        let Ok(mut current) = self.current.try_borrow_mut() else { return Err(listener) };
        *current = listener;
        Ok(())
    }

    fn callback(&self) -> &js_sys::Function {
        self.closure.as_ref().unchecked_ref()
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // Fails only for a callback that is none.
        let _ = self.target.remove_event_listener_with_callback(&self.event, self.callback());
    }
}
