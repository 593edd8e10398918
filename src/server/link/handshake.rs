//! The first words on a link: challenge and proof.

use axum::extract::ws::Message;
use futures_util::{SinkExt, StreamExt};
use kaifong_domain::time::Timestamp;
use kaifong_replica::sync::frame::{Frame, MAX_FRAME};
use tokio::time::{Duration, timeout};

use super::{Ending, Sink, Stream};
use crate::{
    access::challenge::{self, Nonce, Proof},
    clock,
    device::{Device, DeviceId},
    site::Site,
    slug::Slug,
};

/// How long a device may take to prove itself.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks the link to prove which device it is.
pub(super) async fn handshake(
    site: &Site,
    community: &Slug,
    origins: &[String],
    sink: &mut Sink,
    stream: &mut Stream,
) -> Result<Device, Ending> {
    let nonce = Nonce::fresh();
    let challenge = Frame::Challenge { nonce: nonce.0, time: clock::now().0 };
    let asking = async {
        send(sink, &challenge).await?;
        hear(stream).await
    };
    let proof = timeout(PATIENCE, asking).await.map_err(|_| Ending::Unproved)??;
    let device = site.store.device(community, proof.device).await.map_err(|error| {
        site.metrics.store_failed(&error);
        Ending::StoreFailed
    })?;
    match challenge::verify(&proof, device, origins, community, nonce, clock::now()) {
        Ok(device) => Ok(device),
        Err(refused) => {
            tracing::info!(%community, device = %proof.device, %refused, "a device was not let in");
            // An error frame before anything else tells a phone that trying again will not help.
            send(sink, &Frame::Error { message: refused.to_string(), why: refused.denial() }).await?;
            Err(Ending::Refused(refused))
        }
    }
}

async fn send(sink: &mut Sink, frame: &Frame) -> Result<(), Ending> {
    sink.send(Message::Binary(frame.encode().into())).await.map_err(Ending::of)
}

async fn hear(stream: &mut Stream) -> Result<Proof, Ending> {
    loop {
        let bytes = match stream.next().await {
            None | Some(Ok(Message::Close(_))) => return Err(Ending::Left),
            Some(Err(error)) => return Err(Ending::of(error)),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Text(_))) => return Err(Ending::malformed("text instead of binary")),
            Some(Ok(Message::Binary(bytes))) => bytes,
        };
        return match Frame::decode(&bytes, MAX_FRAME).map_err(Ending::malformed)? {
            Frame::Prove { device, expiry, signature } => {
                Ok(Proof { device: DeviceId(device), expiry: Timestamp(expiry), signature })
            }
            _ => Err(Ending::malformed("the first frame must be a proof")),
        };
    }
}
