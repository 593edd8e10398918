//! Who reads what (DESIGN §4): said here once more, so that the policy can't excuse itself.

use kaifong_domain::{
    access::{AccessRole, Actor},
    document::DocumentKind,
};

/// Whether a person may have a document. No captain looks after anybody here.
pub fn may_have(Actor { person, role }: Actor, kind: DocumentKind) -> bool {
    use AccessRole as R;
    let readers: &[R] = match kind {
        DocumentKind::Access | DocumentKind::Erasures | DocumentKind::Commons | DocumentKind::Suggestions(_) => {
            &[R::Admin, R::Coordinator, R::Captain, R::Member, R::Partner]
        }
        DocumentKind::Private(other) if other != person => &[R::Admin, R::Coordinator],
        DocumentKind::Private(_) => &[R::Admin, R::Coordinator, R::Captain, R::Member, R::Partner],
        DocumentKind::Roster | DocumentKind::Tasks(_) => &[R::Admin, R::Coordinator, R::Captain, R::Member],
    };
    readers.contains(&role)
}
