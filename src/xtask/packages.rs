//! What the tests need beside Rust: browsers, their drivers, fonts, and npm packages.

use std::{
    fs,
    io::IsTerminal,
    path::Path,
    process::{Command, Stdio},
};

use crate::{child, dist::digest, failure::Failure, workspace::Workspace};

/// A package of Debian and Ubuntu, and how to see that what it brings is there, however it came.
struct Package {
    name: &'static str,
    proof: Proof,
}

enum Proof {
    /// One of these programs is on PATH.
    Program(&'static [&'static str]),
    /// A font that can show Chinese.
    ChineseFont,
}

const NEEDED: [Package; 5] = [
    Package { name: "chromium", proof: Proof::Program(&["chromium", "chromium-browser", "google-chrome"]) },
    Package { name: "chromium-driver", proof: Proof::Program(&["chromedriver"]) },
    Package { name: "fonts-noto-cjk", proof: Proof::ChineseFont },
    Package { name: "webkit2gtk-driver", proof: Proof::Program(&["WebKitWebDriver"]) },
    Package { name: "xvfb", proof: Proof::Program(&["Xvfb"]) },
];

/// Installs what the tests need and this machine lacks.
pub fn set_up(workspace: &Workspace) -> Result<(), Failure> {
    let missing = missing(&NEEDED);
    if !missing.is_empty() {
        println!("   Installing for the tests: {}", missing.join(" "));
        apt_install(workspace, &missing)?;
    }
    install_npm(workspace)
}

/// Installs packages by apt as root or through sudo, or says plainly that somebody must.
pub fn apt_install(workspace: &Workspace, names: &[&str]) -> Result<(), Failure> {
    let missing = || Failure::Missing {
        what: names.join(" "),
        remedy: format!("On Debian or Ubuntu: `sudo apt-get install {}`.", names.join(" ")),
    };
    let apt = apt(workspace).ok_or_else(missing)?;
    // An old list is better than none: the install itself says what it can't find.
    let listed = child::run(apt().args(["update", "-q"]));
    let mut install = apt();
    install.args(["install", "-y", "-q", "--no-install-recommends"]).args(names);
    listed.and_then(|()| child::run(&mut install)).map_err(|_| missing())
}

/// How apt-get is started here: directly by root, else through sudo, which may only ask for a
/// password where somebody sits at a terminal.
fn apt(workspace: &Workspace) -> Option<impl Fn() -> Command> {
    child::which("apt-get")?;
    let root = child::ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    if !root {
        child::which("sudo")?;
    }
    Some(move || {
        let mut command = child::command(workspace, if root { "apt-get" } else { "sudo" });
        if !root && !std::io::stdin().is_terminal() {
            command.arg("-n");
        }
        if !root {
            command.arg("apt-get");
        }
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    })
}

fn missing(needed: &[Package]) -> Vec<&'static str> {
    let absent = |package: &&Package| match package.proof {
        Proof::Program(names) => names.iter().all(|name| child::which(name).is_none()),
        Proof::ChineseFont => {
            child::ask(Command::new("fc-list").arg(":lang=zh").stdin(Stdio::null())).unwrap_or_default().is_empty()
        }
    };
    needed.iter().filter(absent).map(|package| package.name).collect()
}

/// `npm ci` in `tests/`, once for each state of the lock file.
fn install_npm(workspace: &Workspace) -> Result<(), Failure> {
    let lock = workspace.path("tests/package-lock.json");
    if !workspace.path("tests/package.json").is_file() {
        return Ok(());
    }
    let stamp = workspace.path("tests/node_modules/.kaifong-lock");
    let wanted = digest::hex(&fs::read(&lock).map_err(Failure::file(&lock))?);
    if is_stamped(&stamp, &wanted) {
        return Ok(());
    }
    if child::which("npm").is_none() {
        let remedy = "Install Node.js 20 or newer; on Debian: `sudo apt-get install npm`.".to_owned();
        return Err(Failure::Missing { what: "npm".to_owned(), remedy });
    }
    println!("   Installing the tests' npm packages");
    let mut npm = child::command(workspace, "npm");
    child::run(npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(workspace.path("tests")))?;
    fs::write(&stamp, wanted).map_err(Failure::file(&stamp))
}

fn is_stamped(stamp: &Path, wanted: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|found| found == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_missing_when_none_of_its_programs_is_there() {
        let package = |name, programs| Package { name, proof: Proof::Program(programs) };
        let needed = [
            package("present", &["no-such-program", "sh"][..]),
            package("absent", &["no-such-program", "nor-this-one"]),
        ];
        assert_eq!(missing(&needed), ["absent"]);
    }
}
