//! Tests of what one package can show alone; the suites in `tests/` play phones and server together.

mod contested;
mod document;
mod frame;
mod pen;
mod schema;
mod session;
