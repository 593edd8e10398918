//! What residents without an account can do: make a suggestion, with a photo, and follow how far it comes.

mod code;
pub mod follow;
pub mod limit;
mod photo;
pub mod picture;
pub mod review;
pub mod send;
mod spam;
