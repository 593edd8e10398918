//! The page's clock.

use std::time::Duration;

use jiff::civil::Date;
use kaifong_domain::time::Timestamp;
use leptos::prelude::*;

use crate::{memo::Memo, signal::RwSignal};

/// How often the clock moves on for what is shown.
const BEAT: Duration = Duration::from_secs(30);

#[derive(Clone, Copy)]
struct Clock {
    moment: RwSignal<Timestamp>,
    today: Memo<Date>,
}

/// This moment.
pub fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

pub(super) fn provide() {
    let moment = RwSignal::new(now());
    let today = Memo::new(move || moment.get().date());
    provide_context(Clock { moment, today });
    let beat = move || moment.set(now());
    set_interval(beat, BEAT);
    // A phone's timers stand still while it sleeps.
    window_event_listener_untyped("visibilitychange", move |_| beat());
    window_event_listener_untyped("focus", move |_| beat());
}

/// Today's day in the community; moves on at midnight.
pub fn use_today() -> Signal<Date> {
    expect_context::<Clock>().today.into()
}

/// This moment, moving on every half minute: for what is told as "5 minutes ago".
pub fn use_moment() -> Signal<Timestamp> {
    expect_context::<Clock>().moment.into()
}
