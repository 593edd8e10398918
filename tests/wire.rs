//! Sockets: frames arrive in the order in which they were sent, late, or not at all; a socket breaks at any
//! byte, and something on the way may say a frame twice.

use std::collections::VecDeque;

use automerge::{ChangeHash, sync::Message};
use kaifong_replica::{
    document::hashes,
    sync::frame::{Frame, MAX_FRAME},
};

use crate::seed::Seed;

/// One end of a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is open.
    Open,
    /// The socket is broken, and this end will soon be told.
    Broken,
    /// The socket is broken, and nothing will tell this end: it finds out by silence.
    Deaf,
    /// This end knows that the socket is gone.
    Closed,
}

/// How far the server lets a socket's frames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// The device is to prove itself.
    Challenged {
        /// What it must sign.
        nonce: [u8; 32],
        /// When it was asked, by the server's clock.
        time: i64,
    },
    /// It has.
    Passed,
}

/// A socket.
#[derive(Clone, Debug)]
pub struct Wire {
    /// Whose.
    pub phone: usize,
    /// From the phone to the server.
    pub up: VecDeque<Vec<u8>>,
    /// From the server to the phone.
    pub down: VecDeque<Vec<u8>>,
    /// The phone's end.
    pub phone_end: End,
    /// The server's end.
    pub server_end: End,
    /// How far the server lets its frames.
    pub gate: Gate,
    /// When it was opened, by the true time.
    pub opened: i64,
    /// When the server last heard something, by the true time.
    pub heard: i64,
    /// Until when nothing gets through.
    pub stalled_until: i64,
    /// Whether something on the way has said a frame twice, or handed on the stub of one: whoever takes it may
    /// close the socket for it.
    pub is_mangled: bool,
}

impl Wire {
    /// A new socket, of which the phone has not heard yet.
    pub fn new(phone: usize, nonce: [u8; 32], time: i64, opened: i64) -> Self {
        let (up, down) = (VecDeque::new(), VecDeque::new());
        let gate = Gate::Challenged { nonce, time };
        let (phone_end, server_end) = (End::Open, End::Open);
        let (heard, stalled_until, is_mangled) = (opened, opened, false);
        Self { phone, up, down, phone_end, server_end, gate, opened, heard, stalled_until, is_mangled }
    }

    /// It breaks at some byte of what is under way: what comes before it still arrives. An end that is deaf
    /// is not told.
    pub fn cut(&mut self, deaf_phone: bool, deaf_server: bool, seed: &mut Seed) {
        let stubs = [&mut self.up, &mut self.down].map(|frames| break_off(frames, seed));
        self.is_mangled |= stubs.contains(&true);
        let broken = |deaf| if deaf { End::Deaf } else { End::Broken };
        if self.phone_end == End::Open {
            self.phone_end = broken(deaf_phone);
        }
        if self.server_end == End::Open {
            self.server_end = broken(deaf_server);
        }
    }

    /// Something on the way says the next frame twice; whether there was one.
    pub fn stutter(&mut self, up: bool) -> bool {
        let frames = if up { &mut self.up } else { &mut self.down };
        let Some(frame) = frames.front().cloned() else { return false };
        frames.push_front(frame);
        self.is_mangled = true;
        true
    }

    /// The phone closes its end; what it has sent may still arrive.
    pub fn close_phone(&mut self) {
        self.phone_end = End::Closed;
        self.down.clear();
        if self.server_end == End::Open {
            self.server_end = End::Broken;
        }
    }

    /// The server closes its end; what it has sent may still arrive.
    pub fn close_server(&mut self) {
        self.server_end = End::Closed;
        self.up.clear();
        if self.phone_end == End::Open {
            self.phone_end = End::Broken;
        }
    }

    /// Whether both ends know that it is gone.
    pub fn is_gone(&self) -> bool {
        self.phone_end == End::Closed && self.server_end == End::Closed
    }

    /// Whether a frame can arrive at the server.
    pub fn can_rise(&self) -> bool {
        !self.up.is_empty() && self.server_end != End::Closed
    }

    /// Whether a frame can arrive at the phone.
    pub fn can_fall(&self) -> bool {
        !self.down.is_empty() && self.phone_end != End::Closed
    }
}

/// Breaks a stream of frames off at some byte; whether a stub of a frame is handed on.
fn break_off(frames: &mut VecDeque<Vec<u8>>, seed: &mut Seed) -> bool {
    let total: usize = frames.iter().map(Vec::len).sum();
    let mut left = seed.below(total + 1);
    let whole = frames.iter().take_while(|frame| left.checked_sub(frame.len()).inspect(|rest| left = *rest).is_some());
    let whole = whole.count();
    let stub = frames.get(whole).map(|frame| frame[..left].to_vec());
    frames.truncate(whole);
    // A good library keeps the stub to itself.
    let stub = stub.filter(|stub| !stub.is_empty() && seed.chance(300));
    let is_there = stub.is_some();
    frames.extend(stub);
    is_there
}

/// The changes of which a phone's frame speaks.
pub fn named(bytes: &[u8]) -> Vec<ChangeHash> {
    match Frame::decode(bytes, MAX_FRAME) {
        Ok(Frame::Sync { data, .. }) => Message::decode(&data).map(|message| message.heads).unwrap_or_default(),
        Ok(Frame::Want { documents, .. }) => documents.into_iter().flat_map(|holding| holding.heads).collect(),
        Ok(Frame::Changes { parcel, .. }) => hashes(&parcel).unwrap_or_default(),
        _ => vec![],
    }
}
