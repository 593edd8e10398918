//! My devices: which they are, and taking access back from one that is lost.

use kaifong_domain::call::access::DeviceAccess;
use leptos::prelude::*;

use crate::{
    component::{
        confirm::Confirm,
        device_list::device_list,
        fetched::fetched,
        icon::{Glyph, icon},
        page_header::page_header,
    },
    context::{calls::use_calls, entrance::use_identity},
    hex::hex,
    markup::view,
    signal::RwSignal,
};

/// My devices.
#[component]
pub fn DevicesPage() -> impl IntoView {
    let own = use_identity().with_untracked(|identity| identity.as_ref().map(|one| hex(&one.device)));
    let own = own.unwrap_or_default();
    view! {
        {page_header(say!(access.my_devices), Some(("/me".into(), say!(common.tab_me).into())), None)}
        <p>{say!(access.my_devices_text)}</p>
        {fetched(|| "devices".into(), move |devices: Vec<DeviceAccess>, reload| device_list(devices, &own, reload))}
        <p>
            <a class="button" href="/devices/new" data-testid="add-device">{icon(Glyph::Plus)}<span>{say!(access.add_device)}</span></a>
        </p>
        {leave()}
    }
    .into_any()
}

/// Leaving the community.
fn leave() -> AnyView {
    let (calls, asking) = (use_calls(), RwSignal::new(false));
    let me = use_identity().with_untracked(|identity| identity.as_ref().map(|one| one.actor.person));
    let left = move || {
        let Some(me) = me else { return };
        // The line ends with it, and the phone says what that means.
        calls.act(&["people/", &me.to_string(), "/revoke"].concat(), &(), say!(access.left), || ());
    };
    view! {
        <section class="section">
            <h2>{say!(access.leave)}</h2>
            <p>{say!(access.leave_text)}</p>
            <p>
                <button class="button button-danger" type="button" data-testid="leave" on:click=move |_| asking.set(true)>
                    {icon(Glyph::Cross)}
                    {say!(access.leave)}
                </button>
            </p>
            <Confirm open=asking title=say!(access.leave) text=say!(access.leave_confirm) action=say!(access.leave) confirmed=left />
        </section>
    }
    .into_any()
}
