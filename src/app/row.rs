//! Rows: records as lists and pages show them, made from the community in one pass, so that hundreds
//! of tasks and thousands of claims are no more work than they must be. Rows are compared before
//! anything is drawn again.

pub mod role;
pub mod suggestion;
pub mod task;
