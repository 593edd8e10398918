//! What the device's key does for the replica: it signs for the line and for letters, and looks at what others
//! have signed.

use kaifong_domain::handover::LetterId;
use kaifong_replica::effect::Event;
use wasm_bindgen_futures::spawn_local;

use crate::{
    input::{Input, Inputs},
    key::DeviceKey,
};

/// Signs for the line that asked; a signature for an older line means nothing.
pub(super) fn start_signing(key: &DeviceKey, text: String, inputs: Option<Inputs>) {
    let Some(inputs) = inputs else { return };
    let key = key.clone();
    spawn_local(async move {
        inputs.send(Input::Happened(match key.sign(&text).await {
            Ok(signature) => Event::Signed(signature),
            // Without a signature the line leads to nothing: on to the next, after a pause.
            Err(_) => Event::LinkClosed,
        }));
    });
}

/// Signs a letter.
pub(super) fn start_sealing(key: &DeviceKey, text: String, inputs: &Inputs) {
    let (key, inputs) = (key.clone(), inputs.clone());
    spawn_local(async move {
        let signature = key.sign(&text).await.ok();
        let point = key.public().await.ok().and_then(|point| <[u8; 65]>::try_from(point).ok());
        inputs.send(Input::Happened(match signature.zip(point) {
            Some((signature, point)) => Event::Sealed { text, key: Box::new(point), signature: Box::new(signature) },
            None => Event::SealFailed,
        }));
    });
}

/// Looks at a letter's signature. A browser that can't look has not found it good.
pub(super) fn start_verifying(
    letter: LetterId,
    key: Box<[u8; 65]>,
    text: String,
    signature: Box<[u8; 64]>,
    inputs: &Inputs,
) {
    let inputs = inputs.clone();
    spawn_local(async move {
        let holds = DeviceKey::has_signed(&key, &text, &signature).await.unwrap_or(false);
        inputs.send(Input::Happened(Event::Verified { letter, holds }));
    });
}
