//! The line to the server: one WebSocket after the other, with growing pauses in between.

mod backoff;

use js_sys::{ArrayBuffer, Uint8Array};
use kaifong_replica::{
    effect::{CloseReason, Event},
    sync::frame::MAX_SERVER_FRAME,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BinaryType, MessageEvent, WebSocket};

use self::backoff::Backoff;
use crate::{
    input::{Input, Inputs, Term},
    random, scope,
    timer::Timer,
};

/// How long making a line may take, in milliseconds; browsers themselves wait for minutes.
const PATIENCE: i32 = 20_000;
/// The close code for a line that we end; the reason says more.
const ENDED: u16 = 4000;

/// The line.
pub(crate) struct Link {
    url: String,
    inputs: Inputs,
    backoff: Backoff,
    socket: Option<Socket>,
    is_up: bool,
    /// No further line is to be made.
    is_over: bool,
    /// While the line is down, brings the next try; while it is being made, ends the try.
    timer: Option<Timer>,
}

impl Link {
    /// Makes a line to a community's server, at once.
    pub(crate) fn dial(community: &str, inputs: Inputs) -> Self {
        // `https://…` becomes `wss://…`, `http://…` becomes `ws://…`.
        let url = format!("{}/sync/{community}", scope::origin().replacen("http", "ws", 1));
        let mut link = Self::down(url, inputs);
        link.redial();
        link
    }

    /// No line, and none to come: the community has taken back this device's access.
    pub(crate) fn over(inputs: Inputs) -> Self {
        Self { is_over: true, ..Self::down(String::new(), inputs) }
    }

    fn down(url: String, inputs: Inputs) -> Self {
        Self { url, inputs, backoff: Backoff::default(), socket: None, is_up: false, is_over: false, timer: None }
    }

    /// This line, if there is one, is the last.
    pub(crate) fn retire(&mut self) {
        self.is_over = true;
    }

    /// Tries now, if the line is down.
    pub(crate) fn redial(&mut self) {
        if self.socket.is_some() || self.is_over {
            return;
        }
        let Some(socket) = Socket::open(&self.url, &self.inputs) else { return self.closed() };
        let late = socket.inputs.clone();
        self.timer = Some(Timer::after(PATIENCE, move || late.send(Input::Happened(Event::LinkClosed))));
        self.socket = Some(socket);
    }

    /// The socket is open.
    pub(crate) fn opened(&mut self) {
        self.is_up = true;
        self.timer = None;
    }

    /// The socket is closed: the next try comes by itself.
    pub(crate) fn closed(&mut self) {
        (self.socket, self.is_up, self.timer) = (None, false, None);
        if self.is_over {
            return;
        }
        let inputs = self.inputs.clone();
        let pause = self.backoff.next(u16::from_le_bytes(random::bytes()));
        self.timer = Some(Timer::after(pause, move || inputs.send(Input::Redial)));
    }

    /// The line has done its work once: pauses are short again.
    pub(crate) fn proven(&mut self) {
        self.backoff.reset();
    }

    /// Ends the line.
    pub(crate) fn end(&mut self, reason: CloseReason) {
        if let Some(socket) = &self.socket {
            // It only fails for codes and reasons out of bounds.
            let _ = socket.socket.close_with_code_and_reason(ENDED, &reason.to_string());
        }
        if reason == CloseReason::Refused {
            self.backoff.slow_down();
        }
        self.closed();
    }

    /// Sends a frame. On a line that has just broken it is lost; the replica starts afresh on the next.
    pub(crate) fn send(&self, frame: &[u8]) {
        if let Some(socket) = self.socket.as_ref().filter(|_| self.is_up) {
            let _ = socket.socket.send_with_u8_array(frame);
        }
    }

    /// For what only counts as long as this socket is open.
    pub(crate) fn inputs(&self) -> Option<Inputs> {
        self.socket.as_ref().filter(|_| self.is_up).map(|socket| socket.inputs.clone())
    }
}

struct Socket {
    socket: WebSocket,
    inputs: Inputs,
    _term: Term,
    _on_change: [Closure<dyn FnMut()>; 2],
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Socket {
    /// `None` if the browser does not even try.
    fn open(url: &str, inputs: &Inputs) -> Option<Self> {
        let socket = WebSocket::new(url).ok()?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let (term, inputs) = inputs.for_term();
        let tell = |event: Event| {
            let inputs = inputs.clone();
            Closure::<dyn FnMut()>::new(move || inputs.send(Input::Happened(event.clone())))
        };
        let (on_open, on_close) = (tell(Event::LinkOpened), tell(Event::LinkClosed));
        let later = inputs.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            later.send(Input::Happened(Event::Frame(frame(&message))));
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self { socket, inputs, _term: term, _on_change: [on_open, on_close], _on_message: on_message })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onclose(None);
        self.socket.set_onmessage(None);
        // Without a code it can't fail; closed already, it does nothing.
        let _ = self.socket.close();
    }
}

/// A frame's bytes. What is no binary message, or too large to be taken in, is an empty frame: the
/// replica knows it for malformed.
fn frame(message: &MessageEvent) -> Vec<u8> {
    match message.data().dyn_into::<ArrayBuffer>() {
        Ok(buffer) if buffer.byte_length() as usize <= MAX_SERVER_FRAME => Uint8Array::new(&buffer).to_vec(),
        _ => Vec::new(),
    }
}
