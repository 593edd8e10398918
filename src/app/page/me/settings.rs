//! How one likes things: language, elder mode, size of text, light or dark.

use leptos::prelude::*;

use crate::{
    component::segments::Segments,
    context::settings::{Appearance, TextSize, use_preferences},
    locale,
    markup::view,
};

/// The settings. They take effect at once and stay on this device.
pub(super) fn settings() -> AnyView {
    view! {
        <section class="section settings">
            <h2>{say!(me.settings)}</h2>
            {elder()}
            {text_size()}
            {language()}
            {appearance()}
        </section>
    }
    .into_any()
}

/// Bigger text and buttons.
pub(in crate::page) fn elder() -> AnyView {
    let preferences = use_preferences();
    let on = move || preferences.with(|settings| settings.elder);
    view! {
        <label class="switch">
            <span class="switch-body">
                <span class="switch-title">{say!(me.elder)}</span>
                <span class="switch-text">{say!(me.elder_text)}</span>
            </span>
            <input
                type="checkbox"
                role="switch"
                data-testid="elder"
                prop:checked=on
                on:change=move |event| preferences.change(|settings| settings.elder = event_target_checked(&event))
            />
        </label>
    }
    .into_any()
}

fn text_size() -> AnyView {
    let preferences = use_preferences();
    let value = Signal::derive(move || preferences.with(|settings| settings.text.code().to_owned()));
    let options = vec![
        (TextSize::Normal.code(), say!(me.text_normal).to_owned()),
        (TextSize::Large.code(), say!(me.text_large).to_owned()),
        (TextSize::Largest.code(), say!(me.text_largest).to_owned()),
    ];
    let choose = move |code: String| {
        let all = [TextSize::Normal, TextSize::Large, TextSize::Largest];
        let chosen = all.into_iter().find(|size| size.code() == code).unwrap_or_default();
        preferences.change(|settings| settings.text = chosen);
    };
    view! { <Segments id="text-size" label=say!(me.text_size) options=options value=value choose=choose titled=true /> }
        .into_any()
}

fn language() -> AnyView {
    let preferences = use_preferences();
    let value = Signal::derive(move || preferences.with(|settings| locale::tag(settings.language).to_owned()));
    let choose = move |code: String| preferences.change(|settings| settings.language = locale::from_tag(&code));
    view! {
        <Segments
            id="language"
            label=say!(common.language)
            options=locale::offered()
            value=value
            choose=choose
            titled=true
        />
    }
    .into_any()
}

fn appearance() -> AnyView {
    let preferences = use_preferences();
    let value = Signal::derive(move || preferences.with(|settings| settings.theme.code().to_owned()));
    let options = vec![
        (Appearance::System.code(), say!(me.theme_system).to_owned()),
        (Appearance::Light.code(), say!(me.theme_light).to_owned()),
        (Appearance::Dark.code(), say!(me.theme_dark).to_owned()),
    ];
    let choose = move |code: String| {
        let all = [Appearance::System, Appearance::Light, Appearance::Dark];
        let chosen = all.into_iter().find(|theme| theme.code() == code).unwrap_or_default();
        preferences.change(|settings| settings.theme = chosen);
    };
    view! { <Segments id="theme" label=say!(me.theme) options=options value=value choose=choose titled=true /> }
        .into_any()
}
