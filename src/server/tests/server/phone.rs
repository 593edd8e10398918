//! A phone, as far as a server can see it.

use std::{net::SocketAddr, time::Duration};

use automerge::ChangeHash;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::{SinkExt, StreamExt};
use kaifong_domain::{
    access::{AccessRole, Teams, Trust},
    building::Estate,
    change::Change,
    document::DocumentKind,
    handover::LetterRejection,
    id::{EstateId, PersonId},
    time::Timestamp,
};
use kaifong_replica::{
    actor::actor,
    document::Document,
    letter::{Content, Letter, pack},
    schema::{DocumentId, device_id},
    sync::{
        digest::{Root, count},
        frame::{Frame, Holding, MAX_SERVER_FRAME, VERSION, hex, proof_text},
        session::Session,
    },
};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{self, Message, client::IntoClientRequest, http::HeaderValue},
};
use uuid::Uuid;

use super::place::{Place, redeem, slug};

const PATIENCE: Duration = Duration::from_secs(10);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A phone with a key, a document, and perhaps a socket.
pub struct Phone {
    address: SocketAddr,
    key: SigningKey,
    pub document: Document,
    session: Session,
    socket: Option<Socket>,
    person: PersonId,
    trust: Option<Trust>,
}

impl Phone {
    /// A phone that nobody knows.
    pub fn stranger(address: SocketAddr) -> Self {
        let key = SigningKey::from_slice(&kaifong_server::secret::random::<32>()).unwrap();
        let mut document = Document::new(DocumentKind::Commons);
        document.set_actor(actor(device_id(&point(&key)), kaifong_server::secret::random()));
        let (session, person) = (Session::default(), PersonId(Uuid::nil()));
        Self { address, key, document, session, socket: None, person, trust: None }
    }

    /// The same device, with no socket.
    pub fn twin(&self) -> Self {
        Self { key: self.key.clone(), ..Self::stranger(self.address) }
    }

    /// A phone that has signed in.
    pub async fn signed_in(place: &Place) -> Self {
        let mut phone = Self::stranger(place.server.address());
        let secret = place.secret().await;
        assert_eq!(phone.redeem(&secret), 200);
        phone
    }

    /// The server is somewhere else now.
    pub fn move_to(&mut self, address: SocketAddr) {
        self.address = address;
    }

    /// Redeems a link: the status of the answer.
    pub fn redeem(&mut self, secret: &str) -> u16 {
        let answer = redeem(self.address, "riverside", secret, &self.public_key());
        if let Some((_, rest)) = answer.split_once(r#""person":""#) {
            self.person = rest[..32].parse().unwrap();
            assert!(answer.contains(&hex(&self.device())), "{answer}");
        }
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }

    /// Who has signed in on it.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// What the server said last that they are trusted with.
    pub fn role(&self) -> Option<AccessRole> {
        self.trust.map(|trust| trust.role)
    }

    /// In which teams the server said last that they are.
    pub fn teams(&self) -> Option<Teams> {
        self.trust.map(|trust| trust.teams)
    }

    /// A phone that has signed in, and joined.
    pub async fn joined(place: &Place) -> Self {
        let mut phone = Self::signed_in(place).await;
        phone.join().await;
        phone
    }

    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(point(&self.key))
    }

    pub fn device(&self) -> [u8; 8] {
        device_id(&point(&self.key))
    }

    /// Opens a socket, as a page of this origin would.
    pub async fn open(&mut self, origin: Option<&str>) -> Result<(), tungstenite::Error> {
        let mut request = format!("ws://{}/sync/riverside", self.address).into_client_request()?;
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", HeaderValue::try_from(origin).unwrap());
        }
        self.socket = Some(connect_async(request).await?.0);
        self.session = Session::default();
        Ok(())
    }

    /// Opens a socket, proves itself and joins.
    pub async fn join(&mut self) {
        assert_eq!(self.introduce(None).await, None);
    }

    /// Joins as one that compares: the heads that the server has on its disk.
    pub async fn join_and_compare(&mut self) -> Vec<ChangeHash> {
        let answer = self.introduce(Some([0; 32])).await.expect("the server compares");
        let buckets = (0..count(&answer) as u8).collect();
        let documents = vec![Holding { document: DocumentKind::Commons.name(), heads: vec![] }];
        self.say(&Frame::Want { buckets, documents }).await;
        let mut durable = vec![];
        loop {
            match self.hear().await.unwrap() {
                Frame::Changes { document, heads, kept: true, .. } if document == DocumentKind::Commons.name() => {
                    durable = heads;
                }
                Frame::Complete => return durable,
                _ => {}
            }
        }
    }

    pub async fn introduce(&mut self, digest: Option<Root>) -> Option<Vec<u8>> {
        let origin = format!("http://{}", self.address);
        self.open(Some(&origin)).await.unwrap();
        self.prove(&origin).await;
        self.say(&Frame::Join { sender: hex(&self.device()), versions: vec![VERSION.into()], digest }).await;
        let Ok(Frame::Peer { digest, trust, .. }) = self.hear().await else { panic!("the server lets the phone in") };
        self.trust = trust;
        digest
    }

    /// Answers the challenge, as if the page were at this origin.
    pub async fn prove(&mut self, origin: &str) {
        let proof = self.proof(origin).await;
        self.say(&proof).await;
    }

    /// The answer to the challenge.
    pub async fn proof(&mut self, origin: &str) -> Frame {
        let Ok(Frame::Challenge { nonce, time }) = self.hear().await else { panic!("the server challenges first") };
        let (device, expiry) = (self.device(), time + 60_000);
        let text = proof_text(origin, slug().as_str(), &nonce, &device, expiry);
        let signature: Signature = self.key.sign(text.as_bytes());
        Frame::Prove { device, expiry, signature: signature.to_bytes().into() }
    }

    pub async fn say(&mut self, frame: &Frame) {
        self.throw(Message::binary(frame.encode())).await;
    }

    pub async fn throw(&mut self, message: Message) {
        self.socket.as_mut().unwrap().send(message).await.unwrap();
    }

    /// The next frame that is no ping, or the close code and reason.
    pub async fn hear(&mut self) -> Result<Frame, (u16, String)> {
        loop {
            let next =
                timeout(PATIENCE, self.socket.as_mut().unwrap().next()).await.expect("the server says something");
            match next {
                Some(Ok(Message::Binary(bytes))) => match Frame::decode(&bytes, MAX_SERVER_FRAME).unwrap() {
                    Frame::Ping => {}
                    frame => return Ok(frame),
                },
                Some(Ok(Message::Close(Some(close)))) => return Err((close.code.into(), close.reason.to_string())),
                other => panic!("{other:?}"),
            }
        }
    }

    /// The next frame; none when the server is gone. May be dropped and called again.
    pub async fn next(&mut self) -> Option<Frame> {
        let next = timeout(PATIENCE, self.socket.as_mut()?.next()).await.expect("the server says something");
        match next {
            Some(Ok(Message::Binary(bytes))) => Some(Frame::decode(&bytes, MAX_SERVER_FRAME).unwrap()),
            _ => None,
        }
    }

    /// Takes in a frame, and answers it if it can.
    pub async fn take(&mut self, frame: Frame) {
        if let Frame::Sync { data, .. } = frame {
            self.session.receive(&mut self.document, &data).unwrap();
            self.sync().await;
        }
    }

    /// How the server closes, whatever it says before.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            if let Err(closed) = self.hear().await {
                return closed;
            }
        }
    }

    /// Adds an estate, here.
    pub fn add_estate(&mut self, name: &str) {
        let estate = Estate { id: EstateId(Uuid::from_bytes(kaifong_server::secret::random())), name: name.into() };
        self.document.commit(&[Change::EstateAdded(estate)], "AddEstate/1", Timestamp(0)).unwrap();
    }

    /// What was written here, packed and signed for somebody else to deliver.
    pub fn packed(&self) -> Letter {
        let changes = self.document.changes_after(&Document::new(DocumentKind::Commons).heads());
        let contents = pack(&[Content { document: "commons".into(), changes }]);
        let (device, key, person) = (self.device(), point(&self.key), PersonId(Uuid::nil()));
        let (community, made_at, signature) = (slug().to_string(), Timestamp(0), [0; 64]);
        let letter = Letter { community, device, person, made_at, key, contents, signature };
        let signature: Signature = self.key.sign(letter.signed_text().as_bytes());
        Letter { signature: signature.to_bytes().into(), ..letter }
    }

    /// Brings a letter, and waits for the server's answer to it.
    pub async fn bring(&mut self, letter: &Letter) -> Option<LetterRejection> {
        let data = letter.encode();
        let id = Letter::id(&data);
        self.say(&Frame::Letter { data }).await;
        loop {
            match self.hear().await.unwrap() {
                Frame::LetterAnswer { letter, why } if letter == id => return why,
                frame => self.take(frame).await,
            }
        }
    }

    /// Says what there is to say about the document.
    pub async fn sync(&mut self) {
        let document = DocumentId::of("riverside", DocumentKind::Commons);
        for data in self.session.speak(&self.document, 100_000) {
            let sender = hex(&self.device());
            let frame = Frame::Sync { document, sender, target: "server".into(), data, request: false };
            // A server that is gone hears nothing; whoever listens next learns of it.
            let _ = self.socket.as_mut().unwrap().send(Message::binary(frame.encode())).await;
        }
    }

    /// Syncs until the document has this many estates and the server has a receipt for its heads.
    pub async fn sync_until(&mut self, estates: usize, receipt: bool) {
        let mut kept = !receipt;
        self.sync().await;
        while !kept || self.estates() < estates {
            match self.hear().await.unwrap() {
                Frame::Sync { data, .. } => {
                    self.session.receive(&mut self.document, &data).unwrap();
                    self.sync().await;
                }
                Frame::Receipt { heads, .. } => kept = kept || heads == self.document.heads(),
                _ => {}
            }
        }
    }

    pub fn estates(&mut self) -> usize {
        self.document.entries().entries.len()
    }
}

fn point(key: &SigningKey) -> [u8; 65] {
    key.verifying_key().to_sec1_point(false).as_bytes().try_into().unwrap()
}
