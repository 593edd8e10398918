//! The bridge to the worker: typed messages, encoded with postcard, whose buffers are handed over
//! rather than copied. `boot.js` creates the worker before the page's code has even arrived; when it dies,
//! whatever of, another one is started in its place and told what was not finished.

mod life;
mod unfinished;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use js_sys::{Array, Function, Reflect, Uint8Array};
use kaifong_domain::bridge::{ToPage, ToWorker};
use leptos::prelude::set_timeout;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Event, MessageEvent, Worker};

use self::{
    life::{Lives, Next},
    unfinished::Unfinished,
};
use crate::context::clock::now;

/// Where `boot.js` puts the worker, and what starts another one.
const WORKER: &str = "kaifongWorker";
const START: &str = "kaifongStartWorker";
/// `boot.js` tells of a worker's end, also of one that nobody was told of.
const GONE: &str = "kaifong-gone";

/// Why nothing can be heard from the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is none, or it dies as often as it is started.
    NoWorker,
    /// It speaks another version's language.
    OtherVersion,
}

/// What comes over the bridge.
pub enum Heard {
    /// The worker said something.
    Said(ToPage),
    /// The worker died, and another one is being started. Not worth a word, unless it happens again.
    Restarting {
        /// Whether it has happened before, not long ago.
        again: bool,
    },
    /// Nothing will be heard any more.
    Lost(Fault),
}

/// One's end of the bridge.
#[derive(Clone)]
pub struct Link(Rc<Inner>);

struct Inner {
    worker: RefCell<Option<Worker>>,
    /// Tells the workers apart: what an earlier one's end still says means nothing.
    number: Cell<u32>,
    unfinished: RefCell<Unfinished>,
    lives: RefCell<Lives>,
    receive: Box<dyn Fn(Heard)>,
}

impl Link {
    /// Takes hold of the worker and hands on every message it sends, for the life of the page.
    pub fn open(receive: impl Fn(Heard) + 'static) -> Self {
        let inner = Inner {
            worker: RefCell::default(),
            number: Cell::default(),
            unfinished: RefCell::default(),
            lives: RefCell::default(),
            receive: Box::new(receive),
        };
        let link = Self(Rc::new(inner));
        let worker = Reflect::get(&js_sys::global(), &JsValue::from_str(WORKER)).ok();
        match worker.and_then(|worker| worker.dyn_into::<Worker>().ok()) {
            Some(worker) => link.hold(worker),
            None => (link.0.receive)(Heard::Lost(Fault::NoWorker)),
        }
        link
    }

    /// Sends a message. Without a worker it waits for the next one, if it is a request or a start.
    pub fn tell(&self, message: &ToWorker) {
        self.0.unfinished.borrow_mut().said(message);
        self.send(message);
    }

    fn send(&self, message: &ToWorker) {
        let worker = self.0.worker.borrow();
        let Some(worker) = worker.as_ref() else { return };
        let bytes = postcard::to_allocvec(message).expect("messages hold only what postcard can encode");
        let bytes = Uint8Array::from(bytes.as_slice());
        if let Err(fault) = worker.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer())) {
            web_sys::console::error_1(&fault);
        }
    }

    fn hold(&self, worker: Worker) {
        let number = self.0.number.get() + 1;
        self.0.number.set(number);
        let link = self.clone();
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if link.0.number.get() == number {
                link.hear(&event);
            }
        });
        let link = self.clone();
        let on_end = Closure::<dyn Fn(Event)>::new(move |_: Event| link.ended(number));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_end.as_ref().unchecked_ref()));
        // Fails only for what is no listener.
        let _ = worker.add_event_listener_with_callback(GONE, on_end.as_ref().unchecked_ref());
        on_message.forget();
        on_end.forget();
        *self.0.worker.borrow_mut() = Some(worker);
    }

    fn hear(&self, event: &MessageEvent) {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        (self.0.receive)(match postcard::from_bytes(&bytes) {
            Ok(message) => {
                self.0.unfinished.borrow_mut().heard(&message);
                Heard::Said(message)
            }
            Err(_) => Heard::Lost(Fault::OtherVersion),
        });
    }

    /// A worker is dead, or as good as dead: what it holds in memory can't be trusted after an error.
    fn ended(&self, number: u32) {
        if self.0.number.get() != number {
            return;
        }
        self.0.number.set(number + 1);
        if let Some(worker) = self.0.worker.take() {
            worker.terminate();
        }
        let next = self.0.lives.borrow_mut().ended(now());
        match next {
            Next::Start { after, again, suspects } => {
                (self.0.receive)(Heard::Restarting { again });
                let dropped = if suspects { self.0.unfinished.borrow_mut().drop_all() } else { vec![] };
                dropped.into_iter().for_each(|answer| (self.0.receive)(Heard::Said(answer)));
                let link = self.clone();
                set_timeout(move || link.start(), Duration::from_millis(after));
            }
            Next::GiveUp => (self.0.receive)(Heard::Lost(Fault::NoWorker)),
        }
    }

    /// Starts another worker, and tells it what was not finished.
    fn start(&self) {
        let start = Reflect::get(&js_sys::global(), &JsValue::from_str(START)).ok();
        let start = start.and_then(|start| start.dyn_into::<Function>().ok());
        let worker = start.and_then(|start| start.call0(&JsValue::UNDEFINED).ok());
        match worker.and_then(|worker| worker.dyn_into::<Worker>().ok()) {
            Some(worker) => self.hold(worker),
            None => return (self.0.receive)(Heard::Lost(Fault::NoWorker)),
        }
        let again = self.0.unfinished.borrow().again();
        again.iter().for_each(|message| self.send(message));
    }
}
