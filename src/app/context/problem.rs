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

    /// Everything is saved: what failed before has been made good.
    pub(super) fn writing_works(self) {
        if self.told.with_untracked(|told| told.iter().any(|problem| matches!(problem, Problem::WriteFailed(_)))) {
            self.told.update(|told| told.retain(|problem| !matches!(problem, Problem::WriteFailed(_))));
        }
    }
}

pub(super) fn provide() {
    provide_context(Problems { told: RwSignal::default(), fault: RwSignal::new(None) });
}

/// What went wrong.
pub fn use_problems() -> Problems {
    expect_context()
}
