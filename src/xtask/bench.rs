//! `cargo xtask bench`: what things cost, beside peers.

use crate::{
    child,
    failure::Failure,
    headline::headline,
    packages,
    server::{self, Profile},
    test::SUITES,
    whole::{self, Wanted},
    workspace::Workspace,
};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Bench {
    /// What sync costs on the wire and in processor time, beside automerge-repo.
    Sync,
}

/// Measures, with what that needs.
pub fn bench(workspace: &Workspace, what: Bench, wanted: Wanted) -> Result<(), Failure> {
    packages::set_up(workspace)?;
    whole::app(workspace, wanted)?;
    let kaifong = server::build(workspace, wanted.profile)?;
    let Bench::Sync = what;
    headline("Bench: sync");
    let profile = match wanted.profile {
        Profile::Dev => "dev",
        Profile::Release => "release",
    };
    let mut cargo = child::cargo(workspace);
    cargo.args(["bench", "--package", SUITES, "--profile", profile, "--bench", "sync"]);
    child::run(cargo.env("KAIFONG_BIN", kaifong))
}
