//! The form: one thing to fill in, and three that may be.

use kaifong_domain::call::intake::{CONTACT, PLACE, Sent, WORDS};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::{
    component::{
        action_bar::action_bar,
        draft_note::draft_note,
        icon::{Glyph, icon},
        text_area::TextArea,
        text_field::TextField,
    },
    draft::Draft,
    letterbox::{Letterbox, Slip, photo},
    markup::{child, view},
    signal::RwSignal,
};

/// The photo that goes along.
#[derive(Clone, PartialEq)]
enum Photo {
    None,
    Reading,
    Ready(String),
    Unreadable,
}

impl Photo {
    fn written(&self) -> String {
        if let Self::Ready(photo) = self { photo.clone() } else { String::new() }
    }

    fn read(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self::Ready(text.to_owned()))
    }
}

/// A text with what is wrong with it.
#[derive(Clone, Copy)]
struct Line {
    value: RwSignal<String>,
    fault: RwSignal<Option<String>>,
}

impl Line {
    fn new(draft: Draft, name: &'static str) -> Self {
        Self { value: draft.text(name, String::new()), fault: RwSignal::new(None) }
    }

    /// What is written, unless it is too long, which is said.
    fn checked(self, most: usize) -> Option<String> {
        let text = self.value.with_untracked(|text| text.trim().to_owned());
        let over = text.chars().count().saturating_sub(most) as u32;
        self.fault.set((over > 0).then(|| say!(resident.too_long, count = over)));
        (over == 0).then_some(text)
    }
}

/// The name of a community's draft: a phone that takes a photo may drop the page meanwhile.
pub(super) fn draft_of(community: &str) -> String {
    ["p/", community].concat()
}

pub(super) fn form(letterbox: Letterbox, draft: Draft, done: impl Fn() + Copy + 'static) -> AnyView {
    let [text, place, contact] = ["text", "place", "contact"].map(|name| Line::new(draft, name));
    let chosen = draft.field("photo", Photo::None, Photo::written, Photo::read);
    let failed = RwSignal::new(None::<&'static str>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        failed.set(None);
        let written = (text.checked(WORDS), place.checked(PLACE), contact.checked(CONTACT));
        if written.0.as_ref().is_some_and(String::is_empty) {
            return text.fault.set(Some(say!(resident.no_words).to_owned()));
        }
        let (Some(text), Some(place), Some(contact)) = written else { return };
        let photo = match chosen.get_untracked() {
            Photo::Ready(photo) => Some(photo),
            Photo::Reading => return failed.set(Some(say!(resident.photo_reading))),
            Photo::None | Photo::Unreadable => None,
        };
        let bare = |line: String| line.replace(char::is_control, " ");
        let sent = Sent { text, place: bare(place), contact: bare(contact), photo };
        if letterbox.drop_in(Slip::new(sent)) {
            draft.close();
            done();
        } else {
            failed.set(Some(say!(resident.not_kept)));
        }
    };
    let error = move || {
        failed.get().map(|text| {
            view! { <p class="form-error" role="alert" data-testid="resident-failed">{icon(Glyph::Alert)}<span>{text}</span></p> }
        })
    };
    view! {
        <p>{say!(resident.intro)}</p>
        {draft_note(draft)}
        <form class="form" on:submit=submit novalidate>
            <TextArea id="resident-text" label=say!(resident.text) value=text.value error=text.fault testid="resident-text" rows="6" />
            <TextField id="resident-place" label=say!(resident.place) hint=say!(resident.place_hint) value=place.value error=place.fault testid="resident-place" />
            {picture(chosen)}
            <TextField id="resident-contact" label=say!(resident.contact) hint=say!(resident.contact_hint) value=contact.value error=contact.fault testid="resident-contact" />
            {error}
            {action_bar(view! {
                <button class="button button-primary" type="submit" data-testid="resident-send">{say!(resident.send)}</button>
            })}
        </form>
    }
}

fn picture(chosen: RwSignal<Photo>) -> AnyView {
    let choose = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(file) = input.as_ref().and_then(|input| input.files()?.get(0)) else { return };
        // The same file may be chosen again.
        input.iter().for_each(|input| input.set_value(""));
        chosen.set(Photo::Reading);
        spawn_local(async move {
            let photo = photo::shrink(&file).await.map_or(Photo::Unreadable, Photo::Ready);
            chosen.try_update(|chosen| *chosen = photo);
        });
    };
    let shown = move || match chosen.get() {
        Photo::None => view! { <p class="field-hint">{say!(resident.photo_hint)}</p> },
        Photo::Reading => view! { <p class="field-hint" role="status">{say!(resident.photo_reading)}</p> },
        Photo::Unreadable => view! { <p class="field-error" role="alert">{say!(resident.photo_unreadable)}</p> },
        Photo::Ready(photo) => view! {
            <img class="resident-photo" src=photo::address(&photo) alt=say!(resident.photo_chosen) data-testid="resident-photo" />
            <button class="button" type="button" data-testid="resident-photo-remove" on:click=move |_| chosen.set(Photo::None)>
                {icon(Glyph::Bin)}
                <span>{say!(resident.photo_remove)}</span>
            </button>
        },
    };
    view! {
        <div class="field">
            <label class="button resident-file">
                {icon(Glyph::Plus)}
                <span>{say!(resident.photo)}</span>
                <input class="visually-hidden" type="file" accept="image/*" data-testid="resident-file" on:change=choose />
            </label>
            {child(shown)}
        </div>
    }
}
