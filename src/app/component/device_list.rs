//! Devices that have signed in: what they are called, when they were last here, and what one can do about each.

use kaifong_domain::call::access::{DeviceAccess, NewName};
use leptos::prelude::*;

use super::{
    badge::{Tone, badge},
    confirm::Confirm,
    fetched::Reload,
    icon::{Glyph, icon},
    sheet::Sheet,
    text_field::TextField,
};
use crate::{
    context::{calls::use_calls, clock::use_today},
    locale::format,
    markup::view,
    signal::RwSignal,
};

/// Draws them; `own` is the device on which one looks at them.
pub fn device_list(devices: Vec<DeviceAccess>, own: &str, reload: Reload) -> AnyView {
    let rows = devices.into_iter().map(|device| row(&device, device.device == own, reload)).collect_view();
    view! { <ul class="device-list" data-testid="devices">{rows}</ul> }.into_any()
}

fn row(device: &DeviceAccess, is_this: bool, reload: Reload) -> AnyView {
    let today = use_today().get_untracked();
    let seen = format::day_and_time(device.last_seen_at, today);
    let state = match (device.revoked_at, is_this) {
        (Some(_), _) => badge(Tone::Bad, Some(Glyph::Cross), say!(access.revoked)),
        (None, true) => badge(Tone::Good, Some(Glyph::Check), say!(access.this_device)),
        (None, false) => ().into_any(),
    };
    let actions = device.revoked_at.is_none().then(|| actions(device, is_this, reload));
    view! {
        <li class="device-list-one" data-device=device.device.clone()>
            <p class="device-list-name">{icon(Glyph::Phone)}<span>{device.name.clone()}</span>{state}</p>
            <p class="device-list-seen">{say!(access.last_seen, at = seen.as_str())}</p>
            {actions}
        </li>
    }
    .into_any()
}

fn actions(device: &DeviceAccess, is_this: bool, reload: Reload) -> AnyView {
    let calls = use_calls();
    let (asking, naming, name) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(device.name.clone()));
    let path = StoredValue::new(["devices/", &device.device, "/"].concat());
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = NewName { name: name.get_untracked() };
        naming.set(false);
        calls.act(&[&path.get_value(), "name"].concat(), &body, say!(common.saved), move || reload.now());
    };
    let revoke = move || {
        calls.act(&[&path.get_value(), "revoke"].concat(), &(), say!(access.device_revoked), move || reload.now());
    };
    let text = if is_this { say!(access.revoke_this_text) } else { say!(access.revoke_text) };
    view! {
        <div class="device-list-actions">
            <button class="button" type="button" data-testid="rename" on:click=move |_| naming.set(true)>
                {icon(Glyph::Pencil)}
                {say!(access.rename)}
            </button>
            <button class="button button-danger" type="button" data-testid="revoke" on:click=move |_| asking.set(true)>
                {icon(Glyph::Bin)}
                {say!(access.revoke)}
            </button>
        </div>
        <Sheet open=naming title=say!(access.rename)>
            <form class="form" on:submit=rename>
                <TextField id="device-name" label=say!(access.device_name) value=name testid="device-name" required=true />
                <button class="button button-primary" type="submit" data-testid="save">{say!(common.save)}</button>
            </form>
        </Sheet>
        <Confirm open=asking title=say!(access.revoke_title) text=text action=say!(access.revoke) confirmed=revoke />
    }
    .into_any()
}
