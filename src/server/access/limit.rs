//! How often one may try to sign in.
//!
//! A secret of 256 bits cannot be guessed; the limit keeps a flood of attempts from taking the
//! store away from everybody else. It is wide enough for a hall full of phones behind one address.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

/// Attempts from one address: this many at once, then one a second.
const BURST_PER_ADDRESS: NonZeroU32 = NonZeroU32::new(60).expect("60 is not zero");
const SECOND: NonZeroU32 = NonZeroU32::new(1).expect("1 is not zero");

/// Attempts in total: this many at once, then twenty a second.
const BURST_IN_TOTAL: NonZeroU32 = NonZeroU32::new(200).expect("200 is not zero");
const IN_TOTAL: NonZeroU32 = NonZeroU32::new(20).expect("20 is not zero");

/// When more addresses than this are remembered, those that have recovered are forgotten.
const REMEMBERED: usize = 10_000;

/// Limits attempts per address and in total.
pub struct SignInLimit {
    per_address: DefaultKeyedRateLimiter<IpAddr>,
    in_total: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

/// Too many attempts: try again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts")]
pub struct TooMany(pub Duration);

impl Default for SignInLimit {
    fn default() -> Self {
        Self {
            per_address: RateLimiter::keyed(Quota::per_second(SECOND).allow_burst(BURST_PER_ADDRESS)),
            in_total: RateLimiter::direct(Quota::per_second(IN_TOTAL).allow_burst(BURST_IN_TOTAL)),
            clock: DefaultClock::default(),
        }
    }
}

impl SignInLimit {
    /// Counts an attempt from an address.
    pub fn admit(&self, address: IpAddr) -> Result<(), TooMany> {
        if self.per_address.len() > REMEMBERED {
            self.per_address.retain_recent();
        }
        let now = self.clock.now();
        self.per_address.check_key(&household(address)).map_err(|until| TooMany(until.wait_time_from(now)))?;
        self.in_total.check().map_err(|until| TooMany(until.wait_time_from(now)))
    }
}

/// One IPv6 subscriber has a whole /64, so its addresses count as one.
pub(crate) fn household(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => v4.into(),
            None => Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX)).into(),
        },
    }
}
