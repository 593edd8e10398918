//! From which web addresses the app may be used: the exact Origin check.
//!
//! A browser sends the page's origin with every socket and every POST; a page of another site must
//! not reach this server with a neighbour's browser. Programs that are no browsers send none.

use std::{fmt, net::IpAddr, str::FromStr};

use axum::http::{HeaderMap, Uri, header, uri::Authority};
use serde::Deserialize;

/// An address such as `https://kaifong.example` or `http://127.0.0.1:8080`, as a browser writes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin(String);

/// The text is not an origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an origin such as https://kaifong.example (scheme and host, without a path)")]
pub struct NotAnOrigin(String);

impl Origin {
    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is reached through TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let refused = || NotAnOrigin(text.into());
        let (scheme, rest) = text.split_once("://").ok_or_else(refused)?;
        let default_port = match scheme {
            "http" => ":80",
            "https" => ":443",
            _ => return Err(refused()),
        };
        let authority: Authority = rest.parse().map_err(|_| refused())?;
        if authority.as_str().contains('@') || authority.host().is_empty() || authority.as_str() != rest {
            return Err(refused());
        }
        // A browser leaves the default port out and writes the host in lower case.
        let host = rest.strip_suffix(default_port).unwrap_or(rest).to_ascii_lowercase();
        Ok(Self(format!("{scheme}://{host}")))
    }
}

impl TryFrom<String> for Origin {
    type Error = NotAnOrigin;

    fn try_from(text: String) -> Result<Self, NotAnOrigin> {
        text.parse()
    }
}

/// The origin of a request is none of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this address is not one at which the app is served; see --public-origin")]
pub struct Foreign;

/// The origins at which the app is served. With none configured these are the loopback addresses,
/// each for itself: what the browser asked for must be where the page comes from.
#[derive(Clone, Debug, Default)]
pub struct Origins(Vec<Origin>);

impl Origins {
    /// With these configured.
    pub fn new(configured: Vec<Origin>) -> Self {
        Self(configured)
    }

    /// Whether people reach the app through TLS.
    pub fn any_https(&self) -> bool {
        self.0.iter().any(Origin::is_https)
    }

    /// The origins for which a proof on this request may have been made: the page's own if a
    /// browser sent the request, and any of ours if no browser did.
    pub fn admit(&self, headers: &HeaderMap) -> Result<Vec<String>, Foreign> {
        let ours = self.ours(headers)?;
        let mut sent = headers.get_all(header::ORIGIN).iter();
        let origin = match (sent.next(), sent.next()) {
            (None, _) => return Ok(ours),
            (Some(origin), None) => origin.to_str().map_err(|_| Foreign)?,
            (Some(_), Some(_)) => return Err(Foreign),
        };
        ours.into_iter().find(|ours| ours == origin).map(|origin| vec![origin]).ok_or(Foreign)
    }

    fn ours(&self, headers: &HeaderMap) -> Result<Vec<String>, Foreign> {
        if !self.0.is_empty() {
            return Ok(self.0.iter().map(Origin::to_string).collect());
        }
        // Only loopback hosts: a name that someone points at 127.0.0.1 (DNS rebinding) is refused.
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).ok_or(Foreign)?;
        let origin: Origin = format!("http://{host}").parse().map_err(|_| Foreign)?;
        if is_loopback(origin.as_str()) { Ok(vec![origin.0]) } else { Err(Foreign) }
    }
}

fn is_loopback(origin: &str) -> bool {
    let Ok(uri) = origin.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}
