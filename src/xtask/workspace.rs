//! Where the checkout is, and its folders.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// A checkout of this project.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The checkout at or above the current folder.
    pub fn find() -> Result<Self, Failure> {
        let here = env::current_dir().map_err(Failure::file("."))?;
        match here.ancestors().find(|folder| folder.join("src/xtask/Cargo.toml").is_file()) {
            Some(root) => Ok(Self { root: root.to_path_buf() }),
            None => Err(Failure::NoWorkspace(here)),
        }
    }

    /// The folder with the workspace's Cargo.toml.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the checkout.
    pub fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }
}
