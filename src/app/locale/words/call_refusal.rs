//! Words for why the server did not do what it was asked.

use kaifong_domain::call::CallRefusal;

/// Why not, in a sentence.
pub fn call_refusal(why: CallRefusal) -> &'static str {
    match why {
        CallRefusal::Offline => say!(access.offline),
        CallRefusal::NotAllowed => say!(access.not_allowed),
        CallRefusal::NotFound => say!(access.not_found),
        CallRefusal::LastAdmin => say!(access.last_admin),
        CallRefusal::Settled => say!(access.settled),
        CallRefusal::TooMany => say!(access.too_many),
        CallRefusal::BadRequest | CallRefusal::BadWords | CallRefusal::BadPhoto | CallRefusal::TooLarge => {
            say!(access.bad_request)
        }
        CallRefusal::DeviceRevoked => say!(join.device_revoked),
        CallRefusal::NoBearer | CallRefusal::NoRoom | CallRefusal::Unavailable | CallRefusal::Unknown => {
            say!(access.unavailable)
        }
    }
}
