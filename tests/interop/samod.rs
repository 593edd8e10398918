//! A samod peer: automerge-repo in Rust.

use std::{convert::Infallible, sync::Arc, time::Duration};

use automerge::{AutomergeError, ReadDoc, transaction::Transaction};
use futures_util::{
    SinkExt, StreamExt, TryStreamExt,
    future::{BoxFuture, ready},
};
use kaifong_domain::record::RecordKey;
use kaifong_tests::{
    real::kaifong::{COMMUNITY, Kaifong},
    stranger::{record, text},
};
use samod::{AutomergeUrl, BackoffConfig, DialError, Dialer, DialerHandle, DocHandle, Repo, Transport, Url};
use tokio::time::timeout;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{self, Message, client::IntoClientRequest, http::HeaderValue},
};

/// How long something may take, on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(60);

/// A peer with its documents in memory.
pub struct Samod {
    repo: Repo,
    line: Arc<Line>,
    dialled: Option<DialerHandle<Infallible>>,
}

/// The way to the server: samod dials again whenever it is lost.
struct Line {
    address: String,
    authorization: HeaderValue,
}

impl Dialer for Line {
    type Error = Infallible;

    fn url(&self) -> Url {
        self.address.parse().unwrap()
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Infallible>>> {
        let mut request = self.address.as_str().into_client_request().unwrap();
        request.headers_mut().insert("authorization", self.authorization.clone());
        Box::pin(async move {
            let (socket, _) = connect_async(request).await.map_err(DialError::transient)?;
            let (sink, stream) = socket.split();
            let sink = sink.with(|bytes: Vec<u8>| ready(Ok::<_, tungstenite::Error>(Message::binary(bytes))));
            let stream = stream.try_filter_map(|message| {
                let bytes = matches!(message, Message::Binary(_)).then(|| message.into_data().to_vec());
                ready(Ok(bytes))
            });
            Ok(Transport::new(stream, sink))
        })
    }
}

impl Samod {
    /// A peer with nothing, connected to a server with this token.
    pub async fn connected(kaifong: &Kaifong, token: &str) -> Self {
        let address = format!("ws://{}/sync/{COMMUNITY}/integration", kaifong.address);
        let authorization = HeaderValue::try_from(format!("Bearer {token}")).unwrap();
        let line = Arc::new(Line { address, authorization });
        let mut samod = Self { repo: Repo::build_tokio().load().await, line, dialled: None };
        samod.connect().await;
        samod
    }

    /// Connects.
    pub async fn connect(&mut self) {
        let dialled = self.repo.dial(BackoffConfig::default(), Arc::clone(&self.line)).unwrap();
        timeout(PATIENCE, dialled.established()).await.expect("the server answers").unwrap();
        self.dialled = Some(dialled);
    }

    /// Hangs up.
    pub fn disconnect(&mut self) {
        self.dialled.take().unwrap().close();
    }

    /// The document at this address; none if the server does not give it.
    pub async fn find(&self, url: &str) -> Option<DocHandle> {
        let url: AutomergeUrl = url.parse().unwrap();
        let found = self.repo.find(url.document_id().clone());
        timeout(PATIENCE, found).await.expect("the server answers").unwrap()
    }
}

/// Waits until this text stands in a field.
pub async fn until(document: &DocHandle, key: RecordKey, code: &'static str, expected: &str) {
    let mut changes = Box::pin(document.changes());
    let stands = async {
        while read(document, key, code).await.as_deref() != Some(expected) {
            changes.next().await.expect("the peer lives");
        }
    };
    timeout(PATIENCE, stands).await.unwrap_or_else(|_| panic!("waited in vain until {code} is {expected:?}"));
}

/// What stands in a field, if it is a text.
pub async fn read(document: &DocHandle, key: RecordKey, code: &'static str) -> Option<String> {
    let read = document.with_document_async(move |doc| {
        let record = record(doc, key)?;
        match doc.get(&record, code).ok()?? {
            (automerge::Value::Object(_), long) => doc.text(long).ok(),
            _ => text(doc, &record, code),
        }
    });
    read.await.unwrap()
}

/// Writes, as any program of theirs does.
pub async fn write(
    document: &DocHandle,
    write: impl FnOnce(&mut Transaction<'_>) -> Result<(), AutomergeError> + Send + 'static,
) {
    let written = document.with_document_async(|doc| doc.transact(write).map(drop).map_err(|failed| failed.error));
    written.await.unwrap().unwrap();
}
