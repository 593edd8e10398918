//! The worker of Kaifong: it runs a phone's replica beside the page, so that a merge never blocks a
//! tap. The only place that touches the browser's storage, sockets, keys and locks.
//!
//! Start reading at [`driver`]: inputs come in through one queue ([`input`]), the replica turns them
//! into effects, and the driver carries these out. Only the leader among the tabs does so ([`leader`]);
//! the others work through it.

mod alarm;
mod check_in;
mod clock;
mod driver;
mod encoding;
mod fetch;
mod input;
mod join;
mod key;
mod leader;
mod object;
mod port;
mod random;
mod scope;
mod socket;
mod storage;
mod timer;

fn main() {
    alarm::install();
    wasm_bindgen_futures::spawn_local(driver::run());
}
