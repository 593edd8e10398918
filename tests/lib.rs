//! What the suites share. First, a whole community in one thread. Phones, a server and the network between
//! them are driven one step at a time, so that one seed decides everything that happens, and the same
//! seed makes it happen again. And beside it, in [`real`], the real programs on real sockets.

pub mod asking;
pub mod disk;
pub mod forge;
pub mod founding;
pub mod frozen;
pub mod fuzz;
pub mod ledger;
pub mod load;
pub mod newer;
pub mod phone;
pub mod real;
pub mod seed;
pub mod server;
pub mod stranger;
pub mod wire;
pub mod world;
