//! Who may come in: sign-in links, devices that prove themselves, programs with a token, and from where.

pub mod audit;
pub mod bearer;
pub mod call;
pub mod challenge;
pub mod check_ins;
pub mod documents;
pub mod erase;
pub mod invitations;
pub mod letter;
pub mod limit;
pub mod origin;
pub mod people;
pub mod redeem;
pub mod sign_in_link;
#[cfg(test)]
mod tests;
pub mod token;
