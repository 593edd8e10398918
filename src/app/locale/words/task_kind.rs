//! Words for kinds of task.

use kaifong_domain::task::TaskKind;

/// What a kind of task is called.
pub fn task_kind(task_kind: TaskKind) -> &'static str {
    match task_kind {
        TaskKind::Activity => say!(tasks.kind_activity),
        TaskKind::Session => say!(tasks.kind_session),
        TaskKind::Post => say!(tasks.kind_post),
        TaskKind::Duty => say!(tasks.kind_duty),
        TaskKind::Work => say!(tasks.kind_work),
        TaskKind::Unknown => say!(common.needs_update),
    }
}
