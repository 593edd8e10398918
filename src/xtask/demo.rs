//! `cargo xtask demo` and `cargo xtask run`: from a clone to a running server.

use std::{path::Path, process::Command};

use crate::{
    child,
    failure::Failure,
    headline::headline,
    whole::{self, Wanted},
    workspace::Workspace,
};

/// Where the demo community lives: beside what is built, so that it is never committed.
const DEMO: &str = "target/demo";
/// Where a community of one's own lives.
const OWN: &str = "data";

/// Builds everything and serves the invented community, which the server makes unless it is there.
pub fn demo(workspace: &Workspace, wanted: Wanted, port: u16) -> Result<(), Failure> {
    let kaifong = whole::all(workspace, wanted)?;
    headline("The demo community");
    serve(&mut task(workspace, &kaifong, "demo", DEMO, port))
}

/// Builds everything and serves the community in `./data`.
pub fn run(workspace: &Workspace, wanted: Wanted, port: u16) -> Result<(), Failure> {
    let kaifong = whole::all(workspace, wanted)?;
    headline("Your community");
    serve(&mut task(workspace, &kaifong, "serve", OWN, port))
}

fn task(workspace: &Workspace, kaifong: &Path, name: &str, folder: &str, port: u16) -> Command {
    let mut command = child::command(workspace, kaifong);
    command.arg(name).arg("--data").arg(workspace.path(folder)).arg("--listen").arg(format!("127.0.0.1:{port}"));
    command
}

/// The server takes our place, so that Ctrl-C and its exit code are its own.
#[cfg(unix)]
fn serve(command: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    let source = command.exec();
    Err(Failure::Start { line: child::line(command), source })
}

#[cfg(not(unix))]
fn serve(command: &mut Command) -> Result<(), Failure> {
    child::run(command)
}
