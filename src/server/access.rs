//! Who may come in: sign-in links, devices that prove themselves, and from where.

pub mod challenge;
pub mod limit;
pub mod origin;
pub mod redeem;
pub mod sign_in_link;
#[cfg(test)]
mod tests;
