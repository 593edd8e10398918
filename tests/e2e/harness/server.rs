//! The server of a story: the real binary on a copy of the demo community.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use tempfile::TempDir;

use super::process::Program;

/// Whom one can sign in as in the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Admin,
    Coordinator,
    Captain,
    Member,
}

impl Role {
    fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Coordinator => "coordinator",
            Self::Captain => "captain",
            Self::Member => "member",
        }
    }
}

/// A server with a community of its own.
pub struct Server {
    folder: TempDir,
    program: RefCell<Option<Program>>,
    port: Cell<u16>,
    links: RefCell<BTreeMap<String, String>>,
}

/// What the server says when it has started.
struct Announcement {
    port: u16,
    links: BTreeMap<String, String>,
}

impl Server {
    /// Copies the demo community and serves it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        copy(template(), folder.path());
        let server = Self { folder, program: RefCell::default(), port: Cell::new(0), links: RefCell::default() };
        server.start_again();
        server
    }

    /// Where browsers find it. The same after every start.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port.get())
    }

    /// Where it listens, after every start.
    pub fn port(&self) -> u16 {
        self.port.get()
    }

    /// A sign-in link, for one phone only.
    pub fn take_link(&self, role: Role) -> String {
        let link = self.links.borrow_mut().remove(role.code());
        link.unwrap_or_else(|| panic!("there is no link for a {} any more", role.code()))
    }

    /// Stops it as an administrator does.
    pub async fn stop(&self) {
        let program = self.program.take().expect("the server runs");
        program.stop().await;
    }

    /// Ends it as a power cut does.
    pub fn kill(&self) {
        self.program.take().expect("the server runs").kill();
    }

    /// Starts it on the same data and the same port.
    pub fn start_again(&self) {
        let (program, announcement) = serve(self.folder.path(), self.port.get());
        self.port.set(announcement.port);
        *self.links.borrow_mut() = announcement.links;
        *self.program.borrow_mut() = Some(program);
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(log_of(self.folder.path())).unwrap_or_default()
    }
}

/// The binary under test.
fn binary() -> PathBuf {
    if let Some(path) = env::var_os("KAIFONG_BIN") {
        return path.into();
    }
    // Cargo's folder for temporary files of tests stands beside the profiles.
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("../debug/kaifong")
}

fn log_of(folder: &Path) -> PathBuf {
    folder.join("server.log")
}

fn serve(folder: &Path, port: u16) -> (Program, Announcement) {
    let log = fs::File::options().create(true).append(true).open(log_of(folder)).expect("the log can be written");
    let mut command = Command::new(binary());
    command.arg("demo").arg("--data").arg(folder).args(["--listen", &format!("127.0.0.1:{port}")]).stderr(log);
    let mut program = Program::start(&mut command);
    let announcement = program.listen(reader());
    (program, announcement)
}

/// Reads what the server prints: its address, then for each person a line with the role and a line
/// with the link. The member's comes last.
fn reader() -> impl FnMut(&str) -> Option<Announcement> + Send {
    let (mut port, mut role, mut links) = (0, None, BTreeMap::new());
    move |line: &str| {
        let words: Vec<_> = line.split_whitespace().collect();
        match words.as_slice() {
            ["Kaifong", "serves", .., origin] => {
                port = origin.rsplit(':').next()?.parse().ok()?;
            }
            [link] if link.contains("/join#") => {
                links.insert(role.take()?, (*link).to_owned());
            }
            [first, ..] => role = Some((*first).to_owned()),
            [] => {}
        }
        let complete = port != 0 && links.contains_key(Role::Member.code());
        complete.then(|| Announcement { port, links: std::mem::take(&mut links) })
    }
}

/// The demo community, made once for all stories.
fn template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e-demo");
        // It is not there the first time.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the folder for the demo can be made");
        let (program, _) = serve(&folder, 0);
        // Everything is committed when the server says that it is ready.
        program.kill();
        folder
    })
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the demo is there").map(|entry| entry.expect("it can be listed")) {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("a file of the demo can be copied");
    }
}
