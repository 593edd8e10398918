//! One leader among the tabs of a browser: it holds a lock, runs the replica and talks to the server;
//! the others are followers and work through it. When the leader is gone, the lock passes to a
//! follower, which reads what is stored and goes on. Nobody forgets a request before it is durable.
//!
//! Without Web Locks or BroadcastChannel every tab leads; storage still lets only one of them go on
//! from what it has read (see [`crate::storage`]).

pub(crate) mod channel;
pub(crate) mod lock;
pub(crate) mod pending;
