//! The link of a program of somebody else's, let in by a token.

use std::sync::Arc;

use kaifong_replica::hub::Caller;
use tokio::time::{Duration, Instant, MissedTickBehavior, interval_at};

use super::{Ending, Pulse, Sink, Stream, converse};
use crate::{access::token::LetIn, clock, site::Site, store::Integration};

/// How long a revoked token still works on a link that is open. Programs are few, and looking is cheap.
const LOOK: Duration = Duration::from_secs(2);

/// Serves it until it ends or its token is revoked.
pub(super) async fn serve(site: &Arc<Site>, let_in: LetIn, sink: &mut Sink, stream: &mut Stream) -> Ending {
    let LetIn { community, hash, integration } = &let_in;
    tracing::info!(%community, integration = integration.name, "an integration is on the line");
    if let Err(error) = site.store.touch_integration(*hash, clock::now()).await {
        site.metrics.store_failed(&error);
    }
    let caller = Caller::Integration { writes: integration.writes };
    let over = async {
        revoked(site, &let_in).await;
        Ending::Revoked
    };
    let ending = converse(site, community, (caller, Pulse::Ping), sink, stream, over).await;
    tracing::info!(%community, integration = integration.name, %ending, "an integration has gone");
    ending
}

/// Returns when the token no longer works. While the store can't be read it works on.
async fn revoked(site: &Site, LetIn { community, hash, .. }: &LetIn) {
    let mut look = interval_at(Instant::now() + LOOK, LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        match site.store.integration(community, *hash).await {
            Ok(Some(Integration { revoked_at: None, .. })) => {}
            Ok(_) => return,
            Err(error) => site.metrics.store_failed(&error),
        }
    }
}
