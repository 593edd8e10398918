//! `kaifong integration`: what is printed, and what is kept.

use std::io::{self, Write};

use crate::{
    access::documents,
    cli::IntegrationAction,
    clock,
    config::{Config, ConfigError, Defaults},
    data::{DataError, DataFolder},
    secret::Secret,
    slug::Slug,
    store::{Integration, NameTaken, NewIntegration, NoIntegration, Store, StoreError, sqlite::SqliteStore},
};

/// Why it could not be done.
#[derive(Debug, thiserror::Error)]
pub enum IntegrationError {
    /// The settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The folder.
    #[error(transparent)]
    Data(#[from] DataError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The name is in use.
    #[error("{0:?} is let in already: revoke it first, or choose another name")]
    NameTaken(String, #[source] NameTaken),
    /// There is none of the name.
    #[error("nothing called {0:?} is let in")]
    NoIntegration(String, #[source] NoIntegration),
    /// Nobody reads what is printed.
    #[error("the answer could not be printed")]
    Print(#[from] io::Error),
}

/// Does it, and prints what came of it.
///
/// # Errors
/// See [`IntegrationError`].
pub async fn run(action: IntegrationAction, out: &mut impl Write) -> Result<(), IntegrationError> {
    match action {
        IntegrationAction::Add { name, writes, settings } => {
            let (config, store) = open(settings)?;
            let token = Secret::fresh();
            let integration = NewIntegration {
                community: config.community.clone(),
                name: name.clone(),
                hash: token.hash(),
                writes,
                created_at: clock::now(),
            };
            let added = store.add_integration(integration).await?;
            added.map_err(|taken| IntegrationError::NameTaken(name.clone(), taken))?;
            let may = if writes { "read and write" } else { "read" };
            writeln!(out, "{name} may {may}. Its token, which is shown only now:\n  {token}")?;
            writeln!(out, "An automerge-repo client connects to:\n  {}", address(&config, &token))?;
        }
        IntegrationAction::List(settings) => {
            let (config, store) = open(settings)?;
            for integration in store.integrations(&config.community).await? {
                writeln!(out, "{}", line(&integration))?;
            }
        }
        IntegrationAction::Revoke { name, settings } => {
            let (config, store) = open(settings)?;
            let revoked = store.revoke_integration(&config.community, &name, clock::now()).await?;
            revoked.map_err(|missing| IntegrationError::NoIntegration(name.clone(), missing))?;
            writeln!(out, "The token of {name} no longer works.")?;
        }
        IntegrationAction::Documents(settings) => {
            let (config, store) = open(settings)?;
            known(&store, &config.community).await?;
            for document in documents::list(&store, &config.community).await? {
                writeln!(out, "{:<17} {}", document.name, document.url)?;
            }
        }
    }
    Ok(())
}

fn open(settings: crate::cli::Settings) -> Result<(Config, SqliteStore), IntegrationError> {
    let config = Config::resolve(settings, Defaults::OWN)?;
    let store = SqliteStore::open(&DataFolder::open(&config.data)?.database())?;
    Ok((config, store))
}

async fn known(store: &SqliteStore, community: &Slug) -> Result<(), StoreError> {
    let found = store.community(community).await?;
    found.map(drop).ok_or_else(|| StoreError::UnknownCommunity(community.clone()))
}

/// Where a client connects, with the token as the password: in Node.js it goes into a header.
fn address(config: &Config, token: &Secret) -> String {
    let origin = config.origin(config.listen);
    let (scheme, host) = origin.split_once("://").unwrap_or(("http", &origin));
    let scheme = if scheme == "https" { "wss" } else { "ws" };
    format!("{scheme}://integration:{token}@{host}/sync/{}/integration", config.community)
}

fn line(integration: &Integration) -> String {
    let Integration { name, writes, created_at, last_seen_at, revoked_at } = integration;
    let may = if *writes { "reads and writes" } else { "reads" };
    let seen = last_seen_at.map_or("never connected".into(), |at| format!("last connected {}", at.date()));
    let revoked = revoked_at.map(|at| format!(", revoked {}", at.date())).unwrap_or_default();
    format!("{name:<20} {may}, since {}, {seen}{revoked}", created_at.date())
}
