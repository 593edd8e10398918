//! Words for what stands in a field, as a card or a history tells it.

use std::collections::BTreeSet;

use kaifong_domain::{
    captaincy::Level,
    child::AgeBand,
    field::Field,
    person::Group,
    record::Collection,
    suggestion::{Category, Source, Status},
    task::{Format, Mode, TaskKind, TaskStatus, Theme},
    time::Timestamp,
    value::{FieldValue, Value},
};
use leptos::prelude::Get;

use super::{
    age_band::age_band, category::category, format::format as format_word, group::group, level::level, mode::mode,
    role_name::role_name, source::source, status::status, task_kind::task_kind, task_status::task_status, theme::theme,
};
use crate::{
    component::{building_picker::building_name, person_chip::name_of},
    context::{clock::use_today, community::use_community},
    locale::format,
};

/// What stands in a field of a collection's record.
pub fn value(collection: Collection, field: Field, value: &Value) -> String {
    match value {
        Value::Nothing => say!(history.nothing).into(),
        Value::Text(text) | Value::Long(text) if text.is_empty() => say!(history.nothing).into(),
        Value::Text(code) => coded(collection, field, code),
        Value::Long(text) => text.clone(),
        Value::Int(number) => counted(field, *number),
        Value::Set(items) => set(field, items),
        Value::Bool(_) => say!(common.needs_update).into(),
    }
}

fn coded(collection: Collection, field: Field, code: &str) -> String {
    match field {
        Field::Status if collection == Collection::Tasks => task_status(TaskStatus::from_code(code)).into(),
        Field::Status | Field::From | Field::To => status(Status::from_code(code)).into(),
        Field::Kind => task_kind(TaskKind::from_code(code)).into(),
        Field::Mode => mode(Mode::from_code(code)).into(),
        Field::Theme => theme(Theme::from_code(code)).into(),
        Field::Format => format_word(Format::from_code(code)).into(),
        Field::Category => category(Category::from_code(code)).into(),
        Field::Source => source(Source::from_code(code)).into(),
        Field::Level => level(Level::from_code(code)).into(),
        Field::Age => age_band(AgeBand::from_code(code)).into(),
        Field::Series | Field::Child | Field::Family => called(field, code),
        Field::Building => {
            let id = code.parse().ok();
            let name = use_community().with(|community| building_name(community, id));
            if name.is_empty() { say!(refusal.no_building).into() } else { name }
        }
        Field::Lead | Field::Owner | Field::Person | Field::By | Field::RaisedBy | Field::CreatedBy => {
            code.parse().map_or_else(|_| say!(neighbours.unknown_person).into(), name_of)
        }
        Field::Captaincy => {
            let of = |id| use_community().with(|community| Some(community.captaincies.get(&id)?.person));
            let person = code.parse().ok().and_then(of);
            person.map_or_else(|| say!(neighbours.unknown_person).into(), name_of)
        }
        Field::Name if collection == Collection::Roles => role_name(code),
        Field::Unknown => say!(common.needs_update).into(),
        _ => code.to_owned(),
    }
}

/// What a record is called that another one names.
fn called(field: Field, code: &str) -> String {
    let Ok(id) = uuid::Uuid::try_parse(code) else { return code.to_owned() };
    let name = use_community().with(|community| match field {
        Field::Series => community.series.get(&id.into()).map(|series| series.title.clone()),
        Field::Child => community.children.get(&id.into()).map(|child| child.name.clone()),
        _ => community.families.get(&id.into()).map(|family| family.guardian.clone()),
    });
    name.unwrap_or_else(|| say!(refusal.no_record).into())
}

fn counted(field: Field, number: i64) -> String {
    match field {
        Field::Unknown => say!(common.needs_update).into(),
        Field::Places | Field::Households | Field::Duration | Field::Minutes | Field::Teachers | Field::Helpers => {
            number.to_string()
        }
        _ => format::day_and_time(Timestamp(number), use_today().get()),
    }
}

fn set(field: Field, items: &BTreeSet<String>) -> String {
    if items.is_empty() {
        return say!(history.nothing).into();
    }
    let word = |item: &String| match field {
        Field::Groups => group(Group::from_code(item)).to_owned(),
        _ => item.clone(),
    };
    format::list(&items.iter().map(word).collect::<Vec<_>>())
}

/// Whether a value is one that this version knows, and so may choose.
pub fn is_known(field: Field, value: &Value) -> bool {
    let Value::Text(code) = value else { return true };
    match field {
        Field::Kind => TaskKind::from_code(code).is_known(),
        Field::Mode => Mode::from_code(code).is_known(),
        Field::Category => Category::from_code(code).is_known(),
        Field::Level => Level::from_code(code).is_known(),
        Field::Age => AgeBand::from_code(code).is_known(),
        Field::Status => TaskStatus::from_code(code).is_known(),
        _ => true,
    }
}
