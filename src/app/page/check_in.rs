//! Checking in (S1): somebody reports by themselves, on a phone that nobody knows yet, at `/check-in/<community>`.

use kaifong_domain::{
    bridge::{CheckInProgress, ToWorker},
    call::check_in::{CONSENT, Details},
};
use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        action_bar::action_bar,
        empty::empty,
        icon::{Glyph, icon},
        page_header::page_header,
        text_field::TextField,
    },
    context::{
        check_in::use_check_in,
        commands::{Commands, use_commands},
        device::device_name,
        entrance::{Entrance, use_entrance},
        settings::use_preferences,
    },
    locale::words::join_error::join_error,
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

/// How often a phone that is looked at asks whether it is let in, in seconds.
const BEAT: std::time::Duration = std::time::Duration::from_secs(15);

#[derive(Clone, Copy)]
struct Form {
    name: RwSignal<String>,
    unit: RwSignal<String>,
    building: RwSignal<String>,
    skills: RwSignal<String>,
    availability: RwSignal<String>,
    consent: RwSignal<bool>,
    fault: RwSignal<Option<String>>,
    failed: RwSignal<Option<String>>,
}

impl Form {
    fn details(self) -> Details {
        Details {
            name: self.name.get_untracked(),
            unit: self.unit.get_untracked(),
            building: self.building.get_untracked(),
            skills: self.skills.get_untracked(),
            availability: self.availability.get_untracked(),
        }
    }
}

/// Checking in.
#[component]
pub fn CheckInPage() -> impl IntoView {
    let (door, progress, commands) = (use_entrance(), use_check_in(), use_commands());
    let Some(community) = use_address().id() else { return empty(Glyph::Alert, say!(common.not_found), "") };
    let asked = community.clone();
    let ask = move || commands.tell(&ToWorker::AskCheckIn { community: asked.clone() });
    ask();
    if let Ok(beat) = set_interval_with_handle(ask, BEAT) {
        on_cleanup(move || beat.clear());
    }
    let is_in = Memo::new(move || door.with(|entrance| matches!(entrance, Entrance::In(_))));
    let sending = RwSignal::new(false);
    let form = Form {
        name: RwSignal::default(),
        unit: RwSignal::default(),
        building: RwSignal::default(),
        skills: RwSignal::default(),
        availability: RwSignal::default(),
        consent: RwSignal::new(false),
        fault: RwSignal::new(None),
        failed: RwSignal::new(None),
    };
    let preferences = use_preferences();
    let slug = community.clone();
    let content = move || {
        let waits = matches!(progress.get(), Some(CheckInProgress::Waiting { .. }));
        let remembered = waits.then(|| slug.clone());
        if preferences.with_untracked(|settings| settings.checking_in != remembered) {
            preferences.change(|settings| settings.checking_in = remembered);
        }
        if is_in.get() {
            return inside();
        }
        match progress.get() {
            None => say_state(Glyph::Sync, say!(common.opening), "", "check-in-opening"),
            Some(CheckInProgress::Waiting { community_name }) => {
                say_state(Glyph::Clock, say!(access.waiting_title, community = community_name.as_str()), say!(access.waiting_text), "check-in-waiting")
            }
            Some(CheckInProgress::Nothing) => fields(form, community.clone(), commands, sending),
            Some(CheckInProgress::Declined) => view! {
                {say_state(Glyph::Alert, say!(access.declined_title), say!(access.declined_explain), "check-in-declined")}
                {fields(form, community.clone(), commands, sending)}
            }
            .into_any(),
            Some(CheckInProgress::Failed(error)) => {
                sending.set(false);
                let (what, then) = join_error(error);
                form.failed.set(Some([what, " ", then].concat()));
                fields(form, community.clone(), commands, sending)
            }
        }
    };
    view! {
        {page_header(say!(access.check_in), None, None)}
        {content}
    }
    .into_any()
}

fn say_state(glyph: Glyph, title: impl Into<String>, text: impl Into<String>, testid: &'static str) -> AnyView {
    view! { <div data-testid=testid role="status">{empty(glyph, title, text)}</div> }.into_any()
}

fn inside() -> AnyView {
    view! {
        {say_state(Glyph::Check, say!(access.checked_in_title), say!(access.checked_in_text), "checked-in")}
        {action_bar(view! { <a class="button button-primary" href="/today" data-testid="enter">{say!(join.enter)}</a> })}
    }
    .into_any()
}

fn fields(form: Form, community: String, commands: Commands, sending: RwSignal<bool>) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let details = form.details();
        form.fault.set(details.name.trim().is_empty().then(|| say!(access.name_needed).to_owned()));
        let refused = if !form.consent.get_untracked() {
            Some(say!(access.consent_needed))
        } else if !details.is_sound() {
            Some(say!(access.bad_request))
        } else {
            None
        };
        form.failed.set(refused.map(str::to_owned));
        if refused.is_some() {
            return;
        }
        sending.set(true);
        let (community, device) = (community.clone(), device_name());
        commands.tell(&ToWorker::CheckIn { community, details, consent: CONSENT, device });
    };
    let failed = move || {
        form.failed.get().map(|text| {
            view! { <p class="form-error" role="alert" data-testid="check-in-failed">{icon(Glyph::Alert)}<span>{text}</span></p> }
        })
    };
    view! {
        <p>{say!(access.check_in_text)}</p>
        <form class="form" on:submit=submit novalidate>
            <TextField id="name" label=say!(neighbours.name) value=form.name error=form.fault testid="name" required=true />
            <TextField id="unit" label=say!(neighbours.unit) value=form.unit hint=say!(neighbours.unit_hint) testid="unit" />
            <TextField id="building" label=say!(neighbours.building) value=form.building hint=say!(access.building_hint) testid="building" />
            <TextField id="skills" label=say!(neighbours.skills) value=form.skills hint=say!(neighbours.skills_hint) />
            <TextField id="availability" label=say!(neighbours.availability) value=form.availability hint=say!(neighbours.availability_hint) />
            <label class="check">
                <input
                    type="checkbox"
                    data-testid="consent"
                    prop:checked=move || form.consent.get()
                    on:change=move |event| form.consent.set(event_target_checked(&event))
                />
                <span>{say!(access.consent_text)}</span>
            </label>
            {failed}
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="send" disabled=move || sending.get()>
                    {say!(access.check_in_send)}
                </button>
            })}
        </form>
    }
    .into_any()
}
