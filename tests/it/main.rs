//! Suites that play several crates together, in one thread and without a socket.

mod smoke;
