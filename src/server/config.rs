//! The server's settings: options before the environment, before the file, before the defaults.
//! (Options and environment come together from [`crate::cli`].)

use std::{
    fs, io,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{access::origin::Origin, cli::Settings, slug::Slug};

/// Settings, complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder that keeps the data.
    pub data: PathBuf,
    /// The community's short name.
    pub community: Slug,
    /// What people call it.
    pub community_name: String,
    /// The addresses at which people open the app; with none, loopback only.
    pub public_origins: Vec<Origin>,
    /// Whether to believe X-Forwarded-For.
    pub behind_proxy: bool,
    /// What to log.
    pub log: String,
}

/// What is used where nothing is said.
#[derive(Clone, Copy, Debug)]
pub struct Defaults {
    /// The folder.
    pub data: &'static str,
    /// The community.
    pub community: &'static str,
    /// Its name; none: the short name.
    pub community_name: Option<&'static str>,
}

impl Defaults {
    /// Of a community of one's own.
    pub const OWN: Self = Self { data: "data", community: "community", community_name: None };
    /// Of the demo.
    pub const DEMO: Self = Self { data: "data/demo", community: "demo", community_name: Some(crate::demo::NAME) };
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the settings file {path} cannot be read")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// The file has a mistake.
    #[error("the settings file {path} has a mistake:\n{cause}")]
    Mistaken {
        /// Which file.
        path: PathBuf,
        /// Where and which, in several lines.
        cause: Box<toml::de::Error>,
    },
}

/// The settings file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    listen: Option<SocketAddr>,
    data: Option<PathBuf>,
    community: Option<Slug>,
    community_name: Option<String>,
    public_origin: Option<OneOrMore>,
    behind_proxy: Option<bool>,
    log: Option<String>,
}

/// `"https://a.example"` or `["https://a.example", "https://b.example"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(Origin),
    More(Vec<Origin>),
}

impl OneOrMore {
    fn into_vec(self) -> Vec<Origin> {
        match self {
            Self::One(origin) => vec![origin],
            Self::More(origins) => origins,
        }
    }
}

impl File {
    fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable { path: path.into(), cause })?;
        toml::from_str(&text).map_err(|cause| ConfigError::Mistaken { path: path.into(), cause: Box::new(cause) })
    }
}

impl Config {
    /// Completes settings from the file that they name, and from the defaults.
    pub fn resolve(settings: Settings, defaults: Defaults) -> Result<Self, ConfigError> {
        let file = settings.config.as_deref().map(File::read).transpose()?.unwrap_or_default();
        let community = settings
            .community
            .or(file.community)
            .unwrap_or_else(|| defaults.community.parse().expect("the default is a slug"));
        let named = settings.community_name.or(file.community_name);
        let named = named.or_else(|| defaults.community_name.map(str::to_owned));
        Ok(Self {
            listen: settings.listen.or(file.listen).unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 8080).into()),
            data: settings.data.or(file.data).unwrap_or_else(|| defaults.data.into()),
            community_name: named.unwrap_or_else(|| community.to_string()),
            community,
            public_origins: settings
                .public_origin
                .or_else(|| file.public_origin.map(OneOrMore::into_vec))
                .unwrap_or_default(),
            behind_proxy: settings.behind_proxy.or(file.behind_proxy).unwrap_or(false),
            log: settings.log.or(file.log).unwrap_or_else(|| "info".into()),
        })
    }

    /// The address to print: where people open the app, or else where the server listens.
    pub fn origin(&self, listening: SocketAddr) -> String {
        self.public_origins.first().map_or_else(|| format!("http://{}", reachable(listening)), Origin::to_string)
    }
}

/// Where a program on this machine reaches a server that listens there.
pub fn reachable(mut listening: SocketAddr) -> SocketAddr {
    if listening.ip().is_unspecified() {
        listening.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    listening
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Resolves settings with this file.
    fn resolve(file: &str, settings: Settings) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kaifong.toml");
        fs::write(&path, file).unwrap();
        Config::resolve(Settings { config: Some(path), ..settings }, Defaults::OWN)
    }

    #[test]
    fn without_settings_a_community_is_served_on_this_machine() {
        let config = Config::resolve(Settings::default(), Defaults::OWN).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!((config.data.as_path(), config.community_name.as_str()), (Path::new("data"), "community"));
        assert_eq!(config.origin(config.listen), "http://127.0.0.1:8080");
        let demo = Config::resolve(Settings::default(), Defaults::DEMO).unwrap();
        assert_eq!((demo.data.as_path(), demo.community.as_str()), (Path::new("data/demo"), "demo"));
    }

    #[test]
    fn an_option_counts_before_the_file_and_the_file_before_the_default() {
        let file = "listen = '0.0.0.0:9000'\ncommunity = 'riverside'\npublic-origin = 'https://a.example'\n";
        let option = Settings { listen: Some("127.0.0.1:7000".parse().unwrap()), ..Settings::default() };
        let config = resolve(file, option).unwrap();
        assert_eq!(config.listen.port(), 7000);
        assert_eq!((config.community.as_str(), config.log.as_str()), ("riverside", "info"));
        assert_eq!(config.community_name, "riverside");
        assert_eq!(config.origin(config.listen), "https://a.example");
    }

    #[test]
    fn a_mistake_in_the_file_is_named() {
        for (file, expected) in [
            ("lisen = '0.0.0.0:9000'", "unknown field `lisen`"),
            ("[server]\nlisten = '0.0.0.0:9000'", "unknown field `server`"),
            ("listen = 'here'", "invalid socket address"),
            ("community = 'River Side'", "1 to 32 of a-z"),
            ("listen = ", "line 1"),
        ] {
            let error = resolve(file, Settings::default()).unwrap_err().to_string();
            assert!(error.contains(expected), "{file}: {error}");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let settings = Settings { config: Some("nowhere.toml".into()), ..Settings::default() };
        let error = Config::resolve(settings, Defaults::OWN).unwrap_err().to_string();
        assert_eq!(error, "the settings file nowhere.toml cannot be read");
    }

    #[test]
    fn origins_can_be_one_or_more() {
        let config =
            resolve("public-origin = ['https://a.example', 'https://b.example']", Settings::default()).unwrap();
        assert_eq!(config.public_origins.len(), 2);
    }
}
