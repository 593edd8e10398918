//! The server: the real binary, with an empty community.

use std::{
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// The community's short name.
pub const COMMUNITY: &str = "riverside";

/// A running server. It ends with the value that holds it.
pub struct Kaifong {
    folder: TempDir,
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The secret of the administrator's sign-in link.
    pub secret: String,
}

/// The binary under test.
fn binary() -> PathBuf {
    match env::var_os("KAIFONG_BIN") {
        Some(path) => path.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/kaifong"),
    }
}

impl Kaifong {
    /// Starts it, and tells it to log all that it can.
    pub fn start() -> Self {
        Self::logging("trace")
    }

    /// Starts it with this level of log.
    ///
    /// # Panics
    /// If it does not start.
    pub fn logging(level: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Nobody listens there a moment later.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let log = fs::File::create(folder.path().join("log")).unwrap();
        let mut command = command(folder.path(), &["serve", "--log", level, "--listen", &address.to_string()]);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().expect("the server's binary is built");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let link = lines.map(Result::unwrap).find_map(|line| Some(line.split_once("/join#")?.1.to_owned()));
        let secret = link.unwrap().rsplit_once('.').unwrap().1.to_owned();
        Self { folder, child, address, secret }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Runs `kaifong integration` with these words beside the server.
    pub fn integration(&self, words: &[&str]) -> Output {
        let listen = self.address.to_string();
        let words = [&["integration"], words, &["--listen", &listen]].concat();
        command(self.folder.path(), &words).output().unwrap()
    }

    /// A new integration's token, and the address that the program says a client connects to.
    pub fn token(&self, name: &str, writes: bool) -> (String, String) {
        let mut words = vec!["add", "--name", name];
        words.extend(writes.then_some("--writes"));
        let output = self.integration(&words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).unwrap();
        let words: Vec<&str> = told.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        let [token, address] = words[..] else { panic!("{told}") };
        (token.to_owned(), address.to_owned())
    }

    /// An HTTP request with its answer, as text.
    pub fn http(&self, request: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let (address, length) = (self.address, body.len());
        write!(stream, "{request}\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The address of a document, as an integration with this token learns it.
    pub fn url(&self, token: &str, name: &str) -> String {
        let answer =
            self.http(&format!("GET /api/{COMMUNITY}/documents HTTP/1.1\r\nAuthorization: Bearer {token}"), "");
        let body: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).expect(&answer);
        let documents = body["documents"].as_array().unwrap();
        let document = documents.iter().find(|document| document["name"] == name);
        document.unwrap_or_else(|| panic!("no {name} in {answer}"))["url"].as_str().unwrap().to_owned()
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

impl Drop for Kaifong {
    fn drop(&mut self) {
        // Fails only when it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.current_dir(folder).env_clear().env("KAIFONG_COMMUNITY", COMMUNITY).args(words);
    command
}
