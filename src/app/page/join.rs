//! The door: using a sign-in link, and how one gets one.

use kaifong_domain::{
    bridge::{Identity, JoinError, Line, ToWorker},
    refused::Refused,
};
use leptos::prelude::*;

use crate::{
    address::use_address,
    component::{
        action_bar::action_bar,
        icon::{Glyph, icon},
        page_header::page_header,
        segments::Segments,
        text_field::TextField,
    },
    context::{
        commands::{Commands, use_commands},
        community::use_community,
        device::device_name,
        entrance::{Door, Entrance, use_entrance},
        invitation::{Invitation, Invited, use_invited},
        refused::use_refused,
        settings::use_preferences,
        status::use_status,
    },
    locale::{
        format,
        words::{access_role::access_role, join_error::join_error},
    },
    markup::view,
    memo::Memo,
    signal::RwSignal,
};

#[derive(Clone, Copy)]
struct Entry {
    door: Door,
    invited: Invited,
    commands: Commands,
    /// The link that is being, or has just been, used.
    used: RwSignal<Option<Invitation>>,
}

impl Entry {
    fn join(self, invitation: Invitation) {
        self.invited.set(None);
        self.used.set(Some(invitation.clone()));
        self.door.set(Entrance::Joining);
        let Invitation { community, secret } = invitation;
        self.commands.tell(&ToWorker::Join { community, secret, device: device_name() });
    }
}

/// The door.
#[component]
pub fn JoinPage() -> impl IntoView {
    let entry =
        Entry { door: use_entrance(), invited: use_invited(), commands: use_commands(), used: RwSignal::new(None) };
    // The worker must have said that nobody is signed in before a link may change who is.
    Effect::new(move |_| {
        let waits = entry.door.with(|entrance| matches!(entrance, Entrance::SignedOut | Entrance::Failed(_)));
        if let Some(invitation) = entry.invited.get().filter(|_| waits) {
            entry.join(invitation);
        }
    });
    let (status, refused) = (use_status(), use_refused());
    let is_revoked = Memo::new(move || status.with(|status| status.line == Line::Revoked));
    let content = move || match entry.door.get() {
        Entrance::In(_) if is_revoked.get() && entry.invited.get().is_none() => revoked(entry, refused),
        Entrance::Opening => progress(say!(common.opening)),
        Entrance::Joining => progress(say!(join.joining)),
        Entrance::SignedOut => without_link(entry),
        Entrance::Failed(error) => failed(entry, error),
        Entrance::In(identity) => inside(entry, &identity),
    };
    view! { <div class="join">{content}{languages()}</div> }.into_any()
}

fn progress(text: &'static str) -> AnyView {
    view! {
        {page_header(say!(join.title), None, None)}
        <p class="join-progress" role="status">{icon(Glyph::Sync)}<span>{text}</span></p>
    }
    .into_any()
}

fn without_link(entry: Entry) -> AnyView {
    view! {
        {page_header(say!(join.title), None, None)}
        {checking_in()}
        <div class="join-explain">
            <p>{say!(join.explain_what)}</p>
            <p>{say!(join.explain_how)}</p>
            <p>{say!(join.explain_once)}</p>
        </div>
        {paste(entry)}
    }
    .into_any()
}

/// Somebody has checked in here, and waits.
fn checking_in() -> Option<AnyView> {
    let community = use_preferences().with_untracked(|settings| settings.checking_in.clone())?;
    let href = ["/check-in/", &community].concat();
    Some(view! { <p><a class="button" href=href data-testid="checking-in">{say!(join.checking_in)}</a></p> }.into_any())
}

fn paste(entry: Entry) -> AnyView {
    let text = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match Invitation::read(&text.get_untracked()) {
            Some(invitation) => entry.join(invitation),
            None => error.set(Some(say!(join.no_link).to_owned())),
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <TextField id="join-link" label=say!(join.paste) value=text error=error testid="join-link" />
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="join">{say!(join.join)}</button>
            })}
        </form>
    }
    .into_any()
}

fn failed(entry: Entry, error: JoinError) -> AnyView {
    let (what, then) = join_error(error);
    let again = may_try_again(error).then(|| entry.used.get_untracked()).flatten().map(|invitation| {
        let again = move |_| entry.join(invitation.clone());
        view! { <button class="button" type="button" data-testid="join-again" on:click=again>{say!(join.again)}</button> }
    });
    view! {
        {page_header(say!(join.failed), None, None)}
        <div class="join-failed" role="alert" data-testid="join-failed">
            {icon(Glyph::Alert)}
            <div><p class="join-failed-what">{what}</p><p>{then}</p>{again}</div>
        </div>
        {paste(entry)}
    }
    .into_any()
}

/// The community has taken back this device's access: what is left is what it never got, and the way back.
fn revoked(entry: Entry, refused: Signal<Vec<Refused>>) -> AnyView {
    let unsent = move || {
        refused.with(|refused| !refused.is_empty()).then(|| {
            let count = format::number(refused.with(Vec::len));
            view! {
                <p><a class="button" href="/refused" data-testid="unsent">{say!(join.revoked_unsent)}" · "{count}</a></p>
            }
        })
    };
    view! {
        {page_header(say!(join.revoked), None, None)}
        <div class="join-failed" role="alert" data-testid="revoked">
            {icon(Glyph::Alert)}
            <div><p>{say!(join.revoked_text)}</p>{unsent}</div>
        </div>
        {paste(entry)}
    }
    .into_any()
}

/// The same link can work a moment later; otherwise only another one can.
fn may_try_again(error: JoinError) -> bool {
    matches!(error, JoinError::Offline | JoinError::TooMany | JoinError::Storage | JoinError::Server)
}

fn inside(entry: Entry, identity: &Identity) -> AnyView {
    if let Some(invitation) = entry.invited.get() {
        return use_another(entry, identity, invitation);
    }
    let community = use_community();
    let person = identity.actor.person;
    let name = move || community.with(|community| community.people.get(&person).map(|person| person.name.clone()));
    let (place, role) = (identity.community_name.clone(), access_role(identity.actor.role));
    view! {
        {page_header(say!(join.welcome), None, None)}
        <div class="join-welcome" data-testid="joined">
            {icon(Glyph::Check)}
            <div>
                <p class="join-welcome-name">{name}</p>
                <p>{place}" · "{role}</p>
                <p class="join-welcome-text">{say!(join.welcome_text)}</p>
            </div>
        </div>
        {action_bar(view! {
            <a class="button button-primary" href="/today" data-testid="enter">{say!(join.enter)}</a>
        })}
    }
    .into_any()
}

/// A link was opened on a device on which somebody is signed in already.
fn use_another(entry: Entry, identity: &Identity, invitation: Invitation) -> AnyView {
    let address = use_address();
    let stay = move |_| {
        entry.invited.set(None);
        address.go("/today");
    };
    let change = move |_| entry.join(invitation.clone());
    let place = identity.community_name.clone();
    view! {
        {page_header(say!(join.already), None, None)}
        <p class="join-explain">{say!(join.already_text, community = place.as_str())}</p>
        {action_bar(view! {
            <button class="button" type="button" data-testid="join" on:click=change>{say!(join.already_change)}</button>
            <button class="button button-primary" type="button" on:click=stay>{say!(join.already_stay)}</button>
        })}
    }
    .into_any()
}

/// Who can't read the page yet must be able to change its language here.
fn languages() -> AnyView {
    let preferences = use_preferences();
    let current = Signal::derive(move || preferences.with(|settings| crate::locale::tag(settings.language)).to_owned());
    let options = crate::locale::offered();
    let choose = move |code: String| preferences.change(|settings| settings.language = crate::locale::from_tag(&code));
    view! { <Segments id="language" label=say!(common.language) options=options value=current choose=choose /> }
        .into_any()
}
