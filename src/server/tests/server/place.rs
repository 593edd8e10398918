//! A server in this process, with a folder of its own.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
};

use kaifong_domain::{access::AccessRole, id::PersonId, time::Timestamp};
use kaifong_server::{
    access::sign_in_link,
    cli::Settings,
    clock,
    config::{Config, Defaults},
    secret::new_person,
    server::Server,
    slug::Slug,
    store::sqlite::SqliteStore,
};
use tempfile::TempDir;

use super::phone::Phone;

/// A running server.
pub struct Place {
    pub folder: TempDir,
    pub store: Arc<SqliteStore>,
    pub server: Server,
}

impl Place {
    pub async fn new() -> Self {
        Self::within(tempfile::tempdir().unwrap()).await
    }

    /// A server on what is in the folder.
    pub async fn within(folder: TempDir) -> Self {
        let store = Arc::new(SqliteStore::open(&folder.path().join("kaifong.sqlite")).unwrap());
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse().unwrap()),
            community: Some(slug()),
            community_name: Some("Riverside Gardens".into()),
            ..Settings::default()
        };
        let config = Config::resolve(settings, Defaults::OWN).unwrap();
        let server = Server::start(&config, store.clone()).await.unwrap();
        Self { folder, store, server }
    }

    /// Stops the server and starts another on the same folder.
    pub async fn restarted(self) -> Self {
        let Self { folder, store, server } = self;
        server.stop().await;
        drop(store);
        Self::within(folder).await
    }

    /// The secret of a new sign-in link.
    pub async fn secret(&self) -> String {
        self.secret_for(new_person(clock::now()), AccessRole::Coordinator).await
    }

    /// A phone on the line, of somebody new.
    pub async fn phone(&self, role: AccessRole) -> Phone {
        self.phone_of(new_person(clock::now()), role).await
    }

    /// A phone on the line.
    pub async fn phone_of(&self, person: PersonId, role: AccessRole) -> Phone {
        let mut phone = Phone::stranger(self.server.address());
        assert_eq!(phone.redeem(&self.secret_for(person, role).await), 200);
        phone.join().await;
        phone
    }

    /// The secret of a new sign-in link for somebody.
    pub async fn secret_for(&self, person: PersonId, role: AccessRole) -> String {
        let (now, person): (Timestamp, _) = (clock::now(), (person, role));
        let link = sign_in_link::make(&*self.store, "http://here", &slug(), person, now, 1).await.unwrap().to_string();
        link.rsplit_once('.').unwrap().1.to_owned()
    }
}

pub fn slug() -> Slug {
    "riverside".parse().unwrap()
}

/// An HTTP request with its answer, as text.
pub fn http(address: SocketAddr, request: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(stream, "{request}\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Redeems a sign-in link.
pub fn redeem(address: SocketAddr, community: &str, secret: &str, public_key: &str) -> String {
    let body = format!(r#"{{"secret":"{secret}","publicKey":"{public_key}","name":"A test"}}"#);
    http(address, &format!("POST /api/{community}/devices HTTP/1.1\r\nContent-Type: application/json"), &body)
}
