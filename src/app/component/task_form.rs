//! Writing a task: a new one with its roles, or one that is there.

mod roles;

use kaifong_domain::{
    command::Command,
    field::Field,
    id::{PersonId, SuggestionId, TaskId},
    record::{Collection, RecordKey},
    series::Occurrence,
    task::{Format, Mode, Task, TaskEdit, TaskKind, Theme},
    time::Timestamp,
    value::LongText,
};
use leptos::prelude::*;

use super::{
    building_picker::BuildingPicker,
    choice::{Choice, ChoiceOption},
    date_time_field::DateTimeField,
    draft_note::draft_note,
    faults::{Faults, faults_of},
    person_picker::PersonPicker,
    remove_button::remove_button,
    text_area::TextArea,
    text_field::TextField,
};
use crate::{
    address::use_address,
    context::commands::use_commands,
    draft::Draft,
    locale::words::{format::format, mode::mode, task_kind::task_kind, theme::theme},
    markup::{child, view},
    memo::Memo,
    param::way_back,
    row::task::address,
    signal::RwSignal,
};
use roles::{RoleDraft, new_roles, role_faults, role_rows};

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Purpose {
    /// A new task, perhaps made from a suggestion.
    New(Option<SuggestionId>),
    /// A task that is there, or a session that is not stored yet; and whether one may remove it.
    Edit(Option<Occurrence>, bool),
}

/// The form's fields.
#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<String>,
    title: RwSignal<String>,
    text: RwSignal<String>,
    place: RwSignal<String>,
    building: RwSignal<Option<kaifong_domain::id::BuildingId>>,
    starts: RwSignal<Option<Timestamp>>,
    ends: RwSignal<Option<Timestamp>>,
    lead: RwSignal<Option<PersonId>>,
    theme: RwSignal<String>,
    format: RwSignal<String>,
    mode: RwSignal<String>,
    roles: RwSignal<Vec<RoleDraft>>,
}

impl Fields {
    fn of(task: &Task, draft: Draft) -> Self {
        let moment = |name, initial: Option<Timestamp>| {
            let written = |moment: &Option<Timestamp>| moment.map(|moment| moment.0.to_string()).unwrap_or_default();
            draft.field(name, initial, written, |kept| Some(kept.parse().ok().map(Timestamp)))
        };
        let code = |code: Option<&str>| code.unwrap_or_default().to_owned();
        Self {
            kind: draft.text("kind", task.kind.code().to_owned()),
            title: draft.text("title", task.title.clone()),
            text: draft.text("text", task.text.0.clone()),
            place: draft.text("place", task.place.clone()),
            building: draft.id("building", task.building),
            starts: moment("starts", task.starts_at),
            ends: moment("ends", task.ends_at),
            lead: draft.id("lead", task.lead),
            theme: draft.text("theme", code(task.theme.map(Theme::code))),
            format: draft.text("format", code(task.format.map(Format::code))),
            mode: draft.text("mode", code(Some(task.mode.code()))),
            roles: draft.field("roles", vec![RoleDraft::blank(0)], |rows| roles::written(rows), roles::read),
        }
    }

    fn kind(self) -> TaskKind {
        self.kind.with(|code| TaskKind::from_code(code))
    }

    /// What the form holds, as edits. A post has no date; only a session has a theme and a format.
    fn edits(self) -> Vec<TaskEdit> {
        let kind = self.kind.with_untracked(|code| TaskKind::from_code(code));
        let dated = kind != TaskKind::Post;
        let chosen = |signal: RwSignal<String>| signal.with_untracked(|code| (!code.is_empty()).then(|| code.clone()));
        let mut edits = vec![
            TaskEdit::Kind(kind),
            TaskEdit::Title(self.title.get_untracked()),
            TaskEdit::Text(LongText(self.text.get_untracked())),
            TaskEdit::Place(self.place.get_untracked()),
            TaskEdit::Building(self.building.get_untracked()),
            TaskEdit::StartsAt(self.starts.get_untracked().filter(|_| dated)),
            TaskEdit::EndsAt(self.ends.get_untracked().filter(|_| dated)),
            TaskEdit::Lead(self.lead.get_untracked()),
        ];
        if kind == TaskKind::Session {
            edits.extend([
                TaskEdit::Theme(chosen(self.theme).map(|code| Theme::from_code(&code))),
                TaskEdit::Format(chosen(self.format).map(|code| Format::from_code(&code))),
                TaskEdit::Mode(self.mode.with_untracked(|code| Mode::from_code(code))),
            ]);
        }
        edits
    }
}

/// Writing a task. `task` is what stands in the form at first.
#[component]
pub fn TaskForm(
    /// What stands in the form at first.
    task: Task,
    /// What the form is for.
    purpose: Purpose,
) -> impl IntoView {
    let again = Trigger::new();
    child(move || {
        again.track();
        form(&task, purpose, again)
    })
}

fn form(task: &Task, purpose: Purpose, again: Trigger) -> AnyView {
    let about = match purpose {
        Purpose::New(suggestion) => suggestion.map(|suggestion| suggestion.to_string()).unwrap_or_default(),
        Purpose::Edit(..) => task.id.to_string(),
    };
    let draft = Draft::open(&["tasks/", &about].concat(), again);
    let (fields, faults) = (Fields::of(task, draft), Faults::none());
    let is_new = matches!(purpose, Purpose::New(_));
    let roles = if is_new {
        role_rows(fields.roles, faults)
    } else {
        view! { <p class="form-note">{say!(tasks.roles_later)}</p> }.into_any()
    };
    let remove = matches!(purpose, Purpose::Edit(_, true)).then(|| remove(task.id, draft));
    let save = save(task, purpose, fields, faults, draft);
    view! {
        <form class="form task-form" on:submit=save novalidate>
            {draft_note(draft)}
            <TextField id="title" label=say!(tasks.field_title) hint=say!(tasks.title_hint) value=fields.title error=faults.of(Field::Title) required=true testid="title" />
            <Choice id="kind" label=say!(tasks.kind) options=kinds() value=fields.kind error=faults.of(Field::Kind) testid="kind" />
            {times(fields, faults)}
            <TextField id="place" label=say!(tasks.place) value=fields.place error=faults.of(Field::Place) testid="place" />
            <BuildingPicker id="building" label=say!(tasks.building) value=fields.building error=faults.of(Field::Building) />
            <PersonPicker id="lead" label=say!(tasks.lead) value=fields.lead />
            {session(fields)}
            {roles}
            <TextArea id="text" label=say!(tasks.about) value=fields.text error=faults.of(Field::Text) testid="text" />
            {remove}
            {faults.summary()}
            <div class="form-actions">
                <button class="button button-primary" type="submit" data-testid="save">{say!(tasks.save)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn kinds() -> Vec<ChoiceOption> {
    TaskKind::ALL.iter().map(|kind| (kind.code().to_owned(), task_kind(*kind).to_owned())).collect()
}

/// When it begins and ends; a post has no date.
fn times(fields: Fields, faults: Faults) -> AnyView {
    let is_post = Memo::new(move || fields.kind() == TaskKind::Post);
    (move || match is_post.get() {
        true => view! { <p class="form-note">{say!(tasks.post_hint)}</p> }.into_any(),
        false => view! {
            <DateTimeField id="starts" label=say!(tasks.starts) value=fields.starts error=faults.of(Field::StartsAt) testid="starts" />
            <DateTimeField id="ends" label=say!(tasks.ends) value=fields.ends error=faults.of(Field::EndsAt) testid="ends" />
        }
        .into_any(),
    })
    .into_any()
}

/// What only a session has.
fn session(fields: Fields) -> AnyView {
    let is_session = Memo::new(move || fields.kind() == TaskKind::Session);
    let optional = |options: Vec<ChoiceOption>| {
        std::iter::once((String::new(), say!(tasks.theme_none).to_owned())).chain(options).collect::<Vec<_>>()
    };
    let themes = move || optional(Theme::ALL.iter().map(|one| (one.code().into(), theme(*one).into())).collect());
    let formats = move || optional(Format::ALL.iter().map(|one| (one.code().into(), format(*one).into())).collect());
    let modes = || Mode::ALL.iter().map(|one| (one.code().into(), mode(*one).into())).collect::<Vec<ChoiceOption>>();
    (move || {
        is_session.get().then(|| {
            view! {
                <Choice id="theme" label=say!(tasks.theme) options=themes() value=fields.theme testid="theme" />
                <Choice id="format" label=say!(tasks.format) options=formats() value=fields.format testid="format" />
                <Choice id="mode" label=say!(tasks.mode) options=modes() value=fields.mode testid="mode" />
            }
        })
    })
    .into_any()
}

fn save(
    task: &Task,
    purpose: Purpose,
    fields: Fields,
    faults: Faults,
    draft: Draft,
) -> impl Fn(leptos::ev::SubmitEvent) + 'static {
    let (commands, place, id) = (use_commands(), use_address(), task.id);
    let opened = task.edits();
    move |event| {
        event.prevent_default();
        let mut edits = fields.edits();
        let mut wrong = faults_of!(edits);
        let (command, occurrence) = match purpose {
            Purpose::New(suggestion) => {
                wrong.extend(fields.roles.with_untracked(|roles| role_faults(roles)));
                let roles = fields.roles.with_untracked(|roles| new_roles(roles, commands));
                (Command::AddTask { id, suggestion, edits, roles }, None)
            }
            Purpose::Edit(occurrence, _) => {
                // Only what was changed here: the rest may have been changed by others meanwhile.
                edits.retain(|edit| !opened.contains(edit));
                (Command::EditTask { id, occurrence, edits }, occurrence)
            }
        };
        faults.set(wrong.clone());
        if !wrong.is_empty() {
            return;
        }
        let is_new = matches!(purpose, Purpose::New(_));
        let said = move || if is_new { say!(tasks.added) } else { say!(tasks.saved) }.to_owned();
        faults.submit(commands, command, said, move || {
            draft.close();
            place.go_instead(&address(id, occurrence, ""));
        });
    }
}

/// The button that takes a task out.
fn remove(task: TaskId, draft: Draft) -> AnyView {
    let address = use_address();
    let key = RecordKey { collection: Collection::Tasks, id: task.0 };
    remove_button(key, say!(tasks.remove), say!(tasks.removed), "remove", move || {
        draft.close();
        address.go_instead(&way_back("/tasks"));
    })
}
