//! The program: what it prints, how it is configured, how it stops.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
};

use super::{
    phone::Phone,
    place::{http, redeem},
};

pub(super) fn kaifong(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaifong"));
    command.current_dir(folder).env_clear().args(arguments);
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    kaifong(folder, arguments).output().unwrap()
}

pub fn complaint(output: &Output) -> String {
    assert!(!output.status.success());
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// An address at which nobody listens.
pub(super) fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// A program that serves.
pub(super) struct Serving {
    pub(super) child: Child,
    printed: BufReader<ChildStdout>,
}

impl Serving {
    /// Starts it and waits until it says where it serves.
    pub(super) fn start(mut command: Command) -> (Self, String) {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut printed = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        printed.read_line(&mut first).unwrap();
        (Self { child, printed }, first)
    }

    /// The most memory that it has held at once, in KiB (Linux: VmHWM).
    pub(super) fn most_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// The sign-in link that it prints next.
    pub(super) fn link(&mut self) -> String {
        let mut lines = String::new();
        self.printed.read_line(&mut lines).unwrap();
        self.printed.read_line(&mut lines).unwrap();
        lines.trim().rsplit_once(' ').unwrap().1.to_owned()
    }

    /// Sends a signal; how it ended, and what else it had printed.
    pub(super) fn ended(mut self, signal: &str) -> (ExitStatus, String) {
        let sent = Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let mut rest = String::new();
        self.printed.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap(), rest)
    }
}

/// A test that fails leaves no server behind.
impl Drop for Serving {
    fn drop(&mut self) {
        // Most have ended by themselves; then there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_start_prints_the_administrators_link_once() {
    let folder = tempfile::tempdir().unwrap();
    let address = free();
    let listen = address.to_string();
    let serve = || kaifong(folder.path(), &["serve", "--listen", &listen, "--community", "riverside", "--log", "warn"]);
    let (mut serving, first) = Serving::start(serve());
    assert_eq!(first, format!("Kaifong serves \"riverside\" at http://{address}\n"));
    let link = serving.link();
    let secret = link.strip_prefix(&format!("http://{address}/join#riverside.")).unwrap();
    let (status, rest) = serving.ended("-TERM");
    assert!(status.success(), "it stops when it is asked to");
    assert_eq!(rest, "");

    let (serving, _) = Serving::start(serve());
    let phone = Phone::stranger(address);
    let answer = redeem(address, "riverside", secret, &phone.public_key());
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(r#""role":"admin""#), "{answer}");
    let (_, rest) = serving.ended("-KILL");
    assert_eq!(rest, "", "the link is not printed again");

    let (serving, _) = Serving::start(serve());
    let again = redeem(address, "riverside", secret, &phone.public_key());
    let body = |answer: &str| answer.split_once("\r\n\r\n").unwrap().1.to_owned();
    assert_eq!(body(&again), body(&answer), "what was answered survives a kill -9, and is answered again");
    let other = redeem(address, "riverside", secret, &Phone::stranger(address).public_key());
    assert!(other.starts_with("HTTP/1.1 409") && other.ends_with(r#"{"error":"link-used"}"#), "{other}");
    serving.ended("-INT");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_a_receipt_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let address = free();
    let listen = address.to_string();
    let serve = || kaifong(folder.path(), &["serve", "--listen", &listen, "--community", "riverside", "--log", "warn"]);
    let (mut serving, _) = Serving::start(serve());
    let mut phone = Phone::stranger(address);
    redeem(address, "riverside", serving.link().rsplit_once('.').unwrap().1, &phone.public_key());
    for number in 1..=5 {
        phone.join().await;
        phone.sync_until(number - 1, false).await;
        phone.add_estate("North");
        phone.sync_until(number, true).await;
        serving.ended("-KILL");
        serving = Serving::start(serve()).0;
    }
    let mut twin = phone.twin();
    twin.join().await;
    twin.sync_until(5, false).await;
    assert_eq!(twin.document.heads(), phone.document.heads());
    serving.ended("-TERM");
}

#[test]
fn options_count_before_the_environment_and_the_environment_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (by_option, by_environment) = (free().to_string(), free().to_string());
    let file = "listen = '127.0.0.1:1'\ncommunity-name = 'From the file'\nlog = 'error'\n";
    fs::write(folder.path().join("kaifong.toml"), file).unwrap();
    let serve = |arguments: &[&str]| {
        let mut command = kaifong(folder.path(), &["serve", "--config", "kaifong.toml"]);
        command.args(arguments).env("KAIFONG_LISTEN", &by_environment);
        let (serving, first) = Serving::start(command);
        assert!(serving.ended("-TERM").0.success());
        first
    };
    assert_eq!(serve(&[]), format!("Kaifong serves \"From the file\" at http://{by_environment}\n"));
    assert_eq!(serve(&["--listen", &by_option]), format!("Kaifong serves \"From the file\" at http://{by_option}\n"));
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let next = SocketAddr::new(address.ip(), address.port() + 1);
    let output = run(folder.path(), &["serve", "--listen", &address.to_string()]);
    assert_eq!(
        complaint(&output),
        format!(
            "Port {} on 127.0.0.1 is already in use. Stop the other program or choose another port with --listen {next}.\n",
            address.port()
        )
    );
    for (arguments, expected) in [
        (&["serve", "--config", "gone.toml"][..], "the settings file gone.toml cannot be read: No such file"),
        (&["serve", "--log", "kaifong=loud"], "\"kaifong=loud\" does not say what to log"),
        (&["serve", "--community", "River Side"], "1 to 32 of a-z, 0-9 and -"),
        (&["serve", "--public-origin", "https://a.example/app"], "is not an origin such as"),
        (&["link", "--community", "elsewhere"], "no community is called elsewhere"),
        (&["healthcheck", "--listen", "127.0.0.1:1"], "no server answers at 127.0.0.1:1"),
    ] {
        let told = complaint(&run(folder.path(), arguments));
        assert!(told.contains(expected), "{arguments:?}: {told}");
    }
}

#[test]
fn one_server_at_a_time_uses_a_folder_and_links_can_be_made_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let address = free();
    let listen = address.to_string();
    let (mut serving, _) = Serving::start(kaifong(folder.path(), &["serve", "--listen", &listen, "--log", "warn"]));
    serving.link();
    let told = complaint(&run(folder.path(), &["serve", "--listen", &free().to_string()]));
    assert!(told.starts_with("Another kaifong server is already using the data in data."), "{told}");

    let printed = run(folder.path(), &["link", "--role", "coordinator", "--listen", &listen]);
    let printed = String::from_utf8(printed.stdout).unwrap();
    assert!(printed.starts_with("A sign-in link for a coordinator (once, within 7 days):\n"), "{printed}");
    let secret = printed.trim().rsplit_once('.').unwrap().1;
    let answer = redeem(address, "community", secret, &Phone::stranger(address).public_key());
    assert!(answer.contains(r#""role":"coordinator""#), "{answer}");

    assert!(run(folder.path(), &["healthcheck", "--listen", &listen]).status.success());
    assert!(http(address, "GET /healthz HTTP/1.1", "").ends_with("ok\n"));
    serving.ended("-TERM");
}

#[test]
fn resetting_the_demo_deletes_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (mut serving, _) =
        Serving::start(kaifong(folder.path(), &["serve", "--listen", &free().to_string(), "--log", "warn"]));
    serving.link();
    serving.ended("-TERM");
    let told = complaint(&run(folder.path(), &["demo", "--reset", "--data", "data"]));
    assert_eq!(told, "the data in data is not only the demo's (community is there too): nothing was deleted\n");
}
