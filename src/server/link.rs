//! A socket is a *link*: `/sync/<community>`. A link proves which device it belongs to, then carries
//! frames between that device and the community's room. `/sync/<community>/integration` is for programs
//! of others, which show a token.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{
        Path, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use kaifong_replica::{
    hub::{Caller, LinkId},
    sync::frame::{Frame, MAX_FRAME},
};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Duration, Instant, MissedTickBehavior, interval_at, timeout},
};

pub use self::{ending::Ending, outgoing::Outgoing};
use self::{
    outgoing::Incoming,
    presence::{changed, touch},
};
use crate::{
    access::token::{self, LetIn},
    room::{Room, RoomEvent},
    site::Site,
    slug::Slug,
};

mod ending;
mod handshake;
mod integration;
pub mod outgoing;
mod presence;

/// Between a frame of ours that asks whether the device is there.
const PING: Duration = Duration::from_secs(20);

/// A device from which nothing came for this long is gone.
const SILENCE: Duration = Duration::from_secs(45);

/// How long a device may take to accept what is sent to it.
const SLOW: Duration = Duration::from_secs(20);

/// How long to wait for the other side to take leave.
const FAREWELL: Duration = Duration::from_secs(1);

/// How many of a link's frames may wait for its room: whoever talks more than the room can hear waits, and
/// takes no place from the others.
const WAITING: usize = 16;

/// What a link reads at once, in bytes: most links are idle, and each has this buffer.
const READ_BUFFER: usize = 4 * 1024;

type Sink = SplitSink<WebSocket, Message>;
type Stream = SplitStream<WebSocket>;

/// Who asks for a link.
enum Knock {
    /// Somebody who has yet to prove which device they are.
    Device(Unproved),
    /// A program whose token works.
    Integration(LetIn),
}

/// What is known of a device before it says anything.
struct Unproved {
    community: Slug,
    /// The origins for which it may have signed.
    origins: Vec<String>,
    /// Its place among the links that have not proved themselves.
    place: OwnedSemaphorePermit,
}

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// `GET /sync/<community>`: a device.
pub async fn sync(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Response {
    match receive(&site, &community, &headers).await {
        Ok(unproved) => open(site, Knock::Device(unproved), upgrade),
        Err(refusal) => refusal.into_response(),
    }
}

/// `GET /sync/<community>/integration`: a program with a token.
pub async fn integrate(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Response {
    match token::let_in(&site, &community, &headers).await {
        Ok(let_in) => open(site, Knock::Integration(let_in), upgrade),
        Err(refusal) => refusal.into_response(),
    }
}

fn open(site: Arc<Site>, knock: Knock, upgrade: Upgrade) -> Response {
    match upgrade {
        Ok(upgrade) => upgrade
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(READ_BUFFER)
            .max_message_size(MAX_FRAME)
            .max_frame_size(MAX_FRAME)
            .on_upgrade(move |socket| {
                let links = site.links.clone();
                links.track_future(run(site, knock, socket))
            }),
        Err(rejection) => rejection.into_response(),
    }
}

type Refusal = (StatusCode, &'static str);

async fn receive(site: &Site, community: &str, headers: &HeaderMap) -> Result<Unproved, Refusal> {
    let origins = site.origins.admit(headers).map_err(|_| {
        (StatusCode::FORBIDDEN, "This page is not one of this server's: see `kaifong serve --help`, --public-origin.\n")
    })?;
    let unknown = (StatusCode::NOT_FOUND, "There is no such community.\n");
    let community: Slug = community.parse().map_err(|_| unknown)?;
    let known = site.store.community(&community).await.map_err(|error| {
        site.metrics.store_failed(&error);
        (StatusCode::SERVICE_UNAVAILABLE, "The store fails.\n")
    })?;
    if known.is_none() {
        return Err(unknown);
    }
    let full = (StatusCode::SERVICE_UNAVAILABLE, "Too many links are being opened: try again later.\n");
    let place = Arc::clone(&site.unproved).try_acquire_owned().map_err(|_| full)?;
    Ok(Unproved { community, origins, place })
}

async fn run(site: Arc<Site>, knock: Knock, socket: WebSocket) {
    let (mut sink, mut stream) = socket.split();
    let ending = match knock {
        Knock::Device(unproved) => serve(&site, unproved, &mut sink, &mut stream).await,
        Knock::Integration(let_in) => integration::serve(&site, let_in, &mut sink, &mut stream).await,
    };
    if let Some(reason) = ending.refusal() {
        site.metrics.frame_refused(reason);
    }
    close(&mut sink, &mut stream, &ending).await;
}

async fn serve(site: &Arc<Site>, unproved: Unproved, sink: &mut Sink, stream: &mut Stream) -> Ending {
    let Unproved { community, origins, place } = unproved;
    let proved = tokio::select! {
        proved = handshake::handshake(site, &community, &origins, sink, stream) => proved,
        () = site.stop.cancelled() => Err(Ending::Stopping),
    };
    let device = match proved {
        Ok(device) => device,
        Err(ending) => return ending,
    };
    drop(place);
    touch(site, &community, device.id);
    tracing::debug!(%community, device = %device.id, "a device is on the line");
    let actor = device.actor();
    let caller = Caller::Device { device: device.id.0, actor };
    converse(site, &community, (caller, Pulse::Frame), sink, stream, changed(site, &community, &device)).await
}

/// How the server asks a silent peer whether it is there.
#[derive(Clone, Copy)]
enum Pulse {
    /// By a frame of ours, which a page can see.
    Frame,
    /// By WebSocket's own ping, which every program's library answers by itself.
    Ping,
}

impl Pulse {
    fn message(self) -> Message {
        match self {
            Self::Frame => Message::Binary(Frame::Ping.encode().into()),
            Self::Ping => Message::Ping(Bytes::new()),
        }
    }
}

/// Carries frames between somebody who was let in and the community's room, until one of them ends it
/// or `over` does.
async fn converse(
    site: &Site,
    community: &Slug,
    (caller, pulse): (Caller, Pulse),
    sink: &mut Sink,
    stream: &mut Stream,
    over: impl Future<Output = Ending>,
) -> Ending {
    let Ok(_place) = site.proved.try_acquire() else { return Ending::Full };
    let Some(room) = site.rooms.enter(community) else { return Ending::Stopping };
    let link = site.rooms.next_link();
    let (outgoing, incoming) = outgoing::queue();
    if room.tell(RoomEvent::Opened { link, caller, outgoing }).await.is_err() {
        return Ending::RoomFailed;
    }
    tracing::debug!(%community, link, "a link opened");
    site.metrics.links_open.inc();
    let ending = tokio::select! {
        ending = listen(site, &room, link, stream) => ending,
        ending = speak(site, incoming, pulse, sink) => ending,
        ending = over => ending,
        () = site.stop.cancelled() => Ending::Stopping,
    };
    site.metrics.links_open.dec();
    tracing::debug!(link, %ending, "a link closed");
    // A room that has ended needs no telling.
    let _ = room.tell(RoomEvent::Closed { link }).await;
    ending
}

async fn listen(site: &Site, room: &Room, link: LinkId, stream: &mut Stream) -> Ending {
    let waiting = Arc::new(Semaphore::new(WAITING));
    loop {
        let bytes = match timeout(SILENCE, stream.next()).await {
            Err(_) => return Ending::Silent,
            Ok(None | Some(Ok(Message::Close(_)))) => return Ending::Left,
            Ok(Some(Err(error))) => return Ending::of(error),
            Ok(Some(Ok(Message::Text(_)))) => return Ending::malformed("text instead of binary"),
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => continue,
            Ok(Some(Ok(Message::Binary(bytes)))) => bytes,
        };
        site.metrics.frames_in.inc();
        site.metrics.bytes_in.inc_by(bytes.len() as u64);
        let Ok(place) = Arc::clone(&waiting).acquire_owned().await else { return Ending::RoomFailed };
        if room.tell(RoomEvent::Frame { link, bytes, place }).await.is_err() {
            return Ending::RoomFailed;
        }
    }
}

async fn speak(site: &Site, mut incoming: Incoming, pulse: Pulse, sink: &mut Sink) -> Ending {
    let mut ping = interval_at(Instant::now() + PING, PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let message = tokio::select! {
            frame = incoming.next() => match frame {
                Ok(frame) => Message::Binary(frame),
                Err(ending) => return ending,
            },
            _ = ping.tick() => pulse.message(),
        };
        // What already waits goes into the same write.
        let sent = timeout(SLOW, async {
            let mut next = Some(message);
            while let Some(message) = next.take() {
                if let Message::Binary(frame) = &message {
                    site.metrics.frames_out.inc();
                    site.metrics.bytes_out.inc_by(frame.len() as u64);
                }
                sink.feed(message).await?;
                next = incoming.waiting().map(Message::Binary);
            }
            sink.flush().await
        });
        match sent.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => return Ending::of(error),
            Err(_) => return Ending::Slow,
        }
    }
}

/// Says why and waits a moment for the other side to hear it: a socket that is dropped at once takes
/// its last words with it.
async fn close(sink: &mut Sink, stream: &mut Stream, ending: &Ending) {
    let frame = CloseFrame { code: ending.code(), reason: ending.reason().into() };
    let farewell = async {
        if sink.send(Message::Close(Some(frame))).await.is_ok() {
            while let Some(Ok(_)) = stream.next().await {}
        }
    };
    // Whoever does not answer has had its chance.
    let _ = timeout(FAREWELL, farewell).await;
}
