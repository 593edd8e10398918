//! The programs xtask starts: always from the checkout's root, always with a clean environment.

use std::{
    env,
    ffi::OsStr,
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use crate::{failure::Failure, workspace::Workspace};

/// Runs to the end with its output on this terminal; anything but success is a failure.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|source| Failure::Start { line: line(command), source })?;
    check(command, status)
}

/// What the program writes to its standard output, trimmed; nothing if it fails or is absent.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let said = output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())?;
    Some(said.trim().to_owned())
}

/// Like [`run`], but ends the program after so many seconds: for what may hang without a network.
pub fn run_within(command: &mut Command, seconds: u32) -> Result<(), Failure> {
    let spawned = command.stdin(Stdio::null()).spawn();
    let mut child = spawned.map_err(|source| Failure::Start { line: line(command), source })?;
    for _ in 0..seconds * 10 {
        if let Some(status) = child.try_wait().map_err(Failure::file(command.get_program()))? {
            return check(command, status);
        }
        thread::sleep(Duration::from_millis(100));
    }
    child.kill().and_then(|()| child.wait()).map_err(Failure::file(command.get_program()))?;
    Err(Failure::Command { line: line(command), code: None })
}

/// A program to be run from the checkout's root, without what `cargo run` put into our own
/// environment: another compiler must not load the libraries of ours, and a build script that
/// watches `CARGO_PKG_*` must not run again because of who called it.
pub fn command(workspace: &Workspace, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace.root());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
        if ours.iter().any(|prefix| text.starts_with(prefix)) || text == "LD_LIBRARY_PATH" {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that called us, for the native packages.
pub fn cargo(workspace: &Workspace) -> Command {
    command(workspace, env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Where a program stands on PATH.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| [folder.join(program), folder.join(format!("{program}.exe"))])
        .find(|file| file.is_file())
}

/// The program and its arguments, as one would type them.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn check(command: &Command, status: ExitStatus) -> Result<(), Failure> {
    if status.success() { Ok(()) } else { Err(Failure::Command { line: line(command), code: status.code() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_fails_is_named_with_its_code() {
        let failure = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(failure.to_string(), "`sh -c exit 3` failed with exit code 3");
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let failure = run_within(Command::new("sleep").arg("60"), 1).unwrap_err();
        assert_eq!(failure.to_string(), "`sleep 60` failed");
    }
}
