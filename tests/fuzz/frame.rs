//! Mutated frames, thrown at a hub in which somebody else is served.

use std::collections::{BTreeMap, VecDeque};

use kaifong_domain::{
    access::{AccessRole, Actor},
    document::DocumentKind,
};
use kaifong_replica::{
    document::Document,
    hub::{Caller, Hub, HubEffect, HubEvent, LinkId, Verdict},
    letter::{Content, Letter, pack},
    schema::DocumentId,
    sync::{
        digest::{self, Holdings},
        frame::{Frame, Holding, VERSION},
    },
};

use super::{
    Report, attempt,
    corpus::{self, NOW, Sample},
    mutation, panic,
    whole::{self, Unsound},
};
use crate::{forge::DEVICE, founding, phone::COMMUNITY, seed::Seed};

/// How many frames a hub gets before another takes its place: what was taken in is looked at after each.
const ROUND: u64 = 64;
/// The link of somebody who does no harm.
const BYSTANDER: LinkId = 0;

/// Runs so many cases, each of one frame.
pub(super) fn run(first: u64, cases: u64) -> Report {
    let samples = corpus::samples();
    let mut report = Report { cases, ..Report::default() };
    let mut room = Room::new();
    for number in first..first + cases {
        if (number - first).is_multiple_of(ROUND) {
            room = Room::new();
        }
        let mut seed = Seed::new(number);
        let frame = panic::hushed(|| forge(&mut seed, &samples)).done.unwrap_or_default();
        attempt(&mut report, number, |report| room.hear(frame, report));
    }
    report
}

/// A frame with something mutated in it, or in what it carries.
fn forge(seed: &mut Seed, samples: &[Sample]) -> Vec<u8> {
    let sample = &samples[seed.below(samples.len())];
    let kind = sample.desk.document().kind();
    let (document, name) = (DocumentId::of(COMMUNITY, kind), kind.name());
    let (sender, target, heads) = (String::from("a"), String::from("b"), sample.hashes.clone());
    let (request, asks, is_bundle) = (seed.chance(100), seed.chance(500), seed.chance(500));
    let mut bytes = match seed.below(20) {
        0 => join(seed.chance(500)),
        1 => Frame::Receipt { document, heads }.encode(),
        2 => Frame::Unavailable { document, sender, target }.encode(),
        3 => Frame::Want { buckets: vec![0, 1], documents: vec![Holding { document: name, heads }] }.encode(),
        4 => Frame::Taken.encode(),
        5 => Frame::Lost { document: name }.encode(),
        6 => Frame::Letter { data: letter(seed, sample, is_bundle) }.encode(),
        7..12 => {
            let parcel = mutation::parcel(seed, sample, is_bundle);
            Frame::Changes { document: name, parcel, heads, asks, kept: false }.encode()
        }
        _ => {
            let data = if is_bundle { mutation::bundle(seed, sample) } else { mutation::changes(seed, sample) };
            Frame::Sync { document, sender, target, data, request }.encode()
        }
    };
    if seed.chance(400) {
        mutation::bytes(seed, &mut bytes);
    }
    bytes
}

/// A letter with something mutated in it, or in the changes that it brings.
fn letter(seed: &mut Seed, sample: &Sample, is_bundle: bool) -> Vec<u8> {
    let content = Content {
        document: sample.desk.document().kind().name(),
        changes: vec![mutation::parcel(seed, sample, is_bundle)],
    };
    let letter = Letter {
        community: COMMUNITY.to_owned(),
        device: DEVICE,
        person: founding::person(0),
        made_at: NOW,
        key: [4; 65],
        contents: pack(&[content]),
        signature: [0; 64],
    };
    let mut bytes = letter.encode();
    if seed.chance(200) {
        mutation::bytes(seed, &mut bytes);
    }
    bytes
}

/// How somebody introduces themselves, as one of our own kind or as a program of somebody else's.
fn join(is_ours: bool) -> Vec<u8> {
    let digest = is_ours.then(|| digest::root(&Holdings::new()));
    Frame::Join { sender: "a".into(), versions: vec![VERSION.into()], digest }.encode()
}

/// On whose behalf all of them act.
fn actor() -> Actor {
    Actor::new(founding::person(0), AccessRole::Admin)
}

/// A hub, and who is in it.
struct Room {
    hub: Hub,
    /// The link of whoever does harm; none when it was cut.
    link: Option<LinkId>,
    opened: LinkId,
    seen: BTreeMap<DocumentKind, Document>,
}

impl Room {
    fn new() -> Self {
        let stored = founding::store().into_iter().collect();
        let hub = Hub::load(COMMUNITY, stored, [7; 8]).expect("what was founded can be read");
        let mut room = Self { hub, link: None, opened: BYSTANDER, seen: BTreeMap::new() };
        room.open(BYSTANDER, [1; 8], true);
        room.seen = room.held();
        room
    }

    fn held(&self) -> BTreeMap<DocumentKind, Document> {
        self.hub.kinds().filter_map(|kind| Some((kind, self.hub.document(kind)?.clone()))).collect()
    }

    /// Lets somebody in who proves to be this device.
    fn open(&mut self, link: LinkId, device: [u8; 8], is_ours: bool) {
        self.hub.handle(NOW, HubEvent::Opened { link, caller: Caller::Device { device, actor: actor() } });
        self.hub.handle(NOW, HubEvent::Frame { link, bytes: join(is_ours) });
        if is_ours {
            let want = Frame::Want { buckets: vec![], documents: vec![] };
            self.hub.handle(NOW, HubEvent::Frame { link, bytes: want.encode() });
        }
    }

    fn hear(&mut self, bytes: Vec<u8>, report: &mut Report) -> Result<(), Unsound> {
        let link = self.link.take().unwrap_or_else(|| {
            self.opened += 1;
            self.open(self.opened, DEVICE, self.opened.is_multiple_of(2));
            self.opened
        });
        let mut effects = self.hub.handle(NOW, HubEvent::Frame { link, bytes });
        effects.extend(self.hub.settle(NOW));
        self.link = Some(link);
        // A letter's signature is good: what it brings goes on to the gate.
        let mut due = VecDeque::from(effects);
        while let Some(effect) = due.pop_front() {
            match effect {
                HubEffect::Commit { batch, .. } => drop(self.hub.handle(NOW, HubEvent::Committed { batch })),
                HubEffect::Refused { changes, .. } => changes.iter().for_each(|one| report.refused(one.why.code())),
                HubEffect::Close { reason, .. } => {
                    report.refused(reason.to_string());
                    self.link = None;
                }
                HubEffect::Verify { link, letter, .. } => {
                    let verdict = Verdict::Holds(actor());
                    due.extend(self.hub.handle(NOW, HubEvent::Verified { link, letter, verdict }));
                }
                HubEffect::LetterRefused { why, .. } => report.refused(why.code()),
                HubEffect::Send { .. } | HubEffect::Bearer { .. } => {}
                // Nobody here is without an account.
                HubEffect::WrittenDown { .. } | HubEffect::Removed { .. } | HubEffect::Answer { .. } => {}
                // Nobody is erased.
                HubEffect::Expunge { .. } => {}
            }
        }
        self.look(report)
    }

    /// Looks at what has changed, and whether the bystander is served.
    fn look(&mut self, report: &mut Report) -> Result<(), Unsound> {
        let held = self.held();
        let changed = |kind: &DocumentKind, document: &Document| {
            let was = self.seen.get(kind).cloned().unwrap_or_else(|| Document::new(*kind));
            (was.heads() != document.heads()).then_some(was)
        };
        let changed: Vec<_> = held.iter().filter_map(|(kind, now)| Some((changed(kind, now)?, now))).collect();
        report.accepted += u64::from(!changed.is_empty());
        let sound = changed.into_iter().try_for_each(|(was, now)| whole::check(&was, now));
        self.seen = held;
        sound?;
        let answer = self.hub.handle(NOW, HubEvent::Frame { link: BYSTANDER, bytes: Frame::Ping.encode() });
        let pong = HubEffect::Send { link: BYSTANDER, frame: Frame::Pong.encode().into() };
        if answer == [pong] { Ok(()) } else { Err(Unsound::Bystander) }
    }
}
