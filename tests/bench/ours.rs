//! Kaifong's own phone and server.

use kaifong_domain::{
    bridge::Line,
    document::{DocumentKind, YEARS},
};
use kaifong_replica::{
    actor::actor,
    document::Document,
    storage::{ChunkId, ChunkKind, seal},
};
use kaifong_tests::{
    disk::Disk,
    load,
    real::{kaifong::Kaifong, phone::Phone},
};

use crate::{
    EDITS, OWN, REMOTE, TASKS, TIMES,
    measure::{Reading, cpu},
};

/// A phone that comes back with so many documents, when nothing has changed.
pub async fn unchanged(documents: usize) -> Reading {
    let kaifong = Kaifong::logging("warn");
    let mut first = Phone::signed_in(&kaifong).await;
    let author = actor(first.device(), [1; 8]);
    let years = YEARS.flat_map(|year| [DocumentKind::Tasks(year), DocumentKind::Suggestions(year)]);
    let kinds = [DocumentKind::Commons, DocumentKind::Roster].into_iter().chain(years).take(documents);
    let disk = disk(&kinds.map(|kind| load::touched_by(&author, first.person(), kind)).collect::<Vec<_>>());
    let mut phone = bring(&mut first, &kaifong, disk).await;
    let before = reading(&kaifong, &phone);
    for _ in 0..TIMES {
        phone.hang_up().await;
        come_back(&mut phone, &kaifong).await;
    }
    (reading(&kaifong, &phone) - before) / TIMES
}

/// When a new phone shows its list, its whole first sync, and then its week without a network.
pub async fn first_and_week() -> [Reading; 3] {
    let kaifong = Kaifong::logging("warn");
    let mut first = Phone::signed_in(&kaifong).await;
    let history = load::history_of(first.device(), first.person(), TASKS, EDITS);
    let mut writer = bring(&mut first, &kaifong, disk(&[history])).await;

    let mut phone = first.twin(Disk::default());
    let before = reading(&kaifong, &phone);
    phone.dial(&kaifong).await;
    phone.until("the list is there", |phone| (phone.shown >= TASKS).then_some(())).await;
    let list = reading(&kaifong, &phone) - before;
    even(&mut phone).await;
    let first_sync = reading(&kaifong, &phone) - before;

    phone.hang_up().await;
    for number in REMOTE {
        writer.give(load::tick_off(number)).await;
    }
    writer.hang_up().await;
    for number in OWN {
        phone.ask(load::tick_off(number)).await;
    }
    let before = reading(&kaifong, &phone);
    come_back(&mut phone, &kaifong).await;
    [list, first_sync, reading(&kaifong, &phone) - before]
}

/// A phone whose disk holds these documents brings them to the server.
async fn bring(first: &mut Phone, kaifong: &Kaifong, disk: Disk) -> Phone {
    first.hang_up().await;
    let mut phone = first.twin(disk);
    come_back(&mut phone, kaifong).await;
    phone
}

async fn come_back(phone: &mut Phone, kaifong: &Kaifong) {
    phone.dial(kaifong).await;
    even(phone).await;
}

async fn even(phone: &mut Phone) {
    phone.until("everything is even", |phone| (phone.line() == Line::Synced).then_some(())).await;
}

fn disk(documents: &[Document]) -> Disk {
    let chunk = |document: &Document| {
        let id = ChunkId { document: document.kind().name(), number: 0, kind: ChunkKind::Snapshot };
        (id, seal(&document.save()))
    };
    Disk { chunks: documents.iter().map(chunk).collect(), ..Disk::default() }
}

fn reading(kaifong: &Kaifong, phone: &Phone) -> Reading {
    Reading { traffic: phone.traffic, client: cpu(std::process::id()), server: cpu(kaifong.pid()) }
}
