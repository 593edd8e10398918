//! The coloured letter that stands for a person.

use kaifong_domain::id::PersonId;
use leptos::prelude::*;

use crate::{
    locale::name::{hue, monogram},
    markup::view,
};

const HUES: [&str; 8] = [
    "avatar avatar-0",
    "avatar avatar-1",
    "avatar avatar-2",
    "avatar avatar-3",
    "avatar avatar-4",
    "avatar avatar-5",
    "avatar avatar-6",
    "avatar avatar-7",
];

/// Draws a person's avatar.
pub fn avatar(person: PersonId, name: &str) -> AnyView {
    view! { <span class=HUES[hue(person)] aria-hidden="true">{monogram(name)}</span> }.into_any()
}
