//! What is measured.

use std::{
    fs,
    ops::{Div, Sub},
    time::Duration,
};

use kaifong_tests::real::phone::Traffic;

/// How far counters have come, or what lies between two such states.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    pub traffic: Traffic,
    /// Processor time of the phone's side.
    pub client: Duration,
    /// Processor time of the server's side.
    pub server: Duration,
}

impl Sub for Reading {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        let bytes = self.traffic.bytes - before.traffic.bytes;
        let frames = self.traffic.frames - before.traffic.frames;
        let traffic = Traffic { bytes, frames };
        Self { traffic, client: self.client - before.client, server: self.server - before.server }
    }
}

impl Div<u32> for Reading {
    type Output = Self;

    fn div(self, times: u32) -> Self {
        let of = |count: usize| count / times as usize;
        let traffic = Traffic { bytes: of(self.traffic.bytes), frames: of(self.traffic.frames) };
        Self { traffic, client: self.client / times, server: self.server / times }
    }
}

/// The processor time of all threads of a process that live, in Linux' `schedstat`: the first number is
/// nanoseconds.
pub fn cpu(pid: u32) -> Duration {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).expect("the process lives").filter_map(Result::ok);
    let stats = threads.filter_map(|thread| fs::read_to_string(thread.path().join("schedstat")).ok());
    let nanos = stats.filter_map(|stat| stat.split(' ').next()?.parse::<u64>().ok());
    Duration::from_nanos(nanos.sum())
}
