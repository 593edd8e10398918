//! Words for fields, as a refusal names them.

use kaifong_domain::field::Field;

/// What a field is called.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Name => say!(refusal.field_name),
        Field::Title => say!(refusal.field_title),
        Field::Text => say!(refusal.field_text),
        Field::Note => say!(refusal.field_note),
        Field::Kind => say!(refusal.field_kind),
        Field::Place => say!(refusal.field_place),
        Field::Estate => say!(refusal.field_estate),
        Field::Building => say!(refusal.field_building),
        Field::Households => say!(refusal.field_households),
        Field::Phone => say!(refusal.field_phone),
        Field::WeChat => say!(refusal.field_wechat),
        Field::Email => say!(refusal.field_email),
        Field::Unit => say!(refusal.field_unit),
        Field::Guardian => say!(refusal.field_guardian),
        Field::Family => say!(refusal.field_family),
        Field::Child => say!(refusal.field_child),
        Field::Age => say!(refusal.field_age),
        Field::Groups => say!(refusal.field_groups),
        Field::Skills => say!(refusal.field_skills),
        Field::Availability => say!(refusal.field_availability),
        Field::About => say!(refusal.field_about),
        Field::CheckedInAt => say!(refusal.field_checked_in_at),
        Field::Person | Field::By | Field::RaisedBy | Field::CreatedBy => say!(refusal.field_person),
        Field::Captaincy => say!(refusal.field_captaincy),
        Field::Level => say!(refusal.field_level),
        Field::StartsAt | Field::From | Field::First => say!(refusal.field_starts_at),
        Field::EndsAt | Field::To | Field::Last => say!(refusal.field_ends_at),
        Field::Lead => say!(refusal.field_lead),
        Field::Status => say!(refusal.field_status),
        Field::Result => say!(refusal.field_result),
        Field::Series | Field::Task => say!(refusal.field_task),
        Field::Theme => say!(refusal.field_theme),
        Field::Format => say!(refusal.field_format),
        Field::Mode => say!(refusal.field_mode),
        Field::Suggestion => say!(refusal.field_suggestion),
        Field::Role => say!(refusal.field_role),
        Field::Places | Field::Teachers | Field::Helpers => say!(refusal.field_places),
        Field::Minutes | Field::Duration => say!(refusal.field_duration),
        Field::Category => say!(refusal.field_category),
        Field::Source => say!(refusal.field_source),
        Field::Owner => say!(refusal.field_owner),
        Field::Date
        | Field::Weekday
        | Field::Since
        | Field::At
        | Field::ClaimedAt
        | Field::WithdrawnAt
        | Field::SeatedAt
        | Field::PlacedAt
        | Field::RaisedAt
        | Field::CreatedAt => say!(refusal.field_date),
        Field::Removed | Field::Unknown => say!(common.needs_update),
    }
}
