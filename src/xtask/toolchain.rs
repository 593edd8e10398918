//! Finds, and where need be installs, a compiler for wasm.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{child, failure::Failure, packages, workspace::Workspace};

/// The target triple of the two wasm packages.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Seconds `rustup target add` gets: enough for 20 MB on a slow line, short for one that hangs.
const RUSTUP_SECONDS: u32 = 90;

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// A way to compile wasm on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toolchain {
    /// rustup's compiler, with the wasm target's own standard library.
    Rustup,
    /// Debian's compiler, which builds the standard library from its source.
    Debian {
        /// LLVM's linker for wasm.
        linker: PathBuf,
    },
}

/// The person's choice between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Choice {
    /// Whatever this machine has; installs what is missing.
    Auto,
    /// rustup's compiler only.
    Rustup,
    /// Debian's compiler only.
    Debian,
}

impl Toolchain {
    /// What is there already is taken before anything is fetched, so that a second start is quick
    /// also where one of the servers can't be reached.
    pub fn find(workspace: &Workspace, choice: Choice) -> Result<Self, Failure> {
        let ways: &[fn(&Workspace) -> Option<Self>] = match choice {
            Choice::Auto => &[rustup, debian, add_target, install_debian],
            Choice::Rustup => &[rustup, add_target],
            Choice::Debian => &[debian, install_debian],
        };
        ways.iter().find_map(|way| way(workspace)).ok_or_else(|| Failure::Missing {
            what: format!("A Rust compiler for {TARGET}"),
            remedy: format!(
                "With rustup: `rustup target add {TARGET}` (it needs static.rust-lang.org). \
                 On Debian: `apt-get install {}`.",
                DEBIAN_PACKAGES.join(" ")
            ),
        })
    }

    /// `cargo build` for wasm, to be completed with packages and a profile.
    pub fn build(&self, workspace: &Workspace) -> Command {
        let mut command = match self {
            Self::Rustup => child::cargo(workspace),
            Self::Debian { .. } => child::command(workspace, DEBIAN_CARGO),
        };
        command.args(["build", "--target", TARGET]);
        if let Self::Debian { linker } = self {
            command
                .arg("-Zbuild-std=std,panic_abort")
                .env("RUSTC", DEBIAN_RUSTC)
                // Lets a stable compiler take -Z.
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        command.env("RUSTFLAGS", r#"--cfg getrandom_backend="wasm_js""#);
        command
    }

    /// In a few words, for the headline.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rustup => "rustup's compiler",
            Self::Debian { .. } => "Debian's compiler, std from source",
        }
    }
}

fn rustup(workspace: &Workspace) -> Option<Toolchain> {
    let mut rustc = child::command(workspace, "rustc");
    let folder = child::ask(rustc.args(["--print", "target-libdir", "--target", TARGET]))?;
    has_std(Path::new(&folder)).then_some(Toolchain::Rustup)
}

fn add_target(workspace: &Workspace) -> Option<Toolchain> {
    child::which("rustup")?;
    println!("   The target {TARGET} is missing: asking rustup for it");
    let mut rustup_add = child::command(workspace, "rustup");
    child::run_within(rustup_add.args(["target", "add", TARGET]), RUSTUP_SECONDS).ok()?;
    rustup(workspace)
}

fn debian(workspace: &Workspace) -> Option<Toolchain> {
    let mut rustc = child::command(workspace, DEBIAN_RUSTC);
    let sysroot = child::ask(rustc.args(["--print", "sysroot"]))?;
    let source = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std");
    (source.is_dir() && Path::new(DEBIAN_CARGO).is_file())
        .then(|| newest_linker(Path::new("/usr/bin")))
        .flatten()
        .map(|linker| Toolchain::Debian { linker })
}

fn install_debian(workspace: &Workspace) -> Option<Toolchain> {
    println!("   Installing Debian's compiler instead: {}", DEBIAN_PACKAGES.join(" "));
    packages::apt_install(workspace, &DEBIAN_PACKAGES).ok()?;
    debian(workspace)
}

/// Whether a target's library folder really holds a standard library; rustc prints the folder's
/// name also for targets that aren't installed.
fn has_std(folder: &Path) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

/// Debian names the linker after LLVM's version: `wasm-ld-22`.
fn newest_linker(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name();
            let version: u32 = name.to_str()?.strip_prefix("wasm-ld-")?.parse().ok()?;
            Some((version, entry.path()))
        })
        .max()
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            fs::write(folder.path().join(file), "").unwrap();
        }
        folder
    }

    #[test]
    fn a_target_counts_as_installed_when_it_has_a_std() {
        let cases = [(&["libstd-1a2b.rlib"][..], true), (&["libcore-1a2b.rlib"], false), (&[], false)];
        for (files, installed) in cases {
            assert_eq!(has_std(folder(files).path()), installed, "{files:?}");
        }
        assert!(!has_std(Path::new("/no/such/folder")));
    }

    #[test]
    fn the_newest_linker_is_taken_by_number() {
        let folder = folder(&["wasm-ld-9", "wasm-ld-22", "wasm-ld", "lld-30"]);
        assert_eq!(newest_linker(folder.path()), Some(folder.path().join("wasm-ld-22")));
    }

    #[test]
    fn only_debians_way_builds_std() {
        let workspace = Workspace::find().unwrap();
        let line = |toolchain: Toolchain| child::line(&toolchain.build(&workspace));
        assert!(!line(Toolchain::Rustup).contains("build-std"));
        assert!(line(Toolchain::Debian { linker: "wasm-ld-22".into() }).contains("-Zbuild-std=std,panic_abort"));
    }
}
