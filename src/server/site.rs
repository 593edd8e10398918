//! All that a request can reach.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::http::HeaderMap;
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    access::{bearer::Bearers, limit::Limit, origin::Origins},
    assets::Assets,
    config::Config,
    intake::limit::IntakeLimit,
    metrics::Metrics,
    room::Rooms,
    store::Store,
};

/// How many links may be open.
const LINKS: usize = 20_000;

/// How many links may be open that have not proved themselves: each can stay for ten seconds.
const UNPROVED_LINKS: usize = 1_000;

/// All that a request can reach.
pub struct Site {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// From where the app may be used.
    pub origins: Origins,
    /// How often one may try to sign in.
    pub sign_in_limit: Limit,
    /// How often one may try a short code.
    pub code_limit: Limit,
    /// How often one may ask to be let in.
    pub check_in_limit: Limit,
    /// What pages show with their calls.
    pub bearers: Arc<Bearers>,
    /// How much residents without an account may send and ask.
    pub intake_limit: IntakeLimit,
    /// The app.
    pub assets: Assets,
    /// The communities' rooms.
    pub rooms: Rooms,
    /// All open links.
    pub links: TaskTracker,
    /// Places for links that have not proved themselves.
    pub unproved: Arc<Semaphore>,
    /// Places for links that have.
    pub proved: Semaphore,
    /// Cancelled when the server stops.
    pub stop: CancellationToken,
    behind_proxy: bool,
}

impl Site {
    /// A site with these settings on this store.
    pub fn new(config: &Config, store: Arc<dyn Store>) -> Self {
        let (metrics, bearers) = (Arc::<Metrics>::default(), Arc::<Bearers>::default());
        Self {
            rooms: Rooms::new(Arc::clone(&store), Arc::clone(&metrics), Arc::clone(&bearers)),
            store,
            metrics,
            origins: Origins::new(config.public_origins.clone()),
            sign_in_limit: Limit::of_secrets(),
            code_limit: Limit::of_codes(),
            check_in_limit: Limit::of_check_ins(),
            bearers,
            intake_limit: IntakeLimit::default(),
            assets: Assets::embedded(),
            links: TaskTracker::new(),
            unproved: Arc::new(Semaphore::new(UNPROVED_LINKS)),
            proved: Semaphore::new(LINKS),
            stop: CancellationToken::new(),
            behind_proxy: config.behind_proxy,
        }
    }

    /// The address that a request comes from. A proxy appends the address that it saw, so the last
    /// one is the proxy's word; those before it are the client's, who may write what it likes.
    pub fn address(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let forwarded = || {
            let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            last.rsplit(',').next()?.trim().parse().ok()
        };
        self.behind_proxy.then(forwarded).flatten().unwrap_or(peer.ip())
    }
}
