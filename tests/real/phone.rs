//! A phone: a real replica on a real socket, with its disk in memory.

use std::{
    collections::VecDeque,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::{SinkExt, StreamExt};
use kaifong_domain::{
    access::{AccessRole, Actor},
    bridge::{Identity, Line, Tick},
    command::Command,
    community::Community,
    id::{PersonId, RequestId},
    time::Timestamp,
};
use kaifong_replica::{
    effect::{Effect, Event, Request},
    replica::{Replica, Setup},
    schema::device_id,
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use super::kaifong::{COMMUNITY, Kaifong};
use crate::{disk::Disk, seed::Seed};

/// How long something may take, on a machine that is busy with something else.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a phone looks at its clock.
const TICK: Duration = Duration::from_millis(200);

/// What went over a phone's sockets, both ways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// In binary frames, without what the socket adds.
    pub bytes: usize,
    /// How many frames.
    pub frames: usize,
}

impl Traffic {
    fn count(&mut self, frame: &[u8]) {
        self.bytes += frame.len();
        self.frames += 1;
    }
}

/// A phone.
pub struct Phone {
    key: SigningKey,
    identity: Identity,
    origin: String,
    replica: Replica,
    disk: Disk,
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    /// The phone's randomness.
    pub seed: Seed,
    /// What has gone over its sockets.
    pub traffic: Traffic,
    /// The requests that the server keeps.
    kept: Vec<RequestId>,
    /// How many entries it has shown.
    pub shown: usize,
}

/// The true time.
pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "a phone has a clock")]
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp(since.as_millis() as i64)
}

fn key(seed: &mut Seed) -> SigningKey {
    SigningKey::from_slice(&seed.bytes::<32>()).unwrap()
}

fn point(key: &SigningKey) -> [u8; 65] {
    key.verifying_key().to_sec1_point(false).as_bytes().try_into().unwrap()
}

impl Phone {
    /// The administrator's phone, signed in with the server's first link, and connected.
    pub async fn signed_in(kaifong: &Kaifong) -> Self {
        let mut seed = Seed::new(u64::from(kaifong.address.port()));
        let key = key(&mut seed);
        let public_key = URL_SAFE_NO_PAD.encode(point(&key));
        let body = json!({ "secret": kaifong.secret, "publicKey": public_key, "name": "A test" }).to_string();
        let call = format!("POST /api/{COMMUNITY}/devices HTTP/1.1\r\nContent-Type: application/json");
        let answer = kaifong.http(&call, &body);
        let answer: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).expect(&answer);
        let person: PersonId = answer["person"].as_str().unwrap().parse().unwrap();
        let actor = Actor::new(person, AccessRole::Admin);
        let device = device_id(&point(&key));
        let identity = Identity { community: COMMUNITY.into(), community_name: "Riverside".into(), device, actor };
        let mut phone = Self::new(key, identity, format!("http://{}", kaifong.address), seed, Disk::default());
        phone.dial(kaifong).await;
        phone
    }

    /// A phone that is signed in nowhere, and connected to nobody.
    pub fn alone(seed: u64) -> Self {
        let mut seed = Seed::new(seed);
        let (key, person) = (key(&mut seed), PersonId(seed.uuid()));
        let (actor, device) = (Actor::new(person, AccessRole::Admin), device_id(&point(&key)));
        let identity = Identity { community: COMMUNITY.into(), community_name: "Riverside".into(), device, actor };
        Self::new(key, identity, "http://127.0.0.1".into(), seed, Disk::default())
    }

    /// The same device, with another disk and as another writer, connected to nobody.
    pub fn twin(&mut self, disk: Disk) -> Self {
        let seed = Seed::new(u64::from_be_bytes(self.seed.bytes()));
        Self::new(self.key.clone(), self.identity.clone(), self.origin.clone(), seed, disk)
    }

    fn new(key: SigningKey, identity: Identity, origin: String, mut seed: Seed, disk: Disk) -> Self {
        let setup = Setup { identity: identity.clone(), origin: origin.clone(), nonce: seed.bytes() };
        let (replica, effects) = Replica::load(setup, disk.stored(), now());
        let (socket, kept, traffic, shown) = (None, Vec::new(), Traffic::default(), 0);
        let mut phone = Self { key, identity, origin, replica, disk, socket, seed, traffic, kept, shown };
        let sent = phone.carry_out(effects);
        assert!(sent.is_empty(), "nobody is connected yet");
        phone
    }

    /// Connects to the server.
    ///
    /// # Panics
    /// If nobody listens.
    pub async fn dial(&mut self, kaifong: &Kaifong) {
        let url = format!("ws://{}/sync/{COMMUNITY}", kaifong.address);
        self.socket = Some(connect_async(url).await.unwrap().0);
        self.happen(Event::LinkOpened).await;
    }

    /// Connects to a server that waits to be greeted, as automerge-repo's own does.
    pub async fn greet(&mut self, address: &str) {
        self.socket = Some(connect_async(address).await.unwrap().0);
        self.happen(Event::LinkOpened).await;
        let effects = self.replica.greet(now());
        let sent = self.carry_out(effects);
        self.send(sent).await;
    }

    /// Lives on until the server has said that it holds all that is here.
    pub async fn until_synced(&mut self) {
        self.until("the server has all", |phone| (phone.line() == Line::Synced).then_some(())).await;
    }

    /// How many of its requests the server keeps.
    pub fn kept(&self) -> usize {
        self.kept.len()
    }

    /// Leaves the network.
    pub async fn hang_up(&mut self) {
        self.socket = None;
        self.happen(Event::LinkClosed).await;
    }

    /// Whose it is.
    pub fn person(&self) -> PersonId {
        self.identity.actor.person
    }

    /// The device's id.
    pub fn device(&self) -> [u8; 8] {
        self.identity.device
    }

    /// How the line stands.
    pub fn line(&self) -> Line {
        self.replica.status().line
    }

    /// The community as it looks here.
    pub fn community(&self) -> &Community {
        self.replica.community()
    }

    /// Gives a command and waits until the server keeps it.
    pub async fn give(&mut self, command: Command) {
        let request = self.ask(command).await;
        self.until("the server keeps it", |phone| phone.kept.contains(&request).then_some(())).await;
    }

    /// Gives a command.
    pub async fn ask(&mut self, command: Command) -> RequestId {
        let id = RequestId(self.seed.uuid());
        let effects = self.replica.execute(Request { id, command, now: now() });
        let refused = effects.iter().find(|effect| matches!(effect, Effect::Answer { outcome: Err(_), .. }));
        assert_eq!(refused, None);
        let sent = self.carry_out(effects);
        self.send(sent).await;
        id
    }

    /// Lives on until something is so.
    pub async fn until<T>(&mut self, what: &str, mut find: impl FnMut(&Self) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = find(self) {
                return found;
            }
            assert!(Instant::now() < end, "waited in vain until {what}");
            self.live(end).await;
        }
    }

    /// Hears the next frame, or that time passes.
    async fn live(&mut self, end: Instant) {
        let Some(socket) = &mut self.socket else { panic!("the phone is connected") };
        let event = match timeout_at(end.min(Instant::now() + TICK), socket.next()).await {
            Err(_) => Event::Tick { idle: false },
            Ok(Some(Ok(Message::Binary(bytes)))) => {
                self.traffic.count(&bytes);
                Event::Frame(bytes.to_vec())
            }
            Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => return,
            Ok(other) => panic!("the line ends with {other:?}"),
        };
        self.happen(event).await;
    }

    async fn happen(&mut self, event: Event) {
        let effects = self.replica.handle(now(), event);
        let sent = self.carry_out(effects);
        self.send(sent).await;
    }

    async fn send(&mut self, frames: Vec<Vec<u8>>) {
        for frame in frames {
            self.traffic.count(&frame);
            let socket = self.socket.as_mut().expect("only who is connected sends");
            timeout(PATIENCE, socket.send(Message::binary(frame))).await.expect("the server listens").unwrap();
        }
    }

    /// Runs what the replica asks for; the frames to be sent.
    fn carry_out(&mut self, effects: Vec<Effect>) -> Vec<Vec<u8>> {
        let mut frames = Vec::new();
        let mut effects = VecDeque::from(effects);
        while let Some(effect) = effects.pop_front() {
            let event = match effect {
                Effect::Write(write) => {
                    self.disk.store(&write);
                    Event::Written { write: write.id }
                }
                Effect::ReadBack(chunk) => {
                    let bytes = self.disk.chunks.get(&chunk).cloned();
                    Event::ReadBack { chunk, bytes }
                }
                Effect::Sign(text) => {
                    let signature: Signature = self.key.sign(text.as_bytes());
                    Event::Signed(signature.to_bytes().into())
                }
                Effect::Send(frame) => {
                    frames.push(frame);
                    continue;
                }
                Effect::Tick { request, tick: Tick::Kept } => {
                    self.kept.push(request);
                    continue;
                }
                Effect::Close(reason) => panic!("the phone hangs up: {reason}"),
                Effect::Problem(problem) => panic!("a problem: {problem:?}"),
                Effect::Patch(entries) => {
                    self.shown += entries.len();
                    continue;
                }
                Effect::Gone(_) | Effect::View(_) | Effect::Refused(_) | Effect::Status(_) => {
                    continue;
                }
                Effect::Answer { .. } | Effect::Tick { .. } | Effect::Restored { .. } => continue,
                Effect::Seal(_) | Effect::Verify { .. } | Effect::Packed(_) => continue,
                Effect::Scanning(_) | Effect::Offered(_) | Effect::Carried(_) => continue,
                Effect::Identity(_) | Effect::Revoked | Effect::Bearer { .. } => continue,
            };
            effects.extend(self.replica.handle(now(), event));
        }
        frames
    }
}
