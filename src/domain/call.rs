//! HTTP calls: what a signed-in phone asks of the community's server by itself and not through a document, because the
//! server alone holds it: who may come in, and what was done about that. The bodies are JSON; these types are both ends
//! of it.

use serde::{Deserialize, Serialize};

pub mod access;
pub mod audit;
pub mod check_in;
pub mod intake;
pub mod invitation;

coded! {
    /// Why a call was not answered as one would like. The codes stand in the body of a refusal: a code that has been
    /// used is never given another meaning.
    CallRefusal {
        /// There is no line to the server. Never said by a server.
        Offline = "offline",
        /// No bearer was shown, or none that works.
        NoBearer = "no-bearer",
        /// It is not for this person to do.
        NotAllowed = "not-allowed",
        /// There is no such thing, or no more.
        NotFound = "not-found",
        /// Somebody must remain who can let others in.
        LastAdmin = "last-admin",
        /// Somebody else has settled it meanwhile.
        Settled = "settled",
        /// The device has a key that was known before: it needs a new one.
        DeviceRevoked = "device-revoked",
        /// Too many at once.
        TooMany = "too-many-requests",
        /// The request makes no sense.
        BadRequest = "bad-request",
        /// The server can't do it now.
        Unavailable = "unavailable",
        /// There are no words, or too many.
        BadWords = "bad-words",
        /// The photo is none.
        BadPhoto = "bad-photo",
        /// It is more than may be sent.
        TooLarge = "too-large",
        /// There is no room for more photos.
        NoRoom = "no-room",
    }
}

/// How a call is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Method {
    /// Asks.
    Get,
    /// Does something.
    Post,
}

/// A call, as a page gives it to its worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// How it is made.
    pub method: Method,
    /// The path behind `/api/<community>/`, with its query.
    pub path: String,
    /// The body as JSON; empty if there is none.
    pub body: String,
}

/// Codes instead of names, so that a variant that this side does not know does not make the rest unreadable.
pub mod role_code {
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::access::AccessRole;

    /// Writes the code.
    pub fn serialize<S: Serializer>(role: &AccessRole, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(role.code())
    }

    /// Reads the code.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<AccessRole, D::Error> {
        Ok(AccessRole::from_code(&String::deserialize(deserializer)?))
    }
}

/// Teams as a list of their codes. One that this side does not know is refused: what is a list of all teams would
/// take it away.
pub mod team_codes {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use crate::access::{Team, Teams};

    /// Writes the codes.
    pub fn serialize<S: Serializer>(teams: &Teams, serializer: S) -> Result<S::Ok, S::Error> {
        teams.iter().map(Team::code).collect::<Vec<_>>().serialize(serializer)
    }

    /// Reads the codes.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Teams, D::Error> {
        let teams: Vec<Team> =
            Vec::<String>::deserialize(deserializer)?.iter().map(|code| Team::from_code(code)).collect();
        if teams.contains(&Team::Unknown) { Err(D::Error::custom("an unknown team")) } else { Ok(Teams::of(teams)) }
    }
}
