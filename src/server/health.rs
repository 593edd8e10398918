//! Whether the server is well: the answer, and the command that asks.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    time::Duration,
};

use axum::{extract::State, http::StatusCode};

use crate::{site::Site, store::StoreError};

/// How long the store may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// `GET /healthz`: 200 only if the store answers.
pub async fn healthz(State(site): State<Arc<Site>>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, site.store.check()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            site.metrics.store_failed(&error);
            (StatusCode::SERVICE_UNAVAILABLE, "the store fails\n")
        }
        Err(_) => {
            site.metrics.store_failed(&StoreError::Closed);
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n")
        }
    }
}

/// The server is not well.
#[derive(Debug, thiserror::Error)]
pub enum Unwell {
    /// Nobody answers.
    #[error("no server answers at {0}: {1}")]
    Silent(SocketAddr, io::Error),
    /// It answers something else.
    #[error("the server at {0} is not well: {1}")]
    Failing(SocketAddr, String),
}

/// Asks the server at an address.
pub fn ask(address: SocketAddr) -> Result<(), Unwell> {
    let answer = exchange(address).map_err(|error| Unwell::Silent(address, error))?;
    let status = answer.lines().next().unwrap_or_default();
    if status.split(' ').nth(1) == Some("200") {
        return Ok(());
    }
    let reason = answer.split_once("\r\n\r\n").map_or(status, |(_, body)| body.trim());
    Err(Unwell::Failing(address, reason.into()))
}

fn exchange(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(2 * PATIENCE))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    Ok(answer)
}
