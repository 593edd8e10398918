//! Tests of what one package can show alone; the suites in `tests/` play phones and server together.

mod code;
mod conflicts;
mod contested;
mod digest;
mod document;
mod exchange;
mod frame;
mod history;
mod letter;
mod pen;
mod preview;
mod schema;
mod session;
