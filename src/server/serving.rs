//! Connections: taken in one by one, each given so long to say what it wants. (`axum::serve` gives a client for ever to
//! send its headers, and so many clients could hold all connections with a byte now and then.)

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Duration, sleep},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long a client may take to send a request's headers, and to begin with its next request.
const HEADERS: Duration = Duration::from_secs(20);

/// How many connections may be open: those of all links, and some for calls and files.
const CONNECTIONS: usize = 25_000;

/// How long to rest when the system has no connection to give, such as for want of file descriptors.
const REST: Duration = Duration::from_millis(100);

/// Serves until `stop`; returns when all requests under way are answered.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let (open, places) = (TaskTracker::new(), Arc::new(Semaphore::new(CONNECTIONS)));
    loop {
        // Whoever finds no place waits in the system's own queue.
        let accepting = async {
            let place = Arc::clone(&places).acquire_owned().await.ok()?;
            Some((listener.accept().await, place))
        };
        let accepted = tokio::select! {
            accepted = accepting => accepted,
            () = stop.cancelled() => break,
        };
        match accepted {
            Some((Ok((stream, peer)), place)) => {
                drop(open.spawn(answer_all(stream, peer, router.clone(), place, stop.clone())))
            }
            Some((Err(error), _)) => {
                tracing::debug!(%error, "a connection could not be taken in");
                sleep(REST).await;
            }
            None => break,
        }
    }
    drop(listener);
    open.close();
    open.wait().await;
}

/// Answers all requests of a connection; when the server stops, the one under way is the last.
async fn answer_all(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    _place: OwnedSemaphorePermit,
    stop: CancellationToken,
) {
    // Frames are small and answers are awaited: waiting to fill a packet only costs time. Where it can't be set, it
    // takes that time.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(router.clone(), request, peer));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection ended");
    }
}

async fn answer(router: Router, request: Request<Incoming>, peer: SocketAddr) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    router.oneshot(request).await
}
