//! The screens: one a file, each of them a route of [`crate::routes`].

pub mod archive;
pub mod audit;
pub mod building;
pub mod check_in;
pub mod check_ins;
pub mod devices;
pub mod hand_over;
pub mod history;
pub mod invitations;
pub mod join;
pub mod me;
pub mod neighbours;
pub mod not_found;
pub mod opening;
pub mod people;
pub mod person;
pub mod person_form;
pub mod refused;
pub mod suggestion;
pub mod suggestion_form;
pub mod suggestions;
pub mod sync;
pub mod task;
pub mod task_form;
pub mod tasks;
pub mod today;
