//! Words for why a saved change could not stay.

use kaifong_domain::{refused::Cause, rejection::Rejection};

use super::refusal::refusal;

/// Why not, in a sentence or two.
pub fn cause(cause: Cause) -> String {
    match cause {
        Cause::Lost(why) => say!(refused.lost, reason = refusal(why)),
        Cause::Overtaken(why) => refusal(why),
        Cause::Rejected(why) => rejection(why).into(),
        Cause::AccessLost => say!(refused.access_lost).into(),
    }
}

fn rejection(why: Rejection) -> &'static str {
    match why {
        Rejection::NotAllowed => say!(refused.not_allowed),
        Rejection::AnotherAuthor => say!(refused.another_author),
        Rejection::Clock => say!(refused.clock),
        Rejection::TooLarge => say!(refused.too_large),
        Rejection::NumberTaken
        | Rejection::Shape
        | Rejection::Malformed
        | Rejection::RestsOnRejected
        | Rejection::Incomplete
        | Rejection::Unknown => say!(refused.unfit),
    }
}
