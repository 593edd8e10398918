//! Finds, and where need be installs, a compiler for wasm.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{child, failure::Failure, packages, wasm::Effort, workspace::Workspace};

/// The target triple of the two wasm packages.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Seconds `rustup target add` gets: enough for 20 MB on a slow line, short for one that hangs.
const RUSTUP_SECONDS: u32 = 90;

/// For every wasm build. Leptos erases the types of components: a third less code.
const FLAGS: &str = r#"--cfg getrandom_backend="wasm_js" --cfg erase_components"#;
/// For the small build: no text and no place in a panic.
const SMALL_FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// A way to compile wasm on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toolchain {
    /// rustup's compiler, with the wasm target's own standard library.
    Rustup {
        /// The standard library's source is there too, to be built as small as the rest.
        source: bool,
    },
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
            Choice::Auto => &[small_rustup, debian, add_source, install_debian, rustup],
            Choice::Rustup => &[small_rustup, add_source, rustup],
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
    ///
    /// The small build compiles the standard library from its source, so that a panic is one
    /// instruction and carries no text: that is a quarter of the download. `RUSTC_BOOTSTRAP` lets a
    /// stable compiler take the flags for it.
    pub fn build(&self, workspace: &Workspace, effort: Effort) -> Command {
        let mut command = match self {
            Self::Rustup { .. } => child::cargo(workspace),
            Self::Debian { .. } => child::command(workspace, DEBIAN_CARGO),
        };
        command.args(["build", "--target", TARGET]);
        if let Self::Debian { linker } = self {
            command.env("RUSTC", DEBIAN_RUSTC).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
        let small = effort == Effort::Small && !matches!(self, Self::Rustup { source: false });
        if small || matches!(self, Self::Debian { .. }) {
            command.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
            command.env("RUSTC_BOOTSTRAP", "1");
        }
        command.env("RUSTFLAGS", if small { [FLAGS, SMALL_FLAGS].join(" ") } else { FLAGS.to_owned() });
        command
    }

    /// In a few words, for the headline.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Rustup { source: true } => "rustup's compiler, std from source",
            Self::Rustup { source: false } => "rustup's compiler",
            Self::Debian { .. } => "Debian's compiler, std from source",
        }
    }
}

fn rustup(workspace: &Workspace) -> Option<Toolchain> {
    let mut rustc = child::command(workspace, "rustc");
    let folder = child::ask(rustc.args(["--print", "target-libdir", "--target", TARGET]))?;
    let mut rustc = child::command(workspace, "rustc");
    let sysroot = child::ask(rustc.args(["--print", "sysroot"]))?;
    has_std(Path::new(&folder)).then(|| Toolchain::Rustup { source: has_source(&sysroot) })
}

/// rustup's compiler, if it can make the small build.
fn small_rustup(workspace: &Workspace) -> Option<Toolchain> {
    rustup(workspace).filter(|toolchain| *toolchain == Toolchain::Rustup { source: true })
}

fn add_source(workspace: &Workspace) -> Option<Toolchain> {
    child::which("rustup")?;
    println!("   The target {TARGET} or the standard library's source is missing: asking rustup for them");
    for wanted in [["target", "add", TARGET], ["component", "add", "rust-src"]] {
        let mut rustup = child::command(workspace, "rustup");
        child::run_within(rustup.args(wanted), RUSTUP_SECONDS).ok()?;
    }
    small_rustup(workspace)
}

/// Whether a compiler's folder holds the standard library's source.
fn has_source(sysroot: &str) -> bool {
    Path::new(sysroot).join("lib/rustlib/src/rust/library/std").is_dir()
}

fn debian(workspace: &Workspace) -> Option<Toolchain> {
    let mut rustc = child::command(workspace, DEBIAN_RUSTC);
    let sysroot = child::ask(rustc.args(["--print", "sysroot"]))?;
    (has_source(&sysroot) && Path::new(DEBIAN_CARGO).is_file())
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
    fn the_small_build_takes_std_from_source_where_it_can() {
        let workspace = Workspace::find().unwrap();
        let builds_std =
            |toolchain: &Toolchain, effort| child::line(&toolchain.build(&workspace, effort)).contains("build-std");
        let debian = Toolchain::Debian { linker: "wasm-ld-22".into() };
        for (toolchain, small, fast) in [
            (Toolchain::Rustup { source: true }, true, false),
            (Toolchain::Rustup { source: false }, false, false),
            (debian, true, true),
        ] {
            let found = (builds_std(&toolchain, Effort::Small), builds_std(&toolchain, Effort::Fast));
            assert_eq!(found, (small, fast), "{toolchain:?}");
        }
    }
}
