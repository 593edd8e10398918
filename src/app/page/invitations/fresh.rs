//! An invitation that was just made: it is shown this once, as a link, as a QR code, and as a code to be typed.

use kaifong_domain::call::invitation::{Invitation, shown_code};
use leptos::prelude::*;

use crate::{
    clipboard,
    component::{
        action_bar::action_bar,
        icon::{Glyph, icon},
        qr_code::qr_code,
    },
    context::{clock::use_today, toast::use_toasts},
    locale::format,
    markup::view,
};

/// Shows it.
pub(super) fn fresh(made: &Invitation, done: impl Fn() + Copy + 'static) -> AnyView {
    let (toasts, today) = (use_toasts(), use_today().get_untracked());
    // The secret stands behind `#`, which browsers send to nobody.
    let link = [&window().location().origin().unwrap_or_default(), "/join#", &made.key].concat();
    let (until, code_until) =
        (format::day_and_time(made.expires_at, today), format::day_and_time(made.code_expires_at, today));
    // The community stands before it, for the device on which it is typed may know none.
    let community = made.key.split_once('.').map(|(community, _)| community).unwrap_or_default();
    let code = [community, ".", &shown_code(&made.code)].concat();
    let copied = link.clone();
    let copy = move |_| {
        let said = if clipboard::copy(&copied) { say!(access.copied) } else { say!(access.not_copied) };
        toasts.show(said.to_owned(), false, ArcRwSignal::new(None), None);
    };
    let (shared, shown) = (link.clone(), link.clone());
    let share = move |_| {
        clipboard::share(&shared);
    };
    view! {
        <section class="invitation" data-testid="invitation">
            <p role="status">{say!(access.pass_on)}</p>
            {qr_code(&link, say!(access.qr_label).to_owned())}
            <p class="code invitation-link" data-testid="invitation-link">{shown}</p>
            <div class="device-list-actions">
                <button class="button" type="button" on:click=copy>{icon(Glyph::Note)}{say!(access.copy)}</button>
                <button class="button" type="button" on:click=share>{icon(Glyph::Open)}{say!(access.share)}</button>
            </div>
            <p class="section-note">{say!(access.works_until, at = until.as_str())}" "{say!(access.works_once)}</p>
            <h2>{say!(access.code)}</h2>
            <p>{say!(access.code_text)}</p>
            <p class="invitation-code" data-testid="invitation-code">{code}</p>
            <p class="section-note">{say!(access.works_until, at = code_until.as_str())}</p>
        </section>
        {action_bar(view! {
            <button class="button button-primary" type="button" data-testid="done" on:click=move |_| done()>
                {say!(access.done)}
            </button>
        })}
    }
    .into_any()
}
