//! Parcels at a hub: what is refused of one is told and costs only itself, and what waits for somebody else's
//! changes goes on when these have come.

use std::io::Write;

use automerge::ChangeHash;
use flate2::{Compression, write::DeflateEncoder};
use kaifong_domain::{
    access::{AccessRole, Actor},
    building::Estate,
    change::Change,
    document::DocumentKind,
    id::EstateId,
    rejection::Rejection,
    time::Timestamp,
};
use kaifong_replica::{
    actor::actor,
    document::Document,
    gate::Violation,
    hub::{Caller, Hub, HubEffect, HubEvent, LinkId},
    sync::frame::{Frame, MAX_SERVER_FRAME, VERSION},
};
use kaifong_tests::{founding, world::NOON};
use uuid::Uuid;

use super::Desk;

const COMMONS: DocumentKind = DocumentKind::Commons;
const TWO_DAYS: i64 = 2 * 24 * 60 * 60 * 1_000;

/// A phone as far as its document goes.
fn phone(device: u8) -> Document {
    let mut document = Document::new(COMMONS);
    document.set_actor(actor([device; 8], [0; 8]));
    document
}

/// Adds an estate, by a clock that is ahead by so many milliseconds.
fn add_estate(document: &mut Document, number: u128, ahead: i64) -> ChangeHash {
    let estate = Estate { id: EstateId(Uuid::from_u128(number)), name: "North".into() };
    document.commit(&[Change::EstateAdded(estate)], "AddEstate/1", Timestamp(NOON + ahead)).unwrap().unwrap().hash
}

/// A hub with links of devices 1, 2, … that compare; everything is committed at once.
struct Hall {
    hub: Hub,
    heard: Vec<(LinkId, Frame)>,
}

impl Hall {
    fn of(devices: u8) -> Self {
        let hub = Hub::load("riverside", vec![], [7; 8]).map_err(|(name, _)| name).unwrap();
        let mut hall = Self { hub, heard: vec![] };
        for device in 1..=devices {
            let actor = Actor::new(founding::person(0), AccessRole::Coordinator);
            let (link, caller) = (LinkId::from(device), Caller::Device { device: [device; 8], actor });
            hall.happen(HubEvent::Opened { link, caller });
            let (sender, versions) = (format!("phone {device}"), vec![VERSION.into()]);
            hall.say(device, &Frame::Join { sender, versions, digest: Some([0; 32]) });
            hall.say(device, &Frame::Want { buckets: vec![0], documents: vec![] });
        }
        hall.heard.clear();
        hall
    }

    fn say(&mut self, device: u8, frame: &Frame) {
        self.happen(HubEvent::Frame { link: LinkId::from(device), bytes: frame.encode() });
    }

    /// Brings what a document has beyond these heads, and returns all that is said because of it.
    fn bring(&mut self, device: u8, document: &Document, held: &[ChangeHash]) -> Vec<(LinkId, Frame)> {
        let parcel = document.pack(held, 100_000).bytes;
        self.say(device, &Frame::Changes { document: COMMONS.name(), parcel, heads: vec![], asks: false, kept: false });
        std::mem::take(&mut self.heard)
    }

    fn happen(&mut self, event: HubEvent) {
        let mut effects = self.hub.handle(Timestamp(NOON), event);
        effects.extend(self.hub.settle(Timestamp(NOON)));
        for effect in effects {
            match effect {
                HubEffect::Send { link, frame } => {
                    self.heard.push((link, Frame::decode(&frame, MAX_SERVER_FRAME).unwrap()));
                }
                HubEffect::Commit { batch, .. } => self.happen(HubEvent::Committed { batch }),
                HubEffect::Refused { .. } | HubEffect::LetterRefused { .. } | HubEffect::Bearer { .. } => {}
                HubEffect::WrittenDown { .. } | HubEffect::Removed { .. } | HubEffect::Answer { .. } => {}
                HubEffect::Expunge { .. } => panic!("nobody is erased here"),
                HubEffect::Verify { .. } => panic!("nobody brings a letter here"),
                HubEffect::Close { reason, .. } => panic!("{reason}"),
            }
        }
    }
}

/// The changes that a device was told are refused, and why.
fn refusals(heard: &[(LinkId, Frame)], device: u8) -> Vec<(ChangeHash, Rejection)> {
    let of = heard.iter().filter(|(link, _)| *link == LinkId::from(device));
    let changes = of.filter_map(|(_, frame)| match frame {
        Frame::Refused { changes, .. } => Some(changes.clone()),
        _ => None,
    });
    changes.flatten().map(|change| (change.hash, change.why)).collect()
}

/// The heads for which a device has a receipt.
fn receipt(heard: &[(LinkId, Frame)], device: u8) -> Option<Vec<ChangeHash>> {
    let of = heard.iter().rev().filter(|(link, _)| *link == LinkId::from(device));
    of.map(|(_, frame)| frame).find_map(|frame| match frame {
        Frame::Receipt { heads, .. } => Some(heads.clone()),
        _ => None,
    })
}

#[test]
fn what_is_refused_of_a_parcel_costs_only_itself() {
    let mut hall = Hall::of(2);
    let mut phone = phone(1);
    let good = add_estate(&mut phone, 1, 0);
    let mended = phone.clone();
    let early = add_estate(&mut phone, 2, TWO_DAYS);
    let next = add_estate(&mut phone, 3, 0);
    let heard = hall.bring(1, &phone, &[]);
    assert_eq!(refusals(&heard, 1), [(early, Rejection::Clock), (next, Rejection::RestsOnRejected)]);
    assert_eq!(receipt(&heard, 1), Some(vec![good]), "what is good of it is kept");
    let is_told = |(link, frame): &(LinkId, Frame)| *link == 2 && matches!(frame, Frame::Changes { .. });
    assert!(heard.iter().any(is_told), "and goes to the others");

    let mut phone = mended;
    let again = add_estate(&mut phone, 2, 0);
    let heard = hall.bring(1, &phone, &[good]);
    assert_eq!((refusals(&heard, 1), receipt(&heard, 1)), (vec![], Some(vec![again])));
    let is_echo = |(link, frame): &(LinkId, Frame)| *link == 1 && matches!(frame, Frame::Changes { .. });
    assert!(!heard.iter().any(is_echo), "nothing is sent back to where it came from");
}

#[test]
fn what_rests_on_somebody_elses_change_waits_for_it() {
    let mut hall = Hall::of(2);
    let mut author = phone(1);
    let first = add_estate(&mut author, 1, 0);
    let mut carrier = phone(2);
    carrier.absorb(&author.save_after(&Document::new(COMMONS).heads())).unwrap();
    let own = add_estate(&mut carrier, 2, 0);
    let heard = hall.bring(2, &carrier, &[]);
    assert_eq!(refusals(&heard, 2), [(first, Rejection::AnotherAuthor)]);
    assert_eq!(receipt(&heard, 2), None);

    let heard = hall.bring(1, &author, &[]);
    assert_eq!(refusals(&heard, 1), []);
    assert_eq!(receipt(&heard, 2), Some(vec![own]), "what waited goes on by itself");
    assert_eq!(hall.hub.document(COMMONS).unwrap().heads(), [own]);
}

#[test]
fn a_parcel_that_unfolds_to_too_much_is_a_bomb() {
    let mut encoder = DeflateEncoder::new(vec![1], Compression::best());
    encoder.write_all(&vec![0; 5 * 1024 * 1024]).unwrap();
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 8 * 1024, "{} bytes", bomb.len());
    assert_eq!(Desk::new().deliver(&bomb), Err(Violation::Bomb));
    for parcel in [&[2, 0, 0][..], &[1, 0xff, 0xff], &[0, 0x85]] {
        assert_eq!(Desk::new().deliver(parcel), Err(Violation::Malformed), "{parcel:?}");
    }
}
