//! A QR code for people who have no account, to hang up or to show.

use leptos::prelude::*;

use super::qr_code::qr_code;
use crate::{context::entrance::use_identity, markup::view};

/// Draws it, folded; nothing before somebody is signed in. `path` stands before the community's short name.
pub fn poster(path: &str, title: &'static str, text: &'static str, testid: &'static str) -> Option<AnyView> {
    let community = use_identity().with_untracked(|identity| identity.as_ref().map(|one| one.community.clone()))?;
    let link = [&window().location().origin().unwrap_or_default(), path, &community].concat();
    let code = qr_code(&link, title.to_owned());
    Some(
        view! {
            <details class="details">
                <summary>{title}</summary>
                <div class="invitation">
                    <p>{text}</p>
                    {code}
                    <p class="code invitation-link" data-testid=testid>{link}</p>
                </div>
            </details>
        }
        .into_any(),
    )
}
