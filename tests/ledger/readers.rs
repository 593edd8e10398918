//! Who reads what (DESIGN §4): said here once more, so that the policy can't excuse itself.

use kaifong_domain::{
    access::{AccessRole, Actor, Team},
    document::DocumentKind,
    id::FamilyId,
};

/// Whether a person may have a document. No captain looks after anybody here.
pub fn may_have(Actor { person, role, teams }: Actor, kind: DocumentKind) -> bool {
    use AccessRole as R;
    let readers: &[R] = match kind {
        DocumentKind::Access | DocumentKind::Erasures | DocumentKind::Commons | DocumentKind::Suggestions(_) => {
            &[R::Admin, R::Coordinator, R::Captain, R::Member, R::Partner]
        }
        DocumentKind::Family(family) if family == FamilyId::of(person) => {
            &[R::Admin, R::Coordinator, R::Captain, R::Member, R::Partner]
        }
        DocumentKind::Family(_) if teams.contains(Team::BookClub) => &[R::Admin, R::Coordinator, R::Captain, R::Member],
        DocumentKind::Family(_) => &[R::Admin, R::Coordinator],
        DocumentKind::Private(other) if other != person => &[R::Admin, R::Coordinator],
        DocumentKind::Private(_) => &[R::Admin, R::Coordinator, R::Captain, R::Member, R::Partner],
        DocumentKind::Roster | DocumentKind::Tasks(_) => &[R::Admin, R::Coordinator, R::Captain, R::Member],
    };
    readers.contains(&role)
}
