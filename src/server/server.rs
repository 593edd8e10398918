//! Starting and stopping a server; tests start it in their own process.

use std::{io, net::SocketAddr, sync::Arc};

use tokio::{
    net::TcpListener,
    task::JoinHandle,
    time::{Duration, timeout},
};

use crate::{
    clock,
    config::{Config, reachable},
    expiry,
    router::router,
    serving,
    site::Site,
    store::{Store, StoreError},
};

/// How long each step of stopping may take before it is cut short.
const PATIENCE: Duration = Duration::from_secs(5);

/// A server that runs.
pub struct Server {
    address: SocketAddr,
    site: Arc<Site>,
    serving: JoinHandle<()>,
    expiring: JoinHandle<()>,
}

/// A server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error(
        "Port {} on {} is already in use. Stop the other program or choose another port with --listen {}.",
        .0.port(), .0.ip(), next_port(*.0)
    )]
    PortTaken(SocketAddr),
    /// It cannot listen there.
    #[error("it is not possible to listen on {0}: {1}")]
    CannotListen(SocketAddr, io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn next_port(mut address: SocketAddr) -> SocketAddr {
    address.set_port(address.port().checked_add(1).unwrap_or(8080));
    address
}

impl Server {
    /// Listens, makes the community if the store has none of its name, and serves.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: &Config, store: Arc<dyn Store>) -> Result<Self, StartError> {
        let listener = TcpListener::bind(config.listen).await.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => StartError::PortTaken(config.listen),
            _ => StartError::CannotListen(config.listen, error),
        })?;
        let cannot_listen = |error| StartError::CannotListen(config.listen, error);
        let address = listener.local_addr().map_err(cannot_listen)?;
        store.add_community(&config.community, &config.community_name, clock::now()).await?;

        let site = Arc::new(Site::new(config, store));
        let serving = tokio::spawn(serving::serve(listener, router(Arc::clone(&site)), site.stop.clone()));
        let expiring = tokio::spawn(expiry::watch(Arc::clone(&site)));
        tracing::info!(%address, community = %config.community, "serving");
        Ok(Self { address, site, serving, expiring })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address at which a browser on this machine opens the app.
    pub fn local_origin(&self) -> String {
        format!("http://{}", reachable(self.address))
    }

    /// Stops it: no new requests, links are closed with a word, what was accepted is committed.
    pub async fn stop(self) {
        self.site.stop.cancel();
        self.site.links.close();
        let steps = async {
            let late_links = timeout(PATIENCE, self.site.links.wait()).await.is_err();
            let late_rooms = timeout(PATIENCE, self.site.rooms.end()).await.is_err();
            late_links || late_rooms
        };
        let serving = self.serving.abort_handle();
        let (late, served, expired) =
            tokio::join!(steps, timeout(PATIENCE, self.serving), timeout(PATIENCE, self.expiring));
        if late || served.is_err() || expired.is_err() {
            tracing::warn!("some connections did not end in time and were cut");
            serving.abort();
        }
    }
}
