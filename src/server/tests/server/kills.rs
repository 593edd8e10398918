//! The program is killed in the middle of things, and its disk runs full: a receipt that was seen is
//! never taken back.

use std::{
    collections::BTreeSet,
    fs,
    hint::black_box,
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
};

use automerge::ChangeHash;
use kaifong_domain::document::DocumentKind;
use kaifong_replica::{document::Document, schema::DocumentId, sync::frame::Frame};
use kaifong_server::doctor;
use sha2::{Digest, Sha256};

use super::{
    command::{Serving, free, kaifong, run},
    phone::Phone,
    place::{http, redeem},
};

const KILLS: usize = 200;
/// So many frames are heard at most before the program is killed.
const LONGEST_ROUND: u64 = 8;
/// So much work passes at most between the last change and the kill: longer than a commit takes.
const LONGEST_SPIN: u64 = 64;

/// Two phones, and what they were promised.
struct Story {
    phones: [Phone; 2],
    /// Every change that either of them has made.
    all: Document,
    promised: BTreeSet<ChangeHash>,
    dice: Dice,
    /// How often a change was lost that had no receipt: the kill came before a commit.
    cut_short: usize,
    /// How often a change was there that had no receipt: the kill came between commit and receipt.
    kept_unseen: usize,
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

impl Story {
    /// A phone makes a change and offers it.
    async fn write(&mut self, phone: usize) {
        let phone = &mut self.phones[phone];
        let before = phone.document.heads();
        phone.add_estate("North");
        self.all.absorb(&phone.document.save_after(&before)).unwrap();
        phone.sync().await;
    }

    /// Both phones join a server that has just started: everything they were promised is there.
    async fn join(&mut self) {
        for index in 0..self.phones.len() {
            let durable = self.phones[index].join_and_compare().await;
            let (beyond, made) = (self.all.beyond(&durable), self.all.beyond(&[]).len());
            assert!(self.promised.is_disjoint(&beyond), "a change that had its receipt is gone");
            assert!(durable.iter().all(|head| self.all.has(head)), "nobody has made this change");
            if index == 0 {
                self.cut_short += usize::from(!beyond.is_empty());
                self.kept_unseen += usize::from(made - beyond.len() > self.promised.len());
            }
        }
        for phone in &mut self.phones {
            phone.sync().await;
        }
    }

    /// The next frame for either phone, taken in; whether the line still stands.
    async fn hear(&mut self) -> bool {
        let [one, other] = &mut self.phones;
        let (index, frame) = tokio::select! {
            frame = one.next() => (0, frame),
            frame = other.next() => (1, frame),
        };
        let Some(frame) = frame else { return false };
        self.take(index, frame).await;
        true
    }

    async fn take(&mut self, index: usize, frame: Frame) {
        if let Frame::Receipt { document, heads } = &frame
            && *document == DocumentId::of("riverside", DocumentKind::Commons)
        {
            let known = self.all.beyond(&[]);
            self.promised.extend(known.difference(&self.all.beyond(heads)));
        }
        self.phones[index].take(frame).await;
    }

    /// Writes and listens, until the program is killed somewhere in between.
    async fn be_cut_off(&mut self, serving: Serving) {
        for _ in 0..self.dice.below(LONGEST_ROUND) {
            let writer = self.dice.below(2) as usize;
            self.write(writer).await;
            self.hear().await;
        }
        self.write(0).await;
        self.write(1).await;
        for _ in 0..self.dice.below(LONGEST_SPIN) {
            black_box(Sha256::digest([7; 4096]));
        }
        serving.ended("-KILL");
        // What had left the server before it died counts as well.
        for index in 0..self.phones.len() {
            while let Some(frame) = self.phones[index].next().await {
                self.take(index, frame).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_was_seen_outlives_two_hundred_kills() {
    let folder = tempfile::tempdir().unwrap();
    let address = free();
    let listen = address.to_string();
    let serve = || {
        let serve = ["serve", "--listen", &listen, "--community", "riverside", "--log", "warn"];
        Serving::start(kaifong(folder.path(), &serve)).0
    };
    let mut serving = serve();
    let one = Phone::stranger(address);
    redeem(address, "riverside", serving.link().rsplit_once('.').unwrap().1, &one.public_key());
    let phones = [one.twin(), one];
    let all = Document::new(DocumentKind::Commons);
    let dice = Dice(1);
    let mut story = Story { phones, all, promised: BTreeSet::new(), dice, cut_short: 0, kept_unseen: 0 };
    for _ in 0..KILLS {
        story.join().await;
        story.be_cut_off(serving).await;
        serving = serve();
    }
    story.join().await;
    serving.ended("-TERM");
    let report = doctor::examine(&folder.path().join("data/kaifong.sqlite")).unwrap();
    assert!(report.is_sound(), "{report}");
    let Story { promised, cut_short, kept_unseen, .. } = story;
    let promised = promised.len();
    println!(
        "{promised} changes promised, {cut_short} kills before a commit, {kept_unseen} between commit and receipt"
    );
    assert!(promised > KILLS / 4, "the program was never killed late enough to promise anything");
    assert!(cut_short > 0, "the program was never killed early enough to lose anything");
}

/// The program with a limit on how large its files may grow, which can be moved while it runs.
fn limited(folder: &Path, listen: &str) -> Command {
    let mut command = Command::new("sh");
    // Without this, the operating system kills whoever passes the limit.
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_kaifong")]);
    command.args(["serve", "--listen", listen, "--community", "riverside", "--log", "error"]);
    command.current_dir(folder).stderr(Stdio::piped());
    command
}

fn limit(serving: &Serving, bytes: &str) {
    let limit = ["--pid", &serving.child.id().to_string(), &format!("--fsize={bytes}:unlimited")];
    assert!(Command::new("prlimit").args(limit).status().unwrap().success());
}

/// How often the store has failed so far.
fn failures(address: SocketAddr) -> u32 {
    let metrics = http(address, "GET /metrics HTTP/1.1", "");
    let lines = metrics.lines().filter(|line| line.starts_with("kaifong_store_errors_total{"));
    lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<u32>().ok()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_stops_receipts_until_there_is_room_again() {
    let folder = tempfile::tempdir().unwrap();
    let address = free();
    let (mut serving, _) = Serving::start(limited(folder.path(), &address.to_string()));
    let mut phone = Phone::stranger(address);
    redeem(address, "riverside", serving.link().rsplit_once('.').unwrap().1, &phone.public_key());
    phone.join().await;
    phone.add_estate("Before");
    phone.sync_until(1, true).await;

    let log = fs::metadata(folder.path().join("data/kaifong.sqlite-wal")).unwrap().len();
    limit(&serving, &log.to_string());
    phone.add_estate("Meanwhile");
    phone.sync().await;
    // It has failed, has been tried again, and has failed again.
    while failures(address) < 2 {
        tokio::task::yield_now().await;
    }
    phone.say(&Frame::Ping).await;
    loop {
        match phone.hear().await.unwrap() {
            Frame::Pong => break,
            Frame::Receipt { .. } => panic!("a receipt for what is not on the disk"),
            frame => phone.take(frame).await,
        }
    }
    assert!(doctor::examine(&folder.path().join("data/kaifong.sqlite")).unwrap().is_sound());

    limit(&serving, "unlimited");
    phone.sync_until(2, true).await;
    let mut log = serving.child.stderr.take().unwrap();
    serving.ended("-KILL");
    let mut told = String::new();
    std::io::Read::read_to_string(&mut log, &mut told).unwrap();
    assert!(told.contains("the store failed"), "the operator is told why: {told}");
    assert!(run(folder.path(), &["doctor"]).status.success(), "and nothing is damaged");
}
