//! What the store is being told beside the commits: each by itself, none of it waited for.

use std::sync::Arc;

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};

use crate::{metrics::Metrics, store::StoreError};

/// What is on its way to the store.
pub(super) struct Telling {
    metrics: Arc<Metrics>,
    under_way: FuturesUnordered<BoxFuture<'static, Result<(), StoreError>>>,
}

impl Telling {
    pub(super) fn new(metrics: Arc<Metrics>) -> Self {
        Self { metrics, under_way: FuturesUnordered::new() }
    }

    /// Tells the store something.
    pub(super) fn tell(&self, something: impl Future<Output = Result<(), StoreError>> + Send + 'static) {
        self.under_way.push(Box::pin(something));
    }

    /// Waits until the store has been told something; for ever if there is nothing to tell.
    pub(super) async fn told(&mut self) {
        match self.under_way.next().await {
            Some(told) => drop(told.inspect_err(|error| self.metrics.store_failed(error))),
            None => std::future::pending().await,
        }
    }

    /// Waits until the store has been told everything.
    pub(super) async fn finish(&mut self) {
        while !self.under_way.is_empty() {
            self.told().await;
        }
    }
}
