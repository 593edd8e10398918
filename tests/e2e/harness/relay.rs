//! A relay before the server, as a proxy stands before it: it passes everything on, but can answer
//! for some addresses itself, as if another build of the app were served.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What the relay answers by itself.
#[derive(Clone)]
pub struct Answer {
    pub status: &'static str,
    pub content_type: &'static str,
    pub body: String,
}

/// What it answers, and for which addresses it was asked.
#[derive(Default)]
struct Book {
    answers: BTreeMap<String, Answer>,
    asked: BTreeSet<String>,
    /// The addresses whose answers are lost on the way, and how often that was so.
    lost: BTreeMap<String, u32>,
}

type Shared = Arc<Mutex<Book>>;

fn open(book: &Shared) -> MutexGuard<'_, Book> {
    book.lock().expect("nobody panics with the book in hand")
}

/// A running relay.
pub struct Relay {
    address: SocketAddr,
    server: u16,
    book: Shared,
    listening: JoinHandle<()>,
}

impl Relay {
    /// Relays to a port of this machine.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("there is a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let book = Shared::default();
        let known = book.clone();
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(relay(client, port, known.clone()));
            }
        });
        Self { address, server: port, book, listening }
    }

    /// Where browsers find it.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on, answers for an address.
    pub fn answer(&self, path: &str, answer: Answer) {
        open(&self.book).answers.insert(path.to_owned(), answer);
    }

    /// From now on, an address is asked, but nobody hears the answer.
    pub fn lose_answers(&self, path: &str) {
        let mut book = open(&self.book);
        book.answers.remove(path);
        book.lost.insert(path.to_owned(), 0);
    }

    /// How many answers were lost.
    pub fn lost(&self, path: &str) -> u32 {
        open(&self.book).lost.get(path).copied().unwrap_or_default()
    }

    /// From now on, passes everything on again.
    pub fn pass(&self, path: &str) {
        open(&self.book).lost.remove(path);
    }

    /// Asks the server itself.
    pub async fn get(&self, path: &str) -> String {
        let asked = async {
            let mut server = TcpStream::connect(("127.0.0.1", self.server)).await?;
            let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
            server.write_all(request.as_bytes()).await?;
            let mut answer = String::new();
            server.read_to_string(&mut answer).await?;
            std::io::Result::Ok(answer)
        };
        let answer = asked.await.unwrap_or_else(|error| panic!("{path}: {error}"));
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
        assert!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        body.to_owned()
    }

    /// The address of a file whose name holds its hash.
    pub async fn hashed(&self, name: &str) -> String {
        let script = self.get("/sw.js").await;
        let start = script.find(&format!("/assets/{name}-")).unwrap_or_else(|| panic!("there is no {name}"));
        script[start..].split('"').next().unwrap_or_default().to_owned()
    }

    /// Whether somebody has asked for an address.
    pub fn was_asked(&self, path: &str) -> bool {
        open(&self.book).asked.contains(path)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Relays one connection; only its first request can be answered here, so every answer ends its
/// connection, except where it becomes a socket.
async fn relay(mut client: TcpStream, port: u16, book: Shared) -> Option<()> {
    let head = read_head(&mut client).await?;
    let path = head.split_whitespace().nth(1)?.to_owned();
    let answer = {
        let mut book = open(&book);
        book.asked.insert(path.clone());
        book.answers.get(&path).cloned()
    };
    if let Some(Answer { status, content_type, body }) = answer {
        let length = body.len();
        let text = format!(
            "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n\
             cache-control: no-cache\r\nconnection: close\r\n\r\n{body}"
        );
        return client.write_all(text.as_bytes()).await.ok();
    }
    let mut server = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let head = if head.to_ascii_lowercase().contains("\r\nupgrade: websocket") {
        head
    } else {
        head.replacen("\r\nConnection: keep-alive\r\n", "\r\nConnection: close\r\n", 1)
    };
    server.write_all(head.as_bytes()).await.ok()?;
    if open(&book).lost.contains_key(&path) {
        hear_and_forget(&mut client, &mut server).await?;
        open(&book).lost.entry(path).and_modify(|count| *count += 1);
        return None;
    }
    copy_bidirectional(&mut client, &mut server).await.ok()?;
    Some(())
}

/// Passes the rest of a request on, and waits until the server answers.
async fn hear_and_forget(client: &mut TcpStream, server: &mut TcpStream) -> Option<()> {
    let (mut from_client, _) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let mut first = [0];
    tokio::select! {
        answered = from_server.read(&mut first) => answered.ok().filter(|read| *read > 0).map(drop),
        _ = copy(&mut from_client, &mut to_server) => None,
    }
}

/// Reads a request's head and whatever came with it.
async fn read_head(client: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.windows(4).any(|window| window == b"\r\n\r\n") {
        if client.read_buf(&mut head).await.ok()? == 0 {
            return None;
        }
    }
    String::from_utf8(head).ok()
}
