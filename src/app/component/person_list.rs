//! A list of people that stays quick with a thousand of them: the first rows are drawn at once, the
//! others frame by frame, and what is out of sight is not laid out.

use kaifong_domain::id::PersonId;
use leptos::prelude::*;

use super::{
    avatar::avatar,
    badge::{Tone, badge},
    conflict_badge::conflict_badge,
    icon::Glyph,
    keyed::keyed,
    list_row::list_row,
};

use crate::{markup::view, memo::Memo, signal::RwSignal};

/// Rows drawn at once: more than a screen.
const AT_ONCE: usize = 30;
/// Rows drawn in each frame after that.
const PER_FRAME: usize = 60;

/// One row.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonRow {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// The line below it.
    pub text: String,
    /// As what they are marked.
    pub mark: Option<&'static str>,
    /// Whether something on their card was written apart.
    pub is_divided: bool,
}

/// A list of people.
#[component]
pub fn PersonList(
    /// Who is in it, in order.
    rows: Memo<Vec<PersonRow>>,
) -> impl IntoView {
    let limit = RwSignal::new(AT_ONCE);
    Effect::new(move |_| {
        let (drawn, all) = (limit.get(), rows.with(Vec::len));
        if drawn < all {
            // The list may be gone by the next frame.
            request_animation_frame(move || {
                limit.try_update(|limit| *limit += PER_FRAME);
            });
        }
    });
    let each = move || rows.with(|rows| rows.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    view! {
        <ul class="list person-list">
            {keyed(each, draw)}
        </ul>
    }
    .into_any()
}

fn draw(row: PersonRow) -> AnyView {
    let href = ["/people/", &row.id.to_string()].concat();
    let mark = row.mark.map(|mark| badge(Tone::Plain, Some(Glyph::Star), mark));
    let end = conflict_badge(row.is_divided).or(mark);
    let drawn = list_row(href, avatar(row.id, &row.name), row.name, row.text, end);
    view! { <li class="person-list-row" data-testid="person-row">{drawn}</li> }
}
