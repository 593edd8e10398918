//! `cargo xtask build`: the app and the server, from nothing or from what changed.

use std::path::PathBuf;

use crate::{
    dist,
    failure::Failure,
    headline::headline,
    server::{self, Profile},
    toolchain::{Choice, Toolchain},
    wasm::Effort,
    workspace::Workspace,
};

/// What the person asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// How small the app must be.
    pub effort: Effort,
    /// How fast the server must be.
    pub profile: Profile,
    /// Which compiler makes the wasm.
    pub toolchain: Choice,
}

/// The app, then the server with the app inside; returns where the server's binary is.
pub fn all(workspace: &Workspace, wanted: Wanted) -> Result<PathBuf, Failure> {
    app(workspace, wanted)?;
    headline("The server");
    server::build(workspace, wanted.profile)
}

/// The app alone, in `dist/`.
pub fn app(workspace: &Workspace, wanted: Wanted) -> Result<(), Failure> {
    headline("A compiler for wasm");
    let toolchain = Toolchain::find(workspace, wanted.toolchain)?;
    println!("   {}", toolchain.name());
    headline("The app: page and worker (minutes the first time, --fast is quicker)");
    dist::build(workspace, &toolchain, wanted.effort)
}
