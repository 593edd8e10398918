//! Words for coded values: one exhaustive match for each enum. What only a newer version knows
//! reads as "needs an update".

pub mod access_role;
pub mod age_band;
pub mod archive_error;
pub mod call_refusal;
pub mod category;
pub mod cause;
pub mod command;
pub mod document;
pub mod field;
pub mod format;
pub mod group;
pub mod join_error;
pub mod level;
pub mod line;
pub mod mode;
pub mod refusal;
pub mod role_name;
pub mod seat;
pub mod source;
pub mod status;
pub mod task_kind;
pub mod task_status;
pub mod team;
pub mod theme;
pub mod value;
