//! What a device says that it wants costs the server no more than there is.

use kaifong_domain::{access::Actor, time::Timestamp};
use kaifong_replica::{
    hub::{Caller, Hub, HubEffect, HubEvent},
    sync::frame::{Frame, Holding, MAX_SERVER_FRAME, VERSION},
};
use kaifong_tests::{founding, load, world::NOON};

/// Each name in one frame cost a preview of the whole document: a frame of 64 KB asked for 4,096 of them.
#[test]
fn a_document_that_is_named_twice_is_shown_once() {
    let store = vec![(load::TASKS.name(), vec![load::history(300, 1_000).save()])];
    let mut hub = Hub::load("demo", store, [7; 8]).map_err(|(name, _)| name).unwrap();
    let actor = Actor::new(founding::person(0), founding::PEOPLE[0]);
    hub.handle(Timestamp(NOON), HubEvent::Opened { link: 1, caller: Caller::Device { device: [1; 8], actor } });
    let named = Holding { document: load::TASKS.name(), heads: vec![] };
    let mut shown = 0;
    for frame in [
        Frame::Join { sender: "phone".into(), versions: vec![VERSION.into()], digest: Some([0; 32]) },
        Frame::Want { buckets: vec![0], documents: vec![named; 1_000] },
    ] {
        for effect in hub.handle(Timestamp(NOON), HubEvent::Frame { link: 1, bytes: frame.encode() }) {
            let HubEffect::Send { frame, .. } = effect else { panic!("{effect:?}") };
            shown += usize::from(matches!(Frame::decode(&frame, MAX_SERVER_FRAME), Ok(Frame::Preview { .. })));
        }
    }
    assert_eq!(shown, 1);
}
