//! How often strangers may try something.
//!
//! A secret of 256 bits cannot be guessed; its limit keeps a flood of attempts from taking the
//! store away from everybody else, and is wide enough for a hall full of phones behind one address. A short code can be
//! guessed by whoever may try often enough, so few may be tried; and few may ask to be let in.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};

/// What is allowed: this many at once, then one in each period.
#[derive(Clone, Copy)]
struct Allowed {
    burst: NonZeroU32,
    every: Duration,
}

impl Allowed {
    const fn new(burst: u32, every: Duration) -> Self {
        Self { burst: NonZeroU32::new(burst).expect("something is allowed"), every }
    }

    fn quota(self) -> Quota {
        Quota::with_period(self.every).expect("a period is longer than nothing").allow_burst(self.burst)
    }
}

/// When more addresses than this are remembered, those that have recovered are forgotten.
const REMEMBERED: usize = 10_000;

/// Limits attempts per address and in total.
pub struct Limit {
    per_address: DefaultKeyedRateLimiter<IpAddr>,
    in_total: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

/// Too many attempts: try again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts")]
pub struct TooMany(pub Duration);

impl Limit {
    /// Of signing in with a secret.
    pub fn of_secrets() -> Self {
        Self::new(Allowed::new(60, Duration::from_secs(1)), Allowed::new(200, Duration::from_millis(50)))
    }

    /// Of short codes: in total one a second, whatever the number of addresses.
    pub fn of_codes() -> Self {
        Self::new(Allowed::new(10, Duration::from_secs(10)), Allowed::new(60, Duration::from_secs(1)))
    }

    /// Of requests to be let in.
    pub fn of_check_ins() -> Self {
        Self::new(Allowed::new(20, Duration::from_secs(60)), Allowed::new(100, Duration::from_secs(5)))
    }

    fn new(per_address: Allowed, in_total: Allowed) -> Self {
        Self {
            per_address: RateLimiter::keyed(per_address.quota()),
            in_total: RateLimiter::direct(in_total.quota()),
            clock: DefaultClock::default(),
        }
    }

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
