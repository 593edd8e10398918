//! How much residents may send, and how often they may ask. Wide enough for many neighbours behind one address, as
//! behind a mobile network's; and for as much as people can look at.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

use crate::access::limit::{TooMany, household};

/// When more addresses than this are remembered, those that have recovered are forgotten.
const REMEMBERED: usize = 10_000;

const fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).expect("no limit is zero")
}

fn quota(every: Duration, burst: u32) -> Quota {
    Quota::with_period(every).expect("no period is zero").allow_burst(number(burst))
}

/// What comes from one address, and from all together.
struct Counter {
    per_address: DefaultKeyedRateLimiter<IpAddr>,
    in_total: DefaultDirectRateLimiter,
}

impl Counter {
    fn new(per_address: Quota, in_total: Quota) -> Self {
        Self { per_address: RateLimiter::keyed(per_address), in_total: RateLimiter::direct(in_total) }
    }

    fn admit(&self, address: IpAddr) -> Result<(), TooMany> {
        if self.per_address.len() > REMEMBERED {
            self.per_address.retain_recent();
        }
        let now = DefaultClock::default().now();
        self.per_address.check_key(&household(address)).map_err(|until| TooMany(until.wait_time_from(now)))?;
        self.in_total.check().map_err(|until| TooMany(until.wait_time_from(now)))
    }
}

/// The limits of the intake.
pub struct IntakeLimit {
    sent: Counter,
    asked: Counter,
    seen: Counter,
    /// More new suggestions than this from one address are looked at before anybody sees them.
    unseen: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for IntakeLimit {
    fn default() -> Self {
        let second = Duration::from_secs(1);
        Self {
            // Sending the same again counts too: a browser that has no answer waits before it tries again.
            sent: Counter::new(quota(second * 10, 20), quota(second, 100)),
            asked: Counter::new(quota(second * 2, 30), quota(second / 10, 200)),
            seen: Counter::new(quota(second / 5, 100), quota(second / 50, 500)),
            unseen: RateLimiter::keyed(quota(second * 600, 5)),
        }
    }
}

impl IntakeLimit {
    /// Counts something that is sent.
    ///
    /// # Errors
    /// It is too much.
    pub(super) fn send(&self, address: IpAddr) -> Result<(), TooMany> {
        self.sent.admit(address)
    }

    /// Counts a question with a code.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn ask(&self, address: IpAddr) -> Result<(), TooMany> {
        self.asked.admit(address)
    }

    /// Counts a look at a photo.
    ///
    /// # Errors
    /// There are too many.
    pub(super) fn look(&self, address: IpAddr) -> Result<(), TooMany> {
        self.seen.admit(address)
    }

    /// Whether so many come from an address that somebody should look at them first.
    pub(super) fn is_much(&self, address: IpAddr) -> bool {
        if self.unseen.len() > REMEMBERED {
            self.unseen.retain_recent();
        }
        self.unseen.check_key(&household(address)).is_err()
    }
}
