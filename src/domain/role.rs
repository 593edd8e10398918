//! Roles within a task: what there is to do, and for how many.

use crate::id::TaskId;

/// The most roles that a task can be given.
pub const MOST_ROLES: usize = 20;

record! {
    /// A role with places to fill.
    TaskRole(RoleId)
    fixed {
        /// In which task.
        task: TaskId as Task,
    }
    TaskRoleEdit {
        /// What it is called.
        name: String as Name in 1..=40 => MATTERS,
        /// How many people it needs.
        places: u32 as Places in 1..=500 => MATTERS,
    }
}
