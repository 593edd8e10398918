//! What makes no sense closes the link on which it came, and nobody else notices.

use jiff::civil::date;
use kaifong_domain::{
    bridge::{Line, Problem, Tick},
    command::Command,
    document::DocumentKind,
    id::SeriesId,
    series::SeriesEdit,
};
use kaifong_replica::{
    schema::DocumentId,
    sync::frame::{Frame, Holding, MAX_FRAME, VERSION},
};
use kaifong_tests::{phone::COMMUNITY, world::Step};

use crate::saying::{give, long_comment, reach, rename, world};

fn sync(document: DocumentId, data: &[u8]) -> Vec<u8> {
    let (sender, target) = (String::new(), String::new());
    Frame::Sync { document, sender, target, data: data.to_vec(), request: false }.encode()
}

fn holding(document: &str) -> Holding {
    Holding { document: document.into(), heads: vec![] }
}

fn changes(parcel: &[u8]) -> Frame {
    let (document, parcel) = ("tasks-2026".into(), parcel.to_vec());
    Frame::Changes { document, parcel, heads: vec![], asks: false, kept: false }
}

fn tasks(year: i16) -> DocumentId {
    DocumentId::of(COMMUNITY, DocumentKind::Tasks(year))
}

#[test]
fn the_server_closes_a_link_that_makes_no_sense() {
    let join =
        |version: &str| Frame::Join { sender: "x".into(), versions: vec![version.into()], digest: None }.encode();
    let peer = Frame::Peer {
        sender: String::new(),
        target: String::new(),
        version: VERSION.into(),
        digest: None,
        trust: None,
    };
    for bytes in [
        vec![],
        b"GET / HTTP/1.1".to_vec(),
        vec![0xa0],
        vec![0; MAX_FRAME + 1],
        join(VERSION),
        join("2"),
        peer.encode(),
        Frame::Want { buckets: vec![], documents: vec![holding("tasks-2026")] }.encode(),
        Frame::Lost { document: "tasks-2026".into() }.encode(),
        Frame::Complete.encode(),
        changes(b"\x42garbage").encode(),
        Frame::Receipt { document: tasks(2026), heads: vec![] }.encode(),
        Frame::Challenge { nonce: [0; 32], time: 0 }.encode(),
        Frame::Leave.encode(),
        sync(tasks(2026), b""),
        sync(tasks(2026), b"\x42garbage"),
        sync(tasks(2044), b"\x42garbage"),
    ] {
        let mut world = world(&[0, 1]);
        world.is_provoked = true;
        let (bad, good) = (world.phones[0].link.unwrap(), world.phones[1].link);
        world.wires.get_mut(&bad).unwrap().up.push_back(bytes.clone());
        let request = give(&mut world, 1, rename("A lamp"));
        world.rest().unwrap();
        assert!(!world.wires.contains_key(&bad), "{bytes:02x?} is let pass");
        assert_eq!(world.phones[1].link, good, "the other link stays");
        assert_eq!(world.phones[1].tick(request), Some(Tick::Kept));
        assert!(matches!(world.phones[0].problems[..], [Problem::ServerRefused(_)]), "the reason is told");
        world.check_end().unwrap();
        assert_eq!(world.server.hub().kinds().filter(|kind| kind.name() == "tasks-2044").count(), 0);
    }
}

#[test]
fn what_means_nothing_to_the_server_is_passed_over() {
    let unavailable = Frame::Unavailable { document: tasks(2026), sender: String::new(), target: String::new() };
    let stranger = DocumentId([9; 16]);
    for frame in [Frame::Other, Frame::Pong, Frame::Ping, Frame::Error { message: "oh".into(), why: None }, unavailable]
    {
        let mut world = world(&[0]);
        let link = world.phones[0].link.unwrap();
        for bytes in [frame.encode(), sync(stranger, b"anything")] {
            world.wires.get_mut(&link).unwrap().up.push_back(bytes);
        }
        world.rest().unwrap();
        assert_eq!(world.phones[0].link, Some(link), "{frame:?}");
        assert_eq!(world.server.hub().kinds().count(), 5, "nothing is kept for unknown documents");
        world.check_end().unwrap();
    }
}

#[test]
fn a_phone_closes_a_link_that_makes_no_sense() {
    let id = tasks(2026);
    let garbage = changes(b"\x42garbage").encode();
    for bytes in [vec![], b"HTTP/1.1 502 Bad Gateway".to_vec(), sync(id, b""), sync(id, b"\x42garbage"), garbage] {
        let mut world = world(&[0, 1]);
        world.is_provoked = true;
        let link = world.phones[0].link.unwrap();
        world.wires.get_mut(&link).unwrap().down.push_back(bytes.clone());
        let request = give(&mut world, 0, rename("A lamp"));
        world.take(Step::Fall(link)).unwrap();
        assert_eq!(world.phones[0].link, None, "{bytes:02x?} is let pass");
        assert_eq!(world.phones[0].status.line, Line::Offline);
        world.rest().unwrap();
        assert_eq!(world.phones[0].tick(request), Some(Tick::Kept));
        world.check_end().unwrap();
    }
}

#[test]
fn more_than_a_frame_of_offline_edits_arrives() {
    let mut world = world(&[0, 1]);
    reach(&mut world, 0, false);
    let mut last = None;
    for _ in 0..240 {
        let comment = long_comment(&mut world);
        last = Some(give(&mut world, 0, comment));
        world.run(|_| true).unwrap();
    }
    let size: usize = world.phones[0].disk.chunks.values().map(Vec::len).sum();
    assert!(size > 2 * MAX_FRAME, "only {size} bytes");
    reach(&mut world, 0, true);
    world.rest().unwrap();
    assert_eq!(world.phones[0].tick(last.unwrap()), Some(Tick::Kept));
    world.check_end().unwrap();
}

/// A document whose first message made no sense was held to be known, and nobody was told of it when
/// somebody else brought it.
#[test]
fn a_document_that_begins_badly_is_still_announced() {
    let mut world = world(&[0, 1, 2]);
    world.is_provoked = true;
    let link = world.phones[0].link.unwrap();
    world.wires.get_mut(&link).unwrap().up.push_back(sync(tasks(2031), b"\x42garbage"));
    world.take(Step::Rise(link)).unwrap();
    let title = vec![SeriesEdit::Title("From tomorrow".into())];
    let id = SeriesId(world.seed.uuid());
    give(&mut world, 1, Command::AddSeries { id, first: date(2031, 1, 1), edits: title });
    world.rest().unwrap();
    assert_eq!(world.phones[2].view.series[&id].title, "From tomorrow");
    world.check_end().unwrap();
}
