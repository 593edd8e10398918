//! What the tabs of a browser say to each other.

use js_sys::Uint8Array;
use kaifong_domain::{
    bridge::{Status, ToPage, ToWorker},
    command::Command,
    id::RequestId,
    record::Entry,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::{
    encoding::{decode, encode},
    input::{Input, Inputs},
    object,
    scope::scope,
};

/// Names a tab for as long as it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TabId(pub(crate) [u8; 8]);

/// A message between tabs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Told {
    /// A follower is there and has not seen anything yet.
    Hello(TabId),
    /// A follower's page wants something of the leader.
    Asked(ToWorker),
    /// There is a new leader; it is reading what is stored.
    Leading,
    /// The leader is ready: everything that can be seen, for one follower or for all.
    Ready {
        /// For whom; `None` for all, who then ask again for what has not been saved.
        to: Option<TabId>,
        /// All entries.
        entries: Vec<Entry>,
        /// How syncing goes.
        status: Status,
    },
    /// The leader has told its page this.
    Relayed(ToPage),
    /// The leader's own page wants this: followers remember it until it is saved, in case that the
    /// leader does not live so long.
    Keep {
        /// Names the request.
        request: RequestId,
        /// What to do.
        command: Command,
    },
    /// Somebody has joined anew on this device: who is signed in is to be read again.
    Rejoined,
}

/// The line between the tabs of a community. Silent where there is no BroadcastChannel.
pub(crate) struct Channel(Option<Open>);

struct Open {
    channel: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Opens the line.
    pub(crate) fn open(community: &str, inputs: &Inputs) -> Self {
        if object::get(&scope(), "BroadcastChannel").is_none() {
            return Self(None);
        }
        let Ok(channel) = BroadcastChannel::new(&format!("kaifong-{community}")) else { return Self(None) };
        let inputs = inputs.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // A tab with another build speaks another language: it is not understood, and storage
            // keeps the two from harm.
            let bytes = event.data().dyn_into::<Uint8Array>().ok();
            if let Some(told) = bytes.and_then(|bytes| decode(&bytes.to_vec())) {
                inputs.send(Input::Told(told));
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Self(Some(Open { channel, _on_message: on_message }))
    }

    /// Tells all other tabs.
    pub(crate) fn tell(&self, told: &Told) {
        if let Some(open) = &self.0 {
            // It only fails for what can't be cloned, or when closed.
            let _ = open.channel.post_message(&Uint8Array::from(encode(told).as_slice()));
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
