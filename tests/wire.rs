//! Sockets: frames arrive in the order in which they were sent, or not at all.

use std::collections::VecDeque;

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
    /// When the server last heard something.
    pub heard: i64,
}

impl Wire {
    /// A new socket, of which the phone has not heard yet.
    pub fn new(phone: usize, nonce: [u8; 32], time: i64) -> Self {
        let (up, down) = (VecDeque::new(), VecDeque::new());
        let gate = Gate::Challenged { nonce, time };
        Self { phone, up, down, phone_end: End::Open, server_end: End::Open, gate, heard: time }
    }

    /// It breaks, and what is under way is lost. An end that is deaf is not told.
    pub fn cut(&mut self, deaf_phone: bool, deaf_server: bool) {
        self.up.clear();
        self.down.clear();
        let broken = |deaf| if deaf { End::Deaf } else { End::Broken };
        if self.phone_end == End::Open {
            self.phone_end = broken(deaf_phone);
        }
        if self.server_end == End::Open {
            self.server_end = broken(deaf_server);
        }
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
        !self.up.is_empty() && matches!(self.server_end, End::Open | End::Broken)
    }

    /// Whether a frame can arrive at the phone.
    pub fn can_fall(&self) -> bool {
        !self.down.is_empty() && matches!(self.phone_end, End::Open | End::Broken)
    }
}
