//! What the phone's storage does for the replica, which goes on meanwhile.

use kaifong_domain::access::Trust;
use kaifong_replica::{
    effect::Event,
    storage::{ChunkId, Write},
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    input::{Input, Inputs},
    storage::{Storage, WriteFailure},
};

/// Writes.
pub(super) fn start_write(storage: &Storage, write: Write, inputs: &Inputs) {
    let (storage, inputs) = (storage.clone(), inputs.clone());
    spawn_local(async move {
        inputs.send(match storage.write(&write).await {
            Ok(()) => Input::Happened(Event::Written { write: write.id }),
            Err(WriteFailure::Storage(error)) => Input::Happened(Event::WriteFailed { write: write.id, error }),
            Err(WriteFailure::Overtaken) => Input::Deposed,
        });
    });
}

/// Keeps what the person is trusted with now. Where that fails, the next line tells it again.
pub(super) fn start_keeping(storage: &Storage, trust: Trust) {
    let storage = storage.clone();
    spawn_local(async move {
        let _ = storage.keep_trust(trust).await;
    });
}

/// Forgets what was seen last. Where that fails, it is overwritten with the next view, which is empty.
pub(super) fn start_forgetting(storage: &Storage) {
    let storage = storage.clone();
    spawn_local(async move {
        let _ = storage.forget_view().await;
    });
}

/// Reads a chunk back.
pub(super) fn start_read(storage: &Storage, chunk: ChunkId, inputs: &Inputs) {
    let (storage, inputs) = (storage.clone(), inputs.clone());
    spawn_local(async move {
        let bytes = storage.chunk(&chunk).await;
        inputs.send(Input::Happened(Event::ReadBack { chunk, bytes }));
    });
}
