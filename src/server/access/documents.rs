//! `GET /api/<community>/documents`: an integration learns which documents there are.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
};
use kaifong_domain::document::DocumentKind;
use serde::Serialize;

use super::token::{self, NotLetIn};
use crate::{site::Site, slug::Slug, store::Store, store::StoreError};

/// A document that can be synced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its name, such as `tasks-2026`.
    pub name: String,
    /// Its address as automerge-repo writes it: `automerge:` and the id in base58 with a checksum.
    pub url: String,
}

/// The answer: the documents by name.
#[derive(Debug, Serialize)]
pub struct Answer {
    documents: Vec<Listed>,
}

/// Lists a community's documents, by name.
///
/// # Errors
/// The store fails.
pub async fn list(store: &dyn Store, community: &Slug) -> Result<Vec<Listed>, StoreError> {
    let documents = store.documents(community).await?;
    let listed =
        |(name, id): (String, crate::store::DocumentId)| Listed { name, url: format!("automerge:{}", id.to_base58()) };
    // Private ones are for no program, and their names say of whom they are.
    let is_shared = |(name, _): &(String, _)| !DocumentKind::from_name(name).is_some_and(DocumentKind::is_private);
    Ok(documents.into_iter().filter(is_shared).map(listed).collect())
}

type Fresh = [(HeaderName, HeaderValue); 1];

/// Answers the call.
///
/// # Errors
/// See [`NotLetIn`].
pub async fn documents(
    State(site): State<Arc<Site>>,
    Path(community): Path<String>,
    headers: HeaderMap,
) -> Result<(Fresh, Json<Answer>), NotLetIn> {
    let let_in = token::let_in(&site, &community, &headers).await?;
    let documents = list(&*site.store, &let_in.community).await.map_err(|error| {
        site.metrics.store_failed(&error);
        NotLetIn::StoreFailed
    })?;
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(Answer { documents })))
}
