//! Making the demo community in a store, and letting people in.

use kaifong_domain::{
    access::{Team, Teams},
    time::Timestamp,
};
use kaifong_replica::schema::DocumentId;

use super::{NAME, Script, SignIn, play};
use crate::{
    access::sign_in_link::{self, DAYS, SignInLink},
    slug::Slug,
    store::{AccessChange, Append, By, Store, StoreError},
};

/// What the demo is made from: another seed is another community.
const SEED: u64 = 1_921;

/// The demo can't be made.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The script can't be played.
    #[error(transparent)]
    Play(#[from] play::PlayError),
}

/// Makes the demo community unless it is there.
///
/// # Errors
/// See [`FoundError`]; a demo that was half made is made again from its beginning.
pub async fn found(store: &dyn Store, community: &Slug, now: Timestamp) -> Result<(), FoundError> {
    if store.community(community).await?.is_some() && store.has_people(community).await? {
        return Ok(());
    }
    let script = script(store, community, now).await?;
    eprintln!(
        "Making the demo community: a year, told in {} steps by {} people …",
        script.steps.len(),
        script.roles.len()
    );
    fill(store, community, &script, now).await
}

/// A fresh sign-in link for each person whom one can sign in as.
///
/// # Errors
/// The store failed.
pub async fn let_in(
    store: &dyn Store,
    origin: &str,
    community: &Slug,
    now: Timestamp,
) -> Result<Vec<(SignIn, SignInLink)>, StoreError> {
    let mut links = Vec::new();
    for sign_in in script(store, community, now).await?.sign_ins {
        let person = (sign_in.person, sign_in.role);
        let link = sign_in_link::make(store, origin, community, person, now, DAYS).await?;
        links.push((sign_in, link));
    }
    Ok(links)
}

/// The script, as it was for the day on which the demo was made: it names the same people ever after.
async fn script(store: &dyn Store, community: &Slug, now: Timestamp) -> Result<Script, StoreError> {
    let made = store.community(community).await?;
    let day = made.map_or(now, |community| community.created_at).date();
    Ok(super::script(day, SEED))
}

/// People come last: a community with people is a community that was made to its end.
async fn fill(store: &dyn Store, community: &Slug, script: &Script, now: Timestamp) -> Result<(), FoundError> {
    if store.community(community).await?.is_none() {
        store.add_community(community, NAME, now).await?;
    }
    let stored = store.load(community).await?;
    let documents = play::play(script)?;
    let missing = documents.into_iter().filter(|(kind, _)| stored.iter().all(|document| document.kind != kind.name()));
    let append = |(kind, document): (_, kaifong_replica::document::Document)| Append {
        community: community.clone(),
        document: DocumentId::of(community.as_str(), kind),
        kind: kind.name(),
        chunk: document.save(),
        accepted_at: now,
        changes: vec![],
    };
    store.append(missing.map(append).collect()).await?;
    for (person, role) in &script.roles {
        store.add_person(community, *person, *role, now).await?;
    }
    let (club, by) = (Teams::of([Team::BookClub]), By { who: None, at: now });
    for person in &script.club {
        let joins = store.change_access(community, AccessChange::SetTeams(*person, club), by).await?;
        joins.expect("they have just been added");
    }
    Ok(())
}
