//! What has been said on a suggestion.

use kaifong_domain::{
    command::Command,
    record::{Collection, RecordKey},
};
use leptos::prelude::*;

use super::{
    icon::{Glyph, icon},
    keyed::keyed,
    seat_badge::unsent_badge,
    trail::by_line,
};
use crate::{
    context::{actor::use_actor, commands::use_commands},
    markup::view,
    memo::Memo,
    row::suggestion::Remark,
};

/// Comments, oldest first.
#[component]
pub fn CommentList(
    /// The comments.
    remarks: Memo<Vec<Remark>>,
) -> impl IntoView {
    let none = move || {
        remarks.with(Vec::is_empty).then(|| view! { <p class="comment-list-none">{say!(suggestions.no_comments)}</p> })
    };
    view! {
        {none}
        <ul class="comment-list" role="list">
            {keyed(move || remarks.get(), comment)}
        </ul>
    }
    .into_any()
}

fn comment(remark: Remark) -> AnyView {
    let (commands, actor) = (use_commands(), use_actor());
    let (id, by) = (remark.id, remark.by);
    let remove = move |_| {
        let key = RecordKey { collection: Collection::Comments, id: id.0 };
        commands.give(Command::Remove { key }, || say!(suggestions.comment_removed).to_owned());
    };
    let removable = move || actor.get().is_some_and(|actor| actor.coordinates() || actor.person == by);
    let remove = move || {
        removable().then(|| {
            view! {
                <button class="icon-button" type="button" on:click=remove>
                    {icon(Glyph::Bin)}
                    <span class="visually-hidden">{say!(suggestions.comment_remove)}</span>
                </button>
            }
        })
    };
    view! {
        <li class="comment-list-one" data-testid="comment">
            <div class="comment-list-head">{by_line(by, remark.at)}{remove}</div>
            <p class="prose">{remark.text}</p>
            {unsent_badge(remark.unsent)}
        </li>
    }
    .into_any()
}
