//! Words for documents, for those who look after the community's data.

use kaifong_domain::document::DocumentKind;

/// What a document holds.
pub fn document(document: DocumentKind) -> String {
    match document {
        DocumentKind::Commons => say!(sync.document_commons).into(),
        DocumentKind::Roster => say!(sync.document_roster).into(),
        DocumentKind::Access => say!(sync.document_access).into(),
        DocumentKind::Erasures => say!(sync.document_erasures).into(),
        DocumentKind::Private(_) => say!(sync.document_private).into(),
        DocumentKind::Family(_) => say!(sync.document_family).into(),
        DocumentKind::Tasks(year) => say!(sync.document_tasks, year = year.to_string()),
        DocumentKind::Suggestions(year) => say!(sync.document_suggestions, year = year.to_string()),
    }
}
