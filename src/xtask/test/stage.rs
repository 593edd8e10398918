//! The stages and what each runs.

use std::process::Command;

use super::Round;
use crate::{
    child,
    failure::Failure,
    packages, server, tidy,
    toolchain::Toolchain,
    wasm::{PAGE, WORKER},
    whole,
};

/// The package of the suites that run against the finished binary.
pub const SUITES: &str = "kaifong-tests";

/// One step of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Stage {
    /// Install what is missing: wasm target, browsers, fonts, npm packages.
    SetUp,
    /// rustfmt.
    Fmt,
    /// clippy on the native packages, no warnings.
    Clippy,
    /// clippy on the page and the worker, no warnings.
    ClippyWasm,
    /// What rustfmt and clippy can't check.
    Tidy,
    /// The packages' own tests.
    Unit,
    /// Build the app and check its sizes.
    Dist,
    /// Build the server with the app inside.
    Server,
    /// All suites against the built server.
    Suites,
    /// Only the suite `it`: convergence, server, migration.
    It,
    /// Only the suite `simulation`: many phones, one seed.
    Simulation,
    /// Only the suite `interop`: strangers from npm and crates.io.
    Interop,
    /// Only the suite `e2e`: browsers.
    E2e,
    /// Only the tests of the package `domain`.
    Domain,
    /// Only the tests of the package `replica`.
    Replica,
    /// Only the tests of the package `server`.
    ServerUnit,
    /// Only the tests of this tool.
    Xtask,
}

impl Stage {
    /// The whole of the tests, quick ones first; the rest of the stages are parts of these.
    pub const ALL: [Self; 9] = [
        Self::SetUp,
        Self::Fmt,
        Self::Clippy,
        Self::ClippyWasm,
        Self::Tidy,
        Self::Unit,
        Self::Dist,
        Self::Server,
        Self::Suites,
    ];

    /// As typed on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::SetUp => "set-up",
            Self::Fmt => "fmt",
            Self::Clippy => "clippy",
            Self::ClippyWasm => "clippy-wasm",
            Self::Tidy => "tidy",
            Self::Unit => "unit",
            Self::Dist => "dist",
            Self::Server => "server",
            Self::Suites => "suites",
            Self::It => "it",
            Self::Simulation => "simulation",
            Self::Interop => "interop",
            Self::E2e => "e2e",
            Self::Domain => "domain",
            Self::Replica => "replica",
            Self::ServerUnit => "server-unit",
            Self::Xtask => "xtask",
        }
    }

    /// The stages that must have run before this one.
    pub fn needs(self) -> &'static [Self] {
        match self {
            Self::Suites | Self::It | Self::E2e => &[Self::SetUp, Self::Dist, Self::Server],
            // Strangers need the server, not the app inside.
            Self::Interop => &[Self::SetUp, Self::Server],
            Self::Server => &[Self::Dist],
            _ => &[],
        }
    }

    /// Runs it.
    pub fn run(self, round: &Round<'_>) -> Result<(), Failure> {
        match self {
            Self::SetUp => {
                Toolchain::find(round.workspace, round.wanted.toolchain)?;
                packages::set_up(round.workspace)
            }
            Self::Fmt => round.cargo(&["fmt", "--all", "--check"]),
            Self::Clippy => round.cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]),
            Self::ClippyWasm => {
                round.cargo(&["clippy", "-p", PAGE, "-p", WORKER, "--all-targets", "--", "-D", "warnings"])
            }
            Self::Tidy => tidy::tidy(round.workspace),
            Self::Unit => {
                round.cargo(&["test", "--workspace", "--exclude", PAGE, "--exclude", WORKER, "--exclude", SUITES])?;
                // What these do without a browser.
                round.cargo(&["test", "-p", PAGE, "-p", WORKER])
            }
            Self::Dist => whole::app(round.workspace, round.wanted),
            Self::Server => server::build(round.workspace, round.wanted.profile).map(drop),
            Self::Suites => round.suites(&[]),
            Self::It => round.suites(&["--test", "it"]),
            Self::Simulation => round.suites(&["--test", "simulation"]),
            Self::Interop => round.suites(&["--test", "interop"]),
            Self::E2e => round.suites(&["--test", "e2e"]),
            Self::Domain => round.cargo(&["test", "-p", "kaifong-domain"]),
            Self::Replica => round.cargo(&["test", "-p", "kaifong-replica"]),
            Self::ServerUnit => round.cargo(&["test", "-p", "kaifong-server"]),
            Self::Xtask => round.cargo(&["test", "-p", "xtask"]),
        }
    }
}

impl Round<'_> {
    fn cargo(&self, words: &[&str]) -> Result<(), Failure> {
        child::run(self.command().args(words))
    }

    /// The suites find the server through `KAIFONG_BIN`, and chromedriver on PATH.
    fn suites(&self, words: &[&str]) -> Result<(), Failure> {
        let kaifong = server::binary(self.workspace, self.wanted.profile);
        let mut command = self.command();
        command.args(["test", "-p", SUITES, "--no-fail-fast"]).args(words);
        child::run(command.env("KAIFONG_BIN", kaifong))
    }

    fn command(&self) -> Command {
        let mut command = child::cargo(self.workspace);
        if self.deep {
            command.env("KAIFONG_DEEP", "1").env("PROPTEST_CASES", "4096");
        }
        command
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn a_stage_is_typed_as_it_is_named() {
        for stage in Stage::value_variants() {
            let value = stage.to_possible_value().unwrap();
            assert_eq!(value.get_name(), stage.name());
        }
    }
}
