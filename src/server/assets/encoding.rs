//! Which encoding a browser wants (RFC 9110, section 12.5.3).

use axum::http::{HeaderMap, header};

/// An encoding that the build makes. Those that are smaller stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
    /// None at all.
    Identity,
}

impl Encoding {
    pub(super) const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// What the file's name gets behind it.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// The name in headers; none for what is not encoded.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }

    /// Whether this path is a file in this encoding, beside the file itself.
    pub(super) fn is_of(self, path: &str) -> bool {
        self != Self::Identity && path.ends_with(self.suffix())
    }
}

/// The smallest of the encodings at hand that the browser accepts. What is not encoded is always
/// acceptable to us: a browser that refuses even that gets it all the same.
pub(super) fn best(request: &HeaderMap, at_hand: impl Iterator<Item = Encoding>) -> Encoding {
    let accepted = |encoding: &Encoding| encoding.name().is_some_and(|name| accepts(request, name));
    at_hand.filter(accepted).min().unwrap_or(Encoding::Identity)
}

fn accepts(request: &HeaderMap, name: &str) -> bool {
    let sent = request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut any = false;
    for item in sent.flat_map(|value| value.split(',')) {
        let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        let wanted = weight.is_ok_and(|weight| weight > 0.0);
        match coding.trim() {
            coding if coding.eq_ignore_ascii_case(name) => return wanted,
            "*" => any = wanted,
            _ => {}
        }
    }
    any
}
