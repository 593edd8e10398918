//! Words for refusals: what is the matter, and what one can do.

use kaifong_domain::{record::Collection, refusal::Refusal, suggestion::Status};

use super::field::field as named;

/// Why not, in a sentence.
pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::SignedOut => say!(refusal.signed_out).into(),
        Refusal::NotAllowed => say!(refusal.not_allowed).into(),
        Refusal::NotYours => say!(refusal.not_yours).into(),
        Refusal::NotFound { of } => not_found(of).into(),
        Refusal::IdTaken => say!(refusal.id_taken).into(),
        Refusal::Missing { field } => say!(refusal.missing, field = named(field)),
        Refusal::TooMuch { field, most } => {
            say!(refusal.too_much, field = named(field), most = most.to_string())
        }
        Refusal::TooLittle { field, least } => {
            say!(refusal.too_little, field = named(field), least = least.to_string())
        }
        Refusal::NeedsUpdate { field } => say!(refusal.needs_update, field = named(field)),
        Refusal::EndsBeforeStart => say!(refusal.ends_before_start).into(),
        Refusal::TaskClosed => say!(refusal.task_closed).into(),
        Refusal::AlreadyClaimed => say!(refusal.already_claimed).into(),
        Refusal::NoSuchMove { .. } => say!(refusal.no_such_move).into(),
        Refusal::NoteNeeded { to: Status::Declined } => say!(refusal.note_needed_declined).into(),
        Refusal::NoteNeeded { .. } => say!(refusal.note_needed).into(),
        Refusal::NoSession => say!(refusal.no_session).into(),
        Refusal::ClockFarOff => say!(refusal.clock_far_off).into(),
        Refusal::ReadOnly => say!(refusal.read_only).into(),
        Refusal::Fault => say!(refusal.fault).into(),
        Refusal::Arriving => say!(refusal.arriving).into(),
        Refusal::Erased => say!(refusal.erased).into(),
        Refusal::Oneself => say!(refusal.oneself).into(),
    }
}

fn not_found(of: Collection) -> &'static str {
    match of {
        Collection::People => say!(refusal.no_person),
        Collection::Estates | Collection::Buildings => say!(refusal.no_building),
        Collection::Series | Collection::Tasks | Collection::Roles => say!(refusal.no_task),
        Collection::Suggestions => say!(refusal.no_suggestion),
        Collection::Families => say!(refusal.no_family),
        Collection::Children => say!(refusal.no_child),
        Collection::Profile
        | Collection::Captaincies
        | Collection::Claims
        | Collection::Events
        | Collection::Comments
        | Collection::Devices
        | Collection::Contacts
        | Collection::Erasures
        | Collection::Enrolments
        | Collection::Endorsements
        | Collection::Unknown => say!(refusal.no_record),
    }
}
