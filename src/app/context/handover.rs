//! Hand-over without a server: what was packed here, what somebody offers, what is carried for others.

use kaifong_domain::{
    bridge::ToPage,
    handover::{Carried, LetterError, Offered, PackError, Packed, Reading},
};
use leptos::prelude::*;

use crate::signal::RwSignal;

/// How hand-overs stand.
#[derive(Clone, Copy)]
pub struct Handover {
    packed: RwSignal<Option<Result<Packed, PackError>>>,
    reading: RwSignal<Option<Reading>>,
    offered: RwSignal<Option<Result<Vec<Offered>, LetterError>>>,
    carried: RwSignal<Vec<Carried>>,
}

impl Handover {
    /// What was last packed.
    pub fn packed(self) -> Option<Result<Packed, PackError>> {
        self.packed.get()
    }

    /// How far the codes of somebody's hand-over have been read.
    pub fn reading(self) -> Option<Reading> {
        self.reading.get()
    }

    /// What somebody offers.
    pub fn offered(self) -> Option<Result<Vec<Offered>, LetterError>> {
        self.offered.get()
    }

    /// What is carried for others.
    pub fn carried(self) -> Vec<Carried> {
        self.carried.get()
    }

    /// Puts away what was offered, and how far codes have been read.
    pub fn put_away(self) {
        self.offered.set(None);
        self.reading.set(None);
    }

    /// Takes in the worker's word.
    pub(super) fn hear(self, message: ToPage) {
        match message {
            ToPage::Packed(packed) => self.packed.set(Some(packed)),
            ToPage::Scanning(reading) => self.reading.set(Some(reading)),
            ToPage::Offered(offered) => {
                self.reading.set(None);
                self.offered.set(Some(offered));
            }
            ToPage::Carried(carried) => self.carried.set(carried),
            _ => {}
        }
    }
}

pub(super) fn provide() {
    let (packed, reading) = (RwSignal::new(None), RwSignal::new(None));
    provide_context(Handover { packed, reading, offered: RwSignal::new(None), carried: RwSignal::default() });
}

/// How hand-overs stand.
pub fn use_handover() -> Handover {
    expect_context()
}
