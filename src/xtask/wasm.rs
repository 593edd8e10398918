//! Compiles the page and the worker to wasm and binds each to its JavaScript.

use std::fs;

use crate::{
    bind::{self, Bound, Whole},
    child,
    failure::Failure,
    toolchain::{TARGET, Toolchain},
    workspace::Workspace,
};

/// The package of the page.
pub const PAGE: &str = "kaifong-app";
/// The package of the worker.
pub const WORKER: &str = "kaifong-worker";

/// For whom the app is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For people: the smallest download, minutes to build.
    Small,
    /// For developers: large, seconds to build.
    Fast,
}

impl Effort {
    /// From the flag `--fast`.
    pub fn from_flag(fast: bool) -> Self {
        if fast { Self::Fast } else { Self::Small }
    }

    /// The name of this effort's folders in `target/`: one each, so that both stay warm.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Small => "wasm",
            Self::Fast => "wasm-fast",
        }
    }

    /// What makes the profile `wasm` quick to build.
    fn overrides(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Small => &[],
            Self::Fast => &[
                ("CARGO_PROFILE_WASM_LTO", "off"),
                ("CARGO_PROFILE_WASM_OPT_LEVEL", "1"),
                ("CARGO_PROFILE_WASM_CODEGEN_UNITS", "16"),
                ("CARGO_PROFILE_WASM_INCREMENTAL", "true"),
            ],
        }
    }
}

/// The two halves of the app, each with its JavaScript.
pub struct Halves {
    /// Runs in the page.
    pub page: Bound,
    /// Runs in the worker.
    pub worker: Bound,
}

/// Builds both halves; cargo decides what needs to be compiled again.
pub fn build(workspace: &Workspace, toolchain: &Toolchain, effort: Effort) -> Result<Halves, Failure> {
    let target = workspace.path("target").join(effort.folder());
    let mut cargo = toolchain.build(workspace, effort);
    cargo.args(["--profile", "wasm", "--package", PAGE, "--package", WORKER]);
    cargo.arg("--target-dir").arg(&target).envs(effort.overrides().iter().copied());
    child::run(&mut cargo)?;
    let module = |package: &'static str, whole| {
        let path = target.join(TARGET).join("wasm").join(package).with_extension("wasm");
        let wasm = fs::read(&path).map_err(Failure::file(&path))?;
        bind::bind(package, wasm, whole, &target.join("bound"))
    };
    Ok(Halves { page: module(PAGE, Whole::InParts)?, worker: module(WORKER, Whole::AtOnce)? })
}
