//! Words for how far a task is.

use kaifong_domain::task::TaskStatus;

/// What a task's status is called.
pub fn task_status(task_status: TaskStatus) -> &'static str {
    match task_status {
        TaskStatus::Open => say!(tasks.status_open),
        TaskStatus::Done => say!(tasks.status_done),
        TaskStatus::Cancelled => say!(tasks.status_cancelled),
        TaskStatus::Unknown => say!(common.needs_update),
    }
}
