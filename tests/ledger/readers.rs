//! Who reads what (DESIGN §4): said here once more, so that the policy can't excuse itself.

use kaifong_domain::{access::AccessRole, document::DocumentKind};

/// Whether a person in this role may have a document.
pub fn may_have(role: AccessRole, kind: DocumentKind) -> bool {
    use AccessRole as R;
    let readers: &[R] = match kind {
        DocumentKind::Access | DocumentKind::Commons | DocumentKind::Suggestions(_) => {
            &[R::Admin, R::Coordinator, R::Captain, R::Member, R::Partner]
        }
        DocumentKind::Roster | DocumentKind::Tasks(_) => &[R::Admin, R::Coordinator, R::Captain, R::Member],
    };
    readers.contains(&role)
}
