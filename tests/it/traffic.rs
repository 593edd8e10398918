//! What goes over the wires, counted.

use kaifong_replica::sync::frame::{Frame, MAX_SERVER_FRAME};
use kaifong_tests::world::{Step, World};

/// What went over the wires.
#[derive(Debug, Default)]
pub struct Traffic {
    pub bytes: usize,
    /// The kinds of frame, in order.
    pub frames: Vec<&'static str>,
    pub sizes: Vec<usize>,
}

/// Lets everything happen that can, and counts what goes over the wires.
pub fn count(world: &mut World) -> Traffic {
    let mut traffic = Traffic::default();
    while let Some(step) = world.ready().first().copied() {
        let wire = |link| &world.wires[&link];
        let bytes = match step {
            Step::Rise(link) => wire(link).up.front(),
            Step::Fall(link) => wire(link).down.front(),
            _ => None,
        };
        if let Some(bytes) = bytes {
            traffic.bytes += bytes.len();
            traffic.sizes.push(bytes.len());
            traffic.frames.push(name(&Frame::decode(bytes, MAX_SERVER_FRAME).unwrap()));
        }
        world.take(step).unwrap();
    }
    traffic
}

fn name(frame: &Frame) -> &'static str {
    match frame {
        Frame::Challenge { .. } => "challenge",
        Frame::Prove { .. } => "prove",
        Frame::Join { .. } => "join",
        Frame::Peer { .. } => "peer",
        Frame::Want { .. } => "want",
        Frame::Changes { .. } => "changes",
        Frame::Preview { .. } => "preview",
        Frame::Taken => "taken",
        Frame::Lost { .. } => "lost",
        Frame::Complete => "complete",
        Frame::Receipt { .. } => "receipt",
        _ => "other",
    }
}
