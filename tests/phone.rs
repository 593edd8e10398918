//! A phone: a replica, the disk beneath it, and the page above it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::ChangeHash;
use kaifong_domain::{
    access::{AccessRole, Actor, Trust},
    archive::Restored,
    bridge::{Identity, Problem, Status, StorageError, Tick},
    command::Command,
    community::Community,
    document::DocumentKind,
    handover::{Carried, LetterError, Offered, PackError, Packed},
    id::{PersonId, RequestId},
    record::Entry,
    refusal::Refusal,
    refused::Refused,
};
use kaifong_replica::{
    hub::LinkId,
    replica::Replica,
    storage::{ChunkId, Write},
};
use sha2::{Digest, Sha256};

use crate::{disk::Disk, ledger::readers::may_have};

/// The community that all phones belong to.
pub const COMMUNITY: &str = "demo";
/// Where the page comes from.
pub const ORIGIN: &str = "https://kaifong.example";

/// What a replica said to its page about one request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The answer.
    pub answer: Option<Result<Option<Command>, Refusal>>,
    /// The last tick.
    pub tick: Option<Tick>,
}

/// A phone.
pub struct Phone {
    /// Who acts on it, as far as the phone knows.
    pub identity: Identity,
    /// What its person is trusted with, as the server knows it.
    pub trust: Trust,
    /// Whether the server lets it in no more.
    pub is_withdrawn: bool,
    /// How far its clock is off, in milliseconds.
    pub skew: i64,
    /// What it has stored.
    pub disk: Disk,
    /// What a backup of it holds, if there is one.
    pub backup: Option<Disk>,
    /// Running, unless the phone is off.
    pub replica: Option<Replica>,
    /// The write under way.
    pub writing: Option<Write>,
    /// The chunk that is being read back.
    pub reading: Option<ChunkId>,
    /// The text to be signed, for the socket that asked.
    pub signing: Option<(LinkId, String)>,
    /// The socket, as far as the phone knows.
    pub link: Option<LinkId>,
    /// Until when it does not dial, by the true time: the server has turned it away.
    pub rests_until: i64,
    /// Whether the network reaches it.
    pub is_reachable: bool,
    /// The next writes fail so.
    pub failing: VecDeque<StorageError>,
    /// What the page shows: the entries at the start and every patch since.
    pub view: Community,
    /// The last status told.
    pub status: Status,
    /// All that was told of requests, since the phone was first used.
    pub said: BTreeMap<RequestId, Said>,
    /// The problems told and not yet looked at.
    pub problems: Vec<Problem>,
    /// What became of files that were restored.
    pub restored: BTreeMap<RequestId, Restored>,
    /// The refused commands, as they were last told.
    pub refused: Vec<Refused>,
    /// What was last packed here to be handed over.
    pub packed: Option<Result<Packed, PackError>>,
    /// To whom it hands over as soon as it has packed.
    pub hands_to: Option<usize>,
    /// What was last offered here.
    pub offered: Option<Result<Vec<Offered>, LetterError>>,
    /// The letters that it carries, as they were last told.
    pub carried: Vec<Carried>,
    /// The names in storage of the letters that somebody has put down, until they are gone from there.
    pub puts_down: BTreeSet<String>,
    /// Changes made here and not yet durable.
    pub unsaved: BTreeSet<ChangeHash>,
    /// How often it was switched on.
    pub starts: u32,
    /// What it has written to its disk.
    pub written: Written,
}

/// What a phone has written to its disk, in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written {
    /// As increments: that much there was to be stored.
    pub increments: usize,
    /// As snapshots.
    pub snapshots: usize,
    /// The largest snapshot.
    pub largest: usize,
    /// How often a document was made anew without some of its changes: that takes a snapshot.
    pub partings: usize,
    /// Its disk was set back, or did not do what it was told: snapshots were made for that.
    pub is_excused: bool,
}

impl Phone {
    /// A phone that was never switched on.
    pub fn new(device: [u8; 8], person: PersonId, role: AccessRole) -> Self {
        let actor = Actor::new(person, role);
        Self {
            identity: Identity { community: COMMUNITY.into(), community_name: "Demo".into(), device, actor },
            trust: actor.trust(),
            is_withdrawn: false,
            skew: 0,
            disk: Disk::default(),
            backup: None,
            replica: None,
            writing: None,
            reading: None,
            signing: None,
            link: None,
            rests_until: 0,
            is_reachable: true,
            failing: VecDeque::new(),
            view: Community::default(),
            status: Status::default(),
            said: BTreeMap::new(),
            problems: Vec::new(),
            restored: BTreeMap::new(),
            refused: Vec::new(),
            packed: None,
            hands_to: None,
            offered: None,
            carried: Vec::new(),
            puts_down: BTreeSet::new(),
            unsaved: BTreeSet::new(),
            starts: 0,
            written: Written::default(),
        }
    }

    /// Its person, trusted with what the server says.
    pub fn actor(&self) -> Actor {
        self.identity.actor.trusted(self.trust)
    }

    /// Whether the server gives it a document.
    pub fn may_have(&self, kind: DocumentKind) -> bool {
        !self.is_withdrawn && may_have(self.actor(), kind)
    }

    /// Its replica, while it runs.
    ///
    /// # Panics
    /// If the phone is off.
    pub fn replica(&self) -> &Replica {
        self.replica.as_ref().expect("the phone is on")
    }

    /// What the community looks like here.
    pub fn community(&self) -> &Community {
        self.replica().community()
    }

    /// How far a request has come.
    pub fn tick(&self, request: RequestId) -> Option<Tick> {
        self.said.get(&request)?.tick
    }

    /// Whether it lists a command as refused, and has it stored.
    pub fn lists(&self, request: RequestId) -> bool {
        self.refused.iter().any(|refused| refused.request == request) && self.disk.listed().contains(&request)
    }

    /// The device key's signature, as far as the server's gate can tell here.
    pub fn signature(&self, text: &str) -> [u8; 64] {
        sign(self.identity.device, text)
    }
}

/// The public key of a phone's device.
pub fn key(index: usize) -> [u8; 65] {
    let mut key = [0; 65];
    (key[0], key[1]) = (4, index as u8);
    key
}

/// What the key of a device signs here. Who has read this could forge it: nobody in this world has.
pub fn sign(device: [u8; 8], text: &str) -> [u8; 64] {
    let mut signature = [0; 64];
    for (half, salt) in signature.chunks_exact_mut(32).zip(["r", "s"]) {
        let digest = Sha256::new().chain_update(salt).chain_update(device).chain_update(text);
        half.copy_from_slice(&digest.finalize());
    }
    signature
}

/// A community of these entries.
pub fn community_of(entries: impl IntoIterator<Item = Entry>) -> Community {
    let mut community = Community::default();
    entries.into_iter().for_each(|entry| community.put(entry));
    community
}
