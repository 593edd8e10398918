//! What went wrong and a person should know.

use kaifong_domain::bridge::Problem;
use leptos::prelude::*;

use crate::{bridge::Fault, signal::RwSignal};

/// How many problems are kept: the newest ones.
const MOST: usize = 20;

/// The problems told since the page was opened, each once, the newest last.
#[derive(Clone, Copy)]
pub struct Problems {
    told: RwSignal<Vec<Problem>>,
    fault: RwSignal<Option<Fault>>,
    has_stumbled: RwSignal<bool>,
}

impl Problems {
    /// All of them.
    pub fn get(self) -> Vec<Problem> {
        self.told.get()
    }

    /// Why nothing can be heard from the worker.
    pub fn fault(self) -> Option<Fault> {
        self.fault.get()
    }

    /// Whether the worker had to be started again more than once.
    pub fn has_stumbled(self) -> bool {
        self.has_stumbled.get()
    }

    pub(super) fn tell(self, problem: Problem) {
        self.told.update(|told| {
            told.retain(|other| *other != problem);
            told.push(problem);
            if told.len() > MOST {
                told.remove(0);
            }
        });
    }

    pub(super) fn fail(self, fault: Fault) {
        self.fault.set(Some(fault));
    }

    /// The worker has died, and another one is being started.
    pub(super) fn stumbled(self, again: bool) {
        if again {
            self.has_stumbled.set(true);
        }
    }

    /// Everything is saved: what failed before has been made good.
    pub(super) fn writing_works(self) {
        self.settle(|problem| matches!(problem, Problem::WriteFailed(_)));
    }

    /// What was damaged is there again.
    pub(super) fn mended(self) {
        self.settle(|problem| matches!(problem, Problem::Damaged { .. }));
    }

    fn settle(self, is_settled: impl Fn(&Problem) -> bool) {
        if self.told.with_untracked(|told| told.iter().any(&is_settled)) {
            self.told.update(|told| told.retain(|problem| !is_settled(problem)));
        }
    }
}

pub(super) fn provide() {
    provide_context(Problems {
        told: RwSignal::default(),
        fault: RwSignal::new(None),
        has_stumbled: RwSignal::new(false),
    });
}

/// What went wrong.
pub fn use_problems() -> Problems {
    expect_context()
}
