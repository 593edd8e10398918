//! The server's binary, with the app inside.

use std::path::PathBuf;

use crate::{child, failure::Failure, workspace::Workspace};

/// How the native code is optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// For tests and the demo: dependencies for speed, our own code quickly built.
    Dev,
    /// For people.
    Release,
}

impl Profile {
    /// From the flag `--release`.
    pub fn from_flag(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }
}

/// Builds the server and returns where its binary is. The app must be in `dist/` already.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<PathBuf, Failure> {
    let mut cargo = child::cargo(workspace);
    cargo.args(["build", "--package", "kaifong-server", "--bin", "kaifong"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    child::run(&mut cargo)?;
    Ok(binary(workspace, profile))
}

/// Where the binary is once it is built.
pub fn binary(workspace: &Workspace, profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    // Joining keeps an absolute path as it is.
    let target = workspace.path(&std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| "target".to_owned()));
    target.join(folder).join(format!("kaifong{}", std::env::consts::EXE_SUFFIX))
}
