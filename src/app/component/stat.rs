//! A figure with what it counts.

use leptos::prelude::*;

use crate::{locale::format, markup::view};

/// Draws a figure; it leads to `href`, where one sees what was counted.
pub fn stat(value: usize, label: impl Into<String>, href: &'static str) -> AnyView {
    let label: String = label.into();
    view! {
        <a class="stat" href=href>
            <span class="stat-value">{format::number(value)}</span>
            <span class="stat-label">{label}</span>
        </a>
    }
    .into_any()
}
