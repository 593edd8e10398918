//! Writing a suggestion down: made for a captain at a door, with one hand. What can be tapped is
//! tapped, and one tap saves.

use kaifong_domain::{
    command::Command,
    field::Field,
    id::{BuildingId, PersonId, SuggestionId},
    record::{Collection, RecordKey},
    suggestion::{Category, Source, Suggestion, SuggestionEdit},
    value::LongText,
};
use leptos::prelude::*;

use super::{
    building_picker::BuildingPicker,
    chip_choice::ChipChoice,
    draft_note::draft_note,
    faults::{Faults, faults_of},
    icon::{Glyph, icon},
    person_picker::PersonPicker,
    remove_button::remove_button,
    text_area::TextArea,
    text_field::TextField,
};
use crate::{
    address::use_address,
    context::commands::use_commands,
    draft::Draft,
    locale::words::{category::category, source::source},
    markup::{child, view},
    param::way_back,
    signal::RwSignal,
};

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new suggestion.
    New,
    /// One that is there.
    Edit {
        /// Whether one may say who follows it up.
        assigns: bool,
        /// Whether one may take it out.
        removes: bool,
    },
}

/// The form's fields.
#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    text: RwSignal<String>,
    building: RwSignal<Option<BuildingId>>,
    place: RwSignal<String>,
    category: RwSignal<String>,
    source: RwSignal<String>,
    owner: RwSignal<Option<PersonId>>,
}

impl Fields {
    fn of(suggestion: &Suggestion, draft: Draft) -> Self {
        Self {
            title: draft.text("title", suggestion.title.clone()),
            text: draft.text("text", suggestion.text.0.clone()),
            building: draft.id("building", suggestion.building),
            place: draft.text("place", suggestion.place.clone()),
            category: draft.text("category", suggestion.category.code().to_owned()),
            source: draft.text("source", suggestion.source.code().to_owned()),
            owner: draft.id("owner", suggestion.owner),
        }
    }

    fn edits(self) -> Vec<SuggestionEdit> {
        vec![
            SuggestionEdit::Title(self.title.get_untracked()),
            SuggestionEdit::Text(LongText(self.text.get_untracked())),
            SuggestionEdit::Building(self.building.get_untracked()),
            SuggestionEdit::Place(self.place.get_untracked()),
            SuggestionEdit::Category(self.category.with_untracked(|code| Category::from_code(code))),
            SuggestionEdit::Source(self.source.with_untracked(|code| Source::from_code(code))),
            SuggestionEdit::Owner(self.owner.get_untracked()),
        ]
    }
}

/// Writing a suggestion down.
#[component]
pub fn SuggestionForm(
    /// What stands in the form at first.
    suggestion: Suggestion,
    /// What the form is for.
    purpose: Purpose,
) -> impl IntoView {
    let again = Trigger::new();
    child(move || {
        again.track();
        form(&suggestion, purpose, again)
    })
}

fn form(suggestion: &Suggestion, purpose: Purpose, again: Trigger) -> AnyView {
    let id = suggestion.id;
    let draft = match purpose {
        Purpose::New => Draft::open("suggestions/new", again),
        Purpose::Edit { .. } => Draft::open(&["suggestions/", &id.to_string()].concat(), again),
    };
    let (fields, faults) = (Fields::of(suggestion, draft), Faults::none());
    let is_new = purpose == Purpose::New;
    let assigns = matches!(purpose, Purpose::Edit { assigns: true, .. });
    let owner = assigns.then(|| view! { <PersonPicker id="owner" label=say!(suggestions.owner) value=fields.owner /> });
    let remove = matches!(purpose, Purpose::Edit { removes: true, .. }).then(|| remove(id, draft));
    let categories = Category::ALL.iter().map(|one| (one.code(), category(*one))).collect();
    let sources = Source::ALL.iter().map(|one| (one.code(), source(*one))).collect();
    view! {
        <form class="form suggestion-form" on:submit=save(suggestion, is_new, fields, faults, draft) novalidate>
            {draft_note(draft)}
            <TextField id="title" label=say!(suggestions.field_title) hint=say!(suggestions.title_hint) value=fields.title error=faults.of(Field::Title) required=true testid="title" />
            <BuildingPicker id="building" label=say!(suggestions.building) value=fields.building error=faults.of(Field::Building) />
            <ChipChoice id="category" label=say!(suggestions.category) options=categories value=fields.category error=faults.of(Field::Category) />
            <TextField id="place" label=say!(suggestions.place) hint=say!(suggestions.place_hint) value=fields.place error=faults.of(Field::Place) testid="place" />
            <TextArea id="text" label=say!(suggestions.text) value=fields.text error=faults.of(Field::Text) testid="text" />
            <ChipChoice id="source" label=say!(suggestions.source) options=sources value=fields.source error=faults.of(Field::Source) />
            {owner}
            {remove}
            {faults.summary()}
            <div class="form-actions">
                <button class="button button-primary" type="submit" data-testid="save">
                    {icon(Glyph::Check)}
                    <span>{say!(suggestions.save)}</span>
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn save(
    suggestion: &Suggestion,
    is_new: bool,
    fields: Fields,
    faults: Faults,
    draft: Draft,
) -> impl Fn(leptos::ev::SubmitEvent) + 'static {
    let (commands, address) = (use_commands(), use_address());
    let (id, opened) = (suggestion.id, suggestion.edits());
    move |event| {
        event.prevent_default();
        let mut edits = fields.edits();
        let wrong = faults_of!(edits);
        faults.set(wrong.clone());
        if !wrong.is_empty() {
            return;
        }
        // Only what was changed here: the rest may have been changed by others while the form was open.
        edits.retain(|edit| is_new || !opened.contains(edit));
        let command =
            if is_new { Command::RaiseSuggestion { id, edits } } else { Command::EditSuggestion { id, edits } };
        let said = move || if is_new { say!(suggestions.added) } else { say!(suggestions.saved) }.to_owned();
        faults.submit(commands, command, said, move || {
            draft.close();
            // A new one stands first among those just raised, whatever the list was filtered by before.
            let back = if is_new { "/suggestions".to_owned() } else { ["/suggestions/", &id.to_string()].concat() };
            address.go_instead(&back);
        });
    }
}

/// The button that takes a suggestion out.
fn remove(suggestion: SuggestionId, draft: Draft) -> AnyView {
    let address = use_address();
    let key = RecordKey { collection: Collection::Suggestions, id: suggestion.0 };
    remove_button(key, say!(suggestions.remove), say!(suggestions.removed), "remove", move || {
        draft.close();
        address.go_instead(&way_back("/suggestions"));
    })
}
